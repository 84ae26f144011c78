//! The head of a plain text: title, date, author, before the first paragraph of prose.

use super::headline::label_headline;
use super::masthead::{Masthead, Part, is_meta_line, is_title_like};
use super::units::Unit;
use crate::byline::byline_name;
use crate::cues::Cue;
use crate::date_lines::{DateRole, dateline, dates_of_line, ends_in_date, label_at_end};
use crate::dates::{DayOrder, only_date};
use model::{DateSignal, Edtf, Metadata, Zone};

/// Units that a head may have at most; longer runs without prose are lists or tables.
const LONGEST_HEAD: usize = 25;

/// Units at the end of a text in which its own date may stand.
const FOOT: usize = 15;

/// Labels the head of a text and takes its metadata. `is_page` says whether other signs show a web page.
///
/// `is_framed` says that a menu stood above: then short lines under the headline are the page's, not the text's.
pub(crate) fn label_head(
    units: &[Unit<'_>],
    zones: &mut [Option<Zone>],
    masthead: &Masthead,
    is_page: bool,
    is_framed: bool,
) -> Metadata {
    let mut metadata = Metadata { site: masthead.site.clone(), ..Metadata::default() };
    let end = masthead.body.unwrap_or(1).min(units.len());
    if end > LONGEST_HEAD || units.len() < 2 {
        return metadata;
    }
    let Some(head) = units.get(..end) else { return metadata };
    label_masthead(head, zones, masthead);
    label_meta(head, zones, masthead);
    if let Some(headline) = label_headline(head, units, zones, masthead, is_page) {
        metadata.title = Some(headline.text);
        metadata.site = metadata.site.or(headline.site);
    }
    if is_framed && metadata.title.is_some() {
        let is_line = |unit: &Unit<'_>| unit.words <= 6 && unit.is_headline() && !unit.is_prose();
        for (_, slot) in
            head.iter().zip(zones.iter_mut()).filter(|(unit, slot)| slot.is_none() && is_line(unit))
        {
            *slot = Some(Zone::Meta);
        }
    }
    take_metadata(head, zones, masthead, &mut metadata);
    if let Some(opening) = units.get(end).and_then(|unit| dateline(unit.text)) {
        offer(&mut metadata, DateRole::Bare, opening);
    }
    metadata
}

impl Unit<'_> {
    /// A paragraph rather than a line of the head.
    pub(crate) fn is_prose_or_long(&self) -> bool {
        self.cue.is_none() && (self.is_prose() || self.words > 45)
    }
}

fn label_masthead(head: &[Unit<'_>], zones: &mut [Option<Zone>], masthead: &Masthead) {
    for (index, slot) in zones.iter_mut().enumerate().take(head.len()).filter(|(_, slot)| slot.is_none()) {
        *slot = match masthead.part(index) {
            Some(Part::Menu | Part::Site) => Some(Zone::Chrome),
            Some(Part::Notice) => Some(Zone::Meta),
            None if head.get(index).is_some_and(|unit| unit.cue == Some(Cue::Button)) => {
                masthead.has_menu().then_some(Zone::Chrome)
            }
            None => None,
        };
    }
}

/// A line of nothing but a date, or a date after a place.
fn date_of_line(unit: &Unit<'_>) -> Option<Edtf> {
    only_date(unit.text.trim_start_matches(['|', '•', '·', ' ', '\t']), DayOrder::default())
}

fn label_meta(head: &[Unit<'_>], zones: &mut [Option<Zone>], masthead: &Masthead) {
    let mut meta_paragraph = None;
    let mut may_have_title = false;
    for (index, (unit, zone)) in head.iter().zip(zones.iter_mut()).enumerate() {
        if masthead.part(index).is_some() {
            continue;
        }
        let shows_meta = unit.cue == Some(Cue::Tags) || date_of_line(unit).is_some() || is_meta_line(unit);
        if shows_meta {
            meta_paragraph = Some(unit.paragraph);
        }
        // A date may stand above the headline, in one paragraph with it.
        let is_first_title = !shows_meta && !may_have_title && is_title_like(unit);
        may_have_title |= is_first_title;
        if (shows_meta || meta_paragraph == Some(unit.paragraph) && !is_first_title)
            && !matches!(*zone, Some(Zone::Caption | Zone::Credit))
        {
            *zone = Some(Zone::Meta);
        }
    }
}

/// Keeps a date unless a better one is known.
fn offer(metadata: &mut Metadata, role: DateRole, time: Edtf) {
    match role {
        DateRole::Modified | DateRole::Edition => metadata.modified = metadata.modified.take().or(Some(time)),
        DateRole::Published if metadata.date_signal != Some(DateSignal::TextLabel) => {
            metadata.published = Some(time);
            metadata.date_signal = Some(DateSignal::TextLabel);
        }
        DateRole::Bare if metadata.published.is_none() => {
            metadata.published = Some(time);
            metadata.date_signal = Some(DateSignal::TextNearTitle);
        }
        DateRole::Published | DateRole::Bare => {}
    }
}

fn take_metadata(head: &[Unit<'_>], zones: &[Option<Zone>], masthead: &Masthead, metadata: &mut Metadata) {
    let mut carried: Option<DateRole> = None;
    for (index, (unit, zone)) in head.iter().zip(zones).enumerate() {
        if *zone != Some(Zone::Meta) || masthead.part(index).is_some() {
            continue;
        }
        if metadata.byline.is_none() {
            metadata.byline = byline_name(unit.text);
        }
        let mut dates = dates_of_line(unit.text, carried, DayOrder::default());
        if dates.is_empty() {
            let opening = dateline(unit.text);
            let set_off = || {
                dates_of_line(unit.text, None, DayOrder::default()).into_iter().next().map(|(_, time)| time)
            };
            dates.extend(
                opening
                    .or_else(|| ends_in_date(unit.text).then(set_off).flatten())
                    .map(|time| (DateRole::Bare, time)),
            );
        }
        carried = if dates.is_empty() { label_at_end(unit.text) } else { None };
        for (role, time) in dates {
            offer(metadata, role, time);
        }
    }
}

/// Takes a labelled date from the foot where the head gave none: "Page last updated: 3 May 2016".
pub(crate) fn take_foot_dates(
    units: &[Unit<'_>],
    zones: &[Option<Zone>],
    body: usize,
    metadata: &mut Metadata,
) {
    let first = units.len().saturating_sub(FOOT).max(body + 1);
    let (mut published, mut modified) = (Vec::new(), Vec::new());
    for (unit, zone) in units.iter().zip(zones).skip(first) {
        let is_other = matches!(zone, Some(Zone::Comment | Zone::Related | Zone::Teaser | Zone::Caption));
        if is_other || unit.words > 14 {
            continue;
        }
        for (role, time) in dates_of_line(unit.text, None, DayOrder::default()) {
            match role {
                DateRole::Published => published.push(time),
                DateRole::Modified | DateRole::Edition => modified.push(time),
                DateRole::Bare => {}
            }
        }
    }
    // Several are the dates of several things.
    if let ([time], None) = (published.as_slice(), &metadata.published) {
        offer(metadata, DateRole::Published, time.clone());
    }
    if let ([time], None) = (modified.as_slice(), &metadata.modified) {
        offer(metadata, DateRole::Modified, time.clone());
    }
}
