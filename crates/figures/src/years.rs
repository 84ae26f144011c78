//! Times as spans of months and years, which is how finely figures are compared.

use model::Edtf;

/// From a first month to a last, both in it, with their years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Years {
    pub(crate) first: i32,
    pub(crate) last: i32,
    /// Months since year 0.
    months: (i32, i32),
}

/// The span of a time; an open end reaches 100 years at most.
pub(crate) fn years(time: &Edtf) -> Option<Years> {
    let (begin, end) = time.as_str().split_once('/').unwrap_or((time.as_str(), time.as_str()));
    let (first, last) = (time.first_year(), time.last_year());
    let first = first.or_else(|| last.map(|last| last - 100))?;
    let last = last.unwrap_or(first + 100);
    let month = |date: &str, year: i32, without: i32| {
        let number = date
            .get(5..7)
            .and_then(|month| month.parse::<i32>().ok())
            .filter(|month| (1..=12).contains(month));
        year * 12 + number.map_or(without, |month| month - 1)
    };
    let months = (month(begin, first, 0), month(end, last, 11));
    (months.0 <= months.1).then_some(Years { first, last, months })
}

impl Years {
    /// From the beginning of one year to the end of another.
    pub(crate) fn whole(first: i32, last: i32) -> Self {
        Self { first, last, months: (first * 12, last * 12 + 11) }
    }

    /// The least span that holds both.
    pub(crate) fn hull(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            months: (self.months.0.min(other.months.0), self.months.1.max(other.months.1)),
        }
    }

    /// Whether they have a month in common. Of two spans within a year, one may also follow the other at once: a count of July
    /// is still one of August.
    pub(crate) fn meets(self, other: Self) -> bool {
        let is_short = |span: Self| span.months.1 - span.months.0 < 11;
        let room = i32::from(is_short(self) && is_short(other));
        self.months.0 <= other.months.1 + room && other.months.0 <= self.months.1 + room
    }

    /// Years between them; none where they share one.
    pub(crate) fn gap(self, other: Self) -> i32 {
        (self.first - other.last).max(other.first - self.last).max(0)
    }
}

/// Month of a time that names one: for the rate of the day. Of a year alone there is none.
pub(crate) fn month_of(time: &Edtf) -> Option<(i32, u32)> {
    let text = time.as_str();
    let year = text.get(..4)?.parse().ok()?;
    let month: u32 = text.get(4..)?.strip_prefix('-')?.get(..2)?.parse().ok()?;
    (1..=12).contains(&month).then_some((year, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_meet_or_lie_apart() {
        let of = |text: &str| years(&text.parse().unwrap()).unwrap();
        assert!(of("2013/2015").meets(of("2015-06")));
        assert!(of("2018").meets(of("2018-12")) && of("2018-07").meets(of("2018-08")));
        assert!(!of("2018-01/2018-04").meets(of("2018-12")) && !of("2013").meets(of("2014")));
        assert_eq!((of("2012").gap(of("2015")), of("2018-01").gap(of("2018-12"))), (3, 0));
        assert!(of("1950/..").meets(of("2018")));
        assert_eq!(month_of(&"2018-04-16".parse().unwrap()), Some((2018, 4)));
        assert_eq!(month_of(&"2018".parse().unwrap()), None);
    }
}
