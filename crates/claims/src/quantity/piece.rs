//! A sentence in pieces: its tokens, with hyphenated words taken apart.
//!
//! "sixteen-hour" and "16-hour" read the same way once the first is three pieces too.

use super::number_words::number_word;
use crate::time::date::month;
use crate::token::{Token, TokenKind};
use std::ops::Range;

/// A token, or a part of a hyphenated word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// The token it belongs to.
    pub(crate) token: usize,
    /// What it is made of.
    pub(crate) kind: TokenKind,
    /// Whether white space comes right before it.
    pub(crate) spaced: bool,
    /// Whether a line begins with it.
    pub(crate) line_start: bool,
}

/// The pieces of one sentence. Questions about places outside it have the answer "nothing".
#[derive(Debug)]
pub(crate) struct Pieces<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
}

pub(crate) const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

const fn is_dash(c: char) -> bool {
    is_hyphen(c) || matches!(c, '\u{2012}'..='\u{2015}' | '\u{2212}' | '\u{FF5E}' | '\u{301C}')
}

/// A word in lower case, on the stack; longer words are cut off, since no lexicon has them.
pub(crate) struct Lower {
    bytes: [u8; 24],
    length: usize,
}

impl Lower {
    pub(crate) fn new(word: &str) -> Self {
        let mut lower = Self { bytes: [0; 24], length: 0 };
        if word.is_ascii() {
            if let Some(place) = lower.bytes.get_mut(..word.len()) {
                place.copy_from_slice(word.as_bytes());
                place.make_ascii_lowercase();
                lower.length = word.len();
            }
            return lower;
        }
        for c in word.chars().flat_map(char::to_lowercase) {
            let end = lower.length + c.len_utf8();
            let Some(place) = lower.bytes.get_mut(lower.length..end) else {
                lower.length = 0;
                break;
            };
            c.encode_utf8(place);
            lower.length = end;
        }
        lower
    }

    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Whether a token may have to do with a number or a date; a quick look.
pub(crate) fn may_matter(text: &str, token: &Token) -> bool {
    if token.kind != TokenKind::Word {
        return token.kind == TokenKind::Number;
    }
    let word = token.text(text);
    let first = word.split(is_hyphen).next().unwrap_or(word);
    let lone_unit = matches!(first, "hour" | "day" | "week" | "month" | "year" | "decade" | "century");
    lone_unit || number_word(first).is_some() || month(first).is_some()
}

impl<'t> Pieces<'t> {
    /// Takes the tokens at `range` apart.
    pub(crate) fn new(text: &'t str, tokens: &[Token], range: Range<usize>) -> Self {
        let first = range.start;
        let tokens = tokens.get(range).unwrap_or_default();
        let mut pieces = Vec::with_capacity(tokens.len() + 8);
        for (token, it) in tokens.iter().enumerate() {
            let whole = Piece {
                start: it.span.start,
                end: it.span.end,
                token: first + token,
                kind: it.kind,
                spaced: it.spaced,
                line_start: it.line_start,
            };
            let word = it.text(text);
            if it.kind != TokenKind::Word || !word.contains(is_hyphen) || word.contains(char::is_numeric) {
                pieces.push(whole);
                continue;
            }
            let mut at = 0;
            for part in word.split_inclusive(is_hyphen) {
                let letters = part.trim_end_matches(is_hyphen);
                let (start, middle, end) =
                    (whole.start + at, whole.start + at + letters.len(), whole.start + at + part.len());
                let begins = at == 0;
                at += part.len();
                if start < middle {
                    let spaced = whole.spaced && begins;
                    let line_start = whole.line_start && begins;
                    pieces.push(Piece { start, end: middle, spaced, line_start, ..whole });
                }
                if middle < end {
                    let sign = TokenKind::Sign;
                    pieces.push(Piece {
                        start: middle,
                        end,
                        kind: sign,
                        spaced: false,
                        line_start: false,
                        ..whole
                    });
                }
            }
        }
        Self { text, pieces }
    }

    pub(crate) fn len(&self) -> usize {
        self.pieces.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<Piece> {
        self.pieces.get(at).copied()
    }

    /// The characters of a piece; empty outside the sentence.
    pub(crate) fn word(&self, at: usize) -> &'t str {
        self.get(at).and_then(|piece| self.text.get(piece.start..piece.end)).unwrap_or_default()
    }

    /// The characters of the piece before `at`.
    pub(crate) fn before(&self, at: usize) -> &'t str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    pub(crate) fn lower(&self, at: usize) -> Lower {
        Lower::new(self.word(at))
    }

    /// Whether the piece is this word, in any case (ASCII).
    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether the piece is one of these words, in any case (ASCII).
    pub(crate) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|other| word.eq_ignore_ascii_case(other))
    }

    /// Whether the pieces from `at` on are these words.
    pub(crate) fn are(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(i, word)| self.is(at + i, word))
    }

    /// Where `words` begin if they end right before `at`.
    pub(crate) fn ends_with(&self, at: usize, words: &[&str]) -> Option<usize> {
        at.checked_sub(words.len()).filter(|start| self.are(*start, words))
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(|piece| piece.kind == TokenKind::Word)
    }

    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.get(at).is_some_and(|piece| piece.kind == TokenKind::Number)
    }

    pub(crate) fn spaced(&self, at: usize) -> bool {
        self.get(at).is_none_or(|piece| piece.spaced)
    }

    pub(crate) fn line_start(&self, at: usize) -> bool {
        self.get(at).is_some_and(|piece| piece.line_start)
    }

    /// A hyphen or dash of any length.
    pub(crate) fn is_dash(&self, at: usize) -> bool {
        self.word(at).chars().all(is_dash) && !self.word(at).is_empty()
    }

    /// A hyphen with nothing but letters and digits around it.
    pub(crate) fn joins(&self, at: usize) -> bool {
        self.word(at).starts_with(is_hyphen) && !self.spaced(at) && !self.spaced(at + 1)
    }

    /// Begins with a capital.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.is_word(at) && self.word(at).starts_with(char::is_uppercase)
    }

    /// A word in small letters.
    pub(crate) fn is_small(&self, at: usize) -> bool {
        self.is_word(at) && self.word(at).starts_with(char::is_lowercase)
    }

    /// What stands between a piece and the one before it.
    pub(crate) fn gap(&self, at: usize) -> &'t str {
        let end = self.get(at).map(|piece| piece.start);
        let start = at.checked_sub(1).and_then(|at| self.get(at)).map(|piece| piece.end);
        start.zip(end).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// The tokens that the pieces at `range` belong to.
    pub(crate) fn tokens(&self, range: Range<usize>) -> Range<usize> {
        let start = self.get(range.start).map_or(0, |piece| piece.token);
        let last = range.end.min(self.len()).checked_sub(1).and_then(|last| self.get(last));
        start..last.map_or(start, |piece| piece.token + 1).max(start)
    }

    /// The first piece at or after `at` that does not belong to the token before.
    pub(crate) fn token_boundary(&self, at: usize) -> usize {
        let token = at.checked_sub(1).and_then(|at| self.get(at)).map(|piece| piece.token);
        let inside = |piece: &&Piece| token.is_some_and(|token| piece.token <= token);
        at + self.pieces.get(at..).unwrap_or_default().iter().take_while(inside).count()
    }
}
