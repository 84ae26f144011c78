//! Claims in; figures, their roots, relations, checks and estimates out.
//!
//! ```text
//! claims of pages and tables ─▶ material ─▶ origins: who each mention leads back to
//!                                            │
//!                                            ├─▶ echo: within one statement, who repeats whom ─┐
//!                                            └─▶ notes: what a researcher wrote of the source ─┴─▶ fold ─▶ figures, roots
//!
//! figures ─┬─ relation: repeats, loses a bound, misquotes, contradicts, …  ─┐
//!          ├─ check: implied pay, shares, scopes, levies, rates, years     ─┴─▶ findings: plain sentences with passages
//!          └─ estimate: figures for one question, side by side by root
//! ```
//!
//! A **figure** is what one root says: claims of the same kind, place, amount and measure that lead back to one origin.
//! Where independent roots say the same, there are as many figures, and each knows that the others agree. *Mentions* count
//! how often a figure is written; *roots* count who found it out. A wrong root is worse than none: where the words do not
//! show an origin, the page that carries the claim is its root, flagged as carrier, and a resemblance to a known figure is
//! told as probable, with reasons.
//!
//! Everything here is a pure function of its input: no disk, clock, network or environment.
#![forbid(unsafe_code)]

pub mod amount;
pub mod check;
mod claim;
mod correction;
mod echo;
pub mod estimate;
mod figure;
pub mod finding;
mod fold;
pub mod instruments;
mod material;
pub mod mse;
mod names;
mod note;
mod origin;
mod random;
pub mod rates;
pub mod relation;
pub mod scheme;
pub mod scope;
mod years;

pub use claim::{FigureClaim, Mention, Packer, Word};
pub use correction::Unapplied;
pub use figure::{Chain, Figure, FigureId, Figures, Probable, Root, RootBasis, RootId, Step};
pub use finding::{Finding, Topic, findings};
pub use fold::{fold, fold_whole};
pub use material::{Bodies, Material, Page};
