use crate::app::{App, End};
use crate::format::{count, one_line, path, printable, short};
use archive::{LabelChange, ShortName};
use clap::{Args, Subcommand};
use model::Clearance;
use std::io::Write;
use std::path::PathBuf;

/// Put tags, a category and a note on a source, or show those it has with their history.
///
/// Nothing is overwritten: each change stays on record with who made it and when.
#[derive(Debug, Args)]
pub(crate) struct LabelArgs {
    /// The source, by the beginning of its id.
    source: String,
    /// A tag to put on (`x` or `+x`) or to take off (`-x`); may be given several times.
    #[arg(long, value_name = "+TAG", allow_hyphen_values = true)]
    tag: Vec<String>,
    /// The category; `-` takes it away.
    #[arg(long, value_name = "CATEGORY", allow_hyphen_values = true)]
    category: Option<String>,
    /// A note for people of this workspace; `-` takes it away.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// Print one JSON object for each change that was made so far.
    #[arg(long)]
    json: bool,
}

/// Take tags, categories and notes of many sources from a table.
#[derive(Debug, Args)]
pub(crate) struct LabelsArgs {
    #[command(subcommand)]
    command: LabelsCommand,
}

#[derive(Debug, Subcommand)]
enum LabelsCommand {
    Import(ImportArgs),
}

/// Take labels from a CSV table with the columns sha256, path or url, and tags, category, note.
///
/// A blank cell changes nothing; `-` takes a category or a note away, and a tag with `-` before it. Tags are parted by commas
/// or semicolons.
#[derive(Debug, Args)]
struct ImportArgs {
    /// The table.
    table: PathBuf,
    /// Change nothing; only say what would be changed.
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run_label(app: &App, args: &LabelArgs) -> anyhow::Result<End> {
    let mut change = LabelChange {
        category: engine::category_of(args.category.as_deref().unwrap_or_default())
            .map_err(anyhow::Error::msg)?,
        note: engine::note_of(args.note.as_deref().unwrap_or_default()),
        ..LabelChange::default()
    };
    for tag in &args.tag {
        let tags = engine::tags_of(tag).map_err(anyhow::Error::msg)?;
        change.add.extend(tags.add);
        change.remove.extend(tags.remove);
    }
    if change.is_empty() {
        return show(app, args);
    }
    let workspace = app.open_for_writing("label")?;
    let source = workspace.resolve_source(&args.source)?;
    let name = short(source.as_str());
    match engine::label(&workspace, &app.act(), &source, &change)? {
        Some(record) => writeln!(app.messages(), "source {name}: {}", one_line(&record.change.to_string()))?,
        None => writeln!(app.messages(), "source {name} has these labels already")?,
    }
    Ok(End::Done)
}

fn show(app: &App, args: &LabelArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let source = workspace.resolve_source(&args.source)?;
    let labels = engine::labels_of(&workspace, Clearance::Workspace, &source)?;
    if args.json {
        let history = labels.map(|labels| labels.history).each();
        publish::write_json_lines(&mut app.rows(), history)?;
        return Ok(End::Done);
    }
    let labels = labels.into_inner();
    let mut text = app.text();
    let tags: Vec<&str> = labels.now.tags.keys().map(ShortName::as_str).collect();
    writeln!(text, "tags      {}", printable(&tags.join(", ")))?;
    writeln!(
        text,
        "category  {}",
        printable(labels.now.category.as_ref().map(ShortName::as_str).unwrap_or_default())
    )?;
    writeln!(text, "note      {}", one_line(labels.now.note.as_deref().unwrap_or_default()))?;
    for record in &labels.history {
        writeln!(text, "{}  {}  {}", record.at, printable(&record.by), one_line(&record.change.to_string()))?;
    }
    writeln!(app.messages(), "{}", count(labels.history.len(), "change"))?;
    Ok(End::Done)
}

fn run_import(app: &App, args: &ImportArgs) -> anyhow::Result<End> {
    let workspace = if args.dry_run { app.open()? } else { app.open_for_writing("labels import")? };
    let report = engine::import_labels(&workspace, &app.act(), &args.table, args.dry_run)?;
    let name = path(&args.table);
    let mut messages = app.messages();
    for column in &report.ignored {
        writeln!(messages, "note: {name}: the column `{}` is not used", printable(column))?;
    }
    for (line, reason) in &report.refused {
        writeln!(messages, "failed: {name}:{line}: {}", printable(reason))?;
    }
    for row in &report.changed {
        writeln!(
            app.text(),
            "{}:{}  {}  {}",
            name,
            row.line,
            short(row.source.as_str()),
            one_line(&row.change.to_string())
        )?;
    }
    let done = if args.dry_run { "would be changed" } else { "changed" };
    writeln!(messages, "{} {done}, {} so already", count(report.changed.len(), "source"), report.same)?;
    Ok(End::of(report.refused.len()))
}

pub(crate) fn run_labels(app: &App, args: &LabelsArgs) -> anyhow::Result<End> {
    match &args.command {
        LabelsCommand::Import(args) => run_import(app, args),
    }
}
