//! Names to comparisons: analyse a name once, compare it often, and say why two names agree.
//!
//! ```text
//! text + kind ──analyse──▶ Name: scripts, tokens with roles and weights, sounds, syllables
//!                            │                        └──candidate_keys──▶ what an index stores
//!               two Names ───┴──compare──▶ Comparison: score 0..1 and its reasons, part by part
//! ```
//!
//! Everything here is a pure function of its input. Tables are embedded; `data/README.md` names their sources
//! and licences. What counts as the same name, and where this ends, is written in `docs/names.md`.
//!
//! ```
//! use names::{NameKind, analyse, compare, SAME_NAME};
//! let listed = analyse("KIM YONG CHOL", NameKind::Person);
//! let asked = analyse("Kim Young-Cheol", NameKind::Person);
//! assert!(compare(&listed, &asked).score >= SAME_NAME);
//! ```

#![forbid(unsafe_code)]

mod analyse;
mod compare;
mod east;
mod edit;
mod fold;
mod forms;
pub mod identifiers;
mod keys;
mod kind;
mod name;
mod reason;
mod script;
mod sound;
mod tables;

pub use analyse::{LONGEST_NAME, MOST_TOKENS, analyse};
pub use compare::{SAME_NAME, compare, compare_above, score};
pub use edit::distance;
pub use forms::form_key;
pub use keys::{CandidateKeys, KeyKind, token_key};
pub use kind::NameKind;
pub use name::{Name, Role, Token};
pub use reason::{Agreement, Comparison, Reason};
pub use script::{Script, Scripts};
