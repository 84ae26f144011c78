//! Any rule file: it compiles, or the error points into it; what compiles reads a page.
#![no_main]

use claims::{Extractor, RuleFile};
use libfuzzer_sys::fuzz_target;
use model::{Document, DocumentStatus, Metadata, SourceId, Span, Zone, ZoneSpan};

const PAGE: &str = "About 50,000 workers were sent abroad in 2016, according to the ministry.\n\nThey earn $700 a month, but \
                    are left with $150: the captain keeps the rest. “We work 14 hours a day,” a welder said.";

fuzz_target!(|text: &str| {
    match Extractor::with_only(&[RuleFile { name: "own.frames", text }]) {
        Ok(extractor) => {
            let document = Document {
                media_type: "text/plain".to_owned(),
                status: DocumentStatus::Read,
                reason: None,
                text: PAGE.to_owned(),
                zones: vec![ZoneSpan { span: Span::new(0, PAGE.len()), zone: Zone::Main, hidden: false }],
                metadata: Metadata::default(),
            };
            let _claims = extractor.extract(&SourceId::of(PAGE.as_bytes()), &document);
        }
        Err(error) => {
            let lines: Vec<&str> = text.lines().collect();
            let line = lines.get(error.line - 1).copied().unwrap_or_default();
            assert!(error.line <= lines.len().max(1), "{error}");
            assert!((1..=line.chars().count() + 1).contains(&error.column), "{error}");
        }
    }
});
