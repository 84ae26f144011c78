//! Levy against wage: a duty that is more than the worker has.
//!
//! Taught by duties of 15,000 and 30,000 roubles a month. A duty above the gross wage of its place and time cannot be paid from it;
//! one above what workers are said to receive leaves debt, or one of the numbers is wrong.
//!
//! Room: monthly or yearly amounts in currencies with a known rate, in the same country, at most three years apart. Errs where the
//! duty is paid from earnings on the side, as some are.

use super::implied_pay::monthly_dollars;
use crate::figure::Figures;
use crate::finding::{Finding, Topic};
use crate::relation::{MOST_IN_BUCKET, noun, say, says, span};
use model::Kind;

const MOST_YEARS: i32 = 3;

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let is_wage = |kind| matches!(kind, Kind::WageGross | Kind::WageReceived);
    let wages: Vec<usize> = (0..figures.all.len())
        .filter(|place| figures.all.get(*place).is_some_and(|figure| is_wage(figure.kind)))
        .collect();
    let mut found = Vec::new();
    for (place, levy) in figures.all.iter().enumerate().filter(|(_, figure)| figure.kind == Kind::Levy) {
        let Some(duty) = monthly_dollars(&figures.quantity(levy), levy.years) else { continue };
        for wage_place in wages.iter().take(MOST_IN_BUCKET) {
            let Some(wage) = figures.all.get(*wage_place) else { continue };
            let near = levy.years.zip(wage.years).is_some_and(|(one, other)| one.gap(other) <= MOST_YEARS);
            let same_country =
                !levy.scope.countries.is_empty() && levy.scope.countries == wage.scope.countries;
            let Some(pay) = monthly_dollars(&figures.quantity(wage), wage.years) else { continue };
            if !near || !same_country || levy.is_of_others(wage) || duty.0 <= pay.1 {
                continue;
            }
            let sentence = format!(
                "The duty of {} ({}) is {} USD a month, more than the {} of {} ({}).",
                say(figures, levy),
                says(figures, levy),
                span(duty.0, duty.1),
                noun(wage.kind),
                say(figures, wage),
                says(figures, wage),
            );
            found.push(Finding::about(figures, Topic::LevyAndWage, 0.66, &[place, *wage_place], sentence));
        }
    }
    found
}
