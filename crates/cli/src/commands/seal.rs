use crate::app::{App, End};
use crate::format::short;
use clap::Args;
use model::Sensitivity;
use std::io::Write;
use std::path::PathBuf;

/// Encrypt a source and all that was made of it. Only the identity file opens it again.
#[derive(Debug, Args)]
pub(crate) struct SealArgs {
    /// The source, by the beginning of its id.
    source: String,
    /// The public key to seal for (`age1…`); otherwise `sealing_recipient` of the settings.
    #[arg(long, value_name = "KEY")]
    recipient: Option<String>,
}

/// Bring a sealed source back.
#[derive(Debug, Args)]
pub(crate) struct UnsealArgs {
    /// The source, by the beginning of its id as `manumit sources` shows it.
    source: String,
    /// The identity file that `manumit keygen` wrote.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// How far it may travel from now on: open or internal.
    #[arg(long, value_name = "SENSITIVITY", default_value_t = Sensitivity::Internal)]
    sensitivity: Sensitivity,
}

/// Make an identity for sealing. Keep the file outside of any workspace, and a copy of it.
#[derive(Debug, Args)]
pub(crate) struct KeygenArgs {
    /// The file to write; an existing one is never overwritten.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run_seal(app: &App, args: &SealArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("seal")?;
    let source = workspace.resolve_source(&args.source)?;
    let outcome = engine::seal(&workspace, &app.act(), &source, args.recipient.as_deref())?;
    let mut messages = app.messages();
    writeln!(messages, "sealed; its id is {} from now on", short(outcome.sealed.as_str()))?;
    for child in &outcome.unsealed_children {
        writeln!(messages, "note: {} came out of it and is not sealed", short(child.as_str()))?;
    }
    if outcome.records > 0 {
        writeln!(
            messages,
            "note: decisions and judgements that speak of it are sealed with it: {}",
            outcome.records
        )?;
    }
    writeln!(messages, "note: the original file, older backups and earlier exports are not changed by this")?;
    Ok(End::Done)
}

pub(crate) fn run_unseal(app: &App, args: &UnsealArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("unseal")?;
    let sealed = workspace.resolve_source(&args.source)?;
    let source = engine::unseal(&workspace, &app.act(), &sealed, &args.identity, args.sensitivity)?;
    writeln!(app.messages(), "unsealed as {}; its id is {} again", args.sensitivity, short(source.as_str()))?;
    Ok(End::Done)
}

pub(crate) fn run_keygen(app: &App, args: &KeygenArgs) -> anyhow::Result<End> {
    let public = engine::keygen(&args.output)?;
    writeln!(app.text(), "{public}")?;
    let mut messages = app.messages();
    writeln!(
        messages,
        "The secret identity is in {}: without it nothing sealed can be opened.",
        args.output.display()
    )?;
    writeln!(
        messages,
        "Put the public key into manumit.toml, above the first [table]: sealing_recipient = \"{public}\""
    )?;
    Ok(End::Done)
}
