//! Dates and relative times of the other languages, as EDTF.
//!
//! Calendars are code: `2019년 12월 22일`, `2019年12月22日`, `22 декабря 2019 года`. Words such as 지난해, 去年, `в прошлом году`,
//! and those that make a date a beginning, a deadline or the year of a report, stand in lexicons named `time-…`.

use super::Language;
use super::numeral::{self, Words};
use super::roles::{Entries, Roles};
use crate::rules::vocabulary::{Vocabulary, Word};
use crate::time::anchored::{Publication, Step};
use crate::time::{TimeMention, TimeRole};
use model::Edtf;
use std::ops::Range;

/// What the words of a lexicon say about time.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Role {
    /// So many steps from the day of publication.
    Relative(i32, Step),
    Now,
    /// Before or behind a date: it begins, ends or is the last day.
    SinceBefore,
    SinceAfter,
    ByBefore,
    ByAfter,
    /// Behind or before a date: it is the year of a work.
    WorkAfter,
    WorkBefore,
    /// Parts of a year or month: 초, 末, `в конце`; they belong to the expression and make it no finer.
    Part,
    /// Joins two dates.
    To,
}

/// The lexicons that speak of time, by their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct TimeLexicons {
    roles: Roles<Role>,
}

impl TimeLexicons {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        let role = |name: &str| {
            Some(match name.strip_prefix("time-")? {
                "today" => Role::Relative(0, Step::Day),
                "yesterday" => Role::Relative(-1, Step::Day),
                "this_month" => Role::Relative(0, Step::Month),
                "last_month" => Role::Relative(-1, Step::Month),
                "next_month" => Role::Relative(1, Step::Month),
                "this_year" => Role::Relative(0, Step::Year),
                "last_year" => Role::Relative(-1, Step::Year),
                "year_before_last" => Role::Relative(-2, Step::Year),
                "next_year" => Role::Relative(1, Step::Year),
                "now" => Role::Now,
                "since_before" => Role::SinceBefore,
                "since_after" => Role::SinceAfter,
                "by_before" => Role::ByBefore,
                "by_after" => Role::ByAfter,
                "work_after" => Role::WorkAfter,
                "work_before" => Role::WorkBefore,
                "part" => Role::Part,
                "to" => Role::To,
                _ => return None,
            })
        };
        Self { roles: Roles::of(vocabulary, role) }
    }
}

/// What a search looks at.
pub(crate) struct Scene<'s> {
    pub(crate) language: Language,
    pub(crate) words: &'s Words<'s>,
    pub(crate) ids: &'s [Word],
    pub(crate) vocabulary: &'s Vocabulary,
    pub(crate) lexicons: &'s TimeLexicons,
    pub(crate) published: Option<Publication>,
}

/// A date or relative time without the words around it.
#[derive(Debug, Clone)]
struct Named {
    range: Range<usize>,
    time: Edtf,
    relative: bool,
    /// Without a year of its own.
    is_open: bool,
}

