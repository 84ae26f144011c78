//! Numerals of Korean and Chinese: digits, digit words, and the scale words 십 백 천 만 억 조, 十百千万亿兆.
//!
//! Numbers are built in sections of four digits: what stands before 만 or 万 is multiplied as a whole, so that
//! `1만 2천`, `1천200만`, `四千余`, `2.6万` and `1.77亿` all come out of one reading. Every digit is an interval, which is a
//! point but for vague words: 수 and 几 run from one to ten, 两三 from two to three.

use super::Language;
use super::numeral::{Numeral, Words};
use model::Hedge;

/// A digit word.
fn digit(language: Language, c: char) -> Option<(f64, f64)> {
    let exact = |value: f64| Some((value, value));
    match (language, c) {
        (Language::Chinese, '〇' | '零' | '○') => exact(0.0),
        (Language::Chinese, '一') => exact(1.0),
        (Language::Chinese, '二' | '两') => exact(2.0),
        (Language::Chinese, '三') => exact(3.0),
        (Language::Chinese, '四') => exact(4.0),
        (Language::Chinese, '五') => exact(5.0),
        (Language::Chinese, '六') => exact(6.0),
        (Language::Chinese, '七') => exact(7.0),
        (Language::Chinese, '八') => exact(8.0),
        (Language::Chinese, '九') => exact(9.0),
        (Language::Korean, '일') => exact(1.0),
        (Language::Korean, '이') => exact(2.0),
        (Language::Korean, '삼') => exact(3.0),
        (Language::Korean, '사') => exact(4.0),
        (Language::Korean, '오') => exact(5.0),
        (Language::Korean, '육') => exact(6.0),
        (Language::Korean, '칠') => exact(7.0),
        (Language::Korean, '팔') => exact(8.0),
        (Language::Korean, '구') => exact(9.0),
        (Language::Chinese, '几' | '数') | (Language::Korean, '수' | '몇') => Some((1.0, 10.0)),
        _ => None,
    }
}

/// A scale word within a section of four digits.
const fn small_scale(c: char) -> Option<f64> {
    match c {
        '十' | '십' => Some(10.0),
        '百' | '백' => Some(100.0),
        '千' | '천' => Some(1_000.0),
        _ => None,
    }
}

/// A scale word that multiplies a whole section.
const fn large_scale(c: char) -> Option<f64> {
    match c {
        '万' | '만' => Some(1e4),
        '亿' | '억' => Some(1e8),
        '兆' | '조' => Some(1e12),
        _ => None,
    }
}

/// Native Korean numerals, tens and ones; those that stand before a noun (한, 두) included.
const NATIVE: &[(&str, f64)] = &[
    ("스물", 20.0),
    ("스무", 20.0),
    ("서른", 30.0),
    ("마흔", 40.0),
    ("쉰", 50.0),
    ("예순", 60.0),
    ("일흔", 70.0),
    ("여든", 80.0),
    ("아흔", 90.0),
    ("다섯", 5.0),
    ("여섯", 6.0),
    ("일곱", 7.0),
    ("여덟", 8.0),
    ("아홉", 9.0),
    ("열", 10.0),
    ("하나", 1.0),
    ("한", 1.0),
    ("둘", 2.0),
    ("두", 2.0),
    ("세", 3.0),
    ("셋", 3.0),
    ("서", 3.0),
    ("네", 4.0),
    ("넷", 4.0),
];

/// The length of a word that stands at a token, in tokens; 0 if it does not.
fn spells(words: &Words<'_>, at: usize, written: &str) -> usize {
    let mut length = 0;
    for c in written.chars() {
        if words.character(at + length) != Some(c) || length > 0 && words.is_spaced(at + length) {
            return 0;
        }
        length += 1;
    }
    length
}

fn native(words: &Words<'_>, at: usize) -> Option<Numeral> {
    let one = |at: usize| {
        NATIVE
            .iter()
            .find_map(|(word, value)| Some((spells(words, at, word), *value)).filter(|found| found.0 > 0))
    };
    let (length, mut value) = one(at)?;
    let mut end = at + length;
    if value >= 10.0
        && !words.is_spaced(end)
        && let Some((length, ones)) = one(end).filter(|(_, ones)| *ones < 10.0)
    {
        value += ones;
        end += length;
    }
    Some(Numeral::exact(value, end))
}

