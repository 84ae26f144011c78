//! A workspace with lists and documents of every sensitivity, and a way to ask its API.

use archive::{Act, Mode, Settings as WorkspaceSettings, Workspace, Writer};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use engine::{AddRequest, NewFiles, NewList, Reader};
use jiff::Timestamp;
use model::Sensitivity;
use serde_json::{Value, json};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tower::ServiceExt;
use web::api::{Limits, RequestLine, Settings, make_key};
use web::{Desk, Offer, Options, application};

/// A list of made-up parties in FollowTheMoney form.
const LIST: &str = concat!(
    r#"{"id":"x-1","schema":"Person","properties":{"name":["TESTOVICH, Ivan Petrovich"],"birthDate":["1961-04-12"],"nationality":["ru"],"topics":["sanction"],"addressEntity":["adr-1"],"shoeSize":["44"]},"datasets":["alpha"]}"#,
    "\n",
    r#"{"id":"x-2","schema":"Company","properties":{"name":["Exemplar General Trading Company Limited"],"jurisdiction":["cn"],"topics":["sanction"]},"datasets":["beta"]}"#,
    "\n",
    r#"{"id":"x-3","schema":"Company","properties":{"name":["Beispiel Übersee GmbH"],"country":["de"]},"datasets":["beta"]}"#,
    "\n",
    r#"{"id":"s-1","schema":"Sanction","properties":{"entity":["x-1"],"program":["P-1"],"listingDate":["2019-02-03"]},"datasets":["alpha"]}"#,
    "\n",
    r#"{"id":"adr-1","schema":"Address","properties":{"full":["1 Example Street, Sampletown"],"country":["ru"]},"datasets":["alpha"]}"#,
    "\n",
    r#"{"id":"own-1","schema":"Ownership","properties":{"owner":["x-2"],"asset":["x-3"],"percentage":["60"]},"datasets":["beta"]}"#,
    "\n",
);
const OWN_LIST: &str = concat!(
    r#"{"id":"i-1","schema":"Person","properties":{"name":["Hiddenova Maria"]},"datasets":["watched"]}"#,
    "\n"
);

/// Employers that documents name: of an open one, an internal one and a sealed one.
pub(crate) const OPEN: &str = "Northern Example Fisheries";
pub(crate) const INTERNAL: &str = "Lakeside Muster Textiles";
pub(crate) const SEALED: &str = "Southern Sample Holdings";

fn page(employer: &str) -> String {
    format!(
        r#"<!doctype html><html lang="en"><head><title>At the works</title>
<meta property="article:published_time" content="2019-05-02T08:00:00Z"></head><body><article><h1>At the works</h1>
<p>About 120 North Korean workers were employed by {employer} in Russia in 2018, the Example Labour Institute said.
Their passports were confiscated by {employer}, the institute said.</p></article></body></html>"#
    )
}

pub(crate) fn now() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

pub(crate) fn act() -> Act {
    Act::new("tester", now())
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}: {}", self.status, self.body))
    }

    /// The `detail` of an error.
    pub(crate) fn detail(&self) -> String {
        self.json()["detail"].as_str().unwrap_or_default().to_owned()
    }
}

/// The workspace, on disk as long as the test lasts.
pub(crate) struct Case {
    pub(crate) folder: TempDir,
}

