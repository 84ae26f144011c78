//! Lists that a workspace keeps, and their versions.

use crate::{ListVersionId, Sensitivity, SourceId, closed_set};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

closed_set!(
    /// How the day is known on which a version was published.
    PublicationBasis ("publication basis") {
        /// The file says so.
        Stated = "stated",
        /// A person said so.
        Given = "given",
        /// Not at all: only the day of loading is known.
        Unknown = "unknown",
    }
);

/// A list that a workspace keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptList {
    /// Its short name: lower-case letters, digits and `-`.
    pub name: String,
    /// Its title, as people know it.
    pub title: String,
    /// The format of its files, as the crate `lists` names it.
    pub format: String,
    /// The mapping file, for tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// Days within which a new version is expected; after that the list is too old.
    pub rhythm_days: u32,
    /// How far its entries may travel.
    pub sensitivity: Sensitivity,
}

/// A file that a version was loaded from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersionFile {
    /// Its name, without folders.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: SourceId,
    /// Number of its bytes.
    pub size: u64,
}

/// One version of a list: what one loading made of one set of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// Hash of files and loader; see [`ListVersionId::derive`].
    pub id: ListVersionId,
    /// Its files, in order of name.
    pub files: Vec<ListVersionFile>,
    /// Version of the loader, and of the mapping where there is one.
    pub loader: String,
    /// When it was published: a prefix of an ISO 8601 date.
    pub published: Option<String>,
    /// How that is known.
    pub published_basis: PublicationBasis,
    /// Number of entries by schema.
    pub counts: BTreeMap<String, u64>,
    /// Number of entries that have a value, by property and by part of the listing.
    pub filled: BTreeMap<String, u64>,
    /// What a person should know about the files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
}

impl ListVersion {
    /// Number of entries.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.counts.values().sum()
    }
}

/// How a list stands on a day: to be shown with everything that was made with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListStanding {
    /// The list's short name.
    pub list: String,
    /// Its title.
    pub title: String,
    /// The version in use.
    pub version: ListVersionId,
    /// Number of its entries.
    pub entries: u64,
    /// When it was published: a prefix of an ISO 8601 date.
    pub published: Option<String>,
    /// How that is known.
    pub published_basis: PublicationBasis,
    /// When it was loaded, RFC 3339 in UTC.
    pub loaded: String,
    /// Days since it was published, or since a workspace last looked for a newer one where that is not known; none where neither is
    /// known, as of a file of which nobody says how old it is.
    pub age_days: Option<i64>,
    /// Days within which a new version is expected.
    pub rhythm_days: u32,
    /// Whether a new version should be there by now.
    pub overdue: bool,
    /// What to tell whoever relies on it, where it is overdue or its day of publication is not known.
    pub warning: Option<String>,
}
