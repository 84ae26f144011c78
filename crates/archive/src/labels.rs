//! What people say of a source for themselves: tags, a category, a note. Each change is kept with who made it and when;
//! what they come to is the newest of each. Searches that people keep under a name stand here too.
//!
//! Labels are words of the people of a workspace: nobody else is shown them, whatever the source. That a tag is on an open
//! source shows in that tag's feed (see [`Workspace::newest`]).

use crate::add::next;
use crate::ledger::{LabelRows, Ledger, PrintRows, SourceRows};
use crate::{Act, Error, MediaFamily, Result, Workspace, audit};
use jiff::Timestamp;
use model::{Clearance, Cleared, Sensitivity, SourceId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display};
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// The counter of changes of labels.
const SEQUENCE: &str = "label_sequence";

/// The entry of the log that records a change of labels.
pub(crate) const ACTION: &str = "label";

/// The name of a tag, a category or a saved search: 1 to 60 code points in lower case and in Unicode's normal form C, words
/// parted by one space, without signs that part lists, steer a display or could be taken for a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShortName(String);

/// Why something is no [`ShortName`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShortNameError {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// More than 60 code points.
    #[error("it is longer than {} characters", ShortName::LONGEST)]
    TooLong,
    /// A sign that it cannot have.
    #[error("it cannot have `{}`: no commas, semicolons, slashes or control characters", .0.escape_default())]
    Sign(char),
    /// It begins with a sign that says to add or to take away.
    #[error("it cannot begin with + or -")]
    Start,
}

impl ShortName {
    /// Most code points.
    pub const LONGEST: usize = 60;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ShortName {
    type Err = ShortNameError;

    fn from_str(text: &str) -> Result<Self, ShortNameError> {
        let folded: String = text.to_lowercase().nfc().collect();
        let name = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_refused = |sign: &char| {
            matches!(sign, ',' | ';' | '/' | '\\' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
                || matches!(sign, '\u{2066}'..='\u{2069}' | '\u{feff}')
                || sign.is_control()
        };
        if name.is_empty() {
            return Err(ShortNameError::Empty);
        }
        if let Some(sign) = name.chars().find(is_refused) {
            return Err(ShortNameError::Sign(sign));
        }
        if name.starts_with(['+', '-']) {
            return Err(ShortNameError::Start);
        }
        // `.` and `..` would be steps of a path where the name stands in an address.
        if name.bytes().all(|byte| byte == b'.') {
            return Err(ShortNameError::Sign('.'));
        }
        if name.chars().count() > Self::LONGEST { Err(ShortNameError::TooLong) } else { Ok(Self(name)) }
    }
}

impl TryFrom<String> for ShortName {
    type Error = ShortNameError;

    fn try_from(text: String) -> Result<Self, ShortNameError> {
        text.parse()
    }
}

impl From<ShortName> for String {
    fn from(name: ShortName) -> Self {
        name.0
    }
}

impl Display for ShortName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// What becomes of something of which there is one at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is taken away.
    Clear,
    /// It is this from now on.
    Set(T),
}

impl<T: Clone + PartialEq> Edit<T> {
    fn apply(&self, to: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *to = None,
            Self::Set(value) => *to = Some(value.clone()),
        }
    }

    /// The same edit, as far as it changes `now`.
    fn beside(&self, now: Option<&T>) -> Self {
        match (self, now) {
            (Self::Clear, None) => Self::Keep,
            (Self::Set(value), Some(now)) if value == now => Self::Keep,
            _ => self.clone(),
        }
    }
}

/// A change of the labels of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelChange {
    /// Tags put on.
    #[serde(default)]
    pub add: Vec<ShortName>,
    /// Tags taken off.
    #[serde(default)]
    pub remove: Vec<ShortName>,
    /// The category.
    #[serde(default)]
    pub category: Edit<ShortName>,
    /// The note.
    #[serde(default)]
    pub note: Edit<String>,
}

impl LabelChange {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// In words: `+wages -old, category report, note “…”`.
impl Display for LabelChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags = self.add.iter().map(|tag| format!("+{tag}"));
        let tags: Vec<String> = tags.chain(self.remove.iter().map(|tag| format!("-{tag}"))).collect();
        let mut parts = if tags.is_empty() { Vec::new() } else { vec![tags.join(" ")] };
        match &self.category {
            Edit::Keep => {}
            Edit::Clear => parts.push("no category".to_owned()),
            Edit::Set(category) => parts.push(format!("category {category}")),
        }
        match &self.note {
            Edit::Keep => {}
            Edit::Clear => parts.push("no note".to_owned()),
            Edit::Set(note) => parts.push(format!("note “{note}”")),
        }
        formatter.pad(&parts.join(", "))
    }
}

