//! Analysis: one text to a [`Name`].

mod roles;
mod words;

use words::join_dotted;
pub(crate) use words::{Word, words};

use crate::name::{Name, Role, Token};
use crate::sound::{Fnv, consonants, sound};
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
    let (mut main, bracketed) = split_writings(words(clip(text)));
    if kind != NameKind::Person {
        main = join_dotted(main);
    }
    main.truncate(MOST_TOKENS);
    let also = (!bracketed.is_empty()).then(|| Box::new(name_of(text, bracketed, kind, None)));
    name_of(text, main, kind, also)
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

fn name_of(text: &str, words: Vec<Word>, kind: NameKind, also: Option<Box<Name>>) -> Name {
    let scripts = words.iter().filter_map(|word| word.script).collect();
    let parts = roles::assign(words, kind);
    let syllables = matches!(kind, NameKind::Person | NameKind::Unknown).then(|| {
        let telling = parts.iter().filter(|(_, role)| !matches!(role, Role::Honorific));
        east::syllables(&telling.map(|(word, _)| word).collect::<Vec<_>>())
    });
    let syllables = syllables.flatten().map(Box::new);
    let tokens = parts.into_iter().map(|(word, role)| token(word, role, kind)).collect();
    Name { original: text.into(), kind, scripts, tokens, syllables, also }
}

fn token(word: Word, role: Role, kind: NameKind) -> Token {
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
        Role::Numeral | Role::Initial | Role::Place => {}
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
        consonants: consonants(bytes),
        weight: weight(role),
        role,
        groups: groups.into(),
        text: word.text.into(),
        written: word.written.into(),
    }
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

/// Whether a script writes few vowels.
#[must_use]
pub(crate) fn writes_few_vowels(script: Script) -> bool {
    matches!(script, Script::Arabic | Script::Hebrew)
}
