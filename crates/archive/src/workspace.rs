//! A workspace: the door to everything in this crate.

use crate::*;
use model::{Claim, ClaimId, Clearance, Cleared, DocumentId, Review, Sensitivity, SourceId};
use std::path::{Path, PathBuf};

/// A folder with `manumit.toml`, rules and a ledger. `Send` and `Sync`; calls from several threads queue up.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    settings: Settings,
}

impl Workspace {
    /// Makes a workspace in `dir` (made if absent) and opens it for writing.
    pub fn init(dir: &Path, settings: &Settings, writer: Writer, act: &Act) -> Result<Self> { let _ = (dir, settings, writer, act); unimplemented!() }
    /// Opens the workspace in `dir`.
    pub fn open(dir: &Path, mode: Mode) -> Result<Self> { let _ = (dir, mode); unimplemented!() }
    /// The workspace that `start` lies in: it, or the nearest folder above it.
    pub fn find(start: &Path) -> Result<PathBuf> { let _ = start; unimplemented!() }
    /// The workspace's folder.
    pub fn root(&self) -> &Path { &self.root }
    /// The settings as read when it was opened.
    pub fn settings(&self) -> &Settings { &self.settings }
    /// The user's own rule files (`rules/*.frames` and `rules/*.toml`), in order of name.
    pub fn rule_files(&self) -> Result<Vec<PathBuf>> { unimplemented!() }

