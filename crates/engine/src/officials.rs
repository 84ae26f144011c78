//! Persons whom documents name with an office, or as acting for a firm or agency. Nobody else becomes an entity: where the words beside a name do
//! not say it, or say anything that speaks against it, the person is left out.

use model::{AttributionMode, Claim, Speaker, SpeakerType};
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

/// A person with an office, as the words beside the name tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Official {
    /// The name.
    pub(crate) name: String,
    /// The office or role, in the document's words: `deputy governor of the Primorye region`.
    pub(crate) position: String,
    /// The words that show it, to the letter.
    pub(crate) shown_by: String,
}

struct Words {
    office: HashSet<&'static str>,
    role: HashSet<&'static str>,
    body: HashSet<&'static str>,
    not: HashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |kind: &str| -> HashSet<&'static str> {
        let lines = include_str!("offices.tsv").lines();
        lines
            .filter_map(|line| line.strip_prefix(kind)?.strip_prefix('\t'))
            .flat_map(|words| words.split(' '))
            .collect()
    };
    Words { office: of("office"), role: of("role"), body: of("body"), not: of("not") }
});

/// Most words of an office.
const LONGEST: usize = 14;

/// The officials among a claim's speakers. `organisations` are the names, in lower case, of those that documents name as having a part.
pub(crate) fn officials(claim: &Claim, organisations: &BTreeSet<String>) -> Vec<Official> {
    if claim.attribution.mode == AttributionMode::Anonymous {
        return Vec::new();
    }
    claim.attribution.speakers.iter().filter_map(|speaker| official(speaker, organisations)).collect()
}

fn official(speaker: &Speaker, organisations: &BTreeSet<String>) -> Option<Official> {
    let is_person = matches!(speaker.kind, SpeakerType::Person | SpeakerType::Government);
    if !is_person || !is_full_name(&speaker.name) {
        return None;
    }
    let (before, after) = speaker.cue.split_once(&speaker.name)?;
    let position = apposition(after, organisations).or_else(|| title(before))?;
    Some(Official { name: speaker.name.clone(), position, shown_by: speaker.cue.clone() })
}

/// Two words with a capital at least: a surname alone may be anybody's.
fn is_full_name(name: &str) -> bool {
    let is_name = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let words: Vec<&str> = name.split_whitespace().collect();
    words.len() >= 2
        && words.iter().all(|word| is_name(word))
        && !words.iter().any(|word| is_word(&WORDS.body, word))
}

/// A title right before the name: `Labour Minister`, `Deputy Foreign Minister`, `Ambassador`.
fn title(before: &str) -> Option<String> {
    let words: Vec<&str> = before.split_whitespace().collect();
    if !words.last().is_some_and(|last| is_word(&WORDS.office, last)) || forbids(&words) {
        return None;
    }
    let is_part =
        |word: &&&str| word.chars().next().is_some_and(char::is_uppercase) || is_word(&WORDS.role, word);
    let modifiers = words[..words.len() - 1].iter().rev().take_while(is_part).count().min(LONGEST);
    let title = &words[words.len() - 1 - modifiers..];
    // What begins a sentence has a capital and is no part of a title.
    let begins = title.first().is_some_and(|word| ["According", "The", "But", "And"].contains(word));
    Some(title[usize::from(begins)..].join(" "))
}

