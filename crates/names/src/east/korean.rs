//! Hangul and its romanisations.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::{MOST_READINGS, combine, family_first, han};
use crate::analyse::Word;
use crate::sound::Fnv;
use crate::tables::{column, rows};

/// The letters a syllable may begin with, turn on and end with; a bit for each letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Syllable {
    onset: u32,
    vowel: u32,
    coda: u16,
}

impl Syllable {
    /// What either may be.
    pub(crate) fn or(self, other: Syllable) -> Syllable {
        Syllable {
            onset: self.onset | other.onset,
            vowel: self.vowel | other.vowel,
            coda: self.coda | other.coda,
        }
    }

    /// Whether both can be the same syllable.
    pub(crate) fn meets(self, other: Syllable) -> bool {
        self.onset & other.onset != 0 && self.vowel & other.vowel != 0 && self.coda & other.coda != 0
    }

    /// Whether both differ at most in a vowel that is easily taken for another.
    fn is_near(self, other: Syllable) -> bool {
        self.onset & other.onset != 0
            && self.coda & other.coda != 0
            && neighbours(self.vowel) & other.vowel != 0
    }

    /// The syllable of a Hangul character (Unicode chapter 3.12).
    pub(crate) fn of_hangul(c: char) -> Option<Syllable> {
        let index = (c as u32).checked_sub(0xac00).filter(|index| *index < 11_172)?;
        let coda = CODA_CLASS.get((index % 28) as usize)?;
        Some(Syllable { onset: 1 << (index / 588), vowel: 1 << (index / 28 % 21), coda: 1 << coda })
    }

    /// The syllable as it may stand at the beginning of a name or of its given part, where South and North write
    /// ㄹ, ㄴ and nothing for one another (the rule of initial sounds).
    fn at_beginning(mut self) -> Syllable {
        if self.onset & NIEUN != 0 || self.onset & SILENT != 0 && self.vowel & PALATAL != 0 {
            self.onset |= RIEUL;
        }
        self
    }
}

const NIEUN: u32 = 1 << 2;
const RIEUL: u32 = 1 << 5;
const SILENT: u32 = 1 << 11;
/// ㅑ, ㅒ, ㅕ, ㅖ, ㅛ, ㅠ, ㅣ.
const PALATAL: u32 = 1 << 2 | 1 << 3 | 1 << 6 | 1 << 7 | 1 << 12 | 1 << 17 | 1 << 20;

/// The consonants at the beginning, vowels and consonants at the end, in the order of Unicode.
const ONSETS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS: &str = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
/// Ends of syllables as they sound: none, then these.
const CODAS: &str = "ㄱㄴㄷㄹㅁㅂㅇ";
/// Which of them each of the 28 written ends is.
const CODA_CLASS: [u8; 28] =
    [0, 1, 1, 1, 2, 2, 2, 3, 4, 1, 5, 4, 4, 4, 6, 4, 5, 6, 6, 3, 3, 7, 3, 3, 1, 3, 6, 3];

/// Vowels that hearers and clerks take for one another, each with its neighbours.
const NEAR_VOWELS: &[(char, &str)] = &[
    ('ㅏ', "ㅐㅑㅘ"),
    ('ㅐ', "ㅏㅔ"),
    ('ㅓ', "ㅗㅜㅡㅕ"),
    ('ㅔ', "ㅐㅖ"),
    ('ㅕ', "ㅓㅛ"),
    ('ㅗ', "ㅓㅜㅘ"),
    ('ㅘ', "ㅏㅗ"),
    ('ㅛ', "ㅕㅠ"),
    ('ㅜ', "ㅓㅗㅡ"),
    ('ㅠ', "ㅛ"),
    ('ㅡ', "ㅓㅜ"),
    ('ㅢ', "ㅣㅡ"),
    ('ㅣ', "ㅢ"),
];

fn neighbours(vowels: u32) -> u32 {
    NEAR_VOWELS
        .iter()
        .filter(|(vowel, _)| bit(VOWELS, *vowel) & vowels != 0)
        .flat_map(|(_, near)| near.chars())
        .fold(0, |set, vowel| set | bit(VOWELS, vowel))
}

