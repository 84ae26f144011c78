//! Names of countries, places, currencies and known bodies, and how to find them in a text.
//!
//! In go the words of a text from some position on, out come the longest name that begins there and everything it may
//! name. Which of several it is (Georgia the country or the state) is for the caller to say, who knows the context.

mod cities;
mod currency;
mod index;
mod pieces;
mod tables;

pub use currency::{Currency, CurrencyMatch};
pub use tables::{City, Country, Organisation, Region};

#[cfg(test)]
mod tests;

use currency::Currencies;
use index::{Index, Target};
use std::sync::LazyLock;

/// In which form a text names a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CountryForm {
    /// `Poland`.
    Name,
    /// `Polish`.
    Adjective,
    /// `Poles`.
    People,
    /// `Warsaw`: the city, or the government that sits there.
    Capital,
}

/// One thing that a name may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'g> {
    /// A country or territory of ISO 3166-1.
    Country {
        /// The country.
        country: &'g Country,
        /// How the text names it.
        form: CountryForm,
    },
    /// A province, a state or another part of one country.
    Region {
        /// The region; its `country` is given.
        region: &'g Region,
    },
    /// A region of several countries.
    WorldRegion {
        /// The region; its `country` is not given.
        region: &'g Region,
        /// Whether the text uses its adjective: `African`.
        adjective: bool,
    },
    /// A city with 15,000 inhabitants or more.
    City {
        /// The city.
        city: City,
    },
    /// A known body.
    Organisation {
        /// The body.
        organisation: &'g Organisation,
    },
}

impl<'g> Entry<'g> {
    /// ISO 3166-1 alpha-2 code of the country that it is, or lies in, or belongs to.
    #[must_use]
    pub fn country_code(&self) -> Option<&'g str> {
        match self {
            Self::Country { country, .. } => Some(country.code),
            Self::Region { region } | Self::WorldRegion { region, .. } => region.country,
            Self::City { city } => Some(city.country),
            Self::Organisation { organisation } => organisation.country,
        }
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &'g str {
        match self {
            Self::Country { country, .. } => country.name(),
            Self::Region { region } | Self::WorldRegion { region, .. } => first(&region.names),
            Self::City { city } => city.name(),
            Self::Organisation { organisation } => first(&organisation.names),
        }
    }
}

