//! Numerals: digits, written-out numbers, vague magnitudes and fractions.

use super::digits;
use super::number_words::{NumberWord, number_word, scale_suffix};
use super::piece::Pieces;
use std::ops::Range;

/// A number without its unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numeral {
    /// The pieces it consists of.
    pub(crate) range: Range<usize>,
    /// The value, or the low end of a vague magnitude.
    pub(crate) low: f64,
    /// The value, or the high end of a vague magnitude.
    pub(crate) high: f64,
    /// What the scale words multiply by; 1 without any.
    pub(crate) scale: f64,
    /// An order of magnitude only.
    pub(crate) vague: bool,
    /// A fraction by its wording: "two-thirds", "one in five".
    pub(crate) share: bool,
    /// Loose by its wording: "a couple".
    pub(crate) loose: bool,
    /// Digits without separator or scale: how many.
    pub(crate) plain: Option<usize>,
    /// Digits with thousands separators.
    pub(crate) grouped: bool,
    /// The bare word "one".
    pub(crate) bare_one: bool,
}

impl Numeral {
    fn exact(range: Range<usize>, value: f64) -> Self {
        Self {
            range,
            low: value,
            high: value,
            scale: 1.0,
            vague: false,
            share: false,
            loose: false,
            plain: None,
            grouped: false,
            bare_one: false,
        }
    }

    fn vague(range: Range<usize>, low: f64, high: f64) -> Self {
        Self { low, high, vague: true, ..Self::exact(range, low) }
    }

    fn share(range: Range<usize>, value: f64) -> Self {
        Self { share: true, ..Self::exact(range, value) }
    }
}

/// Whether a numeral may begin here; a quick look.
pub(crate) fn may_begin(pieces: &Pieces<'_>, at: usize) -> bool {
    pieces.is_number(at) || pieces.is_word(at) && number_word(pieces.word(at)).is_some()
}

/// The numeral at `at`.
pub(crate) fn numeral(pieces: &Pieces<'_>, at: usize) -> Option<Numeral> {
    let found = if pieces.is_number(at) { from_digits(pieces, at) } else { from_words(pieces, at) }?;
    Some(proportion(pieces, &found).unwrap_or(found))
}

const DETERMINERS: [&str; 16] = [
    "of", "the", "their", "its", "his", "her", "our", "my", "your", "all", "that", "those", "these", "this", "what",
    "as",
];

/// Pieces of `at` and what may come before it that show that "half" or "a third" is a share.
fn is_share_here(pieces: &Pieces<'_>, start: usize, end: usize) -> bool {
    const BEFORE: [&str; 20] = [
        "about", "around", "roughly", "approximately", "nearly", "almost", "than", "over", "least", "most", "to", "or",
        "by", "some", "under", "estimated", "between", "only", "just", "exceed",
    ];
    const NOT_BEFORE: [&str; 10] =
        ["first", "second", "latter", "other", "last", "top", "bottom", "upper", "lower", "every"];
    let before = start.checked_sub(1);
    if before.is_some_and(|before| pieces.is_any(before, &NOT_BEFORE)) {
        return false;
    }
    // "by half" is a share, "a third country" is none.
    let bare = !pieces.is_small(end) || pieces.is_any(end, &["or", "to", "and", "in", "from", "over", "since", "more", "less"]);
    pieces.is_any(end, &DETERMINERS) || before.is_some_and(|before| pieces.is_any(before, &BEFORE)) && bare
}

fn from_digits(pieces: &Pieces<'_>, at: usize) -> Option<Numeral> {
    let read = digits::read(pieces.word(at))?;
    let mut found = Numeral { plain: read.plain, grouped: read.grouped, ..Numeral::exact(at..at + 1, read.value) };
    if let Some((value, end)) = spaced_groups(pieces, at, &read) {
        (found.low, found.high, found.range.end) = (value, value, end);
        (found.plain, found.grouped) = (None, true);
    } else if let Some((value, end)) = mixed_fraction(pieces, at, &read) {
        let share = value < 1.0;
        return Some(scaled(pieces, Numeral { share, ..Numeral::exact(at..end, value) }));
    } else if read.plain.is_none() && read.value < 1.0 && !pieces.word(at).is_ascii() {
        found.share = true;
    }
    let found = scaled(pieces, found);
    let thousands = read.dotted_thousands.filter(|_| found.scale == 1.0 && dot_separates(pieces, at));
    Some(match thousands {
        Some(value) => Numeral { low: value, high: value, grouped: true, ..found },
        None => found,
    })
}

