//! What stands above the headline of a page saved as text: its site's name, menus, notices about the page.

use super::units::Unit;
use crate::byline::byline_name;
use crate::cues::Cue;
use crate::date_lines::{dateline, dates_of_line, ends_in_date};
use crate::dates::{DayOrder, find_date, only_date};
use crate::lexicon::HEAD;

/// The part that a line above the headline plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Links side by side, or the path to the page.
    Menu,
    /// The site's name, or its motto.
    Site,
    /// A notice about the page.
    Notice,
}

/// What was found above the headline.
#[derive(Debug, Default)]
pub(crate) struct Masthead {
    /// Parts of the first units; none for what belongs to the document.
    pub(crate) parts: Vec<Option<Part>>,
    /// Name of the publishing site.
    pub(crate) site: Option<String>,
    /// Index of the first paragraph of the document itself; none where there is no prose.
    pub(crate) body: Option<usize>,
}

/// Units above the first paragraph that are looked at; more are a list or a table.
const HIGHEST: usize = 40;

/// Units at the end of a page that may repeat the site's name.
const FOOT: usize = 8;

/// Longest notice above a headline, in words.
const LONGEST_NOTICE: usize = 60;

/// The same where neither date nor author shows that a headline follows: what is longer may be the text itself.
const LONGEST_UNDATED_NOTICE: usize = 25;

