//! What a numeral of any of the languages comes to, and what digits with separators are worth.

use super::token::narrow;
use super::{Language, cjk, russian};
use crate::token::{Token, TokenKind};
use model::Hedge;
use std::ops::Range;

/// The words of a sentence as the number grammars read them.
pub(crate) struct Words<'t> {
    text: &'t str,
    tokens: &'t [Token],
    range: Range<usize>,
}

impl<'t> Words<'t> {
    /// The tokens at `range` of a text.
    pub(crate) const fn new(text: &'t str, tokens: &'t [Token], range: Range<usize>) -> Self {
        Self { text, tokens, range }
    }

    /// One past the last token.
    pub(crate) const fn end(&self) -> usize {
        self.range.end
    }

    /// The first token.
    pub(crate) const fn start(&self) -> usize {
        self.range.start
    }

    /// The characters of a token; nothing outside the sentence.
    pub(crate) fn word(&self, at: usize) -> &'t str {
        let inside = self.range.contains(&at);
        self.tokens.get(at).filter(|_| inside).map_or("", |token| token.text(self.text))
    }

    /// The character that a token consists of, in its usual width and, if Han, simplified.
    pub(crate) fn character(&self, at: usize) -> Option<char> {
        let mut chars = self.word(at).chars();
        let first = chars.next()?;
        chars.next().is_none().then(|| super::token::simplified(narrow(first)))
    }

    /// Whether white space stands before a token.
    pub(crate) fn is_spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.spaced)
    }

    /// What digits with separators are worth.
    pub(crate) fn digits(&self, at: usize) -> Option<f64> {
        self.tokens.get(at).filter(|token| token.kind == TokenKind::Number)?;
        self.word(at).chars().next().filter(|c| narrow(*c).is_ascii_digit())?;
        Some(self.word(at)).and_then(value_of)
    }
}

/// The value of digits: a separator before exactly three last digits parts thousands, any other begins the fraction.
pub(crate) fn value_of(digits: &str) -> Option<f64> {
    let plain: String = digits.chars().map(narrow).collect();
    let groups: Vec<&str> = plain.split([',', '.']).collect();
    let thousands = groups.len() > 1
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups[0].len() <= 3
        && groups[0] != "0";
    if thousands {
        return groups.concat().parse().ok();
    }
    if groups.len() > 2 {
        return None;
    }
    groups.join(".").parse().ok()
}

/// A number or a vague one, as an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Numeral {
    /// Least and most; the same for an exact number.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// One past its last token.
    pub(crate) end: usize,
    /// What its last scale word multiplies by; 1 without one.
    pub(crate) scale: f64,
    /// A hedge that is part of it: 余, 여, 多.
    pub(crate) hedge: Option<Hedge>,
    /// Whether it is a part of a whole already: 三分之二, 절반, треть.
    pub(crate) is_share: bool,
    /// Whether it has digits; numerals of words alone need a noun or unit right after them.
    pub(crate) has_digits: bool,
    /// Whether it is an order of magnitude: 수백, 几千, десятки тысяч.
    pub(crate) is_vague: bool,
}

impl Numeral {
    /// An exact number.
    pub(crate) const fn exact(value: f64, end: usize) -> Self {
        Self {
            low: value,
            high: value,
            end,
            scale: 1.0,
            hedge: None,
            is_share: false,
            has_digits: false,
            is_vague: false,
        }
    }
}

/// The numeral that begins at a token.
pub(crate) fn at(language: Language, words: &Words<'_>, at: usize) -> Option<Numeral> {
    match language {
        Language::Korean | Language::Chinese => cjk::numeral(language, words, at),
        Language::Russian => russian::numeral(words, at),
        Language::English => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_part_thousands_or_begin_the_fraction() {
        for (digits, value) in [
            ("1,500", 1500.0),
            ("1,2", 1.2),
            ("4.2", 4.2),
            ("２", 2.0),
            ("1,276,000", 1_276_000.0),
            ("0.125", 0.125),
            ("15", 15.0),
        ] {
            assert_eq!(value_of(digits), Some(value), "{digits}");
        }
        assert_eq!(value_of("1.2.3"), None);
    }
}
