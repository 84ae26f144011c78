use crate::app::{App, End};
use crate::commands::ocr::OcrArgs;
use crate::commands::web::{WebArgs, WebBar, as_file, print_reports};
use crate::format::{count, one_line, short};
use crate::progress::Bar;
use anyhow::Context;
use archive::{Change, Workspace};
use clap::Args;
use engine::{AddRequest, FileEnd, FileReport, ITEMS_A_RUN, Reader, WebRequest};
use model::{Clearance, DocumentStatus, Sensitivity};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// Add files, folders and addresses on the web: each becomes a source with its document and claims.
///
/// Folders are read with all that lies in them; names that begin with a dot are left out. Adding again changes only what is
/// new. Each file ends as read, partial (some is missing) or failed, and is reported with the reason.
///
/// Addresses (http and https) are fetched with manners: robots.txt is asked first, requests to one site come one after the other with a
/// pause, and what did not change is not sent again. Nothing but the public network is asked unless `--allow-private` says so.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Files, folders, and addresses such as <https://news.example/report>.
    #[arg(required_unless_present = "feeds", value_name = "PATH|URL")]
    paths: Vec<PathBuf>,
    /// Add the items of this feed (RSS, Atom, JSON Feed) or sitemap that are not here yet.
    #[arg(long = "feed", value_name = "URL")]
    feeds: Vec<String>,
    /// Items of one feed that are fetched at most.
    #[arg(long, value_name = "N", default_value_t = ITEMS_A_RUN)]
    limit: usize,
    /// How far these sources may travel: open, internal or sealed; otherwise as the settings say.
    #[arg(long, value_name = "SENSITIVITY")]
    sensitivity: Option<Sensitivity>,
    /// Print one JSON object for each file.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ocr: OcrArgs,
    #[command(flatten)]
    web: WebArgs,
}

#[derive(Default)]
struct Tally {
    new: usize,
    known: usize,
    failed: usize,
    unopened: usize,
    claims: usize,
}

/// What became of a file, as JSON.
#[derive(Serialize)]
struct FileRow<'a> {
    path: String,
    end: &'static str,
    reason: Option<&'a str>,
    source_id: Option<&'a str>,
    claims: Option<usize>,
}

pub(crate) fn run_add(app: &App, args: AddArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("add")?;
    let reader = args.ocr.equip(Reader::of_workspace(&workspace)?)?;
    let is_address = |path: &PathBuf| path.to_str().is_some_and(fetch::looks_like_address);
    let (addresses, paths): (Vec<_>, Vec<_>) = args.paths.iter().cloned().partition(is_address);
    let mut tally = Tally::default();
    if !paths.is_empty() {
        add_files(app, &workspace, &reader, &args, paths, &mut tally)?;
    }
    if !addresses.is_empty() || !args.feeds.is_empty() {
        add_addresses(app, &workspace, &reader, &args, &addresses, &mut tally)?;
    }
    writeln!(app.messages(), "{}", tally.sentence())?;
    Ok(End::of(tally.failed + tally.unopened))
}

