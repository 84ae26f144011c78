//! What a verb can fail with.

use crate::walk::why;
use std::path::{Path, PathBuf};

/// The result of the verbs.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The workspace refused.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// Something could not be written out.
    #[error(transparent)]
    Publish(#[from] publish::PublishError),
    /// Rules of the workspace do not compile.
    #[error(transparent)]
    Rules(#[from] claims::RuleError),
    /// A file could not be opened or written.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A line of a file is not what it should be.
    #[error("{}:{line}:{column}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A place in a table or settings file that a person wrote is not what it should be.
    #[error("{}:{line}:{column}: {reason}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A mapping file is none.
    #[error("{}:{line}:{column}: {reason}", path.display())]
    Mapping {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A scheme cannot be run as was asked.
    #[error(transparent)]
    Scheme(#[from] ::figures::scheme::RunError),
    /// Characters cannot be recognised as was asked.
    #[error("{0}")]
    Recognition(String),
    /// A slot was given a value it cannot have.
    #[error("{slot}={value}: {reason}")]
    Slot {
        /// The slot.
        slot: String,
        /// The value given.
        value: String,
        /// What is wrong and what is allowed.
        reason: String,
    },
    /// The quote does not stand in the source.
    #[error("these words do not stand in source {source_id}: “{quote}”")]
    QuoteNotFound {
        /// Beginning of the source's id.
        source_id: String,
        /// The words.
        quote: String,
    },
    /// The quote stands in the source several times.
    #[error(
        "these words stand {count} times in source {source_id}: say which with an occurrence from 1 to {count}"
    )]
    QuoteAmbiguous {
        /// Beginning of the source's id.
        source_id: String,
        /// How often.
        count: usize,
    },
    /// The source has no text that could be quoted.
    #[error("source {source_id} has no text: {reason}")]
    NoText {
        /// Beginning of the source's id.
        source_id: String,
        /// Why.
        reason: String,
    },
    /// The files of a list are not what its format says.
    #[error(transparent)]
    List(#[from] lists::Error),
    /// Nothing shows which format the files of a list are in.
    #[error("nothing shows which format `{0}` is in")]
    ListFormat(String),
    /// A name that a list cannot have.
    #[error("`{0}` cannot be the name of a list")]
    ListName(String),
    /// Entries of lists are never sealed.
    #[error("a list is open or internal, never sealed")]
    ListSealed,
    /// A new version has suspiciously less than the one in use.
    #[error("the new version of `{list}` has {}: it is not used, the version in use stays", falls.join(", "))]
    ListFall {
        /// The list.
        list: String,
        /// What there is less of.
        falls: Vec<String>,
    },
    /// A new version was published before the one in use.
    #[error(
        "this version of `{list}` was published {now}, before the version in use ({old}): it is not used"
    )]
    ListOlder {
        /// The list.
        list: String,
        /// When the new version was published.
        now: String,
        /// When the one in use was.
        old: String,
    },
    /// Something is no address that may be asked.
    #[error("{address}: {reason}")]
    Address {
        /// What was given, without user name and password.
        address: String,
        /// What is wrong.
        reason: String,
    },
    /// What is watched is never sealed.
    #[error("what a watched feed brings cannot be sealed: the list of what is watched stands in the clear")]
    WatchSealed,
    /// Nobody knows where a list is published.
    #[error("it is not known where the list `{0}` is published")]
    NoListAddress(String),
    /// A file of a list could not be fetched.
    #[error("{file} of the list `{list}` could not be fetched from {address}: {reason}")]
    ListFetch {
        /// The list.
        list: String,
        /// The file.
        file: String,
        /// Its address.
        address: String,
        /// Why.
        reason: String,
    },
    /// There is no earlier version to compare with.
    #[error("the list `{0}` has no earlier version")]
    NoEarlierVersion(String),
    /// The folder for a demonstration holds something already.
    #[error("`{}` is not empty: give a new folder", .0.display())]
    FolderNotEmpty(PathBuf),
}

impl Error {
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::File { path: path.to_owned(), reason: why(error) }
    }
}
