use crate::app::{App, End};
use clap::{Args, Subcommand};
use engine::Reader;
use std::io::Write;
use std::path::PathBuf;

/// Compare reading and extraction with work done by hand.
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    #[command(subcommand)]
    command: EvalCommand,
}

#[derive(Debug, Subcommand)]
enum EvalCommand {
    Claims(EvalClaimsArgs),
    Zones(EvalZonesArgs),
    Reading(EvalReadingArgs),
}

/// Score the claims found in documents.
#[derive(Debug, Args)]
struct EvalClaimsArgs {
    /// Claims marked by hand, JSON lines with the fields of `extract --json`.
    gold: PathBuf,
    /// The folder with the documents.
    docs: PathBuf,
    /// Numbers that are no claims, JSON lines with doc, start and end.
    #[arg(long, value_name = "FILE")]
    negatives: Option<PathBuf>,
    /// Also list what was missed, and what was claimed without reason.
    #[arg(long)]
    errors: bool,
    /// Print the figures as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Score the zones of documents.
#[derive(Debug, Args)]
struct EvalZonesArgs {
    /// Stretches outside the main text, JSON lines with doc, start, end and zone.
    gold: PathBuf,
    /// The folder with the documents.
    docs: PathBuf,
    /// Print the figures as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Score what is read of labelled web pages: main text, titles, days of publication.
#[derive(Debug, Args)]
struct EvalReadingArgs {
    /// The folder with label files (*.jsonl: file, and as marked text, title, date, page_type) and their pages.
    folder: PathBuf,
    /// Print the figures as one JSON object a set.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run_eval(app: &App, args: &EvalArgs) -> anyhow::Result<End> {
    let reader = Reader::embedded()?;
    let mut text = app.text();
    match &args.command {
        EvalCommand::Claims(args) => {
            let negatives = args.negatives.as_deref();
            let scores = engine::eval_claims(&reader, &args.gold, &args.docs, negatives, app.threads())?;
            if args.json {
                writeln!(text, "{}", serde_json::to_string(&scores)?)?;
                return Ok(End::Done);
            }
            write!(text, "{scores}")?;
            if args.errors {
                for error in &scores.errors {
                    let word = if error.missed { "MISSED" } else { "EXTRA " };
                    let quote: String = error.quote.chars().take(90).collect();
                    let end = |end: Option<f64>| end.map_or("open".to_owned(), crate::format::number);
                    let (low, high) = (end(error.ends.0), end(error.ends.1));
                    writeln!(text, "{word} {} {} {low}..{high} {quote:?}", error.doc, error.kind)?;
                }
            }
        }
        EvalCommand::Zones(args) => {
            let scores = engine::eval_zones(&reader, &args.gold, &args.docs, app.threads())?;
            if args.json {
                writeln!(text, "{}", serde_json::to_string(&scores)?)?;
            } else {
                write!(text, "{scores}")?;
            }
        }
        EvalCommand::Reading(args) => {
            for scores in engine::eval_reading(&reader, &args.folder, app.threads())? {
                if args.json {
                    writeln!(text, "{}", serde_json::to_string(&scores)?)?;
                } else {
                    write!(text, "{scores}")?;
                }
            }
        }
    }
    Ok(End::Done)
}
