//! `init`: a new workspace.

use crate::Result;
use archive::{Act, Settings, Workspace, Writer};
use std::path::Path;

/// Makes a workspace in `dir`, which is created if need be.
///
/// # Errors
/// If there is a workspace already, or the folder cannot be written to.
pub fn init(dir: &Path, settings: &Settings, writer: Writer, act: &Act) -> Result<Workspace> {
    Ok(Workspace::init(dir, settings, writer, act)?)
}