/// Whether the lone dot of "15.000" separates thousands.
fn dot_separates(pieces: &Pieces<'_>, at: usize) -> bool {
    if pieces.is_any(at + 1, &["percent", "%", "per", "pct"]) {
        return false;
    }
    let word = pieces.word(at);
    let long_head = word.find('.').is_some_and(|dot| dot >= 2);
    let plural = pieces.is_small(at + 1) && is_plural(pieces.word(at + 1));
    word.ends_with(".000") || plural || long_head && !pieces.is_word(at + 1) && pieces.before(at) != "("
}

/// A noun that may be counted, to the eye: it ends in "s", or has a plural of its own.
pub(crate) fn is_plural(word: &str) -> bool {
    const OTHERS: [&str; 9] = [
        "onwards", "towards", "afterwards", "always", "perhaps", "besides", "sometimes", "whereas", "nowadays",
    ];
    let plain = word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    plain && !OTHERS.contains(&word)
        || matches!(
            word,
            "people" | "men" | "women" | "children" | "staff" | "personnel" | "labourers" | "troops" | "police"
        )
}

/// "1 200 000", "15'000".
fn spaced_groups(pieces: &Pieces<'_>, at: usize, first: &digits::Digits) -> Option<(f64, usize)> {
    if !first.plain.is_some_and(|digits| digits <= 3) || pieces.word(at).starts_with('0') {
        return None;
    }
    let group = |at: usize| digits::read(pieces.word(at)).filter(|group| group.plain == Some(3));
    let (mut value, mut end) = (first.value, at + 1);
    loop {
        let apostrophe = matches!(pieces.word(end), "'" | "’") && !pieces.spaced(end) && !pieces.spaced(end + 1);
        let next = if apostrophe { end + 1 } else { end };
        let narrow = pieces.gap(next).chars().count() == 1 && pieces.gap(next) != "\n";
        let Some(group) = group(next).filter(|_| apostrophe || narrow) else { break };
        (value, end) = (value * 1000.0 + group.value, next + 1);
    }
    (end > at + 1).then_some((value, end))
}

/// "2/3", "1 1/2", "2 ½".
fn mixed_fraction(pieces: &Pieces<'_>, at: usize, first: &digits::Digits) -> Option<(f64, usize)> {
    let fraction = |at: usize| {
        let (above, below) = (digits::read(pieces.word(at))?, digits::read(pieces.word(at + 2))?);
        let close = pieces.word(at + 1) == "/" && !pieces.spaced(at + 1) && !pieces.spaced(at + 2);
        let small = above.plain? == 1 && matches!(below.value as u32, 2..=6 | 8 | 10);
        (close && small && above.value < below.value && pieces.word(at + 3) != "/")
            .then_some((above.value / below.value, at + 3))
    };
    if let Some(found) = fraction(at) {
        return Some(found);
    }
    let (part, end) = fraction(at + 1).or_else(|| {
        let sign = digits::read(pieces.word(at + 1))?;
        (sign.value < 1.0 && sign.plain.is_none() && !pieces.word(at + 1).is_ascii()).then_some((sign.value, at + 2))
    })?;
    first.plain.filter(|digits| *digits <= 3).map(|_| (first.value + part, end))
}

/// Where a scale word would stand after `end`: next to it, or behind a hyphen.
fn past_hyphen(pieces: &Pieces<'_>, end: usize) -> usize {
    if pieces.joins(end) { end + 1 } else { end }
}

/// The scale word at `at` and where it ends.
fn scale_at(pieces: &Pieces<'_>, at: usize) -> Option<f64> {
    let word = pieces.word(at);
    match number_word(word) {
        Some(NumberWord::Scale(scale)) => return Some(scale),
        Some(NumberWord::Many(scale, _)) if scale >= 100.0 => return Some(scale),
        Some(NumberWord::Dozen) => return Some(12.0),
        Some(_) => return None,
        None => {}
    }
    let scale = scale_suffix(word)?;
    // Metres and other letters stand apart from their number; "1.2 bn" and "2 万" do not mean anything else.
    let close = !pieces.spaced(at) && !(matches!(word, "m" | "M" | "L" | "T" | "b" | "B") && is_metric(pieces, at));
    (close || word.len() > 1 && word != "mil" && word != "cr").then_some(scale)
}

