//! Two numbers that belong together: "500 to 800", "$1.2–$2.3 billion", "between a quarter and a third".

use super::hedge;
use super::lookalike;
use super::numeral::{Numeral, is_plural};
use super::period;
use super::piece::{Pieces, is_hyphen};
use super::unit::{self, Unit};
use model::Hedge;
use std::ops::Range;

/// One end of a range, or the only number there is.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) numeral: Numeral,
    pub(crate) unit: Option<Unit>,
    /// Number and unit.
    pub(crate) range: Range<usize>,
    /// Hedges between number and unit or right after the unit.
    pub(crate) hedges: Vec<Hedge>,
    /// Where those hedges end.
    pub(crate) end: usize,
    /// A currency sign or code stands before the number.
    pub(crate) prefixed: bool,
}

/// The number that begins at `at`, with unit and sign.
pub(crate) fn side(pieces: &Pieces<'_>, at: usize, floor: usize) -> Option<Side> {
    let numeral = lookalike::free_numeral(pieces, at, floor)?;
    let prefix = unit::before(pieces, numeral.range.start).filter(|(_, start)| *start >= floor);
    let start = prefix.map_or(numeral.range.start, |(_, start)| start);
    let mut hedges = Vec::new();
    let (mut core, mut end) = (numeral.range.end, numeral.range.end);
    let after_hedge = hedge::after(pieces, end);
    let after = unit::after(pieces, &numeral).or_else(|| {
        let (hedge, range) = after_hedge.clone()?;
        let next = Numeral { range: numeral.range.start..range.end, ..numeral.clone() };
        let found = unit::after(pieces, &next)?;
        hedges.push(hedge);
        Some(found)
    });
    let after = after.filter(|(unit, _)| prefix.is_none() || matches!(unit, Unit::Money(..)));
    if let Some((_, unit_end)) = after {
        (core, end) = (unit_end, unit_end);
    }
    if let Some((hedge, range)) = hedge::after(pieces, end) {
        hedges.push(hedge);
        end = range.end;
    }
    let unit = prefix.map(|(unit, _)| unit).or(after.map(|(unit, _)| unit));
    Some(Side { numeral, unit, range: start..core, hedges, end, prefixed: prefix.is_some() })
}

/// How two numbers are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Dash,
    To,
    And,
    Or,
}

/// The link at `at`, and where the second number (or its currency sign) begins.
fn link(pieces: &Pieces<'_>, at: usize, between: bool) -> Option<(Link, usize)> {
    // "14- to 16-hour", "three-to-five-year"
    let hanging = usize::from(
        pieces.word(at).starts_with(is_hyphen) && !pieces.spaced(at) && pieces.is_any(at + 1, &["to", "or"]),
    );
    let at = at + hanging;
    let (link, next) = if pieces.is_any(at, &["to", "till", "through"]) {
        (Link::To, at + 1)
    } else if pieces.are(at, &["up", "to"]) && between {
        (Link::To, at + 2)
    } else if between && pieces.is_any(at, &["and", "&"]) {
        (Link::And, at + 1)
    } else if pieces.is(at, "or") {
        (Link::Or, at + 1)
    } else if pieces.are(at, &[",", "or"]) && pieces.is_any(at + 2, &["even", "perhaps", "possibly", "maybe"])
    {
        (Link::Or, at + 2)
    } else if pieces.is_dash(at) && (pieces.word(at) != "—" || !pieces.spaced(at) && !pieces.spaced(at + 1))
    {
        (Link::Dash, at + 1)
    } else {
        return None;
    };
    let next = if hanging == 1 && pieces.joins(next) { next + 1 } else { next };
    Some((link, next))
}

/// Hedges before the second number: "between 500 and *perhaps* 800", "from 500 to *as many as* 800".
fn second_hedges(pieces: &Pieces<'_>, at: usize) -> (usize, Option<Hedge>) {
    let three = |words: [&str; 3]| pieces.are(at, &words).then_some(at + 3);
    if let Some(end) = three(["as", "many", "as"]).or_else(|| three(["as", "much", "as"])) {
        return (end, None);
    }
    let hedge = if pieces.is_any(at, &["about", "around", "roughly", "approximately", "some"]) {
        Some(Hedge::Approximately)
    } else if pieces.is_any(at, &["nearly", "almost"]) {
        Some(Hedge::Nearly)
    } else if pieces.is_any(at, &["perhaps", "possibly", "maybe"]) {
        Some(Hedge::Possible)
    } else {
        None
    };
    let passes = hedge.is_some() || pieces.is_any(at, &["even", "just", "only"]);
    (at + usize::from(passes), hedge)
}

