//! Dates with what refines them: "the end of 2017", "the first half of 2018", "spring 2016", "mid-2016".

use super::anchored::Publication;
use super::date::{Date, Found, date_at, plain};
use crate::quantity::number_words::{NumberWord, number_word};
use crate::quantity::piece::Pieces;
use model::Edtf;
use std::ops::Range;

/// A time and the pieces that name it, without a preposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) range: Range<usize>,
    pub(crate) time: Edtf,
    pub(crate) relative: bool,
    /// A year and nothing else.
    pub(crate) bare_year: bool,
}

/// The time named by the date at `at`.
pub(crate) fn named(
    pieces: &Pieces<'_>,
    at: usize,
    floor: usize,
    anchor: Option<Publication>,
) -> Option<Named> {
    if let Some(found) = century_in_words(pieces, at).or_else(|| quarter_sign(pieces, at)) {
        return Some(found);
    }
    let found = date_at(pieces, at)?;
    let (found, relative_year) = with_pointed_year(pieces, found, anchor)?;
    let (time, relative) = resolve(&found, anchor)?;
    let bare_year = matches!(found.date, Date::Year(_));
    let plain = Named { range: found.range, time, relative: relative || relative_year, bare_year };
    Some(refined(pieces, plain, floor))
}

/// "May this year", "15 June last year": the year the words point at; `None` where they point elsewhere.
fn with_pointed_year(
    pieces: &Pieces<'_>,
    found: Found,
    anchor: Option<Publication>,
) -> Option<(Found, bool)> {
    let (month, day) = match found.date {
        Date::Month(None, month) => (month, None),
        Date::Day(None, month, day) => (month, Some(day)),
        _ => return Some((found, false)),
    };
    let end = found.range.end;
    let word = end + usize::from(pieces.is_any(end, &["of", ","]));
    if !pieces.is(word + 1, "year") {
        return Some((found, false));
    }
    let year = match pieces.lower(word).as_str() {
        "this" => anchor?.year,
        "last" => anchor?.year - 1,
        "next" => anchor?.year + 1,
        "that" => return None,
        _ => return Some((found, false)),
    };
    let date = day.map_or(Date::Month(Some(year), month), |day| Date::Day(Some(year), month, day));
    Some((Found { range: found.range.start..word + 2, date }, true))
}

/// The date, with a missing year taken from the anchor.
fn resolve(found: &Found, anchor: Option<Publication>) -> Option<(Edtf, bool)> {
    Some(match found.date {
        Date::Day(Some(year), month, day) => {
            (Edtf::day(year, month, day).or_else(|| Edtf::month(year, month))?, false)
        }
        Date::Day(None, month, day) => (Edtf::day(anchor?.past_year(month, Some(day))?, month, day)?, true),
        Date::Month(Some(year), month) => (Edtf::month(year, month)?, false),
        Date::Month(None, month) => (Edtf::month(anchor?.past_year(month, None)?, month)?, true),
        Date::Year(year) => (Edtf::year(year)?, false),
        Date::Years(first, last) => (Edtf::between(&Edtf::year(first)?, &Edtf::year(last)?), false),
    })
}

/// The season a word names, as EDTF numbers them (21 is spring).
fn season(pieces: &Pieces<'_>, at: usize) -> Option<u8> {
    const SEASONS: [(&str, u8); 5] =
        [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];
    SEASONS.iter().find(|(name, _)| pieces.is(at, name)).map(|(_, code)| *code)
}

/// Part of a year, from its first to its last month.
fn months(year: i32, first: u8, last: u8) -> Option<Edtf> {
    Some(Edtf::between(&Edtf::month(year, first)?, &Edtf::month(year, last)?))
}

