//! `scheme`: a labour-export scheme modelled from a file, with claims and figures of a workspace where the file names them.

use crate::figures::{figure_material, resolve_figure};
use crate::ledger::SourceCards;
use crate::read_limited::read_text;
use crate::{Error, Result, instruments};
use ::figures::scheme::{Cited, DEMONSTRATION, Reference, RunOptions, Scheme, SchemeRun};
use ::figures::{Figures, fold};
use archive::Workspace;
use model::{Clearance, Stance};
use publish::{ChartLine, CitationStyle, LineChart, cite};
use std::cell::OnceCell;
use std::path::Path;

/// Largest scheme file that is read, in bytes.
const LARGEST_SCHEME: u64 = 4 * 1024 * 1024;

/// Reads a scheme file, or the demonstration where none is given. Instruments, claims and figures are those of the
/// workspace, where there is one; what is sealed cannot be named.
///
/// # Errors
/// If the file cannot be read, is not what `docs/scheme.md` describes, or names a claim or figure that cannot be had.
pub fn load_scheme(path: Option<&Path>, workspace: Option<&Workspace>) -> Result<Scheme> {
    let register = instruments(workspace)?;
    let text = match path {
        Some(path) => read_text(path, LARGEST_SCHEME)?,
        None => DEMONSTRATION.to_owned(),
    };
    let material = OnceCell::new();
    let figures = OnceCell::new();
    let look_up = |named: Reference<'_>| match (workspace, named) {
        (None, _) => Err("claims and figures can be named only in a workspace".to_owned()),
        (Some(workspace), Reference::Claim(id)) => cited_claim(workspace, id),
        (Some(workspace), Reference::Figure(id)) => {
            // Folding all claims takes a moment; it is done once, for a file that names a figure.
            let material = material.get_or_init(|| figure_material(workspace, Clearance::Workspace));
            match material {
                Ok(material) => cited_figure(figures.get_or_init(|| fold(material.get())), id),
                Err(error) => Err(error.to_string()),
            }
        }
    };
    Scheme::parse_with_claims(&text, &register, &look_up).map_err(|error| Error::Table {
        path: path.unwrap_or(Path::new("demonstration.toml")).to_owned(),
        line: error.line,
        column: error.column,
        reason: error.reason,
    })
}

/// Runs a scheme as it is, and under the scenarios of these names.
///
/// # Errors
/// If there is no such scenario, or the work is too much.
pub fn run_scheme(scheme: &Scheme, scenarios: &[String], options: &RunOptions) -> Result<SchemeRun> {
    Ok(::figures::scheme::run(scheme, scenarios, options)?)
}

/// The workers over time under each scenario of a run.
#[must_use]
pub fn scheme_chart(found: &SchemeRun) -> LineChart {
    // Bands of many scenarios would hide each other: only the one looked at has its own.
    let banded = |at: usize| found.scenarios.len() <= 2 && at + 1 == found.scenarios.len();
    let lines = found.scenarios.iter().enumerate().map(|(at, scenario)| ChartLine {
        name: scenario.name.clone(),
        values: scenario.stock.iter().map(|month| month.workers.median).collect(),
        band: if banded(at) {
            scenario.stock.iter().map(|month| [month.workers.low, month.workers.high]).collect()
        } else {
            Vec::new()
        },
    });
    let months = found.scenarios.first().map(|scenario| scenario.stock.as_slice()).unwrap_or_default();
    LineChart {
        title: format!("{}: workers", found.scheme),
        caption: format!(
            "Medians of {} (seed {}); bands: 5 to 95 %. {} assumed.",
            publish::count(found.draws, "draw"),
            found.seed,
            publish::count(found.assumed.len(), "parameter")
        ),
        times: months.iter().map(|month| month.month.to_string()).collect(),
        lines: lines.collect(),
    }
}

/// What a claim gives a parameter.
fn cited_claim(workspace: &Workspace, prefix: &str) -> std::result::Result<Cited, String> {
    let id = workspace.resolve_claim(prefix).map_err(|error| error.to_string())?;
    let record = workspace.claim(Clearance::Workspace, &id).map_err(|error| error.to_string())?;
    let mut cards = SourceCards::new(workspace, Clearance::Workspace);
    let now = cards.ledger_claim(record).map_err(|error| error.to_string())?;
    let card = now.clone().map(|now| now.source.as_ref().clone());
    let now = now.into_inner();
    if now.state.is_out() {
        return Err(format!("claim {prefix} counts no more: it was {}", now.state));
    }
    let claim = now.claim;
    if claim.stance == Stance::Denied {
        return Err(format!("claim {prefix} is denied where it stands"));
    }
    Ok(Cited {
        kind: claim.kind,
        quantity: claim.quantity.unwrap_or_default(),
        source: format!("claim {id}: {}", cite(&card, CitationStyle::Plain)),
        note: None,
    })
}

/// What a figure gives a parameter: its amount, with the root that says so and the passage nearest to it.
fn cited_figure(figures: &Figures<'_>, prefix: &str) -> std::result::Result<Cited, String> {
    let place = resolve_figure(figures, prefix).map_err(|error| error.to_string())?;
    let Some(figure) = figures.all.get(place) else { return Err(format!("no figure {prefix}")) };
    let (Some(claim), Some(page)) = (figures.lead(figure), figures.material.page_of(figure.lead)) else {
        return Err(format!("figure {prefix} has no passage"));
    };
    if claim.stance == Stance::Denied {
        return Err(format!("figure {prefix} is denied where it stands"));
    }
    Ok(Cited {
        kind: figure.kind,
        quantity: figures.quantity(figure),
        source: format!("{}, by figure {}", figures.root_label(figure), figure.id),
        note: Some(format!(
            "{}; “{}” in {}, claim {}; {}, {}",
            figures.say(figure),
            figures.material.quote(claim),
            page.file_name(),
            claim.id(),
            match figure.mentions {
                1 => "1 mention".to_owned(),
                mentions => format!("{mentions} mentions"),
            },
            match figures.independent_roots(figure) {
                1 => "1 root".to_owned(),
                roots => format!("{roots} roots"),
            },
        )),
    })
}
