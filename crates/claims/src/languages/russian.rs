//! Numerals of Russian: digits with comma and spaces, number words in their cases, and scale words from `тыс.` to `трлн`.

use super::numeral::{Numeral, Words};
use model::Hedge;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word is in a numeral.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Word {
    /// A number below a thousand.
    Value(f64),
    /// A power that multiplies what stands before it.
    Scale(f64),
    /// A vague power of a number: десятки, сотни.
    Vague(f64, f64),
    /// Several, before a power.
    Several,
    /// A part of a whole.
    Part(f64),
}

/// Number words in all their forms, then what they are.
const WORDS: &[(&str, Word)] = &[
    ("один одна одно одну одного одной одному одним одном", Word::Value(1.0)),
    ("два две двух двум двумя двое двоих", Word::Value(2.0)),
    ("три трёх трех трём трем тремя трое троих", Word::Value(3.0)),
    ("четыре четырёх четырех четырем четырьмя четверо четверых", Word::Value(4.0)),
    ("пять пяти пятью пятеро пятерых", Word::Value(5.0)),
    ("шесть шести шестью шестеро шестерых", Word::Value(6.0)),
    ("семь семи семью семеро семерых", Word::Value(7.0)),
    ("восемь восьми восемью восьмью", Word::Value(8.0)),
    ("девять девяти девятью", Word::Value(9.0)),
    ("десять десяти десятью", Word::Value(10.0)),
    ("одиннадцать одиннадцати", Word::Value(11.0)),
    ("двенадцать двенадцати", Word::Value(12.0)),
    ("тринадцать тринадцати", Word::Value(13.0)),
    ("четырнадцать четырнадцати", Word::Value(14.0)),
    ("пятнадцать пятнадцати", Word::Value(15.0)),
    ("шестнадцать шестнадцати", Word::Value(16.0)),
    ("семнадцать семнадцати", Word::Value(17.0)),
    ("восемнадцать восемнадцати", Word::Value(18.0)),
    ("девятнадцать девятнадцати", Word::Value(19.0)),
    ("двадцать двадцати двадцатью", Word::Value(20.0)),
    ("тридцать тридцати тридцатью", Word::Value(30.0)),
    ("сорок сорока", Word::Value(40.0)),
    ("пятьдесят пятидесяти", Word::Value(50.0)),
    ("шестьдесят шестидесяти", Word::Value(60.0)),
    ("семьдесят семидесяти", Word::Value(70.0)),
    ("восемьдесят восьмидесяти", Word::Value(80.0)),
    ("девяносто девяноста", Word::Value(90.0)),
    ("сто ста", Word::Value(100.0)),
    ("сотня сотню сотне сотней", Word::Value(100.0)),
    ("двести двухсот двумстам", Word::Value(200.0)),
    ("триста трехсот трёхсот", Word::Value(300.0)),
    ("четыреста четырехсот четырёхсот", Word::Value(400.0)),
    ("пятьсот пятисот", Word::Value(500.0)),
    ("шестьсот шестисот", Word::Value(600.0)),
    ("семьсот семисот", Word::Value(700.0)),
    ("восемьсот восьмисот", Word::Value(800.0)),
    ("девятьсот девятисот", Word::Value(900.0)),
    ("полтора полторы полутора", Word::Value(1.5)),
    ("полсотни", Word::Value(50.0)),
    ("полтысячи", Word::Value(500.0)),
    ("полмиллиона", Word::Value(500_000.0)),
    ("полмиллиарда", Word::Value(500_000_000.0)),
    ("десяток десятка", Word::Value(10.0)),
    ("дюжина дюжину дюжины", Word::Value(12.0)),
    ("пара пару пары", Word::Value(2.0)),
    ("тысяча тысячу тысячи тысяч тысяче тысячам тысячами тысячей тысячах тыс", Word::Scale(1e3)),
    ("миллион миллиона миллионов миллионам миллионами миллионах млн", Word::Scale(1e6)),
    ("миллиард миллиарда миллиардов миллиардам миллиардами миллиардах млрд", Word::Scale(1e9)),
    ("триллион триллиона триллионов трлн", Word::Scale(1e12)),
    ("десятки десятков десяткам десятками десятках", Word::Vague(10.0, 100.0)),
    ("сотни сотен сотням сотнями сотнях", Word::Vague(100.0, 1_000.0)),
    ("несколько нескольких нескольким несколькими", Word::Several),
    ("половина половину половины половине половиной", Word::Part(0.5)),
    ("треть трети третью", Word::Part(1.0 / 3.0)),
    ("четверть четверти четвертью", Word::Part(0.25)),
];

