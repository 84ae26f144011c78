//! Requests against a demonstration workspace, without a port.

mod adding;
mod house;
mod ledger;
mod library;
mod screening;
mod serving;
