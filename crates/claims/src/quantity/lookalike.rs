//! Numbers that count nothing: dates, labels, notes, scores, telephone numbers, clock times, names.

use super::NoClaim;
use super::digits;
use super::label::{is_label, label};
use super::number_words::{NumberWord, number_word};
use super::numeral::{Numeral, numeral};
use super::piece::Pieces;
use super::unit;
use crate::time::date::{Date, date_at};
use std::ops::Range;

/// Something that looks like a count, and what it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lookalike {
    /// The pieces it consists of, with its label.
    pub(crate) range: Range<usize>,
    /// The number in it, 0 where there is none to give.
    pub(crate) value: f64,
    /// What it is.
    pub(crate) reason: NoClaim,
}

/// The look-alike whose number begins at `at`; labels before it are looked for from `floor` on.
pub(crate) fn at(pieces: &Pieces<'_>, at: usize, floor: usize) -> Option<Lookalike> {
    let found = |start: usize, end: usize, reason| {
        let value = digits::read(pieces.word(at)).map_or(0.0, |digits| digits.value);
        Some(Lookalike { range: start..end, value, reason })
    };
    if pieces.is_word(at) {
        if let Some(date) = date_at(pieces, at) {
            return found(at, date.range.end, NoClaim::Date);
        }
        return ordinal_word(pieces, at).or_else(|| labelled_word(pieces, at, floor));
    }
    if !pieces.is_number(at) {
        return None;
    }
    if let Some((end, reason)) = note(pieces, at) {
        return found(at, end, reason);
    }
    if unit::before(pieces, at).is_some() {
        return None;
    }
    if let Some((end, reason)) = clock(pieces, at).or_else(|| phone(pieces, at)) {
        return found(at, end, reason);
    }
    if let Some((start, end)) = label(pieces, at, floor) {
        return found(start, end, NoClaim::ListNumber);
    }
    if is_edition(pieces, at) {
        return found(at, at + 1, NoClaim::Year);
    }
    if let Some(date) = date_at(pieces, at) {
        let reason = if matches!(date.date, Date::Year(_)) { NoClaim::Year } else { NoClaim::Date };
        return found(at, date.range.end, reason);
    }
    let (end, reason) = attached(pieces, at)
        .or_else(|| rate(pieces, at))
        .or_else(|| score(pieces, at))
        .or_else(|| age(pieces, at))?;
    found(at, end, reason)
}

/// "first", "twenty-first", "third": words that name a place in a row.
fn ordinal_word(pieces: &Pieces<'_>, at: usize) -> Option<Lookalike> {
    let ordinal = |at: usize| match number_word(pieces.word(at)) {
        Some(NumberWord::Ordinal(value) | NumberWord::Part(value)) if !pieces.is(at, "quarter") => {
            Some(value)
        }
        _ => None,
    };
    let joined = pieces.joins(at + 1);
    let (value, end) = match number_word(pieces.word(at))? {
        NumberWord::Tens(tens) if joined => (ordinal(at + 2).filter(|units| *units < 10.0)? + tens, at + 3),
        _ => (ordinal(at)?, at + 1),
    };
    Some(Lookalike { range: at..end, value, reason: NoClaim::Ordinal })
}

/// "Chapter Two".
fn labelled_word(pieces: &Pieces<'_>, at: usize, floor: usize) -> Option<Lookalike> {
    let NumberWord::Small(value) = number_word(pieces.word(at))? else {
        return None;
    };
    let label = at.checked_sub(1).filter(|label| *label >= floor && pieces.is_capital(*label))?;
    (pieces.is_capital(at) && is_label(pieces, label) && !pieces.is_small(at + 1)).then(|| Lookalike {
        range: label..at + 1,
        value,
        reason: NoClaim::ListNumber,
    })
}