impl Masthead {
    /// Looks at the units before the first paragraph.
    pub(crate) fn find(units: &[Unit<'_>]) -> Self {
        let Some(first_prose) = units.iter().position(Unit::is_prose_or_long) else { return Self::default() };
        let mut masthead = Self { parts: Vec::new(), site: None, body: Some(first_prose) };
        if first_prose > HIGHEST {
            return masthead;
        }
        masthead.mark_menus(units, first_prose);
        masthead.mark_site(units, first_prose);
        if let Some((notice, body)) = masthead.notice(units, first_prose) {
            masthead.parts.resize(body, None);
            for part in masthead.parts.get_mut(notice..=first_prose).into_iter().flatten() {
                *part = Some(Part::Notice);
            }
            masthead.body = Some(body);
            masthead.mark_menus(units, body);
        }
        masthead
    }

    /// The part of a unit.
    pub(crate) fn part(&self, index: usize) -> Option<Part> {
        self.parts.get(index).copied().flatten()
    }

    /// Whether links stand above the headline, as on a web page.
    pub(crate) fn has_menu(&self) -> bool {
        self.parts.contains(&Some(Part::Menu))
    }

    fn mark_menus(&mut self, units: &[Unit<'_>], end: usize) {
        self.parts.resize(end, None);
        for (index, slot) in self.parts.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
            let is_row = |index: Option<usize>| {
                index.and_then(|index| units.get(index)).is_some_and(|unit| cells(unit.text).len() >= 3)
            };
            // Rows under each other are a table.
            let in_table = is_row(index.checked_sub(1)) && is_row(Some(index + 1));
            if !in_table && units.get(index).is_some_and(|unit| is_menu(unit.text)) {
                *slot = Some(Part::Menu);
            }
        }
    }

    fn mark_site(&mut self, units: &[Unit<'_>], end: usize) {
        let foot = units.get(units.len().saturating_sub(FOOT).max(end + 1)..).unwrap_or_default();
        let others = (0..end)
            .filter(|index| self.part(*index).is_none() && units.get(*index).is_some_and(is_title_like))
            .count();
        for index in 0..end.min(6) {
            let Some(unit) = units.get(index).filter(|_| self.part(index).is_none()) else { continue };
            if unit.words > 10 || !unit.is_headline() || unit.cue.is_some_and(|cue| cue != Cue::Button) {
                continue;
            }
            if only_date(unit.text, DayOrder::default()).is_some() {
                continue;
            }
            let repeated = unit.text.split(" | ").find_map(|name| repeated_name(name.trim(), foot));
            let above_menu = index <= 2
                && self.part(index + 1) == Some(Part::Menu)
                && units.get(index + 1).is_some_and(|menu| menu.gap <= 1)
                && unit.cue.is_none();
            let is_last_hope = others <= 1 && is_title_like(unit);
            if (repeated.is_some() || above_menu) && !is_last_hope {
                if let Some(slot) = self.parts.get_mut(index) {
                    *slot = Some(Part::Site);
                }
                self.site = Some(repeated.unwrap_or(unit.text).to_owned());
                break;
            }
        }
        if self.site.is_none() {
            self.site = foot.iter().rev().find_map(|unit| owner(unit.text)).map(str::to_owned);
        }
    }

    /// A notice between the masthead and the headline: where it begins, and where the document's prose does.
    ///
    /// A headline must follow it with nothing like one before, and a line of author or date, or a menu above, must show
    /// that the page has a head at all.
    fn notice(&self, units: &[Unit<'_>], prose: usize) -> Option<(usize, usize)> {
        let unit = units.get(prose).filter(|unit| unit.words <= LONGEST_NOTICE)?;
        let notice = (0..=prose)
            .rev()
            .take_while(|index| units.get(*index).is_some_and(|other| other.paragraph == unit.paragraph))
            .last()?;
        let is_candidate = |index: usize| {
            self.part(index).is_none()
                && units.get(index).is_some_and(|unit| unit.is_headline() && unit.cue.is_none())
        };
        if (0..notice).any(is_candidate) || units.get(..notice)?.iter().any(is_meta_line) {
            return None;
        }
        let body = (prose + 1..units.len().min(prose + 16))
            .find(|index| units.get(*index).is_some_and(Unit::is_prose_or_long))?;
        let between = units.get(prose + 1..body)?;
        let headline =
            between.iter().position(|other| is_title_like(other) && other.paragraph != unit.paragraph)?;
        let dated = between.get(headline + 1..)?.iter().any(is_meta_line)
            || units.get(body).is_some_and(|unit| dateline(unit.text).is_some());
        let framed = self.parts.iter().take(notice).any(|part| *part == Some(Part::Menu))
            && notice == prose
            && unit.words <= LONGEST_UNDATED_NOTICE
            && headline == 0;
        let words = |from: usize| {
            units
                .get(from..)
                .unwrap_or_default()
                .iter()
                .filter(|unit| unit.is_prose())
                .map(|unit| unit.words)
                .sum::<usize>()
        };
        let most_follows = words(body) * 10 >= words(prose) * 6;
        ((dated || framed) && most_follows).then_some((notice, body))
    }
}

/// A line about the document's author or date.
pub(crate) fn is_meta_line(unit: &Unit<'_>) -> bool {
    const OTHER_DATES: &[&str] =
        &["accessed ", "retrieved ", "archived ", "captured ", "printed ", "downloaded "];
    let lower = unit.text.to_lowercase();
    unit.cue == Some(Cue::Meta)
        || HEAD.banners.contains(lower.trim_matches(|c: char| !c.is_alphanumeric()))
        || (unit.words <= 16
            && OTHER_DATES.iter().any(|start| lower.starts_with(start))
            && find_date(unit.text, DayOrder::default()).is_some())
        || (unit.words <= 16
            && unit.cue.is_none()
            && (!dates_of_line(unit.text, None, DayOrder::default()).is_empty()
                && (ends_in_date(unit.text) || !is_title_like(unit) || starts_with_label(unit.text))
                || dateline(unit.text).is_some() && !unit.is_prose()
                || byline_name(unit.text).is_some()))
}

/// Whether a date's label opens the line, as no headline does.
fn starts_with_label(text: &str) -> bool {
    dates_of_line(text, None, DayOrder::default())
        .iter()
        .any(|(role, _)| *role != crate::date_lines::DateRole::Bare)
        || only_date(text, DayOrder::default()).is_some()
}

/// Three words or more that could be a headline.
pub(crate) fn is_title_like(unit: &Unit<'_>) -> bool {
    if HEAD.banners.contains(unit.text.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric())) {
        return false;
    }
    let long_enough = unit.words >= 3 || unit.text.chars().filter(|c| *c >= '\u{1100}').count() >= 6;
    long_enough && unit.is_headline() && unit.cue.is_none() && !is_menu(unit.text)
}

/// What a menu or a row of a table consists of.
fn cells(text: &str) -> Vec<&str> {
    text.split(['|', '>', '›', '»', '·', '•', '\t', '｜'])
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Links side by side, or a path of links to the page.
pub(crate) fn is_menu(text: &str) -> bool {
    if text.chars().count() > 300 || text.contains('\t') {
        return false;
    }
    let parts = cells(text);
    let short = |part: &&str| part.split_whitespace().count() <= 4 && part.chars().count() <= 40;
    let is_path = [" > ", " › ", " » "].iter().any(|mark| text.contains(mark));
    if is_path && parts.len() >= 2 {
        let (last, before) = parts.split_last().unwrap_or((&"", &[]));
        return before.iter().all(|part| part.split_whitespace().count() <= 6) && !last.ends_with('.');
    }
    parts.len() >= 3
        && parts.iter().all(|part| short(part) && !part.ends_with(['.', ',', ';', ':']))
        && !text.chars().any(|c| c.is_ascii_digit())
        && find_date(text, DayOrder::default()).is_none()
        && byline_name(text).is_none()
}

/// The name as the foot of the page writes it, where a line there begins with it.
fn repeated_name<'t>(name: &str, foot: &[Unit<'t>]) -> Option<&'t str> {
    let length = name.chars().count();
    if length < 3 {
        return None;
    }
    foot.iter().find_map(|unit| {
        let line = without_rights_mark(unit.text);
        let end = line.char_indices().nth(length).map_or(line.len(), |(at, _)| at);
        let head = line.get(..end)?;
        let ends = line.get(end..)?.chars().next().is_none_or(|c| !c.is_alphanumeric());
        (ends && head.to_lowercase() == name.to_lowercase()).then_some(head)
    })
}

