//! A signature of a text's wording, by which near-duplicates are found without comparing texts.
//!
//! Words are folded to lower case; three in a row are a shingle; one hash of each shingle fills 128 bins with the
//! smallest value that falls into each. Two signatures agree in as many bins, in expectation, as their texts share of
//! their shingles (the Jaccard similarity). The method is one permutation hashing (P. Li, A. Owen, C.-H. Zhang, *One
//! Permutation Hashing*, NIPS 2012); bins that stay empty borrow from others as in A. Shrivastava, *Optimal Densification
//! for Fast and Accurate Minwise Hashing*, ICML 2017.
//!
//! Signatures are kept, so everything here is fixed: the words, [`SHINGLE`], [`BINS`], [`SEED`], the hash. What changes
//! any of them must raise [`SIGNATURE_VERSION`]; signatures of different versions are not compared.
//!
//! ```
//! use read::minhash::Signature;
//! let one = Signature::of("The crew was held at sea for a year without pay, two of the men said on Monday.");
//! let other = Signature::of("The crew was held at sea for a year without pay, two of the men said on Tuesday.");
//! assert!(one.similarity(&other) > 0.6);
//! ```

use model::{Document, Joined};

/// Version of everything that a signature depends on.
pub const SIGNATURE_VERSION: u8 = 1;

/// Words of a shingle.
pub const SHINGLE: usize = 3;

/// Values of a signature.
pub const BINS: usize = 128;

/// Where hashing begins: the first 64 bits of the fractional part of the golden ratio.
pub const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Bands into which a signature is cut to find candidates: 32 of four values. Texts that share half of their shingles
/// meet in a band with a probability of 0.87, those that share 0.7 with 0.9998, those that share a fifth with 0.05.
pub const BANDS: usize = 32;

/// Attempts to find a full bin to borrow from before the next one is taken.
const MOST_ATTEMPTS: u64 = 1 << 16;

/// The signature of a text; texts without words have none in common with any.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    /// One value a bin; empty for a text without words.
    values: Vec<u32>,
}

impl Signature {
    /// The signature of a text, in one pass over it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut bins: Vec<Option<u32>> = vec![None; BINS];
        let mut last = [SEED; SHINGLE];
        let mut count = 0;
        let mut keep = |shingle: u64| {
            let hash = mixed(shingle);
            let bin = usize::try_from(hash % BINS as u64).unwrap_or_default();
            // The rest of the hash is independent of the bin.
            let value = u32::try_from(hash >> 32).unwrap_or_default();
            if let Some(slot) = bins.get_mut(bin) {
                *slot = Some(slot.map_or(value, |known| known.min(value)));
            }
        };
        for_each_word(text, |word| {
            last.rotate_left(1);
            last[SHINGLE - 1] = word;
            count += 1;
            if count >= SHINGLE {
                keep(joined(&last));
            }
        });
        if count == 0 {
            return Self { values: Vec::new() };
        }
        if count < SHINGLE {
            keep(joined(&last));
        }
        Self { values: densified(&bins) }
    }

    /// The signature of a document: of its main text, or of all its text where it has none.
    #[must_use]
    pub fn of_document(document: &Document) -> Self {
        let main = document.main();
        let text = if main.is_empty() { &document.text } else { &main };
        // Lines of two editions end at different words.
        Self::of(Joined::of(text).text())
    }

    /// Estimated share of shingles that two texts have in common, 0..1; 0 where either has no words.
    ///
    /// The standard error is at most 0.044, where the share is one half.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        if self.values.len() != BINS || other.values.len() != BINS {
            return 0.0;
        }
        share_of_same(&self.values, &other.values)
    }

    /// One key a band, with the number of the band in it: texts with a key in common are candidates for near-duplicates.
    #[must_use]
    pub fn bands(&self) -> Vec<u64> {
        let bands = self.values.chunks_exact(BINS / BANDS).enumerate();
        bands.map(|(number, values)| band_key(number, values)).collect()
    }

    /// The values in hexadecimal, eight digits each: 1,024 characters, or none for a text without words.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.values.iter().map(|value| format!("{value:08x}")).collect()
    }

    /// Reads what [`Signature::to_hex`] wrote; `None` for anything else.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        if !text.is_ascii() || (text.len() != BINS * 8 && !text.is_empty()) {
            return None;
        }
        let value =
            |at: usize| text.get(at * 8..at * 8 + 8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let values = (0..text.len() / 8).map(value).collect::<Option<Vec<u32>>>()?;
        Some(Self { values })
    }
}

