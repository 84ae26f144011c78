//! `label`: tags, categories and notes of sources, one by one and from a table.

use crate::{Error, Result, ledger::first_name};
use archive::{
    Act, Edit, LabelChange, LabelRecord, Labels, ShortName, SourceFilter, SourceListing, Workspace,
};
use model::{Clearance, Cleared, SourceId};
use std::collections::HashMap;
use std::path::Path;

/// Most bytes of a table of labels.
const LARGEST: u64 = 64 << 20;
/// What stands in a cell of category or note to take it away.
const TAKE_AWAY: &str = "-";

/// What people say of a source, and how it came to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLabels {
    /// As it stands.
    pub now: Labels,
    /// Every change, oldest first.
    pub history: Vec<LabelRecord>,
}

/// Changes the labels of a source; `None` where they are so already.
///
/// # Errors
/// If there is no such source, it is sealed, or it would have too many tags or too long a note.
pub fn label(
    workspace: &Workspace,
    act: &Act,
    source: &SourceId,
    change: &LabelChange,
) -> Result<Option<LabelRecord>> {
    Ok(workspace.label(act, source, change)?)
}

/// The labels of a source with their history.
///
/// # Errors
/// If there is no such source that the clearance lets be seen; labels are for people of the workspace alone.
pub fn labels_of(
    workspace: &Workspace,
    clearance: Clearance,
    source: &SourceId,
) -> Result<Cleared<SourceLabels>> {
    let now = workspace.labels(clearance, source)?;
    let history = workspace.label_history(clearance, source)?;
    Ok(now.map(|now| SourceLabels { now, history: history.into_iter().map(Cleared::into_inner).collect() }))
}

/// Reads tags as people write them, parted by commas or semicolons: `+x` or `x` puts one on, `-x` takes it off.
///
/// # Errors
/// With the words and what is wrong with them.
pub fn tags_of(text: &str) -> Result<LabelChange, String> {
    let mut change = LabelChange::default();
    for word in text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()) {
        let (list, name) = match word.strip_prefix('-') {
            Some(name) => (&mut change.remove, name),
            None => (&mut change.add, word.strip_prefix('+').unwrap_or(word)),
        };
        list.push(name.parse().map_err(|reason| format!("“{word}” is no tag: {reason}"))?);
    }
    Ok(change)
}

/// Reads a category or a note: blank keeps what is there, `-` takes it away.
fn edit<T>(text: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Edit<T>, String> {
    match text.trim() {
        "" => Ok(Edit::Keep),
        TAKE_AWAY => Ok(Edit::Clear),
        text => read(text).map(Edit::Set),
    }
}

/// Reads a category: blank keeps what is there, `-` takes it away.
///
/// # Errors
/// With what is wrong.
pub fn category_of(text: &str) -> Result<Edit<ShortName>, String> {
    edit(text, |text| text.parse().map_err(|reason| format!("“{text}” is no category: {reason}")))
}

/// Reads a note: blank keeps what is there, `-` takes it away.
#[must_use]
pub fn note_of(text: &str) -> Edit<String> {
    edit(text, |text| Ok(text.to_owned())).unwrap_or_default()
}

/// A row of a table and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledRow {
    /// Its line, from 1.
    pub line: u64,
    /// The source.
    pub source: SourceId,
    /// What it changed.
    pub change: LabelChange,
}

/// What became of a table of labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelReport {
    /// Rows that changed something, or would.
    pub changed: Vec<LabelledRow>,
    /// Rows whose source has these labels already.
    pub same: usize,
    /// Rows that could not be used, with line and reason.
    pub refused: Vec<(u64, String)>,
    /// Columns that mean nothing here.
    pub ignored: Vec<String>,
}

/// The columns of a table of labels, by their places.
#[derive(Debug, Default)]
struct Columns {
    sha256: Option<usize>,
    path: Option<usize>,
    url: Option<usize>,
    tags: Option<usize>,
    category: Option<usize>,
    note: Option<usize>,
}

