//! Written-out numbers, vague magnitudes and fractions: "half a million", "tens of thousands", "two-thirds".

use super::number_words::{NumberWord, number_word};
use super::numeral::{Numeral, past_hyphen, scale_at, scaled};
use super::piece::Pieces;
use std::ops::Range;

/// The numeral whose first word is at `at`.
pub(crate) fn from_words(pieces: &Pieces<'_>, at: usize) -> Option<Numeral> {
    if pieces.is_any(at, &["a", "an"]) {
        return from_article(pieces, at);
    }
    if pieces.is_any(at, &["several", "few", "many"]) {
        return several(pieces, at..at + 1);
    }
    match number_word(pieces.word(at))? {
        NumberWord::Small(_) | NumberWord::Tens(_) => spelled(pieces, at),
        NumberWord::Half => half(pieces, at..at + 1),
        NumberWord::Many(low, high) => many(pieces, at, low, high),
        NumberWord::Couple => couple(pieces, at..at + 1),
        NumberWord::Part(parts) if parts == 4.0 => {
            part(pieces, at..at + 1, parts).filter(|found| !found.share)
        }
        NumberWord::Part(_) | NumberWord::Parts(_) | NumberWord::Scale(_) | NumberWord::Dozen => None,
        NumberWord::Ordinal(_) => None,
    }
}

/// "a million", "a dozen", "a third", "a couple of", "a half", "a few hundred".
fn from_article(pieces: &Pieces<'_>, at: usize) -> Option<Numeral> {
    let start = at..at + 2;
    if pieces.is(at + 1, "few") {
        return several(pieces, start);
    }
    if pieces.are(at + 1, &["good", "many"]) || pieces.are(at + 1, &["great", "many"]) {
        return several(pieces, at..at + 3);
    }
    if is_one(pieces, at) {
        return Some(Numeral::exact(at..at + 1, 1.0));
    }
    match number_word(pieces.word(at + 1))? {
        NumberWord::Scale(_) | NumberWord::Dozen => Some(scaled(pieces, Numeral::exact(at..at + 1, 1.0))),
        NumberWord::Couple => couple(pieces, start),
        NumberWord::Half => half(pieces, start),
        NumberWord::Part(parts) => part(pieces, start, parts),
        _ => None,
    }
}

/// Whether "a" says how many: "almost a decade", "within a year".
pub(crate) fn is_one(pieces: &Pieces<'_>, at: usize) -> bool {
    const BEFORE: [&str; 11] = [
        "than",
        "almost",
        "nearly",
        "about",
        "over",
        "least",
        "within",
        "under",
        "roughly",
        "around",
        "approximately",
    ];
    pieces.is_any(at, &["a", "an"])
        && pieces.is_any(at + 1, &TIME_UNITS)
        && at.checked_sub(1).is_some_and(|before| pieces.is_any(before, &BEFORE))
        && !pieces.is_any(at + 2, &["'s", "’s"])
}

/// "several thousand", "a few dozen": the magnitude only.
fn several(pieces: &Pieces<'_>, start: Range<usize>) -> Option<Numeral> {
    match number_word(pieces.word(start.end))? {
        NumberWord::Many(low, high) => many(pieces, start.end, low, high)
            .map(|found| Numeral { range: start.start..found.range.end, ..found }),
        NumberWord::Dozen => Some(Numeral::vague(start.start..start.end + 1, 24.0, 100.0)),
        NumberWord::Scale(_) => {
            let found = scaled(pieces, Numeral::exact(start, 1.0));
            Some(Numeral { high: found.low * 10.0, vague: true, ..found })
        }
        _ => None,
    }
}

