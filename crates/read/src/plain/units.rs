//! Lines and paragraphs of a plain text as the pieces that can have a role of their own.

use super::masthead::owner;
use crate::cues::{Cue, cue_of, ends_sentence, is_cut_off};
use crate::dates::{DayOrder, only_date};
use model::Span;

/// A line, or the lines of one hard-wrapped paragraph.
#[derive(Debug)]
pub(crate) struct Unit<'t> {
    /// Where, without white space around it.
    pub(crate) span: Span,
    /// Its words.
    pub(crate) text: &'t str,
    /// Blank lines before it.
    pub(crate) gap: usize,
    /// Number of its paragraph: units without a blank line between them share it.
    pub(crate) paragraph: usize,
    /// What its wording shows.
    pub(crate) cue: Option<Cue>,
    /// Words; for scripts without spaces, two characters count as one.
    pub(crate) words: usize,
}

impl Unit<'_> {
    /// At least one full sentence of some length.
    pub(crate) fn is_prose(&self) -> bool {
        self.words >= 9 && ends_sentence(self.text)
    }

    /// Cut off by a publishing system, or a long stretch that ends in the middle of a sentence.
    pub(crate) fn is_cut(&self) -> bool {
        is_cut_off(self.text)
            || (self.words >= 30 && !ends_sentence(self.text) && !self.text.ends_with([':', ';']))
    }

    /// Short enough for a headline and no sentence.
    pub(crate) fn is_headline(&self) -> bool {
        (1..=30).contains(&self.words)
            && self.text.chars().count() <= 220
            && !self.text.trim_end().ends_with(['.', '。', ':', ';', ','])
            && !self.is_cut()
    }
}

/// Words of a text; two characters of a script without spaces count as one word.
pub(crate) fn count_words(text: &str) -> usize {
    let unspaced = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'))
        .count();
    text.split_whitespace().count().max(unspaced / 2)
}

/// Splits a text into units, in order. Every character that is not white space is in exactly one.
pub(crate) fn units(text: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    let mut lines: Vec<Span> = Vec::new();
    let (mut gap, mut next_gap, mut paragraph, mut start) = (0, 0, 0, 0);
    // A lone carriage return ends a line too; `split_inclusive` keeps offsets simple.
    for line in text.split_inclusive(['\n', '\r']) {
        let trimmed = line.trim();
        let from = start + (line.len() - line.trim_start().len());
        let is_second_half = line == "\n" && start > 0 && text.as_bytes().get(start - 1) == Some(&b'\r');
        start += line.len();
        if is_second_half {
            continue;
        }
        if !trimmed.is_empty() {
            lines.push(Span::new(from, from + trimmed.len()));
            continue;
        }
        if lines.is_empty() {
            gap += 1;
        } else {
            push_paragraph(text, &lines, gap, paragraph, &mut units);
            lines.clear();
            paragraph += 1;
            gap = 1;
        }
        next_gap = gap;
    }
    push_paragraph(text, &lines, next_gap, paragraph, &mut units);
    units
}

fn push_paragraph<'t>(
    text: &'t str,
    lines: &[Span],
    gap: usize,
    paragraph: usize,
    units: &mut Vec<Unit<'t>>,
) {
    let whole = lines.first().zip(lines.last()).map(|(first, last)| first.hull(*last));
    let wrapped = is_wrapped(text, lines);
    let spans: &[Span] = if wrapped { whole.as_slice() } else { lines };
    for (index, span) in spans.iter().enumerate() {
        let words = span.of(text).unwrap_or_default();
        units.push(Unit {
            span: *span,
            text: words,
            gap: if index == 0 { gap } else { 0 },
            paragraph,
            cue: cue_of(words),
            words: count_words(words),
        });
    }
}

/// Lines that the lines of a head may number without a blank line between them.
const LONGEST_HEAD_PARAGRAPH: usize = 4;

/// A line of a head that no line before it flows into: an author, a date, a button.
fn stands_for_itself(line: &str) -> bool {
    line.starts_with(|c: char| !c.is_lowercase())
        && matches!(cue_of(line), Some(Cue::Meta | Cue::Button | Cue::Tags | Cue::Credit))
        || only_date(line, DayOrder::default()).is_some()
        || line.starts_with("(c) ") && owner(line).is_some() && line.contains(" 20")
}

/// Whether the lines of a paragraph were broken by a fixed width rather than by meaning.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let Some((_, before_last)) = lines.split_last().filter(|(_, rest)| !rest.is_empty()) else {
        return false;
    };
    let lengths = before_last.iter().map(|line| line.of(text).unwrap_or_default().chars().count());
    let even = lengths.clone().all(|length| (45..=110).contains(&length));
    let (least, most) = (lengths.clone().min().unwrap_or(0), lengths.max().unwrap_or(0));
    if lines.len() <= LONGEST_HEAD_PARAGRAPH
        && lines.iter().skip(1).filter_map(|line| line.of(text)).any(stands_for_itself)
    {
        return false;
    }
    let flowing = before_last.iter().filter(|line| !ends_sentence(line.of(text).unwrap_or_default())).count();
    even && most - least <= 25 && flowing * 10 >= before_last.len() * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_units_and_wrapped_lines_are_one() {
        let text = "Title\n\nFirst line of a list\nSecond line\r\n\r\n\r\nA paragraph that some old program broke into lines of a\nfixed width, as was the custom in mails and in reports of\nthat time.\n";
        let found: Vec<(&str, usize, usize)> =
            units(text).iter().map(|unit| (unit.text, unit.gap, unit.paragraph)).collect();
        assert_eq!(found[0], ("Title", 0, 0));
        assert_eq!(found[1], ("First line of a list", 1, 1));
        assert_eq!(found[2], ("Second line", 0, 1));
        assert_eq!((found[3].1, found[3].2), (2, 2));
        assert!(found[3].0.ends_with("that time."));
        assert_eq!(found.len(), 4);
    }
}
