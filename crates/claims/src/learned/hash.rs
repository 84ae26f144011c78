//! The hashes that features are looked up by.

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

/// The hash of a feature as it is written: its template, and its words, which blanks part; where the template's name has
/// an `&`, the first word stands before one too.
pub(crate) fn of_feature(template: &str, words: &str) -> u64 {
    let with = if template.contains('&') { words.split_once('&') } else { None };
    let (with, words) = with.map_or((None, words), |(with, words)| (Some(with), words));
    let mut parts = words.split(' ');
    let first = of_text(parts.next().unwrap_or_default());
    let about = parts.fold(first, |hash, part| together(hash, of_text(part)));
    together(of_text(template), with.map_or(about, |with| together(of_text(with), about)))
}
