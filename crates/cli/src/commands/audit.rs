use crate::app::{App, End};
use crate::format::{count, one_line, printable};
use archive::{AuditVerdict, Workspace};
use clap::{Args, Subcommand};
use model::{Clearance, Sensitivity};
use std::io::Write;

/// Look at the log of all that was done.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check that the log is whole from the first entry on, and that records and stored files are what it says.
    Verify,
    /// Print the log, oldest first.
    Log {
        /// Print one JSON object for each entry.
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run_audit(app: &App, args: &AuditArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    if let AuditCommand::Log { json } = args.command {
        return run_log(app, &workspace, json);
    }
    let mut text = app.text();
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
    if report.not_covered > 0 {
        writeln!(
            text,
            "not covered: {} records, of which the log says too little to tell",
            report.not_covered
        )?;
    }
    if report.is_whole() {
        writeln!(text, "every stored file is what it was")?;
        return Ok(End::Done);
    }
    let findings = count(report.damaged.len(), "finding");
    writeln!(
        app.messages(),
        "hint: {findings} about records and stored files; a restored backup can be compared entry by entry"
    )?;
    Ok(End::SomeFailed)
}

fn run_log(app: &App, workspace: &Workspace, json: bool) -> anyhow::Result<End> {
    let entries = workspace.audit_log()?;
    if json {
        // The log names what was done and by whom; it holds nothing of what is inside sources.
        let rows =
            entries.into_iter().filter_map(|entry| Clearance::Workspace.admit(entry, Sensitivity::Internal));
        publish::write_json_lines(&mut app.rows(), rows)?;
        return Ok(End::Done);
    }
    let mut text = app.text();
    for entry in entries {
        let (actor, detail) = (one_line(&entry.actor), one_line(&entry.detail));
        writeln!(text, "{:>5}  {}  {}  {}  {detail}", entry.sequence, entry.time, actor, entry.action)?;
    }
    Ok(End::Done)
}
