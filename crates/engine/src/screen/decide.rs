//! `decide`: what a person makes of a match. Decisions are only added; the last on a match counts.

use crate::{Error, Result};
use ::screen::ALGORITHM;
use archive::{Act, NewDecision, Workspace};
use model::{Clearance, Cleared, Decision, DecisionVerdict, ScreenedAlert, ScreeningRecord};

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

/// Decides on a match of a kept screening.
///
/// # Errors
/// If no kept screening has such a match, or several have.
pub fn decide(workspace: &Workspace, act: &Act, request: &DecideRequest) -> Result<Decision> {
    let screenings = workspace.screenings(Clearance::Workspace)?;
    let wanted = request.matched.trim().to_ascii_lowercase();
    let mut found: Vec<(&ScreeningRecord, &str, &ScreenedAlert)> = Vec::new();
    // The last screening of a match tells how its entity is now.
    for screening in screenings.iter().rev().map(Cleared::get) {
        for query in &screening.queries {
            for alert in query.alerts.iter().filter(|alert| alert.match_id.as_str().starts_with(&wanted)) {
                if !found.iter().any(|(_, _, known)| known.match_id == alert.match_id) {
                    found.push((screening, &query.id, alert));
                }
            }
        }
    }
    match found.as_slice() {
        [(_, query, alert)] if wanted.len() >= 4 => {
            let new = NewDecision {
                match_id: alert.match_id.clone(),
                query: (*query).to_owned(),
                entity: alert.entity.clone(),
                entity_print: alert.entity_print.clone(),
                score: alert.score,
                algorithm: ALGORITHM.to_owned(),
                verdict: request.verdict,
                note: request.note.clone(),
                case: request.case.clone(),
            };
            Ok(workspace.add_decision(act, new)?)
        }
        [] | [_] => Err(archive::Error::NotFound { what: "match", id: request.matched.clone() }.into()),
        several => Err(Error::Archive(archive::Error::Ambiguous {
            what: "match",
            prefix: request.matched.clone(),
            candidates: several.iter().map(|(_, _, alert)| alert.match_id.to_string()).collect(),
        })),
    }
}
