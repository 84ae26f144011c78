//! The screening desk: names or files against lists and evidence, results with their reasons, decisions and the log of them.

use super::asked::filled;
use super::extract::{Form, Multipart, Path, Query};
use super::source::download;
use super::upload::{Upload, receive};
use super::{Frame, Place, page};
use crate::jobs::Job;
use crate::{Desk, Fault, Role, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{ColumnMeaning, DecideRequest, Ground, QueryFile, QueryReading, ScreenRequest, THRESHOLD};
use model::{Cleared, Decision, DecisionVerdict, ListStanding, ScreeningRecord, SourceId};
use publish::{MatchRow, QueryRow};
use serde::Deserialize;
use std::sync::Arc;

/// A screening that was kept, in a line.
struct Kept {
    at: String,
    by: String,
    queries: usize,
    alerts: usize,
    case: String,
}

#[derive(Template)]
#[template(path = "screening.html")]
struct DeskPage {
    frame: Frame,
    lists: Vec<ListStanding>,
    kept: Vec<Kept>,
    may_screen: bool,
}

/// Screenings in the list of the desk.
const SHOWN: usize = 20;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let (clearance, now) = (visitor.clearance(), (desk.options().clock)());
    let (lists, screenings) = desk
        .look(move |workspace| {
            Ok((engine::list_standings(workspace, clearance, now)?, workspace.screenings(clearance)?))
        })
        .await?;
    let kept = screenings.into_iter().rev().take(SHOWN).map(Cleared::into_inner).map(kept);
    let view = DeskPage {
        frame: Frame::new(&visitor, Place::Screening, "Screening"),
        lists: lists.into_iter().map(Cleared::into_inner).collect(),
        kept: kept.collect(),
        may_screen: visitor.may(Role::Analyst),
    };
    page(&view)
}

fn kept(record: ScreeningRecord) -> Kept {
    Kept {
        alerts: record.queries.iter().map(|query| query.alerts.len()).sum(),
        queries: record.queries.len(),
        case: record.id.to_string(),
        at: record.at,
        by: record.by,
    }
}

/// A column of a file, as the preview shows it.
struct PreviewColumn {
    heading: String,
    meaning: String,
    examples: Vec<String>,
}

#[derive(Template)]
#[template(path = "screening_preview.html")]
struct PreviewPage {
    frame: Frame,
    id: String,
    columns: Vec<PreviewColumn>,
    queries: usize,
    failed: Vec<(u64, String)>,
    meanings: Vec<&'static str>,
}

/// What a column of a file of queries may be taken for.
const MEANINGS: [&str; 16] = [
    "id",
    "schema",
    "name",
    "alias",
    "firstName",
    "middleName",
    "lastName",
    "birthDate",
    "country",
    "gender",
    "address",
    "addressPart",
    "registrationNumber",
    "imoNumber",
    "number",
    "line",
];

/// Takes names or a file. Names are screened at once; a file is shown first, with what its columns are taken for.
pub(crate) async fn ask(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    form: Multipart,
) -> Result<Response, Fault> {
    let upload = receive(form).await?;
    let schema = upload.field("schema").unwrap_or_default().to_owned();
    let job = desk.jobs().begin(&visitor, "Screening")?;
    if let Some(names) = upload.field("names") {
        let path = upload.folder.path().join("names.txt");
        std::fs::write(&path, names).map_err(|_| Fault::Broken)?;
        let reading = QueryReading { schema, ..QueryReading::default() };
        let file = engine::read_queries(&path, &reading).map_err(|error| upload.fault(error))?;
        return start(desk, visitor, job, file, reading);
    }
    if upload.files.is_empty() {
        job.end(Err(Fault::Invalid("nothing was asked".to_owned())));
        return Err(Fault::Invalid("write some names, or choose a file".to_owned()));
    }
    let reading = QueryReading { schema, undecided: true, ..QueryReading::default() };
    let (id, shown) = (job.id.clone(), preview(&upload, &reading)?);
    *job.held() = Some(upload);
    let PreviewParts { columns, queries, failed } = shown;
    let view = PreviewPage {
        frame: Frame::new(&visitor, Place::Screening, "What the columns mean"),
        id,
        columns,
        queries,
        failed,
        meanings: MEANINGS.to_vec(),
    };
    page(&view)
}

struct PreviewParts {
    columns: Vec<PreviewColumn>,
    queries: usize,
    failed: Vec<(u64, String)>,
}

/// Examples shown of each column, and failed rows shown of a file.
const EXAMPLES: usize = 3;
const FAILURES: usize = 10;

fn preview(upload: &Upload, reading: &QueryReading) -> Result<PreviewParts, Fault> {
    let path = upload.files.first().ok_or(Fault::Broken)?;
    let file = engine::read_queries(path, reading).map_err(|error| upload.fault(error))?;
    let columns = file.columns.iter().map(|column| PreviewColumn {
        heading: column.heading.clone(),
        meaning: column.meaning.clone().unwrap_or_default(),
        examples: examples(&file, column.meaning.as_deref()),
    });
    Ok(PreviewParts {
        columns: columns.collect(),
        queries: file.queries.len(),
        failed: file.failed.into_iter().take(FAILURES).collect(),
    })
}

