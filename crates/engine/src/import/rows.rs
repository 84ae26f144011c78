//! Rows of a table as claims: which sheet and header, what each column means, what each cell says.

use super::grid::{self, Row};
use super::map::{ColumnRule, TableKind, TableMap, Target};
use super::{ImportReport, Refused, cells, citation};
use crate::checked::{check_amount, check_slots};
use crate::places::country;
use crate::slots::set_slots;
use crate::{Error, Result};
use model::{
    Claim, ClaimId, CodePoints, CorrectedSlot, Kind, Passage, RuleId, SlotEvidence, SourceId, Span, TableRow,
    TimeBasis, Zone,
};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Code points of a reason that are told: a cell may be as long as a file.
const LONGEST_REASON: usize = 400;

/// A table of a file: its rows beneath the header, and what their columns mean.
pub(super) struct Table<'m> {
    rows: Vec<Row>,
    /// Cells of its header.
    columns: usize,
    rules: Vec<(usize, &'m ColumnRule)>,
}

pub(super) fn tables_of<'m>(
    path: &Path,
    map: &'m TableMap,
    document: &model::Document,
) -> Result<Vec<Table<'m>>> {
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
                let rules = rules_of(path, map, &headings)?;
                tables.push(Table { rows: rest, columns: headings.len(), rules });
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

impl Table<'_> {
    /// The row's id, also of a row that is no claim.
    fn id_of(&self, row: &Row) -> Option<String> {
        let rule = self.rules.iter().find(|(_, rule)| rule.target == Target::Id)?;
        let written = row.cell(rule.0);
        let value = rule.1.values.iter().find(|(words, _)| words.eq_ignore_ascii_case(written));
        Some(value.map_or(written, |(_, value)| value.as_str()).to_owned()).filter(|id| !id.is_empty())
    }
}

/// Makes claims of rows.
pub(super) struct Rows<'r> {
    pub(super) map: &'r TableMap,
    pub(super) source: &'r SourceId,
    pub(super) text: &'r str,
    /// What the table is called.
    pub(super) name: &'r str,
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
    /// Claims with the id that the first claim of their words has; rows that are none are told in the report.
    pub(super) fn claims(&self, tables: &[Table<'_>], report: &mut ImportReport) -> Vec<Claim> {
        let points = CodePoints::new(self.text);
        let mut claims: Vec<Claim> = Vec::new();
        let mut lines: HashMap<String, usize> = HashMap::new();
        for table in tables {
            for row in &table.rows {
                let id = table.id_of(row);
                let mut refuse = |mut reason: String| {
                    if let Some((end, _)) = reason.char_indices().nth(LONGEST_REASON) {
                        reason.truncate(end);
                        reason.push('…');
                    }
                    report.refused.push(Refused { line: row.line, row: id.clone(), reason });
                };
                match self.claim(table, row, &points) {
                    Ok((claim, notes)) => {
                        let id = claim.row.as_ref().map(|row| row.id.clone()).unwrap_or_default();
                        if let Some(first) = lines.insert(id.clone(), row.line) {
                            refuse(format!("the id `{id}` is that of line {first} too"));
                            continue;
                        }
                        report.notes.extend(notes.into_iter().map(|note| (row.line, note)));
                        claims.push(claim);
                    }
                    Err(reason) => refuse(reason),
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
    ) -> Result<(Claim, Vec<String>), String> {
        let ends_the_file = row.span.end == self.text.len() && self.map.table == TableKind::Csv;
        if ends_the_file && row.cells.len() < table.columns {
            let found = row.cells.len();
            return Err(format!(
                "the file ends within this row: {found} of {} cells are there",
                table.columns
            ));
        }
        let mut cells = self.cells(table, row)?;
        let kind = cells.kind.ok_or("the row has no kind")?;
        if cells.row.id.is_empty() {
            return Err("the row has no id".to_owned());
        }
        let passage = Passage::at(self.text, points, row.span).ok_or("the row is empty")?;
        let id = ClaimId::derive(self.source, kind, None, None, &passage.exact, 0);
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
        cells.row.table = Some(self.name.to_owned());
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
