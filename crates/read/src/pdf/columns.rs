//! Rows to regions that are read one after the other: columns are found by the white space between them.

use super::rows::{Row, rows};
use super::words::Word;

/// Rows that are read from top to bottom.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) rows: Vec<Row>,
}

/// Narrowest white space between columns, in font heights.
const NARROWEST: f32 = 0.75;
/// Fewest rows of a column.
const FEWEST_ROWS: usize = 3;
/// Strips of white space followed at a time.
const MOST_STRIPS: usize = 64;
/// Columns within columns.
const DEEPEST: usize = 6;

/// Cuts a page into regions in reading order.
pub(crate) fn regions(words: Vec<Word>) -> Vec<Region> {
    let mut regions = Vec::new();
    cut(rows(words), DEEPEST, &mut regions);
    regions
}

fn cut(rows_here: Vec<Row>, depth: usize, regions: &mut Vec<Region>) {
    let strip = if depth == 0 { None } else { best_strip(&rows_here) };
    let Some(strip) = strip else {
        if !rows_here.is_empty() {
            regions.push(Region { rows: rows_here });
        }
        return;
    };
    let mut above = rows_here;
    let mut between = above.split_off(strip.first.min(above.len()));
    let below = between.split_off((strip.last + 1 - strip.first).min(between.len()));
    let middle = (strip.left + strip.right) / 2.0;
    let side = |on_left: bool| -> Vec<Word> {
        let words = between.iter().flat_map(|row| &row.words);
        words.filter(|word| (word.left + word.right < middle * 2.0) == on_left).cloned().collect()
    };
    let (left, right) = (side(true), side(false));
    cut(above, depth - 1, regions);
    cut(rows(left), depth - 1, regions);
    cut(rows(right), depth - 1, regions);
    cut(below, depth - 1, regions);
}

/// White space from row `first` to row `last` with text on both sides.
#[derive(Debug, Clone, Copy)]
struct Strip {
    left: f32,
    right: f32,
    first: usize,
    last: usize,
    /// Rows with text to its left, and to its right.
    left_rows: usize,
    right_rows: usize,
}

impl Strip {
    fn weight(&self) -> usize {
        self.left_rows.min(self.right_rows)
    }
}

/// The tallest strip that parts columns.
fn best_strip(rows: &[Row]) -> Option<Strip> {
    let mut open: Vec<Strip> = Vec::new();
    let mut best: Option<Strip> = None;
    let mut close = |strip: Strip| {
        if best.is_none_or(|best| strip.weight() > best.weight())
            && let Some(strip) = columns_beside(strip, rows)
            && best.is_none_or(|best| strip.weight() > best.weight())
        {
            best = Some(strip);
        }
    };
    for (index, row) in rows.iter().enumerate() {
        let gaps = gaps(row);
        let mut still_open: Vec<Strip> = Vec::new();
        for strip in &open {
            let widest = gaps
                .iter()
                .map(|(left, right)| (left.max(strip.left), right.min(strip.right)))
                .filter(|(left, right)| right - left >= row.size * NARROWEST)
                .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
            match widest {
                Some((left, right)) => still_open.push(Strip {
                    left,
                    right,
                    last: index,
                    left_rows: strip.left_rows + usize::from(row.left() < left),
                    right_rows: strip.right_rows + usize::from(row.right() > right),
                    ..*strip
                }),
                None => close(*strip),
            }
        }
        for (left, right) in gaps {
            let same = |strip: &Strip| (strip.left - left).abs() < 0.5 && (strip.right - right).abs() < 0.5;
            if !still_open.iter().any(same) {
                still_open.push(Strip {
                    left,
                    right,
                    first: index,
                    last: index,
                    left_rows: usize::from(row.left() < left),
                    right_rows: usize::from(row.right() > right),
                });
            }
        }
        if still_open.len() > MOST_STRIPS {
            still_open
                .sort_by_key(|strip| std::cmp::Reverse((strip.weight(), strip.left_rows + strip.right_rows)));
            still_open.split_off(MOST_STRIPS).into_iter().for_each(&mut close);
        }
        open = still_open;
    }
    open.into_iter().for_each(&mut close);
    best
}

/// White space within a row and to both sides of it.
fn gaps(row: &Row) -> Vec<(f32, f32)> {
    let mut gaps = vec![(f32::MIN, row.left())];
    let mut end = row.left();
    for word in &row.words {
        if word.left - end >= row.size * NARROWEST {
            gaps.push((end, word.left));
        }
        end = end.max(word.right);
    }
    gaps.push((end, f32::MAX));
    gaps
}

/// What stands to the left or to the right of a strip.
#[derive(Default)]
struct Side {
    /// Widths of its lines in font heights, and how many lines are mostly figures.
    widths: Vec<f32>,
    figures: usize,
    left: f32,
    right: f32,
    size: f32,
}

