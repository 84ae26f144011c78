//! Who says so: speakers, the cues that show them, and what they vouch for.
//!
//! Sentence by sentence, [`cue`] finds what reports speech ("X said that …", "according to X", "…, it said",
//! quotation marks, "it is believed"), [`subject`] reads the speaker out of the words beside it, and this module
//! carries speakers on to sentences that plainly continue what was said before. Where the text does not show who
//! speaks, nobody does.

mod cue;
mod described;
mod names;
mod subject;
mod verb;

use crate::analysis::Analysis;
use crate::rules::vocabulary::{LexiconId, Vocabulary};
use model::{Attribution, AttributionMode, Speaker, SpeakerType};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The lexicons that speaker recognition asks for; a missing one finds nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct SpeakerLexicons {
    say: Option<LexiconId>,
    passive: Option<LexiconId>,
    group: Option<LexiconId>,
    person: Option<LexiconId>,
    government: Option<LexiconId>,
    news: Option<LexiconId>,
    ngo: Option<LexiconId>,
    academic: Option<LexiconId>,
    work: Option<LexiconId>,
    researcher: Option<LexiconId>,
    investigate: Option<LexiconId>,
    continues: Option<LexiconId>,
    speaks: Option<LexiconId>,
    by_whom: Option<LexiconId>,
    points_back: Option<LexiconId>,
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
        }
    }

    /// Whether a noun or name of a speaker or a work ends at a token.
    fn ends_speaker(&self, analysis: &Analysis<'_>, end: usize) -> bool {
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
        ];
        analysis.is_capitalised(last)
            || matches!(analysis.word_at(last), "it" | "he" | "she" | "they" | "who" | "which" | "we")
            || lists.into_iter().flatten().any(|list| {
                (last.saturating_sub(2)..=last).any(|start| analysis.lexicon_at(start, list) == Some(end))
            })
    }
}

/// Somebody speaks: what they vouch for, and who they are.
#[derive(Debug, Clone)]
pub(crate) struct Utterance {
    /// Tokens that the speaker vouches for.
    pub(crate) content: Range<usize>,
    /// Tokens that show it: speaker and verb.
    pub(crate) cue: Range<usize>,
    pub(crate) attribution: Attribution,
}

impl Utterance {
    /// What somebody vouches for, shown by a cue.
    pub(crate) const fn of(content: Range<usize>, cue: Range<usize>, attribution: Attribution) -> Self {
        Self { content, cue, attribution }
    }
}

/// Who says what in a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Speakers {
    /// By sentence.
    utterances: Vec<Vec<Utterance>>,
    /// By sentence: who goes on speaking from before, where nobody speaks in the sentence itself.
    carried: Vec<Option<(Attribution, Range<usize>)>>,
}

/// What has been said so far, as the reader of the page has it in mind.
#[derive(Debug, Default)]
struct Memory {
    /// The last named or described speaker, with the tokens of the cue.
    last: Option<(Speaker, Range<usize>)>,
    /// The last speaker of each gender of pronoun: a body or work ("it"), somebody ("he", "she"), several ("they").
    body: Option<Speaker>,
    someone: Option<Speaker>,
    several: Option<Speaker>,
    /// The last work with an author, for "the report".
    work: Option<Speaker>,
    /// Who investigates, reports or interviews in what follows: the outer speaker of anonymous voices.
    investigation: Option<(Speaker, usize)>,
    /// The last speaker that each head noun introduced, for "the team", "the foreman".
    nouns: FxHashMap<String, Speaker>,
}

impl Memory {
    /// The last speaker, if the cue stands in this sentence.
    fn last_in(&self, sentence: &Range<usize>) -> Option<Speaker> {
        self.last
            .as_ref()
            .filter(|(_, cue)| sentence.contains(&cue.start))
            .map(|(speaker, _)| speaker.clone())
    }

    fn remember(&mut self, speaker: &Speaker, head: &str, cue: &Range<usize>) {
        match speaker.kind {
            SpeakerType::Anonymous | SpeakerType::Person | SpeakerType::Researcher => {
                self.someone = Some(speaker.clone());
            }
            SpeakerType::Group => {}
            _ => self.body = Some(speaker.clone()),
        }
        self.several = Some(speaker.clone());
        if !head.is_empty() {
            self.nouns.insert(head.to_lowercase(), speaker.clone());
        }
        self.last = Some((speaker.clone(), cue.clone()));
    }
}

