//! Why a result has its score, part by part.

use serde::{Deserialize, Serialize};

/// A part of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The names.
    Name,
    /// Dates of birth, founding or building.
    Date,
    /// Countries.
    Country,
    /// Gender.
    Gender,
    /// An identifier.
    Identifier,
    /// Addresses.
    Address,
    /// How many on the lists are called so.
    Rarity,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Part::Name => "name",
            Part::Date => "date",
            Part::Country => "country",
            Part::Gender => "gender",
            Part::Identifier => "identifier",
            Part::Address => "address",
            Part::Rarity => "rarity",
        })
    }
}

/// How both sides agree in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same.
    Agrees,
    /// The same as far as both are known, or but for a slip.
    Nearly,
    /// Not the same.
    Differs,
}

impl std::fmt::Display for Agreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Agreement::Agrees => "agrees",
            Agreement::Nearly => "nearly",
            Agreement::Differs => "differs",
        })
    }
}

/// One part of why a result has its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Which part.
    pub part: Part,
    /// How both sides agree.
    pub agreement: Agreement,
    /// What was asked.
    pub query: String,
    /// What the entity has.
    pub entity: String,
    /// What the part did to the score; of names, the score they begin with.
    pub effect: f64,
    /// Of names: the FtM property the entity's name stands in. Of identifiers: that of the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// Of names: part by part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<names::Reason>,
}
