//! Chinese: 据 X 报道, X 表示, X 2020年的报告称.

use super::{Scene, Voice};
use model::SpeakerType;
use std::ops::Range;

/// Signs that the words of a speaker do not reach across.
fn ends_clause(word: &str) -> bool {
    matches!(
        word,
        "，" | "," | "。" | "；" | ";" | "：" | ":" | "“" | "”" | "「" | "」" | "！" | "？" | "、" | "\""
    )
}

pub(super) fn voices(scene: &Scene<'_, '_>, sentence: &Range<usize>) -> Vec<Voice> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for at in sentence.clone() {
        let word = scene.analysis.word_at(at);
        if ends_clause(word) && word != "、" {
            start = at + 1;
            continue;
        }
        let verb = scene.entry(scene.lexicons.say, at).filter(|end| {
            // 说 and 称 alone are verbs of saying before a sign; elsewhere they are parts of other words.
            end - at > 1 || *end >= sentence.end || ends_clause(scene.analysis.word_at(*end))
        });
        if let Some(end) = verb
            && let Some(voice) = subject(scene, start..at, end)
        {
            found.push(voice);
            start = end;
        } else if let Some(begin) = scene.entry(scene.lexicons.source_before, at).filter(|_| at <= start + 2)
        {
            // 据X报道，: the source ends at a word such as 报道 or with the clause.
            let end = (begin..sentence.end)
                .find(|token| ends_clause(scene.analysis.word_at(*token)))
                .unwrap_or(sentence.end);
            if let Some(voice) = subject(scene, begin..end, end) {
                found.push(Voice { cue: at..voice.cue.end, ..voice });
                start = end;
            }
        }
    }
    found
}

/// The speaker in the words before a verb.
fn subject(scene: &Scene<'_, '_>, words: Range<usize>, cue_end: usize) -> Option<Voice> {
    let mut start = words.start;
    while let Some(end) = scene.entry(scene.lexicons.name_lead, start).filter(|end| *end <= words.end) {
        start = end;
    }
    if let Some(end) = scene.entry(scene.lexicons.pronoun, start) {
        let is_all = end >= words.end || scene.entry(scene.lexicons.name_end, end).is_some();
        return is_all.then_some(Voice {
            name: start..end,
            cue: start..cue_end,
            kind: SpeakerType::Person,
            is_pronoun: true,
        });
    }
    // 丹东一名贸易商: where somebody unnamed comes from is not part of the name.
    let one = (start..words.end.saturating_sub(1)).find(|at| {
        scene.analysis.word_at(*at) == "一" && matches!(scene.analysis.word_at(at + 1), "名" | "位")
    });
    if let Some(one) = one {
        start = one;
    }
    let end = (start + 1..words.end)
        .find(|at| {
            let ends = scene.entry(scene.lexicons.name_end, *at).is_some_and(|end| end <= words.end)
                || scene.entry(scene.lexicons.source_after, *at).is_some()
                || scene
                    .analysis
                    .times_in(&(*at..words.end))
                    .first()
                    .is_some_and(|time| time.tokens.start == *at);
            // 一名曾在园区工作的翻译: an attribute of somebody unnamed holds words that else would end a name.
            ends && (one.is_none() || scene.speaker_in(&(start..*at)).is_some())
        })
        .unwrap_or(words.end);
    let name = start..end;
    let noun = scene.speaker_in(&name).filter(|(noun, _)| noun.end == name.end);
    let kind = match noun {
        Some((_, kind)) => kind,
        None if scene.country_in(&name).is_some_and(|country| country == name) => SpeakerType::Government,
        None => return None,
    };
    Some(Voice { name, cue: words.start..cue_end, kind, is_pronoun: false })
}
