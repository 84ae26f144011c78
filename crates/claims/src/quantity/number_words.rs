//! Words that are or contain numbers.

use super::piece::Lower;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word contributes to a numeral.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum NumberWord {
    /// Zero to nineteen.
    Small(f64),
    /// Twenty to ninety.
    Tens(f64),
    /// Hundred, thousand, million …; lakh, crore.
    Scale(f64),
    /// Twelve, where it multiplies: "two dozen".
    Dozen,
    /// "thousands", "dozens": an order of magnitude, up to the bound.
    Many(f64, f64),
    /// Two, loosely.
    Couple,
    /// A half.
    Half,
    /// The denominator of a fraction in the singular, which is an ordinal too: "third".
    Part(f64),
    /// The denominator in the plural: "thirds".
    Parts(f64),
    /// A place in a row: "first", "second", "twenty-first".
    Ordinal(f64),
}

use NumberWord::{Couple, Dozen, Half, Many, Ordinal, Part, Parts, Scale, Small, Tens};

const WORDS: &[(&str, NumberWord)] = &[
    ("zero", Small(0.0)),
    ("one", Small(1.0)),
    ("two", Small(2.0)),
    ("three", Small(3.0)),
    ("four", Small(4.0)),
    ("five", Small(5.0)),
    ("six", Small(6.0)),
    ("seven", Small(7.0)),
    ("eight", Small(8.0)),
    ("nine", Small(9.0)),
    ("ten", Small(10.0)),
    ("eleven", Small(11.0)),
    ("twelve", Small(12.0)),
    ("thirteen", Small(13.0)),
    ("fourteen", Small(14.0)),
    ("fifteen", Small(15.0)),
    ("sixteen", Small(16.0)),
    ("seventeen", Small(17.0)),
    ("eighteen", Small(18.0)),
    ("nineteen", Small(19.0)),
    ("twenty", Tens(20.0)),
    ("thirty", Tens(30.0)),
    ("forty", Tens(40.0)),
    ("fourty", Tens(40.0)),
    ("fifty", Tens(50.0)),
    ("sixty", Tens(60.0)),
    ("seventy", Tens(70.0)),
    ("eighty", Tens(80.0)),
    ("ninety", Tens(90.0)),
    ("hundred", Scale(1e2)),
    ("thousand", Scale(1e3)),
    ("lakh", Scale(1e5)),
    ("lac", Scale(1e5)),
    ("million", Scale(1e6)),
    ("crore", Scale(1e7)),
    ("billion", Scale(1e9)),
    ("trillion", Scale(1e12)),
    ("dozen", Dozen),
    ("couple", Couple),
    ("half", Half),
    ("halves", Parts(2.0)),
    ("tens", Many(10.0, 1e2)),
    ("dozens", Many(24.0, 1e2)),
    ("scores", Many(40.0, 1e2)),
    ("hundreds", Many(1e2, 1e3)),
    ("thousands", Many(1e3, 1e4)),
    ("lakhs", Many(1e5, 1e6)),
    ("millions", Many(1e6, 1e7)),
    ("crores", Many(1e7, 1e8)),
    ("billions", Many(1e9, 1e10)),
    ("trillions", Many(1e12, 1e13)),
    ("first", Ordinal(1.0)),
    ("second", Ordinal(2.0)),
    ("third", Part(3.0)),
    ("quarter", Part(4.0)),
    ("fourth", Part(4.0)),
    ("fifth", Part(5.0)),
    ("sixth", Part(6.0)),
    ("seventh", Part(7.0)),
    ("eighth", Part(8.0)),
    ("ninth", Part(9.0)),
    ("tenth", Part(10.0)),
    ("eleventh", Ordinal(11.0)),
    ("twelfth", Ordinal(12.0)),
    ("thirteenth", Ordinal(13.0)),
    ("fourteenth", Ordinal(14.0)),
    ("fifteenth", Ordinal(15.0)),
    ("sixteenth", Ordinal(16.0)),
    ("seventeenth", Ordinal(17.0)),
    ("eighteenth", Ordinal(18.0)),
    ("nineteenth", Ordinal(19.0)),
    ("twentieth", Part(20.0)),
    ("thirtieth", Ordinal(30.0)),
    ("fortieth", Ordinal(40.0)),
    ("fiftieth", Ordinal(50.0)),
    ("sixtieth", Ordinal(60.0)),
    ("seventieth", Ordinal(70.0)),
    ("eightieth", Ordinal(80.0)),
    ("ninetieth", Ordinal(90.0)),
    ("hundredth", Part(100.0)),
    ("thousandth", Part(1000.0)),
    ("thirds", Parts(3.0)),
    ("quarters", Parts(4.0)),
    ("fourths", Parts(4.0)),
    ("fifths", Parts(5.0)),
    ("sixths", Parts(6.0)),
    ("sevenths", Parts(7.0)),
    ("eighths", Parts(8.0)),
    ("ninths", Parts(9.0)),
    ("tenths", Parts(10.0)),
    ("twentieths", Parts(20.0)),
    ("hundredths", Parts(100.0)),
];

static LEXICON: LazyLock<FxHashMap<&'static str, NumberWord>> =
    LazyLock::new(|| WORDS.iter().copied().collect());

/// By first letter: bits for the second letters that number words have after it.
const SECOND_LETTERS: [u32; 26] = {
    let mut letters = [0; 26];
    let mut word = 0;
    while word < WORDS.len() {
        let bytes = WORDS[word].0.as_bytes();
        letters[(bytes[0] - b'a') as usize] |= 1 << (bytes[1] - b'a');
        word += 1;
    }
    letters
};

/// Whether a number word may begin so; sorts out most words without a look-up.
fn may_begin(first: u8, second: u8) -> bool {
    let letter = |byte: u8| byte.to_ascii_lowercase().wrapping_sub(b'a');
    match SECOND_LETTERS.get(usize::from(letter(first))) {
        Some(letters) if second.is_ascii_alphabetic() => letters >> letter(second) & 1 == 1,
        // A letter beyond ASCII may stand for one of its letters in another case.
        Some(_) => !second.is_ascii(),
        None => false,
    }
}

/// The number word a word is, in any case.
pub(crate) fn number_word(word: &str) -> Option<NumberWord> {
    let [first, second, ..] = word.as_bytes() else { return None };
    if !(3..=11).contains(&word.len()) || !may_begin(*first, *second) {
        return None;
    }
    LEXICON.get(Lower::new(word).as_str()).copied()
}

/// What an abbreviated scale word stands for: "k", "m", "bn", and the myriads of East Asia.
pub(crate) fn scale_suffix(word: &str) -> Option<f64> {
    Some(match word {
        "k" | "K" => 1e3,
        "m" | "M" | "mn" | "Mn" | "mln" | "mil" | "MM" => 1e6,
        "b" | "B" | "bn" | "Bn" | "BN" | "bln" | "bil" => 1e9,
        "tn" | "trn" | "T" => 1e12,
        "L" => 1e5,
        "Cr" | "cr" => 1e7,
        "万" | "萬" | "만" => 1e4,
        "亿" | "億" | "억" => 1e8,
        "千" | "천" => 1e3,
        "兆" | "조" => 1e12,
        _ => return None,
    })
}
