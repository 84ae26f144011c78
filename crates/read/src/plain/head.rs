//! The head of a plain text: title, date, author, before the first paragraph of prose.

use super::units::Unit;
use crate::cues::{Cue, is_byline};
use crate::dates::{DayOrder, find_date, only_date};
use model::{DateSignal, Edtf, Metadata, Zone};

/// Units that a head may have at most; longer runs without prose are lists or tables.
const LONGEST_HEAD: usize = 25;

/// Labels the head of a text and takes its metadata. `is_page` says whether other signs show a web page.
///
/// `is_framed` says that a menu stood above: then short lines under the headline are the page's, not the text's.
pub(crate) fn label_head(
    units: &[Unit<'_>],
    zones: &mut [Option<Zone>],
    is_page: bool,
    is_framed: bool,
) -> Metadata {
    let mut metadata = Metadata::default();
    let first_prose = units.iter().position(Unit::is_prose_or_long);
    let end = first_prose.unwrap_or(1).min(units.len());
    if end > LONGEST_HEAD || units.len() < 2 {
        return metadata;
    }
    let Some(head) = units.get(..end) else { return metadata };
    label_meta(head, zones);
    label_title(head, units, zones, is_page, &mut metadata);
    if is_framed && metadata.title.is_some() {
        let is_line = |unit: &Unit<'_>| unit.words <= 6 && unit.is_headline() && !unit.is_prose();
        for (_, slot) in
            head.iter().zip(zones.iter_mut()).filter(|(unit, slot)| slot.is_none() && is_line(unit))
        {
            *slot = Some(Zone::Meta);
        }
    }
    take_metadata(head, zones, &mut metadata);
    metadata
}

impl Unit<'_> {
    fn is_prose_or_long(&self) -> bool {
        self.cue.is_none() && (self.is_prose() || self.words > 45)
    }
}

/// A line of nothing but a date, or a date after a place.
fn date_of_line(unit: &Unit<'_>) -> Option<Edtf> {
    only_date(unit.text.trim_start_matches(['|', '•', '·', ' ', '\t']), DayOrder::default())
}

fn label_meta(head: &[Unit<'_>], zones: &mut [Option<Zone>]) {
    let mut meta_paragraph = None;
    for (unit, zone) in head.iter().zip(zones.iter_mut()) {
        let shows_meta =
            unit.cue == Some(Cue::Meta) || unit.cue == Some(Cue::Tags) || date_of_line(unit).is_some();
        if shows_meta {
            meta_paragraph = Some(unit.paragraph);
        }
        if (shows_meta || meta_paragraph == Some(unit.paragraph))
            && !matches!(*zone, Some(Zone::Caption | Zone::Credit))
        {
            *zone = Some(Zone::Meta);
        }
    }
}

/// "Title -" or "Title | Site": what a browser shows in its window bar.
fn is_window_title(text: &str) -> bool {
    text.ends_with([' ', '-', '|', '–']) || text.contains(" | ") || text.contains(" – ") && text.len() < 90
}

fn label_title(
    head: &[Unit<'_>],
    units: &[Unit<'_>],
    zones: &mut [Option<Zone>],
    is_page: bool,
    metadata: &mut Metadata,
) {
    let is_open = |index: usize, zones: &[Option<Zone>]| zones.get(index).is_some_and(Option::is_none);
    let numbered = |unit: &Unit<'_>| {
        unit.text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '•' | '-' | '*' | '–'))
    };
    let candidates: Vec<usize> = (0..head.len())
        .filter(|index| is_open(*index, zones) && head.get(*index).is_some_and(Unit::is_headline))
        .collect();
    let stands_alone = |index: usize| {
        let (this, next) = (units.get(index), units.get(index + 1));
        this.zip(next).is_some_and(|(this, next)| {
            next.paragraph != this.paragraph
                || zones.get(index + 1) == Some(&Some(Zone::Meta))
                || (is_page && head.len() > index + 1)
        })
    };
    let fits = |index: &&usize, least: usize| {
        head.get(**index).is_some_and(|unit| unit.words >= least && !is_window_title(unit.text))
            && stands_alone(**index)
    };
    // Two lines above the text, the first short: headline and subtitle rather than site and headline.
    let opens_with_pair =
        candidates.len() == 2 && candidates.first() == Some(&0) && candidates.get(1) == Some(&1);
    let chosen = candidates
        .iter()
        .find(|index| {
            fits(index, if opens_with_pair && **index == 0 { 2 } else { 3 }) && (is_page || **index < 3)
        })
        .or_else(|| candidates.first().filter(|index| **index == 0 && fits(index, 1)))
        .or_else(|| candidates.first().filter(|index| **index == 0 && stands_alone(**index)));
    let Some((chosen, title)) = chosen.and_then(|index| Some((*index, head.get(*index)?))) else { return };
    if numbered(title) && !is_page && !title.text.starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    metadata.title = Some(title.text.trim_end_matches([' ', '-', '|', '–']).to_owned());
    for (index, unit) in head.iter().enumerate().filter(|(index, _)| *index <= chosen + 1) {
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
                    unit.is_headline() && unit.words >= 3 && !numbered(unit) && unit.cue.is_none();
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

fn take_metadata(head: &[Unit<'_>], zones: &[Option<Zone>], metadata: &mut Metadata) {
    const CHANGED: &[&str] = &[
        "updated",
        "last updated",
        "modified",
        "last modified",
        "aktualisiert",
        "mis à jour",
        "actualizado",
        "обновлено",
        "수정",
    ];
    let mut label: Option<bool> = None;
    for (unit, _) in head.iter().zip(zones).filter(|(_, zone)| **zone == Some(Zone::Meta)) {
        let text = unit.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        if is_byline(text) {
            let name = text.split_once(' ').map(|(_, name)| name.trim());
            metadata.byline = metadata.byline.take().or_else(|| name.map(str::to_owned));
        }
        let lower = text.to_lowercase();
        let date = find_date(text, DayOrder::default()).map(|found| found.time);
        if unit.cue == Some(Cue::Meta) && !is_byline(text) {
            let is_change = CHANGED.iter().any(|start| lower.starts_with(start));
            let is_publication = [
                "publ",
                "posted",
                "veröff",
                "opubl",
                "опубл",
                "дата",
                "입력",
                "기사입력",
                "승인",
                "등록",
                "发布",
                "first",
                "date",
                "release",
            ]
            .iter()
            .any(|start| lower.starts_with(start));
            label = if is_change { Some(false) } else { is_publication.then_some(true) };
        }
        let Some(date) = date else { continue };
        match label {
            Some(false) => metadata.modified = metadata.modified.take().or(Some(date)),
            Some(true) if metadata.date_signal != Some(DateSignal::TextLabel) => {
                metadata.published = Some(date);
                metadata.date_signal = Some(DateSignal::TextLabel);
            }
            None if metadata.published.is_none() => {
                metadata.published = Some(date);
                metadata.date_signal = Some(DateSignal::TextNearTitle);
            }
            _ => {}
        }
        label = None;
    }
}
