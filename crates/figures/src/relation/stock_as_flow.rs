//! `stock_as_flow`: a head count and a yearly inflow under one number.
//!
//! Taught by 20,000 workers in Russia: an institute counted as many heads (2013–2015), and a report of 2017 as many arrivals
//! a year. Only the digits connect the two, and the second is cited in support of the first. And by one broadcast of 2018,
//! of which one text has "more than 100,000 work abroad" and another "150,000 are sent abroad each year".
//!
//! Room: the same number to the digit in the same place with at most five years between, or the same root and place. A
//! ceiling (quota) is told apart from both in the same way. Errs where both are true by chance: the sentence does not say that
//! one is wrong, only that they measure different things.

use super::{by_root, is_own, is_same_tale, noun, say, says, stands_in, with_common_number};
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::scope::Level;
use model::Measure;
use std::collections::{BTreeMap, BTreeSet};

/// Years beyond which nobody takes one for the other.
const MOST_YEARS: i32 = 5;

fn differ(one: &Figure, other: &Figure) -> bool {
    if one.is_of_others(other) {
        return false;
    }
    let is_stock = |figure: &Figure| figure.measure == Some(Measure::Stock);
    // An inflow without a span of time may be a head count misread.
    let is_other = |figure: &Figure| match figure.measure {
        Some(Measure::Flow) => figure.period.is_some(),
        measure => measure == Some(Measure::Quota),
    };
    (is_stock(one) && is_other(other)) || (is_other(one) && is_stock(other))
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (one, other) in with_common_number(figures) {
        let (Some(first), Some(second)) = (figures.all.get(one), figures.all.get(other)) else { continue };
        let near = first.years.zip(second.years).is_none_or(|(one, other)| one.gap(other) <= MOST_YEARS);
        let placed = first.scope == second.scope && first.scope.level() != Level::Unknown;
        let same = figures.quantity(first).amount == figures.quantity(second).amount;
        if same && differ(first, second) && near && (placed || is_same_tale(first, second, one, other)) {
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
                // What the root itself tells apart is told apart.
                let relayed = !is_own(figures, first) || !is_own(figures, second);
                if named && same && relayed && differ(first, second) {
                    pairs.insert((*one, *other));
                }
            }
        }
    }
    // All head counts beside one inflow are told together.
    let mut beside: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (one, other) in pairs {
        let is_stock = figures.all.get(one).is_some_and(|figure| figure.measure == Some(Measure::Stock));
        let (stock, flow) = if is_stock { (one, other) } else { (other, one) };
        beside.entry(flow).or_default().insert(stock);
    }
    beside.into_iter().filter_map(|(flow, stocks)| tell(figures, flow, &stocks)).collect()
}

fn tell(figures: &Figures<'_>, flow_place: usize, stocks: &BTreeSet<usize>) -> Option<Finding> {
    let flow = figures.all.get(flow_place)?;
    let counts: Vec<&Figure> = stocks.iter().filter_map(|place| figures.all.get(*place)).collect();
    let source =
        |figure: &Figure| format!("{}, in {}", says(figures, figure), stands_in(figures, figure.lead));
    let told: Vec<String> =
        counts.iter().map(|figure| format!("{} ({})", say(figures, figure), source(figure))).collect();
    let what = match flow.measure {
        Some(Measure::Quota) => "a ceiling",
        _ => "arrivals within a span of time",
    };
    let sentence = format!(
        "{} ({}) is {what}; a head count of {} is another thing: {}. Neither supports the other.",
        say(figures, flow),
        source(flow),
        noun(flow.kind),
        told.join("; "),
    );
    let same_root = counts.iter().any(|figure| figure.root.is_some() && figure.root == flow.root);
    let mut about = vec![flow_place];
    about.extend(stocks);
    let weight = if same_root { 0.79 } else { 0.75 };
    Some(Finding::about(figures, Topic::StockAsFlow, weight, &about, sentence))
}