/// What stands behind a number and makes it open: 余, 여, 多, 来.
fn inner_hedge(language: Language, words: &Words<'_>, at: usize) -> Option<(Hedge, usize)> {
    let c = words.character(at)?;
    let hedge = match (language, c) {
        (Language::Chinese, '余' | '多') | (Language::Korean, '여') => Hedge::MoreThan,
        (Language::Chinese, '来' | '几') => Hedge::Approximately,
        _ => return None,
    };
    // "多" before a word of its own, such as 多数 and 多家, counts nothing open.
    let is_word = language == Language::Chinese
        && matches!(
            (c, words.character(at + 1)),
            ('多', Some('数' | '半' | '少')) | ('来', Some('自' | '到' | '华' | '源'))
        );
    let begins_word = language == Language::Korean && words.is_spaced(at) && !words.is_spaced(at + 1);
    (!is_word && !begins_word).then_some((hedge, at + 1))
}

/// Everything read so far.
#[derive(Default)]
struct Reading {
    total: (f64, f64),
    section: (f64, f64),
    pending: Option<(f64, f64)>,
    scale: f64,
    last_large: f64,
    has_digits: bool,
    is_vague: bool,
    read: usize,
}

impl Reading {
    fn value(&self) -> (f64, f64) {
        let pending = self.pending.unwrap_or((0.0, 0.0));
        (self.total.0 + self.section.0 + pending.0, self.total.1 + self.section.1 + pending.1)
    }

    fn small(&mut self, scale: f64) {
        let digit = self.pending.take().unwrap_or((1.0, 1.0));
        self.section.0 += digit.0 * scale;
        self.section.1 += digit.1 * scale;
        self.scale = scale;
    }

    fn large(&mut self, scale: f64) {
        let (low, high) = {
            let pending = self.pending.take().unwrap_or((0.0, 0.0));
            (self.section.0 + pending.0, self.section.1 + pending.1)
        };
        let (low, high) = if high == 0.0 && self.read == 0 { (1.0, 1.0) } else { (low, high) };
        // 亿 multiplies what stands before it even across 万: 1万亿.
        let above = if self.last_large > 0.0 && scale > self.last_large {
            std::mem::take(&mut self.total)
        } else {
            (0.0, 0.0)
        };
        self.total.0 += (above.0 + low) * scale;
        self.total.1 += (above.1 + high) * scale;
        self.section = (0.0, 0.0);
        self.scale = scale;
        self.last_large = scale;
    }
}

