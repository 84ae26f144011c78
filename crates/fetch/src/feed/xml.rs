//! RSS, RDF, Atom and sitemaps: one walk over the elements, no tree.
//!
//! Feeds are often written by hand or by poor programs: a bare `&`, an end that fits no beginning and an entity of HTML do no harm. A
//! feed that breaks off does. What a document type declares is left out, since that is how XML is made to grow.

use super::{FeedError, FeedKind, Found};
use crate::address::Address;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Bytes of text of one field that are kept.
const LONGEST_FIELD: usize = 16 << 10;

/// Elements in elements.
const DEEPEST: usize = 200;

pub(super) fn parse(xml: &str, base: &Address) -> Result<Found, FeedError> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.expand_empty_elements = true;
    let mut walk =
        Walk { base: base.clone(), found: None, open: Vec::new(), item: None, text: String::new() };
    loop {
        let event = reader.read_event();
        let damaged = |reason: String| {
            let position = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
            let before = xml.as_bytes().get(..position).unwrap_or(xml.as_bytes());
            let line = 1 + memchr::memchr_iter(b'\n', before).count();
            FeedError::Damaged { line, reason }
        };
        match event {
            Ok(Event::Start(start)) => {
                walk.opens(&start)?;
                if walk.open.len() > DEEPEST {
                    return Err(damaged(format!("more than {DEEPEST} elements in each other")));
                }
            }
            Ok(Event::End(_)) => walk.closes(),
            Ok(Event::Text(text)) => walk.says(&text.xml10_content()),
            Ok(Event::CData(text)) => walk.says(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    walk.says(character.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = resolve_predefined_entity(&reference) {
                    walk.says(text);
                }
            }
            Ok(Event::Eof) if walk.open.is_empty() => break,
            Ok(Event::Eof) => return Err(damaged("it breaks off".to_owned())),
            Ok(_) => {}
            Err(error) => return Err(damaged(error.to_string())),
        }
    }
    walk.found.ok_or(FeedError::Other("XML without an element"))
}

struct Walk {
    base: Address,
    found: Option<Found>,
    /// Names of the open elements.
    open: Vec<String>,
    item: Option<Item>,
    /// Text of the innermost element.
    text: String,
}

/// An item that is open.
#[derive(Default)]
struct Item {
    /// Elements open when it began, itself included.
    depth: usize,
    base: Option<Address>,
    link: Option<String>,
    /// The publisher's own address, where the link goes through somebody who counts.
    original: Option<String>,
    id: Option<String>,
    enclosure: Option<String>,
    title: Option<String>,
    published: Option<String>,
    changed: Option<String>,
}

impl Walk {
    fn opens(&mut self, start: &BytesStart<'_>) -> Result<(), FeedError> {
        let name = start.local_name().into_inner().to_owned();
        let Some(kind) = self.found.as_ref().map(|found| found.feed.kind) else {
            let kind = match name.to_ascii_lowercase().as_str() {
                "rss" | "rdf" => FeedKind::Rss,
                "feed" => FeedKind::Atom,
                "urlset" => FeedKind::Sitemap,
                "sitemapindex" => FeedKind::SitemapIndex,
                "html" | "head" | "body" => return Err(FeedError::Other("a web page")),
                _ => return Err(FeedError::Other("another kind of XML")),
            };
            self.found = Some(Found::new(kind));
            self.rebase(start);
            self.open.push(name);
            return Ok(());
        };
        self.open.push(name);
        self.text.clear();
        let depth = self.open.len();
        let name = self.open.last().map(String::as_str).unwrap_or_default();
        let is_item = match kind {
            FeedKind::Rss => name == "item",
            FeedKind::Atom => name == "entry" && depth == 2,
            FeedKind::Sitemap => name == "url" && depth == 2,
            FeedKind::SitemapIndex => name == "sitemap" && depth == 2,
            FeedKind::JsonFeed => false,
        };
        if is_item && self.item.is_none() {
            let base = attribute(start, "base").and_then(|base| self.base.join(&base).ok());
            self.item = Some(Item { depth, base, ..Item::default() });
            return Ok(());
        }
        let Some(item) = self.item.as_mut().filter(|item| depth == item.depth + 1) else { return Ok(()) };
        match (kind, name) {
            // Atom's link, also in RSS.
            (FeedKind::Atom | FeedKind::Rss, "link") => {
                let relation = attribute(start, "rel").unwrap_or_else(|| "alternate".to_owned());
                let is_page = attribute(start, "type").is_none_or(|media_type| media_type.contains("html"));
                if let Some(link) = attribute(start, "href").filter(|_| relation == "alternate")
                    && (item.link.is_none() || is_page)
                {
                    item.link = Some(link);
                }
            }
            (FeedKind::Rss, "enclosure") => item.enclosure = attribute(start, "url"),
            (FeedKind::Rss, "guid") if attribute(start, "isPermaLink").as_deref() == Some("false") => {
                // Marks that its text is no address.
                item.id = Some(String::new());
            }
            _ => {}
        }
        Ok(())
    }

