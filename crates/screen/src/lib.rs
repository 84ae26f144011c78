//! Queries against entities: which listed or documented entity a query may mean, how sure that is, and why.
//!
//! ```text
//! FtM entities, each with its basis ──Index::build──▶ Index ◀──from_bytes / to_bytes──▶ snapshot
//!                                                      │
//! Query: names, dates, countries, gender, ──Screener──▶│ candidates: parts of names, sounds, slips, syllables,
//!        identifiers, addresses, a free line           │             identifiers, words of addresses
//!                                                      │ bounds: what cannot reach an alert is mostly not compared
//!                                                      ▼
//!                                    Answer: results best first, each with score, reasons, entries, ownership
//! ```
//!
//! A pure function of its input: no disk, clock, network or environment; the same index and query give the same answer. The rule and
//! its one threshold are written in `docs/screening.md`.
//!
//! ```
//! use model::Entity;
//! use screen::{Basis, Entry, Index, Options, Query, Screener};
//! let listed = Entity::new("Organization", "x-1").with("name", ["Example Trading Company Limited"]);
//! let index = Index::build([Entry::new(&listed, Basis::Listed)]);
//! let query = Query::named("q1", "Company", "Exampel Trading Co., Ltd.");
//! let answer = Screener::new(&index).screen(&query, &Options::default());
//! assert_eq!(answer.results[0].id, "x-1");
//! assert!(answer.results[0].is_match);
//! ```

#![forbid(unsafe_code)]

mod address;
mod answer;
mod candidates;
mod date;
mod facts;
mod group;
mod index;
mod kept;
mod line;
mod ownership;
mod query;
mod reason;
mod record;
mod score;
mod screener;
mod snapshot;
mod table;
mod vocabulary;

pub use answer::{Answer, GroupedEntry, ScreenResult, Standing};
pub use facts::{IDENTIFIER_PROPERTIES, identifier_key};
pub use index::{Entry, Index, Size};
pub use ownership::{Holding, Ownership};
pub use query::Query;
pub use reason::{Agreement, Part, Reason};
pub use record::Basis;
pub use score::{ALGORITHM, THRESHOLD};
pub use screener::{Options, Screener};
pub use snapshot::{SNAPSHOT_VERSION, SnapshotError};
