//! A workspace with the demonstration documents, and a way to ask its pages.

use archive::{Act, Writer};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use jiff::Timestamp;
use std::num::NonZeroUsize;
use tempfile::TempDir;
use tower::ServiceExt;
use web::{Desk, Offer, Options, application};

/// The moment it is in every test.
pub(crate) fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// A workspace that lasts as long as the test, and its application.
pub(crate) struct House {
    pub(crate) folder: TempDir,
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
        let options =
            Options { workspace: dir, actor: "tester".to_owned(), offer, local: true, threads, clock: now };
        let app = application(Desk::open(options).unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { folder, app, runtime }
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
