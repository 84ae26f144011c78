//! Names of speakers as keys: `U.S. State Dept` and `US State Department` are one.

use crate::Bodies;

/// Spellings of one word.
const SPELLINGS: &[(&str, &str)] = &[
    ("dept", "department"),
    ("govt", "government"),
    ("int", "international"),
    ("intl", "international"),
    ("univ", "university"),
    ("inst", "institute"),
    ("centre", "center"),
    ("labour", "labor"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("programme", "program"),
    ("n", "north"),
    ("s", "south"),
];

/// What a body is asked or quoted through; without it the name is the body's own.
const VEHICLES: &[&str] = &[
    "program",
    "listing",
    "report",
    "reports",
    "study",
    "studies",
    "survey",
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "data",
    "records",
    "statement",
    "statistics",
    "website",
    "site",
    "estimate",
    "estimates",
    "figures",
    "researchers",
    "researcher",
    "article",
    "investigation",
    "investigators",
    "broadcast",
    "documentary",
    "correspondent",
    "team",
    "series",
    "s",
];

const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];

fn words(name: &str) -> Vec<String> {
    // "U.S." is one word, "Data Base" and "Database" are the same letters.
    let dotless: String = name.chars().filter(|character| !matches!(character, '.' | '’' | '\'')).collect();
    let parts = dotless.split(|character: char| !character.is_alphanumeric());
    let lower = parts.filter(|part| !part.is_empty()).map(str::to_lowercase);
    let spelled = lower.map(|word| {
        let known = SPELLINGS.iter().find(|(other, _)| *other == word);
        known.map_or(word, |(_, usual)| (*usual).to_owned())
    });
    let mut words: Vec<String> =
        spelled.filter(|word| !matches!(word.as_str(), "the" | "a" | "an")).collect();
    for (long, short) in [(["united", "states"], "us"), (["united", "nations"], "un")] {
        if let Some(at) = words.windows(2).position(|pair| pair == long) {
            words.splice(at..at + 2, [short.to_owned()]);
        }
    }
    words
}

/// Letters and digits of a name in lower case, usual spellings, nothing between.
pub(crate) fn plain_key(name: &str) -> String {
    words(name).concat()
}

/// The key of a name: of the known body that it is, or names with a vehicle, a number or a date beside it; else its own.
pub(crate) fn key(name: &str, bodies: &Bodies) -> String {
    let all = words(name);
    let whole = all.concat();
    if let Some(known) = bodies.canonical(&whole) {
        return known.to_owned();
    }
    let is_date = |word: &String| {
        word.bytes().any(|byte| byte.is_ascii_digit())
            || MONTHS.iter().any(|month| word.starts_with(month) && word.len() <= 9)
    };
    let named: Vec<String> = all.iter().filter(|word| !is_date(word)).cloned().collect();
    let mut end = named.len();
    loop {
        let head = named.get(..end).unwrap_or_default();
        if let Some(known) = bodies.canonical(&head.concat()) {
            return known.to_owned();
        }
        match head.last() {
            Some(last) if VEHICLES.contains(&last.as_str()) => end -= 1,
            _ => break,
        }
    }
    // Without the year: that belongs to the work and is kept apart.
    let undated: Vec<String> = all.into_iter().filter(|word| !is_year(word)).collect();
    if undated.is_empty() { whole } else { undated.concat() }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: i32| (1900..2100).contains(&year))
}

/// Several names given as one: `ILO/Walk Free/IOM 2022`, `A Person; Another Person`. Symbols such as `A/70/362` stay whole.
pub(crate) fn apart(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in name.split(';') {
        let pieces: Vec<&str> = part.split('/').map(str::trim).collect();
        let is_name = |piece: &&str| {
            piece.chars().filter(|character| character.is_alphabetic()).count() >= 2
                && piece.starts_with(char::is_uppercase)
        };
        if pieces.len() > 1 && pieces.iter().all(is_name) {
            parts.extend(pieces);
        } else {
            parts.push(part.trim());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The last year that a name holds: that of the work.
pub(crate) fn year_in(name: &str) -> Option<i32> {
    let runs = name.split(|character: char| !character.is_alphanumeric());
    runs.filter(|run| is_year(run)).filter_map(|run| run.parse().ok()).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_body_has_one_key() {
        let bodies = Bodies::of([
            vec![
                "US Department of State",
                "State Department",
                "Department of State",
                "U.S. State Department",
            ],
            vec!["Database Center for Example Rights", "DCER"],
            vec!["BBC", "BBC Panorama"],
            vec!["UN Panel of Experts"],
        ]);
        let same =
            |one: &str, other: &str| assert_eq!(key(one, &bodies), key(other, &bodies), "{one}, {other}");
        same("US State Dept", "the State Department");
        same("State Department spokesperson", "Department of State");
        same("Data Base Centre for Example Rights", "DCER");
        same("BBC Panorama programme listing", "BBC");
        same("UN 1718 Panel of Experts", "United Nations Panel of Experts Oct 2023");
        assert_ne!(
            key("Exampleland report to 1718 Committee", &bodies),
            key("Otherland report to 1718 Committee", &bodies)
        );
        assert_ne!(key("Daily Example", &bodies), key("Weekly Example", &bodies));
    }

    #[test]
    fn names_are_taken_apart_and_symbols_are_not() {
        assert_eq!(apart("ILO/Walk Free/IOM 2022"), ["ILO", "Walk Free", "IOM 2022"]);
        assert_eq!(apart("UN Rapporteur A/70/362"), ["UN Rapporteur A/70/362"]);
        assert_eq!(apart("Yoon Example; Lee Example"), ["Yoon Example", "Lee Example"]);
        assert_eq!((year_in("Report 2010"), year_in("A/70/362")), (Some(2010), None));
    }
}
