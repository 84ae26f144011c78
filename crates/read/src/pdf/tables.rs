//! Tables with rules between their rows: a cell of several lines is put on one line, so that its row can be.
//!
//! Lines of neighbouring cells stand side by side, and would be read as one. Where rules part the rows, what stands
//! between two rules in one column is one cell, however many lines it has. A table of rules at head and foot alone, or
//! with a rule after every few rows, is left as it is: there each line is a row.

use super::rows::rows;
use super::words::Word;

/// A thin level line, such as the one above footnotes, or the edge of a box.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) y: f32,
}

/// A thin upright line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upright {
    pub(crate) x: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

/// The lines of a page that may part cells.
#[derive(Debug, Default, Clone)]
pub(crate) struct Grid {
    pub(crate) rules: Vec<Rule>,
    pub(crate) uprights: Vec<Upright>,
}

/// Lines and edges that are looked at on one page.
pub(crate) const MOST_LINES: usize = 4000;
/// Fewest rules of a table.
const FEWEST_RULES: usize = 4;
/// Most lines of a cell.
const TALLEST_CELL: usize = 12;
/// How far, in points, ends of rules may lie apart that belong together.
const SLACK: f32 = 4.0;
/// White space, in font heights, that parts columns where no line does.
const COLUMN_GAP: f32 = 0.6;

/// Words with those of each cell put together where cells have several lines.
pub(crate) fn whole_cells(mut words: Vec<Word>, grid: &Grid) -> Vec<Word> {
    for table in tables(grid) {
        words = table.whole_cells(words, grid);
    }
    words
}

/// A table: where rules part its rows, from top to bottom, and how far it reaches.
struct Table {
    left: f32,
    right: f32,
    rules: Vec<f32>,
}

/// Rules of the same length one above the other.
fn tables(grid: &Grid) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for rule in whole_rules(&grid.rules) {
        let same = |table: &&mut Table| {
            (table.left - rule.left).abs() < SLACK && (table.right - rule.right).abs() < SLACK
        };
        match tables.iter_mut().find(same) {
            Some(table) => table.rules.push(rule.y),
            None => tables.push(Table { left: rule.left, right: rule.right, rules: vec![rule.y] }),
        }
    }
    tables.retain(|table| table.rules.len() >= FEWEST_RULES);
    tables
}

/// Rules from top to bottom; pieces of one, as cells draw them, put together.
fn whole_rules(pieces: &[Rule]) -> Vec<Rule> {
    let mut pieces: Vec<Rule> = pieces.iter().take(MOST_LINES).copied().collect();
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut whole: Vec<Rule> = Vec::new();
    for level in pieces.chunk_by_mut(|a, b| b.y - a.y < 1.5) {
        level.sort_by(|a, b| a.left.total_cmp(&b.left));
        let first = whole.len();
        for piece in level.iter() {
            match whole.get_mut(first..).and_then(<[Rule]>::last_mut) {
                Some(last) if piece.left < last.right + SLACK => last.right = last.right.max(piece.right),
                _ => whole.push(*piece),
            }
        }
    }
    whole
}

/// What stands between two rules: its words by column.
type Band = Vec<Vec<Word>>;

