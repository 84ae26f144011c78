//! Office files written for tests.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A ZIP archive of these parts; `mimetype` stands uncompressed, as the formats that have it want.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method =
            if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The part that lists parts; nothing here looks into it.
pub(crate) const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A part of relations: id, kind, target.
pub(crate) fn relations(all: &[(&str, &str, &str)]) -> String {
    let all: String = all
        .iter()
        .map(|(id, kind, target)| {
            format!("<Relationship Id='{id}' Type='{RELATION}{kind}' Target='{target}'/>")
        })
        .collect();
    format!("<Relationships>{all}</Relationships>")
}

/// A DOCX whose body is `body`, with more parts.
pub(crate) fn docx(body: &str, links: &[(&str, &str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let root = relations(&[("r1", "officeDocument", "word/document.xml")]);
    let links = relations(links);
    let document =
        format!("<?xml version='1.0'?><w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut parts = vec![
        TYPES,
        ("_rels/.rels", root.as_str()),
        ("word/_rels/document.xml.rels", links.as_str()),
        ("word/document.xml", document.as_str()),
    ];
    parts.extend_from_slice(more);
    package(&parts)
}
