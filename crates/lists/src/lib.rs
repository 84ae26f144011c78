//! Official lists as FollowTheMoney entities.
//!
//! ```text
//! files of a list ──load──▶ List: entries (entity, programmes, reasons, dates, identifiers, original row),
//!                                 day of publication, notices
//! List ──describe──▶ version: hashes, counts ──falls──▶ what there is suspiciously less of than before
//! entries, entries ──diff──▶ added, removed, changed by field
//! ```
//!
//! A pure function: bytes in, entries out; no disk, no network, no clock. The same bytes give the same list.
//!
//! **What is refused.** A file whose layout has changed, that ends too early, or that is not well formed is an [`Error`], and
//! nothing of it is used: whoever calls keeps the version it has. Additions to the layout and a missing end mark can be accepted by a
//! person ([`LoadOptions`]); a missing column cannot.
//!
//! **Ids** are made of the list's own numbers (`ofac-1234`, `un-KPi.001`), so that an entry keeps its id from version to version. The
//! entries of a list are in order of id.

#![forbid(unsafe_code)]

mod collect;
mod country;
mod csl;
mod date;
mod diff;
mod error;
mod format;
mod ftm;
mod mapped;
mod ofac;
mod official;
mod options;
mod rows;
mod text;
mod un;
mod version;
mod xml;

pub use country::{code as country_code, name as country_name};
pub use date::exact as exact_date;
pub use diff::{ChangedEntry, DiffEntry, FieldChange, ListDiff, diff};
pub use error::{Error, Place, Result};
pub use format::Format;
pub use mapped::{ColumnRule, Mapping, SchemaColumn, TableKind, Target, workbook_rows};
pub use official::{OfficialFile, OfficialList, official_list, official_lists};
pub use options::{Limits, LoadOptions};
pub use version::{Fall, LOADER_VERSION, describe, falls};

use model::ListEntry;

/// One file of a list.
#[derive(Debug, Clone, Copy)]
pub struct ListFile<'b> {
    /// Its name, by which the parts of a list are told apart and errors speak of it.
    pub name: &'b str,
    /// Its bytes.
    pub bytes: &'b [u8],
}

/// What loading made of the files of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The entries, in order of id.
    pub entries: Vec<ListEntry>,
    /// When the file says it was published: a prefix of an ISO 8601 date.
    pub published: Option<String>,
    /// What a person should know about the files: what was accepted, what could not be understood.
    pub notices: Vec<String>,
}

/// Loads a list.
///
/// # Errors
/// Any [`Error`]; then nothing of the files should be used.
pub fn load(files: &[ListFile<'_>], format: &Format, options: &LoadOptions) -> Result<List> {
    match format {
        Format::OfacSdn => ofac::load(files, ofac::Which::Sdn, options),
        Format::OfacNonSdn => ofac::load(files, ofac::Which::NonSdn, options),
        Format::UnSecurityCouncil => un::load(files, options),
        Format::UsConsolidatedScreening => csl::load(files, options),
        Format::Ftm => ftm::load(files, options),
        Format::Mapped(mapping) => mapped::load(files, mapping, options),
    }
}
