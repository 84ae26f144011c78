//! Any bytes as the main part of each office format, and as a whole file: no panic, zones in order that cover the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use read::{Context, read};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// Parts around the one that is made of the input, by format.
const FORMATS: &[&[(&str, &str)]] = &[
    &[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "")],
    &[
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='S' r:id='a'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", "<Relationship Id='a' Type='KIND/worksheet' Target='s.xml'/>"),
        ("xl/s.xml", ""),
    ],
    &[
        ("[Content_Types].xml", "<Types/>"),
        ("ppt/presentation.xml", "<p><p:sldId r:id='a'/></p>"),
        ("ppt/_rels/presentation.xml.rels", "<Relationship Id='a' Type='KIND/slide' Target='s.xml'/>"),
        ("ppt/s.xml", ""),
    ],
    &[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "")],
    &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "")],
    &[("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<rootfile full-path='b'/>"), ("b", "")],
];

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    check(&[b"{\\rtf1", bytes].concat());
    let Some((first, rest)) = bytes.split_first() else { return };
    if let Some(parts) = FORMATS.get(usize::from(*first) % FORMATS.len()) {
        check(&package(parts, rest));
    }
});

fn package(parts: &[(&str, &str)], content: &[u8]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, stored).expect("a part begins");
        let text = text.replace("KIND/", KIND);
        writer.write_all(if text.is_empty() { content } else { text.as_bytes() }).expect("it is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

fn check(bytes: &[u8]) {
    let document = read(bytes, &Context { name: "file", ..Context::default() });
    let mut end = 0;
    for stretch in &document.zones {
        assert!(stretch.span.start == end && stretch.span.end > end);
        assert!(stretch.span.of(&document.text).is_some());
        end = stretch.span.end;
    }
    assert_eq!(end, document.text.len());
}
