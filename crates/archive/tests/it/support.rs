//! A workspace in a temporary folder, and plain items to put into it.

use archive::{Act, Added, Content, Mode, NewReview, NewSource, Reading, Settings, Workspace, Writer};
use model::{
    AcquisitionFacts, AcquisitionRoute, Claim, ClaimId, CodePoints, Document, DocumentStatus, Kind, Metadata,
    Passage, RuleId, Sensitivity, SourceId, Span, Verdict, Zone, ZoneSpan,
};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) workspace: Workspace,
}

/// A workspace that nobody has open; it goes away with its folder.
pub(crate) struct Closed {
    pub(crate) root: PathBuf,
    folder: TempDir,
}

/// The `second`-th second of the test's day, by a person with no name.
pub(crate) fn act(second: u32) -> Act {
    Act::new("reviewer", format!("2026-01-02T03:04:{second:02}Z").parse().unwrap())
}

pub(crate) fn writer() -> Writer {
    Writer { wait: Duration::from_millis(200), ..Writer::new("test", act(0).at) }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(&Settings::default())
    }

    pub(crate) fn with(settings: &Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::init(&folder.path().join("case"), settings, writer(), &act(0)).unwrap();
        Self { folder, workspace }
    }

    /// A folder outside of the workspace.
    pub(crate) fn outside(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.workspace.root().to_owned()
    }

    pub(crate) fn closed(self) -> Closed {
        let Self { folder, workspace } = self;
        Closed { root: workspace.root().to_owned(), folder }
    }

    /// Closes the workspace and runs `between` before it is opened again.
    pub(crate) fn reopened(self, between: impl FnOnce(&Path)) -> Self {
        let Closed { root, folder } = self.closed();
        between(&root);
        let workspace = Workspace::open(&root, Mode::Write(writer())).unwrap();
        Self { folder, workspace }
    }

    pub(crate) fn add(&self, path: &str, text: &str, quotes: &[&str]) -> Added {
        self.workspace.add_source(&act(1), &item(path, text, quotes)).unwrap()
    }
}

pub(crate) fn item<'a>(path: &str, text: &'a str, quotes: &[&str]) -> NewSource<'a> {
    NewSource {
        content: Content::Bytes(text.as_bytes()),
        facts: AcquisitionFacts::default(),
        route: AcquisitionRoute::Path { path: path.to_owned() },
        tool_version: "0.1.0".to_owned(),
        sensitivity: None,
        reading: reading(&SourceId::of(text.as_bytes()), "reader 1", text, quotes),
    }
}

pub(crate) fn sealed<'a>(path: &str, text: &'a str, quotes: &[&str]) -> NewSource<'a> {
    NewSource { sensitivity: Some(Sensitivity::Sealed), ..item(path, text, quotes) }
}

/// A reading whose text is `text`, with a claim at every occurrence of each of `quotes`.
pub(crate) fn reading(source: &SourceId, version: &str, text: &str, quotes: &[&str]) -> Reading {
    let claims = quotes.iter().flat_map(|quote| {
        text.match_indices(quote)
            .enumerate()
            .map(|(ordinal, (start, _))| claim(source, text, start, quote, ordinal))
    });
    Reading {
        context: String::new(),
        reader_version: version.to_owned(),
        document: document(text),
        claims: claims.collect(),
        signature: Some(format!("0:{}", text.len())),
    }
}

pub(crate) fn document(text: &str) -> Document {
    Document {
        media_type: "text/plain".to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text: text.to_owned(),
        zones: vec![ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }],
        metadata: Metadata {
            title: text.lines().next().map(str::to_owned),
            published: "2018-04-03".parse().ok(),
            ..Metadata::default()
        },
    }
}

pub(crate) fn claim(source: &SourceId, text: &str, start: usize, quote: &str, ordinal: usize) -> Claim {
    let passage = Passage::at(text, &CodePoints::new(text), Span::new(start, start + quote.len())).unwrap();
    Claim {
        places: vec!["PL".to_owned()],
        ..Claim::bare(
            ClaimId::derive(source, Kind::WorkerCount, None, None, quote, ordinal),
            Kind::WorkerCount,
            passage,
            RuleId::new("worker_count/plain"),
        )
    }
}

pub(crate) fn verdict(claim: &ClaimId, verdict: Verdict) -> NewReview {
    NewReview { claim: claim.clone(), verdict, corrections: Vec::new(), note: None }
}

/// Runs SQL on a ledger behind the back of the archive.
pub(crate) fn edit_ledger(root: &Path, sql: &'static str) {
    on_ledger(root, sql, || ());
}

/// Does `work` while another program reads the ledger.
pub(crate) fn while_reading<T>(root: &Path, work: impl FnOnce() -> T) -> T {
    on_ledger(root, "begin; select count(*) from claims", work)
}

/// Does `work` while the connection that ran `sql` is open.
pub(crate) fn on_ledger<T>(root: &Path, sql: &'static str, work: impl FnOnce() -> T) -> T {
    use sqlx::{Connection, Executor};
    let path = root.join(".manumit/ledger.db");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut connection = runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).foreign_keys(false);
        let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
        connection.execute(sql).await.unwrap();
        connection
    });
    let outcome = work();
    runtime.block_on(async {
        let _ = connection.execute("rollback").await;
        connection.close().await.unwrap();
    });
    outcome
}