/// "thousands", "tens of thousands", "hundreds of millions".
fn many(pieces: &Pieces<'_>, at: usize, low: f64, high: f64) -> Option<Numeral> {
    let (mut found, mut end) = (Numeral::vague(at..at + 1, low, high), at + 1);
    while pieces.is(end, "of")
        && let Some(NumberWord::Many(scale, _)) = number_word(pieces.word(end + 1))
    {
        (found.low, found.high, end) = (found.low * scale, found.high * scale, end + 2);
    }
    found.range.end = end;
    // "tens" and "scores" count only as magnitudes: "tens of thousands", "scores of sites".
    let needs_of = low == 10.0 && end == at + 1 || low == 40.0;
    let leads_on = pieces.is(end, "of") || low == 10.0 && pieces.is_any(end, &["to", "or"]);
    (!needs_of || leads_on).then_some(found)
}

fn couple(pieces: &Pieces<'_>, start: Range<usize>) -> Option<Numeral> {
    let of = usize::from(pieces.is(start.end, "of"));
    let found = scaled(pieces, Numeral::exact(start.start..start.end + of, 2.0));
    if found.scale > 1.0 {
        return Some(Numeral { loose: true, ..found });
    }
    let known = pieces.is_any(start.end + 1, &["the", "them", "these", "those"]);
    (of == 1 && !known && pieces.is_small(start.end + 1)).then_some(Numeral { loose: true, ..found })
}

const TIME_UNITS: [&str; 8] = ["hour", "day", "week", "month", "year", "decade", "century", "minute"];

/// "half", "half a million", "half an hour".
fn half(pieces: &Pieces<'_>, start: Range<usize>) -> Option<Numeral> {
    let article = usize::from(pieces.is_any(start.end, &["a", "an"]));
    let next = past_hyphen(pieces, start.end) + article;
    if scale_at(pieces, next).is_some() {
        return Some(scaled(pieces, Numeral::exact(start.start..next, 0.5)));
    }
    if pieces.is_any(next, &TIME_UNITS) {
        return Some(Numeral::exact(start.start..next, 0.5));
    }
    part_of_scale(pieces, &start, 2.0)
        .or_else(|| is_share_here(pieces, start.start, start.end).then(|| Numeral::share(start, 0.5)))
}

/// "a quarter", "a third": a share only where the words around it say so.
fn part(pieces: &Pieces<'_>, start: Range<usize>, parts: f64) -> Option<Numeral> {
    let next = past_hyphen(pieces, start.end);
    if parts == 4.0 && scale_at(pieces, next).is_some() {
        return Some(scaled(pieces, Numeral::exact(start.start..next, 0.25)));
    }
    let year = pieces.is(start.end, "of") && pieces.is_number(start.end + 1);
    // "the firm saved a third."
    let alone = parts != 4.0
        && !pieces.is_word(start.end)
        && !start
            .start
            .checked_sub(1)
            .is_none_or(|before| pieces.is_any(before, &["and", "or", "was", "is", ","]));
    part_of_scale(pieces, &start, parts).or_else(|| {
        (!year && (alone || is_share_here(pieces, start.start, start.end)))
            .then(|| Numeral::share(start, 1.0 / parts))
    })
}

/// "a quarter of a million".
fn part_of_scale(pieces: &Pieces<'_>, start: &Range<usize>, parts: f64) -> Option<Numeral> {
    let of = pieces.is(start.end, "of") && pieces.is_any(start.end + 1, &["a", "one"]);
    (of && scale_at(pieces, start.end + 2).is_some())
        .then(|| scaled(pieces, Numeral::exact(start.start..start.end + 2, 1.0 / parts)))
}

/// "twenty-three thousand", "two hundred and fifty", "two-thirds", "one and a half million".
fn spelled(pieces: &Pieces<'_>, at: usize) -> Option<Numeral> {
    let (value, scale, mut end) = spelled_value(pieces, at)?;
    let bare_one = end == at + 1 && value == 1.0;
    let next = past_hyphen(pieces, end);
    let share = |parts: f64| Numeral::share(at..next + 1, value / parts);
    match number_word(pieces.word(next)) {
        Some(NumberWord::Parts(parts)) if scale == 1.0 => {
            return Some(
                part_of_scale_times(pieces, at, next + 1, value / parts).unwrap_or_else(|| share(parts)),
            );
        }
        Some(NumberWord::Part(parts)) if bare_one => {
            return Some(
                part_of_scale_times(pieces, at, next + 1, 1.0 / parts).unwrap_or_else(|| share(parts)),
            );
        }
        Some(NumberWord::Half) if bare_one => return Some(share(2.0)),
        _ => {}
    }
    let mut found = Numeral { scale, bare_one, ..Numeral::exact(at..end, value) };
    if pieces.are(end, &["and", "a", "half"]) || pieces.joins(end) && pieces.are(end + 1, &["and"]) {
        let hyphens = usize::from(pieces.joins(end));
        let half = end + 2 * (1 + hyphens) + hyphens;
        if pieces.is(half, "half") {
            end = half + 1;
            found = Numeral { bare_one: false, ..Numeral::exact(at..end, value + 0.5 * scale) };
        }
    }
    Some(Numeral { bare_one: found.bare_one, ..scaled(pieces, found) })
}

