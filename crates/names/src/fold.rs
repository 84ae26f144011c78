//! Characters to plain lower-case Latin letters and digits.

use unicode_normalization::UnicodeNormalization as _;

/// Appends a character of a word as lower-case ASCII letters and digits: case, diacritics and script set aside.
///
/// Cyrillic, Arabic and Hebrew are transliterated by the tables of this module, other scripts letter by letter
/// (`any_ascii`). Marks, punctuation and vowel points that have no letter disappear.
pub(crate) fn push_folded(c: char, out: &mut String) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if let Some(latin) = cyrillic(c).or_else(|| semitic(c)) {
        out.push_str(latin);
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if let Some(latin) = cyrillic(part).or_else(|| semitic(part)) {
            out.push_str(latin);
            continue;
        }
        let plain = any_ascii::any_ascii_char(part).bytes().filter(u8::is_ascii_alphanumeric);
        out.extend(plain.map(|byte| char::from(byte.to_ascii_lowercase())));
    }
}

/// A whole word as [`push_folded`] writes it.
#[cfg(test)]
#[must_use]
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().for_each(|c| push_folded(c, &mut out));
    out
}

/// The Latin letters of an Arabic or Hebrew letter, without the vowels that these scripts leave out.
///
/// After the romanisations of BGN/PCGN for Arabic (1956) and Persian (1958) and of the Academy of the Hebrew Language
/// (2006), simplified: emphatic consonants as plain ones, ayin and alef as a.
#[must_use]
fn semitic(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ع' | 'ى' | 'ة' | 'א' | 'ע' => "a",
        'ب' | 'ב' => "b",
        'پ' | 'פ' | 'ף' => "p",
        'ت' | 'ط' | 'ת' | 'ט' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ہ' | 'ھ' | 'ە' | 'ה' | 'ח' => "h",
        'خ' => "kh",
        'د' | 'ض' | 'ד' | 'ڈ' => "d",
        'ذ' => "dh",
        'ر' | 'ڑ' | 'ר' => "r",
        'ز' | 'ظ' | 'ז' => "z",
        'ژ' => "zh",
        'س' | 'ص' | 'ס' => "s",
        'ش' | 'ש' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ڤ' => "v",
        'ق' | 'ק' => "q",
        'ك' | 'ک' | 'כ' | 'ך' => "k",
        'گ' | 'ג' => "g",
        'ل' | 'ל' => "l",
        'م' | 'מ' | 'ם' => "m",
        'ن' | 'ں' | 'נ' | 'ן' => "n",
        'و' | 'ۋ' | 'ו' => "w",
        'ؤ' | 'ۇ' | 'ۆ' => "u",
        'ي' | 'ی' | 'ئ' | 'ې' | 'ے' | 'י' => "y",
        'צ' | 'ץ' => "ts",
        'ء' | '\u{64b}'..='\u{655}' | '\u{5b0}'..='\u{5c7}' => "",
        _ => return None,
    })
}

/// The Latin letters of a Cyrillic letter (BGN/PCGN for Russian, national systems for the letters of others).
///
/// Source of the correspondences: the romanisation systems of BGN/PCGN for Russian (1947), Ukrainian (2019),
/// Belarusian (1979), Serbian, Macedonian, Kazakh and others, as far as they agree; hard and soft signs are dropped.
#[must_use]
fn cyrillic(c: char) -> Option<&'static str> {
    let lower = match c {
        'А'..='Я' => char::from_u32(c as u32 + 32)?,
        'Ѐ'..='Џ' => char::from_u32(c as u32 + 80)?,
        _ => c,
    };
    Some(match lower {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'Ґ' | 'ѓ' | 'ғ' | 'Ғ' => "g",
        'д' => "d",
        'ђ' => "dj",
        'е' | 'э' | 'ѐ' => "e",
        'ё' => "yo",
        'є' => "ye",
        'ж' => "zh",
        'җ' | 'Җ' => "j",
        'з' => "z",
        'ѕ' => "dz",
        'и' | 'і' | 'ѝ' | 'ӣ' | 'Ӣ' => "i",
        'ї' => "yi",
        'й' | 'ј' => "y",
        'к' | 'ќ' => "k",
        'қ' | 'Қ' => "q",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'ң' | 'Ң' => "ng",
        'њ' => "nj",
        'о' | 'ө' | 'Ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'ћ' => "c",
        'у' | 'ў' | 'ү' | 'Ү' | 'ұ' | 'Ұ' => "u",
        'ф' => "f",
        'х' => "kh",
        'һ' | 'Һ' | 'ҳ' | 'Ҳ' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'џ' => "dz",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        'ә' | 'Ә' => "a",
        _ => return None,
    })
}
