//! The words beside a cue to a speaker: which reading of a phrase goes first, pronouns, speakers named again.

use super::described::{described_body, described_people, government, people_of_body, work_itself};
use super::names::{organisation, person_name};
use super::{Memory, SpeakerLexicons};
use crate::analysis::Analysis;
use crate::time::TimeRole;
use crate::token::TokenKind;
use model::{Speaker, SpeakerType};
use std::ops::Range;

/// A speaker, and the noun that introduced it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) speaker: Speaker,
    pub(super) head: String,
}

pub(super) const DETERMINERS: &[&str] = &[
    "the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those", "some", "many",
    "several", "most", "other", "both", "two", "three", "four", "our", "my",
];

/// Words after which a phrase only says more about its head.
pub(super) const MODIFIER_OPENERS: &[&str] = &["who", "which", "that", "whose", "with", "whom", "where"];

/// Reads the speaker out of a phrase; `None` where the phrase names nobody who can be told.
pub(super) fn read(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
    memory: &mut Memory,
    sentence: usize,
) -> Option<Found> {
    let phrase = &trimmed(analysis, phrase);
    // "Those who complained were told": nobody who can be told.
    if phrase.is_empty() || matches!(analysis.word_at(phrase.start), "those" | "Those") {
        return None;
    }
    if let Some(speaker) = pronoun(analysis, phrase, memory) {
        return Some(Found { speaker, head: String::new() });
    }
    // "this report", "our study": the page itself, which is no speaker.
    let own = matches!(analysis.word_at(phrase.start), "this" | "This" | "our" | "Our" | "we" | "We");
    if own && lexicons.work.is_some_and(|work| analysis.lexicon_in(phrase, work).is_some()) {
        return None;
    }
    let year = year_in(analysis, phrase, sentence);
    // "figures compiled by the embassy", "estimates by rights groups": who stands after "by".
    let by = phrase.clone().find(|token| *token > phrase.start && analysis.word_at(*token) == "by");
    if let Some(by) = by.filter(|by| by + 1 < phrase.end) {
        let author = read(analysis, lexicons, &(by + 1..phrase.end), memory, sentence);
        if let Some(mut found) = author {
            found.speaker.year = found.speaker.year.or(year);
            found.head = head_of(analysis, phrase);
            if lexicons.work.is_some_and(|work| analysis.lexicon_in(phrase, work).is_some()) {
                memory.work = Some(found.speaker.clone());
            }
            return Some(found);
        }
    }
    let head_end = phrase
        .clone()
        .find(|token| *token > phrase.start && MODIFIER_OPENERS.contains(&analysis.word_at(*token)))
        .unwrap_or(phrase.end);
    let core = phrase.start..head_end;
    if says_something(analysis, &core) {
        return None;
    }
    if let Some(found) = author_of(analysis, lexicons, &core, memory, sentence, year) {
        return Some(found);
    }
    let found = person_name(analysis, lexicons, phrase)
        .or_else(|| people_of_body(analysis, lexicons, phrase))
        .or_else(|| spokesperson(analysis, phrase, memory))
        .or_else(|| named_work(analysis, &core, memory))
        .or_else(|| work_itself(analysis, lexicons, &core))
        .or_else(|| government(analysis, lexicons, &core))
        .or_else(|| organisation(analysis, lexicons, &core))
        .or_else(|| named_again(analysis, &core, memory).map(|(speaker, _)| (speaker, String::new())))
        .or_else(|| Some(by_its_name(analysis, &core, described_body(analysis, lexicons, &core)?)))
        .or_else(|| described_people(analysis, lexicons, &core))
        .or_else(|| organisation(analysis, lexicons, phrase));
    let (mut speaker, head) = found?;
    if speaker.year.is_none() {
        speaker.year = year;
    }
    if lexicons.work.is_some_and(|work| analysis.lexicon_in(phrase, work).is_some()) {
        memory.work = Some(speaker.clone());
    }
    Some(Found { speaker, head })
}

