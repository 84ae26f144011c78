//! Who goes on speaking: sentences that plainly continue what was said before.

use super::memory::Memory;
use super::{SpeakerLexicons, Speakers, subject};
use crate::analysis::Analysis;
use crate::gazetteer::CountryForm;
use crate::quantity::Dimension;
use crate::token::TokenKind;
use model::{Attribution, AttributionMode, Speaker, SpeakerType};
use std::ops::Range;

/// Whether a sentence plainly goes on with what was said before, and who says it then.
pub(super) fn continued(
    speakers: &Speakers,
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    number: usize,
    memory: &Memory,
) -> Option<(Attribution, Range<usize>)> {
    let sentence = &analysis.sentences[number];
    // What a source is said to do is its account; what a government or a company does is not.
    let accounts = |speaker: &Speaker| {
        matches!(
            speaker.kind,
            SpeakerType::Ngo
                | SpeakerType::Academic
                | SpeakerType::Report
                | SpeakerType::Index
                | SpeakerType::News
        )
    };
    if let Some((speaker, tokens)) =
        subject::named_again(analysis, &sentence.tokens, memory).filter(|(speaker, _)| accounts(speaker))
    {
        return Some((carried(vec![speaker]), tokens));
    }
    let previous = number.checked_sub(1)?;
    let before = &analysis.sentences[previous];
    if before.zone != sentence.zone || sentence.paragraph > before.paragraph + 1 {
        return None;
    }
    let (attribution, cue) = match speakers.carried.get(previous).and_then(Option::as_ref) {
        Some(carried) => carried.clone(),
        None => {
            let last = speakers.utterances.get(previous)?.iter().rev();
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
        let mode =
            if analysis.word_at(first) == "“" { AttributionMode::Quote } else { AttributionMode::Carried };
        return Some((Attribution { speakers: attribution.speakers, mode }, cue));
    }
    let pleads = lexicons.pleads.is_some_and(|list| analysis.lexicon_in(&cue, list).is_some());
    if pleads && !turns_away(analysis, lexicons, &sentence.tokens) {
        return Some((carried(attribution.speakers), cue));
    }
    if same_paragraph && goes_on_counting(analysis, &sentence.tokens) {
        return Some((carried(attribution.speakers), cue));
    }
    let testifies = attribution.speakers.last().is_some_and(|speaker| {
        matches!(speaker.kind, SpeakerType::Anonymous | SpeakerType::Person | SpeakerType::Researcher)
    });
    if same_paragraph && testifies && !turns_away(analysis, lexicons, &sentence.tokens) {
        return Some((carried(attribution.speakers), cue));
    }
    // A list: "2. Of these", "• Of those in forced labour".
    let mut first = first;
    while first + 1 < sentence.tokens.end
        && (matches!(analysis.tokens[first].kind, TokenKind::Sign)
            || analysis.tokens[first].kind == TokenKind::Number && analysis.word_at(first + 1) == ".")
    {
        first += 1;
    }
    let partitive = matches!(analysis.word_at(first), "Of" | "of");
    if !same_paragraph
        && !partitive
        && !matches!(
            analysis.word_at(first),
            "They" | "These" | "That" | "This" | "Those" | "Another" | "Meanwhile"
        )
    {
        return None;
    }
    let opening = first..(first + 3).min(sentence.tokens.end);
    let opens = lexicons.continues.and_then(|continues| analysis.lexicon_in(&opening, continues));
    let points_back = lexicons.points_back.and_then(|back| analysis.lexicon_in(&sentence.tokens, back));
    opens.or(points_back.filter(|_| same_paragraph))?;
    Some((carried(attribution.speakers), cue))
}

/// "There were 1,221 in 2017": a number without a noun counts what the sentence before spoke of.
fn goes_on_counting(analysis: &Analysis<'_>, sentence: &Range<usize>) -> bool {
    let bare = |token: usize| {
        analysis.quantity_at(token).is_some_and(|number| {
            let quantity = &analysis.quantities[number];
            quantity.head.is_none() && quantity.mention.dimension == Dimension::Count
        })
    };
    sentence.clone().take(COUNT_OPENING).any(bare)
}

/// Whether a sentence after somebody's account opens with what is no part of it: another place, another actor, a time
/// that nobody of the account stands beside, the writer.
fn turns_away(analysis: &Analysis<'_>, lexicons: &SpeakerLexicons, sentence: &Range<usize>) -> bool {
    let word = |token: usize| analysis.word_at(token);
    let mut first = sentence.start;
    if matches!(word(first), "But" | "And" | "Yet" | "So" | "Then") {
        first += 1;
    }
    let opening = first..sentence.end.min(first + OPENING);
    let own = matches!(word(first), "My" | "Our" | "We" | "I");
    let article = usize::from(matches!(word(first), "The" | "the"));
    let names = analysis.mentions_in(&(first..first + 1 + article)).iter().any(|mention| {
        mention.is_organisation()
            || matches!(mention.country(), Some((_, CountryForm::Name | CountryForm::Capital)))
    });
    let rules = lexicons.government.is_some_and(|list| {
        (first..first + 2 + article).any(|token| analysis.lexicon_at(token, list).is_some())
    });
    let sets = matches!(
        word(first),
        "In" | "At" | "On" | "Under" | "Across" | "Since" | "By" | "Between" | "From" | "During" | "For"
    );
    let scene = sets
        && (!analysis.mentions_in(&opening).is_empty() || !analysis.times_in(&opening).is_empty())
        && !opening.clone().chain(opening.end..opening.end + OPENING).any(|token| {
            matches!(
                word(token),
                "he" | "she" | "they" | "I" | "we" | "his" | "her" | "their" | "him" | "them"
            )
        });
    own || names || rules || scene
}

/// How far into a sentence the number stands with which it goes on counting, in tokens.
const OPENING: usize = 6;

/// Where the number stands at the latest that a sentence goes on counting with: "There were some 1,221".
const COUNT_OPENING: usize = 4;

pub(super) fn carried(speakers: Vec<Speaker>) -> Attribution {
    Attribution { speakers, mode: AttributionMode::Carried }
}
