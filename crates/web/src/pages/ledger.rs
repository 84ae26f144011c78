//! The ledger: claims in a table, and as files for other programs.

use super::asked::{
    Choice, ROWS, Window, choices, filled, meant, plain, rows_before, rows_on_page, source_named,
};
use super::columns::{self, COLUMNS, Column, Seen};
use super::extract::{Path, Query};
use super::source::download;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::{ClaimCounts, ClaimFilter};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::ExportForm;
use model::{Clearance, Cleared, Kind, Measure, ReviewState, Zone};
use publish::{LEDGER_COLUMNS, LedgerClaim};
use serde::{Deserialize, Serialize};

/// Which claims are asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<String>,
    /// What a number measures.
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) measure: Option<String>,
    /// The first year that may be spoken of.
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<String>,
    /// The last one.
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    /// What the table is put in order by; `-` in front turns it round.
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) sort: Option<String>,
    /// The columns of the table, with commas between.
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) columns: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing)]
    page: Option<String>,
}

impl Asked {
    /// The filter that was asked for; without a zone, only texts of documents themselves.
    pub(crate) fn filter(
        &self,
        workspace: &archive::Workspace,
        clearance: Clearance,
    ) -> Result<ClaimFilter, Fault> {
        let zones = match self.zone.as_deref() {
            None => workspace.settings().zones.clone(),
            Some("all") => Vec::new(),
            zone => meant::<Zone>("zone", zone)?.into_iter().collect(),
        };
        let source = self.source.as_deref().map(|id| source_named(workspace, clearance, id)).transpose()?;
        Ok(ClaimFilter {
            kinds: meant::<Kind>("kind", self.kind.as_deref())?.into_iter().collect(),
            place: self.place.as_deref().map(engine::place_in_claims),
            zones,
            states: meant::<ReviewState>("state", self.state.as_deref())?.into_iter().collect(),
            measures: meant::<Measure>("measure", self.measure.as_deref())?.into_iter().collect(),
            from_year: meant("year", self.from.as_deref())?,
            to_year: meant("year", self.to.as_deref())?,
            source,
            text: self.text.clone(),
            ..ClaimFilter::default()
        })
    }

