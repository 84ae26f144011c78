//! Reckoning from the day of publication.

use super::Anchor;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use model::Edtf;

/// The publication date, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Publication {
    pub(crate) year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

/// A unit that relative times step by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
    Year,
}

impl Publication {
    /// The beginning of the anchor; `None` without one.
    pub(crate) fn new(anchor: &Anchor) -> Option<Self> {
        let published = anchor.published.as_ref()?;
        let first = published.as_str().split('/').next()?.trim_end_matches(['~', '?', '%']);
        let mut parts = first.split('-');
        let year = parts.next()?.parse().ok()?;
        let month =
            parts.next().and_then(|month| month.parse().ok()).filter(|month| (1..=12).contains(month));
        let day = month.and_then(|_| parts.next()).and_then(|day| day.parse().ok());
        Some(Self { year, month, day })
    }

    /// The publication date itself.
    pub(crate) fn time(self) -> Option<Edtf> {
        match (self.month, self.day) {
            (Some(month), Some(day)) => Edtf::day(self.year, month, day),
            (Some(month), None) => Edtf::month(self.year, month),
            _ => Edtf::year(self.year),
        }
    }

    /// The year of the last such month up to publication, or of the last such day if `day` is given.
    pub(crate) fn past_year(self, month: u8, day: Option<u8>) -> Option<i32> {
        let own = self.month?;
        let later_day = own == month && day.zip(self.day).is_some_and(|(day, own)| day > own);
        Some(if month > own || later_day { self.year - 1 } else { self.year })
    }

    /// The time `count` steps away, no finer than the step or the anchor; `None` where the anchor is too coarse.
    pub(crate) fn moved(self, count: i32, step: Step) -> Option<Edtf> {
        if step == Step::Year {
            return Edtf::year(self.year.checked_add(count)?);
        }
        let month = i8::try_from(self.month?).ok()?;
        let day = match step {
            Step::Day | Step::Week => i8::try_from(self.day?).ok()?,
            Step::Month | Step::Year => 1,
        };
        let start = Date::new(i16::try_from(self.year).ok()?, month, day).ok()?;
        let span: Span = match step {
            Step::Day => Span::new().try_days(count).ok()?,
            Step::Week => Span::new().try_weeks(count).ok()?,
            Step::Month | Step::Year => Span::new().try_months(count).ok()?,
        };
        let date = start.checked_add(span).ok()?;
        if step == Step::Day {
            to_day(date)
        } else {
            Edtf::month(date.year().into(), u8::try_from(date.month()).ok()?)
        }
    }

    /// The stretch of `count` steps up to publication.
    pub(crate) fn past(self, count: i32, step: Step) -> Option<Edtf> {
        let start = self.moved(count.checked_neg()?, step)?;
        let end = self.moved(0, step)?;
        Some(if start == end { end } else { Edtf::between(&start, &end) })
    }

    /// The named day of the week: the last one up to publication, or, if `ahead`, the next one after it.
    ///
    /// With `strictly` the day of publication itself does not count.
    pub(crate) fn weekday(self, weekday: Weekday, ahead: bool, strictly: bool) -> Option<Edtf> {
        let (month, day) = (i8::try_from(self.month?).ok()?, i8::try_from(self.day?).ok()?);
        let date = Date::new(i16::try_from(self.year).ok()?, month, day).ok()?;
        let back = i32::from(date.weekday().since(weekday));
        let days = match (ahead, back) {
            (true, back) => 7 - back,
            (false, 0) if strictly => -7,
            (false, back) => -back,
        };
        to_day(date.checked_add(days.days()).ok()?)
    }
}

fn to_day(date: Date) -> Option<Edtf> {
    Edtf::day(date.year().into(), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(date: &str) -> Publication {
        Publication::new(&Anchor { published: date.parse().ok() }).unwrap()
    }

    #[test]
    fn months_lean_to_the_past() {
        assert_eq!(published("2016-07-07").past_year(3, None), Some(2016));
        assert_eq!(published("2018-04").past_year(12, None), Some(2017));
        assert_eq!(published("2018-04-10").past_year(4, Some(20)), Some(2017));
        assert_eq!(published("2018").past_year(4, None), None);
    }

    #[test]
    fn steps_cross_years_and_keep_their_precision() {
        let day = published("2018-01-03");
        assert_eq!(day.moved(-1, Step::Month).unwrap().as_str(), "2017-12");
        assert_eq!(day.moved(-4, Step::Day).unwrap().as_str(), "2017-12-30");
        assert_eq!(day.past(10, Step::Year).unwrap().as_str(), "2008/2018");
        assert_eq!(published("2018-01").moved(-1, Step::Day), None);
        assert_eq!(day.weekday(Weekday::Tuesday, false, false).unwrap().as_str(), "2018-01-02");
        assert_eq!(day.weekday(Weekday::Wednesday, false, true).unwrap().as_str(), "2017-12-27");
    }
}
