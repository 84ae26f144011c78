//! Months of the calendar.

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A month: `2017-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// The month that a day lies in.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    /// So many months later.
    #[must_use]
    pub fn after(self, months: usize) -> Self {
        Self(self.0.saturating_add(i32::try_from(months).unwrap_or(i32::MAX)))
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day: Option<Date> = (text.len() == 7).then(|| format!("{text}-01").parse().ok()).flatten();
        day.map(Self::of).ok_or_else(|| format!("`{text}` is no month such as 2017-12"))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_the_end_of_the_year() {
        let december: Month = "2017-12".parse().unwrap();
        assert_eq!(december.after(1).to_string(), "2018-01");
        assert_eq!(december.after(24).to_string(), "2019-12");
        for wrong in ["2017-13", "2017", "2017-1", "x", "2017-12-01"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
