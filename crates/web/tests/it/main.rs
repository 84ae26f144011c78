//! Requests against a demonstration workspace, without a port.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod adding;
mod api;
mod figures;
mod house;
mod ledger;
mod library;
mod screening;
mod serving;
