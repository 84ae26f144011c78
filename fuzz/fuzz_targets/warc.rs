//! Any bytes behind the first line of a web archive; see `container`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use manumit_fuzz::go_through;

fuzz_target!(|bytes: &[u8]| go_through(&[b"WARC/1.0\r\n", bytes].concat()));
