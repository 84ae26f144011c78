//! Conversions at the rate of another year.
//!
//! Taught by "15,000 roubles ($260) a month", said of ten years before April 2018: $260 is a rate of 2018; at the rate of April
//! 2008 the sum was about $640. The bracket turns a duty that fell in dollars into one that doubled.
//!
//! Room: 10 % around the span of monthly rates of the claim's own year. Where the text counts whole years back from a publication
//! whose month is known, the rate of that month is given too. Errs where a text uses an official rate that nobody could get.

use crate::amount::{number, numbers};
use crate::figure::Figures;
use crate::finding::{Finding, Topic};
use crate::material::Material;
use crate::rates;
use crate::relation::{by_root, noun, say, says, span, stands_in};
use crate::years::{month_of, years};

const ROOM: f64 = 0.10;

/// Whether a conversion is at a rate of its own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fits,
    OtherYear,
}

/// A conversion that a text makes, judged.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// `260 USD`.
    pub(crate) equivalent: String,
    /// What the sum was worth in the claim's own year, least and most.
    pub(crate) worth: (f64, f64),
    pub(crate) currency: String,
    pub(crate) details: Vec<String>,
}

/// Judges the conversion that a claim makes; none where it makes none, or its year or rate is not known.
pub(crate) fn judge(material: &Material, mention: usize) -> Option<Judged> {
    let claim = material.claim(mention)?;
    let quantity = claim.quantity.as_ref()?;
    let equivalent = quantity.equivalent.as_ref()?;
    let from = quantity.unit.as_ref()?.currency()?;
    let to = equivalent.currency.as_str();
    let sum = *numbers(quantity.amount?).last()?;
    let year = claim.time.as_deref().and_then(years)?.first;
    let (low, high) = rates::in_year(from, to, year)?;
    let rate = equivalent.value / sum;
    let verdict = if rate >= low * (1.0 - ROOM) && rate <= high * (1.0 + ROOM) {
        Verdict::Fits
    } else {
        Verdict::OtherYear
    };
    let mut details = vec![format!(
        "{year}: {} {from} were {} {to} ({}).",
        number(sum),
        span(sum * low, sum * high),
        rates::SOURCE
    )];
    let published = material.page_of(mention).and_then(|page| page.published.as_ref()).and_then(month_of);
    if let Some((then, month)) = published {
        if let Some(rate) = rates::in_month(from, to, year, month).filter(|_| then != year) {
            details.push(format!(
                "In the same month of {year} as the text was published in: {} {to}.",
                number(sum * rate)
            ));
        }
        if let Some(rate) = rates::in_month(from, to, then, month) {
            details.push(format!(
                "When the text was published ({then}-{month:02}): {} {to}.",
                number(sum * rate)
            ));
        }
    }
    let fitting = rates::years_with(from, to, rate, 0.0);
    let listed: Vec<String> = fitting.iter().map(ToString::to_string).collect();
    if verdict == Verdict::OtherYear && !fitting.is_empty() {
        details.push(format!("The rate used is one of {}.", listed.join(", ")));
    }
    let equivalent = format!("{} {to}", number(equivalent.value));
    Some(Judged { verdict, equivalent, worth: (sum * low, sum * high), currency: to.to_owned(), details })
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (place, figure) in figures.all.iter().enumerate() {
        for mention in &figure.claims {
            let Some(judged) =
                judge(&figures.material, *mention).filter(|judged| judged.verdict == Verdict::OtherYear)
            else {
                continue;
            };
            let sentence = format!(
                "{} converts {} into {}, which is a rate of another time: in its own year the sum was {} {}.",
                stands_in(figures, *mention),
                say(figures, figure),
                judged.equivalent,
                span(judged.worth.0, judged.worth.1),
                judged.currency,
            );
            found.push(
                Finding::about(figures, Topic::Conversion, 0.77, &[place], sentence)
                    .with_mention(*mention)
                    .with_details(judged.details),
            );
            break;
        }
    }
    found
}

/// A sum that rises in its own currency and falls in dollars, or the other way round.
pub(super) fn terms(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for places in by_root(figures).values().filter(|places| places.len() <= crate::relation::MOST_IN_BUCKET) {
        for (at, one) in places.iter().enumerate() {
            found.extend(places.iter().skip(at + 1).filter_map(|other| turned(figures, *one, *other)));
        }
    }
    found
}

fn turned(figures: &Figures<'_>, one: usize, other: usize) -> Option<Finding> {
    let (first, second) = (figures.all.get(one)?, figures.all.get(other)?);
    let (mut early, mut late) = ((one, first), (other, second));
    if first.years?.first > second.years?.first {
        (early, late) = (late, early);
    }
    let (before, after) = (figures.quantity(early.1), figures.quantity(late.1));
    let code = before.unit.as_ref()?.currency()?;
    let alike = first.kind == second.kind
        && first.scope == second.scope
        && before.unit == after.unit
        && before.period == after.period;
    let (then, now) = (early.1.years?.first, late.1.years?.first);
    if !alike || code == "USD" || then == now {
        return None;
    }
    let (from, to) = (before.amount?.as_point()?, after.amount?.as_point()?);
    let (was, is) = (rates::in_year(code, "USD", then)?, rates::in_year(code, "USD", now)?);
    let (was, is) = ((from * was.0, from * was.1), (to * is.0, to * is.1));
    let turned = (to > from && is.1 < was.0) || (to < from && is.0 > was.1);
    turned.then(|| {
        let sentence = format!(
            "From {then} to {now} the {} went from {} to {} {code} ({}), and in dollars from {} to {}.",
            noun(first.kind),
            number(from),
            number(to),
            says(figures, first),
            span(was.0, was.1),
            span(is.0, is.1),
        );
        let details = vec![format!("Rates: {}.", rates::SOURCE)];
        Finding::about(figures, Topic::Conversion, 0.63, &[early.0, late.0], sentence).with_details(details)
    })
}