/// "the union Flai-Cgil": a body told by what it is and named right after is called by its name.
fn by_its_name(
    analysis: &Analysis<'_>,
    core: &Range<usize>,
    (mut speaker, head): (Speaker, String),
) -> (Speaker, String) {
    let capitals = core.clone().rev().take_while(|token| analysis.is_capitalised(*token)).count();
    let name = core.end - capitals..core.end;
    let noun =
        name.start.checked_sub(1).filter(|noun| *noun >= core.start).map(|noun| analysis.word_at(noun));
    if capitals > 0 && noun.is_some_and(|noun| speaker.name.ends_with(noun)) {
        analysis.words_of(&name).clone_into(&mut speaker.name);
    }
    (speaker, head)
}

/// "a spokesman said": whoever speaks for the body that the sentence before was about.
fn spokesperson(
    analysis: &Analysis<'_>,
    phrase: &Range<usize>,
    memory: &Memory,
) -> Option<(Speaker, String)> {
    let lone = phrase.len() == 2
        && matches!(analysis.word_at(phrase.start), "a" | "A" | "its" | "Its" | "the" | "The");
    let speaks = matches!(analysis.word_at(phrase.end - 1), "spokesman" | "spokeswoman" | "spokesperson");
    let body = memory.body.clone().filter(|_| lone && speaks)?;
    Some((body, String::new()))
}

/// "the report", "its authors", "the same study": the work cited before.
fn named_work(analysis: &Analysis<'_>, core: &Range<usize>, memory: &Memory) -> Option<(Speaker, String)> {
    let definite = matches!(analysis.word_at(core.start), "the" | "The" | "its" | "Its" | "their" | "Their");
    let work = analysis.word_at(core.end - 1);
    let whose = matches!(analysis.word_at(core.start), "its" | "Its" | "their" | "Their");
    let is_work = matches!(
        work,
        "report" | "study" | "paper" | "survey" | "findings" | "estimate" | "estimates" | "figures"
    );
    if whose && is_work {
        // "The panel met. Its report says": the panel's.
        let (body, since) = memory.subject.as_ref()?;
        return (core.start <= since + NEAR_SUBJECT).then(|| (body.clone(), work.to_owned()));
    }
    let known = matches!(
        work,
        "authors"
            | "researchers"
            | "report"
            | "study"
            | "paper"
            | "survey"
            | "investigation"
            | "papers"
            | "findings"
            | "article"
            | "estimate"
            | "estimates"
            | "figures"
            | "documents"
            | "documentary"
    );
    let by_body = || {
        memory.body.as_ref().filter(|body| !matches!(body.kind, SpeakerType::Government | SpeakerType::Group))
    };
    let speaker = memory.nouns.get(work).or(memory.work.as_ref()).or_else(by_body);
    let speaker = speaker.filter(|_| definite && known && core.len() <= 3)?;
    Some((speaker.clone(), String::new()))
}

/// Tokens after the name that a sentence is about, within which "its report" is that body's.
const NEAR_SUBJECT: usize = 60;

/// Whether words that should say who speaks hold a verb of their own: they are a clause then, or a piece of one.
fn says_something(analysis: &Analysis<'_>, core: &Range<usize>) -> bool {
    let finite = |token: usize| {
        matches!(
            analysis.word_at(token),
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "had"
                | "have"
                | "will"
                | "would"
                | "can"
                | "could"
                | "must"
                | "did"
                | "does"
                | "do"
        )
    };
    let gerund = analysis.word_at(core.start);
    core.clone().any(finite)
        || gerund.len() > 6 && gerund.ends_with("ing") && analysis.word_at(core.start + 1) == "on"
}

