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

/// Years that a page may plausibly speak of as its own.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// Month names and abbreviations by month: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish,
/// Czech, Scandinavian, Finnish, Turkish, Indonesian, Romanian, Hungarian, Russian, Ukrainian, Greek, Arabic.
/// Gregorian names in the case in which dates use them (Unicode CLDR, `dates/calendars/gregorian/months`).
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari stycznia styczeń ledna leden tammikuuta ocak ianuarie január января январь янв січня ιανουαρίου يناير جنيوري",
    "february feb februar février févr fév febrero fevereiro fev febbraio februari lutego luty února únor helmikuuta şubat februarie február февраля февраль фев лютого φεβρουαρίου فبراير",
    "march mar märz mrz mars marzo março maart mrt marca marzec března březen marts maaliskuuta mart maret martie március марта март мар березня μαρτίου مارس",
    "april apr avril avr abril abr aprile kwietnia kwiecień dubna duben huhtikuuta nisan aprilie április апреля апрель апр квітня απριλίου أبريل ابريل",
    "may mai mayo maio mag maggio mei maja maj května květen toukokuuta mayıs május мая май травня μαΐου مايو",
    "june jun juni juin junio junho giugno giu czerwca czerwiec června červen kesäkuuta haziran iunie június июня июнь июн червня ιουνίου يونيو",
    "july jul juli juillet juil julio julho luglio lug lipca lipiec července červenec heinäkuuta temmuz iulie július июля июль июл липня ιουλίου يوليو",
    "august aug août agosto ago augustus sierpnia sierpień srpna srpen elokuuta ağustos agustus augusti augusztus августа август авг серпня αυγούστου أغسطس",
    "september sep sept septembre septiembre setiembre setembro set settembre września wrzesień září syyskuuta eylül septembrie szeptember сентября сентябрь сен сент вересня σεπτεμβρίου سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott października październik října říjen lokakuuta ekim octombrie október октября октябрь окт жовтня οκτωβρίου أكتوبر",
    "november nov novembre noviembre novembro listopada listopad listopadu marraskuuta kasım noiembrie ноября ноябрь ноя листопада νοεμβρίου نوفمبر",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre grudnia grudzień prosince prosinec desember joulukuuta aralık desember decembrie декабря декабрь дек грудня δεκεμβρίου ديسمبر",
];

static MONTH_NUMBERS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    (1..).zip(MONTHS).flat_map(|(number, names)| names.split(' ').map(move |name| (name, number))).collect()
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

fn tokens(text: &str) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut chars = text.char_indices().take_while(|(at, _)| *at < WINDOW).peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        let token = if first.is_ascii_digit() {
            let mut value = first.to_digit(10).unwrap_or(0);
            let mut digits = 1;
            while let Some((at, digit)) =
                chars.peek().and_then(|(at, c)| c.to_digit(10).map(|digit| (*at, digit)))
            {
                value = value.saturating_mul(10).saturating_add(digit);
                digits += 1;
                end = at + 1;
                chars.next();
            }
            Token::Number { value, digits }
        } else if first.is_alphabetic() && !matches!(first, '年' | '月' | '日' | '년' | '월' | '일') {
            let mut word: String = first.to_lowercase().collect();
            while let Some((at, letter)) = chars.peek().copied()
                && (letter.is_alphabetic() || letter == '\u{301}')
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
    let mut digits = 0;
    text.bytes().take(WINDOW).find(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits == 4
    })?;
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
        let (day, _) = number(tokens, 4)?;
        return date(year, month, day).map(|time| (time, 5));
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