fn part_of_scale_times(pieces: &Pieces<'_>, start: usize, end: usize, value: f64) -> Option<Numeral> {
    let found = part_of_scale(pieces, &(start..end), 1.0)?;
    Some(Numeral { low: found.low * value, high: found.high * value, ..found })
}

/// The value of the number words from `at` on, the last scale among them, and where they end.
fn spelled_value(pieces: &Pieces<'_>, at: usize) -> Option<(f64, f64, usize)> {
    let (mut total, mut group, mut scale) = (0.0, 0.0, 1.0);
    // What the group can still take: tens and units, units alone, or nothing.
    let (mut takes_tens, mut takes_units) = (true, true);
    let (mut end, mut smallest) = (at, f64::INFINITY);
    let mut next = at;
    loop {
        match number_word(pieces.word(next)) {
            Some(NumberWord::Small(value)) if takes_units && (takes_tens || (1.0..10.0).contains(&value)) => {
                group += value;
                (takes_tens, takes_units) = (false, false);
            }
            Some(NumberWord::Tens(value)) if takes_tens => {
                group += value;
                takes_tens = false;
            }
            Some(NumberWord::Scale(value)) if value == 100.0 && group > 0.0 && group < 100.0 => {
                group *= 100.0;
                (takes_tens, takes_units, scale) = (true, true, 100.0);
            }
            Some(NumberWord::Scale(value)) if value > 100.0 && group > 0.0 && value < smallest => {
                total += group * value;
                (group, scale, smallest) = (0.0, value, value);
                (takes_tens, takes_units) = (true, true);
            }
            _ => break,
        }
        end = next + 1;
        next = past_hyphen(pieces, end);
        // "two hundred and fifty", but "two thousand and some" and "two and three" end before the "and".
        if scale > 1.0 && takes_tens && pieces.is(end, "and") {
            next = end + 1;
        }
    }
    (end > at).then_some((total + group, scale, end))
}

const DETERMINERS: [&str; 16] = [
    "of", "the", "their", "its", "his", "her", "our", "my", "your", "all", "that", "those", "these", "this",
    "what", "as",
];

/// Pieces of `at` and what may come before it that show that "half" or "a third" is a share.
fn is_share_here(pieces: &Pieces<'_>, start: usize, end: usize) -> bool {
    const BEFORE: [&str; 20] = [
        "about",
        "around",
        "roughly",
        "approximately",
        "nearly",
        "almost",
        "than",
        "over",
        "least",
        "most",
        "to",
        "or",
        "by",
        "some",
        "under",
        "estimated",
        "between",
        "only",
        "just",
        "exceed",
    ];
    const NOT_BEFORE: [&str; 10] =
        ["first", "second", "latter", "other", "last", "top", "bottom", "upper", "lower", "every"];
    let before = start.checked_sub(1);
    if before.is_some_and(|before| pieces.is_any(before, &NOT_BEFORE)) {
        return false;
    }
    // "by half" is a share, "a third country" is none.
    let bare = !pieces.is_small(end)
        || pieces.is_any(end, &["or", "to", "and", "in", "from", "over", "since", "more", "less"]);
    pieces.is_any(end, &DETERMINERS) || before.is_some_and(|before| pieces.is_any(before, &BEFORE)) && bare
}
