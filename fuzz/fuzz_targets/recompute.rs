//! Any text as a file of `recompute`: no estimate, or one whose result computed again is the same twice.
#![no_main]

use figures::estimate::{Estimate, compute, recompute};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(kept) = serde_json::from_str::<Estimate>(text) else { return };
    let _ = recompute(&kept);
    let outcome = compute(&kept.question, &kept.inputs);
    let again = Estimate { layout: figures::estimate::LAYOUT, outcome, ..kept };
    assert_eq!(recompute(&again), Ok(Vec::new()));
});
