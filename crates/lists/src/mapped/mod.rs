//! Any table, by a mapping file that says what its columns mean.

mod grid;
mod html;
mod mapping;
mod xlsx;

pub use mapping::{ColumnRule, Mapping, SchemaColumn, TableKind, Target};
pub use xlsx::workbook_rows;

use crate::collect::{digits_of, entry, finish, identify, numbered, once, only_file};
use crate::error::{Error, Place, Result};
use crate::text::{decode, one_line};
use crate::{List, ListFile, LoadOptions, country, date, rows};
use grid::{Grid, GridRow, find_header, heading};
use model::{Identifier, ListEntry, ListedLink, ListingDate, OriginalRow};
use std::collections::HashMap;

/// Properties of FtM whose values are dates.
const DATES: &[&str] = &[
    "birthDate",
    "deathDate",
    "incorporationDate",
    "dissolutionDate",
    "buildDate",
    "createdAt",
    "modifiedAt",
    "registrationDate",
    "startDate",
    "endDate",
    "date",
];

/// Properties of FtM whose values are countries.
const COUNTRIES: &[&str] = &[
    "country",
    "nationality",
    "citizenship",
    "jurisdiction",
    "birthCountry",
    "mainCountry",
    "flag",
    "pastFlags",
];

pub(crate) fn load(files: &[ListFile<'_>], mapping: &Mapping, options: &LoadOptions) -> Result<List> {
    let file = only_file(files, "a table", "one file")?;
    let mut notices = Vec::new();
    let grids = grids(file, mapping, options)?;
    let layout = Layout::of(mapping);
    let mut nearest: Option<Vec<String>> = None;
    let mut entries = Vec::new();
    let mut ordinals = HashMap::new();
    for grid in &grids {
        match find_header(grid, &layout.required) {
            Err(missing) => {
                if nearest.as_ref().is_none_or(|nearest| missing.len() < nearest.len()) {
                    nearest = Some(missing);
                }
            }
            Ok((header, places)) => {
                let columns = layout.columns(file.name, grid, header, places, options, &mut notices)?;
                for row in grid.rows.iter().skip(header + 1) {
                    let new = read_row(mapping, &columns, file.name, row, &mut ordinals)?;
                    entries.extend(new);
                }
            }
        }
    }
    if entries.is_empty() {
        let missing = nearest.filter(|missing| !missing.is_empty()).map(|missing| {
            let missing: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
            format!("no table has all the columns; the nearest lacks {}", missing.join(", "))
        });
        let reason = missing.unwrap_or_else(|| "the table has no rows".to_owned());
        return Err(Error::drift(Place::whole(file.name), reason));
    }
    finish(file.name, entries, None, notices, &options.limits)
}

fn grids(file: &ListFile<'_>, mapping: &Mapping, options: &LoadOptions) -> Result<Vec<Grid>> {
    let limits = &options.limits;
    match mapping.table {
        TableKind::Xlsx => xlsx::sheets(file.name, file.bytes, mapping.sheet.as_deref(), limits),
        TableKind::Html => html::tables(file.name, &decode(file.name, file.bytes, limits)?, limits),
        TableKind::Csv => {
            let text = decode(file.name, file.bytes, limits)?;
            let separator =
                mapping.separator.and_then(|separator| u8::try_from(separator).ok()).unwrap_or(b',');
            let rows = rows::rows(file.name, &text, separator, limits)?;
            let rows = rows.iter().map(|row| GridRow {
                line: row.line,
                cells: row.cells().map(str::to_owned).collect(),
                original: row.raw.to_owned(),
            });
            Ok(vec![Grid { rows: rows.collect() }])
        }
    }
}

/// What is looked for in a table.
struct Layout<'m> {
    mapping: &'m Mapping,
    /// Headings that it must have.
    required: Vec<String>,
}

/// Where it stands in one table.
struct Columns<'m> {
    rules: Vec<(usize, &'m ColumnRule)>,
    ids: Vec<usize>,
    schema: Option<usize>,
}

impl<'m> Layout<'m> {
    fn of(mapping: &'m Mapping) -> Self {
        let mut required: Vec<String> = Vec::new();
        let columns = mapping.columns.iter().filter(|rule| !rule.optional).map(|rule| &rule.heading);
        let schema = mapping.schema_column.iter().map(|column| &column.heading);
        for name in columns.chain(&mapping.id_columns).chain(schema).map(|name| heading(name)) {
            if !required.contains(&name) {
                required.push(name);
            }
        }
        Self { mapping, required }
    }

    fn columns(
        &self,
        file: &str,
        grid: &Grid,
        header: usize,
        places: Vec<usize>,
        options: &LoadOptions,
        notices: &mut Vec<String>,
    ) -> Result<Columns<'m>> {
        let row = grid.rows.get(header);
        let headings: Vec<String> =
            row.map(|row| row.cells.iter().map(|cell| heading(cell)).collect()).unwrap_or_default();
        let required: HashMap<&String, usize> = self.required.iter().zip(places).collect();
        let find = |name: &str| {
            let name = heading(name);
            required.get(&name).copied().or_else(|| headings.iter().position(|known| *known == name))
        };
        let rules: Vec<_> =
            self.mapping.columns.iter().filter_map(|rule| Some((find(&rule.heading)?, rule))).collect();
        let ids: Vec<usize> = self.mapping.id_columns.iter().filter_map(|name| find(name)).collect();
        let schema = self.mapping.schema_column.as_ref().and_then(|column| find(&column.heading));
        let mapped = |place: usize| {
            rules.iter().any(|(known, _)| *known == place) || ids.contains(&place) || schema == Some(place)
        };
        let new: Vec<_> = headings
            .iter()
            .enumerate()
            .filter(|(place, name)| !name.is_empty() && !mapped(*place))
            .map(|(_, name)| format!("`{name}`"))
            .collect();
        if !new.is_empty() {
            let line = row.map_or(0, |row| row.line);
            let reason = format!("columns that the mapping does not name: {}", new.join(", "));
            options.drift(Place::new(file, line), reason, notices)?;
        }
        Ok(Columns { rules, ids, schema })
    }
}

