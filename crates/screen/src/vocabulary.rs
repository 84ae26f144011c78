//! The parts of all names, each once, and the ways to find one: its keys, a slip of the pen, pieces of three letters.

use crate::table::{Lists, Table};
use names::{KeyKind, Token, distance, token_key};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A part that names have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Term {
    /// In lower-case Latin letters and figures.
    text: Box<str>,
    /// Number of entities with a name that has it.
    pub(crate) entities: u32,
    /// The most it counts in any of its names.
    pub(crate) weight: f32,
    /// Whether letters tell it, so that a slip may have made it another.
    spelled: bool,
}

/// All parts of all names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vocabulary {
    terms: Vec<Term>,
    /// Terms by their keys of [`names`].
    keys: Table,
    /// Terms by what is left when one letter is missing.
    slips: Table,
    /// Terms by pieces of three letters.
    pieces: Table,
    /// Names by term.
    names: Lists,
}

/// A term that a part of a query may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    pub(crate) term: u32,
    /// At most how alike both are, 0..1.
    pub(crate) likeness: f32,
}

/// Shortest part with a slip, and shortest with two of them.
const SHORTEST_SLIP: usize = 3;
const SHORTEST_TWO_SLIPS: usize = 6;

/// Shortest word that may stand in pieces elsewhere with a letter wrong besides, as `names` has it.
pub(crate) const SHORTEST_JOINED_SLIP: usize = 8;

/// Longest part whose slips are looked for.
const LONGEST_SLIP: usize = 32;

/// Most terms that a known form is taken to mean; a table of forms may hold hundreds.
const MOST_FORMS: usize = 256;

/// Collects the terms of an index that is being made.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    terms: Vec<Term>,
    by_key: HashMap<Vec<(KeyKind, u64)>, u32>,
    last_entity: Vec<u32>,
    keys: Vec<(u64, u32)>,
    names: Vec<(u32, u32)>,
}

impl Collector {
    /// Takes a part of a name of an entity.
    pub(crate) fn add(&mut self, token: &Token, name: u32, entity: u32) {
        let keys: Vec<(KeyKind, u64)> = token.keys().collect();
        let next = self.terms.len() as u32;
        let term = match self.by_key.get(&keys) {
            Some(term) => *term,
            None => {
                self.terms.push(Term {
                    text: token.text().into(),
                    entities: 0,
                    weight: 0.0,
                    spelled: is_spelled(token),
                });
                self.last_entity.push(u32::MAX);
                self.keys.extend(keys.iter().map(|key| (mixed(*key), next)));
                self.by_key.insert(keys, next);
                next
            }
        };
        let at = term as usize;
        if let (Some(kept), Some(last)) = (self.terms.get_mut(at), self.last_entity.get_mut(at)) {
            kept.weight = kept.weight.max(token.weight());
            if *last != entity {
                *last = entity;
                kept.entities += 1;
            }
        }
        self.names.push((term, name));
    }

    /// Makes the vocabulary.
    pub(crate) fn finish(self) -> Vocabulary {
        let mut slips = Vec::new();
        let mut pieces = Vec::new();
        for (number, term) in self.terms.iter().enumerate().filter(|(_, term)| term.spelled) {
            let text = term.text.as_bytes();
            if (SHORTEST_SLIP..=LONGEST_SLIP).contains(&text.len()) {
                slips.extend(with_one_missing(text).map(|key| (key, number as u32)));
            }
            if text.len() + 2 >= SHORTEST_TWO_SLIPS {
                pieces.extend(pieces_of(text).map(|piece| (piece, number as u32)));
            }
        }
        let names = Lists::of(self.names, self.terms.len());
        Vocabulary {
            terms: self.terms,
            keys: Table::of(self.keys),
            slips: Table::of(slips),
            pieces: Table::of(pieces),
            names,
        }
    }
}

impl Vocabulary {
    /// The names that have a term.
    pub(crate) fn names(&self, term: u32) -> &[u32] {
        self.names.at(term as usize)
    }

