//! What can go wrong in a workspace, in words a person can act on.

use std::io;
use std::path::{Path, PathBuf};

/// The result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No folder from here upwards is a workspace.
    #[error("no workspace in `{}` or in a folder above it: make one with `manumit init`", .0.display())]
    NoWorkspace(PathBuf),
    /// There is a workspace already.
    #[error("`{}` is a workspace already", .0.display())]
    AlreadyWorkspace(PathBuf),
    /// `manumit.toml` was edited into something that cannot be used.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in code points, from 1.
        column: usize,
        /// What is wrong and what is allowed.
        message: String,
    },
    /// Another process is writing.
    #[error("another process is writing to this workspace and did not finish within {waited} s: {holder}")]
    Locked {
        /// Who holds the lock.
        holder: crate::Holder,
        /// Whole seconds that were waited.
        waited: u64,
    },
    /// Another process is in the middle of writing to the ledger.
    #[error("`{}` is being written to just now: try again", .0.display())]
    LedgerBusy(PathBuf),
    /// Accounts cannot be changed so.
    #[error("{0}")]
    Account(String),
    /// Labels that a source cannot have.
    #[error("{0}")]
    Label(String),
    /// A search of this name is kept already.
    #[error(
        "there is a saved search `{0}` already: its address is for ever, so give another name or remove it first"
    )]
    SearchExists(String),
    /// A write was asked of a workspace that is open for reading.
    #[error("the workspace is open for reading only")]
    ReadOnly,
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// There is no room left.
    #[error("no space left on the disk that holds `{}`: nothing of this step was kept; free some and repeat it", .0.display())]
    DiskFull(PathBuf),
    /// The ledger was written by a newer version.
    #[error(
        "`{}` was written by a newer version (schema {found}, this one knows {known}): use that version, or restore an older backup",
        path.display()
    )]
    NewerLedger {
        /// The ledger file.
        path: PathBuf,
        /// Schema version found.
        found: i64,
        /// Newest schema version known here.
        known: i64,
    },
    /// The ledger was written by an older version and is only open for reading.
    #[error("`{}` has an older form (schema {found} of {known}): run any command that writes, it is brought up to date then", path.display())]
    OlderLedger {
        /// The ledger file.
        path: PathBuf,
        /// Schema version found.
        found: i64,
        /// Newest schema version known here.
        known: i64,
    },
    /// The ledger is no database any more, or one that was changed by hand.
    #[error("the ledger `{}` is damaged ({reason}): restore it from a backup; the original files in `.manumit/blobs` are not touched by this", path.display())]
    DamagedLedger {
        /// The ledger file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The end of the audit log is not what was written last, so that nothing may follow it.
    #[error(
        "the log of what was done is broken ({reason}): nothing is written to this workspace any more, because that would hide the break; look with `manumit audit verify` and go on in a workspace restored from a backup"
    )]
    BrokenLog {
        /// What is wrong with it.
        reason: String,
    },
    /// A row of the ledger does not hold what it should.
    #[error(
        "table `{table}`, row `{row}` of the ledger does not read: {reason}; was it edited by hand? restore it from a backup"
    )]
    DamagedRow {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A record is not what the audit log says of it.
    #[error("{what} `{id}`: {reason}; was the ledger edited by hand? compare it with a backup")]
    DeviatingRecord {
        /// The kind of record.
        what: &'static str,
        /// Its id.
        id: String,
        /// How it deviates.
        reason: String,
    },
    /// Somebody reads the ledger, so old pages cannot be dropped from its log yet.
    #[error(
        "another program is reading this workspace, so traces of what was sealed may still be in `.manumit/ledger.db-wal`: close it and run any command that writes"
    )]
    ReadersHoldLog,
    /// The database refused.
    #[error("the ledger refused: {0}")]
    Ledger(#[source] sqlx::Error),
    /// A stored file is not what it was.
    #[error("the stored file `{}` is damaged: {reason}; restore it from a backup or add the original again", path.display())]
    DamagedBlob {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A stored file that no source has.
    #[error("the file `{}` belongs to no source: {reason}", path.display())]
    StrayFile {
        /// The file.
        path: PathBuf,
        /// Where it may come from and what to do.
        reason: &'static str,
    },
    /// Traces of something sealed may be on the disk in the clear.
    #[error(
        "sealing was interrupted, and traces of what is sealed may still be on the disk: run any command that writes, such as `manumit index rebuild`, to remove them"
    )]
    CleanUpPending,
    /// The key that names sealed sources is gone.
    #[error(
        "the key `{}` that names sealed sources {reason}: put it back from a backup of this workspace (`manumit restore` into a new folder, and copy it from there); until then reading goes on, and nothing can be added, sealed or unsealed",
        path.display()
    )]
    SealKeyLost {
        /// The key file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no such thing here, or the clearance does not let it be seen.
    #[error("no {what} `{id}` here")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The beginning of an id fits several.
    #[error("`{prefix}` is the beginning of several {what}s: {}", candidates.join(", "))]
    Ambiguous {
        /// The kind of thing.
        what: &'static str,
        /// What was given.
        prefix: String,
        /// Some of the ids that begin so.
        candidates: Vec<String>,
    },
    /// The source is sealed, and this needs its text.
    #[error("source `{0}` is sealed: unseal it first")]
    Sealed(String),
    /// The source is not sealed.
    #[error("source `{0}` is not sealed")]
    NotSealed(String),
    /// Sealed sources need a recipient.
    #[error(
        "nobody to seal for: set `sealing_recipient` in manumit.toml to the public key that `manumit keygen` prints"
    )]
    NoRecipient,
    /// A key is not one.
    #[error("{0}")]
    Key(String),
    /// An identity would lie beside what it opens.
    #[error("`{}` is inside the workspace `{}`: keep the identity somewhere else, or whoever takes the folder can open what is sealed", path.display(), workspace.display())]
    KeyInsideWorkspace {
        /// Where the identity was to be written or read.
        path: PathBuf,
        /// The workspace.
        workspace: PathBuf,
    },
    /// Encryption or decryption failed.
    #[error("source `{id}`: {reason}")]
    Sealing {
        /// The sealed source.
        id: String,
        /// Why.
        reason: String,
    },
    /// A claim does not fit the text it is bound to.
    #[error("the words `{quote}` are not in this document")]
    NoSuchPassage {
        /// The words that were looked for.
        quote: String,
    },
    /// The same claim stands already.
    #[error("this claim stands already, as `{0}`")]
    ClaimExists(String),
    /// A list of this name is in use already.
    #[error("the list `{0}` is here already")]
    ListExists(String),
    /// A search cannot be understood.
    #[error("cannot read the search `{text}`: {reason}")]
    Query {
        /// The search.
        text: String,
        /// What is wrong and how to put it right.
        reason: String,
    },
    /// The full-text index failed; it can be rebuilt.
    #[error("the search index failed ({0}): rebuild it with `manumit index rebuild`")]
    Index(String),
    /// A backup cannot be used.
    #[error("the backup `{}` cannot be used: {reason}", path.display())]
    Backup {
        /// The backup file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file to back up to is there already.
    #[error("`{}` exists already: nothing was backed up; name a new file", .0.display())]
    BackupExists(PathBuf),
    /// The folder to restore into holds something.
    #[error("`{}` exists already: restore into a new folder", .0.display())]
    RestoreTargetExists(PathBuf),
}

impl Error {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path.to_owned()),
            _ => Self::Io { path: path.to_owned(), source },
        }
    }

    pub(crate) fn not_found(what: &'static str, id: impl std::fmt::Display) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }
}
