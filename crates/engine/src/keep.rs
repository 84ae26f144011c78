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
    /// Stored files that are missing or damaged.
    pub damaged: Vec<archive::Error>,
}

impl AuditReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty() && matches!(self.log, AuditVerdict::Whole { .. })
    }
}

/// Checks the chain of the audit log and every stored file.
///
/// # Errors
/// If the ledger cannot be read.
pub fn verify(workspace: &Workspace) -> Result<AuditReport> {
    Ok(AuditReport { log: workspace.verify_audit()?, damaged: workspace.verify_blobs()? })
}
