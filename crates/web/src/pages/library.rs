//! The library: what is in the workspace.

use super::asked::{Choice, ROWS, Window, choices, filled, meant, plain, rows_before, rows_on_page};
use super::extract::Query;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::{ShortName, SourceFilter, SourceListing};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use model::{Cleared, DocumentStatus, Sensitivity, SourceId};
use publish::{SourceCard, language_name};
use serde::{Deserialize, Serialize};

/// What part of the library is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    year: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    sensitivity: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing)]
    page: Option<String>,
}

/// A line of the list.
struct Row {
    card: SourceCard,
    sensitivity: Sensitivity,
    language: Option<String>,
    claims: u64,
    tags: Vec<ShortName>,
    /// Why it could not be read, or not wholly.
    trouble: Option<(DocumentStatus, String)>,
}

#[derive(Template)]
#[template(path = "library.html")]
struct LibraryPage {
    frame: Frame,
    asked: Asked,
    rows: Vec<Row>,
    sealed: u64,
    window: Window,
    languages: Vec<Choice>,
    years: Vec<Choice>,
    statuses: Vec<Choice>,
    sensitivities: Vec<Choice>,
    tags: Vec<Choice>,
    categories: Vec<Choice>,
    regions: Vec<Choice>,
    kinds: Vec<Choice>,
    is_filtered: bool,
    /// Labels, and what is made of them, are for people of the workspace.
    sees_labels: bool,
    may_edit: bool,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let number = meant::<u64>("page", asked.page.as_deref())?;
    let sees_labels = visitor.may(Role::Reader);
    let filter = SourceFilter {
        status: meant("status", asked.status.as_deref())?,
        sensitivity: meant("sensitivity", asked.sensitivity.as_deref())?,
        text: asked.text.clone(),
        language: asked.language.clone(),
        year: meant("year", asked.year.as_deref())?,
        tag: meant("tag", asked.tag.as_deref())?,
        // Categories are words of the people of the workspace; what a stranger asks of them has no answer.
        category: meant("category", asked.category.as_deref().filter(|_| sees_labels))?,
        region: asked.region.as_deref().map(engine::place_in_claims),
        kind: meant("kind", asked.kind.as_deref())?,
        region_zones: Vec::new(),
        latest_first: true,
        offset: rows_before(number),
        limit: Some(ROWS),
    };
    let clearance = visitor.clearance();
    let own = desk.clone();
    let (rows, total, counts, labels, sealed) = desk
        .look(move |workspace| {
            let filter = SourceFilter { region_zones: workspace.settings().zones.clone(), ..filter };
            let total = workspace.count_sources(clearance, &filter)?;
            let filter = SourceFilter { limit: Some(rows_on_page(total, filter.offset)), ..filter };
            let records =
                workspace.sources(clearance, &filter)?.into_iter().filter_map(|listing| match listing {
                    SourceListing::Visible(record) => Some(record),
                    SourceListing::Sealed(_) => None,
                });
            let records: Vec<_> = records.collect();
            let ids: Vec<SourceId> = records.iter().map(|record| record.get().source.id.clone()).collect();
            let mut tags = workspace.tags_of(clearance, &ids)?.map(Cleared::into_inner).unwrap_or_default();
            let row = |record: Cleared<archive::SourceRecord>| {
                let tags = tags.remove(&record.get().source.id).unwrap_or_default();
                row(record, tags)
            };
            let rows: Vec<Row> = records.into_iter().map(row).collect();
            Ok((
                rows,
                total,
                own.source_counts(workspace, clearance)?,
                own.label_counts(workspace, clearance)?,
                workspace.count_sealed()?,
            ))
        })
        .await?;
    let region = asked.region.as_deref().map(engine::place_in_claims);
    let view = LibraryPage {
        frame: Frame::new(&visitor, Place::Library, "Library"),
        rows,
        // What nobody may see is not counted before strangers.
        sealed: if visitor.may(Role::Reader) { sealed } else { 0 },
        may_edit: visitor.may(Role::Editor),
        window: Window::new("/library", &asked, number, total),
        languages: choices(counts.languages, asked.language.as_deref(), |code| {
            language_name(code).to_owned()
        }),
        years: choices(counts.years, asked.year.as_deref(), str::to_owned),
        statuses: plain(DocumentStatus::ALL, asked.status.as_deref()),
        tags: choices(labels.tags, asked.tag.as_deref(), str::to_owned),
        categories: choices(
            labels.categories.into_iter().filter(|_| sees_labels),
            asked.category.as_deref(),
            str::to_owned,
        ),
        sees_labels,
        regions: choices(counts.regions, region.as_deref(), engine::place_name),
        kinds: choices(counts.kinds, asked.kind.as_deref(), str::to_owned),
        sensitivities: plain(&clearance.permitted(), asked.sensitivity.as_deref()),
        is_filtered: serde_urlencoded::to_string(&asked).is_ok_and(|query| !query.is_empty()),
        asked,
    };
    page(&view)
}

fn row(record: Cleared<archive::SourceRecord>, tags: Vec<ShortName>) -> Row {
    let (sensitivity, documents) = (record.get().source.sensitivity, record.get().documents.clone());
    let trouble = documents.iter().find(|document| document.status != DocumentStatus::Read);
    let card = engine::listed_card(record).into_inner();
    Row {
        language: card.language.as_deref().map(|code| language_name(code).to_owned()),
        claims: documents.iter().map(|document| document.claims).sum(),
        trouble: trouble.map(|document| (document.status, document.reason.clone().unwrap_or_default())),
        sensitivity,
        tags,
        card,
    }
}