impl Speakers {
    /// Reads a document's speakers. Cost is linear in its tokens.
    pub(crate) fn of(analysis: &Analysis<'_>, lexicons: &SpeakerLexicons) -> Self {
        let mut memory = Memory::default();
        let mut speakers = Self::default();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            if number > 0 && analysis.sentences[number - 1].zone != sentence.zone {
                memory = Memory::default();
            }
            let found = cue::utterances(analysis, lexicons, number, &mut memory);
            let carried =
                if found.iter().any(|utterance| utterance.attribution.mode != AttributionMode::Passive) {
                    None
                } else {
                    speakers.continued(analysis, lexicons, number, &memory)
                };
            speakers.utterances.push(found);
            speakers.carried.push(carried);
        }
        speakers.look_ahead(analysis, lexicons);
        speakers
    }

    /// Speakers that were found otherwise: by sentence, the utterances in it, and who goes on speaking from before.
    pub(crate) const fn found(
        utterances: Vec<Vec<Utterance>>,
        carried: Vec<Option<(Attribution, Range<usize>)>>,
    ) -> Self {
        Self { utterances, carried }
    }

    /// Who vouches for some tokens of a sentence, and the tokens that show it.
    pub(crate) fn of_quote(
        &self,
        sentence: usize,
        quote: &Range<usize>,
    ) -> (Attribution, Option<Range<usize>>) {
        let touches = |range: &Range<usize>| range.start < quote.end && quote.start < range.end;
        let here = self.utterances.get(sentence).map(Vec::as_slice).unwrap_or_default();
        let named = |utterance: &&Utterance| !utterance.attribution.speakers.is_empty();
        let covering = |utterance: &&Utterance| touches(&utterance.content) || touches(&utterance.cue);
        let best = here.iter().filter(covering).filter(named).min_by_key(|utterance| utterance.content.len());
        if let Some(utterance) = best {
            return (utterance.attribution.clone(), Some(utterance.cue.clone()));
        }
        if let Some((attribution, cue)) = self.carried.get(sentence).and_then(Option::as_ref) {
            return (attribution.clone(), Some(cue.clone()));
        }
        match here.iter().find(covering) {
            Some(utterance) => (utterance.attribution.clone(), Some(utterance.cue.clone())),
            None => (Attribution::none(), None),
        }
    }

    /// The year of the work that a speaker of the chain is cited from.
    pub(crate) fn cited_year(attribution: &Attribution) -> Option<i32> {
        attribution.speakers.iter().rev().find_map(|speaker| speaker.year)
    }

    /// Whether a sentence plainly goes on with what was said before, and who says it then.
    fn continued(
        &self,
        analysis: &Analysis<'_>,
        lexicons: &SpeakerLexicons,
        number: usize,
        memory: &Memory,
    ) -> Option<(Attribution, Range<usize>)> {
        let sentence = &analysis.sentences[number];
        if let Some((speaker, tokens)) = subject::named_again(analysis, &sentence.tokens, memory) {
            return Some((carried(vec![speaker]), tokens));
        }
        let previous = number.checked_sub(1)?;
        let before = &analysis.sentences[previous];
        if before.zone != sentence.zone || sentence.paragraph > before.paragraph + 1 {
            return None;
        }
        let (attribution, cue) = match self.carried.get(previous).and_then(Option::as_ref) {
            Some(carried) => carried.clone(),
            None => {
                let last = self.utterances.get(previous)?.iter().rev();
                let mut named = last.filter(|utterance| !utterance.attribution.speakers.is_empty());
                let utterance = named.next()?;
                (utterance.attribution.clone(), utterance.cue.clone())
            }
        };
        let first = sentence.tokens.start;
        let same_paragraph = sentence.paragraph == before.paragraph;
        // A quotation that goes on, or a turn of a transcript, needs no sign.
        let goes_on = matches!(analysis.word_at(first), "“" | "\"" | "‘")
            && attribution.mode == AttributionMode::Quote
            || analysis.word_at(cue.end.saturating_sub(1)) == ":";
        if same_paragraph && goes_on {
            let mode = if analysis.word_at(first) == "“" {
                AttributionMode::Quote
            } else {
                AttributionMode::Carried
            };
            return Some((Attribution { speakers: attribution.speakers, mode }, cue));
        }
        let opening = first..(first + 3).min(sentence.tokens.end);
        let opens = lexicons.continues.and_then(|continues| analysis.lexicon_in(&opening, continues));
        let points_back = lexicons.points_back.and_then(|back| analysis.lexicon_in(&sentence.tokens, back));
        opens.or(points_back.filter(|_| same_paragraph))?;
        Some((carried(attribution.speakers), cue))
    }

    /// "According to new research, …": the next sentences say whose research it is.
    fn look_ahead(&mut self, analysis: &Analysis<'_>, lexicons: &SpeakerLexicons) {
        let Some(work) = lexicons.work else { return };
        for number in 0..self.utterances.len() {
            let unnamed = |utterance: &Utterance| {
                utterance.attribution.speakers.is_empty()
                    && analysis.lexicon_in(&utterance.cue, work).is_some()
            };
            let Some(place) = self.utterances[number].iter().position(unnamed) else { continue };
            let paragraph = analysis.sentences[number].paragraph;
            let next = number + 1;
            if analysis.sentences.get(next).is_none_or(|sentence| sentence.paragraph != paragraph) {
                continue;
            }
            let author = self.utterances[next]
                .iter()
                .find(|utterance| {
                    !utterance.attribution.speakers.is_empty()
                        && analysis.lexicon_in(&analysis.sentences[next].tokens, work).is_some()
                })
                .map(|utterance| utterance.attribution.clone());
            if let Some(mut author) = author {
                author.mode = AttributionMode::Explicit;
                self.utterances[number][place].attribution = author;
            }
        }
    }
}

fn carried(speakers: Vec<Speaker>) -> Attribution {
    Attribution { speakers, mode: AttributionMode::Carried }
}
