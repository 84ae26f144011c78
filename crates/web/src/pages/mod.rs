//! Pages for people, a file each: what is asked, the view of it, the template that shows it.

mod accounts;
mod add;
mod asked;
mod claim;
mod columns;
mod design;
mod dossier;
mod extract;
mod feeds;
mod figures;
mod home;
mod kept;
mod labels;
mod ledger;
mod library;
mod linked_data;
mod lists;
mod mark;
mod passage;
mod screening;
mod search;
mod source;
mod stories;
mod upload;

pub(crate) use accounts::ask_to_sign_in;

use crate::{Came, Fault, Need, Role, Routes, Visitor, assets};
use askama::Template;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// All pages; `public` where strangers may read what is open.
pub(crate) fn routes(public: bool) -> Routes {
    let look = if public { Need::Nothing } else { Need::Role(Role::Reader) };
    let read = Need::Role(Role::Reader);
    let analyse = Need::Role(Role::Analyst);
    let edit = Need::Role(Role::Editor);
    let files = DefaultBodyLimit::max(upload::LARGEST);
    accounts::routes()
        .get("/", look, home::show)
        .get("/library", look, library::show)
        .get("/library/stories", read, stories::show)
        .get("/labels/import", edit, labels::import_form)
        .post("/labels/import", edit, labels::import.layer(files))
        .get("/feeds", look, feeds::list)
        .get("/feeds/{kind}/{file}", look, feeds::read)
        .get("/sources/{id}", look, source::show)
        .get("/sources/{id}/mark", edit, mark::form)
        .post("/sources/{id}/mark", edit, mark::add)
        .get("/sources/{id}/original", read, source::original)
        .get("/sources/{id}/text", look, source::text)
        .get("/sources/{id}/custody", read, source::custody)
        .get("/sources/{id}/cite/{form}", look, source::citation)
        .get("/sources/{id}/labels", read, labels::history)
        .post("/sources/{id}/labels", edit, labels::set)
        .get("/add", edit, add::form)
        .post("/add", edit, add::receive_files.layer(files))
        .get("/progress/{id}", read, add::work)
        .get("/screening", read, screening::show)
        .post("/screening", analyse, screening::ask.layer(files))
        .get("/screening/{id}", read, screening::report)
        .post("/screening/{id}/run", analyse, screening::run_file)
        .get("/screening/{id}/report/{form}", read, screening::report_file)
        .post("/matches/{id}/decide", analyse, screening::decide)
        .get("/decisions", read, screening::decisions)
        .get("/screenings/{id}", read, kept::show)
        .post("/screenings/{id}/again", analyse, kept::again.layer(files))
        .get("/rescreening/{id}", read, kept::changes)
        .get("/dossier", analyse, dossier::show)
        .get("/dossier/{form}", analyse, dossier::file)
        .get("/lists", read, lists::list)
        .post("/lists", edit, lists::add.layer(files))
        .get("/lists/{name}", read, lists::show)
        .post("/lists/{name}", edit, lists::update.layer(files))
        .post("/lists/{name}/remove", edit, lists::remove)
        .get("/lists/{name}/entries", read, lists::entries)
        .get("/lists/{name}/changes", read, lists::changes)
        .get("/design", look, design::show)
        .get("/search", look, search::show)
        .post("/search/keep", analyse, search::keep)
        .post("/search/forget", analyse, search::forget)
        .get("/ledger", look, ledger::show)
        .get("/ledger/export/{form}", look, ledger::export)
        .get("/claims/{id}", look, claim::show)
        .post("/claims/{id}/review", edit, claim::review)
        .get("/review", edit, claim::queue)
        .and(figures::routes())
}

pub(crate) use stories::{Told, told_stories};
pub(crate) use upload::Upload;

/// What is around every page.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// What the page shows, in its title.
    pub(crate) title: String,
    /// The part of the house it belongs to.
    pub(crate) place: Place,
    /// Who looks.
    pub(crate) visitor: Visitor,
}

/// The parts of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Library,
    Ledger,
    Figures,
    Places,
    Screening,
    Elsewhere,
}

/// Where a link of the main navigation leads.
pub(crate) struct Door {
    pub(crate) place: Place,
    pub(crate) path: &'static str,
    pub(crate) name: &'static str,
}

