//! Requests against a demonstration workspace, without a port.

mod house;
mod serving;