/// Ordinals of parts: пятая часть, две десятых.
const ORDINALS: &[(&str, f64)] = &[
    ("трет", 3.0),
    ("четверт", 4.0),
    ("пят", 5.0),
    ("шест", 6.0),
    ("седьм", 7.0),
    ("восьм", 8.0),
    ("девят", 9.0),
    ("десят", 10.0),
    ("двадцат", 20.0),
];

fn word(text: &str) -> Option<Word> {
    static FORMS: LazyLock<FxHashMap<&str, Word>> = LazyLock::new(|| {
        WORDS.iter().flat_map(|(forms, word)| forms.split(' ').map(|form| (form, *word))).collect()
    });
    if !text.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let lower = text.to_lowercase();
    FORMS.get(lower.as_str()).copied()
}

/// Whether a word is a number, as in шестнадцатичасовой.
pub(super) fn is_number(text: &str) -> bool {
    matches!(word(text), Some(Word::Value(_)))
}

/// Whether a word may stand in a numeral; a quick look.
fn may_begin(text: &str) -> bool {
    text.starts_with(|c: char| {
        matches!(
            c,
            'о' | 'О'
                | 'д'
                | 'Д'
                | 'т'
                | 'Т'
                | 'ч'
                | 'Ч'
                | 'п'
                | 'П'
                | 'ш'
                | 'Ш'
                | 'с'
                | 'С'
                | 'в'
                | 'В'
                | 'м'
                | 'М'
                | 'н'
                | 'Н'
        )
    })
}

/// The digits that begin at a token, groups of three after spaces taken together, and their end.
fn digits(words: &Words<'_>, start: usize) -> Option<(f64, usize)> {
    let mut value = words.digits(start)?;
    let first = words.word(start);
    let mut end = start + 1;
    let group = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if first.len() <= 3 && first.bytes().all(|byte| byte.is_ascii_digit()) {
        while words.digits(end).is_some() && words.is_spaced(end) && group(words.word(end)) {
            value = value * 1_000.0 + words.digits(end)?;
            end += 1;
        }
    }
    Some((value, end))
}

/// The numeral that begins at a token.
pub(super) fn numeral(words: &Words<'_>, start: usize) -> Option<Numeral> {
    if let Some((value, mut end)) = digits(words, start) {
        let mut numeral = Numeral { has_digits: true, ..Numeral::exact(value, end) };
        // 24 с лишним тысячи: the scale word comes behind.
        if words.word(end) == "с"
            && matches!(words.word(end + 1), "лишним" | "небольшим" | "половиной")
            && matches!(word(words.word(end + 2)), Some(Word::Scale(_)))
        {
            numeral.hedge = Some(Hedge::MoreThan);
            end += 2;
        }
        while let Some(Word::Scale(scale)) = word(words.word(end)) {
            numeral.scale *= scale;
            end = after_dot(words, end + 1);
        }
        numeral.low *= numeral.scale;
        numeral.high *= numeral.scale;
        numeral.end = end;
        return Some(numeral);
    }
    if !may_begin(words.word(start)) {
        return None;
    }
    // тысяч десять: turned round, it is about ten thousand.
    if let Some(Word::Scale(scale)) = word(words.word(start))
        && matches!(words.word(start), "тысяч" | "миллионов" | "Тысяч")
        && let Some(Word::Value(value)) = word(words.word(start + 1))
        && value >= 2.0
    {
        let hedge = Some(Hedge::Approximately);
        return Some(Numeral { scale, hedge, ..Numeral::exact(value * scale, start + 2) });
    }
    of_parts(words, start).or_else(|| of_words(words, start))
}

/// The dot of `тыс.` belongs to it where the sentence goes on.
fn after_dot(words: &Words<'_>, at: usize) -> usize {
    if words.word(at) == "." && at + 1 < words.end() { at + 1 } else { at }
}