impl Table {
    fn whole_cells(&self, words: Vec<Word>, grid: &Grid) -> Vec<Word> {
        let (inside, mut rest): (Vec<Word>, Vec<Word>) = words.into_iter().partition(|word| self.holds(word));
        let columns = self.columns(&inside, grid);
        let mut bands: Vec<Band> = self.rules.iter().map(|_| vec![Vec::new(); columns.len() + 1]).collect();
        for word in inside {
            let middle = (word.left + word.right) / 2.0;
            let column = columns.partition_point(|place| *place < middle);
            let band = self.rules.partition_point(|rule| *rule < word.base).saturating_sub(1);
            if let Some(cell) = bands.get_mut(band).and_then(|band| band.get_mut(column)) {
                cell.push(word);
            }
        }
        bands.iter_mut().for_each(|band| rest.extend(cut_off_below(band)));
        let heights: Vec<Vec<usize>> = bands.iter().map(lines_of).collect();
        let tallest = |lines: &Vec<usize>| lines.iter().copied().max().unwrap_or_default();
        let mut bands = bands.into_iter().zip(heights).peekable();
        while let Some(first) = bands.next() {
            // Running text between two tables parts them.
            let mut rows = vec![first];
            while let Some(next) = bands.next_if(|(_, lines)| tallest(lines) <= TALLEST_CELL) {
                rows.push(next);
            }
            // In a table in which no cell is taller than its neighbours each line may be a row.
            let is_ruled = rows.len() >= FEWEST_RULES - 1
                && rows.iter().any(|(band, lines)| is_uneven(lines) && !is_crossed(band, &columns))
                && !rows.iter().any(|(band, _)| band.iter().any(|cell| is_column_of_figures(cell)));
            for (band, lines) in rows {
                let has_tall_cells = (2..=TALLEST_CELL).contains(&tallest(&lines));
                if is_ruled && has_tall_cells && !is_crossed(&band, &columns) {
                    rest.extend(put_on_one_line(band));
                } else {
                    rest.extend(band.into_iter().flatten());
                }
            }
        }
        rest.sort_by_key(|word| word.order);
        rest
    }

    fn holds(&self, word: &Word) -> bool {
        let middle = (word.left + word.right) / 2.0;
        let first = self.rules.first().copied().unwrap_or(f32::MAX);
        let last = self.rules.last().copied().unwrap_or(f32::MIN);
        (self.left..self.right).contains(&middle) && (first..last).contains(&word.base)
    }

    /// Where the columns are parted: by upright lines, else by white space through all of the table.
    fn columns(&self, words: &[Word], grid: &Grid) -> Vec<f32> {
        let (Some(top), Some(bottom)) = (self.rules.first(), self.rules.last()) else { return Vec::new() };
        let mut uprights: Vec<(f32, f32)> = grid
            .uprights
            .iter()
            .take(MOST_LINES)
            .filter(|line| line.x > self.left + SLACK && line.x < self.right - SLACK)
            .map(|line| (line.x, line.bottom.min(*bottom) - line.top.max(*top)))
            .filter(|(_, length)| *length > 0.0)
            .collect();
        uprights.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut columns: Vec<f32> = Vec::new();
        for same in uprights.chunk_by(|a, b| b.0 - a.0 < 2.0) {
            let length: f32 = same.iter().map(|(_, length)| length).sum();
            if length > (bottom - top) * 0.5 {
                columns.extend(same.first().map(|(x, _)| *x));
            }
        }
        if columns.is_empty() { gaps(words) } else { columns }
    }
}

/// The middle of each strip of white space between words, whatever rows they stand in.
fn gaps(words: &[Word]) -> Vec<f32> {
    let mut stretches: Vec<(f32, f32, f32)> =
        words.iter().map(|word| (word.left, word.right, word.size)).collect();
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut gaps = Vec::new();
    let mut end = stretches.first().map_or(0.0, |first| first.0);
    for (left, right, size) in stretches {
        if left - end > size * COLUMN_GAP {
            gaps.push((left + end) / 2.0);
        }
        end = end.max(right);
    }
    gaps
}

/// Takes out of a band what stands below white space: headings and text behind a table without a rule at its foot.
fn cut_off_below(band: &mut Band) -> Vec<Word> {
    let mut lines: Vec<(f32, f32)> = band.iter().flatten().map(|word| (word.base, word.size)).collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    let is_gap = |pair: &&[(f32, f32)]| matches!(pair, [above, below] if below.0 - above.0 > above.1.max(below.1) * 2.2);
    let Some(end) = lines.windows(2).find(is_gap).and_then(<[_]>::last).map(|below| below.0) else {
        return Vec::new();
    };
    band.iter_mut()
        .flat_map(|cell| cell.extract_if(.., |word| word.base >= end).collect::<Vec<_>>())
        .collect()
}

fn lines_of(band: &Band) -> Vec<usize> {
    band.iter().map(|cell| rows(cell.clone()).len()).collect()
}

/// Whether cells beside each other have different numbers of lines, all of them some.
fn is_uneven(lines: &[usize]) -> bool {
    let filled = || lines.iter().copied().filter(|count| *count > 0);
    filled().count() >= 2 && filled().min() != filled().max() && filled().max() <= Some(TALLEST_CELL)
}

