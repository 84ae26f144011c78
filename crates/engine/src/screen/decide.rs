//! `decide`: what a person makes of a match. Decisions are only added; the last on a match counts.

use super::find_match;
use crate::Result;
use ::screen::ALGORITHM;
use archive::{Act, NewDecision, Workspace};
use model::{Decision, DecisionVerdict};

/// A decision to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideRequest {
    /// The match, or the beginning of its id.
    pub matched: String,
    /// What is decided.
    pub verdict: DecisionVerdict,
    /// Why.
    pub note: Option<String>,
    /// The case it belongs to.
    pub case: Option<String>,
}

/// Decides on a match of a kept screening, with an entry of a list or with what documents name.
///
/// # Errors
/// If no kept screening has such a match, or several have.
pub fn decide(workspace: &Workspace, act: &Act, request: &DecideRequest) -> Result<Decision> {
    let found = find_match(workspace, &request.matched)?;
    let new = NewDecision {
        match_id: found.match_id,
        query: found.query.id,
        entity: found.entity,
        entity_print: found.entity_print,
        score: found.score,
        algorithm: ALGORITHM.to_owned(),
        verdict: request.verdict,
        note: request.note.clone(),
        case: request.case.clone(),
    };
    Ok(workspace.add_decision(act, new)?)
}