/// The numeral that begins at a token.
pub(super) fn numeral(language: Language, words: &Words<'_>, start: usize) -> Option<Numeral> {
    if let Some(share) = share(language, words, start) {
        return Some(share);
    }
    if language == Language::Korean
        && (words.is_spaced(start) || start == words.start())
        && let Some(found) = native(words, start)
    {
        return Some(found);
    }
    let mut reading = Reading { scale: 1.0, ..Reading::default() };
    let mut at = start;
    let mut hedge = None;
    // 上千, 成百上千, 好几: the words before are part of the number.
    if language == Language::Chinese {
        match (words.character(at), words.character(at + 1)) {
            (Some('上'), Some(next)) if small_scale(next).is_some() || large_scale(next).is_some() => {
                hedge = Some(Hedge::AtLeast);
                at += 1;
            }
            (Some('好'), Some('几')) => at += 1,
            _ => {}
        }
    }
    let first = at;
    while at < words.end() {
        let spaced = at > first && words.is_spaced(at);
        // 1만 2천: within a number, a space stands only after a large scale word, and before digits.
        let may_go_on = !spaced
            || language == Language::Korean
                && reading.last_large > 0.0
                && reading.pending.is_none()
                && reading.section.1 == 0.0;
        if !may_go_on {
            break;
        }
        if let Some(value) = words.digits(at) {
            if reading.pending.is_some() || spaced && value >= reading.last_large {
                break;
            }
            // Digits behind a space belong to the number only with a scale word or as the last section: 1만 2천, 1만 2000.
            let next = words.character(at + 1);
            if spaced
                && !(1_000.0..10_000.0).contains(&value)
                && !next.is_some_and(|c| small_scale(c).is_some() || large_scale(c).is_some())
            {
                break;
            }
            reading.pending = Some((value, value));
            reading.has_digits = true;
        } else if let Some(c) = words.character(at) {
            if let Some(value) = digit(language, c) {
                if spaced {
                    break;
                }
                match reading.pending {
                    None => reading.pending = Some(value),
                    // 二〇一九: digits one after the other; 两三千, 七八百: one of two neighbours.
                    Some(before)
                        if language == Language::Chinese
                            && before.0 == before.1
                            && value.0 == value.1
                            && !reading.has_digits =>
                    {
                        let next = words.character(at + 1);
                        let neighbours = value.0 == before.0 + 1.0
                            && before.0 > 0.0
                            && before.0 < 9.0
                            && next.is_none_or(|c| digit(language, c).is_none());
                        reading.pending = Some(if neighbours {
                            (before.0, value.0)
                        } else {
                            (before.0 * 10.0 + value.0, before.1 * 10.0 + value.1)
                        });
                    }
                    Some(_) => break,
                }
                reading.is_vague |= value.1 == 10.0;
            } else if let Some(scale) = small_scale(c) {
                reading.small(scale);
            } else if let Some(scale) = large_scale(c) {
                if reading.last_large == scale && reading.section.1 == 0.0 && reading.pending.is_none() {
                    break;
                }
                reading.large(scale);
            } else if let Some((found, next)) = inner_hedge(language, words, at).filter(|_| at > first) {
                hedge = Some(found);
                // 20多万: the scale word comes behind.
                if words.character(next).is_some_and(|c| large_scale(c).is_some() || small_scale(c).is_some())
                    && !words.is_spaced(next)
                {
                    at = next;
                    reading.read += 1;
                    continue;
                }
                at = next;
                break;
            } else {
                break;
            }
        } else {
            break;
        }
        reading.read += 1;
        at += 1;
    }
    if reading.read == 0 {
        return None;
    }
    let (low, high) = reading.value();
    // A lone syllable is a pronoun or a particle far more often than a digit: 이 인력, 오 나라.
    if language == Language::Korean && !reading.has_digits && reading.scale == 1.0 {
        return None;
    }
    // A lone 数 or 几 is no number.
    if reading.is_vague
        && reading.scale == 1.0
        && reading.read == 1
        && matches!(words.character(first), Some('数' | '几'))
    {
        return None;
    }
    Some(Numeral {
        low,
        high,
        end: at,
        scale: reading.scale,
        hedge,
        is_share: false,
        has_digits: reading.has_digits,
        is_vague: reading.is_vague,
    })
}

/// Parts of a whole: 三分之二, 3분의 2, 百分之七十, 一半, 절반.
fn share(language: Language, words: &Words<'_>, start: usize) -> Option<Numeral> {
    let part = |value: f64, end: usize| Numeral { is_share: true, ..Numeral::exact(value, end) };
    let halves: &[&str] = match language {
        Language::Korean => &["절반"],
        _ => &["一半", "半数"],
    };
    if let Some(length) = halves.iter().map(|half| spells(words, start, half)).find(|length| *length > 0) {
        return Some(part(0.5, start + length));
    }
    let (of, offset) = match language {
        Language::Korean => ("분의", usize::from(false)),
        _ => ("分之", 0),
    };
    let bottom = simple(language, words, start)?;
    let length = spells(words, bottom.1, of);
    if length == 0 {
        return None;
    }
    let top = simple(language, words, bottom.1 + length + offset)?;
    (bottom.0 > 0.0 && top.0 <= bottom.0 * 10.0).then(|| part(top.0 / bottom.0, top.1))
}

