//! Any bytes as a robots.txt, asked for any path.
#![no_main]

use fetch::Robots;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(0);
    let (path, robots) = bytes.split_at(cut);
    let path = format!("/{}", String::from_utf8_lossy(path));
    let robots = Robots::parse(robots, "manumit");
    if let Some(rule) = robots.refusal(&path) {
        assert!(rule.line() > 0 && !rule.text().is_empty());
    }
    assert!(robots.refusal("/robots.txt").is_none());
    assert!(robots.crawl_delay().is_none_or(|seconds| seconds >= 0.0 && seconds.is_finite()));
});
