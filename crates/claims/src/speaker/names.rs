//! Speakers by their capitals: persons, institutions, known organisations.

use super::SpeakerLexicons;
use super::subject::{DETERMINERS, head_of, speaker};
use crate::analysis::Analysis;
use crate::gazetteer::Entry;
use crate::rules::vocabulary::LexiconId;
use model::{Speaker, SpeakerType};
use std::ops::Range;

/// A name of a person: two to four capitalised words that name nothing else.
pub(super) fn person_name(
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
                (analysis.is_capitalised(*token)
                    || is_initial_dot(analysis, *token)
                    || has_article(analysis.word_at(*token)))
                    && !taken(*token)
                    && !is_title(analysis, *token)
            })
            .count();
        // "Chinese nationals at mines in the South Gobi": what stands after a preposition is a place.
        let before = |back: usize| {
            token.checked_sub(back).filter(|at| *at >= phrase.start).map(|at| analysis.word_at(at))
        };
        let placed = |word: Option<&str>| matches!(word, Some("in" | "at" | "near" | "from" | "to" | "on"));
        let is_placed = placed(before(1)) || before(1) == Some("the") && placed(before(2));
        if (2..=4).contains(&run) && !is_placed && !is_institution(analysis, lexicons, &(token..token + run))
        {
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
    let last = end_of_name(analysis, first..end);
    (last > first).then(|| analysis.words_of(&(first..last)).to_owned())
}

/// Where the run of capitalised words, with "for", "of", "and" inside, ends that begins `range`.
fn end_of_name(analysis: &Analysis<'_>, range: Range<usize>) -> usize {
    let joins = |token: &usize| {
        analysis.is_capitalised(*token)
            || matches!(
                analysis.word_at(*token),
                "for" | "of" | "and" | "in" | "on" | "the" | "’s" | "'s" | "&"
            )
    };
    let mut end = range.start + range.clone().take_while(joins).count();
    while end > range.start && !analysis.is_capitalised(end - 1) {
        end -= 1;
    }
    end
}

fn is_initial_dot(analysis: &Analysis<'_>, token: usize) -> bool {
    analysis.word_at(token) == "." && token > 0 && analysis.word_at(token - 1).chars().count() == 1
}

/// "al-Thawadi": a family name with its article, which is written small.
fn has_article(word: &str) -> bool {
    let rest = ["al-", "el-", "ul-", "ad-", "as-"].iter().find_map(|article| word.strip_prefix(article));
    rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
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
pub(super) fn organisation(
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
        let end = coordinated(analysis, mention.tokens.end, phrase.end).max(mention.tokens.end);
        return Some((speaker(analysis.words_of(&(mention.tokens.start..end)), kind), kind_of_work));
    }
    let named = institution_run(analysis, phrase)?;
    // An act, a law or a resolution says nothing by itself.
    if matches!(analysis.word_at(named.end - 1), "Act" | "Law" | "Resolution" | "Convention") {
        return None;
    }
    let kind = institution_type(analysis, lexicons, &named);
    Some((speaker(analysis.words_of(&named), kind), head_of(analysis, phrase)))
}

/// Where a list of names ends whose first ends at `start`, or begins there: "ILO, Walk Free and the IOM"; `start` itself
/// where no further name follows.
pub(super) fn coordinated(analysis: &Analysis<'_>, start: usize, limit: usize) -> usize {
    let skipped = |mut at: usize| {
        while at < limit && analysis.word_at(at) == "the" {
            at += 1;
        }
        at
    };
    let name_end = |at: usize| {
        let first = skipped(at);
        let capitals = |token: &usize| {
            analysis.is_capitalised(*token)
                || *token > first && matches!(analysis.word_at(*token), "for" | "of")
        };
        first + (first..limit).take_while(capitals).count()
    };
    let mut end = name_end(start).max(start);
    let mut commas = Vec::new();
    loop {
        let word = analysis.word_at(end);
        if end >= limit || !matches!(word, "," | "and" | "&") {
            return start;
        }
        let next = name_end(end + 1);
        if next <= skipped(end + 1) {
            return start;
        }
        if word != "," {
            return next;
        }
        commas.push(end);
        if commas.len() > MOST_LISTED {
            return start;
        }
        end = next;
    }
}

/// Most names in a list that is one speaker.
const MOST_LISTED: usize = 4;

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
        let end = end_of_name(analysis, token..phrase.end);
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
