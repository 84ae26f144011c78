//! `sources`: what is in the workspace, and how far it may travel.

use crate::Result;
use archive::{Act, SourceFilter, SourceListing, Workspace};
use model::{Clearance, Sensitivity, SourceId};

/// The sources that pass the filter, by when they first came.
///
/// # Errors
/// If the ledger cannot be read.
pub fn sources(
    workspace: &Workspace,
    clearance: Clearance,
    filter: &SourceFilter,
) -> Result<Vec<SourceListing>> {
    Ok(workspace.sources(clearance, filter)?)
}

/// Changes how far a source may travel; sealing and unsealing are verbs of their own.
///
/// # Errors
/// If there is no such source, or it is or shall be sealed.
pub fn set_sensitivity(
    workspace: &Workspace,
    act: &Act,
    source: &SourceId,
    sensitivity: Sensitivity,
) -> Result<()> {
    Ok(workspace.set_sensitivity(act, source, sensitivity)?)
}
