//! Numbers in a sentence and what they are numbers of: money, shares, hours, durations, counts.
//!
//! One sentence's tokens go in, one [`QuantityMention`] per expression comes out, in order and without overlap:
//!
//! ```text
//! tokens ─▶ pieces (hyphenated words taken apart) ─▶ what only looks like a count: dates, labels, scores …
//!                                                 └▶ numeral ─▶ range ─▶ unit ─▶ period, bracket, hedges
//! ```
//!
//! Vague magnitudes are orders of magnitude: "tens of thousands", "several thousand" and "thousands" run from the
//! power they name to the next one ([1e4, 1e5], [1e3, 1e4]); "dozens" is [24, 100], "scores" [40, 100].

mod currency;
mod digits;
mod expression;
mod hedge;
mod label;
mod lookalike;
pub(crate) mod number_words;
pub(crate) mod numeral;
mod period;
pub(crate) mod piece;
mod range;
mod spelled;
mod unit;

use crate::token::Token;
use model::{Amount, Equivalent, Hedge, Period};
use piece::Pieces;
use std::ops::Range;

/// What an amount is an amount of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dimension {
    /// Things or people; the noun is the caller's to find.
    Count,
    /// Money, by ISO 4217 code; `XXX` where the text names a currency of several countries ("dinars") and no country.
    Money(String),
    /// A part of a whole; the amount is a fraction, 0.2 for "20 percent". Growth may exceed 1.
    Share,
    /// Hours, of work or of anything else.
    Hours,
    /// A length of time.
    Duration(DurationUnit),
    /// Something that only looks like a count.
    NoClaim(NoClaim),
}

/// The unit a length of time is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationUnit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Days and nights.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
    /// Decades.
    Decade,
    /// Centuries.
    Century,
}

/// Why a number counts nothing of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoClaim {
    /// "first", "2nd".
    Ordinal,
    /// "2016".
    Year,
    /// "7 July", "1950s", "two years ago".
    Date,
    /// "aged 34", "34-year-old".
    Age,
    /// Kilometres, miles, feet.
    Distance,
    /// Kilograms, tonnes, "pounds of rice".
    Weight,
    /// Hectares, square metres.
    Area,
    /// Litres, gallons, barrels.
    Volume,
    /// Degrees.
    Temperature,
    /// Another physical or technical unit: megawatts, gigabytes.
    Physical,
    /// Telephone numbers and the like.
    Phone,
    /// Votes, match results, ratios, "three times".
    Score,
    /// "Resolution 2397", "page 12", "No. 5", "1." at the start of a line.
    ListNumber,
    /// "version 2.0", "1.2.3".
    Version,
    /// A note mark in square brackets, a superscript.
    Footnote,
    /// "5 a.m.", "10:30", "24/7".
    Clock,
    /// "five percentage points".
    PercentagePoints,
    /// Part of a name: "38 North", "G7", "Boeing 737".
    Name,
}

/// An expression with a number.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantityMention {
    /// The whole expression with hedges, currency, bracketed equivalent and the period right after it.
    pub tokens: Range<usize>,
    /// Number and unit only.
    pub core: Range<usize>,
    /// How much.
    pub amount: Amount,
    /// Of what.
    pub dimension: Dimension,
    /// The span of time it recurs in, where the text gives one close by.
    pub period: Option<Period>,
    /// The words that give the period; they may lie outside `tokens` ("a monthly wage of $700").
    pub period_tokens: Option<Range<usize>>,
    /// The hedges inside or right beside the expression, in the order of [`Hedge::ALL`], each once.
    pub hedges: Vec<Hedge>,
    /// The same amount in another currency.
    pub equivalent: Option<Equivalent>,
    /// Whether it is part of a known whole: "3,000 of the workers".
    pub partitive: bool,
}

/// Finds the numbers of one sentence: the tokens at `range`.
#[must_use]
pub fn find(text: &str, tokens: &[Token], range: Range<usize>) -> Vec<QuantityMention> {
    let sentence = tokens.get(range.clone()).unwrap_or_default();
    if !sentence.iter().any(|token| piece::may_matter(text, token)) {
        return Vec::new();
    }
    in_pieces(&Pieces::new(text, tokens, range))
}

