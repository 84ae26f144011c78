//! Tables of any kind as rows of cells.

use crate::Limits;
use crate::error::{Place, Result};
use crate::text::one_line;

/// Rows of cells, as one table of a file has them.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<GridRow>,
}

/// One row of a table.
#[derive(Debug)]
pub(super) struct GridRow {
    /// Its line in the file, or its number in the table, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    /// Its text to the letter where the file has one; else the cells with tabs between.
    pub(super) original: String,
}

impl GridRow {
    pub(super) fn of_cells(line: u64, cells: Vec<String>) -> Self {
        Self { line, original: cells.join("\t"), cells }
    }

    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// How many columns a table may have.
const MOST_COLUMNS: usize = 1000;

/// Rows above a header: titles, dates, notes.
const DEEPEST_HEADER: usize = 60;

/// Checks a row before it is kept.
pub(super) fn check_row(
    place: impl Fn() -> Place,
    cells: usize,
    bytes: usize,
    limits: &Limits,
) -> Result<()> {
    Limits::check(&place, cells, MOST_COLUMNS, "columns")?;
    Limits::check(&place, bytes, limits.row, "bytes in a row")
}

/// A heading as it is compared: white space folded, in lower case.
pub(super) fn heading(text: &str) -> String {
    one_line(text).to_lowercase()
}

/// Where the wanted headings stand in the row of a table that has them all; otherwise those missing from the row that has most.
pub(super) fn find_header(grid: &Grid, wanted: &[String]) -> Result<(usize, Vec<usize>), Vec<String>> {
    let mut nearest: Vec<String> = wanted.to_vec();
    for (index, row) in grid.rows.iter().take(DEEPEST_HEADER).enumerate() {
        let headings: Vec<String> = row.cells.iter().map(|cell| heading(cell)).collect();
        let places: Vec<Option<usize>> =
            wanted.iter().map(|name| headings.iter().position(|known| known == name)).collect();
        let missing: Vec<String> = wanted
            .iter()
            .zip(&places)
            .filter(|(_, place)| place.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        if missing.is_empty() {
            return Ok((index, places.into_iter().flatten().collect()));
        }
        if missing.len() < nearest.len() {
            nearest = missing;
        }
    }
    Err(nearest)
}
