//! Dossiers: all that a workspace knows of one party, in a form that a stranger can check without the workspace.
//!
//! ```text
//! Cleared<DossierBundle> ─┬─▶ page (HTML on its own, inert)
//!                         └─▶ ZIP: manifest.json   format, and size and SHA-256 of every other member
//!                                  dossier.json    the data
//!                                  passages.json   quotes with their selectors (W3C Web Annotation) and sources
//!                                  log.json        decisions and judgements with their entries of the audit log, and its head
//!                                  texts/ID.txt    texts of sources, where they were asked for
//!                                  index.html      the page
//! bytes of a ZIP ──verify_dossier──▶ what holds and what does not
//! ```
//!
//! The same bundle gives the same bytes: members are stored without compression, in this order, with no time of their own.

mod bundle;
mod page;
mod verify;

pub use bundle::{dossier_bytes, write_dossier_html};
pub use verify::{DossierCheck, DossierLimits, verify_dossier};

use crate::screening::{EvidenceRow, QueryRow};
use model::{
    AuditEntry, Clearance, Decision, Entity, Judgement, ListStanding, ListVersionFile, Listing, Passage,
    Sensitivity, SourceId,
};
use serde::{Deserialize, Serialize};

/// The format of dossiers that this version writes and checks.
pub const DOSSIER_FORMAT: &str = "manumit-dossier-1";

/// A name in the script it is written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRow {
    /// The name.
    pub name: String,
    /// Its writing system: `latin`, `cyrillic`, `hangul`, …
    pub script: String,
    /// The property of FollowTheMoney it stands in: `name`, `alias`, …
    pub property: String,
}

/// A number that identifies the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRow {
    /// What it is.
    pub kind: String,
    /// The number as written.
    pub value: String,
    /// Whether its check digits are right; null for a number without any.
    pub check: Option<bool>,
}

/// One entity that the party is: an entry of a list, or what documents name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRow {
    /// The entity, with all its properties.
    pub entity: Entity,
    /// `listed` or `documented`; `linked` for one that stands in the data of a list without being listed.
    pub basis: String,
    /// The list it stands on; null for what documents name.
    pub list: Option<String>,
    /// Its names by script.
    pub names: Vec<NameRow>,
    /// Its numbers.
    pub numbers: Vec<NumberRow>,
    /// What the list says of it: programmes, reasons, dates, its original rows.
    pub listing: Option<Listing>,
}

/// A list that was asked, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedListRow {
    /// The list, its version and its age.
    pub standing: ListStanding,
    /// The files of that version with their hashes.
    pub files: Vec<ListVersionFile>,
    /// Ids of its entries at or above the threshold; none is a non-hit.
    pub hits: Vec<String>,
    /// What comes closest below the threshold: its name and score.
    pub nearest: Option<(String, f64)>,
}

/// A kept screening in which the party came up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScreenedRow {
    /// The screening's id.
    pub screening: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub by: String,
    /// What the asker called the query.
    pub query: String,
    /// What its results said together.
    pub standing: String,
    /// The match's id.
    pub match_id: String,
    /// The score it had then; null for what is documented, of which screenings keep no score.
    pub score: Option<f64>,
    /// The rule.
    pub algorithm: String,
}

/// An indicator of forced labour that passages about the party show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorRow {
    /// Its code: `ILO-07`.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// The claims that show it, in order of id.
    pub claims: Vec<String>,
    /// How many of these a person confirmed or corrected.
    pub reviewed: usize,
}

/// A figure that has a passage about the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierFigureRow {
    /// Its id.
    pub id: String,
    /// What it says, in words.
    pub says: String,
    /// Where it first came from; null where that is not known.
    pub root: Option<String>,
    /// `named` or `carrier`.
    pub root_basis: Option<String>,
    /// How often it is written.
    pub mentions: usize,
    /// Independent roots of the same number.
    pub independent_roots: usize,
    /// What is wrong with it.
    pub problems: Vec<String>,
    /// Its claims among the passages of this dossier.
    pub claims: Vec<String>,
}

