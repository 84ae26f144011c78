//! Any bytes as a container: no panic, no member over the limits, and reading each member gives a document whose zones cover
//! its text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use manumit_fuzz::go_through;

fuzz_target!(|bytes: &[u8]| go_through(bytes));
