//! Times as spans of years, which is how finely figures are compared.

use model::Edtf;

/// From the first year to the last, both in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Years {
    pub(crate) first: i32,
    pub(crate) last: i32,
}

/// The years of a time; an open end reaches 100 years at most.
pub(crate) fn years(time: &Edtf) -> Option<Years> {
    let (first, last) = (time.first_year(), time.last_year());
    let first = first.or_else(|| last.map(|last| last - 100))?;
    let last = last.unwrap_or(first + 100);
    (first <= last).then_some(Years { first, last })
}

impl Years {
    /// Whether they have a year in common.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Years between them; none where they meet.
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
        assert_eq!(of("2012").gap(of("2015")), 3);
        assert!(of("1950/..").meets(of("2018")));
        assert_eq!(month_of(&"2018-04-16".parse().unwrap()), Some((2018, 4)));
        assert_eq!(month_of(&"2018".parse().unwrap()), None);
    }
}
