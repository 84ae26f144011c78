//! Any text as an English page: no panic, quotes and evidence as they stand in the text, every claim an id of its own.
#![no_main]

use claims::Extractor;
use libfuzzer_sys::fuzz_target;
use model::{Document, DocumentStatus, Metadata, SourceId, Span, Zone, ZoneSpan};
use std::collections::HashSet;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::embedded().expect("embedded rules compile"));

fuzz_target!(|text: &str| {
    let document = Document {
        media_type: "text/plain".to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text: text.to_owned(),
        zones: vec![ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }],
        metadata: Metadata { published: "2018-04-16".parse().ok(), ..Metadata::default() },
    };
    let characters: Vec<char> = text.chars().collect();
    let words = |start: usize, end: usize| characters[start..end].iter().collect::<String>();
    let mut ids = HashSet::new();
    for claim in EXTRACTOR.extract(&SourceId::of(text.as_bytes()), &document) {
        assert_eq!(words(claim.passage.start, claim.passage.end), claim.passage.exact);
        for evidence in &claim.evidence {
            assert_eq!(words(evidence.start, evidence.end), evidence.words);
        }
        assert!(ids.insert(claim.id));
    }
});
