//! Times that are told from the time of writing: "last year", "ten years ago", "in the past decade", "on Tuesday".

use super::TimeRole;
use super::absolute::Named;
use super::anchored::{Publication, Step};
use super::date::month;
use crate::quantity::numeral::numeral;
use crate::quantity::piece::Pieces;
use jiff::civil::Weekday;
use model::Edtf;
use std::ops::Range;

/// A relative time, and its role where the wording settles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relative {
    pub(crate) named: Named,
    pub(crate) role: Option<TimeRole>,
    /// Told from another time if the sentence has one: "two years earlier".
    pub(crate) dependent: bool,
}

fn relative(range: Range<usize>, time: Option<Edtf>, role: Option<TimeRole>) -> Option<Relative> {
    let named = Named { range, time: time?, relative: true, bare_year: false };
    Some(Relative { named, role, dependent: false })
}

/// Whether a relative time may begin with this word; a quick look.
pub(crate) fn may_begin(word: &str) -> bool {
    let candidates: &[&str] = match word.len() {
        1 | 2 => &["a", "an", "at", "to"],
        3 => &["now", "end"],
        4 => &["last", "past", "this", "next", "year"],
        5 => &["today", "these"],
        6 => &["coming", "monday", "friday", "sunday"],
        7 => &["current", "tonight", "tuesday"],
        8 => &["nowadays", "tomorrow", "thursday", "saturday"],
        9 => &["currently", "presently", "yesterday", "wednesday"],
        _ => return false,
    };
    candidates.iter().any(|candidate| word.eq_ignore_ascii_case(candidate))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "Monday" => Weekday::Monday,
        "Tuesday" => Weekday::Tuesday,
        "Wednesday" => Weekday::Wednesday,
        "Thursday" => Weekday::Thursday,
        "Friday" => Weekday::Friday,
        "Saturday" => Weekday::Saturday,
        "Sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn step(pieces: &Pieces<'_>, at: usize) -> Option<(Step, i32)> {
    Some(match pieces.lower(at).as_str() {
        "day" | "days" => (Step::Day, 1),
        "week" | "weeks" => (Step::Week, 1),
        "month" | "months" => (Step::Month, 1),
        "year" | "years" => (Step::Year, 1),
        "decade" | "decades" => (Step::Year, 10),
        "century" | "centuries" => (Step::Year, 100),
        _ => return None,
    })
}

/// The relative time that begins at `at`.
pub(crate) fn relative_at(pieces: &Pieces<'_>, at: usize, published: Publication) -> Option<Relative> {
    let present = Some(TimeRole::Present);
    match pieces.lower(at).as_str() {
        "today" | "currently" | "presently" | "nowadays" | "tonight" => {
            return relative(at..at + 1, published.time(), present);
        }
        "now" => {
            let end = at + 1 + usize::from(pieces.is(at + 1, "on"));
            let further =
                pieces.is(at + 1, "on") || pieces.is(at + 1, "that") || pieces.is(at + 1, "infamous");
            return if further { None } else { relative(at..end, published.time(), present) };
        }
        "at" if pieces.is(at + 1, "present") => return relative(at..at + 2, published.time(), present),
        "at" if pieces.are(at + 1, &["the", "moment"]) => {
            return relative(at..at + 3, published.time(), present);
        }
        "these" if pieces.is(at + 1, "days") => return relative(at..at + 2, published.time(), present),
        "to" if pieces.is(at + 1, "date") => return relative(at..at + 2, published.time(), present),
        "yesterday" => return relative(at..at + 1, published.moved(-1, Step::Day), None),
        "tomorrow" => return relative(at..at + 1, published.moved(1, Step::Day), None),
        _ => {}
    }
    if let Some(day) = weekday(pieces.word(at)) {
        return relative(at..at + 1, published.weekday(day, false, false), None);
    }
    end_of_year(pieces, at, published)
        .or_else(|| pointed(pieces, at, published))
        .or_else(|| ago(pieces, at, published))
}

/// "end of the year", "year-end".
fn end_of_year(pieces: &Pieces<'_>, at: usize, published: Publication) -> Option<Relative> {
    if pieces.is(at, "year") && pieces.joins(at + 1) && pieces.is(at + 2, "end") {
        return relative(at..at + 3, Edtf::month(published.year, 12), None);
    }
    let year = pieces.are(at, &["end", "of", "the", "year"]);
    if year { relative(at..at + 4, Edtf::month(published.year, 12), None) } else { None }
}

