//! Why a file is not taken as a list.

/// The result of loading.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where in a list something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// Line or row, from 1; 0 for the file as a whole.
    pub line: u64,
}

impl Place {
    pub(crate) fn new(file: &str, line: u64) -> Self {
        Self { file: file.to_owned(), line }
    }

    pub(crate) fn whole(file: &str) -> Self {
        Self::new(file, 0)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}", self.file),
        }
    }
}

/// Why a file is not taken as a list. Nothing of it is used then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is not laid out as its format was when this loader was written: something is missing, renamed or new.
    #[error("{place}: the layout has changed: {reason}")]
    Drift {
        /// Where.
        place: Place,
        /// What differs.
        reason: String,
        /// Whether everything the loader needs is there, so that the change can be accepted.
        acceptable: bool,
    },
    /// The file ends too early.
    #[error("{place}: the file is cut off: {reason}")]
    Truncated {
        /// Where.
        place: Place,
        /// How that shows.
        reason: String,
        /// Whether all that is there reads well, so that the end can be accepted.
        acceptable: bool,
    },
    /// The file is not well formed.
    #[error("{place}: {reason}")]
    Malformed {
        /// Where.
        place: Place,
        /// What is wrong.
        reason: String,
    },
    /// A limit was reached.
    #[error("{place}: more than {limit} {what}")]
    TooLarge {
        /// Where.
        place: Place,
        /// The limit.
        limit: u64,
        /// Of what: `bytes`, `entries`, `levels`.
        what: &'static str,
    },
    /// The format consists of several files, and not these.
    #[error("{format} consists of {expected}: {reason}")]
    Parts {
        /// The format.
        format: &'static str,
        /// The parts it has.
        expected: &'static str,
        /// What is missing or too much.
        reason: String,
    },
    /// There is no format of this name.
    #[error("`{0}` is no format of lists; known: {known}", known = crate::Format::NAMES.join(", "))]
    UnknownFormat(String),
    /// A mapping file is not right.
    #[error("{place}{}: {reason}", if *column == 0 { String::new() } else { format!(":{column}") })]
    Mapping {
        /// Where; line 0 for the file as a whole.
        place: Place,
        /// Column, from 1; 0 for the line as a whole.
        column: usize,
        /// What is wrong.
        reason: String,
    },
}

impl Error {
    /// What to do next, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Drift { acceptable: true, .. } => {
                Some("look at what is new; where nothing that matters moved, repeat with `--accept drift`")
            }
            Self::Truncated { acceptable: true, .. } => Some(
                "fetch the file again; where it is whole all the same, repeat with `--accept truncation`",
            ),
            Self::Truncated { .. } => Some("fetch the file again"),
            _ => None,
        }
    }

    pub(crate) fn malformed(place: Place, reason: impl Into<String>) -> Self {
        Self::Malformed { place, reason: reason.into() }
    }

    /// A layout that lacks what the loader needs.
    pub(crate) fn drift(place: Place, reason: impl Into<String>) -> Self {
        Self::Drift { place, reason: reason.into(), acceptable: false }
    }

    pub(crate) fn truncated(place: Place, reason: impl Into<String>) -> Self {
        Self::Truncated { place, reason: reason.into(), acceptable: false }
    }
}
