//! Parts of a mail in the bytes they were attached in.

use crate::container::{Member, media_type_of};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

/// The bytes of a part, out of its transfer encoding and in their own character encoding; `None` where the encoding is
/// damaged.
pub(super) fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let (start, end) = (usize::try_from(part.offset_body).ok()?, usize::try_from(part.offset_end).ok()?);
    let raw = message.raw_message.get(start..end)?;
    match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    }
}

/// The character encoding that a part states.
pub(super) fn charset_of(part: &MessagePart<'_>) -> Option<String> {
    part.content_type().and_then(|kind| kind.attribute("charset")).map(str::to_owned)
}

/// Whether the mail is nothing but something encrypted.
pub(super) fn is_encrypted(message: &Message<'_>) -> bool {
    let Some(kind) = message.root_part().content_type() else { return false };
    match (kind.ctype().to_ascii_lowercase().as_str(), kind.subtype().map(str::to_ascii_lowercase).as_deref())
    {
        ("multipart", Some("encrypted")) => true,
        ("application", Some("pkcs7-mime" | "x-pkcs7-mime")) => {
            kind.attribute("smime-type").is_none_or(|kind| kind.eq_ignore_ascii_case("enveloped-data"))
        }
        _ => false,
    }
}

/// The first header of this name as it stands in the mail, decoded where that is needed.
pub(super) fn raw_header(message: &Message<'_>, name: &str) -> Option<String> {
    let part = message.parts.first()?;
    headers_of(message, part)
        .into_iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn headers_of(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<(String, String)> {
    let value = |header: &mail_parser::Header<'_>| {
        let (start, end) =
            (usize::try_from(header.offset_start).ok()?, usize::try_from(header.offset_end).ok()?);
        let raw = message.raw_message.get(start..end)?;
        let text = String::from_utf8_lossy(raw.get(..MAX_VALUE).unwrap_or(raw)).into_owned();
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    part.headers.iter().filter_map(|header| Some((header.name().to_owned(), value(header)?))).collect()
}

/// Bytes of a header that are kept with an attachment, and number of headers.
const MAX_VALUE: usize = 4096;
const MAX_HEADERS: usize = 32;

/// The part as a member; `number` names what has no name.
pub(super) fn member_of(message: &Message<'_>, part: &MessagePart<'_>, number: usize) -> Member {
    let stated = part.content_type().map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    let is_message = matches!(part.body, PartType::Message(_));
    let name = part.attachment_name().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let name = name.unwrap_or_else(|| match (&part.body, &part.body) {
        (PartType::Message(inner), _) => {
            let subject = inner.subject().map(super::one_line).filter(|subject| !subject.is_empty());
            format!("{}.eml", subject.unwrap_or_else(|| format!("attached-mail-{number}")))
        }
        _ => format!("part-{number}{}", extension_of(stated.as_deref().unwrap_or_default())),
    });
    let content = bytes_of(message, part).ok_or_else(|| {
        "its encoding is damaged: save it from the mail program and add it by itself".to_owned()
    });
    let mut member = Member::new(name, content);
    let (media_type, _) = media_type_of(stated.as_deref().unwrap_or_default());
    member.media_type = if is_message { Some("message/rfc822".to_owned()) } else { media_type };
    member.charset = charset_of(part);
    member.facts.headers = headers_of(message, part).into_iter().take(MAX_HEADERS).collect();
    member
}

/// A common extension for what came without a name.
fn extension_of(media_type: &str) -> &'static str {
    match media_type.to_ascii_lowercase().as_str() {
        "text/plain" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "text/csv" => ".csv",
        "application/pdf" => ".pdf",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        _ => "",
    }
}