/// Pairs of texts, by number, that share a band and whose estimated similarity is at least `least`; each once, in order.
///
/// Only texts that meet in a band are compared, so the work grows with the number of near-duplicates, not of pairs.
#[must_use]
pub fn similar_pairs(signatures: &[Signature], least: f64) -> Vec<(usize, usize, f64)> {
    let mut keys: Vec<(u64, usize)> = Vec::new();
    for (number, signature) in signatures.iter().enumerate() {
        keys.extend(signature.bands().into_iter().map(|key| (key, number)));
    }
    keys.sort_unstable();
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for bucket in keys.chunk_by(|one, other| one.0 == other.0) {
        for (place, (_, one)) in bucket.iter().enumerate() {
            candidates.extend(bucket.iter().skip(place + 1).map(|(_, other)| (*one, *other)));
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let estimate = |(one, other): (usize, usize)| {
        let similarity = signatures.get(one)?.similarity(signatures.get(other)?);
        (similarity >= least).then_some((one, other, similarity))
    };
    candidates.into_iter().filter_map(estimate).collect()
}

/// Signatures of many texts, in one piece of memory: half a kilobyte each.
#[derive(Debug, Clone, Default)]
pub struct Signatures {
    /// [`BINS`] values a text; zeros for a text without words.
    values: Vec<u32>,
    /// Whether a text has words.
    has_words: Vec<bool>,
}

/// Texts of one band that a text is compared with in vain before the rest of the band is left to other bands: very many texts meet in a
/// band only where they share little more than what a site writes on each of its pages.
const MOST_IN_VAIN: usize = 256;

impl Signatures {
    /// Of so many texts, all without words.
    #[must_use]
    pub fn new(texts: usize) -> Self {
        Self { values: vec![0; texts * BINS], has_words: vec![false; texts] }
    }

    /// Sets the signature of a text by its number, from 0.
    pub fn set(&mut self, text: usize, signature: &Signature) {
        let place = self.values.get_mut(text * BINS..(text + 1) * BINS);
        if let (Some(place), Some(has_words)) = (place, self.has_words.get_mut(text))
            && signature.values.len() == BINS
        {
            place.copy_from_slice(&signature.values);
            *has_words = true;
        }
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.has_words.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.has_words.is_empty()
    }

    fn values(&self, text: usize) -> Option<&[u32]> {
        let has_words = self.has_words.get(text).copied().unwrap_or_default();
        self.values.get(text * BINS..(text + 1) * BINS).filter(|_| has_words)
    }

    /// Estimated share of shingles that two texts have in common, as [`Signature::similarity`].
    #[must_use]
    pub fn similarity(&self, one: usize, other: usize) -> f64 {
        self.values(one).zip(self.values(other)).map_or(0.0, |(one, other)| share_of_same(one, other))
    }

    /// Groups of texts that pairs join whose estimated similarity is at least `least`: for each text the first of its group.
    ///
    /// Only texts that meet in a band are compared, and none whose groups are joined already, so that the work grows with the number
    /// of texts and not of pairs.
    #[must_use]
    pub fn groups(&self, least: f64) -> Vec<usize> {
        let mut groups = Groups((0..self.len()).collect());
        // Texts to the letter alike need no comparison; there may be very many of them.
        let mut texts: Vec<usize> = (0..self.len()).filter(|text| self.values(*text).is_some()).collect();
        texts.sort_unstable_by_key(|text| (self.values(*text), *text));
        texts.dedup_by(|next, first| {
            let is_same = self.values(*next) == self.values(*first);
            if is_same {
                groups.join(*first, *next);
            }
            is_same
        });
        let mut keys: Vec<(u64, usize)> = Vec::with_capacity(texts.len());
        for band in 0..BANDS {
            let width = BINS / BANDS;
            let key = |text: &usize| {
                let values = self.values(*text)?.get(band * width..(band + 1) * width)?;
                Some((band_key(band, values), *text))
            };
            keys.clear();
            keys.extend(texts.iter().filter_map(key));
            keys.sort_unstable();
            for bucket in keys.chunk_by(|one, other| one.0 == other.0) {
                self.join_within(bucket, least, &mut groups);
            }
        }
        (0..self.len()).map(|text| groups.first_of(text)).collect()
    }

    fn join_within(&self, bucket: &[(u64, usize)], least: f64, groups: &mut Groups) {
        let first = bucket.first().map(|(_, text)| groups.first_of(*text));
        if bucket.iter().all(|(_, text)| Some(groups.first_of(*text)) == first) {
            return;
        }
        for (at, (_, one)) in bucket.iter().enumerate() {
            let mut in_vain = 0;
            for (_, other) in bucket.iter().skip(at + 1) {
                if groups.first_of(*one) == groups.first_of(*other) {
                    continue;
                }
                if self.similarity(*one, *other) >= least {
                    groups.join(*one, *other);
                } else {
                    in_vain += 1;
                    if in_vain >= MOST_IN_VAIN {
                        break;
                    }
                }
            }
        }
    }
}

/// For each text another one of its group, that before it; the first of a group leads to itself.
struct Groups(Vec<usize>);

impl Groups {
    /// The first of a group; the way to it is made shorter.
    fn first_of(&mut self, mut text: usize) -> usize {
        while let Some(next) = self.0.get(text).copied().filter(|next| *next != text) {
            let beyond = self.0.get(next).copied().unwrap_or(next);
            if let Some(place) = self.0.get_mut(text) {
                *place = beyond;
            }
            text = beyond;
        }
        text
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first_of(one), self.first_of(other));
        if let Some(place) = self.0.get_mut(one.max(other)) {
            *place = one.min(other);
        }
    }
}

fn share_of_same(one: &[u32], other: &[u32]) -> f64 {
    let same = one.iter().zip(other).filter(|(one, other)| one == other).count();
    #[expect(clippy::cast_precision_loss, reason = "at most 128")]
    let share = same as f64 / BINS as f64;
    share
}

fn band_key(number: usize, values: &[u32]) -> u64 {
    values.iter().fold(mixed(SEED ^ number as u64), |key, value| mixed(key ^ u64::from(*value)))
}

/// Spreads the bits of a number: the finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(SEED);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// One number for words in their order.
fn joined(words: &[u64; SHINGLE]) -> u64 {
    words.iter().fold(SEED, |sum, word| mixed(sum ^ word))
}

/// Whether every character is a word: scripts that set no spaces between words.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Hashes the words of a text in order: runs of letters and digits in lower case (FNV-1a over UTF-8, 64 bits).
fn for_each_word(text: &str, mut word: impl FnMut(u64)) {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = BASIS;
    let mut buffer = [0; 4];
    let mut add = |hash: u64, character: char| {
        let bytes = character.encode_utf8(&mut buffer).as_bytes();
        bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
    };
    for character in text.chars() {
        if stands_alone(character) {
            if hash != BASIS {
                word(hash);
            }
            word(add(BASIS, character));
            hash = BASIS;
        } else if character.is_ascii_alphanumeric() {
            hash = add(hash, character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            hash = character.to_lowercase().fold(hash, &mut add);
        } else if hash != BASIS {
            word(hash);
            hash = BASIS;
        }
    }
    if hash != BASIS {
        word(hash);
    }
}

/// Fills empty bins with the value of a full one that depends on the empty bin's number alone.
fn densified(bins: &[Option<u32>]) -> Vec<u32> {
    let borrowed = |bin: usize| {
        let mut attempt = 0;
        loop {
            let choice = mixed(SEED ^ (bin as u64) << 32 ^ attempt) % BINS as u64;
            let lender = bins.get(usize::try_from(choice).unwrap_or_default()).copied().flatten();
            attempt += 1;
            match lender {
                Some(value) => return value,
                None if attempt < MOST_ATTEMPTS => {}
                None => return bins.iter().flatten().next().copied().unwrap_or_default(),
            }
        }
    };
    bins.iter().enumerate().map(|(bin, value)| value.unwrap_or_else(|| borrowed(bin))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbered(words: std::ops::Range<usize>) -> String {
        words.map(|number| format!("word{number} ")).collect()
    }

    #[test]
    fn signatures_do_not_change() {
        let signature =
            Signature::of("Workers hand over most of what they earn. 임금의 대부분을 바친다. 工人上交工资。");
        let digest = signature.bands().into_iter().fold(0, |sum: u64, key| sum.rotate_left(5) ^ key);
        assert_eq!(format!("{digest:016x}"), "63fc976dce77b607");
    }

    #[test]
    fn similarity_is_near_the_share_of_shingles() {
        for (overlap, share) in [(1000, 1.0), (900, 898.0 / 1098.0), (500, 498.0 / 1498.0), (0, 0.0)] {
            let one = Signature::of(&numbered(0..1000));
            let other = Signature::of(&numbered(1000 - overlap..2000 - overlap));
            assert!((one.similarity(&other) - share).abs() < 0.1, "{overlap}: {}", one.similarity(&other));
        }
    }

    #[test]
    fn case_spaces_and_marks_do_not_count() {
        let one = Signature::of("The CREW was\nheld — at sea.");
        assert_eq!(one, Signature::of("the crew, was held at   sea"));
        assert_ne!(one, Signature::of("the crew was held at port"));
        assert_eq!(Signature::of("工人 上交"), Signature::of("工人上交"));
    }

    #[test]
    fn near_duplicates_are_found_among_others() {
        let mut texts: Vec<String> =
            (0..40).map(|number| numbered(number * 1000..number * 1000 + 300)).collect();
        texts.push(numbered(5010..5300));
        texts.push(String::new());
        texts.push("…".to_owned());
        let signatures: Vec<Signature> = texts.iter().map(|text| Signature::of(text)).collect();
        let pairs: Vec<(usize, usize)> =
            similar_pairs(&signatures, 0.7).into_iter().map(|(one, other, _)| (one, other)).collect();
        assert_eq!(pairs, [(5, 40)]);
    }

    #[test]
    fn groups_are_what_pairs_join() {
        let mut texts: Vec<String> =
            (0..20).map(|number| numbered(number * 1000..number * 1000 + 300)).collect();
        // Each shares four fifths with the one before; the last is the first of them again.
        texts.extend((1..5).map(|step| numbered(5000 + step * 30..5300 + step * 30)));
        texts.push(numbered(5000..5300));
        texts.push(String::new());
        texts.push("…".to_owned());
        let mut all = Signatures::new(texts.len());
        texts.iter().enumerate().for_each(|(number, text)| all.set(number, &Signature::of(text)));
        let groups = all.groups(0.7);
        let mut expected: Vec<usize> = (0..texts.len()).collect();
        expected[20..25].fill(5);
        assert_eq!(groups, expected);
        assert!(all.similarity(5, 20) > 0.7 && all.similarity(5, 24) == 1.0 && all.similarity(25, 26) == 0.0);
    }

    proptest! {
        #[test]
        fn any_text_has_a_signature_that_reads_back(text in "\\PC{0,200}") {
            let signature = Signature::of(&text);
            prop_assert_eq!(Signature::from_hex(&signature.to_hex()), Some(signature.clone()));
            let words = text.chars().any(char::is_alphanumeric);
            prop_assert_eq!(signature.similarity(&signature) > 0.5, words);
        }
    }
}
