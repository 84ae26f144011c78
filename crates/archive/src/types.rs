//! What goes into the archive and what comes out of it.

use crate::{MediaFamily, ShortName};
use jiff::Timestamp;
use model::{
    Acquisition, AcquisitionFacts, AcquisitionRoute, Claim, ClaimId, CorrectedSlot, Document, DocumentId,
    DocumentStatus, Kind, Measure, Metadata, Review, ReviewId, ReviewState, Sensitivity, Source, SourceId,
    Verdict, Zone,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// How a workspace is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Read only; never waits.
    Read,
    /// Read and write; waits for another writer.
    Write(Writer),
    /// Read, and write accounts and notes in the log, beside another writer: a few rows at a time, which the database
    /// itself keeps apart.
    Beside,
}

/// The process that wants to write, as it is named to whoever has to wait for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writer {
    /// What runs, such as `manumit add`; without arguments, which may name what is to be sealed.
    pub command: String,
    /// Since when.
    pub since: Timestamp,
    /// How long to wait for another writer.
    pub wait: Duration,
}

impl Writer {
    /// How long a writer waits where nothing else is said.
    pub const WAIT: Duration = Duration::from_secs(30);

    /// A writer that waits [`Writer::WAIT`].
    #[must_use]
    pub fn new(command: impl Into<String>, since: Timestamp) -> Self {
        Self { command: command.into(), since, wait: Self::WAIT }
    }
}

/// Who does something, and when. The archive never asks the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who: a person's name, or a program.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

impl Act {
    /// `actor` acting at `at`.
    #[must_use]
    pub fn new(actor: impl Into<String>, at: Timestamp) -> Self {
        Self { actor: actor.into(), at }
    }
}

/// What one reader version made of a source in one context, with the claims found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What of the acquisition mattered to reading; empty where nothing did.
    pub context: String,
    /// Version of reader and rules.
    pub reader_version: String,
    /// The document; one that could not be read has status `failed` and a reason.
    pub document: Document,
    /// The claims proposed in it.
    pub claims: Vec<Claim>,
    /// A signature of its wording, by which copies are found; the archive does not look into it.
    pub signature: Option<String>,
}

/// The original bytes of an item to be added.
#[derive(Debug, Clone)]
pub enum Content<'a> {
    /// In memory.
    Bytes(&'a [u8]),
    /// Among the originals already: see [`crate::Workspace::keep_file`].
    Kept(Kept),
}

impl Content<'_> {
    /// The id of the source these bytes are.
    #[must_use]
    pub fn id(&self) -> SourceId {
        match self {
            Self::Bytes(bytes) => SourceId::of(bytes),
            Self::Kept(kept) => kept.id.clone(),
        }
    }

    /// Number of bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Kept(kept) => kept.size,
        }
    }
}

/// A file whose bytes lie among the originals and are of no source yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub(crate) id: SourceId,
    pub(crate) size: u64,
}

impl Kept {
    /// The id of the source that it will be.
    #[must_use]
    pub fn id(&self) -> &SourceId {
        &self.id
    }
}

/// An item to be added.
#[derive(Debug, Clone)]
pub struct NewSource<'a> {
    /// The original bytes.
    pub content: Content<'a>,
    /// How it came.
    pub route: AcquisitionRoute,
    /// What was said of it on the way.
    pub facts: AcquisitionFacts,
    /// Version of manumit that takes it in.
    pub tool_version: String,
    /// How far it may travel; `None` takes the workspace's default.
    pub sensitivity: Option<Sensitivity>,
    /// What reading made of it.
    pub reading: Reading,
}

/// What adding changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A new source.
    New,
    /// These bytes were here already and came by a new route.
    NewRoute,
    /// The source and its route were here already; the reading is new or newer.
    NewReading,
    /// All of it was here already.
    Nothing,
}

/// The outcome of adding one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The source; for a sealed one its id in the ledger, which is not its SHA-256.
    pub source: SourceId,
    /// Its document; `None` for a sealed source.
    pub document: Option<DocumentId>,
    /// What changed.
    pub change: Change,
    /// The sensitivity the source has now. Adding again never changes it.
    pub sensitivity: Sensitivity,
    /// What became of reviews, where a reading replaced another.
    pub reviews: Rebinding,
}

/// Whether bytes are known to the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Never seen.
    No,
    /// Here, with the readings kept: context and reader version of each.
    Here {
        /// The source.
        source: SourceId,
        /// Its sensitivity.
        sensitivity: Sensitivity,
        /// Context and reader version of each document.
        readings: Vec<(String, String)>,
    },
    /// Here and sealed.
    Sealed {
        /// The source's id in the ledger.
        source: SourceId,
    },
}

