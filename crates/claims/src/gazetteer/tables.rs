//! The reference tables, as rows. Their sources and licences are told in `data/README.md`.

use model::SpeakerType;

const COUNTRIES: [&str; 2] =
    [include_str!("../../data/countries.tsv"), include_str!("../../data/countries_supplement.tsv")];
const REGIONS: [&str; 2] =
    [include_str!("../../data/regions_supplement.tsv"), include_str!("../../data/regions.tsv")];
const ORGANISATIONS: &str = include_str!("../../data/organisations.tsv");

/// A country or territory of ISO 3166-1, or Kosovo (`XK`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code.
    pub code: &'static str,
    /// Names; the first is the one to show.
    pub names: Vec<&'static str>,
    /// Adjectives: `Cuban`, `Polish`.
    pub adjectives: Vec<&'static str>,
    /// Words for its people: `Cubans`, `Poles`.
    pub people: Vec<&'static str>,
    /// Capitals and seats of government, which texts use for the government too.
    pub capitals: Vec<&'static str>,
    /// Inhabitants, to the year of the data; 0 where nobody lives there for good.
    pub population: u32,
}

impl Country {
    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or(self.code)
    }
}

/// A part of a country, or a region of several countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Names; the first is the one to show.
    pub names: Vec<&'static str>,
    /// ISO 3166-1 alpha-2 code of the country it is a part of; `None` for a region of several countries.
    pub country: Option<&'static str>,
    /// Whether the name is also an ordinary word or the name of a person.
    pub common_word: bool,
    /// Adjectives and words for its people: `African`, `Siberian`.
    pub adjectives: Vec<&'static str>,
}

/// A city with 15,000 inhabitants or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct City {
    /// Name, and other names separated by `|`.
    pub(super) names: &'static str,
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
    /// Inhabitants.
    pub population: u32,
    /// Whether the name is also an ordinary word or the name of a person.
    pub common_word: bool,
}

impl City {
    /// A row of the table of cities.
    pub(super) fn of_row(row: &'static str) -> Option<Self> {
        let mut columns = row.split('\t');
        let (names, country) = (columns.next()?, columns.next()?);
        let population = columns.next()?.parse().ok()?;
        Some(Self { names, country, population, common_word: columns.next().is_some() })
    }

    /// A city of another table.
    pub(crate) const fn named(names: &'static str, country: &'static str, population: u32) -> Self {
        Self { names, country, population, common_word: false }
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.names.split('|').next().unwrap_or(self.names)
    }
}

/// A body that is known to speak on forced labour, trade and human rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Names and acronyms; the first is the one to show.
    pub names: Vec<&'static str>,
    /// What kind of speaker it is.
    pub kind: SpeakerType,
    /// ISO 3166-1 alpha-2 code of its country; `None` for bodies of several countries.
    pub country: Option<&'static str>,
}

pub(super) fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn list(column: Option<&'static str>) -> impl Iterator<Item = &'static str> {
    column.unwrap_or_default().split('|').filter(|name| !name.is_empty())
}

fn stated(column: Option<&'static str>) -> Option<&'static str> {
    column.filter(|value| !value.is_empty())
}

pub(super) fn countries() -> Vec<Country> {
    let mut countries: Vec<Country> = Vec::with_capacity(256);
    for row in COUNTRIES.iter().flat_map(|text| rows(text)) {
        let mut columns = row.split('\t');
        let Some(code) = columns.next() else { continue };
        let position = countries.iter().position(|country| country.code == code).unwrap_or_else(|| {
            let (names, adjectives, people, capitals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            countries.push(Country { code, names, adjectives, people, capitals, population: 0 });
            countries.len() - 1
        });
        let Some(country) = countries.get_mut(position) else { continue };
        country.names.extend(list(columns.next()));
        country.adjectives.extend(list(columns.next()));
        country.people.extend(list(columns.next()));
        country.capitals.extend(list(columns.next()));
        country.population =
            columns.next().and_then(|number| number.parse().ok()).unwrap_or(country.population);
    }
    countries.sort_by_key(|country| country.code);
    countries
}

pub(super) fn regions() -> Vec<Region> {
    let row = |row: &'static str| {
        let mut columns = row.split('\t');
        let names: Vec<_> = list(columns.next()).collect();
        let country = stated(columns.next());
        let common_word = stated(columns.next()).is_some();
        let adjectives = list(columns.next()).collect();
        (!names.is_empty()).then_some(Region { names, country, common_word, adjectives })
    };
    REGIONS.iter().flat_map(|text| rows(text)).filter_map(row).collect()
}

pub(super) fn organisations() -> Vec<Organisation> {
    let row = |row: &'static str| {
        let mut columns = row.split('\t');
        let name = columns.next()?;
        let names = std::iter::once(name).chain(list(columns.next())).collect();
        let kind = columns.next()?.parse().ok()?;
        Some(Organisation { names, kind, country: stated(columns.next()) })
    };
    rows(ORGANISATIONS).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cities::Cities;
    use super::*;
    use std::collections::BTreeSet;

    fn codes() -> BTreeSet<&'static str> {
        countries().iter().map(|country| country.code).collect()
    }

    fn starts_well(name: &str) -> bool {
        name.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric()) && name.trim() == name
    }

    #[test]
    fn every_row_is_read() {
        assert_eq!(organisations().len(), rows(ORGANISATIONS).count());
        assert_eq!(regions().len(), REGIONS.iter().map(|text| rows(text).count()).sum::<usize>());
        assert_eq!(countries().len(), rows(COUNTRIES[0]).count());
    }

    #[test]
    fn every_country_code_is_known() {
        let codes = codes();
        assert_eq!(codes.len(), 250);
        assert!(codes.iter().all(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())));
        let used = Cities::all().map(|city| Some(city.country));
        let used = used.chain(regions().into_iter().map(|region| region.country));
        let used = used.chain(organisations().into_iter().map(|organisation| organisation.country));
        for code in used.flatten() {
            assert!(codes.contains(code), "{code}");
        }
    }

    #[test]
    fn names_begin_with_a_capital_as_the_matcher_needs() {
        for country in countries() {
            let names = [country.names, country.adjectives, country.people, country.capitals].concat();
            assert!(names.iter().all(|name| starts_well(name)), "{names:?}");
        }
        for region in regions() {
            assert!(
                region.names.iter().chain(&region.adjectives).all(|name| starts_well(name)),
                "{region:?}"
            );
        }
        for organisation in organisations() {
            assert!(organisation.names.iter().all(|name| starts_well(name)), "{organisation:?}");
        }
        for city in Cities::all() {
            assert!(city.names.split('|').all(starts_well), "{city:?}");
        }
    }

    #[test]
    fn no_two_organisations_share_a_name() {
        let mut seen = BTreeSet::new();
        for organisation in organisations() {
            for name in organisation.names {
                assert!(seen.insert(name.to_lowercase().replace('.', "")), "{name}");
            }
        }
    }
}
