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

    /// Looks at a page, again for as long as it says that it comes back by itself.
    pub(crate) fn get(&self, path: &str) -> Answer {
        for _ in 0..60 {
            let request = Request::get(path).header("host", "localhost:7373");
            let answer = self.send(request.body(Body::empty()).unwrap());
            if !answer.headers.contains_key("refresh") {
                return answer;
            }
        }
        panic!("{path} never came back")
    }

    /// Sends a form.
    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        let request = Request::post(path)
            .header("host", "localhost:7373")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.to_owned())).unwrap())
    }

    /// Sends a form with files: field, name of the file, content.
    pub(crate) fn upload(&self, path: &str, parts: &[(&str, Option<&str>, &str)]) -> Answer {
        let mut body = String::new();
        for (field, file, content) in parts {
            let file = file.map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
            body.push_str(&format!(
                "--limit\r\ncontent-disposition: form-data; name=\"{field}\"{file}\r\n\r\n{content}\r\n"
            ));
        }
        body.push_str("--limit--\r\n");
        let request = Request::post(path)
            .header("host", "localhost:7373")
            .header("content-type", "multipart/form-data; boundary=limit");
        self.send(request.body(Body::from(body)).unwrap())
    }

    /// Lets work in the background go on for a moment.
    pub(crate) fn wait(&self) {
        self.runtime.block_on(async { tokio::time::sleep(std::time::Duration::from_millis(20)).await });
    }

    /// The first link on the page at `path` that begins so.
    pub(crate) fn first_link(&self, path: &str, beginning: &str) -> String {
        let page = self.get(path);
        let start =
            page.body.find(&format!("href=\"{beginning}")).unwrap_or_else(|| panic!("{}", page.body)) + 6;
        page.body[start..].split(['"', '#', '?']).next().unwrap().to_owned()
    }

    /// The page at `path` once it has `words`, following where it leads meanwhile.
    pub(crate) fn until(&self, path: &str, words: &str) -> String {
        let mut last = String::new();
        for _ in 0..600 {
            let mut answer = self.get(path);
            if let Some(next) = answer.headers.get("location") {
                answer = self.get(next.to_str().unwrap());
            }
            if answer.body.contains(words) {
                return answer.body;
            }
            last = answer.body;
            self.runtime.block_on(async { tokio::time::sleep(std::time::Duration::from_millis(50)).await });
        }
        panic!("`{words}` never came: {last}")
    }
}
