//! Any bytes as the Consolidated Screening List: an error or a list, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::{Format, ListFile, LoadOptions, load};

fuzz_target!(|bytes: &[u8]| {
    let files = [ListFile { name: "consolidated.csv", bytes }];
    let options = LoadOptions { accept_drift: true, ..LoadOptions::default() };
    if let Ok(list) = load(&files, &Format::UsConsolidatedScreening, &options) {
        assert!(list.entries.is_sorted_by(|one, other| one.entity.id < other.entity.id));
    }
});
