//! Names of countries, as official lists write them, to ISO 3166-1 codes.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Names and adjectives of all countries; see `data/README.md` there for sources and licences. Where a name may mean several
/// countries, as "Korea", it means none here.
const TABLES: [&str; 2] = [
    include_str!("../../claims/data/countries.tsv"),
    include_str!("../../claims/data/countries_supplement.tsv"),
];

/// What official lists write and those tables lack; these win.
const FORMS_OF_LISTS: &str = include_str!("../data/countries.tsv");

static CODES: LazyLock<HashMap<String, Option<String>>> = LazyLock::new(|| {
    let mut codes: HashMap<String, Option<String>> = HashMap::new();
    for line in TABLES.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let code = columns.next().unwrap_or_default().to_lowercase();
        codes.insert(code.clone(), Some(code.clone()));
        for name in columns.take(2).flat_map(|names| names.split('|')).filter(|name| !name.is_empty()) {
            codes
                .entry(key(name))
                .and_modify(|known| {
                    if known.as_ref() != Some(&code) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(code.clone()));
        }
    }
    for line in FORMS_OF_LISTS.lines().filter(|line| !line.starts_with('#')) {
        if let Some((code, name)) = line.split_once('\t') {
            codes.insert(key(name), Some(code.to_lowercase()));
        }
    }
    codes
});

static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let lines = TABLES.iter().rev().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let code = columns.next()?.to_lowercase();
            let name = columns.next()?.split('|').next().filter(|name| !name.is_empty())?;
            Some((code, name))
        })
        .collect()
});

/// The English name of the country with this lower-case code.
#[must_use]
pub fn name(code: &str) -> Option<&'static str> {
    NAMES.get(code).copied()
}

/// Letters and digits in lower case, words parted by single spaces, without "the".
fn key(name: &str) -> String {
    let name = name.replace('&', " and ").replace("St. ", "Saint ");
    let folded: String = name
        .chars()
        .filter(|character| !matches!(character, '\'' | '’' | '.'))
        .flat_map(char::to_lowercase)
        .map(|character| if character.is_alphanumeric() { character } else { ' ' })
        .collect();
    let words: Vec<_> = folded.split(' ').filter(|word| !word.is_empty() && *word != "the").collect();
    words.join(" ")
}

/// The lower-case ISO 3166-1 code of two letters of a country named in English or given by its code; `None` for anything else.
///
/// Turned-round forms are understood: `Korea, North`, `Iran (Islamic Republic of)`.
#[must_use]
pub fn code(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() || name.len() > 120 {
        return None;
    }
    let look = |name: &str| CODES.get(&key(name)).and_then(Option::as_deref);
    look(name)
        .or_else(|| {
            let (outside, inside) = name.split_once('(')?;
            let inside = inside.trim_end_matches(')');
            look(&format!("{inside} {outside}")).or_else(|| look(outside))
        })
        .or_else(|| {
            let (first, second) = name.split_once(", ")?;
            look(&format!("{second} {first}"))
        })
}

#[cfg(test)]
mod tests {
    use super::{code, name};

    #[test]
    fn codes_have_names() {
        assert_eq!((name("kp"), name("ru"), name("zz")), (Some("North Korea"), Some("Russia"), None));
    }

    #[test]
    fn countries_are_known_by_the_names_of_official_lists() {
        for (name, expected) in [
            ("Korea, North", "kp"),
            ("Democratic People's Republic of Korea", "kp"),
            ("Democratic People’s Republic of Korea", "kp"),
            ("Korea, South", "kr"),
            ("Iran (Islamic Republic of)", "ir"),
            ("Congo, Democratic Republic of the", "cd"),
            ("Congo, Republic of the", "cg"),
            ("Burma", "mm"),
            ("Palestinian", "ps"),
            ("The Gambia", "gm"),
            ("RU", "ru"),
            ("Cote d Ivoire", "ci"),
            ("St. Kitts & Nevis", "kn"),
        ] {
            assert_eq!(code(name), Some(expected), "{name}");
        }
        for name in ["Korea", "undetermined", "None Identified", "", "Atlantis"] {
            assert_eq!(code(name), None, "{name}");
        }
    }
}
