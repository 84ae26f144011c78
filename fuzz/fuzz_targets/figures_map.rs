//! Any text as the mapping of a table of figures: an error that names the file, or claims, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use manumit_fuzz::{TABLE, claims_of};

fuzz_target!(|map: &str| {
    if let Err(error) = claims_of(map, "csv", TABLE.as_bytes()) {
        assert!(error.to_string().contains("map.toml") || error.to_string().contains("table"));
    }
});
