//! Zones against gold: characters outside the main text.

use super::{MarkedZone, Score};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// The figures of `manumit eval zones`. White space is not counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZoneScores {
    /// Characters outside zone main, marked by hand.
    pub gold: usize,
    /// Characters outside zone main as read.
    pub found: usize,
    /// How well they agree.
    pub score: Score,
    /// Part of the marked characters whose zone has the right name, 0..1.
    pub named_right: f64,
    /// Documents of the gold that were not read; all their marked characters count as missed.
    pub not_read: Vec<String>,
}

/// A headline counts as metadata.
fn alias(zone: &str) -> &str {
    if zone == "title" { "meta" } else { zone }
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Scores the zones of documents as read against stretches marked by hand.
///
/// `read` holds, by file name, what [`publish::ReadRow`] says of each document.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of characters are far below 2^52")]
pub fn score_zones(gold: &[MarkedZone], read: &BTreeMap<String, publish::ReadRow>) -> ZoneScores {
    let mut marked: BTreeMap<&str, BTreeMap<usize, &str>> = BTreeMap::new();
    for stretch in gold {
        let of_doc = marked.entry(&stretch.doc).or_default();
        of_doc.extend((stretch.start..stretch.end).map(|index| (index, stretch.zone.as_str())));
    }
    let (mut hit, mut exact, mut gold_count, mut found_count) = (0, 0, 0, 0);
    let mut not_read = Vec::new();
    for (doc, marked) in marked {
        let Some(row) = read.get(doc).filter(|row| !row.text.is_empty()) else {
            gold_count += marked.len();
            not_read.push(doc.to_owned());
            continue;
        };
        let text: Vec<char> = row.text.chars().collect();
        let counts = |index: usize| text.get(index).is_some_and(|character| !is_space(*character));
        let mut found: BTreeMap<usize, &str> = BTreeMap::new();
        for zone in row.zones.iter().filter(|zone| zone.zone != model::Zone::Main) {
            let name = alias(zone.zone.as_str());
            found.extend((zone.start..zone.end).filter(|i| counts(*i)).map(|index| (index, name)));
        }
        for (index, zone) in marked.into_iter().filter(|(index, _)| counts(*index)) {
            gold_count += 1;
            hit += usize::from(found.contains_key(&index));
            exact += usize::from(found.get(&index) == Some(&zone));
        }
        found_count += found.len();
    }
    ZoneScores {
        gold: gold_count,
        found: found_count,
        score: Score::of(hit, found_count, gold_count),
        named_right: exact as f64 / gold_count.max(1) as f64,
        not_read,
    }
}

impl fmt::Display for ZoneScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for doc in &self.not_read {
            writeln!(f, "not read: {doc}")?;
        }
        let Score { precision, recall, f1 } = self.score;
        writeln!(
            f,
            "characters outside main: gold {}, found {}; P {precision:.3} R {recall:.3} F1 {f1:.3}; \
             zone name right {:.3}",
            self.gold, self.found, self.named_right
        )
    }
}
