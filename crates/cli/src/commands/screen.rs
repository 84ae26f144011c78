use crate::app::{App, End};
use crate::format::{count, one_line};
use crate::output::write_whole;
use crate::table::{Column, write_table};
use anyhow::Context;
use clap::Args;
use engine::{
    ColumnMeaning, Ground, MOST_RESULTS, Query, QueryFile, QueryReading, ReadQuery, ScreenRequest, THRESHOLD,
    Trade, read_queries,
};
use jiff::civil::Date;
use model::{Clearance, Cleared};
use publish::{
    MatchRow, ScreeningReport, write_json_lines, write_screening_csv, write_screening_html,
    write_screening_json, write_screening_xlsx,
};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Screen suppliers, crews, ships or lines of bills of lading against lists and documents.
///
/// QUERIES is a CSV file, a workbook (.xlsx), JSON lines, or a text with one name a line; what its columns mean is guessed and shown.
/// In a workspace, the lists in use and the entities that documents name are asked, and the screening is kept; with `--list FILE` only
/// those files are asked, and no workspace is needed.
#[derive(Debug, Args)]
pub(crate) struct ScreenArgs {
    /// The file of queries.
    #[arg(required_unless_present_any = ["name", "text"])]
    queries: Option<PathBuf>,
    /// A single name instead of a file.
    #[arg(long, value_name = "NAME", conflicts_with = "queries")]
    name: Option<String>,
    /// A single free line instead of a file, as of a bill of lading.
    #[arg(long = "line", value_name = "TEXT", conflicts_with_all = ["queries", "name"])]
    text: Option<String>,
    /// Ask the lists in these files, without a workspace.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    list: Vec<PathBuf>,
    /// What queries without one are about: Person, Company, Vessel, or another FollowTheMoney schema.
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,
    /// Ask only by these fields: name, birthDate, country, gender, address, identifier, number, line.
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    fields: Vec<String>,
    /// What a column means, where its heading does not show it: `name=Party`.
    #[arg(long, value_name = "MEANING=HEADING", value_parser = column)]
    column: Vec<(String, ColumnMeaning)>,
    /// The day of the trade, of queries that name none: instruments in force on it are told. Otherwise today.
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// Most results of a query.
    #[arg(long, value_name = "N", default_value_t = MOST_RESULTS)]
    limit: usize,
    /// Print one JSON object for each query.
    #[arg(long)]
    json: bool,
    /// Write a report as well; its form is that of its name: .csv, .xlsx, .json or .html.
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
    /// Overwrite existing reports.
    #[arg(long)]
    force: bool,
    /// Do not keep the screening in the workspace.
    #[arg(long)]
    no_record: bool,
    /// Only what may be shown to anyone.
    #[arg(long)]
    public: bool,
}

fn column(text: &str) -> Result<(String, ColumnMeaning), String> {
    let (meaning, heading) = text.split_once('=').ok_or("write MEANING=HEADING, as name=Party")?;
    let meaning = ColumnMeaning::named(meaning).ok_or_else(|| {
        format!("`{meaning}` is no meaning of a column; try name, birthDate, country, id or line")
    })?;
    Ok((heading.to_owned(), meaning))
}

pub(crate) fn run_screen(app: &App, args: &ScreenArgs) -> anyhow::Result<End> {
    let forms = args.report.iter().map(|path| Form::of(path)).collect::<anyhow::Result<Vec<Form>>>()?;
    let file = queries_of(args)?;
    tell_columns(app, &file)?;
    let failed = file.failed.len();
    for (line, reason) in &file.failed {
        let path = args.queries.as_deref().unwrap_or(Path::new("-")).display();
        writeln!(app.messages(), "{path}:{line}: {}", one_line(reason))?;
    }
    let request = ScreenRequest {
        queries: file.queries,
        columns: file.columns,
        fields: args.fields.clone(),
        limit: args.limit.max(1),
        reading: reading(args),
        date: args.date,
        threads: app.threads(),
    };
    let act = app.act();
    let clearance = if args.public { Clearance::Public } else { Clearance::Workspace };
    let report = if args.list.is_empty() {
        // A single name is a look; a file is a screening, and is kept.
        let keeps = args.queries.is_some() && !args.no_record && !args.public;
        if keeps {
            let workspace = app.open_for_writing("screen")?;
            let mut ground = Ground::of_workspace(&workspace, clearance, &act)?;
            engine::screen_and_keep(&mut ground, &workspace, &act, &request)?
        } else {
            let workspace = app.open()?;
            let mut ground = Ground::of_workspace(&workspace, clearance, &act)?;
            engine::screen(&mut ground, Some(&workspace), &act, &request)?
        }
    } else {
        let mut ground = Ground::of_files(&args.list, &act)?;
        engine::screen(&mut ground, None, &act, &request)?
    };
    for warning in &report.get().warnings {
        writeln!(app.messages(), "WARNING: {}", one_line(warning))?;
    }
    for (path, form) in args.report.iter().zip(forms) {
        write_whole(path, args.force, |output| Ok(form.write(output, &report)?))?;
        writeln!(app.messages(), "report: {}", path.display())?;
    }
    if args.json {
        write_json_lines(&mut app.rows(), report.map(|report| report.queries).each())?;
    } else {
        show(app, report.get())?;
    }
    Ok(End::of(failed))
}

