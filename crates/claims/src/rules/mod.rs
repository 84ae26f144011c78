//! Rule files compiled: lexicons to a vocabulary, frames to patterns with conditions.
//!
//! The language is described in `rules/README.md`. Frames are data; this module gives them meaning and points
//! at file, line and column where they have none.

mod compile;
mod inflect;
pub(crate) mod pattern;
mod syntax;
pub(crate) mod vocabulary;

pub(crate) use compile::{Condition, Derivation, Example, Frame, Scope};

use crate::rules::pattern::Key;
use rustc_hash::FxHashMap;
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
    pub(crate) by_key: FxHashMap<Key, Vec<u32>>,
    /// SHA-256 of all rule texts, so that a change of rules is seen.
    pub(crate) fingerprint: String,
}

impl Rules {
    /// Compiles the files in order; a later lexicon of the same name adds to the earlier one, a later frame of
    /// the same name replaces it.
    pub(crate) fn compile(files: &[RuleFile<'_>]) -> Result<Self, RuleError> {
        compile::compile(files)
    }
}
