//! Places as people write them: a code, the English name of a country, `world`, or any other name.

use crate::Result;
use archive::{ClaimFilter, Workspace};
use claims::gazetteer::{Country, Gazetteer};
use model::Clearance;
use std::collections::BTreeSet;

/// How alike two spellings must be for one to be suggested for the other, from 0 to 1.
const ALIKE: f64 = 0.75;

/// Suggestions that are made at most.
const SUGGESTIONS: usize = 3;

/// The country with this name or code, whatever the case of its letters.
pub(crate) fn country(words: &str) -> Option<&'static Country> {
    let gazetteer = Gazetteer::embedded();
    let named = |country: &&Country| country.names.iter().any(|name| same(name, words));
    gazetteer.country(&words.to_uppercase()).or_else(|| gazetteer.countries().iter().find(named))
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Whether the words look like a code, right or wrong.
pub(crate) fn is_code_like(words: &str) -> bool {
    words.len() == 2 && words.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The place as claims spell it: the code of a country that is named or given by its code, `world`, or the words.
#[must_use]
pub fn place_in_claims(words: &str) -> String {
    let words = words.trim();
    match country(words) {
        Some(country) => country.code.to_owned(),
        None if same(words, "world") => "world".to_owned(),
        None => words.to_owned(),
    }
}

/// A place of claims as people read it: a country's English name for its code, other names as they are, with capitals
/// where the ledger's lists have none.
#[must_use]
pub fn place_name(place: &str) -> String {
    if is_code_like(place)
        && let Some(country) = country(place)
    {
        return country.name().to_owned();
    }
    if same(place, "world") {
        return "the world".to_owned();
    }
    if place.chars().any(char::is_uppercase) {
        return place.to_owned();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    place.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// Places that may have been meant, likeliest first; `None` where the place is one that is known.
///
/// Compared are the names of countries and the places that the claims of the workspace speak of.
///
/// # Errors
/// If the ledger cannot be read.
pub fn places_like(workspace: &Workspace, clearance: Clearance, words: &str) -> Result<Option<Vec<String>>> {
    let words = words.trim();
    if country(words).is_some() || same(words, "world") || is_in_gazetteer(words) {
        return Ok(None);
    }
    let countries = Gazetteer::embedded().countries().iter();
    let mut names: BTreeSet<String> = countries.map(|country| country.name().to_owned()).collect();
    for record in workspace.claims(clearance, &ClaimFilter::default())? {
        // Codes are too short to be alike; the names of their countries stand among the rest.
        names.extend(record.into_inner().claim.places.into_iter().filter(|place| place.len() > 2));
    }
    if names.iter().any(|name| same(name, words)) {
        return Ok(None);
    }
    Ok(Some(alike(words, &names)))
}

fn is_in_gazetteer(words: &str) -> bool {
    let parts: Vec<String> = words.split_whitespace().map(capitalised).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Gazetteer::embedded()
        .longest_match(&parts)
        .is_some_and(|found| found.words == parts.len() && found.rest.is_none())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn alike(words: &str, names: &BTreeSet<String>) -> Vec<String> {
    let words = words.to_lowercase();
    let likeness = |name: &String| strsim::normalized_damerau_levenshtein(&words, &name.to_lowercase());
    let mut near: Vec<(f64, &String)> =
        names.iter().map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness >= ALIKE).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    near.into_iter().take(SUGGESTIONS).map(|(_, name)| name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_name_and_by_code() {
        for (words, place) in
            [("Poland", "PL"), ("poland ", "PL"), ("pl", "PL"), ("World", "world"), ("Szczecin", "Szczecin")]
        {
            assert_eq!(place_in_claims(words), place);
        }
        assert!(is_in_gazetteer("vladivostok") && !is_in_gazetteer("Polnad"));
    }

    #[test]
    fn a_slip_of_the_fingers_is_recognised() {
        let names = ["Poland", "Portugal", "Qatar", "Port Example"].map(str::to_owned).into();
        assert_eq!(alike("Polnad", &names), ["Poland"]);
        assert_eq!(alike("port exmaple", &names), ["Port Example"]);
        assert!(alike("elsewhere", &names).is_empty());
    }
}