/// две трети, треть, пятая часть, девять десятых.
fn of_parts(words: &Words<'_>, start: usize) -> Option<Numeral> {
    let part = |value: f64, end: usize| Numeral { is_share: true, ..Numeral::exact(value, end) };
    let ordinal = |at: usize| {
        let lower = words.word(at).to_lowercase();
        let is_form = |stem: &str| {
            lower.strip_prefix(stem).is_some_and(|ending| {
                matches!(
                    ending,
                    "ая" | "ую"
                        | "ой"
                        | "ей"
                        | "ью"
                        | "ья"
                        | "ых"
                        | "ого"
                        | "ий"
                        | "ьей"
                        | "ые"
                        | "ое"
                        | "ый"
                        | "ьих"
                )
            })
        };
        ORDINALS.iter().find(|(stem, _)| is_form(stem)).map(|(_, value)| *value)
    };
    let is_part = |at: usize| {
        matches!(
            words.word(at).to_lowercase().as_str(),
            "часть" | "части" | "частью" | "доля" | "долю" | "доли"
        )
    };
    if let Some(bottom) = ordinal(start) {
        return is_part(start + 1).then(|| part(1.0 / bottom, start + 2));
    }
    match word(words.word(start))? {
        Word::Part(value) => Some(part(value, start + 1)),
        Word::Value(top) if top < 20.0 => match word(words.word(start + 1)) {
            Some(Word::Part(value)) if value < 0.4 => Some(part(top * value, start + 2)),
            _ => {
                let bottom = ordinal(start + 1).filter(|bottom| top < *bottom && top >= 1.0)?;
                Some(part(top / bottom, start + 2 + usize::from(is_part(start + 2))))
            }
        },
        _ => None,
    }
}

/// Whether a word before a number asks for the genitive: около тысячи.
fn asks_for_genitive(words: &Words<'_>, start: usize) -> bool {
    let before = start.checked_sub(1).map_or("", |before| words.word(before)).to_lowercase();
    matches!(
        before.as_str(),
        "около"
            | "порядка"
            | "до"
            | "свыше"
            | "более"
            | "менее"
            | "больше"
            | "меньше"
            | "от"
            | "малого"
            | "из"
    )
}

