//! Integration tests of the crate.

mod keys;
mod organisations;
mod persons;
mod properties;
mod scripts;
mod support;
mod vessels;
