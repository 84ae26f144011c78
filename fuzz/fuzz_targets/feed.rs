//! Any bytes as a feed or sitemap: a reason, or addresses that may be asked.
#![no_main]

use fetch::{Address, Feed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(base) = Address::parse("https://news.example/feeds/all.xml") else { return };
    // The first byte chooses what the server declares.
    let (charset, bytes) = match bytes.split_first() {
        Some((0, rest)) => (Some("utf-16le"), rest),
        Some((1, rest)) => (Some("windows-1251"), rest),
        Some((2, rest)) => (Some("nonsense"), rest),
        _ => (None, bytes),
    };
    if let Ok(feed) = Feed::parse(bytes, charset, &base) {
        assert!(feed.items.len() <= fetch::MOST_ITEMS);
        for item in feed.items {
            let again = Address::parse(item.address.as_str());
            assert_eq!(again.as_ref(), Ok(&item.address));
            assert!(item.title.is_none_or(|title| !title.contains('\n')));
        }
    }
});
