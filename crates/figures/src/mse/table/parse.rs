//! A table as text: which column counts, which are lists, and every bad cell by name.

use super::{BadCell, MOST_NAMED, MOST_PEOPLE, MOST_ROWS, OverlapTable, TableError};
use csv::{ReaderBuilder, StringRecord, Trim};
use std::collections::HashMap;

/// Titles of a column of counts, in lower case.
const COUNT_TITLES: &[&str] = &[
    "count",
    "counts",
    "n",
    "frequency",
    "freq",
    "number",
    "num",
    "total",
    "cases",
    "people",
    "persons",
    "observed",
    "obs",
    "size",
    "individuals",
    "victims",
    "y",
];

/// Titles of a column that tells people apart and is no list, in lower case.
const ID_TITLES: &[&str] =
    &["id", "person", "person_id", "personid", "case", "case_id", "caseid", "key", "row", "no", "nr", ""];

/// Longest part of a cell that an error repeats.
const LONGEST_CELL: usize = 24;

/// What a cell of a list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    On,
    Off,
    Blank,
}

impl Mark {
    fn of(cell: &str) -> Option<Self> {
        match cell.to_ascii_lowercase().as_str() {
            "1" | "1.0" | "true" | "t" | "yes" | "y" | "x" => Some(Self::On),
            "0" | "0.0" | "false" | "f" | "no" | "n" | "-" => Some(Self::Off),
            "" => Some(Self::Blank),
            other => match other.parse::<f64>() {
                Ok(1.0) => Some(Self::On),
                Ok(0.0) => Some(Self::Off),
                _ => None,
            },
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    List,
    Count,
    Aside,
}

/// A row of the file with its line.
struct Row {
    line: u64,
    cells: StringRecord,
}

pub(super) fn parse(text: &str, count_column: Option<&str>) -> Result<OverlapTable, TableError> {
    let text = text.trim_start_matches('\u{feff}');
    let Cells { titles, rows, mut bad } = read(text)?;
    let mut notes = Vec::new();
    let columns = columns(&titles, &rows, count_column, &mut notes)?;
    let lists: Vec<usize> = (0..titles.len()).filter(|at| columns.get(*at) == Some(&Column::List)).collect();
    let count = columns.iter().position(|column| *column == Column::Count);
    if lists.len() > super::MOST_LISTS {
        return Err(TableError::TooManyLists(lists.len()));
    }
    let blank_is_off: Vec<bool> = lists
        .iter()
        .map(|at| !rows.iter().any(|row| row.cells.get(*at).and_then(Mark::of) == Some(Mark::Off)))
        .collect();
    let mut counted: HashMap<usize, u64> = HashMap::new();
    let mut repeated = false;
    for row in &rows {
        let cell = |at: usize| row.cells.get(at).unwrap_or_default();
        let mut combination = 0;
        let mut marks_hold = true;
        for (place, at) in lists.iter().enumerate() {
            match Mark::of(cell(*at)) {
                Some(Mark::On) => combination |= 1 << place,
                Some(Mark::Off) => {}
                Some(Mark::Blank) if blank_is_off.get(place) == Some(&true) => {}
                Some(Mark::Blank) => {
                    marks_hold = false;
                    bad.push(row.bad(&titles[*at], "the cell is empty: 1 or 0 is needed".to_owned()));
                }
                None => {
                    marks_hold = false;
                    // The cell itself is not repeated: where a row is a person it may be a name.
                    bad.push(row.bad(&titles[*at], "neither 1 nor 0".to_owned()));
                }
            }
        }
        let people = match count {
            None => Ok(1),
            // The row of those on no list is often printed with an empty count.
            Some(at) if combination == 0 && marks_hold && is_unknown(cell(at)) => Ok(0),
            Some(at) => whole(cell(at)).map_err(|reason| row.bad(&titles[at], reason)),
        };
        match people {
            Ok(people) if combination == 0 && people > 0 && marks_hold => {
                bad.push(row.bad("", TableError::OnNoList.to_string()));
            }
            Ok(people) => {
                repeated |= counted.contains_key(&combination) && count.is_some();
                let sum = counted.entry(combination).or_default();
                *sum = sum.saturating_add(people);
            }
            Err(cell) => bad.push(cell),
        }
    }
    if !bad.is_empty() {
        let all = bad.len();
        bad.sort_by_key(|cell| cell.line);
        bad.truncate(MOST_NAMED);
        return Err(TableError::Rows(bad, all));
    }
    if repeated {
        notes.push("rows of one combination of lists were added up".to_owned());
    }
    let names = lists.iter().map(|at| titles[*at].clone()).collect();
    let mut table = OverlapTable::new(names, counted)?;
    table.notes = notes;
    Ok(table)
}

impl Row {
    fn bad(&self, column: &str, reason: String) -> BadCell {
        BadCell { line: self.line, column: column.to_owned(), reason }
    }
}

/// A file cut into cells.
struct Cells {
    titles: Vec<String>,
    rows: Vec<Row>,
    /// Rows that do not fit the header.
    bad: Vec<BadCell>,
}

fn read(text: &str) -> Result<Cells, TableError> {
    let header = text.lines().next().unwrap_or_default();
    let separator = [b';', b'\t'].into_iter().find(|byte| {
        header.bytes().filter(|other| other == byte).count()
            > header.bytes().filter(|other| *other == b',').count()
    });
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.unwrap_or(b','))
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        TableError::Rows(vec![BadCell { line, column: String::new(), reason: error.to_string() }], 1)
    };
    let titles: Vec<String> =
        reader.headers().map_err(|error| unreadable(&error))?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    let mut bad = Vec::new();
    for cells in reader.records() {
        let cells = cells.map_err(|error| unreadable(&error))?;
        let line = cells.position().map_or(0, csv::Position::line);
        if cells.iter().all(str::is_empty) {
            continue;
        }
        if cells.len() != titles.len() {
            let reason = format!("{} cells where the header has {}", cells.len(), titles.len());
            bad.push(BadCell { line, column: String::new(), reason });
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(TableError::TooManyRows);
        }
        rows.push(Row { line, cells });
    }
    if rows.is_empty() && bad.is_empty() {
        return Err(TableError::Empty);
    }
    Ok(Cells { titles, rows, bad })
}

