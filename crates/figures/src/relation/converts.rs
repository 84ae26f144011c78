//! `converts`: the same sum in two currencies, at the rate of its time.
//!
//! Taught by "15,000 roubles ($260)". Whether the rate is that of the sum's own time is for the check of conversions; this
//! relation holds where it is, and says so, so that the two sums are not taken for two figures.
//!
//! Room: 10 % around the span of monthly rates of the year. Errs where a text uses an official rate that nobody could get.

use super::{say, stands_in};
use crate::check::conversion::{Verdict, judge};
use crate::figure::Figures;
use crate::finding::{Finding, Topic};

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (place, figure) in figures.all.iter().enumerate() {
        for mention in &figure.claims {
            let Some(judged) =
                judge(&figures.material, *mention).filter(|judged| judged.verdict == Verdict::Fits)
            else {
                continue;
            };
            let sentence = format!(
                "{} converts {} into {} at a rate of its own time.",
                stands_in(figures, *mention),
                say(figures, figure),
                judged.equivalent,
            );
            found.push(
                Finding::about(figures, Topic::Converts, 0.15, &[place], sentence).with_mention(*mention),
            );
        }
    }
    found
}
