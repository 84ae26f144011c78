//! The binary as people and programs use it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod bad_input;
mod containers;
mod crashes;
mod dossier;
mod figures;
mod hostile;
mod journey;
mod lists;
mod models;
mod names;
mod recognition;
mod rows;
mod screening;
mod sealed;
mod stories;
mod support;
mod web;
