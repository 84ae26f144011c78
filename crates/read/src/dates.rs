//! Dates as people and machines write them, to EDTF.

use model::{Edtf, Span};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A date and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundDate {
    /// The date, as precise as it is written.
    pub(crate) time: Edtf,
    /// The words that give it, in bytes.
    pub(crate) span: Span,
}

/// Which number comes first in `3/4/2016`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DayOrder {
    /// Day, month, year: most of the world.
    #[default]
    DayFirst,
    /// Month, day, year: United States.
    MonthFirst,
}

impl DayOrder {
    /// The order that this one is not.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }
}

/// Years that a page may plausibly speak of as its own.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// Names of months beside those of Unicode CLDR (in `lexicons/months.txt`): abbreviations that people use.
const MORE_MONTHS: [(&str, u32); 6] =
    [("jänner", 1), ("جنيوري", 1), ("fév", 2), ("mrz", 3), ("ابريل", 4), ("setiembre", 9)];

static MONTH_NUMBERS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let rows = include_str!("../lexicons/months.txt").lines().filter(|line| !line.starts_with('#'));
    let named = rows.filter_map(|row| row.split_once(' '));
    let numbered = named.filter_map(|(number, names)| Some((number.parse().ok()?, names)));
    numbered
        .flat_map(|(number, names): (u32, &str)| names.split(' ').map(move |name| (name, number)))
        .chain(MORE_MONTHS)
        .collect()
});

fn month_of(word: &str) -> Option<u32> {
    MONTH_NUMBERS.get(word).copied()
}

#[derive(Debug)]
enum Token {
    Number { value: u32, digits: usize },
    Word(String),
    Mark(char),
}

struct Placed {
    token: Token,
    start: usize,
    end: usize,
}

/// The longest beginning of a text that is searched, in bytes: a date line is short.
const WINDOW: usize = 2000;

/// The value of a decimal digit of the scripts that the dates of the web are written in.
fn digit_of(character: char) -> Option<u32> {
    /// Zeros of Arabic, Persian and Urdu, Devanagari, Bengali, and of full width.
    const ZEROS: [char; 5] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    if character.is_ascii() {
        return character.to_digit(10);
    }
    ZEROS.iter().map(|zero| u32::from(character).wrapping_sub(u32::from(*zero))).find(|value| *value < 10)
}

/// Whether a text may hold a year: four digits in a row, of any script.
pub(crate) fn may_hold_year(text: &str) -> bool {
    let window = text.as_bytes().get(..WINDOW.min(text.len())).unwrap_or_default();
    let (mut digits, mut has_others) = (0, false);
    for byte in window {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits == 4 {
            return true;
        }
        // First bytes of the digits above in UTF-8; of other letters too, which costs a closer look.
        has_others |= matches!(byte, 0xd9 | 0xdb | 0xe0 | 0xef);
    }
    let mut digits = 0;
    has_others
        && text.chars().take(WINDOW).any(|character| {
            digits = if digit_of(character).is_some() { digits + 1 } else { 0 };
            digits == 4
        })
}

/// Letters, and marks that stand inside words of scripts that need them.
fn continues_word(character: char) -> bool {
    character.is_alphabetic()
        || matches!(
            character,
            '\u{301}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{bcd}' | '\u{e4c}' | '\u{200c}'
        )
}

fn tokens(text: &str) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut chars = text.char_indices().take_while(|(at, _)| *at < WINDOW).peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        let token = if let Some(digit) = digit_of(first) {
            let mut value = digit;
            let mut digits = 1;
            while let Some((at, digit)) =
                chars.peek().and_then(|(at, c)| digit_of(*c).map(|digit| (*at + c.len_utf8(), digit)))
            {
                value = value.saturating_mul(10).saturating_add(digit);
                digits += 1;
                end = at;
                chars.next();
            }
            Token::Number { value, digits }
        } else if first.is_alphabetic() && !matches!(first, '年' | '月' | '日' | '년' | '월' | '일') {
            let mut word: String = first.to_lowercase().collect();
            while let Some((at, letter)) = chars.peek().copied()
                && continues_word(letter)
                && !matches!(letter, '年' | '月' | '日' | '년' | '월' | '일')
            {
                word.extend(letter.to_lowercase());
                end = at + letter.len_utf8();
                chars.next();
            }
            Token::Word(word)
        } else if first.is_whitespace() {
            continue;
        } else {
            Token::Mark(first)
        };
        placed.push(Placed { token, start, end });
    }
    placed
}

