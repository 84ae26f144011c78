//! Lines to blocks of text: paragraphs, rows of tables, headings; and their words where a line end cut them.

use super::lines::{Line, Role, is_list_marker};
use std::collections::HashSet;

/// Lines that belong together.
pub(crate) struct Block<'p> {
    pub(crate) role: Role,
    pub(crate) invisible: bool,
    pub(crate) lines: Vec<&'p Line>,
}

/// The shape of a region, to tell how its paragraphs begin.
struct Shape {
    right: f32,
    /// Usual distance of base lines.
    step: f32,
}

/// Puts the lines of a page together.
pub(crate) fn blocks(lines: &[Line]) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let regions = lines.iter().map(|line| line.region).max().map_or(0, |last| last + 1);
    let shapes: Vec<Shape> = (0..regions).map(|region| shape_of(lines, region)).collect();
    for line in lines {
        let starts = match blocks.last() {
            Some(block) if block.role == line.role && block.invisible == line.invisible => {
                let shape = shapes.get(line.region);
                block.lines.last().is_none_or(|last| begins(&block.lines, last, line, shape))
            }
            _ => true,
        };
        match blocks.last_mut().filter(|_| !starts) {
            Some(block) => block.lines.push(line),
            None => blocks.push(Block { role: line.role, invisible: line.invisible, lines: vec![line] }),
        }
    }
    blocks
}

fn shape_of(lines: &[Line], region: usize) -> Shape {
    let here: Vec<&Line> =
        lines.iter().filter(|line| line.region == region && line.role != Role::Chrome).collect();
    let right = here.iter().map(|line| line.right).fold(f32::MIN, f32::max);
    let mut steps: Vec<f32> = here
        .windows(2)
        .filter_map(|pair| Some((pair.first()?, pair.last()?)))
        .filter(|(a, b)| (a.size - b.size).abs() < 1.0)
        .map(|(a, b)| b.base - a.base)
        .filter(|step| *step > 0.0)
        .collect();
    steps.sort_by(f32::total_cmp);
    Shape { right, step: steps.get(steps.len() / 3).copied().unwrap_or(f32::MAX) }
}

/// Whether `line` begins a new block after `last`.
fn begins(block: &[&Line], last: &Line, line: &Line, shape: Option<&Shape>) -> bool {
    if last.is_row || line.is_row {
        return true;
    }
    if last.region != line.region {
        return !runs_on(last, line);
    }
    let Some(shape) = shape else { return true };
    let step = line.base - last.base;
    let size = line.size.max(last.size);
    if step > shape.step.min(size * 2.2) * 1.35 + 1.0 || step < 0.0 || line.size.min(last.size) * 1.12 < size
    {
        return true;
    }
    if line.role == Role::Note
        && (line.raised_start || note_number(&line.text) > note_number(&last.text).max(0))
    {
        return true;
    }
    let first = line.text.split_whitespace().next().unwrap_or_default();
    if is_list_marker(first)
        && (line.left < last.left - 1.0
            || ends_sentence(last)
            || is_short(last, line, shape)
            || begins_with_marker(last))
    {
        return true;
    }
    // The first word would have fitted on the line before: that line was ended on purpose.
    if is_short(last, line, shape) && (ends_sentence(last) || !starts_small(line)) {
        return true;
    }
    let indent = line.left - last.left;
    let first_line_indent = block.len() == 1;
    if indent > size * 0.8 && indent < size * 6.0 {
        // A hanging paragraph goes on indented; any other begins so.
        return !first_line_indent || ends_sentence(last);
    }
    if indent < -size * 0.8 && !first_line_indent {
        let steady = block.iter().skip(1).all(|other| (other.left - last.left).abs() < size * 0.3);
        return steady && (ends_sentence(last) || !starts_small(line));
    }
    false
}

fn is_short(last: &Line, line: &Line, shape: &Shape) -> bool {
    last.right + line.size * 0.3 + line.first_word < shape.right - line.size * 1.2
}

