//! Dates as official lists write them, to prefixes of ISO 8601 dates.

/// A date of a list: one day, month or year, or several that it may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    /// Prefixes of ISO 8601 dates, any of which may be meant; empty where the text is no date.
    pub(crate) values: Vec<String>,
    /// Whether the list says it is not certain: "circa", "approximately".
    pub(crate) approximate: bool,
}

/// Years between two, up to which each year of a span becomes a value of its own; of longer spans only the ends do.
const LONGEST_SPAN: u16 = 10;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const APPROXIMATELY: &[&str] = &["circa", "approximately", "approx.", "approx", "ca.", "about", "c."];

/// Reads `29 Aug 1974`, `Apr 1961`, `1971`, `circa 1960`, `1951 to 1953`, `1979-1982`, `2012-12-31`, `8/22/1976`.
pub(crate) fn dates(text: &str) -> Dates {
    let mut text = text.trim().trim_end_matches(['.', ',', ';']);
    let mut approximate = false;
    while let Some(rest) = APPROXIMATELY.iter().find_map(|word| without_word(text, word)) {
        approximate = true;
        text = rest;
    }
    text = without_word(text, "between").unwrap_or(text);
    let ends = text
        .split_once(" to ")
        .or_else(|| text.split_once(" and "))
        .or_else(|| text.split_once(" - "))
        .or_else(|| two_years(text));
    let values = match ends {
        Some((from, to)) => span(from, to),
        None => date(text).into_iter().collect(),
    };
    Dates { values, approximate }
}

/// The one date that a text is; `None` for spans, approximate dates and anything else.
#[must_use]
pub fn exact(text: &str) -> Option<String> {
    let dates = dates(text);
    let mut values = dates.values.into_iter();
    values.next().filter(|_| !dates.approximate && values.next().is_none())
}

fn without_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    (start.eq_ignore_ascii_case(word) && rest.starts_with(' ')).then(|| rest.trim_start())
}

/// `1979-1982`
fn two_years(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once(['-', '–', '/'])?;
    let is_year = |part: &str| year(part.trim()).is_some();
    (is_year(from) && is_year(to)).then_some((from, to))
}

fn span(from: &str, to: &str) -> Vec<String> {
    let bare = |text: &str| {
        let text = text.trim();
        APPROXIMATELY.iter().find_map(|word| without_word(text, word)).unwrap_or(text).to_owned()
    };
    let Some(last) = date(&bare(to)) else { return Vec::new() };
    // "Aug. to Sep. 1977": the year stands once.
    let first = date(&bare(from)).or_else(|| date(&format!("{} {}", bare(from), last.get(..4)?)));
    let Some(first) = first else { return Vec::new() };
    let years = |value: &str| value.get(..4).and_then(year);
    match (years(&first), years(&last)) {
        (Some(from), Some(to)) if from < to && to - from <= LONGEST_SPAN => {
            (from..=to).map(|year| format!("{year:04}")).collect()
        }
        _ if first == last => vec![first],
        _ => vec![first, last],
    }
}

fn year(text: &str) -> Option<u16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| digits && (1000..=2999).contains(year))
}

fn month(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let long_enough = word.len() >= 3 && word.is_ascii();
    MONTHS.iter().position(|month| long_enough && (month.starts_with(&word) || word == "sept")).map(|index| {
        // "sept" fits every month above; it is September.
        if word == "sept" { 9 } else { index + 1 }
    })
}

fn day(text: &str) -> Option<u8> {
    text.parse().ok().filter(|day| (1..=31).contains(day) && text.len() <= 2)
}

/// Validity of the day within its month is left to whoever wrote the list, but there is no 30 February.
fn assemble(year: u16, month: usize, day: Option<u8>) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    match day {
        None => Some(format!("{year:04}-{month:02}")),
        Some(day) if (1..=longest).contains(&day) => Some(format!("{year:04}-{month:02}-{day:02}")),
        Some(_) => None,
    }
}

fn date(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', ',']);
    if text.len() > 40 {
        return None;
    }
    if let Some(value) = iso(text).or_else(|| american(text)) {
        return Some(value);
    }
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [only] => year(only).map(|year| format!("{year:04}")),
        [first, last] => assemble(year(last)?, month(first)?, None),
        [first, second, last] => match (day(first), month(second)) {
            (Some(day), Some(month)) => assemble(year(last)?, month, Some(day)),
            _ => assemble(year(last)?, month(first)?, Some(day(second)?)),
        },
        _ => None,
    }
}

/// `2012`, `2012-12`, `2012-12-31`, also with a time behind it.
fn iso(text: &str) -> Option<String> {
    let text = text.split(['T', ' ']).next().filter(|date| date.contains('-'))?;
    let mut parts = text.split('-');
    let (year, month) = (year(parts.next()?)?, parts.next()?);
    let month = month.parse().ok().filter(|_| month.len() <= 2)?;
    let day = parts.next().map(day);
    match (day, parts.next()) {
        (None, None) => assemble(year, month, None),
        (Some(Some(day)), None) => assemble(year, month, Some(day)),
        _ => None,
    }
}

/// `8/22/1976`: month, day, year, as the agencies of the United States write it.
fn american(text: &str) -> Option<String> {
    let mut parts = text.split('/');
    let (month, day_of, year_of) = (parts.next()?, parts.next()?, parts.next()?);
    let month = month.parse().ok().filter(|_| month.len() <= 2)?;
    if parts.next().is_some() {
        return None;
    }
    assemble(year(year_of)?, month, Some(day(day_of)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_lists() {
        for (text, expected, approximate) in [
            ("29 Aug 1974", "1974-08-29", false),
            ("Apr 1961", "1961-04", false),
            ("Nov. 1973 ", "1973-11", false),
            ("1971", "1971", false),
            ("circa 1960", "1960", true),
            ("circa 03 Mar 1960", "1960-03-03", true),
            ("1951 to 1953", "1951 1952 1953", false),
            ("circa 1979-1982", "1979 1980 1981 1982", true),
            ("22 Sep 1959 to 24 Sep 1959", "1959-09-22 1959-09-24", false),
            ("1925 to 1950", "1925 1950", false),
            ("Between Aug. and Sep. 1977", "1977-08 1977-09", false),
            ("2012-12-31", "2012-12-31", false),
            ("2026-02-27T00:00:09.554Z", "2026-02-27", false),
            ("10/19/2017", "2017-10-19", false),
            ("December 1, 2021", "2021-12-01", false),
            ("16 Sept. 1970", "1970-09-16", false),
            ("30 Feb 1970", "", false),
            ("30-35 years old", "", false),
            ("", "", false),
            ("24/06/1402 (Hijri Calendar)", "", false),
        ] {
            let dates = dates(text);
            assert_eq!(
                (dates.values.join(" ").as_str(), dates.approximate),
                (expected, approximate),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_dates_or_none(text in "\\PC{0,40}") {
            for value in dates(&text).values {
                prop_assert!(value.len() >= 4 && value.starts_with(|digit: char| digit.is_ascii_digit()));
            }
        }
    }
}
