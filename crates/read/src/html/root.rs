//! Where on the page the document's own content is.

use super::blocks::{Block, Page};
use super::tree::{NodeId, Tree};
use crate::cues::ends_sentence;
use model::Zone;

/// What a node holds, summed over the blocks inside it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    /// Bytes of visible text.
    pub(crate) bytes: usize,
    /// Bytes of text inside links.
    pub(crate) links: usize,
    /// Bytes of visible paragraphs of prose.
    pub(crate) prose: usize,
    /// Weight of text that no sign gives another role.
    pub(crate) weight: usize,
}

/// Share of a block's bytes that are links, in percent.
pub(crate) fn link_percent(block: &Block) -> usize {
    block.link_bytes.min(block.span.len()) * 100 / block.span.len().max(1)
}

/// Whether a block is a paragraph of prose.
pub(crate) fn is_prose(page: &Page, block: &Block) -> bool {
    block.span.len() >= 80 && link_percent(block) < 40 && block.span.of(&page.text).is_some_and(ends_sentence)
}

/// Sums over blocks for every node. Nodes nest at most as deep as the parser allows.
pub(crate) fn sums(tree: &Tree, page: &Page) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); tree.len()];
    for block in page.blocks.iter().filter(|block| !block.hidden) {
        let bytes = block.span.len();
        let prose = if is_prose(page, block) { bytes } else { 0 };
        for node in tree.ancestors(block.node) {
            if let Some(sum) = sums.get_mut(node) {
                sum.bytes += bytes;
                sum.links += block.link_bytes.min(bytes);
                sum.prose += prose;
            }
        }
    }
    sums
}

/// Whether a page lists things more than it tells something: little prose among what no sign claims.
pub(crate) fn is_listing(page: &Page, hints: &[Option<Zone>]) -> bool {
    let (mut all, mut prose) = (0, 0);
    for (block, _) in page.blocks.iter().zip(hints).filter(|(block, hint)| hint.is_none() && !block.hidden) {
        all += block.span.len();
        prose += if is_prose(page, block) { block.span.len() } else { 0 };
    }
    prose < 3000 && prose * 100 < all * 30 || prose * 100 < all * 8
}

/// Adds the weight of blocks that no sign claims. In a listing links are content.
pub(crate) fn add_weights(
    tree: &Tree,
    page: &Page,
    hints: &[Option<Zone>],
    is_listing: bool,
    sums: &mut [Sums],
) {
    for (block, _) in page.blocks.iter().zip(hints).filter(|(block, hint)| hint.is_none() && !block.hidden) {
        let bytes = block.span.len();
        let percent = if is_listing { 0 } else { link_percent(block) };
        if bytes < 25 || percent > 60 {
            continue;
        }
        let weight = bytes * (100 - percent) / 100 * if is_prose(page, block) { 2 } else { 1 };
        for node in tree.ancestors(block.node) {
            if let Some(sum) = sums.get_mut(node) {
                sum.weight += weight;
            }
        }
    }
}

/// The element that holds the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Root {
    /// The element.
    pub(crate) node: NodeId,
    /// Whether the page marks it as the body of its article.
    pub(crate) is_marked: bool,
}

/// Chooses the element that holds the content: what the page marks as such if enough is in it, else the deepest
/// element that still has nearly all of the weight.
pub(crate) fn content_root(tree: &Tree, page: &Page, sums: &[Sums]) -> Root {
    let weight = |id: NodeId| sums.get(id).map_or(0, |sum| sum.weight);
    let total = weight(0);
    if total == 0 {
        return Root { node: 0, is_marked: false };
    }
    let marked = (0..tree.len()).filter(|id| {
        page.signs.get(*id).is_some_and(|signs| signs.content == 2) && weight(*id) * 100 >= total * 35
    });
    // Of nested marks the innermost that has lost nothing.
    let mut best: Option<NodeId> = None;
    for id in marked {
        let inside = best.is_some_and(|best| tree.ancestors(id).any(|ancestor| ancestor == best));
        let better = best.is_none_or(|best| {
            if inside { weight(id) * 100 >= weight(best) * 80 } else { weight(id) > weight(best) }
        });
        if better {
            best = Some(id);
        }
    }
    if let Some(node) = best {
        return Root { node, is_marked: true };
    }
    let mut node = 0;
    let mains: Vec<NodeId> = (0..tree.len())
        .filter(|id| {
            page.signs.get(*id).is_some_and(|signs| signs.content == 1) && weight(*id) * 100 >= total * 45
        })
        .collect();
    if let Some(main) = mains.last() {
        node = *main;
    }
    let articles: Vec<NodeId> = tree
        .walk(node)
        .filter(|id| tree.name(*id) == "article" && weight(*id) * 100 >= weight(node) * 50)
        .collect();
    if let Some(article) = articles.first() {
        node = *article;
    }
    let enough = weight(node) * 85 / 100;
    loop {
        let mut child = tree.get(node).and_then(|node| node.first_child);
        let mut heavy = None;
        while let Some(id) = child {
            if weight(id) >= enough && weight(id) > 0 {
                heavy = Some(id);
                break;
            }
            child = tree.get(id).and_then(|node| node.next);
        }
        match heavy {
            // A paragraph or a list is content, not the place of content.
            Some(id)
                if !matches!(
                    tree.name(id),
                    "p" | "ul"
                        | "ol"
                        | "table"
                        | "tbody"
                        | "tr"
                        | "blockquote"
                        | "pre"
                        | "dl"
                        | "span"
                        | "a"
                        | "b"
                        | "font"
                ) =>
            {
                node = id
            }
            _ => return Root { node, is_marked: false },
        }
    }
}
