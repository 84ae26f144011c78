//! What stands after or between the document's own paragraphs: pointers to other articles, and readers' comments.

use super::units::Unit;
use crate::cues::{Cue, is_cut_off, is_relative_time};
use crate::dates::{DayOrder, only_date};
use model::Zone;
use std::collections::BTreeSet;

/// Paragraph lengths in words above which a text is no mere beginning of another article.
const LONGEST_BLURB: usize = 130;

/// Whether the unit is a date line of a teaser: a date alone, or after a bar.
fn is_date_line(unit: &Unit<'_>) -> bool {
    only_date(unit.text.trim_start_matches(['|', '•', '·', ' ']), DayOrder::default()).is_some()
}

/// Labels runs of items that a page lists: title, beginning, date, "read more".
pub(crate) fn label_items(units: &[Unit<'_>], zones: &mut [Option<Zone>], body: usize) {
    let tags = units.iter().skip(body).filter(|unit| unit.cue == Some(Cue::Tags)).count();
    let ends_in_link =
        |unit: &Unit<'_>| unit.words > 4 && is_cut_off(unit.text) && !unit.text.ends_with("...");
    let last_link =
        units.iter().rposition(|unit| ends_in_link(unit) || unit.cue == Some(Cue::ReadMore)).unwrap_or(0);
    let first_main =
        units.iter().zip(zones.iter()).position(|(unit, zone)| zone.is_none() && unit.is_prose());
    let mut items: Vec<(usize, usize, bool)> = Vec::new();
    for (index, unit) in units.iter().enumerate().skip(body) {
        let is_tags = unit.cue == Some(Cue::Tags) && (tags >= 2 || index < last_link);
        if !ends_in_link(unit) && unit.cue != Some(Cue::ReadMore) && !is_tags {
            continue;
        }
        let after_last = items.last().map_or(body, |item| item.1 + 1);
        let Some((start, dated)) = item_start(units, zones, index, after_last) else { continue };
        // The document has tags of its own; those of the first item must stand well apart from its text.
        let stands_apart =
            !is_tags || !items.is_empty() || units.get(start).is_some_and(|unit| unit.gap >= 3);
        if first_main.is_some_and(|first| first < start) && stands_apart {
            items.push((start, index, dated));
        }
    }
    let count = items.len();
    for (start, end, dated) in items {
        let headed = units.get(start).and_then(|unit| unit.cue);
        let zone = match headed {
            Some(Cue::RelatedHead) => Zone::Related,
            Some(Cue::TeaserHead) => Zone::Teaser,
            _ if dated || count == 1 => Zone::Teaser,
            _ => Zone::Related,
        };
        for slot in zones.get_mut(start..=end).into_iter().flatten() {
            *slot = Some(zone);
        }
    }
}

/// Walks back from the end of an item to its first line; says also whether it carries a date.
fn item_start(units: &[Unit<'_>], zones: &[Option<Zone>], end: usize, stop: usize) -> Option<(usize, bool)> {
    let (mut blurbs, mut titles, mut dated, mut start) = (0, 0, false, end);
    if units.get(end).is_some_and(|unit| unit.cue != Some(Cue::ReadMore) && unit.cue != Some(Cue::Tags)) {
        blurbs = 1;
    }
    for index in (stop..end).rev() {
        let (unit, zone) = units.get(index).zip(zones.get(index))?;
        let taken = matches!(zone, Some(Zone::Caption | Zone::Credit | Zone::Chrome | Zone::Comment));
        if taken && !matches!(unit.cue, Some(Cue::TeaserHead | Cue::RelatedHead)) {
            break;
        }
        match unit.cue {
            Some(Cue::TeaserHead | Cue::RelatedHead) => {
                start = index;
                break;
            }
            Some(Cue::Tags | Cue::ReadMore) => break,
            _ => {}
        }
        if is_date_line(unit) || is_relative_time(unit.text) {
            dated = true;
        } else if unit.is_headline() && !unit.is_prose() {
            // A headline above a headline belongs to it only without a blank line between.
            if titles > 0 && units.get(index + 1).is_some_and(|next| next.gap > 0) {
                break;
            }
            titles += 1;
        } else if unit.words <= LONGEST_BLURB
            && titles == 0
            && blurbs < 2
            && (unit.is_prose() || unit.is_cut())
        {
            blurbs += 1;
        } else {
            break;
        }
        start = index;
    }
    (titles > 0 && (blurbs > 0 || dated)).then_some((start, dated))
}

/// Labels headings over lists of other articles, with their lists.
pub(crate) fn label_sections(units: &[Unit<'_>], zones: &mut [Option<Zone>], body: usize) {
    let heads: Vec<usize> = (body..units.len())
        .filter(|index| {
            matches!(units.get(*index).and_then(|unit| unit.cue), Some(Cue::RelatedHead | Cue::TeaserHead))
                && zones.get(*index).is_some_and(Option::is_none)
        })
        .collect();
    for head in heads {
        let zone = match units.get(head).and_then(|unit| unit.cue) {
            Some(Cue::RelatedHead) => Zone::Related,
            _ => Zone::Teaser,
        };
        let end = section_end(units, zones, head + 1);
        if end == head + 1 {
            // Nothing under it: a bare heading, unless prose follows and it is a heading of the text itself.
            let next_is_prose =
                units.get(head + 1).is_some_and(Unit::is_prose) && zones.get(head + 1) == Some(&None);
            if !next_is_prose && let Some(slot) = zones.get_mut(head) {
                *slot = Some(Zone::Chrome);
            }
            continue;
        }
        for slot in zones.get_mut(head..end).into_iter().flatten() {
            *slot = Some(zone);
        }
    }
}

/// Where a list of other articles ends: at another section, or where two paragraphs of prose follow each other.
fn section_end(units: &[Unit<'_>], zones: &[Option<Zone>], from: usize) -> usize {
    let open = |index: usize| zones.get(index).is_some_and(Option::is_none);
    let mut end = from;
    while let Some(unit) = units.get(end) {
        if !open(end) && !is_date_line(unit)
            || matches!(
                unit.cue,
                Some(Cue::Notice | Cue::Button | Cue::CommentHead | Cue::TeaserHead | Cue::RelatedHead)
            )
        {
            break;
        }
        let after_headline =
            end > from && units.get(end - 1).is_some_and(|before| before.is_headline() && !before.is_prose());
        let more_prose = units.get(end + 1).is_some_and(|next| next.is_prose() && next.cue.is_none());
        if unit.is_prose() && unit.words > 14 && (!after_headline || more_prose || unit.words > LONGEST_BLURB)
        {
            break;
        }
        end += 1;
    }
    end
}

/// Labels readers' comments: a name, when it was written, the words.
pub(crate) fn label_comments(units: &[Unit<'_>], zones: &mut [Option<Zone>], body: usize) {
    let invites = units.iter().any(|unit| {
        let lower = || unit.text.to_lowercase();
        unit.cue == Some(Cue::CommentHead)
            || (matches!(unit.cue, Some(Cue::Notice | Cue::Button))
                && ["comment", "reply", "replies"].iter().any(|word| lower().contains(word)))
    });
    let mut starts: Vec<usize> = Vec::new();
    for index in body..units.len() {
        if let Some((start, sure)) = comment_start(units, index, body)
            && (sure || invites)
        {
            starts.push(start);
        }
    }
    let starts: BTreeSet<usize> = starts.into_iter().collect();
    for start in &starts {
        let mut index = *start;
        while let Some((unit, slot)) = units.get(index).zip(zones.get_mut(index)) {
            let is_reply = unit.cue == Some(Cue::Button)
                && matches!(unit.text.to_lowercase().trim(), "reply" | "report" | "like" | "flag");
            let taken = matches!(
                slot,
                Some(Zone::Teaser | Zone::Related | Zone::Chrome | Zone::Caption | Zone::Credit)
            ) && !is_reply;
            let ends = matches!(unit.cue, Some(Cue::TeaserHead | Cue::RelatedHead | Cue::Notice))
                || (index > *start && starts.contains(&index));
            if (taken || ends) && index > *start {
                break;
            }
            *slot = Some(Zone::Comment);
            index += 1;
        }
    }
}

/// The first line of the comment whose time or "says:" stands at `index`, and whether no doubt is left.
fn comment_start(units: &[Unit<'_>], index: usize, stop: usize) -> Option<(usize, bool)> {
    let unit = units.get(index)?;
    let lower = unit.text.to_lowercase();
    let is_name = |unit: &Unit<'_>| {
        unit.words <= 5
            && unit.text.chars().count() <= 50
            && !unit.text.ends_with(['.', ':', '?', '!', ';'])
            && unit.cue.is_none()
    };
    if unit.words <= 7
        && ["says:", "said:", "wrote:", "writes:", "schreibt:", "sagt:", "пишет:"]
            .iter()
            .any(|says| lower.ends_with(says))
    {
        let stamped =
            units.get(index + 1).is_some_and(|next| is_relative_time(next.text) || is_date_line(next));
        return Some((index, stamped));
    }
    let clock = lower.contains(':') || lower.contains(" at ");
    let is_time = is_relative_time(unit.text) || (clock && is_date_line(unit));
    if !is_time || index <= stop {
        return None;
    }
    let name = units.get(index - 1).filter(|before| is_name(before) && unit.gap <= 1)?;
    let doubled = index >= 2
        && index - 2 >= stop
        && units.get(index - 2).is_some_and(|before| before.text == name.text);
    Some((if doubled { index - 2 } else { index - 1 }, doubled))
}
