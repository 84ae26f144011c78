//! `mse`: how many people stand on no list. Needs no workspace.

use crate::read_limited::read_text;
use crate::{Error, Result};
use ::figures::mse::{HiddenPopulation, MseOptions, OverlapTable, hidden_population};
use std::path::Path;

/// Largest table that is read, in bytes.
const LARGEST_TABLE: u64 = 64 * 1024 * 1024;

/// Estimates a population from a table of list overlaps; `count_column` names the column of counts where it has an unusual
/// title.
///
/// # Errors
/// If the file cannot be read, a row of it is not what it should be, or the table gives no estimate.
pub fn estimate_hidden_population(
    path: &Path,
    count_column: Option<&str>,
    options: &MseOptions,
) -> Result<HiddenPopulation> {
    let refused = |reason: String| Error::File { path: path.to_owned(), reason };
    let text = read_text(path, LARGEST_TABLE)?;
    let table = OverlapTable::parse(&text, count_column).map_err(|error| refused(error.to_string()))?;
    hidden_population(&table, options).map_err(|error| refused(error.to_string()))
}