fn first(names: &[&'static str]) -> &'static str {
    names.first().copied().unwrap_or_default()
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch<'g, 't> {
    /// Number of words it takes up.
    pub words: usize,
    /// What it may name, likeliest first: countries by size, world regions,
    /// organisations, parts of countries, cities by size.
    pub entries: Vec<Entry<'g>>,
    /// What is left of the last word, where the name is only the beginning of a compound or a possessive: `based` of
    /// `Seoul-based`, `China` of `US-China`, `s` of `Cuba’s`. It may be the beginning of the next name.
    pub rest: Option<&'t str>,
}

/// Names of countries, places, currencies and known bodies.
#[derive(Debug)]
pub struct Gazetteer {
    countries: Vec<Country>,
    regions: Vec<Region>,
    organisations: Vec<Organisation>,
    currencies: Currencies,
    index: Index,
}

static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

/// Row numbers with their rows, last first, because the index finds last what was added first.
fn backwards<T>(rows: &[T]) -> impl Iterator<Item = (u32, &T)> {
    rows.iter().enumerate().rev().filter_map(|(row, value)| Some((u32::try_from(row).ok()?, value)))
}

impl Gazetteer {
    /// The reference data that ships with the crate. The first call reads it, in a few milliseconds; the cities lie ready.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    fn load() -> Self {
        let (countries, regions) = (tables::countries(), tables::regions());
        let organisations = tables::organisations();
        let mut index = Index::with_capacity(2 * regions.len());
        for (row, region) in backwards(&regions).filter(|(_, region)| region.country.is_some()) {
            region
                .names
                .iter()
                .chain(&region.adjectives)
                .for_each(|name| index.insert(name, Target::Region(row)));
        }
        for (row, organisation) in backwards(&organisations) {
            organisation.names.iter().for_each(|name| index.insert(name, Target::Organisation(row)));
        }
        for (row, region) in backwards(&regions).filter(|(_, region)| region.country.is_none()) {
            region.adjectives.iter().for_each(|name| index.insert(name, Target::WorldRegionAdjective(row)));
            region.names.iter().for_each(|name| index.insert(name, Target::WorldRegion(row)));
        }
        let mut by_size: Vec<(u32, &Country)> = (0..).zip(&countries).collect();
        by_size.sort_by_key(|(_, country)| country.population);
        for (row, country) in by_size.iter().copied() {
            country.capitals.iter().for_each(|name| index.insert(name, Target::CountryCapital(row)));
        }
        for (row, country) in by_size.iter().copied() {
            country.people.iter().for_each(|name| index.insert(name, Target::CountryPeople(row)));
            country.adjectives.iter().for_each(|name| index.insert(name, Target::CountryAdjective(row)));
        }
        for (row, country) in by_size.iter().copied() {
            country.names.iter().for_each(|name| index.insert(name, Target::CountryName(row)));
        }
        Self { countries, regions, organisations, currencies: Currencies::load(), index }
    }

    /// The longest name that begins with the first of `words`, and everything it may name.
    ///
    /// `words` are the words from some position on, as written, up to a sign that no name reaches across (a comma, the
    /// end of the sentence). Names must have their capitals, acronyms all of them (`US`, not `us`); diacritics, the
    /// form of apostrophes, dots in acronyms, and whether parts are joined by a hyphen or a space do not matter.
    /// Words without letters or digits are passed over, so that the dot of `St .` may be left in.
    #[must_use]
    pub fn longest_match<'t>(&self, words: &[&'t str]) -> Option<NameMatch<'_, 't>> {
        let found = self.index.longest(words)?;
        let cities = found.cities.iter().map(|city| Entry::City { city: *city });
        let entries = found.targets.iter().filter_map(|target| self.entry(*target)).chain(cities).collect();
        let last = words.get(found.words.checked_sub(1)?)?;
        let rest = last.get(found.end..)?.trim_matches(|c: char| !c.is_alphanumeric());
        Some(NameMatch { words: found.words, entries, rest: (!rest.is_empty()).then_some(rest) })
    }

    fn entry(&self, target: Target) -> Option<Entry<'_>> {
        let country =
            |row: u32, form| self.countries.get(row as usize).map(|country| Entry::Country { country, form });
        let region = |row: u32| self.regions.get(row as usize);
        match target {
            Target::CountryName(row) => country(row, CountryForm::Name),
            Target::CountryAdjective(row) => country(row, CountryForm::Adjective),
            Target::CountryPeople(row) => country(row, CountryForm::People),
            Target::CountryCapital(row) => country(row, CountryForm::Capital),
            Target::WorldRegion(row) => {
                region(row).map(|region| Entry::WorldRegion { region, adjective: false })
            }
            Target::WorldRegionAdjective(row) => {
                region(row).map(|region| Entry::WorldRegion { region, adjective: true })
            }
            Target::Region(row) => region(row).map(|region| Entry::Region { region }),
            Target::Organisation(row) => {
                self.organisations.get(row as usize).map(|organisation| Entry::Organisation { organisation })
            }
        }
    }

    /// The country with this ISO 3166-1 alpha-2 code, in capitals.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        let row = self.countries.binary_search_by_key(&code, |country| country.code).ok()?;
        self.countries.get(row)
    }

    /// All countries, by code.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// All known bodies.
    #[must_use]
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The currency with this ISO 4217 code, in capitals.
    #[must_use]
    pub fn currency(&self, code: &str) -> Option<&Currency> {
        self.currencies.by_code(code)
    }

    /// The currency that a sign stands for when it stands alone: `$` is the US dollar, `US$` and `€` are their own.
    #[must_use]
    pub fn currency_by_symbol(&self, symbol: &str) -> Option<&Currency> {
        self.currencies.by_symbol(symbol)
    }

    /// The currency that the first of `words` name: `USD`, `roubles`, `Kuwaiti dinars`, `US dollars`, `CFA francs`.
    ///
    /// Call it where an amount is expected: `won`, `pounds` and `real` are also ordinary words.
    #[must_use]
    pub fn currency_at(&self, words: &[&str]) -> Option<CurrencyMatch<'_>> {
        if let Some(found) = self.currencies.at(words) {
            return Some(found);
        }
        let name = self.longest_match(words).filter(|name| name.rest.is_none())?;
        let countries = name.entries.iter().filter_map(|entry| match entry {
            Entry::Country { country, form: CountryForm::Name | CountryForm::Adjective } => {
                Some(country.code)
            }
            _ => None,
        });
        let mut found =
            self.currencies.of_countries(words.get(name.words..)?, &countries.collect::<Vec<_>>())?;
        found.words += name.words;
        Some(found)
    }
}
