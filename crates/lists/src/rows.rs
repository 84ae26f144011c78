//! Rows of a CSV file (RFC 4180), each with its line and its text to the letter.

use crate::Limits;
use crate::error::{Error, Place, Result};
use csv::{ReaderBuilder, StringRecord};
use model::OriginalRow;

/// A row.
#[derive(Debug)]
pub(crate) struct Row<'t> {
    /// The line it begins on, from 1.
    pub(crate) line: u64,
    /// Its text without the line end.
    pub(crate) raw: &'t str,
    cells: StringRecord,
}

impl Row<'_> {
    /// A cell without white space at its ends; empty where the row has fewer.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn original(&self, file: &str) -> OriginalRow {
        OriginalRow { file: file.to_owned(), line: self.line, text: self.raw.to_owned() }
    }
}

/// All rows of a file, in order; rows without any text are left out.
///
/// # Errors
/// [`Error::TooLarge`]; [`Error::Truncated`] where the last row ends inside a quoted cell.
pub(crate) fn rows<'t>(file: &str, text: &'t str, separator: u8, limits: &Limits) -> Result<Vec<Row<'t>>> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    loop {
        let start = reader.position().clone();
        let mut cells = StringRecord::new();
        let more = reader
            .read_record(&mut cells)
            .map_err(|error| Error::malformed(Place::new(file, start.line()), error.to_string()))?;
        if !more {
            break;
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let begin = usize::try_from(start.byte()).unwrap_or_default();
        let whole = text.get(begin..end).unwrap_or_default();
        let skipped = whole.len() - whole.trim_start_matches(['\r', '\n']).len();
        let before = whole.get(..skipped).unwrap_or_default().matches('\n').count();
        let line = start.line() + before as u64;
        let raw = whole.trim_matches(['\r', '\n']);
        let place = || Place::new(file, line);
        Limits::check(place, raw.len(), limits.row, "bytes in a row")?;
        if end >= text.len() && raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Err(Error::truncated(place(), "the last row ends inside quotation marks"));
        }
        if !raw.trim().is_empty() {
            rows.push(Row { line, raw, cells });
        }
        // Each row becomes one entry, or a part of one.
        Limits::check(place, rows.len(), limits.entries.saturating_mul(8), "rows")?;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Vec<Row<'_>>> {
        rows("t.csv", text, b',', &Limits::default())
    }

    #[test]
    fn a_row_knows_its_line_and_its_letters() {
        let rows = read("a,\"b\r\nc\" ,d\r\n\r\n1, 2\n").unwrap();
        assert_eq!((rows[0].line, rows[0].raw, rows[0].len()), (1, "a,\"b\r\nc\" ,d", 3));
        assert_eq!((rows[1].line, rows[1].raw, rows[1].cell(1), rows[1].cell(7)), (4, "1, 2", "2", ""));
    }

    #[test]
    fn a_last_row_that_ends_inside_quotes_is_cut_off() {
        let error = read("1,\"a\"\n2,\"b").unwrap_err().to_string();
        assert_eq!(error, "t.csv:2: the file is cut off: the last row ends inside quotation marks");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[a,\"\r\n é]{0,60}") {
            if let Ok(rows) = read(&text) {
                for row in rows {
                    prop_assert!(text.contains(row.raw));
                    let line = text.lines().nth(usize::try_from(row.line).unwrap() - 1);
                    prop_assert!(line.is_some());
                }
            }
        }
    }
}
