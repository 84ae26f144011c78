//! The frame of a page that was saved as text: menus above the headline, lists of links below the last paragraph.

use super::units::Unit;
use crate::cues::Cue;
use model::Zone;

/// Short lines in a row that make a menu above the text.
const SHORTEST_MENU: usize = 8;

/// Short lines in a row that make a list of links below the text.
const SHORTEST_LINK_LIST: usize = 5;

/// Letters and digits only, lower case: for comparing a headline with the page's name in the window bar.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Labels what stands above the headline and says at which unit the document's own head begins.
pub(crate) fn label_above(units: &[Unit<'_>], zones: &mut [Option<Zone>]) -> usize {
    let start = headline_twin(units).or_else(|| after_menu(units)).unwrap_or(0);
    for (index, (unit, slot)) in units.iter().zip(zones.iter_mut()).enumerate().take(start) {
        let is_window_title = index == 0 && unit.words >= 3 && unit.is_headline();
        if is_window_title {
            *slot = Some(Zone::Title);
        } else if slot.is_none() {
            *slot = Some(Zone::Chrome);
        }
    }
    start
}

/// A page's text begins with its name in the window bar; where the same words come again, with most of the prose
/// after them, is the headline.
fn headline_twin(units: &[Unit<'_>]) -> Option<usize> {
    let name = fold(units.first().filter(|unit| unit.is_headline())?.text);
    let prose: usize = units.iter().filter(|unit| unit.is_prose()).map(|unit| unit.words).sum();
    let mut before = 0;
    let mut twin = None;
    for (index, unit) in units.iter().enumerate().skip(1) {
        if before * 100 > prose * 30 {
            break;
        }
        if unit.is_prose() && !unit.is_headline() {
            before += unit.words;
        }
        let folded = if unit.is_headline() && unit.words >= 3 { fold(unit.text) } else { continue };
        if folded.len() * 2 >= name.len() && name.contains(&folded) {
            twin = Some(index);
        }
    }
    twin
}

/// Whether a line could be an entry of a menu.
fn is_entry(unit: &Unit<'_>, most_words: usize) -> bool {
    unit.words <= most_words
        && unit.is_headline()
        && !unit.is_prose()
        && !unit.text.contains('\t')
        && !unit.text.starts_with(|c: char| c.is_ascii_digit())
}

/// The end of the last menu that stands before the first prose.
fn after_menu(units: &[Unit<'_>]) -> Option<usize> {
    let first_prose = units.iter().position(|unit| unit.is_prose() && unit.cue.is_none())?;
    let (mut run, mut end) = (0, None);
    for (index, unit) in units.iter().enumerate().take(first_prose) {
        run = if is_entry(unit, 4) && unit.cue != Some(Cue::Meta) { run + 1 } else { 0 };
        if run >= SHORTEST_MENU {
            end = Some(index + 1);
        }
    }
    // The last line of the run may be a short headline.
    let end = end?;
    let next_tells = end == first_prose || units.get(end).is_some_and(|next| next.cue == Some(Cue::Meta));
    let last_is_headline = units.get(end - 1).is_some_and(|unit| unit.words >= 3);
    Some(if next_tells && last_is_headline { end - 1 } else { end })
}

/// Labels runs of short lines after the last paragraph of prose, unless a colon announces them as a list of the text.
pub(crate) fn label_below(units: &[Unit<'_>], zones: &mut [Option<Zone>], body: usize) {
    let is_open = |index: usize, zones: &[Option<Zone>]| zones.get(index).is_some_and(Option::is_none);
    let last_prose = (body..units.len()).rev().find(|index| {
        is_open(*index, zones)
            && units.get(*index).is_some_and(|unit| unit.is_prose() || unit.text.ends_with([':', '：']))
    });
    let mut index = last_prose.map_or(body, |last| last + 1);
    let announced = index
        .checked_sub(1)
        .and_then(|before| units.get(before))
        .is_some_and(|before| before.text.ends_with([':', '：']));
    if announced {
        return;
    }
    while index < units.len() {
        let start = index;
        let mut words = 0;
        while let Some(unit) = units.get(index).filter(|unit| is_open(index, zones) && is_entry(unit, 25)) {
            words += unit.words;
            index += 1;
        }
        let count = index - start;
        if count >= SHORTEST_LINK_LIST {
            let zone = if words >= count * 5 { Zone::Teaser } else { Zone::Chrome };
            for slot in zones.get_mut(start..index).into_iter().flatten() {
                *slot = Some(zone);
            }
        }
        index = index.max(start + 1);
    }
}
