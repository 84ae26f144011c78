//! `contradicts`: two independent roots that cannot both be right.
//!
//! Taught by Russia in 2015: its Ministry of Labour counted more than 47,000 workers, two research groups 20,000.
//!
//! Room: as the design defines *conflicting*: same kind, place and measure, times that meet (months of one year only where they
//! are next to each other), intervals that do not overlap, where
//! a bare point counts as ±5 % and one with "about", "nearly" or "estimated" as ±15 %. Pages without
//! a named origin contradict nobody. Errs where both count different people
//! (valid permits against everybody), or where a year is too coarse because the number changed within it.

use super::{noun, say};
use crate::amount::Interval;
use crate::echo::SAME_BODY_YEARS;
use crate::figure::{Figure, Figures, RootBasis, RootId};
use crate::finding::{Finding, Topic};
use crate::scope::Level;
use crate::years::Years;
use model::{Kind, Measure, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// What decides whether two figures of one kind, place and measure contradict each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'s> {
    pub(crate) root: Option<&'s str>,
    /// Name and year of the root, where it is known.
    pub(crate) body: Option<(&'s str, Option<i32>)>,
    pub(crate) years: Option<Years>,
    pub(crate) interval: Interval,
}

/// Whether two figures of one kind, place and measure are of independent roots, of one time, and apart.
pub(crate) fn contradict(one: Side<'_>, other: Side<'_>) -> bool {
    !one.interval.overlaps(other.interval)
        && one.years.zip(other.years).is_some_and(|(one, other)| one.meets(other))
        && one.root.zip(other.root).is_some_and(|(one, other)| one != other)
        && !one.body.zip(other.body).is_some_and(|(one, other)| is_same_body(one, other))
}

/// Whether two roots are one body that spoke again soon: it does not contradict itself, and is no second witness.
fn is_same_body(one: (&str, Option<i32>), other: (&str, Option<i32>)) -> bool {
    let gap = one.1.zip(other.1).map_or(0, |(one, other)| (one - other).abs());
    one.0 == other.0 && gap <= SAME_BODY_YEARS
}

/// Whether two figures of one thing, each with its place and interval, contradict each other, and are of the same workers.
fn disagree(
    figures: &Figures<'_>,
    one: (usize, &Figure, Interval),
    other: (usize, &Figure, Interval),
) -> bool {
    let ((place, first, this), (other_place, second, that)) = (one, other);
    let is_tied = |figure: &Figure, place: usize| figure.probable.iter().any(|known| known.figure == place);
    contradict(side(figures, first, this), side(figures, second, that))
        && !first.is_of_others(second)
        && !is_tied(first, other_place)
        && !is_tied(second, place)
}

fn side<'s>(figures: &'s Figures<'_>, figure: &'s Figure, interval: Interval) -> Side<'s> {
    let body = figures.root(figure).map(|root| (root.name.as_str(), root.year));
    Side { root: figure.root.as_ref().map(RootId::as_str), body, years: figure.years, interval }
}

fn measure(figure: &Figure) -> Option<Measure> {
    figure.measure.or((figure.kind == Kind::WorkerCount).then_some(Measure::Stock))
}

type Bucket = (Kind, String, Option<Measure>, Option<Unit>);

/// Figures that could contradict each other.
fn buckets(figures: &Figures<'_>) -> Vec<Vec<usize>> {
    let mut buckets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, figure) in figures.all.iter().enumerate() {
        if figure.scope.level() == Level::Unknown
            || figure.years.is_none()
            || figure.root.is_none()
            || figure.is_separate
            || figures.root(figure).is_none_or(|root| root.is_page)
        {
            continue;
        }
        let quantity = figures.quantity(figure);
        let key: Bucket = (figure.kind, figure.scope.key(), measure(figure), quantity.unit);
        buckets
            .entry(format!("{key:?}{:?}{:?}", quantity.period, quantity.direction))
            .or_default()
            .push(place);
    }
    let nearest = buckets.into_values().map(|places| nearest_of_roots(figures, places));
    nearest.filter(|places| places.len() > 1).collect()
}