fn read_row(
    mapping: &Mapping,
    columns: &Columns<'_>,
    file: &str,
    row: &GridRow,
    ordinals: &mut HashMap<String, usize>,
) -> Result<Option<ListEntry>> {
    let place = || Place::new(file, row.line);
    if columns.rules.iter().all(|(column, _)| row.cell(*column).is_empty()) {
        return Ok(None);
    }
    let schema = schema_of(mapping, columns, row).map_err(|reason| Error::drift(place(), reason))?;
    let mut new = entry(schema, String::new(), &mapping.dataset);
    for (property, values) in &mapping.constants {
        values.iter().for_each(|value| new.entity.add(property, value.as_str()));
    }
    mapping.programmes.iter().for_each(|programme| once(&mut new.listing.programmes, programme));
    for (column, rule) in &columns.rules {
        for value in split(row.cell(*column), &rule.split) {
            apply(&mut new, rule, &one_line(value));
        }
    }
    if new.entity.values("name").is_empty() {
        return Err(Error::drift(place(), "the row has no name"));
    }
    new.entity.id = id(mapping, columns, row, &new, ordinals);
    new.listing.original.push(OriginalRow {
        file: file.to_owned(),
        line: row.line,
        text: row.original.clone(),
    });
    Ok(Some(new))
}

fn schema_of<'m>(mapping: &'m Mapping, columns: &Columns<'_>, row: &GridRow) -> Result<&'m str, String> {
    let (Some(rule), Some(column)) = (&mapping.schema_column, columns.schema) else {
        return Ok(&mapping.schema);
    };
    let word = row.cell(column);
    let known = rule.values.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    match known {
        Some((_, schema)) => Ok(schema),
        None if word.is_empty() => Ok(&mapping.schema),
        None => Err(format!("the mapping has no schema for `{word}` in column `{}`", rule.heading)),
    }
}

fn split<'v>(value: &'v str, separators: &[String]) -> Vec<&'v str> {
    separators.iter().fold(vec![value], |values, separator| {
        values.into_iter().flat_map(|value| value.split(separator.as_str())).collect()
    })
}

fn apply(new: &mut ListEntry, rule: &ColumnRule, value: &str) {
    if value.is_empty() {
        return;
    }
    match &rule.target {
        Target::Property(property) => add_property(new, property, &rule.heading, value),
        Target::Programme => once(&mut new.listing.programmes, value),
        Target::Reason => once(&mut new.listing.reasons, value),
        Target::Date(event) => match date::exact(value) {
            Some(date) => new.listing.dates.push(ListingDate { event: *event, date }),
            None => new.entity.add("notes", format!("{}: {value}", rule.heading)),
        },
        Target::Identifier { kind, property } => {
            let (kind, property) = (kind.clone(), property.clone());
            identify(new, Identifier { kind, value: value.to_owned(), property, ..Identifier::default() });
        }
        Target::Link(relation) => {
            let (relation, name) = (relation.clone(), value.to_owned());
            new.listing.links.push(ListedLink { relation, name, entity: None });
        }
        Target::Ignored => {}
    }
}

/// Dates and countries are brought into the form of FtM; what is no date or no country becomes a note. Of several names in a cell, the
/// first is the name and the others are aliases.
fn add_property(new: &mut ListEntry, property: &str, heading: &str, value: &str) {
    let note = || format!("{heading}: {value}");
    if DATES.contains(&property) {
        let dates = date::dates(value);
        if dates.approximate || dates.values.is_empty() {
            new.entity.add("notes", note());
        }
        dates.values.into_iter().for_each(|date| new.entity.add(property, date));
    } else if COUNTRIES.contains(&property) {
        match country::code(value) {
            Some(code) => new.entity.add(property, code),
            None => new.entity.add("notes", note()),
        }
    } else if property == "name" && !new.entity.values("name").is_empty() {
        new.entity.add("alias", value);
    } else {
        new.entity.add(property, value);
    }
}

/// Of the id columns, or of the name; equal ones are counted.
fn id(
    mapping: &Mapping,
    columns: &Columns<'_>,
    row: &GridRow,
    new: &ListEntry,
    ordinals: &mut HashMap<String, usize>,
) -> String {
    let prefix = mapping.id_prefix.as_deref().unwrap_or(&mapping.dataset);
    let given: Vec<&str> =
        columns.ids.iter().map(|column| row.cell(*column)).filter(|id| !id.is_empty()).collect();
    let plain = given.iter().all(|id| {
        id.len() <= 40 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    });
    let base = if !given.is_empty() && plain {
        format!("{prefix}-{}", given.join("-"))
    } else {
        let of_name = || heading(new.entity.caption());
        let text = if given.is_empty() { of_name() } else { given.join("\n") };
        format!("{prefix}-{}", digits_of(&text))
    };
    numbered(base, ordinals)
}
