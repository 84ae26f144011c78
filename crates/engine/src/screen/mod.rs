//! `screen`, `decide`, `rescreen`: queries against lists and evidence.
//!
//! ```text
//! file, name, line ──queries──▶ ReadQuery ─┐
//! list files, or a workspace ──▶ Ground ───┴─ on many threads ─▶ QueryRow ─▶ report; kept as a ScreeningRecord
//! ```

mod columns;
mod context;
mod decide;
mod find;
mod ground;
mod queries;
mod rescreen;
mod rows;
mod trade;

pub use columns::{ColumnMeaning, meaning_of};
pub use decide::{DecideRequest, decide};
pub use ground::Ground;
pub use queries::{ColumnUse, QueryFile, QueryReading, ReadQuery, read_queries};
pub use rescreen::{RescreenChange, RescreenRequest, Rescreening, rescreen};
pub use trade::Trade;

pub(crate) use find::{FoundMatch, find_match, query_of};
pub(crate) use ground::{Entries, print_of_evidence};

use crate::{Error, Result};
use ::screen::{ALGORITHM, Options, Query, Screener, THRESHOLD};
use archive::{Act, NewScreening, Workspace};
use jiff::civil::Date;
use model::{Cleared, Entity, ScreenedList, ScreenedQuery, ScreeningOptions};
use publish::{QueryRow, ScreeningReport};
use rows::Screened;
use std::num::NonZeroUsize;

/// How queries are asked.
#[derive(Debug, Clone)]
pub struct ScreenRequest {
    /// The queries.
    pub queries: Vec<ReadQuery>,
    /// What the columns of their file were taken for.
    pub columns: Vec<ColumnUse>,
    /// Only these fields are asked; all where it is empty.
    pub fields: Vec<String>,
    /// Most results of a query.
    pub limit: usize,
    /// How the queries were read, so that newer ones can be read in the same way.
    pub reading: QueryReading,
    /// The day asked for, of queries that name none.
    pub date: Option<Date>,
    /// Number of threads.
    pub threads: NonZeroUsize,
}

impl ScreenRequest {
    /// How it is asked, as it is kept.
    fn options(&self) -> ScreeningOptions {
        let column =
            |(heading, meaning): &(String, ColumnMeaning)| (meaning.as_str().to_owned(), heading.clone());
        ScreeningOptions {
            fields: self.fields.clone(),
            limit: Some(self.limit),
            columns: self.reading.columns.iter().map(column).collect(),
            schema: self.reading.schema.clone(),
            date: self.date.map(|date| date.to_string()),
        }
    }
}

/// Most results of a query where nobody says how many.
pub const MOST_RESULTS: usize = 20;

/// Fields that a query can be asked by, and the FollowTheMoney properties they stand for.
pub const FIELDS: &[(&str, &[&str])] = &[
    ("name", &["name", "alias", "previousName", "weakAlias"]),
    ("birthDate", &["birthDate", "incorporationDate", "buildDate"]),
    ("country", &["country", "nationality", "citizenship", "jurisdiction", "flag", "mainCountry"]),
    ("gender", &["gender"]),
    ("address", &["address"]),
    ("identifier", ::screen::IDENTIFIER_PROPERTIES),
];

/// Asks the queries and tells everything: hits and non-hits, what was asked of whom and what was not.
///
/// # Errors
/// If a field is none that can be asked by, or the workspace cannot be read.
pub fn screen(
    ground: &mut Ground,
    workspace: Option<&Workspace>,
    act: &Act,
    request: &ScreenRequest,
) -> Result<Cleared<ScreeningReport>> {
    let screened = screen_all(ground, workspace, act, request)?;
    report(ground, act, request, screened, None)
}

/// The same, kept in the workspace: what was asked, of which versions, and what came of it.
///
/// # Errors
/// As [`screen()`]; if the ledger cannot be written.
pub fn screen_and_keep(
    ground: &mut Ground,
    workspace: &Workspace,
    act: &Act,
    request: &ScreenRequest,
) -> Result<Cleared<ScreeningReport>> {
    let screened = screen_all(ground, Some(workspace), act, request)?;
    let kept: Vec<ScreenedQuery> = screened.iter().map(|one| one.kept.clone()).collect();
    let record = workspace.add_screening(act, new_screening(ground, request.options(), kept))?;
    report(ground, act, request, screened, Some(record.id.to_string()))
}

fn new_screening(ground: &Ground, options: ScreeningOptions, queries: Vec<ScreenedQuery>) -> NewScreening {
    NewScreening {
        lists: ground
            .lists
            .iter()
            .map(|list| ScreenedList { list: list.list.clone(), version: list.version.clone() })
            .collect(),
        evidence: ground.evidence.as_ref().map(|evidence| evidence.print.clone()),
        algorithm: ALGORITHM.to_owned(),
        options,
        queries,
    }
}

