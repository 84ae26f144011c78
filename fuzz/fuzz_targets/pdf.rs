//! Any bytes as a PDF: no panic of ours, zones and pages in order inside the text.
//!
//! A panic of the parser beneath costs one page or the document, and is caught; it is kept quiet here, so that only
//! panics of ours end the run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use read::{Context, read};
use std::sync::Once;

static QUIET: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let bytes = [b"%PDF-1.7\n", bytes].concat();
    let document = read(&bytes, &Context { name: "report.pdf", ..Context::default() });
    let mut end = 0;
    for stretch in &document.zones {
        assert!(stretch.span.start == end && stretch.span.end > end);
        assert!(stretch.span.of(&document.text).is_some());
        end = stretch.span.end;
    }
    assert_eq!(end, document.text.len());
    let mut end = 0;
    for page in &document.metadata.pages {
        assert!(page.span.start >= end && page.span.of(&document.text).is_some());
        end = page.span.end;
    }
});
