//! Who says so: speakers, the cues that show them, and what they vouch for.
//!
//! Sentence by sentence, [`cue`] finds what reports speech ("X said that …", "according to X", "…, it said",
//! quotation marks, "it is believed"), [`subject`] reads the speaker out of the words beside it, and [`carry`] carries
//! speakers on to sentences that plainly continue what was said before. Where the text does not show who
//! speaks, nobody does.

mod carry;
mod cue;
mod described;
mod lexicons;
mod memory;
mod names;
mod quotes;
mod subject;
mod turns;
mod verb;
mod work;

use crate::analysis::Analysis;
use crate::coreference::Coreference;
pub(crate) use lexicons::SpeakerLexicons;
use memory::Memory;
use model::{Attribution, AttributionMode, SpeakerType};
use quotes::Quotation;
use std::ops::Range;
use work::WorkOfPage;

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
    /// By sentence: stretches that are the writer's, beside what somebody says.
    asides: Vec<Vec<Range<usize>>>,
    /// By sentence: who has the floor in a transcript.
    floor: Vec<Option<(Attribution, Range<usize>)>>,
    /// What stands in quotation marks, in text order.
    quotations: Vec<Quotation>,
    /// The work that the page as a whole reports on.
    work: Option<WorkOfPage>,
}

impl Speakers {
    /// Reads a document's speakers. Cost is linear in its tokens.
    pub(crate) fn of(analysis: &Analysis<'_>, lexicons: &SpeakerLexicons, names: &Coreference) -> Self {
        let mut memory = Memory::default();
        let mut speakers = Self::default();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            if number > 0 && analysis.sentences[number - 1].zone != sentence.zone {
                memory = Memory::default();
            }
            let found = cue::utterances(analysis, lexicons, names, number, &mut memory);
            // Who the sentence is about is who "it" means in the next one, whether or not they speak in it.
            if let Some(subject) = names.subject(analysis, &sentence.tokens) {
                let name = analysis.words_of(&subject.tokens);
                let kind = subject.kind.unwrap_or(SpeakerType::Ngo);
                let spoke = found
                    .iter()
                    .any(|utterance| utterance.attribution.speakers.iter().any(|s| s.name == name));
                memory.subject = Some((subject::speaker(name, kind), subject.tokens.start));
                if found.iter().all(|utterance| utterance.attribution.speakers.is_empty()) || spoke {
                    memory.body = Some(subject::speaker(name, kind));
                }
            }
            speakers.asides.push(found.iter().flat_map(|utterance| asides(analysis, utterance)).collect());
            let carried =
                if found.iter().any(|utterance| utterance.attribution.mode != AttributionMode::Passive) {
                    None
                } else {
                    carry::continued(&speakers, analysis, lexicons, number, &memory)
                };
            speakers.utterances.push(found);
            speakers.carried.push(carried);
        }
        speakers.look_ahead(analysis, lexicons);
        speakers.work = WorkOfPage::of(analysis, lexicons, &speakers.utterances);
        speakers.floor = turns::find(analysis, lexicons);
        speakers.quotations = quotes::find(analysis);
        quotes::attribute(analysis, &speakers.utterances, &mut speakers.quotations);
        speakers
    }

    /// Speakers that were found otherwise: by sentence, the utterances in it, and who goes on speaking from before.
    pub(crate) fn found(
        utterances: Vec<Vec<Utterance>>,
        carried: Vec<Option<(Attribution, Range<usize>)>>,
    ) -> Self {
        Self { utterances, carried, ..Self::default() }
    }

    /// Who vouches for some tokens of a sentence, and the tokens that show it.
    pub(crate) fn of_quote(
        &self,
        sentence: usize,
        quote: &Range<usize>,
    ) -> (Attribution, Option<Range<usize>>) {
        let touches = |range: &Range<usize>| range.start < quote.end && quote.start < range.end;
        let here = self.utterances.get(sentence).map(Vec::as_slice).unwrap_or_default();
        if let Some(quoted) = self.quoted(here, quote) {
            return quoted;
        }
        let named = |utterance: &&Utterance| !utterance.attribution.speakers.is_empty();
        let asides = self.asides.get(sentence).map(Vec::as_slice).unwrap_or_default();
        let within = |aside: &Range<usize>| aside.start < quote.start && quote.start < aside.end;
        let covering = |utterance: &&Utterance| {
            (touches(&utterance.content) || touches(&utterance.cue)) && !asides.iter().any(within)
        };
        let best = here.iter().filter(covering).filter(named).min_by_key(|utterance| utterance.content.len());
        if let Some(utterance) = best {
            return (utterance.attribution.clone(), Some(utterance.cue.clone()));
        }
        if let Some((attribution, cue)) = self.carried.get(sentence).and_then(Option::as_ref) {
            return (attribution.clone(), Some(cue.clone()));
        }
        if let Some((attribution, cue)) = self.floor.get(sentence).and_then(Option::as_ref) {
            return (attribution.clone(), Some(cue.clone()));
        }
        match here.iter().find(covering) {
            Some(utterance) => (utterance.attribution.clone(), Some(utterance.cue.clone())),
            None => (Attribution::none(), None),
        }
    }

    /// The work that the page reports on, for a sentence that gives no speaker and stands where the work speaks.
    pub(crate) fn of_page(&self, sentence: usize) -> Option<(Attribution, Range<usize>)> {
        self.work.as_ref()?.in_sentence(sentence)
    }

    /// Who speaks in the quotation that some tokens stand in. Bodies and works cited in it stay in the chain.
    fn quoted(
        &self,
        here: &[Utterance],
        quote: &Range<usize>,
    ) -> Option<(Attribution, Option<Range<usize>>)> {
        let at = self.quotations.partition_point(|quotation| quotation.tokens.end <= quote.start);
        let quotation = self.quotations.get(at).filter(|quotation| quotation.tokens.start <= quote.start)?;
        let (attribution, cue) = quotation.speaker.as_ref()?;
        let cited = here.iter().find(|utterance| {
            let inside =
                quotation.tokens.contains(&utterance.cue.start) && utterance.content.start < quote.end;
            let innermost = utterance.attribution.speakers.last();
            inside
                && quote.start < utterance.content.end
                && innermost.is_some_and(|speaker| {
                    matches!(
                        speaker.kind,
                        SpeakerType::Government
                            | SpeakerType::Ngo
                            | SpeakerType::Academic
                            | SpeakerType::News
                            | SpeakerType::Report
                            | SpeakerType::Index
                    ) && attribution.speakers.iter().all(|outer| outer.name != speaker.name)
                })
        });
        let mut chain = attribution.clone();
        if let Some(cited) = cited {
            chain.speakers.extend(cited.attribution.speakers.last().cloned());
        }
        Some((chain, Some(cue.clone())))
    }

    /// What to tell of words that show a speaker without naming it: "the group", "it", a sentence that goes on.
    pub(crate) fn note(attribution: &Attribution, cue: &str) -> Option<String> {
        let name = &attribution.speakers.last()?.name;
        if attribution.mode == AttributionMode::Document {
            return Some("the work that the page as a whole reports on".to_owned());
        }
        if !cue.contains(name.as_str()) {
            return Some(format!("{name}, named before"));
        }
        (attribution.mode == AttributionMode::Carried).then(|| "carried from a sentence before".to_owned())
    }

    /// The year of the work that a speaker of the chain is cited from.
    pub(crate) fn cited_year(attribution: &Attribution) -> Option<i32> {
        attribution.speakers.iter().rev().find_map(|speaker| speaker.year)
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

/// Where ", which once had 3,000 on its sites," stands before a cue: what the writer sets beside what a speaker says.
fn asides(analysis: &Analysis<'_>, utterance: &Utterance) -> Vec<Range<usize>> {
    let word = |token: usize| analysis.word_at(token);
    let before = utterance.content.start..utterance.cue.start.min(utterance.content.end);
    let opens = |token: &usize| word(*token) == "," && matches!(word(*token + 1), "which" | "who" | "where");
    let closed = |open: usize| {
        let close = (open + 1..before.end).find(|token| word(*token) == ",")?;
        (close + 2 < before.end).then_some(open..close)
    };
    before.clone().filter(opens).filter_map(closed).collect()
}
