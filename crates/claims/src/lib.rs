//! Documents to claims: tokens, quantities, times, mentions, frames, speakers.

#![forbid(unsafe_code)]

pub mod token;
