//! The day on the page's own calendar, where a time is given in universal time.

use super::date_elements::ElementDate;
use super::date_text::TextDate;
use super::date_url::archived;
use super::head::Head;
use super::published::{DATED_METAS, Reach, Stated, is_neighbour, stated};
use super::tree::{Data, Tree};
use crate::dates::{DayOrder, day_beside};
use model::{DateSignal, Edtf};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// How far the clocks of a country are from universal time, by its domain.
static CLOCKS: LazyLock<HashMap<&str, (i32, i32)>> = LazyLock::new(|| {
    let rows = include_str!("../../lexicons/clocks.txt").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut parts = row.split(' ');
        let domain = parts.next()?;
        Some((domain, (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)))
    })
    .collect()
});

/// What a page says of its days beside the one that was found.
pub(crate) struct Beside<'p> {
    /// The elements of the page.
    pub(crate) tree: &'p Tree,
    /// Its head.
    pub(crate) head: &'p Head<'p>,
    /// Its address.
    pub(crate) url: Option<&'p str>,
    /// The day in its address.
    pub(crate) from_url: &'p Option<Edtf>,
    /// Days that elements hold.
    pub(crate) elements: &'p [ElementDate],
    /// Days in the text.
    pub(crate) texts: &'p [TextDate],
    /// Where its own days stand.
    pub(crate) reach: Reach,
    /// Which number comes first in dates of digits.
    pub(crate) order: DayOrder,
}

/// A time in universal time falls on the day before or after for those who wrote the page: the day that the page shows
/// without a zone, else the one on the clocks that other times on the page are given in, else on those of
/// its country. Where the clocks of a country do not agree on the day, it stays as it is.
pub(crate) fn local_day(found: Stated, beside: &Beside<'_>) -> Stated {
    if !found.is_utc {
        return found;
    }
    if let Some(shown) = shown(&found, beside) {
        return shown;
    }
    let Some(clock) = found.clock else { return found };
    // The clocks of the world run at most fourteen hours before and twelve behind.
    if !(clock < 12 * 60 || clock >= DAY - 14 * 60) {
        return found;
    }
    let Some((least, greatest)) = clocks_in_scripts(beside.tree).or_else(|| clocks_of_country(beside.url?))
    else {
        return found;
    };
    let days = (clock + least).div_euclid(DAY);
    if days == 0 || days != (clock + greatest).div_euclid(DAY) {
        return found;
    }
    match day_beside(&found.time, days > 0) {
        Some(time) => Stated { time, is_utc: false, ..found },
        None => found,
    }
}

/// The same day or one beside it that the page gives without a zone.
fn shown(found: &Stated, beside: &Beside<'_>) -> Option<Stated> {
    let Beside { head, from_url, elements, texts, reach, order, .. } = beside;
    let in_url = (*from_url).clone().map(|time| Stated::of_text(time, DateSignal::Url));
    let in_meta = DATED_METAS
        .iter()
        .copied()
        .flatten()
        .filter_map(|name| stated(head.meta(&[name])?, DateSignal::Meta, *order));
    let in_elements = elements
        .iter()
        .filter(|date| !date.role.is_change() && reach.holds(date.block))
        .map(|date| date.stated.clone());
    let in_text = texts
        .iter()
        .filter(|date| {
            !date.role.is_change() && (reach.is_by_title(date.block) || reach.is_at_head(date.block))
        })
        .map(|date| Stated::of_text(date.time.clone(), DateSignal::TextNearTitle));
    // The same time without its zone is no other sign.
    let is_copy =
        |date: &Stated| date.time == found.time && date.clock.is_some() && date.clock == found.clock;
    in_url
        .into_iter()
        .chain(in_meta)
        .chain(in_elements)
        .chain(in_text)
        .filter(|date| !date.is_utc && !is_copy(date))
        .find(|date| is_neighbour(&date.time, &found.time))
}

/// The distance from universal time that the times in the page's scripts are given with, where it is one and the same, or
/// that of one place in summer and in winter.
fn clocks_in_scripts(tree: &Tree) -> Option<(i32, i32)> {
    /// Most times that are looked at.
    const MOST: usize = 200;
    let mut offsets = BTreeSet::new();
    let scripts = (0..tree.len()).filter(|id| tree.name(*id) == "script");
    let texts = scripts.filter_map(|id| match &tree.get(tree.get(id)?.first_child?)?.data {
        Data::Text(text) => Some(&**text),
        _ => None,
    });
    offsets.extend(texts.flat_map(offsets_of).filter(|offset| *offset != 0).take(MOST));
    let (least, greatest) = (*offsets.first()?, *offsets.last()?);
    (greatest - least <= 60).then_some((least, greatest))
}

/// Distances from universal time of the times of day in a text: "23:00:00 -0400", "10:20:00+09:00".
fn offsets_of(text: &str) -> impl Iterator<Item = i32> {
    let bytes = text.as_bytes();
    let digit =
        |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| i32::from(byte - b'0'));
    let pair = move |at: usize| Some(digit(at)? * 10 + digit(at + 1)?);
    // The second colon of a time of day is looked for.
    memchr::memchr_iter(b':', bytes).filter_map(move |at| {
        let is_clock = at >= 5
            && bytes.get(at - 3) == Some(&b':')
            && [at - 5, at - 2, at + 1].iter().all(|part| pair(*part).is_some());
        if !is_clock {
            return None;
        }
        let mut sign = at + 3;
        if bytes.get(sign) == Some(&b'.') {
            sign += 1;
            while digit(sign).is_some() && sign < at + 13 {
                sign += 1;
            }
        }
        sign += usize::from(bytes.get(sign) == Some(&b' '));
        let is_behind = match bytes.get(sign)? {
            b'+' => false,
            b'-' => true,
            _ => return None,
        };
        let minutes = sign + 3 + usize::from(bytes.get(sign + 3) == Some(&b':'));
        let offset = pair(sign + 1)? * 60 + pair(minutes)?;
        (offset <= 14 * 60 && digit(minutes + 2).is_none()).then_some(if is_behind {
            -offset
        } else {
            offset
        })
    })
}

fn clocks_of_country(url: &str) -> Option<(i32, i32)> {
    let address = archived(url);
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next()?;
    let domain = host.rsplit('.').next()?.to_ascii_lowercase();
    CLOCKS.get(domain.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_scripts_tell_their_clocks() {
        let found = |text| offsets_of(text).collect::<Vec<_>>();
        assert_eq!(found(r#"{"date":"Fri, 01 May 2020 23:00:00 -0400"}"#), [-240]);
        assert_eq!(found("2016-07-07T10:20:30.125+09:00, 10:20:30Z, 10:20:30 +0545"), [540, 345]);
        assert_eq!(found("::::1:2:3+4, 10:20:30-1 and 10:20:30 -12345"), [0; 0]);
    }

    #[test]
    fn domains_of_countries_tell_their_clocks() {
        assert_eq!(clocks_of_country("https://www.paper.kr/story"), Some((540, 540)));
        assert_eq!(clocks_of_country("http://paper.CA:8080/story"), Some((-480, -150)));
        assert_eq!(clocks_of_country("https://paper.example/story"), None);
        assert_eq!(clocks_of_country("https://paper.tv/story"), None);
    }
}
