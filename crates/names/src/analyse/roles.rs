//! What each word does in its name.

use super::words::Word;
use crate::edit::distance;
use crate::name::Role;
use crate::tables::TABLES;
use crate::{NameKind, Script};

/// Gives every word its role; phrases of a table become one word.
#[must_use]
pub(crate) fn assign(words: &[Word], kind: NameKind) -> Vec<(Word, Role)> {
    match kind {
        NameKind::Person => person(words),
        NameKind::Vessel => vessel(words),
        NameKind::Organisation => organisation(words),
        NameKind::Unknown => {
            let parts = organisation(words);
            let of_organisation =
                |role: &Role| matches!(role, Role::LegalForm | Role::Word | Role::Numeral | Role::Place);
            if parts.iter().any(|(_, role)| of_organisation(role)) { parts } else { person(words) }
        }
    }
}

/// Words that say nothing in a name of an organisation: articles, prepositions and conjunctions of English, French,
/// German, Italian, Portuguese, Spanish, Dutch and Russian.
const STOPS: &[&str] = &[
    "the", "of", "and", "for", "in", "de", "la", "le", "les", "du", "des", "del", "di", "da", "do", "dos",
    "e", "y", "et", "und", "der", "die", "das", "van", "i", "a", "el", "al", "los", "las", "d", "na", "s",
    "fur", "en", "het", "po", "im",
];

/// How many words from `at` on are the longest phrase that a table knows.
fn phrase_at(words: &[Word], at: usize, known: impl Fn(&str) -> bool) -> usize {
    let mut phrase = String::new();
    let mut longest = 0;
    for (length, word) in words.iter().skip(at).take(TABLES.longest).enumerate() {
        if length > 0 {
            phrase.push(' ');
        }
        phrase.push_str(&word.text);
        if known(&phrase) {
            longest = length + 1;
        }
    }
    longest
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

fn organisation(words: &[Word]) -> Vec<(Word, Role)> {
    let mut parts: Vec<(Word, Role)> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let follows_form = parts.last().is_some_and(|(_, role)| *role == Role::LegalForm);
        let form = phrase_at(words, at, |phrase| TABLES.legal.contains_key(phrase));
        let place = phrase_at(words, at, |phrase| TABLES.places.contains_key(phrase));
        if form > 0 && is_legal_form(words, at, form, follows_form) {
            parts.push((merge(words.get(at..at + form).unwrap_or_default(), " "), Role::LegalForm));
            at += form;
        } else if place > 0 {
            parts.push((merge(words.get(at..at + place).unwrap_or_default(), " "), Role::Place));
            at += place;
        } else if let Some(word) = words.get(at) {
            match misspelt_form(word).filter(|_| at > 0) {
                Some(form) => parts.push((Word { text: form.to_owned(), ..word.clone() }, Role::LegalForm)),
                None => parts.push((word.clone(), role_in_organisation(word))),
            }
            at += 1;
        }
    }
    let is_named =
        |parts: &[(Word, Role)]| parts.iter().any(|(_, role)| matches!(role, Role::Core | Role::Numeral));
    if !is_named(&parts)
        && let Some((word, role)) = parts.first_mut()
        && *role == Role::LegalForm
        && !word.text.contains(' ')
    {
        // "SAD Import Export Company": what looks like a legal form is the name.
        *role = Role::Core;
    }
    if !is_named(&parts) {
        // "The Trust Company": with nothing else to go by, its common words are the name.
        for (_, role) in parts.iter_mut().filter(|(_, role)| matches!(role, Role::Word | Role::Place)) {
            *role = Role::Core;
        }
    }
    parts
}

