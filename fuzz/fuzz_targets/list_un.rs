//! Any bytes as the list of the UN Security Council: an error or a list, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::{Format, ListFile, LoadOptions, load};

fuzz_target!(|bytes: &[u8]| {
    let files = [ListFile { name: "consolidated.xml", bytes }];
    let options = LoadOptions { accept_drift: true, ..LoadOptions::default() };
    if let Ok(list) = load(&files, &Format::UnSecurityCouncil, &options) {
        assert!(list.entries.is_sorted_by(|one, other| one.entity.id < other.entity.id));
    }
});
