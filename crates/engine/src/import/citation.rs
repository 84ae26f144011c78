//! Who says so, by the words with which researchers cite: `X via Y`, `Y quoting X`, `two officials to Y`, `review of X`.
//!
//! What stands in the cell becomes the chain of speakers, outermost first, so that a figure's origin is found in the same
//! way for a row of a table as for a sentence of a page. Every name is a stretch of the cell.

use claims::gazetteer::{Entry, Gazetteer};
use model::{Attribution, AttributionMode, Speaker, SpeakerType};

/// Words between two names, and whether the name after them is the one that spoke first.
const RELAYS: &[(&str, bool)] = &[
    (" as quoted by ", false),
    (" as cited by ", false),
    (" quoted by ", false),
    (" cited by ", false),
    (" seen by ", false),
    (" obtained by ", false),
    (" reported by ", false),
    (" via ", false),
    (" quoting ", true),
    (" citing ", true),
    (" based on ", true),
    (" following ", true),
    (" referring to ", true),
    ("press on ", true),
    ("review of ", true),
    ("summary of ", true),
    ("report on ", true),
];

/// Nouns of people that, without a name or a country beside them, name nobody.
const NOBODY: &[&str] = &[
    "official",
    "officials",
    "diplomat",
    "diplomats",
    "expert",
    "experts",
    "source",
    "sources",
    "worker",
    "workers",
    "defector",
    "defectors",
    "broker",
    "witness",
    "witnesses",
    "analyst",
    "analysts",
    "activist",
    "activists",
    "escapee",
    "escapees",
    "interviewee",
    "interviewees",
    "manager",
    "managers",
    "employee",
    "employees",
    "estimate",
    "estimates",
    "press",
    "media",
    "studies",
    "groups",
];

/// Nouns of works: what stands before them made them.
const WORKS: &[&str] =
    &["estimate", "estimates", "index", "monitoring", "report", "reports", "review", "study", "survey"];

/// Nouns that show what a body without a known name is.
const NOUNS: &[(&str, SpeakerType)] = &[
    ("ministry", SpeakerType::Government),
    ("minister", SpeakerType::Government),
    ("department", SpeakerType::Government),
    ("dept", SpeakerType::Government),
    ("committee", SpeakerType::Government),
    ("ambassador", SpeakerType::Government),
    ("embassy", SpeakerType::Government),
    ("government", SpeakerType::Government),
    ("delegation", SpeakerType::Government),
    ("authority", SpeakerType::Government),
    ("inspectorate", SpeakerType::Government),
    ("officials", SpeakerType::Government),
    ("secretary", SpeakerType::Government),
    ("statistics", SpeakerType::Government),
    ("mission", SpeakerType::Government),
    ("un", SpeakerType::Government),
    ("institute", SpeakerType::Academic),
    ("university", SpeakerType::Academic),
    ("centre", SpeakerType::Academic),
    ("center", SpeakerType::Academic),
    ("network", SpeakerType::Ngo),
    ("watch", SpeakerType::Ngo),
    ("foundation", SpeakerType::Ngo),
    ("coalition", SpeakerType::Ngo),
    ("index", SpeakerType::Index),
    ("report", SpeakerType::Report),
    ("study", SpeakerType::Report),
    ("survey", SpeakerType::Report),
    ("herald", SpeakerType::News),
    ("times", SpeakerType::News),
    ("post", SpeakerType::News),
    ("news", SpeakerType::News),
];

/// A citation taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    /// Who says so.
    pub(crate) attribution: Attribution,
    /// The beginning of the file name of the document that it names.
    pub(crate) document: Option<String>,
}

/// Takes a citation apart; `patterns` say how it names a document of the workspace.
pub(crate) fn parse(cell: &str, patterns: &[String]) -> Citation {
    let cell = cell.trim();
    let Some((name, rest)) = patterns.iter().find_map(|pattern| named_document(cell, pattern)) else {
        return Citation { attribution: chain(cell), document: None };
    };
    // What the document is called and who published it say nothing of where the figure comes from; what it reviews does.
    let relayed =
        bracketed(rest).into_iter().find(|words| RELAYS.iter().any(|(relay, _)| words.starts_with(relay)));
    let attribution = relayed.map_or_else(Attribution::none, chain);
    Citation { attribution, document: Some(name.to_owned()) }
}

/// The name of a document that the cell begins with, by a pattern such as `reference page {name}`, and the rest of the cell.
fn named_document<'c>(cell: &'c str, pattern: &str) -> Option<(&'c str, &'c str)> {
    let (before, after) = pattern.split_once("{name}")?;
    let head = cell.get(..before.len())?;
    if !head.eq_ignore_ascii_case(before) {
        return None;
    }
    let rest = cell.get(before.len()..)?;
    let end =
        rest.find(|character: char| !character.is_alphanumeric() && !matches!(character, '_' | '-' | '.'));
    let name = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', '-']);
    (!name.is_empty() && rest.get(name.len()..)?.starts_with(after))
        .then(|| (name, rest.get(name.len()..).unwrap_or_default()))
}

