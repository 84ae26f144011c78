//! The row of `manumit read --json`.

use model::{CodePoints, DateSignal, Document, DocumentStatus, Edtf, PageText, SourceId, Zone};
use serde::Serialize;

/// A document and the file it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadSource {
    /// The path as the person gave it.
    pub path: String,
    /// SHA-256 of the file's bytes; absent where the file could not be opened.
    pub sha256: Option<SourceId>,
    /// What reading made of it.
    pub document: Document,
}

/// A stretch of text and its zone, in code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZoneRow {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What it is.
    pub zone: Zone,
    /// Whether the page keeps it out of sight.
    pub hidden: bool,
}

/// A page, slide or sheet, in code points of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageRow {
    /// Counted from 1.
    pub number: usize,
    /// What the source itself calls it, where that differs.
    pub label: Option<String>,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Where its text comes from.
    pub text: PageText,
}

/// One file as read: the contract of `read --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the contract, documented where it is")]
pub struct ReadRow {
    pub path: String,
    pub sha256: Option<SourceId>,
    pub media_type: String,
    pub status: DocumentStatus,
    pub reason: Option<String>,
    pub text: String,
    pub main: String,
    pub zones: Vec<ZoneRow>,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub site: Option<String>,
    pub published: Option<Edtf>,
    pub modified: Option<Edtf>,
    pub date_signal: Option<DateSignal>,
    pub language: Option<String>,
    pub words: usize,
    pub canonical_url: Option<String>,
    pub pages: Vec<PageRow>,
    pub notes: Vec<String>,
}

impl From<ReadSource> for ReadRow {
    fn from(source: ReadSource) -> Self {
        let ReadSource { path, sha256, document } = source;
        let points = CodePoints::new(&document.text);
        let zones = document
            .zones
            .iter()
            .map(|stretch| {
                let (start, end) = points.of_span(stretch.span);
                ZoneRow { start, end, zone: stretch.zone, hidden: stretch.hidden }
            })
            .collect();
        let pages = document
            .metadata
            .pages
            .iter()
            .map(|page| {
                let (start, end) = points.of_span(page.span);
                PageRow { number: page.number, label: page.label.clone(), start, end, text: page.text }
            })
            .collect();
        let (main, words) = (document.main(), document.words());
        Self {
            path,
            sha256,
            main,
            words,
            zones,
            media_type: document.media_type,
            status: document.status,
            reason: document.reason,
            text: document.text,
            title: document.metadata.title,
            byline: document.metadata.byline,
            site: document.metadata.site,
            published: document.metadata.published,
            modified: document.metadata.modified,
            date_signal: document.metadata.date_signal,
            language: document.metadata.language,
            canonical_url: document.metadata.canonical_url,
            pages,
            notes: document.metadata.notes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Clearance, Metadata, Sensitivity, Span, ZoneSpan};

    #[test]
    fn the_row_has_the_fields_of_the_contract_and_counts_code_points() {
        let text = "Лес\nWorkers";
        let document = Document {
            media_type: "text/plain".to_owned(),
            status: DocumentStatus::Read,
            reason: None,
            text: text.to_owned(),
            zones: vec![
                ZoneSpan { span: Span::new(0, 7), zone: Zone::Title, hidden: false },
                ZoneSpan { span: Span::new(7, text.len()), zone: Zone::Main, hidden: false },
            ],
            metadata: Metadata { language: Some("en".to_owned()), ..Metadata::default() },
        };
        let source =
            ReadSource { path: "a.txt".to_owned(), sha256: Some(SourceId::of(text.as_bytes())), document };
        let row = Clearance::Workspace.admit(source, Sensitivity::Internal).unwrap().map(ReadRow::from);
        let mut lines = Vec::new();
        assert_eq!(crate::write_json_lines(&mut lines, [row]).unwrap(), 1);
        insta::assert_snapshot!(String::from_utf8(lines).unwrap(), @r#"{"path":"a.txt","sha256":"897a0a8ec1bc9672569c9a93d58b62ba19c38fe9bfd7b20e3899ebf67565cc15","media_type":"text/plain","status":"read","reason":null,"text":"Лес\nWorkers","main":"Workers","zones":[{"start":0,"end":4,"zone":"title","hidden":false},{"start":4,"end":11,"zone":"main","hidden":false}],"title":null,"byline":null,"site":null,"published":null,"modified":null,"date_signal":null,"language":"en","words":2,"canonical_url":null,"pages":[],"notes":[]}"#);
    }
}
