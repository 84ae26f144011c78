//! Requests against workspaces, without a port.

#![allow(clippy::unwrap_used)]

mod accounts;
mod authorisation;
mod house;
mod serving;
mod team;
