//! Implied pay: what a yearly revenue would mean for each worker and month, against the wages that are known.
//!
//! Taught by "$1.2–2.3 billion a year": over 50,000–60,000 workers it would be $1,667–3,833 a worker-month, when known gross
//! wages are $300 to $1,000.
//!
//! Room: revenue per year or month in a currency with a known rate; head counts of the same place at most three years away;
//! monthly gross wages of any place at most five years away, because wages are known for few places. Refuted means: even the
//! least that it implies is above the highest known wage. Errs where the revenue also has other sources than these workers, or where
//! the head count misses many of them: both are said.

use crate::amount::{Interval, number};
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::rates;
use crate::relation::{say, says, span};
use crate::scope::Level;
use crate::years::Years;
use model::{Kind, Measure, Period, Quantity};
use std::collections::BTreeMap;

const HEAD_COUNT_YEARS: i32 = 3;
const WAGE_YEARS: i32 = 5;

/// Wages that are told beside a finding, the highest first.
const WAGES_TOLD: usize = 6;

/// The currency in which pay is compared.
const CURRENCY: &str = "USD";

/// A monthly amount in dollars, at the rates of its year.
pub(super) fn monthly_dollars(quantity: &Quantity, years: Option<Years>) -> Option<(f64, f64)> {
    let (low, high) = Interval::exact(quantity.amount?).closed()?;
    let code = quantity.unit.as_ref()?.currency()?;
    let per_month = match quantity.period? {
        Period::Month => 1.0,
        Period::Year => 1.0 / 12.0,
        _ => return None,
    };
    let (least, most) =
        if code == CURRENCY { (1.0, 1.0) } else { rates::in_year(code, CURRENCY, years?.last)? };
    Some((low * per_month * least, high * per_month * most))
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let of_kind = |kind: Kind| figures.all.iter().enumerate().filter(move |(_, figure)| figure.kind == kind);
    let mut wages: Vec<(usize, &Figure, (f64, f64))> = of_kind(Kind::WageGross)
        .filter_map(|(place, figure)| {
            Some((place, figure, monthly_dollars(&figures.quantity(figure), figure.years)?))
        })
        .collect();
    wages.sort_by(|one, other| other.2.1.total_cmp(&one.2.1));
    let mut heads: BTreeMap<String, Vec<HeadCount<'_>>> = BTreeMap::new();
    for (place, figure) in of_kind(Kind::WorkerCount) {
        let counts = !figure.is_separate
            && matches!(figure.measure, Some(Measure::Stock) | None)
            && figure.scope.level() != Level::Unknown;
        if let Some(count) = HeadCount::of(figures, place, figure).filter(|_| counts) {
            heads.entry(figure.scope.key()).or_default().push(count);
        }
    }
    of_kind(Kind::Revenue)
        .filter_map(|(place, figure)| {
            let heads = heads.get(&figure.scope.key()).map_or(&[][..], Vec::as_slice);
            implied(figures, place, figure, heads, &wages)
        })
        .collect()
}

/// How many workers there were, at least and at most.
struct HeadCount<'f> {
    place: usize,
    figure: &'f Figure,
    years: Years,
    few: f64,
    many: f64,
}

impl<'f> HeadCount<'f> {
    fn of(figures: &Figures<'_>, place: usize, figure: &'f Figure) -> Option<Self> {
        let (few, many) = Interval::exact(figures.quantity(figure).amount?).closed()?;
        (few > 0.0).then_some(Self { place, figure, years: figure.years?, few, many })
    }
}

/// All years in which a figure is told.
fn told_in(figures: &Figures<'_>, figure: &Figure) -> Option<Years> {
    let all =
        figure.claims.iter().filter_map(|mention| crate::figure::years_of(figures.material.claim(*mention)?));
    all.reduce(Years::hull)
}

fn implied(
    figures: &Figures<'_>,
    place: usize,
    revenue: &Figure,
    heads: &[HeadCount<'_>],
    wages: &[(usize, &Figure, (f64, f64))],
) -> Option<Finding> {
    let quantity = figures.quantity(revenue);
    let told = told_in(figures, revenue)?;
    let (low, high) = monthly_dollars(&quantity, Some(told))?;
    // A vague order of magnitude ("hundreds of millions") refutes nothing.
    if revenue.scope.level() == Level::Unknown || quantity.hedges.contains(&model::Hedge::Vague) {
        return None;
    }
    let gap = |count: &HeadCount<'_>| count.years.gap(told);
    let mut fitting: Vec<&HeadCount<'_>> = heads
        .iter()
        .filter(|count| gap(count) <= HEAD_COUNT_YEARS && !count.figure.is_of_others(revenue))
        .collect();
    fitting.sort_by_key(|count| {
        let is_carried = count.figure.basis != Some(crate::RootBasis::Named);
        (gap(count), is_carried, count.few >= count.many, count.place)
    });
    let workers = *fitting.first()?;
    let near = wages.iter().filter(|(_, wage, _)| {
        wage.years.is_none_or(|years| years.gap(told) <= WAGE_YEARS) && !wage.is_of_others(revenue)
    });
    let near: Vec<_> = near.take(WAGES_TOLD).collect();
    let (_, highest, (_, most)) = **near.first()?;
    let each = (low / workers.many, high / workers.few);
    // Head counts of the same time that disagree refute nothing: one of them would have to be chosen.
    let mut nearest = fitting.iter().take_while(|count| gap(count) == gap(workers));
    let refuted = nearest.clone().all(|count| low / count.many > most);
    let in_part = nearest.all(|count| high / count.few > most);
    if !refuted && !in_part {
        return None;
    }
    let above = if refuted {
        "more than any gross wage known here"
    } else {
        "at its upper end more than any gross wage known here"
    };
    let sentence = format!(
        "{} ({}) would be {} {CURRENCY} a worker-month at {} ({}): {above}, the highest being {}.",
        say(figures, revenue),
        says(figures, revenue),
        span(each.0, each.1),
        say(figures, workers.figure),
        says(figures, workers.figure),
        say(figures, highest),
    );
    let mut details = vec![format!(
        "{} ÷ {} workers ÷ 12 months = {}; {} ÷ {} ÷ 12 = {}.",
        number(low * 12.0),
        number(workers.many),
        number(each.0),
        number(high * 12.0),
        number(workers.few),
        number(each.1)
    )];
    details.extend(near.iter().map(|(_, wage, (low, high))| {
        format!(
            "Known wage: {} ({}), {} {CURRENCY} a month.",
            say(figures, wage),
            says(figures, wage),
            span(*low, *high)
        )
    }));
    for other in fitting.iter().skip(1).take(3) {
        details.push(format!(
            "At {} ({}) it would be {}.",
            say(figures, other.figure),
            says(figures, other.figure),
            span(low / other.many, high / other.few)
        ));
    }
    details.push("It does not show which of the numbers is wrong: the revenue may have other sources, or the head count may miss people.".to_owned());
    let mut about = vec![place, workers.place];
    about.extend(near.iter().take(4).map(|(wage, ..)| *wage));
    let weight = if refuted { 0.95 } else { 0.64 };
    Some(Finding::about(figures, Topic::ImpliedPay, weight, &about, sentence).with_details(details))
}