/// What became of the reviews of a source when its claims were replaced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebinding {
    /// Claims now in place.
    pub claims: usize,
    /// Reviews whose claim has the same id as before.
    pub kept: usize,
    /// Reviews that found their claim by kind and quote.
    pub moved: usize,
    /// Reviews that fit no claim any more.
    pub orphaned: usize,
}

/// What a person makes of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// The claim.
    pub claim: ClaimId,
    /// What was decided.
    pub verdict: Verdict,
    /// The slots changed, for [`Verdict::Correct`].
    pub corrections: Vec<CorrectedSlot>,
    /// The reviewer's words.
    pub note: Option<String>,
}

/// A source with how it came and how reading ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// The source.
    pub source: Source,
    /// Every way it came, oldest first.
    pub acquisitions: Vec<Acquisition>,
    /// Its documents, without their text.
    pub documents: Vec<DocumentSummary>,
}

/// A source with what its first document says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSource {
    /// The source.
    pub record: SourceRecord,
    /// The metadata of the first of its documents, if it has one.
    pub metadata: Option<Metadata>,
}

/// A document without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSummary {
    /// The document.
    pub id: DocumentId,
    /// What of the acquisition mattered to reading.
    pub context: String,
    /// Version of reader and rules.
    pub reader_version: String,
    /// How reading ended.
    pub status: DocumentStatus,
    /// What is missing and why.
    pub reason: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// When it was published, EDTF.
    pub published: Option<String>,
    /// Number of words of the text.
    pub words: u64,
    /// Number of claims in it.
    pub claims: u64,
}

/// A document with its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// The document's id.
    pub id: DocumentId,
    /// The source it was read from.
    pub source: SourceId,
    /// What of the acquisition mattered to reading.
    pub context: String,
    /// Version of reader and rules.
    pub reader_version: String,
    /// The document.
    pub document: Document,
}

/// A claim, where it stands, and what people made of it. Corrections are beside the claim, not applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimRecord {
    /// The claim as proposed.
    pub claim: Claim,
    /// The source it stands in.
    pub source: SourceId,
    /// The document it stands in.
    pub document: DocumentId,
    /// Where it stands after its reviews.
    pub state: ReviewState,
    /// Its reviews, oldest first; the last one counts.
    pub reviews: Vec<Review>,
    /// Whether its words still stand at its offsets; false only for a person's claim whose words a newer
    /// reading no longer has.
    pub anchored: bool,
}

/// A review that fits no claim any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orphan {
    /// The review.
    pub review: Review,
}

/// One line of a list of sources.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceListing {
    /// A source the clearance lets be seen.
    Visible(model::Cleared<SourceRecord>),
    /// A sealed source: that there is one, and nothing else.
    Sealed(SourceId),
}

/// Which sources to list. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFilter {
    /// Only those with a document of this status.
    pub status: Option<DocumentStatus>,
    /// Only those of this sensitivity.
    pub sensitivity: Option<Sensitivity>,
    /// Only those with this in a title, a path or an address; upper and lower case of A to Z are the same.
    pub text: Option<String>,
    /// Only those with a document in this language, ISO 639-1.
    pub language: Option<String>,
    /// Only those with a document published in this year.
    pub year: Option<i32>,
    /// Only those with this tag.
    pub tag: Option<ShortName>,
    /// Only those of this category.
    pub category: Option<ShortName>,
    /// Only those with a claim, not rejected, that speaks of this country, ISO 3166.
    pub region: Option<String>,
    /// Zones in which a claim counts for `region`; empty for all.
    pub region_zones: Vec<Zone>,
    /// Only those of this family of media.
    pub kind: Option<MediaFamily>,
    /// The latest that came stand first, instead of the earliest.
    pub latest_first: bool,
    /// Leave out so many.
    pub offset: usize,
    /// Then at most this many.
    pub limit: Option<usize>,
}

impl SourceFilter {
    /// Only sources that could not be read.
    #[must_use]
    pub fn failed() -> Self {
        Self { status: Some(DocumentStatus::Failed), ..Self::default() }
    }
}

/// Which claims to list; each filter that is set must hold. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Any of these kinds; empty for all.
    pub kinds: Vec<Kind>,
    /// Speaks of this place: ISO 3166 code, `world`, or a name; upper and lower case are the same.
    pub place: Option<String>,
    /// Any of these zones; empty for all.
    pub zones: Vec<Zone>,
    /// Any of these states; empty for all.
    pub states: Vec<ReviewState>,
    /// Its number measures any of these; empty for all, also for claims without one.
    pub measures: Vec<Measure>,
    /// Speaks of a time that reaches into this year, or a later one.
    pub from_year: Option<i32>,
    /// Speaks of a time that reaches into this year, or an earlier one.
    pub to_year: Option<i32>,
    /// Stands in this source.
    pub source: Option<SourceId>,
    /// Its quote has this text; upper and lower case are the same.
    pub text: Option<String>,
    /// In what order they are listed.
    pub order: ClaimOrder,
    /// Comes after this claim in the order of sources, whether that one passes the filter or not; none does after an unknown one.
    pub after: Option<ClaimId>,
    /// Leave out so many.
    pub offset: usize,
    /// Then at most this many.
    pub limit: Option<usize>,
}