const DOORS: [Door; 6] = [
    Door { place: Place::Home, path: "/", name: "Overview" },
    Door { place: Place::Library, path: "/library", name: "Library" },
    Door { place: Place::Ledger, path: "/ledger", name: "Ledger" },
    Door { place: Place::Figures, path: "/figures", name: "Figures" },
    Door { place: Place::Places, path: "/places", name: "Places" },
    Door { place: Place::Screening, path: "/screening", name: "Screening" },
];

impl Frame {
    pub(crate) fn new(visitor: &Visitor, place: Place, title: impl Into<String>) -> Self {
        Self { title: title.into(), place, visitor: visitor.clone() }
    }

    pub(crate) fn assets(&self) -> &'static str {
        &assets::VERSION
    }

    pub(crate) fn doors(&self) -> Vec<&'static Door> {
        let is_guest = matches!(self.visitor.came, Came::Guest { .. });
        let is_public = |door: &&Door| matches!(door.place, Place::Home | Place::Library | Place::Ledger);
        let is_open = |door: &&Door| self.visitor.may(Role::Reader) || (is_guest && is_public(door));
        DOORS.iter().filter(is_open).collect()
    }

    /// Whether somebody has signed in.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.visitor.came == Came::Session
    }

    /// Whether there is a door to sign in at.
    pub(crate) fn can_sign_in(&self) -> bool {
        self.visitor.came == Came::Guest { door: true }
    }

    /// Whether they manage accounts.
    pub(crate) fn manages_accounts(&self) -> bool {
        self.is_signed_in() && self.visitor.may(Role::Admin)
    }
}

/// A moment as people read it, to the minute: `2026-03-01 12:00 UTC`; what is none stays as it is.
pub(crate) fn moment(rfc3339: &str) -> String {
    let parts = rfc3339.get(..10).zip(rfc3339.get(11..16)).filter(|_| rfc3339.ends_with('Z'));
    parts.map_or_else(|| rfc3339.to_owned(), |(day, minute)| format!("{day} {minute} UTC"))
}

/// The template as an answer.
pub(crate) fn page(template: &impl Template) -> Result<Response, Fault> {
    template.render().map(|text| Html(text).into_response()).map_err(|_| Fault::Broken)
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    frame: Frame,
    heading: &'static str,
    reason: String,
    next: &'static str,
}

/// The page that says what went wrong, and what to do.
pub(crate) fn failure(fault: &Fault) -> Response {
    let status = fault.status();
    let (heading, next) = match status {
        StatusCode::NOT_FOUND => (
            "Not here",
            "It may have been sealed, withdrawn or never been here. Search for it, or go back to the overview.",
        ),
        StatusCode::UNAUTHORIZED => {
            ("Sign in", "Nothing was changed. Sign in, or send a token that has not ended.")
        }
        StatusCode::TOO_MANY_REQUESTS => {
            ("Wait a little", "Nothing was changed. Somebody tried too often to get in.")
        }
        StatusCode::FORBIDDEN => ("Not for you here", "Go back, or ask somebody who manages this workspace."),
        _ if matches!(fault, Fault::UnderWay(_)) => (
            "A moment, please",
            "Documents or claims have changed, and all of them are looked at again. This page comes back by itself.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => ("Busy", "Nothing was changed. Try again in a moment."),
        StatusCode::INTERNAL_SERVER_ERROR => (
            "Something broke",
            "Nothing was changed by this request. Try again; if it happens again, run `manumit audit verify` on the workspace.",
        ),
        _ => ("That did not work", "Nothing was changed. Go back, mend it and send it again."),
    };
    let view = FailurePage {
        frame: Frame::new(&Visitor::stranger(), Place::Elsewhere, heading),
        heading,
        reason: fault.to_string(),
        next,
    };
    let mut answer = match page(&view) {
        Ok(answer) => (status, answer).into_response(),
        Err(_) => status.into_response(),
    };
    if let Fault::TooMany(seconds) = fault {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    if matches!(fault, Fault::UnderWay(_)) {
        let seconds = HeaderValue::from_static("2");
        answer.headers_mut().insert(header::REFRESH, seconds.clone());
        answer.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    answer
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        failure(&self)
    }
}

/// What answers where there is no route.
pub(crate) async fn nothing_here() -> Response {
    failure(&Fault::NotFound("such page".to_owned()))
}
