//! Speakers told by what they are: governments, bodies and people that a common noun names.

use super::SpeakerLexicons;
use super::names::organisation;
use super::subject::{Found, MODIFIER_OPENERS, head_of, speaker, trimmed, without_determiner};
use crate::analysis::Analysis;
use crate::gazetteer::CountryForm;
use crate::token::TokenKind;
use model::{Speaker, SpeakerType};
use std::ops::Range;

/// Words that count or stand for people without saying who they are.
const QUANTIFIERS: &[&str] = &[
    "all",
    "an",
    "any",
    "anyone",
    "both",
    "each",
    "everyone",
    "few",
    "five",
    "four",
    "half",
    "many",
    "more",
    "most",
    "nine",
    "no",
    "nobody",
    "none",
    "one",
    "others",
    "several",
    "seven",
    "seventeen",
    "six",
    "some",
    "someone",
    "ten",
    "three",
    "two",
    "whoever",
];

/// "the Polish government", "the embassy in Warsaw", "a Foreign Ministry representative", or a state's name alone.
pub(super) fn government(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
) -> Option<(Speaker, String)> {
    let state_alone = analysis.mentions_in(phrase).iter().find(|mention| {
        let whole = mention.tokens.end == phrase.end && mention.tokens.start <= phrase.start + 1;
        whole && matches!(mention.country(), Some((_, CountryForm::Name | CountryForm::Capital)))
    });
    if let Some(mention) = state_alone {
        return Some((speaker(analysis.words_of(&mention.tokens), SpeakerType::Government), String::new()));
    }
    let noun = analysis.lexicon_in(phrase, lexicons.government?)?;
    let start = without_determiner(analysis, phrase);
    // Keep what says which one: "embassy in Warsaw", "Ministry of Labour".
    let mut end = noun.end;
    while end < phrase.end {
        // "the council in September": a time is no part of the name.
        if analysis.times_in(&(end..end + 2)).iter().any(|time| time.tokens.start <= end + 1) {
            break;
        }
        let place_after = matches!(analysis.word_at(end), "in" | "of" | "for" | "and" | "to")
            && (analysis.is_capitalised(end + 1)
                || analysis.word_at(end + 1) == "the" && analysis.is_capitalised(end + 2));
        if !(place_after
            || analysis.is_capitalised(end)
            || analysis.lexicon_at(end, lexicons.government?).is_some()
            || end > noun.end && matches!(analysis.word_at(end), "the"))
        {
            break;
        }
        end += 1;
    }
    let range = start.min(noun.start)..end.min(phrase.end);
    let named =
        range.clone().any(|token| analysis.is_capitalised(token)) || !analysis.mentions_in(&range).is_empty();
    let plural_group = analysis.word_at(end - 1).ends_with("ials") && !named;
    let kind = if plural_group { SpeakerType::Group } else { SpeakerType::Government };
    Some((speaker(analysis.words_of(&range), kind), analysis.word_at(noun.end - 1).to_lowercase()))
}

/// "a local newspaper", "a rights group", "a university in Seoul": a body without a name.
pub(super) fn described_body(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
) -> Option<(Speaker, String)> {
    let lists = [
        (lexicons.news, SpeakerType::News),
        (lexicons.ngo, SpeakerType::Ngo),
        (lexicons.academic, SpeakerType::Academic),
    ];
    lists.into_iter().find_map(|(list, kind)| {
        let noun = analysis.lexicon_in(phrase, list?)?;
        let start = without_determiner(analysis, phrase).min(noun.start);
        let plural = analysis.word_at(noun.end - 1).ends_with('s');
        let kind = if plural { SpeakerType::Group } else { kind };
        let head = analysis.word_at(noun.end - 1).to_lowercase();
        Some((speaker(analysis.words_of(&(start..noun.end)), kind), head))
    })
}

