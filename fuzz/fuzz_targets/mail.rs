//! Any bytes behind the head of a mail; see `container`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use manumit_fuzz::go_through;

const HEAD: &[u8] = b"Received: x\r\nMessage-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n";

fuzz_target!(|bytes: &[u8]| go_through(&[HEAD, bytes].concat()));
