//! Any text as a scheme file: an error with its place, or a scheme that runs without losing anybody.
#![no_main]

use figures::instruments::Register;
use figures::scheme::{Outcome, RunOptions, Scheme, run};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(register) = Register::official() else { return };
    let Ok(scheme) = Scheme::parse(text, &register) else { return };
    let names: Vec<String> = scheme.scenarios.iter().take(6).map(|scenario| scenario.name.clone()).collect();
    let Ok(found) = run(&scheme, &names, &RunOptions { draws: 3, ..RunOptions::default() }) else { return };
    for scenario in &found.scenarios {
        let workers = scenario.total.get(&Outcome::Workers).copied().flatten();
        assert!(workers.is_some_and(|range| range.low >= -1e-6 && range.high.is_finite()));
    }
});
