//! What a version of a list is made of, and whether a new one is suspiciously smaller.

use crate::{Format, List, ListFile};
use model::{ListVersion, ListVersionFile, ListVersionId, PublicationBasis, SourceId};
use std::collections::BTreeMap;

/// Version of the loaders: raised when the same bytes may give other entries.
pub const LOADER_VERSION: u32 = 1;

/// Describes what was loaded from `files`. `published` is what a person says where the files say nothing.
#[must_use]
pub fn describe(
    files: &[ListFile<'_>],
    format: &Format,
    list: &List,
    published: Option<&str>,
) -> ListVersion {
    let mut described: Vec<ListVersionFile> = files
        .iter()
        .map(|file| ListVersionFile {
            name: file.name.rsplit(['/', '\\']).next().unwrap_or(file.name).to_owned(),
            sha256: SourceId::of(file.bytes),
            size: file.bytes.len() as u64,
        })
        .collect();
    described.sort_by(|one, other| one.name.cmp(&other.name));
    let loader = loader(format);
    let (published, published_basis) = match (&list.published, published) {
        (Some(stated), _) => (Some(stated.clone()), PublicationBasis::Stated),
        (None, Some(given)) => (Some(given.to_owned()), PublicationBasis::Given),
        (None, None) => (None, PublicationBasis::Unknown),
    };
    ListVersion {
        id: ListVersionId::derive(described.iter().map(|file| (file.name.as_str(), &file.sha256)), &loader),
        files: described,
        loader,
        published,
        published_basis,
        counts: counts(list),
        filled: filled(list),
        notices: list.notices.clone(),
    }
}

/// The version of the loader for a format: other numbers may make other entries of the same bytes.
fn loader(format: &Format) -> String {
    let name = format.name();
    match format {
        Format::Mapped(mapping) => {
            let mapping = SourceId::of(format!("{mapping:?}").as_bytes());
            let (beginning, _) = mapping.as_str().split_at(16);
            format!("{name} {LOADER_VERSION} {beginning}")
        }
        _ => format!("{name} {LOADER_VERSION}"),
    }
}

fn counts(list: &List) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for entry in &list.entries {
        *counts.entry(entry.entity.schema.clone()).or_default() += 1;
    }
    counts
}

fn filled(list: &List) -> BTreeMap<String, u64> {
    let mut filled: BTreeMap<String, u64> = BTreeMap::new();
    for entry in &list.entries {
        for property in entry.entity.properties.keys() {
            match filled.get_mut(property) {
                Some(count) => *count += 1,
                None => {
                    filled.insert(property.clone(), 1);
                }
            }
        }
        let listing = &entry.listing;
        for (part, empty) in [
            ("listing.programmes", listing.programmes.is_empty()),
            ("listing.reasons", listing.reasons.is_empty()),
            ("listing.dates", listing.dates.is_empty()),
            ("listing.identifiers", listing.identifiers.is_empty()),
            ("listing.links", listing.links.is_empty()),
        ] {
            if !empty {
                *filled.entry(part.to_owned()).or_default() += 1;
            }
        }
    }
    filled
}

/// Something of which a new version has suspiciously fewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fall {
    /// Of what: `entries`, a schema, or entries with a property.
    pub what: String,
    /// How many there were.
    pub before: u64,
    /// How many there are.
    pub after: u64,
}

impl std::fmt::Display for Fall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} where there were {}", self.after, self.what, self.before)
    }
}

/// Lists shrink by single entries; a large delisting takes some hundreds out of ten thousand. So a tenth of all entries at once, or a
/// quarter of those of one schema, is looked at by a person.
const ENTRIES: Threshold = Threshold { keep: 0.9, at_least: 5 };
const OF_A_SCHEMA: Threshold = Threshold { keep: 0.75, at_least: 20 };
/// A column that went silent: half of the entries lose a kind of value at once.
const WITH_A_PROPERTY: Threshold = Threshold { keep: 0.5, at_least: 20 };

/// A fall below the part that is kept counts, where at least so many are lost.
struct Threshold {
    keep: f64,
    at_least: u64,
}

impl Threshold {
    fn passes(&self, before: u64, after: u64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "counts of entries are small")]
        let enough = after as f64 >= before as f64 * self.keep;
        enough || before.saturating_sub(after) < self.at_least
    }
}

/// What `after` has suspiciously less of than `before`; empty where nothing is.
#[must_use]
pub fn falls(before: &ListVersion, after: &ListVersion) -> Vec<Fall> {
    let mut falls = Vec::new();
    let mut look = |what: String, threshold: &Threshold, before: u64, after: u64| {
        if !threshold.passes(before, after) {
            falls.push(Fall { what, before, after });
        }
    };
    look("entries".to_owned(), &ENTRIES, before.entries(), after.entries());
    for (schema, count) in &before.counts {
        let now = after.counts.get(schema).copied().unwrap_or_default();
        look(format!("entries of schema {schema}"), &OF_A_SCHEMA, *count, now);
    }
    for (property, count) in &before.filled {
        let now = after.filled.get(property).copied().unwrap_or_default();
        look(format!("entries with {property}"), &WITH_A_PROPERTY, *count, now);
    }
    falls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(counts: &[(&str, u64)], filled: &[(&str, u64)]) -> ListVersion {
        let map =
            |pairs: &[(&str, u64)]| pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        ListVersion {
            id: ListVersionId::derive([], "test"),
            files: Vec::new(),
            loader: "test".to_owned(),
            published: None,
            published_basis: PublicationBasis::Unknown,
            counts: map(counts),
            filled: map(filled),
            notices: Vec::new(),
        }
    }

    #[test]
    fn a_sudden_fall_is_told_and_ordinary_change_is_not() {
        let before = version(&[("Person", 1000), ("Vessel", 60)], &[("birthDate", 900), ("gender", 30)]);
        let ordinary = version(&[("Person", 980), ("Vessel", 45)], &[("birthDate", 880), ("gender", 20)]);
        assert_eq!(falls(&before, &ordinary), []);
        let sudden = version(&[("Person", 900)], &[("birthDate", 100), ("gender", 30)]);
        let told: Vec<_> = falls(&before, &sudden).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "900 entries where there were 1060",
                "0 entries of schema Vessel where there were 60",
                "100 entries with birthDate where there were 900"
            ]
        );
    }
}
