use crate::app::{App, End};
use crate::commands::web::{WebArgs, WebBar};
use crate::format::{one_line, short};
use crate::table::{Column, write_table};
use clap::{Args, Subcommand, ValueEnum};
use engine::{Accept, ListDiff, ListLoaded, NewFiles, NewList};
use model::{Clearance, ListStanding, PublicationBasis, Sensitivity};
use std::io::Write;
use std::path::PathBuf;

/// Keep official lists: add one, load a new version, see how old they are, compare versions.
#[derive(Debug, Args)]
pub(crate) struct ListsArgs {
    #[command(subcommand)]
    command: ListsCommand,
}

#[derive(Debug, Subcommand)]
enum ListsCommand {
    Add(AddArgs),
    Update(UpdateArgs),
    Status(StatusArgs),
    Diff(DiffArgs),
    Remove(RemoveArgs),
    Official(OfficialArgs),
}

/// Add a list with its first version.
///
/// For an official list (`manumit lists official`), its name says all there is to know: `manumit lists add ofac-sdn` fetches it from its
/// publisher, `manumit lists add ofac-sdn sdn.csv alt.csv add.csv` takes it from files.
#[derive(Debug, Args)]
struct AddArgs {
    /// What the list is called here: lower-case letters, digits and `-`.
    name: String,
    #[command(flatten)]
    files: FilesArgs,
    /// The format, where the name or the files do not show it: ofac-sdn, ofac-non-sdn, un-sc, us-csl or ftm.
    #[arg(long, value_name = "FORMAT", conflicts_with = "mapping")]
    format: Option<String>,
    /// For a table: the file that says what its columns mean (see docs/lists.md).
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The list's title.
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Days within which a new version is expected.
    #[arg(long, value_name = "DAYS")]
    rhythm_days: Option<u32>,
    /// open (anyone may see its entries) or internal (people of this workspace).
    #[arg(long, value_name = "SENSITIVITY")]
    sensitivity: Option<Sensitivity>,
}

/// Load a new version of a list; where something is wrong with it, the version in use stays.
///
/// Without files, official lists are fetched from their publishers, all files of a list as one version. What did not change since the
/// last time is not sent again.
#[derive(Debug, Args)]
struct UpdateArgs {
    /// The list; without it, every official list in use.
    name: Option<String>,
    #[command(flatten)]
    files: FilesArgs,
}

#[derive(Debug, Args)]
struct FilesArgs {
    /// The files; without any, an official list is fetched from its publisher.
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// The day of publication, where the files do not say it: 2026-03-15.
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// What you have looked at and accept.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    accept: Vec<AcceptWord>,
    /// Print one JSON object that says what was loaded.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    web: WebArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AcceptWord {
    /// New columns or elements.
    Drift,
    /// A missing end mark.
    Truncation,
    /// A sudden fall in what there is.
    Fall,
    /// A version published before the one in use.
    Older,
}

/// Show the lists in use, how old they are, and which are too old.
#[derive(Debug, Args)]
struct StatusArgs {
    /// Show all versions of this list instead.
    name: Option<String>,
    /// Print one JSON object for each list or version.
    #[arg(long)]
    json: bool,
}