/// The same for a sentence in pieces.
pub(crate) fn in_pieces(pieces: &Pieces<'_>) -> Vec<QuantityMention> {
    let mut mentions = Vec::new();
    let (mut at, mut floor, mut carried) = (0, 0, None);
    while at < pieces.len() {
        if let Some(found) = lookalike::at(pieces, at, floor) {
            mentions.extend(no_claim(pieces, &found));
            at = pieces.token_boundary(found.range.end.max(at + 1));
            floor = at;
        } else if begins(pieces, at)
            && let Some(parsed) = expression::expression(pieces, at, floor, carried)
        {
            at = pieces.token_boundary(parsed.end.max(at + 1));
            (floor, carried) = (at, parsed.carried);
            mentions.push(parsed.mention);
        } else {
            at += 1;
        }
    }
    mentions
}

/// Whether a numeral may begin here: a number, a number word, or an article or "several" before one.
fn begins(pieces: &Pieces<'_>, at: usize) -> bool {
    let leads = pieces.is_any(at, &["a", "an", "few", "several", "many"]);
    numeral::may_begin(pieces, at)
        || spelled::is_one(pieces, at)
        || leads && (numeral::may_begin(pieces, at + 1) || pieces.is_any(at + 1, &["few", "good", "great"]))
}

fn no_claim(pieces: &Pieces<'_>, found: &lookalike::Lookalike) -> Option<QuantityMention> {
    let tokens = pieces.tokens(found.range.clone());
    Some(QuantityMention {
        core: tokens.clone(),
        tokens,
        amount: Amount::point(found.value).ok()?,
        dimension: Dimension::NoClaim(found.reason),
        period: None,
        period_tokens: None,
        hedges: Vec::new(),
        equivalent: None,
        partitive: false,
    })
}

/// Whether a unit of measure follows the number at `at`.
pub(crate) fn has_unit(pieces: &Pieces<'_>, at: usize) -> bool {
    numeral::numeral(pieces, at)
        .is_some_and(|numeral| numeral.scale > 1.0 || unit::after(pieces, &numeral).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    /// The words of the whole expression, of its core, and of its period.
    fn words(text: &str) -> Vec<(&str, &str, Option<&str>)> {
        let tokens = tokenize(text);
        let words = |range: &Range<usize>| {
            let span = tokens[range.start].span.hull(tokens[range.end - 1].span);
            span.of(text).unwrap()
        };
        find(text, &tokens, 0..tokens.len())
            .iter()
            .map(|found| (words(&found.tokens), words(&found.core), found.period_tokens.as_ref().map(words)))
            .collect()
    }

    #[test]
    fn an_expression_has_its_hedges_bracket_and_period() {
        for (text, whole, core, period) in [
            ("They earn about $700 a month.", "about $700 a month", "$700", Some("a month")),
            (
                "It makes between $1.2–$2.3 billion a year.",
                "between $1.2–$2.3 billion a year",
                "$1.2–$2.3 billion",
                Some("a year"),
            ),
            (
                "He gave 15,000 roubles ($260) a month.",
                "15,000 roubles ($260) a month",
                "15,000 roubles",
                Some("a month"),
            ),
            ("Up to around 3,000 of the workers left.", "Up to around 3,000", "3,000", None),
            ("They work 14- to 16-hour shifts.", "14- to 16-hour shifts", "14- to 16-hour", Some("shifts")),
            ("A monthly wage of nearly $90 is usual.", "nearly $90", "$90", Some("monthly")),
            ("Some 3,000 workers come each year.", "Some 3,000", "3,000", Some("each year")),
            ("A three-year contract was signed.", "three-year", "three-year", None),
        ] {
            assert_eq!(words(text), [(whole, core, period)], "{text}");
        }
    }

    #[test]
    fn what_counts_nothing_says_why() {
        for (text, reason) in [
            ("the first", NoClaim::Ordinal),
            ("in 2016", NoClaim::Year),
            ("on 7 July", NoClaim::Date),
            ("a 34-year-old", NoClaim::Age),
            ("30 km", NoClaim::Distance),
            ("5 tonnes", NoClaim::Weight),
            ("40 hectares", NoClaim::Area),
            ("200 litres", NoClaim::Volume),
            ("40 degrees", NoClaim::Temperature),
            ("300 megawatts", NoClaim::Physical),
            ("call +1 202-555-0173", NoClaim::Phone),
            ("won 3-1", NoClaim::Score),
            ("Resolution 2397", NoClaim::ListNumber),
            ("update 1.2.3", NoClaim::Version),
            ("as shown [3]", NoClaim::Footnote),
            ("at 10:30", NoClaim::Clock),
            ("five percentage points", NoClaim::PercentagePoints),
            ("the G7", NoClaim::Name),
        ] {
            let tokens = tokenize(text);
            let found: Vec<_> =
                find(text, &tokens, 0..tokens.len()).into_iter().map(|found| found.dimension).collect();
            assert_eq!(found, [Dimension::NoClaim(reason)], "{text}");
        }
    }
}
