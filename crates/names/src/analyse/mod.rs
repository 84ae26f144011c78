//! Analysis: one text to a [`Name`].

mod roles;
mod words;

pub(crate) use words::{Word, join_dotted, words};

use crate::name::{Name, Role, Token};
use crate::sound::{Fnv, consonants, sound, vowels};
use crate::tables::TABLES;
use crate::{NameKind, Script, Scripts};
use crate::{east, forms};

/// Longest text that is read, in bytes; of a longer one, the beginning.
pub const LONGEST_NAME: usize = 1024;

/// Most parts of a name that are kept.
pub const MOST_TOKENS: usize = 24;

/// Takes a name apart, so that it can be compared.
///
/// Any text gives a name; a text without letters and digits gives an empty one. Longer texts than
/// [`LONGEST_NAME`] and more parts than [`MOST_TOKENS`] are cut.
#[must_use]
pub fn analyse(text: &str, kind: NameKind) -> Name {
    let text = clip(text);
    let mut names = split_names(text, kind)
        .flat_map(|part| <[Vec<Word>; 2]>::from(split_writings(words(part))))
        .filter(|words| !words.is_empty())
        .take(MOST_WRITINGS)
        .map(|words| name_of(text, words, kind))
        .collect::<Vec<_>>()
        .into_iter();
    match names.next() {
        Some(first) => Name { also: names.collect(), ..first },
        None => name_of(text, Vec::new(), kind),
    }
}

/// Most names that one text is taken to hold.
const MOST_WRITINGS: usize = 4;

/// Cuts a text that holds several names of one thing: at `a.k.a.` and its like, and at a slash between words of an
/// organisation's names.
fn split_names(text: &str, kind: NameKind) -> impl Iterator<Item = &str> {
    let is_word = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let slashed = kind != NameKind::Vessel && text.contains('/') && text.split('/').all(is_word);
    let parts: Vec<&str> = if slashed { text.split('/').collect() } else { vec![text] };
    parts.into_iter().flat_map(|part| split_at_phrase(part, 0))
}

fn split_at_phrase(text: &str, depth: usize) -> Vec<&str> {
    // Every phrase begins with a space; the longest at the first place where one stands is taken.
    let phrase_at = |at: usize| -> Option<usize> {
        let rest = text.as_bytes().get(at..)?;
        let begins = |phrase: &&String| {
            rest.get(..phrase.len()).is_some_and(|start| start.eq_ignore_ascii_case(phrase.as_bytes()))
        };
        TABLES.aliases.iter().filter(begins).map(String::len).max()
    };
    let spaces = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ').map(|(at, _)| at);
    let cut = spaces.filter_map(|at| phrase_at(at).map(|length| (at, length))).next();
    match cut {
        Some((at, length)) if depth < MOST_WRITINGS && at > 0 => {
            let (before, after) =
                (text.get(..at).unwrap_or_default(), text.get(at + length..).unwrap_or_default());
            std::iter::once(before)
                .chain(split_at_phrase(after, depth + 1))
                .filter(|part| !part.trim().is_empty())
                .collect()
        }
        _ => vec![text],
    }
}

fn clip(text: &str) -> &str {
    let mut end = text.len().min(LONGEST_NAME);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Sets words in brackets apart if they write the name a second time in a script that the rest does not use.
fn split_writings(words: Vec<Word>) -> (Vec<Word>, Vec<Word>) {
    let scripts = |in_brackets: bool| -> Scripts {
        words.iter().filter(|word| word.in_brackets == in_brackets).filter_map(|word| word.script).collect()
    };
    if scripts(true).is_foreign_to(scripts(false)) {
        words.into_iter().partition(|word| !word.in_brackets)
    } else {
        (words, Vec::new())
    }
}

fn name_of(text: &str, mut words: Vec<Word>, kind: NameKind) -> Name {
    if kind != NameKind::Person {
        words = join_dotted(words);
    }
    words.truncate(MOST_TOKENS);
    let scripts = words.iter().filter_map(|word| word.script).collect();
    let mut parts = roles::assign(&words, kind);
    // Articles written with their word are parts of their own by now.
    parts.truncate(MOST_TOKENS);
    let syllables = matches!(kind, NameKind::Person | NameKind::Unknown).then(|| {
        let telling = parts.iter().filter(|(_, role)| !matches!(role, Role::Honorific));
        east::syllables(&telling.map(|(word, _)| word).collect::<Vec<_>>())
    });
    let syllables = syllables.flatten().map(Box::new);
    let together = parts.iter().filter(|(_, role)| !matches!(role, Role::LegalForm | Role::Honorific));
    let together = together.map(|(word, _)| word.text.as_str()).collect::<String>().into();
    let tokens = parts.into_iter().map(|(word, role)| token(word, role, kind)).collect();
    Name { original: text.into(), kind, scripts, tokens, together, syllables, also: Box::default() }
}

fn token(mut word: Word, role: Role, kind: NameKind) -> Token {
    if role == Role::Numeral
        && let Some(number) = roles::number(&word, kind)
    {
        word.text = number;
    }
    let bytes = word.text.as_bytes();
    let mut groups: Vec<u32> = Vec::new();
    match role {
        Role::LegalForm => {
            groups
                .extend(TABLES.legal.get(&word.text).into_iter().flat_map(|legal| [legal.form, legal.class]));
        }
        Role::Word | Role::Stop => groups.extend(TABLES.words.get(&word.text)),
        Role::Particle | Role::Honorific => {
            groups.extend(TABLES.particles.get(&word.text).map(|(group, _)| *group));
        }
        Role::Place => groups.extend(TABLES.places.get(&word.text)),
        Role::Numeral | Role::Initial => {}
        _ => {
            groups.extend(TABLES.nicknames.get(&word.text).into_iter().flatten());
            if kind != NameKind::Vessel {
                groups.extend(forms::groups(&word));
            }
        }
    }
    groups.sort_unstable();
    groups.dedup();
    Token {
        hash: Fnv::of(bytes),
        sound: sound(bytes),
        consonants: match word.script {
            Some(Script::Han) => east::characters_key(&word.written),
            _ => consonants(bytes),
        },
        vowels: vowels(bytes),
        letters: letters(bytes),
        script: word.script,
        weight: weight(role),
        role,
        group_bits: groups.iter().fold(0, |bits, group| bits | 1 << (group.wrapping_mul(0x9e37_79b9) >> 26)),
        groups: groups.into(),
        text: word.text.into(),
        written: word.written.into(),
    }
}

/// The letters and figures of a word, as bits.
fn letters(word: &[u8]) -> u64 {
    word.iter().fold(0, |set, byte| set | 1 << (byte & 63))
}

/// How much a part counts; the values are explained in `docs/names.md`.
fn weight(role: Role) -> f32 {
    match role {
        Role::Core | Role::Given | Role::Family | Role::Numeral => 1.0,
        Role::Patronymic | Role::Place => 0.8,
        Role::Word => 0.5,
        Role::Initial => 0.3,
        Role::Particle | Role::LegalForm => 0.1,
        Role::Honorific | Role::Stop => 0.05,
    }
}
