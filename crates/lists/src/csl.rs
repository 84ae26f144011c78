//! The Consolidated Screening List of the US International Trade Administration, as CSV with a header.
//!
//! It joins lists of several authorities. What they have in common has columns of its own; cells with several values part them by
//! semicolons (<https://www.trade.gov/consolidated-screening-list>).

use crate::collect::{digits_of, entry, finish, identify, numbered, once, only_file};
use crate::error::{Error, Place, Result};
use crate::rows::{Row, rows};
use crate::text::{decode, one_line};
use crate::{List, ListFile, LoadOptions, country, date, ofac};
use model::{Identifier, ListEntry, ListedLink, ListingDate, ListingEvent};
use std::collections::HashMap;

const DATASET: &str = "us_trade_csl";

/// The columns, each with its place in [`Columns`].
const COLUMNS: [&str; 28] = [
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
];

/// Columns that some editions have and that say nothing about the entry.
const IGNORED: &[&str] = &["_id"];

/// Where each column stands in this file.
struct Columns(HashMap<String, usize>);

impl Columns {
    fn of(file: &str, header: &Row<'_>, options: &LoadOptions, notices: &mut Vec<String>) -> Result<Self> {
        let place = || Place::new(file, header.line);
        let names: HashMap<String, usize> =
            header.cells().enumerate().map(|(index, name)| (name.trim().to_lowercase(), index)).collect();
        let missing: Vec<_> = COLUMNS.iter().filter(|name| !names.contains_key(**name)).collect();
        if !missing.is_empty() {
            let missing: Vec<_> = missing.into_iter().map(|name| format!("`{name}`")).collect();
            return Err(Error::drift(place(), format!("columns are missing: {}", missing.join(", "))));
        }
        let known = |name: &str| COLUMNS.contains(&name) || IGNORED.contains(&name);
        let mut new: Vec<_> =
            names.keys().filter(|name| !known(name)).map(|name| format!("`{name}`")).collect();
        new.sort();
        if !new.is_empty() {
            options.drift(place(), format!("new columns: {}", new.join(", ")), notices)?;
        }
        Ok(Self(names))
    }

    fn cell<'r>(&self, row: &'r Row<'_>, column: &str) -> &'r str {
        self.0.get(column).map_or("", |index| row.cell(*index))
    }

    fn values<'r>(&self, row: &'r Row<'_>, column: &str) -> impl Iterator<Item = &'r str> {
        self.cell(row, column)
            .split("; ")
            .map(|value| value.trim().trim_end_matches(';'))
            .filter(|value| !value.is_empty())
    }
}

pub(crate) fn load(files: &[ListFile<'_>], options: &LoadOptions) -> Result<List> {
    let file = only_file(files, "the Consolidated Screening List", "one CSV file")?;
    let text = decode(file.name, file.bytes, &options.limits)?;
    let rows = rows(file.name, &text, b',', &options.limits)?;
    let Some((header, rows)) = rows.split_first() else {
        return Err(Error::truncated(Place::whole(file.name), "it is empty"));
    };
    let mut notices = Vec::new();
    let columns = Columns::of(file.name, header, options, &mut notices)?;
    let mut entries = Vec::with_capacity(rows.len());
    let mut ordinals: HashMap<String, usize> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let place = || Place::new(file.name, row.line);
        if row.len() != header.len() {
            let reason = format!("{} cells where the header has {}", row.len(), header.len());
            let last = index + 1 == rows.len() && !text.ends_with('\n');
            return Err(if last { Error::truncated(place(), reason) } else { Error::drift(place(), reason) });
        }
        let mut new =
            read_entry(&columns, row, &mut ordinals).map_err(|reason| Error::drift(place(), reason))?;
        new.listing.original.push(row.original(file.name));
        entries.push(new);
    }
    finish(file.name, entries, None, notices, &options.limits)
}

/// What being on one of the lists means, by a word of the list's name.
const TOPICS: &[(&str, &str)] = &[
    ("Entity List", "export.control"),
    ("Unverified List", "export.risk"),
    ("Military End User", "export.control"),
    ("Denied Persons", "export.control"),
    ("ITAR Debarred", "debarment"),
];

fn read_entry(
    columns: &Columns,
    row: &Row<'_>,
    ordinals: &mut HashMap<String, usize>,
) -> Result<ListEntry, String> {
    let cell = |column| columns.cell(row, column);
    let name = one_line(cell("name"));
    let source = cell("source");
    if name.is_empty() || source.is_empty() {
        return Err("an entry has no name or no source".to_owned());
    }
    let schema = match cell("type") {
        "Individual" => "Person",
        "Entity" => "Organization",
        "Vessel" => "Vessel",
        "Aircraft" => "Airplane",
        "" => "LegalEntity",
        other => return Err(format!("`{other}` is no type of entry known")),
    };
    let mut new = entry(schema, id(source, cell("entity_number"), &name, ordinals), DATASET);
    let topic =
        TOPICS.iter().find(|(words, _)| source.contains(words)).map_or("sanction", |(_, topic)| topic);
    new.entity.add("topics", topic);
    new.entity.add("name", name.as_ref());
    new.entity.add("publisher", source);
    new.entity.add("sourceUrl", cell("source_information_url"));
    for alias in columns.values(row, "alt_names") {
        new.entity.add("alias", one_line(alias).as_ref());
    }
    addresses(columns, row, &mut new);
    once(&mut new.listing.programmes, source);
    for programme in columns.values(row, "programs") {
        once(&mut new.listing.programmes, programme);
        new.entity.add("program", programme);
    }
    reasons(columns, row, &mut new);
    for (column, event) in [("start_date", ListingEvent::Listed), ("end_date", ListingEvent::Ends)] {
        let date = date::exact(cell(column)).map(|date| ListingDate { event, date });
        new.listing.dates.extend(date);
    }
    match schema {
        "Person" => person(columns, row, &mut new),
        "Vessel" => ship(columns, row, &mut new),
        _ => new.entity.add("notes", cell("title")),
    }
    for id in columns.values(row, "ids") {
        identifier(&mut new, id);
    }
    for remark in columns.values(row, "remarks") {
        ofac::remark(&mut new, remark);
    }
    Ok(new)
}

