//! Positions in a text, in bytes and in code points.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a document's text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`. A reversed range is made empty at `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text at this range, or `None` where the range does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}

/// Converts between byte offsets and code-point offsets of one text, in constant time per question.
///
/// Memory: four bytes per 64 bytes of text, and nothing for ASCII.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `STEP * i`; empty where the text is ASCII.
    marks: Vec<usize>,
    count: usize,
}

const STEP: usize = 64;

/// A byte that does not continue a character starts one.
const fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

impl<'t> CodePoints<'t> {
    /// Indexes `text` in one pass.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new(), count: text.len() };
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            marks.push(count);
            count += chunk.iter().filter(|byte| starts_character(**byte)).count();
        }
        Self { text, marks, count }
    }

    /// Number of code points in the text.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Code points before byte `offset`; past the end, the number of code points in the text.
    #[must_use]
    pub fn at_byte(&self, offset: usize) -> usize {
        if offset >= self.text.len() {
            return self.count;
        }
        if self.marks.is_empty() {
            return offset;
        }
        let mark = offset / STEP;
        let bytes = &self.text.as_bytes()[mark * STEP..offset];
        self.marks[mark] + bytes.iter().filter(|byte| starts_character(**byte)).count()
    }

    /// The byte at which code point `index` starts, or `None` past the end of the text.
    #[must_use]
    pub fn to_byte(&self, index: usize) -> Option<usize> {
        if index >= self.count {
            return (index == self.count).then_some(self.text.len());
        }
        if self.marks.is_empty() {
            return Some(index);
        }
        let mark = self.marks.partition_point(|before| *before <= index) - 1;
        let mut left = index - self.marks[mark];
        for (offset, byte) in self.text.as_bytes()[mark * STEP..].iter().enumerate() {
            if starts_character(*byte) {
                if left == 0 {
                    return Some(mark * STEP + offset);
                }
                left -= 1;
            }
        }
        None
    }

    /// A byte range as a pair of code-point offsets.
    #[must_use]
    pub fn of_span(&self, span: Span) -> (usize, usize) {
        (self.at_byte(span.start), self.at_byte(span.end))
    }

    /// A pair of code-point offsets as a byte range, or `None` where they do not fit the text.
    #[must_use]
    pub fn to_span(&self, start: usize, end: usize) -> Option<Span> {
        let (start, end) = (self.to_byte(start)?, self.to_byte(end)?);
        (start <= end).then_some(Span { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn code_points_count_characters_not_bytes() {
        let points = CodePoints::new("зарплата 임금 pay");
        assert_eq!(points.count(), 15);
        assert_eq!(points.of_span(Span::new(0, 16)), (0, 8));
        assert_eq!(points.to_span(9, 11).and_then(|span| span.of("зарплата 임금 pay")), Some("임금"));
        assert_eq!(points.to_byte(16), None);
    }

    proptest! {
        #[test]
        fn both_directions_agree_on_any_text(text in "\\PC{0,300}") {
            let points = CodePoints::new(&text);
            for (index, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at_byte(byte), index);
                prop_assert_eq!(points.to_byte(index), Some(byte));
            }
            prop_assert_eq!(points.at_byte(text.len()), text.chars().count());
            prop_assert_eq!(points.to_byte(text.chars().count()), Some(text.len()));
        }
    }
}
