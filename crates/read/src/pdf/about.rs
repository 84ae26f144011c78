//! What a PDF says about itself, and what readers wrote on its pages.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, DateTime, Dict, Name, String as PdfString};
use hayro_syntax::page::Page;
use model::{DateSignal, Edtf, Metadata};

/// Author and dates; the title needs the pages as well.
pub(crate) fn metadata(pdf: &Pdf) -> Metadata {
    let stated = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        bytes.as_deref().map(text_string).map(|text| folded(&text)).filter(|text| !text.is_empty())
    };
    let published = stated.creation_date.as_ref().and_then(day_of);
    let modified =
        stated.modification_date.as_ref().and_then(day_of).filter(|day| Some(day) != published.as_ref());
    Metadata {
        title: text(&stated.title),
        byline: text(&stated.author),
        date_signal: published.as_ref().map(|_| DateSignal::Header),
        modified_signal: modified.as_ref().map(|_| DateSignal::Header),
        published,
        modified,
        ..Metadata::default()
    }
}

/// Some producers write year 0 or the beginning of an epoch where they know nothing.
fn day_of(time: &DateTime) -> Option<Edtf> {
    (1980..=2200)
        .contains(&time.year)
        .then(|| Edtf::day(i32::from(time.year), time.month, time.day))
        .flatten()
}

/// What people wrote on a page: notes and remarks to marked words, each with its author if it names one.
pub(crate) fn remarks(page: &Page<'_>) -> Vec<String> {
    /// Most remarks taken from one page.
    const MOST: usize = 1000;
    const KINDS: &[&[u8]] = &[
        b"Text",
        b"Highlight",
        b"Underline",
        b"Squiggly",
        b"StrikeOut",
        b"Caret",
        b"Square",
        b"Circle",
        b"Ink",
    ];
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots") else { return Vec::new() };
    let mut remarks = Vec::new();
    for remark in all.iter::<Dict<'_>>().take(MOST) {
        let is_remark = remark.get::<Name<'_>>(b"Subtype").is_some_and(|kind| KINDS.contains(&kind.as_ref()));
        let text = |key: &[u8]| {
            remark
                .get::<PdfString<'_>>(key)
                .map(|text| folded(&text_string(text.as_bytes())))
                .filter(|text| !text.is_empty())
        };
        if let Some(contents) = text(b"Contents").filter(|_| is_remark) {
            remarks.push(match text(b"T") {
                Some(author) => format!("{author}: {contents}"),
                None => contents,
            });
        }
    }
    remarks
}

/// Whether files are attached to it.
pub(crate) fn has_attachments(pdf: &Pdf) -> bool {
    pdf.xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .and_then(|catalog| catalog.get::<Dict<'_>>(b"Names"))
        .is_some_and(|names| names.contains_key(b"EmbeddedFiles"))
}

/// A text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with a mark, else PDFDocEncoding, which is
/// windows-1252 but for a few signs.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if !text.is_ascii() => text.to_owned(),
            _ => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}

fn folded(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !matches!(c, '\0' | '\u{fffd}')).collect();
    kept.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_in_every_encoding() {
        assert_eq!(text_string(b"\xfe\xff\x04\x14\x04\x30"), "Да");
        assert_eq!(text_string(b"\xef\xbb\xbf\xec\x9e\x84\xea\xb8\x88"), "임금");
        assert_eq!(text_string(b"Z\xfcrich"), "Zürich");
        assert_eq!(folded(" a\r\n\0 b "), "a b");
    }
}
