//! Names to what they name: a trie over pieces, kept as hashes.

use super::cities::{Beginning, Cities};
use super::pieces::{EMPTY, LONGEST, chain, pieces};
use super::tables::City;
use rustc_hash::FxHashMap;

/// What a name names: the place of a row in one of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    CountryName(u32),
    CountryAdjective(u32),
    CountryPeople(u32),
    CountryCapital(u32),
    WorldRegion(u32),
    WorldRegionAdjective(u32),
    Organisation(u32),
    Region(u32),
}

const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Node {
    /// First name that ends here.
    first: u32,
    /// Whether a longer name begins with this one's pieces.
    longer: bool,
}

#[derive(Debug, Clone, Copy)]
struct Name {
    target: Target,
    /// Pieces that must begin with a capital, one bit each.
    capitals: u16,
    /// Pieces that must be capitals throughout, one bit each.
    acronyms: u16,
    /// Next name with the same pieces.
    next: u32,
}

/// Names found at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Words that the name takes up.
    pub(super) words: usize,
    /// Byte of the last word at which the name ends.
    pub(super) end: usize,
    /// What it names in the tables.
    pub(super) targets: Vec<Target>,
    /// The cities that it names, the largest first.
    pub(super) cities: Vec<City>,
}

/// All names. Two sequences of pieces count as the same where their 64-bit hashes are.
#[derive(Debug)]
pub(super) struct Index {
    nodes: FxHashMap<u64, Node>,
    names: Vec<Name>,
    cities: Cities,
}

impl Index {
    /// The names of cities, and room for so many others.
    pub(super) fn with_capacity(names: usize) -> Self {
        let mut nodes = FxHashMap::default();
        nodes.reserve(names);
        Self { nodes, names: Vec::with_capacity(names), cities: Cities::embedded() }
    }

    /// Adds a name. Of names with the same pieces, the one that was added last is found first.
    pub(super) fn insert(&mut self, name: &str, target: Target) {
        self.insert_spelling(name, target);
        if name.contains('\'') {
            self.insert_spelling(&name.replace('\'', ""), target);
        }
    }

    fn insert_spelling(&mut self, name: &str, target: Target) {
        let (mut hash, mut capitals, mut acronyms) = (EMPTY, 0_u16, 0_u16);
        let mut ahead = pieces(name).take(LONGEST).enumerate().peekable();
        while let Some((position, piece)) = ahead.next() {
            hash = chain(hash, piece.hash);
            capitals |= u16::from(piece.capital) << position;
            acronyms |= u16::from(piece.acronym) << position;
            let last = ahead.peek().is_none();
            let node = self.nodes.entry(hash).or_insert(Node { first: NONE, longer: false });
            node.longer |= !last;
            if last {
                let mut known = node.first;
                while let Some(name) = self.names.get(known as usize) {
                    if (name.target, name.capitals, name.acronyms) == (target, capitals, acronyms) {
                        return;
                    }
                    known = name.next;
                }
                let next =
                    std::mem::replace(&mut node.first, u32::try_from(self.names.len()).unwrap_or(NONE));
                self.names.push(Name { target, capitals, acronyms, next });
            }
        }
    }

    /// The longest name that begins with the first of `words`.
    pub(super) fn longest(&self, words: &[&str]) -> Option<Found> {
        let first = words.first()?.chars().next()?;
        if !first.is_uppercase() && !first.is_numeric() {
            return None;
        }
        let (mut hash, mut capitals, mut acronyms, mut position) = (EMPTY, 0_u16, 0_u16, 0);
        let mut found = None;
        'words: for (index, word) in words.iter().enumerate() {
            for piece in pieces(word) {
                if position == LONGEST {
                    break 'words;
                }
                hash = chain(hash, piece.hash);
                capitals |= u16::from(piece.capital) << position;
                acronyms |= u16::from(piece.acronym) << position;
                position += 1;
                let (node, city) = (self.nodes.get(&hash), self.cities.beginning(hash));
                let first = node.map_or(NONE, |node| node.first);
                let ends = self.fitting(first, capitals, acronyms).next().is_some()
                    || self.cities_of(city, capitals, acronyms).next().is_some();
                if ends {
                    found = Some((index, piece.end, first, city, capitals, acronyms));
                }
                if !node.is_some_and(|node| node.longer) && !city.is_some_and(|city| city.longer) {
                    break 'words;
                }
            }
        }
        let (index, end, first, city, capitals, acronyms) = found?;
        Some(Found {
            words: index + 1,
            end,
            targets: self.fitting(first, capitals, acronyms).collect(),
            cities: self.cities_of(city, capitals, acronyms).collect(),
        })
    }

    fn cities_of(
        &self,
        beginning: Option<Beginning>,
        capitals: u16,
        acronyms: u16,
    ) -> impl Iterator<Item = City> + '_ {
        let fitting = move |beginning| self.cities.fitting(beginning, capitals, acronyms);
        beginning.into_iter().flat_map(fitting)
    }

    fn fitting(&self, first: u32, capitals: u16, acronyms: u16) -> impl Iterator<Item = Target> + '_ {
        let mut next = first;
        std::iter::from_fn(move || {
            while let Some(name) = self.names.get(next as usize) {
                next = name.next;
                if name.capitals & !capitals == 0 && name.acronyms & !acronyms == 0 {
                    return Some(name.target);
                }
            }
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins_and_capitals_count() {
        let mut index = Index::with_capacity(8);
        for (name, target) in
            ["Ghinea", "Ghinea-Bissaw", "USX", "Rhepublic of the Kongo", "Bissaw"].into_iter().zip(0..)
        {
            index.insert(name, Target::Region(target));
        }
        let find = |words: &[&str]| index.longest(words).map(|found| (found.words, found.end, found.targets));
        assert_eq!(find(&["Ghinea", "was"]), Some((1, 6, vec![Target::Region(0)])));
        assert_eq!(find(&["Ghinea", "Bissaw"]), Some((2, 6, vec![Target::Region(1)])));
        assert_eq!(find(&["Ghinea-Bissaw’s"]), Some((1, 13, vec![Target::Region(1)])));
        assert_eq!(find(&["ghinea"]), None);
        assert_eq!(find(&["USX"]), Some((1, 3, vec![Target::Region(2)])));
        assert_eq!(find(&["Usx"]), None);
        assert_eq!(find(&["Rhepublic", "Of", "The", "Kongo"]), Some((4, 5, vec![Target::Region(3)])));
        assert_eq!(find(&["Rhepublic", "of", "the", "kongo"]), None);
        assert_eq!(find(&[]), None);
    }

    #[test]
    fn what_was_added_last_is_found_first() {
        let mut index = Index::with_capacity(2);
        index.insert("Georgia", Target::Region(0));
        index.insert("Georgia", Target::CountryName(0));
        index.insert("Georgia", Target::CountryName(0));
        let found = index.longest(&["GEORGIA"]).map(|found| found.targets);
        assert_eq!(found, Some(vec![Target::CountryName(0), Target::Region(0)]));
    }
}
