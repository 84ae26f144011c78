//! The ledger: claims in a table, and as files for other programs.

use super::asked::{Choice, ROWS, Window, choices, filled, meant, plain, rows_before, source_named};
use super::source::download;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::ClaimFilter;
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use engine::ExportForm;
use model::{Clearance, Cleared, Kind, ReviewState, Zone};
use publish::{ClaimRow, LedgerClaim};
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
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
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
            source,
            text: self.text.clone(),
            ..ClaimFilter::default()
        })
    }

    pub(crate) fn query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

/// A line of the table.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) says: String,
    pub(crate) places: String,
    pub(crate) time: String,
    pub(crate) speakers: String,
    pub(crate) quote: String,
    pub(crate) state: ReviewState,
    pub(crate) source: String,
    pub(crate) heading: String,
}

impl Row {
    pub(crate) fn of(claim: &LedgerClaim) -> Self {
        let row = ClaimRow::of("", claim.claim.clone());
        let speakers: Vec<&str> = row.attribution.iter().map(|speaker| speaker.name.as_str()).collect();
        Self {
            id: row.id.to_string(),
            kind: row.kind.to_string().replace('_', " "),
            says: publish::gist(&row),
            places: row.places.iter().map(|place| engine::place_name(place)).collect::<Vec<_>>().join(", "),
            time: row.time.as_ref().map(ToString::to_string).unwrap_or_default(),
            speakers: speakers.join(" › "),
            quote: row.quote.clone(),
            state: claim.state,
            source: claim.source.id.to_string(),
            heading: claim.source.heading().to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    frame: Frame,
    asked: Asked,
    rows: Vec<Row>,
    window: Window,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    zones: Vec<Choice>,
    places: Vec<Choice>,
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
    let (clearance, wanted) = (visitor.clearance(), asked.clone());
    let own = desk.clone();
    let (claims, total, counts) = desk
        .look(move |workspace| {
            let filter = wanted.filter(workspace, clearance)?;
            let window = ClaimFilter { offset: rows_before(number), limit: Some(ROWS), ..filter.clone() };
            let claims = engine::claims(workspace, clearance, &window)?;
            Ok((claims, workspace.count_claims(clearance, &filter)?, own.claim_counts(workspace, clearance)?))
        })
        .await?;
    let read = claims.iter().map(|claim| claim.get().source.id.clone()).collect();
    desk.note_reads(&visitor, read).await?;
    let zones = [vec!["all".to_owned()], Zone::ALL.iter().map(ToString::to_string).collect()].concat();
    let place = asked.place.as_deref().map(engine::place_in_claims);
    let view = LedgerPage {
        frame: Frame::new(&visitor, Place::Ledger, "Ledger"),
        rows: claims.into_iter().map(Cleared::into_inner).map(|claim| Row::of(&claim)).collect(),
        window: Window::new("/ledger", &asked, number, total),
        kinds: choices(counts.kinds, asked.kind.as_deref(), |kind| kind.replace('_', " ")),
        states: choices(counts.states, asked.state.as_deref(), str::to_owned),
        zones: plain(&zones, asked.zone.as_deref()),
        places: choices(counts.places.into_iter().take(OFFERED_PLACES), place.as_deref(), engine::place_name),
        query: asked.query(),
        may_edit: visitor.may(Role::Editor),
        asked,
    };
    page(&view)
}

/// The claims that pass the filter, as a file.
pub(crate) async fn export(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(form): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (form, media_type, name) = match form.as_str() {
        "csv" => (ExportForm::Csv, "text/csv; charset=utf-8", "ledger.csv"),
        "jsonl" => (ExportForm::JsonLines, "application/jsonl", "ledger.jsonl"),
        "ftm" => (ExportForm::Ftm, "application/jsonl", "ledger.ftm.json"),
        _ => return Err(Fault::NotFound("form of export".to_owned())),
    };
    desk.note_export(&visitor, name).await?;
    let clearance = visitor.clearance();
    let bytes = desk
        .look(move |workspace| {
            let mut bytes = Vec::new();
            engine::export(workspace, clearance, &asked.filter(workspace, clearance)?, form, &mut bytes)?;
            Ok(bytes)
        })
        .await?;
    Ok(download(media_type, name, bytes))
}
