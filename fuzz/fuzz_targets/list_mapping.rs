//! Any text as a mapping file: an error with its place or a mapping, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::Mapping;

fuzz_target!(|text: &str| {
    if let Err(error) = Mapping::read("mapping.toml", text) {
        assert!(error.to_string().starts_with("mapping.toml"));
    }
});
