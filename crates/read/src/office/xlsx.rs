//! Excel workbooks (XLSX; ECMA-376, SpreadsheetML): sheets are pages, rows are lines, cells are parted by tabs.

use super::flow::{Flow, folded};
use super::number_format::{Formats, display};
use super::package::{Package, Relation};
use super::xml::{Step, walk};
use super::{OfficeReading, Told};
use crate::Limits;
use model::Zone;

/// Empty cells that are written between two others; a wider gap is written as if it were so wide.
const WIDEST_GAP: usize = 64;

/// One sheet as the workbook lists it.
struct Sheet {
    name: String,
    hidden: bool,
    part: String,
}

pub(crate) fn read(package: &Package<'_>, limits: Limits) -> OfficeReading {
    let mut reading = OfficeReading::default();
    let main = package.relations("").into_iter().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part);
    let relations = package.relations(&main);
    let part = |kind: &str| relations.iter().find(|relation| relation.kind == kind);
    let strings = part("sharedStrings").map(|part| shared_strings(package, part)).unwrap_or_default();
    let mut formats = part("styles")
        .and_then(|part| package.text(&part.part))
        .map(|xml| Formats::of(&xml))
        .unwrap_or_default();
    let workbook = package.text(&main).unwrap_or_default();
    let sheets = sheets(&workbook, &relations, &mut formats);
    if sheets.is_empty() {
        reading.gaps.push("it names no sheets".to_owned());
    }
    let mut flow = Flow::default();
    for (index, sheet) in sheets.iter().enumerate() {
        if index >= limits.max_pages || flow.len() > limits.max_unpacked_bytes {
            reading.gaps.push(format!("only the first {index} of {} sheets were read", sheets.len()));
            break;
        }
        flow.begin_page(index + 1, Some(sheet.name.clone()), sheet.hidden);
        let Some(xml) = package.text(&sheet.part) else {
            reading.gaps.push(format!("sheet {} is missing", sheet.name));
            continue;
        };
        let told = write_sheet(&xml, &mut flow, &strings, &formats, limits);
        reading.tell(told, &format!("sheet {}", sheet.name));
        let about = package.relations(&sheet.part);
        let has_threads = about.iter().any(|relation| relation.kind == "threadedComment");
        for relation in about {
            // Newer files hold remarks twice; the older form is then a notice to older programs.
            let wanted = if has_threads { "threadedComment" } else { "comments" };
            if relation.kind == wanted
                && let Some(xml) = package.text(&relation.part)
            {
                write_remarks(&xml, &mut flow);
            }
        }
    }
    reading.pieces = flow.finish();
    reading
}

fn sheets(workbook: &str, relations: &[Relation], formats: &mut Formats) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    walk(workbook, &mut |step| {
        if let Step::Open(element) = step {
            match element.name() {
                "workbookPr" => {
                    formats.from_1904 =
                        element.attribute("date1904").is_some_and(|value| value == "1" || value == "true");
                }
                "sheet" => {
                    let id = element.exact("r:id").unwrap_or_default();
                    if let Some(relation) =
                        relations.iter().find(|relation| relation.id == id && relation.kind == "worksheet")
                    {
                        sheets.push(Sheet {
                            name: element.attribute("name").unwrap_or_default(),
                            hidden: element.attribute("state").is_some_and(|state| state != "visible"),
                            part: relation.part.clone(),
                        });
                    }
                }
                _ => {}
            }
        }
        true
    });
    sheets
}

fn shared_strings(package: &Package<'_>, part: &Relation) -> Vec<String> {
    let mut strings = Vec::new();
    let (mut text, mut in_text) = (String::new(), false);
    let Some(xml) = package.text(&part.part) else { return strings };
    walk(&xml, &mut |step| {
        match step {
            // `rPh` holds how to pronounce it.
            Step::Open(element) if element.name() == "rPh" => return false,
            Step::Open(element) => in_text = element.name() == "t",
            Step::Text(words) if in_text => text.push_str(words),
            Step::Text(_) => {}
            Step::Close("si") => strings.push(folded(&std::mem::take(&mut text)).replace(['\n', '\t'], " ")),
            Step::Close(_) => in_text = false,
        }
        true
    });
    strings
}

