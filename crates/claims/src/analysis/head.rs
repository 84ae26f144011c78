//! The noun that a number counts.

use super::{Analysis, Annotation, Label};
use crate::rules::vocabulary::Vocabulary;
use crate::token::TokenKind;
use std::ops::Range;

/// Words that cannot stand between a number and the noun it counts.
pub(super) const PHRASE_ENDS: &[&str] = &[
    "a",
    "about",
    "after",
    "and",
    "are",
    "as",
    "at",
    "because",
    "before",
    "but",
    "by",
    "came",
    "can",
    "could",
    "describe",
    "described",
    "did",
    "died",
    "do",
    "during",
    "earn",
    "earned",
    "face",
    "for",
    "from",
    "had",
    "has",
    "have",
    "he",
    "how",
    "if",
    "in",
    "inside",
    "into",
    "is",
    "it",
    "labour",
    "live",
    "lived",
    "may",
    "might",
    "on",
    "or",
    "out",
    "over",
    "per",
    "receive",
    "received",
    "remain",
    "remained",
    "said",
    "say",
    "she",
    "since",
    "stay",
    "stayed",
    "than",
    "that",
    "their",
    "there",
    "they",
    "through",
    "to",
    "toil",
    "toiled",
    "under",
    "until",
    "was",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "will",
    "with",
    "within",
    "without",
    "work",
    "worked",
    "would",
    "you",
    "we",
    "so",
    "not",
    "only",
];

/// Words in -ing that stand before a noun; others begin what the noun does: "companies employing workers".
const GERUND_MODIFIERS: &[&str] = &[
    "remaining",
    "mining",
    "logging",
    "building",
    "fishing",
    "nursing",
    "training",
    "manufacturing",
    "engineering",
    "cleaning",
    "sewing",
    "existing",
    "serving",
    "incoming",
    "outgoing",
    "farming",
    "working",
    "processing",
    "trafficking",
    "shipping",
];

const LONGEST_PHRASE: usize = 8;

impl Analysis<'_> {
    /// The noun counted by a number that ends at `start`.
    pub(super) fn head_after(
        &self,
        start: usize,
        end: usize,
        vocabulary: &Vocabulary,
    ) -> Option<Range<usize>> {
        let mut at = start;
        if self.word_at(at).eq_ignore_ascii_case("of") {
            at += 1;
            while matches!(self.word_at(at), "the" | "these" | "those" | "its" | "their" | "our" | "all") {
                at += 1;
            }
        }
        let is_doing =
            |word: &str| word.len() > 5 && word.ends_with("ing") && !GERUND_MODIFIERS.contains(&word);
        for token in at..end.min(start + LONGEST_PHRASE) {
            if let Some(mut head) = self.head_noun(token, vocabulary) {
                while let Some(next) = self.head_noun(head.end, vocabulary).filter(|next| next.end <= end) {
                    head = next;
                }
                return Some(head);
            }
            let word = self.word_at(token);
            let stops = match self.tokens[token].kind {
                TokenKind::Number => true,
                TokenKind::Sign => !matches!(word, "-" | "“" | "”" | "\"" | "‘" | "’"),
                TokenKind::Word => PHRASE_ENDS.contains(&word) || is_doing(word),
            };
            if stops {
                return None;
            }
        }
        None
    }

    fn head_noun(&self, token: usize, vocabulary: &Vocabulary) -> Option<Range<usize>> {
        let counted = |annotation: &&Annotation| match annotation.label {
            Label::Lexicon(lexicon) => vocabulary.is_counted(lexicon),
            Label::Mention(number) => {
                self.person.is_some()
                    && self.mentions[number as usize].is_people()
                    && self.is_plural_people(annotation)
            }
            _ => false,
        };
        self.annotations_at(token).iter().find(counted).map(|found| found.start as usize..found.end as usize)
    }

    /// Whether a people form is a plural noun ("Cubans"), not an adjective that looks the same ("Chinese").
    fn is_plural_people(&self, annotation: &Annotation) -> bool {
        self.word_at(annotation.end as usize - 1).ends_with('s')
    }
}
