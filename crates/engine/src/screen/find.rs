//! Which match is meant: alerts of kept screenings, on lists and on what documents name.

use super::ground::Evidence;
use super::print_of_evidence;
use super::queries::ReadQuery;
use super::trade::Trade;
use crate::{Error, Result};
use ::screen::{Options, Query, Screener, THRESHOLD};
use archive::Workspace;
use model::{Clearance, Cleared, Entity, MatchId, ScreenedQuery, ScreeningRecord};
use serde::Deserialize;

/// A match of a kept screening.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundMatch {
    pub(crate) match_id: MatchId,
    /// What the asker calls the query.
    pub(crate) query: ScreenedQuery,
    pub(crate) entity: String,
    /// Hash of the entity: as the last screening found it on a list, as it is now in documents.
    pub(crate) entity_print: String,
    pub(crate) score: f64,
}

/// Least digits of the beginning of an id.
const LEAST: usize = 4;

/// The match whose id begins so. Screenings keep nothing of evidence but hashes: what documents name is looked for among what they name now.
///
/// # Errors
/// If no kept screening has such a match, or several have.
pub(crate) fn find_match(workspace: &Workspace, prefix: &str) -> Result<FoundMatch> {
    let screenings = workspace.screenings(Clearance::Workspace)?;
    let wanted = prefix.trim().to_ascii_lowercase();
    let mut found: Vec<FoundMatch> = Vec::new();
    if wanted.len() >= LEAST {
        listed(&screenings, &wanted, &mut found);
        if found.is_empty() {
            documented(workspace, &screenings, &wanted, &mut found)?;
        }
    }
    if found.len() > 1 {
        let candidates = found.iter().map(|one| one.match_id.to_string()).collect();
        return Err(Error::Archive(archive::Error::Ambiguous {
            what: "match",
            prefix: prefix.to_owned(),
            candidates,
        }));
    }
    let not_found = || archive::Error::NotFound { what: "match", id: prefix.to_owned() }.into();
    found.pop().ok_or_else(not_found)
}

/// The last screening of a match tells how its entity is now.
fn listed(screenings: &[Cleared<ScreeningRecord>], wanted: &str, found: &mut Vec<FoundMatch>) {
    for query in screenings.iter().rev().flat_map(|one| &one.get().queries) {
        for alert in query.alerts.iter().filter(|alert| alert.match_id.as_str().starts_with(wanted)) {
            if !found.iter().any(|known| known.match_id == alert.match_id) {
                found.push(FoundMatch {
                    match_id: alert.match_id.clone(),
                    query: query.clone(),
                    entity: alert.entity.clone(),
                    entity_print: alert.entity_print.clone(),
                    score: alert.score,
                });
            }
        }
    }
}

fn documented(
    workspace: &Workspace,
    screenings: &[Cleared<ScreeningRecord>],
    wanted: &str,
    found: &mut Vec<FoundMatch>,
) -> Result<()> {
    let evidence = Evidence::of_workspace(workspace, Clearance::Workspace)?;
    let mut screener = Screener::new(&evidence.index);
    for query in
        screenings.iter().rev().flat_map(|one| &one.get().queries).filter(|one| one.evidence.is_some())
    {
        for (id, entity) in &evidence.entities {
            let match_id = MatchId::derive(&query.print, id);
            let is_new = !found.iter().any(|known| known.match_id == match_id);
            if !match_id.as_str().starts_with(wanted) || !is_new {
                continue;
            }
            let Some(asked) = query_of(query) else { continue };
            let answer = screener.screen(&asked.query, &Options { limit: 100 });
            let result = answer.results.iter().find(|result| result.id == *id && result.score >= THRESHOLD);
            found.extend(result.map(|result| FoundMatch {
                match_id,
                query: query.clone(),
                entity: id.clone(),
                entity_print: print_of_evidence(entity),
                score: result.score,
            }));
        }
    }
    Ok(())
}

/// A query as a screening kept it.
#[derive(Deserialize)]
struct Asked {
    entity: Entity,
    #[serde(default)]
    numbers: Vec<String>,
    line: Option<String>,
    #[serde(default)]
    trade: Trade,
}

/// The query that a screening kept; none where it cannot be read.
pub(crate) fn query_of(kept: &ScreenedQuery) -> Option<ReadQuery> {
    let asked: Asked = serde_json::from_str(&kept.asked).ok()?;
    let query = Query { id: kept.id.clone(), entity: asked.entity, numbers: asked.numbers, line: asked.line };
    Some(ReadQuery { query, line: 0, empty: Vec::new(), notices: Vec::new(), trade: asked.trade })
}
