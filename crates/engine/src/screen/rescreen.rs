//! `rescreen`: the queries of a kept screening asked again, and only what changed told.

use super::rows::print_of;
use super::{
    ColumnMeaning, Ground, MOST_RESULTS, QueryReading, ReadQuery, ScreenRequest, new_screening, only,
    query_of, read_queries, screen_all,
};
use crate::Result;
use ::screen::ALGORITHM;
use archive::{Act, Workspace};
use model::{Clearance, Cleared, ScreenedQuery, ScreeningOptions, ScreeningRecord};
use serde::Serialize;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What changed for a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RescreenChange {
    /// What the asker calls the query.
    pub id: String,
    /// What its results said together before; null for a new query.
    pub before: Option<String>,
    /// What they say now; null for a query that is not asked any more.
    pub now: Option<String>,
    /// Alerts that came.
    pub came: Vec<String>,
    /// Alerts that went.
    pub went: Vec<String>,
    /// Alerts whose entity or score changed.
    pub changed: Vec<String>,
    /// Whether what documents say changed.
    pub evidence: bool,
}

/// What came of asking again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rescreening {
    /// The screening that was asked again.
    pub of: String,
    /// The one that was kept now; null where nothing that bears on it changed, and nothing was asked.
    pub screening: Option<String>,
    /// What changed in what was asked: lists, evidence, rule, queries.
    pub inputs: Vec<String>,
    /// Queries whose answer changed.
    pub changes: Vec<RescreenChange>,
    /// Queries asked.
    pub asked: usize,
    /// Rows of the newer file that cannot be read: line and reason.
    #[serde(skip)]
    pub failed: Vec<(u64, String)>,
}

/// What is to be asked again.
#[derive(Debug, Clone)]
pub struct RescreenRequest {
    /// The beginning of the screening's id; none for the last.
    pub screening: Option<String>,
    /// A newer file of the queries, whose rows are told apart by their ids. It is read as the screening's was.
    pub queries: Option<PathBuf>,
    /// Number of threads.
    pub threads: NonZeroUsize,
}

/// Asks a kept screening again, by the same fields and with the same options.
///
/// Where lists, evidence and rule are those it was made with, only queries that are new or changed are asked.
///
/// # Errors
/// If there is no such screening, the file of queries cannot be read, or the ledger cannot be written.
pub fn rescreen(workspace: &Workspace, act: &Act, request: &RescreenRequest) -> Result<Cleared<Rescreening>> {
    let named = request.screening.as_deref();
    let screenings = workspace.screenings(Clearance::Workspace)?;
    let begins =
        |one: &&Cleared<ScreeningRecord>| named.is_none_or(|named| one.get().id.as_str().starts_with(named));
    let not_found =
        || archive::Error::NotFound { what: "screening", id: named.unwrap_or("(any)").to_owned() };
    let kept = screenings.iter().rev().find(begins).ok_or_else(not_found)?.get();
    let mut asking = asking(&kept.options, request.threads);
    let file = request.queries.as_deref().map(|path| read_queries(path, &asking.reading)).transpose()?;
    let failed = file.as_ref().map(|file| file.failed.clone()).unwrap_or_default();
    let mut ground = Ground::of_workspace(workspace, Clearance::Workspace, act)?;
    let mut inputs = changed_inputs(kept, &ground);
    let before = |id: &str| kept.queries.iter().find(|query| query.id == id);
    let now: Vec<ReadQuery> = match file {
        // A query is known by what is asked of it.
        Some(file) => file
            .queries
            .into_iter()
            .map(|one| Ok(ReadQuery { query: only(&one.query, &asking.fields)?, ..one }))
            .collect::<Result<_>>()?,
        None => kept.queries.iter().filter_map(query_of).collect(),
    };
    let is_changed =
        |one: &ReadQuery| before(&one.query.id).is_none_or(|query| query.print != print_of(&one.query));
    let changed = now.iter().filter(|one| is_changed(one)).count();
    let gone: Vec<&ScreenedQuery> =
        kept.queries.iter().filter(|query| !now.iter().any(|one| one.query.id == query.id)).collect();
    if changed > 0 {
        inputs.push(format!("{changed} queries are new or changed"));
    }
    if !gone.is_empty() {
        inputs.push(format!("{} queries are not asked any more", gone.len()));
    }
    let of = kept.id.to_string();
    let mut rescreening = Rescreening { of, screening: None, inputs, changes: Vec::new(), asked: 0, failed };
    if !rescreening.inputs.is_empty() {
        let all_anew = !changed_inputs(kept, &ground).is_empty();
        let to_ask: Vec<ReadQuery> = now.iter().filter(|one| all_anew || is_changed(one)).cloned().collect();
        rescreening.asked = to_ask.len();
        asking.queries = to_ask;
        let asked = screen_all(&mut ground, Some(workspace), act, &asking)?;
        for one in &asked {
            rescreening.changes.extend(change(before(&one.kept.id), Some(&one.kept)));
        }
        rescreening.changes.extend(gone.iter().filter_map(|query| change(Some(query), None)));
        let mut records: Vec<ScreenedQuery> = Vec::new();
        for one in &now {
            let anew =
                asked.iter().find(|asked| asked.kept.id == one.query.id).map(|asked| asked.kept.clone());
            records.extend(anew.or_else(|| before(&one.query.id).cloned()));
        }
        let record = workspace.add_screening(act, new_screening(&ground, kept.options.clone(), records))?;
        rescreening.screening = Some(record.id.to_string());
    }
    ground.cleared(rescreening).ok_or(crate::Error::ListSealed)
}

