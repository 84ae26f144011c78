//! The span of time an amount recurs in: "a month", "per worker per year", "annually".

use super::piece::Pieces;
use model::Period;
use std::ops::Range;

/// The span of time a noun names.
fn noun(word: &str) -> Option<Period> {
    let table: [(&str, Period); 14] = [
        ("hour", Period::Hour),
        ("hr", Period::Hour),
        ("h", Period::Hour),
        ("day", Period::Day),
        ("night", Period::Day),
        ("shift", Period::Day),
        ("workday", Period::Day),
        ("week", Period::Week),
        ("wk", Period::Week),
        ("month", Period::Month),
        ("mo", Period::Month),
        ("year", Period::Year),
        ("yr", Period::Year),
        ("annum", Period::Year),
    ];
    table.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, period)| *period)
}

/// The span of time an adverb or adjective names.
fn adverb(word: &str) -> Option<Period> {
    let table: [(&str, Period); 10] = [
        ("hourly", Period::Hour),
        ("daily", Period::Day),
        ("nightly", Period::Day),
        ("weekly", Period::Week),
        ("monthly", Period::Month),
        ("annually", Period::Year),
        ("annual", Period::Year),
        ("yearly", Period::Year),
        ("pcm", Period::Month),
        ("p.a.", Period::Year),
    ];
    table.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, period)| *period)
}

fn past_hyphen(pieces: &Pieces<'_>, at: usize) -> usize {
    if pieces.joins(at) { at + 1 } else { at }
}

/// "per worker", "a head", "for each person", "each": whose, not how often. Where it ends.
fn per_whom(pieces: &Pieces<'_>, at: usize) -> usize {
    const WHOM: [&str; 13] = [
        "worker",
        "person",
        "head",
        "capita",
        "employee",
        "labourer",
        "laborer",
        "man",
        "woman",
        "individual",
        "family",
        "household",
        "doctor",
    ];
    let at = at + usize::from(pieces.is(at, ",") && pieces.is_any(at + 1, &["per", "each"]));
    let start = at + usize::from(pieces.is(at, "for") && pieces.is_any(at + 1, &["each", "every"]));
    if pieces.is_any(start, &["per", "a", "each", "every", "/"]) {
        let adjective = usize::from(!pieces.is_any(start + 1, &WHOM) && pieces.is_any(start + 2, &WHOM));
        if pieces.is_any(start + 1 + adjective, &WHOM) {
            return start + 2 + adjective;
        }
    }
    // "$700 each per month"
    if pieces.is(at, "each") && pieces.is_any(at + 1, &["per", "a", "every"]) { at + 1 } else { at }
}

/// "a month", "per year", "/hr", "each week" at `at`, and where it ends.
fn recurring(pieces: &Pieces<'_>, at: usize) -> Option<(Period, usize)> {
    const ADJECTIVES: [&str; 6] = ["working", "calendar", "single", "fiscal", "given", "and"];
    if pieces.are(at, &["on", "a"]) && pieces.is(at + 3, "basis") {
        return adverb(pieces.word(at + 2)).map(|period| (period, at + 4));
    }
    if !pieces.is_any(at, &["a", "an", "per", "each", "every", "/", "p"]) {
        return None;
    }
    if pieces.are(at, &["p", "/"]) {
        return match pieces.word(at + 2) {
            "m" => Some((Period::Month, at + 3)),
            "w" => Some((Period::Week, at + 3)),
            "h" => Some((Period::Hour, at + 3)),
            _ => None,
        };
    }
    let mut named = past_hyphen(pieces, at + 1);
    while pieces.is_any(named, &ADJECTIVES) || pieces.is(named, "every") {
        named += 1;
    }
    let period = noun(pieces.word(named))?;
    let word = pieces.word(named);
    if word.len() < 3 && !pieces.is(at, "/") && !word.eq_ignore_ascii_case("hr") {
        return None;
    }
    const AFTER: [&str; 8] = ["ago", "earlier", "later", "before", "after", "'s", "’s", "prior"];
    let article = pieces.is_any(at, &["a", "an"]);
    (!article || !pieces.is_any(named + 1, &AFTER)).then_some((period, named + 1))
}

/// The period right at `at`: its pieces with "per worker" before it.
pub(crate) fn right_after(pieces: &Pieces<'_>, at: usize) -> Option<(Period, Range<usize>)> {
    let at = past_hyphen(pieces, at);
    let start = per_whom(pieces, at);
    let start = start + usize::from(pieces.is(start, ",") && pieces.is_any(start + 1, &["per", "every"]));
    if let Some((period, end)) = recurring(pieces, start) {
        // "a month per worker"
        let end = if start == at { per_whom(pieces, end) } else { end };
        return Some((period, at..end));
    }
    let plain = adverb(pieces.word(start)).filter(|_| !pieces.is(start, "annual"));
    // "$500 monthly", but "$500 monthly payments" too: the same period either way.
    plain.map(|period| (period, at..start + 1))
}

/// The period a few words on: "3,000 workers a year", "12 hours of unpaid work each day".
pub(crate) fn further_on(pieces: &Pieces<'_>, at: usize) -> Option<(Period, Range<usize>)> {
    const REACH: usize = 8;
    const STOPS: [&str; 16] = [
        "and", "but", "that", "which", "who", "when", "while", "or", "than", "because", "if", "whose",
        "where", "although", "though", "whom",
    ];
    const NOT_BEFORE: [&str; 16] = [
        "for", "in", "within", "once", "twice", "half", "of", "over", "after", "before", "about", "such",
        "what", "by", "times", "as",
    ];
    for start in at..at + REACH {
        let before = start.checked_sub(1);
        if start > at
            && let Some((period, end)) = recurring(pieces, start)
            && !before.is_some_and(|before| pieces.is_any(before, &NOT_BEFORE))
        {
            return Some((period, start..end));
        }
        let closes = !pieces.is_word(start + 1) && start > at && pieces.word(start).ends_with("ly");
        if let Some(period) = adverb(pieces.word(start)).filter(|_| closes) {
            return Some((period, start..start + 1));
        }
        if !pieces.is_word(start) || pieces.is_any(start, &STOPS) {
            return None;
        }
    }
    None
}

/// The period in the words that lead up to an amount: "a monthly wage of", "annual income is".
pub(crate) fn leading_up(pieces: &Pieces<'_>, start: usize, floor: usize) -> Option<(Period, Range<usize>)> {
    const REACH: usize = 6;
    const STOPS: [&str; 8] = ["and", "but", "that", "who", "which", "while", "or", "report"];
    for at in (floor.max(start.saturating_sub(REACH))..start).rev() {
        if let Some(period) = adverb(pieces.word(at)) {
            return Some((period, at..at + 1));
        }
        if pieces.is_any(at, &["'s", "’s"])
            && let Some((period, _)) = at.checked_sub(2).and_then(|article| recurring_bare(pieces, article))
        {
            return Some((period, at - 2..at + 1));
        }
        let passes = pieces.is_word(at) || pieces.is(at, ":");
        if !passes || pieces.is_any(at, &STOPS) {
            return None;
        }
    }
    None
}

/// "a month" before "’s wages".
fn recurring_bare(pieces: &Pieces<'_>, at: usize) -> Option<(Period, usize)> {
    let article = pieces.is_any(at, &["a", "one"]);
    noun(pieces.word(at + 1)).filter(|_| article).map(|period| (period, at + 2))
}
