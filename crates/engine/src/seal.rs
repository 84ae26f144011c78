//! `keygen`, `seal` and `unseal`: testimony that must not leave.

use crate::Result;
use crate::ledger::order_corrected;
use archive::{Act, SealOutcome, Workspace};
use model::{Sensitivity, SourceId};
use std::path::Path;

/// Writes a new identity to `path`, outside of any workspace, and returns its public key.
///
/// # Errors
/// If the file exists, lies in a workspace, or cannot be written.
pub fn keygen(path: &Path) -> Result<String> {
    Ok(archive::keygen(path)?)
}

/// Encrypts a source and all that was made of it; `recipient` is an age public key, or that of the settings.
///
/// # Errors
/// If there is nobody to seal for, or it is sealed already.
pub fn seal(
    workspace: &Workspace,
    act: &Act,
    source: &SourceId,
    recipient: Option<&str>,
) -> Result<SealOutcome> {
    Ok(workspace.seal(act, source, recipient)?)
}

/// Brings a sealed source back with the identity in a file, and returns its id.
///
/// # Errors
/// If the identity does not open it.
pub fn unseal(
    workspace: &Workspace,
    act: &Act,
    sealed: &SourceId,
    identity_file: &Path,
    sensitivity: Sensitivity,
) -> Result<SourceId> {
    let source = workspace.unseal(act, sealed, identity_file, sensitivity)?;
    order_corrected(workspace, &source)?;
    Ok(source)
}
