//! Countries against the world: parts that add up to more than the whole.
//!
//! Taught by head counts for single host countries that were taken from many reports, beside totals for all of them that were
//! never counted but guessed: 50,000 in the world, when three hosts alone were said to have 64,000.
//!
//! Room: head counts of workers of one country of origin, each with a named root and a time that meets the whole's; of each
//! host the lowest figure there is, at the low end of its interval; and the whole at its high end. It abstains where the whole
//! has no upper end, where a host is larger by itself (`scopes` tells that), and of places that are not whole countries. It
//! says nothing where parts come to less: there may be hosts that nobody counted. Errs where people moved from one host to
//! another within the time, and were counted in both.

use super::scopes::{is_stock, world};
use crate::amount::{Interval, number};
use crate::figure::{Figure, Figures, RootBasis};
use crate::finding::{Finding, Topic};
use crate::relation::{MOST_IN_BUCKET, noun, say, says};
use crate::scope::Level;
use model::Kind;
use std::collections::BTreeMap;

/// Parts that are told in the sentence; the details have all.
const TOLD: usize = 3;

/// A host's lowest figure.
#[derive(Clone, Copy)]
struct Part {
    place: usize,
    low: f64,
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let counted = figures.all.iter().enumerate().filter(|(_, figure)| {
        is_stock(figure) && figure.basis == Some(RootBasis::Named) && figure.origin.is_some()
    });
    // By what is counted and whose people: the wholes, and the figures of each country.
    type Sides<'f> = (Vec<usize>, BTreeMap<&'f str, Vec<usize>>);
    let mut sides: BTreeMap<(Kind, &str), Sides<'_>> = BTreeMap::new();
    for (place, figure) in counted {
        let Some(origin) = figure.origin.as_deref() else { continue };
        let (wholes, countries) = sides.entry((figure.kind, origin)).or_default();
        match figure.scope.level() {
            Level::World if *figure.scope == world() => wholes.push(place),
            Level::Country => {
                let Some(code) = figure.scope.countries.first() else { continue };
                countries.entry(code).or_default().push(place);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (wholes, countries) in sides.values() {
        for whole in wholes.iter().take(MOST_IN_BUCKET) {
            found.extend(against(figures, *whole, countries));
        }
    }
    found
}

fn against(figures: &Figures<'_>, whole: usize, countries: &BTreeMap<&str, Vec<usize>>) -> Option<Finding> {
    let total = figures.all.get(whole)?;
    let most = figures.interval(total)?.high?;
    let lowest = |places: &Vec<usize>| {
        let parts = places.iter().filter_map(|place| part(figures, *place, total));
        parts.min_by(|one, other| one.low.total_cmp(&other.low))
    };
    let mut parts: Vec<Part> = countries.values().filter_map(lowest).collect();
    let sum: f64 = parts.iter().map(|part| part.low).sum();
    if parts.len() < 2 || sum <= most || parts.iter().any(|part| part.low > most) {
        return None;
    }
    parts.sort_by(|one, other| other.low.total_cmp(&one.low).then(one.place.cmp(&other.place)));
    let tell = |part: &Part| {
        let figure = figures.all.get(part.place)?;
        Some(format!("{} ({})", say(figures, figure), says(figures, figure)))
    };
    let told: Vec<String> = parts.iter().filter_map(tell).collect();
    let more = match told.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let sentence = format!(
        "The lowest counts for {} countries add up to at least {} {}, more than {} ({}): {}{more}.",
        parts.len(),
        number(sum.floor()),
        noun(total.kind),
        say(figures, total),
        says(figures, total),
        told.get(..TOLD.min(told.len())).unwrap_or_default().join("; "),
    );
    let terms: Vec<String> = parts.iter().map(|part| number(part.low.round())).collect();
    let mut details =
        vec![format!("{} = {}, against at most {}", terms.join(" + "), number(sum.round()), number(most))];
    details.extend(told.into_iter().skip(TOLD));
    let mut about = vec![whole];
    about.extend(parts.iter().map(|part| part.place));
    Some(Finding::about(figures, Topic::Scopes, 0.74, &about, sentence).with_details(details))
}

/// A figure of one country, where its time meets that of the whole.
fn part(figures: &Figures<'_>, place: usize, total: &Figure) -> Option<Part> {
    let figure = figures.all.get(place)?;
    let meets = figure.years?.meets(total.years?);
    let Interval { low, .. } = figures.interval(figure)?;
    low.filter(|_| meets).map(|low| Part { place, low })
}
