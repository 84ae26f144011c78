//! Characters to plain lower-case Latin letters and digits.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Appends a character of a word as lower-case ASCII letters and digits: case, diacritics and script set aside.
///
/// Scripts other than Latin are transliterated letter by letter (`any_ascii`), Cyrillic by
/// [`crate::sound::cyrillic`]. Marks, punctuation and vowel signs that have no letter disappear.
pub(crate) fn push_folded(c: char, out: &mut String) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if let Some(latin) = crate::sound::cyrillic(c) {
        out.push_str(latin);
        return;
    }
    for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
        if let Some(latin) = crate::sound::cyrillic(part) {
            out.push_str(latin);
            continue;
        }
        let plain = any_ascii::any_ascii_char(part).bytes().filter(u8::is_ascii_alphanumeric);
        out.extend(plain.map(|byte| char::from(byte.to_ascii_lowercase())));
    }
}

/// A whole word as [`push_folded`] writes it.
#[cfg(test)]
#[must_use]
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().for_each(|c| push_folded(c, &mut out));
    out
}
