//! Requests against workspaces, without a port.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod accounts;
mod adding;
mod authorisation;
mod figures;
mod house;
mod ledger;
mod library;
mod screening;
mod serving;
mod team;