impl Side {
    fn add<'w>(&mut self, words: impl Iterator<Item = &'w Word>, size: f32) {
        let (mut left, mut right) = (f32::MAX, f32::MIN);
        let (mut digits, mut letters) = (0, 0);
        for word in words {
            (left, right) = (left.min(word.left), right.max(word.right));
            digits += word.text.chars().filter(char::is_ascii_digit).count();
            letters += word.text.chars().filter(|c| c.is_alphabetic()).count();
        }
        if left > right {
            return;
        }
        if self.widths.is_empty() {
            (self.left, self.right) = (left, right);
        }
        (self.left, self.right) = (self.left.min(left), self.right.max(right));
        self.size = self.size.max(size);
        self.widths.push((right - left) / size.max(1.0));
        self.figures += usize::from(digits > letters);
    }

    fn is_prose(&mut self, least_fill: f32, least_width: f32) -> bool {
        self.widths.sort_by(f32::total_cmp);
        let median = self.widths.get(self.widths.len() / 2).copied().unwrap_or_default();
        let whole = (self.right - self.left) / self.size.max(1.0);
        median >= least_width && median >= whole * least_fill && self.figures * 3 < self.widths.len()
    }
}

/// Whether the strip parts columns of running text rather than cells of a table; if so, the strip without
/// rows above and below that only look as if they belonged to it.
///
/// The order of drawing tells most: columns are written one after the other, tables row by row.
fn columns_beside(strip: Strip, rows: &[Row]) -> Option<Strip> {
    if strip.weight() < FEWEST_ROWS || strip.left == f32::MIN || strip.right == f32::MAX {
        return None;
    }
    let strip = trim(strip, rows)?;
    let inside = rows.get(strip.first..=strip.last)?;
    let is_left = |word: &Word| word.left < strip.left;
    let (mut left, mut right) = (Side::default(), Side::default());
    let mut order: Vec<(usize, bool)> = Vec::new();
    let mut shared = 0;
    for row in inside {
        left.add(row.words.iter().filter(|word| is_left(word)), row.size);
        right.add(row.words.iter().filter(|word| !is_left(word)), row.size);
        shared += usize::from(row.words.iter().any(is_left) && row.words.iter().any(|word| !is_left(word)));
        order.extend(row.words.iter().map(|word| (word.order, is_left(word))));
    }
    order.sort_unstable();
    let changes = order.windows(2).filter(|pair| matches!(pair, [a, b] if a.1 != b.1)).count();
    let rows_here = left.widths.len().min(right.widths.len());
    let written_apart = changes <= 1 + rows_here / 8;
    let written_by_row = shared > 0 && changes + 2 >= shared;
    let accepted = if written_apart {
        let tall = rows_here >= 8;
        (left.is_prose(0.5, 6.0) && right.is_prose(0.5, 6.0))
            || (tall && left.figures == 0 && right.figures == 0)
            || (tall && left.is_prose(0.3, 3.0) && right.is_prose(0.3, 3.0))
    } else if written_by_row {
        rows_here >= 6 && left.is_prose(0.8, 14.0) && right.is_prose(0.8, 14.0)
    } else {
        rows_here >= 6 && left.is_prose(0.7, 12.0) && right.is_prose(0.7, 12.0)
    };
    accepted.then_some(strip)
}

/// Leaves out rows at both ends that stand on one side only and apart from the rest.
fn trim(mut strip: Strip, rows: &[Row]) -> Option<Strip> {
    let inside = rows.get(strip.first..=strip.last)?;
    let on = |row: &Row| (row.left() < strip.left, row.right() > strip.right);
    let mut steps: Vec<f32> =
        inside.windows(2).filter_map(|pair| Some(pair.last()?.base - pair.first()?.base)).collect();
    steps.sort_by(f32::total_cmp);
    let size = inside.first()?.size;
    let usual = steps.get(steps.len() * 3 / 4).copied().unwrap_or_default().max(size);
    let far = usual * 1.8;
    let first_of = |left: bool| inside.iter().position(|row| if left { on(row).0 } else { on(row).1 });
    let last_of = |left: bool| inside.iter().rposition(|row| if left { on(row).0 } else { on(row).1 });
    // Rows before the later of the two beginnings are kept only where nothing parts them from it.
    let both_begin = first_of(true)?.max(first_of(false)?);
    let both_end = last_of(true)?.min(last_of(false)?);
    let step = |at: usize| -> f32 {
        match (inside.get(at), inside.get(at + 1)) {
            (Some(a), Some(b)) => b.base - a.base,
            _ => 0.0,
        }
    };
    let begin = (0..both_begin).rev().find(|at| step(*at) > far).map_or(0, |at| at + 1);
    let end =
        (both_end..inside.len().saturating_sub(1)).find(|at| step(*at) > far).unwrap_or(inside.len() - 1);
    let kept = inside.get(begin..=end)?;
    strip.left_rows = kept.iter().filter(|row| on(row).0).count();
    strip.right_rows = kept.iter().filter(|row| on(row).1).count();
    (strip.first, strip.last) = (strip.first + begin, strip.first + end);
    (strip.weight() >= FEWEST_ROWS).then_some(strip)
}
