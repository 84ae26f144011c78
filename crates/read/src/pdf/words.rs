//! Glyphs to words, in the order in which they are drawn.

use super::glyphs::{Glyph, PageGlyphs, Turn};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Characters that stand together without a space.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) base: f32,
    pub(crate) size: f32,
    pub(crate) invisible: bool,
    /// Place in the order of drawing.
    pub(crate) order: usize,
    /// Whether a space is drawn before it.
    pub(crate) spaced: bool,
    /// Whether it is a whole cell of a table.
    pub(crate) starts_cell: bool,
}

/// A gap of more than this part of the font's height is a space, although none is drawn.
pub(crate) const SPACE: f32 = 0.13;

/// How far, in font heights, the next glyph of a word may reach back.
const OVERLAP: f32 = 0.6;

/// Words of the text that runs in the direction `turn`.
pub(crate) fn words(page: &PageGlyphs, turn: Turn) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut spaced = true;
    let mut accent: Option<(char, Glyph)> = None;
    for glyph in page.glyphs.iter().filter(|glyph| glyph.turn == turn) {
        let characters = page.text.get(glyph.from..glyph.to).unwrap_or_default();
        if characters.trim().is_empty() {
            spaced |= !characters.is_empty();
            continue;
        }
        let continues = !spaced && words.last().is_some_and(|word| joins(word, glyph));
        if let Some((mark, place)) = accent.take()
            && let Some(word) = words.last_mut()
            && covers(&place, glyph)
            && let Some(composed) = compose_first(characters, mark)
        {
            word.text.pop();
            word.text.push_str(&composed);
            word.right = word.right.max(glyph.right);
            (word.base, word.size) = (glyph.base, glyph.size.max(word.size));
            spaced = false;
            continue;
        }
        accent = combining(characters).map(|mark| (mark, *glyph));
        if let Some(word) = words.last_mut().filter(|_| continues) {
            word.right = word.right.max(glyph.right);
            if let Some(composed) = accent.and_then(|(mark, place)| accent_after(word, mark, &place)) {
                word.text = composed;
                accent = None;
            } else {
                word.text.push_str(characters);
            }
        } else {
            words.push(Word {
                text: characters.to_owned(),
                left: glyph.left,
                right: glyph.right,
                base: glyph.base,
                size: glyph.size,
                invisible: glyph.invisible,
                order: words.len(),
                spaced,
                starts_cell: false,
            });
        }
        spaced = false;
    }
    words.iter_mut().for_each(|word| word.text = word.text.trim().to_owned());
    words.retain(|word| !word.text.is_empty());
    words
}

fn joins(word: &Word, glyph: &Glyph) -> bool {
    let size = word.size.max(glyph.size);
    let gap = glyph.left - word.right;
    word.invisible == glyph.invisible
        && (glyph.base - word.base).abs() < size * 0.15
        && gap < size * SPACE
        && gap > -size * OVERLAP
        && glyph.left >= word.left - size * 0.1
}

/// The combining form of an accent that is drawn as a character of its own.
fn combining(characters: &str) -> Option<char> {
    let mut all = characters.chars();
    let accent = all.next().filter(|_| all.next().is_none())?;
    Some(match accent {
        '`' | '\u{2cb}' => '\u{300}',
        '´' | '\u{2ca}' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}

/// Whether an accent is drawn over (or under) the letter rather than beside it.
fn covers(accent: &Glyph, letter: &Glyph) -> bool {
    let overlap = accent.right.min(letter.right) - accent.left.max(letter.left);
    let narrow = (accent.right - accent.left).min(letter.right - letter.left);
    narrow > 0.0 && overlap > narrow * 0.5 && (accent.base - letter.base).abs() < letter.size
}

fn compose_first(characters: &str, mark: char) -> Option<String> {
    let mut all = characters.chars();
    let letter = all.next().map(|letter| match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    })?;
    let marked = compose(letter, mark).map(String::from);
    // Not every letter that takes an accent has a character of its own with it.
    let marked = marked.or_else(|| letter.is_alphabetic().then(|| String::from_iter([letter, mark])))?;
    Some(marked + all.as_str())
}

/// The word with its last letter under the accent, where the accent is drawn after its letter.
fn accent_after(word: &Word, mark: char, accent: &Glyph) -> Option<String> {
    let last = word.text.chars().next_back()?;
    if !last.is_alphabetic() || accent.left > word.right - accent.size * 0.15 {
        return None;
    }
    Some(word.text.chars().chain(std::iter::once(mark)).nfc().collect())
}
