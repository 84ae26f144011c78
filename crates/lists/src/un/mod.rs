//! The consolidated list of the United Nations Security Council, as XML.
//!
//! The layout is that of the Council's schema (<https://www.un.org/sc/resources/sc-sanctions.xsd>): under the root two groups, individuals and
//! entities, each entry with a reference number that never changes.

use crate::collect::{entry, finish, identify, once, only_file};
use crate::error::{Error, Place, Result};
use crate::text::{decode, one_line};
use crate::xml::{Element, Elements, Step};
use crate::{List, ListFile, LoadOptions, country, date};
use model::{Identifier, ListEntry, ListingDate, ListingEvent, OriginalRow};
use std::collections::BTreeSet;

const DATASET: &str = "un_sc_sanctions";
const ROOT: &str = "CONSOLIDATED_LIST";

/// A group of entries, with what an entry of it may consist of.
struct Group {
    name: &'static str,
    entry: &'static str,
    schema: &'static str,
    prefix: &'static str,
}

const GROUPS: &[Group] = &[
    Group { name: "INDIVIDUALS", entry: "INDIVIDUAL", schema: "Person", prefix: "INDIVIDUAL_" },
    Group { name: "ENTITIES", entry: "ENTITY", schema: "Organization", prefix: "ENTITY_" },
];

