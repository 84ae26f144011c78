//! `claims import`: a researcher's table becomes claims, a row each.
//!
//! ```text
//! table ─add─▶ source ─read─▶ text ─grid─▶ rows with their places ─map─▶ slots, speakers ─▶ claims by a person
//!                                                                                             │
//!                                   claims of the table's earlier versions ─versions─▶ kept, new, superseded
//! ```
//!
//! The table is a source like any other, and a row of its text is the passage of the row's claim. So a claim of a table
//! is explained, reviewed, exported and sealed as one of a page is. Numbers, places and times are read by the parsers
//! that read texts; nothing is known here of any one table.

mod cells;
mod citation;
mod grid;
mod map;
mod rows;
mod versions;

use crate::context::context_of_table;
use crate::reading::Reader;
use crate::unfold::path_route;
use crate::walk::why;
use crate::{Error, Result};
use archive::{Act, Content, DocumentRecord, Known, NewReview, NewSource, Workspace};
use map::TableMap;
use model::{AcquisitionFacts, Claim, ClaimId, Clearance, Document, Sensitivity, SourceId, Verdict};
use rows::{Rows, tables_of};
use std::path::{Path, PathBuf};
use versions::Standing;

/// Largest mapping file in bytes.
const LARGEST_MAP: u64 = 1 << 20;

/// A table to import.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The table.
    pub table: PathBuf,
    /// What its columns mean.
    pub map: PathBuf,
    /// What the table is called. A file under the name of an imported table is a newer version of it. `None` takes the name
    /// that the mapping gives, else the file's path.
    pub name: Option<String>,
    /// How far the table may travel where it is new; `None` takes the workspace's default.
    pub sensitivity: Option<Sensitivity>,
    /// Version of manumit.
    pub tool_version: String,
}

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The table's source; of a sealed one, its id in the ledger.
    pub source: Option<SourceId>,
    /// What the table is called.
    pub table: String,
    /// Whether the table and its claims are kept only encrypted.
    pub is_sealed: bool,
    /// Rows that became claims now.
    pub added: usize,
    /// Rows whose claims were here already.
    pub known: usize,
    /// Claims of earlier versions that count no more.
    pub superseded: Vec<SupersededRow>,
    /// Rows that became none.
    pub refused: Vec<Refused>,
    /// What was taken otherwise than it stands, with line.
    pub notes: Vec<(usize, String)>,
}

/// A row that is no claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its line, from 1.
    pub line: usize,
    /// Its id, where it has one.
    pub row: Option<String>,
    /// Why.
    pub reason: String,
}

/// A row of an earlier version of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupersededRow {
    /// The row's id.
    pub row: String,
    /// Its claim.
    pub claim: ClaimId,
    /// The claim in its place; none where the row is gone.
    pub by: Option<ClaimId>,
    /// Whether somebody had reviewed it: what was said of it then is not said of the new claim.
    pub was_reviewed: bool,
}

