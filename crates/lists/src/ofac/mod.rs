//! The lists of the Office of Foreign Assets Control, US Treasury, as CSV: a primary file, one of other names, one of addresses.
//!
//! The layout is OFAC's specification of its "delimited" files (<https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas>):
//! no header, a fixed number of columns, `-0-` for nothing, and the control character 0x1A as last line. Remarks end after 1,000
//! characters; what is longer goes on in a fourth file, the comments.

mod labels;
mod remarks;

pub(crate) use labels::labelled;
pub(crate) use remarks::read_part as remark;

use crate::collect::{entry, finish, once};
use crate::error::{Error, Place, Result};
use crate::rows::{Row, rows};
use crate::text::{decode, one_line};
use crate::{List, ListFile, LoadOptions, country};
use model::{ListEntry, ListedLink};
use std::borrow::Cow;
use std::collections::HashMap;

/// Which of OFAC's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Sdn,
    NonSdn,
}

impl Which {
    fn format(self) -> &'static str {
        match self {
            Self::Sdn => "OFAC's SDN list",
            Self::NonSdn => "OFAC's non-SDN list",
        }
    }

    fn parts(self) -> &'static str {
        match self {
            Self::Sdn => "sdn.csv, alt.csv, add.csv (and sdn_comments.csv)",
            Self::NonSdn => "cons_prim.csv, cons_alt.csv, cons_add.csv (and cons_comments.csv)",
        }
    }

    fn dataset(self) -> &'static str {
        match self {
            Self::Sdn => "us_ofac_sdn",
            Self::NonSdn => "us_ofac_cons",
        }
    }

    fn id(self, number: &str) -> String {
        match self {
            Self::Sdn => format!("ofac-{number}"),
            Self::NonSdn => format!("ofac-cons-{number}"),
        }
    }
}

/// A part of the list, with the number of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Primary,
    Names,
    Addresses,
    Comments,
}

impl Part {
    const fn columns(self) -> usize {
        match self {
            Self::Primary => 12,
            Self::Names => 5,
            Self::Addresses => 6,
            Self::Comments => 2,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "prim",
            Self::Names => "alt",
            Self::Addresses => "add",
            Self::Comments => "comments",
        }
    }

    /// By the file's name: what stands before its ending, whatever stands before that.
    fn of(name: &str) -> Option<Self> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
        let stem = file.strip_suffix(".csv")?;
        Some(match stem.rsplit(['_', '-', '.']).next()? {
            "sdn" | "prim" => Self::Primary,
            "alt" => Self::Names,
            "add" => Self::Addresses,
            "comments" => Self::Comments,
            _ => return None,
        })
    }
}

/// What stands in a cell that has no value.
const NOTHING: &str = "-0-";

/// The last character of every file.
const END_MARK: char = '\u{1a}';

/// Characters after which OFAC cuts remarks.
const LONGEST_REMARKS: usize = 1000;

pub(crate) fn load(files: &[ListFile<'_>], which: Which, options: &LoadOptions) -> Result<List> {
    let texts = texts_of(files, which, options)?;
    let mut notices = Vec::new();
    let mut parts = Vec::new();
    for (part, name, text) in &texts {
        parts.push((*part, *name, part_rows(*part, name, text, options, &mut notices)?));
    }
    let rows_of = |wanted: Part| {
        let found = parts.iter().find(|(part, ..)| *part == wanted);
        found.map(|(_, name, rows)| (*name, rows.as_slice())).unwrap_or_default()
    };
    let (primary, rows) = rows_of(Part::Primary);
    let mut entries = Vec::with_capacity(rows.len());
    let mut remarks = Vec::with_capacity(rows.len());
    let mut numbers = HashMap::with_capacity(rows.len());
    for row in rows {
        numbers.insert(row.cell(0), entries.len());
        entries.push(primary_entry(which, primary, row)?);
        remarks.push(value(row, 11).to_owned());
    }
    for part in [Part::Names, Part::Addresses, Part::Comments] {
        let (name, rows) = rows_of(part);
        for row in rows {
            let entry = numbers.get(row.cell(0)).and_then(|index| Some((*index, entries.get_mut(*index)?)));
            let Some((index, entry)) = entry else { return Err(stranger(name, row)) };
            match part {
                Part::Names => add_name(entry, name, row)?,
                Part::Addresses => add_address(entry, row),
                _ => remarks.get_mut(index).into_iter().for_each(|remarks| remarks.push_str(value(row, 1))),
            }
            entry.listing.original.push(row.original(part.name()));
        }
    }
    let mut cut = 0;
    for (entry, remarks) in entries.iter_mut().zip(&remarks) {
        let (whole, rest) = whole_parts(remarks);
        remarks::read(entry, whole);
        if let Some(rest) = rest {
            entry.entity.add("notes", format!("{rest}…"));
            cut += 1;
        }
    }
    if cut > 0 {
        notices.push(format!(
            "the remarks of {cut} entries are cut after {LONGEST_REMARKS} characters; OFAC's file of comments has the rest"
        ));
    }
    finish(primary, entries, None, notices, &options.limits)
}

type Texts<'b> = Vec<(Part, &'b str, Cow<'b, str>)>;

fn texts_of<'b>(files: &[ListFile<'b>], which: Which, options: &LoadOptions) -> Result<Texts<'b>> {
    let refuse = |reason: String| Error::Parts { format: which.format(), expected: which.parts(), reason };
    let mut texts: Texts<'b> = Vec::new();
    for file in files {
        let part = Part::of(file.name).ok_or_else(|| refuse(format!("`{}` is none of them", file.name)))?;
        if let Some((_, other, _)) = texts.iter().find(|(known, ..)| *known == part) {
            return Err(refuse(format!("`{other}` and `{}` are the same part", file.name)));
        }
        texts.push((part, file.name, decode(file.name, file.bytes, &options.limits)?));
    }
    for part in [Part::Primary, Part::Names, Part::Addresses] {
        if !texts.iter().any(|(known, ..)| *known == part) {
            return Err(refuse(format!("the part `{}` is missing", part.name())));
        }
    }
    Ok(texts)
}