/// The first date in `text`, within its first two thousand bytes.
pub(crate) fn find_date(text: &str, order: DayOrder) -> Option<FoundDate> {
    // Most lines have no year in them and need no closer look.
    if !may_hold_year(text) {
        return None;
    }
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|from| {
        let (time, length) = date_at(tokens.get(from..)?, order)?;
        let (first, last) = (tokens.get(from)?, tokens.get(from + length - 1)?);
        // A number glued to more digits or letters, as in a serial number, is no date.
        let glued =
            text.get(..first.start)?.chars().next_back().is_some_and(|c| c.is_ascii_digit() || c == '$');
        // "31 February 2016" is no day, and so no month either.
        let day_before = time.as_str().len() == 7
            && from > 0
            && number(&tokens, from - 1).is_some_and(|(_, digits)| digits <= 2);
        (!glued && !day_before).then_some(FoundDate { time, span: Span::new(first.start, last.end) })
    })
}

/// The date that `text` consists of, apart from weekday, time of day and a few words around it.
pub(crate) fn only_date(text: &str, order: DayOrder) -> Option<Edtf> {
    if text.len() > 120 {
        return None;
    }
    let found = find_date(text, order)?;
    let around = [text.get(..found.span.start)?, text.get(found.span.end..)?].concat();
    let words =
        around.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
    let foreign = words.filter(|word| !is_clock_word(&word.to_lowercase()));
    (foreign.count() == 0).then_some(found.time)
}

/// A date of three numbers with a year of two digits, as in `30.10.23`: only where something else says that it is one.
pub(crate) fn short_date(text: &str, order: DayOrder) -> Option<Edtf> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|from| {
        let tokens = tokens.get(from..)?;
        let two_digits =
            |index| number(tokens, index).filter(|(_, digits)| *digits <= 2).map(|(value, _)| value);
        let (first, second) = (two_digits(0)?, two_digits(2)?);
        let (year, _) = number(tokens, 4).filter(|(_, digits)| *digits == 2)?;
        let separator = mark(tokens, 1).filter(|mark| matches!(mark, '.' | '/' | '-'))?;
        if mark(tokens, 3) != Some(separator) {
            return None;
        }
        let month_first = separator != '.' && (second > 12 || (order == DayOrder::MonthFirst && first <= 12));
        let (month, day) = if month_first { (first, second) } else { (second, first) };
        date(if year < 70 { 2000 } else { 1900 } + year, month, day)
    })
}

