//! Labelled values in OFAC's own words: which label is which property.

use crate::country;
use crate::date;
use model::{Identifier, ListEntry};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/ofac_labels.tsv");

struct Label {
    words: &'static str,
    property: Option<&'static str>,
    schema: Option<&'static str>,
}

/// The longest first, so that the first that fits is the one that is meant.
static LABELS: LazyLock<Vec<Label>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let mut labels: Vec<_> = rows
        .filter_map(|row| {
            let mut columns = row.split('\t');
            let (words, property, schema) = (columns.next()?, columns.next()?, columns.next()?);
            let none_if = |column: &'static str, mark| (column != mark).then_some(column);
            Some(Label { words, property: none_if(property, "-"), schema: none_if(schema, "*") })
        })
        .collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.words.len()));
    labels
});

/// Reads `Passport A123 (Iran) issued 02 Mar 2010 expires 01 Mar 2020`; `None` where no label is known.
pub(crate) fn identifier(entry: &ListEntry, text: &str) -> Option<Identifier> {
    let label = LABELS.iter().find(|label| {
        text.strip_prefix(label.words).is_some_and(|rest| rest.starts_with([' ', ':', '+']) && rest.len() > 1)
    })?;
    let value = text.get(label.words.len()..)?.trim_start_matches([':', ' ']);
    Some(describe(entry, label, value))
}

/// Reads a value whose label stands beside it.
pub(crate) fn labelled(entry: &ListEntry, words: &str, value: &str) -> Option<Identifier> {
    let label =
        LABELS.iter().find(|label| label.words.trim_end_matches('.') == words.trim_end_matches('.'))?;
    Some(describe(entry, label, value))
}

fn describe(entry: &ListEntry, label: &Label, text: &str) -> Identifier {
    let mut identifier = Identifier { kind: label.words.to_owned(), ..Identifier::default() };
    let mut rest = text.trim();
    if let Some((before, when)) = rest.rsplit_once(" expires ") {
        (rest, identifier.expires) = (before.trim(), date::exact(when));
    }
    if let Some((before, when)) = rest.rsplit_once(" issued ") {
        (rest, identifier.issued) = (before.trim(), date::exact(when));
    }
    if let Some((before, inside)) = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        match country::code(inside) {
            Some(code) => identifier.country = Some(code.to_owned()),
            None => identifier.note = Some(inside.to_owned()),
        }
        rest = before.trim();
    }
    identifier.value = rest.to_owned();
    let fits = label.schema.is_none_or(|schema| schema == entry.entity.schema);
    let of_ships = matches!(entry.entity.schema.as_str(), "Vessel" | "Airplane");
    identifier.property = label.property.filter(|_| fits).map(str::to_owned);
    if let Some(number) = imo(rest) {
        identifier.value = format!("IMO{number}");
        identifier.property = Some("imoNumber".to_owned()).filter(|_| entry.entity.schema != "Airplane");
    } else if label.words == "Legal Entity Number" && is_lei(rest) {
        identifier.property = Some("leiCode".to_owned());
    } else if of_ships && !FOR_SHIPS.contains(&identifier.property.as_deref().unwrap_or_default()) {
        identifier.property = None;
    }
    identifier
}

/// Properties that ships and aircraft have too.
const FOR_SHIPS: &[&str] = &["registrationNumber", "serialNumber", "mmsi", "icaoCode"];

/// The seven digits of `IMO 9187629`.
fn imo(text: &str) -> Option<&str> {
    let digits = text.strip_prefix("IMO")?.trim_start();
    (digits.len() == 7 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// Whether a text has the form of ISO 17442.
fn is_lei(text: &str) -> bool {
    text.len() == 20
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && text.bytes().skip(18).all(|byte| byte.is_ascii_digit())
}
