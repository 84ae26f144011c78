//! XML as a walk over elements and text: no tree, no entities but the five of XML and characters by number.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// One step of a walk.
pub(crate) enum Step<'x> {
    /// An element begins. The visitor says whether to go into it.
    Open(Element<'x>),
    /// An element that was gone into ends.
    Close(&'x str),
    /// Text, entities resolved.
    Text(&'x str),
}

/// The beginning of an element.
pub(crate) struct Element<'x> {
    start: &'x BytesStart<'x>,
}

impl Element<'_> {
    /// Its name without a prefix.
    pub(crate) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of the attribute of this name, whatever its prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let found = self
            .start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|found| local(found.key.as_ref()) == name)?;
        found.normalized_value(XmlVersion::default()).ok().map(std::borrow::Cow::into_owned)
    }

    /// The value of the attribute of exactly this name, prefix included.
    pub(crate) fn exact(&self, name: &str) -> Option<String> {
        let found =
            self.start.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == name)?;
        found.normalized_value(XmlVersion::default()).ok().map(std::borrow::Cow::into_owned)
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Walks through a document. It keeps no trace of where it is but a number, so depth costs nothing. Where the
/// document breaks off or is no XML any more, the walk ends and says so with `false`.
pub(crate) fn walk(xml: &str, visit: &mut dyn FnMut(Step<'_>) -> bool) -> bool {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    // Depth at which an element was skipped.
    let mut skipped: Option<usize> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if skipped.is_none() && !visit(Step::Open(Element { start: &start })) {
                    skipped = Some(depth);
                }
            }
            Ok(Event::Empty(start)) => {
                if skipped.is_none() && visit(Step::Open(Element { start: &start })) {
                    visit(Step::Close(local(start.name().as_ref())));
                }
            }
            Ok(Event::End(end)) => {
                if skipped == Some(depth) {
                    skipped = None;
                } else if skipped.is_none() {
                    visit(Step::Close(local(end.name().as_ref())));
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Text(text)) if skipped.is_none() => {
                visit(Step::Text(&text.xml10_content()));
            }
            Ok(Event::CData(text)) if skipped.is_none() => {
                visit(Step::Text(&text.xml10_content()));
            }
            Ok(Event::GeneralRef(reference)) if skipped.is_none() => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    visit(Step::Text(character.encode_utf8(&mut [0; 4])));
                } else if let Some(text) = resolve_predefined_entity(&reference) {
                    visit(Step::Text(text));
                }
                // Entities that the document itself defines are left out: they are how XML bombs are built.
            }
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str) -> (String, bool) {
        let mut told = String::new();
        let whole = walk(xml, &mut |step| {
            match step {
                Step::Open(element) => {
                    told.push_str(&format!("<{}", element.name()));
                    if let Some(value) = element.attribute("v") {
                        told.push_str(&format!("={value}"));
                    }
                    return element.name() != "skip";
                }
                Step::Close(name) => told.push_str(&format!("/{name}>")),
                Step::Text(text) => told.push_str(text),
            }
            true
        });
        (told, whole)
    }

    #[test]
    fn names_lose_prefixes_and_entities_are_resolved() {
        let (steps, whole) = told("<w:p w:v='a&amp;b'>x &lt; &#1076;<skip><y/>no</skip><e/></w:p>");
        assert_eq!((steps.as_str(), whole), ("<p=a&bx < д<skip<e/e>/p>", true));
    }

    #[test]
    fn bombs_and_broken_ends_cost_nothing() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;'>]><a>one&c;two</a>";
        assert_eq!(told(bomb), ("<aonetwo/a>".to_owned(), true));
        assert_eq!(told("<a><b>cut"), ("<a<bcut".to_owned(), false));
    }
}