const CHANGES: [&str; 36] = [
    "fell", "fall", "falls", "fallen", "falling", "rose", "rise", "rises", "risen", "rising", "cut", "cuts",
    "cutting", "grew", "grow", "grows", "grown", "growing", "went", "goes", "gone", "going", "up", "down",
    "shrank", "shrunk", "shrink", "sank", "slid", "upped", "hiked", "moved", "moving", "plunge", "swung",
    "changes",
];
const CHANGE_STEMS: [&str; 26] = [
    "increas", "decreas", "drop", "reduc", "rais", "climb", "jump", "declin", "doubl", "tripl", "soar",
    "surg", "plung", "slump", "expand", "lower", "chang", "swell", "swoll", "balloon", "dwindl", "tumbl",
    "revis", "slash", "quadrupl", "boost",
];

/// Whether what comes before "from" speaks of a change, so that "from X to Y" is no range.
pub(crate) fn is_change(pieces: &Pieces<'_>, from: usize) -> bool {
    const REACH: usize = 8;
    for at in (from.saturating_sub(REACH)..from).rev() {
        let word = pieces.lower(at);
        if CHANGES.contains(&word.as_str()) || CHANGE_STEMS.iter().any(|stem| word.as_str().starts_with(stem))
        {
            return true;
        }
        if matches!(pieces.word(at), "." | ";" | ":") {
            return false;
        }
    }
    false
}

/// Where "anywhere between", "ranging from" begin.
pub(crate) fn opener_start(pieces: &Pieces<'_>, opener: usize, floor: usize) -> usize {
    let before = opener.checked_sub(1).filter(|before| *before >= floor);
    before
        .filter(|before| {
            pieces.is_any(*before, &["anywhere", "somewhere", "ranging", "of"]) && !pieces.is(*before, "of")
        })
        .unwrap_or(opener)
}

/// The upper end of the range that `first` begins, if it begins one; or, if it `changes`, what it changes to.
pub(crate) fn second_side(
    pieces: &Pieces<'_>,
    first: &Side,
    opened: bool,
    changes: bool,
) -> Option<(Side, Option<Hedge>)> {
    let (link, next) = link(pieces, first.range.end, opened).or_else(|| {
        // "from $40 a month to $90 a month"
        let (_, range) = period::right_after(pieces, first.range.end).filter(|_| opened)?;
        link(pieces, range.end, opened)
    })?;
    let (next, hedge) = second_hedges(pieces, next);
    let number = unit::skip_currency(pieces, next);
    let second = side(pieces, number, next)?;
    let same_unit = match (first.unit, second.unit) {
        (None, None) => true,
        (None, Some(_)) => link != Link::Or || !second.prefixed,
        (Some(Unit::Money(..)), None) => {
            let goods = pieces.is_small(second.range.end)
                && is_plural(pieces.word(second.range.end))
                && link != Link::Dash;
            first.prefixed && !goods
        }
        (Some(_), None) => opened,
        (Some(Unit::Money(a, _)), Some(Unit::Money(b, _))) => a == b,
        (Some(a), Some(b)) => a == b,
    };
    let shares = first.numeral.share == second.numeral.share
        || matches!(second.unit, Some(Unit::Percent)) && !second.numeral.share;
    let low = lower_end(first, &second);
    let rises = low.low < second.numeral.high && low.high <= second.numeral.high;
    let near =
        link != Link::Or || second.numeral.vague || second.numeral.high <= low.low * 10.0 && low.low > 0.0;
    let mixed = first.numeral.vague != second.numeral.vague;
    (same_unit && shares && (changes || rises && near && !mixed)).then_some((second, hedge))
}

/// The lower end of a range in the scale and the coin of the upper one.
pub(crate) fn lower_end(first: &Side, second: &Side) -> Numeral {
    let mut low = first.numeral.clone();
    share_scale(&mut low, &second.numeral);
    // "three quarters to 90 percent"
    if low.share && matches!(second.unit, Some(Unit::Percent)) {
        (low.low, low.high, low.share) = (low.low * 100.0, low.high * 100.0, false);
    }
    if let (Some(Unit::Money(_, own)), Some(Unit::Money(_, other))) = (first.unit, second.unit) {
        (low.low, low.high) = (low.low * own / other, low.high * own / other);
    }
    low
}

/// Lets the scale of the upper end reach the lower one: "1.2–2.3 billion", "50-60,000", "tens to hundreds of thousands".
pub(crate) fn share_scale(low: &mut Numeral, high: &Numeral) {
    let factor = if low.vague {
        if low.low == 10.0 && high.vague && high.low > 100.0 { high.low / 100.0 } else { 1.0 }
    } else if low.scale != 1.0 || low.grouped || low.share {
        1.0
    } else if high.scale > 1.0 && !high.vague {
        if low.low <= high.low / high.scale { high.scale } else { 1.0 }
    } else if high.grouped && high.low % 1000.0 == 0.0 && low.low < 1000.0 && low.low > 0.0 {
        let lead = high.low / 1000.0;
        if low.low < lead && lead <= low.low * 5.0 { 1000.0 } else { 1.0 }
    } else {
        1.0
    };
    (low.low, low.high, low.scale) = (low.low * factor, low.high * factor, low.scale * factor);
}