/// A long legal form with one letter wrong: `Limitod`, `Compnay`.
fn misspelt_form(word: &Word) -> Option<&'static str> {
    let text = word.text.as_bytes();
    if text.len() < 6 || word.script != Some(Script::Latin) || TABLES.words.contains_key(&word.text) {
        return None;
    }
    TABLES
        .long_forms
        .iter()
        .filter(|form| form.as_bytes().first() == text.first())
        .find(|form| distance(form.as_bytes(), text, 1).is_some())
        .map(String::as_str)
}

fn role_in_organisation(word: &Word) -> Role {
    if STOPS.contains(&word.text.as_str()) {
        Role::Stop
    } else if number(word, NameKind::Organisation).is_some() {
        Role::Numeral
    } else if TABLES.words.contains_key(&word.text) {
        Role::Word
    } else {
        Role::Core
    }
}

/// A short form within a name is more often a word of it: `DA`, `AS`, `SA` count at its edges only.
fn is_legal_form(words: &[Word], at: usize, length: usize, follows_form: bool) -> bool {
    let taken = words.get(at..at + length).unwrap_or_default();
    let letters: usize = taken.iter().map(|word| word.text.len()).sum();
    let is_number = taken.iter().all(|word| number(word, NameKind::Organisation).is_some());
    let closes = at + length == words.len() || taken.iter().any(|word| word.in_brackets);
    let opens = at == 0;
    !is_number && length < words.len() && (length > 1 || letters > 3 || closes || opens || follows_form)
}

fn vessel(words: &[Word]) -> Vec<(Word, Role)> {
    let mut prefix = phrase_at(words, 0, |phrase| TABLES.vessels.contains_key(phrase));
    if prefix >= words.len() {
        prefix = 0;
    }
    let role = |at: usize, word: &Word| match word {
        _ if at < prefix => Role::Honorific,
        word if number(word, NameKind::Vessel).is_some() => Role::Numeral,
        _ => Role::Core,
    };
    words.iter().enumerate().map(|(at, word)| (word.clone(), role(at, word))).collect()
}

/// The number that a word stands for, as text: figures, Roman figures and number words.
///
/// In a ship's name, often written in lower case, two Roman figures or more count in any case.
#[must_use]
pub(super) fn number(word: &Word, kind: NameKind) -> Option<String> {
    if word.text.bytes().any(|byte| byte.is_ascii_digit()) {
        let figures = word.text.trim_start_matches('0');
        return Some(if figures.is_empty() { "0" } else { figures }.to_owned());
    }
    let any_case = kind == NameKind::Vessel && word.text.len() > 1;
    let figures = if any_case { roman(&word.text.to_ascii_uppercase()) } else { roman(&word.written) };
    figures.or_else(|| TABLES.numbers.get(&word.text).copied()).map(|number| number.to_string())
}

/// The value of Roman figures in capitals, up to 39.
fn roman(written: &str) -> Option<u32> {
    let value = |byte: u8| match byte {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        _ => None,
    };
    let values: Option<Vec<u32>> = written.bytes().map(value).collect();
    let values = values.filter(|values| !values.is_empty() && values.len() < 8)?;
    let signed = values.iter().enumerate().map(|(at, value)| {
        let is_before_larger = values.get(at + 1).is_some_and(|next| next > value);
        if is_before_larger { -i64::from(*value) } else { i64::from(*value) }
    });
    u32::try_from(signed.sum::<i64>()).ok()
}