/// Makes claims of the rows of a table, as a person's own.
///
/// Importing the same table again adds what was refused before and is right now. A newer version of it supersedes the
/// claims of rows that say something else now or are gone; those of rows that say the same stay, with their reviews. A
/// crash in the middle leaves both; importing once more finishes it.
///
/// # Errors
/// If the files cannot be read, the mapping is none, the table lacks a column that the mapping names, it was sealed before,
/// or rows of it stand in a table of another name and `name` was not given. Rows that cannot be claims are told in the
/// report and cost themselves only.
pub fn import_claims(
    workspace: &Workspace,
    reader: &Reader,
    act: &Act,
    request: &ImportRequest,
) -> Result<ImportReport> {
    let map = read_map(&request.map)?;
    let path = &request.table;
    let limit = read::Limits::default().max_input_bytes as u64;
    let size = std::fs::metadata(path).map_err(|error| Error::file(path, &error))?.len();
    if size > limit {
        return Err(Error::File { path: path.clone(), reason: format!("larger than {} MiB", limit >> 20) });
    }
    let bytes = std::fs::read(path).map_err(|error| Error::file(path, &error))?;
    let source = SourceId::of(&bytes);
    let known = match workspace.known_source(&source)? {
        Known::Sealed { source } => return Err(archive::Error::Sealed(source.to_string()).into()),
        Known::Here { .. } => document_of(workspace, &source)?,
        Known::No => None,
    };
    let reading = match &known {
        Some(_) => None,
        None => Some(reader.reading(&source, &bytes, &context_of_table(path))),
    };
    let document = match (&known, &reading) {
        (Some(record), _) => &record.document,
        (None, Some(reading)) => &reading.document,
        (None, None) => return Ok(ImportReport::default()),
    };
    if document.text.is_empty() {
        let reason = document.reason.clone().unwrap_or_else(|| "it has no text".to_owned());
        return Err(Error::File { path: path.clone(), reason });
    }
    let given = request.name.clone().or_else(|| map.name.clone());
    let name = given.clone().unwrap_or_else(|| path_route(path).label().to_owned());
    let (claims, mut report) = rows_as_claims(path, &map, &source, document, &name)?;
    // Nothing is written for a table of which no row can be a claim.
    if claims.is_empty() {
        return Ok(report);
    }
    let mut item = reading.map(|reading| NewSource {
        content: Content::Bytes(&bytes),
        route: path_route(path),
        facts: AcquisitionFacts::default(),
        tool_version: request.tool_version.clone(),
        sensitivity: request.sensitivity,
        reading,
    });
    let wanted = request.sensitivity.unwrap_or(workspace.settings().sensitivity);
    if let Some(item) = item.as_mut().filter(|_| wanted == Sensitivity::Sealed) {
        // What is sealed is encrypted with its claims in one file; nothing in the clear may speak of it.
        report.added = claims.len();
        item.reading.claims = versions::numbered(&source, claims);
        let added = workspace.add_source(act, item)?;
        report.is_sealed = added.sensitivity == Sensitivity::Sealed;
        report.source = Some(added.source);
        return Ok(report);
    }
    let standing = Standing::of(workspace, &source, &name)?;
    if given.is_none() {
        standing.refuse_rows_of_others(path, &claims)?;
    }
    let outcome = standing.reconcile(claims, &report.refused);
    report.known = outcome.known;
    if let Some(item) = item {
        workspace.add_source(act, &item)?;
    }
    if let Some(record) = document_of(workspace, &source)? {
        report.added = workspace.add_claims(act, &record.id, &outcome.new)?;
        let review = |old: &SupersededRow| NewReview {
            claim: old.claim.clone(),
            verdict: Verdict::Supersede,
            corrections: Vec::new(),
            note: Some(note(old, &source, &name)),
        };
        workspace.add_reviews(act, &outcome.superseded.iter().map(review).collect::<Vec<_>>())?;
        report.superseded = outcome.superseded;
    }
    workspace.flush()?;
    Ok(report)
}

/// What a table that was read says by a mapping, without a workspace: the claims that [`import_claims`] would keep, and what
/// became of the other rows. `table` and `map.0` are for messages.
///
/// # Errors
/// If the mapping is none, or the table lacks a column that it names.
pub fn claims_of_table(
    table: &Path,
    map: (&Path, &str),
    source: &SourceId,
    document: &Document,
) -> Result<(Vec<Claim>, ImportReport)> {
    let map = TableMap::read(map.0, map.1)?;
    let name = map.name.clone().unwrap_or_else(|| table.display().to_string());
    let (claims, report) = rows_as_claims(table, &map, source, document, &name)?;
    Ok((versions::numbered(source, claims), report))
}

/// Claims of rows before they have ids of their own.
fn rows_as_claims(
    path: &Path,
    map: &TableMap,
    source: &SourceId,
    document: &Document,
    name: &str,
) -> Result<(Vec<Claim>, ImportReport)> {
    let tables = tables_of(path, map, document)?;
    let mut report =
        ImportReport { source: Some(source.clone()), table: name.to_owned(), ..ImportReport::default() };
    let claims = Rows { map, source, text: &document.text, name }.claims(&tables, &mut report);
    Ok((claims, report))
}

/// What stands with a superseded claim.
fn note(old: &SupersededRow, source: &SourceId, name: &str) -> String {
    let short = |id: &str| id.get(..8).unwrap_or(id).to_owned();
    let version = format!("in the version {} of `{name}`", short(source.as_str()));
    match &old.by {
        Some(by) => format!("row {} says otherwise {version}: claim {}", old.row, short(by.as_str())),
        None => format!("row {} is gone {version}", old.row),
    }
}

fn read_map(path: &Path) -> Result<TableMap> {
    let size = std::fs::metadata(path).map_err(|error| Error::file(path, &error))?.len();
    if size > LARGEST_MAP {
        return Err(Error::File {
            path: path.to_owned(),
            reason: "larger than 1 MiB: no mapping file".to_owned(),
        });
    }
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::File { path: path.to_owned(), reason: why(&error) })?;
    TableMap::read(path, &text)
}

fn document_of(workspace: &Workspace, source: &SourceId) -> Result<Option<DocumentRecord>> {
    let documents = workspace.documents_of(Clearance::Workspace, source)?;
    Ok(documents.into_iter().map(model::Cleared::into_inner).find(|record| !record.document.text.is_empty()))
}