/// Whether words reach well over the places where columns are parted: a heading over all of them, running text.
fn is_crossed(band: &Band, columns: &[f32]) -> bool {
    let crosses = |word: &Word, place: f32| {
        let much = (word.right - word.left) * 0.25;
        word.left + much < place && word.right - much > place
    };
    band.iter().flatten().any(|word| columns.iter().any(|place| crosses(word, *place)))
}

/// Whether a cell holds figures one below the other, which belong to rows that no rule parts.
fn is_column_of_figures(cell: &[Word]) -> bool {
    let lines = rows(cell.to_vec());
    let is_figure = |text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        digits > 0 && digits * 2 >= text.chars().count()
    };
    let figures = lines.iter().filter(|line| line.words.iter().all(|word| is_figure(&word.text)));
    figures.count() >= 2
}

/// Each cell as one word, all on the line on which the first of them begins.
fn put_on_one_line(band: Band) -> Vec<Word> {
    let base = band.iter().flatten().map(|word| word.base).fold(f32::MAX, f32::min);
    let mut cells = Vec::new();
    for cell in band {
        let lines = rows(cell);
        let Some(first) = lines.first().and_then(|line| line.words.first()).cloned() else { continue };
        let mut whole = Word { base, starts_cell: true, spaced: true, text: String::new(), ..first };
        for line in &lines {
            for (at, word) in line.words.iter().enumerate() {
                // A word that a line end cut goes on without a space.
                let cut = at == 0 && whole.text.ends_with(['-', '\u{2010}']);
                let joined = at > 0 && !word.spaced && {
                    let before = line.words.get(at - 1).map_or(f32::MIN, |before| before.right);
                    word.left - before < word.size * super::words::SPACE
                };
                if !(whole.text.is_empty() || cut || joined) {
                    whole.text.push(' ');
                }
                whole.text.push_str(&word.text);
                (whole.left, whole.right) = (whole.left.min(word.left), whole.right.max(word.right));
                whole.order = whole.order.min(word.order);
                whole.invisible &= word.invisible;
            }
        }
        cells.push(whole);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: f32, base: f32, order: usize) -> Word {
        let right = left + text.chars().count() as f32 * 5.0;
        let text = text.to_owned();
        Word {
            text,
            left,
            right,
            base,
            size: 10.0,
            invisible: false,
            order,
            spaced: true,
            starts_cell: false,
        }
    }

    fn ruled(ys: &[f32]) -> Grid {
        let rules = ys.iter().map(|y| Rule { left: 50.0, right: 300.0, y: *y }).collect();
        Grid { rules, uprights: vec![Upright { x: 120.0, top: ys[0], bottom: ys[ys.len() - 1] }] }
    }

    fn texts(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn a_cell_of_several_lines_is_put_together_between_two_rules() {
        let words = vec![
            word("Poland", 60.0, 20.0, 0),
            word("800", 130.0, 14.0, 1),
            word("weld-", 150.0, 14.0, 2),
            word("ers", 130.0, 26.0, 3),
            word("Malta", 60.0, 44.0, 4),
            word("40", 130.0, 44.0, 5),
            word("Below", 60.0, 120.0, 6),
        ];
        let whole = whole_cells(words.clone(), &ruled(&[2.0, 32.0, 50.0, 60.0]));
        assert_eq!(texts(&whole), ["Poland", "800 weld-ers", "Malta", "40", "Below"]);
        assert_eq!(whole[0].base, whole[1].base);
        // Rules at head and foot alone: each line is a row.
        assert_eq!(texts(&whole_cells(words.clone(), &ruled(&[2.0, 32.0, 60.0]))), texts(&words));
    }

    #[test]
    fn figures_one_below_the_other_are_rows() {
        let words = vec![
            word("Poland", 60.0, 14.0, 0),
            word("2016", 130.0, 14.0, 1),
            word("2017", 130.0, 26.0, 2),
            word("Malta", 60.0, 44.0, 3),
            word("2018", 130.0, 44.0, 4),
        ];
        assert_eq!(texts(&whole_cells(words.clone(), &ruled(&[2.0, 32.0, 50.0, 60.0]))), texts(&words));
    }
}