/// "figures from the statistics office", "information from the same member state", "a 2016 report by a data centre": who
/// made a work; an author told by what it is keeps the work in its name.
fn author_of(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    core: &Range<usize>,
    memory: &mut Memory,
    sentence: usize,
    year: Option<i32>,
) -> Option<Found> {
    let work = lexicons.work.and_then(|work| analysis.lexicon_in(core, work))?;
    // "Beijing's own figures", "Cuba's statistics".
    let possessive = (core.start + 1..work.start)
        .find(|token| matches!(analysis.word_at(*token), "'s" | "’s" | "’" | "'"));
    let whose = match possessive {
        Some(possessive) => core.start..possessive,
        None => {
            let links = |token: &usize| matches!(analysis.word_at(*token), "from" | "of");
            let link = (work.end..core.end.min(work.end + 6)).find(links)?;
            let of = analysis.word_at(link) == "of";
            let named = link + 1 + usize::from(analysis.word_at(link + 1) == "the");
            if of && !analysis.is_capitalised(named) || !analysis.times_in(&(named..named + 1)).is_empty() {
                return None;
            }
            link + 1..core.end
        }
    };
    let mut found = read(analysis, lexicons, &whose, memory, sentence)?;
    found.speaker.year = found.speaker.year.or(year);
    found.head = analysis.word_at(work.end - 1).to_lowercase();
    memory.work = Some(found.speaker.clone());
    Some(found)
}

/// A phrase without the adverbs and prepositions around it.
pub(super) fn trimmed(analysis: &Analysis<'_>, phrase: &Range<usize>) -> Range<usize> {
    let mut range = phrase.clone();
    let loose = |token: usize| {
        analysis.tokens[token].kind == TokenKind::Sign && !matches!(analysis.word_at(token), "." | "&")
    };
    while range.start < range.end
        && (loose(range.start)
            || matches!(
                analysis.word_at(range.start).to_ascii_lowercase().as_str(),
                "in" | "and"
                    | "but"
                    | "however"
                    | "meanwhile"
                    | "also"
                    | "yet"
                    | "then"
                    | "even"
                    | "though"
                    | "as"
                    | "at"
                    | "on"
                    | "to"
                    | "estimates"
                    | "estimate"
            ))
    {
        range.start += 1;
        // "estimates by human-rights groups": what follows "by" is the speaker.
        if matches!(analysis.word_at(range.start), "by" | "from") {
            range.start += 1;
        }
    }
    while range.start < range.end && loose(range.end - 1) {
        range.end -= 1;
    }
    range.start = after_setting(analysis, &range);
    range
}

/// Skips what sets the scene before the subject: "In September | the delegation told", "Two years ago | a panel found".
fn after_setting(analysis: &Analysis<'_>, range: &Range<usize>) -> usize {
    // What a relative clause holds sets no scene: "a teacher who crossed | the border in January".
    let relative =
        |token: &usize| *token > range.start && MODIFIER_OPENERS.contains(&analysis.word_at(*token));
    let range = &(range.start..range.clone().find(relative).unwrap_or(range.end));
    let determined = range.clone().skip(1).rfind(|token| {
        let opens = matches!(analysis.word_at(*token), "the" | "a" | "an" | "its" | "their" | "one" | "two");
        let linked = matches!(
            analysis.word_at(token - 1),
            "of" | "in"
                | "at"
                | "for"
                | "and"
                | "by"
                | "with"
                | "from"
                | "to"
                | "on"
                | "under"
                | ","
                | "near"
                | "before"
                | "after"
                | "among"
                | "or"
        );
        opens && !linked
    });
    let start = determined.unwrap_or(range.start);
    let dated = analysis
        .times_in(&(start..range.end))
        .iter()
        .find(|time| time.tokens.start == start && time.role != TimeRole::WorkTitle);
    dated.map_or(start, |time| time.tokens.end.min(range.end))
}

pub(super) fn speaker(name: &str, kind: SpeakerType) -> Speaker {
    Speaker { name: name.to_owned(), kind, year: None, cue: String::new(), affiliation: None }
}