/// Show what changed between two versions.
#[derive(Debug, Args)]
struct DiffArgs {
    /// A list, for its version in use, or the beginning of a version's id.
    first: String,
    /// The version to compare it with; without it, FIRST is compared with the version before.
    second: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Take a list out of use. Its versions stay, because decisions may rest on them.
#[derive(Debug, Args)]
struct RemoveArgs {
    /// The list.
    name: String,
}

/// Show the official lists that are known, and where they are published.
#[derive(Debug, Args)]
struct OfficialArgs {}

pub(crate) fn run_lists(app: &App, args: ListsArgs) -> anyhow::Result<End> {
    match args.command {
        ListsCommand::Add(args) => run_add(app, args),
        ListsCommand::Update(args) => run_update(app, args),
        ListsCommand::Status(args) => run_status(app, &args),
        ListsCommand::Diff(args) => run_diff(app, &args),
        ListsCommand::Remove(args) => run_remove(app, &args),
        ListsCommand::Official(_) => run_official(app),
    }
}

impl FilesArgs {
    fn new_files(&self) -> NewFiles {
        let accept = self.accept.iter().map(|word| match word {
            AcceptWord::Drift => Accept::Drift,
            AcceptWord::Truncation => Accept::Truncation,
            AcceptWord::Fall => Accept::Fall,
            AcceptWord::Older => Accept::Older,
        });
        NewFiles { paths: self.paths.clone(), published: self.published.clone(), accept: accept.collect() }
    }
}

fn run_add(app: &App, args: AddArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("lists add")?;
    let files = args.files.new_files();
    let new = NewList {
        name: args.name,
        format: args.format,
        mapping: args.mapping,
        title: args.title,
        rhythm_days: args.rhythm_days,
        sensitivity: args.sensitivity,
    };
    let loaded = if files.paths.is_empty() {
        let bar = WebBar::new();
        engine::fetch_list(&workspace, &args.files.web.fetcher(&workspace, &bar)?, &app.act(), &new, &files)?
    } else {
        engine::add_list(&workspace, &app.act(), &new, &files)?
    };
    ready(app, &workspace)?;
    tell(app, &loaded, args.files.json)
}

fn run_update(app: &App, args: UpdateArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("lists update")?;
    let files = args.files.new_files();
    let json = args.files.json;
    if let Some(name) = args.name.as_ref().filter(|_| !files.paths.is_empty()) {
        let loaded = engine::update_list(&workspace, &app.act(), name, &files)?;
        ready(app, &workspace)?;
        return tell(app, &loaded, json);
    }
    let in_use = engine::lists_with_address(&workspace)?;
    let names = args.name.map_or_else(|| in_use.clone(), |name| vec![name]);
    if names.is_empty() {
        writeln!(
            app.messages(),
            "No official list is in use: `manumit lists official` shows which are known."
        )?;
        return Ok(End::Done);
    }
    let bar = WebBar::new();
    let fetcher = args.files.web.fetcher(&workspace, &bar)?;
    let mut failed = 0_usize;
    for name in names {
        if !in_use.contains(&name) {
            // What is wrong with the name is told as for files.
            engine::list_versions(&workspace, Clearance::Workspace, &name)?;
        }
        let new = NewList { name: name.clone(), ..NewList::default() };
        match engine::fetch_list(&workspace, &fetcher, &app.act(), &new, &files) {
            Ok(loaded) => {
                tell(app, &loaded, json)?;
            }
            Err(error) => {
                failed += 1;
                writeln!(
                    app.messages(),
                    "{name}: NOT updated, the version in use stays: {}",
                    one_line(&error.to_string())
                )?;
            }
        }
    }
    ready(app, &workspace)?;
    Ok(End::of(failed))
}

fn tell(app: &App, loaded: &ListLoaded, json: bool) -> anyhow::Result<End> {
    let record = loaded.change.record();
    let standing = &loaded.standing;
    if json {
        serde_json::to_writer(&mut app.rows(), standing)?;
        writeln!(app.rows())?;
    }
    let mut messages = app.messages();
    let entries = match standing.entries {
        1 => "1 entry".to_owned(),
        entries => format!("{entries} entries"),
    };
    let version = short(standing.version.as_str());
    let published = standing.published.as_deref().map(|day| format!(", published {day}")).unwrap_or_default();
    match &loaded.change {
        archive::ListChange::Same(_) => {
            writeln!(messages, "{}: unchanged, version {version}, {entries}{published}", standing.list)?;
        }
        archive::ListChange::New(_) => {
            writeln!(messages, "{}: version {version} is in use, {entries}{published}", standing.list)?;
        }
    }
    let of_schemas: Vec<_> =
        record.version.counts.iter().map(|(schema, count)| format!("{schema} {count}")).collect();
    writeln!(messages, "  {}", of_schemas.join(", "))?;
    if let Some([added, removed, changed]) = loaded.difference {
        writeln!(messages, "  {added} added, {removed} removed, {changed} changed")?;
    }
    for notice in &record.version.notices {
        writeln!(messages, "  note: {}", one_line(notice))?;
    }
    for accepted in record.accepted.iter().filter(|accepted| !record.version.notices.contains(accepted)) {
        writeln!(messages, "  accepted: {}", one_line(accepted))?;
    }
    warn(app, standing)?;
    Ok(End::Done)
}

/// Makes the screening index ready. The list is kept already, so a failure here costs only time later, and is told as that.
fn ready(app: &App, workspace: &archive::Workspace) -> anyhow::Result<()> {
    if let Err(error) = engine::ready_lists(workspace, &app.act()) {
        let why = one_line(&error.to_string());
        writeln!(
            app.messages(),
            "note: the screening index was not made ready; the next screening makes it: {why}"
        )?;
    }
    Ok(())
}

fn warn(app: &App, standing: &ListStanding) -> anyhow::Result<()> {
    if let Some(warning) = &standing.warning {
        let loud = if standing.overdue { "WARNING" } else { "note" };
        writeln!(app.messages(), "{loud}: {}", one_line(warning))?;
    }
    Ok(())
}

fn run_status(app: &App, args: &StatusArgs) -> anyhow::Result<End> {
    match &args.name {
        Some(name) => run_versions(app, name, args.json),
        None => run_standings(app, args.json),
    }
}

fn run_standings(app: &App, json: bool) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let standings = engine::list_standings(&workspace, Clearance::Workspace, app.act().at)?;
    if json {
        publish::write_json_lines(&mut app.rows(), standings)?;
        return Ok(End::Done);
    }
    if standings.is_empty() {
        writeln!(app.messages(), "No lists yet: `manumit lists official` shows which are known.")?;
        return Ok(End::Done);
    }
    let columns = [
        Column::fixed("list"),
        Column::fixed("state"),
        Column::fixed("age").right(),
        Column::fixed("rhythm").right(),
        Column::fixed("published"),
        Column::fixed("entries").right(),
        Column::fixed("version"),
        Column::flexible("title", 20),
    ];
    let cells: Vec<Vec<String>> = standings.iter().map(|standing| cells(standing.get())).collect();
    write_table(&mut app.text(), app.width(), &columns, &cells)?;
    for standing in &standings {
        warn(app, standing.get())?;
    }
    Ok(End::Done)
}

