//! The work that a page as a whole reports on: who says what no sentence gives a speaker to.

use super::{SpeakerLexicons, Utterance};
use crate::analysis::Analysis;
use model::{Attribution, AttributionMode, Speaker, SpeakerType, Zone};
use std::ops::Range;

/// Paragraphs of main text within which a page names the work it reports on.
const LEAD: usize = 2;

/// In how many sentences, at least, the work speaks.
const SPEAKS: usize = 3;

/// The same, where the first paragraphs are about it: "A report published on Monday by the institute looks at …".
const SPEAKS_IF_INTRODUCED: usize = 2;

/// The work that a page reports on, as the speaker of all that nobody else says.
#[derive(Debug, Clone)]
pub(super) struct WorkOfPage {
    attribution: Attribution,
    /// The words that name it first.
    cue: Range<usize>,
    /// By sentence: whether it stands for what nobody says there.
    speaks: Vec<bool>,
}

impl WorkOfPage {
    /// The work, if the page names one in its first paragraphs, goes back to it, and cites no other.
    pub(super) fn of(
        analysis: &Analysis<'_>,
        lexicons: &SpeakerLexicons,
        utterances: &[Vec<Utterance>],
    ) -> Option<Self> {
        let main = |number: usize| analysis.sentences[number].zone == Zone::Main;
        let first_paragraph = (0..utterances.len()).find(|number| main(*number))?;
        let first_paragraph = analysis.sentences[first_paragraph].paragraph;
        let mut work: Option<(&Speaker, &Utterance, usize)> = None;
        for (number, utterance) in utterances
            .iter()
            .enumerate()
            .flat_map(|(number, found)| found.iter().map(move |utterance| (number, utterance)))
        {
            let Some(speaker) = utterance.attribution.speakers.last() else { continue };
            if !main(number) || !is_work(analysis, lexicons, speaker, &utterance.cue) {
                continue;
            }
            match work {
                None => work = Some((speaker, utterance, number)),
                Some((known, ..)) if known.name == speaker.name => {}
                Some(_) => return None,
            }
        }
        let (speaker, utterance, first) = work?;
        let leads =
            |number: usize| main(number) && analysis.sentences[number].paragraph < first_paragraph + LEAD;
        let introduces = |number: &usize| {
            let tokens = &analysis.sentences[*number].tokens;
            leads(*number)
                && lexicons.work.is_some_and(|work| analysis.lexicon_in(tokens, work).is_some())
                && analysis.words_of(tokens).contains(speaker.name.as_str())
        };
        let (first, least) = match (0..first).find(introduces) {
            Some(introduced) => (introduced, SPEAKS_IF_INTRODUCED),
            None if leads(first) => (first, SPEAKS),
            None => return None,
        };
        let of_work = |utterance: &Utterance| {
            utterance.attribution.speakers.iter().any(|other| other.name == speaker.name)
        };
        if utterances.iter().filter(|found| found.iter().any(of_work)).count() < least {
            return None;
        }
        let mut speaker = speaker.clone();
        speaker.cue = analysis.words_of(&utterance.cue).to_owned();
        Some(Self {
            attribution: Attribution { speakers: vec![speaker], mode: AttributionMode::Document },
            cue: utterance.cue.clone(),
            speaks: speaks(analysis, utterances, first, of_work),
        })
    }

    /// The work as speaker of a sentence that gives nobody.
    pub(super) fn in_sentence(&self, sentence: usize) -> Option<(Attribution, Range<usize>)> {
        let speaks = self.speaks.get(sentence).copied().unwrap_or_default();
        speaks.then(|| (self.attribution.clone(), self.cue.clone()))
    }
}

/// By sentence: whether it stands after the first mention in a paragraph in which nobody but the work speaks.
fn speaks(
    analysis: &Analysis<'_>,
    utterances: &[Vec<Utterance>],
    first: usize,
    of_work: impl Fn(&Utterance) -> bool,
) -> Vec<bool> {
    let mut speaks = vec![false; utterances.len()];
    let mut start = 0;
    while start < utterances.len() {
        let sentence = &analysis.sentences[start];
        let same = |number: &usize| analysis.sentences[*number].paragraph == sentence.paragraph;
        let end = (start..utterances.len()).take_while(same).last().map_or(start + 1, |last| last + 1);
        let others = utterances[start..end].iter().flatten().any(|utterance| !of_work(utterance));
        let stands = sentence.zone == Zone::Main && !others;
        speaks[start.max((first + 1).min(end))..end].fill(stands);
        start = end;
    }
    speaks
}

/// Whether somebody speaks through a work: a report or index by itself, or its authors where the cue names it.
fn is_work(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    speaker: &Speaker,
    cue: &Range<usize>,
) -> bool {
    let named = || lexicons.work.is_some_and(|work| analysis.lexicon_in(cue, work).is_some());
    match speaker.kind {
        SpeakerType::Report | SpeakerType::Index => true,
        SpeakerType::Ngo | SpeakerType::Academic | SpeakerType::Government | SpeakerType::Researcher => {
            named()
        }
        _ => false,
    }
}
