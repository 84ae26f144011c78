//! Whether four digits are a year: "in 2016 workers left", but "in 2000 factories".

use super::date::year_number;
use crate::quantity::has_unit;
use crate::quantity::numeral::is_plural;
use crate::quantity::piece::Pieces;

/// Whether a counted noun follows, so that the four digits are no year.
pub(crate) fn is_counted(pieces: &Pieces<'_>, at: usize) -> bool {
    const NAMED_BY_YEAR: [&str; 16] = [
        "figures",
        "estimates",
        "data",
        "sanctions",
        "guidelines",
        "elections",
        "amendments",
        "levels",
        "statistics",
        "reports",
        "games",
        "olympics",
        "protests",
        "talks",
        "revisions",
        "rules",
    ];
    let next = at + 1;
    pieces.is_small(next) && is_plural(pieces.word(next)) && !pieces.is_any(next, &NAMED_BY_YEAR)
        || pieces.is_small(next)
            && pieces.is_small(next + 1)
            && is_plural(pieces.word(next + 1))
            && pieces.is_any(next, &["new", "more", "foreign", "such", "other", "of"])
        || pieces.is_any(next, &["%", "percent", "per"])
}

/// Whether four digits without separator are a year rather than a number of things.
///
/// Round hundreds before a plural are numbers ("in 2000 factories"), other digits after a preposition are years ("in
/// 2016 workers …").
pub(crate) fn is_year(pieces: &Pieces<'_>, at: usize) -> bool {
    const LEADING: [&str; 34] = [
        "in",
        "since",
        "by",
        "during",
        "until",
        "till",
        "before",
        "after",
        "from",
        "early",
        "late",
        "mid",
        "fiscal",
        "year",
        "fy",
        "throughout",
        "circa",
        "of",
        "for",
        "between",
        "calendar",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "through",
        "pre",
        "post",
        "season",
        "election",
        "around",
        "to",
        "ending",
    ];
    const WORKS: [&str; 16] = [
        "report",
        "reports",
        "study",
        "survey",
        "paper",
        "book",
        "index",
        "edition",
        "law",
        "agreement",
        "statement",
        "article",
        "assessment",
        "review",
        "film",
        "documentary",
    ];
    const MONEY: [&str; 6] = ["$", "€", "£", "¥", "₩", "₽"];
    let Some(year) = year_number(pieces, at).filter(|year| (1800..2100).contains(year)) else {
        return false;
    };
    let before = |words: &[&str]| at.checked_sub(1).is_some_and(|before| pieces.is_any(before, words));
    if before(&MONEY) || has_unit(pieces, at) {
        return false;
    }
    let counted = is_counted(pieces, at);
    if counted {
        let strong = before(&[
            "in", "since", "by", "during", "until", "the", "early", "mid", "late", "of", "year", "fiscal",
            "fy",
        ]);
        let second = before(&["to", "and", "-", "–", "or"])
            && at
                .checked_sub(2)
                .and_then(|first| year_number(pieces, first))
                .is_some_and(|first| first < year);
        return year % 100 != 0 && (second || strong && year >= 1990);
    }
    let hedged = before(&[
        "about",
        "than",
        "nearly",
        "almost",
        "some",
        "approximately",
        "roughly",
        "over",
        "least",
        "another",
        "employs",
        "employed",
    ]);
    let since = at.checked_sub(3).is_some_and(|lead| {
        pieces.is_any(lead, &["since", "until", "from", "by", "in"]) && pieces.are(lead + 1, &["at", "least"])
    });
    if since {
        return true;
    }
    if hedged && (pieces.is_word(at + 1) || year % 100 == 0) {
        return pieces.is_any(at + 1, &["and", "until", "when", "to"]) && year % 100 != 0;
    }
    // "shift of 2000 tonnes" was caught by its unit; "a total of 1999" by "of" and no month is rare enough.
    let led = before(&LEADING);
    let followed = pieces.is_any(at + 1, &WORKS)
        || pieces.is_any(at + 2, &WORKS)
        || pieces.is_any(at + 1, &["'s", "’s"]);
    let closed = !pieces.is_word(at + 1) || pieces.is_capital(at + 1) || at + 1 >= pieces.len();
    let determined = before(&["the", "a", "this", "that", "its", "their", "our", "his", "her", "'s", "’s"]);
    let bracketed = before(&["(", "[", ",", "-", "–", "—", ";", ":", "/", "and", "or", "©"]);
    let small_word = pieces.is_any(
        at + 1,
        &[
            "and",
            "or",
            "nor",
            "to",
            "when",
            "after",
            "with",
            "but",
            "the",
            "as",
            "by",
            "at",
            "that",
            "who",
            "were",
            "was",
            "is",
            "has",
            "had",
            "on",
            "in",
            "for",
            "until",
            "it",
            "he",
            "she",
            "they",
            "under",
            "showed",
            "saw",
            "a",
            "an",
            "than",
            "because",
            "while",
            "where",
            "following",
            "said",
            "would",
            "will",
            "found",
            "alone",
            "onwards",
            "onward",
        ],
    );
    led || followed || closed || determined || bracketed || small_word || pieces.line_start(at)
}
