use crate::app::{App, End};
use crate::format::{count, one_line, short};
use crate::table::wrap;
use anstyle::{AnsiColor, Style};
use clap::Args;
use engine::{FigureClaimRow, FindingRow};
use model::Clearance;
use std::io::Write;

/// Say what the figures show together: echoes, drift, contradictions, arithmetic that does not hold. The most consequential first.
///
/// Each finding stands with the passages it rests on; `manumit explain ID` shows a figure or a claim in full.
#[derive(Debug, Args)]
pub(crate) struct FindingsArgs {
    /// Only these topics, such as repeats, implied_pay, misquotes, stock_as_flow, conversion, scopes, contradicts.
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print one JSON object for each finding.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run_findings(app: &App, args: &FindingsArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let material = engine::figure_material(&workspace, Clearance::Workspace)?;
    let rows = material.map(|material| {
        let figures = engine::fold(&material);
        let mut found = engine::findings(&figures);
        found.retain(|finding| {
            args.topic.is_empty() || args.topic.iter().any(|topic| topic == finding.topic.as_str())
        });
        found.truncate(args.limit.unwrap_or(usize::MAX));
        engine::finding_rows(&figures, found)
    });
    if args.json {
        publish::write_json_lines(&mut app.rows(), rows.pieces())?;
        return Ok(End::Done);
    }
    let rows = rows.get();
    let mut out = app.text();
    for (number, row) in rows.iter().enumerate() {
        write_finding(&mut out, app.width(), number + 1, row)?;
    }
    writeln!(app.messages(), "{}", count(rows.len(), "finding"))?;
    Ok(End::Done)
}

const HEADING: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const INDENT: &str = "    ";

fn write_finding(out: &mut impl Write, width: usize, number: usize, row: &FindingRow) -> std::io::Result<()> {
    let topic = AnsiColor::Cyan.on_default();
    let figures: Vec<&str> = row.figures.iter().map(|figure| short(figure)).collect();
    writeln!(out, "{number:>3} {topic}{}{topic:#}  {DIM}{}{DIM:#}", row.topic, figures.join(" "))?;
    let room = width.saturating_sub(INDENT.len());
    for line in wrap(&one_line(&row.sentence), room) {
        writeln!(out, "{INDENT}{HEADING}{line}{HEADING:#}")?;
    }
    for detail in &row.details {
        for (at, line) in wrap(&one_line(detail), room.saturating_sub(2)).iter().enumerate() {
            let mark = if at == 0 { "·" } else { " " };
            writeln!(out, "{INDENT}{mark} {line}")?;
        }
    }
    for passage in &row.passages {
        for line in wrap(&told(passage), room.saturating_sub(2)) {
            writeln!(out, "{INDENT}{DIM}> {line}{DIM:#}")?;
        }
    }
    writeln!(out)
}

/// A passage with where it stands.
pub(super) fn told(passage: &FigureClaimRow) -> String {
    let file = passage.doc.rsplit('/').next().unwrap_or(&passage.doc);
    let stands = match &passage.source_id {
        Some(row) => format!("{file}, row {row}"),
        None => file.to_owned(),
    };
    one_line(&format!("{} {stands}: “{}”", short(&passage.id), passage.quote))
}
