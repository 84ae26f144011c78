//! Which names of the index may be the name asked, and at most how alike.
//!
//! Every part of the query is looked up; every name that has what was found collects how much of the query it answers. From that follows
//! a bound on its score, so that most names that share a part are never compared.

use crate::index::{Index, for_joined, initials, weight};
use crate::record::Family;
use crate::vocabulary::{Found, SHORTEST_JOINED_SLIP, whole_key};
use names::{KeyKind, Name, NameKind, Token};

/// What a name has collected.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// The lookup it belongs to; others are stale.
    lookup: u32,
    /// The part of the query that was counted last, from 1.
    part: u16,
    /// Number of parts that agree.
    parts: u16,
    /// Weight that may agree, times likeness.
    agreed: f32,
    /// The weight itself.
    weight: f32,
    /// Bits of information in the parts that agree.
    bits: f32,
    /// Whether all of it may agree, in a way that its parts do not show.
    whole: bool,
}

/// A name that may be the one asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    /// Its number in the index.
    pub(crate) name: u32,
    /// Its score is at most this.
    pub(crate) bound: f32,
    /// How much the parts that agree tell, in bits: a part that one in a thousand entities has tells ten.
    pub(crate) bits: f32,
    /// How much of its weight stands in the query, 0..1.
    pub(crate) covered: f32,
}

/// Memory for lookups, used again and again.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    slots: Vec<Slot>,
    touched: Vec<u32>,
    lookup: u32,
    found: Vec<Found>,
    terms: Vec<u32>,
}

/// Parts of so many names at most always bring candidates: a name that shares a rarer part with the query is never missed. More common
/// ones only add to those there are, except for the rarest part of the query.
const COMMON: usize = 4096;

/// Score of names in which two parts contradict each other, and of those with one part in common: what
/// `names::compare` gives at most.
const CONTRADICTED: f32 = 0.65;

/// Score of two Korean or Chinese names of which one vowel differs.
const NEAR_SYLLABLES: f32 = 0.75;

impl Scratch {
    /// The names that may be the one asked, best bound first.
    pub(crate) fn candidates(
        &mut self,
        index: &Index,
        query: &Name,
        family: Family,
        candidates: &mut Vec<Candidate>,
    ) {
        self.begin(index);
        let entities = index.records.len().max(1) as f32;
        let mut parts: Vec<(usize, &Token)> =
            query.tokens().iter().filter(|token| token.is_key()).enumerate().collect();
        // The rarest first, so that common parts only add to what these brought.
        let names_of = |index: &Index, token: &Token| -> usize {
            index
                .vocabulary
                .spelled(token.text())
                .iter()
                .map(|term| index.vocabulary.names(*term).len())
                .sum()
        };
        parts.sort_by_cached_key(|(at, token)| (names_of(index, token), *at));
        let mut found = std::mem::take(&mut self.found);
        for (order, (_, token)) in parts.iter().enumerate() {
            index.vocabulary.find(token, &mut found, &mut self.terms);
            let bearers: usize = found.iter().map(|one| index.vocabulary.names(one.term).len()).sum();
            let brings = order == 0 || bearers <= COMMON;
            let of_entities: u32 = found
                .iter()
                .filter_map(|one| index.vocabulary.term(one.term))
                .map(|term| term.entities)
                .sum();
            let bits = (entities / of_entities.max(1) as f32).log2().max(0.0);
            for one in &found {
                self.count(index, one, token, order as u16 + 1, family, bits, brings);
            }
        }
        self.found = found;
        self.whole(index, query, family);
        self.collect(index, query, candidates);
    }

    fn begin(&mut self, index: &Index) {
        if self.slots.len() != index.names.len() || self.lookup == u32::MAX {
            self.slots = vec![Slot::default(); index.names.len()];
            self.lookup = 0;
        }
        self.lookup += 1;
        self.touched.clear();
    }

    #[allow(clippy::too_many_arguments, reason = "one step of a loop")]
    fn count(
        &mut self,
        index: &Index,
        one: &Found,
        token: &Token,
        part: u16,
        family: Family,
        bits: f32,
        brings: bool,
    ) {
        let Some(term) = index.vocabulary.term(one.term) else { return };
        let weight = token.weight().max(term.weight);
        let names = index.vocabulary.names(one.term);
        for number in names {
            let Some(slot) = self.slots.get_mut(*number as usize) else { continue };
            if slot.lookup != self.lookup {
                let meets = index.names.get(*number as usize).is_some_and(|name| family.meets(name.family));
                if !brings || !meets {
                    continue;
                }
                *slot = Slot { lookup: self.lookup, ..Slot::default() };
                self.touched.push(*number);
            }
            if slot.part != part {
                slot.part = part;
                slot.parts += 1;
                slot.agreed += weight * one.likeness;
                slot.weight += weight;
                slot.bits += bits * one.likeness;
            }
        }
    }