    /// A term by its number.
    pub(crate) fn term(&self, term: u32) -> Option<&Term> {
        self.terms.get(term as usize)
    }

    /// The terms with exactly these letters.
    pub(crate) fn spelled(&self, letters: &str) -> &[u32] {
        self.keys.get(mixed((KeyKind::Token, token_key(letters))))
    }

    /// The terms with these letters, or with one of them wrong; appended to `terms`.
    pub(crate) fn nearly_spelled(&self, letters: &str, terms: &mut Vec<u32>) {
        terms.extend_from_slice(self.spelled(letters));
        let text = letters.as_bytes();
        if !(SHORTEST_JOINED_SLIP..=LONGEST_SLIP).contains(&text.len()) {
            return;
        }
        for key in with_one_missing(text) {
            let near = self.slips.get(key).iter().filter(|number| {
                self.term(**number).is_some_and(|term| distance(text, term.text.as_bytes(), 1).is_some())
            });
            terms.extend(near);
        }
    }

    /// Every term that a part of a query may mean, each once, most alike first.
    ///
    /// Found for certain: the same letters, the same sounds or consonants, a known form, and one slip. Two slips are looked for where
    /// nothing of that is found.
    pub(crate) fn find(&self, token: &Token, found: &mut Vec<Found>, scratch: &mut Vec<u32>) {
        found.clear();
        for (kind, key) in token.keys() {
            let likeness = match kind {
                KeyKind::Token => 1.0,
                KeyKind::Consonants => 0.9,
                _ => 0.95,
            };
            let most = if kind == KeyKind::KnownForm { MOST_FORMS } else { usize::MAX };
            found.extend(
                self.keys
                    .get(mixed((kind, key)))
                    .iter()
                    .take(most)
                    .map(|term| Found { term: *term, likeness }),
            );
        }
        let text = token.text().as_bytes();
        if is_spelled(token) && (SHORTEST_SLIP..=LONGEST_SLIP).contains(&text.len()) {
            scratch.clear();
            for key in with_one_missing(text) {
                scratch.extend_from_slice(self.slips.get(key));
            }
            self.push_slips(text, scratch, found);
            if found.is_empty() && text.len() >= SHORTEST_TWO_SLIPS {
                self.with_common_pieces(text, scratch);
                self.push_slips(text, scratch, found);
            }
        }
        found.sort_unstable_by(|a, b| a.term.cmp(&b.term).then(b.likeness.total_cmp(&a.likeness)));
        found.dedup_by_key(|one| one.term);
        found.sort_unstable_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.term.cmp(&b.term)));
    }

    fn push_slips(&self, text: &[u8], terms: &mut Vec<u32>, found: &mut Vec<Found>) {
        terms.sort_unstable();
        terms.dedup();
        for number in terms.iter() {
            let Some(term) = self.term(*number) else { continue };
            let shorter = text.len().min(term.text.len());
            let limit = if shorter < 5 { 1 } else { 2 };
            if let Some(letters) = distance(text, term.text.as_bytes(), limit) {
                let longer = text.len().max(term.text.len()) as f32;
                found.push(Found { term: *number, likeness: 1.0 - f32::from(letters) / longer });
            }
        }
    }

    /// Terms that share so many pieces of three letters with a text as two slips leave.
    fn with_common_pieces(&self, text: &[u8], terms: &mut Vec<u32>) {
        terms.clear();
        for piece in pieces_of(text) {
            terms.extend_from_slice(self.pieces.get(piece));
        }
        terms.sort_unstable();
        let least = ((text.len() + 2) / 4).max(2);
        let mut kept = 0;
        let mut at = 0;
        while let Some(term) = terms.get(at).copied() {
            let run = terms.get(at..).unwrap_or_default().iter().take_while(|other| **other == term).count();
            if run >= least {
                if let Some(slot) = terms.get_mut(kept) {
                    *slot = term;
                }
                kept += 1;
            }
            at += run;
        }
        terms.truncate(kept);
    }

    /// Number of terms.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Bytes in memory.
    pub(crate) fn bytes(&self) -> usize {
        let terms = self.terms.capacity() * size_of::<Term>();
        let texts: usize = self.terms.iter().map(|term| term.text.len()).sum();
        terms + texts + self.keys.bytes() + self.slips.bytes() + self.pieces.bytes() + self.names.bytes()
    }

    /// Whether a vocabulary that was read back is whole, of so many names.
    pub(crate) fn is_sound(&self, names: usize) -> bool {
        let terms = self.terms.len();
        self.keys.is_sound(terms)
            && self.slips.is_sound(terms)
            && self.pieces.is_sound(terms)
            && self.names.is_sound(terms, names)
            && self.terms.iter().all(|term| (0.0..=1.0).contains(&term.weight))
    }
}

