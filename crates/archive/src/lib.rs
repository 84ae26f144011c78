//! The workspace on disk: blobs, ledger, index, locks, audit chain. The only crate that writes to a workspace.
//!
//! ```text
//! my-case/
//!   manumit.toml               settings            ─▶ Settings
//!   rules/                     the user's own rules ─▶ Workspace::rule_files
//!   .manumit/ledger.db         SQLite (WAL): sources, acquisitions, documents, claims, reviews, audit
//!   .manumit/blobs/ab/abcd…    original bytes by SHA-256; ID.age for a sealed source
//!   .manumit/index/            full-text index, derived: can be deleted, is rebuilt
//!   .manumit/lock, lock.holder one writer at a time
//!   .manumit/seal.key          random key that turns a SHA-256 into the id of a sealed source
//! ```
//!
//! **Calls block.** The ledger speaks async inside; [`Workspace`] runs it on a runtime of its own, so callers need
//! none. From async code call it in `spawn_blocking`. All methods take `&self`; calls from several threads queue up.
//!
//! **The flow of adding.** For each file: ask [`Workspace::known`] (skip what was read by this reader version),
//! read and extract outside, then hand some dozens at a time to [`Workspace::add_sources`]; at the end
//! [`Workspace::flush`]. Each file is one transaction, after its bytes are safely in place.
//!
//! ```text
//! open      Workspace::init · open(dir, Mode::{Read, Write(Writer)}) · find · root · settings · rule_files
//! write     known · known_source · keep_file · add_source · add_sources · put_reading · add_claim · add_claims · add_review · set_sensitivity · audit_note · flush
//! read      sources · count_sources · source_counts · source · documents_of · document · signatures · claims · count_claims · claim_counts · claim · orphans · bytes · open_bytes · check_bytes · totals
//!           resolve_source · resolve_claim (unique beginnings of ids)
//! lists     add_list · add_list_version · remove_list · lists · list_versions · list_version · list_entries · list_file · verify_lists
//! screening add_judgement · judgements · add_decision · decisions · add_screening · screenings · verify_screening ·
//!           screening_snapshot · keep_screening_snapshot
//! accounts  add_account · accounts · set_role · set_disabled · set_password · begin_session · session · end_session ·
//!           add_token · token · remove_token · add_invitation · take_invitation · note (beside another writer)
//! figures   add_figure_correction · figure_corrections
//! labels    label · labels · label_history · label_counts · newest · save_search · drop_search · saved_searches · origin
//! search    search · search_narrowed · fits · index_state · index_repair · index_rebuild
//! seal      keygen · seal · seal_all · unseal · clean_up_pending
//! keep      audit_log · verify_audit · verify_ledger · verify_records · verify_blobs · backup ·
//!           backup_replacing · restore
//! ```
//!
//! **What survives what.** A killed process loses at most the items of the call it was in; what is half done is swept or
//! finished by the next writer. After a power cut the last transactions may be missing, never half there, and adding the
//! same files again finishes them. The index may lag behind; that is noticed and repaired.
//!
//! **What is sealed** is in one encrypted file and nowhere else; its id is keyed, so that a listing does not confirm a
//! guess at the text. See `sealing.rs` for what no program can promise.
//!
//! Everything that may leave takes a [`model::Clearance`] and comes back as [`model::Cleared`]. Who acts and when is
//! handed in as [`Act`]: this crate never asks the clock.

#![forbid(unsafe_code)]

mod accounts;
mod add;
mod audit;
mod backup;
mod binding;
mod blobs;
mod claiming;
mod error;
mod fetching;
mod figures;
mod index;
mod keys;
mod labels;
mod ledger;
mod lists;
mod lock;
mod media;
mod reading;
mod records;
mod screening;
mod sealed_records;
mod sealing;
mod search;
mod settings;
mod types;
mod workspace;

pub use accounts::{Account, AccountName, AccountRole, ApiToken, Invitation, Session};
pub use backup::restore;
pub use error::{Error, Result};
pub use fetching::{ItemState, LastFetch, ListFetch, Watch, WatchRecord, WatchValidators};
pub use keys::keygen;
pub use labels::{
    DayRange, Edit, LabelChange, LabelCounts, LabelRecord, Labels, Newest, SavedSearch, SearchFilter,
    ShortName, ShortNameError, TagsOfSources,
};
pub use lists::{ListChange, ListRecord, ListVersionRecord, NewListVersion};
pub use lock::Holder;
pub use media::MediaFamily;
pub use model::AuditEntry;
pub use screening::{NewDecision, NewScreening, StoredRecord};
pub use settings::{Fetching, Settings, Thresholds};
pub use types::{
    Act, Added, AuditVerdict, BackupSummary, Change, ClaimCounts, ClaimFilter, ClaimKey, ClaimOrder,
    ClaimRecord, Content, DocumentRecord, DocumentSummary, Hit, IndexRepair, IndexState, Kept, Known,
    KnownSource, Mode, NewReview, NewSource, Orphan, Reading, Rebinding, RecordCheck, SealOutcome, Snippet,
    SourceCounts, SourceFilter, SourceListing, SourceRecord, Totals, Writer,
};
pub use workspace::Workspace;