/// A change of labels as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelRecord {
    /// Its number among all changes of labels, from 1.
    pub number: i64,
    /// What was changed.
    pub change: LabelChange,
    /// Who changed it.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// What the changes of a source's labels come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Its tags, with when each was put on, RFC 3339 in UTC.
    pub tags: BTreeMap<ShortName, String>,
    /// Its category.
    pub category: Option<ShortName>,
    /// The note.
    pub note: Option<String>,
}

impl Labels {
    /// Most code points of a note.
    pub const LONGEST_NOTE: usize = 10_000;
    /// Most tags on one source.
    pub const MOST_TAGS: usize = 50;

    /// What changes come to, oldest first.
    #[must_use]
    pub(crate) fn of(records: &[LabelRecord]) -> Self {
        let mut labels = Self::default();
        for record in records {
            for tag in &record.change.remove {
                labels.tags.remove(tag);
            }
            for tag in &record.change.add {
                labels.tags.entry(tag.clone()).or_insert_with(|| record.at.clone());
            }
            record.change.category.apply(&mut labels.category);
            record.change.note.apply(&mut labels.note);
        }
        labels
    }

    /// What of a change is one.
    #[must_use]
    pub fn effect(&self, change: &LabelChange) -> LabelChange {
        let mut add: Vec<ShortName> =
            change.add.iter().filter(|tag| !self.tags.contains_key(*tag)).cloned().collect();
        let mut remove: Vec<ShortName> = change
            .remove
            .iter()
            .filter(|tag| self.tags.contains_key(*tag) && !change.add.contains(tag))
            .cloned()
            .collect();
        for list in [&mut add, &mut remove] {
            list.sort_unstable();
            list.dedup();
        }
        LabelChange {
            add,
            remove,
            category: change.category.beside(self.category.as_ref()),
            note: change.note.beside(self.note.as_ref()),
        }
    }
}

/// How many sources there are of each tag and category, the most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelCounts {
    /// By tag.
    pub tags: Vec<(ShortName, u64)>,
    /// By category.
    pub categories: Vec<(ShortName, u64)>,
}

/// What a search is narrowed to, beside its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchFilter {
    /// Published on or after this day, month or year: `2018`, `2018-04`, `2018-04-03`.
    #[serde(default)]
    pub from: Option<DayRange>,
    /// Published on or before it; of a month or a year its last day counts.
    #[serde(default)]
    pub to: Option<DayRange>,
    /// In this language, ISO 639-1.
    #[serde(default)]
    pub language: Option<String>,
    /// Of this family of media.
    #[serde(default)]
    pub kind: Option<MediaFamily>,
}

/// The days that a day, a month or a year has: first and last, each as the number `yyyymmdd`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DayRange {
    written: String,
    pub(crate) first: u64,
    pub(crate) last: u64,
}

impl FromStr for DayRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write a day, a month or a year: 2018-04-03, 2018-04 or 2018".to_owned();
        let written = text.trim();
        let parts: Vec<&str> = written.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let whole = [4, 2, 2];
        if lengths.is_empty() || lengths != whole.get(..lengths.len()).unwrap_or_default() {
            return Err(wrong());
        }
        let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok());
        let numbers: Option<Vec<u64>> = parts.iter().map(|part| digits(part).flatten()).collect();
        let numbers = numbers.ok_or_else(wrong)?;
        let part = |place: usize, otherwise: u64| numbers.get(place).copied().unwrap_or(otherwise);
        let (year, month, day) = (part(0, 0), part(1, 1), part(2, 1));
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(wrong());
        }
        Ok(Self {
            written: written.to_owned(),
            first: year * 10_000 + month * 100 + day,
            // No month has more days than 31, and no date lies between its last day and 31.
            last: year * 10_000 + part(1, 12) * 100 + part(2, 31),
        })
    }
}

impl TryFrom<String> for DayRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<DayRange> for String {
    fn from(range: DayRange) -> Self {
        range.written
    }
}

impl Display for DayRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.written)
    }
}