/// Forms of a report.
#[derive(Debug, Clone, Copy)]
enum Form {
    Csv,
    Xlsx,
    Json,
    Html,
}

impl Form {
    fn of(path: &Path) -> anyhow::Result<Form> {
        match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
            "csv" => Ok(Form::Csv),
            "xlsx" => Ok(Form::Xlsx),
            "json" => Ok(Form::Json),
            "html" | "htm" => Ok(Form::Html),
            _ => anyhow::bail!("{}: a report is .csv, .xlsx, .json or .html", path.display()),
        }
    }

    fn write(
        self,
        output: &mut impl Write,
        report: &Cleared<ScreeningReport>,
    ) -> Result<(), publish::PublishError> {
        match self {
            Form::Csv => write_screening_csv(output, report).map(|_| ()),
            Form::Xlsx => write_screening_xlsx(output, report).map(|_| ()),
            Form::Json => write_screening_json(output, report),
            Form::Html => write_screening_html(output, report),
        }
    }
}

fn queries_of(args: &ScreenArgs) -> anyhow::Result<QueryFile> {
    let schema = args.schema.clone().unwrap_or_default();
    let single = |query: Query| QueryFile {
        queries: vec![ReadQuery {
            query,
            line: 1,
            empty: Vec::new(),
            notices: Vec::new(),
            trade: Trade::default(),
        }],
        ..QueryFile::default()
    };
    if let Some(name) = &args.name {
        return Ok(single(Query::named(name, &schema, name)));
    }
    if let Some(line) = &args.text {
        return Ok(single(Query::of_line("line", line)));
    }
    let path = args.queries.as_deref().context("name a file of queries, or use --name")?;
    Ok(read_queries(path, &reading(args))?)
}

fn reading(args: &ScreenArgs) -> QueryReading {
    QueryReading {
        columns: args.column.clone(),
        schema: args.schema.clone().unwrap_or_default(),
        undecided: false,
    }
}

/// Shows what the columns were taken for, since a wrong guess gives wrong answers.
fn tell_columns(app: &App, file: &QueryFile) -> anyhow::Result<()> {
    if file.columns.is_empty() {
        return Ok(());
    }
    let used: Vec<String> = file
        .columns
        .iter()
        .filter_map(|column| Some(format!("{} = {}", column.heading, column.meaning.as_deref()?)))
        .collect();
    let unused: Vec<&str> = file
        .columns
        .iter()
        .filter(|column| column.meaning.is_none())
        .map(|column| column.heading.as_str())
        .collect();
    let unused = if unused.is_empty() { String::new() } else { format!("; not used: {}", unused.join(", ")) };
    writeln!(app.messages(), "columns: {}{}", one_line(&used.join(", ")), one_line(&unused))?;
    Ok(())
}

/// Lines of context that are shown; a report has them all.
const MOST_CONTEXTS: usize = 12;

