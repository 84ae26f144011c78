//! Korean: X에 따르면, X는 …라고 밝혔다, “…”고 X는 말했다.

use super::{Scene, Voice};
use model::SpeakerType;
use std::ops::Range;

/// Particles and verb endings behind which a name begins.
const ENDINGS: &[&str] = &[
    "은", "는", "을", "를", "에", "서", "고", "며", "지", "면", "해", "라", "게", "로", "써", "뒤", "만",
    "자",
];

/// Most words of a name.
const MOST_WORDS: usize = 6;

pub(super) fn voices(scene: &Scene<'_, '_>, sentence: &Range<usize>) -> Vec<Voice> {
    let mut found = Vec::new();
    for at in sentence.clone() {
        if let Some(end) = scene.entry(scene.lexicons.source_after, at)
            && let Some(voice) = name_before(scene, sentence, at, end, true)
        {
            found.push(voice);
        }
    }
    let says = scene
        .lexicons
        .say
        .and_then(|say| sentence.clone().rev().find(|at| scene.analysis.lexicon_at(*at, say).is_some()));
    let Some(verb) = says else { return found };
    // The speaker nearest to the beginning stands before a particle of topic or subject.
    let (mut quoted, mut candidates) = (false, Vec::new());
    for at in sentence.start + 1..verb {
        match scene.analysis.word_at(at) {
            "“" | "「" => quoted = true,
            "”" | "」" => quoted = false,
            "\"" => quoted = !quoted,
            _ => {}
        }
        let particle = matches!(scene.analysis.word_at(at), "은" | "는" | "이" | "가");
        let ends_word =
            scene.analysis.tokens.get(at + 1).is_none_or(|next| next.spaced) || scene.is_sign(at + 1);
        let inside = scene.analysis.tokens.get(at).is_some_and(|token| !token.spaced);
        if quoted || !particle || !ends_word || !inside {
            continue;
        }
        candidates.extend(name_before(scene, sentence, at, at + 1, false));
    }
    // "…고 X가 전했다": the one who speaks stands right behind what is said; else at the head of the sentence.
    let behind = candidates.iter().rposition(|voice| {
        voice.name.start > sentence.start
            && matches!(scene.analysis.word_at(voice.name.start - 1), "고" | "며" | "”" | "\"")
    });
    let free = |voice: &Voice| !found.iter().any(|other: &Voice| voice.cue.start < other.cue.end);
    let chosen = candidates.get(behind.unwrap_or(0)).filter(|voice| free(voice)).cloned();
    found.extend(chosen);
    found
}

/// The name that ends before a particle at `end`.
fn name_before(
    scene: &Scene<'_, '_>,
    sentence: &Range<usize>,
    end: usize,
    cue_end: usize,
    any_noun: bool,
) -> Option<Voice> {
    let analysis = scene.analysis;
    if let Some(start) = scene.entry_before(scene.lexicons.pronoun, end, sentence.start)
        && analysis.tokens.get(start).is_some_and(|token| token.spaced)
    {
        return Some(Voice {
            name: start..end,
            cue: start..cue_end,
            kind: SpeakerType::Person,
            is_pronoun: true,
        });
    }
    let reach = end.saturating_sub(10).max(sentence.start)..end;
    let noun = scene.speaker_in(&reach).filter(|(noun, _)| noun.end == end);
    let country = scene.country_in(&reach).filter(|country| country.end == end);
    let kind = match (noun, country) {
        (Some((_, kind)), _) => kind,
        (None, Some(_)) => SpeakerType::Government,
        (None, None) if any_noun => SpeakerType::Group,
        _ => return None,
    };
    let (mut start, mut words) = (end, 0);
    while start > sentence.start {
        let first =
            (sentence.start..start).rev().find(|at| analysis.tokens[*at].spaced || scene.is_sign(*at))?;
        if scene.is_sign(first) {
            start = start.max(first + 1).min(end);
            let word = (first + 1..start).next();
            start = word.unwrap_or(start);
            break;
        }
        let ends_phrase = words > 0
            && (scene.entry_before(scene.lexicons.name_end, start, first).is_some()
                || start > first + 1 && ENDINGS.contains(&analysis.word_at(start - 1)))
            || scene.entry(scene.lexicons.name_lead, first).is_some_and(|lead| lead == start);
        if ends_phrase || words == MOST_WORDS {
            break;
        }
        start = first;
        words += 1;
    }
    (start < end).then_some(Voice { name: start..end, cue: start..cue_end, kind, is_pronoun: false })
}
