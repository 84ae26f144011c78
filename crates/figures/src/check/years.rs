//! Years that do not fit: a number told of a year that is later than what it rests on.
//!
//! Taught by "100,000 workers" and "$500 million", which a report of 2024 gives for 2023 and which were quoted in 2018 already, and
//! by a site that dates another's report a year too late.
//!
//! Room: two years, because a report may look a year ahead. Plans and ceilings are left out. Errs where somebody counted again and
//! came to the same odd number, which is why only figures with a named root are told.

use crate::amount::told;
use crate::figure::{Figures, RootBasis, years_of};
use crate::finding::{Finding, Topic};
use crate::relation::{noun, says, stands_in};
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
            // Somewhere else the number stands with its own year: one text alone may only have been misread.
            let elsewhere = figure.claims.iter().any(|other| {
                let apart = figures.material.page_of(*other) != figures.material.page_of(**mention)
                    || figures.material.claim(*other).is_some_and(|other| other.row != claim.row);
                let early = figures
                    .material
                    .claim(*other)
                    .and_then(years_of)
                    .is_some_and(|years| years.first <= made + 1);
                apart && early
            });
            let stated = claim.time_basis == Some(TimeBasis::Stated);
            let later = years_of(claim).is_some_and(|years| years.first - made >= ROOM);
            stated && later && elsewhere
        };
        let latest = figure.claims.iter().filter(stale).max_by_key(|mention| {
            figures.material.claim(**mention).and_then(years_of).map(|years| years.first)
        });
        let Some(mention) = latest.copied() else { continue };
        let year = figures.material.claim(mention).and_then(years_of).map_or(made, |years| years.first);
        let sentence = format!(
            "{} tells {} ({}) of {year}; the number was said in {made} already, by {}.",
            stands_in(figures, mention),
            told(&figures.quantity(figure)),
            noun(figure.kind),
            says(figures, figure),
        );
        found.push(Finding::about(figures, Topic::Years, 0.6, &[place], sentence).with_mention(mention));
    }
    found
}
