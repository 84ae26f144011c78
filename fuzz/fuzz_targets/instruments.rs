//! Any text as a register of instruments: an error with its line, or entries that a filter can be asked about.
#![no_main]

use figures::instruments::{InstrumentFilter, Register};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Register::parse(text, "fuzz") {
        Ok(register) => {
            for instrument in register.select(&InstrumentFilter::default()) {
                assert!(!instrument.id.is_empty());
            }
        }
        Err(error) => assert!(error.to_string().starts_with("line ")),
    }
});
