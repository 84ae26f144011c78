//! Files of queries: CSV, workbooks, JSON lines, plain lines.

use super::columns::{ColumnMeaning, meaning_of, meaning_of_values, schema_of_heading, schema_of_word};
use super::trade::{Trade, customs_code};
use crate::{Error, Result};
use ::screen::Query;
use jiff::civil::Date;
use model::Entity;
use std::path::Path;

/// A query, with what in it could not be understood.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadQuery {
    /// The query.
    pub query: Query,
    /// Its line or row in the file, from 1.
    pub line: u64,
    /// Fields of the file that it leaves empty.
    pub empty: Vec<String>,
    /// What of it could not be understood.
    pub notices: Vec<String>,
    /// What is traded, and when.
    pub trade: Trade,
}

/// What a column was taken for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ColumnUse {
    /// Its heading.
    pub heading: String,
    /// What it was taken for; none where it is not used.
    pub meaning: Option<String>,
}

/// What a file of queries held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QueryFile {
    /// The queries, in order.
    pub queries: Vec<ReadQuery>,
    /// What its columns were taken for.
    pub columns: Vec<ColumnUse>,
    /// Rows that cannot be read: line and reason.
    pub failed: Vec<(u64, String)>,
}

/// How a file of queries is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryReading {
    /// What columns mean, where the headings do not show it: heading and meaning.
    pub columns: Vec<(String, ColumnMeaning)>,
    /// The schema of queries that name none; empty for any.
    pub schema: String,
    /// Whether a table in which no column shows whom to look for is read all the same, to be asked what its columns mean.
    pub undecided: bool,
}

/// Largest file of queries, in bytes, and most queries of one.
const LARGEST: u64 = 256 << 20;
const MOST_QUERIES: usize = 2_000_000;

/// Reads a file of queries. The form is that of its name: `.xlsx`, `.jsonl`, `.ndjson` and `.json` (one object a line), `.txt` (one name
/// a line), anything else a table with a header, its separator the one that the header has most of.
///
/// # Errors
/// If it cannot be read, or no column says whom or what to look for.
pub fn read_queries(path: &Path, reading: &QueryReading) -> Result<QueryFile> {
    let size = std::fs::metadata(path).map_err(|error| Error::file(path, &error))?.len();
    if size > LARGEST {
        return Err(Error::File { path: path.to_owned(), reason: format!("more than {LARGEST} bytes") });
    }
    let bytes = std::fs::read(path).map_err(|error| Error::file(path, &error))?;
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match extension.as_str() {
        "xlsx" | "xlsm" => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let rows = lists::workbook_rows(&name, &bytes, &lists::Limits::default())?;
            of_table(path, rows, reading)
        }
        "jsonl" | "ndjson" | "json" => Ok(of_json(&String::from_utf8_lossy(&bytes), reading)),
        "txt" => Ok(of_lines(&String::from_utf8_lossy(&bytes), reading)),
        _ => of_csv(path, &bytes, reading),
    }
}

fn of_csv(path: &Path, bytes: &[u8], reading: &QueryReading) -> Result<QueryFile> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| first.iter().filter(|byte| **byte == separator).count();
    // Of equal counts the comma comes first.
    let separator =
        [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(bytes);
    let mut rows = Vec::new();
    let mut failed = Vec::new();
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
                rows.push((line, cells));
            }
            Err(error) => {
                failed.push((error.position().map_or(0, csv::Position::line), error.to_string()));
                break;
            }
        }
    }
    let mut file = of_table(path, rows, reading)?;
    file.failed.extend(failed);
    Ok(file)
}