fn begins_with_marker(line: &Line) -> bool {
    line.text.split_whitespace().next().is_some_and(is_list_marker)
}

fn note_number(text: &str) -> i64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).take(4).collect();
    digits.parse().unwrap_or(-1)
}

fn ends_sentence(line: &Line) -> bool {
    let end = line.text.trim_end_matches(['"', '”', '’', ')', ']', '»', ' ']);
    end.ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '؟', '…'])
        || end.chars().next_back().is_some_and(char::is_numeric)
}

fn starts_small(line: &Line) -> bool {
    line.text.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a sentence runs on from the end of one column to the head of the next.
fn runs_on(last: &Line, line: &Line) -> bool {
    let same_size = (last.size - line.size).abs() < 0.6;
    same_size && !ends_sentence(last) && starts_small(line) && line.base < last.base
}

/// Words of a document, to tell a word that was cut at a line end from one that is written with a hyphen.
#[derive(Default)]
pub(crate) struct Vocabulary {
    words: HashSet<u64>,
}

impl Vocabulary {
    pub(crate) fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            for word in line.text.split_whitespace() {
                words.insert(key(word.trim_matches(|c: char| !c.is_alphanumeric())));
            }
        }
        Self { words }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(&key(word))
    }
}

fn key(word: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        c.hash(&mut hasher);
    }
    hasher.finish()
}

/// Where a line end cut a word, this stands in place of the hyphen: U+00AD, which is shown as nothing, and which
/// [`model::Joined`] leaves out.
const CUT: char = '\u{ad}';

/// Adds a line to a block's text: after a space, or right after the hyphen that cut its first word.
pub(crate) fn append(text: &mut String, line: &str, vocabulary: &Vocabulary) {
    let line = line.trim();
    if text.is_empty() {
        text.push_str(line);
        return;
    }
    let Some(last) = text.chars().next_back() else { return };
    let Some(first) = line.chars().next() else { return };
    if last == CUT {
        text.push_str(line);
        return;
    }
    if !matches!(last, '-' | '\u{2010}') {
        if !(is_unspaced(last) && is_unspaced(first)) {
            text.push(' ');
        }
        text.push_str(line);
        return;
    }
    let stem = text.strip_suffix(last).unwrap_or_default();
    let before = stem.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
    let after = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_cut = !before.is_empty()
        && first.is_lowercase()
        && (vocabulary.has(&format!("{before}{after}"))
            || !(before.contains('-') || vocabulary.has(&format!("{before}-{after}"))));
    if before.is_empty() {
        text.push(' ');
    } else if is_cut {
        text.pop();
        text.push(CUT);
    }
    text.push_str(line);
}

/// Scripts that set no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{eff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(first: &str, second: &str, known: &str) -> String {
        let vocabulary = Vocabulary { words: known.split(' ').map(key).collect() };
        let mut text = String::new();
        append(&mut text, first, &vocabulary);
        append(&mut text, second, &vocabulary);
        text
    }

    #[test]
    fn a_cut_word_is_joined_and_the_cut_stays_to_be_seen() {
        assert_eq!(joined("the work-", "ers sent", ""), "the work\u{ad}ers sent");
        assert_eq!(joined("state-", "owned firms", "state-owned"), "state-owned firms");
        assert_eq!(joined("a state-of-the-", "art yard", ""), "a state-of-the-art yard");
        assert_eq!(joined("anti-", "American", ""), "anti-American");
        assert_eq!(joined("in 2015-", "2016 they", ""), "in 2015-2016 they");
        assert_eq!(joined("they left -", "and came", ""), "they left - and came");
        assert_eq!(joined("工人每月", "必须上交", ""), "工人每月必须上交");
        assert_eq!(joined("해외에 파견된", "로동자들은", ""), "해외에 파견된 로동자들은");
    }
}