/// The list's own number where there is one; else one made of the list and the name. Several entries of one list and name are counted.
fn id(source: &str, number: &str, name: &str, ordinals: &mut HashMap<String, usize>) -> String {
    let list =
        source.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or(source, |(list, _)| list);
    let list: String =
        list.chars().filter(char::is_ascii_alphanumeric).take(16).collect::<String>().to_lowercase();
    let has_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let base = if has_number {
        format!("csl-{list}-{number}")
    } else {
        format!("csl-{list}-{}", digits_of(&format!("{source}\n{name}")))
    };
    numbered(base, ordinals)
}

fn addresses(columns: &Columns, row: &Row<'_>, new: &mut ListEntry) {
    for address in columns.values(row, "addresses") {
        let address = one_line(address);
        let last = address.rsplit(", ").next().unwrap_or_default();
        if let Some(code) = country::code(last).filter(|_| last.len() == 2) {
            new.entity.add("country", code);
        }
        if address.len() > 2 {
            new.entity.add("address", address.as_ref());
        }
    }
}

fn reasons(columns: &Columns, row: &Row<'_>, new: &mut ListEntry) {
    for (column, what) in [
        ("federal_register_notice", "Federal Register"),
        ("license_requirement", "License requirement"),
        ("license_policy", "License policy"),
        ("standard_order", "Standard order"),
    ] {
        let text = one_line(columns.cell(row, column));
        if !text.is_empty() {
            once(&mut new.listing.reasons, &format!("{what}: {text}"));
        }
    }
}

fn person(columns: &Columns, row: &Row<'_>, new: &mut ListEntry) {
    for title in columns.values(row, "title") {
        new.entity.add("position", title);
    }
    for born in columns.values(row, "dates_of_birth") {
        let dates = date::dates(born);
        if dates.approximate || dates.values.is_empty() {
            new.entity.add("notes", format!("DOB {born}"));
        }
        for value in dates.values {
            new.entity.add("birthDate", value);
        }
    }
    for place in columns.values(row, "places_of_birth") {
        new.entity.add("birthPlace", place);
    }
    for (column, property) in [("nationalities", "nationality"), ("citizenships", "citizenship")] {
        for name in columns.values(row, column) {
            match country::code(name) {
                Some(code) => new.entity.add(property, code),
                None => new.entity.add("notes", name),
            }
        }
    }
}

fn ship(columns: &Columns, row: &Row<'_>, new: &mut ListEntry) {
    let cell = |column| columns.cell(row, column);
    new.entity.add("callSign", cell("call_sign"));
    new.entity.add("type", cell("vessel_type"));
    new.entity.add("tonnage", cell("gross_tonnage").replace(',', ""));
    new.entity.add("grossRegisteredTonnage", cell("gross_registered_tonnage").replace(',', ""));
    if let Some(code) = country::code(cell("vessel_flag")) {
        new.entity.add("flag", code);
    }
    let owner = cell("vessel_owner");
    if !owner.is_empty() {
        let link = ListedLink { relation: "Vessel Owner".to_owned(), name: owner.to_owned(), entity: None };
        new.listing.links.push(link);
    }
}

/// `US, 80-0890696, Tax ID No.`: country, value, label; or only the last two; or, where the label ends in `:` or `-`, a remark.
fn identifier(new: &mut ListEntry, text: &str) {
    let Some((before, label)) = text.rsplit_once(", ") else {
        return new.entity.add("notes", text);
    };
    if let Some(reason) = label.strip_suffix([':', '-']) {
        return once(&mut new.listing.reasons, &format!("{}: {before}", reason.trim()));
    }
    let parted = before
        .split_once(", ")
        .and_then(|(code, value)| Some((country::code(code).filter(|_| code.len() == 2)?, value)));
    let (issuer, value) = parted.map_or((None, before), |(code, value)| (Some(code), value));
    match label {
        "Gender" => ofac::remark(new, &format!("Gender {value}")),
        "Website" | "Email Address" => {
            new.entity.add(if label == "Website" { "website" } else { "email" }, value)
        }
        _ => {
            let known = ofac::labelled(new, label, value);
            let mut identifier = known.unwrap_or_else(|| Identifier {
                kind: label.to_owned(),
                value: value.to_owned(),
                ..Identifier::default()
            });
            identifier.country = identifier.country.or(issuer.map(str::to_owned));
            identify(new, identifier);
        }
    }
}
