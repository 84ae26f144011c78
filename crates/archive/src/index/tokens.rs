//! How text is cut for search: words in lower case with English endings removed; pairs of neighbouring characters for
//! scripts that do not part words (Hangul, Han, Kana).
//!
//! Hangul does part words, but glues particles to them, so pairs find a noun with any particle behind it. A run of one
//! character is one token; one character of a longer run is not found alone.

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// The name under which the index knows this tokenizer; change it when tokens or the text they are cut from change, and old indexes are rebuilt.
pub(super) const NAME: &str = "manumit-2";

/// Longest token in bytes; longer runs are data, not words.
const LONGEST: usize = 200;

pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(Words).filter(Stemmer::new(Language::English)).build()
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Words;

#[derive(Debug)]
pub(super) struct WordStream<'t> {
    text: &'t str,
    /// Byte where the next token is looked for.
    next: usize,
    token: Token,
}

/// Letters of scripts whose words are not parted by spaces, or carry particles.
pub(super) fn is_paired(character: char) -> bool {
    matches!(character.script(), Script::Hangul | Script::Han | Script::Hiragana | Script::Katakana)
        && character.is_alphanumeric()
}

/// Marks stay with the letter before them: Bengali vowel signs, Arabic and Hebrew points, combining accents.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character)
}

impl Tokenizer for Words {
    type TokenStream<'t> = WordStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> WordStream<'t> {
        WordStream { text, next: 0, token: Token { position: usize::MAX, ..Token::default() } }
    }
}

impl WordStream<'_> {
    fn emit(&mut self, start: usize, end: usize) {
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.token.text.clear();
        let word = self.text.get(start..end).unwrap_or_default();
        self.token.text.extend(word.chars().flat_map(char::to_lowercase));
    }

    /// The pair at `start`, or the single character where no second one follows. The last of a longer run has been
    /// part of a pair already and makes no token of its own.
    fn pair(&mut self, start: usize, first: char) -> bool {
        let second_at = start + first.len_utf8();
        let second =
            self.text.get(second_at..).and_then(|rest| rest.chars().next()).filter(|next| is_paired(*next));
        self.next = second_at;
        if let Some(second) = second {
            self.emit(start, second_at + second.len_utf8());
            return true;
        }
        let continues =
            self.text.get(..start).and_then(|before| before.chars().next_back()).is_some_and(is_paired);
        if !continues {
            self.emit(start, second_at);
        }
        !continues
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(first) = self.text.get(self.next..).and_then(|rest| rest.chars().next()) {
            let start = self.next;
            if is_paired(first) {
                if self.pair(start, first) {
                    return true;
                }
            } else if is_word(first) {
                let rest = self.text.get(start..).unwrap_or_default();
                let end = rest.find(|next: char| !is_word(next) || is_paired(next)).unwrap_or(rest.len());
                self.next = start + end;
                if end <= LONGEST {
                    self.emit(start, start + end);
                    return true;
                }
            } else {
                self.next = start + first.len_utf8();
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut words = Words;
        let mut stream = words.token_stream(text);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push(stream.token().text.clone());
        }
        tokens
    }

    #[test]
    fn words_and_pairs() {
        assert_eq!(tokens("Workers' WAGES: $1.2bn"), ["workers", "wages", "1", "2bn"]);
        assert_eq!(tokens("북한노동자의 임금"), ["북한", "한노", "노동", "동자", "자의", "임금"]);
        assert_eq!(tokens("强迫劳动 and 人"), ["强迫", "迫劳", "劳动", "and", "人"]);
        assert_eq!(tokens("শ্রমিকদের মজুরি"), ["শ্রমিকদের", "মজুরি"]);
        assert_eq!(tokens("カタカナ・語"), ["カタ", "タカ", "カナ", "語"]);
        assert_eq!(tokens("Зарплата ЎЗБЕКИСТОН"), ["зарплата", "ўзбекистон"]);
        assert_eq!(tokens("DPRK노동 2018年"), ["dprk", "노동", "2018", "年"]);
        assert!(tokens(&"x".repeat(LONGEST + 1)).is_empty());
    }

    #[test]
    fn english_endings_are_removed() {
        let mut analyzer = analyzer();
        let mut stream = analyzer.token_stream("workers working");
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push(token.text.clone()));
        assert_eq!(tokens, ["worker", "work"]);
    }

    proptest! {
        #[test]
        fn every_token_is_a_stretch_of_the_text(text in "\\PC{0,200}") {
            let mut words = Words;
            let mut stream = words.token_stream(&text);
            let mut last = 0;
            while stream.advance() {
                let token = stream.token();
                prop_assert!(token.offset_from >= last && token.offset_to > token.offset_from);
                prop_assert!(text.get(token.offset_from..token.offset_to).is_some());
                last = token.offset_from;
            }
        }
    }
}
