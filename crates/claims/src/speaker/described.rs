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
    // "a senior labour ministry official", "the rapporteur on human rights in North Korea".
    let people = [lexicons.person, lexicons.group];
    let office = people.into_iter().flatten().find_map(|list| analysis.lexicon_at(end, list));
    end = complemented(analysis, office.unwrap_or(end), phrase.end);
    let range = start.min(noun.start)..end.min(phrase.end);
    let named =
        range.clone().any(|token| analysis.is_capitalised(token)) || !analysis.mentions_in(&range).is_empty();
    let plural_group = analysis.word_at(end - 1).ends_with("ials") && !named;
    let kind = if plural_group { SpeakerType::Group } else { SpeakerType::Government };
    Some((speaker(analysis.words_of(&range), kind), analysis.word_at(noun.end - 1).to_lowercase()))
}

/// Words that open what says more of a noun.
const COMPLEMENTS: &[&str] = &["of", "at", "from", "in", "for", "on", "with", "by"];

/// Longest words after a noun that still are its name, in tokens.
const LONGEST_COMPLEMENT: usize = 9;

/// Where the name ends of somebody whose noun ends at `end`: "owner | of a renovation firm", "site manager | at a Vladivostok
/// developer". "At the site" tells nobody apart and is left off.
fn complemented(analysis: &Analysis<'_>, end: usize, limit: usize) -> usize {
    let limit = limit.min(end + LONGEST_COMPLEMENT);
    let word = |token: usize| analysis.word_at(token);
    let mut at = end;
    while at + 1 < limit && COMPLEMENTS.contains(&word(at)) {
        let definite =
            matches!(word(at + 1), "the" | "this" | "that" | "his" | "her" | "its" | "their" | "condition");
        let first = at + 1 + usize::from(definite || matches!(word(at + 1), "a" | "an"));
        let vague = definite && word(at) != "of" && !analysis.is_capitalised(first);
        let dated = analysis.times_in(&(at + 1..first + 1)).iter().any(|time| time.tokens.start <= first);
        let number = analysis.tokens.get(first).is_none_or(|token| token.kind == TokenKind::Number);
        let own = matches!(word(at + 1), "its" | "their" | "his" | "her");
        if vague || own || dated || number || first >= limit || word(at + 1).ends_with("ing") {
            break;
        }
        let ends = |token: &usize| {
            let word = word(*token);
            COMPLEMENTS.contains(&word)
                || MODIFIER_OPENERS.contains(&word)
                || analysis.tokens[*token].kind == TokenKind::Sign && !matches!(word, "'" | "’" | "-")
                || word.ends_with("ed") && !word.contains('-') && *token > first
                || matches!(word, "has" | "had" | "have" | "was" | "were" | "is" | "are")
        };
        let next = (first..limit).find(ends).unwrap_or(limit);
        if next == first {
            break;
        }
        at = next;
    }
    at
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
        (lexicons.company, SpeakerType::Group),
    ];
    lists.into_iter().find_map(|(list, kind)| {
        let noun = analysis.lexicon_in(&before_complement(analysis, phrase), list?)?;
        if analysis.word_at(noun.end).ends_with("’s")
            || matches!(analysis.word_at(noun.end), "'s" | "’s" | "’" | "'")
        {
            return None;
        }
        let start = without_determiner(analysis, phrase).min(noun.start);
        let plural = analysis.word_at(noun.end - 1).ends_with('s');
        let kind = if plural { SpeakerType::Group } else { kind };
        let head = analysis.word_at(noun.end - 1).to_lowercase();
        let end = complemented(analysis, noun.end, phrase.end);
        Some((speaker(analysis.words_of(&(start..end)), kind), head))
    })
}

