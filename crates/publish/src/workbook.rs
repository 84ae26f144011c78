//! A workbook of Office Open XML (ECMA-376) with plain sheets, written row by row.
//!
//! Texts are inline strings and numbers are numbers: nothing in it can be taken for a formula.

use crate::PublishError;
use crate::number::plain_number;
use crate::xml::escaped;
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Words.
    Text(String),
    /// A number that a spreadsheet can reckon with.
    Number(f64),
}

/// Most characters of a cell, and most rows of a sheet (ECMA-376, as Excel holds them).
const LONGEST_CELL: usize = 32_767;
const MOST_ROWS: usize = 1_048_576;

/// A workbook that is being written; the same sheets give the same bytes.
pub(crate) struct Workbook {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(zip::DateTime::default())
}

impl Workbook {
    /// Begins one with sheets of these titles, which are to be written in this order.
    pub(crate) fn begin(titles: &[&str]) -> Result<Self, PublishError> {
        let (mut types, mut sheets, mut relations) = (String::new(), String::new(), String::new());
        for (at, title) in titles.iter().enumerate() {
            let number = at + 1;
            let _ = write!(
                types,
                r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
            );
            let _ =
                write!(sheets, r#"<sheet name="{}" sheetId="{number}" r:id="rId{number}"/>"#, escaped(title));
            let _ = write!(
                relations,
                r#"<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            );
        }
        let mut book = Self { zip: ZipWriter::new(Cursor::new(Vec::new())) };
        book.put(
            "[Content_Types].xml",
            &format!(
                r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>"#
            ),
        )?;
        book.put(
            "_rels/.rels",
            &format!(
                r#"{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        )?;
        book.put(
            "xl/workbook.xml",
            &format!(
                r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>"#
            ),
        )?;
        book.put(
            "xl/_rels/workbook.xml.rels",
            &format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>"#),
        )?;
        Ok(book)
    }

    fn put(&mut self, name: &str, text: &str) -> Result<(), PublishError> {
        self.zip.start_file(name, options()).map_err(std::io::Error::other)?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    /// Writes the sheet `number`, from 1, and returns how many rows it has. Rows beyond what a sheet can hold are an error.
    pub(crate) fn sheet(
        &mut self,
        number: usize,
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Result<usize, PublishError> {
        self.put(
            &format!("xl/worksheets/sheet{number}.xml"),
            &format!(r#"{HEAD}<worksheet xmlns="{MAIN}"><sheetData>"#),
        )?;
        let mut count = 0;
        for row in rows {
            count += 1;
            if count > MOST_ROWS {
                return Err(PublishError::TooManyRows(MOST_ROWS));
            }
            self.zip.write_all(xml_of(&row).as_bytes())?;
        }
        self.zip.write_all(b"</sheetData></worksheet>")?;
        Ok(count)
    }

    /// The file.
    pub(crate) fn into_bytes(self) -> Result<Vec<u8>, PublishError> {
        Ok(self.zip.finish().map_err(std::io::Error::other)?.into_inner())
    }
}

fn xml_of(row: &[Cell]) -> String {
    let mut xml = "<row>".to_owned();
    for cell in row {
        let _ = match cell {
            Cell::Number(number) if number.is_finite() => {
                write!(xml, "<c><v>{}</v></c>", plain_number(*number))
            }
            Cell::Number(_) => write!(xml, "<c/>"),
            Cell::Text(text) if text.is_empty() => write!(xml, "<c/>"),
            Cell::Text(text) => {
                let text: String = text.chars().take(LONGEST_CELL).collect();
                write!(xml, r#"<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#, escaped(&text))
            }
        };
    }
    xml.push_str("</row>");
    xml
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts_and_numbers_are_numbers() {
        let row = [
            Cell::Text("=1+1 <b>".to_owned()),
            Cell::Number(2.5),
            Cell::Number(800.0),
            Cell::Number(f64::NAN),
            Cell::Text(String::new()),
        ];
        assert_eq!(
            xml_of(&row),
            r#"<row><c t="inlineStr"><is><t xml:space="preserve">=1+1 &lt;b&gt;</t></is></c><c><v>2.5</v></c><c><v>800</v></c><c/><c/></row>"#
        );
    }

    #[test]
    fn the_same_sheets_give_the_same_file() {
        let made = || {
            let mut book = Workbook::begin(&["One", "Two & more"]).unwrap();
            book.sheet(1, [vec![Cell::Text("a".to_owned())]]).unwrap();
            assert_eq!(book.sheet(2, []).unwrap(), 0);
            book.into_bytes().unwrap()
        };
        let bytes = made();
        assert!(bytes.starts_with(b"PK") && bytes == made());
    }
}
