//! Years that do not fit: a number told of a year that is later than what it rests on.
//!
//! Taught by "100,000 workers" and "$500 million", which a report of 2024 gives for 2023 and which were quoted in 2018 already, and
//! by a site that dates another's report a year too late.
//!
//! Room: two years, because a report may look a year ahead. Plans and ceilings are left out. Errs where somebody counted again and
//! came to the same odd number, which is why only figures with a named root are told.

use crate::figure::{Figures, RootBasis, years_of};
use crate::finding::{Finding, Topic};
use crate::relation::{noun, say, says, stands_in};
use model::{Measure, TimeBasis};

const ROOM: i32 = 2;

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (place, figure) in figures.all.iter().enumerate() {
        let is_plan = matches!(figure.measure, Some(Measure::Planned | Measure::Quota));
        let Some(made) = figures
            .root(figure)
            .and_then(|root| root.year)
            .filter(|_| !is_plan && figure.basis == Some(RootBasis::Named))
        else {
            continue;
        };
        let stale = |mention: &&usize| {
            let Some(claim) = figures.material.claim(**mention) else { return false };
            let stated = claim.time_basis == Some(TimeBasis::Stated);
            let later = years_of(claim).is_some_and(|years| years.first - made >= ROOM);
            stated && later
        };
        let latest = figure.claims.iter().filter(stale).max_by_key(|mention| {
            figures.material.claim(**mention).and_then(years_of).map(|years| years.first)
        });
        let Some(mention) = latest.copied() else { continue };
        let year = figures.material.claim(mention).and_then(years_of).map_or(made, |years| years.first);
        let sentence = format!(
            "{} gives {} for {year}; the number of {} is one of {made} ({}).",
            stands_in(figures, mention),
            say(figures, figure),
            noun(figure.kind),
            says(figures, figure),
        );
        found.push(Finding::about(figures, Topic::Years, 0.6, &[place], sentence).with_mention(mention));
    }
    found
}
