//! Adding documents: files from a browser become sources; what became of each is told as it happens.

use super::extract::{Multipart, Path};
use super::upload::{Upload, receive};
use super::{Frame, Place, page};
use crate::jobs::{Job, Line};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{AddRequest, FileEnd, FileReport, Progress};
use model::{DocumentStatus, Sensitivity};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "add.html")]
struct AddPage {
    frame: Frame,
    default: Sensitivity,
}

pub(crate) async fn form(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let default = desk.look(|workspace| Ok(workspace.settings().sensitivity)).await?;
    page(&AddPage { frame: Frame::new(&visitor, Place::Library, "Add documents"), default })
}

pub(crate) async fn receive_files(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    form: Multipart,
) -> Result<Response, Fault> {
    let upload = receive(form).await?;
    if upload.files.is_empty() {
        return Err(Fault::Invalid("no file was chosen".to_owned()));
    }
    let sensitivity = super::asked::meant::<Sensitivity>("sensitivity", upload.field("sensitivity"))?;
    if sensitivity == Some(Sensitivity::Sealed) {
        return Err(Fault::Invalid(
            "what is to be sealed never goes through a browser: add it with `manumit add --sensitivity sealed`".to_owned(),
        ));
    }
    let job =
        desk.jobs().begin(&visitor, format!("Adding {}", publish::count(upload.files.len(), "file")))?;
    let next = format!("/progress/{}", job.id);
    tokio::spawn(add(desk, visitor, upload, sensitivity, job));
    Ok(Redirect::to(&next).into_response())
}

async fn add(desk: Desk, visitor: Visitor, upload: Upload, sensitivity: Option<Sensitivity>, job: Arc<Job>) {
    let request = AddRequest {
        paths: upload.files.clone(),
        sensitivity,
        threads: desk.options().threads,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        stop: Some(upload.folder.path().to_owned()),
    };
    let (own, told, act) = (desk.clone(), Arc::clone(&job), desk.act(&visitor.name));
    let outcome = desk
        .change("add", move |workspace| {
            let reader = own.reader(workspace)?;
            let mut teller = Teller { job: told, folder: upload.folder.path().to_owned() };
            engine::add(workspace, reader, &act, &request, &mut teller)?;
            drop(upload);
            Ok(())
        })
        .await;
    job.end(outcome);
}

/// Writes down what became of each file.
struct Teller {
    job: Arc<Job>,
    folder: std::path::PathBuf,
}

impl Progress<FileReport> for Teller {
    fn begin(&mut self, total: usize) {
        self.job.standing().total = total;
    }

    fn more(&mut self, count: usize) {
        self.job.standing().total += count;
    }

    fn item(&mut self, report: FileReport) {
        let name = report.path.strip_prefix(&self.folder).unwrap_or(&report.path).display().to_string();
        let (end, reason, source) = match report.end {
            FileEnd::Added { source, status, reason, claims, .. } => {
                let claims = claims.map(|claims| publish::count(claims, "claim"));
                (word(status), reason.or(claims), Some(source))
            }
            FileEnd::Unchanged { source, reason, .. } => ("here already", reason, Some(source)),
            FileEnd::Sealed { .. } => ("here already, sealed", None, None),
            FileEnd::Skipped { reason } => ("not taken", Some(reason), None),
        };
        let link = source.map(|source| format!("/sources/{source}"));
        self.job.standing().push(Line { name, end, reason, link });
    }
}

fn word(status: DocumentStatus) -> &'static str {
    match status {
        DocumentStatus::Read => "read",
        DocumentStatus::Partial => "partly read",
        DocumentStatus::Failed => "not readable",
    }
}

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage {
    frame: Frame,
    title: String,
    done: usize,
    total: usize,
    lines: Vec<Line>,
    unlisted: usize,
    ended: Option<Result<(), String>>,
}

/// How far some work has come; the page renews itself until it is done.
pub(crate) async fn work(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let job = desk.jobs().of(&visitor, &id)?;
    let standing = job.standing().clone();
    if standing.report.is_some() {
        return Ok(Redirect::to(&format!("/screening/{id}")).into_response());
    }
    if standing.rescreening.is_some() {
        return Ok(Redirect::to(&format!("/rescreening/{id}")).into_response());
    }
    let view = WorkPage {
        frame: Frame::new(&visitor, Place::Library, &job.title),
        title: job.title.clone(),
        done: standing.done,
        total: standing.total.max(standing.done).max(1),
        lines: standing.lines,
        unlisted: standing.unlisted,
        ended: standing.ended,
    };
    page(&view)
}