/// What stands in brackets.
fn bracketed(text: &str) -> Vec<&str> {
    let closed = |part: &'_ str| part.find(')').unwrap_or(part.len());
    text.split('(').skip(1).map(|part| part.get(..closed(part)).unwrap_or_default().trim()).collect()
}

fn chain(cell: &str) -> Attribution {
    let mut speakers = Vec::new();
    add(cell, cell, &mut speakers, 0);
    let innermost = speakers.last().map(|speaker| speaker.kind);
    let mode = match innermost {
        None => AttributionMode::None,
        Some(SpeakerType::Anonymous) => AttributionMode::Anonymous,
        Some(_) => AttributionMode::Explicit,
    };
    Attribution { speakers, mode }
}

/// Adds who speaks in `words`, the outermost first.
fn add(words: &str, cue: &str, speakers: &mut Vec<Speaker>, depth: usize) {
    const DEEPEST: usize = 4;
    // "report (via Y)" is "report via Y".
    if let Some((head, inside)) = in_brackets(words)
        && RELAYS.iter().any(|(relay, _)| format!(" {inside}").starts_with(relay) && relay.starts_with(' '))
    {
        let (relay, carrier) = inside.split_once(' ').unwrap_or((inside, ""));
        let is_inner = RELAYS.iter().any(|(known, inner)| known.trim() == relay && *inner);
        let (outer, inner) = if is_inner { (head, carrier) } else { (carrier, head) };
        add(outer, cue, speakers, depth + 1);
        add(inner, cue, speakers, depth + 1);
        return;
    }
    let relay = RELAYS.iter().filter_map(|(relay, inner)| Some((words.find(relay)?, *relay, *inner))).min();
    if let Some((at, relay, inner_is_after)) = relay.filter(|_| depth < DEEPEST)
        && !is_bracketed(words, at)
    {
        let before = words.get(..at).unwrap_or_default();
        let after = words.get(at + relay.len()..).unwrap_or_default();
        let (outer, inner) = if inner_is_after { (before, after) } else { (after, before) };
        add(outer, relay.trim(), speakers, depth + 1);
        add(inner, cue, speakers, depth + 1);
        return;
    }
    if let Some((people, paper)) = words.rsplit_once(" to ").filter(|(_, paper)| is_news(paper)) {
        add(paper, "to", speakers, depth + 1);
        add(people, cue, speakers, depth + 1);
        return;
    }
    if let Some((paper, people)) = words.split_once(": ").filter(|(paper, _)| is_news(paper)) {
        add(paper, ":", speakers, depth + 1);
        add(people, cue, speakers, depth + 1);
        return;
    }
    let name = name_of(words);
    if name.is_empty() || (depth > 0 && NOBODY.contains(&name)) {
        return;
    }
    // "Example Daily source": the paper, and somebody it does not name.
    if let Some((paper, noun)) =
        name.rsplit_once(' ').filter(|(paper, noun)| NOBODY.contains(noun) && is_news(paper))
    {
        speakers.push(speaker(paper, cue, words));
        speakers.push(Speaker { kind: SpeakerType::Anonymous, ..speaker(noun, cue, words) });
        return;
    }
    speakers.push(speaker(name, cue, words));
}

fn is_bracketed(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or_default();
    before.matches('(').count() > before.matches(')').count()
}

fn in_brackets(words: &str) -> Option<(&str, &str)> {
    let (head, rest) = words.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some((head.trim(), rest.trim()))
}

/// The name at the beginning, without what stands in brackets or after a semicolon.
fn name_of(words: &str) -> &str {
    let end = words.find(['(', ';', '"', '“']).unwrap_or(words.len());
    let name = words.get(..end).unwrap_or_default();
    let name = name.split(": ").next().unwrap_or(name);
    name.trim().trim_matches([',', '.']).trim()
}

fn is_news(name: &str) -> bool {
    let name = name_of(name);
    let is_broadcaster = name.split(' ').next_back().is_some_and(|last| {
        name.starts_with(char::is_uppercase)
            && (last.ends_with("TV") || matches!(last, "Radio" | "Television"))
    });
    is_broadcaster || known(name).is_some_and(|kind| kind == SpeakerType::News)
}

/// Who stands behind a work: `Example Index 2013 (Example Foundation)`, `ILO survey of brick kilns`.
fn body_behind(name: &str, words: &str) -> Option<String> {
    let inside = bracketed(words).into_iter().find(|inside| {
        let is_name = inside.starts_with(char::is_uppercase) && inside.split(' ').count() > 1;
        is_name && year_in(inside).is_none()
    });
    if let Some(inside) = inside {
        return Some(inside.to_owned());
    }
    let parts: Vec<&str> = name.split_whitespace().collect();
    let is_work = parts.iter().skip(1).any(|part| WORKS.contains(&part.to_lowercase().as_str()));
    let longest = (1..parts.len()).rev().map(|count| parts.get(..count).unwrap_or_default().join(" "));
    longest.filter(|_| is_work).find(|first| known(first).is_some())
}

