//! Requests against a demonstration workspace, without a port.

mod api;
mod house;
mod serving;
