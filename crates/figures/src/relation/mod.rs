//! Relations between figures, a detector each. A detector's file says which real case taught it, what room it leaves, and
//! when it errs.
//!
//! No detector compares every figure with every other: candidates share a root, a number, or a place and a time.

mod contradicts;
mod converts;
mod difference_as_flow;
mod implies;
mod loses;
mod misquotes;
mod repeats;
mod stock_as_flow;

use crate::amount::{numbers, told};
use crate::figure::{Figure, Figures};
use crate::finding::Finding;
use model::Kind;
use std::collections::{BTreeMap, HashMap};

pub(crate) use contradicts::{Side, contradict};
pub(crate) use implies::{share_kept, span};

/// Finds every case of one relation or check.
pub(crate) type Detector = fn(&Figures<'_>) -> Vec<Finding>;

/// The relations, in the order of `DESIGN`.
pub(crate) const DETECTORS: &[Detector] = &[
    repeats::find,
    loses::bound,
    loses::period,
    loses::hedge,
    stock_as_flow::find,
    difference_as_flow::find,
    misquotes::find,
    converts::find,
    contradicts::find,
    implies::find,
];

/// Figures that are compared within one bucket, at most: beyond it a number says nothing of one case any more.
pub(crate) const MOST_IN_BUCKET: usize = 100;

/// What a figure says, in words: `1.2–2.3 billion USD a year worldwide in 2012`.
pub(crate) fn say(figures: &Figures<'_>, figure: &Figure) -> String {
    let mut text = told(&figures.quantity(figure));
    text.push_str(&match figure.scope.level() {
        crate::scope::Level::Unknown => String::new(),
        crate::scope::Level::World => " worldwide".to_owned(),
        _ => format!(" in {}", place_name(figures, figure)),
    });
    if let Some(years) = figure.years {
        text.push_str(&match (years.first, years.last) {
            (first, last) if first == last => format!(" in {first}"),
            (first, last) => format!(" in {first}–{last}"),
        });
    }
    text
}

/// The place of a figure in words, countries by their names.
pub(crate) fn place_name(figures: &Figures<'_>, figure: &Figure) -> String {
    figure.scope.label_with(|code| figures.material.countries.get(code).cloned())
}

/// Whether a figure is told by the root itself: by a row of a table that cites the root. A page always passes on.
pub(crate) fn is_own(figures: &Figures<'_>, figure: &Figure) -> bool {
    let own = |row: &model::TableRow| {
        let root = figure.chains.iter().find(|chain| chain.mention == figure.lead);
        row.citation.is_some() && row.document.is_none() && root.is_some_and(|chain| chain.steps.len() <= 1)
    };
    figures.lead(figure).and_then(|claim| claim.row.as_deref()).is_some_and(own)
}

/// The least number of steps with which any claim of a figure leads back.
pub(crate) fn distance(figure: &Figure) -> usize {
    figure.chains.iter().map(|chain| chain.steps.len()).min().unwrap_or_default()
}

/// What a kind counts, as a noun of a sentence.
#[must_use]
pub fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::WorkerCount => "workers",
        Kind::VictimCount => "victims",
        Kind::DeathCount => "deaths",
        Kind::SampleSize => "people asked",
        Kind::HostCountryCount => "host countries",
        Kind::EmployerCount => "employers",
        Kind::ListSize => "entries",
        Kind::Revenue => "revenue",
        Kind::WageGross => "gross pay",
        Kind::WageReceived => "pay that reaches the worker",
        Kind::WageShare => "share of the wage",
        Kind::Levy => "duty",
        Kind::WorkingHours => "working hours",
        _ => "figure",
    }
}

/// Places of figures by their root.
pub(crate) fn by_root<'f>(figures: &'f Figures<'_>) -> BTreeMap<&'f str, Vec<usize>> {
    let mut roots: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, figure) in figures.all.iter().enumerate() {
        if let Some(root) = &figure.root {
            roots.entry(root.as_str()).or_default().push(place);
        }
    }
    roots
}

/// Pairs of figures of one kind and unit that have a number in common.
pub(crate) fn with_common_number(figures: &Figures<'_>) -> Vec<(usize, usize)> {
    let mut buckets: HashMap<(Kind, String, u64), Vec<usize>> = HashMap::new();
    for (place, figure) in figures.all.iter().enumerate() {
        let quantity = figures.quantity(figure);
        let unit = quantity.unit.clone().map(String::from).unwrap_or_default();
        for number in quantity.amount.map(numbers).unwrap_or_default() {
            buckets.entry((figure.kind, unit.clone(), number.to_bits())).or_default().push(place);
        }
    }
    let mut pairs = Vec::new();
    for places in buckets.into_values() {
        let places = places.get(..places.len().min(MOST_IN_BUCKET)).unwrap_or_default();
        for (at, one) in places.iter().enumerate() {
            pairs.extend(places.iter().skip(at + 1).map(|other| (*one, *other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Whether two figures can be one thing told twice: the same root, or one that probably repeats the other.
pub(crate) fn is_same_tale(one: &Figure, other: &Figure, one_place: usize, other_place: usize) -> bool {
    let probably =
        |figure: &Figure, place: usize| figure.probable.first().is_some_and(|known| known.figure == place);
    (one.root.is_some() && one.root == other.root) || probably(one, other_place) || probably(other, one_place)
}

/// "probably" where the tie is a resemblance only.
pub(crate) fn probably(one: &Figure, other: &Figure) -> &'static str {
    if one.root.is_some() && one.root == other.root { "" } else { "probably " }
}

/// Who says it: the root, and through whom where that is another.
pub(crate) fn says(figures: &Figures<'_>, figure: &Figure) -> String {
    figures.root_label(figure)
}

/// The page or row that a mention stands in.
pub(crate) fn stands_in(figures: &Figures<'_>, mention: usize) -> String {
    let row = figures.material.claim(mention).and_then(|claim| claim.row.as_ref());
    match row {
        Some(row) => match &row.citation {
            Some(citation) => citation.clone(),
            None => format!("row {}", row.id),
        },
        None => figures.material.page_of(mention).map_or_else(String::new, |page| page.label().to_owned()),
    }
}
