//! Web archives (WARC 0.17 to 1.1, ISO 28500): each answer of a server is a source with its address and time.

use super::http::{self, Message};
use super::{Member, Visit};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

/// Bytes of the headers of one record.
const MAX_HEADERS: u64 = 64 << 10;

/// Bytes of headers that a record may repeat of an answer.
const MAX_HTTP_HEADERS: usize = 64 << 10;

pub(super) fn is_warc(head: &[u8]) -> bool {
    head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.")
}

/// What was left out.
#[derive(Default)]
struct LeftOut {
    revisits: usize,
    empty: usize,
}

pub(super) fn visit(stream: impl Read, visit: &mut Visit<'_, '_>) {
    let mut left_out = LeftOut::default();
    let mut input = BufReader::with_capacity(64 << 10, stream);
    if let Err(reason) = records(&mut input, visit, &mut left_out) {
        visit.miss(reason);
    }
    visit.note_count(
        left_out.revisits,
        "later visit found the page unchanged and holds no copy of it",
        "later visits found the page unchanged and hold no copy of it",
    );
    visit.note_count(left_out.empty, "answer without content", "answers without content");
}

/// The headers of a record.
struct Record {
    headers: Vec<(String, String)>,
}

impl Record {
    fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

fn records(
    input: &mut impl BufRead,
    visit: &mut Visit<'_, '_>,
    left_out: &mut LeftOut,
) -> Result<(), String> {
    for count in 0_usize.. {
        let Some(record) = next_record(input, count)? else { return Ok(()) };
        let length = record.get("Content-Length").and_then(|length| length.trim().parse::<u64>().ok());
        let Some(length) = length else {
            return Err(format!(
                "record {} does not say how long it is; the rest was not read: get the file again",
                count + 1
            ));
        };
        let mut block = input.by_ref().take(length);
        let mut flow = ControlFlow::Continue(());
        match record.get("WARC-Type").unwrap_or_default() {
            "revisit" => left_out.revisits += 1,
            "response" | "resource" | "conversion" => {
                let bytes = visit.collect(&mut block);
                let is_short = block.limit() > 0 && bytes.is_ok();
                match member_of(&record, bytes, visit) {
                    _ if is_short => {}
                    Some(member) => flow = visit.hand_over(member),
                    None => left_out.empty += 1,
                }
            }
            _ => {}
        }
        io::copy(&mut block, &mut io::sink()).map_err(|error| super::plain(&error))?;
        if block.limit() > 0 {
            return Err(format!(
                "the file ends in the middle of record {}: it was cut off, get it again",
                count + 1
            ));
        }
        if flow == ControlFlow::Break(()) {
            return Ok(());
        }
    }
    Ok(())
}

/// The headers of the next record; `None` at the end of the file.
fn next_record(input: &mut impl BufRead, count: usize) -> Result<Option<Record>, String> {
    let damaged = || {
        format!(
            "after {count} records something follows that is no record; the rest was not read: get the file again"
        )
    };
    let mut left = MAX_HEADERS;
    let mut line = |input: &mut dyn BufRead| -> Result<Option<Vec<u8>>, String> {
        let mut line = Vec::new();
        let read = input.take(left).read_until(b'\n', &mut line).map_err(|error| super::plain(&error))?;
        left -= read as u64;
        Ok((read > 0).then(|| line.trim_ascii_end().to_vec()))
    };
    let version = loop {
        match line(input)? {
            None => {
                return if left == MAX_HEADERS || input.fill_buf().is_ok_and(<[u8]>::is_empty) {
                    Ok(None)
                } else {
                    Err(damaged())
                };
            }
            Some(line) if line.is_empty() => {}
            Some(line) => break line,
        }
    };
    if !is_warc(&version) {
        return Err(damaged());
    }
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let Some(line) = line(input)? else { return Err(damaged()) };
        if line.is_empty() {
            return Ok(Some(Record { headers }));
        }
        let text = String::from_utf8_lossy(&line).into_owned();
        super::http::add_header_line(&mut headers, &text);
    }
}

/// Headers of a record that tell how it was captured.
const TOLD: &[&str] = &["WARC-Record-ID", "WARC-IP-Address", "WARC-Payload-Digest", "WARC-Block-Digest"];

/// The record as a member; `None` where there is no content.
fn member_of(record: &Record, bytes: Result<Vec<u8>, String>, visit: &mut Visit<'_, '_>) -> Option<Member> {
    let url = record.get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
    let stated = record.get("Content-Type").unwrap_or_default();
    let is_http = stated.to_ascii_lowercase().starts_with("application/http");
    let mut member =
        Member::new(url.clone().unwrap_or_else(|| "record without an address".to_owned()), Ok(Vec::new()));
    member.captured = record.get("WARC-Date").map(str::to_owned);
    member.facts.url = url;
    let mut media_type = stated.to_owned();
    member.content = match bytes {
        Ok(bytes) if is_http => {
            let Message { status, headers, body } = http::parse(&bytes);
            member.facts.status = status;
            let decoded = http::decode_body(body, &headers, visit);
            let value = |name: &str| headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            media_type = value("Content-Type").map(|(_, value)| value.clone()).unwrap_or_default();
            let mut room = MAX_HTTP_HEADERS;
            member.facts.headers = headers
                .into_iter()
                .take_while(|(key, value)| {
                    let length = key.len() + value.len();
                    let fits = length <= room;
                    room = room.saturating_sub(length);
                    fits
                })
                .collect();
            decoded
        }
        other => other,
    };
    for name in TOLD {
        member.facts.headers.extend(record.get(name).map(|value| ((*name).to_owned(), value.to_owned())));
    }
    let (media_type, charset) = super::media_type_of(&media_type);
    member.media_type = media_type;
    member.charset = charset;
    if member.content.as_ref().is_ok_and(Vec::is_empty) { None } else { Some(member) }
}