/// A cell being read.
#[derive(Default)]
struct CellText {
    kind: String,
    style: usize,
    column: Option<usize>,
    value: String,
    reads: bool,
}

fn write_sheet(xml: &str, flow: &mut Flow, strings: &[String], formats: &Formats, limits: Limits) -> Told {
    let mut told = Told::default();
    let mut cell = CellText::default();
    let mut row = String::new();
    let mut next_column = 0;
    told.whole = walk(xml, &mut |step| {
        if flow.len() + row.len() > limits.max_unpacked_bytes {
            told.cut_off = true;
            return false;
        }
        match step {
            Step::Open(element) => match element.name() {
                "row" => next_column = 0,
                "c" => {
                    cell = CellText {
                        kind: element.attribute("t").unwrap_or_default(),
                        style: element
                            .attribute("s")
                            .and_then(|style| style.parse().ok())
                            .unwrap_or_default(),
                        column: element.attribute("r").and_then(|place| column_of(&place)),
                        ..CellText::default()
                    };
                }
                "v" | "t" => cell.reads = true,
                "f" | "rPh" | "extLst" => return false,
                _ => {}
            },
            Step::Text(text) if cell.reads => cell.value.push_str(text),
            Step::Text(_) => {}
            Step::Close(name) => match name {
                "v" | "t" => cell.reads = false,
                "c" => {
                    let shown = shown(&cell, strings, formats);
                    let column = cell.column.unwrap_or(next_column);
                    if !shown.is_empty() {
                        let gap = column.saturating_sub(next_column).min(WIDEST_GAP);
                        row.push_str(
                            &"\t".repeat(gap + usize::from(!row.is_empty() && gap == 0 && next_column > 0)),
                        );
                        row.push_str(&shown);
                        next_column = column;
                    }
                }
                "row" => {
                    let line = std::mem::take(&mut row);
                    flow.row(line.trim_matches('\t'));
                }
                _ => {}
            },
        }
        true
    });
    told
}

/// What a cell shows.
fn shown(cell: &CellText, strings: &[String], formats: &Formats) -> String {
    let value = cell.value.trim();
    match cell.kind.as_str() {
        "s" => value.parse::<usize>().ok().and_then(|at| strings.get(at)).cloned().unwrap_or_default(),
        "b" => {
            if value == "1" {
                "TRUE".to_owned()
            } else {
                "FALSE".to_owned()
            }
        }
        "str" | "inlineStr" | "e" | "d" => folded(value).replace(['\n', '\t'], " "),
        _ => display(value, formats.of_style(cell.style), formats.from_1904),
    }
}

/// The column of a place such as `C5`, counted from 0.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters
        .take(4)
        .fold(0_usize, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

fn write_remarks(xml: &str, flow: &mut Flow) {
    let mut authors: Vec<String> = Vec::new();
    let (mut text, mut reads, mut author) = (String::new(), false, String::new());
    walk(xml, &mut |step| {
        match step {
            Step::Open(element) => match element.name() {
                "comment" => {
                    let at = element.attribute("authorId").and_then(|at| at.parse::<usize>().ok());
                    author = at.and_then(|at| authors.get(at)).cloned().unwrap_or_default();
                }
                "author" | "t" | "text" => reads = true,
                _ => {}
            },
            Step::Text(words) if reads => text.push_str(words),
            Step::Text(_) => {}
            Step::Close(name) => match name {
                "author" => {
                    reads = false;
                    authors.push(std::mem::take(&mut text));
                }
                "t" => reads = false,
                "comment" | "threadedComment" => {
                    reads = false;
                    let words = std::mem::take(&mut text);
                    // Programs put the author's name before the remark themselves.
                    let named = !author.is_empty() && !words.trim_start().starts_with(&author);
                    let before = if named { format!("{author}: ") } else { String::new() };
                    flow.block(&format!("{before}{}", words.trim()), Zone::Comment);
                }
                _ => {}
            },
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_columns() {
        assert_eq!(
            ["A1", "Z9", "AA3", "XFD1", "7"].map(column_of),
            [Some(0), Some(25), Some(26), Some(16_383), None]
        );
    }
}
