//! Documents to claims: tokens, quantities, times, mentions, frames, speakers.

#![forbid(unsafe_code)]

pub mod gazetteer;
pub mod quantity;
pub mod time;
pub mod token;
mod rules;
mod sentence;

pub use rules::{RuleError, RuleFile, LARGEST_RULE_FILE};
