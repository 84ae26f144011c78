//! Reading against labelled web pages: main text, titles, dates of publication.

use super::Score;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::Hash;

/// A page and what people found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MarkedPage {
    /// The page's file, from the folder of the labels.
    pub file: String,
    /// What kind of page it is; sets with kinds are scored by words, others by shingles.
    pub page_type: Option<String>,
    /// Its main text; absent where the set has no texts.
    pub text: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its day of publication; `Some(None)` is a page marked as undated, `None` one that nobody looked at.
    #[serde(deserialize_with = "present")]
    pub date: Option<Option<String>>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// How the main text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextMeasure {
    /// Four words in a row; precision and recall are averaged over pages, then joined.
    Shingles,
    /// Single words, whatever their order and case; the harmonic mean of each page is averaged.
    Words,
}

/// Dates against marks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DateScore {
    /// Pages that were marked, dated or not.
    pub pages: usize,
    /// Right days among the given, right days among these and the dated pages without one, and their harmonic mean: a wrong day counts
    /// once, as A. Barbaresi's htmldate counts (doi:10.21105/joss.02439).
    pub score: Score,
    /// Pages with the right day, or rightly without one, 0..1.
    pub accuracy: f64,
}

/// The figures of one set of labelled pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadingScores {
    /// Name of the file with the labels.
    pub set: String,
    /// Pages of the set, and how many of them were read.
    pub pages: (usize, usize),
    /// How the main text was compared, and how well it agrees.
    pub text: Option<(TextMeasure, Score)>,
    /// Mean agreement by kind of page: kind, pages, F1.
    pub by_type: Vec<(String, usize, f64)>,
    /// Titles that agree word for word, of those marked.
    pub titles: Option<(usize, usize)>,
    /// Dates of publication.
    pub dates: Option<DateScore>,
}

/// Runs of letters, digits and underscores.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn counted<T: Hash + Eq>(items: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

/// Precision, recall and F1 of what was read of one page.
fn agreement(marked: &str, read: &str, measure: TextMeasure) -> Score {
    match measure {
        TextMeasure::Words => {
            let bag = |text: &str| counted(words(&text.to_lowercase()).map(str::to_owned));
            of_bags(&bag(marked), &bag(read))
        }
        TextMeasure::Shingles => {
            /// Words of a shingle.
            const LENGTH: usize = 4;
            let bag = |text: &str| {
                let words: Vec<&str> = words(text).collect();
                let length = LENGTH.min(words.len().max(1));
                counted(words.windows(length).map(|words| words.join(" ")))
            };
            of_bags(&bag(marked), &bag(read))
        }
    }
}

fn of_bags(marked: &HashMap<String, usize>, read: &HashMap<String, usize>) -> Score {
    if marked.is_empty() && read.is_empty() {
        return Score { precision: 1.0, recall: 1.0, f1: 1.0 };
    }
    let hit: usize =
        marked.iter().map(|(item, count)| read.get(item).copied().unwrap_or_default().min(*count)).sum();
    Score::of(hit, read.values().sum(), marked.values().sum())
}

/// A title's words, whatever their case and the marks between them.
fn folded(title: &str) -> String {
    words(&title.to_lowercase()).collect::<Vec<_>>().join(" ")
}

#[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^52")]
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1);
    values.sum::<f64>() / count as f64
}

