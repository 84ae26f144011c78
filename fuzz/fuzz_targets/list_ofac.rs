//! Any bytes as the three files of OFAC, parted by the byte 0xFF: an error or a list, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::{Format, ListFile, LoadOptions, load};

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0xff);
    let mut part = || parts.next().unwrap_or_default();
    let files = [
        ListFile { name: "sdn.csv", bytes: part() },
        ListFile { name: "alt.csv", bytes: part() },
        ListFile { name: "add.csv", bytes: part() },
    ];
    let options = LoadOptions { accept_drift: true, accept_truncation: true, ..LoadOptions::default() };
    if let Ok(list) = load(&files, &Format::OfacSdn, &options) {
        assert!(list.entries.is_sorted_by(|one, other| one.entity.id < other.entity.id));
    }
});
