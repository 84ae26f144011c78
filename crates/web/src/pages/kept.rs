//! Screenings that were kept: what was asked and found, and asking again once lists or documents have changed.

use super::extract::{Multipart, Path};
use super::upload::receive;
use super::{Frame, Place, page};
use crate::jobs::Job;
use crate::{Desk, Fault, Role, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{RescreenRequest, Rescreening};
use model::{Cleared, ListStanding, ScreenedQuery, ScreeningRecord};
use std::sync::Arc;

/// A list as it was asked.
struct Asked {
    list: String,
    version: String,
    /// What is different now.
    now: Option<String>,
}

impl Asked {
    fn of(list: &str, version: &str, standings: &[ListStanding]) -> Self {
        let now = match standings.iter().find(|standing| standing.list == list) {
            Some(standing) if standing.version.as_str() == version => None,
            Some(standing) => Some(format!("now version {}", short(standing.version.as_str()))),
            None => Some("not in use any more".to_owned()),
        };
        Self { list: list.to_owned(), version: short(version).to_owned(), now }
    }
}

/// The beginning of an id, enough for people.
fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// A query of the screening.
struct QueryRow {
    id: String,
    name: String,
    standing: String,
    /// Match, entity and score of each alert.
    alerts: Vec<(String, String, f64)>,
}

#[derive(Template)]
#[template(path = "screening_kept.html")]
struct KeptPage {
    frame: Frame,
    record: ScreeningRecord,
    lists: Vec<Asked>,
    /// Lists in use that were not asked.
    new_lists: Vec<String>,
    queries: Vec<QueryRow>,
    hidden: usize,
    may_screen: bool,
}

impl KeptPage {
    fn has_changed(&self) -> bool {
        !self.new_lists.is_empty() || self.lists.iter().any(|list| list.now.is_some())
    }
}

/// Queries on the page.
const QUERIES: usize = 500;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let (clearance, now) = (visitor.clearance(), (desk.options().clock)());
    let (record, standings) = desk
        .look(move |workspace| {
            let kept = workspace.screenings(clearance)?.into_iter().map(Cleared::into_inner);
            let found = kept.into_iter().find(|record| record.id.as_str() == id);
            let record = found.ok_or_else(|| Fault::NotFound("such screening".to_owned()))?;
            Ok((record, engine::list_standings(workspace, clearance, now)?))
        })
        .await?;
    let standings: Vec<ListStanding> = standings.into_iter().map(Cleared::into_inner).collect();
    let lists: Vec<Asked> =
        record.lists.iter().map(|list| Asked::of(&list.list, list.version.as_str(), &standings)).collect();
    let is_new = |standing: &&ListStanding| !record.lists.iter().any(|list| list.list == standing.list);
    let mut queries: Vec<&ScreenedQuery> = record.queries.iter().collect();
    // What was found comes first.
    queries.sort_by_key(|query| (query.alerts.is_empty(), query.standing == "nothing"));
    let view = KeptPage {
        frame: Frame::new(&visitor, Place::Screening, "Kept screening"),
        new_lists: standings.iter().filter(is_new).map(|standing| standing.list.clone()).collect(),
        queries: queries.iter().take(QUERIES).map(|query| query_row(query)).collect(),
        hidden: record.queries.len().saturating_sub(QUERIES),
        may_screen: visitor.may(Role::Analyst),
        lists,
        record,
    };
    page(&view)
}

fn query_row(query: &ScreenedQuery) -> QueryRow {
    let asked: serde_json::Value = serde_json::from_str(&query.asked).unwrap_or_default();
    let name =
        asked.pointer("/entity/properties/name/0").or(asked.get("line")).and_then(|name| name.as_str());
    QueryRow {
        name: name.unwrap_or_default().to_owned(),
        id: query.id.clone(),
        standing: query.standing.replace('_', " "),
        alerts: query
            .alerts
            .iter()
            .map(|alert| (alert.match_id.to_string(), alert.caption.clone(), alert.score))
            .collect(),
    }
}

/// Asks the queries of a kept screening again; a newer file of them may come along.
pub(crate) async fn again(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Fault> {
    let upload = receive(form).await?;
    let clearance = visitor.clearance();
    let (wanted, number) = (id.clone(), upload.files.len());
    let known = desk
        .look(move |workspace| {
            let kept = workspace.screenings(clearance)?;
            Ok(kept.iter().any(|record| record.get().id.as_str() == wanted))
        })
        .await?;
    if !known {
        return Err(Fault::NotFound("such screening".to_owned()));
    }
    if number > 1 {
        return Err(Fault::Invalid("send one file of queries, or none".to_owned()));
    }
    let job = desk.jobs().begin(&visitor, "Screening again")?;
    let next = format!("/rescreening/{}", job.id);
    let request = RescreenRequest {
        screening: Some(id),
        queries: upload.files.first().cloned(),
        threads: desk.options().threads,
    };
    let (own, told) = (desk.clone(), Arc::clone(&job));
    tokio::spawn(async move {
        let act = own.act(&visitor.name);
        let outcome = own.change("rescreen", move |workspace| {
            let done = engine::rescreen(workspace, &act, &request).map_err(|error| upload.fault(error))?;
            keep(&told, done);
            Ok(())
        });
        job.end(outcome.await);
    });
    Ok(Redirect::to(&next).into_response())
}

fn keep(job: &Job, done: Cleared<Rescreening>) {
    let mut standing = job.standing();
    standing.done = done.get().asked;
    standing.rescreening = Some(Arc::new(done));
}

#[derive(Template)]
#[template(path = "rescreening.html")]
struct ChangesPage {
    frame: Frame,
    done: Arc<Cleared<Rescreening>>,
}

impl ChangesPage {
    fn told(&self) -> &Rescreening {
        self.done.as_ref().get()
    }
}

/// A standing in words.
fn said(standing: &Option<String>) -> String {
    standing.as_deref().map_or_else(|| "not asked".to_owned(), |word| word.replace('_', " "))
}

/// What came of asking again.
pub(crate) async fn changes(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let job = desk.jobs().of(&visitor, &id)?;
    let done = job.standing().rescreening.clone();
    let Some(done) = done else { return Ok(Redirect::to(&format!("/progress/{id}")).into_response()) };
    page(&ChangesPage { frame: Frame::new(&visitor, Place::Screening, "What changed"), done })
}
