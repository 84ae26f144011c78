//! A workbook of Office Open XML (ECMA-376) with plain sheets of text.
//!
//! All cells are inline strings: nothing in them can be taken for a formula.

use crate::PublishError;
use crate::xml::escaped;
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Sheets by title, each with its rows of cells.
pub(super) struct Workbook<'t> {
    pub(super) sheets: Vec<(&'t str, Vec<Vec<String>>)>,
}

/// Most characters of a cell (ECMA-376, as Excel holds it).
const LONGEST_CELL: usize = 32_767;

impl Workbook<'_> {
    /// The file; the same sheets give the same bytes.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, PublishError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        let mut put = |name: &str, text: &str| -> Result<(), PublishError> {
            zip.start_file(name, options).map_err(std::io::Error::other)?;
            zip.write_all(text.as_bytes())?;
            Ok(())
        };
        let (mut types, mut sheets, mut relations) = (String::new(), String::new(), String::new());
        for (at, (title, _)) in self.sheets.iter().enumerate() {
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
        put(
            "[Content_Types].xml",
            &format!(
                r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>"#
            ),
        )?;
        put(
            "_rels/.rels",
            &format!(
                r#"{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        )?;
        put(
            "xl/workbook.xml",
            &format!(
                r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>"#
            ),
        )?;
        put(
            "xl/_rels/workbook.xml.rels",
            &format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>"#),
        )?;
        for (at, (_, rows)) in self.sheets.iter().enumerate() {
            put(&format!("xl/worksheets/sheet{}.xml", at + 1), &sheet(rows))?;
        }
        Ok(zip.finish().map_err(std::io::Error::other)?.into_inner())
    }
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn sheet(rows: &[Vec<String>]) -> String {
    let mut xml = format!(r#"{HEAD}<worksheet xmlns="{MAIN}"><sheetData>"#);
    for row in rows {
        xml.push_str("<row>");
        for cell in row {
            let text: String = cell.chars().take(LONGEST_CELL).collect();
            let _ = write!(
                xml,
                r#"<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                escaped(&text)
            );
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}
