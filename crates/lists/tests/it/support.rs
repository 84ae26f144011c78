//! The small lists of `tests/data`, and entries as text.

use lists::{Error, Format, List, ListFile, LoadOptions, load};
use model::ListEntry;

pub(crate) const SDN: &[u8] = include_bytes!("../data/ofac/sdn.csv");
pub(crate) const ALT: &[u8] = include_bytes!("../data/ofac/alt.csv");
pub(crate) const ADD: &[u8] = include_bytes!("../data/ofac/add.csv");
pub(crate) const COMMENTS: &[u8] = include_bytes!("../data/ofac/sdn_comments.csv");
pub(crate) const UN: &str = include_str!("../data/un_consolidated.xml");
pub(crate) const CSL: &str = include_str!("../data/us_csl.csv");
pub(crate) const FTM: &str = include_str!("../data/entities.ftm.json");

pub(crate) fn file<'b>(name: &'b str, bytes: &'b (impl AsRef<[u8]> + ?Sized)) -> ListFile<'b> {
    ListFile { name, bytes: bytes.as_ref() }
}

pub(crate) fn loaded(files: &[ListFile<'_>], format: &Format) -> Result<List, Error> {
    load(files, format, &LoadOptions::default())
}

pub(crate) fn entry<'l>(list: &'l List, id: &str) -> &'l ListEntry {
    list.entries.iter().find(|entry| entry.entity.id == id).unwrap()
}

/// An entry a line for each property and part, without its original rows.
pub(crate) fn shown(entry: &ListEntry) -> String {
    let entity = &entry.entity;
    let listing = &entry.listing;
    let mut lines = vec![format!("{} {} {}", entity.id, entity.schema, entity.datasets.join(" "))];
    lines.extend(
        entity.properties.iter().map(|(property, values)| format!("{property}: {}", values.join(" | "))),
    );
    lines.push(format!("programmes: {}", listing.programmes.join(" | ")));
    lines.extend(listing.reasons.iter().map(|reason| format!("reason: {reason}")));
    lines.extend(listing.dates.iter().map(|date| format!("{}: {}", date.event, date.date)));
    for identifier in &listing.identifiers {
        let mut line = format!("{} = {}", identifier.kind, identifier.value);
        for (label, value) in [
            ("", &identifier.property),
            ("of ", &identifier.country),
            ("from ", &identifier.issued),
            ("to ", &identifier.expires),
            ("", &identifier.note),
        ] {
            line.extend(value.iter().map(|value| format!(", {label}{value}")));
        }
        lines.push(line);
    }
    for link in &listing.links {
        lines.push(format!("{} -> {} [{}]", link.relation, link.name, link.entity.as_deref().unwrap_or("?")));
    }
    lines.join("\n")
}
