//! The fetcher against servers that misbehave, on this computer, without a clock of their own.

#![allow(clippy::unwrap_used)]

mod fetching;
mod hostile;
mod manners;
mod network;
mod proxies;
mod server;
mod tls;
