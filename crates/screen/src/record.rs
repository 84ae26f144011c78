//! What the index keeps of an entity.

use crate::facts::Facts;
use crate::ownership::Ownership;
use serde::{Deserialize, Serialize};

/// Why an entity can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// It stands on a list.
    Listed,
    /// It is not listed; listed parties hold half of it or more, together, directly or through such firms.
    Owned,
    /// The list's data have it, and it is not listed itself.
    Linked,
    /// Documents name it. Evidence is not guilt: never a match.
    Documented,
}

impl Basis {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Owned => "owned",
            Self::Linked => "linked",
            Self::Documented => "documented",
        }
    }

    /// Whether an entity of this basis can be a match at all.
    #[must_use]
    pub const fn can_match(self) -> bool {
        matches!(self, Self::Listed | Self::Owned)
    }
}

impl std::fmt::Display for Basis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Families of schemata: a query of one never means an entity of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Family {
    /// Human beings.
    Person,
    /// Companies, bodies, groups.
    Organisation,
    /// Ships, aircraft, vehicles.
    Vessel,
    /// Any of these.
    Any,
}

impl Family {
    /// The family of a FollowTheMoney schema.
    pub(crate) fn of(schema: &str) -> Family {
        match schema {
            "Person" => Family::Person,
            "Company" | "Organization" | "PublicBody" | "Asset" => Family::Organisation,
            "Vessel" | "Airplane" | "Vehicle" => Family::Vessel,
            _ => Family::Any,
        }
    }

    /// Whether one may mean the other.
    pub(crate) fn meets(self, other: Family) -> bool {
        self == other || self == Family::Any || other == Family::Any
    }
}

/// An entity in the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: Box<str>,
    pub(crate) schema: Box<str>,
    pub(crate) caption: Box<str>,
    /// Numbers in the index's table of data sets.
    pub(crate) datasets: Box<[u32]>,
    pub(crate) basis: Basis,
    pub(crate) family: Family,
    /// Its first name in the index's table of names, and how many there are.
    pub(crate) first_name: u32,
    pub(crate) names: u32,
    pub(crate) facts: Facts,
    pub(crate) ownership: Option<Box<Ownership>>,
}
