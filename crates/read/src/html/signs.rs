//! What an element says about the role of what is inside: its name, its attributes, its class and id.

use super::tree::{Data, NodeId, Tree};
use crate::lexicon::{CLASSES, Words};
use model::Zone;

/// What one element says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// The role it gives to what is inside.
    pub(crate) zone: Option<Zone>,
    /// Whether the element's own name or ARIA role says so, rather than a class.
    pub(crate) is_semantic: bool,
    /// Whether the page does not show it.
    pub(crate) hidden: bool,
    /// Whether it says that the document's own content is inside: 2 the very body of an article, 1 about where it is.
    pub(crate) content: u8,
    /// Which date of the document it says to hold, if any.
    pub(crate) date: Option<DateMark>,
}

/// Which date an element says to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateMark {
    /// The day of publication.
    Published,
    /// The day of the last change.
    Modified,
    /// A date, without saying which.
    Some,
}

/// Whether a whole class name keeps an element out of sight in common style sheets.
fn is_hiding_class(name: &str) -> bool {
    matches!(
        name,
        "hidden"
            | "hide"
            | "visuallyhidden"
            | "visually-hidden"
            | "sr-only"
            | "sronly"
            | "screen-reader-text"
            | "screen-reader-only"
            | "screenreader"
            | "d-none"
            | "is-hidden"
            | "assistive-text"
            | "element-invisible"
            | "u-hidden"
            | "offscreen"
            | "visually-hidden-focusable"
    )
}

/// Classes that publishing systems give to every element of a page, whatever is in it.
fn is_wrapper(name: &str) -> bool {
    matches!(name, "html" | "body" | "main" | "article" | "head")
}

/// Elements that pages keep from screen readers only because their words are said twice; they are seen.
fn is_shown_anyway(name: &str) -> bool {
    is_wrapper(name) || matches!(name, "a" | "p" | "h1" | "h2" | "h3" | "section")
}

/// Reads the signs of an element; `words` is room for the words of its class and id.
pub(crate) fn signs_of(tree: &Tree, id: NodeId, words: &mut Words) -> Signs {
    let Some(Data::Element { name, attributes }) = tree.get(id).map(|node| &node.data) else {
        return Signs::default();
    };
    let element: &str = &name.local;
    let mut signs = Signs::default();
    (signs.zone, signs.is_semantic) = match element {
        "nav" | "footer" | "button" | "select" | "option" | "menu" | "dialog" | "label" | "noscript"
        | "form" | "datalist" => (Some(Zone::Chrome), element != "form"),
        "aside" => (Some(Zone::Related), false),
        "header" => (Some(Zone::Chrome), false),
        "figcaption" | "caption" => (Some(Zone::Caption), true),
        "address" | "time" => (Some(Zone::Meta), element == "time"),
        "svg" => (Some(Zone::Chrome), true),
        "title" => (Some(Zone::Title), true),
        _ => (None, false),
    };
    if element == "main" {
        signs.content = 1;
    }
    if element == "time" {
        signs.date = Some(DateMark::Some);
    }
    signs.hidden = matches!(element, "noscript" | "datalist" | "dialog");
    if attributes.is_empty() {
        return signs;
    }
    words.clear();
    for attribute in attributes {
        let value: &str = &attribute.value;
        match &*attribute.name.local {
            "hidden" => signs.hidden |= element != "html" && element != "body" && value != "until-found",
            "aria-hidden" => signs.hidden |= value == "true" && !is_shown_anyway(element),
            "style" => signs.hidden |= hides(value) && !is_wrapper(element),
            "role" => match value {
                "navigation" | "banner" | "contentinfo" | "search" | "menu" | "menubar" | "dialog"
                | "alertdialog" | "toolbar" | "tablist" | "button" => {
                    (signs.zone, signs.is_semantic) = (Some(Zone::Chrome), true);
                }
                "complementary" => signs.zone = Some(Zone::Related),
                "main" => signs.content = signs.content.max(1),
                _ => {}
            },
            "itemprop" => {
                match value {
                    "articleBody" | "reviewBody" => signs.content = 2,
                    "author" | "datePublished" | "dateModified" | "publisher" => {
                        signs.zone = Some(Zone::Meta);
                    }
                    "caption" => signs.zone = Some(Zone::Caption),
                    _ => {}
                }
                signs.date = signs.date.max_by_property(value);
            }
            "property" => signs.date = signs.date.max_by_property(value),
            "pubdate" => signs.date = Some(DateMark::Published),
            "class" if !matches!(element, "html" | "body") => {
                signs.hidden |= hides_by_class(value) && !is_wrapper(element);
                words.add(value);
            }
            "id" if !matches!(element, "html" | "body") => {
                if matches!(
                    value,
                    "main"
                        | "content"
                        | "main-content"
                        | "maincontent"
                        | "mainContent"
                        | "primary"
                        | "bodyContent"
                ) {
                    signs.content = signs.content.max(1);
                }
                words.add(value);
            }
            _ => {}
        }
    }
    if words.is_empty() {
        return signs;
    }
    if signs.date.is_none_or(|mark| mark == DateMark::Some) {
        signs.date = date_mark(words, element == "a").or(signs.date);
    }
    let meaning = CLASSES.meaning(words);
    if meaning.is_content {
        signs.content = 2;
        return signs;
    }
    if !signs.is_semantic && !is_wrapper(element) && meaning.zone.is_some() {
        signs.zone = meaning.zone;
    }
    signs
}