/// What each column is.
fn columns(
    titles: &[String],
    rows: &[Row],
    asked: Option<&str>,
    notes: &mut Vec<String>,
) -> Result<Vec<Column>, TableError> {
    let marks_only =
        |at: usize| rows.iter().all(|row| row.cells.get(at).is_none_or(|cell| Mark::of(cell).is_some()));
    let numbers_only =
        |at: usize| rows.iter().all(|row| row.cells.get(at).is_none_or(|cell| whole(cell).is_ok()));
    let titled = |at: usize, known: &[&str]| known.contains(&titles[at].to_lowercase().as_str());
    let last = titles.len().saturating_sub(1);
    let count = if let Some(asked) = asked {
        let found = titles.iter().position(|title| title == asked);
        let found = found.or_else(|| titles.iter().position(|title| title.eq_ignore_ascii_case(asked)));
        Some(found.ok_or_else(|| TableError::NoCountColumn(asked.to_owned(), titles.join(", ")))?)
    } else {
        let known: Vec<usize> = (0..titles.len()).filter(|at| titled(*at, COUNT_TITLES)).collect();
        let by_title = if known.contains(&last) {
            Some(last)
        } else {
            known.iter().copied().find(|at| !marks_only(*at)).or(known.first().copied())
        };
        let by_content = || {
            let sole = (0..titles.len()).filter(|at| !marks_only(*at)).collect::<Vec<_>>() == [last];
            let counts = sole && numbers_only(last) && !titled(last, ID_TITLES) && !rows.is_empty();
            counts.then(|| {
                notes.push(format!("the column `{}` was taken for the counts", titles[last]));
                last
            })
        };
        by_title.or_else(by_content)
    };
    let mut columns = Vec::with_capacity(titles.len());
    for (at, title) in titles.iter().enumerate() {
        let aside = titled(at, ID_TITLES) && !marks_only(at);
        columns.push(match count {
            Some(count) if count == at => Column::Count,
            _ if aside => Column::Aside,
            _ => Column::List,
        });
        if columns.last() == Some(&Column::Aside) {
            notes.push(format!("the column `{title}` tells rows apart and is no list"));
        }
    }
    if count.is_none() {
        notes.push("there is no column of counts: each row is one person".to_owned());
    }
    Ok(columns)
}

/// Whether a count is left open.
fn is_unknown(cell: &str) -> bool {
    matches!(cell.to_ascii_lowercase().as_str(), "" | "na" | "n/a" | "nan" | "?" | "-" | "." | "*")
}

fn whole(cell: &str) -> Result<u64, String> {
    if cell.is_empty() {
        return Err("the count is empty".to_owned());
    }
    let number: f64 = cell.parse().map_err(|_| format!("{} is no whole number", shown(cell)))?;
    if number < 0.0 {
        return Err(format!("{} is less than 0", shown(cell)));
    }
    if !number.is_finite() || number.fract() != 0.0 {
        return Err(format!("{} is no whole number", shown(cell)));
    }
    if number > MOST_PEOPLE as f64 {
        return Err(format!("{} is more than {MOST_PEOPLE}", shown(cell)));
    }
    Ok(number as u64)
}

