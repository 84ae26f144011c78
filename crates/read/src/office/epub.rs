//! EPUB books: chapters are pages of HTML, in the order that the book gives.

use super::OfficeReading;
use super::package::{Package, resolve};
use super::xml::{Step, walk};
use crate::Limits;
use crate::encoding::decode;
use crate::html::read_html;
use model::{PageText, Zone};
use std::collections::HashMap;

pub(crate) fn read(package: &Package<'_>, limits: Limits) -> OfficeReading {
    let mut reading = OfficeReading::default();
    let Some(book) = book_part(package) else {
        reading.gaps.push("it does not say where its book begins".to_owned());
        return reading;
    };
    reading.metadata = super::properties::properties(package, &book);
    let chapters = chapters(package, &book);
    if chapters.is_empty() {
        reading.gaps.push("it names no chapters".to_owned());
    }
    let locked = locked_parts(package);
    for (index, part) in chapters.iter().enumerate() {
        if index >= limits.max_pages || reading.pieces.len() > limits.max_unpacked_bytes {
            reading.gaps.push(format!("only the first {index} of {} chapters were read", chapters.len()));
            break;
        }
        reading.pieces.begin_page(index + 1, None, PageText::Own);
        if locked.contains(part) {
            reading.gaps.push(format!("chapter {} is encrypted (copy protection)", index + 1));
            continue;
        }
        let Some(bytes) = package.bytes(part) else {
            reading.gaps.push(format!("chapter {} is missing", index + 1));
            continue;
        };
        let page = read_html(without_head(&decode(&bytes, None).text), None, limits.max_depth);
        for stretch in &page.zones {
            let text = stretch.span.of(&page.text).unwrap_or_default().trim();
            // A chapter is no web page: what looks like navigation in it may be a list of the book.
            let zone = match stretch.zone {
                Zone::Related | Zone::Teaser => Zone::Main,
                zone => zone,
            };
            reading.pieces.add(text, zone, stretch.hidden);
        }
    }
    reading
}

/// A chapter without what stands before its body: its title there is often the name of its file.
fn without_head(chapter: &str) -> &str {
    memchr::memmem::find(chapter.as_bytes(), b"<body").and_then(|at| chapter.get(at..)).unwrap_or(chapter)
}

fn book_part(package: &Package<'_>) -> Option<String> {
    let xml = package.text("META-INF/container.xml")?;
    let mut book = None;
    walk(&xml, &mut |step| {
        if let Step::Open(element) = step
            && element.name() == "rootfile"
            && book.is_none()
        {
            book = element.attribute("full-path").map(|path| resolve("", &path));
        }
        true
    });
    book
}

/// Parts in reading order.
fn chapters(package: &Package<'_>, book: &str) -> Vec<String> {
    let folder = book.rsplit_once('/').map_or("", |(folder, _)| folder);
    let xml = package.text(book).unwrap_or_default();
    let mut parts: HashMap<String, String> = HashMap::new();
    let mut chapters = Vec::new();
    walk(&xml, &mut |step| {
        if let Step::Open(element) = step {
            match element.name() {
                "item" => {
                    if let (Some(id), Some(target)) = (element.attribute("id"), element.attribute("href")) {
                        parts.insert(id, resolve(folder, &percent_decoded(&target)));
                    }
                }
                "itemref" => {
                    chapters.extend(element.attribute("idref").and_then(|id| parts.get(&id).cloned()))
                }
                _ => {}
            }
        }
        true
    });
    chapters
}

/// Parts that are encrypted, other than fonts.
fn locked_parts(package: &Package<'_>) -> Vec<String> {
    let mut locked = Vec::new();
    let Some(xml) = package.text("META-INF/encryption.xml") else { return locked };
    walk(&xml, &mut |step| {
        if let Step::Open(element) = step
            && element.name() == "CipherReference"
        {
            locked.extend(element.attribute("URI").map(|address| resolve("", &percent_decoded(&address))));
        }
        true
    });
    locked
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_decoded() {
        assert_eq!(percent_decoded("ch%201.xhtml"), "ch 1.xhtml");
        assert_eq!(percent_decoded("50%"), "50%");
    }
}
