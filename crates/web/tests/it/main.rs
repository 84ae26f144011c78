//! Requests against a demonstration workspace, without a port.

mod figures;
mod house;
mod serving;