fn shown(cell: &str) -> String {
    let beginning: String = cell.chars().take(LONGEST_CELL).collect();
    let more = if beginning.len() < cell.len() { "…" } else { "" };
    format!("`{beginning}{more}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_counts(text: &str) -> (Vec<String>, Vec<u64>, Vec<String>) {
        let table = parse(text, None).unwrap();
        (table.lists().to_vec(), table.counts()[1..].to_vec(), table.notes().to_vec())
    }

    fn fault(text: &str) -> String {
        parse(text, None).unwrap_err().to_string()
    }

    #[test]
    fn a_column_of_counts_is_found_by_its_name_wherever_it_stands() {
        for text in [
            "police,charity,count\n1,0,40\n0,1,60\n1,1,12\n",
            "Freq;police;charity\n40;1;0\n60;0;1\n12;1;1\n",
            "\u{feff}police\tcharity\tN\r\n1.0\t0.0\t40.0\r\n0\t1\t60\r\n\r\n1\t1\t12\r\n",
        ] {
            let (lists, counts, notes) = read_counts(text);
            assert_eq!((lists, counts), (vec!["police".to_owned(), "charity".to_owned()], vec![40, 60, 12]));
            assert!(notes.is_empty());
        }
    }

    #[test]
    fn a_last_column_of_numbers_is_taken_for_the_counts_and_that_is_told() {
        let (_, counts, notes) = read_counts("a,b,anzahl\n1,0,40\n0,1,60\n1,1,12\n");
        assert_eq!(counts, [40, 60, 12]);
        assert_eq!(notes, ["the column `anzahl` was taken for the counts"]);
        let asked = parse("a,b,k\n1,0,1\n0,1,1\n1,1,1\n", Some("K")).unwrap();
        assert_eq!(asked.lists(), ["a", "b"]);
        let missing = parse("a,b,k\n1,0,1\n", Some("z")).unwrap_err().to_string();
        assert_eq!(missing, "there is no column `z`; the columns are a, b, k");
    }

    #[test]
    fn rows_may_be_people() {
        let (lists, counts, notes) = read_counts("id,a,b\np1,1,0\np2,1,1\np3,0,1\np4,0,1\n");
        assert_eq!((lists, counts), (vec!["a".to_owned(), "b".to_owned()], vec![1, 2, 1]));
        assert_eq!(
            notes,
            [
                "the column `id` tells rows apart and is no list",
                "there is no column of counts: each row is one person"
            ]
        );
        let (_, marked, _) = read_counts("a,b\nx,\nx,x\n,x\n");
        assert_eq!(marked, [1, 1, 1]);
    }

    #[test]
    fn rows_of_one_combination_are_added_and_rows_of_nobody_may_stand() {
        let (_, counts, notes) = read_counts("a,b,n\n1,0,40\n1,0,2\n1,1,0\n0,1,5\n0,0,NA\n");
        assert_eq!(counts, [42, 5, 0]);
        assert_eq!(notes, ["rows of one combination of lists were added up"]);
    }

    #[test]
    fn bad_rows_are_named() {
        assert_eq!(
            fault("a,b,n\n1,0,40\n2,0,5\n0,1,-3\n1,1,2.5\n1,1\n0,,7\n0,0,9\n1,1,many\n"),
            "line 3, column `a`: neither 1 nor 0; line 4, column `n`: `-3` is less than 0; line 5, column `n`: `2.5` is no \
             whole number; line 6: 2 cells where the header has 3; line 7, column `b`: the cell is empty: 1 or 0 is needed; \
             line 8: a row counts people who stand on no list: those are what is to be estimated; line 9, column `n`: \
             `many` is no whole number"
        );
        let many = format!("a,b,n\n{}", "1,9,1\n".repeat(25));
        assert!(fault(&many).ends_with("; and 15 more"), "{}", fault(&many));
    }

    #[test]
    fn tables_without_an_answer_are_refused() {
        assert_eq!(fault(""), "the table has no rows");
        assert_eq!(fault("a,b,n\n"), "the table has no rows");
        assert_eq!(fault("a,b,n\n1,0,0\n"), "the table counts nobody");
        assert_eq!(fault("a,a,n\n1,0,3\n"), "two columns are called `a`");
        assert!(fault("a,n\n1,3\n").starts_with("1 lists: at least 2 are needed"));
        let names: Vec<String> = (0..13).map(|list| format!("l{list}")).collect();
        let text = format!("{},n\n{}5\n", names.join(","), "1,".repeat(13));
        assert_eq!(fault(&text), "13 lists: at most 12 can be used; join lists that are much alike");
        assert_eq!(fault("a,b,n\n1,0,2e9\n"), "line 2, column `n`: `2e9` is more than 1000000000");
    }
}
