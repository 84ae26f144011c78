//! What people decided on a party, with the entries of the audit log, and the screenings in which it came up.

use crate::screen::print_of_evidence;
use crate::{Ground, Result};
use archive::Workspace;
use model::{AuditEntry, Clearance, Cleared, MatchId, fingerprint};
use publish::{DecidedRow, LogExcerpt, LoggedRecord, ScreenedRow};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn decided(
    workspace: &Workspace,
    clearance: Clearance,
    members: &BTreeSet<&str>,
) -> Result<DecidedRow> {
    let is_it = |id: &String| members.contains(id.as_str());
    let decisions = workspace.decisions(clearance)?.into_iter().map(Cleared::into_inner);
    let judgements = workspace.judgements(clearance)?.into_iter().map(Cleared::into_inner);
    Ok(DecidedRow {
        decisions: decisions.filter(|one| is_it(&one.entity)).collect(),
        judgements: judgements.filter(|one| is_it(&one.left) || is_it(&one.right)).collect(),
    })
}

/// The rows as they are stored with their entries, and the head of the log.
pub(super) fn excerpt(
    workspace: &Workspace,
    clearance: Clearance,
    decided: &DecidedRow,
) -> Result<LogExcerpt> {
    let wanted: BTreeSet<String> = decided
        .decisions
        .iter()
        .map(|one| one.id.to_string())
        .chain(decided.judgements.iter().map(|one| one.id.to_string()))
        .collect();
    let log = workspace.audit_log()?;
    let mut bodies: BTreeMap<String, String> = workspace
        .stored_records(clearance)?
        .into_iter()
        .map(Cleared::into_inner)
        .filter(|record| wanted.contains(&record.id))
        .map(|record| (record.id, record.body))
        .collect();
    let mut excerpt = LogExcerpt {
        entries: log.len() as u64,
        head: log.last().map(|entry| entry.hash.clone()).unwrap_or_default(),
        records: Vec::new(),
    };
    for entry in log {
        let Some(id) = id_in(&entry).filter(|id| bodies.contains_key(id)) else { continue };
        let body = bodies.remove(&id).unwrap_or_default();
        excerpt.records.push(LoggedRecord { id, body, entry });
    }
    Ok(excerpt)
}

/// The id of the decision or judgement that an entry records.
fn id_in(entry: &AuditEntry) -> Option<String> {
    if entry.action != "decision" && entry.action != "judgement" {
        return None;
    }
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).ok()?;
    Some(detail.get("id")?.as_str()?.to_owned())
}

/// Kept screenings in which one of the members came up, oldest first. Of evidence they keep hashes: what came up then is told where it is
/// what documents say now.
pub(super) fn screened(
    workspace: &Workspace,
    clearance: Clearance,
    ground: &Ground,
    members: &BTreeSet<&str>,
) -> Result<Vec<ScreenedRow>> {
    let documented: Vec<(&str, String)> = ground
        .evidence
        .iter()
        .flat_map(|evidence| members.iter().filter_map(|id| Some((*id, evidence.entities.get(*id)?))))
        .map(|(id, one)| (id, fingerprint("documented alerts", &[&print_of_evidence(one)])))
        .collect();
    let mut rows = Vec::new();
    for record in workspace.screenings(clearance)?.into_iter().map(Cleared::into_inner) {
        for query in &record.queries {
            let row = |match_id: String, score: Option<f64>| ScreenedRow {
                screening: record.id.to_string(),
                at: record.at.clone(),
                by: record.by.clone(),
                query: query.id.clone(),
                standing: query.standing.clone(),
                match_id,
                score,
                algorithm: record.algorithm.clone(),
            };
            let alerts = query.alerts.iter().filter(|alert| members.contains(alert.entity.as_str()));
            rows.extend(alerts.map(|alert| row(alert.match_id.to_string(), Some(alert.score))));
            for (id, print) in &documented {
                if query.evidence.as_ref() == Some(print) {
                    rows.push(row(MatchId::derive(&query.print, id).to_string(), None));
                }
            }
        }
    }
    Ok(rows)
}