/// The type of a body whose whole name some table knows.
fn known(name: &str) -> Option<SpeakerType> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let found = Gazetteer::embedded().longest_match(&words)?;
    let body = found.entries.iter().find_map(|entry| match entry {
        Entry::Organisation { organisation } => Some(organisation.kind),
        _ => None,
    })?;
    (found.words == words.len()).then_some(body)
}

fn speaker(name: &str, cue: &str, words: &str) -> Speaker {
    Speaker {
        name: name.to_owned(),
        kind: kind_of(name),
        year: year_in(words),
        cue: cue.trim().to_owned(),
        affiliation: body_behind(name, words),
    }
}

fn kind_of(name: &str) -> SpeakerType {
    let parts = name.split([' ', '/']).filter(|part| !part.is_empty());
    let first = name.split('/').next().unwrap_or(name);
    if let Some(kind) = known(name).or_else(|| known(first)) {
        return kind;
    }
    let words: Vec<String> = parts.map(|part| part.trim_matches([',', '.']).to_lowercase()).collect();
    let has_name = name.split_whitespace().any(|word| word.starts_with(char::is_uppercase));
    if !has_name && words.iter().any(|word| NOBODY.contains(&word.as_str())) {
        return SpeakerType::Anonymous;
    }
    let noun = NOUNS.iter().find(|(noun, _)| words.iter().any(|word| word == noun));
    noun.map_or(SpeakerType::Group, |(_, kind)| *kind)
}

/// The last year that the words name: that of the work.
fn year_in(words: &str) -> Option<i32> {
    let runs = words.split(|character: char| !character.is_alphanumeric());
    let mut years = runs.filter(|run| run.len() == 4).filter_map(|run| run.parse().ok());
    years.rfind(|year| (1900..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(cell: &str) -> String {
        let speakers = parse(cell, &[]).attribution.speakers;
        let told = speakers.iter().map(|speaker| format!("{} [{}]", speaker.name, speaker.kind));
        told.collect::<Vec<_>>().join(" > ")
    }

    #[test]
    fn the_innermost_is_who_spoke_first() {
        for (cell, expected) in [
            ("NKDB (Yoon & Lee 2015)", "NKDB [ngo]"),
            ("AP quoting US State Dept", "AP [news] > US State Dept [government]"),
            ("Ambassador Example via KBS", "KBS [news] > Ambassador Example [government]"),
            (
                "Exampleland report to the committee (via Reuters)",
                "Reuters [news] > Exampleland report to the committee [government]",
            ),
            ("two officials to AP", "AP [news] > two officials [anonymous]"),
            ("AP: civilian experts", "AP [news] > civilian experts [anonymous]"),
            ("Daily NK source", "Daily NK [news] > source [anonymous]"),
            ("Ministry records seen by WSJ", "WSJ [news] > Ministry records [government]"),
            ("Ambassador Example to ExampleTV", "ExampleTV [group] > Ambassador Example [government]"),
            ("press on C4ADS Example", "C4ADS Example [group]"),
            ("UN Special Rapporteur A/70/362", "UN Special Rapporteur A/70/362 [government]"),
            ("", ""),
        ] {
            assert_eq!(names(cell), expected, "{cell}");
        }
    }

    #[test]
    fn who_stands_behind_a_work_is_known() {
        let behind =
            |cell: &str| parse(cell, &[]).attribution.speakers.pop().and_then(|speaker| speaker.affiliation);
        for (cell, expected) in [
            ("Example Index 2013 (Example Foundation)", Some("Example Foundation")),
            ("ILO Third-Party Monitoring (2019)", Some("ILO")),
            ("Example Panel (Mar 2024)", None),
            ("UN Special Rapporteur A/70/362", None),
            ("US TIP Report 2010", None),
        ] {
            assert_eq!(behind(cell).as_deref(), expected, "{cell}");
        }
    }

    #[test]
    fn the_year_is_that_of_the_work() {
        let year = |cell: &str| parse(cell, &[]).attribution.speakers.last().and_then(|speaker| speaker.year);
        assert_eq!(year("NKDB (Yoon & Lee 2015)"), Some(2015));
        assert_eq!(year("US TIP Report 2010"), Some(2010));
        assert_eq!(year("UN Special Rapporteur A/70/362"), None);
    }

    #[test]
    fn a_document_is_found_by_its_pattern() {
        let patterns = ["page {name}".to_owned()];
        let read = |cell: &str| {
            let citation = parse(cell, &patterns);
            (
                citation.document,
                citation.attribution.speakers.into_iter().map(|speaker| speaker.name).collect::<Vec<_>>(),
            )
        };
        assert_eq!(read("Page 012 \"A title via nobody\" (Publisher)"), (Some("012".to_owned()), vec![]));
        assert_eq!(
            read("page 7_b (review of NKDB 2015)"),
            (Some("7_b".to_owned()), vec!["NKDB 2015".to_owned()])
        );
        assert_eq!(read("homepage 3").0, None);
    }
}
