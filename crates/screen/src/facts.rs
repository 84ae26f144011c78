//! What is known of an entity or asked of a query beside names: dates, countries, gender, identifiers, addresses.

use crate::address;
use crate::date::PartialDate;
use model::Entity;
use names::identifiers::recognise;
use serde::{Deserialize, Serialize};

/// Properties of FollowTheMoney that identify: a value agrees or it does not.
pub const IDENTIFIER_PROPERTIES: &[&str] = &[
    "imoNumber",
    "mmsi",
    "callSign",
    "leiCode",
    "uscCode",
    "ogrnCode",
    "innCode",
    "kppCode",
    "registrationNumber",
    "idNumber",
    "passportNumber",
    "taxNumber",
    "vatCode",
    "socialSecurityNumber",
    "dunsCode",
    "swiftBic",
    "bikCode",
    "isin",
    "ricCode",
    "cageCode",
    "uniqueEntityId",
    "permId",
    "npiCode",
    "serialNumber",
    "icaoCode",
    "jibCode",
    "okpoCode",
];

/// Properties that say which countries an entity belongs to.
const COUNTRY_PROPERTIES: &[&str] = &[
    "nationality",
    "citizenship",
    "country",
    "jurisdiction",
    "mainCountry",
    "flag",
    "birthCountry",
    "pastFlags",
];

/// Properties that say when it began: birth, founding, building.
const DATE_PROPERTIES: &[&str] = &["birthDate", "incorporationDate", "buildDate"];

/// A country by its ISO 3166-1 code, two lower-case letters.
pub(crate) type Country = [u8; 2];

/// A gender that a source states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Gender {
    Female,
    Male,
    Other,
}

impl Gender {
    fn read(text: &str) -> Option<Gender> {
        match text.trim().to_ascii_lowercase().as_str() {
            "f" | "female" | "woman" => Some(Gender::Female),
            "m" | "male" | "man" => Some(Gender::Male),
            "other" | "x" => Some(Gender::Other),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Gender::Female => "female",
            Gender::Male => "male",
            Gender::Other => "other",
        }
    }
}

/// An identifier: which kind where that is certain, and its letters and figures.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Number {
    /// The property that holds it, as its place in [`IDENTIFIER_PROPERTIES`]; another number for one of unknown kind.
    pub(crate) kind: u8,
    pub(crate) value: Box<str>,
}

/// The kind of an identifier of which nobody says what it is.
const UNKNOWN_KIND: u8 = u8::MAX;

impl Number {
    pub(crate) fn kind_name(&self) -> &'static str {
        IDENTIFIER_PROPERTIES.get(usize::from(self.kind)).copied().unwrap_or("identifier")
    }

    /// Whether a thing has one of this kind for life: two that differ are two things.
    pub(crate) fn is_for_life(&self) -> bool {
        matches!(self.kind_name(), "imoNumber" | "leiCode" | "uscCode" | "ogrnCode" | "innCode")
    }
}

/// What is known beside names. Everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) dates: Box<[PartialDate]>,
    pub(crate) countries: Box<[Country]>,
    pub(crate) gender: Option<Gender>,
    pub(crate) numbers: Box<[Number]>,
    pub(crate) addresses: Box<[Box<str>]>,
}

