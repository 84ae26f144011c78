//! Cities by name, looked up in a table that lies ready in the program: there are tens of thousands of them, and most texts
//! name a few. Numbers are little-endian:
//!
//! ```text
//! beginnings of names: 32 bits
//! a beginning: hash of its pieces (64 bits, in order), twice the number of its first name plus one if longer names begin
//!   with it (32 bits); its names end where those of the next begin
//! a name: where the city's row begins in the table (32 bits), pieces that must begin with a capital and that must be
//!   capitals throughout (a bit each, 16 bits each)
//! ```
//!
//! `build/cities.rs` makes it of `data/cities.tsv`.

use super::tables::City;

const TABLE: &str = include_str!("../../data/cities.tsv");
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cities.index"));

/// Bytes of a beginning, and of a name.
const BEGINNING: usize = 12;
const NAME: usize = 8;

/// The index of cities.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cities {
    beginnings: &'static [[u8; BEGINNING]],
    names: &'static [[u8; NAME]],
}

/// The beginning of one name or more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning {
    number: usize,
    /// Whether a longer name begins with it.
    pub(super) longer: bool,
}

impl Cities {
    /// The index that ships with the crate; empty if it were cut off, which a test rules out.
    pub(super) fn embedded() -> Self {
        let parts = INDEX
            .split_first_chunk::<4>()
            .and_then(|(count, rest)| rest.split_at_checked(u32::from_le_bytes(*count) as usize * BEGINNING));
        let (beginnings, names) = parts.unwrap_or_default();
        Self { beginnings: beginnings.as_chunks().0, names: names.as_chunks().0 }
    }

    /// The beginning with this hash of its pieces.
    pub(super) fn beginning(&self, hash: u64) -> Option<Beginning> {
        let number = self.beginnings.binary_search_by_key(&hash, hash_of).ok()?;
        Some(Beginning { number, longer: self.payload(number)? & 1 == 1 })
    }

    /// The cities whose name ends with a beginning, if the words have the capitals they must have, the largest first.
    pub(super) fn fitting(
        &self,
        beginning: Beginning,
        capitals: u16,
        acronyms: u16,
    ) -> impl Iterator<Item = City> {
        let first = |number| self.payload(number).map_or(self.names.len(), |payload| payload as usize >> 1);
        let names = self.names.get(first(beginning.number)..first(beginning.number + 1)).unwrap_or_default();
        names.iter().filter_map(move |[a, b, c, d, e, f, g, h]| {
            let (needed, throughout) = (u16::from_le_bytes([*e, *f]), u16::from_le_bytes([*g, *h]));
            let fits = needed & !capitals == 0 && throughout & !acronyms == 0;
            let row = TABLE.get(u32::from_le_bytes([*a, *b, *c, *d]) as usize..).filter(|_| fits)?;
            City::of_row(row.lines().next()?)
        })
    }

    fn payload(&self, number: usize) -> Option<u32> {
        self.beginnings.get(number)?.last_chunk::<4>().map(|payload| u32::from_le_bytes(*payload))
    }

    /// Every city.
    #[cfg(test)]
    pub(super) fn all() -> impl Iterator<Item = City> {
        super::tables::rows(TABLE).map(|row| City::of_row(row).expect(row))
    }
}

fn hash_of(beginning: &[u8; BEGINNING]) -> u64 {
    beginning.first_chunk::<8>().map_or(0, |hash| u64::from_le_bytes(*hash))
}

#[cfg(test)]
mod tests {
    use super::super::pieces::{EMPTY, chain, pieces};
    use super::*;

    #[test]
    fn every_city_is_found_by_each_of_its_names() {
        let cities = Cities::embedded();
        for city in Cities::all() {
            for name in city.names.split('|') {
                let hash = pieces(name).take(16).fold(EMPTY, |hash, piece| chain(hash, piece.hash));
                let beginning = cities.beginning(hash).expect(name);
                let found: Vec<City> = cities.fitting(beginning, u16::MAX, u16::MAX).collect();
                assert!(found.contains(&city), "{name}");
                assert!(found.is_sorted_by(|one, next| one.population >= next.population), "{name}");
            }
        }
        assert!(cities.beginning(1).is_none());
    }

    #[test]
    fn cities_are_sorted_by_size() {
        let cities: Vec<City> = Cities::all().collect();
        assert!(cities.len() > 30_000);
        assert!(cities.is_sorted_by(|one, next| one.population >= next.population));
    }
}
