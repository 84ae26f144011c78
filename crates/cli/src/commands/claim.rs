use crate::app::{App, End};
use clap::{Args, Subcommand};
use engine::NewClaim;
use model::Kind;
use std::io::Write;

/// Make claims of one's own.
#[derive(Debug, Args)]
pub(crate) struct ClaimArgs {
    #[command(subcommand)]
    command: ClaimCommand,
}

#[derive(Debug, Subcommand)]
enum ClaimCommand {
    Add(ClaimAddArgs),
}

/// Add a claim of your own, bound to a passage like any other. The table of claims marks it with +.
///
/// Example: `manumit claim add 1a2b3c4d --quote "some 800 welders" --kind worker_count point=800 places=PL speaker="a manager"`.
#[derive(Debug, Args)]
struct ClaimAddArgs {
    /// The source, by the beginning of its id.
    source: String,
    /// The words that say it, as they stand in the source; white space may differ.
    #[arg(long, value_name = "WORDS")]
    quote: String,
    /// What is asserted, such as worker_count.
    #[arg(long, value_name = "KIND")]
    kind: Kind,
    /// Which occurrence of the words, from 1, where there are several.
    #[arg(long, value_name = "N")]
    occurrence: Option<usize>,
    /// The slots, as slot=value; see `manumit review --help` for their names.
    #[arg(value_name = "SLOT=VALUE")]
    slots: Vec<String>,
}

pub(crate) fn run_claim(app: &App, args: ClaimArgs) -> anyhow::Result<End> {
    let ClaimCommand::Add(args) = args.command;
    let slots: engine::Result<Vec<_>> = args.slots.iter().map(|slot| engine::parse_slot(slot)).collect();
    let engine::CheckedSlots { slots, notes } = engine::check_slots(&slots?)?;
    let workspace = app.open_for_writing("claim add")?;
    let source = workspace.resolve_source(&args.source)?;
    let new = NewClaim { source, quote: args.quote, occurrence: args.occurrence, kind: args.kind, slots };
    let id = engine::add_claim(&workspace, &app.act(), &new)?;
    writeln!(app.text(), "{id}")?;
    super::review::tell_notes(app, &notes)?;
    writeln!(
        app.messages(),
        "added; look at it with `manumit explain {}`",
        crate::format::short(id.as_str())
    )?;
    Ok(End::Done)
}