impl Facts {
    /// The facts of an entity.
    pub(crate) fn of(entity: &Entity) -> Facts {
        let values = |properties: &'static [&'static str]| {
            properties.iter().flat_map(|property| {
                entity.values(property).iter().map(move |value| (*property, value.as_str()))
            })
        };
        let mut dates: Vec<PartialDate> =
            values(DATE_PROPERTIES).filter_map(|(_, value)| PartialDate::read(value)).collect();
        dates.sort_unstable();
        dates.dedup();
        let mut countries: Vec<Country> =
            values(COUNTRY_PROPERTIES).filter_map(|(_, value)| country(value)).collect();
        countries.sort_unstable();
        countries.dedup();
        let mut numbers: Vec<Number> = Vec::new();
        for (property, value) in values(IDENTIFIER_PROPERTIES) {
            let kind = IDENTIFIER_PROPERTIES.iter().position(|known| *known == property);
            let number = identifier_key(value).map(|value| Number {
                kind: kind.and_then(|at| u8::try_from(at).ok()).unwrap_or(UNKNOWN_KIND),
                value: value.into(),
            });
            numbers.extend(number.filter(|number| !numbers.contains(number)));
        }
        let genders: Vec<Gender> =
            entity.values("gender").iter().filter_map(|value| Gender::read(value)).collect();
        Facts {
            dates: dates.into(),
            countries: countries.into(),
            gender: genders.first().copied().filter(|first| genders.iter().all(|other| other == first)),
            numbers: numbers.into(),
            addresses: entity.values("address").iter().map(|value| Box::from(address::clip(value))).collect(),
        }
    }

    /// Adds a number of which nobody says what it is; where its check digits show it, its kind is known.
    pub(crate) fn add_number(&mut self, text: &str) {
        let mut numbers = std::mem::take(&mut self.numbers).into_vec();
        let known = recognise(text);
        for identifier in &known {
            let property = property_of(identifier.scheme);
            let kind = IDENTIFIER_PROPERTIES.iter().position(|known| *known == property);
            let kind = kind.and_then(|at| u8::try_from(at).ok()).unwrap_or(UNKNOWN_KIND);
            numbers.push(Number { kind, value: identifier.value.clone().into() });
        }
        if known.is_empty()
            && let Some(value) = identifier_key(text)
        {
            numbers.push(Number { kind: UNKNOWN_KIND, value: value.into() });
        }
        self.numbers = numbers.into();
    }
}

fn property_of(scheme: names::identifiers::Scheme) -> &'static str {
    use names::identifiers::Scheme;
    match scheme {
        Scheme::Imo => "imoNumber",
        Scheme::Uscc => "uscCode",
        Scheme::Lei => "leiCode",
        Scheme::Ogrn => "ogrnCode",
        Scheme::Inn => "innCode",
    }
}

/// Fewest letters and figures of an identifier, and fewest figures among them: less is shared by chance.
const SHORTEST_IDENTIFIER: usize = 5;
const FEWEST_FIGURES: usize = 3;

/// An identifier as it is compared: its letters in upper case and its figures, `IMO` and the like before it set aside.
///
/// `None` where it is too short to tell one thing from another.
#[must_use]
pub fn identifier_key(text: &str) -> Option<String> {
    if let Some(found) = recognise(text).into_iter().next() {
        return Some(found.value);
    }
    let upper: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).take(64).collect();
    let key = upper.strip_prefix("IMO").unwrap_or(&upper);
    let figures = key.chars().filter(char::is_ascii_digit).count();
    let is_long = key.chars().count() >= SHORTEST_IDENTIFIER && figures >= FEWEST_FIGURES;
    // SWIFT codes have letters only.
    let is_swift = figures < FEWEST_FIGURES && matches!(key.len(), 8 | 11) && key.is_ascii();
    (is_long || is_swift).then(|| key.to_owned())
}

fn country(text: &str) -> Option<Country> {
    let bytes = text.trim().as_bytes();
    let code = <[u8; 2]>::try_from(bytes.get(..2)?).ok()?.map(|byte| byte.to_ascii_lowercase());
    // `us-ca` is a part of a country.
    let ends = bytes.len() == 2 || bytes.get(2) == Some(&b'-');
    (ends && code.iter().all(u8::is_ascii_lowercase)).then_some(code)
}

/// The code of a country as text.
pub(crate) fn code(country: Country) -> String {
    country.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_compared_without_what_stands_around_them() {
        for (text, key) in [
            ("IMO 9074729", Some("9074729")),
            ("9074729", Some("9074729")),
            ("A-123.456 (Iran)", Some("A123456IRAN")),
            ("12", None),
            ("", None),
            ("DCBKKPPY", Some("DCBKKPPY")),
        ] {
            assert_eq!(identifier_key(text).as_deref(), key, "{text}");
        }
    }

    #[test]
    fn an_entity_gives_its_facts() {
        let entity = Entity::new("Person", "p")
            .with("birthDate", ["1971", "1969-07-16", "unknown"])
            .with("nationality", ["kp"])
            .with("country", ["RU", "kp", "Korea"])
            .with("gender", ["male"]);
        let facts = Facts::of(&entity);
        let dates: Vec<String> = facts.dates.iter().map(ToString::to_string).collect();
        assert_eq!(dates, ["1969-07-16", "1971"]);
        assert_eq!(facts.countries.as_ref(), [*b"kp", *b"ru"]);
        assert_eq!(facts.gender, Some(Gender::Male));
    }
}