impl Case {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let recipient = engine::keygen(&folder.path().join("identity")).unwrap();
        let settings =
            WorkspaceSettings { sealing_recipient: Some(recipient), ..WorkspaceSettings::default() };
        let writer = Writer::new("test", now());
        let workspace = engine::init(&folder.path().join("case"), &settings, writer, &act()).unwrap();
        for (name, text, sensitivity) in
            [("shown", LIST, Sensitivity::Open), ("watched", OWN_LIST, Sensitivity::Internal)]
        {
            let list = NewList {
                name: name.to_owned(),
                sensitivity: Some(sensitivity),
                rhythm_days: Some(7),
                ..NewList::default()
            };
            let published = Some("2026-02-27".to_owned());
            let paths = vec![write(&format!("{name}.json"), text)];
            engine::add_list(&workspace, &act(), &list, &NewFiles { paths, published, accept: Vec::new() })
                .unwrap();
        }
        let reader = Reader::embedded().unwrap();
        for (name, employer, sensitivity) in [
            ("open.html", OPEN, Sensitivity::Open),
            ("internal.html", INTERNAL, Sensitivity::Internal),
            ("sealed.html", SEALED, Sensitivity::Sealed),
        ] {
            let request = AddRequest {
                paths: vec![write(name, &page(employer))],
                sensitivity: Some(sensitivity),
                threads: NonZeroUsize::MIN,
                tool_version: "0".to_owned(),
                stop: None,
            };
            let mut told = Vec::new();
            engine::add(&workspace, &reader, &act(), &request, &mut told).unwrap();
            assert_eq!(told.len(), 1);
        }
        drop(workspace);
        Self { folder }
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.folder.path().join("case")
    }

    pub(crate) fn open_for_writing(&self) -> Workspace {
        Workspace::open(&self.dir(), Mode::Write(Writer::new("test", now()))).unwrap()
    }

    pub(crate) fn options(&self) -> Options {
        Options {
            workspace: self.dir(),
            actor: "tester".to_owned(),
            offer: Offer::Api,
            entrance: web::Entrance::default(),
            local: true,
            threads: NonZeroUsize::new(2).unwrap(),
            clock: now,
        }
    }

    /// A file with a key, and the key.
    pub(crate) fn key_file(&self) -> (PathBuf, String) {
        let made = make_key([7; 32], "customs desk").unwrap();
        let path = self.folder.path().join("keys");
        std::fs::write(&path, &made.line).unwrap();
        (path, made.key)
    }

    /// The API without keys.
    pub(crate) fn open_api(self) -> Api {
        Api::new(self, None, Limits::default())
    }

    /// The API with one key, which requests come with unless they say otherwise.
    pub(crate) fn api_with_key(self) -> Api {
        let (path, key) = self.key_file();
        let mut api = Api::new(self, Some(path), Limits::default());
        api.key = Some(key);
        api
    }
}

/// The API of a case, asked without a port.
pub(crate) struct Api {
    _case: Case,
    pub(crate) key: Option<String>,
    pub(crate) log: Arc<Mutex<Vec<RequestLine>>>,
    app: Router,
    runtime: tokio::runtime::Runtime,
}

impl Api {
    pub(crate) fn new(case: Case, key_file: Option<PathBuf>, limits: Limits) -> Self {
        let log: Arc<Mutex<Vec<RequestLine>>> = Arc::default();
        let kept = log.clone();
        let settings = Settings {
            key_file,
            limits,
            log: Some(Arc::new(move |line: &RequestLine| kept.lock().unwrap().push(line.clone()))),
        };
        let app = application(Desk::open_with_api(case.options(), settings).unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { _case: case, key: None, log, app, runtime }
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Answer {
        let (parts, bytes) = self.runtime.block_on(async {
            let answer = self.app.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            (parts, to_bytes(body, 64 << 20).await.unwrap())
        });
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// A request with the key, where there is one.
    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("host", "localhost:7373");
        match &self.key {
            Some(key) => request.header("authorization", format!("ApiKey {key}")),
            None => request,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap())
    }

    pub(crate) fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        let request = self.request("POST", path).header("content-type", "application/json");
        self.send(request.body(body.into()).unwrap())
    }

    /// The answer to one query by name.
    pub(crate) fn ask(&self, path: &str, schema: &str, name: &str) -> Value {
        let body = json!({"queries": {"q": {"schema": schema, "properties": {"name": [name]}}}});
        let answer = self.post(path, body.to_string());
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.json()["responses"]["q"].clone()
    }
}
