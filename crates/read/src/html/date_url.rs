//! Dates in addresses.

use crate::dates::{DayOrder, find_date};
use model::Edtf;

/// `/2016/07/07/`, `/2016-07-07-`, `/07-07-2016`, `20160707`, or year and month alone.
pub(crate) fn date_in_url(url: &str) -> Option<Edtf> {
    let address = archived(url);
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?.split_once('/')?.1;
    let numbers: Vec<(&str, usize)> = path
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| (part, part.as_ptr() as usize - path.as_ptr() as usize))
        .collect();
    (0..numbers.len()).find_map(|index| {
        let (text, _) = numbers.get(index)?;
        let parts = Parts { numbers: &numbers, index };
        match text.len() {
            8 => find_date(text, DayOrder::DayFirst).map(|found| found.time),
            4 => parts.year_first(),
            2 => parts.day_first(path),
            _ => None,
        }
        .filter(is_plausible)
    })
}

/// The address that an archive of the web keeps a copy of: the day of the copy is not the page's.
pub(crate) fn archived(url: &str) -> &str {
    let Some((_, inner)) = url.split_once("/web/") else { return url };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 14 {
        inner
            .get(digits..)
            .map_or(url, |rest| rest.trim_start_matches(|c: char| c != '/').trim_start_matches('/'))
    } else {
        url
    }
}

/// The web is not older.
pub(crate) fn is_plausible(time: &Edtf) -> bool {
    time.first_year().is_some_and(|year| (1990..=2099).contains(&year))
}

/// A number of an address and those after it.
struct Parts<'n> {
    numbers: &'n [(&'n str, usize)],
    index: usize,
}

impl Parts<'_> {
    /// A number that stands one character after the one before it.
    fn adjacent(&self, later: usize, most_digits: usize) -> Option<&str> {
        let (before, start) = self.numbers.get(self.index + later - 1)?;
        let (part, at) = self.numbers.get(self.index + later)?;
        (part.len() <= most_digits && start + before.len() + 1 == *at).then_some(part)
    }

    fn year_first(&self) -> Option<Edtf> {
        let year = self.numbers.get(self.index)?.0.parse().ok()?;
        let month = self.adjacent(1, 2)?.parse().ok()?;
        let day = self.adjacent(2, 2).and_then(|day| day.parse().ok());
        day.and_then(|day| Edtf::day(year, month, day))
            .or_else(|| ((1..=12).contains(&month)).then(|| Edtf::month(year, month)).flatten())
    }

    /// Day, month and year in one part of the path, as most of the world writes them.
    fn day_first(&self, path: &str) -> Option<Edtf> {
        let (day, at) = self.numbers.get(self.index)?;
        let month = self.adjacent(1, 2).filter(|month| month.len() == 2)?;
        let year = self.adjacent(2, 4).filter(|year| year.len() == 4)?;
        let is_one_part = path.get(*at..at + 10).is_some_and(|part| !part.contains('/'));
        is_one_part.then(|| Edtf::day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_dates() {
        let found = |url| date_in_url(url).map(|time| time.to_string());
        assert_eq!(found("https://paper.test/world/2016/07/07/story.html").as_deref(), Some("2016-07-07"));
        assert_eq!(found("https://paper.test/2016/07/story").as_deref(), Some("2016-07"));
        assert_eq!(found("https://paper.test/a/20160707/1").as_deref(), Some("2016-07-07"));
        assert_eq!(found("https://paper.test/news/29-10-2021").as_deref(), Some("2021-10-29"));
        assert_eq!(
            found("https://archive.test/web/20130307194448/paper.test/2008/05/story.html").as_deref(),
            Some("2008-05")
        );
        assert_eq!(found("https://archive.test/web/20130307194448/https://paper.test/story.html"), None);
        assert_eq!(found("https://paper.test/id/3456/12"), None);
        assert_eq!(found("https://paper.test/story-2016"), None);
    }
}
