//! Rows to lines of text, in the order in which people read them.

use super::rows::Row;
use super::words::Word;

/// What a line is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Running text, headings, tables.
    Body,
    /// The title of the whole document.
    Title,
    /// Running heads, page numbers, stamps.
    Chrome,
    /// A footnote.
    Note,
    /// What is said of a figure or table.
    Caption,
}

/// One line of text and its place, in points.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) base: f32,
    pub(crate) size: f32,
    /// Width of its first word, to tell whether that would have fitted on the line before.
    pub(crate) first_word: f32,
    /// Whether its first word is smaller and raised, as the sign of a footnote is.
    pub(crate) raised_start: bool,
    /// Whether it has cells, or dots that lead to a page number.
    pub(crate) is_row: bool,
    pub(crate) invisible: bool,
    /// Which region of its page it stands in.
    pub(crate) region: usize,
    pub(crate) role: Role,
}

/// White space from which on a gap in a line parts cells, in font heights.
const CELL: f32 = 2.0;
/// White space that is a space although none is drawn, in font heights.
const SPACE: f32 = 0.13;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Cell,
}

impl Gap {
    const fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Cell => "\t",
        }
    }
}

/// The line that a row makes.
pub(crate) fn line(row: &Row, region: usize) -> Option<Line> {
    let first = row.words.first()?;
    let gaps: Vec<Gap> = (0..row.words.len()).map(|at| gap_before(row, at)).collect();
    let text = if row.words.iter().any(|word| word.text.chars().any(is_right_to_left)) {
        reordered(&row.words, &gaps)
    } else {
        let mut text = String::new();
        for (at, (word, gap)) in row.words.iter().zip(&gaps).enumerate() {
            text.push_str(gap.text());
            if at > 0 && matches!(gap, Gap::None) && is_raised(word, row) {
                text.extend(word.text.chars().map(raised_figure));
            } else {
                text.push_str(&word.text);
            }
        }
        text
    };
    let leaders = text.contains(". . .") || text.contains(".....");
    Some(Line {
        is_row: leaders || gaps.contains(&Gap::Cell),
        text,
        left: row.left(),
        right: row.right(),
        base: row.base,
        size: row.size,
        first_word: first.right - first.left,
        raised_start: is_raised(first, row),
        invisible: row.words.iter().all(|word| word.invisible),
        region,
        role: Role::Body,
    })
}

/// Whether a word is smaller than its row and stands higher: the sign of a note, an exponent.
fn is_raised(word: &Word, row: &Row) -> bool {
    word.size < row.size * 0.85 && word.base < row.base - row.size * 0.15
}

/// A figure right behind a word stays told apart from it: 800 with note 3 is no 8,003, and 10 to the sixth no 106.
const fn raised_figure(c: char) -> char {
    match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    }
}

fn gap_before(row: &Row, at: usize) -> Gap {
    let Some((before, word)) =
        at.checked_sub(1).and_then(|last| Some((row.words.get(last)?, row.words.get(at)?)))
    else {
        return Gap::None;
    };
    let gap = word.left - before.right;
    let height = row.size.min(word.size.max(before.size)).max(1.0);
    let is_marker = at == 1 && is_list_marker(&before.text);
    if word.starts_cell || (gap > height * CELL && !is_marker) {
        Gap::Cell
    } else if gap > height * SPACE || (word.spaced && gap > -height * 0.5) {
        Gap::Space
    } else {
        Gap::None
    }
}

