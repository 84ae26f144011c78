//! Any bytes as a screening index, with and without its head: no panic, and what reads as an index answers any query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use screen::{Index, Options, Query, Screener};

fuzz_target!(|input: (&[u8], &str)| {
    let (bytes, text) = input;
    for index in [Index::from_bytes(bytes), Index::from_body(bytes)].into_iter().flatten() {
        let mut screener = Screener::new(&index);
        for query in [Query::named("q", "", text), Query::of_line("l", text)] {
            let answer = screener.screen(&query, &Options { limit: 5 });
            assert!(answer.results.iter().all(|one| (0.0..=1.0).contains(&one.score)));
        }
    }
});