/// Scores pages as read, by the path in their labels, against a set of labels.
#[must_use]
pub fn score_reading(
    set: &str,
    marked: &[MarkedPage],
    read: &BTreeMap<String, publish::ReadRow>,
) -> ReadingScores {
    let row = |page: &MarkedPage| read.get(&page.file);
    let has_types = marked.iter().any(|page| page.page_type.is_some());
    let measure = if has_types { TextMeasure::Words } else { TextMeasure::Shingles };
    let texts: Vec<(&MarkedPage, Score)> = marked
        .iter()
        .filter_map(|page| {
            let main = row(page).map(|row| row.main.as_str()).unwrap_or_default();
            Some((page, agreement(page.text.as_deref()?, main, measure)))
        })
        .collect();
    let mut types: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (page, score) in &texts {
        if let Some(kind) = &page.page_type {
            types.entry(kind).or_default().push(score.f1);
        }
    }
    let titled: Vec<(&str, Option<&str>)> = marked
        .iter()
        .filter_map(|page| {
            let title = page.title.as_deref().filter(|title| !title.is_empty())?;
            Some((title, row(page).and_then(|row| row.title.as_deref())))
        })
        .collect();
    let right =
        titled.iter().filter(|(title, found)| folded(title) == folded(found.unwrap_or_default())).count();
    ReadingScores {
        set: set.to_owned(),
        pages: (marked.len(), marked.iter().filter(|page| row(page).is_some()).count()),
        text: (!texts.is_empty()).then(|| (measure, joined(&texts, measure))),
        by_type: types
            .into_iter()
            .map(|(kind, scores)| (kind.to_owned(), scores.len(), mean(scores.into_iter())))
            .collect(),
        titles: (!titled.is_empty()).then_some((right, titled.len())),
        dates: score_dates(marked, row),
    }
}

/// The agreement of a whole set: means over pages.
fn joined(texts: &[(&MarkedPage, Score)], measure: TextMeasure) -> Score {
    let precision = mean(texts.iter().map(|(_, score)| score.precision));
    let recall = mean(texts.iter().map(|(_, score)| score.recall));
    let f1 = match measure {
        TextMeasure::Words => mean(texts.iter().map(|(_, score)| score.f1)),
        TextMeasure::Shingles if precision + recall > 0.0 => 2.0 * precision * recall / (precision + recall),
        TextMeasure::Shingles => 0.0,
    };
    Score { precision, recall, f1 }
}

#[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^52")]
fn score_dates<'r>(
    marked: &[MarkedPage],
    row: impl Fn(&MarkedPage) -> Option<&'r publish::ReadRow>,
) -> Option<DateScore> {
    let (mut pages, mut right, mut given, mut missed, mut rightly_none) = (0, 0, 0, 0, 0);
    for page in marked {
        let Some(date) = &page.date else { continue };
        let date = date.as_deref().filter(|date| !date.is_empty());
        let found = row(page).and_then(|row| row.published.as_ref()).map(|time| {
            let time = time.as_str();
            time.get(..10).unwrap_or(time)
        });
        pages += 1;
        given += usize::from(found.is_some());
        missed += usize::from(found.is_none() && date.is_some());
        right += usize::from(found.is_some() && found == date);
        rightly_none += usize::from(found.is_none() && date.is_none());
    }
    (pages > 0).then(|| DateScore {
        pages,
        score: Score::of(right, given, right + missed),
        accuracy: (right + rightly_none) as f64 / pages as f64,
    })
}

impl fmt::Display for ReadingScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: pages {}, read {}", self.set, self.pages.0, self.pages.1)?;
        if let Some((measure, score)) = &self.text {
            let name = match measure {
                TextMeasure::Shingles => "shingles",
                TextMeasure::Words => "words",
            };
            let Score { precision, recall, f1 } = score;
            writeln!(f, "  main text ({name})  P {precision:.4}  R {recall:.4}  F1 {f1:.4}")?;
        }
        for (kind, pages, f1) in &self.by_type {
            writeln!(f, "    {kind:14} n {pages:3}  F1 {f1:.4}")?;
        }
        if let Some((right, all)) = self.titles {
            writeln!(f, "  titles that agree word for word  {right}/{all}")?;
        }
        if let Some(DateScore { pages, score, accuracy }) = &self.dates {
            let Score { precision, recall, f1 } = score;
            writeln!(
                f,
                "  day of publication  P {precision:.4}  R {recall:.4}  accuracy {accuracy:.4}  F1 {f1:.4}  (n {pages})"
            )?;
        }
        Ok(())
    }
}
