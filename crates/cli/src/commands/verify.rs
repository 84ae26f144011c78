use crate::app::{App, End};
use crate::format::one_line;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Check a dossier that somebody gave out, without the workspace and without a network.
///
/// Every member must have the hash that the manifest states, and none may be missing, more or renamed; passages must be those that are quoted and
/// stand in the texts that go along; decisions must be what their entries of the log record. Exit code 1 where something does not hold.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The ZIP.
    dossier: PathBuf,
    /// An original to hold against the hash that the dossier states for its source; may be given several times.
    #[arg(long, value_name = "FILE")]
    source: Vec<PathBuf>,
}

pub(crate) fn run_verify(app: &App, args: &VerifyArgs) -> anyhow::Result<End> {
    let check = engine::check_dossier(&args.dossier, &args.source)?;
    let mut text = app.text();
    let path = args.dossier.display();
    for line in &check.made {
        writeln!(text, "{}", one_line(line))?;
    }
    if check.fingerprint.is_some() {
        let (passages, found) = check.passages;
        writeln!(text, "{} members with the hash that the manifest states", check.members)?;
        writeln!(text, "{passages} passages; {found} found in the texts that go along")?;
        writeln!(text, "{} decisions and judgements as the log records them", check.records)?;
    }
    if let Some((entries, head)) = &check.log {
        writeln!(text, "log of {entries} entries when it was made, its head {}", one_line(head))?;
    }
    for note in &check.notes {
        writeln!(text, "note: {}", one_line(note))?;
    }
    if let Some(fingerprint) = &check.fingerprint {
        writeln!(text, "SHA-256 of the manifest: {fingerprint}")?;
    }
    if check.is_whole() {
        writeln!(text, "{path}: nothing is wrong with it")?;
        return Ok(End::Done);
    }
    let mut messages = app.messages();
    for fault in &check.faults {
        writeln!(messages, "{path}: {}", one_line(fault))?;
    }
    writeln!(messages, "{path}: it is NOT what it says it is: {} faults", check.faults.len())?;
    Ok(End::SomeFailed)
}
