//! Integration tests of the crate.

mod conformance;
mod links;
mod places;
mod properties;
mod rules;
mod slots;
mod speakers;
