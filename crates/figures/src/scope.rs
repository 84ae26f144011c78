//! Where a figure holds: the world, a country, or a place in one.

use crate::claim::{FigureClaim, Word};
use serde::Serialize;

/// How wide a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A city, a site, a part of a country.
    Local,
    /// One country.
    Country,
    /// Several countries, or a region of the world.
    Several,
    /// All countries.
    World,
    /// The words do not say.
    Unknown,
}

/// Where a figure holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Scope {
    /// ISO 3166-1 codes, in order.
    pub countries: Vec<String>,
    /// Whether it is the world.
    pub world: bool,
    /// Other places by name, in lower case and in order.
    pub locals: Vec<String>,
}

impl Scope {
    /// The scope of a claim.
    #[must_use]
    pub fn of(claim: &FigureClaim) -> Self {
        let is_code = |place: &&Word| place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase());
        let mut countries: Vec<String> =
            claim.places.iter().filter(is_code).map(|place| place.to_string()).collect();
        let mut locals: Vec<String> = claim
            .places
            .iter()
            .filter(|place| !is_code(place) && place.as_ref() != "world")
            .map(|place| place.to_lowercase())
            .collect();
        countries.sort_unstable();
        countries.dedup();
        locals.sort_unstable();
        locals.dedup();
        Self { countries, world: claim.places.iter().any(|place| place.as_ref() == "world"), locals }
    }

    /// How wide it is.
    #[must_use]
    pub fn level(&self) -> Level {
        match (self.world, self.countries.len(), self.locals.len()) {
            (true, ..) => Level::World,
            (_, 0, 0) => Level::Unknown,
            (_, 1, 0) => Level::Country,
            (_, 0 | 1, 1) if self.countries.len() == 1 => Level::Local,
            (_, 1, _) => Level::Local,
            _ => Level::Several,
        }
    }

    /// Whether `other` lies in it: a place in its country, anything in the world.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        match self.level() {
            Level::World => matches!(other.level(), Level::Country | Level::Local | Level::Several),
            Level::Country => other.level() == Level::Local && self.countries == other.countries,
            _ => false,
        }
    }

    /// What to call it: `the world`, `PL`, `Szczecin, PL`.
    #[must_use]
    pub fn label(&self) -> String {
        self.label_with(|_| None)
    }

    /// The same with names for codes: `Szczecin, Poland`.
    #[must_use]
    pub fn label_with(&self, name: impl Fn(&str) -> Option<String>) -> String {
        if self.world {
            return "the world".to_owned();
        }
        let locals = self.locals.iter().map(|local| capitalised(local));
        let parts: Vec<String> = locals
            .chain(self.countries.iter().map(|code| name(code).unwrap_or_else(|| code.clone())))
            .collect();
        if parts.is_empty() { "a place not named".to_owned() } else { parts.join(", ") }
    }

    /// The places as claims hold them: codes, `world`, names.
    #[must_use]
    pub fn places(&self) -> Vec<String> {
        let world = self.world.then(|| "world".to_owned());
        let locals = self.locals.iter().map(|local| capitalised(local));
        self.countries.iter().cloned().chain(world).chain(locals).collect()
    }

    pub(crate) fn key(&self) -> String {
        format!("{}|{}|{}", self.world, self.countries.join(","), self.locals.join(","))
    }
}

fn capitalised(words: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    words.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(countries: &[&str], locals: &[&str], world: bool) -> Scope {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Scope { countries: owned(countries), locals: owned(locals), world }
    }

    #[test]
    fn a_site_lies_in_its_country_and_all_in_the_world() {
        let (site, country, world) =
            (scope(&["PL"], &["szczecin"], false), scope(&["PL"], &[], false), scope(&[], &[], true));
        assert!(country.contains(&site) && world.contains(&country) && world.contains(&site));
        assert!(
            !site.contains(&country)
                && !country.contains(&country)
                && !country.contains(&scope(&[], &[], false))
        );
        assert_eq!((site.level(), scope(&[], &["gulf"], false).level()), (Level::Local, Level::Several));
        assert_eq!((site.label(), world.label()), ("Szczecin, PL".to_owned(), "the world".to_owned()));
    }
}
