//! Any bytes as entities of FollowTheMoney: an error or a list, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::{Format, ListFile, LoadOptions, load};

fuzz_target!(|bytes: &[u8]| {
    let files = [ListFile { name: "entities.ftm.json", bytes }];
    if let Ok(list) = load(&files, &Format::Ftm, &LoadOptions::default()) {
        assert!(list.entries.is_sorted_by(|one, other| one.entity.id < other.entity.id));
    }
});