/// What stands in a column, by what it was taken for.
fn examples(file: &QueryFile, meaning: Option<&str>) -> Vec<String> {
    let Some(meaning) = meaning else { return Vec::new() };
    let value = |one: &engine::ReadQuery| match meaning {
        "id" => Some(one.query.entity.id.clone()),
        "schema" => Some(one.query.entity.schema.clone()),
        property => one.query.entity.values(property).first().map(|value| (*value).to_owned()),
    };
    file.queries.iter().filter_map(value).take(EXAMPLES).collect()
}

/// What the columns mean, as the preview's form sends it: `column-0=name`, with the headings beside.
pub(crate) async fn run_file(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let job = desk.jobs().of(&visitor, &id)?;
    let upload = job.held().take();
    let upload =
        upload.ok_or_else(|| Fault::Invalid("this file was screened already: send it again".to_owned()))?;
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let mut columns = Vec::new();
    for number in 0.. {
        let Some(heading) = field(&format!("heading-{number}")) else { break };
        let meaning = field(&format!("column-{number}")).and_then(ColumnMeaning::named);
        columns.extend(meaning.map(|meaning| (heading.to_owned(), meaning)));
    }
    let path = upload.files.first().ok_or(Fault::Broken)?;
    let reading =
        QueryReading { columns, schema: field("schema").unwrap_or_default().to_owned(), undecided: false };
    let read = engine::read_queries(path, &reading);
    let file = match read {
        Ok(file) => file,
        Err(error) => {
            let fault = upload.fault(error);
            // What was sent waits for a better answer.
            *job.held() = Some(upload);
            return Err(fault);
        }
    };
    start(desk, visitor, job, file, reading)
}

/// Screens in the background and leads to the page of its progress.
fn start(
    desk: Desk,
    visitor: Visitor,
    job: Arc<Job>,
    file: QueryFile,
    reading: QueryReading,
) -> Result<Response, Fault> {
    if file.queries.is_empty() {
        job.end(Err(Fault::Invalid("there is no query".to_owned())));
        return Err(Fault::Invalid("no row of this file asks for anybody".to_owned()));
    }
    job.standing().total = file.queries.len();
    let next = format!("/screening/{}", job.id);
    let request = ScreenRequest {
        queries: file.queries,
        columns: file.columns,
        fields: Vec::new(),
        limit: RESULTS,
        reading,
        date: None,
        threads: desk.options().threads,
    };
    tokio::spawn(async move {
        let (act, clearance, told) = (desk.act(&visitor.name), visitor.clearance(), Arc::clone(&job));
        let outcome = desk
            .change("screen", move |workspace| {
                let mut ground = Ground::of_workspace(workspace, clearance, &act)?;
                let report = engine::screen_and_keep(&mut ground, workspace, &act, &request)?;
                let mut standing = told.standing();
                standing.done = report.get().queries.len();
                standing.report = Some(Arc::new(report));
                Ok(())
            })
            .await;
        job.end(outcome);
    });
    Ok(Redirect::to(&next).into_response())
}

/// Results asked for each query.
const RESULTS: usize = 20;

/// A query with what is shown of its results.
struct Shown {
    name: String,
    standing: &'static str,
    tone: &'static str,
    alerts: Vec<MatchRow>,
    below: usize,
    query: QueryRow,
}

#[derive(Template)]
#[template(path = "screening_report.html")]
struct ReportPage {
    frame: Frame,
    id: String,
    made: String,
    by: String,
    algorithm: String,
    threshold: f64,
    lists: Vec<ListStanding>,
    evidence: Option<usize>,
    not_asked: Vec<String>,
    warnings: Vec<String>,
    shown: Vec<Shown>,
    hits: usize,
    total: usize,
    filter: String,
    may_decide: bool,
}

/// Which queries are shown.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default, deserialize_with = "filled")]
    only: Option<String>,
}

/// Queries on a page of results.
const QUERIES: usize = 200;