/// Of several numbers of one root, those that are told nearest to it: what others made of it contradicts nobody.
fn nearest_of_roots(figures: &Figures<'_>, mut places: Vec<usize>) -> Vec<usize> {
    let mut nearest: BTreeMap<&str, usize> = BTreeMap::new();
    let of = |place: &usize| {
        let figure = figures.all.get(*place)?;
        Some((figure.root.as_ref()?.as_str(), super::distance(figure)))
    };
    for (root, distance) in places.iter().filter_map(of) {
        nearest.entry(root).and_modify(|known| *known = distance.min(*known)).or_insert(distance);
    }
    places.retain(|place| of(place).is_some_and(|(root, distance)| nearest.get(root) == Some(&distance)));
    places
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for mut places in buckets(figures) {
        places.sort_by_key(|place| {
            figures.all.get(*place).and_then(|figure| figure.years).map(|years| years.first)
        });
        let sides: Vec<(usize, &Figure, Interval)> = places
            .iter()
            .filter_map(|place| {
                let figure = figures.all.get(*place)?;
                Some((*place, figure, figures.interval(figure)?))
            })
            .collect();
        found.extend(together(figures, &sides).iter().filter_map(|members| tell(figures, members)));
    }
    found
}

/// One set for each stretch of time: what contradicts one thing is told together. Members by their places, in order.
fn together(figures: &Figures<'_>, sides: &[(usize, &Figure, Interval)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<usize> = (0..sides.len()).collect();
    for (at, one) in sides.iter().enumerate() {
        for (next, other) in sides.iter().enumerate().skip(at + 1).take(super::MOST_IN_BUCKET) {
            if disagree(figures, *one, *other) {
                let (from, to) = (first_of(&mut groups, next), first_of(&mut groups, at));
                if let Some(group) = groups.get_mut(from.max(to)) {
                    *group = from.min(to);
                }
            }
        }
    }
    let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, side) in sides.iter().enumerate() {
        members.entry(first_of(&mut groups, at)).or_default().insert(side.0);
    }
    members
        .into_values()
        .filter(|members| members.len() > 1)
        .map(|members| members.into_iter().collect())
        .collect()
}

/// The first side of the group that a side belongs to; the way to it is made shorter.
fn first_of(groups: &mut [usize], mut at: usize) -> usize {
    while let Some(next) = groups.get(at).copied().filter(|next| *next != at) {
        let beyond = groups.get(next).copied().unwrap_or(next);
        if let Some(group) = groups.get_mut(at) {
            *group = beyond;
        }
        at = beyond;
    }
    at
}

fn tell(figures: &Figures<'_>, members: &[usize]) -> Option<Finding> {
    let first = figures.all.get(*members.first()?)?;
    // What one body says stands together: its numbers do not contradict each other here.
    let mut by_root: Vec<(&Figure, Vec<String>)> = Vec::new();
    let body = |figure: &Figure| figures.root(figure).map(|root| (root.name.clone(), root.year));
    for figure in members.iter().filter_map(|place| figures.all.get(*place)) {
        let same = |known: &Figure| match (body(known), body(figure)) {
            (Some(one), Some(other)) => is_same_body((&one.0, one.1), (&other.0, other.1)),
            _ => false,
        };
        match by_root.iter_mut().find(|(known, _)| same(known)) {
            Some((_, said)) => said.push(say(figures, figure)),
            None => by_root.push((figure, vec![say(figures, figure)])),
        }
    }
    let told: Vec<String> = by_root
        .into_iter()
        .map(|(figure, said)| {
            let carried = if figure.basis == Some(RootBasis::Carrier) { "carried by " } else { "" };
            format!("{} ({carried}{})", said.join(" and "), figures.root_label(figure))
        })
        .collect();
    let named = members.iter().filter(|place| {
        figures.all.get(**place).is_some_and(|figure| figure.basis == Some(RootBasis::Named))
    });
    let weight = match (named.count(), first.kind) {
        (0 | 1, _) => 0.4,
        (_, Kind::WorkerCount | Kind::Revenue) => 0.72,
        _ => 0.6,
    };
    let sentence = format!("Independent roots disagree on {}: {}.", noun(first.kind), told.join(" against "));
    Some(Finding::about(figures, Topic::Contradicts, weight, members, sentence))
}
