//! `backup`, `restore`, `index rebuild` and `audit verify`: keeping a workspace in good order.

use crate::Result;
use archive::{Act, AuditVerdict, BackupSummary, Workspace};
use std::path::Path;

/// Writes one consistent file from which [`restore`] makes the same workspace.
///
/// # Errors
/// If the file cannot be written, or what is stored is damaged.
pub fn backup(workspace: &Workspace, act: &Act, file: &Path) -> Result<BackupSummary> {
    Ok(workspace.backup(act, file)?)
}

/// Makes a workspace in `dir`, which must not exist, from a backup.
///
/// # Errors
/// If the backup is damaged or the folder exists.
pub fn restore(file: &Path, dir: &Path, act: &Act) -> Result<BackupSummary> {
    Ok(archive::restore(file, dir, act)?)
}

/// Makes the full-text index anew and returns the number of documents in it.
///
/// # Errors
/// If the ledger cannot be read or the index cannot be written.
pub fn rebuild_index(workspace: &Workspace) -> Result<usize> {
    Ok(workspace.index_rebuild()?)
}

/// What checking a workspace found.
#[derive(Debug)]
pub struct AuditReport {
    /// Whether the log of what was done is whole.
    pub log: AuditVerdict,
    /// Records that are not what the log says of them, and stored files that are missing, damaged or stray.
    pub damaged: Vec<archive::Error>,
    /// Records of which the log says too little to tell.
    pub not_covered: u64,
}

impl AuditReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty() && matches!(self.log, AuditVerdict::Whole { .. })
    }
}

/// Checks the chain of the audit log, every record against it, and every stored file.
///
/// # Errors
/// If the log cannot be read.
pub fn verify(workspace: &Workspace) -> Result<AuditReport> {
    let log = workspace.verify_audit()?;
    let mut damaged: Vec<_> = workspace.verify_ledger().err().into_iter().collect();
    let mut not_covered = 0;
    match workspace.verify_records() {
        Ok(check) => {
            damaged.extend(check.findings);
            not_covered = check.not_covered;
        }
        Err(error) => damaged.push(error),
    }
    match workspace.verify_lists() {
        Ok(found) => damaged.extend(found),
        Err(error) => damaged.push(error),
    }
    match workspace.verify_screening() {
        Ok(found) => damaged.extend(found),
        Err(error) => damaged.push(error),
    }
    match workspace.verify_blobs() {
        Ok(found) => damaged.extend(found),
        Err(error) => damaged.push(error),
    }
    Ok(AuditReport { log, damaged, not_covered })
}
