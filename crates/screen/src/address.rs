//! Addresses by their words.
//!
//! Addresses are written in too many orders and transliterations for more: two are compared by the words and numbers they share, each
//! counted by its length, since long words and house numbers tell more than `street`.

/// Longest address that is looked at, in bytes.
const LONGEST: usize = 512;

/// Most words of an address.
const MOST_WORDS: usize = 40;

/// Words that most addresses have.
const COMMON: &[&str] = &[
    "street",
    "str",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "building",
    "bldg",
    "floor",
    "room",
    "suite",
    "box",
    "po",
    "p",
    "o",
    "no",
    "number",
    "city",
    "district",
    "province",
    "region",
    "the",
    "of",
    "and",
    "apt",
    "apartment",
    "house",
    "block",
    "unit",
    "ul",
    "ulitsa",
    "dom",
    "office",
    "near",
    "north",
    "south",
    "east",
    "west",
    "lane",
    "area",
    "town",
];

/// The beginning of an address that is looked at.
pub(crate) fn clip(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The telling words of an address, folded to lower-case Latin letters and figures, sorted.
pub(crate) fn words(text: &str) -> Vec<Box<str>> {
    let name = names::analyse(clip(text), names::NameKind::Organisation);
    let mut words: Vec<Box<str>> = name
        .tokens()
        .iter()
        .map(names::Token::text)
        .filter(|word| !COMMON.contains(word) && (word.len() > 1 || word.bytes().all(|b| b.is_ascii_digit())))
        .map(Box::from)
        .take(MOST_WORDS)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// How much of the shorter of two addresses the other has, 0..1; 0 unless two words agree, one of them a long one or a number.
pub(crate) fn likeness(a: &[Box<str>], b: &[Box<str>]) -> f64 {
    let weight = |word: &str| {
        let is_number = word.bytes().any(|byte| byte.is_ascii_digit());
        if is_number { 4.0 } else { word.len().min(8) as f64 }
    };
    let total = |words: &[Box<str>]| words.iter().map(|word| weight(word)).sum::<f64>();
    let shared: Vec<&str> =
        a.iter().filter(|word| b.binary_search(word).is_ok()).map(AsRef::as_ref).collect();
    let tells = shared.iter().any(|word| word.len() > 5 || word.bytes().any(|byte| byte.is_ascii_digit()));
    let smaller = total(a).min(total(b));
    if shared.len() < 2 || !tells || smaller <= 0.0 {
        return 0.0;
    }
    (shared.iter().map(|word| weight(word)).sum::<f64>() / smaller).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_meet_by_their_telling_words() {
        let like = |a: &str, b: &str| likeness(&words(a), &words(b));
        let listed = "No. 12, Changgwang Street, Botonggang District, Pyongyang";
        assert!(like(listed, "12 Changgwang St., Pyongyang") > 0.9);
        assert!(like(listed, "44 Sungri Street, Pyongyang") < 0.5);
        assert!(like(listed, "") < 0.1);
    }
}
