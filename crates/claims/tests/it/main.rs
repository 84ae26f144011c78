//! Integration tests of the crate.

mod conformance;
mod properties;
mod rules;
mod slots;
mod speakers;
