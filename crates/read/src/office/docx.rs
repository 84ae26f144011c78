//! Word documents (DOCX; ECMA-376, WordprocessingML).

use super::flow::Flow;
use super::package::{Package, Relation};
use super::xml::{Step, walk};
use super::{OfficeReading, Told};
use crate::Limits;
use model::Zone;
use std::collections::HashMap;

/// Paragraphs of footnotes and remarks, by their number.
type Asides = HashMap<String, Vec<String>>;

pub(crate) fn read(package: &Package<'_>, limits: Limits) -> OfficeReading {
    let main = main_part(package);
    let relations = package.relations(&main);
    let part_of = |kind: &str| relations.iter().find(|relation| relation.kind == kind);
    let mut reading = OfficeReading::default();
    let styles = part_of("styles").map(|styles| zones_of_styles(package, styles)).unwrap_or_default();
    let asides = |kind: &str, element: &str| {
        part_of(kind).map(|part| asides(package, part, element)).unwrap_or_default()
    };
    let notes = AsideParts {
        footnotes: asides("footnotes", "footnote"),
        endnotes: asides("endnotes", "endnote"),
        remarks: asides("comments", "comment"),
    };
    let mut flow = Flow::default();
    let Some(xml) = package.text(&main) else {
        reading.gaps.push("its main part is missing".to_owned());
        return reading;
    };
    let told = write_body(&xml, &mut flow, &styles, &notes, limits);
    reading.tell(told, "the text");
    // Heads and feet stand on every page; here each stands once, after the text.
    let mut seen: Vec<String> = Vec::new();
    for relation in relations.iter().filter(|relation| matches!(relation.kind.as_str(), "header" | "footer"))
    {
        let Some(xml) = package.text(&relation.part) else { continue };
        let mut margin = Flow::default();
        write_body(&xml, &mut margin, &HashMap::new(), &AsideParts::default(), limits);
        let (text, ..) = margin.finish().finish();
        if !text.is_empty() && !seen.contains(&text) {
            flow.block(&text, Zone::Chrome);
            seen.push(text);
        }
    }
    reading.pieces = flow.finish();
    reading
}

/// The part that the package names as its main one.
fn main_part(package: &Package<'_>) -> String {
    let relations = package.relations("");
    let named = relations.into_iter().find(|relation| relation.kind == "officeDocument");
    named
        .map(|relation| relation.part)
        .filter(|part| package.has(part))
        .unwrap_or_else(|| "word/document.xml".to_owned())
}

/// Which styles are those of titles, captions and tables of contents, by their number in this file.
fn zones_of_styles(package: &Package<'_>, styles: &Relation) -> HashMap<String, Zone> {
    let mut zones = HashMap::new();
    let mut current: Option<String> = None;
    let Some(xml) = package.text(&styles.part) else { return zones };
    walk(&xml, &mut |step| {
        if let Step::Open(element) = step {
            match element.name() {
                "style" => current = element.attribute("styleId"),
                "name" => {
                    let name = element.attribute("val").unwrap_or_default().to_lowercase();
                    let zone = match name.as_str() {
                        "title" => Some(Zone::Title),
                        "caption" => Some(Zone::Caption),
                        name if name.starts_with("toc ") => Some(Zone::Chrome),
                        _ => None,
                    };
                    if let (Some(style), Some(zone)) = (current.take(), zone) {
                        zones.insert(style, zone);
                    }
                }
                _ => {}
            }
        }
        true
    });
    zones
}

#[derive(Default)]
struct AsideParts {
    footnotes: Asides,
    endnotes: Asides,
    remarks: Asides,
}

