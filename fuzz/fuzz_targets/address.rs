//! Any text as an address, and as a link on a page.
#![no_main]

use fetch::Address;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let shown = fetch::without_credentials(text);
    assert!(shown.len() <= text.len());
    let Ok(base) = Address::parse("https://news.example/a/b") else { return };
    for address in [Address::parse(text), base.join(text)].into_iter().flatten() {
        assert!(address.as_str().starts_with("http://") || address.as_str().starts_with("https://"));
        assert!(address.path_and_query().starts_with('/'));
        assert!(!address.as_str().contains('#'));
        // Written down and read again it is the same, and nothing secret is in it.
        assert_eq!(Address::parse(address.as_str()).as_ref(), Ok(&address));
        assert_eq!(fetch::without_credentials(address.as_str()), address.as_str());
    }
});
