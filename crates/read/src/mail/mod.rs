//! Mails (RFC 5322, MIME): head and body become a document, attachments are members.
//!
//! ```text
//! bytes ─▶ parts ─┬─ subject, from, to, date ─▶ lines of title and meta, metadata
//!                 ├─ body: plain text, or the HTML where that has the words ─▶ own words, signature, earlier mails
//!                 └─ attachments, in the bytes they were attached in ─▶ members
//! ```

mod parts;
mod sheet;
mod thread;

use crate::Limits;
use crate::container::{Member, Visit};
use crate::encoding::decode;
use crate::html::read_html;
use crate::language::language_of;
use mail_parser::{Address, DateTime, Message, MessageParser};
use model::{DateSignal, Edtf, Metadata, Zone};
use parts::{bytes_of, charset_of, is_encrypted, member_of, raw_header};
use sheet::Sheet;
use std::ops::ControlFlow;
use thread::Body;

pub(crate) use sheet::MailReading;

/// Headers that programs write and people do not.
const STRONG: &[&str] = &[
    "received",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "return-path",
    "delivered-to",
    "dkim-signature",
    "authentication-results",
    "x-mailer",
    "in-reply-to",
    "references",
];

/// Whether a line is a header: a name of printable characters, and a colon.
pub(crate) fn is_header_line(line: &[u8]) -> bool {
    header_name(line).is_some()
}

fn header_name(line: &[u8]) -> Option<&str> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line.get(..colon)?;
    let fits = !name.is_empty() && name.len() <= 76 && name.iter().all(|byte| byte.is_ascii_graphic());
    std::str::from_utf8(name).ok().filter(|_| fits)
}

/// Whether the bytes begin with the head of a mail: three headers that only programs write, or one beside a sender and a
/// date or subject. Mails that were printed or pasted into a text have none.
pub(crate) fn is_mail(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let (mut strong, mut has_from, mut has_date, mut has_subject) = (0, false, false, false);
    for (index, line) in head.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Some(name) = header_name(line) else {
            let continues = line.starts_with(b" ")
                || line.starts_with(b"\t")
                || (index == 0 && line.starts_with(b"From "));
            if continues && !line.is_empty() { continue } else { break }
        };
        let name = name.to_ascii_lowercase();
        strong += usize::from(STRONG.contains(&name.as_str()));
        has_from |= name == "from";
        has_date |= name == "date";
        has_subject |= name == "subject";
    }
    strong >= 3 || (strong >= 1 && has_from && (has_date || has_subject))
}

/// Nested multiparts that are looked into; more are no honest mail.
fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse(bytes)
}

/// Hands over the attachments of a mail.
pub(crate) fn visit(bytes: &[u8], visit: &mut Visit<'_, '_>) {
    let Some(message) = parse(bytes) else { return };
    for (index, id) in message.attachments.iter().enumerate() {
        let Some(part) = usize::try_from(*id).ok().and_then(|id| message.parts.get(id)) else { continue };
        let member: Member = member_of(&message, part, index + 1);
        if visit.hand_over(member) == ControlFlow::Break(()) {
            return;
        }
    }
}

