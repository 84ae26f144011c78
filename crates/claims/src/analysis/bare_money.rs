//! Sums without their currency: "of the $4,900 they received 700", "up from 15".

use super::Analysis;
use crate::quantity::{Dimension, QuantityMention};

/// How far before a number the sum that it takes its currency from may end, in tokens.
const REACH: usize = 25;

/// How many times as much or as little such a number may be.
const LIKENESS: f64 = 200.0;

/// What people do with money that is theirs, right before the number.
const PAID: &[&str] = &[
    "received",
    "receive",
    "receives",
    "receiving",
    "got",
    "gets",
    "kept",
    "keep",
    "keeps",
    "keeping",
    "earned",
    "earns",
    "pocketed",
    "home",
];

/// The currency of the sum before, for a number without a noun that stands where only a sum can: what a worker "received", or
/// what a sum is "up from".
pub(super) fn currency(
    analysis: &Analysis<'_>,
    sentence_start: usize,
    mention: &QuantityMention,
    earlier: Option<&QuantityMention>,
) -> Option<Dimension> {
    let word = |token: usize| analysis.word_at(token);
    let start = mention.tokens.start;
    let sum = earlier.filter(|sum| matches!(sum.dimension, Dimension::Money(_)))?;
    if sum.tokens.start < sentence_start || start > sum.tokens.end + REACH {
        return None;
    }
    let before = start.checked_sub(1).filter(|before| *before >= sum.tokens.end)?;
    let compared = word(before) == "from" && before > 0 && matches!(word(before - 1), "up" | "down");
    let paid = PAID.contains(&word(before))
        && (word(before) != "home"
            || before > 0 && matches!(word(before - 1), "take" | "takes" | "took" | "taking"));
    let most = |mention: &QuantityMention| {
        let amount = mention.amount;
        amount.as_point().or_else(|| amount.high()).or_else(|| amount.low())
    };
    let ratio = most(mention)? / most(sum)?;
    let alike = (1.0 / LIKENESS..=LIKENESS).contains(&ratio);
    ((compared || paid) && alike).then(|| sum.dimension.clone())
}