fn add_addresses(
    app: &App,
    workspace: &Workspace,
    reader: &Reader,
    args: &AddArgs,
    addresses: &[PathBuf],
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let mut bar = WebBar::new();
    let fetcher = args.web.fetcher(workspace, &bar)?;
    let request = WebRequest {
        addresses: addresses.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        feeds: args.feeds.clone(),
        sensitivity: args.sensitivity,
        most_items: args.limit,
        threads: app.threads(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let added = engine::add_from_web(workspace, reader, &fetcher, &app.act(), &request, &mut bar);
    let reports = std::mem::take(&mut bar.reports);
    drop(bar);
    for report in &reports {
        tally.count(&as_file(report));
    }
    print_reports(app, &reports, added.as_deref().unwrap_or_default(), args.json)?;
    added?;
    Ok(())
}

fn add_files(
    app: &App,
    workspace: &Workspace,
    reader: &Reader,
    args: &AddArgs,
    paths: Vec<PathBuf>,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let request = AddRequest {
        paths,
        sensitivity: args.sensitivity,
        threads: app.threads(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        stop: None,
    };
    let mut printed = Ok(());
    let mut bar = Bar::new(|report: FileReport| {
        tally.count(&report);
        if printed.is_ok() {
            printed = if args.json { print_row(app, &report) } else { print_line(app, &report) };
        }
    });
    let added = engine::add(workspace, reader, &app.act(), &request, &mut bar);
    drop(bar);
    added?;
    printed.context("cannot print what became of the files")
}

impl Tally {
    fn count(&mut self, report: &FileReport) {
        match &report.end {
            FileEnd::Skipped { .. } => self.unopened += 1,
            FileEnd::Added { status: DocumentStatus::Failed, .. }
            | FileEnd::Unchanged { status: DocumentStatus::Failed, .. } => self.failed += 1,
            FileEnd::Added { change: Change::Nothing | Change::NewRoute, .. } => self.known += 1,
            FileEnd::Added { claims, .. } => {
                self.new += 1;
                self.claims += claims.unwrap_or(0);
            }
            FileEnd::Unchanged { .. } | FileEnd::Sealed { .. } => self.known += 1,
        }
    }

    fn sentence(&self) -> String {
        let mut parts = vec![format!("{} read, {}", count(self.new, "file"), count(self.claims, "claim"))];
        if self.known > 0 {
            parts.push(format!("{} here already", self.known));
        }
        if self.failed > 0 {
            parts.push(format!("{} failed (see `manumit sources --failed`)", self.failed));
        }
        if self.unopened > 0 {
            parts.push(format!("{} could not be opened", self.unopened));
        }
        parts.join("; ")
    }
}

/// The word for how a file ended, and why.
pub(crate) fn words(end: &FileEnd) -> (&'static str, Option<&str>) {
    match end {
        FileEnd::Added { status, reason, change, .. } => {
            let word = match (status, change) {
                (DocumentStatus::Read, Change::Nothing | Change::NewRoute) => "known",
                (DocumentStatus::Read, _) => "read",
                (DocumentStatus::Partial, _) => "partial",
                (DocumentStatus::Failed, _) => "failed",
            };
            (word, reason.as_deref())
        }
        FileEnd::Unchanged { status: DocumentStatus::Failed, reason, .. } => ("failed", reason.as_deref()),
        FileEnd::Unchanged { reason, .. } => ("known", reason.as_deref()),
        FileEnd::Sealed { .. } => ("sealed", Some("here already, sealed")),
        FileEnd::Skipped { reason } => ("failed", Some(reason)),
    }
}

fn print_line(app: &App, report: &FileReport) -> std::io::Result<()> {
    let (word, reason) = words(&report.end);
    let path = crate::format::path(&report.path);
    let outcome = match &report.end {
        FileEnd::Added { source, claims: Some(claims), status, .. } if *status != DocumentStatus::Failed => {
            format!("  {}  {}", short(source.as_str()), count(*claims, "claim"))
        }
        FileEnd::Added { source, claims: None, .. } => format!("  {}  sealed", short(source.as_str())),
        _ => String::new(),
    };
    let reason = reason.map(|reason| format!("  ({})", one_line(reason))).unwrap_or_default();
    writeln!(app.text(), "{word:<8}{path}{outcome}{reason}")
}

fn print_row(app: &App, report: &FileReport) -> std::io::Result<()> {
    let (end, reason) = words(&report.end);
    let (source_id, claims) = match &report.end {
        FileEnd::Added { source, claims, .. } => (Some(source.as_str()), *claims),
        FileEnd::Unchanged { source, .. } | FileEnd::Sealed { source } => (Some(source.as_str()), None),
        FileEnd::Skipped { .. } => (None, None),
    };
    let row = FileRow { path: report.path.display().to_string(), end, reason, source_id, claims };
    // A report names what the person just named; it holds nothing of what is inside.
    let row = Clearance::Workspace.admit(row, Sensitivity::Internal);
    publish::write_json_lines(&mut app.rows(), row).map(|_| ()).map_err(std::io::Error::other)
}
