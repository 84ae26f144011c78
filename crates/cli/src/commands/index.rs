use crate::app::{App, End};
use crate::format::count;
use clap::{Args, Subcommand};
use std::io::Write;

/// Look after the full-text index.
#[derive(Debug, Args)]
pub(crate) struct IndexArgs {
    #[command(subcommand)]
    command: IndexCommand,
}

#[derive(Debug, Subcommand)]
enum IndexCommand {
    /// Make the index anew from the ledger. Nothing is lost: it can be deleted at any time.
    Rebuild,
}

pub(crate) fn run_index(app: &App, args: &IndexArgs) -> anyhow::Result<End> {
    let IndexCommand::Rebuild = args.command;
    let workspace = app.open_for_writing("index rebuild")?;
    let documents = engine::rebuild_index(&workspace)?;
    writeln!(app.messages(), "the index holds {} now", count(documents, "document"))?;
    Ok(End::Done)
}