/// How a screening was asked; what records of older ledgers do not say is as it is where nobody says it.
fn asking(options: &ScreeningOptions, threads: NonZeroUsize) -> ScreenRequest {
    let column =
        |(meaning, heading): &(String, String)| Some((heading.clone(), ColumnMeaning::named(meaning)?));
    ScreenRequest {
        queries: Vec::new(),
        columns: Vec::new(),
        fields: options.fields.clone(),
        limit: options.limit.unwrap_or(MOST_RESULTS),
        reading: QueryReading {
            columns: options.columns.iter().filter_map(column).collect(),
            undecided: false,
            schema: options.schema.clone(),
        },
        date: options.date.as_deref().and_then(|date| date.parse().ok()),
        threads,
    }
}

fn changed_inputs(kept: &ScreeningRecord, ground: &Ground) -> Vec<String> {
    let mut told = Vec::new();
    for list in &ground.lists {
        match kept.lists.iter().find(|known| known.list == list.list) {
            None => told.push(format!("list {}: new, version {}", list.list, list.version)),
            Some(known) if known.version != list.version => {
                told.push(format!(
                    "list {}: version {} instead of {}",
                    list.list, list.version, known.version
                ));
            }
            Some(_) => {}
        }
    }
    for known in kept.lists.iter().filter(|known| !ground.lists.iter().any(|list| list.list == known.list)) {
        told.push(format!("list {}: not in use any more", known.list));
    }
    if kept.evidence.as_ref() != ground.evidence.as_ref().map(|evidence| &evidence.print) {
        told.push("what documents say of entities has changed".to_owned());
    }
    if kept.algorithm != ALGORITHM {
        told.push(format!("rule {ALGORITHM} instead of {}", kept.algorithm));
    }
    told
}

fn change(before: Option<&ScreenedQuery>, now: Option<&ScreenedQuery>) -> Option<RescreenChange> {
    let alerts = |query: Option<&ScreenedQuery>| query.map(|query| query.alerts.clone()).unwrap_or_default();
    let (old, new) = (alerts(before), alerts(now));
    let told =
        |alert: &model::ScreenedAlert| format!("{} {} {:.3}", alert.entity, alert.caption, alert.score);
    let came =
        new.iter().filter(|one| !old.iter().any(|other| other.entity == one.entity)).map(told).collect();
    let went =
        old.iter().filter(|one| !new.iter().any(|other| other.entity == one.entity)).map(told).collect();
    let differs = |one: &&model::ScreenedAlert| {
        old.iter().any(|other| {
            other.entity == one.entity && (other.entity_print != one.entity_print || other.score != one.score)
        })
    };
    let change = RescreenChange {
        id: before.or(now).map(|query| query.id.clone()).unwrap_or_default(),
        before: before.map(|query| query.standing.clone()),
        now: now.map(|query| query.standing.clone()),
        came,
        went,
        changed: new.iter().filter(differs).map(told).collect(),
        evidence: before.and_then(|query| query.evidence.as_ref())
            != now.and_then(|query| query.evidence.as_ref()),
    };
    let is_change = change.before != change.now
        || change.evidence
        || !(change.came.is_empty() && change.went.is_empty() && change.changed.is_empty());
    is_change.then_some(change)
}
