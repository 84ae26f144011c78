//! Keys under which an index finds candidates.

use crate::name::{Name, Role, Token};
use crate::sound::Fnv;

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// One part, folded and transliterated.
    Token,
    /// All parts that count, sorted and joined; and all letters in their order.
    Fingerprint,
    /// The sounds of one part.
    Sound,
    /// The consonants of one part, at least three.
    Consonants,
    /// A group of known forms: short forms, translations.
    KnownForm,
    /// The syllables of a Korean or Chinese name.
    Syllables,
}

/// The keys of one name: what two names that may be the same have at least one of in common.
///
/// Keys are 64-bit hashes, the same on every machine and in every build of one version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CandidateKeys {
    keys: Vec<(KeyKind, u64)>,
}

impl CandidateKeys {
    /// The keys, sorted, without doublets.
    pub fn iter(&self) -> impl Iterator<Item = (KeyKind, u64)> + '_ {
        self.keys.iter().copied()
    }
}

impl Token {
    /// Whether an index should find a name by this part: not by titles, particles, legal forms, small words and initials.
    #[must_use]
    pub fn is_key(&self) -> bool {
        !matches!(self.role, Role::Stop | Role::Honorific | Role::Particle | Role::LegalForm | Role::Initial)
    }

    /// The keys of the part: two parts that agree without a slip of spelling have at least one in common.
    pub fn keys(&self) -> impl Iterator<Item = (KeyKind, u64)> + '_ {
        let consonants = (self.consonants > 0xff).then_some((KeyKind::Consonants, self.consonants));
        [(KeyKind::Token, self.hash), (KeyKind::Sound, self.sound)]
            .into_iter()
            .chain(consonants)
            .chain(self.groups.iter().map(|group| (KeyKind::KnownForm, u64::from(*group))))
    }
}

impl Name {
    /// The keys of the name as a whole: its parts sorted and joined, its letters without spaces, its syllables.
    ///
    /// Of a name that holds several writings, those of the first; see [`Name::into_writings`].
    pub fn whole_keys(&self) -> impl Iterator<Item = (KeyKind, u64)> + '_ {
        let mut parts: Vec<&str> =
            self.tokens.iter().filter(|token| token.is_key()).map(|token| &*token.text).collect();
        parts.sort_unstable();
        let sorted = (!parts.is_empty()).then(|| Fnv::of(parts.concat().as_bytes()));
        let together = (!self.together.is_empty()).then(|| Fnv::of(self.together.as_bytes()));
        let syllables = self.syllables.iter().flat_map(|one| one.keys());
        sorted
            .into_iter()
            .chain(together)
            .map(|key| (KeyKind::Fingerprint, key))
            .chain(syllables.map(|key| (KeyKind::Syllables, key)))
    }

    /// The keys under which an index should store this name, and under which it should be sought.
    #[must_use]
    pub fn candidate_keys(&self) -> CandidateKeys {
        let mut keys: Vec<(KeyKind, u64)> =
            self.tokens.iter().filter(|token| token.is_key()).flat_map(Token::keys).collect();
        keys.extend(self.whole_keys());
        for also in &self.also {
            keys.extend(also.candidate_keys().keys);
        }
        keys.sort_unstable();
        keys.dedup();
        CandidateKeys { keys }
    }
}

/// The key of a part that has these letters, which are lower-case Latin letters and digits.
#[must_use]
pub fn token_key(letters: &str) -> u64 {
    Fnv::of(letters.as_bytes())
}
