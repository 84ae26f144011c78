//! Words to rows: what stands on one line of the page.

use super::words::Word;
use std::collections::BTreeMap;

/// Words on one base line, from left to right.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) words: Vec<Word>,
    pub(crate) base: f32,
    pub(crate) size: f32,
}

impl Row {
    pub(crate) fn left(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    pub(crate) fn right(&self) -> f32 {
        self.words.iter().map(|word| word.right).fold(f32::MIN, f32::max)
    }
}

/// The size in which most characters are set.
pub(crate) fn main_size<'w>(words: impl IntoIterator<Item = &'w Word>) -> Option<f32> {
    let mut by_size: BTreeMap<i32, usize> = BTreeMap::new();
    for word in words {
        *by_size.entry((word.size * 10.0).round() as i32).or_default() += word.text.chars().count();
    }
    by_size.into_iter().max_by_key(|(size, count)| (*count, *size)).map(|(size, _)| size as f32 / 10.0)
}

/// Puts words on rows, from top to bottom. Large words make rows; small ones near a row (a raised figure of a
/// footnote, an index) join it.
pub(crate) fn rows(mut words: Vec<Word>) -> Vec<Row> {
    // Whole points: fonts of one line differ by fractions.
    words.sort_by(|a, b| (b.size.round() as i32, a.order).cmp(&(a.size.round() as i32, b.order)));
    let mut rows: BTreeMap<(i32, usize), Row> = BTreeMap::new();
    for word in words {
        let key = |y: f32| (y * 20.0) as i32;
        let reach = word.size.max(1.0) * 1.2;
        let near = rows.range((key(word.base - reach), 0)..=(key(word.base + reach), usize::MAX));
        let best = near
            .filter(|(_, row)| stands_on(&word, row))
            .min_by(|(_, a), (_, b)| (a.base - word.base).abs().total_cmp(&(b.base - word.base).abs()))
            .map(|(key, _)| *key);
        match best.and_then(|key| rows.get_mut(&key)) {
            Some(row) => row.words.push(word),
            None => {
                let row = Row { base: word.base, size: word.size, words: Vec::new() };
                let order = word.order;
                rows.entry((key(row.base), order)).or_insert(row).words.push(word);
            }
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    for row in &mut rows {
        row.words.sort_by(|a, b| a.left.total_cmp(&b.left).then(a.order.cmp(&b.order)));
        row.size = main_size(&row.words).unwrap_or(row.size);
    }
    rows.sort_by(|a, b| a.base.total_cmp(&b.base));
    rows
}

fn stands_on(word: &Word, row: &Row) -> bool {
    let difference = word.base - row.base;
    if difference.abs() < word.size.min(row.size) * 0.3 {
        return true;
    }
    // Raised or lowered, and smaller, and right beside a word of the row.
    let is_small = word.size < row.size * 0.85;
    let inside = difference > -row.size * 0.65 && difference < row.size * 0.3;
    is_small
        && inside
        && row.words.iter().any(|neighbour| {
            let gap = (word.left - neighbour.right).max(neighbour.left - word.right);
            gap < row.size * 0.4 && gap > -row.size
        })
}
