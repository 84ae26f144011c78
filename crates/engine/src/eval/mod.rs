//! How well reading and extraction do against work done by hand.
//!
//! Gold files are JSON lines in the field names of `extract --json`. Offsets count code points. The figures do not
//! pass or fail anything: a person reads them.

mod claims;
mod matching;
mod names;
mod reading;
#[cfg(test)]
mod tests;
mod zones;

pub use claims::{ClaimScores, KindScore, Missed, Score, score_claims};
pub use reading::{DateScore, MarkedPage, ReadingScores, TextMeasure, score_reading};
pub use zones::{ZoneScores, score_zones};

use crate::{Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// A claim marked by hand, or proposed, with the fields that are scored.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct MarkedClaim {
    /// File name of the document.
    pub doc: String,
    /// Claim kind.
    pub kind: String,
    /// The words.
    pub quote: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Zone; absent is `main`.
    pub zone: Option<String>,
    /// Low end.
    pub low: Option<f64>,
    /// Point.
    pub point: Option<f64>,
    /// High end.
    pub high: Option<f64>,
    /// Unit.
    pub unit: Option<String>,
    /// Period.
    pub period: Option<String>,
    /// Measure.
    pub measure: Option<String>,
    /// Direction.
    pub direction: Option<String>,
    /// Hedges.
    pub hedges: Vec<String>,
    /// Country of origin.
    pub origin: Option<String>,
    /// Places.
    pub places: Vec<String>,
    /// Time, EDTF.
    pub time: Option<String>,
    /// Speakers, outermost first.
    pub attribution: Vec<MarkedSpeaker>,
    /// Indicator.
    pub ilo: Option<String>,
}

/// A speaker of a marked claim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct MarkedSpeaker {
    /// The name.
    pub name: String,
}

/// A number that is no claim, marked by hand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MarkedNegative {
    /// File name of the document.
    pub doc: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// A stretch outside the main text, marked by hand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MarkedZone {
    /// File name of the document.
    pub doc: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Name of the zone.
    pub zone: String,
}

impl From<publish::ClaimRow> for MarkedClaim {
    fn from(row: publish::ClaimRow) -> Self {
        let word = |word: &dyn std::fmt::Display| word.to_string();
        Self {
            doc: file_name(&row.doc).to_owned(),
            kind: row.kind.to_string(),
            quote: row.quote,
            start: row.start,
            end: row.end,
            zone: Some(row.zone.to_string()),
            low: row.low,
            point: row.point,
            high: row.high,
            unit: row.unit,
            period: row.period.map(|period| word(&period)),
            measure: row.measure.map(|measure| word(&measure)),
            direction: row.direction.map(|direction| word(&direction)),
            hedges: row.hedges.iter().map(ToString::to_string).collect(),
            origin: row.origin,
            places: row.places,
            time: row.time.map(|time| word(&time)),
            attribution: row
                .attribution
                .into_iter()
                .map(|speaker| MarkedSpeaker { name: speaker.name })
                .collect(),
            ilo: row.ilo.map(|indicator| word(&indicator)),
        }
    }
}

pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Reads a file of JSON lines.
///
/// # Errors
/// If it cannot be opened, or a line is not what it should be; the line is named.
pub fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::file(path, &error))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| Error::Line {
                path: path.to_owned(),
                line: index + 1,
                column: error.column(),
                reason: error.to_string(),
            })
        })
        .collect()
}