/// Whether a word stands at the head of an item: a bullet, a number, a letter.
pub(crate) fn is_list_marker(word: &str) -> bool {
    let bare = word.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    let is_bullet = |c: char| {
        matches!(
            c,
            '•' | '◦'
                | '▪'
                | '■'
                | '●'
                | '○'
                | '–'
                | '—'
                | '-'
                | '*'
                | '·'
                | '‣'
                | '➢'
                | '✓'
                | '\u{fffd}'
        )
    };
    match bare.chars().count() {
        0 => false,
        1 if bare != word => bare.chars().all(char::is_alphanumeric),
        1 => bare.chars().all(is_bullet),
        _ => bare != word && bare.chars().all(|c| c.is_ascii_digit() || c == '.') && bare.len() <= 8,
    }
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Glyphs stand in the order in which they look; text is kept in the order in which it is read. This is the
/// part of the Unicode bidirectional algorithm (UAX #9) that running text needs: runs of right-to-left words
/// turn around, numbers and foreign words inside them do not.
fn reordered(words: &[Word], gaps: &[Gap]) -> String {
    let count =
        |test: fn(char) -> bool| words.iter().flat_map(|word| word.text.chars()).filter(|c| test(*c)).count();
    let line_is_right_to_left =
        count(is_right_to_left) >= count(|c| c.is_alphabetic() && !is_right_to_left(c));
    let turns = |at: usize| words.get(at).is_some_and(|word| word.text.chars().any(is_right_to_left));
    let mut order: Vec<usize> = (0..words.len()).collect();
    if line_is_right_to_left {
        order.reverse();
    }
    // Runs that go against the line turn around once more.
    let mut start = 0;
    while start < order.len() {
        let against = |at: &usize| turns(*at) != line_is_right_to_left;
        let length = order.iter().skip(start).take_while(|at| against(at)).count();
        if let Some(run) = order.get_mut(start..start + length) {
            run.reverse();
        }
        start += length.max(1);
    }
    let mut text = String::new();
    for (position, at) in order.iter().enumerate() {
        let Some(word) = words.get(*at) else { continue };
        if let Some(before) = position.checked_sub(1).and_then(|before| order.get(before)) {
            let between = if before.abs_diff(*at) == 1 { gaps.get(*before.max(at)) } else { None };
            text.push_str(between.copied().unwrap_or(Gap::Space).text());
        }
        if turns(*at) { text.push_str(&turned(&word.text)) } else { text.push_str(&word.text) }
    }
    text
}

/// A right-to-left word whose characters were in the order in which they look.
fn turned(word: &str) -> String {
    let mut turned = String::new();
    let mut foreign = String::new();
    for c in word.chars().rev() {
        if c.is_alphanumeric() && !is_right_to_left(c) || c.is_numeric() {
            foreign.insert(0, c);
        } else {
            turned.push_str(&std::mem::take(&mut foreign));
            turned.push(c);
        }
    }
    turned + &foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(words: &[(&str, f32, f32)]) -> Row {
        let words: Vec<Word> = words
            .iter()
            .enumerate()
            .map(|(order, (text, left, right))| Word {
                text: (*text).to_owned(),
                left: *left,
                right: *right,
                base: 100.0,
                size: 10.0,
                invisible: false,
                order,
                spaced: false,
                starts_cell: false,
            })
            .collect();
        Row { words, base: 100.0, size: 10.0 }
    }

    #[test]
    fn gaps_are_spaces_and_cells() {
        let line = line(
            &row(&[("Po", 0.0, 10.0), ("land", 10.2, 30.0), ("sent", 33.0, 50.0), ("800", 90.0, 110.0)]),
            0,
        );
        assert_eq!(line.unwrap().text, "Poland sent\t800");
    }

    #[test]
    fn raised_figures_stay_apart_from_the_word_before_them() {
        let mut row = row(&[("800", 0.0, 15.0), ("3", 15.2, 18.0), ("men", 21.0, 35.0)]);
        (row.words[1].base, row.words[1].size) = (96.0, 6.0);
        assert_eq!(line(&row, 0).unwrap().text, "800³ men");
        (row.words[1].base, row.words[1].size) = (102.0, 6.0);
        assert_eq!(line(&row, 0).unwrap().text, "8003 men");
    }

    #[test]
    fn right_to_left_text_is_read_from_the_right() {
        // Drawn from left to right: the last word first, each word mirrored, the number as it is.
        let line = line(&row(&[("لاير", 0.0, 20.0), ("150", 23.0, 35.0), ("رجأ", 38.0, 50.0)]), 0).unwrap();
        assert_eq!(line.text, "أجر 150 ريال");
    }

    #[test]
    fn heads_of_items() {
        for (word, is_head) in
            [("•", true), ("1.", true), ("(a)", true), ("3.2.", true), ("a", false), ("2016", false)]
        {
            assert_eq!(is_list_marker(word), is_head, "{word}");
        }
    }
}