fn is_spelled(token: &Token) -> bool {
    use names::{Role, Script};
    token.role() != Role::Numeral
        && !matches!(token.script(), Some(Script::Han | Script::Hangul | Script::Kana))
}

/// A key with its kind in it.
fn mixed((kind, key): (KeyKind, u64)) -> u64 {
    let kind = match kind {
        KeyKind::Token => 1,
        KeyKind::Fingerprint => 2,
        KeyKind::Sound => 3,
        KeyKind::Consonants => 4,
        KeyKind::KnownForm => 5,
        KeyKind::Syllables => 6,
    };
    (key ^ kind).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ kind
}

/// The key of a name as a whole with its kind in it.
pub(crate) fn whole_key(key: (KeyKind, u64)) -> u64 {
    mixed(key)
}

/// Keys of a word and of what is left of it when one letter is missing: two words one slip apart share one (Garbe 2012, "symmetric
/// delete").
fn with_one_missing(text: &[u8]) -> impl Iterator<Item = u64> + '_ {
    (0..=text.len()).map(move |missing| {
        let kept = text.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, byte)| *byte);
        kept.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    })
}

/// The pieces of three letters of a word, its beginning and its end marked; each as a number.
fn pieces_of(text: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let letter = move |at: usize| at.checked_sub(2).and_then(|at| text.get(at)).copied().unwrap_or(b'.');
    (0..text.len() + 2)
        .map(move |at| [at, at + 1, at + 2].iter().fold(0, |piece, at| piece << 8 | u64::from(letter(*at))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use names::{NameKind, analyse};

    fn found(listed: &[&str], asked: &str) -> Vec<String> {
        let mut collector = Collector::default();
        for (number, name) in listed.iter().enumerate() {
            for token in analyse(name, NameKind::Organisation).tokens() {
                collector.add(token, number as u32, number as u32);
            }
        }
        let vocabulary = collector.finish();
        assert!(vocabulary.is_sound(listed.len()) && !vocabulary.is_sound(listed.len() - 1));
        let name = analyse(asked, NameKind::Organisation);
        let (mut found, mut scratch) = (Vec::new(), Vec::new());
        vocabulary.find(&name.tokens()[0], &mut found, &mut scratch);
        found.iter().map(|one| vocabulary.term(one.term).unwrap().text.to_string()).collect()
    }

    #[test]
    fn a_part_is_found_by_letters_sounds_and_slips() {
        let listed = ["Cholsan", "Kholodov", "Banskok", "Mansudae", "Namgang"];
        for (asked, expected) in [
            ("Cholsan", "cholsan"),
            ("Chlosan", "cholsan"),
            ("Cholsn", "cholsan"),
            ("Choldan", "cholsan"),
            ("Cholxsan", "cholsan"),
            ("Holodov", "kholodov"),
            ("Mamsudea", "mansudae"),
        ] {
            assert_eq!(found(&listed, asked), [expected], "{asked}");
        }
        assert_eq!(found(&listed, "Pyongyang"), [] as [&str; 0]);
    }
}
