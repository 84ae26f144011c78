//! Any bytes as a workbook: an error or a list, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::{Format, Limits, ListFile, LoadOptions, load};

fuzz_target!(|bytes: &[u8]| {
    let mapping = "table = \"xlsx\"\ndataset = \"x\"\ncolumn = [{ heading = \"Entity\", is = \"name\" }]\n";
    let Ok(format) = Format::of("mapped", Some(("m.toml", mapping))) else { unreachable!() };
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let options = LoadOptions { accept_drift: true, limits, ..LoadOptions::default() };
    if let Ok(list) = load(&[ListFile { name: "table.xlsx", bytes }], &format, &options) {
        assert!(list.entries.iter().all(|entry| !entry.entity.values("name").is_empty()));
    }
});
