use crate::app::{App, End};
use crate::commands::ocr::OcrArgs;
use crate::format::{gist, printable, short, speakers};
use crate::table::{Column, write_table};
use clap::Args;
use engine::Reader;
use model::{Clearance, DocumentStatus};
use std::io::Write;
use std::path::PathBuf;

/// Find the claims in files without a workspace.
#[derive(Debug, Args)]
pub(crate) struct ExtractArgs {
    /// Files and folders.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object for each claim.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ocr: OcrArgs,
}

pub(crate) fn run_extract(app: &App, args: &ExtractArgs) -> anyhow::Result<End> {
    let reader = args.ocr.equip(Reader::embedded()?)?;
    let mut failed = 0;
    let mut rows = app.rows();
    let columns = [
        Column::fixed("id"),
        Column::fixed("kind"),
        Column::flexible("says", 24),
        Column::flexible("place", 8),
        Column::fixed("zone"),
        Column::flexible("who says so", 20),
        Column::flexible("words", 24),
    ];
    engine::extract_files(
        &reader,
        &args.files,
        app.threads(),
        Clearance::Workspace,
        |file| -> anyhow::Result<()> {
            if file.status != DocumentStatus::Read {
                failed += usize::from(file.status == DocumentStatus::Failed);
                let (path, reason) =
                    (crate::format::path(&file.path), file.reason.as_deref().unwrap_or_default());
                writeln!(app.messages(), "{}: {}: {}", file.status, path, printable(reason))?;
            }
            if args.json {
                publish::write_json_lines(&mut rows, file.claims)?;
                return Ok(());
            }
            let cells: Vec<Vec<String>> = file
                .claims
                .iter()
                .map(|claim| {
                    let row = claim.get();
                    vec![
                        short(row.id.as_str()).to_owned(),
                        row.kind.to_string(),
                        gist(row),
                        row.places.join(", "),
                        row.zone.to_string(),
                        speakers(&row.attribution),
                        row.quote.clone(),
                    ]
                })
                .collect();
            let mut text = app.text();
            writeln!(text, "{}", crate::format::path(&file.path))?;
            if !cells.is_empty() {
                write_table(&mut text, app.width(), &columns, &cells)?;
            }
            writeln!(text)?;
            Ok(())
        },
    )?;
    Ok(End::of(failed))
}
