//! Integration tests of the crate.

mod conformance;
mod places;
mod properties;
mod rules;
mod slots;
mod speakers;
