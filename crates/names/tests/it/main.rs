//! Integration tests of the crate.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod keys;
mod organisations;
mod persons;
mod properties;
mod scripts;
mod support;
mod vessels;
