//! From a numeral to the whole expression: the other end of a range, unit, period, bracket, hedges.

use super::lookalike;
use super::numeral::Numeral;
use super::period;
use super::piece::Pieces;
use super::range::{Side, is_change, lower_end, opener_start, second_side, share_scale, side};
use super::unit::{self, Unit};
use super::{Dimension, NoClaim, QuantityMention, hedge};
use model::{Amount, Equivalent, Hedge, Period, Quantity};
use std::ops::Range;

/// An expression, and what the next one may take over from it.
pub(crate) struct Parsed {
    pub(crate) mention: QuantityMention,
    /// One past the last piece.
    pub(crate) end: usize,
    /// The unit of a number that changed, for the number it changed to.
    pub(crate) carried: Option<Unit>,
}

/// The expression whose number begins at `at`; nothing before `floor` belongs to it.
pub(crate) fn expression(
    pieces: &Pieces<'_>,
    at: usize,
    floor: usize,
    carried: Option<Unit>,
) -> Option<Parsed> {
    let mut first = side(pieces, at, floor)?;
    let (start, mut hedges) = hedge::before(pieces, first.range.start, floor);
    let opener = start.checked_sub(1).filter(|opener| *opener >= floor);
    let between = opener.is_some_and(|opener| pieces.is(opener, "between"));
    let from = opener.filter(|opener| pieces.is(*opener, "from"));
    let changes = from.is_some_and(|from| is_change(pieces, from));
    let second = second_side(pieces, &first, between || from.is_some(), changes);
    let mut carry = None;
    let (mut begin, mut core, mut end) = (start, first.range.clone(), first.end);
    let mut high = None;
    match second {
        Some((second, hedge)) if !changes => {
            first.numeral = lower_end(&first, &second);
            first.numeral.vague |= second.numeral.vague;
            first.unit = second.unit.or(first.unit);
            high = Some(second.numeral.high);
            hedges.extend(hedge);
            hedges.extend(second.hedges.iter().copied());
            (core.end, end) = (second.range.end, second.end);
            if between || from.is_some() {
                let outer = opener_start(pieces, opener.unwrap_or(start), floor);
                let (outer, more) = hedge::before(pieces, outer, floor);
                begin = outer;
                hedges.extend(more);
            }
        }
        Some((second, _)) => {
            share_scale(&mut first.numeral, &second.numeral);
            first.unit = first.unit.or(second.unit);
            carry = first.unit;
        }
        None => {}
    }
    hedges.extend(first.hedges.iter().copied());
    if first.unit.is_none() && carried.is_some() && !first.numeral.share {
        first.unit = carried;
    }
    if high.is_none()
        && first.unit.is_none()
        && let Some((hedge, range)) = hedge_behind_noun(pieces, end)
    {
        hedges.push(hedge);
        end = range.end;
    }
    // "one" by itself is a determiner.
    if first.numeral.bare_one && high.is_none() && first.unit.is_none() {
        return None;
    }
    if first.numeral.bare_one && hedges.is_empty() && matches!(first.unit, Some(Unit::Not(_))) {
        return None;
    }
    if first.numeral.vague {
        hedges.push(Hedge::Vague);
    }
    if first.numeral.loose {
        hedges.push(Hedge::Approximately);
    }
    let (dimension, factor) = dimension(pieces, &first, &mut core, &mut end);
    let amount = amount(&first.numeral, high, factor, &hedges)?;
    let mut mention = QuantityMention {
        tokens: 0..0,
        core: pieces.tokens(core.clone()),
        amount,
        dimension,
        period: None,
        period_tokens: None,
        hedges: in_order(&hedges),
        equivalent: None,
        partitive: false,
    };
    if !matches!(mention.dimension, Dimension::NoClaim(_)) {
        end = surroundings(pieces, &mut mention, begin, end, floor, &first);
    }
    mention.partitive = is_partitive(pieces, end);
    mention.tokens = pieces.tokens(begin..end);
    Some(Parsed { mention, end, carried: carry })
}

/// "2,500 passengers at most".
fn hedge_behind_noun(pieces: &Pieces<'_>, end: usize) -> Option<(Hedge, Range<usize>)> {
    let noun = pieces.is_small(end) && super::numeral::is_plural(pieces.word(end));
    let worded = pieces.is_any(end + 1, &["at", "or"]);
    hedge::after(pieces, end + 1).filter(|(_, range)| noun && worded && !pieces.is_small(range.end))
}