/// A lone pronoun or "the man", "the report": who was meant before.
fn pronoun(analysis: &Analysis<'_>, phrase: &Range<usize>, memory: &Memory) -> Option<Speaker> {
    let last = analysis.word_at(phrase.end - 1).to_ascii_lowercase();
    let lone = phrase.len() == 1
        || phrase.len() == 2
            && analysis.word_at(phrase.start).len() <= 7
            && !analysis.is_capitalised(phrase.start);
    if !lone {
        return None;
    }
    match last.as_str() {
        "he" | "she" => memory.someone.clone(),
        "it" => memory.body.clone(),
        "they" => memory.several.clone(),
        "man" | "woman" | "person" | "official" | "officials" | "minister" | "worker"
            if analysis.word_at(phrase.start).eq_ignore_ascii_case("the") =>
        {
            // "the man" is whoever spoke last; "the officials" are those introduced as such.
            let of_office = !matches!(last.as_str(), "man" | "woman" | "person" | "worker");
            let introduced = memory.nouns.get(last.as_str()).filter(|_| of_office).cloned();
            introduced.or_else(|| memory.someone.clone()).or_else(|| memory.several.clone())
        }
        _ => None,
    }
}

/// "the undercover team", "the foreman", "the report": a definite phrase whose noun introduced a speaker before.
pub(super) fn named_again(
    analysis: &Analysis<'_>,
    range: &Range<usize>,
    memory: &Memory,
) -> Option<(Speaker, Range<usize>)> {
    for token in range.clone() {
        if !matches!(analysis.word_at(token), "the" | "The" | "its" | "this" | "This" | "same") {
            continue;
        }
        for noun in token + 1..range.end.min(token + 4) {
            if analysis.tokens[noun].kind != TokenKind::Word || analysis.is_capitalised(noun) {
                break;
            }
            let word = analysis.word_at(noun);
            if let Some(speaker) = memory.nouns.get(word) {
                return Some((speaker.clone(), token..noun + 1));
            }
            if matches!(
                word,
                "report" | "study" | "paper" | "survey" | "investigation" | "researchers" | "authors"
            ) && let Some(work) = &memory.work
            {
                return Some((work.clone(), token..noun + 1));
            }
            if matches!(
                word,
                "bodies" | "organisations" | "organizations" | "groups" | "agencies" | "institutions"
            ) && let Some(body) = memory.body.as_ref().or(memory.several.as_ref())
            {
                return Some((body.clone(), token..noun + 1));
            }
            if matches!(
                word,
                "group"
                    | "organisation"
                    | "organization"
                    | "body"
                    | "agency"
                    | "ministry"
                    | "newspaper"
                    | "department"
                    | "institute"
                    | "centre"
                    | "center"
                    | "outlet"
                    | "foundation"
                    | "index"
                    | "committee"
                    | "panel"
                    | "embassy"
            ) && let Some(body) = &memory.body
            {
                return Some((body.clone(), token..noun + 1));
            }
        }
    }
    None
}

/// The year of a cited work: "a 2016 report", "an investigation in 2017".
fn year_in(analysis: &Analysis<'_>, phrase: &Range<usize>, sentence: usize) -> Option<i32> {
    let reach = phrase.start..(phrase.end + 3).min(analysis.sentences[sentence].tokens.end);
    let in_phrase =
        |time: &&crate::time::TimeMention| time.tokens.start < phrase.end || time.role == TimeRole::WorkTitle;
    analysis.times_in(&reach).iter().find(in_phrase).and_then(|time| time.time.first_year())
}

pub(super) fn without_determiner(analysis: &Analysis<'_>, phrase: &Range<usize>) -> usize {
    let mut start = phrase.start;
    while start + 1 < phrase.end
        && DETERMINERS.contains(&analysis.word_at(start).to_ascii_lowercase().as_str())
    {
        start += 1;
    }
    start
}

/// The noun a phrase is about, for later "the team", "the report".
pub(super) fn head_of(analysis: &Analysis<'_>, phrase: &Range<usize>) -> String {
    let end = phrase
        .clone()
        .find(|token| {
            *token > phrase.start
                && matches!(analysis.word_at(*token), "of" | "by" | "with" | "from" | "in" | "for" | "at")
        })
        .unwrap_or(phrase.end);
    let last = analysis.word_at(end - 1);
    if last.chars().next().is_some_and(char::is_lowercase) { last.to_lowercase() } else { String::new() }
}
