//! Shares that must add up: what the worker keeps and what is taken, and what wages imply against what is stated.
//!
//! Taught by two pages: one says that workers receive 10 to 20 % of their wages, the other that they are paid $700 and receive
//! $150–200, which is 21 to 29 %.
//!
//! Room: 5 percentage points for two shares that should make a whole; intervals that do not overlap for stated against implied. Where
//! the places differ, that is said, because both can then be right. Errs where a fee goes to a third party.

use crate::amount::Interval;
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::relation::{MOST_IN_BUCKET, by_root, say, says, share_kept, span};
use crate::scope::Level;
use model::{Direction, Kind};

const ROOM: f64 = 0.05;

/// What the worker keeps by a stated share.
fn kept(figures: &Figures<'_>, figure: &Figure) -> Option<Interval> {
    let quantity = figures.quantity(figure);
    let stated = Interval::exact(quantity.amount?);
    match quantity.direction? {
        Direction::Received => Some(stated),
        Direction::Retained => {
            Some(Interval { low: stated.high.map(|high| 1.0 - high), high: stated.low.map(|low| 1.0 - low) })
        }
    }
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let shares: Vec<usize> = (0..figures.all.len())
        .filter(|place| figures.all.get(*place).is_some_and(|figure| figure.kind == Kind::WageShare))
        .collect();
    let mut found = Vec::new();
    for places in by_root(figures).values().filter(|places| places.len() <= MOST_IN_BUCKET) {
        for (at, one) in places.iter().enumerate() {
            found.extend(places.iter().skip(at + 1).filter_map(|other| sum(figures, *one, *other)));
            for other in places {
                let implied = figures
                    .all
                    .get(*one)
                    .zip(figures.all.get(*other))
                    .and_then(|(gross, received)| share_kept(figures, gross, received));
                let Some(implied) = implied else { continue };
                found.extend(
                    shares
                        .iter()
                        .take(MOST_IN_BUCKET)
                        .filter_map(|share| against(figures, *share, (*one, *other), implied)),
                );
            }
        }
    }
    found
}

/// Two shares of one root that together are more than the whole.
fn sum(figures: &Figures<'_>, one: usize, other: usize) -> Option<Finding> {
    let (first, second) = (figures.all.get(one)?, figures.all.get(other)?);
    let (this, that) = (figures.quantity(first), figures.quantity(second));
    let opposite = first.kind == Kind::WageShare
        && second.kind == Kind::WageShare
        && this.direction? != that.direction?;
    let least = Interval::exact(this.amount?).low? + Interval::exact(that.amount?).low?;
    if !opposite || first.is_of_others(second) || first.scope != second.scope || least <= 1.0 + ROOM {
        return None;
    }
    let sentence = format!(
        "{} received and retained ({} and {}) are together {} % of the wage.",
        says(figures, first),
        say(figures, first),
        say(figures, second),
        span((least * 100.0).round(), (least * 100.0).round()),
    );
    Some(Finding::about(figures, Topic::Shares, 0.66, &[one, other], sentence))
}

/// A stated share against one that wages of another root imply.
fn against(
    figures: &Figures<'_>,
    share: usize,
    wages: (usize, usize),
    implied: (f64, f64),
) -> Option<Finding> {
    let (stated, gross, received) =
        (figures.all.get(share)?, figures.all.get(wages.0)?, figures.all.get(wages.1)?);
    let interval = kept(figures, stated)?;
    let by_wages = Interval { low: Some(implied.0), high: Some(implied.1) };
    let said = stated.years.map(|years| years.first).or_else(|| figures.root(stated)?.year);
    let years = said.zip(gross.years).is_none_or(|(one, other)| (one - other.first).abs() <= 5);
    if stated.root == gross.root || stated.is_of_others(gross) || interval.overlaps(by_wages) || !years {
        return None;
    }
    let same_place = stated.scope == gross.scope && gross.scope.level() != Level::Unknown;
    let placed = stated.scope.contains(&gross.scope)
        || same_place
        || stated.scope.level() == Level::Unknown
        || gross.scope.level() == Level::Unknown;
    if !placed {
        return None;
    }
    let stated_share = match (interval.low, interval.high) {
        (Some(low), Some(high)) => span((low * 100.0).round(), (high * 100.0).round()),
        (Some(low), None) => format!("at least {}", span((low * 100.0).round(), (low * 100.0).round())),
        (None, Some(high)) => format!("at most {}", span((high * 100.0).round(), (high * 100.0).round())),
        (None, None) => return None,
    };
    let mut sentence = format!(
        "Workers keep {stated_share} % of the wage by {}; {} and {} ({}) make it {} %.",
        says(figures, stated),
        say(figures, gross),
        say(figures, received),
        says(figures, gross),
        span((implied.0 * 100.0).round(), (implied.1 * 100.0).round()),
    );
    if !same_place {
        sentence.push_str(" The places differ or are not named, so both may be right.");
    }
    let weight = if same_place { 0.66 } else { 0.58 };
    Some(Finding::about(figures, Topic::Shares, weight, &[share, wages.0, wages.1], sentence))
}
