//! `names`: pairs of names compared, with reasons. Needs no workspace.

use crate::{Error, Result};
use ::names::{Comparison, NameKind, analyse, compare};
use csv::{ByteRecord, ReaderBuilder, Writer};
use publish::PublishError;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

/// Compares two names as names of a kind.
#[must_use]
pub fn explain_names(a: &str, b: &str, kind: NameKind) -> Comparison {
    compare(&analyse(a, kind), &analyse(b, kind))
}

/// Compares the pairs of a CSV file and writes its rows back with the columns `score` (0..1, four decimals) and `reason`.
///
/// The file needs the columns `name1` and `name2`; `schema`, a FollowTheMoney schema, tells the kind of name. Returns how
/// many rows lacked a name; they are written with score 0.
///
/// # Errors
/// If the file cannot be read or lacks a column, or if the output takes no more.
pub fn compare_names(cases: &Path, output: impl Write) -> Result<usize> {
    let file = File::open(cases).map_err(|error| Error::file(cases, &error))?;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file));
    let mut writer = Writer::from_writer(output);
    let mut header = reader.byte_headers().map_err(|error| unreadable(cases, &error))?.clone();
    let column = |name: &str| header.iter().position(|title| title == name.as_bytes());
    let (Some(first), Some(second)) = (column("name1"), column("name2")) else {
        let reason = "the columns name1 and name2 are needed".to_owned();
        return Err(Error::Line { path: cases.to_owned(), line: 1, column: 1, reason });
    };
    let schema = column("schema");
    let columns = header.len();
    header.push_field(b"score");
    header.push_field(b"reason");
    writer.write_byte_record(&header).map_err(PublishError::from)?;
    let mut empty = 0;
    let mut row = ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(|error| unreadable(cases, &error))? {
        let cell = |at: usize| String::from_utf8_lossy(row.get(at).unwrap_or_default());
        let (a, b) = (cell(first), cell(second));
        empty += usize::from(a.trim().is_empty() || b.trim().is_empty());
        let kind = schema.map_or(NameKind::Unknown, |schema| NameKind::of_schema(&cell(schema)));
        let Comparison { score, reasons } = explain_names(&a, &b, kind);
        let reason: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        // A short row is filled up, so that the new cells stand beneath their titles.
        let mut scored: ByteRecord = (0..columns).map(|at| row.get(at).unwrap_or_default()).collect();
        scored.push_field(format!("{score:.4}").as_bytes());
        scored.push_field(reason.join("; ").as_bytes());
        writer.write_byte_record(&scored).map_err(PublishError::from)?;
    }
    writer.flush().map_err(PublishError::from)?;
    Ok(empty)
}

fn unreadable(cases: &Path, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    Error::Line { path: cases.to_owned(), line, column: 1, reason: error.to_string() }
}