/// Reads head and body of a mail; `None` where it does not parse as one.
pub(crate) fn read_mail(bytes: &[u8], limits: Limits) -> Option<MailReading> {
    let message = parse(bytes)?;
    let mut sheet = Sheet::default();
    let subject = message.subject().map(one_line).filter(|subject| !subject.is_empty());
    if let Some(subject) = &subject {
        sheet.push_line(subject, Zone::Title, false);
    }
    let senders = addresses(message.from());
    let (to, copy) = (addresses(message.to()), addresses(message.cc()));
    let date_line = raw_header(&message, "Date").map(|date| one_line(&date));
    for (name, value) in [
        ("From", Some(senders.join(", "))),
        ("To", Some(to.join(", "))),
        ("Cc", Some(copy.join(", "))),
        ("Date", date_line),
        ("Message-ID", message.message_id().map(one_line)),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            sheet.push_line(&format!("{name}: {value}"), Zone::Meta, false);
        }
    }
    let mut gaps = Vec::new();
    let is_reply =
        !message.in_reply_to().is_empty() || subject.as_deref().is_some_and(thread::is_reply_subject);
    let is_forward = subject.as_deref().is_some_and(thread::is_forward_subject);
    for body in bodies(&message, limits, &mut gaps) {
        thread::lay_out(&body, is_reply, is_forward, &mut sheet);
    }
    if is_encrypted(&message) {
        gaps.push(
            "the mail is encrypted: open it in the mail program, save it decrypted and add that".to_owned(),
        );
    }
    let byline = message
        .from()
        .and_then(|from| from.first())
        .and_then(|sender| sender.name().or(sender.address()).map(one_line).filter(|name| !name.is_empty()));
    let published = message.date().and_then(day_of);
    let metadata = Metadata {
        title: subject,
        byline,
        date_signal: published.is_some().then_some(DateSignal::Header),
        published,
        message_id: message.message_id().map(one_line).filter(|id| !id.is_empty()),
        recipients: to.into_iter().chain(copy).collect(),
        ..Metadata::default()
    };
    let mut reading = sheet.finish(metadata, gaps);
    reading.metadata.language = language_of(&reading.main());
    Some(reading)
}

/// The day as the sender's clock showed it.
fn day_of(date: &DateTime) -> Option<Edtf> {
    Edtf::day(i32::from(date.year), date.month, date.day).filter(|_| date.year >= 1970)
}

/// The bodies in their order; of alternatives the plain one, unless the words are in the other.
fn bodies(message: &Message<'_>, limits: Limits, gaps: &mut Vec<String>) -> Vec<Body> {
    let plain = body_parts(message, &message.text_body, limits, gaps);
    if message.text_body == message.html_body {
        return plain;
    }
    let rich = body_parts(message, &message.html_body, limits, &mut Vec::new());
    let words =
        |bodies: &[Body]| bodies.iter().map(|body| body.text.split_whitespace().count()).sum::<usize>();
    // "This mail can only be shown as HTML", and nothing more.
    if words(&plain) * 2 < words(&rich) { rich } else { plain }
}

fn body_parts(message: &Message<'_>, ids: &[u32], limits: Limits, gaps: &mut Vec<String>) -> Vec<Body> {
    let mut bodies = Vec::new();
    for id in ids {
        let Some(part) = usize::try_from(*id).ok().and_then(|id| message.parts.get(id)) else { continue };
        if !part.is_text() {
            continue;
        }
        let Some(bytes) = bytes_of(message, part) else {
            gaps.push("a part of its text is encoded in a damaged way and was left out".to_owned());
            continue;
        };
        let mut decoded = decode(&bytes, charset_of(part).as_deref());
        let most = if part.is_text_html() { limits.max_html_bytes } else { limits.max_text_bytes };
        if crate::cut(&mut decoded.text, most) {
            gaps.push("its text is too long to be read in full, so its end was left out".to_owned());
        }
        if decoded.replaced > 0 {
            gaps.push(format!(
                "{} places could not be decoded as {} and are shown as U+FFFD",
                decoded.replaced, decoded.encoding
            ));
        }
        if part.is_text_html() {
            let reading = read_html(&decoded.text, None, limits.max_depth);
            let hidden = reading.zones.iter().filter(|stretch| stretch.hidden).map(|stretch| stretch.span);
            bodies.push(Body { hidden: hidden.collect(), text: reading.text, is_html: true });
        } else {
            bodies.push(Body { text: decoded.text, hidden: Vec::new(), is_html: false });
        }
    }
    bodies
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    let of_one = |address: &mail_parser::Addr<'_>| match (address.name(), address.address()) {
        (Some(name), Some(address)) => Some(one_line(&format!("{name} <{address}>"))),
        (Some(only), None) | (None, Some(only)) => Some(one_line(only)),
        (None, None) => None,
    };
    field.map(|field| field.iter().filter_map(of_one).collect()).unwrap_or_default()
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;
