//! What cannot be read says so, and what can be read in part is read in part.

use flate2::{Compression, write::GzEncoder};
use model::{Document, DocumentStatus, Zone};
use read::{Context, Limits, read};
use std::io::Write;

fn read_named(bytes: &[u8], name: &str) -> Document {
    read(bytes, &Context { name, ..Context::default() })
}

fn reason(document: &Document) -> &str {
    document.reason.as_deref().unwrap_or_default()
}

#[test]
fn files_without_text_fail_with_a_reason() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "empty"),
        (b" \n\t\r\n", "white space"),
        (b"%PDF-1.4\n1 0 obj", "its structure is broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Office"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x00\x00\x00\xff\xfe\x00", "binary data"),
        (b"<html><body><script>render()</script></body></html>", "no text"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "XML is not read yet"),
    ];
    for (bytes, expected) in cases {
        let document = read_named(bytes, "file.txt");
        assert_eq!(document.status, DocumentStatus::Failed, "{bytes:?}");
        assert!(reason(&document).contains(expected), "{bytes:?}: {}", reason(&document));
        assert!(document.text.is_empty() && document.zones.is_empty());
    }
}

#[test]
fn old_office_files_are_named_by_what_they_are() {
    let cases = [
        ("WordDocument", "old Word (DOC) is not read yet; save it as DOCX or PDF"),
        ("Workbook", "old Excel (XLS) is not read yet; save it as XLSX or CSV"),
        ("PowerPoint Document", "old PowerPoint (PPT) is not read yet; save it as PPTX or PDF"),
        ("__substg1.0_0037001F", "Outlook MSG is not read yet; save it as EML"),
        (
            "EncryptedPackage",
            "this Office file is encrypted and opens only with a password; save a copy without one",
        ),
        (
            "Other",
            "old Office (DOC, XLS, PPT) or Outlook MSG is not read yet; save it as DOCX, XLSX, PPTX or PDF",
        ),
    ];
    for (stream, expected) in cases {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        let document = read_named(&bytes, "report.docx");
        assert_eq!((document.status, reason(&document)), (DocumentStatus::Failed, expected));
    }
}

#[test]
fn a_wrong_extension_does_not_matter() {
    let page = b"<!doctype html><title>T</title><p>A paragraph of the page.";
    assert_eq!(read_named(page, "page.txt").media_type, "text/html");
    assert_eq!(read_named(b"Just a note.", "note.html").media_type, "text/plain");
    assert_eq!(read_named(b"%PDF-1.7\n", "report.html").media_type, "application/pdf");
}

#[test]
fn a_truncated_gzip_is_partial() {
    let text: String =
        (0..4000).map(|line| format!("Worker {line} received {} dollars.\n", line * 7 % 311)).collect();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let whole = read_named(&packed, "notes.txt.gz");
    assert_eq!((whole.status, whole.text.as_str()), (DocumentStatus::Read, text.as_str()));
    let cut = read_named(&packed[..packed.len() * 2 / 3], "notes.txt.gz");
    assert_eq!(cut.status, DocumentStatus::Partial);
    assert!(reason(&cut).contains("truncated"));
    assert!(!cut.text.is_empty() && text.starts_with(&cut.text));
}

#[test]
fn limits_hold() {
    let limits = Limits { max_input_bytes: 100, max_unpacked_bytes: 50, ..Limits::default() };
    let context = Context { limits, ..Context::default() };
    assert!(reason(&read(&[b'a'; 101], &context)).contains("limit of 100 bytes"));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&[b'a'; 5000]).unwrap();
    let document = read(&encoder.finish().unwrap(), &context);
    assert_eq!((document.status, document.text.len()), (DocumentStatus::Partial, 50));
}

#[test]
fn undecodable_bytes_are_counted() {
    let mut bytes = "Płaca wynosiła 500 złotych, a wypłacano około 100 złotych, mówią świadkowie — żaden nie dostał więcej.".as_bytes().to_vec();
    bytes.push(0xc5);
    let document = read_named(&bytes, "notes.txt");
    assert_eq!(document.status, DocumentStatus::Partial);
    assert_eq!(reason(&document), "1 place could not be decoded as UTF-8 and shown as U+FFFD");
    assert!(document.text.ends_with('\u{fffd}'));
}

#[test]
fn plain_text_keeps_line_ends_and_loses_only_the_mark() {
    let document = read_named("\u{feff}One\r\ntwo\rthree\n\n\tfour  ".as_bytes(), "n.txt");
    assert_eq!(document.text, "One\r\ntwo\rthree\n\n\tfour  ");
}

#[test]
fn a_deep_page_neither_overflows_nor_takes_for_ever() {
    let page =
        format!("<html><body>{}<p>At the bottom there is one sentence.</p>", "<div><span>".repeat(100_000));
    let document = read_named(page.as_bytes(), "deep.html");
    assert_eq!(document.text, "At the bottom there is one sentence.");
    assert_eq!(document.zones.len(), 1);
    assert_eq!(document.zones[0].zone, Zone::Main);
}

#[test]
fn a_large_text_file_is_read() {
    let line =
        "In 2016 about 800 workers were employed at the yard, and they were paid 120 dollars a month.\n";
    let text = line.repeat(20 << 20 >> 6);
    let document = read_named(text.as_bytes(), "large.txt");
    assert_eq!(document.status, DocumentStatus::Read);
    assert_eq!(document.text.len(), text.len());
}
