//! Instruments against evidence: which claims name an act, and what is reported of workers after a deadline that was to end it.
//!
//! A deadline can be held against claims where its obligation names the country that workers come from: then a claim about
//! workers from there, elsewhere, at a time after the deadline, speaks against its having been kept. A claim that names no
//! country of origin counts only on a page all of whose others are about workers from there. That there is no such claim shows
//! nothing: nobody may have looked.

use ::figures::instruments::{Instrument, Register};
use ::figures::{FigureClaim, Material, Word};
use claims::gazetteer::Gazetteer;
use jiff::civil::Date;
use model::{Edtf, Kind, Stance};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What claims say about the time after a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterDeadline {
    /// The country that workers come from, by the words of the obligation.
    pub origin: String,
    /// Hosts with claims about workers after the deadline, those with the most first.
    pub hosts: Vec<HostAfter>,
}

/// One host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostAfter {
    /// The host, by its code.
    pub place: String,
    /// Claims that workers are there after the deadline, by their numbers in the material, the latest first.
    pub reported: Vec<usize>,
    /// Claims of the time after it that dispute this.
    pub disputed: Vec<usize>,
}

/// Kinds whose claims say that workers are at a place.
const THERE: [Kind; 8] = [
    Kind::WorkerCount,
    Kind::Presence,
    Kind::EmployerCount,
    Kind::WageGross,
    Kind::WageReceived,
    Kind::WageShare,
    Kind::Levy,
    Kind::Indicator,
];

/// The claims that deadlines can be held against, found once for all of them.
#[derive(Debug, Clone, Default)]
pub struct Datable {
    /// Claims with a time that say or dispute that workers of a country are somewhere, by that country.
    there: BTreeMap<Word, Vec<usize>>,
    /// Claims that may name an act.
    naming: Vec<usize>,
}

impl Datable {
    /// Those of a material.
    #[must_use]
    pub fn of(material: &Material) -> Self {
        let origins = origins(material);
        let mut found = Self::default();
        for (number, mention) in material.mentions.iter().enumerate() {
            let claim = &mention.claim;
            if claim.act().is_some() || matches!(claim.kind, Kind::LegalAct | Kind::Deadline) {
                found.naming.push(number);
            }
            let is_about = claim.kind == Kind::Denial || (says_so(claim) && !is_ceiling(claim));
            if claim.time.is_none() || !is_about || is_zero(claim) {
                continue;
            }
            let origin = claim.origin.as_ref().or_else(|| origins.get(&mention.page).copied().flatten());
            if let Some(origin) = origin {
                found.there.entry(Word::clone(origin)).or_default().push(number);
            }
        }
        found
    }
}

fn says_so(claim: &FigureClaim) -> bool {
    THERE.contains(&claim.kind) && claim.stance == Stance::Asserted
}

/// Holds a deadline against claims; `None` where there is no deadline, or its obligation names no country of workers.
#[must_use]
pub fn after_deadline(
    material: &Material,
    datable: &Datable,
    instrument: &Instrument,
) -> Option<AfterDeadline> {
    let deadline = instrument.deadline?;
    let origin = country_named(&instrument.obligation)?;
    let mut hosts: BTreeMap<&str, HostAfter> = BTreeMap::new();
    for number in datable.there.get(origin).into_iter().flatten() {
        let Some(claim) = material.claim(*number) else { continue };
        if !claim.time.as_ref().is_some_and(|time| begins_after(time, deadline)) {
            continue;
        }
        for code in claim.places.iter().filter(|place| place.len() == 2 && place.as_ref() != origin) {
            let host = hosts.entry(code).or_insert_with(|| HostAfter {
                place: code.to_string(),
                reported: Vec::new(),
                disputed: Vec::new(),
            });
            let side = if claim.kind == Kind::Denial { &mut host.disputed } else { &mut host.reported };
            side.push(*number);
        }
    }
    let mut hosts: Vec<HostAfter> = hosts.into_values().filter(|host| !host.reported.is_empty()).collect();
    let year = |number: &usize| material.claim(*number).and_then(|claim| claim.time.as_ref()?.first_year());
    for host in &mut hosts {
        host.reported.sort_by_cached_key(|number| std::cmp::Reverse(year(number)));
    }
    hosts.sort_by(|one, other| (other.reported.len(), &one.place).cmp(&(one.reported.len(), &other.place)));
    Some(AfterDeadline { origin: origin.to_owned(), hosts })
}

/// The country that the workers of each page come from, where all of its claims that name one name the same.
fn origins(material: &Material) -> HashMap<usize, Option<&Word>> {
    let mut origins: HashMap<usize, Option<&Word>> = HashMap::new();
    for mention in &material.mentions {
        if let Some(origin) = &mention.claim.origin {
            let known = origins.entry(mention.page).or_insert(Some(origin));
            if *known != Some(origin) {
                *known = None;
            }
        }
    }
    origins
}

