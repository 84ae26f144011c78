//! Weights that are used as they lie in the program. Numbers are little-endian:
//!
//! ```text
//! length of the names, bits of a place, places: 32 bits each
//! names of the classes, parted by tabs
//! a place: hash of a feature (64 bits, all ones where there is none), where its weights begin (32 bits)
//! the weights of a feature: how many (8 bits), then class (8 bits) and thousandths (16 bits) of each
//! ```
//!
//! Features stand in the order of their hashes, each at the place that the first bits of its hash name or, where that is
//! taken, at the next free one. `build/weights.rs` writes this.

/// Bytes of a place.
const PLACE: usize = 12;

/// Packed weights.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    names: &'static str,
    /// How far a hash is moved to be the number of a place.
    shift: u32,
    places: &'static [[u8; PLACE]],
    weights: &'static [u8],
    /// By the first bits of a hash: a bit, set where a feature has them. Most features that are asked for are not there, and
    /// this is small enough to stay near the processor.
    filter: Box<[u64]>,
}

/// How many first bits of a hash the filter looks at.
const FILTER: u32 = 19;

impl Packed {
    /// The parts of packed weights; `None` where they are cut off.
    pub(super) fn new(bytes: &'static [u8]) -> Option<Self> {
        let (names, bytes) = number(bytes)?;
        let (bits, bytes) = number(bytes)?;
        let (places, bytes) = number(bytes)?;
        let (names, bytes) = bytes.split_at_checked(names as usize)?;
        let (places, weights) = bytes.split_at_checked(PLACE * places as usize)?;
        let mut filter = vec![0_u64; 1 << (FILTER - u64::BITS.ilog2())];
        for hash in places.as_chunks().0.iter().map(hash_at).filter(|hash| *hash != u64::MAX) {
            let (word, bit) = in_filter(hash);
            filter[word] |= bit;
        }
        Some(Self {
            names: std::str::from_utf8(names).ok()?,
            shift: u64::BITS.checked_sub(bits)?,
            places: places.as_chunks().0,
            weights,
            filter: filter.into(),
        })
    }

    /// The names of the classes.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.split('\t')
    }

    /// How many places there are; features are numbered by them.
    pub(super) const fn places(&self) -> usize {
        self.places.len()
    }

    /// The number of the feature with a hash.
    pub(super) fn feature(&self, hash: u64) -> Option<usize> {
        let (word, bit) = in_filter(hash);
        if self.filter[word] & bit == 0 {
            return None;
        }
        let asked = (hash >> self.shift) as usize;
        let next = self.places.get(asked..)?.iter().position(|place| hash_at(place) >= hash)?;
        self.places.get(asked + next).filter(|place| hash_at(place) == hash).map(|_| asked + next)
    }

    /// The classes that a feature speaks for or against, with their weight in thousandths.
    pub(super) fn of_feature(&self, feature: usize) -> impl Iterator<Item = (u8, i16)> {
        let start = self.places.get(feature).and_then(|place| place.last_chunk::<4>());
        let start = start.map_or(usize::MAX, |start| u32::from_le_bytes(*start) as usize);
        let (count, weights) = self.weights.get(start..).and_then(<[u8]>::split_first).unwrap_or((&0, &[]));
        let weights = weights.as_chunks::<3>().0.iter().take(usize::from(*count));
        weights.map(|[class, low, high]| (*class, i16::from_le_bytes([*low, *high])))
    }
}

fn number(bytes: &'static [u8]) -> Option<(u32, &'static [u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number), rest))
}

/// Where a hash is told in the filter: the word and its bit.
const fn in_filter(hash: u64) -> (usize, u64) {
    let first = hash >> (u64::BITS - FILTER);
    ((first / 64) as usize, 1 << (first % 64))
}

fn hash_at(place: &[u8; PLACE]) -> u64 {
    place.first_chunk::<8>().map_or(u64::MAX, |hash| u64::from_le_bytes(*hash))
}

#[cfg(test)]
mod tests {
    use super::super::hash::of_feature;
    use super::super::pack::pack;
    use super::*;

    fn packed(text: &str) -> Packed {
        Packed::new(pack(text).unwrap().leak()).unwrap()
    }

    #[test]
    fn weights_are_found_again() {
        let found = packed("# made\nclasses\tnone\tlevy\nvote=levy\t1:0.5\t0:-1.25\nl=x\nww=in a\t0:2\n");
        assert_eq!(found.names().collect::<Vec<_>>(), ["none", "levy"]);
        let of = |template, words| {
            let feature = found.feature(of_feature(template, words))?;
            Some(found.of_feature(feature).collect::<Vec<_>>())
        };
        assert_eq!(of("vote", "levy"), Some(vec![(1, 500), (0, -1250)]));
        assert_eq!(of("ww", "in a"), Some(vec![(0, 2000)]));
        assert_eq!(of("l", "x"), Some(Vec::new()));
        assert_eq!(of("l", "y"), None);
        assert_eq!((found.feature(0), found.feature(u64::MAX - 1)), (None, None));
    }

    #[test]
    fn many_features_are_all_found_and_no_others() {
        let line = |number: usize| format!("w={number}\t0:0.{:03}\n", number % 1000);
        let found = packed(&("classes\tnone\n".to_owned() + &(0..5_000).map(line).collect::<String>()));
        for number in 0..10_000 {
            let feature = found.feature(of_feature("w", &number.to_string()));
            let weight = feature.and_then(|feature| found.of_feature(feature).next());
            assert_eq!(weight, (number < 5_000).then_some((0, (number % 1000) as i16)));
        }
    }

    #[test]
    fn lines_that_are_none_are_refused() {
        for (text, line) in [
            ("", "1:"),
            ("vote=levy\t0:1\n", "1:"),
            ("classes\tnone\nvote\t0:1\n", "2:"),
            ("classes\tnone\na=b\t1:1\n", "2:"),
            ("classes\tnone\na=b\t0:0.0005\n", "2:"),
            ("classes\tnone\n# c\na=b\t0:40\n", "3:"),
            ("classes\tnone\na=b\t0\n", "2:"),
            ("classes\tnone\na=b\t0:1\na=b\t0:1\n", "0:"),
        ] {
            assert!(pack(text).unwrap_err().starts_with(line), "{text}");
        }
    }

    #[test]
    fn what_is_cut_off_is_no_weights() {
        let whole: &'static [u8] = pack("classes\tnone\na=b\t0:1\n").unwrap().leak();
        assert!(Packed::new(whole).is_some());
        assert!((0..40).all(|length| Packed::new(&whole[..length]).is_none()));
    }
}
