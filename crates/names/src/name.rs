//! A name, taken apart.

use serde::{Deserialize, Serialize};

use crate::east::Syllables;
use crate::{NameKind, Script, Scripts};

/// What a part does in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Carries the name; nothing more is known of it.
    Core,
    /// A given name.
    Given,
    /// A family name.
    Family,
    /// A name after the father.
    Patronymic,
    /// A single letter that stands for a name.
    Initial,
    /// A title or form of address.
    Honorific,
    /// A particle such as `bin`, `al`, `van`, `de`.
    Particle,
    /// The legal form of an organisation.
    LegalForm,
    /// A word that tells nothing, such as `the`, `of`, `and`.
    Stop,
    /// A number, in figures, in Roman figures or as a word.
    Numeral,
    /// A word that many names of organisations have, such as `bank` or `trading`.
    Word,
    /// A country or another place that tells one branch from another.
    Place,
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Role::Core => "name",
            Role::Given => "given name",
            Role::Family => "family name",
            Role::Patronymic => "patronymic",
            Role::Initial => "initial",
            Role::Honorific => "title",
            Role::Particle => "particle",
            Role::LegalForm => "legal form",
            Role::Stop => "small word",
            Role::Numeral => "number",
            Role::Word => "common word",
            Role::Place => "place",
        })
    }
}

/// One part of a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// The part in lower-case Latin letters and digits.
    pub(crate) text: Box<str>,
    /// The part as written.
    pub(crate) written: Box<str>,
    /// What it does in the name.
    pub(crate) role: Role,
    /// How much it counts; 1 for an ordinary part.
    pub(crate) weight: f32,
    /// Hash of `text`.
    pub(crate) hash: u64,
    /// Key of its sounds.
    pub(crate) sound: u64,
    /// Key of its consonants; of a word in Chinese characters, of these.
    pub(crate) consonants: u64,
    /// Which of the vowels a, i, u stand after its first letter, and whether a w does: bits 0 to 3.
    pub(crate) vowels: u8,
    /// Which letters and figures it has, as bits.
    pub(crate) letters: u64,
    /// Its script; none for figures.
    pub(crate) script: Option<Script>,
    /// Groups of known forms that it belongs to, sorted.
    pub(crate) groups: Box<[u32]>,
    /// A bit for each of these groups: two parts without a common bit have no common group.
    pub(crate) group_bits: u64,
}

impl Token {
    /// The part in lower-case Latin letters and digits, diacritics and script set aside.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part as it was written.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// What the part does in its name.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// How much the part counts, 0..1; an ordinary part counts 1.
    #[must_use]
    pub fn weight(&self) -> f32 {
        self.weight
    }

    /// The script it is written in; none for figures.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        self.script
    }

    /// Key of the sounds: equal for the usual romanisations of one word.
    #[must_use]
    pub fn sound(&self) -> u64 {
        self.sound
    }
}

/// A name, analysed once so that it can be compared often. Immutable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Name {
    pub(crate) original: Box<str>,
    pub(crate) kind: NameKind,
    pub(crate) scripts: Scripts,
    pub(crate) tokens: Box<[Token]>,
    /// Its telling parts written together.
    pub(crate) together: Box<str>,
    /// Its syllables, if it can be read as Korean or Chinese.
    pub(crate) syllables: Option<Box<Syllables>>,
    /// Further names that the text holds: in brackets in another script, after `a.k.a.`. They are not stored: what is
    /// stored is each of [`Name::into_writings`], so that reading back never nests.
    #[serde(skip)]
    pub(crate) also: Box<[Name]>,
}

impl Name {
    /// The text that was analysed.
    #[must_use]
    pub fn original(&self) -> &str {
        &self.original
    }

    /// What it was analysed as.
    #[must_use]
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// The scripts it is written in.
    #[must_use]
    pub fn scripts(&self) -> Scripts {
        self.scripts
    }

    /// Its parts in the order written.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// About how many bytes it takes beside its own size.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let of_token = |token: &Token| {
            size_of::<Token>() + token.text.len() + token.written.len() + token.groups.len() * 4
        };
        let also: usize = self.also.iter().map(|name| size_of::<Name>() + name.heap_bytes()).sum();
        let syllables = self.syllables.as_ref().map_or(0, |_| size_of::<Syllables>());
        self.original.len()
            + self.together.len()
            + syllables
            + also
            + self.tokens.iter().map(of_token).sum::<usize>()
    }

    /// Whether it can be read as Korean or Chinese, syllable by syllable.
    #[must_use]
    pub fn has_syllables(&self) -> bool {
        self.syllables.is_some()
    }

    /// Its telling parts in the order written, together, in lower-case Latin letters and figures.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.together
    }

    /// Each name that the text holds as a name of its own: what stands in brackets in another script or after `a.k.a.`.
    pub fn into_writings(mut self) -> impl Iterator<Item = Name> {
        let also = std::mem::take(&mut self.also);
        std::iter::once(self).chain(also)
    }

    /// Whether a name that was read back is one that analysis could have made; comparison relies on it.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let fits = |token: &Token| {
            (0.0..=1.0).contains(&token.weight) && token.groups.is_sorted() && token.text.is_ascii()
        };
        self.tokens.len() <= crate::MOST_TOKENS
            && self.original.len() <= crate::LONGEST_NAME
            && self.tokens.iter().all(fits)
            && self.syllables.as_ref().is_none_or(|syllables| syllables.is_sound())
    }

    /// Whether nothing is left to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.iter().all(|token| token.weight <= 0.0)
    }
}
