//! Stems of Russian words, so that rules need not write out cases and persons.
//!
//! A light stemmer: small letters, `ё` as `е`, and the longest ending of declension or conjugation off, as long as three
//! letters with a vowel among them are left. Words that differ in the stem itself (`человек`, `люди`; `отправить`,
//! `отправлен`) stay apart, and a rule names both.

/// Endings, by length in letters. Grammars of Russian list them; reflexive `-ся` and `-сь` are taken off before.
const ENDINGS: [&[&str]; 5] = [
    &["а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "й"],
    &[
        "ой", "ей", "ий", "ый", "ая", "яя", "ое", "ее", "ие", "ые", "ую", "юю", "ом", "ем", "им", "ым", "ам",
        "ям", "ах", "ях", "их", "ых", "ов", "ев", "ою", "ею", "ию", "ья", "ье", "ьи", "ью", "ия", "ии", "ал",
        "ял", "ил", "ыл", "ел", "ул", "ет", "ит", "ут", "ют", "ат", "ят", "ть", "ти", "ми",
    ],
    &[
        "ого", "его", "ому", "ему", "ами", "ями", "ыми", "ими", "иям", "иях", "ией", "ием", "ала", "яла",
        "ила", "ыла", "ела", "али", "яли", "или", "ыли", "ели", "ало", "яло", "ило", "ыло", "ело", "ает",
        "яет", "ует", "еет", "ают", "яют", "уют", "еют", "ать", "ять", "ить", "еть", "уть", "ыть", "ешь",
        "ишь", "ете", "ите", "ьев", "ьям", "ьях",
    ],
    &["иями", "овал", "евал", "ывал", "ивал", "ируй", "ует", "ьями", "уют"],
    &[
        "ывает",
        "ивает",
        "ывают",
        "ивают",
        "ывали",
        "ивали",
        "ывать",
        "ивать",
        "овать",
        "евать",
        "овала",
        "овали",
        "ывала",
        "ивала",
        "ирует",
        "ируют",
    ],
];

/// Letters that must be left.
const SHORTEST: usize = 3;

/// The stem of a word. Words in other letters are only made small.
pub(super) fn of(word: &str) -> String {
    let lower: String =
        word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect();
    if !lower.chars().all(|c| matches!(c, 'а'..='я' | '-')) {
        return lower;
    }
    let letters = lower.chars().count();
    let (word, letters) = match lower.strip_suffix("ся").or_else(|| lower.strip_suffix("сь")) {
        Some(rest) if letters >= SHORTEST + 4 => (rest, letters - 2),
        _ => (lower.as_str(), letters),
    };
    for (length, endings) in ENDINGS.iter().enumerate().rev() {
        let length = length + 1;
        if letters < length + SHORTEST {
            continue;
        }
        let stem = endings.iter().find_map(|ending| word.strip_suffix(ending));
        let has_vowel = |stem: &&str| stem.contains(['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я']);
        if let Some(stem) = stem.filter(has_vowel) {
            return stem.trim_end_matches('ь').to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn cases_and_numbers_of_a_noun_have_one_stem() {
        for forms in [
            &["рабочий", "рабочего", "рабочие", "рабочих", "рабочими", "рабочим"][..],
            &["страна", "страны", "стране", "страну", "странах", "страной"],
            &["рубль", "рубля", "рублей", "рублям", "рублями"],
            &["организация", "организации", "организацию", "организацией", "организаций"],
            &["северокорейский", "северокорейских", "северокорейские", "северокорейскими"],
            &["Якутия", "Якутии", "Якутию", "Якутией"],
            &["Москва", "Москве", "Москвы", "Москвой"],
            &["врач", "врачей", "врачам", "врачи"],
            &["месяц", "месяца", "месяцев", "месяцам"],
            &["получал", "получала", "получали", "получает", "получают", "получать"],
            &["сообщил", "сообщила", "сообщили", "сообщить"],
        ] {
            let stems: Vec<String> = forms.iter().map(|word| of(word)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        }
    }

    #[test]
    fn short_words_stay() {
        for word in ["до", "от", "их", "все", "час", "МИД"] {
            assert_eq!(of(word), word.to_lowercase());
        }
    }
}