fn show(app: &App, report: &ScreeningReport) -> anyhow::Result<()> {
    let columns = [
        Column::flexible("query", 14),
        Column::flexible("answer", 10),
        Column::fixed("score").right(),
        Column::flexible("entity", 14),
        Column::flexible("id", 10).shown_from(80),
        Column::flexible("why", 30).shown_from(100),
        Column::fixed("match id").shown_from(80),
    ];
    let mut rows = Vec::new();
    for query in &report.queries {
        let asked = query.asked.get("name").or(query.asked.get("line")).and_then(|names| names.first());
        let name = match asked {
            Some(name) if *name != query.id => format!("{} {name}", query.id),
            _ => query.id.clone(),
        };
        let alerts: Vec<&MatchRow> = query.results.iter().filter(|one| one.score >= THRESHOLD).collect();
        for (at, one) in alerts.iter().enumerate() {
            let answer = match (&one.suppressed, one.basis.as_str()) {
                (Some(_), _) => "suppressed".to_owned(),
                (None, "documented") => {
                    let disputed = one.evidence.as_ref().is_some_and(|evidence| evidence.disputed);
                    if disputed { "documented, disputed" } else { "documented, not listed" }.to_owned()
                }
                (None, basis) => basis.to_owned(),
            };
            rows.push(vec![
                if at == 0 { name.clone() } else { String::new() },
                answer,
                format!("{:.3}", one.score),
                one.caption.clone(),
                one.id.clone(),
                one.suppressed.clone().unwrap_or_else(|| one.why.clone()),
                one.match_id.clone().unwrap_or_default(),
            ]);
        }
        if alerts.is_empty() {
            rows.push(vec![name, query.standing.clone(), String::new()]);
        }
    }
    write_table(&mut app.text(), app.width(), &columns, &rows)?;
    show_evidence(app, report)?;
    let with_alert =
        report.queries.iter().filter(|query| query.results.iter().any(|one| one.is_match)).count();
    let mut messages = app.messages();
    writeln!(messages, "{}, {with_alert} with an alert", count_queries(report.queries.len()))?;
    for list in &report.lists {
        let published = list.published.as_deref().unwrap_or("a day that is not known");
        let version = crate::format::short(list.version.as_str());
        writeln!(
            messages,
            "asked: {} of {published}, version {version}, {}",
            list.title,
            entries(list.entries)
        )?;
    }
    if let Some(count) = report.evidence {
        writeln!(messages, "asked: documents of this workspace, naming {count} entities")?;
    }
    for context in &report.context {
        writeln!(messages, "context, in no score: {}", one_line(context))?;
    }
    let contexts =
        report.queries.iter().flat_map(|query| query.context.iter().map(move |line| (query, line)));
    for (query, context) in contexts.clone().take(MOST_CONTEXTS) {
        writeln!(messages, "context of {}, in no score: {}", one_line(&query.id), one_line(context))?;
    }
    let more = contexts.count().saturating_sub(MOST_CONTEXTS);
    if more > 0 {
        writeln!(messages, "context: {more} more lines are in the report and in --json")?;
    }
    if let Some(id) = &report.screening {
        writeln!(messages, "kept as {id}")?;
    }
    Ok(())
}

/// Passages beneath the table: evidence always shows its words, date and source.
fn show_evidence(app: &App, report: &ScreeningReport) -> anyhow::Result<()> {
    const MOST: usize = 3;
    let mut text = app.text();
    for one in report.queries.iter().flat_map(|query| &query.results) {
        let Some(evidence) = one.evidence.as_ref().filter(|_| one.score >= THRESHOLD) else { continue };
        writeln!(text, "\n{}: documented, which is no finding of guilt", one_line(&one.caption))?;
        for passage in evidence.passages.iter().take(MOST) {
            let published = passage.published.as_deref().unwrap_or("no date");
            let speaks =
                passage.shown_by.as_deref().map(|words| format!("; speaks here as: {}", one_line(words)));
            writeln!(
                text,
                "  “{}” ({}, {published}{})",
                one_line(&passage.quote),
                one_line(&passage.source),
                speaks.unwrap_or_default()
            )?;
        }
        if evidence.passages.len() > MOST {
            writeln!(text, "  and {} more", evidence.passages.len() - MOST)?;
        }
        for reply in &evidence.replies {
            writeln!(text, "  reply or denial: “{}” ({})", one_line(&reply.quote), one_line(&reply.source))?;
        }
        if evidence.withdrawn > 0 {
            writeln!(text, "  withdrawn: {}", count(evidence.withdrawn, "claim"))?;
        }
    }
    Ok(())
}

fn count_queries(number: usize) -> String {
    if number == 1 { "1 query".to_owned() } else { format!("{number} queries") }
}

fn entries(number: u64) -> String {
    if number == 1 { "1 entry".to_owned() } else { format!("{number} entries") }
}
