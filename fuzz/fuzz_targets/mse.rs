//! Any text as a table of list overlaps: an error, or a table whose estimate is no less than what was observed.
#![no_main]

use figures::mse::{MseOptions, OverlapTable, hidden_population};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(table) = OverlapTable::parse(text, None) else { return };
    // Many lists only take long.
    if table.lists().len() > 6 {
        return;
    }
    if let Ok(found) = hidden_population(&table, &MseOptions::default()) {
        assert!(found.estimate.is_finite() && found.estimate >= found.observed as f64);
    }
});
