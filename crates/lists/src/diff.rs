//! What changed between two versions of a list.

use model::ListEntry;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What changed between two versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDiff {
    /// Entries that are new, in order of id.
    pub added: Vec<DiffEntry>,
    /// Entries that are gone.
    pub removed: Vec<DiffEntry>,
    /// Entries that say something else.
    pub changed: Vec<ChangedEntry>,
}

/// An entry by its id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffEntry {
    /// The id of its entity.
    pub id: String,
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub caption: String,
}

/// An entry that says something else than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedEntry {
    /// The entry, as it is now.
    #[serde(flatten)]
    pub entry: DiffEntry,
    /// What differs, in order of field.
    pub fields: Vec<FieldChange>,
}

/// The values of one field that came and went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// `schema`, a property, or `listing.…` for what the list says.
    pub field: String,
    /// Values that are gone.
    pub removed: Vec<String>,
    /// Values that are new.
    pub added: Vec<String>,
}

impl From<&ListEntry> for DiffEntry {
    fn from(entry: &ListEntry) -> Self {
        let entity = &entry.entity;
        Self { id: entity.id.clone(), schema: entity.schema.clone(), caption: entity.caption().to_owned() }
    }
}

/// Compares two versions. Where entries stand in their files, and in what order values stand, is no change.
#[must_use]
pub fn diff(before: &[ListEntry], after: &[ListEntry]) -> ListDiff {
    let by_id = |entries| -> BTreeMap<&str, &ListEntry> {
        let entries: &[ListEntry] = entries;
        entries.iter().map(|entry| (entry.entity.id.as_str(), entry)).collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    let mut diff = ListDiff::default();
    for (id, old) in &before {
        match after.get(id) {
            None => diff.removed.push(DiffEntry::from(*old)),
            Some(new) => {
                let fields = field_changes(old, new);
                if !fields.is_empty() {
                    diff.changed.push(ChangedEntry { entry: DiffEntry::from(*new), fields });
                }
            }
        }
    }
    let new = after.iter().filter(|(id, _)| !before.contains_key(*id));
    diff.added = new.map(|(_, entry)| DiffEntry::from(*entry)).collect();
    diff
}

fn field_changes(before: &ListEntry, after: &ListEntry) -> Vec<FieldChange> {
    let (old, new) = (fields(before), fields(after));
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    let mut changes: Vec<FieldChange> = names
        .filter_map(|name| {
            let (old, new) =
                (old.get(name).map_or(&[][..], Vec::as_slice), new.get(name).map_or(&[][..], Vec::as_slice));
            let without = |values: &[String], others: &[String]| -> Vec<String> {
                values.iter().filter(|value| !others.contains(value)).cloned().collect()
            };
            let (removed, added) = (without(old, new), without(new, old));
            (!removed.is_empty() || !added.is_empty()).then(|| FieldChange {
                field: name.clone(),
                removed,
                added,
            })
        })
        .collect();
    changes.sort_by(|one, other| one.field.cmp(&other.field));
    changes
}

fn fields(entry: &ListEntry) -> BTreeMap<String, Vec<String>> {
    let mut fields = entry.entity.properties.clone();
    let listing = &entry.listing;
    fields.insert("schema".to_owned(), vec![entry.entity.schema.clone()]);
    fields.insert("listing.programme".to_owned(), listing.programmes.clone());
    fields.insert("listing.reason".to_owned(), listing.reasons.clone());
    let dates = listing.dates.iter().map(|date| format!("{} {}", date.event, date.date)).collect();
    fields.insert("listing.date".to_owned(), dates);
    let identifiers = listing.identifiers.iter().map(|identifier| {
        let country = identifier.country.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
        format!("{} {}{country}", identifier.kind, identifier.value)
    });
    fields.insert("listing.identifier".to_owned(), identifiers.collect());
    let links = listing.links.iter().map(|link| format!("{}: {}", link.relation, link.name)).collect();
    fields.insert("listing.link".to_owned(), links);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Entity, Listing};

    fn entry(id: &str, name: &str, programmes: &[&str]) -> ListEntry {
        let programmes = programmes.iter().map(|programme| (*programme).to_owned()).collect();
        ListEntry {
            entity: Entity::new("Organization", id).with("name", [name]),
            listing: Listing { programmes, ..Listing::default() },
        }
    }

    #[test]
    fn entries_come_go_and_change_by_field() {
        let before = [entry("a", "ALPHA", &["X"]), entry("b", "BETA", &["X", "Y"]), entry("c", "GAMMA", &[])];
        let after = [entry("b", "BETA LTD", &["Y", "X"]), entry("c", "GAMMA", &[]), entry("d", "DELTA", &[])];
        let diff = diff(&before, &after);
        assert_eq!(
            serde_json::to_string(&diff).unwrap(),
            concat!(
                r#"{"added":[{"id":"d","schema":"Organization","caption":"DELTA"}],"#,
                r#""removed":[{"id":"a","schema":"Organization","caption":"ALPHA"}],"#,
                r#""changed":[{"id":"b","schema":"Organization","caption":"BETA LTD","#,
                r#""fields":[{"field":"name","removed":["BETA"],"added":["BETA LTD"]}]}]}"#
            )
        );
    }
}
