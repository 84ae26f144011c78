//! `claims import`: a researcher's table becomes claims, a row each.
//!
//! ```text
//! table ─add─▶ source ─read─▶ text ─grid─▶ rows with their places ─map─▶ slots, speakers ─▶ claims by a person
//! ```
//!
//! The table is a source like any other, and a row of its text is the passage of the row's claim. So a claim of a table
//! is explained, reviewed, exported and sealed as one of a page is. Numbers, places and times are read by the parsers
//! that read texts; nothing is known here of any one table.

mod cells;
mod citation;
mod grid;
mod map;

use crate::checked::{check_amount, check_slots};
use crate::context::context_of_table;
use crate::places::country;
use crate::reading::Reader;
use crate::slots::set_slots;
use crate::unfold::path_route;
use crate::walk::why;
use crate::{Error, Result};
use archive::{Act, Content, DocumentRecord, Known, NewSource, Workspace};
use grid::Row;
use map::{ColumnRule, TableKind, TableMap, Target};
use model::{
    AcquisitionFacts, Claim, ClaimId, Clearance, CodePoints, CorrectedSlot, Kind, Passage, RuleId,
    Sensitivity, SlotEvidence, SourceId, Span, TableRow, TimeBasis, Zone,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Largest mapping file in bytes.
const LARGEST_MAP: u64 = 1 << 20;

/// A table to import.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The table.
    pub table: PathBuf,
    /// What its columns mean.
    pub map: PathBuf,
    /// How far the table may travel where it is new; `None` takes the workspace's default.
    pub sensitivity: Option<Sensitivity>,
    /// Version of manumit.
    pub tool_version: String,
}

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The table's source.
    pub source: Option<SourceId>,
    /// Rows that became claims now.
    pub added: usize,
    /// Rows whose claims were here already.
    pub known: usize,
    /// Rows that became none, with line and reason.
    pub refused: Vec<(usize, String)>,
    /// What was taken otherwise than it stands, with line.
    pub notes: Vec<(usize, String)>,
}

/// Makes claims of the rows of a table, as a person's own.
///
/// Importing the same table again adds what was refused before and is right now; it changes nothing that stands.
///
/// # Errors
/// If the files cannot be read, the mapping is none, the table lacks a column that the mapping names, or it is sealed. Rows
/// that cannot be claims are told in the report and cost themselves only.
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
    let tables = tables_of(path, &map, document)?;
    let mut report = ImportReport { source: Some(source.clone()), ..ImportReport::default() };
    let claims = Rows { map: &map, source: &source, text: &document.text }.claims(&tables, &mut report);
    // Nothing is written for a table of which no row can be a claim.
    if claims.is_empty() {
        return Ok(report);
    }
    if let Some(reading) = reading {
        let item = NewSource {
            content: Content::Bytes(&bytes),
            route: path_route(path),
            facts: AcquisitionFacts::default(),
            tool_version: request.tool_version.clone(),
            sensitivity: request.sensitivity,
            reading,
        };
        let added = workspace.add_source(act, &item)?;
        if added.sensitivity == Sensitivity::Sealed {
            return Err(archive::Error::Sealed(added.source.to_string()).into());
        }
    }
    if let Some(record) = document_of(workspace, &source)? {
        report.added = workspace.add_claims(act, &record.id, &claims)?;
        report.known = claims.len() - report.added;
    }
    workspace.flush()?;
    Ok(report)
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

/// A table of a file: its rows beneath the header, and what their columns mean.
struct Table<'m> {
    rows: Vec<Row>,
    rules: Vec<(usize, &'m ColumnRule)>,
}

fn tables_of<'m>(path: &Path, map: &'m TableMap, document: &model::Document) -> Result<Vec<Table<'m>>> {
    let text = &document.text;
    let sheets: Vec<Vec<Row>> = match map.table {
        TableKind::Csv => {
            let separator = map.separator.and_then(|separator| u8::try_from(separator).ok()).unwrap_or(b',');
            let rows = grid::separated(text, separator);
            let line_error = |(line, reason)| Error::Line { path: path.to_owned(), line, column: 1, reason };
            vec![rows.map_err(line_error)?]
        }
        TableKind::Xlsx => {
            let pages = document.metadata.pages.iter();
            let wanted = pages
                .filter(|page| map.sheet.as_deref().is_none_or(|sheet| page.label.as_deref() == Some(sheet)));
            wanted.map(|page| grid::tabbed(text, page.span)).collect()
        }
    };
    let needed = map.columns.iter().filter(|rule| !rule.optional).map(|rule| grid::heading(&rule.heading));
    let needed: Vec<String> = needed.collect();
    let mut nearest: Option<Vec<String>> = None;
    let mut tables = Vec::new();
    for mut rows in sheets {
        match grid::find_header(&rows, &needed) {
            Err(missing) => {
                if nearest.as_ref().is_none_or(|nearest| missing.len() < nearest.len()) {
                    nearest = Some(missing);
                }
            }
            Ok(header) => {
                let rest = rows.split_off(header + 1);
                let headings = rows.pop().map(|row| row.cells).unwrap_or_default();
                let headings: Vec<String> = headings.iter().map(|cell| grid::heading(cell)).collect();
                tables.push(Table { rows: rest, rules: rules_of(path, map, &headings)? });
            }
        }
    }
    if tables.is_empty() {
        let missing: Vec<String> = nearest.unwrap_or(needed).iter().map(|name| format!("`{name}`")).collect();
        let reason =
            format!("no row has all the headings that the mapping names; missing: {}", missing.join(", "));
        return Err(Error::File { path: path.to_owned(), reason });
    }
    Ok(tables)
}

