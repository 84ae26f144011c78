//! What a page's head and its markup say about it: names, addresses, dates.

use super::jsonld::{StructuredData, read_structured_data};
use super::signs::is_hidden;
use super::tree::{Data, NodeId, Tree};

/// Everything that is collected in one walk before the text is labelled.
pub(crate) struct Head<'t> {
    tree: &'t Tree,
    metas: Vec<(String, &'t str)>,
    /// Text of the `title` element.
    pub(crate) window_title: Option<String>,
    /// Address in the `canonical` link.
    pub(crate) canonical: Option<&'t str>,
    /// Language attribute of the page.
    pub(crate) language: Option<&'t str>,
    /// JSON-LD.
    pub(crate) structured: StructuredData,
    /// Headings of the first level, in order.
    pub(crate) headings: Vec<(NodeId, String)>,
    /// Headings of the second level, in order.
    pub(crate) subheadings: Vec<(NodeId, String)>,
}

impl<'t> Head<'t> {
    /// Walks the page once.
    pub(crate) fn collect(tree: &'t Tree) -> Self {
        let mut head = Self {
            tree,
            metas: Vec::new(),
            window_title: None,
            canonical: None,
            language: None,
            structured: StructuredData::default(),
            headings: Vec::new(),
            subheadings: Vec::new(),
        };
        let mut scripts: Vec<NodeId> = Vec::new();
        for id in tree.walk(0) {
            match tree.name(id) {
                "meta" => head.take_meta(id),
                "html" => {
                    head.language = tree.attribute(id, "lang").or_else(|| tree.attribute(id, "xml:lang"))
                }
                "title"
                    if head.window_title.is_none()
                        && tree.get(id).and_then(|node| node.parent).map(|parent| tree.name(parent))
                            != Some("svg") =>
                {
                    head.window_title = Some(tree.text_of(id)).filter(|title| !title.is_empty());
                }
                "link" if has_word(tree.attribute(id, "rel"), "canonical") => {
                    head.canonical = tree.attribute(id, "href").filter(|href| !href.is_empty())
                }
                "script"
                    if tree
                        .attribute(id, "type")
                        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) =>
                {
                    scripts.push(id)
                }
                "h1" if head.headings.len() < 20 => head.headings.push((id, heading_text(tree, id))),
                "h2" if head.subheadings.len() < 20 => head.subheadings.push((id, heading_text(tree, id))),
                _ => {}
            }
        }
        let texts = scripts.iter().filter_map(|id| {
            match tree.get(tree.get(*id)?.first_child?).map(|node| &node.data) {
                Some(Data::Text(text)) => Some(&**text),
                _ => None,
            }
        });
        head.structured = read_structured_data(texts);
        head
    }

    fn take_meta(&mut self, id: NodeId) {
        let key = ["property", "name", "itemprop", "http-equiv"]
            .iter()
            .find_map(|attribute| self.tree.attribute(id, attribute));
        if let Some((key, content)) = key.zip(self.tree.attribute(id, "content").map(str::trim))
            && !content.is_empty()
            && self.metas.len() < 500
        {
            self.metas.push((key.to_ascii_lowercase(), content));
        }
    }

    /// Contents of the `meta` elements whose names fit, in order.
    pub(crate) fn meta_where(&self, fits: impl Fn(&str) -> bool) -> impl Iterator<Item = &'t str> {
        self.metas.iter().filter(move |(key, _)| fits(key)).map(|(_, content)| *content)
    }

    /// Content of the first `meta` element with one of these names, names in order of preference.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<&'t str> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(key, _)| key == name).map(|(_, content)| *content))
    }
}

/// The words of a heading, without those that the page hides in it or sets into it as a label ("News", "Subscribers").
fn heading_text(tree: &Tree, heading: NodeId) -> String {
    let is_apart = |id: NodeId| {
        let class = tree.attribute(id, "class");
        is_hidden(tree, id) || ["label", "badge", "headerlink"].iter().any(|word| has_word(class, word))
    };
    let text = tree.text_where(heading, |id| id == heading || !is_apart(id));
    // A heading that is nothing but a label is taken as it is.
    if text.is_empty() { tree.text_of(heading) } else { text }
}

/// Whether a space-separated attribute holds a word.
pub(crate) fn has_word(attribute: Option<&str>, word: &str) -> bool {
    attribute.is_some_and(|value| value.split_ascii_whitespace().any(|part| part.eq_ignore_ascii_case(word)))
}