/// What claims are put in order by; what a claim does not say stands at the end either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClaimKey {
    /// When their source came, source, and position.
    #[default]
    Source,
    /// Kind, by its word.
    Kind,
    /// The first place they speak of.
    Place,
    /// The time they speak of.
    Time,
    /// The number, the middle of two bounds, or the one bound there is, whatever it counts.
    Value,
    /// When the document was published, as far as that is known.
    Published,
}

/// An order of claims. Those that are equal in it stand by source and position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimOrder {
    /// What counts.
    pub by: ClaimKey,
    /// Whether the greatest stands first.
    pub descending: bool,
    /// For [`ClaimKey::Place`]: what a place is called, by the word in lower case under which the ledger finds it. One that is not here
    /// is called by that word.
    pub names: BTreeMap<String, String>,
}

/// How many claims there are of each kind, state and place, the most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimCounts {
    /// By kind.
    pub kinds: Vec<(Kind, u64)>,
    /// By state.
    pub states: Vec<(ReviewState, u64)>,
    /// By place, in lower case as the ledger finds it: ISO 3166 code, `world` or a name.
    pub places: Vec<(String, u64)>,
}

/// How many sources there are of each language, year of publication, family and country, the most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// By language, ISO 639-1.
    pub languages: Vec<(String, u64)>,
    /// By year.
    pub years: Vec<(String, u64)>,
    /// By family of media.
    pub kinds: Vec<(MediaFamily, u64)>,
    /// By country that their claims speak of, ISO 3166, in the zones that count.
    pub regions: Vec<(String, u64)>,
}

/// What became of sealing a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealOutcome {
    /// The source's id in the ledger from now on.
    pub sealed: SourceId,
    /// Sources that came out of it (attachments, members) and are not sealed.
    pub unsealed_children: Vec<SourceId>,
    /// Judgements and decisions that speak of it and were sealed with it.
    pub records: usize,
}

/// How the full-text index stands to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexState {
    /// It has everything.
    Current,
    /// It lacks the last changes.
    Behind,
    /// There is none, or one that cannot be used.
    Missing,
}

/// What bringing the index up to date did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexRepair {
    /// Nothing: it was current.
    Nothing,
    /// So many documents were added.
    CaughtUp(usize),
    /// It was made anew from so many documents.
    Rebuilt(usize),
}

/// A document found by a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The source.
    pub source: SourceId,
    /// The document.
    pub document: DocumentId,
    /// The document's title.
    pub title: Option<String>,
    /// How well it fits (BM25); larger is better, comparable within one search only.
    pub score: f32,
    /// Passages with the words, in text order.
    pub snippets: Vec<Snippet>,
}

/// A passage of a document's text with the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// First code point of the passage in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The passage, to the letter.
    pub text: String,
    /// The words found, as code-point ranges of the document's text.
    pub marks: Vec<(usize, usize)>,
}

/// What checking the audit log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditVerdict {
    /// The chain is whole.
    Whole {
        /// Number of entries.
        entries: u64,
        /// Hash of the last: write it down elsewhere, and a later check can be compared with it.
        head: String,
    },
    /// The chain is broken.
    Broken {
        /// Number of the first entry that does not hold.
        sequence: i64,
        /// Why.
        reason: String,
    },
}

/// What checking the rows of the ledger against the audit log found.
#[derive(Debug, Default)]
pub struct RecordCheck {
    /// What is missing, changed, or here without an entry; each says what and why.
    pub findings: Vec<crate::Error>,
    /// Records of which the log says too little to tell, because an older version wrote it, or the key that names
    /// sealed sources is lost.
    pub not_covered: u64,
}

/// What is in the workspace, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Sources that are not sealed.
    pub sources: u64,
    /// Sealed sources.
    pub sealed: u64,
    /// Documents.
    pub documents: u64,
    /// Claims.
    pub claims: u64,
    /// Reviews.
    pub reviews: u64,
    /// Reviews without a claim.
    pub orphaned: u64,
}

/// What a backup holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackupSummary {
    /// Number of files.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
}

/// A review as it is stored: `review` never changes, `bound` is found anew with each reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredReview {
    pub(crate) sequence: i64,
    pub(crate) review: Review,
    pub(crate) bound: Option<ClaimId>,
}

/// The id of a review made by `act` of `claim`.
pub(crate) fn review_id(claim: &ClaimId, act: &Act, sequence: i64) -> ReviewId {
    ReviewId::derive(claim, &act.actor, &act.at.to_string(), sequence.unsigned_abs())
}
