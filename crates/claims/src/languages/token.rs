//! Tokens of the other languages, and the form in which rules and texts are compared.
//!
//! Korean and Chinese are looked at character by character: every syllable of Hangul and every Han character is a token,
//! so that a word of a rule is found inside the longer word that a text has (`노동자` in `노동자들이`, `工人` in `女工人`).
//! Russian has words, compared by their stems. Offsets are those of the text in every case.

use super::Language;
use super::{russian, stem};
use crate::token::{Token, TokenKind, tokenize};
use model::Span;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Whether a character is a token of its own.
pub(crate) const fn is_syllable(c: char) -> bool {
    matches!(c, '가'..='힣' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '〇')
}

/// The tokens of a text.
pub(crate) fn tokens(language: Language, text: &str) -> Vec<Token> {
    let words = tokenize(text);
    if language == Language::Russian {
        return words.into_iter().flat_map(|word| parted(text, word)).collect();
    }
    if !language.by_character() {
        return words;
    }
    let mut tokens = Vec::with_capacity(words.len() * 2);
    for word in words {
        split(text, word, &mut tokens);
    }
    tokens
}

/// Takes `шестнадцатичасовой` apart into the number and `часовой`.
fn parted(text: &str, word: Token) -> impl Iterator<Item = Token> {
    let cut = Some(word.text(text))
        .filter(|word| word.len() > 2 * "часовой".len())
        .and_then(|word| word.find("часов"))
        .filter(|cut| *cut > 0 && russian::is_number(word.text(text).get(..*cut).unwrap_or_default()))
        .map(|cut| word.span.start + cut);
    let first = Token { span: Span::new(word.span.start, cut.unwrap_or(word.span.end)), ..word };
    let rest = cut.map(|cut| Token {
        span: Span::new(cut, word.span.end),
        kind: TokenKind::Word,
        spaced: false,
        line_start: false,
    });
    std::iter::once(first).chain(rest)
}

/// Takes a word apart into its syllables; runs of other letters stay together.
fn split(text: &str, word: Token, out: &mut Vec<Token>) {
    let characters = word.text(text);
    let mut chars = characters.char_indices().peekable();
    if word.kind == TokenKind::Sign || !characters.chars().any(is_syllable) {
        out.push(word);
        return;
    }
    while let Some((start, first)) = chars.next() {
        let kind = |c: char| match c {
            c if is_syllable(c) => TokenKind::Word,
            c if c.is_numeric() => TokenKind::Number,
            c if c.is_alphabetic() => TokenKind::Word,
            _ => TokenKind::Sign,
        };
        let mut end = start + first.len_utf8();
        if !is_syllable(first) && kind(first) != TokenKind::Sign {
            while let Some((at, c)) = chars.peek().copied() {
                if is_syllable(c) || kind(c) != kind(first) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
        }
        out.push(Token {
            span: Span::new(word.span.start + start, word.span.start + end),
            kind: kind(first),
            spaced: word.spaced && start == 0,
            line_start: word.line_start && start == 0,
        });
    }
}

/// The words that a word of a rule stands for, one for each token of a text.
pub(crate) fn words_of(language: Language, written: &str) -> Vec<&str> {
    tokens(language, written).iter().map(|token| token.text(written)).collect()
}

/// The form in which words are compared: small letters of the usual width, for Chinese simplified characters, for
/// Russian the stem.
pub(crate) fn form(language: Language, word: &str) -> Cow<'_, str> {
    match language {
        Language::English => Cow::Owned(word.to_lowercase()),
        Language::Russian => Cow::Owned(stem::of(word)),
        Language::Korean | Language::Chinese => {
            let mut chars = word.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) if c.is_alphanumeric() => match simplified(narrow(c)) {
                    same if same == c => Cow::Borrowed(word),
                    other => Cow::Owned(other.to_string()),
                },
                _ => Cow::Owned(word.chars().map(narrow).flat_map(char::to_lowercase).collect()),
            }
        }
    }
}

/// A character of full width as the usual one: `５` as `5`.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The simplified character for a traditional one; any other as it is.
pub(crate) fn simplified(c: char) -> char {
    static TABLE: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
        let mut lines =
            include_str!("../../languages/zh.traditional.tsv").lines().filter(|line| !line.starts_with('#'));
        let (traditional, simplified) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        traditional.chars().zip(simplified.chars()).collect()
    });
    if !matches!(c, '\u{3400}'..='\u{9FFF}') {
        return c;
    }
    match TABLE.binary_search_by_key(&c, |pair| pair.0) {
        Ok(place) => TABLE.get(place).map_or(c, |pair| pair.1),
        Err(_) => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_and_chinese_are_cut_by_character() {
        assert_eq!(
            words_of(Language::Korean, "노동자 5만∼6만 명이 IT회사"),
            ["노", "동", "자", "5", "만", "∼", "6", "만", "명", "이", "IT", "회", "사"]
        );
        assert_eq!(words_of(Language::Chinese, "約２万２千人"), ["約", "２", "万", "２", "千", "人"]);
        assert_eq!(words_of(Language::Russian, "1,2 тыс. рабочих"), ["1,2", "тыс", ".", "рабочих"]);
        assert_eq!(
            words_of(Language::Russian, "шестнадцатичасовой день"),
            ["шестнадцати", "часовой", "день"]
        );
        assert_eq!(words_of(Language::Russian, "многочасовой"), ["многочасовой"]);
    }

    #[test]
    fn forms_do_not_mind_width_case_and_tradition() {
        assert_eq!(form(Language::Chinese, "約"), "约");
        assert_eq!(form(Language::Chinese, "勞"), "劳");
        assert_eq!(form(Language::Korean, "ＩＴ"), "it");
        assert_eq!(form(Language::Russian, "РАБОЧИХ"), form(Language::Russian, "рабочие"));
    }
}
