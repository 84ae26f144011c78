//! Requests against workspaces, without a port.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod accounts;
mod adding;
mod api;
mod authorisation;
mod feeds;
mod figures;
mod fuzz;
mod house;
mod labels;
mod ledger;
mod library;
mod lists;
mod places;
mod reads;
mod screening;
mod serving;
mod team;
