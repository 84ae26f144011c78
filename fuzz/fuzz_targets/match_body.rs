//! Any bytes as the body of `/match`: no panic, and what is read keeps to its limits.
//!
//! The file is taken in as it is: the crate it belongs to would bring a server and a database into every target.
#![no_main]

#[path = "../../crates/web/src/api/body.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

/// The limits that the file asks for.
pub struct Limits {
    queries: usize,
    value: usize,
    values: usize,
}

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { queries: 8, value: 100, values: 40 };
    if let Ok(body) = body::read_match_body(bytes, &limits) {
        assert!(!body.queries.is_empty() && body.queries.len() <= limits.queries);
        for query in &body.queries {
            let values = query.entity.properties.values().flatten();
            assert!(values.clone().count() <= limits.values);
            assert!(values.into_iter().all(|value| value.chars().count() <= limits.value));
        }
    }
});
