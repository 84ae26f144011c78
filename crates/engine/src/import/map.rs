//! Mapping files: what the columns of a table of figures mean. `docs/tables.md` has a worked example.
//!
//! They are laid out like those of [`lists`]: `table`, `name`, `separator`, `sheet`, `[constants]`, and a `[[column]]` for each
//! heading, with what it `is`.

use crate::slots::SLOTS;
use crate::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What a table looks like and what its columns mean, read from a small TOML file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableMap {
    /// What kind of file the table is in.
    pub(crate) table: TableKind,
    /// What the table is called, so that a newer version of it is known under any path.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// What separates the columns of a CSV file; a comma where it is not given.
    #[serde(default)]
    pub(crate) separator: Option<char>,
    /// The sheet of a workbook; every sheet that has the columns where it is not given.
    #[serde(default)]
    pub(crate) sheet: Option<String>,
    /// Slots that every row has unless a column says otherwise.
    #[serde(default)]
    pub(crate) constants: BTreeMap<String, String>,
    /// The columns.
    #[serde(rename = "column")]
    pub(crate) columns: Vec<ColumnRule>,
}

/// What kind of file a table is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TableKind {
    /// Text with separators.
    Csv,
    /// A workbook of Office Open XML.
    Xlsx,
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnRule {
    /// Its heading; upper and lower case and white space do not matter.
    pub(crate) heading: String,
    /// What its cells are.
    #[serde(rename = "is", deserialize_with = "target")]
    pub(crate) target: Target,
    /// What to read instead of a cell's words, by the words; upper and lower case do not matter.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, String>,
    /// For a column of sources: how a cell names a document of the workspace, with `{name}` for the beginning of the
    /// document's file name.
    #[serde(default)]
    pub(crate) documents: Vec<String>,
    /// Whether the table may lack it.
    #[serde(default)]
    pub(crate) optional: bool,
}

/// What the cells of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// `id`: what tells rows apart.
    Id,
    /// `kind`: the kind of claim.
    Kind,
    /// `amount`: a number as a text writes it: `50,000–60,000`, `up to 3,000`, `$700 a month`.
    Amount,
    /// `source`: who says so, as a note would cite it.
    Source,
    /// `url`: where it was published.
    Url,
    /// `note`: the researcher's own words.
    Note,
    /// `places`: where, in words.
    Places,
    /// `time`: when, in words.
    Time,
    /// Any other slot of a claim.
    Slot(&'static str),
    /// `ignored`: nothing; the column may be there.
    Ignored,
}

fn target<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Target, D::Error> {
    let word = String::deserialize(deserializer)?;
    parse_target(word.trim()).map_err(serde::de::Error::custom)
}

fn parse_target(word: &str) -> Result<Target, String> {
    Ok(match word {
        "id" => Target::Id,
        "kind" => Target::Kind,
        "amount" => Target::Amount,
        "source" => Target::Source,
        "url" => Target::Url,
        "note" => Target::Note,
        "places" => Target::Places,
        "time" => Target::Time,
        "ignored" => Target::Ignored,
        word => match SLOTS.iter().find(|(slot, _)| *slot == word) {
            Some((slot, _)) => Target::Slot(slot),
            None => {
                let slots: Vec<&str> = SLOTS.iter().map(|(slot, _)| *slot).collect();
                return Err(format!(
                    "`{word}` is none of id, kind, amount, source, url, note, ignored, {}",
                    slots.join(", ")
                ));
            }
        },
    })
}

impl TableMap {
    /// Reads a mapping file; `path` is for messages.
    ///
    /// # Errors
    /// With line and column, where it is no mapping.
    pub(crate) fn read(path: &Path, text: &str) -> Result<Self> {
        let refuse =
            |line, column, reason: String| Error::Mapping { path: path.to_owned(), line, column, reason };
        let map: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            refuse(before.matches('\n').count() + 1, column, error.message().to_owned())
        })?;
        map.check().map_err(|reason| refuse(1, 1, reason))?;
        Ok(map)
    }

    fn check(&self) -> Result<(), String> {
        let has = |target: &Target| self.columns.iter().any(|rule| rule.target == *target && !rule.optional);
        if !has(&Target::Id) {
            return Err("one column must be the row's id: `is = \"id\"`".to_owned());
        }
        if !has(&Target::Kind) && !self.constants.contains_key("kind") {
            return Err("one column must be the kind, or `[constants]` must have it".to_owned());
        }
        if !self.separator.is_none_or(|separator| separator.is_ascii()) {
            return Err("`separator` is one ASCII character".to_owned());
        }
        for slot in self.constants.keys() {
            parse_target(slot)?;
        }
        let patterns = self.columns.iter().flat_map(|rule| &rule.documents);
        for pattern in patterns {
            if pattern.matches("{name}").count() != 1 || pattern.trim().starts_with("{name}") {
                return Err(format!(
                    "`{pattern}`: a pattern of documents has words and then one {{name}}, such as `page {{name}}`"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<TableMap> {
        TableMap::read(Path::new("map.toml"), text)
    }

    #[test]
    fn a_mapping_that_means_nothing_is_refused_where_it_stands() {
        let head = "table = \"csv\"\n[constants]\nkind = \"worker_count\"\n";
        for (rest, words) in [
            (
                "[[column]]\nheading = \"n\"\nis = \"weight\"\n",
                "map.toml:6:6: `weight` is none of id, kind, amount",
            ),
            ("[[column]]\nheading = \"n\"\nis = \"point\"\n", "one column must be the row's id"),
            (
                "[[column]]\nheading = \"n\"\nis = \"id\"\ndocuments = [\"{name}\"]\n",
                "a pattern of documents has words",
            ),
        ] {
            let error = read(&format!("{head}{rest}")).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        assert!(read(&format!("{head}[[column]]\nheading = \"n\"\nis = \"id\"\n")).is_ok());
    }
}
