//! The binary `manumit`: documents about forced labour become a ledger of sourced claims.

#![forbid(unsafe_code)]

mod app;
mod commands;
mod format;
mod hint;
mod output;
mod progress;
mod table;

use clap::Parser;
use commands::Command;
use std::process::ExitCode;

/// Turns documents about forced labour into a ledger of sourced claims.
///
/// Every figure stands with its passage, who said it, and a citation to copy. Start with `manumit demo`, or with `manumit
/// init my-case`, `cd my-case`, `manumit add FOLDER`.
#[derive(Debug, Parser)]
#[command(name = "manumit", version, propagate_version = true, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: app::GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let app = app::App::new(cli.global);
    match commands::run(&app, cli.command) {
        Ok(end) => end.into(),
        Err(error) => hint::report(&error),
    }
}
