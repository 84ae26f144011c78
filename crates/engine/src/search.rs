//! `search`: full text, with the sources named.

use crate::Result;
use crate::ledger::SourceCards;
use archive::{Hit, SearchFilter, Workspace};
use model::{Clearance, Cleared};
use publish::SourceCard;
use std::sync::Arc;

/// A document found, and its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The passages.
    pub hit: Hit,
    /// The source.
    pub source: Arc<SourceCard>,
}

/// The documents that fit the query best, best first.
///
/// # Errors
/// If the query cannot be understood, or there is no usable index.
pub fn search(
    workspace: &Workspace,
    clearance: Clearance,
    query: &str,
    limit: usize,
) -> Result<Vec<Cleared<Finding>>> {
    search_narrowed(workspace, clearance, query, &SearchFilter::default(), limit)
}

/// The same among the documents that pass the filter.
///
/// # Errors
/// As for [`search`].
pub fn search_narrowed(
    workspace: &Workspace,
    clearance: Clearance,
    query: &str,
    filter: &SearchFilter,
    limit: usize,
) -> Result<Vec<Cleared<Finding>>> {
    let mut cards = SourceCards::new(workspace, clearance);
    let hits = workspace.search_narrowed(clearance, query, filter, limit)?;
    cards.look_up(hits.iter().map(|hit| &hit.get().source))?;
    hits.into_iter()
        .map(|hit| {
            let (source, _) = cards.card(&hit.get().source)?;
            Ok(hit.map(|hit| Finding { hit, source }))
        })
        .collect()
}