/// A search that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its name.
    pub name: ShortName,
    /// The words.
    pub query: String,
    /// What they are narrowed to.
    #[serde(default)]
    pub filter: SearchFilter,
    /// Whether its name and what it finds among open sources stand in a feed that anyone may read.
    #[serde(default)]
    pub feed: bool,
    /// Who kept it.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// What sources a list of the newest has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Newest {
    /// All.
    All,
    /// With this tag.
    Tag(ShortName),
    /// With a claim that speaks of this country, ISO 3166, in a zone that counts and not rejected.
    Region(String),
}

/// The tags of each of several sources, by name.
pub type TagsOfSources = HashMap<SourceId, Vec<ShortName>>;

impl Workspace {
    /// Changes the labels of a source; `None` where they are so already. Earlier changes stay on record.
    ///
    /// # Errors
    /// [`Error::Label`] where there would be too many tags or too long a note; a sealed source has no labels.
    pub fn label(&self, act: &Act, source: &SourceId, change: &LabelChange) -> Result<Option<LabelRecord>> {
        self.refuse_sealed(source)?;
        self.transaction(async |ledger| {
            if ledger.source(source).await?.is_none() {
                return Err(Error::not_found("source", source));
            }
            let mut records = ledger.labels_of(source).await?;
            let effect = Labels::of(&records).effect(change);
            if effect.is_empty() {
                return Ok(None);
            }
            let number = next(ledger, SEQUENCE).await?;
            let record =
                LabelRecord { number, change: effect, by: act.actor.clone(), at: act.at.to_string() };
            records.push(record.clone());
            let labels = Labels::of(&records);
            refuse_excess(&labels)?;
            ledger.insert_label(source, &record).await?;
            ledger.set_labels(source, &labels).await?;
            let prints = ledger.label_prints(source).await?;
            let print = prints.into_iter().find(|print| print.id == number.to_string());
            let detail = json!({"source": source, "label": number, "sha256": print.map(|print| print.hash)});
            audit::append(ledger, act, ACTION, &detail).await?;
            Ok(Some(record))
        })
    }

    /// What people of the workspace say of a source.
    ///
    /// # Errors
    /// If there is no such source that the clearance lets be seen; labels are for people of the workspace alone.
    pub fn labels(&self, clearance: Clearance, source: &SourceId) -> Result<Cleared<Labels>> {
        let records = self.label_history(clearance, source)?;
        let records: Vec<LabelRecord> = records.into_iter().map(Cleared::into_inner).collect();
        let labels = clearance.admit(Labels::of(&records), Sensitivity::Internal);
        labels.ok_or_else(|| Error::not_found("source", source))
    }

    /// Every change of a source's labels, oldest first.
    ///
    /// # Errors
    /// As for [`Workspace::labels`].
    pub fn label_history(
        &self,
        clearance: Clearance,
        source: &SourceId,
    ) -> Result<Vec<Cleared<LabelRecord>>> {
        self.source(clearance, source)?;
        let records = self.reading(async |ledger| ledger.labels_of(source).await)?;
        Ok(records.into_iter().filter_map(|record| clearance.admit(record, Sensitivity::Internal)).collect())
    }

