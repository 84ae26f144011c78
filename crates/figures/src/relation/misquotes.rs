//! `misquotes`: one root, reported with several numbers.
//!
//! Taught by one broadcast of April 2018, which its own listing gives with more than 100,000 workers, one site with more than
//! 150,000 and a paper with 200,000.
//!
//! Room: same root, kind and place, years that meet, and each number from another text. Two numbers in one text, or for
//! different years, or both from the root itself, are no misquotation. Errs where the root really gave several numbers, such as a low and a high estimate that
//! two texts each quote half of: the passages show it.

use super::{by_root, is_own, noun, say, stands_in};
use crate::amount::numbers;
use crate::figure::{Figures, RootBasis};
use crate::finding::{Finding, Topic};
use crate::scope::Level;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for places in
        by_root(figures).values().filter(|places| (2..=super::MOST_IN_BUCKET).contains(&places.len()))
    {
        let mut alike: BTreeMap<(model::Kind, String, String), Vec<usize>> = BTreeMap::new();
        for place in places {
            let Some(figure) = figures.all.get(*place) else { continue };
            if figure.basis != Some(RootBasis::Named) || figure.scope.level() == Level::Unknown {
                continue;
            }
            let unit = figures.quantity(figure).unit.map(String::from).unwrap_or_default();
            alike.entry((figure.kind, unit, figure.scope.key())).or_default().push(*place);
        }
        for ((kind, ..), places) in alike {
            found.extend(drift(figures, kind, &places));
        }
    }
    found
}

fn drift(figures: &Figures<'_>, kind: model::Kind, places: &[usize]) -> Option<Finding> {
    let first = figures.all.get(*places.first()?)?;
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut about = Vec::new();
    let mut amounts: BTreeSet<String> = BTreeSet::new();
    let mut relayed = false;
    for place in places {
        let figure = figures.all.get(*place)?;
        let meets = figure.years.zip(first.years).is_none_or(|(one, other)| one.meets(other));
        if !meets || figure.is_of_others(first) {
            continue;
        }
        about.push(*place);
        relayed |= !is_own(figures, figure);
        // An inflow beside a head count is told by another detector; it makes no second number here.
        if figure.measure.is_none_or(|measure| first.measure.is_none_or(|other| other == measure)) {
            amounts.extend(figures.quantity(figure).amount.map(|amount| format!("{:?}", numbers(amount))));
        }
        for mention in &figure.claims {
            texts.entry(stands_in(figures, *mention)).or_default().insert(figure.id.to_string());
        }
    }
    // A text that has all of the numbers quotes none of them wrongly.
    let each_its_own = texts.values().all(|figures| figures.len() == 1);
    if amounts.len() < 2 || !each_its_own || !relayed {
        return None;
    }
    let told: Vec<String> = about
        .iter()
        .filter_map(|place| figures.all.get(*place))
        .map(|figure| format!("{} ({})", say(figures, figure), stands_in(figures, figure.lead)))
        .collect();
    let sentence = format!(
        "One root, {}, is reported with {} numbers of {}: {}.",
        figures.root_label(first),
        amounts.len(),
        noun(kind),
        told.join("; ")
    );
    let mut finding = Finding::about(figures, Topic::Misquotes, 0.8, &about, sentence);
    let mut details = Vec::new();
    for place in &about {
        for chain in figures.all.get(*place).map(|figure| figure.chains.as_slice()).unwrap_or_default() {
            for step in &chain.steps {
                finding = finding.with_mention(step.mention);
                details.push(format!("{} → {}: {}", step.from, step.to, step.how));
            }
        }
    }
    details.dedup();
    Some(finding.with_details(details))
}
