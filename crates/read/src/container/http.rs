//! Answers of web servers as they were recorded: head, body, and what the body is packed in (RFC 9110, RFC 9112).
//!
//! Crawlers often keep headers that no longer fit the body they store. So a coding that does not decode at all is taken
//! for one that was removed already.

use super::Visit;
use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::Read;

/// An answer, cut into its parts.
pub(super) struct Message<'b> {
    /// Status code.
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    /// As sent.
    pub(super) body: &'b [u8],
}

/// Cuts an answer into head and body. What has no head is all body.
pub(super) fn parse(bytes: &[u8]) -> Message<'_> {
    if !bytes.starts_with(b"HTTP/") {
        return Message { status: None, headers: Vec::new(), body: bytes };
    }
    let mut rest = bytes;
    let mut next_line = || {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(line.trim_ascii_end()).filter(|_| end > 0)
    };
    let status_line = next_line().unwrap_or_default();
    let status = String::from_utf8_lossy(status_line);
    let status = status.split_whitespace().nth(1).and_then(|code| code.parse().ok());
    let mut headers: Vec<(String, String)> = Vec::new();
    while let Some(line) = next_line().filter(|line| !line.is_empty()) {
        // Headers are ASCII; what is not was written in anything.
        let text = crate::encoding::decode(line, None).text;
        add_header_line(&mut headers, &text);
    }
    Message { status, headers, body: rest }
}

/// The content of a body: out of its chunks, and unpacked.
pub(super) fn decode_body(
    body: &[u8],
    headers: &[(String, String)],
    visit: &mut Visit<'_, '_>,
) -> Result<Vec<u8>, String> {
    let value = |name: &str| {
        let values = headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.to_ascii_lowercase()).collect::<Vec<_>>().join(",")
    };
    let is_chunked = value("Transfer-Encoding").contains("chunked");
    let mut content: Cow<'_, [u8]> = match is_chunked.then(|| unchunk(body)).flatten() {
        Some(content) => Cow::Owned(content),
        None => Cow::Borrowed(body),
    };
    let codings = value("Content-Encoding");
    let codings: Vec<&str> = codings.split(',').map(str::trim).collect();
    for coding in codings.into_iter().rev().take(3) {
        let unpacked = match coding {
            "gzip" | "x-gzip" if content.starts_with(&[0x1f, 0x8b]) => {
                lenient(visit, MultiGzDecoder::new(&*content))?
            }
            "deflate" => match lenient(visit, ZlibDecoder::new(&*content))? {
                Some(unpacked) => Some(unpacked),
                None => lenient(visit, DeflateDecoder::new(&*content))?,
            },
            "br" => lenient(visit, Decompressor::new(&*content, 4096))?,
            "zstd" if content.starts_with(b"\x28\xb5\x2f\xfd") => {
                lenient(visit, super::Codec::Zstd.open(Box::new(&*content)))?
            }
            _ => None,
        };
        if let Some(unpacked) = unpacked {
            content = Cow::Owned(unpacked);
        }
    }
    Ok(content.into_owned())
}

/// Unpacks as far as it goes; `None` where nothing came out. Going over the budget is an error.
fn lenient(visit: &mut Visit<'_, '_>, stream: impl Read) -> Result<Option<Vec<u8>>, String> {
    let mut kept = Vec::new();
    let outcome = visit.unpack(Keep { stream, kept: &mut kept });
    match outcome {
        Ok(bytes) => Ok((!bytes.is_empty()).then_some(bytes)),
        Err(reason) if visit.is_spent() || kept.len() as u64 > visit.budget.limits().member_bytes => {
            Err(reason)
        }
        Err(_) => Ok((!kept.is_empty()).then_some(kept)),
    }
}

/// Keeps what is read through it.
struct Keep<'k, R> {
    stream: R,
    kept: &'k mut Vec<u8>,
}

impl<R: Read> Read for Keep<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.kept.extend_from_slice(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// Joins chunks; `None` where these are none. What is cut off keeps what came before.
fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let mut is_first = true;
    loop {
        let Some(end) = memchr::memchr(b'\n', body.get(..1024).unwrap_or(body)) else {
            return (!is_first).then_some(content);
        };
        let (line, after) = body.split_at(end + 1);
        let digits: &[u8] = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let size = std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let Some(size) = size else { return (!is_first).then_some(content) };
        if size == 0 {
            return Some(content);
        }
        is_first = false;
        let (chunk, after) = after.split_at_checked(size).unwrap_or((after, &[]));
        content.extend_from_slice(chunk);
        body = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        if body.is_empty() {
            return Some(content);
        }
    }
}

/// Takes in a line of a header: a field, or more of the one before where it begins with white space.
pub(super) fn add_header_line(headers: &mut Vec<(String, String)>, line: &str) {
    match (line.starts_with([' ', '\t']), line.split_once(':'), headers.last_mut()) {
        (true, _, Some((_, value))) => {
            value.push(' ');
            value.push_str(line.trim());
        }
        (false, Some((name, value)), _) => headers.push((name.trim().to_owned(), value.trim().to_owned())),
        _ => {}
    }
}