    /// The tags of several sources at once, for each by name; sources without any are left out. `None` where the clearance does not
    /// reach to labels.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn tags_of(
        &self,
        clearance: Clearance,
        sources: &[SourceId],
    ) -> Result<Option<Cleared<TagsOfSources>>> {
        if !clearance.permits(Sensitivity::Internal) {
            return Ok(None);
        }
        let tags = self.reading(async |ledger| ledger.tags_of(sources).await)?;
        Ok(clearance.admit(tags, Sensitivity::Internal))
    }

    /// The number of the last change of labels: another after every change.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn last_label(&self) -> Result<i64> {
        self.reading(async |ledger| ledger.last_label().await)
    }

    /// How many of the sources that the clearance lets be seen there are of each tag and category.
    pub fn label_counts(&self, clearance: Clearance) -> Result<LabelCounts> {
        self.reading(async |ledger| ledger.label_counts(clearance).await)
    }

    /// The sources that changed last, newest first, with when: they came, were made as open as they are, or got the tag
    /// that is asked for.
    pub fn newest(
        &self,
        clearance: Clearance,
        which: &Newest,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Cleared<(SourceId, Timestamp)>>> {
        let zones = &self.settings().zones;
        let found =
            self.reading(async |ledger| ledger.newest(clearance, which, zones, offset, limit).await)?;
        let mut newest = Vec::with_capacity(found.len());
        for (id, sensitivity, since) in found {
            let since: Timestamp = since.parse().map_err(|error: jiff::Error| Error::DamagedRow {
                table: "sources",
                row: id.to_string(),
                reason: error.to_string(),
            })?;
            newest.extend(clearance.admit((id, since), sensitivity));
        }
        Ok(newest)
    }

    /// Keeps a search under its name.
    ///
    /// # Errors
    /// [`Error::SearchExists`] where there is one of that name.
    pub fn save_search(&self, act: &Act, search: &SavedSearch) -> Result<()> {
        self.transaction(async |ledger| {
            let mut kept = search.clone();
            (kept.by, kept.at) = (act.actor.clone(), act.at.to_string());
            if !ledger.insert_search(&kept).await? {
                return Err(Error::SearchExists(search.name.to_string()));
            }
            audit::append(ledger, act, "search_save", &json!({"feed": search.feed})).await
        })
    }

    /// Forgets a kept search.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn drop_search(&self, act: &Act, name: &ShortName) -> Result<()> {
        self.transaction(async |ledger| {
            if !ledger.delete_search(name).await? {
                return Err(Error::not_found("saved search", name));
            }
            audit::append(ledger, act, "search_drop", &json!({})).await
        })
    }

    /// The kept searches by name; under [`Clearance::Public`] only those with a feed.
    pub fn saved_searches(&self, clearance: Clearance) -> Result<Vec<Cleared<SavedSearch>>> {
        let kept = self.reading(async |ledger| ledger.searches().await)?;
        let let_out = |search: SavedSearch| {
            let sensitivity = if search.feed { Sensitivity::Open } else { Sensitivity::Internal };
            clearance.admit(search, sensitivity)
        };
        Ok(kept.into_iter().filter_map(let_out).collect())
    }

    /// The hash of the log's first entry: it names this workspace for ever, wherever it is copied to or restored.
    pub fn origin(&self) -> Result<String> {
        let first = self.reading(async |ledger| {
            use crate::ledger::Upkeep;
            ledger.audit_after(0, 1).await
        })?;
        first.into_iter().next().map(|entry| entry.hash).ok_or_else(audit::empty)
    }
}

fn refuse_excess(labels: &Labels) -> Result<()> {
    if labels.tags.len() > Labels::MOST_TAGS {
        return Err(Error::Label(format!("a source can have {} tags at most", Labels::MOST_TAGS)));
    }
    if labels.note.as_ref().is_some_and(|note| note.chars().count() > Labels::LONGEST_NOTE) {
        return Err(Error::Label(format!("a note can have {} characters at most", Labels::LONGEST_NOTE)));
    }
    Ok(())
}

/// Puts the changes of a source that was unsealed back in their place.
pub(crate) async fn restore_labels(
    ledger: &mut impl Ledger,
    source: &SourceId,
    records: &[LabelRecord],
) -> Result<()> {
    for record in records {
        ledger.insert_label(source, record).await?;
    }
    ledger.set_labels(source, &Labels::of(records)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_or_refused() {
        for (text, name) in [
            ("  Ship \t yards ", Ok("ship yards")),
            ("ЗАРПЛАТА", Ok("зарплата")),
            ("e\u{301}tude", Ok("étude")),
            ("조선소", Ok("조선소")),
            ("<script>", Ok("<script>")),
            ("", Err(ShortNameError::Empty)),
            (" \n", Err(ShortNameError::Empty)),
            ("a,b", Err(ShortNameError::Sign(','))),
            ("a/b", Err(ShortNameError::Sign('/'))),
            ("a\u{202e}b", Err(ShortNameError::Sign('\u{202e}'))),
            ("..", Err(ShortNameError::Sign('.'))),
            ("-a", Err(ShortNameError::Start)),
        ] {
            assert_eq!(text.parse::<ShortName>(), name.map(|name| ShortName(name.to_owned())), "{text:?}");
        }
        assert_eq!("x".repeat(61).parse::<ShortName>(), Err(ShortNameError::TooLong));
    }

    #[test]
    fn a_day_a_month_and_a_year_have_days() {
        for (text, days) in [
            ("2018", Some((20_180_101, 20_181_231))),
            ("2018-04", Some((20_180_401, 20_180_431))),
            ("2018-04-03", Some((20_180_403, 20_180_403))),
            ("2018-13", None),
            ("18", None),
            ("2018-4", None),
            ("2018-04-03-01", None),
            ("+018", None),
            ("", None),
        ] {
            let read = text.parse::<DayRange>().ok().map(|range| (range.first, range.last));
            assert_eq!(read, days, "{text}");
        }
    }
}
