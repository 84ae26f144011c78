use crate::app::{App, End};
use crate::format::{count, short};
use crate::table::{Column, write_table};
use archive::{ShortName, SourceFilter, SourceListing, SourceRecord};
use clap::{Args, Subcommand};
use model::{Clearance, Cleared, DocumentStatus, Sensitivity};
use serde::Serialize;
use std::io::Write;

/// List the sources, or say how far one may travel.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct SourcesArgs {
    /// Only those that could not be read, with the reason.
    #[arg(long)]
    failed: bool,
    /// Only those of this sensitivity: open, internal or sealed.
    #[arg(long, value_name = "SENSITIVITY")]
    sensitivity: Option<Sensitivity>,
    /// Only those with this tag.
    #[arg(long, value_name = "TAG")]
    tag: Option<ShortName>,
    /// Only those of this category.
    #[arg(long, value_name = "CATEGORY")]
    category: Option<ShortName>,
    /// Fold copies of one text into one story, the earliest publication first, those with the most copies first.
    #[arg(long, conflicts_with_all = ["failed", "sensitivity", "tag", "category"])]
    stories: bool,
    /// Print one JSON object for each source, or each story.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<SourcesCommand>,
}

#[derive(Debug, Subcommand)]
enum SourcesCommand {
    Set(SetArgs),
}

/// Say how far a source may travel.
#[derive(Debug, Args)]
struct SetArgs {
    /// The source, by the beginning of its id.
    source: String,
    /// open (anyone may see it) or internal (people of this workspace); for sealed see `manumit seal`.
    #[arg(long, value_name = "SENSITIVITY")]
    sensitivity: Sensitivity,
}

/// One source, as JSON.
#[derive(Serialize)]
struct SourceRow {
    id: String,
    sensitivity: Sensitivity,
    name: Option<String>,
    media_type: Option<String>,
    size: Option<u64>,
    acquired: Option<String>,
    status: Option<DocumentStatus>,
    reason: Option<String>,
    title: Option<String>,
    published: Option<String>,
    language: Option<String>,
    words: u64,
    claims: u64,
    routes: Vec<String>,
}

pub(crate) fn run_sources(app: &App, args: &SourcesArgs) -> anyhow::Result<End> {
    match &args.command {
        Some(SourcesCommand::Set(args)) => run_set(app, args),
        None if args.stories => run_stories(app, args.json),
        None => run_list(app, args),
    }
}

/// A story, as JSON.
#[derive(Serialize)]
struct StoryRow {
    /// The source that was published first.
    story: String,
    copies: usize,
    sources: Vec<StoryTextRow>,
}

#[derive(Serialize)]
struct StoryTextRow {
    id: String,
    name: Option<String>,
    title: Option<String>,
    published: Option<String>,
    similarity: f64,
}

fn run_stories(app: &App, json: bool) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let stories = engine::stories(&workspace, Clearance::Workspace)?;
    let total = stories.len();
    let rows = stories.into_iter().filter_map(|story| {
        let texts: Vec<StoryTextRow> =
            story.texts.into_iter().map(|text| story_text_row(text.into_inner())).collect();
        let first = texts.first()?.id.clone();
        // Each of its texts was let out by itself.
        let row = StoryRow { story: first, copies: texts.len(), sources: texts };
        Clearance::Workspace.admit(row, Sensitivity::Internal)
    });
    if json {
        publish::write_json_lines(&mut app.rows(), rows)?;
        return Ok(End::Done);
    }
    let columns = [
        Column::fixed("story").right(),
        Column::fixed("id"),
        Column::fixed("published"),
        Column::fixed("alike").right(),
        Column::flexible("name", 24),
        Column::flexible("title", 24),
    ];
    let mut cells = Vec::new();
    for (number, row) in rows.enumerate() {
        for (place, text) in row.get().sources.iter().enumerate() {
            let name = text.name.as_deref().unwrap_or_default();
            cells.push(vec![
                if place == 0 { (number + 1).to_string() } else { String::new() },
                short(&text.id).to_owned(),
                text.published.clone().unwrap_or_default(),
                if place == 0 { String::new() } else { format!("{:.0} %", text.similarity * 100.0) },
                name.rsplit('/').next().unwrap_or(name).to_owned(),
                text.title.clone().unwrap_or_default(),
            ]);
        }
    }
    if !cells.is_empty() {
        write_table(&mut app.text(), app.width(), &columns, &cells)?;
    }
    let stories = if total == 1 { "1 story".to_owned() } else { format!("{total} stories") };
    writeln!(app.messages(), "{} in {stories}; shorter texts are not compared", count(cells.len(), "text"))?;
    Ok(End::Done)
}