/// A whole number without hedges, and its end.
fn simple(language: Language, words: &Words<'_>, start: usize) -> Option<(f64, usize)> {
    if let Some(value) = words.digits(start) {
        return Some((value, start + 1));
    }
    let mut value = 0.0;
    let mut pending: Option<f64> = None;
    let mut at = start;
    while let Some(c) = words.character(at) {
        if let Some((digit, _)) = digit(language, c).filter(|(low, high)| low == high) {
            pending = Some(pending.map_or(digit, |before| before * 10.0 + digit));
        } else if let Some(scale) = small_scale(c) {
            value += pending.take().unwrap_or(1.0) * scale;
        } else {
            break;
        }
        at += 1;
    }
    (at > start).then(|| (value + pending.unwrap_or(0.0), at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::token::tokens;

    /// The least, the most and the words of the first numeral.
    fn read(language: Language, text: &str) -> (f64, f64, String) {
        let tokens = tokens(language, text);
        let words = Words::new(text, &tokens, 0..tokens.len());
        let found = (0..tokens.len()).find_map(|at| Some((at, numeral(language, &words, at)?)));
        let Some((start, numeral)) = found else { return (0.0, 0.0, String::new()) };
        let span = tokens[start].span.hull(tokens[numeral.end - 1].span);
        (numeral.low, numeral.high, span.of(text).unwrap().to_owned())
    }

    #[test]
    fn korean_numerals() {
        for (text, low, high, words) in [
            ("300명", 300.0, 300.0, "300"),
            ("1,500명", 1500.0, 1500.0, "1,500"),
            ("1만 2천 명", 12_000.0, 12_000.0, "1만 2천"),
            ("1만2천명", 12_000.0, 12_000.0, "1만2천"),
            ("16만 5천 명", 165_000.0, 165_000.0, "16만 5천"),
            ("1만 2000명", 12_000.0, 12_000.0, "1만 2000"),
            ("4천여 명", 4_000.0, 4_000.0, "4천여"),
            ("2만 4천여 명", 24_000.0, 24_000.0, "2만 4천여"),
            ("1천200만 달러", 12_000_000.0, 12_000_000.0, "1천200만"),
            ("1천276명", 1276.0, 1276.0, "1천276"),
            ("2천500위안", 2500.0, 2500.0, "2천500"),
            ("5억 달러", 5e8, 5e8, "5억"),
            ("3억 5천만 달러", 3.5e8, 3.5e8, "3억 5천만"),
            ("1조 2천억 원", 1.2e12, 1.2e12, "1조 2천억"),
            ("276만 명", 2_760_000.0, 2_760_000.0, "276만"),
            ("2.5만 명", 25_000.0, 25_000.0, "2.5만"),
            ("수백 명", 100.0, 1_000.0, "수백"),
            ("수천 명", 1_000.0, 10_000.0, "수천"),
            ("수만 명", 10_000.0, 100_000.0, "수만"),
            ("수십만 명", 100_000.0, 1_000_000.0, "수십만"),
            ("몇백 명", 100.0, 1_000.0, "몇백"),
            ("20여 개국", 20.0, 20.0, "20여"),
            ("열 명", 10.0, 10.0, "열"),
            ("열두 시간", 12.0, 12.0, "열두"),
            ("스물다섯 명", 25.0, 25.0, "스물다섯"),
            ("세 곳", 3.0, 3.0, "세"),
            ("다섯 명", 5.0, 5.0, "다섯"),
            ("일곱 명", 7.0, 7.0, "일곱"),
            ("만 명", 10_000.0, 10_000.0, "만"),
            ("천오백 명", 1500.0, 1500.0, "천오백"),
            ("십만 명", 100_000.0, 100_000.0, "십만"),
            ("3분의 2", 2.0 / 3.0, 2.0 / 3.0, "3분의 2"),
            ("4분의 1", 0.25, 0.25, "4분의 1"),
            ("절반", 0.5, 0.5, "절반"),
            ("５만 명", 50_000.0, 50_000.0, "５만"),
            ("90%", 90.0, 90.0, "90"),
            ("8천 명", 8_000.0, 8_000.0, "8천"),
            ("10만여 명", 100_000.0, 100_000.0, "10만여"),
            ("1억 명", 1e8, 1e8, "1억"),
            ("2023년 5만 명", 2023.0, 2023.0, "2023"),
            ("백여 명", 100.0, 100.0, "백여"),
            ("서른 명", 30.0, 30.0, "서른"),
        ] {
            let (found_low, found_high, found) = read(Language::Korean, text);
            assert!(
                (found_low - low).abs() < 1e-9 * high && (found_high - high).abs() < 1e-9 * high,
                "{text}: {found_low} {found_high}"
            );
            assert_eq!(found, words, "{text}");
        }
    }

    #[test]
    fn chinese_numerals() {
        for (text, low, high, words) in [
            ("5万人", 50_000.0, 50_000.0, "5万"),
            ("近千名", 1_000.0, 1_000.0, "千"),
            ("400多人", 400.0, 400.0, "400多"),
            ("4.2万人次", 42_000.0, 42_000.0, "4.2万"),
            ("2.6万余人", 26_000.0, 26_000.0, "2.6万余"),
            ("276.3万人次", 2_763_000.0, 2_763_000.0, "276.3万"),
            ("２万２千人", 22_000.0, 22_000.0, "２万２千"),
            ("1,500元", 1500.0, 1500.0, "1,500"),
            ("2,400万元", 24_000_000.0, 24_000_000.0, "2,400万"),
            ("29753万人", 297_530_000.0, 297_530_000.0, "29753万"),
            ("1.77亿人", 1.77e8, 1.77e8, "1.77亿"),
            ("10万多名", 100_000.0, 100_000.0, "10万多"),
            ("20多万人", 200_000.0, 200_000.0, "20多万"),
            ("一千五百名", 1500.0, 1500.0, "一千五百"),
            ("四千余人", 4_000.0, 4_000.0, "四千余"),
            ("十二家", 12.0, 12.0, "十二"),
            ("十三个小时", 13.0, 13.0, "十三"),
            ("二十人", 20.0, 20.0, "二十"),
            ("两万人", 20_000.0, 20_000.0, "两万"),
            ("三千零五十人", 3050.0, 3050.0, "三千零五十"),
            ("一万两千人", 12_000.0, 12_000.0, "一万两千"),
            ("两三千人", 2_000.0, 3_000.0, "两三千"),
            ("七八百人", 700.0, 800.0, "七八百"),
            ("数百人", 100.0, 1_000.0, "数百"),
            ("数千人", 1_000.0, 10_000.0, "数千"),
            ("几千人", 1_000.0, 10_000.0, "几千"),
            ("数万人", 10_000.0, 100_000.0, "数万"),
            ("数十万人", 100_000.0, 1_000_000.0, "数十万"),
            ("好几万人", 10_000.0, 100_000.0, "好几万"),
            ("上千名", 1_000.0, 1_000.0, "上千"),
            ("三分之一", 1.0 / 3.0, 1.0 / 3.0, "三分之一"),
            ("三分之二", 2.0 / 3.0, 2.0 / 3.0, "三分之二"),
            ("百分之七十", 0.7, 0.7, "百分之七十"),
            ("一半", 0.5, 0.5, "一半"),
            ("七成", 7.0, 7.0, "七"),
            ("二〇一九年", 2019.0, 2019.0, "二〇一九"),
            ("5亿美元", 5e8, 5e8, "5亿"),
            ("1万亿元", 1e12, 1e12, "1万亿"),
            ("三十多名", 30.0, 30.0, "三十多"),
            ("十余万人", 100_000.0, 100_000.0, "十余万"),
            ("八萬人", 80_000.0, 80_000.0, "八萬"),
            ("两亿三千万", 2.3e8, 2.3e8, "两亿三千万"),
            ("百余人", 100.0, 100.0, "百余"),
        ] {
            let (found_low, found_high, found) = read(Language::Chinese, text);
            assert!(
                (found_low - low).abs() < 1e-9 * high && (found_high - high).abs() < 1e-9 * high,
                "{text}: {found_low} {found_high}"
            );
            assert_eq!(found, words, "{text}");
        }
    }
}
