//! Entries of official lists: what a list says of an entity beyond the entity itself.

use crate::{Entity, closed_set};
use serde::{Deserialize, Serialize};

closed_set!(
    /// What a date of a listing is the date of.
    ListingEvent ("listing event") {
        /// The entity was put on the list.
        Listed = "listed",
        /// The entry was changed.
        Amended = "amended",
        /// The listing ends, or ended.
        Ends = "ends",
    }
);

/// A date of a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListingDate {
    /// What happened or will.
    pub event: ListingEvent,
    /// When: a prefix of an ISO 8601 date.
    pub date: String,
}

/// A number that identifies an entity, with what the list says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is, in the list's own words: `Passport`, `Tax ID No.`, `IMO number`.
    pub kind: String,
    /// The number as written.
    pub value: String,
    /// The FtM property of the entity that holds it too; `None` where FtM has none for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// Who issued it, as a lower-case ISO 3166-1 code of two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// When it was issued: a prefix of an ISO 8601 date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// When it expires: a prefix of an ISO 8601 date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// Anything else said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Another party that the entry names as linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedLink {
    /// How, in the list's own words: `Linked To`, `Vessel Owner`.
    pub relation: String,
    /// The other party, as named.
    pub name: String,
    /// The entity of the same list that bears this very name, where exactly one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
}

/// A piece of the official file, to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginalRow {
    /// Which file: its part in the format (`prim`, `alt`, `add`), or its name.
    pub file: String,
    /// The line it begins on, from 1; for a table, its row.
    pub line: u64,
    /// The text, without the line end.
    pub text: String,
}

/// What a list says of an entity, beside its properties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Codes or names of the programmes it is listed under.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
    /// Why it is listed and what follows, in the list's own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// When it was listed, amended, and until when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<ListingDate>,
    /// Numbers that identify it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Parties it is linked to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ListedLink>,
    /// Where it stands in the official file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub original: Vec<OriginalRow>,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEntry {
    /// Whom or what it lists.
    pub entity: Entity,
    /// What it says of it.
    pub listing: Listing,
}
