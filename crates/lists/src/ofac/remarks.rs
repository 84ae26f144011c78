//! OFAC's remarks: one text with everything that has no column of its own.
//!
//! ```text
//! DOB 29 Aug 1974; alt. DOB 1975; POB Nampo, Korea, North; nationality Korea, North; Passport 123 (Korea, North) expires 01 Jan 2020;
//! Gender Male; a.k.a. 'EXAMPLE'; Linked To: EXAMPLE TRADING CORPORATION.
//! ```

use super::labels;
use crate::collect::{identify, once};
use crate::country;
use crate::date;
use model::{Identifier, ListEntry, ListedLink, ListingDate, ListingEvent};

/// Parts that say why an entry is listed, or what follows from it.
const REASONS: &[&str] = &[
    "Additional Sanctions Information",
    "Secondary sanctions risk",
    "Transactions Prohibited",
    "Executive Order",
    "CAATSA",
    "IFCA",
    "Purchase/Sales",
    "United States financial institutions",
    "Prohibition",
    "ICTY indictee",
];

/// Labels whose value is a property as it stands.
const PLAIN: &[(&str, &str, &[&str])] = &[
    ("Organization Type: ", "sector", ORGANISATIONS),
    ("Target Type ", "classification", ORGANISATIONS),
    ("Issuer Name ", "alias", ORGANISATIONS),
    ("Vessel Type ", "type", &["Vessel"]),
    ("Other Vessel Type ", "type", &["Vessel"]),
    ("Former Vessel Type ", "pastTypes", &["Vessel"]),
    ("Vessel Call Sign ", "callSign", &["Vessel"]),
    ("Other Vessel Call Sign ", "callSign", &["Vessel"]),
    ("Aircraft Model ", "model", &["Airplane"]),
];

const ORGANISATIONS: &[&str] = &["Organization", "LegalEntity"];

/// Labels whose value is a country.
const COUNTRIES: &[(&str, &str, &[&str])] = &[
    ("nationality ", "nationality", &["Person"]),
    ("citizen ", "citizenship", &["Person"]),
    ("Nationality of Registration ", "jurisdiction", ORGANISATIONS),
    ("Vessel Flag ", "flag", &["Vessel"]),
    ("Former Vessel Flag ", "pastFlags", &["Vessel"]),
    ("Vessel Flag: ", "flag", &["Vessel"]),
];

/// Labels whose value is another party.
const LINKS: &[&str] =
    &["Linked To", "Aircraft Operator", "Vessel Owner", "Vessel Operator", "Vessel Manager"];

/// Adds what the remarks say. Parts that no rule knows become notes.
pub(super) fn read(entry: &mut ListEntry, remarks: &str) {
    for part in parts(remarks) {
        let bare = part.strip_prefix("alt. ").unwrap_or(part).trim();
        if !bare.is_empty() {
            read_part(entry, bare);
        }
    }
}

/// The parts between semicolons; a semicolon inside parentheses parts nothing.
fn parts(remarks: &str) -> Vec<&str> {
    let remarks = remarks.trim().trim_end_matches('.');
    let balanced = remarks.matches('(').count() == remarks.matches(')').count();
    let mut depth = 0_usize;
    remarks
        .split(|character| {
            match character {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            character == ';' && (depth == 0 || !balanced)
        })
        .map(str::trim)
        .collect()
}

/// Adds what one part of the remarks says.
pub(crate) fn read_part(entry: &mut ListEntry, part: &str) {
    let done = birth(entry, part)
        || other_name(entry, part)
        || gender(entry, part)
        || country_of(entry, part)
        || link(entry, part)
        || day(entry, part)
        || plain(entry, part)
        || wallet(entry, part);
    if done {
        return;
    }
    if let Some(identifier) = labels::identifier(entry, part) {
        identify(entry, identifier);
    } else if REASONS.iter().any(|reason| part.starts_with(reason)) {
        once(&mut entry.listing.reasons, part);
    } else if !entry.entity.values("position").iter().any(|position| position == part) {
        entry.entity.add("notes", part);
    }
}

fn birth(entry: &mut ListEntry, part: &str) -> bool {
    if entry.entity.schema != "Person" {
        return false;
    }
    if let Some(text) = part.strip_prefix("DOB ") {
        let born = date::dates(text);
        if born.approximate || born.values.is_empty() {
            entry.entity.add("notes", part);
        }
        for value in born.values {
            entry.entity.add("birthDate", value);
        }
        return true;
    }
    let Some(place) = part.strip_prefix("POB ") else { return false };
    entry.entity.add("birthPlace", place);
    if let Some(code) = country_at_end(place) {
        entry.entity.add("birthCountry", code);
    }
    true
}

/// The country that a place ends in: `Nampo, Korea, North`, `Tehran, Iran`.
fn country_at_end(place: &str) -> Option<&'static str> {
    let commas = place.match_indices(", ").map(|(at, _)| at);
    let tails = commas.filter_map(|at| place.get(at + 2..));
    std::iter::once(place).chain(tails).find_map(country::code)
}

