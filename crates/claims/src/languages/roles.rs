//! What the words of lexicons of certain names are, beside a number or in a date.

use super::numeral::Words;
use crate::rules::vocabulary::{LexiconId, Vocabulary, Word};

/// Longest entry that is looked for, in tokens.
const LONGEST: usize = 8;

/// The roles of lexicons, by their number.
#[derive(Debug, Clone)]
pub(crate) struct Roles<R>(Vec<Option<R>>);

impl<R> Default for Roles<R> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<R> Roles<R> {
    /// The roles that lexicons have by their names.
    pub(super) fn of(vocabulary: &Vocabulary, role: impl Fn(&str) -> Option<R>) -> Self {
        Self(vocabulary.lexicon_names().iter().map(|name| role(name)).collect())
    }

    /// The role of a lexicon, if it has one.
    pub(super) fn get(&self, lexicon: LexiconId) -> Option<&R> {
        self.0.get(lexicon.index())?.as_ref()
    }
}

/// Entries of lexicons with a role in one sentence.
pub(crate) struct Entries<'s, R> {
    pub(crate) words: &'s Words<'s>,
    /// The vocabulary's word of every token of the document.
    pub(crate) ids: &'s [Word],
    pub(crate) vocabulary: &'s Vocabulary,
    pub(crate) roles: &'s Roles<R>,
}

impl<'s, R> Entries<'s, R> {
    /// The longest entry at a token whose role is wanted, and its end.
    pub(super) fn at(&self, at: usize, wanted: impl Fn(&R) -> bool) -> Option<(&'s R, usize)> {
        let until = self.words.end().min(at + LONGEST);
        let mut best = None;
        self.each(at, until.max(at), |role, end| {
            if wanted(role) {
                best = Some((role, end));
            }
        })?;
        best
    }

    /// The longest entry that ends before a token, and where it starts.
    pub(super) fn before(
        &self,
        end: usize,
        floor: usize,
        wanted: impl Fn(&R) -> bool,
    ) -> Option<(&'s R, usize)> {
        (end.saturating_sub(LONGEST).max(floor)..end).find_map(|start| {
            let mut best = None;
            self.each(start, end, |role, found| {
                if found == end && wanted(role) {
                    best = Some((role, start));
                }
            })?;
            best
        })
    }

    /// Calls `found` with the entries that start at a token and end by another, shortest first; `None` outside the text.
    fn each(&self, start: usize, end: usize, mut found: impl FnMut(&'s R, usize)) -> Option<()> {
        self.vocabulary.entries_at(self.ids.get(start..end)?, |length, lexicon| {
            if let Some(role) = self.roles.get(lexicon) {
                found(role, start + length);
            }
        });
        Some(())
    }
}