/// What stands between commas behind the name: `, the deputy governor of the Primorye region,`.
fn apposition(after: &str, organisations: &BTreeSet<String>) -> Option<String> {
    let rest = after.strip_prefix(',')?;
    let phrase = rest.split(',').next()?.trim();
    let words: Vec<&str> = phrase.split_whitespace().collect();
    if words.is_empty() || words.len() > LONGEST || forbids(&words) {
        return None;
    }
    // Only the head counts: the wife of a minister holds no office.
    let preposition =
        words.iter().position(|word| ["of", "at", "for", "in", "from", "to", "with"].contains(word));
    let (head, tail) = words.split_at(preposition.unwrap_or(words.len()));
    let heads = head.iter().any(|word| is_word(&WORDS.office, word));
    let acts = head.iter().any(|word| is_word(&WORDS.role, word));
    let body = words.iter().any(|word| is_word(&WORDS.body, word));
    let tail = tail.get(1..).unwrap_or_default().join(" ").to_lowercase();
    let tail = tail.strip_prefix("the ").unwrap_or(&tail);
    if !(heads || acts && (body || organisations.contains(tail))) {
        return None;
    }
    let article = ["the", "a", "an", "its", "their"].contains(words.first()?);
    Some(words[usize::from(article)..].join(" "))
}

fn forbids(words: &[&str]) -> bool {
    words.iter().any(|word| is_word(&WORDS.not, word) || word.to_lowercase().starts_with("ex-"))
}

fn is_word(set: &HashSet<&'static str>, word: &str) -> bool {
    set.contains(word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, kind: SpeakerType, cue: &str) -> Option<String> {
        let speaker =
            Speaker { name: name.to_owned(), kind, year: None, cue: cue.to_owned(), affiliation: None };
        let organisations = ["northern example fisheries".to_owned()].into();
        official(&speaker, &organisations).map(|one| one.position)
    }

    #[test]
    fn an_office_is_one_where_the_words_say_so() {
        for (name, cue, position) in [
            ("Jan Sampleson", "Labour Minister Jan Sampleson said", "Labour Minister"),
            ("Jan Sampleson", "said deputy foreign minister Jan Sampleson", "minister"),
            ("Pak Sample-il", "According to Ambassador Pak Sample-il", "Ambassador"),
            (
                "Maria Testova",
                "Maria Testova, the deputy governor of the Primorye region, told",
                "deputy governor of the Primorye region",
            ),
            (
                "Oleg Testin",
                "Oleg Testin, director of Northern Example Fisheries, said",
                "director of Northern Example Fisheries",
            ),
            (
                "Oleg Testin",
                "Oleg Testin, an official at the labour ministry, said",
                "official at the labour ministry",
            ),
        ] {
            assert_eq!(of(name, SpeakerType::Person, cue).as_deref(), Some(position), "{cue}");
        }
    }

    #[test]
    fn nobody_else_is_an_official() {
        for (name, kind, cue) in [
            ("Ivan Examplov", SpeakerType::Person, "Ivan Examplov, a former worker, said"),
            ("Ivan Examplov", SpeakerType::Person, "Ivan Examplov, a worker for the minister, said"),
            ("Ivan Examplov", SpeakerType::Person, "Former Minister Ivan Examplov said"),
            ("Ivan Examplov", SpeakerType::Person, "Ivan Examplov, an ex-minister, said"),
            ("Anna Examplova", SpeakerType::Person, "Anna Examplova, the wife of the ambassador, said"),
            ("Anna Examplova", SpeakerType::Person, "Anna Examplova, interpreter for the governor, said"),
            ("Anna Examplova", SpeakerType::Person, "Anna Examplova, head of the family, said"),
            (
                "Anna Examplova",
                SpeakerType::Person,
                "Anna Examplova, director of the Example Labour Institute, said",
            ),
            ("Anna Examplova", SpeakerType::Person, "Anna Examplova told the minister"),
            ("Anna Examplova", SpeakerType::Researcher, "Anna Examplova, the governor of Sample, said"),
            ("Examplov", SpeakerType::Person, "Minister Examplov said"),
            ("Labour Ministry", SpeakerType::Government, "Minister Labour Ministry said"),
            ("a minister", SpeakerType::Anonymous, "a minister said"),
            ("Ivan Examplov", SpeakerType::Person, "said Ivan Examplov"),
        ] {
            assert_eq!(of(name, kind, cue), None, "{cue}");
        }
    }
}