    /// Names that may agree as wholes: the same letters in another order or with other spaces, the same syllables.
    fn whole(&mut self, index: &Index, query: &Name, family: Family) {
        let entities = index.records.len().max(1) as f32;
        let touch = |scratch: &mut Self, numbers: &[u32]| {
            let bits = (entities / numbers.len().max(1) as f32).log2().max(0.0);
            for number in numbers {
                let Some(slot) = scratch.slots.get_mut(*number as usize) else { continue };
                let meets = index.names.get(*number as usize).is_some_and(|name| family.meets(name.family));
                if slot.lookup != scratch.lookup && meets {
                    *slot = Slot { lookup: scratch.lookup, ..Slot::default() };
                    scratch.touched.push(*number);
                }
                if slot.lookup == scratch.lookup {
                    slot.whole = true;
                    slot.bits = slot.bits.max(bits);
                }
            }
        };
        for key in query.whole_keys() {
            touch(self, index.wholes.get(whole_key(key)));
        }
        // A part of the query that is several parts there, and the other way round.
        let mut terms = std::mem::take(&mut self.terms);
        for token in query.tokens().iter().filter(|token| token.is_key() && token.text().len() > 3) {
            touch(self, index.wholes.get(whole_key((KeyKind::Token, names::token_key(token.text())))));
            terms.clear();
            in_pieces(index, token.text(), &mut terms);
            touch(self, &terms);
        }
        for_joined(query, |letters| {
            terms.clear();
            index.vocabulary.nearly_spelled(letters, &mut terms);
            for term in &terms {
                touch(self, index.vocabulary.names(*term));
            }
        });
        self.terms = terms;
    }

    fn collect(&mut self, index: &Index, query: &Name, candidates: &mut Vec<Candidate>) {
        candidates.clear();
        let asked = Asked {
            weight: weight(query),
            initials: f32::from(initials(query)),
            kind: query.kind(),
            has_syllables: query.has_syllables(),
        };
        for number in &self.touched {
            let (Some(slot), Some(name)) =
                (self.slots.get(*number as usize), index.names.get(*number as usize))
            else {
                continue;
            };
            let bound = if slot.whole { 1.0 } else { asked.bound(slot, name) };
            let covered = if slot.whole { 1.0 } else { slot.weight / name.weight.max(0.1) };
            candidates.push(Candidate { name: *number, bound, bits: slot.bits, covered });
        }
    }
}

/// Names in which a word stands in pieces, perhaps with a letter wrong; appended to `found`.
///
/// With one letter wrong, the first piece or the last is right: these are looked up.
fn in_pieces(index: &Index, word: &str, found: &mut Vec<u32>) {
    const SHORTEST_PIECE: usize = 3;
    if word.len() < SHORTEST_JOINED_SLIP || !word.is_ascii() {
        return;
    }
    for at in SHORTEST_PIECE..=word.len() - SHORTEST_PIECE {
        let (first, last) = word.split_at(at);
        for (piece, is_first) in [(first, true), (last, false)] {
            for term in index.vocabulary.spelled(piece) {
                let names = index.vocabulary.names(*term);
                if names.len() <= COMMON {
                    let has = |number: &&u32| {
                        let name = index.names.get(**number as usize);
                        name.is_some_and(|name| has_pieces(name.name.get(), word, piece, is_first))
                    };
                    found.extend(names.iter().filter(has));
                }
            }
        }
    }
}

/// Whether neighbouring parts of a name, the first or last of them `piece`, are a word but for one letter.
fn has_pieces(name: &Name, word: &str, piece: &str, is_first: bool) -> bool {
    let tokens = name.tokens();
    tokens.iter().enumerate().filter(|(_, token)| token.text() == piece).any(|(at, _)| {
        (2..=4).any(|count| {
            let start = if is_first { Some(at) } else { (at + 1).checked_sub(count) };
            let parts = start.and_then(|start| tokens.get(start..start + count));
            parts.is_some_and(|parts| {
                let length: usize = parts.iter().map(|part| part.text().len()).sum();
                length.abs_diff(word.len()) < 2 && {
                    let letters: String = parts.iter().map(Token::text).collect();
                    names::distance(letters.as_bytes(), word.as_bytes(), 1).is_some()
                }
            })
        })
    })
}

/// What of the query bears on every bound.
struct Asked {
    weight: f32,
    initials: f32,
    kind: NameKind,
    has_syllables: bool,
}

impl Asked {
    /// At most the score that `names::compare` gives; see `docs/names.md` for its rule.
    fn bound(&self, slot: &Slot, name: &crate::index::IndexedName) -> f32 {
        // An initial may stand for any part of the other side.
        let by_initials = self.initials + f32::from(name.initials);
        let left = (self.weight - slot.weight).max(0.0);
        let right = (name.weight - slot.weight).max(0.0);
        let (left, right) = ((left - f32::from(name.initials)).max(0.0), (right - self.initials).max(0.0));
        let agreed = slot.agreed + 0.8 * by_initials;
        let kind = if self.kind == NameKind::Unknown { name.kind } else { self.kind };
        let is_person = matches!(kind, NameKind::Person | NameKind::Unknown);
        let telling = 0.29;
        let both_alone = left > telling && right > telling;
        let one_alone = left > telling || right > telling;
        let cost = if is_person && !both_alone { 0.35 } else { 1.0 };
        let total = slot.weight.max(agreed) + cost * (left + right);
        let mut bound = if total > 0.0 { agreed / total } else { 0.0 };
        if is_person && (both_alone || slot.parts < 2 && one_alone && by_initials == 0.0) {
            bound = bound.min(CONTRADICTED);
        }
        if self.has_syllables && name.has_syllables && slot.weight * 2.0 >= self.weight {
            bound = bound.max(NEAR_SYLLABLES);
        }
        bound.min(1.0)
    }
}