/// Takes labels from a CSV table: its columns are `sha256`, `path` or `url`, which name the source, and `tags`, `category`,
/// `note`. A blank cell changes nothing, a category or note `-` is taken away, a tag with `-` before it too.
///
/// Where `try_only`, nothing is changed and the report says what would be.
///
/// # Errors
/// If the file cannot be read or has no such columns. A row that cannot be used costs itself only.
pub fn import_labels(workspace: &Workspace, act: &Act, path: &Path, try_only: bool) -> Result<LabelReport> {
    let size = std::fs::metadata(path).map_err(|error| Error::file(path, &error))?.len();
    let refuse = |reason: String| Error::File { path: path.to_owned(), reason };
    if size > LARGEST {
        return Err(refuse(format!("larger than {} MiB", LARGEST >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| Error::file(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| refuse("it is not UTF-8 text".to_owned()))?;
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|separator| header.bytes().filter(|byte| byte == separator).count())
        .unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let wrong = |error: csv::Error| Error::File { path: path.to_owned(), reason: error.to_string() };
    let mut report = LabelReport::default();
    let columns = columns(reader.headers().map_err(wrong)?, &mut report);
    if columns.sha256.is_none() && columns.path.is_none() && columns.url.is_none() {
        return Err(refuse("no column names sources: one must be `sha256`, `path` or `url`".to_owned()));
    }
    if columns.tags.is_none() && columns.category.is_none() && columns.note.is_none() {
        return Err(refuse("no column has labels: one must be `tags`, `category` or `note`".to_owned()));
    }
    let mut names = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                report.refused.push((line, error.to_string()));
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        match row(workspace, act, &columns, &record, &mut names, try_only) {
            Ok((_, change)) if change.is_empty() => report.same += 1,
            Ok((source, change)) => report.changed.push(LabelledRow { line, source, change }),
            Err(RowError::Refused(reason)) => report.refused.push((line, reason)),
            Err(RowError::Broken(error)) => return Err(error),
        }
    }
    Ok(report)
}

fn columns(header: &csv::StringRecord, report: &mut LabelReport) -> Columns {
    let mut columns = Columns::default();
    for (place, name) in header.iter().enumerate() {
        let slot = match name.trim().to_lowercase().as_str() {
            "sha256" => &mut columns.sha256,
            "path" => &mut columns.path,
            "url" => &mut columns.url,
            "tags" => &mut columns.tags,
            "category" => &mut columns.category,
            "note" => &mut columns.note,
            _ => {
                report.ignored.push(name.trim().to_owned());
                continue;
            }
        };
        *slot = Some(place);
    }
    columns
}

enum RowError {
    /// The row cannot be used.
    Refused(String),
    /// The workspace cannot be used.
    Broken(Error),
}

impl From<archive::Error> for RowError {
    fn from(error: archive::Error) -> Self {
        use archive::Error as Archive;
        match error {
            Archive::NotFound { .. } | Archive::Ambiguous { .. } | Archive::Sealed(_) | Archive::Label(_) => {
                Self::Refused(error.to_string())
            }
            other => Self::Broken(other.into()),
        }
    }
}

/// Names by which sources came, each with the sources.
type Names = HashMap<String, Vec<SourceId>>;

fn row(
    workspace: &Workspace,
    act: &Act,
    columns: &Columns,
    record: &csv::StringRecord,
    names: &mut Option<Names>,
    try_only: bool,
) -> Result<(SourceId, LabelChange), RowError> {
    let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or("").trim();
    let source = match cell(columns.sha256) {
        "" => {
            let named = [cell(columns.path), cell(columns.url)].into_iter().find(|name| !name.is_empty());
            let named = named.ok_or_else(|| RowError::Refused("it names no source".to_owned()))?;
            by_name(workspace, names, named)?
        }
        id => workspace.resolve_source(id)?,
    };
    let refused = RowError::Refused;
    let change = LabelChange {
        category: category_of(cell(columns.category)).map_err(refused)?,
        note: note_of(cell(columns.note)),
        ..tags_of(cell(columns.tags)).map_err(refused)?
    };
    let effect = if try_only {
        workspace.labels(Clearance::Workspace, &source)?.get().effect(&change)
    } else {
        workspace.label(act, &source, &change)?.map(|record| record.change).unwrap_or_default()
    };
    Ok((source, effect))
}

fn by_name(workspace: &Workspace, names: &mut Option<Names>, name: &str) -> Result<SourceId, RowError> {
    if names.is_none() {
        *names = Some(names_of(workspace)?);
    }
    let found = names.as_ref().and_then(|names| names.get(name)).map_or(&[][..], Vec::as_slice);
    match found {
        [one] => Ok(one.clone()),
        [] => Err(RowError::Refused(format!("no source came as {name}"))),
        more => Err(RowError::Refused(format!(
            "{} sources came as {name}: name the one by its sha256",
            more.len()
        ))),
    }
}

/// The paths and addresses by which sources came, and the last part of each path.
fn names_of(workspace: &Workspace) -> Result<Names, RowError> {
    let mut names = Names::new();
    for listing in workspace.sources(Clearance::Workspace, &SourceFilter::default())? {
        let SourceListing::Visible(record) = listing else { continue };
        let record = record.into_inner();
        let id = &record.source.id;
        let mut add = |name: &str| {
            let sources = names.entry(name.to_owned()).or_default();
            if !sources.contains(id) {
                sources.push(id.clone());
            }
        };
        for way in &record.acquisitions {
            add(way.route.label());
        }
        if let Some(last) = first_name(&record).and_then(|name| name.rsplit(['/', '\\']).next()) {
            add(last);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_put_on_and_taken_off() {
        let names = |list: &[ShortName]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        let change = tags_of("Wages; +ship yards, -old ;").unwrap();
        assert_eq!(names(&change.add), ["wages", "ship yards"]);
        assert_eq!(names(&change.remove), ["old"]);
        assert!(tags_of("").unwrap().is_empty());
        assert_eq!(
            tags_of("a/b").unwrap_err(),
            "“a/b” is no tag: it cannot have `/`: no commas, semicolons, slashes or control characters"
        );
        assert_eq!(category_of("-"), Ok(Edit::Clear));
        assert_eq!(note_of(" "), Edit::Keep);
        assert_eq!(note_of("- but see"), Edit::Set("- but see".to_owned()));
    }
}
