//! Figures that resemble each other: those of independent roots that agree, and nameless ones that probably repeat a known
//! one. Neither is ever merged; both are told.

use crate::amount::{is_distinctive, numbers, significant_digits};
use crate::echo::years_later;
use crate::figure::{Figure, Figures, Probable, RootBasis};
use model::Amount;
use std::collections::HashMap;

/// Figures of one statement that are compared with each other; beyond that, a round number says nothing any more.
const MOST_COMPARED: usize = 64;

/// Known figures that a nameless one is said to repeat, at most.
const MOST_PROBABLE: usize = 3;

/// Years within which a round number that nobody is named for is taken for a repetition.
const ROUND_NUMBER_YEARS: i32 = 3;

/// Finds what agrees and what probably repeats.
pub(super) fn compare(figures: &mut Figures<'_>) {
    agree(figures);
    let found: Vec<(usize, Vec<Probable>)> = probable(figures);
    for (place, probable) in found {
        if let Some(figure) = figures.all.get_mut(place) {
            figure.probable = probable;
        }
    }
}

fn amount(figures: &Figures<'_>, figure: &Figure) -> Option<Amount> {
    figures.lead(figure)?.quantity.as_ref()?.amount
}

fn agree(figures: &mut Figures<'_>) {
    let mut same: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, figure) in figures.all.iter().enumerate() {
        let Some(amount) = amount(figures, figure) else { continue };
        let unit = figures.quantity(figure).unit.map(String::from).unwrap_or_default();
        let key = format!("{}|{unit}|{amount:?}|{}|{:?}", figure.kind, figure.scope.key(), figure.measure);
        same.entry(key).or_default().push(place);
    }
    for places in same.into_values().filter(|places| (2..=MOST_COMPARED).contains(&places.len())) {
        for one in &places {
            let Some(figure) = figures.all.get(*one) else { continue };
            let agrees = |other: &&usize| {
                let Some(other) = figures.all.get(**other) else { return false };
                let in_time = figure.years.zip(other.years).is_none_or(|(one, other)| one.gap(other) <= 1);
                figure.root.is_some() && other.root.is_some() && other.root != figure.root && in_time
            };
            let agreeing: Vec<usize> = places.iter().filter(agrees).copied().collect();
            if let Some(figure) = figures.all.get_mut(*one) {
                figure.agrees = agreeing;
            }
        }
    }
}

fn probable(figures: &Figures<'_>) -> Vec<(usize, Vec<Probable>)> {
    let key = |figure: &Figure, number: f64| {
        let unit = figures.quantity(figure).unit.map(String::from).unwrap_or_default();
        format!("{}|{unit}|{number}", figure.kind)
    };
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, figure) in figures.all.iter().enumerate() {
        if figure.basis == Some(RootBasis::Named) {
            for number in amount(figures, figure).map(numbers).unwrap_or_default() {
                known.entry(key(figure, number)).or_default().push(place);
            }
        }
    }
    let mut found = Vec::new();
    for (place, figure) in figures.all.iter().enumerate() {
        if figure.basis == Some(RootBasis::Named) || !figure.decisions.is_empty() {
            continue;
        }
        let Some(amount) = amount(figures, figure) else { continue };
        let Some(candidates) = numbers(amount).first().and_then(|first| known.get(&key(figure, *first)))
        else {
            continue;
        };
        let mut repeats: Vec<Probable> = candidates
            .iter()
            .take(MOST_COMPARED)
            .filter_map(|other| {
                Some(Probable { figure: *other, reasons: reasons(figures, figure, amount, *other)? })
            })
            .collect();
        repeats.sort_by_key(|repeated| {
            figures.all.get(repeated.figure).and_then(|figure| figure.years).map(|years| years.first)
        });
        repeats.truncate(MOST_PROBABLE);
        if !repeats.is_empty() {
            found.push((place, repeats));
        }
    }
    found
}

/// Why a nameless figure probably repeats another; none where it does not.
fn reasons(figures: &Figures<'_>, figure: &Figure, amount: Amount, other: usize) -> Option<Vec<String>> {
    let known = figures.all.get(other)?;
    let theirs = self::amount(figures, known)?;
    let mine = numbers(amount);
    if !mine.iter().all(|number| numbers(theirs).contains(number)) {
        return None;
    }
    let mut reasons = Vec::new();
    let odd = is_distinctive(theirs) || mine.iter().all(|number| significant_digits(*number) >= 2);
    if amount != theirs && !odd {
        // A round end of a range is a round number.
        return None;
    }
    if amount == theirs {
        reasons.push("the same amount to the digit".to_owned());
    } else {
        reasons.push("an end of the known range to the digit".to_owned());
    }
    use crate::scope::Level;
    match (figure.scope.level(), known.scope.level()) {
        _ if figure.scope == known.scope => reasons.push("the same place".to_owned()),
        (Level::Unknown, _) | (_, Level::Unknown) if odd => {
            reasons.push("one of them names no place".to_owned())
        }
        _ => return None,
    }
    let measures = figure.measure.zip(known.measure);
    if measures.is_some_and(|(one, other)| one != other) {
        return None;
    }
    let mine_said = figures.root(figure).and_then(|root| root.year);
    match mine_said.zip(figures.root(known).and_then(|root| root.year)) {
        Some((mine, theirs)) if mine < theirs => return None,
        Some((mine, theirs)) if mine - theirs > ROUND_NUMBER_YEARS && !odd => return None,
        Some((mine, theirs)) if mine == theirs => reasons.push("the same year".to_owned()),
        Some((mine, theirs)) => reasons.push(years_later(mine - theirs)),
        None if odd => {}
        None => return None,
    }
    Some(reasons)
}