/// What a machine-readable property says of dates (schema.org, Dublin Core), over what was known before.
trait ByProperty {
    fn max_by_property(self, property: &str) -> Self;
}

impl ByProperty for Option<DateMark> {
    fn max_by_property(self, property: &str) -> Self {
        let names = |wanted: &[&str]| {
            property.split_ascii_whitespace().any(|name| {
                let bare = name.rsplit([':', '/']).next().unwrap_or(name);
                wanted.contains(&bare)
            })
        };
        if names(&["datePublished", "dateCreated", "uploadDate", "created", "issued"])
            || property == "dc:date"
        {
            Some(DateMark::Published)
        } else if names(&["dateModified", "modified"]) {
            Some(DateMark::Modified)
        } else {
            self
        }
    }
}

/// What the words of a class or id say of dates. "published updated" together is the day of publication, as common
/// systems write it where nothing was changed.
fn date_mark(words: &Words, is_link: bool) -> Option<DateMark> {
    let mut mark = None;
    for word in words.iter() {
        match word {
            "published" | "pubdate" | "publishdate" | "datepublished" | "postdate" => {
                return Some(DateMark::Published);
            }
            // A link of this class leads to one.
            "publication" if !is_link => return Some(DateMark::Published),
            "updated" | "modified" | "lastmod" | "lastmodified" | "datemodified" => {
                mark = Some(DateMark::Modified)
            }
            "date" | "time" | "datetime" | "timestamp" | "dateline" | "datum" | "fecha" | "posted"
            | "postedon"
                if mark.is_none() =>
            {
                mark = Some(DateMark::Some);
            }
            _ => {}
        }
    }
    mark
}

/// Whether an element keeps its words out of sight: by attribute, style or class.
pub(crate) fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "style").is_some_and(hides)
        || tree.attribute(id, "class").is_some_and(hides_by_class)
}

/// Whether a class hides; one that shows the element again on wider screens does not.
fn hides_by_class(classes: &str) -> bool {
    // Few classes hide, so they are looked for first.
    classes.split_ascii_whitespace().any(is_hiding_class)
        && ![":block", ":flex", "d-md-", "d-lg-"].iter().any(|shown| classes.contains(shown))
}

/// Whether an inline style keeps an element out of sight.
fn hides(style: &str) -> bool {
    let mut declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    declarations.any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        (property.trim().eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
            || (property.trim().eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    fn signs(html: &str) -> Signs {
        let tree = parse(html, 100);
        let element = (0..tree.len()).find(|id| tree.attribute(*id, "data-x").is_some()).unwrap();
        signs_of(&tree, element, &mut Words::default())
    }

    #[test]
    fn classes_are_read_by_word() {
        assert_eq!(signs("<div data-x class='relatedPosts-list'>").zone, Some(Zone::Related));
        assert_eq!(signs("<div data-x class='c-related-items'>").zone, Some(Zone::Related));
        assert_eq!(signs("<div data-x id='siteComments'>").zone, Some(Zone::Comment));
        assert_eq!(signs("<div data-x class='wp-caption-text'>").zone, Some(Zone::Caption));
        assert_eq!(signs("<div data-x class='unrelatedness'>").zone, None);
        assert_eq!(signs("<div data-x class='entry-content sidebar'>").content, 2);
    }

    #[test]
    fn hiding_is_seen() {
        assert!(signs("<p data-x style='color:red; display : none !important'>").hidden);
        assert!(signs("<p data-x hidden>").hidden);
        assert!(signs("<p data-x class='sr-only'>").hidden);
        assert!(!signs("<p data-x style='display:block'>").hidden);
        assert!(!signs("<p data-x class='field-label-hidden'>").hidden);
    }
}
