//! Entries on their way to a list: unique ids, links by name, limits.

use crate::error::{Error, Place, Result};
use crate::{Limits, List, ListFile};
use model::{Entity, Identifier, ListEntry, Listing};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The file of a list that consists of one.
///
/// # Errors
/// [`Error::Parts`] where there are none or several.
pub(crate) fn only_file<'f, 'b>(
    files: &'f [ListFile<'b>],
    format: &'static str,
    expected: &'static str,
) -> Result<&'f ListFile<'b>> {
    match files {
        [file] => Ok(file),
        _ => Err(Error::Parts { format, expected, reason: format!("{} files were given", files.len()) }),
    }
}

/// Sixteen hexadecimal digits that stand for a text, for ids of entries that have no number of their own.
pub(crate) fn digits_of(text: &str) -> String {
    model::hex(&Sha256::digest(text.as_bytes())[..8])
}

/// The id, or for a further entry of the same id the id with its ordinal.
pub(crate) fn numbered(id: String, ordinals: &mut HashMap<String, usize>) -> String {
    let ordinal = ordinals.entry(id.clone()).and_modify(|count| *count += 1).or_insert(1);
    if *ordinal == 1 { id } else { format!("{id}-{ordinal}") }
}

/// A new entry of a data set.
pub(crate) fn entry(schema: &str, id: String, dataset: &str) -> ListEntry {
    let mut entity = Entity::new(schema, id);
    entity.datasets.push(dataset.to_owned());
    ListEntry { entity, listing: Listing::default() }
}

/// Adds an identifier and, where it has a property, the value there too. The same number of the same kind is kept once.
pub(crate) fn identify(entry: &mut ListEntry, identifier: Identifier) {
    if identifier.value.is_empty() {
        return;
    }
    if let Some(property) = &identifier.property {
        entry.entity.add(property, identifier.value.as_str());
    }
    let same =
        |known: &&mut Identifier| known.value == identifier.value && known.property == identifier.property;
    match entry.listing.identifiers.iter_mut().find(same).filter(|_| identifier.property.is_some()) {
        // Some lists give a document once for each of their languages; only one of them says who issued it.
        Some(known) => {
            known.country = known.country.take().or(identifier.country);
            known.issued = known.issued.take().or(identifier.issued);
            known.expires = known.expires.take().or(identifier.expires);
            known.note = known.note.take().or(identifier.note);
        }
        None => entry.listing.identifiers.push(identifier),
    }
}

/// Adds a text to a list of texts, unless it is blank or there already.
pub(crate) fn once(texts: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !text.is_empty() && !texts.iter().any(|known| known == text) {
        texts.push(text.to_owned());
    }
}

/// Makes a list of entries.
///
/// # Errors
/// [`Error::Malformed`] where two entries have one id or there is no entry; [`Error::TooLarge`].
pub(crate) fn finish(
    file: &str,
    mut entries: Vec<ListEntry>,
    published: Option<String>,
    notices: Vec<String>,
    limits: &Limits,
) -> Result<List> {
    if entries.is_empty() {
        return Err(Error::malformed(Place::whole(file), "it has no entries"));
    }
    Limits::check(|| Place::whole(file), entries.len(), limits.entries, "entries")?;
    entries.sort_by(|one, other| one.entity.id.cmp(&other.entity.id));
    for entry in &entries {
        let properties: usize = entry.entity.properties.values().map(Vec::len).sum();
        Limits::check(
            || place_of(file, entry),
            properties + entry.listing.identifiers.len(),
            limits.values,
            "values in an entry",
        )?;
    }
    for (one, other) in entries.iter().zip(entries.iter().skip(1)) {
        if one.entity.id == other.entity.id {
            let reason = format!("the entry `{}` stands in it twice", other.entity.id);
            return Err(Error::malformed(place_of(file, other), reason));
        }
    }
    resolve_links(&mut entries);
    Ok(List { entries, published, notices })
}

pub(crate) fn place_of(file: &str, entry: &ListEntry) -> Place {
    entry.listing.original.first().map_or_else(|| Place::whole(file), |row| Place::new(&row.file, row.line))
}

/// Points links that name a party by its very name to its entity, where exactly one entity bears that name.
fn resolve_links(entries: &mut [ListEntry]) {
    if entries.iter().all(|entry| entry.listing.links.is_empty()) {
        return;
    }
    let folded = |name: &str| name.to_uppercase();
    let mut bearers: HashMap<String, Option<String>> = HashMap::new();
    for entry in entries.iter() {
        for (_, name) in entry.entity.names().filter(|(property, _)| *property != "weakAlias") {
            let bearer = bearers.entry(folded(name)).or_insert_with(|| Some(entry.entity.id.clone()));
            if bearer.as_ref() != Some(&entry.entity.id) {
                *bearer = None;
            }
        }
    }
    for link in entries.iter_mut().flat_map(|entry| &mut entry.listing.links) {
        link.entity = bearers.get(&folded(&link.name)).cloned().flatten();
    }
}
