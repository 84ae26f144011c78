//! JSON for other programs, in the shapes of yente (<https://www.opensanctions.org/docs/yente/>), so that its clients work.
//!
//! ```text
//! request ─▶ attend     room, time, key; counted, never quoted
//!         ─▶ a file for each thing that can be asked: matching, searching, entities, catalog, system
//!              │ parameters, body: what was asked, checked
//!              ▼
//!            service    holdings (lists and evidence at one moment), exchanged when the ledger changes; threads for work
//!              ▼
//!            shapes     what was cleared ─▶ JSON
//! ```
//!
//! Without a key only what is open is asked; with one, what is internal too; what is sealed is in no holdings. What is told to the log and
//! to `/metrics` are numbers and names of routes: never a name that was asked for.

mod attend;
mod body;
mod catalog;
mod entities;
mod keys;
mod matching;
mod metrics;
mod openapi;
mod parameters;
mod refusal;
mod searching;
mod service;
mod settings;
mod shapes;
mod system;

pub use body::{AskedQuery, MatchBody, read_match_body};
pub use keys::{KeyError, Keys, MadeKey, make_key};
pub use metrics::RequestLine;
pub use settings::{Limits, RequestLog, Settings};

pub(crate) use attend::attend;
pub(crate) use refusal::nothing_here;
pub(crate) use service::Service;

use crate::{Need, Routes};
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;

/// Most bytes of a body.
const LARGEST_BODY: usize = 4 << 20;

/// What other programs can ask.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/match/{dataset}", Need::Nothing, matching::answer.layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .get("/search/{dataset}", Need::Nothing, searching::answer)
        .get("/entities/{id}", Need::Nothing, entities::answer)
        .get("/entities/{id}/adjacent", Need::Nothing, entities::answer_adjacent)
        .get("/entities/{id}/adjacent/{property}", Need::Nothing, entities::answer_property)
        .get("/catalog", Need::Nothing, catalog::answer)
        .get("/algorithms", Need::Nothing, catalog::answer_algorithms)
        .get("/healthz", Need::Nothing, system::answer_health)
        .get("/readyz", Need::Nothing, system::answer_ready)
        .get("/metrics", Need::Nothing, system::answer_metrics)
        .get("/openapi.json", Need::Nothing, system::answer_document)
}
