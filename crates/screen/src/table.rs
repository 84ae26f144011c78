//! Keys to numbers, as flat sorted arrays: made once, read fast, stored as they are.

use serde::{Deserialize, Serialize};

/// Lists of numbers, told apart by their place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lists {
    /// Where each list begins, and where the last one ends.
    #[serde(with = "fixed")]
    starts: Vec<u32>,
    #[serde(with = "fixed")]
    values: Vec<u32>,
}

impl Lists {
    /// The lists of these pairs of place and number, for the places below `places`.
    pub(crate) fn of(mut pairs: Vec<(u32, u32)>, places: usize) -> Lists {
        pairs.sort_unstable();
        pairs.dedup();
        let mut lists =
            Lists { starts: Vec::with_capacity(places + 1), values: Vec::with_capacity(pairs.len()) };
        let mut pairs = pairs.into_iter().peekable();
        for place in 0..places {
            lists.starts.push(lists.values.len() as u32);
            while let Some((_, value)) = pairs.next_if(|(at, _)| *at as usize == place) {
                lists.values.push(value);
            }
        }
        lists.starts.push(lists.values.len() as u32);
        lists
    }

    /// The numbers at a place, in ascending order.
    pub(crate) fn at(&self, at: usize) -> &[u32] {
        let bounds = self.starts.get(at).zip(self.starts.get(at + 1));
        bounds.and_then(|(start, end)| self.values.get(*start as usize..*end as usize)).unwrap_or_default()
    }

    /// Bytes in memory.
    pub(crate) fn bytes(&self) -> usize {
        (self.starts.capacity() + self.values.capacity()) * 4
    }

    /// Whether lists that were read back are whole: `places` of them, no number of `limit` or more.
    pub(crate) fn is_sound(&self, places: usize, limit: usize) -> bool {
        self.starts.is_sorted()
            && self.starts.len() == places + 1
            && self.starts.last().is_some_and(|end| *end as usize == self.values.len())
            && self.values.iter().all(|value| (*value as usize) < limit)
    }
}

/// For each key the numbers that stand under it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    #[serde(with = "fixed")]
    keys: Vec<u64>,
    lists: Lists,
}

impl Table {
    /// The table of these pairs; pairs that come twice are kept once.
    pub(crate) fn of(mut pairs: Vec<(u64, u32)>) -> Table {
        pairs.sort_unstable();
        pairs.dedup();
        let mut table = Table::default();
        table.lists.values.reserve_exact(pairs.len());
        for (key, value) in pairs {
            if table.keys.last() != Some(&key) {
                table.keys.push(key);
                table.lists.starts.push(table.lists.values.len() as u32);
            }
            table.lists.values.push(value);
        }
        table.lists.starts.push(table.lists.values.len() as u32);
        table.keys.shrink_to_fit();
        table.lists.starts.shrink_to_fit();
        table
    }

    /// The numbers under a key, in ascending order; none where there is no such key.
    pub(crate) fn get(&self, key: u64) -> &[u32] {
        self.keys.binary_search(&key).map_or(&[], |at| self.lists.at(at))
    }

    /// Bytes in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.keys.capacity() * 8 + self.lists.bytes()
    }

    /// Whether a table that was read back is whole: keys in order, no number of `limit` or more.
    pub(crate) fn is_sound(&self, limit: usize) -> bool {
        self.keys.is_sorted() && self.lists.is_sound(self.keys.len(), limit)
    }
}

/// Numbers as bytes of a fixed length, little-endian: they are many, and reading them must be fast.
mod fixed {
    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;
    use std::marker::PhantomData;

    /// A number of a fixed length.
    pub(super) trait Fixed: Copy {
        const LENGTH: usize;
        fn push(self, bytes: &mut Vec<u8>);
        fn read(bytes: &[u8]) -> Option<Self>;
    }

    macro_rules! fixed {
        ($($number:ty),+) => {$(
            impl Fixed for $number {
                const LENGTH: usize = size_of::<$number>();
                fn push(self, bytes: &mut Vec<u8>) {
                    bytes.extend_from_slice(&self.to_le_bytes());
                }
                fn read(bytes: &[u8]) -> Option<Self> {
                    bytes.try_into().ok().map(<$number>::from_le_bytes)
                }
            }
        )+};
    }
    fixed!(u32, u64);

    pub(super) fn serialize<N: Fixed, S: Serializer>(numbers: &[N], out: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(numbers.len() * N::LENGTH);
        numbers.iter().for_each(|number| number.push(&mut bytes));
        out.serialize_bytes(&bytes)
    }

    pub(super) fn deserialize<'d, N: Fixed, D: Deserializer<'d>>(input: D) -> Result<Vec<N>, D::Error> {
        struct Numbers<N>(PhantomData<N>);
        impl<N: Fixed> Visitor<'_> for Numbers<N> {
            type Value = Vec<N>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "numbers of {} bytes", N::LENGTH)
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<N>, E> {
                if !bytes.len().is_multiple_of(N::LENGTH) {
                    return Err(E::custom("a number is cut off"));
                }
                Ok(bytes.chunks_exact(N::LENGTH).filter_map(N::read).collect())
            }
        }
        input.deserialize_bytes(Numbers(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_under_their_keys_once_and_in_order() {
        let table = Table::of(vec![(7, 2), (3, 9), (7, 1), (7, 2)]);
        assert_eq!(table.get(7), [1, 2]);
        assert_eq!(table.get(3), [9]);
        assert_eq!(table.get(5), [] as [u32; 0]);
        assert!(table.is_sound(10) && !table.is_sound(9));
    }

    #[test]
    fn lists_are_told_apart_by_their_place() {
        let lists = Lists::of(vec![(2, 5), (0, 4), (2, 3)], 4);
        let all: Vec<&[u32]> = (0..5).map(|at| lists.at(at)).collect();
        assert_eq!(all, [&[4][..], &[], &[3, 5], &[], &[]]);
        assert!(lists.is_sound(4, 6) && !lists.is_sound(3, 6));
    }
}
