//! Calendar dates as texts write them: "7 July 2016", "July 7", "2016-07-07", "1950s", "2012–15", "2016".

use super::year::{is_counted, is_year};
use crate::quantity::piece::{Lower, Pieces};
use std::ops::Range;

/// A date, as far as the text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Date {
    /// A day; the year may be missing.
    Day(Option<i32>, u8, u8),
    /// A month; the year may be missing.
    Month(Option<i32>, u8),
    /// A year.
    Year(i32),
    /// Two years and what lies between them: decades, centuries, "2012-15".
    Years(i32, i32),
}

/// A date and the pieces it consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) date: Date,
}

/// The month a capitalised word names, in full or short.
pub(crate) fn month(word: &str) -> Option<u8> {
    if !matches!(word.as_bytes().first()?, b'J' | b'F' | b'M' | b'A' | b'S' | b'O' | b'N' | b'D') {
        return None;
    }
    Some(match Lower::new(word).as_str() {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// A number of at most `digits` ASCII digits.
pub(crate) fn plain(pieces: &Pieces<'_>, at: usize, digits: Range<usize>) -> Option<i32> {
    let word = pieces.word(at);
    let fits = digits.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| word.parse().ok()).flatten()
}

pub(crate) fn year_number(pieces: &Pieces<'_>, at: usize) -> Option<i32> {
    plain(pieces, at, 4..5).filter(|year| (1700..2100).contains(year))
}

fn day_number(pieces: &Pieces<'_>, at: usize) -> Option<u8> {
    plain(pieces, at, 1..3).and_then(|day| u8::try_from(day).ok()).filter(|day| (1..=31).contains(day))
}

fn month_number(pieces: &Pieces<'_>, at: usize) -> Option<u8> {
    plain(pieces, at, 1..3)
        .and_then(|month| u8::try_from(month).ok())
        .filter(|month| (1..=12).contains(month))
}

fn ordinal_ending(pieces: &Pieces<'_>, at: usize) -> usize {
    usize::from(!pieces.spaced(at) && pieces.is_any(at, &["st", "nd", "rd", "th"]))
}

/// The date that begins at `at`.
pub(crate) fn date_at(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    if pieces.is_number(at) {
        return numeric(pieces, at)
            .or_else(|| day_first(pieces, at))
            .or_else(|| decade(pieces, at))
            .or_else(|| century(pieces, at))
            .or_else(|| years(pieces, at))
            .or_else(|| is_year(pieces, at).then(|| year(pieces, at)).flatten());
    }
    if matches!(pieces.word(at), "'" | "’" | "‘") && !pieces.spaced(at + 1) {
        return short_decade(pieces, at);
    }
    month_first(pieces, at)
}

fn year(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    year_number(pieces, at).map(|year| Found { range: at..at + 1, date: Date::Year(year) })
}

/// Whether no white space stands between the pieces.
fn tied(pieces: &Pieces<'_>, range: Range<usize>) -> bool {
    range.skip(1).all(|at| !pieces.spaced(at))
}

/// "2016-07-07", "2016/07/07", "13/07/2016", "07.07.2016".
fn numeric(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    let word = pieces.word(at);
    if word.bytes().filter(|byte| *byte == b'.').count() == 2 {
        return dotted(word).map(|date| Found { range: at..at + 1, date });
    }
    let separator = pieces.word(at + 1);
    if !matches!(separator, "-" | "/") || pieces.word(at + 3) != separator || !tied(pieces, at..at + 5) {
        return None;
    }
    if let Some(year) = year_number(pieces, at) {
        let (month, day) = (month_number(pieces, at + 2)?, day_number(pieces, at + 4)?);
        return Some(Found { range: at..at + 5, date: Date::Day(Some(year), month, day) });
    }
    let year = year_number(pieces, at + 4)?;
    let (first, second) = (day_number(pieces, at)?, day_number(pieces, at + 2)?);
    let range = at..at + 5;
    // Day and month can be told apart only where one of them is no month, or both are the same.
    match (first, second) {
        (day @ 13.., month @ ..=12) | (month @ ..=12, day @ 13..) => {
            Some(Found { range, date: Date::Day(Some(year), month, day) })
        }
        (day, month) if day == month && month <= 12 => {
            Some(Found { range, date: Date::Day(Some(year), month, day) })
        }
        (..=12, ..=12) => Some(Found { range, date: Date::Year(year) }),
        _ => None,
    }
}

fn dotted(word: &str) -> Option<Date> {
    let parts: Vec<u16> = word.split('.').map_while(|part| part.parse().ok()).collect();
    let date = |year: u16, month: u16, day: u16| {
        let fits = (1700..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        fits.then_some(Date::Day(Some(i32::from(year)), month, day))
    };
    match parts[..] {
        [day, month, year] if year >= 1700 => date(year, month, day),
        [year, month, day] if year >= 1700 => date(year, month, day),
        _ => None,
    }
}

/// "7 July 2016", "7th of July", "7-9 July".
fn day_first(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    let day = day_number(pieces, at)?;
    let mut next = at + 1;
    next += ordinal_ending(pieces, next);
    if pieces.is_dash(next) && day_number(pieces, next + 1).is_some() {
        next += 2;
        next += ordinal_ending(pieces, next);
    }
    if pieces.is_dash(next) && pieces.joins(next) {
        next += 1;
    }
    next += usize::from(pieces.is(next, "of"));
    let month = month(pieces.word(next))?;
    next += 1;
    let dot = usize::from(pieces.is(next, ".") && year_number(pieces, next + 1).is_some());
    let comma = usize::from(pieces.is_any(next, &[",", "-"]) && year_number(pieces, next + 1).is_some());
    let year = year_number(pieces, next + dot.max(comma));
    let end = if year.is_some() { next + dot.max(comma) + 1 } else { next };
    // "may" in "2 May need" is told from the month by what follows only when there is no year.
    Some(Found { range: at..end, date: Date::Day(year, month, day) })
}

/// "July 7, 2016", "July 7-9", "July 2016", "July, 2016", "July".
fn month_first(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    let number = month(pieces.word(at)).filter(|_| pieces.is_word(at))?;
    let short = pieces.word(at).len() <= 4;
    let mut next = at + 1;
    next += usize::from(short && pieces.is(next, ".") && !pieces.spaced(next) && pieces.is_number(next + 1));
    if let Some(day) = day_number(pieces, next) {
        let mut end = next + 1;
        end += ordinal_ending(pieces, end);
        if pieces.is_dash(end) && day_number(pieces, end + 1).is_some() {
            end += 2;
        }
        let comma = usize::from(pieces.is(end, ","));
        let year = year_number(pieces, end + comma).filter(|_| !is_counted(pieces, end + comma));
        let end = if year.is_some() { end + comma + 1 } else { end };
        return Some(Found { range: at..end, date: Date::Day(year, number, day) });
    }
    let link = usize::from(pieces.is_any(next, &["of", ","]));
    let stands = |year: &i32| !is_counted(pieces, next + link) || year % 100 != 0;
    if let Some(year) = year_number(pieces, next + link).filter(stands) {
        return Some(Found { range: at..next + link + 1, date: Date::Month(Some(year), number) });
    }
    is_bare_month(pieces, at).then_some(Found { range: at..at + 1, date: Date::Month(None, number) })
}

/// "May", "March" and short forms are months by themselves only after words that lead to a time.
fn is_bare_month(pieces: &Pieces<'_>, at: usize) -> bool {
    const LEADING: [&str; 26] = [
        "in", "since", "until", "till", "by", "last", "this", "next", "of", "early", "late", "mid", "from",
        "to", "during", "between", "and", "through", "before", "after", "past", "each", "every", "on", "-",
        "previous",
    ];
    let ambiguous = pieces.word(at).len() <= 4 && !pieces.is_any(at, &["June", "July"])
        || pieces.is_any(at, &["March", "August", "April", "June"]);
    let led = at.checked_sub(1).is_some_and(|before| pieces.is_any(before, &LEADING));
    let name = pieces.is_capital(at + 1) && !pieces.is_any(at + 1, &["I"]);
    if ambiguous { led && !name } else { !name || led }
}

/// "1950s", "1950’s".
fn decade(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    let year = year_number(pieces, at).filter(|year| year % 10 == 0)?;
    let ending = pieces.is_any(at + 1, &["s", "'s", "’s"]) && !pieces.spaced(at + 1);
    ending.then(|| Found { range: at..at + 2, date: Date::Years(year, year + decade_length(year) - 1) })
}

/// "the 1900s" is a century, "the 2000s" is taken as a decade.
const fn decade_length(year: i32) -> i32 {
    if year % 100 == 0 && year < 2000 { 100 } else { 10 }
}

/// "’90s".
fn short_decade(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    let tens = plain(pieces, at + 1, 2..3).filter(|tens| tens % 10 == 0)?;
    let ending = pieces.is(at + 2, "s") && !pieces.spaced(at + 2);
    let year = if tens >= 30 { 1900 + tens } else { 2000 + tens };
    ending.then_some(Found { range: at..at + 3, date: Date::Years(year, year + 9) })
}

/// "19th century".
fn century(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    let number = plain(pieces, at, 1..3).filter(|number| (10..=21).contains(number))?;
    let gap = usize::from(pieces.joins(at + 2));
    let fits = ordinal_ending(pieces, at + 1) == 1 && pieces.is_any(at + 2 + gap, &["century", "centuries"]);
    fits.then(|| Found { range: at..at + 3 + gap, date: Date::Years(number * 100 - 99, number * 100) })
}

/// "2012-15", "2012–2015", "2016/17".
fn years(pieces: &Pieces<'_>, at: usize) -> Option<Found> {
    let first = year_number(pieces, at)?;
    let dash = pieces.is_dash(at + 1);
    let slash = pieces.is(at + 1, "/") && !pieces.spaced(at + 1) && !pieces.spaced(at + 2);
    if !dash && !slash {
        return None;
    }
    let close = !pieces.spaced(at + 1) && !pieces.spaced(at + 2);
    let last = year_number(pieces, at + 2)
        .or_else(|| plain(pieces, at + 2, 2..3).filter(|_| close).map(|last| first - first % 100 + last))?;
    // "1,500-2000 workers" is no span of years, "2014-2016 workers" hardly.
    let fits = first < last && last - first < 200 && (1800..2100).contains(&first);
    fits.then_some(Found { range: at..at + 3, date: Date::Years(first, last) })
}
