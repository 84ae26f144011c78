//! `loses_bound`, `loses_period`, `loses_hedge`: what a number loses on its way.
//!
//! Taught by "$1.2–2.3 billion a year", which became "up to $2.3 billion, by some estimates": the lower end and the year
//! are gone, and the upper end looks like an estimate of its own. "Roughly 50,000" becomes 50,000 in the same way.
//!
//! Room: the number that is left is the same to the digit, place and measure agree or are not given. Only figures of one
//! root, or nameless ones that probably repeat the other, are compared. Errs where a text means the end of the range on
//! purpose ("at the upper end, $2.3 billion"): the passages show it.

use super::{is_same_tale, noun, probably, say, stands_in, with_common_number};
use crate::amount::{numbers, same};
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::scope::Level;
use model::{Hedge, Quantity};

/// Pairs told as one tale: the fuller first.
fn pairs<'f>(figures: &'f Figures<'_>) -> Vec<(usize, &'f Figure, Quantity, usize, &'f Figure, Quantity)> {
    let mut pairs = Vec::new();
    for (one, other) in with_common_number(figures) {
        let (Some(first), Some(second)) = (figures.all.get(one), figures.all.get(other)) else { continue };
        let placed = first.scope == second.scope
            || first.scope.level() == Level::Unknown
            || second.scope.level() == Level::Unknown;
        let measured = first.measure.zip(second.measure).is_none_or(|(one, other)| one == other);
        if !placed || !measured || !is_same_tale(first, second, one, other) {
            continue;
        }
        let (this, that) = (figures.quantity(first), figures.quantity(second));
        pairs.push((one, first, this.clone(), other, second, that.clone()));
        pairs.push((other, second, that, one, first, this));
    }
    pairs
}

/// A range of which one end is left.
pub(super) fn bound(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (whole_place, whole, full, part_place, part, left) in pairs(figures) {
        let (Some(full), Some(left)) = (full.amount, left.amount) else { continue };
        let is_range = full.low().is_some() && full.high().is_some();
        let one_left = numbers(left).len() == 1
            && numbers(full).iter().any(|end| numbers(left).iter().all(|number| same(*end, *number)));
        if !is_range || !one_left {
            continue;
        }
        let which = if full.high().is_some_and(|high| numbers(left).iter().all(|number| same(high, *number)))
        {
            "lower"
        } else {
            "upper"
        };
        let sentence = format!(
            "{} has {} only, which is {}{} of {} without its {which} end.",
            stands_in(figures, part.lead),
            say(figures, part),
            probably(part, whole),
            say(figures, whole),
            figures.root_label(whole),
        );
        let mut details: Vec<String> = part
            .probable
            .iter()
            .filter(|known| known.figure == whole_place)
            .map(|known| format!("Taken for the same because: {}.", known.reasons.join(", ")))
            .collect();
        if whole.period.is_some() && part.period.is_none() {
            details.push("The span of time is lost too.".to_owned());
        }
        found.push(
            Finding::about(figures, Topic::LosesBound, 0.68, &[part_place, whole_place], sentence)
                .with_details(details),
        );
    }
    found
}

/// The same amount, of which one text says "a year" and the other nothing.
pub(super) fn period(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    // Within a figure: mentions that do not say.
    for (place, figure) in figures.all.iter().enumerate() {
        let Some(period) = figure.period else { continue };
        let says = |mention: &usize| {
            figures.material.claim(*mention).and_then(|claim| claim.quantity.as_ref()?.period).is_some()
        };
        let Some(with) = figure.claims.iter().copied().find(says) else { continue };
        let is_page =
            |mention: &usize| figures.material.claim(*mention).is_some_and(|claim| claim.row.is_none());
        for without in figure.claims.iter().filter(|mention| !says(mention) && is_page(mention)) {
            if figures.material.page_of(*without) == figures.material.page_of(with) {
                continue;
            }
            let sentence = format!(
                "{} gives {} of {} without saying that it is for a {period}.",
                stands_in(figures, *without),
                say(figures, figure),
                figures.root_label(figure),
            );
            found.push(
                Finding::about(figures, Topic::LosesPeriod, 0.5, &[place], sentence)
                    .with_mention(with)
                    .with_mention(*without),
            );
        }
    }
    for (whole_place, whole, full, part_place, part, left) in pairs(figures) {
        let is_amount = full.amount.is_some() && full.amount == left.amount;
        if !is_amount || full.period.is_none() || left.period.is_some() {
            continue;
        }
        let sentence = format!(
            "{} gives {} without a span of time; it is {}{} of {}.",
            stands_in(figures, part.lead),
            say(figures, part),
            probably(part, whole),
            say(figures, whole),
            figures.root_label(whole),
        );
        found.push(Finding::about(figures, Topic::LosesPeriod, 0.5, &[part_place, whole_place], sentence));
    }
    found
}

/// Hedges whose loss makes an estimate look like a count.
const WEAKENING: &[Hedge] = &[
    Hedge::Approximately,
    Hedge::Nearly,
    Hedge::Estimated,
    Hedge::Believed,
    Hedge::Possible,
    Hedge::Reported,
    Hedge::Alleged,
];

/// A mention that has lost "about", "estimated" or "believed", where the mention nearest to the root has it.
pub(super) fn hedge(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let hedges = |mention: usize| {
        let quantity = figures.material.claim(mention).and_then(|claim| claim.quantity.as_ref());
        quantity.map(|quantity| quantity.hedges.clone()).unwrap_or_default()
    };
    for (place, figure) in figures.all.iter().enumerate() {
        let weak = |mention: usize| {
            hedges(mention).into_iter().filter(|hedge| WEAKENING.contains(hedge)).collect::<Vec<_>>()
        };
        let first = weak(figure.lead);
        if first.is_empty() {
            continue;
        }
        let lead_page = figures.material.page_of(figure.lead).map(|page| &page.source);
        for later in figure.claims.iter().filter(|mention| weak(**mention).is_empty()) {
            // A row of a table has columns, not phrases: that it lacks a hedge says little.
            let is_row = figures.material.claim(*later).is_some_and(|claim| claim.row.is_some());
            if is_row || figures.material.page_of(*later).map(|page| &page.source) == lead_page {
                continue;
            }
            let words: Vec<&str> = first.iter().map(|hedge| hedge.as_str()).collect();
            let sentence = format!(
                "{} gives {} as a plain number; nearer to its root ({}) it is {}.",
                stands_in(figures, *later),
                noun(figure.kind),
                figures.root_label(figure),
                words.join(" and "),
            );
            found.push(
                Finding::about(figures, Topic::LosesHedge, 0.35, &[place], sentence).with_mention(*later),
            );
        }
    }
    found
}
