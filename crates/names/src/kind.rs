//! What a name is the name of.

use serde::{Deserialize, Serialize};

/// What a name is the name of; decides which parts are sought in it and how much each counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A human being.
    Person,
    /// A company, body, authority or group.
    Organisation,
    /// A ship or an aircraft.
    Vessel,
    /// Not known: a line of a bill of lading, a party of an unknown kind.
    #[default]
    Unknown,
}

impl NameKind {
    /// The kind that a FollowTheMoney schema stands for; a schema without names of its own is `Unknown`.
    #[must_use]
    pub fn of_schema(schema: &str) -> NameKind {
        match schema {
            "Person" => NameKind::Person,
            "Company" | "Organization" | "PublicBody" | "Asset" => NameKind::Organisation,
            "Vessel" | "Airplane" | "Vehicle" => NameKind::Vessel,
            _ => NameKind::Unknown,
        }
    }
}