fn of_table(path: &Path, rows: Vec<(u64, Vec<String>)>, reading: &QueryReading) -> Result<QueryFile> {
    let mut rows = rows.into_iter();
    let empty = || Error::Line {
        path: path.to_owned(),
        line: 1,
        column: 1,
        reason: "there is no row, and the first has to say what the columns are".to_owned(),
    };
    let (_, header) = rows.next().ok_or_else(empty)?;
    let rows: Vec<(u64, Vec<String>)> = rows.take(MOST_QUERIES).collect();
    let given = |heading: &str| {
        reading
            .columns
            .iter()
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(heading.trim()))
            .map(|(_, meaning)| *meaning)
    };
    if let Some((unknown, _)) = reading
        .columns
        .iter()
        .find(|(name, _)| !header.iter().any(|heading| heading.trim().eq_ignore_ascii_case(name.trim())))
    {
        let reason = format!("there is no column `{unknown}`; the columns are: {}", header.join(", "));
        return Err(Error::Line { path: path.to_owned(), line: 1, column: 1, reason });
    }
    let mut columns: Vec<(String, Option<ColumnMeaning>)> = Vec::new();
    for (at, heading) in header.iter().enumerate() {
        let values = rows.iter().map(|(_, cells)| cells.get(at).map_or("", String::as_str));
        let meaning = given(heading).or_else(|| meaning_of(heading)).or_else(|| meaning_of_values(values));
        columns.push((heading.trim().to_owned(), meaning));
    }
    let looks_for = |meaning: &ColumnMeaning| {
        use ColumnMeaning::{Code, Date, Goods, Id, Schema};
        !matches!(meaning, Id | Schema | Code | Goods | Date)
            && !matches!(
                meaning.as_str(),
                "birthDate" | "nationality" | "country" | "gender" | "flag" | "jurisdiction"
            )
    };
    let decided = columns.iter().filter_map(|(_, meaning)| *meaning).any(|meaning| looks_for(&meaning));
    if !decided && !reading.undecided {
        let reason =
            format!("no column shows whom or what to look for; the columns are: {}", header.join(", "));
        return Err(Error::Line { path: path.to_owned(), line: 1, column: 1, reason });
    }
    let has = |wanted: ColumnMeaning| columns.iter().any(|(_, meaning)| *meaning == Some(wanted));
    let of_names = columns.iter().filter(|(_, meaning)| *meaning == Some(ColumnMeaning::Property("name")));
    let by_heading = of_names.filter_map(|(heading, _)| schema_of_heading(heading)).next();
    let are_persons = has(ColumnMeaning::LastName) || has(ColumnMeaning::Property("birthDate"));
    let schema = match (reading.schema.as_str(), by_heading) {
        ("", Some(schema)) => schema,
        ("", None) if are_persons => "Person",
        (schema, _) => schema,
    };
    let mut file = QueryFile {
        columns: columns
            .iter()
            .map(|(heading, meaning)| ColumnUse {
                heading: heading.clone(),
                meaning: meaning.map(|meaning| meaning.as_str().to_owned()),
            })
            .collect(),
        ..QueryFile::default()
    };
    for (line, cells) in rows {
        let mut collected = Collected::new(line, schema);
        for ((heading, meaning), cell) in
            columns.iter().zip(cells.iter().map(String::as_str).chain(std::iter::repeat("")))
        {
            if let Some(meaning) = meaning {
                collected.take(*meaning, heading, cell);
            }
        }
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            file.queries.push(collected.finish());
        }
    }
    Ok(file)
}

fn of_lines(text: &str, reading: &QueryReading) -> QueryFile {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(MOST_QUERIES);
    let queries = lines.map(|(at, line)| {
        let mut collected = Collected::new(at as u64 + 1, &reading.schema);
        collected.take(ColumnMeaning::Property("name"), "name", line);
        collected.finish()
    });
    QueryFile { queries: queries.collect(), ..QueryFile::default() }
}

fn of_json(text: &str, reading: &QueryReading) -> QueryFile {
    let mut file = QueryFile::default();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(MOST_QUERIES)
    {
        let line_number = at as u64 + 1;
        let object = match serde_json::from_str::<serde_json::Value>(line) {
            Ok(serde_json::Value::Object(object)) => object,
            Ok(_) => {
                file.failed.push((line_number, "a query is one JSON object".to_owned()));
                continue;
            }
            Err(error) => {
                file.failed.push((line_number, error.to_string()));
                continue;
            }
        };
        let mut collected = Collected::new(line_number, &reading.schema);
        let inner = object.get("properties").and_then(serde_json::Value::as_object);
        for (key, value) in
            object.iter().chain(inner.into_iter().flatten()).filter(|(key, _)| *key != "properties")
        {
            let values: Vec<String> = match value {
                serde_json::Value::Array(values) => values.iter().filter_map(text_of).collect(),
                value => text_of(value).into_iter().collect(),
            };
            let given = reading.columns.iter().find(|(name, _)| name == key).map(|(_, meaning)| *meaning);
            match given.or_else(|| meaning_of(key)) {
                Some(meaning) => values.iter().for_each(|value| collected.take(meaning, key, value)),
                // Other properties of FollowTheMoney are kept as they are: some of them identify.
                None if inner.is_some_and(|inner| inner.contains_key(key)) => {
                    values.iter().for_each(|value| collected.query.entity.add(key, value.as_str()));
                }
                None => {}
            }
        }
        file.queries.push(collected.finish());
    }
    file
}

