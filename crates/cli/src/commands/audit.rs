use crate::app::{App, End};
use crate::format::{count, printable};
use archive::AuditVerdict;
use clap::{Args, Subcommand};
use std::io::Write;

/// Look at the log of all that was done.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check that the log is whole from the first entry on, and that every stored file is what it was.
    Verify,
    /// Print the log, oldest first.
    Log,
}

pub(crate) fn run_audit(app: &App, args: &AuditArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let mut text = app.text();
    if matches!(args.command, AuditCommand::Log) {
        for entry in workspace.audit_log()? {
            let (actor, detail) = (printable(&entry.actor), printable(&entry.detail));
            writeln!(text, "{:>5}  {}  {}  {}  {detail}", entry.sequence, entry.time, actor, entry.action)?;
        }
        return Ok(End::Done);
    }
    let report = engine::verify(&workspace)?;
    match &report.log {
        AuditVerdict::Whole { entries, head } => {
            writeln!(text, "the log is whole: {entries} entries, the last is {head}")?;
        }
        AuditVerdict::Broken { sequence, reason } => {
            writeln!(text, "the log is BROKEN at entry {sequence}: {}", printable(reason))?;
        }
    }
    for error in &report.damaged {
        writeln!(text, "damaged: {}", printable(&error.to_string()))?;
    }
    if report.is_whole() {
        writeln!(text, "every stored file is what it was")?;
        return Ok(End::Done);
    }
    let damaged = count(report.damaged.len(), "stored file");
    writeln!(
        app.messages(),
        "hint: {damaged} missing or damaged; a restored backup can be compared entry by entry"
    )?;
    Ok(End::SomeFailed)
}