    pub(crate) fn query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

/// A cell of the table.
pub(crate) struct Cell {
    column: &'static Column,
    text: String,
}

/// A line of the table.
pub(crate) struct Row {
    id: String,
    kind: String,
    cells: Vec<Cell>,
    source: String,
    heading: String,
}

impl Row {
    fn of(claim: LedgerClaim, columns: &[&'static Column]) -> Self {
        let seen = Seen::of(claim);
        let cell = |column: &&'static Column| Cell { column, text: (column.cell)(&seen) };
        Self {
            id: seen.row.id.to_string(),
            kind: seen.kind(),
            cells: columns.iter().map(cell).collect(),
            source: seen.claim.source.id.to_string(),
            heading: seen.claim.source.heading().to_owned(),
        }
    }
}

/// What stands above a column, and the order that its link leads to.
struct Heading {
    name: &'static str,
    /// The address, where the column sorts.
    link: Option<String>,
    /// `ascending` or `descending`, where the table is in its order.
    sorted: Option<&'static str>,
}

impl Heading {
    fn of(name: &'static str, sort: Option<&'static str>, asked: &Asked) -> Self {
        let Some(word) = sort else { return Self { name, link: None, sorted: None } };
        let now = asked.sort.as_deref();
        let sorted = match now.map(|now| (now.trim_start_matches('-') == word, now.starts_with('-'))) {
            Some((true, true)) => Some("descending"),
            Some((true, false)) => Some("ascending"),
            _ => None,
        };
        let next = if sorted == Some("ascending") { format!("-{word}") } else { word.to_owned() };
        let asked = Asked { sort: Some(next), ..asked.clone() };
        Self { name, link: Some(format!("/ledger?{}", asked.query())), sorted }
    }
}

/// A box of the choice of columns.
struct Tick {
    name: &'static str,
    heading: &'static str,
    checked: bool,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    frame: Frame,
    asked: Asked,
    headings: Vec<Heading>,
    rows: Vec<Row>,
    window: Window,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    zones: Vec<Choice>,
    places: Vec<Choice>,
    measures: Vec<Choice>,
    orders: Vec<Choice>,
    ticks: Vec<Tick>,
    query: String,
    may_edit: bool,
}

/// Places offered as choices.
const OFFERED_PLACES: usize = 60;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let number = meant::<u64>("page", asked.page.as_deref())?;
    let columns = columns::chosen(asked.columns.as_deref())?;
    let (key, descending) = columns::order(asked.sort.as_deref())?;
    let (clearance, wanted) = (visitor.clearance(), asked.clone());
    let own = desk.clone();
    let (claims, total, counts) = desk
        .look(move |workspace| {
            let counts = own.claim_counts(workspace, clearance)?;
            let mut filter = wanted.filter(workspace, clearance)?;
            filter.order = engine::claim_order(key, descending, places_of(&counts));
            let (claims, total) = window(&own, workspace, clearance, filter, rows_before(number))?;
            Ok((claims, total, counts))
        })
        .await?;
    let read = claims.iter().map(|claim| claim.get().source.id.clone()).collect();
    desk.note_reads(&visitor, read).await?;
    let zones = [vec!["all".to_owned()], Zone::ALL.iter().map(ToString::to_string).collect()].concat();
    let place = asked.place.as_deref().map(engine::place_in_claims);
    let heading = |column: &&'static Column| Heading::of(column.heading, column.sort, &asked);
    let headings = [Heading::of("Kind", Some("kind"), &asked)].into_iter();
    let is_shown = |column: &Column| columns.iter().any(|shown| shown.name == column.name);
    let ticks = COLUMNS.iter().map(|column| Tick {
        name: column.name,
        heading: column.heading,
        checked: is_shown(column),
    });
    let rows = claims.into_iter().map(Cleared::into_inner).map(|claim| Row::of(claim, &columns));
    let view = LedgerPage {
        frame: Frame::new(&visitor, Place::Ledger, "Ledger"),
        headings: headings.chain(columns.iter().map(heading)).collect(),
        rows: rows.collect(),
        ticks: ticks.collect(),
        orders: columns::orders(asked.sort.as_deref()),
        window: Window::new("/ledger", &asked, number, total),
        kinds: choices(counts.kinds, asked.kind.as_deref(), |kind| kind.replace('_', " ")),
        states: choices(counts.states, asked.state.as_deref(), str::to_owned),
        zones: plain(&zones, asked.zone.as_deref()),
        measures: plain(Measure::ALL, asked.measure.as_deref()),
        places: choices(counts.places.into_iter().take(OFFERED_PLACES), place.as_deref(), engine::place_name),
        query: asked.query(),
        may_edit: visitor.may(Role::Editor),
        asked,
    };
    page(&view)
}

/// A page of the claims that pass the filter, and how many there are. Of a long list only the page is read, or only the number, as far as
/// the one tells the other.
fn window(
    desk: &Desk,
    workspace: &archive::Workspace,
    clearance: Clearance,
    filter: ClaimFilter,
    offset: usize,
) -> Result<(Vec<Cleared<LedgerClaim>>, u64), Fault> {
    let mut first = None;
    let total = desk.claim_number_or(workspace, clearance, &filter, |asked| {
        if offset > 0 {
            return Ok(workspace.count_claims(clearance, asked)?);
        }
        let found =
            engine::claims(workspace, clearance, &ClaimFilter { limit: Some(ROWS), ..filter.clone() })?;
        let is_all = found.len() < ROWS;
        let number = if is_all { found.len() as u64 } else { workspace.count_claims(clearance, asked)? };
        first = Some(found);
        Ok(number)
    })?;
    let claims = match (first, rows_on_page(total, offset)) {
        (Some(first), _) => first,
        (None, 0) => Vec::new(),
        (None, rows) => {
            let window = ClaimFilter { offset, limit: Some(rows), ..filter };
            engine::claims(workspace, clearance, &window)?
        }
    };
    Ok((claims, total))
}

fn places_of(counts: &ClaimCounts) -> impl Iterator<Item = &str> {
    counts.places.iter().map(|(place, _)| place.as_str())
}

/// The claims that pass the filter, as a file: in the table's order, and of a table the columns that are chosen, or else all there are.
pub(crate) async fn export(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(form): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (form, media_type, name) = match form.as_str() {
        "csv" => (ExportForm::Csv, "text/csv; charset=utf-8", "ledger.csv"),
        "xlsx" => (ExportForm::Xlsx, WORKBOOK, "ledger.xlsx"),
        "jsonl" => (ExportForm::JsonLines, "application/jsonl", "ledger.jsonl"),
        "ftm" => (ExportForm::Ftm, "application/jsonl", "ledger.ftm.json"),
        _ => return Err(Fault::NotFound("form of export".to_owned())),
    };
    let chosen = columns::chosen(asked.columns.as_deref())?;
    let names = if asked.columns.is_some() { columns::exported(&chosen) } else { LEDGER_COLUMNS.to_vec() };
    let (key, descending) = columns::order(asked.sort.as_deref())?;
    desk.note_export(&visitor, name).await?;
    let (clearance, own) = (visitor.clearance(), desk.clone());
    let bytes = desk
        .look(move |workspace| {
            let counts = own.claim_counts(workspace, clearance)?;
            let mut filter = asked.filter(workspace, clearance)?;
            filter.order = engine::claim_order(key, descending, places_of(&counts));
            let mut bytes = Vec::new();
            engine::export_columns(workspace, clearance, &filter, form, &names, &mut bytes)?;
            Ok(bytes)
        })
        .await?;
    Ok(download(media_type, name, bytes))
}

/// Media type of a workbook of Office Open XML.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
