use crate::app::{App, End};
use crate::format::count;
use crate::table::{Column, write_table};
use clap::{Args, Subcommand, ValueEnum};
use engine::NameKind;
use std::io::Write;
use std::path::PathBuf;

/// Compare names of persons, organisations and ships across scripts, with reasons.
#[derive(Debug, Args)]
pub(crate) struct NamesArgs {
    #[command(subcommand)]
    command: NamesCommand,
}

#[derive(Debug, Subcommand)]
enum NamesCommand {
    /// Compare the pairs of a CSV file: its rows come back with a score from 0 to 1 and the reasons.
    ///
    /// The columns name1 and name2 are needed; schema (Person, Company, Vessel, …) tells what is named. From 0.7 on two
    /// names count as the same.
    Compare {
        /// The CSV file.
        cases: PathBuf,
    },
    /// Show part by part how two names agree.
    Explain {
        /// A name.
        a: String,
        /// Another name.
        b: String,
        /// What is named.
        #[arg(long, value_enum, default_value_t = Kind::Unknown)]
        kind: Kind,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Person,
    Organisation,
    Vessel,
    Unknown,
}

impl From<Kind> for NameKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Organisation => Self::Organisation,
            Kind::Vessel => Self::Vessel,
            Kind::Unknown => Self::Unknown,
        }
    }
}

pub(crate) fn run_names(app: &App, args: &NamesArgs) -> anyhow::Result<End> {
    match &args.command {
        NamesCommand::Compare { cases } => {
            let empty = engine::compare_names(cases, app.rows())?;
            if empty > 0 {
                writeln!(app.messages(), "{} without two names", count(empty, "row"))?;
            }
            Ok(End::of(empty))
        }
        NamesCommand::Explain { a, b, kind, json } => explain(app, a, b, (*kind).into(), *json),
    }
}

fn explain(app: &App, a: &str, b: &str, kind: NameKind, json: bool) -> anyhow::Result<End> {
    let comparison = engine::explain_names(a, b, kind);
    let mut text = app.text();
    if json {
        writeln!(text, "{}", serde_json::to_string(&comparison)?)?;
        return Ok(End::Done);
    }
    let verdict =
        if comparison.score >= engine::SAME_NAME { "count as the same name" } else { "are different names" };
    writeln!(text, "{:.2}: these {verdict}", comparison.score)?;
    let columns = [
        Column::fixed("role"),
        Column::flexible("first", 12),
        Column::flexible("second", 12),
        Column::fixed("agreement"),
        Column::fixed("likeness").right(),
        Column::fixed("weight").right(),
    ];
    let rows: Vec<Vec<String>> = comparison
        .reasons
        .iter()
        .map(|reason| {
            vec![
                reason.role.to_string(),
                reason.left.clone(),
                reason.right.clone(),
                reason.agreement.to_string(),
                format!("{:.2}", reason.similarity),
                format!("{:.2}", reason.weight),
            ]
        })
        .collect();
    if !rows.is_empty() {
        write_table(&mut text, app.width(), &columns, &rows)?;
    }
    Ok(End::Done)
}