/// Ceilings and plans say nothing about who is there.
fn is_ceiling(claim: &FigureClaim) -> bool {
    let measure = claim.quantity.as_ref().and_then(|quantity| quantity.measure);
    matches!(measure, Some(model::Measure::Quota | model::Measure::Planned | model::Measure::Change))
}

fn is_zero(claim: &FigureClaim) -> bool {
    claim.kind == Kind::WorkerCount
        && claim.quantity.as_ref().and_then(|quantity| quantity.amount?.high()) == Some(0.0)
}

/// Whether all of a time lies after a day, as finely as the time is given.
fn begins_after(time: &Edtf, day: Date) -> bool {
    let Some(year) = time.first_year() else { return false };
    let month = time.as_str().get(5..7).and_then(|month| month.parse::<i8>().ok());
    let month = month.filter(|month| (1..=12).contains(month));
    let of_day = i32::from(day.year());
    year > of_day || (year == of_day && month.is_some_and(|month| month > day.month()))
}

/// The first country that a text names.
fn country_named(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    let text = format!(" {} ", words.join(" "));
    let countries = Gazetteer::embedded().countries().iter();
    let places = countries.flat_map(|country| {
        let names = country.names.iter().chain(&country.adjectives).filter(|name| name.len() > 2);
        let text = &text;
        names.filter_map(move |name| Some((text.find(&format!(" {name} "))?, country.code)))
    });
    places.min().map(|(_, code)| code)
}

/// The claims that name an instrument of a register: in the slot of acts, or in the words of a legal act or deadline.
///
/// Named is an instrument by what no other act of the register has in its id: the number of a resolution, a short title.
#[must_use]
pub fn claims_on(
    material: &Material,
    datable: &Datable,
    register: &Register,
    instrument: &Instrument,
) -> Vec<usize> {
    let others = register.select(&::figures::instruments::InstrumentFilter::default());
    let act = |instrument: &Instrument| act_of(&instrument.title).to_owned();
    let others = others.into_iter().filter(|other| act(other) != act(instrument));
    let theirs: HashSet<String> = others.flat_map(|other| marks(&other.id)).collect();
    let own: Vec<String> = marks(&instrument.id).into_iter().filter(|mark| !theirs.contains(mark)).collect();
    let title = act_of(&instrument.title).to_lowercase();
    let names_it = |text: &str| {
        let lower = text.to_lowercase();
        (title.len() > 12 && lower.contains(&title)) || {
            let words = marks(text);
            own.iter().any(|mark| words.contains(mark))
        }
    };
    let is_named = |claim: &FigureClaim| {
        claim.act().is_some_and(names_it)
            || (matches!(claim.kind, Kind::LegalAct | Kind::Deadline) && names_it(material.quote(claim)))
    };
    let naming = datable.naming.iter().copied();
    naming.filter(|number| material.claim(*number).is_some_and(is_named)).collect()
}

/// The title without the provision and the year.
fn act_of(title: &str) -> &str {
    title.split([',', '(']).next().unwrap_or(title).trim()
}

/// The words of a text that can name an act: numbers of four digits and more that are no years, acronyms of four letters and more,
/// numbers with letters.
fn marks(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    let parts = words.flat_map(|word| word.split('-').map(str::to_owned).chain([word.replace('-', "")]));
    let is_mark = |word: &String| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let is_year = word.parse::<u32>().is_ok_and(|year| (1900..=2100).contains(&year));
        let has_letters = word.chars().any(char::is_alphabetic);
        let is_acronym = digits == 0 && word.len() >= 4 && word.chars().all(char::is_uppercase);
        (digits >= 3 && has_letters) || (digits >= 4 && !has_letters && !is_year) || is_acronym
    };
    parts.filter(is_mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_named_by_what_no_other_has() {
        assert_eq!(marks("UNSCR-2397-8"), ["UNSCR", "2397", "UNSCR23978"]);
        assert_eq!(marks("Resolution 2397 (2017)"), ["2397", "2397"]);
        assert_eq!(marks("Bill S-211"), ["S211"]);
        assert_eq!(
            act_of("UN Security Council resolution 2397 (2017), paragraph 8"),
            "UN Security Council resolution 2397"
        );
    }

    #[test]
    fn a_time_is_after_a_day_only_as_a_whole() {
        let day: Date = "2019-12-22".parse().unwrap();
        for (time, after) in
            [("2019", false), ("2019-12", false), ("2020", true), ("2018/2021", false), ("2021-02-03", true)]
        {
            assert_eq!(begins_after(&time.parse().unwrap(), day), after, "{time}");
        }
    }

    #[test]
    fn the_country_of_workers_is_read_from_the_obligation() {
        assert_eq!(country_named("Send home nationals of the DPRK who earn income abroad"), Some("KP"));
        assert_eq!(country_named("Report each year by 31 May"), None);
    }
}
