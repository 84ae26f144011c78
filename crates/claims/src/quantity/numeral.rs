//! Numerals: numbers without their unit, in digits or in words.

use super::digits;
use super::number_words::{NumberWord, number_word, scale_suffix};
use super::piece::Pieces;
use super::spelled::from_words;
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
    pub(super) fn exact(range: Range<usize>, value: f64) -> Self {
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

    pub(super) fn vague(range: Range<usize>, low: f64, high: f64) -> Self {
        Self { low, high, vague: true, ..Self::exact(range, low) }
    }

    pub(super) fn share(range: Range<usize>, value: f64) -> Self {
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

fn from_digits(pieces: &Pieces<'_>, at: usize) -> Option<Numeral> {
    let read = digits::read(pieces.word(at))?;
    let mut found =
        Numeral { plain: read.plain, grouped: read.grouped, ..Numeral::exact(at..at + 1, read.value) };
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
        "onwards",
        "towards",
        "afterwards",
        "always",
        "perhaps",
        "besides",
        "sometimes",
        "whereas",
        "nowadays",
    ];
    let plain =
        word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    plain && !OTHERS.contains(&word)
        || matches!(
            word,
            "people"
                | "men"
                | "women"
                | "children"
                | "staff"
                | "personnel"
                | "labourers"
                | "troops"
                | "police"
        )
}

/// "1 200 000", "15'000".
fn spaced_groups(pieces: &Pieces<'_>, at: usize, first: &digits::Digits) -> Option<(f64, usize)> {
    if first.plain.is_none_or(|digits| digits > 3) || pieces.word(at).starts_with('0') {
        return None;
    }
    let group = |at: usize| digits::read(pieces.word(at)).filter(|group| group.plain == Some(3));
    let (mut value, mut end) = (first.value, at + 1);
    loop {
        let apostrophe =
            matches!(pieces.word(end), "'" | "’") && !pieces.spaced(end) && !pieces.spaced(end + 1);
        let next = if apostrophe { end + 1 } else { end };
        let narrow = pieces.gap(next).chars().count() == 1 && pieces.gap(next) != "\n";
        let Some(group) = group(next).filter(|_| apostrophe || narrow) else { break };
        (value, end) = (value * 1000.0 + group.value, next + 1);
    }
    // "74 100%" is two columns of a table.
    (end > at + 1 && pieces.word(end) != "%").then_some((value, end))
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
        (sign.value < 1.0 && sign.plain.is_none() && !pieces.word(at + 1).is_ascii())
            .then_some((sign.value, at + 2))
    })?;
    first.plain.filter(|digits| *digits <= 3).map(|_| (first.value + part, end))
}

/// Where a scale word would stand after `end`: next to it, or behind a hyphen.
pub(crate) fn past_hyphen(pieces: &Pieces<'_>, end: usize) -> usize {
    if pieces.joins(end) { end + 1 } else { end }
}

/// The scale word at `at` and where it ends.
pub(crate) fn scale_at(pieces: &Pieces<'_>, at: usize) -> Option<f64> {
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
    let close = !pieces.spaced(at) && !is_metric(pieces, at);
    (close || word.len() > 1 && word != "mil" && word != "cr").then_some(scale)
}

/// "500m" may be metres: so it is after "a", before "race", "long", "away" and the like.
fn is_metric(pieces: &Pieces<'_>, at: usize) -> bool {
    const AFTER: [&str; 12] = [
        "long",
        "wide",
        "high",
        "deep",
        "tall",
        "away",
        "race",
        "sprint",
        "freestyle",
        "x",
        "north",
        "south",
    ];
    pieces.word(at) == "m" && pieces.is_any(at + 1, &AFTER)
}

/// Multiplies by the scale words that follow.
pub(crate) fn scaled(pieces: &Pieces<'_>, mut found: Numeral) -> Numeral {
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
    let below = if pieces.is_number(below_at) {
        from_digits(pieces, below_at)
    } else {
        from_words(pieces, below_at)
    }?;
    let same_form = above.plain.is_some() == below.plain.is_some();
    let round = matches!(below.low as u64, 2..=10 | 12 | 20 | 50 | 100 | 1_000 | 10_000 | 100_000);
    let year = below.plain == Some(4) && (1900.0..2100.0).contains(&below.low);
    let fits = above.low < below.low && round && !year && (same_form || above.low == 1.0 || below.grouped);
    let exact = !above.vague && !below.vague && !above.share && !below.share && above.scale == 1.0;
    (fits && exact && above.low > 0.0)
        .then(|| Numeral::share(above.range.start..below.range.end, above.low / below.low))
}
