//! What is answered.

use crate::{Basis, Ownership, Reason};
use serde::{Deserialize, Serialize};

/// What the results say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// At least one match with a listed party or one that listed parties hold.
    Match,
    /// Documents name it; no list does.
    DocumentedNotListed,
    /// Nothing on the lists and in the evidence asked.
    Nothing,
    /// Too little was asked to say anything: no name, no identifier, no address.
    Insufficient,
}

/// An entity that is taken together with the one shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupedEntry {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub caption: String,
    /// Its score against the query.
    pub score: f64,
    /// Why it can be found.
    pub basis: Basis,
    /// The lists and collections it stands in.
    pub datasets: Vec<String>,
}

/// An entity that the query may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScreenResult {
    /// Its id; of several entries that are one, that of the best.
    pub id: String,
    /// What it is called.
    pub caption: String,
    /// Its FollowTheMoney schema.
    pub schema: String,
    /// 0 to 1, four decimals; [`THRESHOLD`](crate::THRESHOLD) and above is an alert.
    pub score: f64,
    /// Whether it is an alert on a listed party, or one that listed parties hold.
    #[serde(rename = "match")]
    pub is_match: bool,
    /// Why it can be found.
    pub basis: Basis,
    /// Why it has its score, part by part.
    pub reasons: Vec<Reason>,
    /// The lists and collections that it and its entries stand in.
    pub datasets: Vec<String>,
    /// Where the same stands on several lists, every entry, the best first; a grouping for display, no merging.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<GroupedEntry>,
    /// What listed parties hold of it, where that is half or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ownership: Option<Ownership>,
    /// Of a free line: the words that were taken for the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// The results of a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What the asker calls the query.
    pub id: String,
    /// Best first.
    pub results: Vec<ScreenResult>,
    /// What they say together.
    pub standing: Standing,
    /// Names that were compared in full, of all that share something with the query.
    pub compared: usize,
    /// Names that share something with the query.
    pub considered: usize,
}