    /// `xml:base` of the whole feed.
    fn rebase(&mut self, start: &BytesStart<'_>) {
        if let Some(base) = attribute(start, "base").and_then(|base| self.base.join(&base).ok()) {
            self.base = base;
        }
    }

    fn says(&mut self, text: &str) {
        let room = LONGEST_FIELD.saturating_sub(self.text.len());
        let mut end = text.len().min(room);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(text.get(..end).unwrap_or_default());
    }

    fn closes(&mut self) {
        let depth = self.open.len();
        let Some(name) = self.open.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let Some(found) = self.found.as_mut() else { return };
        match self.item.take() {
            Some(item) if depth == item.depth => {
                let id = item.id.as_deref().filter(|id| id.trim_start().starts_with("http"));
                let own = [item.original.as_deref(), item.link.as_deref(), id, item.enclosure.as_deref()];
                let link = own.into_iter().flatten().find(|link| !link.trim().is_empty());
                let at = item.published.as_deref().or(item.changed.as_deref());
                let base = item.base.as_ref().unwrap_or(&self.base);
                found.add(base, link, item.title.as_deref(), at);
            }
            Some(mut item) => {
                if depth == item.depth + 1
                    || (found.feed.kind == FeedKind::Sitemap && depth == item.depth + 2)
                {
                    item.take(found.feed.kind, &name, text, depth - item.depth);
                }
                self.item = Some(item);
            }
            None => {
                // The title of an RSS channel is one deeper than that of an Atom feed.
                let place = if found.feed.kind == FeedKind::Atom { 2 } else { 3 };
                if name == "title" && depth == place && found.feed.title.is_none() {
                    found.feed.title = super::text::line(&text);
                }
            }
        }
    }
}

impl Item {
    fn take(&mut self, kind: FeedKind, name: &str, text: String, level: usize) {
        let is_empty = text.trim().is_empty();
        let slot = match (kind, name, level) {
            _ if is_empty => return,
            (FeedKind::Sitemap | FeedKind::SitemapIndex, "loc", 1) => &mut self.link,
            (FeedKind::Sitemap | FeedKind::SitemapIndex, "lastmod", 1) => &mut self.changed,
            // Inside of `news:news`.
            (FeedKind::Sitemap, "title", 2) => &mut self.title,
            (FeedKind::Sitemap, "publication_date", 2) => &mut self.published,
            (FeedKind::Rss, "link", 1) if self.link.is_none() => &mut self.link,
            (FeedKind::Rss, "origLink", 1) | (FeedKind::Atom, "origLink", 1) => &mut self.original,
            (FeedKind::Rss, "guid", 1) | (FeedKind::Atom, "id", 1) if self.id.is_none() => &mut self.id,
            (FeedKind::Rss | FeedKind::Atom, "title", 1) => &mut self.title,
            (FeedKind::Rss, "pubDate" | "date", 1) | (FeedKind::Atom, "published", 1) => &mut self.published,
            (FeedKind::Atom, "updated", 1) => &mut self.changed,
            _ => return,
        };
        *slot = Some(text);
    }
}

/// The value of an attribute, whatever its prefix.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|found| found.key.as_ref().rsplit(':').next() == Some(name))?;
    found.normalized_value(XmlVersion::default()).ok().map(std::borrow::Cow::into_owned)
}
