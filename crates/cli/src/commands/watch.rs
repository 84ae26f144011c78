use crate::app::{App, End};
use crate::commands::ocr::OcrArgs;
use crate::commands::web::{WebArgs, WebBar, print_reports};
use crate::format::one_line;
use crate::table::{Column, write_table};
use archive::WatchRecord;
use clap::{Args, Subcommand};
use engine::{ITEMS_A_RUN, Reader, WatchRequest};
use model::{Clearance, Sensitivity};
use serde::Serialize;
use std::io::Write;

/// Watch feeds, sitemaps and pages: each run adds what is new, and nothing twice.
#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    #[command(subcommand)]
    command: WatchCommand,
}

#[derive(Debug, Subcommand)]
enum WatchCommand {
    Add(AddArgs),
    List(ListArgs),
    Remove(RemoveArgs),
    Run(RunArgs),
}

/// Watch a feed (RSS, Atom, JSON Feed), a sitemap or a page from now on. Nothing is fetched yet.
#[derive(Debug, Args)]
struct AddArgs {
    /// Its address.
    #[arg(required = true, value_name = "URL")]
    addresses: Vec<String>,
    /// How far what it brings may travel: open or internal; otherwise as the settings say.
    #[arg(long, value_name = "SENSITIVITY")]
    sensitivity: Option<Sensitivity>,
}

/// Show what is watched, and how it stood the last time.
#[derive(Debug, Args)]
struct ListArgs {
    /// Print one JSON object for each.
    #[arg(long)]
    json: bool,
}

/// Watch it no longer. What it brought stays.
#[derive(Debug, Args)]
struct RemoveArgs {
    /// Its address.
    #[arg(value_name = "URL")]
    address: String,
}

/// Look at everything that is watched, once: new items are added, seen ones are not, changed pages are added as they are now.
#[derive(Debug, Args)]
struct RunArgs {
    /// Only these.
    #[arg(value_name = "URL")]
    addresses: Vec<String>,
    /// New items of one feed that are fetched at most; the others come with the next run.
    #[arg(long, value_name = "N", default_value_t = ITEMS_A_RUN)]
    limit: usize,
    /// Print one JSON object for each address that was fetched.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    web: WebArgs,
    #[command(flatten)]
    ocr: OcrArgs,
}

/// Something that is watched, as JSON.
#[derive(Serialize)]
struct WatchRow {
    url: String,
    kind: Option<String>,
    title: Option<String>,
    sensitivity: Option<Sensitivity>,
    added: String,
    added_by: String,
    last_run: Option<String>,
    last_success: Option<String>,
    failure: Option<String>,
}

pub(crate) fn run_watch(app: &App, args: WatchArgs) -> anyhow::Result<End> {
    match args.command {
        WatchCommand::Add(args) => run_add(app, &args),
        WatchCommand::List(args) => run_list(app, &args),
        WatchCommand::Remove(args) => run_remove(app, &args),
        WatchCommand::Run(args) => run_run(app, args),
    }
}

fn run_add(app: &App, args: &AddArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("watch add")?;
    for address in &args.addresses {
        let (address, is_new) = engine::add_watch(&workspace, &app.act(), address, args.sensitivity)?;
        let told = if is_new { "watched from now on" } else { "watched already" };
        writeln!(app.messages(), "{}: {told}", one_line(&address))?;
    }
    Ok(End::Done)
}

fn run_remove(app: &App, args: &RemoveArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("watch remove")?;
    engine::remove_watch(&workspace, &app.act(), &args.address)?;
    writeln!(app.messages(), "{}: no longer watched; what it brought stays", one_line(&args.address))?;
    Ok(End::Done)
}

fn run_list(app: &App, args: &ListArgs) -> anyhow::Result<End> {
    let watches = engine::watches(&app.open()?)?;
    if args.json {
        let rows = watches
            .into_iter()
            .filter_map(|record| Clearance::Workspace.admit(row(record), Sensitivity::Internal));
        publish::write_json_lines(&mut app.rows(), rows)?;
        return Ok(End::Done);
    }
    if watches.is_empty() {
        writeln!(app.messages(), "Nothing is watched: `manumit watch add URL` begins.")?;
        return Ok(End::Done);
    }
    let columns = [
        Column::fixed("kind"),
        Column::fixed("last run"),
        Column::flexible("address", 30),
        Column::flexible("title", 20),
        Column::flexible("failure", 30),
    ];
    let cells = watches.into_iter().map(|WatchRecord { url, watch, .. }| {
        let run = watch.run.map_or_else(|| "never".to_owned(), |run| run.chars().take(16).collect());
        let cell = Option::unwrap_or_default;
        vec![cell(watch.kind), run, url, cell(watch.title), cell(watch.failure)]
    });
    write_table(&mut app.text(), app.width(), &columns, &cells.collect::<Vec<_>>())?;
    Ok(End::Done)
}

fn row(record: WatchRecord) -> WatchRow {
    let WatchRecord { url, added, added_by, watch } = record;
    WatchRow {
        url,
        kind: watch.kind,
        title: watch.title,
        sensitivity: watch.sensitivity,
        added,
        added_by,
        last_run: watch.run,
        last_success: watch.succeeded,
        failure: watch.failure,
    }
}

fn run_run(app: &App, args: RunArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("watch run")?;
    let reader = args.ocr.equip(Reader::of_workspace(&workspace)?)?;
    let mut bar = WebBar::new();
    let fetcher = args.web.fetcher(&workspace, &bar)?;
    let request = WatchRequest {
        only: args.addresses,
        most_items: args.limit,
        threads: app.threads(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let ran = engine::run_watches(&workspace, &reader, &fetcher, &app.act(), &request, &mut bar);
    let reports = std::mem::take(&mut bar.reports);
    drop(bar);
    let summaries = ran.as_deref().unwrap_or_default();
    let failed = print_reports(app, &reports, summaries, args.json)?;
    ran?;
    if reports.is_empty() && !args.json {
        writeln!(app.messages(), "nothing new")?;
    }
    Ok(End::of(failed))
}
