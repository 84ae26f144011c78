//! Any bytes as a table, the first byte saying of what kind: an error or a list, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lists::{Format, ListFile, LoadOptions, load};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let kind = if first % 2 == 0 { "csv" } else { "html" };
    let columns = "column = [{ heading = \"a\", is = \"name\" }, { heading = \"b\", is = \"birthDate\", optional = true }]";
    let mapping = format!("table = \"{kind}\"\ndataset = \"x\"\n{columns}\n");
    let Ok(format) = Format::of("mapped", Some(("m.toml", &mapping))) else { unreachable!() };
    let options = LoadOptions { accept_drift: true, ..LoadOptions::default() };
    if let Ok(list) = load(&[ListFile { name: "table", bytes }], &format, &options) {
        assert!(list.entries.iter().all(|entry| !entry.entity.values("name").is_empty()));
    }
});