/// `[3]`, `²`, `(2)`, `1.` at the start of a line.
fn note(pieces: &Pieces<'_>, at: usize) -> Option<(usize, NoClaim)> {
    let word = pieces.word(at);
    if word.chars().all(digits::is_superscript) {
        return Some((at + 1, NoClaim::Footnote));
    }
    let small = (1..4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    if pieces.before(at) == "[" {
        let end = (at + 1..at + 12)
            .find(|end| !pieces.is_number(*end) && !matches!(pieces.word(*end), "," | "-" | "–"));
        return end.filter(|end| pieces.word(*end) == "]").map(|end| (end, NoClaim::Footnote));
    }
    if small && pieces.before(at) == "(" && pieces.word(at + 1) == ")" {
        return Some((at + 1, NoClaim::ListNumber));
    }
    // "(32, 33)", "(4, 7–9)"
    if small && pieces.before(at) == "(" && matches!(pieces.word(at + 1), "," | "–" | "-") {
        let listed = |at: &usize| {
            pieces.is_number(*at) && pieces.word(*at).len() < 4 || matches!(pieces.word(*at), "," | "–" | "-")
        };
        let end = at + (at..at + 24).take_while(listed).count();
        if pieces.word(end) == ")" {
            return Some((end, NoClaim::Footnote));
        }
    }
    let begins = pieces.line_start(at) || at == 0;
    let mark = matches!(pieces.word(at + 1), "." | ")") && !pieces.spaced(at + 1);
    if small && begins && mark && (pieces.is_word(at + 2) && pieces.spaced(at + 2) || at + 2 >= pieces.len())
    {
        return Some((at + 1, NoClaim::ListNumber));
    }
    // A note mark that lost its superscript: "abroad.3 The".
    let closes = matches!(pieces.before(at), "." | "”" | "\"" | "’" | ",") && !pieces.spaced(at);
    let after_word =
        at.checked_sub(2).is_some_and(|word| pieces.is_word(word) && pieces.word(word).len() > 2);
    (small && closes && after_word && !pieces.spaced(at - 1)).then_some((at + 1, NoClaim::Footnote))
}

/// "5 a.m.", "10:30", "24/7", "9 o'clock", "0600 hrs".
fn clock(pieces: &Pieces<'_>, at: usize) -> Option<(usize, NoClaim)> {
    let done = |end: usize| Some((end, NoClaim::Clock));
    let half_of_day = |at: usize| {
        pieces.is_any(at, &["am", "pm", "a.m.", "p.m.", "a.m", "p.m", "o'clock", "o’clock", "noon", "GMT"])
    };
    let small = digits::read(pieces.word(at)).is_some_and(|digits| digits.value <= 24.0 && !digits.grouped);
    if !small {
        return None;
    }
    let colon = pieces.word(at + 1) == ":" && !pieces.spaced(at + 1) && !pieces.spaced(at + 2);
    if colon && pieces.is_number(at + 2) && pieces.word(at + 2).len() == 2 {
        return done(if half_of_day(at + 3) { at + 4 } else { at + 3 });
    }
    if half_of_day(at + 1) {
        return done(at + 2);
    }
    if pieces.word(at) == "24"
        && pieces.word(at + 1) == "/"
        && matches!(pieces.word(at + 2), "7" | "6" | "365")
    {
        return done(at + 3);
    }
    if pieces.word(at) == "9" && pieces.word(at + 1) == "/" && pieces.word(at + 2) == "11" {
        return Some((at + 3, NoClaim::Date));
    }
    // "from 6 to 10 p.m."
    let linked = pieces.is_any(at + 1, &["to", "and", "until", "or"]) || pieces.is_dash(at + 1);
    if linked && pieces.is_number(at + 2) && half_of_day(at + 3) && !pieces.word(at + 2).contains(',') {
        return done(at + 4);
    }
    (pieces.before(at) == ":" && !pieces.spaced(at) && !pieces.spaced(at - 1))
        .then_some((at + 1, NoClaim::Score))
}

/// "+1 202-555-0173", "tel. 555-0173"; identifiers of several groups too.
fn phone(pieces: &Pieces<'_>, at: usize) -> Option<(usize, NoClaim)> {
    const CUES: [&str; 9] =
        ["tel", "phone", "telephone", "fax", "call", "mobile", "hotline", "whatsapp", "isbn"];
    let before = pieces.before(at);
    let plus = before == "+" && !pieces.spaced(at);
    let cue = (1..4).any(|back| at.checked_sub(back).is_some_and(|cue| pieces.is_any(cue, &CUES)));
    let (mut end, mut groups, mut zeros) = (at + 1, 1, pieces.word(at).starts_with('0'));
    loop {
        let link =
            matches!(pieces.word(end), "-" | "." | "/") && !pieces.spaced(end) && !pieces.spaced(end + 1);
        let bracket = matches!(pieces.word(end), "(" | ")") && (plus || cue || before == "(");
        let next = if link || bracket { end + 1 } else { end };
        let next_number = pieces.is_number(next) && (link || bracket || plus || cue);
        if !next_number || pieces.word(next).contains([',', '.']) || groups > 8 {
            break;
        }
        zeros |= pieces.word(next).starts_with('0') && pieces.word(next).len() > 2;
        (end, groups) = (next + 1, groups + 1);
    }
    let long = pieces.word(at).len() >= 6 && pieces.word(at).bytes().all(|byte| byte.is_ascii_digit());
    let is_phone = groups > 1 && (plus || cue || groups > 2 || zeros) || groups == 1 && (plus || cue) && long;
    is_phone.then_some((end, NoClaim::Phone))
}

/// "2nd", "1990s" of a life, "G7", "F-35", "38 North", "1.2.3".
fn attached(pieces: &Pieces<'_>, at: usize) -> Option<(usize, NoClaim)> {
    let close_after = !pieces.spaced(at + 1);
    if close_after && pieces.is_any(at + 1, &["st", "nd", "rd", "th"]) {
        return Some((at + 2, NoClaim::Ordinal));
    }
    if close_after && pieces.is_any(at + 1, &["s", "'s", "’s"]) && pieces.word(at).len() == 2 {
        return Some((
            at + 2,
            if pieces.before(at) == "’" || pieces.before(at) == "'" { NoClaim::Date } else { NoClaim::Age },
        ));
    }
    if pieces.word(at).matches('.').count() > 1 && digits::read(pieces.word(at)).is_none() {
        return Some((at + 1, NoClaim::Version));
    }
    if let Some(end) = street(pieces, at) {
        return Some((end, NoClaim::Name));
    }
    let compass = pieces.word(at + 1) == "North" && !pieces.is_capital(at + 2) && pieces.word(at).len() == 2;
    if compass {
        return Some((at + 2, NoClaim::Name));
    }
    let letter = pieces.word(at + 1) == "(" && !pieces.spaced(at + 1) && pieces.word(at + 2).len() == 1;
    if letter && pieces.word(at + 3) == ")" && pieces.is_word(at + 2) {
        return Some((at + 4, NoClaim::Name));
    }
    let before = at.checked_sub(1)?;
    let numbered = pieces.is_any(at + 1, &["'s", "’s", "has", "is", "was", "will", "had", "does", "can"]);
    if numbered && before > 0 && pieces.is_capital(before) && pieces.word(at).len() <= 3 {
        return Some((at + 1, NoClaim::Name));
    }
    // A postal code: "CA 94107".
    let code = pieces.word(at).len() == 5 && pieces.word(at).bytes().all(|byte| byte.is_ascii_digit());
    let state =
        pieces.word(before).len() == 2 && pieces.word(before).bytes().all(|byte| byte.is_ascii_uppercase());
    if code && state {
        return Some((at + 1, NoClaim::Name));
    }
    let glued = !pieces.spaced(at)
        && (pieces.is_word(before) || pieces.joins(before) && before > 0 && pieces.is_capital(before - 1));
    // "mid-2016" and "sub-3,000" are glued too, but to small words.
    if glued && (pieces.is_word(before) && !pieces.is_any(before, &["c", "ca"])) {
        return Some((at + 1, NoClaim::Name));
    }
    // A number at the end of a heading: "Forced Labor Migration 2".
    let last = at + 1 >= pieces.len() && pieces.word(at).len() <= 2 && pieces.is_capital(before);
    last.then_some((at + 1, NoClaim::Name))
}

/// "14 Baker Street".
fn street(pieces: &Pieces<'_>, at: usize) -> Option<usize> {
    const STREETS: [&str; 10] =
        ["Street", "Road", "Avenue", "Lane", "Boulevard", "Drive", "Square", "St", "Rd", "Ave"];
    let end = (at + 2..at + 4).find(|end| STREETS.contains(&pieces.word(*end)))?;
    (at + 1..end).all(|name| pieces.is_capital(name)).then_some(end + 1)
}

const CONTESTS: [&str; 22] = [
    "won", "win", "wins", "lost", "lose", "beat", "beats", "beaten", "defeat", "defeated", "victory", "draw",
    "drew", "score", "scored", "vote", "voted", "votes", "ruled", "ruling", "passed", "loss",
];

fn in_contest(pieces: &Pieces<'_>, at: usize) -> bool {
    (at.saturating_sub(4)..at).any(|near| pieces.is_any(near, &CONTESTS))
}

/// "The Global Slavery Index 2023 estimates": the year of a work that comes out again and again.
fn is_edition(pieces: &Pieces<'_>, at: usize) -> bool {
    const WORKS: [&str; 8] =
        ["Index", "Report", "Survey", "Review", "Outlook", "Yearbook", "Estimates", "Statistics"];
    let word = pieces.word(at);
    let year = word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"));
    year && WORKS.contains(&pieces.before(at))
}

/// "104.6 per 1,000 people", "3.5 people for every thousand": how often something is found, and among how many.
fn rate(pieces: &Pieces<'_>, at: usize) -> Option<(usize, NoClaim)> {
    let base = |at: usize| pieces.is_number(at) || pieces.is_any(at, &["thousand", "million"]);
    let every =
        |at: usize| pieces.is(at, "per") && base(at + 1) || pieces.are(at, &["for", "every"]) && base(at + 2);
    let noun =
        usize::from(pieces.is_small(at + 1) && !pieces.is_any(at + 1, &["per", "for", "to", "and", "or"]));
    let found = every(at + 1) || every(at + 1 + noun) || pieces.is(at.checked_sub(1)?, "per");
    found.then_some((at + 1, NoClaim::Score))
}

/// "14-0", "won 3-1", "voted 14 to 0", "413 votes to 5".
fn score(pieces: &Pieces<'_>, at: usize) -> Option<(usize, NoClaim)> {
    let small = |at: usize| {
        digits::read(pieces.word(at)).filter(|digits| digits.plain.is_some_and(|count| count <= 3))
    };
    let done = |end: usize| Some((end, NoClaim::Score));
    let above = small(at)?;
    let to = usize::from(pieces.is_any(at + 1, &["votes", "to"]) && pieces.is(at + 2, "to")) + 1;
    let dash = pieces.is_dash(at + 1) && !pieces.spaced(at + 1) && !pieces.spaced(at + 2);
    let colon = pieces.word(at + 1) == ":" && !pieces.spaced(at + 2);
    if dash || colon {
        let below = small(at + 2)?;
        let falls = above.value >= below.value && !pieces.joins(at + 3) && pieces.word(at + 3) != "%";
        return if colon || falls || in_contest(pieces, at) { done(at + 3) } else { None };
    }
    if pieces.is(at + to, "to")
        && let Some(below) = small(at + to + 1)
        && (to > 1
            || in_contest(pieces, at)
            || above.value > below.value && below.value <= 2.0 && above.value < 100.0)
        && !in_change(pieces, at)
    {
        return done(at + to + 2);
    }
    None
}

fn in_change(pieces: &Pieces<'_>, at: usize) -> bool {
    pieces.is_any(at.saturating_sub(1), &["from", "by"]) && !in_contest(pieces, at)
}

/// "aged 34", "Kim, 34,", "children under 15".
fn age(pieces: &Pieces<'_>, at: usize) -> Option<(usize, NoClaim)> {
    const PEOPLE: [&str; 16] = [
        "aged", "children", "minors", "people", "persons", "women", "men", "girls", "boys", "those",
        "anyone", "workers", "youth", "adults", "child", "person",
    ];
    let value =
        digits::read(pieces.word(at)).filter(|digits| digits.plain.is_some_and(|count| count <= 3))?.value;
    if value > 120.0 {
        return None;
    }
    let before =
        |back: usize, words: &[&str]| at.checked_sub(back).is_some_and(|place| pieces.is_any(place, words));
    let done = |end: usize| Some((end, NoClaim::Age));
    let unit = pieces.is_small(at + 1) && super::numeral::is_plural(pieces.word(at + 1));
    let range_end = |start: usize| {
        let linked = pieces.is_any(start, &["to", "and", "or"]) || pieces.is_dash(start);
        if linked && pieces.is_number(start + 1) { start + 2 } else { start }
    };
    if before(1, &["aged", "age", "ages"])
        || before(2, &["aged", "age", "ages"])
            && before(1, &["of", "between", "under", "over", "about", "around", "above", "below", "from"])
    {
        return done(range_end(at + 1));
    }
    if before(1, &["under", "over", "below", "above"])
        && before(2, &PEOPLE)
        && !unit
        && pieces.word(at + 1) != "%"
    {
        return done(at + 1);
    }
    let person = before(2, &["he", "she", "i"]) && before(1, &["was", "is", "turned"]);
    let linked = pieces.is_any(at + 1, &["and", "when", "or", "but", "at", "in", "with"]);
    if (person || before(1, &["turned"])) && (linked || !pieces.is_small(at + 1)) {
        return done(at + 1);
    }
    let commas = pieces.before(at) == "," && matches!(pieces.word(at + 1), "," | ".") && value >= 10.0;
    let named = at
        .checked_sub(2)
        .is_some_and(|name| pieces.is_capital(name) && crate::time::date::month(pieces.word(name)).is_none());
    let followed = pieces.word(at + 1) == "," && !pieces.is_number(at + 2) && !pieces.is_capital(at + 2);
    (commas && named && followed).then_some((at + 1, NoClaim::Age))
}

/// What a length of time with the words around it is, if it is an age or a date.
pub(crate) fn of_years(pieces: &Pieces<'_>, numeral: &Numeral, end: usize) -> Option<(usize, NoClaim)> {
    let hyphen = usize::from(pieces.joins(end));
    if pieces.is_any(end + hyphen, &["old", "olds"]) {
        return Some((end + hyphen + 1, NoClaim::Age));
    }
    if pieces.are(end, &["of", "age"]) {
        return Some((end + 2, NoClaim::Age));
    }
    let before = numeral.range.start.checked_sub(1);
    if before.is_some_and(|before| pieces.is(before, "aged")) {
        return Some((end, NoClaim::Age));
    }
    if pieces.is_any(end, &["ago", "earlier", "later", "prior"]) {
        return Some((end + 1, NoClaim::Date));
    }
    None
}

/// Whether a numeral stands at `at` that no date or label claims.
pub(crate) fn free_numeral(pieces: &Pieces<'_>, start: usize, floor: usize) -> Option<Numeral> {
    let taken = at(pieces, start, floor).is_some_and(|found| found.reason != NoClaim::Score);
    if taken { None } else { numeral(pieces, start) }
}
