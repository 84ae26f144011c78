//! Keys under which an index finds candidates.

use crate::name::{Name, Role};
use crate::sound::Fnv;

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// One part, folded and transliterated.
    Token,
    /// All parts that count, sorted and joined.
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

impl Name {
    /// The keys under which an index should store this name, and under which it should be sought.
    #[must_use]
    pub fn candidate_keys(&self) -> CandidateKeys {
        let mut keys = Vec::with_capacity(self.tokens.len() * 3 + 2);
        let mut parts: Vec<&str> = Vec::with_capacity(self.tokens.len());
        for token in self.tokens.iter() {
            if matches!(
                token.role,
                Role::Stop | Role::Honorific | Role::Particle | Role::LegalForm | Role::Initial
            ) {
                continue;
            }
            parts.push(&token.text);
            keys.push((KeyKind::Token, token.hash));
            keys.push((KeyKind::Sound, token.sound));
            if token.consonants > 0xff {
                keys.push((KeyKind::Consonants, token.consonants));
            }
            keys.extend(token.groups.iter().map(|group| (KeyKind::KnownForm, u64::from(*group))));
        }
        parts.sort_unstable();
        if !parts.is_empty() {
            keys.push((KeyKind::Fingerprint, Fnv::of(parts.concat().as_bytes())));
        }
        keys.extend(self.syllables.iter().flat_map(|one| one.keys()).map(|key| (KeyKind::Syllables, key)));
        for also in &self.also {
            keys.extend(also.candidate_keys().keys);
        }
        keys.sort_unstable();
        keys.dedup();
        CandidateKeys { keys }
    }
}
