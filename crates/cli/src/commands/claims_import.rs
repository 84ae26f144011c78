use crate::app::{App, End};
use crate::format::{count, path, printable, short};
use clap::Args;
use engine::{ImportRequest, Reader};
use model::Sensitivity;
use std::io::Write;
use std::path::PathBuf;

/// Make claims of the rows of a table (CSV, XLSX); a mapping file says what its columns mean.
///
/// The table becomes a source, and each row the passage of a claim, which keeps the row's id, citation, address and note.
/// Importing again adds only what is new. `docs/tables.md` has a worked example.
#[derive(Debug, Args)]
pub(crate) struct ClaimsImportArgs {
    /// The table.
    table: PathBuf,
    /// What its columns mean, in TOML.
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    /// How far the table may travel: open, internal.
    #[arg(long, value_name = "WORD")]
    sensitivity: Option<Sensitivity>,
}

pub(crate) fn run_claims_import(app: &App, args: &ClaimsImportArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("claims import")?;
    let request = ImportRequest {
        table: args.table.clone(),
        map: args.map.clone(),
        sensitivity: args.sensitivity,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let report = engine::import_claims(&workspace, &Reader::of_workspace(&workspace)?, &app.act(), &request)?;
    let mut messages = app.messages();
    let name = path(&args.table);
    for (line, note) in &report.notes {
        writeln!(messages, "note: {name}:{line}: {}", printable(note))?;
    }
    for (line, reason) in &report.refused {
        writeln!(messages, "failed: {name}:{line}: {}", printable(reason))?;
    }
    let known = if report.known == 0 { String::new() } else { format!(", {} here already", report.known) };
    let source = report.source.as_ref().map_or("", |source| short(source.as_str()));
    writeln!(messages, "{} of {name} (source {source}){known}", count(report.added, "new claim"))?;
    Ok(End::of(report.refused.len()))
}
