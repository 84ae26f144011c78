//! Russian: «по данным X», «X заявил, что», «сообщили в X», «рассказал он».

use super::{Scene, Voice};
use model::SpeakerType;
use std::ops::Range;

/// Most words of a name.
const MOST_WORDS: usize = 10;

fn ends_clause(word: &str) -> bool {
    matches!(
        word,
        "," | "." | ";" | ":" | "«" | "»" | "—" | "–" | "(" | ")" | "“" | "”" | "\"" | "!" | "?" | "…"
    )
}

pub(super) fn voices(scene: &Scene<'_, '_>, sentence: &Range<usize>) -> Vec<Voice> {
    let analysis = scene.analysis;
    let mut found: Vec<Voice> = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        if let Some(end) = scene.entry(scene.lexicons.source_pronoun, at) {
            found.push(Voice { name: at..end, cue: at..end, kind: SpeakerType::Person, is_pronoun: true });
            at = end;
            continue;
        }
        if let Some(end) = scene.entry(scene.lexicons.source_before, at) {
            let until = clause_end(scene, sentence, end);
            if let Some(voice) = name(scene, end..until) {
                let cue_end = voice.name.end;
                found.push(Voice { cue: at..cue_end, ..voice });
                at = cue_end.max(at + 1);
                continue;
            }
        } else if let Some(end) = scene.entry(scene.lexicons.say, at) {
            let start = clause_start(scene, sentence, at);
            let behind = end..clause_end(scene, sentence, end);
            // After a comma or a dash the speaker stands behind the verb: «…», — рассказал он.
            let voice = if start == at { name(scene, behind.clone()) } else { name(scene, start..at) };
            let voice = voice.or_else(|| {
                // Прораб, просивший не называть его имени, рассказал: the subject stands before what is put in.
                let inserted = start > sentence.start + 1 && analysis.word_at(start - 1) == ",";
                let before = inserted.then(|| {
                    let comma = (sentence.start..start - 1)
                        .rev()
                        .find(|token| ends_clause(analysis.word_at(*token)))?;
                    let first = clause_start(scene, sentence, comma);
                    (analysis.word_at(comma) == ",").then_some(first..comma)
                });
                before.flatten().and_then(|range| name(scene, range))
            });
            let voice = voice.or_else(|| name(scene, behind));
            if let Some(voice) = voice {
                let cue = voice.name.start.min(at)..voice.name.end.max(end);
                if !found.iter().any(|other| cue.start < other.cue.end) {
                    at = cue.end.max(at + 1);
                    found.push(Voice { cue, ..voice });
                    continue;
                }
            }
        }
        at += 1;
    }
    found
}

fn clause_start(scene: &Scene<'_, '_>, sentence: &Range<usize>, at: usize) -> usize {
    let first = at.saturating_sub(MOST_WORDS + 2).max(sentence.start);
    (first..at)
        .rev()
        .find(|token| ends_clause(scene.analysis.word_at(*token)))
        .map_or(first, |token| token + 1)
}

fn clause_end(scene: &Scene<'_, '_>, sentence: &Range<usize>, at: usize) -> usize {
    let last = (at + MOST_WORDS).min(sentence.end);
    (at..last).find(|token| ends_clause(scene.analysis.word_at(*token))).unwrap_or(last)
}

/// The speaker in a stretch of words, prepositions and adverbs at its ends taken off.
fn name(scene: &Scene<'_, '_>, words: Range<usize>) -> Option<Voice> {
    let analysis = scene.analysis;
    let mut start = words.start;
    while let Some(end) =
        scene.entry(scene.lexicons.name_lead, start).filter(|end| *end <= words.end && start < words.end)
    {
        start = end;
    }
    if start >= words.end {
        return None;
    }
    if words.end - start <= 2
        && matches!(analysis.word_at(start).to_lowercase().as_str(), "он" | "она" | "они")
    {
        return Some(Voice {
            name: start..start + 1,
            cue: words,
            kind: SpeakerType::Person,
            is_pronoun: true,
        });
    }
    let end = (start + 1..words.end)
        .find(|at| scene.entry(scene.lexicons.name_end, *at).is_some())
        .unwrap_or(words.end);
    let name = start..end;
    let noun = first_speaker(scene, &name);
    let kind = match noun {
        Some(kind) => kind,
        None if scene.country_in(&name).is_some_and(|country| country == name) => SpeakerType::Government,
        None if name.len() <= 4 && name.clone().all(|at| analysis.is_capitalised(at)) => SpeakerType::Person,
        None => return None,
    };
    Some(Voice { name: name.clone(), cue: name, kind, is_pronoun: false })
}

/// The kind of the first noun of a speaker: in «министр здравоохранения страны» the head stands first.
fn first_speaker(scene: &Scene<'_, '_>, name: &Range<usize>) -> Option<SpeakerType> {
    name.clone().find_map(|at| {
        scene
            .lexicons
            .speakers
            .iter()
            .find(|(_, lexicon)| scene.analysis.lexicon_at(at, *lexicon).is_some())
            .map(|(kind, _)| *kind)
    })
}
