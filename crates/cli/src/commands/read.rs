use crate::app::{App, End};
use crate::commands::ocr::OcrArgs;
use crate::format::printable;
use crate::table::{Column, write_table};
use clap::Args;
use engine::Reader;
use model::{Clearance, DocumentStatus};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Read files without a workspace: text, zones, metadata.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// Files and folders.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object for each file.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ocr: OcrArgs,
}

pub(crate) fn run_read(app: &App, args: &ReadArgs) -> anyhow::Result<End> {
    let reader = args.ocr.equip(Reader::without_rules()?)?;
    let mut failed = 0;
    let mut rows = app.rows();
    let mut cells = Vec::new();
    engine::read_files(
        &reader,
        &args.files,
        app.threads(),
        Clearance::Workspace,
        |row| -> anyhow::Result<()> {
            let read = row.get();
            if read.status == DocumentStatus::Failed {
                failed += 1;
                let reason = read.reason.as_deref().unwrap_or_default();
                writeln!(
                    app.messages(),
                    "failed: {}: {}",
                    crate::format::path(std::path::Path::new(&read.path)),
                    printable(reason)
                )?;
            }
            if args.json {
                publish::write_json_lines(&mut rows, [row])?;
                return Ok(());
            }
            let mut zones: BTreeMap<_, usize> = BTreeMap::new();
            for zone in &read.zones {
                *zones.entry(zone.zone).or_default() += zone.end - zone.start;
            }
            let zones: Vec<String> = zones.iter().map(|(zone, length)| format!("{zone} {length}")).collect();
            cells.push(vec![
                read.status.to_string(),
                read.path.clone(),
                read.media_type.clone(),
                read.language.clone().unwrap_or_default(),
                read.published.as_ref().map(ToString::to_string).unwrap_or_default(),
                read.words.to_string(),
                zones.join(", "),
                read.title.clone().unwrap_or_default(),
            ]);
            Ok(())
        },
    )?;
    let columns = [
        Column::fixed("status"),
        Column::flexible("file", 24),
        Column::fixed("type"),
        Column::fixed("language"),
        Column::fixed("published"),
        Column::fixed("words").right(),
        Column::flexible("zones (characters)", 24),
        Column::flexible("title", 20),
    ];
    if !cells.is_empty() {
        write_table(&mut app.text(), app.width(), &columns, &cells)?;
    }
    Ok(End::of(failed))
}