/// A source that passages stand in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierSourceRow {
    /// SHA-256 of its bytes.
    pub id: SourceId,
    /// Headline or file name.
    pub title: String,
    /// The last part of the path or address it came by.
    pub file_name: String,
    /// Number of bytes.
    pub size: u64,
    /// IANA media type.
    pub media_type: String,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it was published, EDTF.
    pub published: Option<String>,
    /// When it came to the workspace, RFC 3339 in UTC.
    pub acquired: Option<String>,
    /// How far it may travel.
    pub sensitivity: Sensitivity,
}

/// Decisions and judgements that concern the party, oldest first; a later one on the same match or pair counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DecidedRow {
    /// Decisions on matches.
    pub decisions: Vec<Decision>,
    /// Judgements on whether entities are one.
    pub judgements: Vec<Judgement>,
}

/// What a dossier tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// [`DOSSIER_FORMAT`].
    pub format: String,
    /// When it was made, RFC 3339 in UTC.
    pub made: String,
    /// Who made it.
    pub by: String,
    /// Program and version.
    pub program: String,
    /// Name and version of the rule of screening.
    pub algorithm: String,
    /// From this score on a result is an alert.
    pub threshold: f64,
    /// Who may see it: `public` holds open sources only, `workspace` internal ones too; sealed ones never.
    pub clearance: Clearance,
    /// The entity or match that was asked for.
    pub about: String,
    /// What the party is called.
    pub caption: String,
    /// What all of it says together: `match`, `documented_not_listed`, `conflicting`, `nothing`, `insufficient`.
    pub standing: String,
    /// The entities that it is.
    pub identities: Vec<IdentityRow>,
    /// The lists asked, hits and non-hits.
    pub lists: Vec<AskedListRow>,
    /// Number of entities from documents that were asked.
    pub evidence_asked: usize,
    /// What was asked of lists and documents for this dossier, and the results of note with their reasons.
    pub asked: QueryRow,
    /// Kept screenings in which it came up.
    pub screened: Vec<ScreenedRow>,
    /// What documents say of it, and replies and denials.
    pub evidence: EvidenceRow,
    /// Indicators that these passages show.
    pub indicators: Vec<IndicatorRow>,
    /// Figures that these passages are part of.
    pub figures: Vec<DossierFigureRow>,
    /// Decisions and judgements.
    pub decided: DecidedRow,
    /// What is documented about such labour where it belongs, and instruments in force; beside the score, never in it.
    pub context: Vec<String>,
    /// What was not asked, and what nobody has answered.
    pub unanswered: Vec<String>,
    /// The sources.
    pub sources: Vec<DossierSourceRow>,
}

/// A passage with all that is needed to find it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedPassage {
    /// The claim that stands at it.
    pub claim: String,
    /// SHA-256 of the source.
    pub source: SourceId,
    /// Version of reader and rules that made the text that the positions count in.
    pub reader: String,
    /// Position and quote.
    pub passage: Passage,
}

/// A row of the ledger about a decision or judgement, with its entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedRecord {
    /// Its id.
    pub id: String,
    /// The row as it is stored, JSON to the letter: the entry has the hash of it.
    pub body: String,
    /// The entry.
    pub entry: AuditEntry,
}

/// The part of the audit log that concerns the party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogExcerpt {
    /// Number of entries of the whole log.
    pub entries: u64,
    /// Hash of its last entry, hexadecimal: who has the workspace can hold it against its log.
    pub head: String,
    /// Decisions and judgements, oldest first.
    pub records: Vec<LoggedRecord>,
}

/// The text that reading made of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// SHA-256 of the source's bytes.
    pub source: SourceId,
    /// The text.
    pub text: String,
}

/// A dossier with what proves it.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierBundle {
    /// What it tells.
    pub dossier: Dossier,
    /// Every passage that it quotes.
    pub passages: Vec<QuotedPassage>,
    /// Its part of the audit log.
    pub log: LogExcerpt,
    /// Texts of its sources, where they go along.
    pub texts: Vec<SourceText>,
}