/// "500m" may be metres: so it is after "a", before "race", "long", "away" and the like.
fn is_metric(pieces: &Pieces<'_>, at: usize) -> bool {
    const AFTER: [&str; 12] =
        ["long", "wide", "high", "deep", "tall", "away", "race", "sprint", "freestyle", "x", "north", "south"];
    pieces.word(at) == "m" && pieces.is_any(at + 1, &AFTER)
}

/// Multiplies by the scale words that follow.
fn scaled(pieces: &Pieces<'_>, mut found: Numeral) -> Numeral {
    loop {
        let at = past_hyphen(pieces, found.range.end);
        let Some(scale) = scale_at(pieces, at) else { break };
        found.scale *= scale;
        (found.low, found.high) = (found.low * scale, found.high * scale);
        (found.plain, found.share, found.range.end) = (None, false, at + 1);
    }
    if found.scale > 1.0 && pieces.are(found.range.end, &["and", "a", "half"]) {
        (found.low, found.high) = (found.low + found.scale / 2.0, found.high + found.scale / 2.0);
        found.range.end += 3;
    }
    found
}

fn from_words(pieces: &Pieces<'_>, at: usize) -> Option<Numeral> {
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
        NumberWord::Part(parts) if parts == 4.0 => part(pieces, at..at + 1, parts).filter(|found| !found.share),
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
    const BEFORE: [&str; 11] =
        ["than", "almost", "nearly", "about", "over", "least", "within", "under", "roughly", "around", "approximately"];
    pieces.is_any(at, &["a", "an"])
        && pieces.is_any(at + 1, &TIME_UNITS)
        && at.checked_sub(1).is_some_and(|before| pieces.is_any(before, &BEFORE))
        && !pieces.is_any(at + 2, &["'s", "’s"])
}

/// "several thousand", "a few dozen": the magnitude only.
fn several(pieces: &Pieces<'_>, start: Range<usize>) -> Option<Numeral> {
    match number_word(pieces.word(start.end))? {
        NumberWord::Many(low, high) => {
            many(pieces, start.end, low, high).map(|found| Numeral { range: start.start..found.range.end, ..found })
        }
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
    part_of_scale(pieces, &start, parts).or_else(|| {
        (!year && is_share_here(pieces, start.start, start.end)).then(|| Numeral::share(start, 1.0 / parts))
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
            return Some(part_of_scale_times(pieces, at, next + 1, value / parts).unwrap_or_else(|| share(parts)));
        }
        Some(NumberWord::Part(parts)) if bare_one => {
            return Some(part_of_scale_times(pieces, at, next + 1, 1.0 / parts).unwrap_or_else(|| share(parts)));
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

/// "one in five", "9 out of 10".
fn proportion(pieces: &Pieces<'_>, above: &Numeral) -> Option<Numeral> {
    let end = above.range.end;
    let below_at = if pieces.is(end, "in") {
        end + 1
    } else if pieces.are(end, &["out", "of"]) {
        end + 2
    } else {
        return None;
    };
    let below_at = below_at + usize::from(pieces.is(below_at, "every"));
    let below = if pieces.is_number(below_at) { from_digits(pieces, below_at) } else { from_words(pieces, below_at) }?;
    let same_form = above.plain.is_some() == below.plain.is_some();
    let round = matches!(below.low as u64, 2..=10 | 12 | 20 | 50 | 100 | 1_000 | 10_000 | 100_000);
    let year = below.plain == Some(4) && (1900.0..2100.0).contains(&below.low);
    let fits = above.low < below.low && round && !year && (same_form || above.low == 1.0 || below.grouped);
    let exact = !above.vague && !below.vague && !above.share && !below.share && above.scale == 1.0;
    (fits && exact && above.low > 0.0)
        .then(|| Numeral::share(above.range.start..below.range.end, above.low / below.low))
}