/// Finds the times of one sentence, in order and without overlap.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<TimeMention> {
    let mut found = Vec::new();
    let (mut at, mut floor) = (scene.words.start(), scene.words.start());
    while at < scene.words.end() {
        match scene.mention(at, floor) {
            Some(mention) => {
                at = mention.tokens.end.max(at + 1);
                floor = at;
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}

impl Scene<'_> {
    fn entries(&self) -> Entries<'_, Role> {
        let Self { words, ids, vocabulary, .. } = *self;
        Entries { words, ids, vocabulary, roles: &self.lexicons.roles }
    }

    fn entry(&self, at: usize, wanted: impl Fn(Role) -> bool) -> Option<(Role, usize)> {
        self.entries().at(at, |role| wanted(*role)).map(|(role, end)| (*role, end))
    }

    fn entry_before(&self, end: usize, floor: usize, wanted: impl Fn(Role) -> bool) -> Option<(Role, usize)> {
        self.entries().before(end, floor, |role| wanted(*role)).map(|(role, start)| (*role, start))
    }

    fn mention(&self, at: usize, floor: usize) -> Option<TimeMention> {
        if let Some((_, end)) = self.entry(at, |role| role == Role::Now) {
            let time = self.published.and_then(Publication::time).or_else(|| Edtf::year(0))?;
            return Some(TimeMention { tokens: at..end, time, role: TimeRole::Present, relative: true });
        }
        let first = self.named(at)?;
        let (mut start, mut end) = (first.range.start, self.parts(first.range.end));
        let (mut time, mut relative, mut role) = (first.time.clone(), first.relative, TimeRole::At);
        if let Some((_, next)) = self.entry(end, |role| role == Role::To)
            && let Some(second) = self.named(next).or_else(|| self.named(self.parts(next)))
            && let Some(whole) = between(&first, &second)
        {
            time = whole;
            relative |= second.relative;
            role = TimeRole::During;
            end = self.parts(second.range.end);
        }
        if let Some((_, part)) = self.entry_before(start, floor, |role| role == Role::Part) {
            start = part;
        }
        let before = |role| matches!(role, Role::SinceBefore | Role::ByBefore | Role::WorkBefore);
        let after = |role| matches!(role, Role::SinceAfter | Role::ByAfter | Role::WorkAfter);
        let behind = self.entry(end, after);
        let ahead = self.entry_before(start, floor, before);
        if let Some((found, next)) = behind {
            match found {
                Role::WorkAfter => role = TimeRole::WorkTitle,
                Role::ByAfter if role == TimeRole::At => role = TimeRole::By,
                Role::SinceAfter if role == TimeRole::At => role = TimeRole::Since,
                _ => {}
            }
            if found != Role::WorkAfter {
                end = next;
            }
        }
        if let Some((found, place)) = ahead {
            match found {
                Role::WorkBefore => role = TimeRole::WorkTitle,
                Role::ByBefore if role == TimeRole::At => role = TimeRole::By,
                Role::SinceBefore if role == TimeRole::At => role = TimeRole::Since,
                _ => {}
            }
            if found != Role::WorkBefore {
                start = place;
            }
        }
        if role == TimeRole::By && first.is_open {
            time = self.not_past(&time).unwrap_or(time);
        }
        if role == TimeRole::Since {
            time = Edtf::since(&time);
        }
        Some(TimeMention { tokens: start..end, time, role, relative })
    }

    /// A deadline without a year lies ahead: 12월 22일까지, `до 22 декабря`.
    fn not_past(&self, time: &Edtf) -> Option<Edtf> {
        let rest = time.as_str().get(4..)?;
        let published = self.published?;
        (time.first_year()? < published.year)
            .then(|| format!("{:04}{rest}", published.year).parse().ok())
            .flatten()
    }

    /// Passes over words for a part of a year or month.
    fn parts(&self, at: usize) -> usize {
        self.entry(at, |role| role == Role::Part).map_or(at, |(_, end)| end)
    }

    fn named(&self, at: usize) -> Option<Named> {
        match self.language {
            Language::Russian => self.russian(at),
            Language::Korean | Language::Chinese => self.by_signs(at),
            Language::English => None,
        }
        .or_else(|| self.relative(at))
    }

    fn relative(&self, at: usize) -> Option<Named> {
        let (role, end) = self.entry(at, |role| matches!(role, Role::Relative(..)))?;
        let Role::Relative(count, step) = role else { return None };
        let time = self.published?.moved(count, step)?;
        let named = |range, time| Named { range, time, relative: true, is_open: false };
        // 지난해 12월, 去年12月: the month stands behind the year.
        if step == Step::Year
            && let Some((month, day, end)) = self.month_and_day(end)
        {
            let time = of_parts(time.first_year()?, Some(month), day)?;
            return Some(named(at..end, time));
        }
        Some(named(at..end, time))
    }

    fn whole(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(value) = self.words.digits(at) {
            return (value.fract() == 0.0 && (0.0..=9999.0).contains(&value))
                .then_some((value as u32, at + 1));
        }
        if self.language != Language::Chinese {
            return None;
        }
        let numeral = numeral::at(self.language, self.words, at)?;
        let exact = numeral.low == numeral.high
            && numeral.low.fract() == 0.0
            && (0.0..=9999.0).contains(&numeral.low);
        exact.then_some((numeral.low as u32, numeral.end))
    }

    fn is(&self, at: usize, signs: &[char]) -> bool {
        self.words.character(at).is_some_and(|c| signs.contains(&c))
    }

    /// Month and day behind each other, in the signs 月日 or 월일; the end.
    fn month_and_day(&self, at: usize) -> Option<(u8, Option<u8>, usize)> {
        let (month, sign) = self.whole(at)?;
        if !(1..=12).contains(&month) || !self.is(sign, &['月', '월']) || self.words.is_spaced(sign) {
            return None;
        }
        let day = self
            .whole(sign + 1)
            .filter(|(day, sign)| (1..=31).contains(day) && self.is(*sign, &['日', '号', '일']));
        let end = day.map_or(sign + 1, |(_, sign)| sign + 1);
        Some((u8::try_from(month).ok()?, day.and_then(|(day, _)| u8::try_from(day).ok()), end))
    }

    /// 2019년 12월 22일, 2019年12月22日, 1960년대, 6月.
    fn by_signs(&self, at: usize) -> Option<Named> {
        if let Some((month, day, end)) = self.month_and_day(at) {
            let year = self.published?.past_year(month, day)?;
            let time = of_parts(year, Some(month), day)?;
            return Some(Named { range: at..end, time, relative: true, is_open: true });
        }
        let (year, sign) = self.whole(at)?;
        if !(1900..=2100).contains(&year) || !self.is(sign, &['年', '년']) || self.words.is_spaced(sign) {
            // 2014-2019年: the first of two years.
            let follows = (1900..=2100).contains(&year)
                && self.entry(sign, |role| role == Role::To).is_some_and(|(_, next)| {
                    self.whole(next).is_some_and(|(year, sign)| {
                        (1900..=2100).contains(&year) && self.is(sign, &['年', '년'])
                    })
                });
            let time = Edtf::year(i32::try_from(year).ok()?)?;
            return follows.then_some(Named { range: at..sign, time, relative: false, is_open: false });
        }
        let year = i32::try_from(year).ok()?;
        if self.is(sign + 1, &['代', '대']) {
            let time = Edtf::between(&Edtf::year(year)?, &Edtf::year(year + 9)?);
            return Some(Named { range: at..sign + 2, time, relative: false, is_open: false });
        }
        let rest = self.month_and_day(sign + 1);
        let end = rest.map_or(sign + 1, |(_, _, end)| end);
        let time = of_parts(year, rest.map(|(month, _, _)| month), rest.and_then(|(_, day, _)| day))?;
        Some(Named { range: at..end, time, relative: false, is_open: false })
    }

    /// 22 декабря 2019 года, декабрь 2019, 2019 год, 2022-м, 2018–2019 годах.
    fn russian(&self, at: usize) -> Option<Named> {
        let words = self.words;
        let day = self.whole(at).filter(|(day, _)| (1..=31).contains(day));
        let month_at = day.map_or(at, |(_, next)| next);
        if let Some(month) = russian_month(words.word(month_at)) {
            let day = day.and_then(|(day, _)| u8::try_from(day).ok());
            if let Some((year, end)) = self.russian_year(month_at + 1, false) {
                let time = of_parts(year, Some(month), day)?;
                return Some(Named { range: at..end, time, relative: false, is_open: false });
            }
            if let Some((Role::Relative(count, Step::Year), end)) =
                self.entry(month_at + 1, |role| matches!(role, Role::Relative(_, Step::Year)))
            {
                let year = self.published?.year + count;
                return Some(Named {
                    range: at..end,
                    time: of_parts(year, Some(month), day)?,
                    relative: true,
                    is_open: false,
                });
            }
            let year = self.published?.past_year(month, day)?;
            let time = of_parts(year, Some(month), day)?;
            return Some(Named { range: at..month_at + 1, time, relative: true, is_open: true });
        }
        let (year, end) = self.russian_year(at, true)?;
        if words.word(end) == "-" && matches!(words.word(end + 1), "х" | "е")
            || words.word(end.saturating_sub(1)) == "х"
        {
            let time = Edtf::between(&Edtf::year(year)?, &Edtf::year(year + 9)?);
            return Some(Named { range: at..end, time, relative: false, is_open: false });
        }
        Some(Named { range: at..end, time: Edtf::year(year)?, relative: false, is_open: false })
    }

    /// A year; `alone` asks for a word or ending that shows it to be one.
    fn russian_year(&self, at: usize, alone: bool) -> Option<(i32, usize)> {
        let words = self.words;
        let text = words.word(at);
        if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year: i32 = text.parse().ok().filter(|year| (1900..=2100).contains(year))?;
        let is_word = |at: usize| {
            matches!(
                words.word(at).to_lowercase().as_str(),
                "год"
                    | "года"
                    | "году"
                    | "годы"
                    | "годов"
                    | "годах"
                    | "годам"
                    | "г"
                    | "гг"
                    | "годом"
            )
        };
        let mut end = at + 1;
        let ending =
            words.word(end) == "-" && matches!(words.word(end + 1), "м" | "го" | "х" | "е" | "й" | "му");
        if ending {
            end += 2;
        }
        if is_word(end) {
            let dotted = matches!(words.word(end), "г" | "гг") && words.word(end + 1) == ".";
            return Some((year, end + 1 + usize::from(dotted)));
        }
        let before_second = self
            .entry(end, |role| role == Role::To)
            .is_some_and(|(_, next)| self.russian_year(next, true).is_some());
        let after_preposition = at > words.start()
            && matches!(words.word(at - 1), "в" | "В" | "с" | "С" | "до" | "к" | "К" | "за");
        (!alone
            || ending
            || before_second
            || after_preposition && words.word(end).chars().all(|c| !c.is_alphanumeric()))
        .then_some((year, end))
    }
}

fn of_parts(year: i32, month: Option<u8>, day: Option<u8>) -> Option<Edtf> {
    match (month, day) {
        (Some(month), Some(day)) => Edtf::day(year, month, day),
        (Some(month), None) => Edtf::month(year, month),
        _ => Edtf::year(year),
    }
}

/// The stretch from one time to another, if the first does not lie behind the second.
fn between(first: &Named, second: &Named) -> Option<Edtf> {
    let (one, two) = (first.time.first_year()?, second.time.last_year()?);
    (one <= two).then(|| Edtf::between(&first.time, &second.time))
}

const MONTHS: [&str; 12] = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
];

fn russian_month(word: &str) -> Option<u8> {
    if word.len() < 6 {
        return None;
    }
    let lower = word.to_lowercase();
    let month = MONTHS.iter().position(|stem| {
        lower.strip_prefix(stem).is_some_and(|ending| match *stem {
            "ма" => matches!(ending, "й" | "я" | "е" | "ю"),
            _ => matches!(ending, "" | "а" | "е" | "у" | "ь" | "я" | "ю" | "ем" | "ом"),
        })
    })?;
    u8::try_from(month + 1).ok()
}
