//! Places of claims in passages written for the purpose.

use crate::slots::document;
use claims::Extractor;
use model::{Claim, SourceId};

const PLACES: &str = include_str!("../data/places.txt");

/// The share that must come out right.
const FLOOR: f64 = 0.85;

/// The places of the claim that touches the words, sorted; `None` where nothing is claimed there.
fn places_of(claims: &[Claim], text: &str, words: &str) -> Option<String> {
    let at = text.find(words).unwrap_or_else(|| panic!("“{words}” is not in “{text}”"));
    let start = text[..at].chars().count();
    let end = start + words.chars().count();
    let claim = claims
        .iter()
        .filter(|claim| claim.kind.is_numeric())
        .find(|claim| claim.passage.start < end && start < claim.passage.end)?;
    let mut places = claim.places.clone();
    places.sort();
    Some(places.join("+"))
}

#[test]
fn places_are_those_that_the_text_gives() {
    let extractor = Extractor::embedded().unwrap();
    let (mut cases, mut wrong) = (0_u32, Vec::new());
    let (mut text, mut claims) = (String::new(), Vec::new());
    for line in PLACES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let Some(case) = line.strip_prefix('\t') else {
            text = line.replace('¶', "\n\n");
            claims = extractor.extract(&SourceId::of(text.as_bytes()), &document(&text));
            continue;
        };
        let (words, expected) = case.split_once('\t').unwrap_or_else(|| panic!("no places in “{case}”"));
        let mut expected: Vec<&str> = expected.split('+').collect();
        expected.sort_unstable();
        let expected = expected.join("+");
        let found = places_of(&claims, &text, words);
        cases += 1;
        if found.as_deref() != Some(expected.as_str()) {
            wrong.push(format!("{text}\n    {words}: expected {expected}, found {found:?}"));
        }
    }
    let share = 1.0 - wrong.len() as f64 / f64::from(cases);
    assert!(share >= FLOOR, "{share:.3} of {cases} is below {FLOOR}\n{}", wrong.join("\n"));
}
