//! Transcripts: a name or an office at the start of a line says who has the floor until the next one.

use super::SpeakerLexicons;
use super::carry::carried;
use super::subject::speaker;
use crate::analysis::Analysis;
use crate::token::TokenKind;
use model::{Attribution, AttributionMode, SpeakerType};
use std::ops::Range;

/// Fewest turns that make a text a transcript.
const FEWEST: usize = 2;

/// Longest words before the mark that ends them, in tokens: "Mr. Étienne Lacombe (Director General, Trade Integrity):".
const LONGEST: usize = 16;

/// Titles that a line of a transcript opens with.
const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Senator",
    "Representative",
    "Hon",
    "Professor",
    "Judge",
    "Chairman",
    "Chairwoman",
    "Lord",
    "Baroness",
    "Sir",
    "Dame",
    "Minister",
];

/// By sentence: who has the floor, with the words that say so; nobody in a text that is no transcript.
pub(super) fn find(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
) -> Vec<Option<(Attribution, Range<usize>)>> {
    let mut floor: Vec<Option<(Attribution, Range<usize>)>> = vec![None; analysis.sentences.len()];
    let mut turns = 0;
    let mut current: Option<(Attribution, Range<usize>)> = None;
    let mut zone = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        if zone != Some(sentence.zone) {
            (zone, current) = (Some(sentence.zone), None);
        }
        let opens = number == 0 || analysis.sentences[number - 1].paragraph != sentence.paragraph;
        if opens && let Some((name, titled)) = label(analysis, &sentence.tokens, number) {
            turns += 1;
            // The chair and "Question" lead the talk; they are no source.
            current = titled.then(|| {
                let kind = match lexicons.government.and_then(|list| analysis.lexicon_in(&name, list)) {
                    Some(_) => SpeakerType::Government,
                    None => SpeakerType::Person,
                };
                let mut who = speaker(analysis.words_of(&name), kind);
                who.cue = who.name.clone();
                (Attribution { speakers: vec![who], mode: AttributionMode::Explicit }, name)
            });
            floor[number].clone_from(&current);
            continue;
        }
        floor[number] =
            current.as_ref().map(|(attribution, cue)| (carried(attribution.speakers.clone()), cue.clone()));
    }
    if turns < FEWEST {
        floor.fill(None);
    }
    floor
}

/// The name that opens a turn, and whether somebody bears it: "Ms. Halloran.", "Senator Brandt.", "The Chair:".
fn label(analysis: &Analysis<'_>, sentence: &Range<usize>, number: usize) -> Option<(Range<usize>, bool)> {
    let start = sentence.start;
    if !analysis.tokens.get(start)?.line_start {
        return None;
    }
    let word = |token: usize| analysis.word_at(token);
    let titled = TITLES.contains(&word(start).trim_end_matches('.'));
    let colon = (start + 1..sentence.end.min(start + LONGEST)).find(|token| word(*token) == ":");
    let dotted = word(start + 1) == ".";
    let first = start + 1 + usize::from(dotted);
    let names = (first..sentence.end).take_while(|token| analysis.is_capitalised(*token)).count();
    let name = start..first + names;
    let bracket = word(name.end) == "(";
    if titled && names > 0 && (colon == Some(name.end) || bracket && colon.is_some()) {
        return Some((name, true));
    }
    // "Ms. Halloran. Thank you": a sentence of nothing but the name.
    let alone = word(name.end) == "." && name.end + 1 == sentence.end;
    let goes_on = analysis
        .sentences
        .get(number + 1)
        .is_some_and(|next| next.paragraph == analysis.sentences[number].paragraph);
    if titled && (1..=3).contains(&names) && alone && goes_on {
        return Some((name, true));
    }
    let colon = colon.filter(|colon| *colon <= start + 7 && colon + 1 < sentence.end)?;
    let office = matches!(word(start), "The" | "Q" | "A" | "Hon" | "Question" | "Answer" | "Interviewer")
        && (start..colon).all(|token| analysis.tokens[token].kind == TokenKind::Word || word(token) == ".");
    office.then_some((start..colon, false))
}
