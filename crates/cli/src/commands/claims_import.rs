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
/// Importing a newer version of a table keeps the claims of rows that say the same, with their reviews; those of rows that say
/// otherwise or are gone are superseded, and stay on record. `docs/tables.md` has a worked example.
#[derive(Debug, Args)]
pub(crate) struct ClaimsImportArgs {
    /// The table.
    table: PathBuf,
    /// What its columns mean, in TOML.
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    /// What the table is called: a file under the name of an imported table is a newer version of it. Otherwise `name` of the
    /// mapping, or the path of the table.
    #[arg(long = "table", value_name = "NAME")]
    name: Option<String>,
    /// How far the table may travel: open, internal, sealed.
    #[arg(long, value_name = "WORD")]
    sensitivity: Option<Sensitivity>,
}

pub(crate) fn run_claims_import(app: &App, args: &ClaimsImportArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("claims import")?;
    let request = ImportRequest {
        table: args.table.clone(),
        map: args.map.clone(),
        name: args.name.clone(),
        sensitivity: args.sensitivity,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let report = engine::import_claims(&workspace, &Reader::of_workspace(&workspace)?, &app.act(), &request)?;
    let mut messages = app.messages();
    let name = path(&args.table);
    for (line, note) in &report.notes {
        writeln!(messages, "note: {name}:{line}: {}", printable(note))?;
    }
    for engine::Refused { line, reason, .. } in &report.refused {
        writeln!(messages, "failed: {name}:{line}: {}", printable(reason))?;
    }
    for row in report.superseded.iter() {
        let reviewed = if row.was_reviewed { "; it had been reviewed" } else { "" };
        let old = short(row.claim.as_str());
        match &row.by {
            Some(by) => {
                let new = short(by.as_str());
                writeln!(
                    messages,
                    "changed: row {}: claim {new} instead of {old}{reviewed}",
                    printable(&row.row)
                )?;
            }
            None => {
                writeln!(messages, "gone: row {}: claim {old} is superseded{reviewed}", printable(&row.row))?
            }
        }
    }
    let known = if report.known == 0 { String::new() } else { format!(", {} here already", report.known) };
    let superseded = match report.superseded.len() {
        0 => String::new(),
        number => format!(", {number} of an earlier version superseded"),
    };
    let source = report.source.as_ref().map_or("", |source| short(source.as_str()));
    let sealed = if report.is_sealed { "sealed " } else { "" };
    writeln!(
        messages,
        "{} of {name} ({sealed}source {source}){known}{superseded}",
        count(report.added, "new claim")
    )?;
    Ok(End::of(report.refused.len()))
}