/// Numbers in words: двадцать пять тысяч, полторы тысячи, несколько сотен, десятки тысяч, тысячи.
fn of_words(words: &Words<'_>, start: usize) -> Option<Numeral> {
    let mut at = start;
    let (mut total, mut section) = ((0.0, 0.0), None::<(f64, f64)>);
    let (mut scale, mut is_vague) = (1.0, false);
    // A hyphen joins one of two neighbours: два-три, пять-шесть.
    if let Some((first, second)) = words.word(start).split_once('-') {
        let (Some(Word::Value(low)), Some(Word::Value(high))) = (word(first), word(second)) else {
            return None;
        };
        if low >= high {
            return None;
        }
        section = Some((low, high));
        at += 1;
    }
    while at < words.end() {
        match word(words.word(at)) {
            Some(Word::Value(value)) => match section {
                None => section = Some((value, value)),
                // двадцать пять; триста сорок
                Some((low, high))
                    if low == high && value < low && low >= 20.0 && value >= 1.0 && value != 1.5 =>
                {
                    section = Some((low + value, high + value));
                }
                Some(_) => break,
            },
            Some(Word::Several) if section.is_none() && at == start => {
                section = Some((1.0, 10.0));
                is_vague = true;
            }
            Some(Word::Vague(low, high)) => {
                // несколько сотен is hundreds, десятки is tens.
                let several = is_vague && section == Some((1.0, 10.0));
                if section.is_some() && !several {
                    // две сотни, три десятка
                    let (few, many) = section.unwrap_or((1.0, 1.0));
                    section = Some((few * low, many * low));
                } else {
                    section = Some((low, high));
                    is_vague = true;
                }
            }
            Some(Word::Scale(power)) => {
                let plural = words.word(at).to_lowercase();
                let (low, high) = section.take().unwrap_or_else(|| {
                    let many = matches!(
                        plural.as_str(),
                        "тысячи"
                            | "тысяч"
                            | "тысячам"
                            | "тысячами"
                            | "миллионы"
                            | "миллионов"
                            | "миллиарды"
                            | "миллиардов"
                    );
                    // около тысячи: the case that the preposition asks for, and one thousand.
                    let many = many && !(plural == "тысячи" && asks_for_genitive(words, start));
                    is_vague |= many;
                    if many { (1.0, 10.0) } else { (1.0, 1.0) }
                });
                total = (total.0 + low * power, total.1 + high * power);
                scale = power;
                at = after_dot(words, at + 1).max(at + 1);
                continue;
            }
            Some(Word::Part(_)) | Some(Word::Several) | None => break,
        }
        at += 1;
    }
    if at == start {
        return None;
    }
    let section = section.unwrap_or((0.0, 0.0));
    let lone_several = is_vague && scale == 1.0 && section == (1.0, 10.0);
    (!lone_several).then_some(Numeral {
        low: total.0 + section.0,
        high: total.1 + section.1,
        end: at,
        scale,
        hedge: None,
        is_share: false,
        has_digits: false,
        is_vague,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::Language;
    use crate::languages::token::tokens;

    #[test]
    fn russian_numerals() {
        for (text, low, high, count) in [
            ("300 рабочих", 300.0, 300.0, 1),
            ("1,2 тыс. рабочих", 1_200.0, 1_200.0, 3),
            ("18 533 человека", 18_533.0, 18_533.0, 2),
            ("1 250 000 рублей", 1_250_000.0, 1_250_000.0, 3),
            ("155,9 тыс. разрешений", 155_900.0, 155_900.0, 3),
            ("28 тысяч человек", 28_000.0, 28_000.0, 2),
            ("45 тыс. рублей", 45_000.0, 45_000.0, 3),
            ("500 млн долларов", 5e8, 5e8, 2),
            ("6,4 млрд долларов", 6.4e9, 6.4e9, 2),
            ("2 трлн рублей", 2e12, 2e12, 2),
            ("600 тысяч граждан", 600_000.0, 600_000.0, 2),
            ("два человека", 2.0, 2.0, 1),
            ("двое рабочих", 2.0, 2.0, 1),
            ("трое погибли", 3.0, 3.0, 1),
            ("четыре человека", 4.0, 4.0, 1),
            ("пятеро мигрантов", 5.0, 5.0, 1),
            ("восемь предприятий", 8.0, 8.0, 1),
            ("шестнадцать часов", 16.0, 16.0, 1),
            ("двадцать пять человек", 25.0, 25.0, 2),
            ("триста сорок человек", 340.0, 340.0, 2),
            ("сто человек", 100.0, 100.0, 1),
            ("двухсот рабочих", 200.0, 200.0, 1),
            ("сотню долларов", 100.0, 100.0, 1),
            ("полторы тысячи", 1_500.0, 1_500.0, 2),
            ("полутора тысяч", 1_500.0, 1_500.0, 2),
            ("полмиллиона долларов", 500_000.0, 500_000.0, 1),
            ("полсотни рабочих", 50.0, 50.0, 1),
            ("двадцать тысяч человек", 20_000.0, 20_000.0, 2),
            ("пять тысяч двести человек", 5_200.0, 5_200.0, 3),
            ("тысяча рабочих", 1_000.0, 1_000.0, 1),
            ("миллион рублей", 1e6, 1e6, 1),
            ("тысячи рабочих", 1_000.0, 10_000.0, 1),
            ("сотни рабочих", 100.0, 1_000.0, 1),
            ("несколько сотен рабочих", 100.0, 1_000.0, 2),
            ("несколько тысяч учителей", 1_000.0, 10_000.0, 2),
            ("десятки тысяч мигрантов", 10_000.0, 100_000.0, 2),
            ("сотни тысяч человек", 100_000.0, 1_000_000.0, 2),
            ("две сотни рабочих", 200.0, 200.0, 2),
            ("два-три человека", 2.0, 3.0, 1),
            ("пять-шесть тысяч", 5_000.0, 6_000.0, 2),
            ("24 с лишним тысячи", 24_000.0, 24_000.0, 4),
            ("тысяч десять", 10_000.0, 10_000.0, 2),
            ("треть зарплаты", 1.0 / 3.0, 1.0 / 3.0, 1),
            ("две трети зарплаты", 2.0 / 3.0, 2.0 / 3.0, 2),
            ("три четверти", 0.75, 0.75, 2),
            ("половину зарплаты", 0.5, 0.5, 1),
            ("пятой части", 0.2, 0.2, 2),
            ("десятую часть", 0.1, 0.1, 2),
            ("девять десятых", 0.9, 0.9, 2),
            ("дюжина рабочих", 12.0, 12.0, 1),
        ] {
            let tokens = tokens(Language::Russian, text);
            let words = Words::new(text, &tokens, 0..tokens.len());
            let found = numeral(&words, 0).unwrap_or_else(|| panic!("{text}"));
            assert!(
                (found.low - low).abs() < 1e-9 * high && (found.high - high).abs() < 1e-9 * high,
                "{text}: {found:?}"
            );
            assert_eq!(found.end, count, "{text}");
        }
        let text = "несколько рабочих";
        let tokens = tokens(Language::Russian, text);
        assert_eq!(numeral(&Words::new(text, &tokens, 0..2), 0), None);
    }
}