fn cells(standing: &ListStanding) -> Vec<String> {
    let published = match (&standing.published, standing.published_basis) {
        (Some(day), PublicationBasis::Given) => format!("{day} (given)"),
        (Some(day), _) => day.clone(),
        (None, _) => "not known".to_owned(),
    };
    vec![
        standing.list.clone(),
        if standing.overdue { "OVERDUE" } else { "current" }.to_owned(),
        standing.age_days.map_or_else(|| "not known".to_owned(), |days| format!("{days} d")),
        format!("{} d", standing.rhythm_days),
        published,
        standing.entries.to_string(),
        short(standing.version.as_str()).to_owned(),
        standing.title.clone(),
    ]
}

fn run_versions(app: &App, name: &str, json: bool) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let versions = engine::list_versions(&workspace, Clearance::Workspace, name)?;
    if json {
        publish::write_json_lines(&mut app.rows(), versions)?;
        return Ok(End::Done);
    }
    let columns = [
        Column::fixed("version"),
        Column::fixed("loaded"),
        Column::fixed("by"),
        Column::fixed("published"),
        Column::fixed("entries").right(),
        Column::flexible("files (SHA-256)", 30),
        Column::flexible("accepted", 10),
    ];
    let cells = versions.iter().map(|record| {
        let record = record.get();
        let files =
            record.version.files.iter().map(|file| format!("{} {}", file.name, short(file.sha256.as_str())));
        vec![
            short(record.version.id.as_str()).to_owned(),
            record.loaded.get(..10).unwrap_or(&record.loaded).to_owned(),
            record.loaded_by.clone(),
            record.version.published.clone().unwrap_or_default(),
            record.version.entries().to_string(),
            files.collect::<Vec<_>>().join(", "),
            record.accepted.join("; "),
        ]
    });
    write_table(&mut app.text(), app.width(), &columns, &cells.collect::<Vec<_>>())?;
    Ok(End::Done)
}

fn run_diff(app: &App, args: &DiffArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let compared = engine::diff_lists(&workspace, Clearance::Workspace, &args.first, args.second.as_deref())?;
    if args.json {
        publish::write_json_lines(&mut app.rows(), [compared.map(|compared| compared.diff)])?;
        return Ok(End::Done);
    }
    let compared = compared.get();
    let mut text = app.text();
    write_diff(&mut text, &compared.diff)?;
    let ListDiff { added, removed, changed } = &compared.diff;
    let [before, after] = [&compared.before, &compared.after].map(|record| short(record.version.id.as_str()));
    let (added, removed, changed) = (added.len(), removed.len(), changed.len());
    writeln!(app.messages(), "{before} to {after}: {added} added, {removed} removed, {changed} changed")?;
    Ok(End::Done)
}

fn write_diff(text: &mut impl Write, diff: &ListDiff) -> std::io::Result<()> {
    for (mark, entries) in [('+', &diff.added), ('-', &diff.removed)] {
        for entry in entries {
            writeln!(text, "{mark} {}  {}  {}", entry.id, entry.schema, one_line(&entry.caption))?;
        }
    }
    for changed in &diff.changed {
        let entry = &changed.entry;
        writeln!(text, "~ {}  {}  {}", entry.id, entry.schema, one_line(&entry.caption))?;
        for field in &changed.fields {
            for (mark, values) in [('-', &field.removed), ('+', &field.added)] {
                for value in values {
                    writeln!(text, "    {mark} {}: {}", field.field, one_line(value))?;
                }
            }
        }
    }
    Ok(())
}

fn run_remove(app: &App, args: &RemoveArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("lists remove")?;
    engine::remove_list(&workspace, &app.act(), &args.name)?;
    ready(app, &workspace)?;
    writeln!(app.messages(), "{} is out of use; its versions stay", args.name)?;
    Ok(End::Done)
}

fn run_official(app: &App) -> anyhow::Result<End> {
    let mut text = app.text();
    for list in engine::official_lists() {
        writeln!(text, "{}  {} ({})", list.name, list.title, list.publisher)?;
        writeln!(text, "  a new version within {} days; {}", list.rhythm_days, list.terms)?;
        writeln!(text, "  {}", list.page)?;
        for file in &list.files {
            writeln!(text, "  {}  {}", file.name, file.url)?;
        }
    }
    Ok(End::Done)
}
