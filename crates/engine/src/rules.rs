//! `rules`: the frames that propose claims, and whether their own examples hold.

use crate::reading::Reader;
use model::Kind;

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
