//! Mapping files: what the columns of a table mean. `docs/lists.md` has a worked example.

use crate::error::{Error, Place, Result};
use model::ListingEvent;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a table looks like and what its columns mean, read from a small TOML file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What kind of file the table is in.
    pub table: TableKind,
    /// Name of the data set; letters, digits and `_`.
    pub dataset: String,
    /// What ids begin with; the dataset's name where it is not given.
    #[serde(default)]
    pub id_prefix: Option<String>,
    /// Columns that together tell entries apart for ever. Where there are none, the name does.
    #[serde(default)]
    pub id_columns: Vec<String>,
    /// Schema of all entries, or of those whose column says nothing else.
    #[serde(default = "organization")]
    pub schema: String,
    /// Column that gives the schema, with the schema for each of its words.
    #[serde(default)]
    pub schema_column: Option<SchemaColumn>,
    /// What separates the columns of a CSV file; a comma where it is not given.
    #[serde(default)]
    pub separator: Option<char>,
    /// The sheet of a workbook; every sheet that has the columns where it is not given.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Values that every entry has, by property.
    #[serde(default)]
    pub constants: BTreeMap<String, Vec<String>>,
    /// Programmes that every entry is listed under.
    #[serde(default)]
    pub programmes: Vec<String>,
    /// The columns.
    #[serde(rename = "column")]
    pub columns: Vec<ColumnRule>,
}

fn organization() -> String {
    "Organization".to_owned()
}

/// What kind of file a table is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableKind {
    /// Text with separators.
    Csv,
    /// A workbook of Office Open XML.
    Xlsx,
    /// Tables of a web page.
    Html,
}

/// A column that gives the schema.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaColumn {
    /// Its heading.
    pub heading: String,
    /// The schema for each of its words.
    pub values: BTreeMap<String, String>,
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRule {
    /// Its heading; upper and lower case and white space do not matter.
    pub heading: String,
    /// What its values are: a property of FtM, or one of [`Target`]'s words.
    #[serde(rename = "is", deserialize_with = "target")]
    pub target: Target,
    /// What parts several values in a cell.
    #[serde(default)]
    pub split: Vec<String>,
    /// Whether the table may lack it.
    #[serde(default)]
    pub optional: bool,
}

/// What the values of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Values of a property of FtM: `name`, `country`, `birthDate`, …
    Property(String),
    /// `programme`: the programme it is listed under.
    Programme,
    /// `reason`: why it is listed.
    Reason,
    /// `listed`, `amended`, `ends`: a date of the listing.
    Date(ListingEvent),
    /// `identifier KIND`: a number of that kind; `identifier KIND as PROPERTY` puts it in a property too.
    Identifier {
        /// What kind of number.
        kind: String,
        /// The property that holds it too.
        property: Option<String>,
    },
    /// `link RELATION`: the name of another party.
    Link(String),
    /// `ignored`: nothing; the column may be there.
    Ignored,
}

fn target<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Target, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_target(&text).map_err(serde::de::Error::custom)
}

fn parse_target(text: &str) -> Result<Target, String> {
    let text = text.trim();
    let event = ListingEvent::ALL.iter().find(|event| event.as_str() == text);
    if let Some(event) = event {
        return Ok(Target::Date(*event));
    }
    match text.split_once(' ') {
        Some(("identifier", rest)) => {
            let (kind, property) = match rest.rsplit_once(" as ") {
                Some((kind, property)) => (kind, Some(property_name(property)?)),
                None => (rest, None),
            };
            Ok(Target::Identifier { kind: kind.trim().to_owned(), property })
        }
        Some(("link", relation)) => Ok(Target::Link(relation.trim().to_owned())),
        _ => Ok(match text {
            "programme" => Target::Programme,
            "reason" => Target::Reason,
            "ignored" => Target::Ignored,
            property => Target::Property(property_name(property)?),
        }),
    }
}

fn property_name(text: &str) -> Result<String, String> {
    let fits = !text.is_empty() && text.len() <= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| text.to_owned()).ok_or_else(|| {
        format!("`{text}` is neither a property of FtM nor programme, reason, listed, amended, ends, identifier …, link …, ignored")
    })
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`Error::Mapping`] with line and column.
    pub fn read(name: &str, text: &str) -> Result<Self> {
        let refuse = |place: Place, column: usize, reason: String| Error::Mapping { place, column, reason };
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() as u64 + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            refuse(Place::new(name, line), column, error.message().to_owned())
        })?;
        mapping.check().map_err(|reason| refuse(Place::whole(name), 0, reason))?;
        Ok(mapping)
    }

    fn check(&self) -> Result<(), String> {
        let word = |text: &str| {
            !text.is_empty()
                && text.len() <= 60
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        };
        if !word(&self.dataset) || !self.id_prefix.as_deref().is_none_or(word) {
            return Err("`dataset` and `id_prefix` are words of letters, digits, `_` and `-`".to_owned());
        }
        if !self.separator.is_none_or(|separator| separator.is_ascii()) {
            return Err("`separator` is one ASCII character".to_owned());
        }
        let is_name = |rule: &ColumnRule| rule.target == Target::Property("name".to_owned());
        if !self.columns.iter().any(|rule| is_name(rule) && !rule.optional) {
            return Err("one column must be the name: `is = \"name\"`".to_owned());
        }
        if self.columns.iter().any(|rule| rule.split.iter().any(String::is_empty)) {
            return Err("`split` has an empty text in it".to_owned());
        }
        Ok(())
    }
}
