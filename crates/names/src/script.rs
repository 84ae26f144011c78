//! Which writing system a character belongs to, as far as names need it.

use serde::{Deserialize, Serialize};
use unicode_script::UnicodeScript as _;

/// A writing system that names are compared across.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Script {
    /// Latin, with or without diacritics.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, as for Arabic, Persian, Urdu and Uyghur.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Korean letters.
    Hangul,
    /// Chinese characters, in whatever language.
    Han,
    /// Hiragana and Katakana.
    Kana,
    /// Any other script with letters.
    Other,
}

impl Script {
    const ALL: [Script; 9] = [
        Script::Latin,
        Script::Cyrillic,
        Script::Greek,
        Script::Arabic,
        Script::Hebrew,
        Script::Hangul,
        Script::Han,
        Script::Kana,
        Script::Other,
    ];

    /// The script of a letter; none for digits, punctuation and marks that any script may use.
    #[must_use]
    pub fn of(c: char) -> Option<Script> {
        use unicode_script::Script as U;
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then_some(Script::Latin);
        }
        match c.script() {
            U::Common | U::Inherited | U::Unknown => None,
            U::Latin => Some(Script::Latin),
            U::Cyrillic => Some(Script::Cyrillic),
            U::Greek => Some(Script::Greek),
            U::Arabic => Some(Script::Arabic),
            U::Hebrew => Some(Script::Hebrew),
            U::Hangul => Some(Script::Hangul),
            U::Han => Some(Script::Han),
            U::Hiragana | U::Katakana => Some(Script::Kana),
            _ => Some(Script::Other),
        }
    }
}

/// A set of scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scripts(u16);

impl Scripts {
    /// Whether the set has this script.
    #[must_use]
    pub fn contains(self, script: Script) -> bool {
        self.0 & (1 << script as u16) != 0
    }

    /// Adds a script.
    pub fn insert(&mut self, script: Script) {
        self.0 |= 1 << script as u16;
    }

    /// Whether the two sets have no script in common, and neither is empty.
    #[must_use]
    pub fn is_foreign_to(self, other: Scripts) -> bool {
        self.0 != 0 && other.0 != 0 && self.0 & other.0 == 0
    }

    /// The scripts of the set, in the order of [`Script`].
    pub fn iter(self) -> impl Iterator<Item = Script> {
        Script::ALL.into_iter().filter(move |script| self.contains(*script))
    }
}

impl FromIterator<Script> for Scripts {
    fn from_iter<I: IntoIterator<Item = Script>>(scripts: I) -> Scripts {
        let mut set = Scripts::default();
        scripts.into_iter().for_each(|script| set.insert(script));
        set
    }
}
