//! `instruments`: the register of legal instruments, the project's and that of a workspace.

use crate::read_limited::read_text;
use crate::{Error, Result};
use ::figures::instruments::Register;
use archive::Workspace;
use std::path::Path;

/// Where a workspace keeps a register of its own.
pub const OWN_REGISTER: &str = "instruments.csv";
/// Largest register that is read, in bytes.
const LARGEST_REGISTER: u64 = 16 * 1024 * 1024;

/// The register of the project, with the entries of the workspace's `instruments.csv` where there is one.
///
/// # Errors
/// If that file cannot be read or a row of it is not what it should be.
pub fn instruments(workspace: Option<&Workspace>) -> Result<Register> {
    let official = Register::official().map_err(|error| at(Path::new("register.csv"), &error))?;
    let Some(path) =
        workspace.map(|workspace| workspace.root().join(OWN_REGISTER)).filter(|path| path.exists())
    else {
        return Ok(official);
    };
    let text = read_text(&path, LARGEST_REGISTER)?;
    let own = Register::parse(&text, OWN_REGISTER).map_err(|error| at(&path, &error))?;
    Ok(official.with(own))
}

fn at(path: &Path, error: &::figures::instruments::RegisterError) -> Error {
    let line = usize::try_from(error.line).unwrap_or(usize::MAX);
    Error::Table { path: path.to_owned(), line, column: 1, reason: error.reason.clone() }
}
