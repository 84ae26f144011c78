//! OpenDocument texts, sheets and slides (ODT, ODS, ODP; ISO/IEC 26300).

use super::flow::Flow;
use super::package::Package;
use super::xml::{Element, Step, walk};
use super::{OfficeReading, Told};
use crate::Limits;
use model::Zone;
use std::collections::HashMap;

/// Rows and cells that say they stand for many: written so often at most. Programs write "a million empty rows".
const MOST_REPEATS: usize = 1000;
/// Cells of one row that are written.
const MOST_CELLS: usize = 20_000;

pub(crate) fn read(package: &Package<'_>, limits: Limits, has_pages: bool) -> OfficeReading {
    let mut reading = OfficeReading::default();
    if package.text("META-INF/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data")) {
        reading.gaps.push("it is encrypted with a password; save a copy without one".to_owned());
        return reading;
    }
    let Some(xml) = package.text("content.xml") else {
        reading.gaps.push("its main part is missing".to_owned());
        return reading;
    };
    let styles_part = package.text("styles.xml").unwrap_or_default();
    let mut styles = HashMap::new();
    zones_of_styles(&styles_part, &mut styles);
    zones_of_styles(&xml, &mut styles);
    let mut writer = Writer { flow: Flow::default(), styles, has_pages, ..Writer::new(limits) };
    let whole = walk(&xml, &mut |step| writer.take(step));
    writer.told.whole = whole;
    let Writer { mut flow, told, .. } = writer;
    reading.tell(told, "the text");
    for text in heads_and_feet(&styles_part) {
        flow.block(&text, Zone::Chrome);
    }
    reading.pieces = flow.finish();
    reading
}

/// Which styles are those of titles and captions, their own or their parents'.
fn zones_of_styles(xml: &str, zones: &mut HashMap<String, Zone>) {
    let mut parents: Vec<(String, String)> = Vec::new();
    walk(xml, &mut |step| {
        if let Step::Open(element) = step {
            match element.name() {
                "style" => {
                    let name = element.exact("style:name").unwrap_or_default();
                    if let Some(parent) = element.attribute("parent-style-name") {
                        parents.push((name, parent));
                    }
                }
                "body" => return false,
                _ => {}
            }
        }
        true
    });
    for (name, parent) in parents {
        if let Some(zone) = zone_of_name(&parent).or_else(|| zones.get(&parent).copied()) {
            zones.entry(name).or_insert(zone);
        }
    }
}

/// The zone of a style that every program has under this name.
fn zone_of_name(style: &str) -> Option<Zone> {
    match style {
        "Title" => Some(Zone::Title),
        "Caption" | "Illustration" | "Table" | "Figure" | "Drawing" => Some(Zone::Caption),
        _ => None,
    }
}

/// Texts of heads and feet of pages, each once.
fn heads_and_feet(styles: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut inside, mut text) = (false, String::new());
    walk(styles, &mut |step| {
        match step {
            Step::Open(element) => match element.name() {
                "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first" => {
                    inside = true
                }
                "tab" | "s" => text.push(' '),
                _ => {}
            },
            Step::Text(words) if inside => text.push_str(words),
            Step::Text(_) => {}
            Step::Close(
                "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first",
            ) => inside = false,
            Step::Close("p" | "h") if inside => {
                let line = super::flow::folded(&std::mem::take(&mut text));
                if line.chars().any(char::is_alphabetic) && !found.contains(&line) {
                    found.push(line);
                }
            }
            Step::Close(_) => {}
        }
        true
    });
    found
}

struct Writer {
    flow: Flow,
    told: Told,
    styles: HashMap<String, Zone>,
    limits: Limits,
    /// Whether its tables or slides are pages.
    has_pages: bool,
    pages: usize,
    in_body: bool,
    /// Zones of the paragraphs that are open; paragraphs of notes stand inside others.
    zones: Vec<Zone>,
    contents: usize,
    /// Who wrote the remark that is being read, and whether that name is being read.
    author: Option<String>,
    reads_author: bool,
    skips_text: bool,
    /// How often the row and the cell that are being read stand there.
    row_repeats: usize,
    cell_repeats: Vec<usize>,
}

impl Writer {
    fn new(limits: Limits) -> Self {
        Self {
            flow: Flow::default(),
            told: Told::default(),
            styles: HashMap::new(),
            limits,
            has_pages: false,
            pages: 0,
            in_body: false,
            zones: Vec::new(),
            contents: 0,
            author: None,
            reads_author: false,
            skips_text: false,
            row_repeats: 1,
            cell_repeats: Vec::new(),
        }
    }

