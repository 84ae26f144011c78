use crate::app::{App, End};
use crate::format::{count, one_line, printable};
use crate::table::{Column, wrap, write_table};
use anstyle::Style;
use clap::{Args, Subcommand};
use engine::{FrameTrace, Lint, Outcome, Reader, SentenceTrace};
use model::{Clearance, Cleared, RuleId};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Look at the rules that propose claims: the bundled ones, and those of the workspace one is in.
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Try every example that stands beside a rule; tell of terms that do nothing and of rules that overlap.
    Check {
        /// Show all overlaps, not only the most frequent ones.
        #[arg(long)]
        all: bool,
    },
    /// List the rules by name.
    List,
    /// Show why the sentences of a file gave the claims they gave: which rules matched, what refused them, which won.
    Trace {
        /// The file.
        file: PathBuf,
        /// Print one JSON object for each sentence.
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run_rules(app: &App, args: &RulesArgs) -> anyhow::Result<End> {
    let reader = match app.open_if_any()? {
        Some(workspace) => Reader::of_workspace(&workspace)?,
        None => Reader::embedded()?,
    };
    if let RulesCommand::Trace { file, json } = &args.command {
        return run_trace(app, &reader, file, *json);
    }
    let frames = engine::frames(&reader);
    if matches!(args.command, RulesCommand::List) {
        let columns = [Column::fixed("rule"), Column::fixed("kind"), Column::flexible("about", 30)];
        let rows: Vec<Vec<String>> =
            frames.into_iter().map(|frame| vec![frame.name, frame.kind.to_string(), frame.about]).collect();
        write_table(&mut app.text(), app.width(), &columns, &rows)?;
        return Ok(End::Done);
    }
    let failures = engine::check_rules(&reader);
    for failure in &failures {
        writeln!(app.text(), "{}", printable(failure))?;
    }
    let all = matches!(args.command, RulesCommand::Check { all: true });
    write_lints(app, &engine::lint_rules(&reader), all)?;
    let told = format!(
        "{} tried; {} that do not hold",
        count(frames.len(), "rule"),
        count(failures.len(), "example")
    );
    writeln!(app.messages(), "{told}")?;
    Ok(End::of(failures.len()))
}

/// How many overlaps are shown unless all are asked for.
const OVERLAPS: usize = 10;

fn write_lints(app: &App, lints: &[Lint], all: bool) -> io::Result<()> {
    let (overlaps, others): (Vec<&Lint>, Vec<&Lint>) =
        lints.iter().partition(|lint| matches!(lint, Lint::Overlap { .. }));
    let shown = if all { overlaps.len() } else { OVERLAPS };
    let mut text = app.text();
    for lint in others.iter().chain(overlaps.iter().take(shown)) {
        for line in wrap(&printable(&lint.to_string()), app.width()) {
            writeln!(text, "{line}")?;
        }
    }
    if overlaps.len() > shown {
        writeln!(text, "… and {} more; --all shows them", count(overlaps.len() - shown, "overlap"))?;
    }
    Ok(())
}

/// What the rules made of one sentence, as JSON.
#[derive(Serialize)]
struct SentenceRow {
    start: usize,
    end: usize,
    text: String,
    frames: Vec<FrameRow>,
}

#[derive(Serialize)]
struct FrameRow {
    rule: RuleId,
    words: String,
    outcome: &'static str,
    /// The rule it lost to, or the condition that refused it.
    because: Option<String>,
}

impl From<SentenceTrace> for SentenceRow {
    fn from(SentenceTrace { start, end, text, frames }: SentenceTrace) -> Self {
        Self { start, end, text, frames: frames.into_iter().map(FrameRow::from).collect() }
    }
}

impl From<FrameTrace> for FrameRow {
    fn from(FrameTrace { rule, words, outcome }: FrameTrace) -> Self {
        let (outcome, because) = match outcome {
            Outcome::Chosen => ("claims", None),
            Outcome::LostTo(winner) => ("lost", Some(winner.to_string())),
            Outcome::Missing(condition) => ("missing", Some(condition)),
            Outcome::Excluded(condition) => ("excluded", Some(condition)),
            Outcome::OutOfBounds => ("out_of_bounds", None),
            Outcome::Unlikely(hundredths) => ("unlikely", Some(format!("{hundredths} of 100"))),
            Outcome::NothingToQuote => ("nothing_to_quote", None),
        };
        Self { rule, words, outcome, because }
    }
}

fn run_trace(app: &App, reader: &Reader, file: &Path, json: bool) -> anyhow::Result<End> {
    let sentences = engine::trace_file(reader, file, Clearance::Workspace)?;
    if json {
        let rows = sentences.into_iter().map(|sentence| sentence.map(SentenceRow::from));
        publish::write_json_lines(&mut app.rows(), rows)?;
        return Ok(End::Done);
    }
    let mut text = app.text();
    for sentence in &sentences {
        write_trace(&mut text, app.width(), sentence)?;
    }
    writeln!(
        app.messages(),
        "{} in which the pattern of a rule matches",
        count(sentences.len(), "sentence")
    )?;
    Ok(End::Done)
}

fn write_trace(out: &mut impl Write, width: usize, sentence: &Cleared<SentenceTrace>) -> io::Result<()> {
    const INDENT: &str = "  ";
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let SentenceTrace { start, end, text, frames } = sentence.get();
    for line in wrap(&one_line(text), width) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{dim}characters {start}–{end}{dim:#}")?;
    for FrameTrace { rule, words, outcome } in frames {
        let style = if *outcome == Outcome::Chosen { bold } else { dim };
        let line = one_line(&format!("{rule} “{words}”: {outcome}"));
        for line in wrap(&line, width.saturating_sub(INDENT.len())) {
            writeln!(out, "{INDENT}{style}{line}{style:#}")?;
        }
    }
    writeln!(out)
}
