//! A workspace with the demonstration documents, and a way to ask its pages.

use archive::{Act, Writer};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use std::cell::Cell;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use tempfile::TempDir;
use tower::ServiceExt;
use web::{Desk, Entrance, Offer, Options, application};

thread_local! {
    static LATER: Cell<i64> = const { Cell::new(0) };
}

/// The moment it is in every test: always the same, unless time is moved on.
pub(crate) fn now() -> Timestamp {
    let begin: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    begin + SignedDuration::from_secs(LATER.get())
}

/// Lets seconds pass, for this test alone.
pub(crate) fn pass(seconds: i64) {
    LATER.set(LATER.get() + seconds);
}

/// A workspace that lasts as long as the test, and its application.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    desk: Desk,
    app: Router,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl House {
    /// With the demonstration documents.
    pub(crate) fn with_demonstration(offer: Offer) -> Self {
        let folder = TempDir::new().unwrap();
        let dir = folder.path().join("case");
        let reader = engine::Reader::embedded().unwrap();
        let act = Act::new("tester", now());
        let threads = NonZeroUsize::MIN;
        drop(engine::demo(&dir, &reader, Writer::new("test", now()), &act, threads, "0").unwrap());
        Self::opened(folder, offer, Entrance::default())
    }

    /// Over the workspace `case` in a folder.
    pub(crate) fn opened(folder: TempDir, offer: Offer, entrance: Entrance) -> Self {
        let (workspace, actor) = (folder.path().join("case"), "tester".to_owned());
        let threads = NonZeroUsize::MIN;
        let options =
            Options { workspace, actor, offer, local: !entrance.behind_tls, entrance, threads, clock: now };
        let desk = Desk::open(options).unwrap();
        let app = application(desk.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { folder, desk, app, runtime }
    }

    /// The workspace's folder.
    pub(crate) fn case(&self) -> PathBuf {
        self.folder.path().join("case")
    }

    /// The code on the terminal.
    pub(crate) fn setup_code(&self) -> Option<String> {
        self.desk.setup_code()
    }

    /// Sends a request.
    pub(crate) fn send(&self, request: Request<Body>) -> Answer {
        let (parts, bytes) = self.runtime.block_on(async {
            let answer = self.app.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            (parts, to_bytes(body, 64 << 20).await.unwrap())
        });
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Looks at a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("host", "localhost:7373");
        self.send(request.body(Body::empty()).unwrap())
    }
}
