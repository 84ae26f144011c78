//! Screenings for people and programs: what was asked of which lists, hits and non-hits, and what was not asked.
//!
//! ```text
//! Cleared<ScreeningReport> ─▶ JSON (whole), CSV and XLSX (one row a result, one row a query without any), HTML (a page on its own)
//! Cleared<QueryRow>        ─▶ JSON lines, the contract of `screen --json`
//! ```

mod html;
mod table;

pub use html::write_screening_html;
pub use table::{write_screening_csv, write_screening_xlsx};

use crate::PublishError;
use model::{Cleared, ListStanding};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;

/// A passage of a document that names an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PassageRow {
    /// The claim that stands at it.
    pub claim: String,
    /// Its kind.
    pub kind: String,
    /// The words, to the letter.
    pub quote: String,
    /// Headline or file name of the source.
    pub source: String,
    /// SHA-256 of the source.
    pub source_id: String,
    /// Its address on the web.
    pub url: Option<String>,
    /// When the source was published, EDTF; null where that is not known.
    pub published: Option<String>,
    /// The time the claim speaks of, EDTF.
    pub time: Option<String>,
    /// Who says so, outermost first.
    pub said_by: Vec<String>,
    /// Whether the claim is asserted, doubted or denied.
    pub stance: String,
    /// Where it stands after its reviews.
    pub state: String,
    /// Of a person who is named because of an office, and who speaks here about others: the words that show the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_by: Option<String>,
}

/// What documents say of an entity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// Where it is named.
    pub passages: Vec<PassageRow>,
    /// What it, or others for it, replied or deny, as far as documents of this workspace say.
    pub replies: Vec<PassageRow>,
    /// Whether what is said of it is disputed: a reply or denial, a doubt, or a person's rejection of a claim.
    pub disputed: bool,
    /// Claims that were rejected: they count no more, and stay on record.
    pub withdrawn: usize,
}

/// What a person decided on a match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionRow {
    /// `true`, `false` or `unsure`.
    pub verdict: String,
    /// Who.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Why.
    pub note: Option<String>,
    /// The case.
    pub case: Option<String>,
    /// Whether the entity has changed since: then the decision silences nothing.
    pub outdated: bool,
}

/// A result of a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchRow {
    /// Id of the entity; of several entries that are one, that of the best.
    pub id: String,
    /// What it is called.
    pub caption: String,
    /// Its FollowTheMoney schema.
    pub schema: String,
    /// 0 to 1.
    pub score: f64,
    /// Whether it is an alert on a listed party that nobody silenced; never for what is only documented.
    #[serde(rename = "match")]
    pub is_match: bool,
    /// `listed`, `owned`, `linked` or `documented`.
    pub basis: String,
    /// Why it has its score, part by part.
    pub reasons: Vec<Value>,
    /// The same in words.
    pub why: String,
    /// The lists and collections it stands in.
    pub datasets: Vec<String>,
    /// Where it stands on several lists, every entry; a grouping for display.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Value>,
    /// What listed parties hold of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ownership: Option<Value>,
    /// Of a free line: the words taken for its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The match's id, by which a person decides on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub match_id: Option<String>,
    /// The entity that judgements make of it and others, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Programmes it is listed under, and since when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listing: Vec<String>,
    /// What documents say of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceRow>,
    /// What a person decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionRow>,
    /// Where a decision silences it: `suppressed by decision …`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<String>,
}

/// A query with its results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryRow {
    /// What the asker calls it.
    pub id: String,
    /// The results, best first.
    pub results: Vec<MatchRow>,
    /// `match`, `documented_not_listed`, `conflicting`, `nothing` or `insufficient`.
    pub standing: String,
    /// What was asked, by field.
    pub asked: BTreeMap<String, Vec<String>>,
    /// Fields that the query leaves empty.
    pub empty: Vec<String>,
    /// What has to be known with every result: lists that are too old, values that were not understood.
    pub warnings: Vec<String>,
    /// What is documented about such labour where the query belongs; beside the score, never in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
}

/// A screening as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScreeningReport {
    /// When, RFC 3339 in UTC.
    pub made: String,
    /// Who.
    pub by: String,
    /// The screening's id, where it is kept.
    pub screening: Option<String>,
    /// Name and version of the rule.
    pub algorithm: String,
    /// Version of the program.
    pub program: String,
    /// From this score on a result is an alert.
    pub threshold: f64,
    /// The lists asked, each with its version and age.
    pub lists: Vec<ListStanding>,
    /// Number of entities from documents that were asked; null where none were.
    pub evidence: Option<usize>,
    /// What the columns of the file were taken for.
    pub columns: Vec<Value>,
    /// What was not asked.
    pub not_asked: Vec<String>,
    /// What stands beside all of it and is in no score: instruments in force on the day asked for.
    pub context: Vec<String>,
    /// What has to be known of the whole.
    pub warnings: Vec<String>,
    /// The queries, in order, also those without any hit.
    pub queries: Vec<QueryRow>,
}

/// What is to be told of a passage in which somebody with an office speaks.
pub(crate) fn speaks(passage: &PassageRow) -> String {
    let shown_by = passage.shown_by.as_deref();
    shown_by.map(|words| format!("speaks here about others, shown by “{words}”; ")).unwrap_or_default()
}

/// The age of a list in words.
pub(crate) fn age(list: &ListStanding) -> String {
    match list.age_days {
        None => "not known".to_owned(),
        Some(1) => "1 day".to_owned(),
        Some(days) => format!("{days} days"),
    }
}

/// Writes the whole report as one JSON object.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_screening_json(
    output: &mut impl Write,
    report: &Cleared<ScreeningReport>,
) -> Result<(), PublishError> {
    serde_json::to_writer_pretty(&mut *output, report.get())?;
    output.write_all(b"\n")?;
    output.flush()?;
    Ok(())
}
