//! Any bytes as a table of figures, the first byte saying of what kind: an error or claims whose words stand in the table,
//! never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use manumit_fuzz::{MAP, claims_of};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let kind = if first % 2 == 0 { "csv" } else { "xlsx" };
    let _ = claims_of(&MAP.replace("\"csv\"", &format!("\"{kind}\"")), kind, bytes);
});
