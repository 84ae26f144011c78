//! `implies`: two figures of one root that together say a third.
//!
//! Taught by a report of 2016: 50,000 workers in one country who bring $120 million are $2,400 a worker-year; and by a broker
//! who said that workers earn $700 a month and receive $150–200: they keep 21 to 29 %.
//!
//! Room: one root and one place, one currency, one span of time where both give one. Errs where the two speak of different
//! people, which one root in one place makes unlikely.

use super::{by_root, say, says};
use crate::amount::{Interval, number};
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::scope::Level;
use model::{Kind, Measure};

/// What the worker keeps of what is paid, where one root gives both: a fraction.
pub(crate) fn share_kept(figures: &Figures<'_>, gross: &Figure, received: &Figure) -> Option<(f64, f64)> {
    let (paid, kept) = (figures.quantity(gross), figures.quantity(received));
    let alike = gross.kind == Kind::WageGross
        && received.kind == Kind::WageReceived
        && gross.scope == received.scope
        && !gross.is_of_others(received)
        && paid.unit == kept.unit
        && paid.period == kept.period;
    let (low_paid, high_paid) = Interval::exact(paid.amount?).closed()?;
    let (low_kept, high_kept) = Interval::exact(kept.amount?).closed()?;
    (alike && low_paid > 0.0 && high_kept <= high_paid)
        .then_some((low_kept / high_paid, high_kept / low_paid))
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for places in by_root(figures).values().filter(|places| places.len() <= super::MOST_IN_BUCKET) {
        for one in places {
            for other in places {
                found.extend(shares(figures, *one, *other));
                found.extend(per_worker(figures, *one, *other));
            }
        }
    }
    found
}

fn shares(figures: &Figures<'_>, gross: usize, received: usize) -> Option<Finding> {
    let (paid, kept) = (figures.all.get(gross)?, figures.all.get(received)?);
    let (low, high) = share_kept(figures, paid, kept)?;
    let sentence = format!(
        "{} paid and {} received ({}) imply that the worker keeps {} % of the wage.",
        say(figures, paid),
        say(figures, kept),
        says(figures, paid),
        span((low * 100.0).round(), (high * 100.0).round()),
    );
    Some(Finding::about(figures, Topic::Implies, 0.45, &[gross, received], sentence))
}

fn per_worker(figures: &Figures<'_>, revenue: usize, workers: usize) -> Option<Finding> {
    let (money, heads) = (figures.all.get(revenue)?, figures.all.get(workers)?);
    let is_stock = heads.kind == Kind::WorkerCount && matches!(heads.measure, Some(Measure::Stock) | None);
    let meets = money.years.zip(heads.years).is_none_or(|(one, other)| one.meets(other));
    let placed = money.scope.level() != Level::Unknown;
    if money.kind != Kind::Revenue
        || !placed
        || !is_stock
        || money.is_of_others(heads)
        || money.scope != heads.scope
        || !meets
    {
        return None;
    }
    let quantity = figures.quantity(money);
    let (low, high) = Interval::exact(quantity.amount?).closed()?;
    let (few, many) = Interval::exact(figures.quantity(heads).amount?).closed()?;
    let currency = quantity.unit.as_ref()?.currency()?.to_owned();
    if few <= 0.0 {
        return None;
    }
    let each = (low / many, high / few);
    let period = quantity.period.map_or(String::new(), |period| format!(" a {period}"));
    let mut details = Vec::new();
    if quantity.period.is_none() {
        details.push(format!(
            "The text gives no span of time; taken for a year, it is {} {currency} a worker-month.",
            span(each.0 / 12.0, each.1 / 12.0)
        ));
    }
    let sentence = format!(
        "{} over {} ({}) is {} {currency} for each worker{period}.",
        say(figures, money),
        say(figures, heads),
        says(figures, money),
        span(each.0, each.1),
    );
    Some(Finding::about(figures, Topic::Implies, 0.48, &[revenue, workers], sentence).with_details(details))
}

/// `21–29`, or one number where both ends are the same as written.
pub(crate) fn span(low: f64, high: f64) -> String {
    let (low, high) = (number(low), number(high));
    if low == high { low } else { format!("{low}–{high}") }
}