/// A line without the mark of rights and the years before the owner's name.
fn without_rights_mark(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace()
                || c.is_ascii_digit()
                || matches!(c, '©' | 'ⓒ' | 'Ⓒ' | '-' | '–' | ',' | '.' | ':')
        });
        for mark in [
            "(c)",
            "(C)",
            "Copyright",
            "copyright",
            "COPYRIGHT",
            "저작권자",
            "版权所有",
            "by ",
            "All rights reserved",
        ] {
            rest = rest.strip_prefix(mark).unwrap_or(rest);
        }
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// The owner that a line of rights names: "© 2016 Some Paper. All rights reserved."
pub(crate) fn owner(line: &str) -> Option<&str> {
    let lower = line.to_lowercase();
    let marked = ["©", "ⓒ", "(c) ", "copyright ", "저작권자"].iter().any(|mark| lower.starts_with(mark));
    if !marked || line.chars().count() > 200 {
        return None;
    }
    let rest = without_rights_mark(line);
    let cut = [". ", " (", ",", " |", " - ", " – ", " — ", " All ", " all ", " 무단", ";"]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min()
        .unwrap_or(rest.len());
    let name =
        rest.get(..cut)?.trim_end_matches(|c: char| c == '.' || c.is_whitespace() || c.is_ascii_digit());
    let words = name.split_whitespace().count();
    let opens = name.chars().next().is_some_and(|c| !c.is_lowercase());
    ((1..=7).contains(&words) && opens && name.chars().count() >= 3).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menus_are_told_from_lines_of_text() {
        for line in [
            "World | Business | Sport | Weather",
            "Home > Reports > Labour",
            "What we do   Stories   Campaigns   Donate",
            "홈   자료   문의",
            "Главная · Новости · Архив",
        ] {
            assert!(is_menu(line), "{line}");
        }
        for line in [
            "Crews held at sea | A Paper",
            "By Some Body | Warsaw | Labour",
            "3 May 2016 | Labour | Europe",
            "Site\tWorkers\tPay a month",
            "More than 500 workers left, the ministry says",
        ] {
            assert!(!is_menu(line), "{line}");
        }
    }

    #[test]
    fn owners_are_taken_from_lines_of_rights() {
        for (line, name) in [
            ("© 2016 Some Paper. All rights reserved.", Some("Some Paper")),
            ("Copyright © 2014-2016 by The Some Paper Company", Some("The Some Paper Company")),
            ("(c) Paperwire 2015. Republication requires consent.", Some("Paperwire")),
            ("저작권자 ⓒ 가상신문 무단전재 및 재배포 금지", Some("가상신문")),
            ("All rights reserved.", None),
            ("© 2016", None),
        ] {
            assert_eq!(owner(line), name, "{line}");
        }
    }
}
