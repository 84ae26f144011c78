use crate::app::{App, End};
use crate::format::{count, one_line, printable, short};
use crate::table::{Column, write_table};
use anstyle::{AnsiColor, Style};
use clap::{Args, Subcommand};
use engine::FigureRow;
use model::{ClaimId, Clearance, FigureAction, Kind, NewRoot};
use std::io::Write;

/// Show figures: what is said, how often it is written, and how many independent roots it has.
///
/// A figure is what one root says. `root` is its earliest origin that the words support; one in brackets only carries it.
/// `roots` counts independent roots of the same number. `~` marks a figure that probably repeats a known one.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct FiguresArgs {
    #[command(subcommand)]
    command: Option<FiguresCommand>,
    /// Only these kinds, such as worker_count or revenue.
    #[arg(long, value_name = "KIND")]
    kind: Vec<Kind>,
    /// Only those of this place: a country by code (RU) or English name, `world`, or any name.
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Print one JSON object for each figure.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum FiguresCommand {
    Merge(MergeArgs),
    Split(SplitArgs),
    Root(RootArgs),
    Decisions(DecisionsArgs),
}

/// Say that figures are one; the first gives the root.
#[derive(Debug, Args)]
struct MergeArgs {
    /// The figures, by the beginnings of their ids.
    #[arg(required = true, num_args = 2..)]
    figures: Vec<String>,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

/// Say that claims are a figure of their own.
#[derive(Debug, Args)]
struct SplitArgs {
    /// The claims, by the beginnings of their ids.
    #[arg(required = true)]
    claims: Vec<String>,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

/// Say where a figure comes from.
///
/// Examples: `manumit figures root 1a2b3c4d "Example Institute" --year 2012`, `manumit figures root 1a2b3c4d --of 5e6f7a8b`,
/// `manumit figures root 1a2b3c4d --unknown`.
#[derive(Debug, Args)]
struct RootArgs {
    /// The figure, by the beginning of its id.
    figure: String,
    /// The name of the body or work.
    #[arg(required_unless_present_any = ["of", "unknown"])]
    name: Option<String>,
    /// The year of the work.
    #[arg(long, value_name = "YEAR", requires = "name")]
    year: Option<i32>,
    /// The root of this figure.
    #[arg(long, value_name = "FIGURE", conflicts_with_all = ["name", "unknown"])]
    of: Option<String>,
    /// Nobody knows.
    #[arg(long, conflicts_with = "name")]
    unknown: bool,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

/// Show what people decided about figures, and which decisions fit nothing any more.
#[derive(Debug, Args)]
struct DecisionsArgs {
    /// Print one JSON object for each decision.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run_figures(app: &App, args: &FiguresArgs) -> anyhow::Result<End> {
    match &args.command {
        Some(FiguresCommand::Merge(args)) => merge(app, args),
        Some(FiguresCommand::Split(args)) => split(app, args),
        Some(FiguresCommand::Root(args)) => set_root(app, args),
        Some(FiguresCommand::Decisions(args)) => decisions(app, args),
        None => show(app, args),
    }
}

fn show(app: &App, args: &FiguresArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let material = engine::figure_material(&workspace, Clearance::Workspace)?;
    let place = args.place.as_deref().map(engine::place_in_claims).map(|place| place.to_lowercase());
    let rows = material.map(|material| {
        let mut rows = engine::figure_rows(&engine::fold(&material));
        rows.retain(|row| {
            let kind = args.kind.is_empty() || args.kind.contains(&row.kind);
            kind && place
                .as_ref()
                .is_none_or(|place| row.places.iter().any(|own| own.to_lowercase() == *place))
        });
        rows
    });
    if args.json {
        publish::write_json_lines(&mut app.rows(), rows.pieces())?;
        return Ok(End::Done);
    }
    let rows = rows.get();
    if !rows.is_empty() {
        let columns = [
            Column::fixed("id").styled(Style::new().dimmed()),
            Column::fixed(""),
            Column::fixed("kind").styled(AnsiColor::Cyan.on_default()),
            Column::flexible("says", 30).styled(Style::new().bold()),
            Column::flexible("root", 24),
            Column::fixed("mentions").right(),
            Column::fixed("roots").right(),
        ];
        let mut sorted: Vec<&FigureRow> = rows.iter().collect();
        sorted.sort_by_key(|row| (row.kind, std::cmp::Reverse(row.mentions)));
        let cells: Vec<Vec<String>> = sorted.into_iter().map(cells).collect();
        write_table(&mut app.text(), app.width(), &columns, &cells)?;
    }
    writeln!(app.messages(), "{}", count(rows.len(), "figure"))?;
    Ok(End::Done)
}

fn cells(row: &FigureRow) -> Vec<String> {
    vec![
        short(&row.id).to_owned(),
        if row.probable.is_empty() { String::new() } else { "~".to_owned() },
        row.kind.to_string(),
        row.says.clone(),
        row.root_told(),
        row.mentions.to_string(),
        row.independent_roots.to_string(),
    ]
}

/// The claims of each figure that is named by the beginning of its id.
fn claims_of(workspace: &archive::Workspace, ids: &[&str]) -> anyhow::Result<Vec<Vec<ClaimId>>> {
    let material = engine::figure_material(workspace, Clearance::Workspace)?;
    let figures = engine::fold(material.get());
    let mut claims = Vec::new();
    for id in ids {
        claims.push(engine::claims_of_figure(&figures, engine::resolve_figure(&figures, id)?));
    }
    Ok(claims)
}

fn record(
    app: &App,
    workspace: &archive::Workspace,
    action: &FigureAction,
    note: Option<&str>,
) -> anyhow::Result<End> {
    let correction = engine::correct_figure(workspace, &app.act(), action, note)?;
    writeln!(app.messages(), "decision {} by {}", correction.number, printable(&correction.by))?;
    Ok(End::Done)
}

fn merge(app: &App, args: &MergeArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("figures merge")?;
    let ids: Vec<&str> = args.figures.iter().map(String::as_str).collect();
    let action = FigureAction::Merge(claims_of(&workspace, &ids)?);
    record(app, &workspace, &action, args.note.as_deref())
}

fn split(app: &App, args: &SplitArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("figures split")?;
    let claims: Result<Vec<ClaimId>, _> =
        args.claims.iter().map(|claim| workspace.resolve_claim(claim)).collect();
    record(app, &workspace, &FigureAction::Split(claims?), args.note.as_deref())
}

fn set_root(app: &App, args: &RootArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("figures root")?;
    let ids: Vec<&str> = [Some(args.figure.as_str()), args.of.as_deref()].into_iter().flatten().collect();
    let mut claims = claims_of(&workspace, &ids)?.into_iter();
    let figure = claims.next().unwrap_or_default();
    let root = match (&args.name, claims.next()) {
        (_, Some(other)) => NewRoot::OfFigure(other),
        (Some(name), None) => NewRoot::Named { name: name.clone(), year: args.year },
        (None, None) => NewRoot::Unknown,
    };
    record(app, &workspace, &FigureAction::Reroot { figure, root }, args.note.as_deref())
}

fn decisions(app: &App, args: &DecisionsArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let material = engine::figure_material(&workspace, Clearance::Workspace)?;
    let unapplied = engine::fold(material.get()).unapplied;
    let mut out = app.text();
    for correction in workspace.figure_corrections()? {
        let gone = unapplied.iter().find(|unapplied| unapplied.number == correction.number);
        if args.json {
            let mut row = serde_json::to_value(&correction)?;
            if let Some(object) = row.as_object_mut() {
                object.insert("orphaned".to_owned(), gone.map(|gone| gone.reason.clone()).into());
            }
            writeln!(out, "{row}")?;
            continue;
        }
        let what = match &correction.action {
            FigureAction::Merge(figures) => format!("merge of {}", count(figures.len(), "figure")),
            FigureAction::Split(claims) => format!("{} split off", count(claims.len(), "claim")),
            FigureAction::Reroot { root: NewRoot::Named { name, year }, .. } => {
                format!("root set to {name}{}", year.map(|year| format!(", {year}")).unwrap_or_default())
            }
            FigureAction::Reroot { root: NewRoot::OfFigure(_), .. } => {
                "root set to that of another figure".to_owned()
            }
            FigureAction::Reroot { root: NewRoot::Unknown, .. } => "root taken away".to_owned(),
        };
        let first = correction.action.claims().first().map_or("", |claim| short(claim.as_str()));
        let note = correction.note.as_ref().map(|note| format!(" — {note}")).unwrap_or_default();
        let orphaned = gone.map(|gone| format!("; orphaned: {}", gone.reason)).unwrap_or_default();
        let line = format!(
            "{} {} by {} on {} (claim {first}){note}{orphaned}",
            correction.number,
            what,
            correction.by,
            correction.at.get(..10).unwrap_or(&correction.at)
        );
        writeln!(out, "{}", one_line(&line))?;
    }
    Ok(End::Done)
}
