//! The words that speaker recognition asks for.

use crate::analysis::Analysis;
use crate::rules::vocabulary::{LexiconId, Vocabulary};

/// The lexicons that speaker recognition asks for; a missing one finds nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct SpeakerLexicons {
    pub(super) say: Option<LexiconId>,
    pub(super) passive: Option<LexiconId>,
    pub(super) group: Option<LexiconId>,
    pub(super) person: Option<LexiconId>,
    pub(super) government: Option<LexiconId>,
    pub(super) news: Option<LexiconId>,
    pub(super) ngo: Option<LexiconId>,
    pub(super) academic: Option<LexiconId>,
    pub(super) work: Option<LexiconId>,
    pub(super) researcher: Option<LexiconId>,
    pub(super) investigate: Option<LexiconId>,
    pub(super) continues: Option<LexiconId>,
    pub(super) speaks: Option<LexiconId>,
    pub(super) by_whom: Option<LexiconId>,
    pub(super) points_back: Option<LexiconId>,
    /// Verbs that report only where a number follows.
    pub(super) counts: Option<LexiconId>,
    /// Verbs that report only where the words stand in marks.
    pub(super) calls: Option<LexiconId>,
    /// Papers of a court, in which everything is one side's word.
    pub(super) pleads: Option<LexiconId>,
    /// Those who take part in a scheme.
    pub(super) party: Option<LexiconId>,
    pub(super) company: Option<LexiconId>,
}

impl SpeakerLexicons {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        let lexicon = |name| vocabulary.lexicon(name);
        Self {
            say: lexicon("say"),
            passive: lexicon("said_by_nobody"),
            group: lexicon("speaker_group"),
            person: lexicon("speaker_person"),
            government: lexicon("speaker_government"),
            news: lexicon("speaker_news"),
            ngo: lexicon("speaker_ngo"),
            academic: lexicon("speaker_academic"),
            work: lexicon("work"),
            researcher: lexicon("researcher"),
            investigate: lexicon("investigate"),
            continues: lexicon("continues"),
            speaks: lexicon("speaks"),
            by_whom: lexicon("by_whom"),
            points_back: lexicon("points_back"),
            counts: lexicon("counts"),
            calls: lexicon("calls"),
            pleads: lexicon("pleads"),
            party: lexicon("party"),
            company: lexicon("speaker_company"),
        }
    }

    /// Whether a noun or name of a speaker or a work ends at a token.
    pub(super) fn ends_speaker(&self, analysis: &Analysis<'_>, end: usize) -> bool {
        let Some(last) = end.checked_sub(1) else { return false };
        let lists = [
            self.group,
            self.person,
            self.government,
            self.news,
            self.ngo,
            self.academic,
            self.work,
            self.researcher,
            self.company,
        ];
        analysis.is_capitalised(last)
            || matches!(analysis.word_at(last), "it" | "he" | "she" | "they" | "who" | "which" | "we")
            || lists.into_iter().flatten().any(|list| {
                (last.saturating_sub(2)..=last).any(|start| analysis.lexicon_at(start, list) == Some(end))
            })
    }
}