/// "researchers at a university", "journalists with the BBC": the body speaks.
pub(super) fn people_of_body(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
) -> Option<(Speaker, String)> {
    let people = [lexicons.group, lexicons.person, lexicons.researcher];
    let noun = people.into_iter().flatten().find_map(|list| analysis.lexicon_in(phrase, list))?;
    let link = noun.end;
    if !matches!(analysis.word_at(link), "at" | "with" | "from" | "for") {
        return None;
    }
    let body = link + 1..phrase.end;
    let found = organisation(analysis, lexicons, &body).or_else(|| government(analysis, lexicons, &body))?;
    Some((found.0, head_of(analysis, phrase)))
}

/// The subject of a verb that can only be spoken, whatever it is called: "the supplier disputes", "a welder says".
pub(super) fn plainly_speaking(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
    spoken: bool,
) -> Option<Found> {
    let phrase = trimmed(analysis, phrase);
    let work = lexicons.work.and_then(|work| analysis.lexicon_in(&phrase, work));
    let own = matches!(analysis.word_at(phrase.start), "This" | "this" | "Our" | "our" | "We" | "we");
    if phrase.is_empty() || phrase.len() > 12 || own || !(spoken || work.is_some()) {
        return None;
    }
    let end = phrase
        .clone()
        .find(|token| {
            let word = analysis.word_at(*token);
            *token > phrase.start
                && (MODIFIER_OPENERS.contains(&word)
                    || matches!(word, "," | "in" | "on" | "from" | "of" | "who" | "at"))
        })
        .unwrap_or(phrase.end);
    let start = without_determiner(analysis, &(phrase.start..end));
    let name = analysis.words_of(&(start..end));
    let pronoun = matches!(
        name.to_ascii_lowercase().as_str(),
        "he" | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "which"
            | "who"
            | "that"
            | "this"
            | "there"
            | "one"
    );
    let clause = (start..end).any(|token| {
        let word = analysis.word_at(token);
        analysis.tokens[token].kind == TokenKind::Number
            || QUANTIFIERS.contains(&word.to_ascii_lowercase().as_str())
            || matches!(
                word,
                "to" | "those"
                    | "had"
                    | "has"
                    | "are"
                    | "is"
                    | "was"
                    | "were"
                    | "by"
                    | "we"
                    | "it"
                    | "("
                    | ":"
            )
    });
    if name.is_empty() || pronoun || clause || end > start + 4 || !name.chars().any(char::is_alphabetic) {
        return None;
    }
    let kind = if work.is_some() {
        SpeakerType::Report
    } else if name.ends_with('s') {
        SpeakerType::Group
    } else {
        SpeakerType::Anonymous
    };
    Some(Found { speaker: speaker(name, kind), head: analysis.word_at(end - 1).to_lowercase() })
}

/// "experts", "one man", "a labour broker": people told by what they are.
pub(super) fn described_people(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    core: &Range<usize>,
) -> Option<(Speaker, String)> {
    let (noun, kind) = analysis
        .lexicon_in(core, lexicons.group?)
        .map(|noun| (noun, SpeakerType::Group))
        .or_else(|| analysis.lexicon_in(core, lexicons.person?).map(|noun| (noun, SpeakerType::Anonymous)))?;
    // Further nouns of the same phrase: "labour broker", "factory manager".
    let mut end = noun.end;
    while end < core.end && analysis.lexicon_at(end, lexicons.person?).is_some() {
        end += 1;
    }
    let mut start = match analysis.word_at(core.start).to_ascii_lowercase().as_str() {
        "one" | "another" => core.start,
        _ => without_determiner(analysis, core).min(noun.start),
    };
    // An age before the noun is no part of the name: "a 31-year-old steel fixer".
    let old = (start..noun.start).rev().find(|token| analysis.word_at(*token).ends_with("old"));
    start = old.map_or(start, |old| old + 1);
    let head = analysis.word_at(end - 1).to_lowercase();
    Some((speaker(analysis.words_of(&(start..end)), kind), head))
}
