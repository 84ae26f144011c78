//! `scheme`: a labour-export scheme modelled from a file, with claims of a workspace where the file names them.

use crate::ledger::SourceCards;
use crate::read_limited::read_text;
use crate::{Error, Result, instruments};
use ::figures::scheme::{Cited, DEMONSTRATION, RunOptions, Scheme, SchemeRun};
use archive::Workspace;
use model::{Clearance, ReviewState, Stance};
use publish::{ChartLine, CitationStyle, LineChart, cite};
use std::path::Path;

/// Largest scheme file that is read, in bytes.
const LARGEST_SCHEME: u64 = 4 * 1024 * 1024;

/// Reads a scheme file, or the demonstration where none is given. Instruments and claims are those of the workspace, where
/// there is one; sealed claims cannot be named.
///
/// # Errors
/// If the file cannot be read, is not what `docs/scheme.md` describes, or names a claim that cannot be had.
pub fn load_scheme(path: Option<&Path>, workspace: Option<&Workspace>) -> Result<Scheme> {
    let register = instruments(workspace)?;
    let text = match path {
        Some(path) => read_text(path, LARGEST_SCHEME)?,
        None => DEMONSTRATION.to_owned(),
    };
    let claims = |id: &str| match workspace {
        Some(workspace) => cited(workspace, id),
        None => Err("claims can be named only in a workspace".to_owned()),
    };
    Scheme::parse_with_claims(&text, &register, &claims).map_err(|error| Error::Table {
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
fn cited(workspace: &Workspace, prefix: &str) -> std::result::Result<Cited, String> {
    let id = workspace.resolve_claim(prefix).map_err(|error| error.to_string())?;
    let record = workspace.claim(Clearance::Workspace, &id).map_err(|error| error.to_string())?;
    let mut cards = SourceCards::new(workspace, Clearance::Workspace);
    let now = cards.ledger_claim(record).map_err(|error| error.to_string())?;
    let card = now.clone().map(|now| now.source.as_ref().clone());
    let now = now.into_inner();
    if now.state == ReviewState::Rejected {
        return Err(format!("claim {prefix} was rejected in review"));
    }
    let claim = now.claim;
    if claim.stance == Stance::Denied {
        return Err(format!("claim {prefix} is denied where it stands"));
    }
    let amount = claim.quantity.as_ref().and_then(|quantity| quantity.amount);
    let Some(amount) = amount else { return Err(format!("claim {prefix} has no amount")) };
    Ok(Cited {
        low: amount.low(),
        point: amount.as_point(),
        high: amount.high(),
        source: format!("claim {id}: {}", cite(&card, CitationStyle::Plain)),
    })
}