pub(crate) async fn report(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Fault> {
    let job = desk.jobs().of(&visitor, &id)?;
    let report = job.standing().report.clone();
    let Some(report) = report else { return Ok(Redirect::to(&format!("/progress/{id}")).into_response()) };
    let report = report.get();
    let only = which.only.unwrap_or_else(|| "hits".to_owned());
    let is_hit = |query: &QueryRow| !matches!(query.standing.as_str(), "nothing" | "insufficient");
    let chosen = report.queries.iter().filter(|query| match only.as_str() {
        "hits" => is_hit(query),
        "nothing" => !is_hit(query),
        _ => true,
    });
    let chosen: Vec<&QueryRow> = chosen.take(QUERIES).collect();
    desk.note_reads(&visitor, sources_of(&chosen)).await?;
    let mut shown: Vec<Shown> = chosen.into_iter().map(shown).collect();
    for one in &mut shown {
        // What holds for the whole stands above.
        one.query.warnings.retain(|warning| !report.warnings.contains(warning));
    }
    // What has to be looked at comes first.
    shown.sort_by_key(|shown| match shown.query.standing.as_str() {
        "match" => 0,
        "conflicting" => 1,
        "documented_not_listed" => 2,
        "insufficient" => 3,
        _ => 4,
    });
    let view = ReportPage {
        frame: Frame::new(&visitor, Place::Screening, "Results"),
        made: report.made.clone(),
        by: report.by.clone(),
        algorithm: report.algorithm.clone(),
        threshold: report.threshold,
        lists: report.lists.clone(),
        evidence: report.evidence,
        not_asked: report.not_asked.clone(),
        warnings: report.warnings.clone(),
        hits: report.queries.iter().filter(|query| is_hit(query)).count(),
        total: report.queries.len(),
        shown,
        filter: only,
        may_decide: visitor.may(Role::Analyst),
        id,
    };
    page(&view)
}

/// The sources whose passages stand with these results.
fn sources_of(queries: &[&QueryRow]) -> Vec<SourceId> {
    let evidence = queries.iter().flat_map(|query| &query.results).filter_map(|one| one.evidence.as_ref());
    let passages = evidence.flat_map(|evidence| evidence.passages.iter().chain(&evidence.replies));
    passages.filter_map(|passage| passage.source_id.parse().ok()).collect()
}

fn shown(query: &QueryRow) -> Shown {
    let (standing, tone) = match query.standing.as_str() {
        "match" => ("on a list", "bad"),
        "conflicting" => ("conflicting", "warn"),
        "documented_not_listed" => ("documented, not listed", "warn"),
        "insufficient" => ("not enough to ask with", ""),
        _ => ("nothing", "good"),
    };
    let asked = query.asked.get("name").or(query.asked.get("line")).and_then(|names| names.first());
    let alerts: Vec<MatchRow> = query.results.iter().filter(|one| one.score >= THRESHOLD).cloned().collect();
    Shown {
        name: asked.cloned().unwrap_or_else(|| query.id.clone()),
        standing,
        tone,
        below: query.results.len() - alerts.len(),
        alerts,
        query: query.clone(),
    }
}

/// The report as a file.
pub(crate) async fn report_file(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let job = desk.jobs().of(&visitor, &id)?;
    let report = job.standing().report.clone();
    let report = report.ok_or_else(|| Fault::NotFound("report yet".to_owned()))?;
    let queries: Vec<&QueryRow> = report.get().queries.iter().collect();
    desk.note_reads(&visitor, sources_of(&queries)).await?;
    let mut bytes = Vec::new();
    let written = |outcome: Result<(), publish::PublishError>| outcome.map_err(engine::Error::from);
    let (media_type, name) = match form.as_str() {
        "csv" => {
            written(publish::write_screening_csv(&mut bytes, &report).map(|_| ()))?;
            ("text/csv; charset=utf-8", "screening.csv")
        }
        "xlsx" => {
            written(publish::write_screening_xlsx(&mut bytes, &report).map(|_| ()))?;
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "screening.xlsx")
        }
        "json" => {
            written(publish::write_screening_json(&mut bytes, &report))?;
            ("application/json", "screening.json")
        }
        "html" => {
            written(publish::write_screening_html(&mut bytes, &report))?;
            ("text/html; charset=utf-8", "screening.html")
        }
        _ => return Err(Fault::NotFound("form of report".to_owned())),
    };
    desk.note_export(&visitor, name).await?;
    Ok(download(media_type, name, bytes))
}

/// A decision as a form sends it.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    verdict: String,
    #[serde(default, deserialize_with = "filled")]
    note: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    case: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    back: Option<String>,
}

pub(crate) async fn decide(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Form(decided): Form<Decided>,
) -> Result<Response, Fault> {
    let verdict: DecisionVerdict = decided
        .verdict
        .parse()
        .map_err(|_| Fault::Invalid("a decision is true, false or unsure".to_owned()))?;
    let act = desk.act(&visitor.name);
    let request = DecideRequest { matched: id, verdict, note: decided.note, case: decided.case };
    desk.change("decide", move |workspace| Ok(engine::decide(workspace, &act, &request)?)).await?;
    // Only back to a page of results: an address from outside must not lead anywhere else.
    let back = decided.back.filter(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let next = back.map_or_else(|| "/decisions".to_owned(), |id| format!("/screening/{id}?only=all"));
    Ok(Redirect::to(&next).into_response())
}

#[derive(Template)]
#[template(path = "decisions.html")]
struct DecisionsPage {
    frame: Frame,
    decisions: Vec<Decision>,
}

/// All decisions, the latest first.
pub(crate) async fn decisions(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let clearance = visitor.clearance();
    let decisions = desk.look(move |workspace| Ok(workspace.decisions(clearance)?)).await?;
    let view = DecisionsPage {
        frame: Frame::new(&visitor, Place::Screening, "Decisions"),
        decisions: decisions.into_iter().rev().map(Cleared::into_inner).collect(),
    };
    page(&view)
}
