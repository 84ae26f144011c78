//! Site against country against world: a part that is as large as the whole.
//!
//! Taught by nearly 800 workers at one shipyard, when a study found 500 to 800 in the whole country and its government 350.
//!
//! Room: head counts of the same kind of measure at most two years apart; the part is told where it is above the whole's low
//! end. Both are shown; which is wrong, or whether both were right at their times, the numbers do not say. A country is told
//! against the world only where it is larger. Errs where the year hides a rise or a fall.

use crate::amount::Interval;
use crate::figure::{Figure, Figures};
use crate::finding::{Finding, Topic};
use crate::relation::{MOST_IN_BUCKET, noun, place_name, say, says};
use crate::scope::{Level, Scope};
use model::{Kind, Measure};
use std::collections::BTreeMap;

const MOST_YEARS: i32 = 2;

pub(super) fn is_stock(figure: &Figure) -> bool {
    !figure.is_separate
        && matches!(figure.kind, Kind::WorkerCount | Kind::EmployerCount | Kind::VictimCount)
        && matches!(figure.measure, Some(Measure::Stock) | None)
}

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut wholes: BTreeMap<(Kind, String), Vec<usize>> = BTreeMap::new();
    for (place, figure) in figures.all.iter().enumerate().filter(|(_, figure)| is_stock(figure)) {
        if matches!(figure.scope.level(), Level::Country | Level::World) {
            wholes.entry((figure.kind, figure.scope.key())).or_default().push(place);
        }
    }
    let mut found = Vec::new();
    for (place, part) in figures.all.iter().enumerate().filter(|(_, figure)| is_stock(figure)) {
        let around: Vec<Scope> = match part.scope.level() {
            Level::Local => vec![
                Scope { countries: part.scope.countries.clone(), world: false, locals: Vec::new() },
                world(),
            ],
            // A country named beside a number may only have been near it; a named origin was asked about it.
            Level::Country if part.basis == Some(crate::RootBasis::Named) => vec![world()],
            _ => continue,
        };
        for whole in around {
            let places = wholes.get(&(part.kind, whole.key())).map_or(&[][..], Vec::as_slice);
            found.extend(against(figures, place, part, &places[..places.len().min(MOST_IN_BUCKET)]));
        }
    }
    found
}

pub(super) fn world() -> Scope {
    Scope { countries: Vec::new(), world: true, locals: Vec::new() }
}

/// One finding for all figures of the whole that the part does not fit into.
fn against(figures: &Figures<'_>, place: usize, part: &Figure, wholes: &[usize]) -> Option<Finding> {
    let mine = figures.interval(part)?;
    let exact = Interval::exact(figures.quantity(part).amount?);
    let is_local = part.scope.level() == Level::Local;
    let near = |whole: &&usize| {
        let figure = figures.all.get(**whole);
        // Of one root, a part as large as the whole is the whole told again.
        figure.is_some_and(|figure| {
            let years = part.years.zip(figure.years).is_some_and(|(one, other)| one.gap(other) <= MOST_YEARS);
            years && part.root != figure.root && !part.is_of_others(figure)
        })
    };
    let fits_not = |whole: &usize| {
        let Some(figure) = figures.all.get(*whole) else { return false };
        let Some(theirs) = figures.interval(figure) else { return false };
        let above = mine.low.zip(theirs.high).is_some_and(|(low, high)| low > high);
        let stated = figures.quantity(figure).amount.map(Interval::exact);
        let low = stated.and_then(|whole| whole.low);
        let reaches = exact.high.or(exact.low).zip(low).is_some_and(|(mine, low)| mine >= low);
        above || (is_local && theirs.high.is_some() && reaches)
    };
    let mut wholes: Vec<usize> = wholes.iter().filter(near).copied().collect();
    // Where it fits into one of them, the others are what is in doubt, and that is told as a contradiction.
    if !wholes.iter().all(fits_not) {
        return None;
    }
    wholes.sort_by_key(|whole| {
        let years = figures.all.get(*whole).and_then(|figure| figure.years);
        part.years.zip(years).map(|(one, other)| one.gap(other))
    });
    wholes.truncate(4);
    let first = figures.all.get(*wholes.first()?)?;
    let told: Vec<String> = wholes
        .iter()
        .filter_map(|whole| figures.all.get(*whole))
        .map(|figure| format!("{} ({})", say(figures, figure), says(figures, figure)))
        .collect();
    let sentence = format!(
        "{} ({}) would be as many {} as, or more than, all of {} is said to have: {}. A part and a whole are no two counts of one thing.",
        say(figures, part),
        says(figures, part),
        noun(part.kind),
        place_name(figures, first),
        told.join("; "),
    );
    let mut about = vec![place];
    about.extend(&wholes);
    Some(Finding::about(figures, Topic::Scopes, 0.78, &about, sentence))
}