fn text_of(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A day: ISO 8601, also with a time behind it as sheets write it, or in words as official lists write them.
fn day_of(text: &str) -> Option<Date> {
    let iso = text.get(..10).filter(|_| text.len() == 10 || text[10..].starts_with(['T', ' ']));
    let exact = iso.map(str::to_owned).or_else(|| lists::exact_date(text));
    exact.and_then(|date| date.parse().ok())
}

/// A query that is being put together.
struct Collected {
    query: Query,
    line: u64,
    parts: [String; 3],
    address: Vec<String>,
    empty: Vec<String>,
    notices: Vec<String>,
    trade: Trade,
}

impl Collected {
    fn new(line: u64, schema: &str) -> Collected {
        Collected {
            query: Query { entity: Entity::new(schema, ""), ..Query::default() },
            line,
            parts: Default::default(),
            address: Vec::new(),
            empty: Vec::new(),
            notices: Vec::new(),
            trade: Trade::default(),
        }
    }

    fn take(&mut self, meaning: ColumnMeaning, heading: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            self.empty.push(heading.to_owned());
            return;
        }
        match meaning {
            ColumnMeaning::Id => self.query.id = value.to_owned(),
            ColumnMeaning::Schema => match schema_of_word(value) {
                schema if schema.is_empty() => {
                    self.notices.push(format!("{heading}: `{value}` is no type known"))
                }
                schema => self.query.entity.schema = schema,
            },
            ColumnMeaning::FirstName => value.clone_into(&mut self.parts[0]),
            ColumnMeaning::MiddleName => value.clone_into(&mut self.parts[1]),
            ColumnMeaning::LastName => value.clone_into(&mut self.parts[2]),
            ColumnMeaning::AddressPart => self.address.push(value.to_owned()),
            ColumnMeaning::Number => self.query.numbers.push(value.to_owned()),
            ColumnMeaning::Line => self.query.line = Some(value.to_owned()),
            ColumnMeaning::Goods => self.trade.goods.push(value.to_owned()),
            ColumnMeaning::Code => {
                for part in value.split([';', '|', ',']) {
                    match customs_code(part) {
                        Some(code) => self.trade.codes.push(code),
                        None => {
                            let part = part.trim();
                            self.notices
                                .push(format!("{heading}: `{part}` is no customs code that is understood"));
                        }
                    }
                }
            }
            ColumnMeaning::Date => match day_of(value) {
                Some(date) => self.trade.date = Some(date),
                None => self.notices.push(format!("{heading}: `{value}` is no day that is understood")),
            },
            ColumnMeaning::Property("address") => self.address.insert(0, value.to_owned()),
            ColumnMeaning::Property(property @ ("birthDate" | "incorporationDate")) => {
                let is_iso = value.bytes().take(4).all(|byte| byte.is_ascii_digit())
                    && value.as_bytes().get(4).is_none_or(|byte| *byte == b'-');
                let date = if is_iso { Some(value.to_owned()) } else { lists::exact_date(value) };
                match date {
                    Some(date) => self.query.entity.add(property, date),
                    None => self.notices.push(format!("{heading}: `{value}` is no date that is understood")),
                }
            }
            ColumnMeaning::Property(property @ ("nationality" | "country" | "flag" | "jurisdiction")) => {
                for part in value.split([';', '|']) {
                    match lists::country_code(part) {
                        Some(code) => self.query.entity.add(property, code),
                        None => {
                            self.notices.push(format!(
                                "{heading}: `{}` is no country that is understood",
                                part.trim()
                            ));
                        }
                    }
                }
            }
            ColumnMeaning::Property("alias") => {
                value.split([';', '|']).for_each(|one| self.query.entity.add("alias", one.trim()));
            }
            ColumnMeaning::Property(property) => self.query.entity.add(property, value),
        }
    }

    fn finish(mut self) -> ReadQuery {
        let parts: Vec<&str> =
            self.parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        self.query.entity.add("name", parts.join(" "));
        self.query.entity.add("address", self.address.join(", "));
        if self.query.id.is_empty() {
            self.query.id = self.line.to_string();
        }
        if self.query.entity.schema.is_empty() && self.query.entity.first("imoNumber").is_some() {
            self.query.entity.schema = "Vessel".to_owned();
        }
        self.query.entity.id.clone_from(&self.query.id);
        ReadQuery {
            query: self.query,
            line: self.line,
            empty: self.empty,
            notices: self.notices,
            trade: self.trade,
        }
    }
}
