//! Bytes to text, and texts to single lines and moments.

use super::FeedError;
use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::io::Read;

/// Bytes of a packed sitemap when unpacked (sitemaps.org allows 50 MB).
const MOST_UNPACKED: u64 = 64 << 20;

/// Longest title that is kept, in characters.
const LONGEST_LINE: usize = 300;

/// Sitemaps often come as `.xml.gz`.
pub(super) fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, FeedError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(MOST_UNPACKED + 1).read_to_end(&mut unpacked);
    read.map_err(|error| FeedError::Unpacking(error.to_string()))?;
    if unpacked.len() as u64 > MOST_UNPACKED {
        return Err(FeedError::Unpacking(format!("it is larger than {} MiB", MOST_UNPACKED >> 20)));
    }
    Ok(Cow::Owned(unpacked))
}

/// Decodes by byte order mark, else by what the server declared, else by what the XML declares, else as UTF-8.
pub(super) fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Result<Cow<'b, str>, FeedError> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => match charset.map(str::to_owned).or_else(|| declared(bytes)) {
            Some(label) => Encoding::for_label(label.as_bytes()).ok_or(FeedError::Encoding(label))?,
            None => UTF_8,
        },
    };
    Ok(encoding.decode(bytes).0)
}

/// The encoding in `<?xml version="1.0" encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..200).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    // A declaration that could be read byte by byte is not in UTF-16, whatever it says.
    let is_wide =
        label.to_ascii_lowercase().starts_with("utf-16") || label.to_ascii_lowercase().starts_with("ucs-2");
    (!is_wide && !label.is_empty()).then(|| label.chars().take(40).collect())
}

/// A text on one line; `None` where nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 4 * LONGEST_LINE {
            break;
        }
    }
    let line: String = line.chars().take(LONGEST_LINE).collect();
    (!line.is_empty()).then_some(line)
}

/// A moment as feeds write it: RFC 3339, RFC 2822, or a day.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let rfc3339 = || text.parse::<Timestamp>().ok();
    let rfc2822 = || crate::clock::mail_date(text);
    let day = || {
        let day: Date = text.get(..10).filter(|_| text.len() == 10)?.parse().ok()?;
        day.to_zoned(TimeZone::UTC).ok().map(|moment| moment.timestamp())
    };
    rfc3339().or_else(rfc2822).or_else(day)
}