/// "2017" narrowed by the words before it.
pub(crate) fn refined(pieces: &Pieces<'_>, plain: Named, floor: usize) -> Named {
    let start = plain.range.start;
    let of = start.checked_sub(1).filter(|of| *of >= floor && pieces.is(*of, "of"));
    let year = plain.time.first_year().filter(|_| plain.bare_year);
    let with = |start: usize, time: Option<Edtf>| {
        let time = time.unwrap_or_else(|| plain.time.clone());
        Named { range: start..plain.range.end, time, relative: plain.relative, bare_year: false }
    };
    // "spring 2016", "the summer of 2016"
    let head = of.unwrap_or(start).checked_sub(1).filter(|head| *head >= floor);
    let Some(head) = head else { return plain };
    if let Some((year, code)) = year.zip(season(pieces, head)) {
        return with(head, Edtf::month(year, code));
    }
    if of.is_none() {
        let hyphen = usize::from(pieces.is_dash(head) && !pieces.spaced(start) && head > floor);
        let word = head - hyphen;
        if pieces.is_any(word, &["early", "mid", "late"])
            || pieces.is(word, "fiscal")
            || pieces.is(word, "fy")
        {
            return Named { bare_year: false, ..with(word, None) };
        }
        if hyphen == 1 && pieces.is(word, "end") {
            return with(word, year.and_then(|year| Edtf::month(year, 12)));
        }
        if pieces.is(word, "year")
            && word > floor
            && pieces.is_any(word - 1, &["fiscal", "financial", "calendar"])
        {
            return with(word - 1, None);
        }
        return plain;
    }
    let article = |at: usize| if at > floor && pieces.is(at - 1, "the") { at - 1 } else { at };
    match pieces.lower(head).as_str() {
        "end" | "close" => {
            let last = plain
                .time
                .last_year()
                .filter(|_| plain.time.as_str().len() == 4 || plain.time.as_str().contains('/'));
            let time = match last {
                Some(year) if plain.bare_year => Edtf::month(year, 12),
                Some(year) => Edtf::year(year),
                None => None,
            };
            with(article(head), time)
        }
        "beginning" | "start" | "outset" => with(article(head), year.and_then(|year| Edtf::month(year, 1))),
        "middle" | "turn" | "course" => with(article(head), None),
        "half" | "quarter" | "months" => part_of_year(pieces, head, floor, year)
            .map_or(plain.clone(), |(at, time)| with(article(at), Some(time))),
        _ => plain,
    }
}

/// "the first half", "the last quarter", "the first nine months" before "of 2017".
fn part_of_year(pieces: &Pieces<'_>, noun: usize, floor: usize, year: Option<i32>) -> Option<(usize, Edtf)> {
    let year = year?;
    let before = noun.checked_sub(1).filter(|before| *before >= floor)?;
    let rank = |at: usize| match number_word(pieces.word(at)) {
        Some(NumberWord::Ordinal(rank) | NumberWord::Part(rank)) => Some(rank as u8),
        _ if pieces.is_any(at, &["last", "latter", "final"]) => Some(0),
        _ => None,
    };
    if pieces.is(noun, "months") {
        let count = match number_word(pieces.word(before)) {
            Some(NumberWord::Small(count)) => count as u8,
            _ => u8::try_from(plain(pieces, before, 1..3)?).ok()?,
        };
        let place = before.checked_sub(1).filter(|place| *place >= floor)?;
        let time = match rank(place)? {
            1 => months(year, 1, count)?,
            0 => months(year, 13u8.checked_sub(count)?, 12)?,
            _ => return None,
        };
        return Some((place, time));
    }
    let rank = rank(before)?;
    let time = match (pieces.is(noun, "half"), rank) {
        (true, 1) => months(year, 1, 6),
        (true, 0 | 2) => months(year, 7, 12),
        (false, quarter @ 1..=4) => months(year, quarter * 3 - 2, quarter * 3),
        (false, 0) => months(year, 10, 12),
        _ => None,
    };
    Some((before, time?))
}

/// "Q1 2017", "H2 2018".
fn quarter_sign(pieces: &Pieces<'_>, at: usize) -> Option<Named> {
    let close = !pieces.spaced(at + 1) && pieces.is_number(at + 1);
    let year_at = at + 2 + usize::from(pieces.is_any(at + 2, &["of", "/", "-"]));
    let year = plain(pieces, year_at, 4..5).filter(|year| close && (1900..2100).contains(year))?;
    let part = plain(pieces, at + 1, 1..2).and_then(|part| u8::try_from(part).ok())?;
    let time = match (pieces.word(at), part) {
        ("Q", 1..=4) => months(year, part * 3 - 2, part * 3)?,
        ("H", 1..=2) => months(year, part * 6 - 5, part * 6)?,
        _ => return None,
    };
    Some(Named { range: at..year_at + 1, time, relative: false, bare_year: false })
}

/// "the twentieth century", "the twenty-first century".
fn century_in_words(pieces: &Pieces<'_>, at: usize) -> Option<Named> {
    let (number, end) = match number_word(pieces.word(at))? {
        NumberWord::Ordinal(number) | NumberWord::Part(number) if number >= 15.0 => (number, at + 1),
        NumberWord::Tens(tens) if tens == 20.0 && pieces.joins(at + 1) && pieces.is(at + 2, "first") => {
            (21.0, at + 3)
        }
        _ => return None,
    };
    let end = end + usize::from(pieces.joins(end));
    if !pieces.is(end, "century") || number > 21.0 {
        return None;
    }
    let last = number as i32 * 100;
    let time = Edtf::between(&Edtf::year(last - 99)?, &Edtf::year(last)?);
    Some(Named { range: at..end + 1, time, relative: false, bare_year: false })
}
