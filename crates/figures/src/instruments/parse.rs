//! A register as a table.

use super::{Instrument, MOST_INSTRUMENTS, Register, RegisterError};
use csv::{ReaderBuilder, StringRecord, Trim};
use jiff::civil::Date;

const COLUMNS: &[&str] = &[
    "id",
    "title",
    "adopted",
    "effective",
    "deadline",
    "ends",
    "obligation",
    "addressee",
    "exceptions",
    "source",
    "verified",
];

pub(super) fn parse(text: &str, register: &str) -> Result<Register, RegisterError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let at_head = |reason: String| RegisterError { line: 1, reason };
    for needed in ["id", "title"] {
        if !header.iter().any(|title| title == needed) {
            return Err(at_head(format!("there is no column `{needed}`")));
        }
    }
    for (at, title) in header.iter().enumerate() {
        if !COLUMNS.contains(&title) {
            return Err(at_head(format!(
                "the column `{title}` is unknown; the columns are {}",
                COLUMNS.join(", ")
            )));
        }
        if header.iter().take(at).any(|before| before == title) {
            return Err(at_head(format!("the column `{title}` is there twice")));
        }
    }
    let mut read = Register::default();
    for row in reader.records() {
        let row = row.map_err(|error| unreadable(&error))?;
        let line = row.position().map_or(0, csv::Position::line);
        let instrument =
            instrument(&header, &row, register).map_err(|reason| RegisterError { line, reason })?;
        if read.get(&instrument.id).is_some() {
            return Err(RegisterError { line, reason: format!("the id `{}` is there twice", instrument.id) });
        }
        if read.instruments.len() == MOST_INSTRUMENTS {
            return Err(RegisterError { line, reason: format!("more than {MOST_INSTRUMENTS} entries") });
        }
        read.instruments.push(instrument);
    }
    Ok(read)
}

fn instrument(header: &StringRecord, row: &StringRecord, register: &str) -> Result<Instrument, String> {
    let cell = |column: &str| {
        let at = header.iter().position(|title| title == column);
        at.and_then(|at| row.get(at)).unwrap_or_default().to_owned()
    };
    let day = |column: &str| match cell(column) {
        empty if empty.is_empty() => Ok(None),
        text => text
            .parse::<Date>()
            .map(Some)
            .map_err(|_| format!("`{text}` in `{column}` is no day such as 2017-12-22")),
    };
    let (id, title) = (cell("id"), cell("title"));
    if id.is_empty() || title.is_empty() {
        return Err("an id and a title are needed".to_owned());
    }
    if id.chars().any(char::is_whitespace) {
        return Err(format!("the id `{id}` has a space in it"));
    }
    let unverified = match cell("verified") {
        yes if yes.eq_ignore_ascii_case("yes") => None,
        nothing if nothing.is_empty() => Some("not held against the official text".to_owned()),
        doubt => Some(doubt),
    };
    let instrument = Instrument {
        id,
        title,
        adopted: day("adopted")?,
        effective: day("effective")?,
        deadline: day("deadline")?,
        ends: day("ends")?,
        obligation: cell("obligation"),
        addressee: cell("addressee"),
        exceptions: cell("exceptions"),
        source: cell("source"),
        unverified,
        register: register.to_owned(),
    };
    for (earlier, later, words) in [
        (instrument.adopted, instrument.effective, "it is in force before it was adopted"),
        (instrument.effective, instrument.deadline, "its deadline is before it is in force"),
        (instrument.effective, instrument.ends, "it ends before it is in force"),
    ] {
        if earlier.zip(later).is_some_and(|(earlier, later)| later < earlier) {
            return Err(words.to_owned());
        }
    }
    Ok(instrument)
}

fn unreadable(error: &csv::Error) -> RegisterError {
    RegisterError { line: error.position().map_or(1, csv::Position::line), reason: error.to_string() }
}
