//! Any text: no panic, zones in order that cover it, and plain text kept to the letter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use read::{Context, read};

fuzz_target!(|text: &str| {
    let document = read(text.as_bytes(), &Context { name: "page.txt", ..Context::default() });
    let mut end = 0;
    for stretch in &document.zones {
        assert!(stretch.span.start == end && stretch.span.end > end);
        assert!(stretch.span.of(&document.text).is_some());
        end = stretch.span.end;
    }
    assert_eq!(end, document.text.len());
    // A lone escape character may announce another encoding, and zero bytes UTF-16.
    let is_letter_by_letter = document.media_type == "text/plain" && !document.text.is_empty();
    if is_letter_by_letter && !text.contains(['\u{1b}', '\0']) {
        assert_eq!(document.text, text.strip_prefix('\u{feff}').unwrap_or(text));
    }
});
