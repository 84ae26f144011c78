//! Documents to claims: tokens, quantities, times, mentions, frames, speakers.
//!
//! ```text
//! Document ─▶ tokens ─▶ sentences, clauses ─▶ lexicon entries, names, quantities, times   (analysis)
//!                                               │
//!                frames (rule files) ───────────┴─▶ proposals ─▶ slots + speakers ─▶ Claim
//! ```
//!
//! What numbers, dates and names look like is code; what they mean here is data: the rule files under `rules/`,
//! to which a workspace may add its own. [`Extractor`] holds compiled rules and turns one document at a time into
//! claims: a pure function of rules and document, so any number of threads may share one extractor.

#![forbid(unsafe_code)]

mod analysis;
mod coreference;
mod extract;
pub mod gazetteer;
pub mod isic;
mod joined;
mod languages;
mod learned;
mod lint;
mod mention;
mod present;
mod propose;
pub mod quantity;
mod rules;
mod sentence;
mod slots;
mod speaker;
pub mod time;
pub mod token;
mod trace;
mod window;

pub use extract::{EMBEDDED_RULES, ExampleFailure, Extractor, MOST_CLAIMS};
pub use learned::{ClauseSeen, NumberSeen};
pub use lint::Lint;
pub use rules::{LARGEST_RULE_FILE, RuleError, RuleFile};
pub use trace::{FrameTrace, Outcome, SentenceTrace};
