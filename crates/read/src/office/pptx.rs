//! PowerPoint presentations (PPTX; ECMA-376, PresentationML): slides are pages.

use super::flow::Flow;
use super::package::Package;
use super::xml::{Step, walk};
use super::{OfficeReading, Told};
use crate::Limits;
use model::Zone;
use std::collections::HashMap;

pub(crate) fn read(package: &Package<'_>, limits: Limits) -> OfficeReading {
    let mut reading = OfficeReading::default();
    let mut flow = Flow::default();
    let slides = slides(package);
    if slides.is_empty() {
        reading.gaps.push("it names no slides".to_owned());
    }
    let authors = authors(package);
    for (index, slide) in slides.iter().enumerate() {
        if index >= limits.max_pages || flow.len() > limits.max_unpacked_bytes {
            reading.gaps.push(format!("only the first {index} of {} slides were read", slides.len()));
            break;
        }
        let Some(xml) = package.text(slide) else {
            reading.gaps.push(format!("slide {} is missing", index + 1));
            continue;
        };
        flow.begin_page(index + 1, None, is_hidden(&xml));
        let told = write_slide(&xml, &mut flow, index == 0, Zone::Main);
        reading.tell(told, &format!("slide {}", index + 1));
        for relation in package.relations(slide) {
            let Some(xml) = package
                .text(&relation.part)
                .filter(|_| matches!(relation.kind.as_str(), "notesSlide" | "comments"))
            else {
                continue;
            };
            if relation.kind == "notesSlide" {
                write_slide(&xml, &mut flow, false, Zone::Caption);
            } else {
                write_remarks(&xml, &mut flow, &authors);
            }
        }
    }
    reading.pieces = flow.finish();
    reading
}

/// Parts of the slides in the order of the show.
fn slides(package: &Package<'_>) -> Vec<String> {
    let main = package.relations("").into_iter().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or_else(|| "ppt/presentation.xml".to_owned(), |relation| relation.part);
    let parts: HashMap<String, String> =
        package.relations(&main).into_iter().map(|relation| (relation.id, relation.part)).collect();
    let mut slides = Vec::new();
    let xml = package.text(&main).unwrap_or_default();
    walk(&xml, &mut |step| {
        if let Step::Open(element) = step
            && element.name() == "sldId"
            && let Some(part) = element.exact("r:id").and_then(|id| parts.get(&id))
        {
            slides.push(part.clone());
        }
        true
    });
    slides
}

fn is_hidden(xml: &str) -> bool {
    let mut hidden = false;
    walk(xml, &mut |step| {
        if let Step::Open(element) = step
            && element.name() == "sld"
        {
            hidden = element.attribute("show").is_some_and(|show| show == "0" || show == "false");
        }
        false
    });
    hidden
}

/// Writes the shapes of a slide, or of the notes to one, in their order.
fn write_slide(xml: &str, flow: &mut Flow, is_first: bool, zone: Zone) -> Told {
    let mut told = Told::default();
    let mut shape: Option<Zone> = None;
    let mut in_text = false;
    told.whole = walk(xml, &mut |step| {
        match step {
            Step::Open(element) => match element.name() {
                "sp" => shape = None,
                "ph" => {
                    shape = match element.attribute("type").as_deref() {
                        Some("sldNum" | "ftr" | "dt" | "hdr") => Some(Zone::Chrome),
                        Some("title" | "ctrTitle") if is_first => Some(Zone::Title),
                        _ => None,
                    }
                }
                "t" => in_text = true,
                "br" => flow.text("\n"),
                "tbl" => flow.begin_table(),
                "Fallback" => return false,
                _ => {}
            },
            Step::Text(text) if in_text => flow.text(text),
            Step::Text(_) => {}
            Step::Close(name) => match name {
                "t" => in_text = false,
                "p" => flow.end_paragraph(shape.unwrap_or(zone)),
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

fn authors(package: &Package<'_>) -> HashMap<String, String> {
    let mut authors = HashMap::new();
    for part in ["ppt/commentAuthors.xml", "ppt/authors.xml"] {
        let xml = package.text(part).unwrap_or_default();
        walk(&xml, &mut |step| {
            if let Step::Open(element) = step
                && let (Some(id), Some(name)) = (element.exact("id"), element.exact("name"))
            {
                authors.insert(id, name);
            }
            true
        });
    }
    authors
}

/// Remarks of both kinds: `text` of a remark, or paragraphs of runs in newer files.
fn write_remarks(xml: &str, flow: &mut Flow, authors: &HashMap<String, String>) {
    let (mut text, mut author, mut in_text) = (String::new(), None, false);
    walk(xml, &mut |step| {
        match step {
            Step::Open(element) => match element.name() {
                "cm" | "reply" => author = element.attribute("authorId").and_then(|id| authors.get(&id)),
                "text" | "t" => in_text = true,
                _ => {}
            },
            Step::Text(words) if in_text => text.push_str(words),
            Step::Text(_) => {}
            Step::Close("t") => in_text = false,
            Step::Close("text" | "p") => {
                in_text = false;
                let words = std::mem::take(&mut text);
                if !words.trim().is_empty() {
                    let named = author.map_or(String::new(), |author| format!("{author}: "));
                    flow.block(&format!("{named}{}", words.trim()), Zone::Comment);
                }
            }
            Step::Close(_) => {}
        }
        true
    });
}
