//! Elements of an XML file, one entry at a time, with limits.
//!
//! Document type declarations are refused: lists have none, and what they define (entities in entities, files elsewhere) is how XML is
//! used to do harm. So the only entities are the five of XML itself and characters by number.

use crate::Limits;
use crate::error::{Error, Place, Result};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An element with its text and the elements in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name, without a namespace prefix.
    pub(crate) name: String,
    /// Its attributes by name.
    pub(crate) attributes: Vec<(String, String)>,
    /// Its own text, without that of the elements in it.
    pub(crate) text: String,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
    /// The line it begins on, from 1.
    pub(crate) line: u64,
}

impl Element {
    /// The elements in it of this name.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first element of this name; empty where there is none.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.children.iter().find(|child| child.name == name).map_or("", |child| child.text.trim())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Walks through a file element by element.
pub(crate) struct Elements<'t> {
    file: &'t str,
    text: &'t str,
    reader: Reader<&'t [u8]>,
    limits: &'t Limits,
    /// Byte and line that are known to belong together.
    counted: (usize, u64),
}

/// What comes next.
pub(crate) enum Step {
    /// An element opens; its children follow as steps of their own, or are taken with [`Elements::take`].
    Open(Element),
    /// The innermost open element closes.
    Close,
    /// The file ends.
    End,
}

impl<'t> Elements<'t> {
    pub(crate) fn new(file: &'t str, text: &'t str, limits: &'t Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        Self { file, text, reader, limits, counted: (0, 1) }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len())
    }

    fn line(&mut self) -> u64 {
        let (from, line) = self.counted;
        let here = self.position().clamp(from, self.text.len());
        let passed = self.text.as_bytes().get(from..here).unwrap_or_default();
        let line = line + passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = (here, line);
        line
    }

    pub(crate) fn place(&mut self) -> Place {
        let line = self.line();
        Place::new(self.file, line)
    }

    /// What is there from byte `start` up to here, to the letter.
    pub(crate) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.position()).unwrap_or_default()
    }

    fn event(&mut self) -> Result<Event<'t>> {
        match self.reader.read_event() {
            Ok(event) => Ok(event),
            Err(error) => {
                let place = self.place();
                let reason = error.to_string();
                let at_end = self.position() >= self.text.trim_end().len();
                Err(if at_end { Error::truncated(place, reason) } else { Error::malformed(place, reason) })
            }
        }
    }

    /// The next element that opens or closes.
    pub(crate) fn step(&mut self) -> Result<Step> {
        loop {
            match self.event()? {
                Event::Start(start) => return self.open(&start).map(Step::Open),
                Event::End(_) => return Ok(Step::Close),
                Event::Eof => return Ok(Step::End),
                Event::DocType(_) => return Err(self.refused("it has a document type declaration")),
                Event::Text(text) if !text.trim().is_empty() => {
                    return Err(self.refused("it has text where elements are expected"));
                }
                _ => {}
            }
        }
    }

    fn refused(&mut self, reason: &str) -> Error {
        Error::malformed(self.place(), reason)
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<Element> {
        let line = self.line();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.refused(&error.to_string()))?;
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|error| self.refused(&error.to_string()))?;
            attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
            Limits::check(|| Place::new(self.file, line), attributes.len(), 64, "attributes")?;
        }
        let name = start.local_name().as_ref().to_owned();
        Ok(Element { name, attributes, line, ..Element::default() })
    }

    /// Everything in the element that has just opened, up to its end.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where it is larger or deeper than the limits; [`Error::Truncated`] where the file ends in it.
    pub(crate) fn take(&mut self, root: Element) -> Result<Element> {
        let start = self.position();
        let mut open = vec![root];
        loop {
            let event = self.event()?;
            let line = self.counted.1;
            let place = || Place::new(self.file, line);
            Limits::check(place, self.position() - start, self.limits.row, "bytes in an element")?;
            match event {
                Event::Start(start) => {
                    let child = self.open(&start)?;
                    open.push(child);
                    Limits::check(place, open.len(), self.limits.depth, "levels of elements")?;
                }
                Event::End(_) => {
                    let Some(closed) = open.pop() else {
                        return Err(self.refused("an element closes that is not open"));
                    };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(closed),
                        None => return Ok(closed),
                    }
                }
                Event::Text(text) => append(&mut open, &text.xml10_content()),
                Event::CData(data) => append(&mut open, &data.xml10_content()),
                Event::GeneralRef(reference) => {
                    let text = self.entity(&reference)?;
                    append(&mut open, &text);
                }
                Event::DocType(_) => return Err(self.refused("it has a document type declaration")),
                Event::Eof => {
                    let place = self.place();
                    return Err(Error::truncated(place, "it ends inside an element"));
                }
                _ => {}
            }
        }
    }

    /// `&amp;`, `&#1234;`: what they stand for.
    fn entity(&mut self, reference: &BytesRef<'_>) -> Result<String> {
        if let Some(character) =
            reference.resolve_char_ref().map_err(|error| self.refused(&error.to_string()))?
        {
            return Ok(character.to_string());
        }
        let name = reference.xml10_content();
        match quick_xml::escape::resolve_predefined_entity(&name) {
            Some(text) => Ok(text.to_owned()),
            None => Err(self.refused(&format!("`&{name};` is not defined"))),
        }
    }
}

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}