/// Which rule is for which column; a column that no rule names is no accident of the mapping's writer.
fn rules_of<'m>(path: &Path, map: &'m TableMap, headings: &[String]) -> Result<Vec<(usize, &'m ColumnRule)>> {
    let mut rules = Vec::new();
    for rule in &map.columns {
        let name = grid::heading(&rule.heading);
        if let Some(column) = headings.iter().position(|known| *known == name) {
            rules.push((column, rule));
        }
    }
    let unnamed = headings
        .iter()
        .enumerate()
        .filter(|(column, name)| !name.is_empty() && rules.iter().all(|(known, _)| known != column));
    let unnamed: Vec<String> = unnamed.map(|(_, name)| format!("`{name}`")).collect();
    if unnamed.is_empty() {
        return Ok(rules);
    }
    let reason = format!(
        "columns that the mapping does not name: {} (name them, with `ignored` if need be)",
        unnamed.join(", ")
    );
    Err(Error::File { path: path.to_owned(), reason })
}

/// Makes claims of rows.
struct Rows<'r> {
    map: &'r TableMap,
    source: &'r SourceId,
    text: &'r str,
}

/// What the cells of a row say.
#[derive(Default)]
struct Cells {
    kind: Option<Kind>,
    row: TableRow,
    slots: Vec<CorrectedSlot>,
    amount: Option<model::Quantity>,
    citation: Option<citation::Citation>,
    evidence: Vec<(String, usize)>,
    notes: Vec<String>,
}

