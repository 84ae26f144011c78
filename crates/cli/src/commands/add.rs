use crate::app::{App, End};
use crate::commands::ocr::OcrArgs;
use crate::format::{count, one_line, short};
use crate::progress::Bar;
use anyhow::Context;
use archive::Change;
use clap::Args;
use engine::{AddRequest, FileEnd, FileReport, Reader};
use model::{Clearance, DocumentStatus, Sensitivity};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// Add files and folders: each becomes a source with its document and claims.
///
/// Folders are read with all that lies in them; names that begin with a dot are left out. Adding again changes only what is
/// new. Each file ends as read, partial (some is missing) or failed, and is reported with the reason.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Files and folders.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How far these sources may travel: open, internal or sealed; otherwise as the settings say.
    #[arg(long, value_name = "SENSITIVITY")]
    sensitivity: Option<Sensitivity>,
    /// Print one JSON object for each file.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ocr: OcrArgs,
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
    let request = AddRequest {
        paths: args.paths,
        sensitivity: args.sensitivity,
        threads: app.threads(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut tally = Tally::default();
    let mut printed = Ok(());
    let mut bar = Bar::new(|report: FileReport| {
        tally.count(&report);
        if printed.is_ok() {
            printed = if args.json { print_row(app, &report) } else { print_line(app, &report) };
        }
    });
    let added = engine::add(&workspace, &reader, &app.act(), &request, &mut bar);
    drop(bar);
    added?;
    printed.context("cannot print what became of the files")?;
    writeln!(app.messages(), "{}", tally.sentence())?;
    Ok(End::of(tally.failed + tally.unopened))
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

/// The word for how a file ended, why, and what came of it.
fn words(report: &FileReport) -> (&'static str, Option<&str>) {
    match &report.end {
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
    let (word, reason) = words(report);
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
    let (end, reason) = words(report);
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
