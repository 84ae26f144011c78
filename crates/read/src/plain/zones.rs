//! Zones of a plain text: what its lines say, where they stand, and what stands around them.
//!
//! A report or a note without anything around it must come out as `main` from end to end, so a role other than
//! `main` needs a sign of its own: wording ([`crate::cues`]), the shape of a list of articles or of comments
//! ([`super::items`]), or the place before the first paragraph ([`super::head`]).

use super::frame::{label_above, label_below};
use super::head::{label_head, take_foot_dates};
use super::items::{label_comments, label_items, label_sections};
use super::masthead::Masthead;
use super::units::{Unit, units};
use crate::cues::{Cue, is_relative_time};
use model::{Metadata, Span, Zone, ZoneSpan};

/// Texts longer than this many bytes are data or books, not web pages; all of them is main text.
const LONGEST_PAGE: usize = 16 << 20;

/// Zones and metadata of a plain text.
pub(crate) struct PlainReading {
    /// Covering all of the text, in order.
    pub(crate) zones: Vec<ZoneSpan>,
    /// What the head says.
    pub(crate) metadata: Metadata,
}

/// Finds the zones of a plain text.
pub(crate) fn read_plain(text: &str) -> PlainReading {
    if text.len() > LONGEST_PAGE {
        return PlainReading { zones: cover(text, &[], &[]), metadata: Metadata::default() };
    }
    let units = units(text);
    let mut zones: Vec<Option<Zone>> = vec![None; units.len()];
    let whole = Masthead::find(&units);
    let evidence = page_evidence(&units) + if whole.has_menu() { 2 } else { 0 };
    let (is_page, is_surely_page) = (evidence >= 2, evidence >= 4);
    label_single_lines(&units, &mut zones, is_page);
    let start = if is_surely_page { label_above(&units, &mut zones) } else { 0 };
    let site = whole.site.clone();
    let masthead = if start > 0 { Masthead::find(units.get(start..).unwrap_or_default()) } else { whole };
    let mut metadata = match (units.get(start..), zones.get_mut(start..)) {
        (Some(units), Some(zones)) => label_head(units, zones, &masthead, is_page, start > 0),
        _ => Metadata::default(),
    };
    metadata.site = metadata.site.or(site);
    let body =
        units.iter().zip(&zones).position(|(unit, zone)| zone.is_none() && unit.is_prose()).unwrap_or(0);
    if is_page {
        label_items(&units, &mut zones, body);
        label_sections(&units, &mut zones, body);
        label_comments(&units, &mut zones, body);
    }
    if is_surely_page {
        label_below(&units, &mut zones, body);
    }
    if is_page {
        label_rest_of_tail(&units, &mut zones, body);
    }
    take_foot_dates(&units, &zones, body, &mut metadata);
    PlainReading { zones: cover(text, &units, &zones), metadata }
}

/// How much shows that the text came from a web page; two is enough.
fn page_evidence(units: &[Unit<'_>]) -> usize {
    let of_unit = |unit: &Unit<'_>| match unit.cue {
        Some(Cue::Notice) => 2,
        Some(Cue::ReadMore) => 2,
        Some(Cue::Button) if unit.words > 1 => 2,
        Some(
            Cue::Button
            | Cue::RelatedHead
            | Cue::TeaserHead
            | Cue::CommentHead
            | Cue::RelatedLine
            | Cue::Tags,
        ) => 1,
        Some(Cue::Caption | Cue::Credit | Cue::Meta) => 1,
        None => {
            usize::from(is_relative_time(unit.text))
                + usize::from(
                    unit.words > 4 && crate::cues::is_cut_off(unit.text) && !unit.text.ends_with("..."),
                )
        }
    };
    units.iter().map(of_unit).sum()
}

/// Gives lines the role that their own words show.
fn label_single_lines(units: &[Unit<'_>], zones: &mut [Option<Zone>], is_page: bool) {
    for (index, unit) in units.iter().enumerate() {
        let zone = match unit.cue {
            Some(Cue::Caption) => Some(Zone::Caption),
            Some(Cue::Credit) => Some(Zone::Credit),
            Some(Cue::Notice) => Some(Zone::Chrome),
            Some(Cue::RelatedLine) => Some(Zone::Related),
            Some(Cue::Button) if is_page => Some(Zone::Chrome),
            Some(Cue::ReadMore | Cue::CommentHead) if is_page => Some(Zone::Chrome),
            Some(Cue::Tags) if is_page => Some(Zone::Meta),
            _ => None,
        };
        let Some(zone) = zone else { continue };
        if let Some(slot) = zones.get_mut(index) {
            *slot = Some(zone);
        }
        // A picture's name stands directly above its text.
        if zone == Zone::Caption
            && let Some(above) = index.checked_sub(1)
            && let Some((name, slot)) = units.get(above).zip(zones.get_mut(above))
            && name.paragraph == unit.paragraph
            && name.is_headline()
            && name.words <= 15
            && slot.is_none()
        {
            *slot = Some(Zone::Caption);
        }
    }
}

/// After the last paragraph of prose, short lines between and after labelled ones belong to the page's frame.
fn label_rest_of_tail(units: &[Unit<'_>], zones: &mut [Option<Zone>], body: usize) {
    let last_prose = units
        .iter()
        .zip(zones.iter())
        .rposition(|(unit, zone)| zone.is_none() && unit.is_prose())
        .unwrap_or(body);
    let mut frame = None;
    for slot in zones.iter_mut().skip(last_prose + 1) {
        match slot {
            Some(zone @ (Zone::Related | Zone::Teaser | Zone::Comment | Zone::Chrome)) => frame = Some(*zone),
            Some(_) => {}
            None => *slot = frame,
        }
    }
}

/// Turns labels of units into spans that cover the text; white space goes with what it follows.
fn cover(text: &str, units: &[Unit<'_>], zones: &[Option<Zone>]) -> Vec<ZoneSpan> {
    let mut spans: Vec<ZoneSpan> = Vec::new();
    for (unit, zone) in units.iter().zip(zones) {
        let zone = zone.unwrap_or(Zone::Main);
        match spans.last_mut() {
            Some(last) if last.zone == zone => last.span.end = unit.span.end,
            Some(last) => {
                last.span.end = unit.span.start;
                spans.push(ZoneSpan { span: unit.span, zone, hidden: false });
            }
            None => spans.push(ZoneSpan { span: Span::new(0, unit.span.end), zone, hidden: false }),
        }
    }
    match spans.last_mut() {
        Some(last) => last.span.end = text.len(),
        None if text.is_empty() => {}
        None => spans.push(ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }),
    }
    spans
}