impl Rows<'_> {
    fn claims(&self, tables: &[Table<'_>], report: &mut ImportReport) -> Vec<Claim> {
        let points = CodePoints::new(self.text);
        let mut claims: Vec<Claim> = Vec::new();
        let (mut rows_of_id, mut ids): (HashMap<String, usize>, HashSet<ClaimId>) = Default::default();
        for table in tables {
            for row in &table.rows {
                let made = self.claim(table, row, &points, &mut ids);
                match made {
                    Ok((claim, notes)) => {
                        let id = claim.row.as_ref().map(|row| row.id.clone()).unwrap_or_default();
                        if let Some(first) = rows_of_id.insert(id.clone(), row.line) {
                            report
                                .refused
                                .push((row.line, format!("the id `{id}` is that of line {first} too")));
                            continue;
                        }
                        report.notes.extend(notes.into_iter().map(|note| (row.line, note)));
                        claims.push(claim);
                    }
                    Err(reason) => report.refused.push((row.line, reason)),
                }
            }
        }
        claims
    }

    fn claim(
        &self,
        table: &Table<'_>,
        row: &Row,
        points: &CodePoints<'_>,
        ids: &mut HashSet<ClaimId>,
    ) -> Result<(Claim, Vec<String>), String> {
        let mut cells = self.cells(table, row)?;
        let kind = cells.kind.ok_or("the row has no kind")?;
        if cells.row.id.is_empty() {
            return Err("the row has no id".to_owned());
        }
        let passage = Passage::at(self.text, points, row.span).ok_or("the row is empty")?;
        let id = |ordinal| ClaimId::derive(self.source, kind, None, None, &passage.exact, ordinal);
        let id = (0..).map(id).find(|id| ids.insert(id.clone())).ok_or("too many rows alike")?;
        let mut claim = Claim { zone: Zone::Main, ..Claim::bare(id, kind, passage, RuleId::person()) };
        claim.quantity = cells.amount.take();
        let told = |error: Error| error.to_string();
        let checked = check_slots(&cells.slots).map_err(told)?;
        cells.notes.extend(checked.notes);
        set_slots(&mut claim, &checked.slots).map_err(told)?;
        check_amount(&claim, &checked.slots).map_err(told)?;
        if kind == Kind::Indicator && claim.ilo.is_none() {
            return Err("an indicator needs its code, ILO-01 to ILO-11".to_owned());
        }
        let has_number = claim.quantity.as_ref().is_some_and(|quantity| quantity.amount.is_some());
        if kind.is_numeric() && !has_number {
            return Err(format!("a {kind} without a number"));
        }
        if claim.time.is_some() && claim.time_basis.is_none() {
            claim.time_basis = Some(TimeBasis::Stated);
        }
        if let Some(citation) = cells.citation.take() {
            if claim.attribution.speakers.is_empty() {
                claim.attribution = citation.attribution;
            }
            cells.row.document = citation.document;
        }
        claim.evidence = self.evidence(&cells, row, points);
        claim.row = Some(cells.row);
        Ok((claim, cells.notes))
    }

    fn cells(&self, table: &Table<'_>, row: &Row) -> Result<Cells, String> {
        let mut cells = Cells::default();
        let mut given: BTreeMap<&str, (usize, String)> = BTreeMap::new();
        for (column, rule) in &table.rules {
            let written = row.cell(*column);
            if written.is_empty() {
                continue;
            }
            let value = rule.values.iter().find(|(words, _)| words.eq_ignore_ascii_case(written));
            let value = value.map_or(written, |(_, value)| value.as_str());
            let refused = |words: &str| format!("column `{}`: `{value}` {words}", rule.heading);
            let mut fill = |slot: &'static str, value: String| {
                given.insert(slot, (*column, value));
            };
            match &rule.target {
                Target::Ignored => {}
                Target::Id => value.clone_into(&mut cells.row.id),
                Target::Kind => {
                    cells.kind = Some(
                        value
                            .parse()
                            .map_err(|error: model::UnknownWord| refused(&format!("is no kind: {error}")))?,
                    );
                }
                Target::Url => cells.row.url = Some(value.to_owned()),
                Target::Note => cells.row.note = Some(value.to_owned()),
                Target::Source => {
                    cells.row.citation = Some(value.to_owned());
                    cells.citation = Some(citation::parse(value, &rule.documents));
                    cells.evidence.push(("speaker".to_owned(), *column));
                }
                Target::Amount => {
                    cells.amount = Some(cells::amount(value).ok_or_else(|| refused("is not one amount"))?);
                    cells.evidence.push(("amount".to_owned(), *column));
                }
                Target::Places => {
                    let found = cells::places(value);
                    fill("places", found.places.join(", "));
                    if let Some(site) = found.site {
                        fill("site", site);
                    }
                }
                Target::Time => match cells::time(value) {
                    Some(time) => fill("time", time.to_string()),
                    None => cells.notes.push(refused("is no time: left open")),
                },
                Target::Slot("hedges") => {
                    let hedges = cells::hedges(value).ok_or_else(|| refused("is no hedge"))?;
                    fill("hedges", hedges.iter().map(|hedge| hedge.as_str()).collect::<Vec<_>>().join(", "));
                }
                Target::Slot("period") => {
                    let period = cells::period(value).ok_or_else(|| refused("is no period"))?;
                    fill("period", period.to_string());
                }
                Target::Slot(slot @ ("origin" | "market")) => {
                    let code = country(value).map(|country| country.code.to_owned());
                    fill(slot, code.ok_or_else(|| refused("is no country"))?);
                }
                Target::Slot(slot) => fill(slot, value.to_owned()),
            }
        }
        for (slot, value) in &self.map.constants {
            match slot.as_str() {
                "kind" if cells.kind.is_none() => {
                    cells.kind = Some(value.parse().map_err(|error: model::UnknownWord| error.to_string())?);
                }
                "id" | "kind" | "source" | "url" | "note" | "amount" | "ignored" => {}
                slot if !given.contains_key(slot) => {
                    cells.slots.push(CorrectedSlot { slot: slot.to_owned(), value: value.clone() });
                }
                _ => {}
            }
        }
        for (slot, (column, value)) in given {
            cells.evidence.push((shown_as(slot).to_owned(), column));
            cells.slots.push(CorrectedSlot { slot: slot.to_owned(), value });
        }
        // A speaker's type can only be set once there is a speaker.
        cells.slots.sort_by_key(|slot| slot.slot == "speaker_type");
        Ok(cells)
    }

    /// The words of the cells that filled the slots.
    fn evidence(&self, cells: &Cells, row: &Row, points: &CodePoints<'_>) -> Vec<SlotEvidence> {
        let words = |(slot, column): &(String, usize)| {
            let span: Span = row.cell_span(self.text, *column)?;
            let (start, end) = points.of_span(span);
            Some(SlotEvidence {
                slot: slot.clone(),
                start,
                end,
                words: span.of(self.text)?.to_owned(),
                note: None,
            })
        };
        cells.evidence.iter().filter_map(words).collect()
    }
}

/// The slot under which a slot's words are kept.
fn shown_as(slot: &str) -> &str {
    match slot {
        "low" | "point" | "high" | "unit" => "amount",
        other => other,
    }
}