/// The rows of a part, each with the number of columns that the part has.
fn part_rows<'t>(
    part: Part,
    name: &str,
    text: &'t str,
    options: &LoadOptions,
    notices: &mut Vec<String>,
) -> Result<Vec<Row<'t>>> {
    let content = match text.trim_end().strip_suffix(END_MARK) {
        Some(content) => content,
        None => {
            let reason = "the mark 0x1A that OFAC's files end with is missing";
            options.truncated(Place::whole(name), reason, notices)?;
            text
        }
    };
    let rows = rows(name, content, b',', &options.limits)?;
    let last = rows.len().saturating_sub(1);
    for (index, row) in rows.iter().enumerate() {
        let place = || Place::new(name, row.line);
        let (found, expected) = (row.len(), part.columns());
        if found < expected && index == last && !text.ends_with(['\n', END_MARK]) {
            return Err(Error::truncated(place(), format!("the last row has {found} of {expected} columns")));
        }
        let number = row.cell(0);
        if found < expected || number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            let reason = format!(
                "a row of this part has {expected} columns and begins with a number, this one has {found}"
            );
            return Err(Error::drift(place(), reason));
        }
        if found > expected {
            options.drift(place(), format!("{found} columns where there were {expected}"), notices)?;
        }
    }
    Ok(rows)
}

/// A cell; OFAC writes `-0-` where there is nothing.
fn value<'r>(row: &'r Row<'_>, column: usize) -> &'r str {
    match row.cell(column) {
        NOTHING => "",
        value => value,
    }
}

fn stranger(file: &str, row: &Row<'_>) -> Error {
    let reason = format!(
        "it belongs to the entry {}, which the primary file does not have: the files are not of the same day, or one is cut off",
        row.cell(0)
    );
    Error::malformed(Place::new(file, row.line), reason)
}

fn primary_entry(which: Which, file: &str, row: &Row<'_>) -> Result<ListEntry> {
    let place = || Place::new(file, row.line);
    let schema = match value(row, 2) {
        "individual" => "Person",
        "vessel" => "Vessel",
        "aircraft" => "Airplane",
        "" => "Organization",
        other => return Err(Error::drift(place(), format!("`{other}` is no type of entry known"))),
    };
    let name = value(row, 1);
    if name.is_empty() {
        return Err(Error::drift(place(), "the entry has no name"));
    }
    let mut new = entry(schema, which.id(row.cell(0)), which.dataset());
    new.listing.original.push(row.original(Part::Primary.name()));
    let entity = &mut new.entity;
    entity.add("name", one_line(name).as_ref());
    entity.add("topics", "sanction");
    if let Some((last, first)) = name.split_once(", ").filter(|_| schema == "Person") {
        entity.add("lastName", last);
        entity.add("firstName", first);
    }
    for programme in value(row, 3).split("] [") {
        once(&mut new.listing.programmes, programme.trim_matches(['[', ']', ' ']));
    }
    let titles = if schema == "Person" { "position" } else { "notes" };
    for title in value(row, 4).split(';') {
        entity.add(titles, title.trim());
    }
    for programme in &new.listing.programmes {
        entity.add("program", programme.as_str());
    }
    if schema == "Vessel" {
        entity.add("callSign", value(row, 5));
        entity.add("type", value(row, 6));
        entity.add("tonnage", value(row, 7).replace(',', ""));
        entity.add("grossRegisteredTonnage", value(row, 8).replace(',', ""));
        if let Some(code) = country::code(value(row, 9)) {
            entity.add("flag", code);
        }
    }
    let owner = value(row, 10);
    if !owner.is_empty() {
        let link = ListedLink { relation: "Vessel Owner".to_owned(), name: owner.to_owned(), entity: None };
        new.listing.links.push(link);
    }
    Ok(new)
}

/// Columns: number, number of the name, kind, name, remarks.
fn add_name(entry: &mut ListEntry, file: &str, row: &Row<'_>) -> Result<()> {
    let property = match value(row, 2) {
        "fka" => "previousName",
        "aka" | "nka" => "alias",
        other => {
            let reason = format!("`{other}` is no kind of name known");
            return Err(Error::drift(Place::new(file, row.line), reason));
        }
    };
    entry.entity.add(property, one_line(value(row, 3)).as_ref());
    entry.entity.add("notes", value(row, 4));
    Ok(())
}

/// Columns: number, number of the address, street, city with region and post code, country, remarks.
fn add_address(entry: &mut ListEntry, row: &Row<'_>) {
    let parts: Vec<_> = (2..5).map(|column| value(row, column)).filter(|part| !part.is_empty()).collect();
    if let Some(code) = country::code(value(row, 4)) {
        entry.entity.add("country", code);
    }
    // A country alone is no address.
    if parts.len() > 1 || value(row, 4).is_empty() {
        entry.entity.add("address", parts.join(", "));
    }
    entry.entity.add("notes", value(row, 5));
}

/// The remarks up to the part that the limit cut, and what is left of that.
fn whole_parts(remarks: &str) -> (&str, Option<&str>) {
    let cut = remarks.chars().count() >= LONGEST_REMARKS && !remarks.ends_with('.');
    match remarks.rsplit_once(';').filter(|_| cut) {
        Some((whole, rest)) => (whole, Some(rest.trim())),
        None => (remarks, None),
    }
}
