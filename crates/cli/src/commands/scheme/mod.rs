mod tables;

use crate::app::{App, End, is_standard_output};
use crate::output::write_whole;
use clap::{Args, Subcommand};
use engine::schemes::{DRAWS, RunOptions, SEED, Scheme, SchemeRun, explain};
use model::{Clearance, Sensitivity};
use publish::line_chart;
use std::io::{self, Write};
use std::path::PathBuf;
use tables::{comparison, explanation, one_scenario};

/// Model a labour-export scheme: what bans, deadlines and wage cuts do to workers and to revenue.
///
/// A scheme file (TOML) names hosts with their workers, wages and levies, each figure with its source; what nobody has counted is a
/// range marked as assumed, and every result says so. Without a file, a demonstration with published figures is used. The
/// equations are in docs/scheme.md.
#[derive(Debug, Args)]
pub(crate) struct SchemeArgs {
    #[command(subcommand)]
    command: SchemeCommand,
}

#[derive(Debug, Subcommand)]
enum SchemeCommand {
    /// Run the scheme under one scenario, or as it is.
    Run {
        #[command(flatten)]
        input: Input,
        /// The scenario; `manumit scheme compare` lists them.
        #[arg(long, value_name = "NAME", default_value = "baseline")]
        scenario: String,
        #[command(flatten)]
        draws: Draws,
    },
    /// Hold scenarios against the scheme as it is.
    Compare {
        #[command(flatten)]
        input: Input,
        /// A scenario; all where none is named. Can be given several times.
        #[arg(long, value_name = "NAME")]
        scenario: Vec<String>,
        #[command(flatten)]
        draws: Draws,
    },
    /// Show the equations, and every parameter with its source.
    Explain {
        #[command(flatten)]
        input: Input,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct Input {
    /// The scheme file; the demonstration where none is given.
    file: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Draws {
    /// How often the uncertain parameters are drawn.
    #[arg(long, value_name = "N", default_value_t = DRAWS)]
    draws: usize,
    /// Seed of the draws: the same seed gives the same numbers on any machine.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// Write a chart of the workers over time (SVG) to this file; `-` is the standard output, without any table.
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Overwrite an existing chart.
    #[arg(long)]
    force: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run_scheme(app: &App, args: &SchemeArgs) -> anyhow::Result<End> {
    match &args.command {
        SchemeCommand::Run { input, scenario, draws } => {
            let scheme = load(app, input)?;
            let found = engine::run_scheme(&scheme, std::slice::from_ref(scenario), &draws.options(app))?;
            show(app, draws, &found, |text, width| one_scenario(text, width, &found))
        }
        SchemeCommand::Compare { input, scenario, draws } => {
            let scheme = load(app, input)?;
            let all = || scheme.scenarios.iter().map(|scenario| scenario.name.clone()).collect();
            let names: Vec<String> = if scenario.is_empty() { all() } else { scenario.clone() };
            let found = engine::run_scheme(&scheme, &names, &draws.options(app))?;
            show(app, draws, &found, |text, width| comparison(text, width, &found))
        }
        SchemeCommand::Explain { input, json } => {
            let told = explain(&load(app, input)?);
            if *json {
                let mut rows = app.rows();
                serde_json::to_writer(&mut rows, &told)?;
                writeln!(rows)?;
                rows.flush()?;
            } else {
                explanation(&mut app.text(), app.width(), &told)?;
            }
            Ok(End::Done)
        }
    }
}

fn load(app: &App, input: &Input) -> anyhow::Result<Scheme> {
    let workspace = app.open_if_any()?;
    Ok(engine::load_scheme(input.file.as_deref(), workspace.as_ref())?)
}

impl Draws {
    fn options(&self, app: &App) -> RunOptions {
        RunOptions { draws: self.draws, seed: self.seed, threads: app.threads() }
    }
}

fn show(
    app: &App,
    draws: &Draws,
    found: &SchemeRun,
    table: impl FnOnce(&mut dyn Write, usize) -> io::Result<()>,
) -> anyhow::Result<End> {
    if let Some(path) = &draws.chart {
        // A scheme may rest on claims of the workspace, so its chart is for those who work in it.
        let chart =
            Clearance::Workspace.admit(engine::scheme_chart(found), Sensitivity::Internal).map(line_chart);
        let Some(svg) = chart else { return Ok(End::Done) };
        if is_standard_output(path) {
            let mut rows = app.rows();
            rows.write_all(svg.get().as_bytes())?;
            rows.flush()?;
            return Ok(End::Done);
        }
        write_whole(path, draws.force, |output| Ok(output.write_all(svg.get().as_bytes())?))?;
        writeln!(app.messages(), "chart to {}", path.display())?;
    }
    if draws.json {
        let mut rows = app.rows();
        serde_json::to_writer(&mut rows, found)?;
        writeln!(rows)?;
        rows.flush()?;
    } else {
        table(&mut app.text(), app.width())?;
    }
    Ok(End::Done)
}
