//! Times as the Extended Date/Time Format writes them.

use serde::{Deserialize, Serialize};

/// A time of level 0 or 1 of EDTF (ISO 8601-2:2019, annex A): `2016`, `2016-03`, `2016-03-15`, `2016-24`
/// (autumn), `1950/..`, `2012/2015`, `../2019-12`; each date may end in `~` (approximate) or `?` (uncertain).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf(String);

/// A text that is not such a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an EDTF time such as 2016, 2016-03, 2016-03-15 or 1950/..")]
pub struct EdtfError(pub String);

fn is_date(text: &str) -> bool {
    let text = text.strip_suffix(['~', '?', '%']).unwrap_or(text);
    let mut parts = text.split('-');
    let number = |part: Option<&str>, digits: usize| -> Option<Option<u32>> {
        match part {
            None => Some(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse().ok().map(Some)
            }
            Some(_) => None,
        }
    };
    let (Some(Some(year)), Some(month), Some(day)) =
        (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2))
    else {
        return false;
    };
    let month_fits = match (month, day) {
        (None, _) => true,
        (Some(month), None) => matches!(month, 1..=12 | 21..=41),
        (Some(month), Some(day)) => matches!(month, 1..=12) && (1..=days_in(year, month)).contains(&day),
    };
    parts.next().is_none() && month_fits
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Edtf {
    /// The year alone; `None` outside 0..=9999.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        (0..=9999).contains(&year).then(|| Self(format!("{year:04}")))
    }

    /// A month of a year; `None` where either is out of range.
    #[must_use]
    pub fn month(year: i32, month: u8) -> Option<Self> {
        format!("{year:04}-{month:02}").parse().ok()
    }

    /// A day; `None` where there is no such day.
    #[must_use]
    pub fn day(year: i32, month: u8, day: u8) -> Option<Self> {
        format!("{year:04}-{month:02}-{day:02}").parse().ok()
    }

    /// From `start` on.
    #[must_use]
    pub fn since(start: &Self) -> Self {
        Self(format!("{}/..", start.first()))
    }

    /// Up to `end`.
    #[must_use]
    pub fn until(end: &Self) -> Self {
        Self(format!("../{}", end.last()))
    }

    /// From `start` to `end`.
    #[must_use]
    pub fn between(start: &Self, end: &Self) -> Self {
        Self(format!("{}/{}", start.first(), end.last()))
    }

    /// The time as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn first(&self) -> &str {
        self.0.split('/').next().unwrap_or(&self.0)
    }

    fn last(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The year it begins in; `None` where the beginning is open.
    #[must_use]
    pub fn first_year(&self) -> Option<i32> {
        self.first().get(..4).and_then(|year| year.parse().ok())
    }

    /// The year it ends in; `None` where the end is open.
    #[must_use]
    pub fn last_year(&self) -> Option<i32> {
        self.last().get(..4).and_then(|year| year.parse().ok())
    }
}

impl std::fmt::Display for Edtf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Edtf {
    type Err = EdtfError;
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let fits = match text.split_once('/') {
            None => is_date(text),
            Some(("..", "..")) => false,
            Some((start, end)) => {
                (start == ".." || is_date(start)) && (end == ".." || is_date(end)) && !end.contains('/')
            }
        };
        if fits { Ok(Self(text.to_owned())) } else { Err(EdtfError(text.chars().take(80).collect())) }
    }
}

impl TryFrom<String> for Edtf {
    type Error = EdtfError;
    fn try_from(text: String) -> Result<Self, EdtfError> {
        text.parse()
    }
}

impl From<Edtf> for String {
    fn from(time: Edtf) -> String {
        time.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_the_standard_takes() {
        for good in
            ["2016", "2016-03", "2016-03-15", "2016-24", "1950/..", "../2019-12", "2012/2015", "2008~"]
        {
            assert!(good.parse::<Edtf>().is_ok(), "{good}");
        }
        for bad in ["", "16", "2016-13", "2017-02-29", "2016-3", "../..", "2016/2017/2018", "March 2016"] {
            assert!(bad.parse::<Edtf>().is_err(), "{bad}");
        }
    }

    #[test]
    fn builds_intervals() {
        let year = Edtf::year(2012).unwrap();
        assert_eq!(Edtf::since(&year).as_str(), "2012/..");
        assert_eq!(Edtf::between(&year, &Edtf::month(2015, 4).unwrap()).as_str(), "2012/2015-04");
        assert_eq!(Edtf::since(&year).first_year(), Some(2012));
        assert_eq!(Edtf::since(&year).last_year(), None);
        assert_eq!(Edtf::day(2017, 2, 29), None);
    }
}
