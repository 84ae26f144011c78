//! Rule files compiled: lexicons to a vocabulary, frames to patterns with conditions.
//!
//! The language is described in `rules/README.md`. Frames are data; this module gives them meaning and points
//! at file, line and column where they have none.
//!
//! # Limits
//! Rule files come from outside, so nothing in them can make compiling or matching run away: a file has at most
//! [`LARGEST_RULE_FILE`] bytes, all files together at most 5,000 frames and 1,024 lexicons of 1,000,000 phrases; an
//! entry has at most 24 words in at most 400 forms; lexicons name each other at most 16 deep, groups and slots of a
//! pattern nest at most 12 deep, and its longest way has at most 200 elements. An attempt to match takes at most 4,000
//! steps and then counts as no match. The cost of a document grows with the size of the rules, and linearly with
//! its text.

mod compile;
mod inflect;
pub(crate) mod pattern;
mod syntax;
pub(crate) mod vocabulary;

pub(crate) use compile::{Condition, Derivation, Example, Frame, Scope, fingerprint};

use crate::languages::Language;
use crate::learned::Weights;
use crate::lint::Inventory;
use crate::rules::pattern::FramesByKey;
use vocabulary::Vocabulary;

/// A rule file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct RuleError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl RuleError {
    pub(crate) fn at(file: &str, line: usize, column: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, column, message: message.into() }
    }
}

/// A rule file: its name for messages, and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleFile<'a> {
    /// The name shown in messages.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// Largest rule file that is compiled, in bytes.
pub const LARGEST_RULE_FILE: usize = 1 << 20;

/// Compiled rules.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) frames: Vec<Frame>,
    /// Frames by what their pattern can start with.
    pub(crate) by_key: FramesByKey,
    /// The learned part, where some frame asks for it: for numbers and for clauses.
    pub(crate) weights: Option<(Weights, Weights)>,
    /// Whether some frame asks of whole clauses how likely they say something.
    pub(crate) asks_of_clauses: bool,
    /// The files by name, as they are written.
    files: Vec<(String, String)>,
    /// SHA-256 of all rule texts, so that a change of rules is seen.
    pub(crate) fingerprint: String,
}

impl Rules {
    /// Compiles the files in order; a later lexicon of the same name adds to the earlier one, a later frame of
    /// the same name replaces it.
    pub(crate) fn compile(files: &[RuleFile<'_>]) -> Result<Self, RuleError> {
        compile::compile(Language::English, files)
    }

    /// The same for files that are written for a language.
    pub(crate) fn compile_in(language: Language, files: &[RuleFile<'_>]) -> Result<Self, RuleError> {
        compile::compile(language, files)
    }

    /// The lexicons as they are written.
    pub(crate) fn inventory(&self) -> Inventory {
        compile::inventory(&self.files)
    }
}
