//! Dates as far as they are known.

use serde::{Deserialize, Serialize};

/// A year, perhaps with month and day; 0 where these are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PartialDate {
    year: u16,
    month: u8,
    day: u8,
}

/// How two dates stand to each other, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DateFit {
    /// The same day.
    SameDay,
    /// Day and month changed places, or one figure of the date is another: a slip.
    Slip,
    /// The same year, as far as both are known.
    SameYear,
    /// One year apart, at least one of the two only a year.
    NextYear,
    /// Others.
    Other,
}

impl PartialDate {
    /// Reads a prefix of an ISO 8601 date; a month or day that no calendar has counts as not known.
    pub(crate) fn read(text: &str) -> Option<PartialDate> {
        let mut parts = text.trim().split(['-', 'T', ' ']);
        let year: u16 = parts.next()?.parse().ok().filter(|year| (1000..3000).contains(year))?;
        let number = |part: Option<&str>, most: u8| {
            part.and_then(|part| part.parse::<u8>().ok()).filter(|number| (1..=most).contains(number))
        };
        let month = number(parts.next(), 12).unwrap_or(0);
        let day = if month == 0 { 0 } else { number(parts.next(), 31).unwrap_or(0) };
        Some(PartialDate { year, month, day })
    }

    /// How another date stands to this one.
    pub(crate) fn fit(self, other: PartialDate) -> DateFit {
        let whole = self.day != 0 && other.day != 0;
        let apart = self.year.abs_diff(other.year);
        if whole && self == other {
            return DateFit::SameDay;
        }
        if whole && self.is_slip_of(other) {
            return DateFit::Slip;
        }
        // 1 January is what many registers write where they know the year only.
        let is_year = |date: PartialDate| date.month == 0 || date.month == 1 && date.day == 1;
        let months_fit = self.month == 0 || other.month == 0 || self.month == other.month;
        let is_rough = is_year(self) || is_year(other);
        match apart {
            0 if is_rough || !whole && months_fit => DateFit::SameYear,
            1 if is_rough => DateFit::NextYear,
            _ => DateFit::Other,
        }
    }

    fn is_slip_of(self, other: PartialDate) -> bool {
        let changed_places = self.year == other.year && self.month == other.day && self.day == other.month;
        let figures = |date: PartialDate| format!("{:04}{:02}{:02}", date.year, date.month, date.day);
        let differing = figures(self).bytes().zip(figures(other).bytes()).filter(|(a, b)| a != b).count();
        changed_places || differing == 1
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_fit_as_far_as_they_are_known() {
        let cases = [
            ("1969-7-16", "1969-07-16", DateFit::SameDay),
            ("1969-07-16", "1969-07-15", DateFit::Slip),
            ("1969-03-05", "1969-05-03", DateFit::Slip),
            ("1969-07-16", "1969", DateFit::SameYear),
            ("1969-07-16", "1969-07", DateFit::SameYear),
            ("1969-01-01", "1969-07-15", DateFit::SameYear),
            ("1969-07-16", "1969-11-02", DateFit::Other),
            ("1969-07", "1969-11", DateFit::Other),
            ("1969", "1970-11-02", DateFit::NextYear),
            ("1969", "1971", DateFit::Other),
            ("1974-01-32", "1974-01-15", DateFit::SameYear),
        ];
        for (a, b, expected) in cases {
            let (one, other) = (PartialDate::read(a).unwrap(), PartialDate::read(b).unwrap());
            assert_eq!(one.fit(other), expected, "{a} {b}");
            assert_eq!(other.fit(one), expected, "{b} {a}");
        }
        assert_eq!(PartialDate::read("circa"), None);
    }
}