    /// Whether these bytes are known, and by which readings; lets a caller skip reading them again.
    pub fn known(&self, bytes: &[u8]) -> Result<Known> { let _ = bytes; unimplemented!() }
    /// Adds one item in one transaction; adding again changes only what is new.
    pub fn add_source(&self, act: &Act, item: &NewSource<'_>) -> Result<Added> { let _ = (act, item); unimplemented!() }
    /// Replaces what was read of a source in the reading's context; keeps every review and every person's claim.
    pub fn put_reading(&self, act: &Act, source: &SourceId, reading: &Reading) -> Result<Rebinding> { let _ = (act, source, reading); unimplemented!() }
    /// Adds a person's own claim. Its rule must be `person`, its id as derived, its quote in the document.
    pub fn add_claim(&self, act: &Act, document: &DocumentId, claim: &Claim) -> Result<()> { let _ = (act, document, claim); unimplemented!() }
    /// Adds a review of a claim.
    pub fn add_review(&self, act: &Act, review: &NewReview) -> Result<Review> { let _ = (act, review); unimplemented!() }
    /// Changes how far a source may travel. Sealing and unsealing have verbs of their own.
    pub fn set_sensitivity(&self, act: &Act, source: &SourceId, sensitivity: Sensitivity) -> Result<()> { let _ = (act, source, sensitivity); unimplemented!() }
    /// Puts an entry of the caller's own into the audit log. `detail` must not hold text of sources or paths.
    pub fn audit_note(&self, act: &Act, action: &str, detail: &serde_json::Value) -> Result<()> { let _ = (act, action, detail); unimplemented!() }

    /// Encrypts a source and all that was made of it for `recipient` (an age public key; `None` takes the settings').
    pub fn seal(&self, act: &Act, source: &SourceId, recipient: Option<&str>) -> Result<SealOutcome> { let _ = (act, source, recipient); unimplemented!() }
    /// Brings a sealed source back as `sensitivity` (not `sealed`); returns its id, which is its SHA-256 again.
    pub fn unseal(&self, act: &Act, sealed: &SourceId, identity_file: &Path, sensitivity: Sensitivity) -> Result<SourceId> { let _ = (act, sealed, identity_file, sensitivity); unimplemented!() }

    /// Lists sources by when they first came. Sealed ones appear as an id where the filter does not exclude them.
    pub fn sources(&self, clearance: Clearance, filter: &SourceFilter) -> Result<Vec<SourceListing>> { let _ = (clearance, filter); unimplemented!() }
    /// One source.
    pub fn source(&self, clearance: Clearance, id: &SourceId) -> Result<Cleared<SourceRecord>> { let _ = (clearance, id); unimplemented!() }
    /// The source whose id begins with `prefix` (at least 4 digits).
    pub fn resolve_source(&self, prefix: &str) -> Result<SourceId> { let _ = prefix; unimplemented!() }
    /// The claim whose id begins with `prefix` (at least 4 digits).
    pub fn resolve_claim(&self, prefix: &str) -> Result<ClaimId> { let _ = prefix; unimplemented!() }
    /// The original bytes of a source, checked against its id.
    pub fn bytes(&self, clearance: Clearance, id: &SourceId) -> Result<Cleared<Vec<u8>>> { let _ = (clearance, id); unimplemented!() }
    /// One document.
    pub fn document(&self, clearance: Clearance, id: &DocumentId) -> Result<Cleared<DocumentRecord>> { let _ = (clearance, id); unimplemented!() }
    /// All documents of a source.
    pub fn documents_of(&self, clearance: Clearance, source: &SourceId) -> Result<Vec<Cleared<DocumentRecord>>> { let _ = (clearance, source); unimplemented!() }
    /// Lists claims by source and position.
    pub fn claims(&self, clearance: Clearance, filter: &ClaimFilter) -> Result<Vec<Cleared<ClaimRecord>>> { let _ = (clearance, filter); unimplemented!() }
    /// One claim.
    pub fn claim(&self, clearance: Clearance, id: &ClaimId) -> Result<Cleared<ClaimRecord>> { let _ = (clearance, id); unimplemented!() }
    /// Reviews that fit no claim any more; of one source, or of all.
    pub fn orphans(&self, clearance: Clearance, source: Option<&SourceId>) -> Result<Vec<Cleared<Orphan>>> { let _ = (clearance, source); unimplemented!() }
    /// Numbers for an overview.
    pub fn totals(&self) -> Result<Totals> { unimplemented!() }

    /// Full-text search.
    pub fn search(&self, clearance: Clearance, query: &str, limit: usize) -> Result<Vec<Cleared<Hit>>> { let _ = (clearance, query, limit); unimplemented!() }
    /// How the index stands to the ledger.
    pub fn index_state(&self) -> Result<IndexState> { unimplemented!() }
    /// Brings the index up to date where it is not; called when a workspace is opened for writing.
    pub fn index_repair(&self) -> Result<IndexRepair> { unimplemented!() }
    /// Makes the index anew; returns the number of documents in it.
    pub fn index_rebuild(&self) -> Result<usize> { unimplemented!() }
    /// Makes what was added so far searchable; call it at the end of a batch (a crash before is repaired later).
    pub fn flush(&self) -> Result<()> { unimplemented!() }

    /// The audit log, oldest first.
    pub fn audit_log(&self) -> Result<Vec<AuditEntry>> { unimplemented!() }
    /// Checks the hash chain of the audit log.
    pub fn verify_audit(&self) -> Result<AuditVerdict> { unimplemented!() }
    /// Reads every stored file and checks it; returns those that are missing or damaged, as errors.
    pub fn verify_blobs(&self) -> Result<Vec<Error>> { unimplemented!() }

    /// Writes one consistent file from which [`restore`] makes the same workspace.
    pub fn backup(&self, act: &Act, file: &Path) -> Result<BackupSummary> { let _ = (act, file); unimplemented!() }
}

/// Makes a workspace in `dir`, which must not exist, from a backup; every file is checked against the manifest.
pub fn restore(file: &Path, dir: &Path, act: &Act) -> Result<BackupSummary> { let _ = (file, dir, act); unimplemented!() }

/// Writes a new identity (an age X25519 secret key) to `path`, outside of any workspace, readable by its owner
/// only, and returns the public key (`age1…`) for `sealing_recipient`. An existing file is never overwritten.
pub fn keygen(path: &Path) -> Result<String> { let _ = path; unimplemented!() }
