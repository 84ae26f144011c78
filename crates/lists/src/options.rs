//! What a loader accepts: how much, and which irregularities.

use crate::error::{Error, Place, Result};

/// How much a loader takes from an untrusted file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, also after unpacking.
    pub bytes: usize,
    /// Entries of a list.
    pub entries: usize,
    /// Values of one entry, over all its properties and identifiers.
    pub values: usize,
    /// Bytes of one row, line or element.
    pub row: usize,
    /// Levels of nesting.
    pub depth: usize,
}

impl Default for Limits {
    /// 512 MiB, 2 million entries, 20,000 values an entry, 4 MiB a row, 32 levels: some thirty times what the largest official
    /// list has today.
    fn default() -> Self {
        Self { bytes: 512 << 20, entries: 2_000_000, values: 20_000, row: 4 << 20, depth: 32 }
    }
}

impl Limits {
    pub(crate) fn check(
        place: impl FnOnce() -> Place,
        found: usize,
        limit: usize,
        what: &'static str,
    ) -> Result<()> {
        if found <= limit {
            Ok(())
        } else {
            Err(Error::TooLarge { place: place(), limit: limit as u64, what })
        }
    }
}

/// How to load: the limits, and what a person has looked at and accepts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// How much is taken.
    pub limits: Limits,
    /// Take a file that has more than the format had: new columns, new elements.
    pub accept_drift: bool,
    /// Take a file without the mark that its format ends with.
    pub accept_truncation: bool,
}

impl LoadOptions {
    /// Something new in the layout: an error, unless a person accepts it; then a notice.
    pub(crate) fn drift(&self, place: Place, reason: String, notices: &mut Vec<String>) -> Result<()> {
        if !self.accept_drift {
            return Err(Error::Drift { place, reason, acceptable: true });
        }
        notices.push(format!("{place}: the layout has changed: {reason}"));
        Ok(())
    }

    /// A missing end mark: an error, unless a person accepts it; then a notice.
    pub(crate) fn truncated(&self, place: Place, reason: &str, notices: &mut Vec<String>) -> Result<()> {
        if !self.accept_truncation {
            return Err(Error::Truncated { place, reason: reason.to_owned(), acceptable: true });
        }
        notices.push(format!("{place}: {reason}"));
        Ok(())
    }
}
