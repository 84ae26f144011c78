//! Queries against the holdings.

use super::{Filter, HeldEntity, Holdings};
use crate::screen::queries::ReadQuery;
use crate::screen::rows;
use crate::{Error, Result};
use ::screen::{Options, Screener};
use model::Cleared;
use publish::QueryRow;

/// How queries are asked.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchRequest {
    /// Most results of a query.
    pub limit: usize,
    /// Score from which a listed party is a match.
    pub threshold: f64,
    /// Score below which nothing is told.
    pub cutoff: f64,
    /// Who may be a result.
    pub filter: Filter,
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// The answer, as a screening gives it.
    pub row: QueryRow,
    /// The entities of its results, in their order.
    pub entities: Vec<HeldEntity>,
    /// Results that are matches, also those beyond the limit.
    pub matches: usize,
    /// Whether there may be more.
    pub is_cut: bool,
}

/// Memory for one query after another. For several threads make one each.
pub struct Screeners<'h> {
    holdings: &'h Holdings,
    lists: Screener<'h>,
    evidence: Option<Screener<'h>>,
}

/// Results that are looked at at least, so that counts and filters do not depend on a small limit.
const LOOKED_AT: usize = 50;

impl Holdings {
    /// Makes ready for queries.
    #[must_use]
    pub fn screeners(&self) -> Screeners<'_> {
        Screeners {
            holdings: self,
            lists: Screener::new(&self.ground.index),
            evidence: self.ground.evidence.as_ref().map(|evidence| Screener::new(&evidence.index)),
        }
    }
}

impl Screeners<'_> {
    /// Answers a query. Nothing of it is kept.
    ///
    /// What is only documented is never a match, whatever the threshold.
    ///
    /// # Errors
    /// Never in practice: nothing sealed is held.
    pub fn ask(&mut self, query: &ReadQuery, request: &MatchRequest) -> Result<Cleared<Matched>> {
        let holdings = self.holdings;
        let ground = &holdings.ground;
        let options = Options { limit: request.limit.max(LOOKED_AT) };
        let is_open = request.filter.is_open();
        let admits = |id: &str| {
            is_open || holdings.get(id).is_some_and(|entity| holdings.admits(&request.filter, entity))
        };
        let lists = self.lists.screen_among(&query.query, &options, &admits);
        let evidence = self.evidence.as_mut().map(|one| one.screen_among(&query.query, &options, &admits));
        let of_lists = lists.standing;
        let is_cut = lists.results.len() >= options.limit;
        let mut row = rows::row(ground, query.clone(), lists, evidence, options.limit).row;
        for result in &mut row.results {
            let can_match = matches!(result.basis.as_str(), "listed" | "owned");
            result.is_match = can_match && result.suppressed.is_none() && result.score >= request.threshold;
        }
        row.standing = rows::standing(of_lists, &row.results).to_owned();
        row.results.retain(|result| result.score >= request.cutoff);
        let matches = row.results.iter().filter(|result| result.is_match).count();
        row.results.truncate(request.limit);
        let held = |id: &String| holdings.get(id).map(|entity| holdings.held(entity));
        let entities: Vec<HeldEntity> = row.results.iter().filter_map(|result| held(&result.id)).collect();
        if entities.len() != row.results.len() {
            return Err(Error::ListSealed);
        }
        holdings.cleared(Matched { row, entities, matches, is_cut })
    }
}
