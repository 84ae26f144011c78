//! Any bytes under the name of a page: no panic, zones in order that cover the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use read::{Context, read};

/// Longer pages only take longer.
const LONGEST: usize = 64 << 10;

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() > LONGEST {
        return;
    }
    let document = read(bytes, &Context { name: "page.html", ..Context::default() });
    let mut end = 0;
    for stretch in &document.zones {
        assert!(stretch.span.start == end && stretch.span.end > end);
        assert!(stretch.span.of(&document.text).is_some());
        end = stretch.span.end;
    }
    assert_eq!(end, document.text.len());
});
