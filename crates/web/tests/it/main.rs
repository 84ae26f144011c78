//! Requests against a demonstration workspace, without a port.

mod adding;
mod feeds;
mod house;
mod labels;
mod ledger;
mod library;
mod screening;
mod serving;
