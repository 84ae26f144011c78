//! Exchange rates of the past: monthly means of the euro reference rates of the European Central Bank, embedded as data.
//!
//! `data/rates.tsv` says where it comes from; `data/make/rates.py` makes it. The rouble ends in February 2022, when the ECB
//! stopped quoting it.

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/rates.tsv");

/// Where the rates come from, to be named beside every result.
pub const SOURCE: &str = "monthly means of the euro reference rates of the European Central Bank";

/// Values of one currency for one euro, month by month from the first.
struct Series {
    /// Months since year 0.
    first: i32,
    values: Vec<Option<f64>>,
}

static RATES: LazyLock<HashMap<&'static str, Series>> =
    LazyLock::new(|| TABLE.lines().filter_map(series).collect());

fn series(line: &'static str) -> Option<(&'static str, Series)> {
    let mut columns = line.split('\t').filter(|_| !line.starts_with('#'));
    let (code, first, values) = (columns.next()?, columns.next()?, columns.next()?);
    let (year, month) = first.split_once('-')?;
    let first = year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1;
    Some((code, Series { first, values: values.split(' ').map(|value| value.parse().ok()).collect() }))
}

fn per_euro(code: &str, month: i32) -> Option<f64> {
    if code == "EUR" {
        return Some(1.0);
    }
    let series = RATES.get(code)?;
    series.values.get(usize::try_from(month - series.first).ok()?).copied().flatten()
}

fn index(year: i32, month: u32) -> Option<i32> {
    let month = i32::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    Some(year * 12 + month - 1)
}

/// How much of `to` one unit of `from` was worth in a month, by ISO 4217 codes; none where there was no rate.
///
/// ```
/// let dollar = figures::rates::in_month("USD", "RUB", 2008, 4).unwrap();
/// assert!((dollar - 23.5).abs() < 0.1);
/// ```
#[must_use]
pub fn in_month(from: &str, to: &str, year: i32, month: u32) -> Option<f64> {
    let month = index(year, month)?;
    Some(per_euro(to, month)? / per_euro(from, month)?)
}

/// The least and the greatest monthly rate of a year.
#[must_use]
pub fn in_year(from: &str, to: &str, year: i32) -> Option<(f64, f64)> {
    let rates = (1..=12).filter_map(|month| in_month(from, to, year, month));
    rates.fold(None, |span: Option<(f64, f64)>, rate| {
        Some(span.map_or((rate, rate), |(low, high)| (low.min(rate), high.max(rate))))
    })
}

/// The years in which, in some month, the rate lay within `share` of `rate`.
#[must_use]
pub fn years_with(from: &str, to: &str, rate: f64, share: f64) -> Vec<i32> {
    let near = |year: &i32| {
        in_year(from, to, *year)
            .is_some_and(|(low, high)| rate >= low * (1.0 - share) && rate <= high * (1.0 + share))
    };
    (1999..2100).filter(near).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_those_of_the_month() {
        let in_dollars = |year, month| 15_000.0 * in_month("RUB", "USD", year, month).unwrap();
        assert!((in_dollars(2008, 4) - 637.7).abs() < 1.0);
        assert!((in_dollars(2018, 2) - 263.8).abs() < 1.0);
        assert_eq!(in_month("RUB", "USD", 2023, 1), None);
        assert_eq!(in_month("USD", "USD", 2018, 13), None);
        assert_eq!(in_month("KPW", "USD", 2018, 1), None);
        assert!(years_with("RUB", "USD", 260.0 / 15_000.0, 0.0).contains(&2018));
        assert!(!years_with("RUB", "USD", 260.0 / 15_000.0, 0.0).contains(&2008));
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((RATES.len(), lines), (41, 41));
        assert!(RATES.values().all(|series| series.values.iter().flatten().all(|rate| *rate > 0.0)));
    }
}
