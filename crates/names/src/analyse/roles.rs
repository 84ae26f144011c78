//! What each word does in its name.

use super::words::Word;
use crate::name::Role;
use crate::tables::TABLES;
use crate::{NameKind, Script};

/// Gives every word its role; phrases of a table become one word.
#[must_use]
pub(crate) fn assign(words: Vec<Word>, kind: NameKind) -> Vec<(Word, Role)> {
    match kind {
        NameKind::Person => person(words),
        NameKind::Vessel => vessel(words),
        NameKind::Organisation | NameKind::Unknown => organisation(words),
    }
}

/// Words that say nothing in a name of an organisation; English, French, German, Italian, Portuguese, Spanish,
/// Dutch, Russian articles, prepositions and conjunctions.
const STOPS: &[&str] = &[
    "the", "of", "and", "for", "in", "de", "la", "le", "les", "du", "des", "del", "di", "da", "do", "dos",
    "e", "y", "et", "und", "der", "die", "das", "van", "i", "a", "el", "al", "los", "las", "d", "l", "na",
    "s", "fur", "en", "het", "po", "im",
];

/// Finds phrases of a table from `at` on, the longest first: how many words it takes.
fn phrase_at(words: &[Word], at: usize, known: impl Fn(&str) -> bool) -> usize {
    let longest = TABLES.longest.min(words.len() - at);
    (1..=longest)
        .rev()
        .find(|length| {
            let texts: Vec<&str> =
                words.iter().skip(at).take(*length).map(|word| word.text.as_str()).collect();
            known(&texts.join(" "))
        })
        .unwrap_or(0)
}

fn merge(words: &[Word], separator: &str) -> Word {
    let mut merged = words.first().cloned().unwrap_or_default();
    for word in words.iter().skip(1) {
        merged.text.push_str(separator);
        merged.text.push_str(&word.text);
        merged.written.push(' ');
        merged.written.push_str(&word.written);
        (merged.comma_after, merged.dot_after) = (word.comma_after, word.dot_after);
    }
    merged
}

fn organisation(words: Vec<Word>) -> Vec<(Word, Role)> {
    let mut parts = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let length = phrase_at(&words, at, |phrase| TABLES.legal.contains_key(phrase));
        let taken = words.get(at..at + length).unwrap_or_default();
        let letters: usize = taken.iter().map(|word| word.text.len()).sum();
        // A short form within a name is more often a word of it: "DA", "AS", "SA" count at its edges only.
        let at_edge = at == 0 || at + length == words.len() || taken.iter().any(|word| word.in_brackets);
        let follows_form = parts.last().is_some_and(|(_, role)| *role == Role::LegalForm);
        if length > 0 && (length > 1 || letters > 3 || at_edge || follows_form) {
            parts.push((merge(taken, " "), Role::LegalForm));
            at += length;
            continue;
        }
        if let Some(word) = words.get(at) {
            let role = if STOPS.contains(&word.text.as_str()) {
                Role::Stop
            } else if is_numeral(word) {
                Role::Numeral
            } else if TABLES.words.contains_key(&word.text) {
                Role::Word
            } else {
                Role::Core
            };
            parts.push((word.clone(), role));
        }
        at += 1;
    }
    if !parts.iter().any(|(_, role)| matches!(role, Role::Core | Role::Numeral)) {
        // "The Trust Company": with nothing else to go by, its common words are the name.
        for (_, role) in parts.iter_mut().filter(|(_, role)| *role == Role::Word) {
            *role = Role::Core;
        }
    }
    parts
}

fn vessel(words: Vec<Word>) -> Vec<(Word, Role)> {
    let prefix = (1..words.len().min(3))
        .rev()
        .find(|length| {
            let texts: Vec<&str> = words.iter().take(*length).map(|word| word.text.as_str()).collect();
            TABLES.vessels.contains_key(&texts.join(" "))
        })
        .unwrap_or(0);
    let role = |at: usize, word: &Word| match word {
        _ if at < prefix => Role::Honorific,
        word if is_numeral(word) => Role::Numeral,
        _ => Role::Core,
    };
    words
        .into_iter()
        .enumerate()
        .map(|(at, word)| (role(at, &word), word))
        .map(|(role, word)| (word, role))
        .collect()
}

/// Figures, Roman figures and number words.
fn is_numeral(word: &Word) -> bool {
    word.text.bytes().any(|byte| byte.is_ascii_digit())
        || is_roman(word)
        || TABLES.numbers.contains_key(&word.text)
}

fn is_roman(word: &Word) -> bool {
    word.written.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

fn person(words: Vec<Word>) -> Vec<(Word, Role)> {
    let honorifics = honorific_prefix(&words);
    let family_end = words.iter().position(|word| word.comma_after).map_or(0, |at| at + 1);
    let count = words.len();
    let mut parts: Vec<(Word, Role)> = Vec::with_capacity(count);
    for (at, word) in words.into_iter().enumerate() {
        let particle = TABLES.particles.get(&word.text);
        let role = if at < honorifics {
            Role::Honorific
        } else if word.written.chars().count() == 1 && word.script != Some(Script::Han) {
            Role::Initial
        } else if particle.is_some_and(|(_, is_title)| *is_title) {
            Role::Honorific
        } else if particle.is_some()
            || matches!(word.text.as_str(), "al" | "el" | "de" | "la" | "der" | "ul" | "ur")
        {
            Role::Particle
        } else if at + 1 == count && at > 1 && word.text.len() > 2 && TABLES.legal.contains_key(&word.text) {
            Role::LegalForm
        } else if count > 2 && at > 0 && is_patronymic(&word.text) {
            Role::Patronymic
        } else if family_end > 0 && family_end < count {
            if at < family_end { Role::Family } else { Role::Given }
        } else {
            Role::Core
        };
        parts.push((word, role));
    }
    if parts.iter().all(|(_, role)| matches!(role, Role::Honorific | Role::Particle | Role::Initial)) {
        for (_, role) in parts.iter_mut().filter(|(word, _)| word.text.len() > 1) {
            *role = Role::Core;
        }
    }
    parts
}

/// How many words at the beginning are forms of address; at least one word stays.
fn honorific_prefix(words: &[Word]) -> usize {
    let mut end = 0;
    while end + 1 < words.len() {
        let length = phrase_at(words, end, |phrase| TABLES.honorifics.contains_key(phrase));
        if length == 0 || end + length >= words.len() {
            break;
        }
        end += length;
    }
    end
}

/// Whether a word has the ending of an East Slavic patronymic, in any usual romanisation.
fn is_patronymic(text: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ovich", "evich", "ovic", "evic", "ovych", "evych", "yovych", "ovitch", "evitch", "owitsch",
        "ewitsch", "ovna", "evna", "ivna", "yivna", "owna", "ewna", "ich", "ichna", "inichna",
    ];
    text.len() > 6 && ENDINGS.iter().any(|ending| text.ends_with(ending))
}
