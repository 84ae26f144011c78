//! Currencies around a number: the gazetteer's, read as English texts write amounts.

use crate::gazetteer::Gazetteer;

/// A currency, and what one of the thing named is worth in it: 0.01 for a cent.
pub(crate) type Coin = (&'static str, f64);

/// What a text means that names a currency of several countries ("dinars") and no country: ISO 4217's "no currency".
pub(crate) const UNKNOWN: &str = "XXX";

/// Readings usual in English texts where the gazetteer's table lists the sign for another country first.
const USUAL: [(&str, &str); 6] =
    [("C$", "CAD"), ("S$", "SGD"), ("RS", "INR"), ("TK", "BDT"), ("RMB", "CNY"), ("CNH", "CNY")];

/// Codes that are words or names in capitals as well.
const WORDS: [&str; 12] =
    ["ALL", "TOP", "CUP", "SOS", "TRY", "PEN", "MOP", "COP", "MAD", "BAM", "GEL", "RON"];

/// Nouns of several currencies that are ordinary words as well.
const ORDINARY: [&str; 8] = ["crown", "crowns", "mark", "marks", "colon", "colons", "real", "pula"];

fn code(code: &str) -> Option<&'static str> {
    Gazetteer::embedded().currency(code).map(|currency| currency.code)
}

/// The currency a sign stands for, given the letters right before it ("US$", "HK$"); empty if there are none.
pub(crate) fn by_symbol(letters: &str, symbol: &str) -> Option<Coin> {
    if symbol.chars().any(|c| c.is_ascii() && c != '$') || symbol.is_empty() {
        return None;
    }
    if symbol == "¢" {
        return letters.is_empty().then_some(("USD", 0.01));
    }
    let letters = letters.replace('.', "").to_ascii_uppercase();
    let symbol = match symbol {
        "＄" => "$",
        "￡" => "£",
        "￥" => "¥",
        "￦" => "₩",
        _ => symbol,
    };
    let sign = if letters == "US" { symbol.to_owned() } else { letters + symbol };
    let usual = USUAL.iter().find(|(other, _)| *other == sign).and_then(|(_, meant)| code(meant));
    let found =
        usual.or_else(|| Gazetteer::embedded().currency_by_symbol(&sign).map(|currency| currency.code));
    found.map(|code| (code, 1.0))
}

/// The currency that a code stands for: `USD`, `RMB`, `Rs`, `Tk`, `RM`.
pub(crate) fn by_code(word: &str) -> Option<Coin> {
    if !(2..=3).contains(&word.len())
        || !word.starts_with(|c: char| c.is_ascii_uppercase())
        || WORDS.contains(&word)
    {
        return None;
    }
    let capital = word.to_ascii_uppercase();
    let usual = USUAL.iter().find(|(other, _)| *other == capital && (word.len() == 2 || word == capital));
    let found = usual.and_then(|(_, meant)| code(meant)).or_else(|| code(word)).or_else(|| {
        (word == "RM")
            .then(|| Gazetteer::embedded().currency_by_symbol(word))
            .flatten()
            .map(|currency| currency.code)
    });
    found.map(|code| (code, 1.0))
}

/// The currency the words begin with, adjective and all, and how many words it takes: `Kuwaiti dinars`, `US dollars`.
pub(crate) fn by_name(words: &[&str]) -> Option<(Coin, usize)> {
    let first = words.first()?;
    if first.eq_ignore_ascii_case("cents") || first.eq_ignore_ascii_case("cent") {
        return Some((("USD", 0.01), 1));
    }
    if first.eq_ignore_ascii_case("kopecks") || first.eq_ignore_ascii_case("kopeks") {
        return Some((("RUB", 0.01), 1));
    }
    if first.len() < 3 && !first.starts_with('U') || WORDS.contains(first) {
        return None;
    }
    let found = Gazetteer::embedded().currency_at(words)?;
    let noun = words.get(found.words.checked_sub(1)?)?;
    match found.currency {
        Some(currency) => Some(((currency.code, 1.0), found.words)),
        None if ORDINARY.iter().any(|word| noun.eq_ignore_ascii_case(word)) => None,
        None => Some(((UNKNOWN, 1.0), found.words)),
    }
}
