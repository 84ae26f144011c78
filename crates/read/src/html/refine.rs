//! The block model's word on what the rules said: which blocks belong to the document itself.

use super::blocks::Page;
use super::features::{Features, Ruled, WORDS, features};
use super::forest::BLOCK_MODEL;
use super::root::link_percent;
use crate::cues::Cue;
use model::Zone;
use std::collections::HashSet;

/// Pages of fewer blocks are left to the rules: the model was fitted on real pages, which have more.
const FEWEST_BLOCKS: usize = 12;

/// Likelihoods between which the line between the document and the rest is drawn.
const LOWEST: f32 = 0.2;
/// See [`LOWEST`].
const HIGHEST: f32 = 0.5;

/// Bytes from which on a block that begins like an earlier one is a second copy of it, and of how many the beginning is.
const COPY: (usize, usize) = (250, 100);

/// Corrects the zones that rules gave. Titles, captions and credits stay, and what words alone show; the rest is the
/// document's or not as the model finds.
pub(crate) fn refine(ruled: &Ruled<'_>, is_article: bool) -> Vec<Zone> {
    let mut zones = ruled.zones.to_vec();
    let Some(model) = BLOCK_MODEL.as_ref().filter(|_| zones.len() >= FEWEST_BLOCKS) else { return zones };
    let is_open = |index: usize| {
        let zone = ruled.zones.get(index);
        let hidden = ruled.page.blocks.get(index).is_none_or(|block| block.hidden);
        !hidden
            && !matches!(zone, Some(Zone::Title | Zone::Caption | Zone::Credit))
            && told(ruled, index).is_none()
    };
    let rows = features(ruled);
    let likelihood =
        |(index, row): (usize, &Features)| if is_open(index) { model.likelihood(row) } else { 0.0 };
    let likelihoods: Vec<f32> = rows.iter().enumerate().map(likelihood).collect();
    let line = dividing_line(&rows, &likelihoods, &is_open);
    let mut beginnings: HashSet<&str> = HashSet::new();
    for (index, likelihood) in likelihoods.iter().enumerate() {
        let Some(zone) = zones.get_mut(index) else { break };
        if !is_open(index) {
            if *zone == Zone::Main
                && let Some(told) = told(ruled, index)
            {
                *zone = told;
            }
            continue;
        }
        let needed = match zone {
            // Readers' words are taken for the document's only on clear evidence.
            Zone::Comment if is_article => HIGHEST,
            _ => line,
        };
        let is_copy = begins_like_another(ruled.page, index, &mut beginnings);
        match (*likelihood >= needed && !is_copy, *zone) {
            (true, _) => *zone = Zone::Main,
            (false, Zone::Main) => *zone = Zone::Chrome,
            (false, _) => {}
        }
    }
    if !zones.contains(&Zone::Main) {
        return ruled.zones.to_vec();
    }
    name_the_rest(ruled, &mut zones);
    zones
}

/// The zone that a block's own words leave no doubt about.
fn told(ruled: &Ruled<'_>, index: usize) -> Option<Zone> {
    match ruled.cues.get(index).copied().flatten()? {
        Cue::Caption => Some(Zone::Caption),
        Cue::Credit => Some(Zone::Credit),
        Cue::RelatedHead | Cue::RelatedLine => Some(Zone::Related),
        Cue::TeaserHead => Some(Zone::Teaser),
        Cue::ReadMore | Cue::CommentHead | Cue::Notice | Cue::Button => Some(Zone::Chrome),
        Cue::Meta | Cue::Tags => None,
    }
}

/// The likelihood from which on taking blocks in is expected to agree best with the page's true text: the point where
/// twice the expected right words over all words taken and expected (the F-measure) is highest.
fn dividing_line(rows: &[Features], likelihoods: &[f32], is_open: &impl Fn(usize) -> bool) -> f32 {
    let words = |row: &Features| row[WORDS].exp2() - 1.0;
    let mut open: Vec<(f32, f32)> = rows
        .iter()
        .zip(likelihoods)
        .enumerate()
        .filter(|(index, _)| is_open(*index))
        .map(|(_, (row, likelihood))| (*likelihood, words(row)))
        .collect();
    open.sort_by(|one, other| other.0.total_cmp(&one.0));
    let expected: f32 = open.iter().map(|(likelihood, words)| likelihood * words).sum();
    let (mut right, mut taken, mut best) = (0.0, 0.0, (0.0, HIGHEST));
    for (likelihood, words) in open {
        right += likelihood * words;
        taken += words;
        let agreement = 2.0 * right / (taken + expected).max(1.0);
        if agreement > best.0 {
            best = (agreement, likelihood);
        }
    }
    best.1.clamp(LOWEST, HIGHEST)
}

/// Whether a long block begins as an earlier one did: pages carry their text twice, for screens of two sizes.
fn begins_like_another<'p>(page: &'p Page, index: usize, beginnings: &mut HashSet<&'p str>) -> bool {
    let text = page.blocks.get(index).and_then(|block| block.span.of(&page.text)).unwrap_or_default();
    text.len() >= COPY.0
        && text.get(..text.floor_char_boundary(COPY.1)).is_some_and(|start| !beginnings.insert(start))
}

/// Names what the model took out of the main text: before it the page's frame, among it buttons and pointers, after it
/// other articles.
fn name_the_rest(ruled: &Ruled<'_>, zones: &mut [Zone]) {
    let first = zones.iter().position(|zone| *zone == Zone::Main).unwrap_or(0);
    let last = zones.iter().rposition(|zone| *zone == Zone::Main).unwrap_or(0);
    for (index, zone) in zones.iter_mut().enumerate().skip(first) {
        let was_main = ruled.zones.get(index) == Some(&Zone::Main);
        if *zone == Zone::Chrome
            && was_main
            && told(ruled, index).is_none()
            && let Some(block) = ruled.page.blocks.get(index)
        {
            let text = block.span.of(&ruled.page.text).unwrap_or_default();
            *zone = match (index > last, link_percent(block) > 50) {
                (false, true) => Zone::Related,
                (true, _) if text.split_whitespace().count() >= 5 => Zone::Teaser,
                _ => Zone::Chrome,
            };
        }
    }
}