/// In OFAC's files, other names in the remarks are the weak ones: broad or common, not to be searched for by themselves
/// (<https://ofac.treasury.gov/faqs/122>). Strong ones have a file of their own.
fn other_name(entry: &mut ListEntry, part: &str) -> bool {
    let kinds = [("a.k.a. ", "weakAlias"), ("f.k.a. ", "previousName"), ("n.k.a. ", "alias")];
    let Some((property, name)) =
        kinds.iter().find_map(|(mark, property)| part.strip_prefix(mark).map(|name| (*property, name)))
    else {
        return false;
    };
    let name = name.trim();
    entry
        .entity
        .add(property, name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(name));
    true
}

fn gender(entry: &mut ListEntry, part: &str) -> bool {
    let Some(gender) = part.strip_prefix("Gender").map(|rest| rest.trim_start_matches([':', ' '])) else {
        return false;
    };
    let known = matches!(gender, "Male" | "Female") && entry.entity.schema == "Person";
    if known {
        entry.entity.add("gender", gender.to_lowercase());
    }
    known
}

fn country_of(entry: &mut ListEntry, part: &str) -> bool {
    let schema = entry.entity.schema.as_str();
    let Some((property, name)) = COUNTRIES.iter().find_map(|(label, property, schemata)| {
        part.strip_prefix(label).filter(|_| schemata.contains(&schema)).map(|name| (*property, name))
    }) else {
        return false;
    };
    match country::code(name) {
        Some(code) => entry.entity.add(property, code),
        None if name == "None Identified" => {}
        None => entry.entity.add("notes", part),
    }
    true
}

fn link(entry: &mut ListEntry, part: &str) -> bool {
    let part = part.strip_prefix('(').and_then(|part| part.strip_suffix(')')).unwrap_or(part);
    let Some((relation, name)) = LINKS.iter().find_map(|label| {
        let rest = part.strip_prefix(label)?;
        rest.starts_with([':', ' ']).then(|| (*label, rest.trim_start_matches([':', ' '])))
    }) else {
        return false;
    };
    entry.listing.links.push(ListedLink {
        relation: relation.to_owned(),
        name: name.to_owned(),
        entity: None,
    });
    true
}

fn day(entry: &mut ListEntry, part: &str) -> bool {
    let value = |label: &str| part.strip_prefix(label).and_then(date::exact);
    let organisation = ORGANISATIONS.contains(&entry.entity.schema.as_str());
    if let Some(date) = value("Organization Established Date ").filter(|_| organisation) {
        entry.entity.add("incorporationDate", date);
        return true;
    }
    if let Some(date) = value("Aircraft Manufacture Date ").filter(|_| entry.entity.schema == "Airplane") {
        entry.entity.add("buildDate", date);
        return true;
    }
    // "Listing Date (CMIC) 03 Jun 2021", "Listing Date (EO 14024 Directive 3): 24 Feb 2022"
    let Some(rest) = part.strip_prefix("Listing Date") else { return false };
    let Some(date) =
        rest.rsplit_once(')').map(|(_, date)| date.trim_start_matches([':', ' '])).and_then(date::exact)
    else {
        return false;
    };
    entry.listing.dates.push(ListingDate { event: ListingEvent::Listed, date });
    once(&mut entry.listing.reasons, part);
    true
}

fn plain(entry: &mut ListEntry, part: &str) -> bool {
    let schema = entry.entity.schema.as_str();
    let Some((property, value)) = PLAIN.iter().find_map(|(label, property, schemata)| {
        part.strip_prefix(label).filter(|_| schemata.contains(&schema)).map(|value| (*property, value))
    }) else {
        return false;
    };
    entry.entity.add(property, value);
    true
}

/// `Digital Currency Address - XBT 1Kuf…`
fn wallet(entry: &mut ListEntry, part: &str) -> bool {
    let Some((currency, address)) =
        part.strip_prefix("Digital Currency Address - ").and_then(|rest| rest.split_once(' '))
    else {
        return false;
    };
    let kind = format!("Digital Currency Address - {currency}");
    identify(entry, Identifier { kind, value: address.trim().to_owned(), ..Identifier::default() });
    true
}