fn story_text_row(text: engine::StoryText) -> StoryTextRow {
    let engine::StoryText { record, similarity } = text;
    let row = visible_row(record);
    StoryTextRow { id: row.id, name: row.name, title: row.title, published: row.published, similarity }
}

fn run_set(app: &App, args: &SetArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("sources set")?;
    let source = workspace.resolve_source(&args.source)?;
    engine::set_sensitivity(&workspace, &app.act(), &source, args.sensitivity)?;
    writeln!(app.messages(), "source {} is {} now", short(source.as_str()), args.sensitivity)?;
    Ok(End::Done)
}

fn run_list(app: &App, args: &SourcesArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let filter = SourceFilter {
        status: args.failed.then_some(DocumentStatus::Failed),
        sensitivity: args.sensitivity,
        tag: args.tag.clone(),
        category: args.category.clone(),
        ..SourceFilter::default()
    };
    let listing = engine::sources(&workspace, Clearance::Workspace, &filter)?;
    let rows: Vec<Cleared<SourceRow>> = listing.into_iter().filter_map(row).collect();
    if args.json {
        publish::write_json_lines(&mut app.rows(), rows)?;
        return Ok(End::Done);
    }
    let columns = [
        Column::fixed("id"),
        Column::fixed("status"),
        Column::fixed("sensitivity"),
        Column::fixed("claims").right(),
        Column::fixed("published"),
        Column::flexible("name", 20),
        Column::flexible("title", 20),
        Column::flexible("reason", 30),
    ];
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row.get())).collect();
    if cells.is_empty() {
        let none = match (args.failed, args.tag.is_some() || args.category.is_some()) {
            (true, _) => "No source failed.",
            (_, true) => "No source has that label.",
            (_, false) => "No sources yet: `manumit add FOLDER`.",
        };
        writeln!(app.messages(), "{none}")?;
        return Ok(End::Done);
    }
    write_table(&mut app.text(), app.width(), &columns, &cells)?;
    writeln!(app.messages(), "{}", count(cells.len(), "source"))?;
    Ok(End::Done)
}

fn row(listing: SourceListing) -> Option<Cleared<SourceRow>> {
    match listing {
        SourceListing::Visible(record) => Some(record.map(visible_row)),
        SourceListing::Sealed(id) => {
            // That there is a sealed source is no secret; all else about it is.
            let row = SourceRow { sensitivity: Sensitivity::Sealed, ..empty_row(id.to_string()) };
            Clearance::Workspace.admit(row, Sensitivity::Internal)
        }
    }
}

fn empty_row(id: String) -> SourceRow {
    SourceRow {
        id,
        sensitivity: Sensitivity::Internal,
        name: None,
        media_type: None,
        size: None,
        acquired: None,
        status: None,
        reason: None,
        title: None,
        published: None,
        language: None,
        words: 0,
        claims: 0,
        routes: Vec::new(),
    }
}

fn visible_row(record: SourceRecord) -> SourceRow {
    let name = engine::first_name(&record).map(str::to_owned);
    let mut routes: Vec<String> =
        record.acquisitions.iter().map(|acquisition| acquisition.route.label().to_owned()).collect();
    routes.sort_unstable();
    let mut row = SourceRow {
        sensitivity: record.source.sensitivity,
        name,
        media_type: Some(record.source.media_type),
        size: Some(record.source.size),
        acquired: Some(record.source.first_acquired),
        routes,
        ..empty_row(record.source.id.to_string())
    };
    for document in record.documents {
        row.words += document.words;
        row.claims += document.claims;
        row.status = row.status.or(Some(document.status));
        row.reason = row.reason.or(document.reason);
        row.title = row.title.or(document.title);
        row.published = row.published.or(document.published);
        row.language = row.language.or(document.language);
    }
    row
}

fn cells(row: &SourceRow) -> Vec<String> {
    let name = row.name.as_deref().unwrap_or_default();
    let file = name.rsplit('/').next().unwrap_or(name);
    vec![
        short(&row.id).to_owned(),
        row.status.map(|status| status.to_string()).unwrap_or_default(),
        row.sensitivity.to_string(),
        if row.sensitivity == Sensitivity::Sealed { String::new() } else { row.claims.to_string() },
        row.published.clone().unwrap_or_default(),
        file.to_owned(),
        row.title.clone().unwrap_or_default(),
        row.reason.clone().unwrap_or_default(),
    ]
}
