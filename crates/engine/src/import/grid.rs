//! The text of a table as rows of cells, each with its place in the text.

use model::Span;

/// Rows that are taken from one table; a researcher's table has thousands at most.
pub(crate) const MOST_ROWS: usize = 200_000;

/// Columns that are looked at.
const MOST_COLUMNS: usize = 1000;

/// Rows above a header: titles, dates, notes.
const DEEPEST_HEADER: usize = 60;

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its line in the text, from 1.
    pub(crate) line: usize,
    /// Where it stands, without white space at its ends, in bytes of the text.
    pub(crate) span: Span,
    /// Its cells, without white space at their ends.
    pub(crate) cells: Vec<String>,
}

impl Row {
    /// A cell; empty where the row has fewer.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Where a cell's words stand in `text`; none where quotation marks or line ends change them.
    pub(crate) fn cell_span(&self, text: &str, column: usize) -> Option<Span> {
        let mut from = self.span.start;
        for (number, cell) in self.cells.iter().enumerate().take(column + 1) {
            let written = cell.replace('"', "\"\"");
            let rest = text.get(from..self.span.end)?;
            let start = from + rest.find(&written)?;
            let span = Span::new(start, start + written.len());
            if number == column {
                return (!cell.is_empty() && written == *cell).then_some(span);
            }
            // An empty cell is the separator after it; a full one ends before its separator.
            from = if cell.is_empty() { from + usize::from(!rest.is_empty()) } else { span.end };
        }
        None
    }
}

/// The rows of a text with separators (RFC 4180); rows without any words are left out.
///
/// # Errors
/// If the text is no such table, with its line.
pub(crate) fn separated(text: &str, separator: u8) -> Result<Vec<Row>, (usize, String)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut line = 1;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let mut record = csv::StringRecord::new();
        let more = reader.read_record(&mut record).map_err(|error| (line, error.to_string()))?;
        if !more {
            return Ok(rows);
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
        let whole = text.get(start..end).unwrap_or_default();
        let open = whole.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        if end >= text.len() && open {
            return Err((line, "the last row ends inside quotation marks".to_owned()));
        }
        let before = whole.len() - whole.trim_start().len();
        line += whole.get(..before).unwrap_or_default().matches('\n').count();
        let span = Span::new(start + before, start + before + whole.trim().len());
        let cells: Vec<String> =
            record.iter().take(MOST_COLUMNS).map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { line, span, cells });
        }
        if rows.len() > MOST_ROWS {
            return Err((line, format!("the table has more than {MOST_ROWS} rows")));
        }
        line += whole.get(before..).unwrap_or_default().matches('\n').count();
    }
}

/// The rows of a sheet as reading writes them: a row a line, cells parted by tabs; `sheet` in bytes of the text.
pub(crate) fn tabbed(text: &str, sheet: Span) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = sheet.start;
    let first = text.get(..sheet.start).unwrap_or_default().matches('\n').count() + 1;
    for (number, line) in sheet.of(text).unwrap_or_default().split('\n').enumerate() {
        let cells: Vec<String> =
            line.split('\t').take(MOST_COLUMNS).map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) && rows.len() < MOST_ROWS {
            let before = line.len() - line.trim_start().len();
            let start = at + before;
            rows.push(Row { line: first + number, span: Span::new(start, start + line.trim().len()), cells });
        }
        at += line.len() + 1;
    }
    rows
}

/// A heading as it is compared: white space folded, in lower case.
pub(crate) fn heading(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The first of the upper rows that has all the wanted headings, or those that the nearest lacks.
pub(crate) fn find_header(rows: &[Row], wanted: &[String]) -> Result<usize, Vec<String>> {
    let mut nearest = wanted.to_vec();
    for (number, row) in rows.iter().take(DEEPEST_HEADER).enumerate() {
        let headings: Vec<String> = row.cells.iter().map(|cell| heading(cell)).collect();
        let missing: Vec<String> = wanted.iter().filter(|name| !headings.contains(name)).cloned().collect();
        if missing.is_empty() {
            return Ok(number);
        }
        if missing.len() < nearest.len() {
            nearest = missing;
        }
    }
    Err(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_and_cells_know_their_place() {
        let text = "id,n,note\r\nA1,800,\"so, \"\"they\"\" say\"\r\n\r\n A2 ,,800\n";
        let rows = separated(text, b',').unwrap();
        let words: Vec<_> = rows.iter().map(|row| (row.line, row.span.of(text).unwrap())).collect();
        assert_eq!(words, [(1, "id,n,note"), (2, "A1,800,\"so, \"\"they\"\" say\""), (4, "A2 ,,800")]);
        assert_eq!(rows[1].cells[2], "so, \"they\" say");
        let cell = |row: usize, column| rows[row].cell_span(text, column).and_then(|span| span.of(text));
        assert_eq!((cell(1, 1), cell(1, 2), cell(2, 1), cell(2, 2)), (Some("800"), None, None, Some("800")));
        assert_eq!(find_header(&rows, &["note".to_owned()]), Ok(0));
        assert_eq!(find_header(&rows, &["id".to_owned(), "x".to_owned()]), Err(vec!["x".to_owned()]));
    }

    #[test]
    fn a_table_that_is_cut_off_is_refused() {
        assert_eq!(
            separated("a,b\n1,\"c", b','),
            Err((2, "the last row ends inside quotation marks".to_owned()))
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[a,\"\r\n\t é]{0,60}") {
            let read = separated(&text, b',').unwrap_or_default();
            for row in read.into_iter().chain(tabbed(&text, Span::new(0, text.len()))) {
                let words = row.span.of(&text);
                prop_assert!(words.is_some_and(|words| words == words.trim()));
                for column in 0..row.cells.len() {
                    if let Some(span) = row.cell_span(&text, column) {
                        prop_assert_eq!(span.of(&text), Some(row.cell(column)));
                    }
                }
            }
        }
    }
}