    fn take(&mut self, step: Step<'_>) -> bool {
        if self.flow.len() > self.limits.max_unpacked_bytes {
            self.told.cut_off = true;
            return false;
        }
        match step {
            Step::Open(element) => return self.open(&element),
            Step::Text(text) if self.reads_author => {
                self.author.get_or_insert_default().push_str(text);
            }
            Step::Text(text) if self.in_body && !self.skips_text && !self.zones.is_empty() => {
                self.flow.text(text)
            }
            Step::Text(_) => {}
            Step::Close(name) => self.close(name),
        }
        true
    }

    fn open(&mut self, element: &Element<'_>) -> bool {
        let count = |name: &str| {
            element.attribute(name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1).max(1)
        };
        match element.name() {
            "body" => self.in_body = true,
            _ if !self.in_body => {}
            // Deleted text waits here for whoever takes the deletion back.
            "deletion" => {
                self.told.deletions += 1;
                return false;
            }
            "insertion" | "format-change" | "note-citation" | "forms" | "sequence-decls" | "script"
            | "database-range" => {
                return false;
            }
            "p" | "h" => {
                let style = element.exact("text:style-name").unwrap_or_default();
                let zone = zone_of_name(&style).or_else(|| self.styles.get(&style).copied());
                let zone = if self.contents > 0 { Zone::Chrome } else { zone.unwrap_or(Zone::Main) };
                self.zones.push(zone);
            }
            "s" => self.flow.text(&" ".repeat(count("c").min(4))),
            "tab" => self.flow.text("\t"),
            "line-break" => self.flow.text("\n"),
            "note" => self.flow.begin_aside(Zone::Caption),
            "annotation" => {
                self.author = None;
                self.flow.begin_aside(Zone::Comment);
            }
            "creator" => self.reads_author = true,
            "date" | "date-string" | "creator-initials" if self.flow.is_aside() => self.skips_text = true,
            "text-box" if !self.zones.is_empty() => self.flow.begin_aside(Zone::Main),
            "notes" => self.flow.begin_aside(Zone::Caption),
            "table-of-content" | "alphabetical-index" | "user-index" | "illustration-index"
            | "table-index" => self.contents += 1,
            "page" => {
                self.pages += 1;
                if self.pages > self.limits.max_pages {
                    self.told.cut_off = true;
                    return false;
                }
                self.flow.begin_page(self.pages, element.exact("draw:name"), false);
            }
            "table" => {
                if self.has_pages
                    && self.row_repeats == 1
                    && self.cell_repeats.is_empty()
                    && !self.flow.is_aside()
                {
                    self.pages += 1;
                    if self.pages > self.limits.max_pages {
                        self.told.cut_off = true;
                        return false;
                    }
                    self.flow.begin_page(self.pages, element.exact("table:name"), false);
                }
                self.flow.begin_table();
            }
            "table-row" => self.row_repeats = count("number-rows-repeated"),
            "table-cell" | "covered-table-cell" => self.cell_repeats.push(count("number-columns-repeated")),
            _ => {}
        }
        true
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                let Some(zone) = self.zones.pop() else { return };
                if let Some(author) =
                    self.author.take().filter(|author| !author.trim().is_empty() && self.flow.is_aside())
                {
                    self.flow.text_before(&format!("{}: ", author.trim()));
                }
                self.flow.end_paragraph(zone);
            }
            "creator" => self.reads_author = false,
            "date" | "date-string" | "creator-initials" => self.skips_text = false,
            "note" | "annotation" | "notes" => {
                self.author = None;
                self.flow.end_aside();
            }
            "text-box" if !self.zones.is_empty() => self.flow.end_aside(),
            "table-of-content" | "alphabetical-index" | "user-index" | "illustration-index"
            | "table-index" => {
                self.contents = self.contents.saturating_sub(1);
            }
            "table-cell" | "covered-table-cell" => {
                let repeats = self.cell_repeats.pop().unwrap_or(1);
                self.flow.end_cells(repeats.min(MOST_REPEATS), MOST_CELLS);
            }
            "table-row" => {
                self.flow.end_rows(self.row_repeats.min(MOST_REPEATS));
                self.row_repeats = 1;
            }
            "table" => self.flow.end_table(),
            _ => {}
        }
    }
}