/// Number of a full day, counted without gaps; `None` for a month, a year or an interval.
///
/// Days since the first of March of the year 0 in the proleptic Gregorian calendar.
pub(crate) fn day_number(time: &Edtf) -> Option<i64> {
    let mut parts = time.as_str().split('-').map(|part| part.parse::<i64>().ok());
    let (Some(Some(year)), Some(Some(month)), Some(Some(day))) = (parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    // Years begin in March, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1)
}

/// The day after a full day, or the one before it.
pub(crate) fn day_beside(time: &Edtf, is_after: bool) -> Option<Edtf> {
    day_number(time)?;
    let mut parts = time.as_str().split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if is_after {
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        return date(year, month, day + 1).or_else(|| date(next_year, next_month, 1));
    }
    let (last_year, last_month) = if month == 1 { (year.checked_sub(1)?, 12) } else { (year, month - 1) };
    let same_month = day.checked_sub(1).and_then(|day| date(year, month, day));
    same_month.or_else(|| (28..=31).rev().find_map(|day| date(last_year, last_month, day)))
}

/// Whether a word, in lower case, names a weekday or belongs to a time of day.
pub(crate) fn is_clock_word(word: &str) -> bool {
    const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    const WORDS: &[&str] = &[
        "am",
        "pm",
        "at",
        "on",
        "gmt",
        "utc",
        "est",
        "edt",
        "et",
        "pst",
        "pdt",
        "bst",
        "cet",
        "cest",
        "kst",
        "jst",
        "ist",
        "uhr",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "à",
        "le",
        "um",
        "den",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "в",
        "г",
        "oraz",
        "z",
        "t",
        "updated",
        "오전",
        "오후",
        "월",
        "화",
        "수",
        "목",
        "금",
        "토",
        "일",
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
    ];
    WORDS.contains(&word)
        || WEEKDAYS
            .iter()
            .any(|day| word.starts_with(day) && (word.len() == 3 || word.ends_with("day") || word.len() == 4))
}

/// A date at the beginning of `tokens`, and how many tokens it takes.
fn date_at(tokens: &[Placed], order: DayOrder) -> Option<(Edtf, usize)> {
    match &tokens.first()?.token {
        Token::Number { value, digits: 4 } if YEARS.contains(value) => year_first(*value, tokens),
        Token::Number { value, digits: 8 } => {
            let (year, month, day) = (value / 10000, value / 100 % 100, value % 100);
            YEARS.contains(&year).then(|| date(year, month, day)).flatten().map(|time| (time, 1))
        }
        Token::Number { value, digits: 1 | 2 } => day_first(*value, tokens, order),
        Token::Word(word) => month_first(word, tokens),
        _ => None,
    }
}

fn number(tokens: &[Placed], index: usize) -> Option<(u32, usize)> {
    match tokens.get(index)?.token {
        Token::Number { value, digits } => Some((value, digits)),
        _ => None,
    }
}

fn mark(tokens: &[Placed], index: usize) -> Option<char> {
    match tokens.get(index)?.token {
        Token::Mark(mark) => Some(mark),
        _ => None,
    }
}

fn word(tokens: &[Placed], index: usize) -> Option<&str> {
    match &tokens.get(index)?.token {
        Token::Word(word) => Some(word),
        _ => None,
    }
}

fn year(tokens: &[Placed], index: usize) -> Option<u32> {
    number(tokens, index)
        .filter(|(value, digits)| *digits == 4 && YEARS.contains(value))
        .map(|(value, _)| value)
}

/// `2016-03-15`, `2016/3/15`, `2016. 3. 15.`, `2016年3月15日`, `2016년 3월`, `2016-03`.
fn year_first(year: u32, tokens: &[Placed]) -> Option<(Edtf, usize)> {
    let between = mark(tokens, 1)?;
    if let Some(month) = word(tokens, 2).and_then(month_of) {
        let day_at = if number(tokens, 3).is_some() { 3 } else { 4 };
        let (day, _) = number(tokens, day_at)?;
        return date(year, month, day).map(|time| (time, day_at + 1));
    }
    let (month, month_digits) = number(tokens, 2)?;
    if month_digits > 2 || !matches!(between, '-' | '/' | '.' | '年' | '년' | '‑' | '–') {
        return None;
    }
    let after = mark(tokens, 3);
    let day = number(tokens, 4).filter(|(_, digits)| *digits <= 2).map(|(day, _)| day);
    if let (Some(after), Some(day)) = (after, day)
        && (after == between || matches!(after, '月' | '월'))
        && let Some(time) = date(year, month, day)
    {
        let closed = matches!(mark(tokens, 5), Some('日' | '일'));
        return Some((time, if closed { 6 } else { 5 }));
    }
    let is_month = matches!(after, Some('月' | '월')) || (between == '-' && month_digits == 2);
    (is_month && after != Some('-'))
        .then(|| month_only(year, month))
        .flatten()
        .map(|time| (time, if between == '-' { 3 } else { 4 }))
}

/// `15 March 2016`, `15. März 2016`, `15 de marzo de 2016`, `15.03.2016`, `3/15/2016`, `15-Mar-2016`.
fn day_first(first: u32, tokens: &[Placed], order: DayOrder) -> Option<(Edtf, usize)> {
    let mut next = 1;
    if word(tokens, next).is_some_and(|word| matches!(word, "st" | "nd" | "rd" | "th" | "er" | "º")) {
        next += 1;
    }
    if matches!(mark(tokens, next), Some('.' | '-' | ',' | '/' | '\'')) && word(tokens, next + 1).is_some() {
        next += 1;
    }
    if word(tokens, next).is_some_and(|word| matches!(word, "of" | "de" | "d")) {
        next += 1;
    }
    if word(tokens, next) == Some("tháng") {
        return vietnamese(first, tokens, next + 1);
    }
    if let Some(month) = word(tokens, next).and_then(month_of) {
        next += 1;
        while matches!(mark(tokens, next), Some('.' | ',' | '-' | '/'))
            || matches!(word(tokens, next), Some("de" | "del"))
        {
            next += 1;
        }
        let time = date(year(tokens, next)?, month, first)?;
        return Some((time, next + 1));
    }
    let (separator, (second, _)) = (mark(tokens, 1)?, number(tokens, 2)?);
    if !matches!(separator, '.' | '/' | '-') || mark(tokens, 3) != Some(separator) {
        return None;
    }
    let year = year(tokens, 4)?;
    let month_first = separator != '.' && (second > 12 || (order == DayOrder::MonthFirst && first <= 12));
    let (month, day) = if month_first { (first, second) } else { (second, first) };
    date(year, month, day).map(|time| (time, 5))
}

/// `15 tháng 3, 2016`, `15 tháng 3 năm 2016`, from the number of the month on.
fn vietnamese(day: u32, tokens: &[Placed], at: usize) -> Option<(Edtf, usize)> {
    let (month, _) = number(tokens, at)?;
    let is_between =
        word(tokens, at + 1) == Some("năm") || matches!(mark(tokens, at + 1), Some(',' | '-' | '/'));
    let year_at = if is_between { at + 2 } else { at + 1 };
    date(year(tokens, year_at)?, month, day).map(|time| (time, year_at + 1))
}

/// `March 15, 2016`, `March 15th 2016`, `March 2016`.
fn month_first(name: &str, tokens: &[Placed]) -> Option<(Edtf, usize)> {
    if name == "tháng" {
        let (month, _) = number(tokens, 1)?;
        return month_only(year(tokens, 3)?, month).map(|time| (time, 4));
    }
    let month = month_of(name)?;
    let mut next = 1;
    if matches!(mark(tokens, next), Some('.' | ',')) {
        next += 1;
    }
    if let Some(year) = year(tokens, next) {
        return month_only(year, month).map(|time| (time, next + 1));
    }
    let (day, digits) = number(tokens, next)?;
    if digits > 2 {
        return None;
    }
    next += 1;
    if word(tokens, next).is_some_and(|word| matches!(word, "st" | "nd" | "rd" | "th")) {
        next += 1;
    }
    while matches!(mark(tokens, next), Some(',' | '.' | '-' | '|')) {
        next += 1;
    }
    date(year(tokens, next)?, month, day).map(|time| (time, next + 1))
}

fn date(year: u32, month: u32, day: u32) -> Option<Edtf> {
    Edtf::day(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

fn month_only(year: u32, month: u32) -> Option<Edtf> {
    if !(1..=12).contains(&month) {
        return None;
    }
    Edtf::month(i32::try_from(year).ok()?, u8::try_from(month).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        find_date(text, DayOrder::DayFirst).map(|found| found.time.to_string())
    }

    #[test]
    fn days_are_counted_without_gaps() {
        let number = |text: &str| day_number(&text.parse().unwrap());
        let days =
            ["2019-12-31", "2020-01-01", "2020-02-28", "2020-02-29", "2020-03-01", "2021-03-01"].map(number);
        let steps: Vec<i64> = days.windows(2).map(|pair| pair[1].unwrap() - pair[0].unwrap()).collect();
        assert_eq!(steps, [1, 58, 1, 1, 365]);
        assert_eq!(number("2020-02"), None);
    }

    #[test]
    fn years_of_two_digits_are_read_where_asked_for() {
        let found = |text, order| short_date(text, order).map(|time| time.to_string());
        assert_eq!(found("Party, 30.10.23", DayOrder::DayFirst).as_deref(), Some("2023-10-30"));
        assert_eq!(found("03/04/21", DayOrder::MonthFirst).as_deref(), Some("2021-03-04"));
        assert_eq!(found("version 1.2.345", DayOrder::DayFirst), None);
    }

    #[test]
    fn days_have_neighbours() {
        let beside = |day: &str, is_after| {
            let day = find_date(day, DayOrder::DayFirst).unwrap().time;
            day_beside(&day, is_after).map(|time| time.to_string())
        };
        assert_eq!(beside("2016-02-28", true).as_deref(), Some("2016-02-29"));
        assert_eq!(beside("2015-12-31", true).as_deref(), Some("2016-01-01"));
        assert_eq!(beside("2016-03-01", false).as_deref(), Some("2016-02-29"));
        assert_eq!(beside("2016-01-01", false).as_deref(), Some("2015-12-31"));
        assert_eq!(beside("2016-03", true), None);
    }

    #[test]
    fn reads_dates_of_many_tongues() {
        let cases = [
            ("July 7, 2016", "2016-07-07"),
            ("| Wednesday September 27, 2023", "2023-09-27"),
            ("Sept. 3rd, 2012", "2012-09-03"),
            ("7th of July 2016", "2016-07-07"),
            ("15. März 2016", "2016-03-15"),
            ("le 1er février 2019", "2019-02-01"),
            ("15 de marzo de 2016", "2016-03-15"),
            ("15 марта 2016 г.", "2016-03-15"),
            ("2016年3月15日", "2016-03-15"),
            ("2016년 3월 15일", "2016-03-15"),
            ("입력 2016.03.15 10:20", "2016-03-15"),
            ("2016-03-15T10:20:00Z", "2016-03-15"),
            ("20160315", "2016-03-15"),
            ("15.03.2016", "2016-03-15"),
            ("3/15/2016", "2016-03-15"),
            ("04/03/2016", "2016-03-04"),
            ("12-Jan-2015", "2015-01-12"),
            ("15 tháng 3 năm 2016", "2016-03-15"),
            ("15 травня 2016", "2016-05-15"),
            ("15 май 2016 г.", "2016-05-15"),
            ("2016. március 15.", "2016-03-15"),
            ("15. ožujka 2016.", "2016-03-15"),
            ("১৫ মার্চ ২০১৬", "2016-03-15"),
            ("١٥ مارس ٢٠١٦", "2016-03-15"),
            ("१५ सितंबर २०१६", "2016-09-15"),
            ("2016年3月15日", "2016-03-15"),
            ("15-mart 2016", "2016-03-15"),
            ("March 2016", "2016-03"),
            ("2016年3月", "2016-03"),
        ];
        for (text, time) in cases {
            assert_eq!(found(text).as_deref(), Some(time), "{text}");
        }
        assert_eq!(find_date("04/03/2016", DayOrder::MonthFirst).unwrap().time.as_str(), "2016-04-03");
    }

    #[test]
    fn numbers_that_are_no_dates_stay_numbers() {
        for text in [
            "call 555-2016-99",
            "between 2,000 and 3,000",
            "In 2016",
            "31 February 2016",
            "may 2,000 go",
            "1.2–2.3 billion",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_line_is_nothing_but_a_date() {
        assert!(only_date("Wednesday, 27 September 2023 at 10:15 am GMT", DayOrder::DayFirst).is_some());
        assert!(only_date("The ban took effect on 27 September 2023", DayOrder::DayFirst).is_none());
    }
}