fn in_order(hedges: &[Hedge]) -> Vec<Hedge> {
    let mut quantity = Quantity::default();
    for hedge in hedges {
        quantity.hedge(*hedge);
    }
    quantity.hedges
}

/// The dimension, and what the numbers are to be multiplied by for it.
fn dimension(
    pieces: &Pieces<'_>,
    first: &Side,
    core: &mut Range<usize>,
    end: &mut usize,
) -> (Dimension, f64) {
    match first.unit {
        Some(Unit::Percent) => (Dimension::Share, 0.01),
        Some(Unit::Money(code, worth)) => (Dimension::Money(code.to_owned()), worth),
        Some(Unit::Not(reason)) => (Dimension::NoClaim(reason), 1.0),
        Some(unit @ (Unit::Hours | Unit::Duration(_))) => {
            if let Some((to, reason)) = lookalike::of_years(pieces, &first.numeral, core.end) {
                *end = to;
                return (Dimension::NoClaim(reason), 1.0);
            }
            if pieces.are(core.end, &["and", "a", "half"]) {
                core.end += 3;
                *end = core.end;
            }
            let dimension =
                if let Unit::Duration(unit) = unit { Dimension::Duration(unit) } else { Dimension::Hours };
            (dimension, 1.0)
        }
        None if first.numeral.share => (Dimension::Share, 1.0),
        None => (compound(pieces, core.end), 1.0),
    }
}

/// "a 20-member team" counts members; "a 5-star hotel" counts nothing.
fn compound(pieces: &Pieces<'_>, end: usize) -> Dimension {
    const COUNTED: [&str; 16] = [
        "member", "person", "man", "woman", "worker", "people", "strong", "country", "nation", "company",
        "odd", "plus", "employee", "state", "site", "firm",
    ];
    // "30fps", "3D"
    let glued = !pieces.spaced(end)
        && pieces.is_word(end)
        && pieces.word(end).is_ascii()
        && !pieces.is_any(end, &["'s", "x"]);
    if glued && end > 0 && pieces.is_number(end - 1) {
        return Dimension::NoClaim(NoClaim::Name);
    }
    let counts = !pieces.joins(end) || pieces.is_any(end + 1, &COUNTED) || !pieces.is_word(end + 1);
    if counts { Dimension::Count } else { Dimension::NoClaim(NoClaim::Name) }
}

/// Rounds away what multiplication by powers of ten left behind.
fn tidy(value: f64) -> f64 {
    if value.abs() >= 100.0 && value.abs() < 1e12 { (value * 1e4).round() / 1e4 } else { value }
}

fn amount(numeral: &Numeral, high: Option<f64>, factor: f64, hedges: &[Hedge]) -> Option<Amount> {
    // Division keeps 7 percent at 0.07, which multiplication by 0.01 would not.
    let times = |value: f64| if factor == 0.01 { value / 100.0 } else { tidy(value * factor) };
    let bounded_below = hedges.iter().any(|hedge| matches!(hedge, Hedge::MoreThan | Hedge::AtLeast));
    let bounded_above = hedges.iter().any(|hedge| matches!(hedge, Hedge::UpTo | Hedge::AtMost));
    let (low, top) = (times(numeral.low), times(high.unwrap_or(numeral.high)));
    let made = match (bounded_below, bounded_above) {
        (true, _) if high.is_none() => Amount::from(low),
        (_, true) if high.is_none() => Amount::up_to(top),
        _ if numeral.vague || high.is_some() => Amount::between(low, top),
        _ => Amount::point(low),
    };
    made.ok()
}

/// Fills in period and bracketed equivalent; gives the end of the whole expression.
fn surroundings(
    pieces: &Pieces<'_>,
    mention: &mut QuantityMention,
    begin: usize,
    end: usize,
    floor: usize,
    first: &Side,
) -> usize {
    let mut end = end;
    let is_money = matches!(mention.dimension, Dimension::Money(_));
    let mut found = period_right_after(pieces, mention, &mut end);
    if is_money && let Some((equivalent, bracket_end)) = equivalent(pieces, end, first.unit) {
        mention.equivalent = equivalent;
        end = bracket_end;
        if found.is_none() {
            found = period_right_after(pieces, mention, &mut end);
        }
    }
    if let Some((hedge, range)) = hedge::after(pieces, end)
        .filter(|(hedge, _)| matches!(hedge, Hedge::Generally | Hedge::Approximately))
    {
        let mut hedges = mention.hedges.clone();
        hedges.push(hedge);
        mention.hedges = in_order(&hedges);
        end = range.end;
    }
    let shift = matches!(mention.dimension, Dimension::Hours).then(|| shift_length(pieces, end)).flatten();
    let found = found.or_else(|| {
        let (period, range) = shift?;
        end = range.end;
        Some((period, range))
    });
    let timed = !matches!(mention.dimension, Dimension::Share | Dimension::NoClaim(_));
    let found = found.or_else(|| if timed { period::further_on(pieces, end) } else { None }).or_else(|| {
        let leads = matches!(mention.dimension, Dimension::Money(_) | Dimension::Hours);
        if leads { period::leading_up(pieces, begin, floor) } else { None }
    });
    if let Some((period, range)) = found {
        mention.period = Some(period);
        mention.period_tokens = Some(pieces.tokens(range));
    }
    end
}

