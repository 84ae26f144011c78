//! Quotation marks: what stands between them, over several sentences and paragraphs, and who speaks there.

use super::Utterance;
use super::carry::carried;
use crate::analysis::Analysis;
use model::{Attribution, AttributionMode, SpeakerType};
use std::ops::Range;

/// Fewest tokens between marks that are somebody's speech; shorter ones are a term or a title.
const SHORTEST: usize = 4;

/// Longest stretch between two marks, in tokens: beyond it a mark is taken to be missing.
const LONGEST: usize = 600;

/// Something between quotation marks, with the marks.
#[derive(Debug, Clone)]
pub(super) struct Quotation {
    /// Its tokens, from the opening to one past the closing mark.
    pub(super) tokens: Range<usize>,
    /// Who says it and the cue, once known.
    pub(super) speaker: Option<(Attribution, Range<usize>)>,
}

/// All quotations of a document, in text order.
pub(super) fn find(analysis: &Analysis<'_>) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut paragraph = usize::MAX;
    for sentence in &analysis.sentences {
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            // A paragraph that opens with a mark goes on with a speech that the one before left open.
            if let Some(start) = open.take() {
                push(&mut found, start..sentence.tokens.start);
            }
        }
        for token in sentence.tokens.clone() {
            if open.is_some_and(|start| token > start + LONGEST) {
                open = None;
            }
            match (analysis.word_at(token), open) {
                ("“" | "«" | "„", _) | ("\"", None) => open = Some(token),
                ("”" | "»" | "\"", Some(start)) => {
                    push(&mut found, start..token + 1);
                    open = None;
                }
                _ => {}
            }
        }
    }
    if let Some(start) = open {
        push(&mut found, start..analysis.tokens.len());
    }
    found
}

fn push(found: &mut Vec<Quotation>, tokens: Range<usize>) {
    if tokens.len() >= SHORTEST + 2 {
        found.push(Quotation { tokens, speaker: None });
    }
}

/// Finds out who speaks in each quotation: the cue beside it, else whoever spoke in the one before.
pub(super) fn attribute(
    analysis: &Analysis<'_>,
    utterances: &[Vec<Utterance>],
    quotations: &mut [Quotation],
) {
    for number in 0..quotations.len() {
        let (before, rest) = quotations.split_at(number);
        let Some(this) = rest.first() else { break };
        let next = rest.get(1).map_or(usize::MAX, |next| next.tokens.start);
        let previous = before.last();
        let speaker = beside(analysis, utterances, &this.tokens, previous.map_or(0, |q| q.tokens.end), next)
            .or_else(|| goes_on(analysis, utterances, &this.tokens, previous));
        quotations[number].speaker = speaker;
    }
}

fn sentence_of(analysis: &Analysis<'_>, token: usize) -> usize {
    analysis.sentences.partition_point(|sentence| sentence.tokens.end <= token)
}

/// The cue in the sentence where the quotation closes, or where it opens.
fn beside(
    analysis: &Analysis<'_>,
    utterances: &[Vec<Utterance>],
    quotation: &Range<usize>,
    previous: usize,
    next: usize,
) -> Option<(Attribution, Range<usize>)> {
    let (opens, closes) =
        (sentence_of(analysis, quotation.start), sentence_of(analysis, quotation.end.saturating_sub(1)));
    let named = |utterance: &&Utterance| !utterance.attribution.speakers.is_empty();
    let after = utterances.get(closes)?.iter().filter(named).find(|utterance| {
        (quotation.end..next).contains(&utterance.cue.start) && utterance.content.start <= quotation.end
    });
    let before = || {
        let here = utterances.get(opens)?.iter().filter(named).rev();
        let mut before =
            here.filter(|utterance| utterance.cue.end <= quotation.start && utterance.cue.end >= previous);
        before.find(|utterance| utterance.content.end > quotation.start)
    };
    let utterance = after.or_else(before)?;
    Some((quoted(&utterance.attribution), utterance.cue.clone()))
}

/// A quotation that no cue stands beside goes on with what was said before in its paragraph, or with a run of quoted
/// paragraphs.
fn goes_on(
    analysis: &Analysis<'_>,
    utterances: &[Vec<Utterance>],
    quotation: &Range<usize>,
    previous: Option<&Quotation>,
) -> Option<(Attribution, Range<usize>)> {
    let number = sentence_of(analysis, quotation.start);
    let sentence = analysis.sentences.get(number)?;
    if sentence.tokens.start != quotation.start {
        return None;
    }
    let since = previous.map_or(0, |previous| previous.tokens.end);
    // Whoever spoke last in this paragraph, in a quotation or before it.
    let opens_paragraph = number == 0 || analysis.sentences[number - 1].paragraph != sentence.paragraph;
    if !opens_paragraph {
        let last = utterances.get(number - 1)?.iter().rev();
        let mut last = last.filter(|utterance| !utterance.attribution.speakers.is_empty());
        if let Some(utterance) = last.find(|utterance| utterance.cue.start >= since) {
            return can_be_quoted(&utterance.attribution)
                .then(|| (quoted(&utterance.attribution), utterance.cue.clone()));
        }
    }
    let (attribution, cue) = previous?.speaker.as_ref()?;
    let before = sentence_of(analysis, previous?.tokens.end.saturating_sub(1));
    let paragraphs = sentence.paragraph - analysis.sentences.get(before)?.paragraph;
    let others = utterances.get(before + 1..number).unwrap_or_default().iter().flatten();
    let others = others.filter(|utterance| !utterance.attribution.speakers.is_empty()).count();
    let near = paragraphs == 0 || paragraphs == 1 && opens_paragraph && number == before + 1;
    (near && others == 0).then(|| (quoted(attribution), cue.clone()))
}

/// Whether what follows a speaker's words in marks is likely theirs: people and bodies are quoted, works less so.
fn can_be_quoted(attribution: &Attribution) -> bool {
    attribution.speakers.last().is_some_and(|speaker| speaker.kind != SpeakerType::Index)
}

fn quoted(attribution: &Attribution) -> Attribution {
    Attribution { mode: AttributionMode::Quote, ..carried(attribution.speakers.clone()) }
}
