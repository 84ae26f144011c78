//! The headline of a plain text, and what stands directly above and below it.

use super::masthead::Masthead;
use super::units::Unit;
use crate::cues::Cue;
use model::Zone;

/// A headline, and the site's name where a line gives both.
pub(crate) struct Headline {
    /// Its words.
    pub(crate) text: String,
    /// What the window bar shows beside it.
    pub(crate) site: Option<String>,
}

/// Letters and digits only, lower case: for comparing a headline with its twin.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// "Title -" or "Title | Site": what a browser shows in its window bar.
fn is_window_title(text: &str) -> bool {
    text.ends_with([' ', '-', '|', '–']) || text.contains(" | ") || text.contains(" – ") && text.len() < 90
}

/// A line of the window bar as headline and site.
fn split_window_title(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.rsplit_once(" | ")?;
    let count = |part: &str| part.split_whitespace().count();
    if count(after) > count(before) && count(before) <= 4 {
        return Some((after.trim(), before.trim()));
    }
    (count(after) <= 5 && count(before) >= 2).then(|| (before.trim(), after.trim()))
}

/// The site's name where `line` is the headline with something beside it.
fn site_beside<'t>(line: &'t str, headline: &str) -> Option<&'t str> {
    [" | ", " - ", " – ", " — ", " :: ", " · "].iter().find_map(|mark| {
        let (before, after) = line.rsplit_once(mark)?;
        let is_name = (1..=6).contains(&after.split_whitespace().count());
        (is_name && fold(before) == fold(headline)).then(|| after.trim())
    })
}

/// A line that begins with a bullet or a number.
fn is_numbered(unit: &Unit<'_>) -> bool {
    unit.text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '•' | '-' | '*' | '–'))
}

/// Chooses the headline and labels it, its twins above and its subtitle below. `head` is what stands before the first
/// paragraph of `units`.
pub(crate) fn label_headline(
    head: &[Unit<'_>],
    units: &[Unit<'_>],
    zones: &mut [Option<Zone>],
    masthead: &Masthead,
    is_page: bool,
) -> Option<Headline> {
    let chosen = choose(head, units, zones, masthead, is_page)?;
    let title = head.get(chosen)?;
    if is_numbered(title) && !is_page && !title.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = title.text.trim_end_matches([' ', '-', '|', '–']);
    let mut headline = match split_window_title(text) {
        Some((words, site)) => Headline { text: words.to_owned(), site: Some(site.to_owned()) },
        None => Headline { text: text.to_owned(), site: None },
    };
    let above = head.get(..chosen).unwrap_or_default();
    let beside = above.iter().find_map(|unit| site_beside(unit.text, &headline.text));
    headline.site = headline.site.or_else(|| beside.map(str::to_owned));
    label_around(head, units, zones, chosen, is_page);
    Some(headline)
}

fn choose(
    head: &[Unit<'_>],
    units: &[Unit<'_>],
    zones: &[Option<Zone>],
    masthead: &Masthead,
    is_page: bool,
) -> Option<usize> {
    let candidates: Vec<usize> = (0..head.len())
        .filter(|index| {
            is_open(*index, zones)
                && head.get(*index).is_some_and(|unit| {
                    unit.is_headline()
                        && !matches!(unit.cue, Some(Cue::TeaserHead | Cue::RelatedHead | Cue::CommentHead))
                })
        })
        .collect();
    // A headline with its subtitle below it, and nothing else in their paragraph.
    let is_pair = |index: usize| {
        let paragraph = |at: usize| units.get(at).map(|unit| unit.paragraph);
        candidates.contains(&(index + 1))
            && (index == 0 || paragraph(index - 1) != paragraph(index))
            && paragraph(index + 2) != paragraph(index)
    };
    let stands_alone = |index: usize| {
        let (this, next) = (units.get(index), units.get(index + 1));
        this.zip(next).is_some_and(|(this, next)| {
            next.paragraph != this.paragraph
                || zones.get(index + 1) == Some(&Some(Zone::Meta))
                || (is_page && head.len() > index + 1)
                || is_pair(index)
        })
    };
    let has_twin_below = |index: usize| {
        let text = head.get(index).map_or("", |unit| unit.text);
        candidates.iter().any(|other| {
            *other > index && head.get(*other).is_some_and(|unit| site_beside(text, unit.text).is_some())
        })
    };
    let fits = |index: &&usize, least: usize| {
        head.get(**index).is_some_and(|unit| unit.words >= least && !is_window_title(unit.text))
            && stands_alone(**index)
            && !has_twin_below(**index)
    };
    // Two lines above the text, the first short: headline and subtitle rather than site and headline.
    let opens_with_pair =
        candidates.len() == 2 && candidates.first() == Some(&0) && candidates.get(1) == Some(&1);
    // Below a masthead the first line that is left may be as short as a headline can be.
    let top = (0..head.len()).find(|index| masthead.part(*index).is_none() && is_open(*index, zones));
    let opens = |index: &usize| *index == 0 || (top == Some(*index) && !masthead.parts.is_empty());
    candidates
        .iter()
        .find(|index| {
            fits(index, if opens_with_pair && **index == 0 { 2 } else { 3 })
                && (is_page || **index < 3 + top.unwrap_or(0))
        })
        .or_else(|| candidates.first().filter(|index| opens(index) && fits(index, 1)))
        .or_else(|| candidates.first().filter(|index| opens(index) && stands_alone(**index)))
        .copied()
}

fn is_open(index: usize, zones: &[Option<Zone>]) -> bool {
    zones.get(index).is_some_and(Option::is_none)
}

fn label_around(
    head: &[Unit<'_>],
    units: &[Unit<'_>],
    zones: &mut [Option<Zone>],
    chosen: usize,
    is_page: bool,
) {
    for (index, unit) in head.iter().enumerate().take(chosen + 2) {
        if !is_open(index, zones) {
            continue;
        }
        let zone = match index {
            _ if index == chosen => Some(Zone::Title),
            // Before the title: its twin from the window bar, a site name, a menu.
            _ if index < chosen && unit.words <= 2 && is_page => Some(Zone::Chrome),
            _ if index < chosen => Some(Zone::Title),
            _ => {
                let is_subtitle =
                    unit.is_headline() && unit.words >= 3 && !is_numbered(unit) && unit.cue.is_none();
                let ends = units.get(index + 1).is_some_and(|next| next.paragraph != unit.paragraph);
                (is_subtitle && ends && unit.gap <= 1).then_some(Zone::Title)
            }
        };
        if let Some(slot) = zones.get_mut(index) {
            *slot = zone;
        }
    }
    // Between title and date nothing but more of the same can stand.
    let last_meta = (0..head.len()).rev().find(|index| zones.get(*index) == Some(&Some(Zone::Meta)));
    for index in chosen + 1..last_meta.unwrap_or(0) {
        if is_open(index, zones)
            && let Some(slot) = zones.get_mut(index)
        {
            *slot = Some(Zone::Meta);
        }
    }
}