fn bit(letters: &str, letter: char) -> u32 {
    letters.chars().position(|known| known == letter).map_or(0, |at| 1 << at)
}

struct Spellings {
    onsets: HashMap<&'static str, u32>,
    vowels: HashMap<&'static str, u32>,
    codas: HashMap<&'static str, u32>,
    families: Vec<Syllable>,
}

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let (mut onsets, mut vowels, mut codas) = (HashMap::new(), HashMap::new(), HashMap::from([("", 1)]));
    let mut families = Vec::new();
    for row in rows(include_str!("../../data/korean.tsv")) {
        let letter = column(&row, 1).chars().next().unwrap_or_default();
        let spellings = column(&row, 2).split('|').map(|spelling| spelling.trim_matches('-'));
        match column(&row, 0) {
            "onset" => spellings.for_each(|s| *onsets.entry(s).or_insert(0) |= bit(ONSETS, letter)),
            "vowel" => spellings.for_each(|s| *vowels.entry(s).or_insert(0) |= bit(VOWELS, letter)),
            "coda" => spellings.for_each(|s| *codas.entry(s).or_insert(0) |= bit(CODAS, letter) << 1),
            _ => families.extend(spellings.filter_map(|s| s.chars().next()).filter_map(Syllable::of_hangul)),
        }
    }
    for row in rows(include_str!("../../data/family_names.tsv")).filter(|row| column(row, 0) == "ko") {
        families.extend(column(&row, 1).chars().filter_map(Syllable::of_hangul));
    }
    for family in &mut families {
        *family = family.at_beginning();
    }
    Spellings { onsets, vowels, codas, families }
});

/// Whether a reading is a family name: one syllable of the list, or two as `선우`.
fn is_family(reading: &[Syllable]) -> bool {
    match reading {
        [one] => SPELLINGS.families.iter().any(|family| family.meets(one.at_beginning())),
        _ => false,
    }
}

/// Names are two to four syllables long.
fn names_of(words: &[&Word], readings: Vec<Vec<Vec<Syllable>>>) -> Vec<Vec<Syllable>> {
    if readings.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let Some(ordered) = family_first(words, readings, is_family) else { return Vec::new() };
    let mut names = combine(&ordered);
    names.retain(|name| (2..=4).contains(&name.len()));
    names.into_iter().map(begin).collect()
}

/// Reads a name in Hangul, written in one word or in two or three.
pub(super) fn read_hangul(words: &[&Word]) -> Vec<Vec<Syllable>> {
    let mut name: Vec<Syllable> = Vec::new();
    for c in words.iter().flat_map(|word| word.written.nfc()) {
        match Syllable::of_hangul(c) {
            Some(syllable) => name.push(syllable),
            None => return Vec::new(),
        }
    }
    if !(2..=4).contains(&name.len()) {
        return Vec::new();
    }
    vec![begin(name)]
}

/// A name whose first two syllables may begin as at the beginning of a word.
pub(super) fn begin(mut name: Vec<Syllable>) -> Vec<Syllable> {
    name.iter_mut().take(2).for_each(|syllable| *syllable = syllable.at_beginning());
    name
}

/// Reads a name in Latin letters, if a family name of the list and syllables of Korean are all of it.
pub(super) fn read_latin(words: &[&Word]) -> Vec<Vec<Syllable>> {
    if !(2..=4).contains(&words.len()) {
        return Vec::new();
    }
    // The first word that cannot be read ends it: most names are not Korean.
    let read = |word: &&Word| Some(cut(&spelled(&word.written))).filter(|readings| !readings.is_empty());
    let readings: Option<Vec<Vec<Vec<Syllable>>>> = words.iter().map(read).collect();
    readings.map(|readings| names_of(words, readings)).unwrap_or_default()
}

