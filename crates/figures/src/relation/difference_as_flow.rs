//! `difference_as_flow`: the difference of two head counts, told as a number of people.
//!
//! Taught by Russia's report of 30,023 workers at the end of one year and 11,490 at the end of the next. The number fell by
//! 18,533; within a day papers had it that Russia sent home 18,533. People may leave and arrive in between.
//!
//! Room: the difference is the same to the digit and has three significant digits, so that it is no coincidence. Both counts have
//! one root and one place. Where a text calls it a fall, the finding only says what it is. Errs where nobody arrived in between:
//! then the number is right for another reason.

use super::{by_root, noun, say, stands_in};
use crate::amount::{number, numbers, same, significant_digits};
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::note::numbers_in;
use model::{Kind, Measure};
use std::collections::HashMap;

fn point(figures: &Figures<'_>, figure: &Figure) -> Option<f64> {
    figures.quantity(figure).amount?.as_point()
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut counts: HashMap<u64, Vec<usize>> = HashMap::new();
    for (place, figure) in
        figures.all.iter().enumerate().filter(|(_, figure)| figure.kind == Kind::WorkerCount)
    {
        if let Some(point) = point(figures, figure) {
            counts.entry(point.to_bits()).or_default().push(place);
        }
    }
    let mut found = Vec::new();
    for places in by_root(figures).values().filter(|places| places.len() <= super::MOST_IN_BUCKET) {
        for (at, one) in places.iter().enumerate() {
            for other in places.iter().skip(at + 1) {
                found.extend(of_pair(figures, *one, *other, &counts));
            }
        }
    }
    found
}

fn of_pair(
    figures: &Figures<'_>,
    one: usize,
    other: usize,
    counts: &HashMap<u64, Vec<usize>>,
) -> Option<Finding> {
    let (first, second) = (figures.all.get(one)?, figures.all.get(other)?);
    let is_stock = |figure: &Figure| {
        figure.kind == Kind::WorkerCount && matches!(figure.measure, Some(Measure::Stock) | None)
    };
    let apart = first.years? != second.years?;
    if !is_stock(first)
        || !is_stock(second)
        || first.scope != second.scope
        || first.is_of_others(second)
        || !apart
    {
        return None;
    }
    let (before, after) =
        if first.years?.first <= second.years?.first { (first, second) } else { (second, first) };
    let change = point(figures, after)? - point(figures, before)?;
    if significant_digits(change) < 3 {
        return None;
    }
    let told: Vec<usize> = counts.get(&change.abs().to_bits()).cloned().unwrap_or_default();
    let told: Vec<usize> = told
        .into_iter()
        .filter(|place| {
            figures
                .all
                .get(*place)
                .is_some_and(|figure| figure.scope == first.scope || figure.scope.countries.is_empty())
        })
        .collect();
    let noted = [before, after].into_iter().flat_map(|figure| &figure.claims).copied().find(|mention| {
        let note = figures.material.claim(*mention).and_then(|claim| claim.row.as_ref()?.note.as_deref());
        note.is_some_and(|note| numbers_in(note).iter().any(|number| same(*number, change.abs())))
    });
    if told.is_empty() && noted.is_none() {
        return None;
    }
    let how = if change < 0.0 { "fell" } else { "rose" };
    let mut sentence = format!(
        "{} is the difference between {} and {} ({}): by so much the number of {} {how}; it is not how many left or came.",
        number(change.abs()),
        say(figures, before),
        say(figures, after),
        figures.root_label(before),
        noun(first.kind),
    );
    let as_people = |place: &&usize| {
        figures.all.get(**place).is_some_and(|figure| !matches!(figure.measure, Some(Measure::Change)))
    };
    if let Some(figure) = told.iter().find(as_people).and_then(|place| figures.all.get(*place)) {
        sentence.push_str(&format!(" {} tells it as a number of people.", stands_in(figures, figure.lead)));
    }
    let weight = if told.iter().any(|place| as_people(&place)) { 0.76 } else { 0.62 };
    let about: Vec<usize> = [one, other].into_iter().chain(told.iter().copied()).collect();
    let check = format!(
        "{} − {} = {}",
        number(numbers_of(figures, after)),
        number(numbers_of(figures, before)),
        number(change)
    );
    let finding =
        Finding::about(figures, Topic::DifferenceAsFlow, weight, &about, sentence).with_details(vec![check]);
    Some(match noted {
        Some(mention) => finding.with_mention(mention),
        None => finding,
    })
}

fn numbers_of(figures: &Figures<'_>, figure: &Figure) -> f64 {
    figures
        .quantity(figure)
        .amount
        .map(numbers)
        .and_then(|numbers| numbers.first().copied())
        .unwrap_or_default()
}
