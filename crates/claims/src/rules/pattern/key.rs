//! What patterns can start with, numbered, and what is found by it.

use super::Class;
use crate::rules::vocabulary::{LexiconId, MOST_LEXICONS, Word};

/// What a pattern can start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(u32);

impl Key {
    /// A word.
    pub(crate) const fn word(word: Word) -> Self {
        Self((Class::ALL.len() + MOST_LEXICONS + word.index()) as u32)
    }

    /// An entry of a lexicon.
    pub(crate) const fn lexicon(lexicon: LexiconId) -> Self {
        Self((Class::ALL.len() + lexicon.index()) as u32)
    }

    /// What another stage found.
    pub(crate) const fn class(class: Class) -> Self {
        Self(class as u32)
    }

    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Some keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeySet {
    /// By key: a bit.
    bits: Vec<u64>,
}

impl KeySet {
    /// Puts a key in.
    pub(crate) fn insert(&mut self, key: Key) {
        let place = key.index() / 64;
        if place >= self.bits.len() {
            self.bits.resize(place + 1, 0);
        }
        self.bits[place] |= 1 << (key.index() % 64);
    }

    /// Whether a key is in.
    #[cfg(test)]
    pub(crate) fn contains(&self, key: Key) -> bool {
        self.bits.get(key.index() / 64).is_some_and(|bits| bits >> (key.index() % 64) & 1 == 1)
    }

    /// Whether one of some keys is in.
    pub(super) fn meets(&self, some: &SomeKeys) -> bool {
        some.0.iter().any(|(place, mask)| self.bits.get(*place as usize).is_some_and(|bits| bits & mask != 0))
    }

    /// Takes all keys out.
    pub(crate) fn clear(&mut self) {
        self.bits.fill(0);
    }
}

/// Keys of which one is asked for, as places in a [`KeySet`] with a bit for each: the forms of a verb, which are numbered one
/// after the other, are looked up at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SomeKeys(Box<[(u32, u64)]>);

impl SomeKeys {
    /// Some keys in any order.
    pub(super) fn of(keys: impl IntoIterator<Item = Key>) -> Self {
        Self::joined(keys.into_iter().map(|key| ((key.index() / 64) as u32, 1 << (key.index() % 64))))
    }

    /// The keys of several such sets.
    pub(super) fn all_of(sets: &[Self]) -> Self {
        Self::joined(sets.iter().flat_map(|set| set.0.iter().copied()))
    }

    fn joined(places: impl Iterator<Item = (u32, u64)>) -> Self {
        let mut places: Vec<(u32, u64)> = places.collect();
        places.sort_unstable();
        let mut joined: Vec<(u32, u64)> = Vec::with_capacity(places.len());
        for (place, mask) in places {
            match joined.last_mut() {
                Some((last, bits)) if *last == place => *bits |= mask,
                _ => joined.push((place, mask)),
            }
        }
        Self(joined.into())
    }

    /// How many places must be looked at.
    pub(super) const fn places(&self) -> usize {
        self.0.len()
    }
}

/// The numbers of frames by what their patterns can start with.
#[derive(Debug, Clone, Default)]
pub(crate) struct FramesByKey {
    /// By key: where its frames begin.
    starts: Vec<u32>,
    frames: Vec<u32>,
}

impl FramesByKey {
    /// Frames by key, from both in any order.
    pub(crate) fn of(mut pairs: Vec<(Key, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let keys = pairs.last().map_or(0, |(key, _)| key.index() + 1);
        let mut starts = Vec::with_capacity(keys + 1);
        for (place, (key, _)) in pairs.iter().enumerate() {
            starts.resize(key.index() + 1, place as u32);
        }
        starts.resize(keys + 1, pairs.len() as u32);
        Self { starts, frames: pairs.into_iter().map(|(_, frame)| frame).collect() }
    }

    /// The frames that can start with a key, in order.
    pub(crate) fn get(&self, key: Key) -> &[u32] {
        let Some([start, end]) = self.starts.get(key.index()..key.index() + 2) else { return &[] };
        self.frames.get(*start as usize..*end as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_found_by_each_of_their_keys() {
        let (money, time, count) =
            (Key::class(Class::Money), Key::class(Class::Time), Key::class(Class::Count));
        let found = FramesByKey::of(vec![(time, 7), (money, 2), (time, 1), (time, 7)]);
        assert_eq!(found.get(money), [2]);
        assert_eq!(found.get(time), [1, 7]);
        assert_eq!(found.get(count), [0; 0]);
        assert_eq!(FramesByKey::of(Vec::new()).get(time), [0; 0]);
    }

    #[test]
    fn one_of_some_keys_is_found() {
        let words: Vec<Key> = (0..200).map(|word| Key(word * 3)).collect();
        let some = SomeKeys::of(words.iter().copied());
        let both = SomeKeys::all_of(&[some.clone(), SomeKeys::of([Key(1_000)])]);
        for key in 0..1_100 {
            let mut keys = KeySet::default();
            keys.insert(Key(key));
            assert_eq!(keys.meets(&some), key % 3 == 0 && key < 600);
            assert_eq!(keys.meets(&both), key % 3 == 0 && key < 600 || key == 1_000);
        }
    }

    #[test]
    fn keys_are_told_apart() {
        let mut keys = KeySet::default();
        keys.insert(Key::class(Class::Clause));
        assert!(keys.contains(Key::class(Class::Clause)));
        assert!(!keys.contains(Key::class(Class::Money)) && !keys.contains(Key::word(Word::UNKNOWN)));
        keys.clear();
        assert!(!keys.contains(Key::class(Class::Clause)));
    }
}
