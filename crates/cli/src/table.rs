//! Tables that fit the terminal.

use crate::format::one_line;
use anstyle::Style;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Narrowest that a column may become.
const NARROWEST: usize = 6;
const GAP: &str = "  ";

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    title: &'static str,
    /// Width down to which it gives room before others have to; `None` never gives any.
    gives_down_to: Option<usize>,
    /// Least width of the whole table at which it is shown.
    shown_from: usize,
    right: bool,
    style: Style,
}

impl Column {
    /// A column that always has the room it needs.
    pub(crate) const fn fixed(title: &'static str) -> Self {
        Self { title, gives_down_to: None, shown_from: 0, right: false, style: Style::new() }
    }

    /// A column that is cut where room is short, first of all down to `width`.
    pub(crate) const fn flexible(title: &'static str, width: usize) -> Self {
        Self { gives_down_to: Some(width), ..Self::fixed(title) }
    }

    /// The column only in tables that are at least this wide.
    pub(crate) const fn shown_from(self, width: usize) -> Self {
        Self { shown_from: width, ..self }
    }

    /// The column set to the right.
    pub(crate) const fn right(self) -> Self {
        Self { right: true, ..self }
    }

    /// The column in a style.
    pub(crate) const fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }
}

/// Writes the rows beneath a line of titles; cells are cut with an ellipsis until a line takes `width` columns. Columns
/// without any content are left out.
pub(crate) fn write_table(
    output: &mut impl Write,
    width: usize,
    columns: &[Column],
    rows: &[Vec<String>],
) -> io::Result<()> {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let has_content = |column: usize| rows.iter().any(|row| !cell(row, column).is_empty());
    let shown: Vec<usize> = (0..columns.len())
        .filter(|column| columns[*column].shown_from <= width && has_content(*column))
        .collect();
    let mut widths: Vec<usize> = shown
        .iter()
        .map(|column| {
            let widest = rows.iter().map(|row| cell(row, *column).width()).max().unwrap_or(0);
            widest.max(columns[*column].title.width())
        })
        .collect();
    let floors: Vec<Option<usize>> = shown.iter().map(|column| columns[*column].gives_down_to).collect();
    shrink(&mut widths, &floors, width);
    let hard_floors: Vec<Option<usize>> = floors.iter().map(|floor| floor.map(|_| NARROWEST)).collect();
    shrink(&mut widths, &hard_floors, width);
    let bold = Style::new().bold();
    let titles: Vec<(String, Style)> =
        shown.iter().map(|column| (columns[*column].title.to_owned(), bold)).collect();
    write_row(output, &shown, columns, &widths, &titles)?;
    for row in &rows {
        let cells: Vec<(String, Style)> =
            shown.iter().map(|column| (cell(row, *column), columns[*column].style)).collect();
        write_row(output, &shown, columns, &widths, &cells)?;
    }
    Ok(())
}

/// Takes room from the widest column that is above its floor, until the line fits or none is.
fn shrink(widths: &mut [usize], floors: &[Option<usize>], width: usize) {
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        let widest = (0..widths.len())
            .filter(|column| floors[*column].is_some_and(|floor| widths[*column] > floor))
            .max_by_key(|column| widths[*column]);
        match widest {
            Some(column) => widths[column] -= 1,
            None => return,
        }
    }
}

fn write_row(
    output: &mut impl Write,
    shown: &[usize],
    columns: &[Column],
    widths: &[usize],
    cells: &[(String, Style)],
) -> io::Result<()> {
    let mut line = String::new();
    for (place, (column, (text, style))) in shown.iter().zip(cells).enumerate() {
        let text = cut(text, widths[place]);
        let padding = " ".repeat(widths[place].saturating_sub(text.width()));
        let last = place + 1 == shown.len();
        if place > 0 {
            line.push_str(GAP);
        }
        let styled = format!("{style}{text}{style:#}");
        match (columns[*column].right, last) {
            (true, _) => line.push_str(&format!("{padding}{styled}")),
            (false, true) => line.push_str(&styled),
            (false, false) => line.push_str(&format!("{styled}{padding}")),
        }
    }
    writeln!(output, "{}", line.trim_end())
}

/// The text in at most `width` columns, the last of them an ellipsis where something was cut.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 1;
    for character in text.chars() {
        taken += character.width().unwrap_or(0);
        if taken > width {
            break;
        }
        kept.push(character);
    }
    format!("{}…", kept.trim_end())
}

/// Breaks a text into lines of at most `width` columns, between words where it can; line ends of the text stay.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.width() + 1 + word.width() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(width: usize) -> String {
        let columns = [
            Column::fixed("id"),
            Column::flexible("words", 10),
            Column::fixed("n").right(),
            Column::fixed("x"),
        ];
        let rows = [
            vec!["a1".to_owned(), "short".to_owned(), "1".to_owned()],
            vec!["b2".to_owned(), "임금 체불 and a lot more".to_owned(), "10,000".to_owned(), String::new()],
        ];
        let mut output = Vec::new();
        write_table(&mut output, width, &columns, &rows).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(output).unwrap()).to_string()
    }

    #[test]
    fn cells_are_cut_to_the_width_and_empty_columns_left_out() {
        insta::assert_snapshot!(table(80), @r"
        id  words                          n
        a1  short                          1
        b2  임금 체불 and a lot more  10,000
        ");
        insta::assert_snapshot!(table(24), @r"
        id  words              n
        a1  short              1
        b2  임금 체불 a…  10,000
        ");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three\nfour", 8), ["one two", "three", "four"]);
    }
}