/// A phrase up to the first word that opens a complement: its head ends there.
pub(super) fn before_complement(analysis: &Analysis<'_>, phrase: &Range<usize>) -> Range<usize> {
    let opens = |token: &usize| *token > phrase.start && COMPLEMENTS.contains(&analysis.word_at(*token));
    phrase.start..phrase.clone().find(opens).unwrap_or(phrase.end)
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
    let found = organisation(analysis, lexicons, &body)?;
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
                    || matches!(word, "," | "in" | "on" | "from" | "of" | "at" | "for"))
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
            | "her"
            | "his"
            | "their"
    );
    let loose = ["people", "of", "others", "critics"].contains(&name.to_ascii_lowercase().as_str())
        || COMPLEMENTS.contains(&analysis.word_at(start));
    let clause = loose
        || (start..end).any(|token| {
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
    let end_of_name = complemented(analysis, end, phrase.end);
    let name = analysis.words_of(&(start..end_of_name));
    let kind = if work.is_some() {
        SpeakerType::Report
    } else if analysis.word_at(end - 1).ends_with('s') {
        SpeakerType::Group
    } else {
        SpeakerType::Anonymous
    };
    Some(Found { speaker: speaker(name, kind), head: analysis.word_at(end - 1).to_lowercase() })
}

/// A work that speaks for itself where nobody is named who made it: "government white paper", "joint advisory", "report by a
/// Seoul-based data centre".
pub(super) fn work_itself(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
) -> Option<(Speaker, String)> {
    let cut = |token: &usize| {
        let word = analysis.word_at(*token);
        *token > phrase.start
            && (word == "by" || word.len() > 3 && word.ends_with("ed") && !word.contains('-'))
    };
    let head = before_complement(analysis, &(phrase.start..phrase.clone().find(cut).unwrap_or(phrase.end)));
    let work = lexicons.work?;
    let noun = head.clone().rev().find(|token| analysis.lexicon_at(*token, work) == Some(head.end))?;
    let mut start = without_determiner(analysis, &head);
    while start < noun
        && (analysis.word_at(start) == "own" || analysis.tokens[start].kind == TokenKind::Number)
    {
        start += 1;
    }
    let named = analysis.mentions_in(&head).iter().any(|mention| mention.is_organisation());
    let vague = matches!(
        analysis.word_at(noun),
        "figure"
            | "figures"
            | "estimate"
            | "estimates"
            | "count"
            | "tally"
            | "letter"
            | "reply"
            | "statement"
            | "census"
    );
    if named || start == noun && vague || start > noun {
        return None;
    }
    let end = complemented(analysis, head.end, phrase.end);
    let official =
        lexicons.government.is_some_and(|list| analysis.lexicon_in(&(start..noun), list).is_some());
    let counted = matches!(
        analysis.word_at(noun),
        "statistics" | "figures" | "data" | "records" | "documents" | "statements"
    );
    let kind = if official && counted { SpeakerType::Government } else { SpeakerType::Report };
    Some((
        speaker(analysis.words_of(&(start..end.min(phrase.end))), kind),
        analysis.word_at(noun).to_lowercase(),
    ))
}

/// "experts", "one man", "a labour broker": people told by what they are.
pub(super) fn described_people(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    core: &Range<usize>,
) -> Option<(Speaker, String)> {
    let heads = &before_complement(analysis, core);
    let (noun, kind) =
        analysis.lexicon_in(heads, lexicons.group?).map(|noun| (noun, SpeakerType::Group)).or_else(|| {
            analysis.lexicon_in(heads, lexicons.person?).map(|noun| (noun, SpeakerType::Anonymous))
        })?;
    // Further nouns of the same phrase: "labour broker", "factory manager".
    let mut end = noun.end;
    while end < core.end && analysis.lexicon_at(end, lexicons.person?).is_some() {
        end += 1;
    }
    let mut start = match analysis.word_at(core.start).to_ascii_lowercase().as_str() {
        "one" | "another" => core.start,
        _ => without_determiner(analysis, core).min(noun.start),
    };
    let head = analysis.word_at(end - 1).to_lowercase();
    end = complemented(analysis, end, core.end);
    // An age before the noun is no part of the name: "a 31-year-old steel fixer".
    let old = (start..noun.start).rev().find(|token| analysis.word_at(*token).ends_with("old"));
    start = old.map_or(start, |old| old + 1);
    Some((speaker(analysis.words_of(&(start..end)), kind), head))
}