fn period_right_after(
    pieces: &Pieces<'_>,
    mention: &QuantityMention,
    end: &mut usize,
) -> Option<(Period, Range<usize>)> {
    let (period, range) = period::right_after(pieces, *end)?;
    // "12 hours an hour" is nonsense; in "263 daily papers" the papers are daily.
    let adjective = range.len() == 1 && pieces.is_word(range.end);
    let nonsense = matches!(mention.dimension, Dimension::Hours) && period == Period::Hour;
    if nonsense || adjective && matches!(mention.dimension, Dimension::Count) {
        return None;
    }
    *end = range.end;
    Some((period, range))
}

/// "16-hour days", "12-hour shifts", "a 60-hour working week".
fn shift_length(pieces: &Pieces<'_>, end: usize) -> Option<(Period, Range<usize>)> {
    let noun = end
        + usize::from(
            pieces.is_any(end, &["work", "working", "daily", "night", "day", "long"])
                && pieces.is_any(end + 1, &["day", "days", "week", "weeks", "shift", "shifts"]),
        );
    let period = match pieces.lower(noun).as_str() {
        "day" | "days" | "shift" | "shifts" | "workday" | "workdays" | "night" | "nights" => Period::Day,
        "week" | "weeks" | "workweek" | "workweeks" => Period::Week,
        _ => return None,
    };
    Some((period, end..noun + 1))
}

/// "($260)", "(about 350 euros at the time)", ", or about $350,": the amount, and where it ends.
fn equivalent(pieces: &Pieces<'_>, at: usize, own: Option<Unit>) -> Option<(Option<Equivalent>, usize)> {
    const FILLERS: [&str; 26] = [
        "about",
        "around",
        "roughly",
        "approximately",
        "approx",
        "nearly",
        "almost",
        "some",
        "just",
        "over",
        "under",
        "worth",
        "equivalent",
        "to",
        "equal",
        "then",
        "now",
        "or",
        "circa",
        "ca",
        ".",
        "~",
        "≈",
        "=",
        "the",
        "of",
    ];
    let bracket = matches!(pieces.word(at), "(" | "[");
    let comma = usize::from(pieces.is_any(at, &[",", "–", "—"]));
    let worded = pieces.is_any(at + comma, &["or", "equivalent", "worth"])
        && !pieces.is_any(at + comma + 1, &["more", "less"]);
    let slash = pieces.is_any(at, &["/", "="]);
    if !bracket && !worded && !slash {
        return None;
    }
    let start = at + 1.max(comma + usize::from(worded));
    let filled = (start..start + 5).find(|next| !pieces.is_any(*next, &FILLERS))?;
    let number = unit::skip_currency(pieces, filled);
    let found = side(pieces, number, filled)?;
    let (Some(Unit::Money(code, worth)), Some(Unit::Money(own, _))) = (found.unit, own) else {
        return None;
    };
    if code == own {
        return None;
    }
    let ranges = second_side(pieces, &found, false, false);
    let end = ranges.as_ref().map_or(found.range.end, |(second, _)| second.range.end);
    let value = if ranges.is_some() { None } else { Some(tidy(found.numeral.low * worth)) };
    let equivalent = value.map(|value| Equivalent { value, currency: code.to_owned() });
    if !bracket {
        return Some((equivalent, end));
    }
    let close = (end..end + 12).find(|close| matches!(pieces.word(*close), ")" | "]"))?;
    Some((equivalent, close + 1))
}

/// "3,000 *of the* workers".
fn is_partitive(pieces: &Pieces<'_>, end: usize) -> bool {
    const KNOWN: [&str; 15] = [
        "the", "these", "those", "them", "whom", "which", "his", "her", "its", "their", "our", "all", "us",
        "this", "what",
    ];
    pieces.is(end, "of") && pieces.is_any(end + 1, &KNOWN)
}
