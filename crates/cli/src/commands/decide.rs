use crate::app::{App, End};
use clap::Args;
use engine::DecideRequest;
use model::DecisionVerdict;
use std::io::Write;

/// Decide on a match of a kept screening. A silenced match still shows, as suppressed by this decision; nothing is overwritten.
#[derive(Debug, Args)]
pub(crate) struct DecideArgs {
    /// The match, or the beginning of its id.
    #[arg(value_name = "MATCH")]
    matched: String,
    /// true: the query means the entity; false: it does not; unsure.
    verdict: DecisionVerdict,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The case it belongs to.
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
}

pub(crate) fn run_decide(app: &App, args: DecideArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("decide")?;
    let request =
        DecideRequest { matched: args.matched, verdict: args.verdict, note: args.note, case: args.case };
    let decision = engine::decide(&workspace, &app.act(), &request)?;
    writeln!(
        app.messages(),
        "{}: {} for query {} and {}, by {}",
        decision.match_id,
        decision.verdict,
        decision.query,
        decision.entity,
        decision.by
    )?;
    Ok(End::Done)
}
