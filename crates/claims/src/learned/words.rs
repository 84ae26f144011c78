//! Words as the learned part sees them, and the hashes that features are looked up by.

use crate::analysis::Analysis;
use crate::token::TokenKind;
use std::borrow::Cow;

/// A word in lower case; numbers and names as what they are, since they teach nothing about other pages.
pub(crate) fn word<'d>(analysis: &Analysis<'d>, token: usize, opens_sentence: bool) -> Cow<'d, str> {
    let Some(found) = analysis.tokens.get(token) else { return Cow::Borrowed("") };
    let word = found.text(analysis.text);
    match found.kind {
        TokenKind::Number => Cow::Borrowed("#"),
        TokenKind::Word if !opens_sentence && analysis.is_capitalised(token) => Cow::Borrowed("^"),
        _ if word.bytes().all(|byte| byte.is_ascii_lowercase()) => Cow::Borrowed(word),
        _ => Cow::Owned(word.to_lowercase()),
    }
}

/// The hash of each token's word.
pub(crate) fn hashes(analysis: &Analysis<'_>) -> Vec<u64> {
    let mut hashes = vec![0; analysis.tokens.len()];
    for sentence in &analysis.sentences {
        for token in sentence.tokens.clone() {
            hashes[token] = of_text(&word(analysis, token, token == sentence.tokens.start));
        }
    }
    hashes
}

/// The hash of one word (FNV-1a, 64 bit).
pub(crate) const fn of_text(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The hash of two things in this order.
pub(crate) const fn together(first: u64, second: u64) -> u64 {
    (first.rotate_left(23) ^ second).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a feature: its template and its words, which blanks part.
pub(crate) fn of_feature(template: &str, words: &str) -> u64 {
    let mut parts = words.split(' ');
    let first = of_text(parts.next().unwrap_or_default());
    together(of_text(template), parts.fold(first, |hash, part| together(hash, of_text(part))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_hashed_like_its_words() {
        let pair = together(of_text("held"), of_text("back"));
        assert_eq!(of_feature("ww", "held back"), together(of_text("ww"), pair));
        assert_ne!(of_feature("ww", "held back"), of_feature("ww", "back held"));
        assert_eq!(of_feature("bias", ""), together(of_text("bias"), of_text("")));
    }
}