fn person(words: &[Word]) -> Vec<(Word, Role)> {
    let words = compounds(words.to_vec());
    let honorifics = honorific_prefix(&words);
    let family_end = words.iter().position(|word| word.comma_after).map_or(0, |at| at + 1);
    let count = words.len();
    let mut parts: Vec<(Word, Role)> = Vec::with_capacity(count);
    for (at, word) in words.into_iter().enumerate() {
        let follows_father = at > 1 && parts.last().is_some_and(|(before, _)| is_son_of(&before.text));
        let role = if at < honorifics {
            Role::Honorific
        } else if follows_father {
            Role::Patronymic
        } else {
            role_in_person(&word, at, count, family_end)
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

fn role_in_person(word: &Word, at: usize, count: usize, family_end: usize) -> Role {
    let particle = TABLES.particles.get(&word.text);
    let is_article = matches!(word.text.as_str(), "al" | "el" | "de" | "la" | "der" | "ul" | "ur");
    let is_short = word.written.chars().count() == 1;
    if is_short && !matches!(word.script, Some(Script::Han | Script::Hangul | Script::Kana)) {
        Role::Initial
    } else if particle.is_some_and(|(_, is_title)| *is_title) {
        Role::Honorific
    } else if particle.is_some() || is_article {
        Role::Particle
    } else if at + 1 == count && at > 1 && word.text.len() > 2 && TABLES.legal.contains_key(&word.text) {
        Role::LegalForm
    } else if count > 2 && at > 0 && is_patronymic(&word.text) {
        Role::Patronymic
    } else if family_end > 0 && family_end < count {
        if at < family_end { Role::Family } else { Role::Given }
    } else {
        Role::Core
    }
}

fn is_son_of(text: &str) -> bool {
    matches!(text, "bin" | "ibn" | "ben" | "bn" | "bint")
}

/// Arabic compounds in one word: `Abd al-Rahman`, `Abdul Rahman` and `Abdulrahman`; articles written with their word
/// as words of their own: `الأسد`.
fn compounds(words: Vec<Word>) -> Vec<Word> {
    let mut apart: Vec<Word> = Vec::with_capacity(words.len() + 2);
    for mut word in words {
        let article =
            word.script == Some(Script::Arabic) && word.text.len() > 4 && word.text.starts_with("al");
        if article && let Some(rest) = word.written.strip_prefix("ال") {
            apart.push(Word {
                text: "al".into(),
                written: "ال".into(),
                script: word.script,
                ..Word::default()
            });
            word = Word { text: word.text.split_off(2), written: rest.to_owned(), ..word };
        }
        apart.push(word);
    }
    let mut joined: Vec<Word> = Vec::with_capacity(apart.len());
    let mut rest = apart.into_iter().peekable();
    while let Some(mut word) = rest.next() {
        if matches!(
            word.text.as_str(),
            "abd"
                | "abdul"
                | "abdal"
                | "abdel"
                | "abdol"
                | "abdu"
                | "abdoul"
                | "abdur"
                | "abdus"
                | "abdun"
                | "abduz"
        ) {
            let article = rest.next_if(|next| is_arabic_article(&next.text));
            match rest.next() {
                Some(name) => {
                    let text = format!("abdul{}", name.text);
                    let article = article.map_or(String::new(), |article| format!(" {}", article.written));
                    let written = format!("{}{article} {}", word.written, name.written);
                    word = Word {
                        text,
                        written,
                        hyphen_before: word.hyphen_before,
                        script: word.script,
                        ..name
                    };
                }
                None => joined.extend(article),
            }
        } else if let Some(name) = joined_abdul(&word.text) {
            word.text = format!("abdul{name}");
        }
        joined.push(word);
    }
    joined
}

fn is_arabic_article(text: &str) -> bool {
    matches!(text, "al" | "el" | "ul" | "ur" | "us" | "ar" | "as" | "er" | "es" | "an" | "ad")
}

/// What follows `Abdul` in a word written together, in its usual spellings.
fn joined_abdul(text: &str) -> Option<&str> {
    ["abdul", "abdel", "abdal", "abdol", "abdoul"]
        .iter()
        .find_map(|beginning| text.strip_prefix(beginning))
        .filter(|rest| rest.len() > 2)
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
        "ovich", "evich", "ovic", "evic", "ovych", "evych", "ovitch", "evitch", "owitsch", "ewitsch", "ovna",
        "evna", "ivna", "owna", "ewna", "ichna",
    ];
    text.len() > 6 && ENDINGS.iter().any(|ending| text.ends_with(ending))
}
