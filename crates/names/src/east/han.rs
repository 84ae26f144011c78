//! Chinese characters: their readings in Mandarin and Korean, and their other forms.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Syllables;
use super::korean::Syllable;
use super::pinyin::{self, Sounds};
use crate::analyse::Word;
use crate::tables::{column, rows};

/// The character that stands for all forms of one character: traditional, simplified, variant.
pub(crate) type Character = char;

struct Reading {
    pinyin: &'static str,
    korean: Option<Syllable>,
    standard: char,
    in_korean_names: bool,
}

static CHARACTERS: LazyLock<HashMap<char, Reading>> = LazyLock::new(|| {
    rows(include_str!("../../data/han.tsv"))
        .filter_map(|row| {
            let character = column(&row, 0).chars().next()?;
            let korean = column(&row, 2).chars().filter_map(Syllable::of_hangul).reduce(Syllable::or);
            let standard = column(&row, 3).chars().next().unwrap_or(character);
            let in_korean_names = column(&row, 4) == "n";
            Some((character, Reading { pinyin: column(&row, 1), korean, standard, in_korean_names }))
        })
        .collect()
});

/// Characters that are read otherwise as family names; written for the project after dictionaries of names.
const FAMILY_READINGS: &[(char, &str)] = &[
    ('朴', "piao"),
    ('曾', "zeng"),
    ('單', "shan"),
    ('单', "shan"),
    ('解', "xie"),
    ('查', "zha"),
    ('仇', "qiu"),
    ('翟', "zhai"),
    ('區', "ou"),
    ('区', "ou"),
    ('任', "ren"),
    ('蓋', "ge"),
    ('盖', "ge"),
    ('沈', "shen"),
];

/// The readings of a character in Pinyin; at the beginning of a name also that as a family name.
pub(super) fn mandarin(c: char, is_first: bool) -> Option<Vec<&'static str>> {
    let reading = CHARACTERS.get(&c).map(|character| character.pinyin).filter(|pinyin| !pinyin.is_empty())?;
    let family =
        FAMILY_READINGS.iter().filter(|(known, _)| is_first && *known == c).map(|(_, pinyin)| *pinyin);
    Some(std::iter::once(reading).chain(family).collect())
}

/// Reads a name of two to four characters, as Mandarin and as Korean.
pub(super) fn read(words: &[&Word]) -> Syllables {
    let characters: Vec<char> = words.iter().flat_map(|word| word.written.chars()).collect();
    if !(2..=4).contains(&characters.len()) {
        return Syllables::default();
    }
    let mandarin: Option<Vec<Sounds>> = characters
        .iter()
        .enumerate()
        .map(|(at, c)| {
            let mut sounds = Sounds::default();
            for (sound, pinyin) in sounds.iter_mut().zip(mandarin(*c, at == 0)?) {
                *sound = pinyin::number(pinyin);
            }
            Some(sounds)
        })
        .collect();
    let korean: Option<Vec<Syllable>> =
        characters.iter().map(|c| CHARACTERS.get(c).and_then(|character| character.korean)).collect();
    Syllables {
        korean: korean.into_iter().map(super::korean::begin).collect(),
        mandarin: mandarin.into_iter().collect(),
        characters: characters.into_iter().map(standard).collect(),
        is_latin: false,
    }
}

/// The character that stands for all forms of a character.
pub(super) fn standard(c: char) -> Character {
    CHARACTERS.get(&c).map_or(c, |character| character.standard)
}

/// How many characters agree, in order.
pub(super) fn agreeing(a: &[Character], b: &[Character]) -> usize {
    a.iter().zip(b).filter(|(left, right)| left == right).count()
}

/// For each syllable of Pinyin, the Korean readings of the characters that are read so and used in Korean names.
static KOREAN_OF_PINYIN: LazyLock<HashMap<u16, Vec<Syllable>>> = LazyLock::new(|| {
    let mut table: HashMap<u16, Vec<Syllable>> = HashMap::new();
    for character in CHARACTERS.values().filter(|character| character.in_korean_names) {
        if let Some(korean) = character.korean {
            let readings = table.entry(pinyin::number(character.pinyin)).or_default();
            if !readings.contains(&korean) {
                readings.push(korean);
            }
        }
    }
    for (family, pinyin) in FAMILY_READINGS {
        if let Some(korean) = CHARACTERS.get(family).and_then(|character| character.korean) {
            table.entry(pinyin::number(pinyin)).or_default().push(korean);
        }
    }
    table
});

/// The Korean readings of characters that are used in Korean names.
static KOREAN_READINGS: LazyLock<Vec<Syllable>> = LazyLock::new(|| {
    let mut readings: Vec<Syllable> = Vec::new();
    for korean in CHARACTERS.values().filter(|character| character.in_korean_names).flat_map(|one| one.korean)
    {
        if !readings.contains(&korean) {
            readings.push(korean);
        }
    }
    readings
});

/// Whether a syllable can be the Korean reading of a character that is used in names.
pub(super) fn has_korean_reading(syllable: Syllable) -> bool {
    KOREAN_READINGS.iter().any(|reading| reading.meets(syllable))
}

/// Whether there are characters that are read one way in Korean and the other in Mandarin, syllable by syllable.
pub(super) fn may_share_characters(korean: &[Syllable], mandarin: &[Sounds]) -> bool {
    korean.len() == mandarin.len()
        && korean.iter().zip(mandarin).all(|(syllable, sounds)| {
            let readings = sounds.iter().filter_map(|sound| KOREAN_OF_PINYIN.get(sound)).flatten();
            readings.into_iter().any(|reading| reading.meets(*syllable))
        })
}
