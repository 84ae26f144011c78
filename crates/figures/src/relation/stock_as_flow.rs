//! `stock_as_flow`: a head count and a yearly inflow under one number.
//!
//! Taught by 20,000 workers in Russia: an institute counted as many heads (2013–2015), and a report of 2017 as many arrivals
//! a year. Only the digits connect the two, and the second is cited in support of the first. And by one broadcast of 2018,
//! of which one text has "more than 100,000 work abroad" and another "150,000 are sent abroad each year".
//!
//! Room: the same number to the digit in the same place with at most five years between, or the same root and place. A
//! ceiling (quota) is told apart from both in the same way. Errs where both are true by chance: the sentence does not say that
//! one is wrong, only that they measure different things.

use super::{by_root, is_same_tale, noun, say, says, with_common_number};
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::scope::Level;
use model::Measure;
use std::collections::BTreeSet;

/// Years beyond which nobody takes one for the other.
const MOST_YEARS: i32 = 5;

fn differ(one: &Figure, other: &Figure) -> bool {
    let kinds = [one.measure, other.measure];
    kinds.contains(&Some(Measure::Stock))
        && (kinds.contains(&Some(Measure::Flow)) || kinds.contains(&Some(Measure::Quota)))
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (one, other) in with_common_number(figures) {
        let (Some(first), Some(second)) = (figures.all.get(one), figures.all.get(other)) else { continue };
        let near = first.years.zip(second.years).is_none_or(|(one, other)| one.gap(other) <= MOST_YEARS);
        let placed = first.scope == second.scope && first.scope.level() != Level::Unknown;
        if differ(first, second) && near && (placed || is_same_tale(first, second, one, other)) {
            pairs.insert((one, other));
        }
    }
    for places in by_root(figures).values().filter(|places| places.len() <= super::MOST_IN_BUCKET) {
        for (at, one) in places.iter().enumerate() {
            for other in places.iter().skip(at + 1) {
                let (Some(first), Some(second)) = (figures.all.get(*one), figures.all.get(*other)) else {
                    continue;
                };
                let named = first.basis == Some(crate::RootBasis::Named);
                let same = first.kind == second.kind
                    && first.scope == second.scope
                    && first.scope.level() != Level::Unknown;
                if named && same && differ(first, second) {
                    pairs.insert((*one, *other));
                }
            }
        }
    }
    let mut found = Vec::new();
    for (one, other) in pairs {
        let (Some(first), Some(second)) = (figures.all.get(one), figures.all.get(other)) else { continue };
        let ((stock_place, stock), (flow_place, flow)) = if first.measure == Some(Measure::Stock) {
            ((one, first), (other, second))
        } else {
            ((other, second), (one, first))
        };
        let what = if flow.measure == Some(Measure::Quota) {
            "a ceiling"
        } else {
            "an inflow within a span of time"
        };
        let sentence = format!(
            "{} of {} is a head count of {}; {} of {} is {what}: the two are different things and cannot support each other.",
            say(figures, stock),
            noun(stock.kind),
            says(figures, stock),
            say(figures, flow),
            says(figures, flow),
        );
        let same_root = stock.root.is_some() && stock.root == flow.root;
        let weight = if same_root { 0.74 } else { 0.7 };
        found.push(Finding::about(figures, Topic::StockAsFlow, weight, &[stock_place, flow_place], sentence));
    }
    found
}
