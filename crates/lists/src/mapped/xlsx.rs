//! Sheets of a workbook of Office Open XML.

use super::grid::{Grid, GridRow, check_row};
use crate::Limits;
use crate::error::{Error, Place, Result};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Read};

/// The sheet of this name, or all of them.
pub(super) fn sheets(file: &str, bytes: &[u8], sheet: Option<&str>, limits: &Limits) -> Result<Vec<Grid>> {
    let refuse = |error: calamine::XlsxError| Error::malformed(Place::whole(file), error.to_string());
    check_unpacked(file, bytes, limits)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(refuse)?;
    let names: Vec<String> =
        workbook.sheet_names().into_iter().filter(|name| sheet.is_none_or(|wanted| wanted == name)).collect();
    if let Some(wanted) = sheet.filter(|_| names.is_empty()) {
        return Err(Error::drift(Place::whole(file), format!("there is no sheet `{wanted}`")));
    }
    let mut grids = Vec::new();
    for name in names {
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(refuse)?;
        let mut grid = Grid::default();
        let mut row: (u32, Vec<String>) = (0, Vec::new());
        let mut bytes = 0;
        while let Some(cell) = cells.next_cell().map_err(refuse)? {
            let (line, column) = cell.get_position();
            let place = || Place::new(file, u64::from(line) + 1);
            if line != row.0 {
                push(&mut grid, &mut row);
                row.0 = line;
                bytes = 0;
            }
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            let text = text_of(cell.get_value());
            bytes += text.len();
            check_row(place, column.saturating_add(1), bytes, limits)?;
            if row.1.len() <= column {
                row.1.resize(column + 1, String::new());
            }
            if let Some(slot) = row.1.get_mut(column) {
                *slot = text;
            }
            Limits::check(place, grid.rows.len(), limits.entries, "rows")?;
        }
        push(&mut grid, &mut row);
        grids.push(grid);
    }
    Ok(grids)
}

fn push(grid: &mut Grid, row: &mut (u32, Vec<String>)) {
    let cells = std::mem::take(&mut row.1);
    if cells.iter().any(|cell| !cell.is_empty()) {
        grid.rows.push(GridRow::of_cells(u64::from(row.0) + 1, cells));
    }
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) | DataRef::String(text) => {
            text.trim().to_owned()
        }
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Unpacks everything once, into nothing, so that a small file cannot become a large one: what a ZIP archive says of the sizes of its
/// files need not be true.
fn check_unpacked(file: &str, bytes: &[u8], limits: &Limits) -> Result<()> {
    let refuse =
        |reason: String| Error::malformed(Place::whole(file), format!("it is no workbook: {reason}"));
    Limits::check(|| Place::whole(file), bytes.len(), limits.bytes, "bytes")?;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| refuse(error.to_string()))?;
    Limits::check(|| Place::whole(file), archive.len(), 10_000, "files in the workbook")?;
    let mut left = limits.bytes as u64;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|error| refuse(error.to_string()))?;
        let read = std::io::copy(&mut member.take(left + 1), &mut std::io::sink())
            .map_err(|error| refuse(error.to_string()))?;
        left = left.checked_sub(read).ok_or_else(|| Error::TooLarge {
            place: Place::whole(file),
            limit: limits.bytes as u64,
            what: "bytes when unpacked",
        })?;
    }
    Ok(())
}

/// The rows of the first sheet of a workbook that has any, each with its number from 1.
///
/// # Errors
/// [`Error::Malformed`] where it is no workbook; [`Error::TooLarge`].
pub fn workbook_rows(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<(u64, Vec<String>)>> {
    let grid = sheets(file, bytes, None, limits)?.into_iter().find(|grid| !grid.rows.is_empty());
    Ok(grid.into_iter().flat_map(|grid| grid.rows).map(|row| (row.line, row.cells)).collect())
}