/// Lower case; the breves of McCune-Reischauer and all sorts of apostrophes as `'`.
fn spelled(written: &str) -> String {
    let plain = written.nfd().flat_map(char::to_lowercase).map(|c| match c {
        '\u{306}' | '\u{30c}' | '’' | '‘' | '`' | '´' | 'ʻ' | 'ʼ' | '′' => '\'',
        _ => c,
    });
    let plain: String = plain.filter(|c| c.is_ascii_lowercase() || *c == '\'').collect();
    // Some lists set the mark of ŏ before the vowel: `Ky'ong` for `Kyŏng`. No spelling doubles a, i, u or the mark.
    let plain = plain.replace("''", "'").replace("y'o", "yo'");
    ["aa", "ii", "uu"].iter().fold(plain, |text, double| text.replace(double, &double[..1]))
}

/// The ways to cut a word into as few syllables of Chinese characters as possible, one or two.
///
/// Syllables that no character has are no syllables of a name: that tells `Cheng` and `Tie` from Korean.
fn cut(word: &str) -> Vec<Vec<Syllable>> {
    if word.len() > 20 {
        return Vec::new();
    }
    for count in 1..=2 {
        let mut found = Vec::new();
        extend(word, count, &mut Vec::with_capacity(count), &mut found);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn extend(rest: &str, count: usize, begun: &mut Vec<Syllable>, found: &mut Vec<Vec<Syllable>>) {
    let rest = if begun.is_empty() { rest } else { rest.trim_start_matches('\'') };
    if count == 0 {
        if rest.is_empty() && found.len() < MOST_READINGS {
            found.push(begun.clone());
        }
        return;
    }
    for (onset, after_onset) in beginnings(rest, &SPELLINGS.onsets, 3) {
        for (vowel, after_vowel) in beginnings(after_onset, &SPELLINGS.vowels, 3) {
            for (coda, after_coda) in beginnings(after_vowel, &SPELLINGS.codas, 2) {
                let syllable = Syllable { onset, vowel, coda: coda as u16 };
                if han::has_korean_reading(syllable) {
                    begun.push(syllable);
                    extend(after_coda, count - 1, begun, found);
                    begun.pop();
                }
            }
        }
    }
}

/// Every spelling of a table that a text begins with, and what follows it.
fn beginnings<'a>(
    text: &'a str,
    table: &'static HashMap<&'static str, u32>,
    longest: usize,
) -> impl Iterator<Item = (u32, &'a str)> {
    (0..=longest.min(text.len())).rev().filter_map(|end| {
        let (start, rest) = text.split_at_checked(end)?;
        table.get(start).map(|letters| (*letters, rest))
    })
}

/// How many syllables agree.
pub(super) struct Agreeing {
    /// Syllables that can be the same.
    pub(super) same: usize,
    /// Syllables that differ only in a vowel easily taken for another.
    pub(super) near: usize,
}

/// Compares two readings in order.
pub(super) fn agreeing(a: &[Syllable], b: &[Syllable]) -> Agreeing {
    let mut found = Agreeing { same: 0, near: 0 };
    for (left, right) in a.iter().zip(b) {
        if left.meets(*right) {
            found.same += 1;
        } else if left.is_near(*right) {
            found.near += 1;
        }
    }
    found
}

/// First consonants that spellings take for one another: one class each. ㄴ, ㄹ and none change with the position.
const ONSET_CLASSES: [&str; 8] = ["ㄱㄲㅋ", "ㄷㄸㅌ", "ㅂㅃㅍ", "ㅈㅉㅊ", "ㅅㅆ", "ㄴㄹㅇ", "ㅁ", "ㅎ"];

/// A key that all spellings of one name share: consonants in classes, without vowels.
pub(super) fn push_key(name: &[Syllable], key: &mut Fnv) {
    for syllable in name {
        let class = ONSET_CLASSES
            .iter()
            .position(|class| class.chars().any(|letter| bit(ONSETS, letter) & syllable.onset != 0));
        key.push(class.unwrap_or(ONSET_CLASSES.len()) as u8);
        key.push(syllable.coda.trailing_zeros() as u8);
    }
}