pub(crate) fn screen_all(
    ground: &mut Ground,
    workspace: Option<&Workspace>,
    act: &Act,
    request: &ScreenRequest,
) -> Result<Vec<Screened>> {
    let queries: Vec<ReadQuery> = request
        .queries
        .iter()
        .map(|one| Ok(ReadQuery { query: only(&one.query, &request.fields)?, ..one.clone() }))
        .collect::<Result<_>>()?;
    let options = Options { limit: request.limit };
    let ask = |queries: &[ReadQuery]| -> Vec<(::screen::Answer, Option<::screen::Answer>)> {
        let mut lists = Screener::new(&ground.index);
        let mut evidence = ground.evidence.as_ref().map(|evidence| Screener::new(&evidence.index));
        queries
            .iter()
            .map(|one| {
                let of_evidence = evidence.as_mut().map(|screener| screener.screen(&one.query, &options));
                (lists.screen(&one.query, &options), of_evidence)
            })
            .collect()
    };
    let size = queries.len().div_ceil(request.threads.get()).max(1);
    let answers: Vec<_> = if queries.len() <= 64 {
        ask(&queries)
    } else {
        std::thread::scope(|scope| {
            let parts: Vec<_> = queries.chunks(size).map(|part| (part, scope.spawn(|| ask(part)))).collect();
            parts.into_iter().flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| ask(part))).collect()
        })
    };
    if workspace.is_some()
        && answers.iter().any(|(answer, _)| answer.results.iter().any(|one| one.score >= THRESHOLD))
    {
        ground.read_entries(workspace, act)?;
    }
    let rows = queries.into_iter().zip(answers);
    Ok(rows.map(|(query, (lists, evidence))| rows::row(ground, query, lists, evidence, request)).collect())
}

/// The query with only the fields that are asked.
fn only(query: &Query, fields: &[String]) -> Result<Query> {
    if fields.is_empty() {
        return Ok(query.clone());
    }
    let mut wanted: Vec<&str> = Vec::new();
    for field in fields {
        match FIELDS.iter().find(|(name, properties)| name == field || properties.contains(&field.as_str())) {
            Some((name, properties)) if name == field => wanted.extend(*properties),
            Some(_) => wanted.push(field),
            None if field == "line" || field == "number" => {}
            None => {
                let known: Vec<&str> =
                    FIELDS.iter().map(|(name, _)| *name).chain(["number", "line"]).collect();
                return Err(Error::Slot {
                    slot: "fields".to_owned(),
                    value: field.clone(),
                    reason: format!(
                        "known: {}, and any property of FollowTheMoney within them",
                        known.join(", ")
                    ),
                });
            }
        }
    }
    let asked = |name: &str| fields.iter().any(|field| field == name);
    let mut entity = Entity::new(query.entity.schema.clone(), query.entity.id.clone());
    for (property, values) in &query.entity.properties {
        if wanted.contains(&property.as_str()) {
            entity.properties.insert(property.clone(), values.clone());
        }
    }
    Ok(Query {
        id: query.id.clone(),
        entity,
        numbers: if asked("number") || asked("identifier") { query.numbers.clone() } else { Vec::new() },
        line: query.line.clone().filter(|_| asked("line")),
    })
}

fn report(
    ground: &Ground,
    act: &Act,
    request: &ScreenRequest,
    screened: Vec<Screened>,
    screening: Option<String>,
) -> Result<Cleared<ScreeningReport>> {
    let queries: Vec<QueryRow> = screened.into_iter().map(|one| one.row).collect();
    let columns = request.columns.iter().map(|column| serde_json::to_value(column).unwrap_or_default());
    let report = ScreeningReport {
        made: act.at.to_string(),
        by: act.actor.clone(),
        screening,
        algorithm: ALGORITHM.to_owned(),
        program: format!("manumit {}", env!("CARGO_PKG_VERSION")),
        threshold: THRESHOLD,
        evidence: ground.evidence.as_ref().map(|evidence| evidence.entities.len()),
        columns: columns.collect(),
        not_asked: not_asked(ground, request),
        context: vec![ground.in_force(request.date, act)],
        warnings: ground.lists.iter().filter_map(|list| list.warning.clone()).collect(),
        lists: ground.lists.clone(),
        queries,
    };
    ground.cleared(report).ok_or(Error::ListSealed)
}

/// What was not asked: columns, fields, official lists that are not in use.
pub(crate) fn not_asked(ground: &Ground, request: &ScreenRequest) -> Vec<String> {
    let mut told = Vec::new();
    for column in request.columns.iter().filter(|column| column.meaning.is_none()) {
        told.push(format!("column `{}`: nothing shows what it means", column.heading));
    }
    if !request.fields.is_empty() {
        let left: Vec<&str> = FIELDS
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !request.fields.iter().any(|field| field == name))
            .collect();
        if !left.is_empty() {
            told.push(format!("fields left out on request: {}", left.join(", ")));
        }
    }
    if ground.evidence.is_some() {
        for official in lists::official_lists() {
            if !ground.lists.iter().any(|list| list.list == official.name) {
                told.push(format!("list {} ({}): not in use here", official.name, official.title));
            }
        }
    } else {
        told.push("documents: no workspace was asked".to_owned());
    }
    if request.queries.iter().all(|one| one.trade.codes.is_empty()) {
        told.push("goods: no customs code was given, so nothing is told of them".to_owned());
    }
    told
}
