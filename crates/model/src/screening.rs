//! What people made of matches, and what was screened when. All of it is only ever added.

use crate::{DecisionId, JudgementId, ListVersionId, MatchId, ScreeningId, closed_set};
use serde::{Deserialize, Serialize};

closed_set!(
    /// Whether two entities are one.
    Sameness ("judgement") {
        /// They are one.
        Same = "same",
        /// They are two.
        Different = "different",
        /// It was looked at and cannot be told.
        Unsure = "unsure",
    }
);

closed_set!(
    /// What a person made of a match.
    DecisionVerdict ("decision") {
        /// The query means the entity.
        True = "true",
        /// It does not: the match is shown as suppressed from now on.
        False = "false",
        /// It cannot be told yet.
        Unsure = "unsure",
    }
);

/// A judgement on two entities. A later one on the same two counts instead of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Its id.
    pub id: JudgementId,
    /// Id of one entity.
    pub left: String,
    /// Id of the other.
    pub right: String,
    /// What was judged.
    pub verdict: Sameness,
    /// Why, in the words of who judged.
    pub note: Option<String>,
    /// Who.
    pub judge: String,
    /// When, RFC 3339 in UTC.
    pub judged: String,
}

/// A decision on a match. A later one on the same match counts instead of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The match.
    pub match_id: MatchId,
    /// What the asker called the query.
    pub query: String,
    /// Id of the entity.
    pub entity: String,
    /// Hash of the entity as it was then: where it has changed, the decision silences nothing any more.
    pub entity_print: String,
    /// The score it had.
    pub score: f64,
    /// Name and version of the rule that gave it.
    pub algorithm: String,
    /// What was decided.
    pub verdict: DecisionVerdict,
    /// Why, in the words of who decided.
    pub note: Option<String>,
    /// The case it belongs to.
    pub case: Option<String>,
    /// Who.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// A list that a screening asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenedList {
    /// Its short name.
    pub list: String,
    /// The version that was in use.
    pub version: ListVersionId,
}

/// What a screening found for a query: of evidence only hashes, so that sealing a source later leaves nothing of it here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScreenedQuery {
    /// What the asker calls it.
    pub id: String,
    /// Hash of all that was asked.
    pub print: String,
    /// What was asked, as JSON.
    pub asked: String,
    /// What the results say together.
    pub standing: String,
    /// The alerts on lists.
    pub alerts: Vec<ScreenedAlert>,
    /// Hash of the alerts on evidence with their passages; none where there is none.
    pub evidence: Option<String>,
}

/// An alert of a screening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScreenedAlert {
    /// The match.
    pub match_id: MatchId,
    /// Id of the entity.
    pub entity: String,
    /// What the entity is called.
    pub caption: String,
    /// Hash of the entity as it was.
    pub entity_print: String,
    /// The score.
    pub score: f64,
}

/// How a screening was asked, so that it can be asked again in the same way. Records of older ledgers have none of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScreeningOptions {
    /// Only these fields were asked; all where it is empty.
    pub fields: Vec<String>,
    /// Most results of a query; none where that was not kept.
    pub limit: Option<usize>,
    /// What columns of the file were said to mean: meaning and heading.
    pub columns: Vec<(String, String)>,
    /// The schema of queries that name none; empty for any.
    pub schema: String,
    /// The day asked for, of queries that name none: `2024-05-31`.
    pub date: Option<String>,
}

/// A screening: what was asked of which lists by which rule, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScreeningRecord {
    /// Its id.
    pub id: ScreeningId,
    /// The lists asked.
    pub lists: Vec<ScreenedList>,
    /// Hash of the evidence asked; none where none was.
    pub evidence: Option<String>,
    /// Name and version of the rule.
    pub algorithm: String,
    /// How it was asked.
    #[serde(default)]
    pub options: ScreeningOptions,
    /// The queries, in order.
    pub queries: Vec<ScreenedQuery>,
    /// Who.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}
