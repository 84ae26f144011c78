//! Lists in each official format, small and made up, and what must not be taken for one.

#![allow(clippy::unwrap_used)]

mod damage;
mod formats;
mod support;
mod tables;
