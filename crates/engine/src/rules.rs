//! `rules`: the frames that propose claims, and whether their own examples hold.

use crate::context::context_of;
use crate::reading::Reader;
use crate::{Error, Result};
use claims::{Lint, SentenceTrace};
use model::{Clearance, Cleared, DocumentStatus, Kind, Sensitivity};
use std::path::Path;

/// A frame by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameSummary {
    /// Its name.
    pub name: String,
    /// What its claims assert.
    pub kind: Kind,
    /// What it is about, in plain words; may be empty.
    pub about: String,
}

/// All frames of the reader, in the order of their files.
#[must_use]
pub fn frames(reader: &Reader) -> Vec<FrameSummary> {
    let frames = reader.extractor().frames();
    let summary = |(name, kind, about): (&str, Kind, &str)| FrameSummary {
        name: name.to_owned(),
        kind,
        about: about.to_owned(),
    };
    frames.map(summary).collect()
}

/// Tries every example of every frame and returns those that do not hold, with file and line.
#[must_use]
pub fn check_rules(reader: &Reader) -> Vec<String> {
    reader.extractor().check_examples().iter().map(ToString::to_string).collect()
}

/// What stands in the rules and does nothing, and frames that want the same words of an example.
#[must_use]
pub fn lint_rules(reader: &Reader) -> Vec<Lint> {
    reader.extractor().lint()
}

/// Why the sentences of a file gave the claims they gave: for each sentence in which the pattern of a frame matches, what
/// came of every match.
///
/// # Errors
/// If the file cannot be opened or read.
pub fn trace_file(reader: &Reader, path: &Path, clearance: Clearance) -> Result<Vec<Cleared<SentenceTrace>>> {
    let bytes = std::fs::read(path).map_err(|error| Error::file(path, &error))?;
    let document = reader.read(&bytes, &context_of(path));
    if document.status == DocumentStatus::Failed {
        let reason = document.reason.unwrap_or_else(|| "it could not be read".to_owned());
        return Err(Error::File { path: path.to_owned(), reason });
    }
    let sentences = reader.extractor().trace(&document).into_iter();
    // A loose file lies on the disk of whoever asks: it is treated as a new source would be.
    Ok(sentences.filter_map(|sentence| clearance.admit(sentence, Sensitivity::Internal)).collect())
}