/// Elements that every entry has.
const REQUIRED: &[&str] = &["DATAID", "FIRST_NAME", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON"];

/// Elements that stand right in an entry, the group's prefix left out.
const KNOWN: &[&str] = &[
    "DATAID",
    "VERSIONNUM",
    "FIRST_NAME",
    "SECOND_NAME",
    "THIRD_NAME",
    "FOURTH_NAME",
    "UN_LIST_TYPE",
    "REFERENCE_NUMBER",
    "LISTED_ON",
    "DELISTED_ON",
    "SUBMITTED_ON",
    "SUBMITTED_BY",
    "GENDER",
    "NAME_ORIGINAL_SCRIPT",
    "COMMENTS1",
    "TITLE",
    "DESIGNATION",
    "NATIONALITY",
    "NATIONALITY2",
    "LIST_TYPE",
    "LAST_DAY_UPDATED",
    "ALIAS",
    "ADDRESS",
    "DATE_OF_BIRTH",
    "PLACE_OF_BIRTH",
    "DOCUMENT",
    "SORT_KEY",
    "SORT_KEY_LAST_MOD",
];

/// Elements that stand in those.
const KNOWN_INSIDE: &[&str] = &[
    "VALUE",
    "QUALITY",
    "ALIAS_NAME",
    "DATE_OF_BIRTH",
    "CITY_OF_BIRTH",
    "COUNTRY_OF_BIRTH",
    "NOTE",
    "STREET",
    "CITY",
    "STATE_PROVINCE",
    "ZIP_CODE",
    "COUNTRY",
    "TYPE_OF_DATE",
    "DATE",
    "YEAR",
    "FROM_YEAR",
    "TO_YEAR",
    "TYPE_OF_DOCUMENT",
    "TYPE_OF_DOCUMENT2",
    "NUMBER",
    "ISSUING_COUNTRY",
    "COUNTRY_OF_ISSUE",
    "CITY_OF_ISSUE",
    "DATE_OF_ISSUE",
];

pub(crate) fn load(files: &[ListFile<'_>], options: &LoadOptions) -> Result<List> {
    let file = only_file(files, "the UN list", "one XML file")?;
    let text = decode(file.name, file.bytes, &options.limits)?;
    let mut notices = Vec::new();
    let mut elements = Elements::new(file.name, &text, &options.limits);
    let root = match elements.step()? {
        Step::Open(root) if root.name == ROOT => root,
        Step::Open(root) => {
            return Err(Error::drift(
                elements.place(),
                format!("it begins with `{}`, not with `{ROOT}`", root.name),
            ));
        }
        _ => return Err(Error::truncated(Place::whole(file.name), "it has no element")),
    };
    let published = root.attribute("dateGenerated").and_then(date::exact);
    if published.is_none() {
        return Err(Error::drift(elements.place(), "`dateGenerated` does not say when the list was made"));
    }
    let mut entries = Vec::new();
    let mut strange = BTreeSet::new();
    let mut seen = BTreeSet::new();
    loop {
        let start = match elements.step()? {
            Step::Open(element) => element,
            Step::Close => break,
            Step::End => return Err(Error::truncated(elements.place(), format!("`{ROOT}` does not end"))),
        };
        match GROUPS.iter().find(|group| group.name == start.name) {
            Some(group) => {
                seen.insert(group.name);
                read_group(group, &mut elements, &mut entries, &mut strange, options)?;
            }
            None => {
                let place = elements.place();
                options.drift(place, format!("the group `{}` is new", start.name), &mut notices)?;
                elements.take(start)?;
            }
        }
    }
    if let Some(missing) = GROUPS.iter().find(|group| !seen.contains(group.name)) {
        return Err(Error::drift(
            Place::whole(file.name),
            format!("the group `{}` is missing", missing.name),
        ));
    }
    if !strange.is_empty() {
        let names: Vec<_> = strange.into_iter().map(|name| format!("`{name}`")).collect();
        options.drift(
            Place::whole(file.name),
            format!("new elements: {}", names.join(", ")),
            &mut notices,
        )?;
    }
    finish(file.name, entries, published, notices, &options.limits)
}

fn read_group(
    group: &Group,
    elements: &mut Elements<'_>,
    entries: &mut Vec<ListEntry>,
    strange: &mut BTreeSet<String>,
    options: &LoadOptions,
) -> Result<()> {
    loop {
        match elements.step()? {
            Step::Close => return Ok(()),
            Step::End => {
                return Err(Error::truncated(elements.place(), format!("`{}` does not end", group.name)));
            }
            Step::Open(element) if element.name == group.entry => {
                let (start, line) = (elements.position(), element.line);
                let element = elements.take(element)?;
                let place = elements.place();
                note_strange(group, &element, strange);
                let tag = format!("<{}>", group.entry);
                let text = format!("{tag}{}", elements.since(start));
                let mut new = read_entry(group, &element, Place { line, ..place.clone() })?;
                new.listing.original.push(OriginalRow { file: "xml".to_owned(), line, text });
                entries.push(new);
                crate::Limits::check(|| place, entries.len(), options.limits.entries, "entries")?;
            }
            Step::Open(element) => {
                let reason = format!("`{}` stands where only `{}` did", element.name, group.entry);
                return Err(Error::drift(elements.place(), reason));
            }
        }
    }
}

/// Elements of an entry that this loader does not know.
fn note_strange(group: &Group, element: &Element, strange: &mut BTreeSet<String>) {
    for child in &element.children {
        let name = child.name.strip_prefix(group.prefix).unwrap_or(&child.name);
        if !KNOWN.contains(&name) {
            strange.insert(child.name.clone());
        }
        for inner in child.children.iter().filter(|inner| !KNOWN_INSIDE.contains(&inner.name.as_str())) {
            strange.insert(format!("{}/{}", child.name, inner.name));
        }
    }
}

fn read_entry(group: &Group, element: &Element, place: Place) -> Result<ListEntry> {
    if let Some(missing) = REQUIRED.iter().find(|name| element.text_of(name).is_empty()) {
        return Err(Error::drift(place, format!("an entry has no `{missing}`")));
    }
    let reference = element.text_of("REFERENCE_NUMBER");
    let mut new = entry(group.schema, format!("un-{reference}"), DATASET);
    names(group, element, &mut new);
    new.entity.add("topics", "sanction");
    let programme = element.text_of("UN_LIST_TYPE");
    once(&mut new.listing.programmes, programme);
    new.entity.add("program", programme);
    let number = Identifier {
        kind: "UN reference number".to_owned(),
        value: reference.to_owned(),
        ..Identifier::default()
    };
    identify(&mut new, number);
    dates(element, &mut new);
    let comments = one_line(element.text_of("COMMENTS1"));
    once(&mut new.listing.reasons, &comments);
    addresses(group, element, &mut new);
    if group.schema == "Person" {
        person(group, element, &mut new);
    } else if let Some(number) = only_imo_number(&comments) {
        let value = format!("IMO{number}");
        let property = Some("imoNumber".to_owned());
        identify(
            &mut new,
            Identifier { kind: "IMO company number".to_owned(), value, property, ..Identifier::default() },
        );
    }
    Ok(new)
}

fn names(group: &Group, element: &Element, new: &mut ListEntry) {
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(|part| element.text_of(part));
    let name = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    // Names of firms may hold other names of theirs, with semicolons between.
    for (index, name) in names_in(&name).into_iter().enumerate() {
        new.entity.add(if index == 0 { "name" } else { "alias" }, one_line(name).as_ref());
    }
    new.entity.add("name", one_line(element.text_of("NAME_ORIGINAL_SCRIPT")).as_ref());
    let tag = format!("{}ALIAS", group.prefix);
    for alias in element.all(&tag) {
        let property = match alias.text_of("QUALITY") {
            "Low" => "weakAlias",
            "f.k.a." => "previousName",
            _ => "alias",
        };
        for name in names_in(alias.text_of("ALIAS_NAME")) {
            new.entity.add(property, one_line(name).as_ref());
        }
        let note = one_line(alias.text_of("NOTE"));
        for name in in_other_scripts(&note) {
            new.entity.add(property, name);
        }
    }
}

/// The names between semicolons. Behind a name in another script, parentheses hold the same name in Latin letters.
fn names_in(text: &str) -> Vec<&str> {
    let foreign_first =
        text.trim_start().chars().next().is_some_and(|first| first.is_alphabetic() && !is_latin(first));
    let latin = text.split_once('(').filter(|_| foreign_first);
    let (first, rest) =
        latin.map_or((text, None), |(first, rest)| (first, Some(rest.trim_end_matches([')', ' ']))));
    first.split(';').chain(rest.into_iter().flat_map(|rest| rest.split(';'))).collect()
}

/// Names in other scripts inside an English note: "formerly listed as, in Arabic: …", "original script: …".
fn in_other_scripts(note: &str) -> Vec<String> {
    let foreign = |character: char| character.is_alphabetic() && !is_latin(character);
    let joins =
        |character: char| foreign(character) || matches!(character, ' ' | '-' | '‘' | '’' | '.' | '\u{200c}');
    note.split(|character| !joins(character))
        .map(|run| run.trim_matches(|character: char| !foreign(character)))
        .filter(|run| run.chars().filter(|character| foreign(*character)).count() >= 2)
        .map(str::to_owned)
        .collect()
}

/// The blocks of Latin letters up to Latin Extended Additional, with modifiers and marks.
fn is_latin(character: char) -> bool {
    matches!(character, '\0'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
}

fn dates(element: &Element, new: &mut ListEntry) {
    let mut push = |event: ListingEvent, text: &str| {
        let date = date::exact(text).map(|date| ListingDate { event, date });
        new.listing.dates.extend(date.filter(|date| !new.listing.dates.contains(date)));
    };
    push(ListingEvent::Listed, element.text_of("LISTED_ON"));
    push(ListingEvent::Ends, element.text_of("DELISTED_ON"));
    for updated in element.all("LAST_DAY_UPDATED").flat_map(|updated| updated.all("VALUE")) {
        push(ListingEvent::Amended, updated.text.trim());
    }
    for (event, property) in [(ListingEvent::Listed, "createdAt"), (ListingEvent::Amended, "modifiedAt")] {
        let last = new.listing.dates.iter().filter(|date| date.event == event).map(|date| &date.date).max();
        if let Some(date) = last {
            new.entity.add(property, date.as_str());
        }
    }
}

fn addresses(group: &Group, element: &Element, new: &mut ListEntry) {
    let tag = format!("{}ADDRESS", group.prefix);
    for address in element.all(&tag) {
        let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"]
            .map(|part| one_line(address.text_of(part)));
        let known: Vec<&str> = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect();
        let country = address.text_of("COUNTRY");
        if let Some(code) = country::code(country) {
            new.entity.add("country", code);
        }
        // A country alone is no address.
        if known.len() > 1 || country.is_empty() {
            new.entity.add("address", known.join(", "));
        }
        new.entity.add("notes", one_line(address.text_of("NOTE")).as_ref());
    }
}

fn person(group: &Group, element: &Element, new: &mut ListEntry) {
    let values = |name: &'static str| element.all(name).flat_map(|list| list.all("VALUE"));
    for (name, property) in [("TITLE", "title"), ("DESIGNATION", "position")] {
        for value in values(name) {
            new.entity.add(property, one_line(&value.text).as_ref());
        }
    }
    for value in values("NATIONALITY").chain(values("NATIONALITY2")) {
        match country::code(&value.text) {
            Some(code) => new.entity.add("nationality", code),
            None => new.entity.add("notes", one_line(&value.text).as_ref()),
        }
    }
    if let gender @ ("Male" | "Female") = element.text_of("GENDER") {
        new.entity.add("gender", gender.to_lowercase());
    }
    for birth in element.all(&format!("{}DATE_OF_BIRTH", group.prefix)) {
        birth_date(birth, new);
    }
    for birth in element.all(&format!("{}PLACE_OF_BIRTH", group.prefix)) {
        let parts = ["STREET", "CITY", "STATE_PROVINCE", "COUNTRY"].map(|part| one_line(birth.text_of(part)));
        let known: Vec<&str> = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect();
        new.entity.add("birthPlace", known.join(", "));
        if let Some(code) = country::code(birth.text_of("COUNTRY")) {
            new.entity.add("birthCountry", code);
        }
        new.entity.add("notes", one_line(birth.text_of("NOTE")).as_ref());
    }
    for document in element.all(&format!("{}DOCUMENT", group.prefix)) {
        if let Some(identifier) = document_number(document) {
            identify(new, identifier);
        }
    }
}

fn birth_date(birth: &Element, new: &mut ListEntry) {
    let (from, to) = (birth.text_of("FROM_YEAR"), birth.text_of("TO_YEAR"));
    let span =
        if from.is_empty() || to.is_empty() { format!("{from}{to}") } else { format!("{from} to {to}") };
    let note = one_line(birth.text_of("NOTE"));
    let stated = [birth.text_of("DATE"), birth.text_of("YEAR"), &span];
    let found = stated.into_iter().map(|text| date::dates(text).values).find(|values| !values.is_empty());
    let in_note = found.is_none();
    for value in found.unwrap_or_else(|| date::dates(&note).values) {
        new.entity.add("birthDate", value);
    }
    if birth.text_of("TYPE_OF_DATE") == "APPROXIMATELY" {
        let given = stated.iter().find(|text| !text.is_empty()).unwrap_or(&note.as_ref()).to_string();
        new.entity.add("notes", format!("DOB approximately {given}"));
    } else if !note.is_empty() && !in_note {
        new.entity.add("notes", format!("DOB: {note}"));
    }
}

/// Words for a passport in the languages that the list mixes.
const PASSPORT: &[&str] = &["passport", "passeport", "pasaporte"];

fn document_number(document: &Element) -> Option<Identifier> {
    let (number, remark) = match document.text_of("NUMBER").split_once('(') {
        Some((number, remark)) => (number, Some(remark.trim_end_matches([')', ' ']))),
        None => (document.text_of("NUMBER"), None),
    };
    let number = one_line(number).into_owned();
    if number.is_empty() {
        return None;
    }
    let kinds = [document.text_of("TYPE_OF_DOCUMENT"), document.text_of("TYPE_OF_DOCUMENT2")];
    let kind = kinds.into_iter().find(|kind| !kind.is_empty()).unwrap_or("document");
    let is_passport = kinds.iter().any(|kind| PASSPORT.iter().any(|word| kind.to_lowercase().contains(word)));
    let issuer = ["ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"].map(|name| country::code(document.text_of(name)));
    let notes: Vec<_> =
        [remark.unwrap_or_default(), document.text_of("NOTE"), document.text_of("CITY_OF_ISSUE")]
            .map(|note| one_line(note).into_owned())
            .into_iter()
            .filter(|note| !note.is_empty())
            .collect();
    Some(Identifier {
        kind: if is_passport { "Passport".to_owned() } else { one_line(kind).into_owned() },
        value: number,
        property: Some(if is_passport { "passportNumber" } else { "idNumber" }.to_owned()),
        country: issuer.into_iter().flatten().next().map(str::to_owned),
        issued: date::exact(document.text_of("DATE_OF_ISSUE")),
        expires: notes.iter().find_map(|note| expiry(note)),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    })
}

/// `Expires 26 Sep. 2017`, `Expiration date: 2026-12-11.`
fn expiry(note: &str) -> Option<String> {
    let rest = note.strip_prefix("Expire").or_else(|| note.strip_prefix("Expiration date:"))?;
    let rest = rest.trim_start_matches(['d', 's']).trim_start();
    date::exact(rest.strip_prefix("on ").unwrap_or(rest))
}

/// The seven digits behind "IMO", where a text has one such number only.
fn only_imo_number(text: &str) -> Option<&str> {
    let mut numbers = text.match_indices("IMO").filter_map(|(at, word)| {
        let rest = text.get(at + word.len()..)?;
        let before =
            rest.find(|character: char| character.is_ascii_digit()).filter(|before| *before <= 12)?;
        let digits = rest.get(before..)?;
        let end = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
        digits.get(..end).filter(|digits| digits.len() == 7)
    });
    numbers.next().filter(|_| numbers.next().is_none())
}
