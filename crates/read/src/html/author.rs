//! Who wrote a page.

use super::blocks::Page;
use super::head::Head;
use super::label::Labels;
use super::tree::Tree;
use crate::byline::{byline_name, is_byline};
use model::Zone;

/// Longest line that may name authors, in characters.
const LONGEST_LINE: usize = 120;

/// The author line: structured data, `meta`, then what is marked as author, then a line by the headline that says so.
pub(crate) fn byline(tree: &Tree, head: &Head<'_>, page: &Page, labels: &Labels) -> Option<String> {
    let name = head
        .structured
        .author
        .clone()
        .or_else(|| declared(head).map(str::to_owned))
        .or_else(|| marked(tree, page, labels).map(str::to_owned))
        .or_else(|| written(page, labels))?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = ["By ", "by ", "BY ", "Von ", "Par ", "Por ", "Written by "]
        .iter()
        .find_map(|by| name.strip_prefix(by))
        .unwrap_or(&name);
    Some(bare.trim().to_owned()).filter(|name| !name.is_empty())
}

/// What a `meta` element declares.
fn declared<'t>(head: &Head<'t>) -> Option<&'t str> {
    let name = head.meta(&[
        "author",
        "article:author_name",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "byl",
        "twitter:data1",
    ])?;
    let fits = !name.starts_with("http")
        && name.chars().count() <= LONGEST_LINE
        && !name.chars().any(|c| c.is_ascii_digit());
    fits.then_some(name)
}

/// Whether a zone belongs to the document rather than to readers or to other articles.
fn is_own(zone: Option<&Zone>) -> bool {
    !matches!(zone, Some(Zone::Comment | Zone::Related | Zone::Teaser | Zone::Caption | Zone::Credit))
}

/// The first block that markup calls the author.
fn marked<'p>(tree: &Tree, page: &'p Page, labels: &Labels) -> Option<&'p str> {
    page.blocks.iter().enumerate().find_map(|(index, block)| {
        let has = |value: &str| value.contains("byline") || value.contains("author");
        let is_author = tree.ancestors(block.node).take(3).any(|node| {
            tree.attribute(node, "rel") == Some("author")
                || ["class", "itemprop"]
                    .iter()
                    .any(|attribute| tree.attribute(node, attribute).is_some_and(has))
        });
        block.span.of(&page.text).filter(|text| {
            is_author
                && is_own(labels.zones.get(index))
                && text.chars().any(char::is_alphabetic)
                && !text.ends_with([':', '*'])
                && text.chars().count() <= 80
                && !text.chars().any(|c| c.is_ascii_digit())
        })
    })
}

/// A line around the beginning of the document that says who wrote it.
fn written(page: &Page, labels: &Labels) -> Option<String> {
    /// Blocks after the first of the document in which its author may still be named.
    const REACH: usize = 8;
    let first = labels.zones.iter().position(|zone| *zone == Zone::Title).unwrap_or(labels.content.0);
    let end = labels.content.0.max(first) + REACH;
    (first..end.min(page.blocks.len())).find_map(|index| {
        let zone = labels.zones.get(index)?;
        let text = page.blocks.get(index)?.span.of(&page.text)?;
        if !matches!(zone, Zone::Meta | Zone::Main | Zone::Title) || text.chars().count() > LONGEST_LINE {
            return None;
        }
        let name = (is_byline(text) || *zone == Zone::Meta).then(|| byline_name(text)).flatten();
        // A number beside a name counts comments or shares.
        name.filter(|name| !name.chars().any(|c| c.is_ascii_digit()))
    })
}
