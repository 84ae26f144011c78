//! What stands in a sentence and in those before it, as far as patterns can ask for it: most frames are passed over by a
//! look at that.

use crate::analysis::Analysis;
use crate::rules::pattern::{Key, KeySet};
use std::collections::VecDeque;

/// Sentences whose keys are kept: the present one and those that conditions reach back to.
const KEPT: usize = 9;

/// The keys of a sentence and of those before it.
#[derive(Debug, Default)]
pub(crate) struct Present {
    /// The last sentences by number, the newest last.
    sentences: VecDeque<(usize, KeySet)>,
    /// The newest sentence's tokens with their keys, in order.
    by_token: Vec<(u32, Key)>,
}

impl Present {
    /// Goes on to a sentence. Sentences are best visited in text order: what is kept of those before is no more than was
    /// visited.
    pub(crate) fn enter(&mut self, analysis: &Analysis<'_>, sentence: usize) {
        let mut keys = match self.sentences.len() {
            KEPT.. => self.sentences.pop_front().map(|(_, keys)| keys).unwrap_or_default(),
            _ => KeySet::default(),
        };
        keys.clear();
        self.by_token.clear();
        for token in analysis.sentences[sentence].tokens.clone() {
            analysis.keys_at(token, |key| {
                keys.insert(key);
                self.by_token.push((token as u32, key));
            });
        }
        self.sentences.push_back((sentence, keys));
    }

    /// The newest sentence's tokens with their keys, in order.
    pub(crate) fn by_token(&self) -> &[(u32, Key)] {
        &self.by_token
    }

    /// The keys of a sentence that is kept.
    pub(crate) fn keys_of(&self, sentence: usize) -> Option<&KeySet> {
        self.sentences.iter().rev().find(|(number, _)| *number == sentence).map(|(_, keys)| keys)
    }

    /// The keys of the newest sentence.
    pub(crate) fn here(&self) -> Option<&KeySet> {
        self.sentences.back().map(|(_, keys)| keys)
    }
}
