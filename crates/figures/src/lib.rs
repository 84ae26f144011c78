//! Claims in; figures, their roots, relations, checks and estimates out.
//!
//! Everything here is a pure function of its input: no disk, clock, network or environment.
#![forbid(unsafe_code)]

pub mod instruments;
pub mod mse;
mod random;
pub mod scheme;
