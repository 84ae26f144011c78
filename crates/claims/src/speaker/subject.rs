//! The words beside a cue to a speaker: names, bodies, works, groups, somebody unnamed, pronouns.

use super::{Memory, SpeakerLexicons};
use crate::analysis::Analysis;
use crate::gazetteer::{CountryForm, Entry};
use crate::rules::vocabulary::LexiconId;
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

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those", "some", "many",
    "several", "most", "other", "both", "two", "three", "four", "our", "my",
];

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

/// Words after which a phrase only says more about its head.
const MODIFIER_OPENERS: &[&str] = &["who", "which", "that", "whose", "with", "whom", "where"];

/// Reads the speaker out of a phrase; `None` where the phrase names nobody who can be told.
pub(super) fn read(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
    memory: &mut Memory,
    sentence: usize,
) -> Option<Found> {
    let phrase = &trimmed(analysis, phrase);
    if phrase.is_empty() {
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
    let found = person_name(analysis, lexicons, phrase)
        .or_else(|| people_of_body(analysis, lexicons, phrase))
        .or_else(|| government(analysis, lexicons, &core))
        .or_else(|| organisation(analysis, lexicons, &core))
        .or_else(|| named_again(analysis, &core, memory).map(|(speaker, _)| (speaker, String::new())))
        .or_else(|| described_body(analysis, lexicons, &core))
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

/// A phrase without the adverbs and prepositions around it.
fn trimmed(analysis: &Analysis<'_>, phrase: &Range<usize>) -> Range<usize> {
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
    let determined = range.clone().skip(1).filter(|token| {
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
    let start = determined.last().unwrap_or(range.start);
    let dated = analysis
        .times_in(&(start..range.end))
        .iter()
        .find(|time| time.tokens.start == start && time.role != TimeRole::WorkTitle);
    dated.map_or(start, |time| time.tokens.end.min(range.end))
}

fn speaker(name: &str, kind: SpeakerType) -> Speaker {
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
            memory.someone.clone().or_else(|| memory.several.clone())
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

/// A name of a person: two to four capitalised words that name nothing else.
fn person_name(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
) -> Option<(Speaker, String)> {
    let mentions = analysis.mentions_in(phrase);
    let taken = |token: usize| mentions.iter().any(|mention| mention.tokens.contains(&token));
    let mut token = phrase.start;
    let mut names: Vec<Range<usize>> = Vec::new();
    while token < phrase.end {
        let run = (token..phrase.end)
            .take_while(|token| {
                (analysis.is_capitalised(*token) || is_initial_dot(analysis, *token))
                    && !taken(*token)
                    && !is_title(analysis, *token)
            })
            .count();
        if (2..=4).contains(&run) && !is_institution(analysis, lexicons, &(token..token + run)) {
            names.push(token..token + run);
        }
        token += run.max(1);
    }
    // A phrase with a ministry or an institute in it names that, unless a person stands beside it.
    let name = names.first()?;
    let text = if names.len() == 2
        && lexicons.researcher.is_some_and(|r| analysis.lexicon_in(phrase, r).is_some())
    {
        format!("{}; {}", analysis.words_of(name), analysis.words_of(&names[1]))
    } else {
        analysis.words_of(name).to_owned()
    };
    let is_researcher =
        lexicons.researcher.is_some_and(|researcher| analysis.lexicon_in(phrase, researcher).is_some());
    let kind = if is_researcher { SpeakerType::Researcher } else { SpeakerType::Person };
    let mut found = speaker(&text, kind);
    found.affiliation = analysis
        .mentions_in(phrase)
        .iter()
        .find(|mention| mention.is_organisation())
        .map(|mention| analysis.words_of(&mention.tokens).to_owned())
        .or_else(|| of_institution(analysis, name.end, phrase.end));
    Some((found, String::new()))
}

/// "… of the European Alliance for Human Rights": a capitalised institution after "of", "from", "at" or "with".
fn of_institution(analysis: &Analysis<'_>, start: usize, end: usize) -> Option<String> {
    let preposition =
        (start..end).find(|token| matches!(analysis.word_at(*token), "of" | "from" | "at" | "with"))?;
    let mut first = preposition + 1;
    while first < end && DETERMINERS.contains(&analysis.word_at(first)) {
        first += 1;
    }
    let joins = |token: &usize| {
        analysis.is_capitalised(*token)
            || matches!(analysis.word_at(*token), "for" | "of" | "and" | "in" | "on" | "the" | "’s" | "'s")
    };
    let mut last = first + (first..end).take_while(joins).count();
    while last > first && !analysis.is_capitalised(last - 1) {
        last -= 1;
    }
    (last > first).then(|| analysis.words_of(&(first..last)).to_owned())
}

fn is_initial_dot(analysis: &Analysis<'_>, token: usize) -> bool {
    analysis.word_at(token) == "." && token > 0 && analysis.word_at(token - 1).chars().count() == 1
}

const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Prof",
    "Professor",
    "President",
    "Minister",
    "Secretary",
    "Ambassador",
    "Deputy",
    "Senator",
    "Sen",
    "Rep",
    "Gen",
    "General",
    "Col",
    "Sir",
    "Prime",
    "Foreign",
    "Special",
    "Rapporteur",
    "The",
    "A",
    "An",
    "In",
    "But",
    "Chairman",
    "Director",
    "Former",
    "Assistant",
    "Under",
    "High",
    "Commissioner",
    "Judge",
    "Justice",
    "King",
    "Party",
];

fn is_title(analysis: &Analysis<'_>, token: usize) -> bool {
    TITLES.contains(&analysis.word_at(token))
}

/// Nouns that make a run of capitalised words the name of an institution or a work, not of a person.
const INSTITUTION_WORDS: &[&str] = &[
    "Agency",
    "Alliance",
    "Association",
    "Authority",
    "Bank",
    "Bureau",
    "Center",
    "Centre",
    "Church",
    "Club",
    "Coalition",
    "College",
    "Commission",
    "Committee",
    "Company",
    "Congress",
    "Corporation",
    "Council",
    "Court",
    "Department",
    "Federation",
    "Forum",
    "Foundation",
    "Fund",
    "Government",
    "Group",
    "House",
    "Index",
    "Initiative",
    "Institute",
    "Institution",
    "Labour",
    "Labor",
    "League",
    "Ministry",
    "Mission",
    "Monitor",
    "Movement",
    "Network",
    "News",
    "Office",
    "Organisation",
    "Organization",
    "Panel",
    "Parliament",
    "Party",
    "Post",
    "Press",
    "Programme",
    "Program",
    "Project",
    "Report",
    "Review",
    "Rights",
    "School",
    "Senate",
    "Service",
    "Society",
    "State",
    "Times",
    "Trust",
    "Tribunal",
    "Union",
    "United",
    "University",
    "Watch",
    "Workers",
    "Database",
    "Consortium",
    "Campaign",
    "Embassy",
    "Inspectorate",
    "Customs",
    "Security",
    "Human",
    "International",
    "Act",
    "Law",
    "Resolution",
    "Convention",
    "National",
    "Research",
];

fn is_institution(analysis: &Analysis<'_>, lexicons: &SpeakerLexicons, range: &Range<usize>) -> bool {
    let by_word = range.clone().any(|token| INSTITUTION_WORDS.contains(&analysis.word_at(token)));
    let lists = [lexicons.government, lexicons.news, lexicons.ngo, lexicons.academic, lexicons.work];
    by_word || lists.into_iter().flatten().any(|list| analysis.lexicon_in(range, list).is_some())
}

/// A known organisation, or a run of capitalised words that an institution's noun marks as one.
fn organisation(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    phrase: &Range<usize>,
) -> Option<(Speaker, String)> {
    let known = analysis.mentions_in(phrase).iter().find_map(|mention| match mention.entry() {
        Some(Entry::Organisation { organisation }) => Some((mention, organisation.kind)),
        _ => None,
    });
    if let Some((mention, kind)) = known {
        let kind_of_work = head_of(analysis, phrase);
        return Some((speaker(analysis.words_of(&mention.tokens), kind), kind_of_work));
    }
    let named = institution_run(analysis, phrase)?;
    let kind = institution_type(analysis, lexicons, &named);
    Some((speaker(analysis.words_of(&named), kind), head_of(analysis, phrase)))
}

/// A run of capitalised words (with "for", "of", "and" inside) that holds a noun of an institution.
fn institution_run(analysis: &Analysis<'_>, phrase: &Range<usize>) -> Option<Range<usize>> {
    let mut token = phrase.start;
    while token < phrase.end {
        if !analysis.is_capitalised(token)
            || DETERMINERS.contains(&analysis.word_at(token).to_ascii_lowercase().as_str())
        {
            token += 1;
            continue;
        }
        let joins = |at: &usize| {
            analysis.is_capitalised(*at)
                || matches!(
                    analysis.word_at(*at),
                    "for" | "of" | "and" | "in" | "on" | "the" | "’s" | "'s" | "&"
                )
        };
        let mut end = token + (token..phrase.end).take_while(joins).count();
        while end > token && !analysis.is_capitalised(end - 1) {
            end -= 1;
        }
        let holds = (token..end).any(|at| INSTITUTION_WORDS.contains(&analysis.word_at(at)));
        let acronym = end == token + 1 && is_acronym(analysis.word_at(token));
        if holds && end > token + 1 || acronym {
            return Some(token..end);
        }
        token = end.max(token + 1);
    }
    None
}

fn is_acronym(word: &str) -> bool {
    (3..=8).contains(&word.len())
        && word.chars().filter(|c| c.is_uppercase()).count() >= 3
        && word.chars().all(char::is_alphanumeric)
}

fn institution_type(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    range: &Range<usize>,
) -> SpeakerType {
    let has = |words: &[&str]| range.clone().any(|token| words.contains(&analysis.word_at(token)));
    let listed =
        |list: Option<LexiconId>| list.is_some_and(|list| analysis.lexicon_in(range, list).is_some());
    if has(&[
        "Ministry",
        "Department",
        "Government",
        "Committee",
        "Council",
        "Commission",
        "Parliament",
        "Senate",
        "Embassy",
        "Court",
        "Bureau",
        "Panel",
        "Inspectorate",
        "Customs",
        "Office",
        "Mission",
        "Authority",
    ]) || listed(lexicons.government)
    {
        SpeakerType::Government
    } else if has(&["University", "Institute", "Center", "Centre", "College", "School", "Institution"])
        || listed(lexicons.academic)
    {
        SpeakerType::Academic
    } else if has(&["News", "Times", "Post", "Press"]) || listed(lexicons.news) {
        SpeakerType::News
    } else if has(&["Index"]) {
        SpeakerType::Index
    } else if has(&["Report", "Review"]) {
        SpeakerType::Report
    } else {
        SpeakerType::Ngo
    }
}

/// "the Polish government", "the embassy in Warsaw", "a Foreign Ministry representative", or a state's name alone.
fn government(
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
fn described_body(
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
fn people_of_body(
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
    if phrase.is_empty() || phrase.len() > 12 || !(spoken || work.is_some()) {
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
fn described_people(
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

fn without_determiner(analysis: &Analysis<'_>, phrase: &Range<usize>) -> usize {
    let mut start = phrase.start;
    while start + 1 < phrase.end
        && DETERMINERS.contains(&analysis.word_at(start).to_ascii_lowercase().as_str())
    {
        start += 1;
    }
    start
}

/// The noun a phrase is about, for later "the team", "the report".
fn head_of(analysis: &Analysis<'_>, phrase: &Range<usize>) -> String {
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