/// "last year", "this month", "next Tuesday", "last December", "the past ten years".
fn pointed(pieces: &Pieces<'_>, at: usize, published: Publication) -> Option<Relative> {
    let next = at + 1;
    let shift = match pieces.lower(at).as_str() {
        "last" | "past" => -1,
        "this" | "current" => 0,
        "next" | "coming" => 1,
        _ => return None,
    };
    if let Some(day) = weekday(pieces.word(next)) {
        let time = published.weekday(day, shift > 0, shift != 0);
        return relative(at..next + 1, time, None);
    }
    if let Some(number) = month(pieces.word(next)) {
        let past = published.past_year(number, None)?;
        // "last July" in an article of July is that of the year before.
        let own = published
            .moved(0, Step::Month)
            .and_then(|time| Edtf::month(published.year, number).map(|month| month == time));
        let year = match shift {
            -1 if own == Some(true) => published.year - 1,
            -1 => past,
            0 => published.year,
            _ => past + 1,
        };
        return relative(at..next + 1, Edtf::month(year, number), None);
    }
    if let Some((first_month, code)) = season(pieces, next) {
        let past = published.past_year(first_month, None)?;
        let year = if shift == 0 {
            published.year
        } else if shift < 0 {
            past
        } else {
            past + 1
        };
        return relative(at..next + 1, Edtf::month(year, code), None);
    }
    let lasting = pieces.before(at).eq_ignore_ascii_case("the") && shift < 0;
    if let Some((unit, factor)) = step(pieces, next) {
        let plural = pieces.word(next).ends_with('s');
        if plural {
            return None;
        }
        if factor == 10 || lasting || pieces.is(at, "past") {
            let role = Some(TimeRole::During);
            return if shift < 0 { relative(at..next + 1, published.past(factor, unit), role) } else { None };
        }
        if factor == 100 {
            return relative(at..next + 1, Some(Edtf::between(&Edtf::year(1901)?, &Edtf::year(2000)?)), None)
                .filter(|_| shift < 0);
        }
        let time = match unit {
            Step::Day => published.moved(0, Step::Day).filter(|_| shift == 0),
            Step::Week if shift == 0 => published.moved(0, Step::Month),
            _ => published.moved(shift, unit),
        };
        let bare_year = unit == Step::Year;
        let before_last = pieces.are(next + 1, &["before", "last"]);
        return relative(at..next + 1, time.filter(|_| !before_last), None)
            .map(|found| Relative { named: Named { bare_year, ..found.named }, ..found });
    }
    let (count, end) = counted(pieces, next)?;
    let (unit, factor) = step(pieces, end)?;
    let time = if shift < 0 { published.past(count.checked_mul(factor)?, unit) } else { None };
    relative(at..end + 1, time, Some(TimeRole::During))
}

fn season(pieces: &Pieces<'_>, at: usize) -> Option<(u8, u8)> {
    Some(match pieces.lower(at).as_str() {
        "spring" => (3, 21),
        "summer" => (6, 22),
        "autumn" | "fall" => (9, 23),
        "winter" => (12, 24),
        _ => return None,
    })
}

/// A whole number, and where it ends.
fn counted(pieces: &Pieces<'_>, at: usize) -> Option<(i32, usize)> {
    let number = numeral(pieces, at).filter(|number| !number.vague && !number.share)?;
    let whole = number.low.fract() == 0.0 && (1.0..10_000.0).contains(&number.low);
    whole.then_some((number.low as i32, number.range.end))
}

/// Whether a word may end such a time as "a year later"; a quick look.
pub(crate) fn tells_apart(word: &str) -> bool {
    matches!(word, "later" | "afterwards" | "earlier" | "before" | "previously")
}

/// "a year later", "two years earlier": the words, and how many years from another time of the sentence; before it if negative.
pub(crate) fn apart(pieces: &Pieces<'_>, at: usize) -> Option<(Range<usize>, i32)> {
    let (count, end) = if pieces.is_any(at, &["a", "an"]) && step(pieces, at + 1).is_some() {
        (1, at + 1)
    } else {
        counted(pieces, at)?
    };
    let (unit, factor) = step(pieces, end)?;
    let years = count.checked_mul(factor).filter(|_| unit == Step::Year)?;
    let later = pieces.is_any(end + 1, &["later", "afterwards"]);
    let earlier = pieces.is_any(end + 1, &["earlier", "before", "previously"]);
    let leads_on = !pieces.is(end + 1, "later")
        && !pieces.is(end + 1, "earlier")
        && (pieces.is_word(end + 2) || pieces.is_number(end + 2));
    if !later && !earlier || leads_on || pieces.is(end + 2, "than") {
        return None;
    }
    Some((at..end + 2, if later { years } else { -years }))
}

/// "ten years ago", "a decade ago", "two years earlier".
fn ago(pieces: &Pieces<'_>, at: usize, published: Publication) -> Option<Relative> {
    let (count, end) = if pieces.is_any(at, &["a", "an"]) && step(pieces, at + 1).is_some() {
        (1, at + 1)
    } else {
        counted(pieces, at)?
    };
    let (unit, factor) = step(pieces, end)?;
    let is_ago = pieces.is(end + 1, "ago");
    let dependent = pieces.is_any(end + 1, &["earlier", "before", "previously"]);
    // "ten years before 2015" is told from 2015.
    let leads_on = pieces.is(end + 1, "before") && (pieces.is_word(end + 2) || pieces.is_number(end + 2));
    if !is_ago && (!dependent || leads_on) {
        return None;
    }
    let time = published.moved(count.checked_mul(factor)?.checked_neg()?, unit);
    relative(at..end + 2, time, None).map(|found| Relative { dependent, ..found })
}