fn asides(package: &Package<'_>, part: &Relation, element_name: &str) -> Asides {
    let mut asides = Asides::new();
    let Some(xml) = package.text(&part.part) else { return asides };
    let mut current: Option<(String, String)> = None;
    let mut text = String::new();
    walk(&xml, &mut |step| {
        match step {
            Step::Open(element) if element.name() == element_name => {
                let is_rule = element.attribute("type").is_some_and(|kind| kind != "normal");
                current = element
                    .attribute("id")
                    .filter(|_| !is_rule)
                    .map(|id| (id, element.attribute("author").unwrap_or_default()));
            }
            Step::Open(element) => match element.name() {
                "tab" | "br" | "cr" => text.push(' '),
                "noBreakHyphen" => text.push('-'),
                "del" | "moveFrom" | "delText" | "instrText" | "Fallback" => return false,
                _ => {}
            },
            Step::Text(words) => text.push_str(words),
            Step::Close("p") => {
                let words = std::mem::take(&mut text);
                if let Some((id, author)) = &current
                    && !words.trim().is_empty()
                {
                    let paragraphs = asides.entry(id.clone()).or_default();
                    let named = paragraphs.is_empty() && !author.is_empty();
                    paragraphs.push(if named { format!("{author}: {}", words.trim()) } else { words });
                }
            }
            Step::Close(_) => {}
        }
        true
    });
    asides
}

/// Where in the markup a walk is.
#[derive(Default)]
struct Place {
    zone: Option<Zone>,
    vanished: bool,
    in_text: bool,
    /// Paragraphs that were left for a text box inside them.
    outer_zones: Vec<Option<Zone>>,
}

fn write_body(
    xml: &str,
    flow: &mut Flow,
    styles: &HashMap<String, Zone>,
    notes: &AsideParts,
    limits: Limits,
) -> Told {
    let mut told = Told::default();
    let mut place = Place::default();
    told.whole = walk(xml, &mut |step| {
        if flow.len() > limits.max_unpacked_bytes {
            told.cut_off = true;
            return false;
        }
        match step {
            Step::Open(element) => {
                let id = || element.attribute("id").unwrap_or_default();
                match element.name() {
                    "del" | "moveFrom" => {
                        told.deletions += 1;
                        return false;
                    }
                    // Deleted table rows and paragraph marks say so in their properties; their text is in `del`.
                    "instrText" | "delText" | "Fallback" | "pPrChange" | "rPrChange" => return false,
                    "txbxContent" => {
                        place.outer_zones.push(place.zone.take());
                        flow.begin_aside(Zone::Main);
                    }
                    "pStyle" => {
                        place.zone = element.attribute("val").and_then(|style| styles.get(&style).copied());
                    }
                    "r" => place.vanished = false,
                    "vanish" | "webHidden" => {
                        place.vanished = element
                            .attribute("val")
                            .is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"));
                    }
                    "t" => place.in_text = true,
                    "tab" | "ptab" => flow.text("\t"),
                    "br" | "cr" => flow.text("\n"),
                    "noBreakHyphen" => flow.text("-"),
                    "softHyphen" => flow.text("\u{ad}"),
                    "tbl" => flow.begin_table(),
                    "footnoteReference" => add_asides(flow, Zone::Caption, notes.footnotes.get(&id())),
                    "endnoteReference" => add_asides(flow, Zone::Caption, notes.endnotes.get(&id())),
                    "commentReference" => add_asides(flow, Zone::Comment, notes.remarks.get(&id())),
                    _ => {}
                }
            }
            Step::Text(text) if place.in_text && place.vanished => flow.hidden_text(text),
            Step::Text(text) if place.in_text => flow.text(text),
            Step::Text(_) => {}
            Step::Close(name) => match name {
                "t" => place.in_text = false,
                "p" => {
                    flow.end_paragraph(place.zone.take().unwrap_or(Zone::Main));
                    place.vanished = false;
                }
                "txbxContent" => {
                    flow.end_aside();
                    place.zone = place.outer_zones.pop().flatten();
                }
                "tc" => flow.end_cell(),
                "tr" => flow.end_row(),
                "tbl" => flow.end_table(),
                _ => {}
            },
        }
        true
    });
    told
}

fn add_asides(flow: &mut Flow, zone: Zone, paragraphs: Option<&Vec<String>>) {
    for paragraph in paragraphs.into_iter().flatten() {
        flow.aside(zone, paragraph);
    }
}
