//! What the block model looks at: numbers about a block, what stands around it, and its page.

use super::blocks::{Block, Page};
use super::label::PageKind;
use super::root::{Sums, is_prose, link_percent};
use super::tree::{NodeId, Tree};
use crate::cues::{Cue, ends_sentence};
use model::Zone;
use std::collections::HashMap;

/// Numbers of one block, in the order of [`NAMES`].
pub(crate) type Features = [f32; NAMES.len()];

/// Place of the number of words among the features, as the binary logarithm of one more.
pub(crate) const WORDS: usize = 2;

/// Names of the features, as the training script sees them.
pub(crate) const NAMES: [&str; 74] = [
    "bytes",
    "links",
    "words",
    "sentence",
    "prose",
    "hidden",
    "punctuation",
    "digits",
    "capitals",
    "word_length",
    "heading",
    "item",
    "cell",
    "paragraph",
    "preformatted",
    "linked",
    "division",
    "depth",
    "position",
    "byte_position",
    "inside",
    "after_first",
    "before_end",
    "after_title",
    "zone",
    "hint",
    "cue",
    "in_nav",
    "in_header",
    "in_footer",
    "in_aside",
    "in_form",
    "in_article",
    "in_main",
    "in_table",
    "in_list",
    "signs_comment",
    "signs_related",
    "signs_teaser",
    "signs_chrome",
    "signs_meta",
    "signs_content",
    "parent_bytes",
    "parent_links",
    "parent_prose",
    "group_bytes",
    "group_links",
    "group_prose",
    "group_share",
    "outer_bytes",
    "outer_links",
    "outer_prose",
    "outer_share",
    "repeats",
    "outer_repeats",
    "previous_bytes",
    "previous_links",
    "previous_main",
    "previous_prose",
    "next_bytes",
    "next_links",
    "next_main",
    "next_prose",
    "window_prose",
    "window_links",
    "window_main",
    "page_blocks",
    "page_prose",
    "page_links",
    "page_listing",
    "page_article",
    "page_forum",
    "page_product",
    "twice",
];

/// What the rules made of a page, before the model is asked.
pub(crate) struct Ruled<'p> {
    /// The tree.
    pub(crate) tree: &'p Tree,
    /// The page.
    pub(crate) page: &'p Page,
    /// Sums by node.
    pub(crate) sums: &'p [Sums],
    /// Zones by the rules.
    pub(crate) zones: &'p [Zone],
    /// The role that elements give, where it is believed.
    pub(crate) hints: &'p [Option<Zone>],
    /// What the words of short blocks show.
    pub(crate) cues: &'p [Option<Cue>],
    /// Whether blocks stand inside the element that holds the content.
    pub(crate) inside: &'p [bool],
    /// First and one past the last block of the content.
    pub(crate) content: (usize, usize),
    /// The block of the headline.
    pub(crate) title_at: usize,
    /// Whether the page lists more than it tells.
    pub(crate) is_listing: bool,
    /// What the page says it is.
    pub(crate) kind: PageKind,
}

/// Counts, lengths and the like, on a scale where doubling always counts the same.
fn log(count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts need no more than 24 bits")]
    let count = count as f32;
    (count + 1.0).log2()
}

fn share(part: usize, whole: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts need no more than 24 bits")]
    let share = part as f32 / whole.max(1) as f32;
    share
}

fn flag(flag: bool) -> f32 {
    f32::from(u8::from(flag))
}

fn zone_number(zone: Option<Zone>) -> f32 {
    match zone {
        None => 0.0,
        Some(Zone::Main) => 1.0,
        Some(Zone::Title) => 2.0,
        Some(Zone::Meta) => 3.0,
        Some(Zone::Caption) => 4.0,
        Some(Zone::Credit) => 5.0,
        Some(Zone::Related) => 6.0,
        Some(Zone::Teaser) => 7.0,
        Some(Zone::Comment) => 8.0,
        Some(Zone::Chrome) => 9.0,
    }
}

fn cue_number(cue: Option<Cue>) -> f32 {
    match cue {
        None => 0.0,
        Some(Cue::Caption) => 1.0,
        Some(Cue::Credit) => 2.0,
        Some(Cue::Meta) => 3.0,
        Some(Cue::Tags) => 4.0,
        Some(Cue::RelatedHead) => 5.0,
        Some(Cue::RelatedLine) => 6.0,
        Some(Cue::TeaserHead) => 7.0,
        Some(Cue::ReadMore) => 8.0,
        Some(Cue::CommentHead) => 9.0,
        Some(Cue::Notice) => 10.0,
        Some(Cue::Button) => 11.0,
    }
}

/// What the elements around a node say, carried from the outside in.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    depth: u16,
    elements: u16,
    zones: u16,
    content: u8,
}

const IN: [&str; 9] = ["nav", "header", "footer", "aside", "form", "article", "main", "table", "ul"];
const SIGNS: [Zone; 5] = [Zone::Comment, Zone::Related, Zone::Teaser, Zone::Chrome, Zone::Meta];

impl Around {
    fn of(tree: &Tree, page: &Page, node: NodeId) -> Self {
        let mut around = Self::default();
        for id in tree.ancestors(node) {
            around.depth += 1;
            let name = match tree.name(id) {
                "ol" | "dl" => "ul",
                name => name,
            };
            if let Some(bit) = IN.iter().position(|known| *known == name) {
                around.elements |= 1 << bit;
            }
            if let Some(signs) = page.signs.get(id) {
                if let Some(bit) = SIGNS.iter().position(|zone| signs.zone == Some(*zone)) {
                    around.zones |= 1 << bit;
                }
                around.content = around.content.max(signs.content);
            }
        }
        around
    }
}

/// How many siblings of each node that holds text are built like it: same name, same class.
fn repeats(tree: &Tree, sums: &[Sums]) -> Vec<u16> {
    /// Kinds of children that are told apart; a template has few.
    const MOST_KINDS: usize = 16;
    let holds = |id: NodeId| sums.get(id).is_some_and(|sum| sum.bytes > 0);
    let children = |id: NodeId| {
        let next = |child: &NodeId| tree.get(*child).and_then(|node| node.next);
        std::iter::successors(tree.get(id).and_then(|node| node.first_child), next)
    };
    let mut counts = vec![1; tree.len()];
    let mut kinds: Vec<(&str, &str, u16)> = Vec::new();
    let mut alike: Vec<(NodeId, usize)> = Vec::new();
    for parent in (0..tree.len()).filter(|id| holds(*id)) {
        kinds.clear();
        alike.clear();
        for child in children(parent).filter(|child| holds(*child)) {
            let (name, class) = (tree.name(child), tree.attribute(child, "class").unwrap_or_default());
            let kind = kinds.iter().position(|kind| kind.0 == name && kind.1 == class);
            let is_new = kind.is_none() && kinds.len() < MOST_KINDS;
            if is_new {
                kinds.push((name, class, 0));
            }
            // What comes after so many kinds counts as the only one of its kind.
            let Some(kind) = kind.or_else(|| Some(kinds.len() - 1).filter(|_| is_new)) else { continue };
            if let Some(kind) = kinds.get_mut(kind) {
                kind.2 = kind.2.saturating_add(1);
            }
            alike.push((child, kind));
        }
        for (child, kind) in &alike {
            if let (Some(slot), Some(kind)) = (counts.get_mut(*child), kinds.get(*kind)) {
                *slot = kind.2;
            }
        }
    }
    counts
}

/// Marks of one block's text.
struct Marks {
    words: usize,
    punctuation: f32,
    digits: f32,
    capitals: f32,
    word_length: f32,
}

fn marks(text: &str) -> Marks {
    let (mut letters, mut digits, mut capitals, mut punctuation, mut words) = (0, 0, 0, 0, 0);
    let mut in_word = false;
    for character in text.chars() {
        if character.is_alphabetic() {
            letters += 1;
            capitals += usize::from(character.is_uppercase());
        } else if character.is_ascii_digit() {
            digits += 1;
        } else if matches!(character, '.' | ',' | ';' | '?' | '!' | '。' | '，' | '、' | '،' | '।') {
            punctuation += 1;
        }
        let is_space = character.is_whitespace();
        words += usize::from(!is_space && !in_word);
        in_word = !is_space;
    }
    Marks {
        words,
        punctuation: share(punctuation, words),
        digits: share(digits, letters + digits),
        capitals: share(capitals, letters),
        word_length: share(letters, words),
    }
}

/// The features of every block.
pub(crate) fn features(ruled: &Ruled<'_>) -> Vec<Features> {
    let Ruled { tree, page, sums, .. } = *ruled;
    let blocks = &page.blocks;
    let repeats = repeats(tree, sums);
    let all = sums.first().copied().unwrap_or_default();
    let prose: Vec<bool> = blocks.iter().map(|block| is_prose(page, block)).collect();
    let mut seen: HashMap<&str, u16> = HashMap::new();
    for block in blocks {
        let count = seen.entry(block.span.of(&page.text).unwrap_or_default()).or_default();
        *count = count.saturating_add(1);
    }
    // Running sums of bytes, links, prose and main text, so that a window costs two look-ups.
    let mut running: Vec<[usize; 4]> = vec![[0; 4]];
    for (index, block) in blocks.iter().enumerate() {
        let [bytes, links, told, main] = running.last().copied().unwrap_or_default();
        let length = block.span.len();
        let is_main = ruled.zones.get(index) == Some(&Zone::Main);
        running.push([
            bytes + length,
            links + block.link_bytes.min(length),
            told + if prose.get(index) == Some(&true) { length } else { 0 },
            main + if is_main { length } else { 0 },
        ]);
    }
    let window = |index: usize, reach: usize| {
        let (from, to) = (index.saturating_sub(reach), (index + reach + 1).min(blocks.len()));
        let (Some(before), Some(after)) = (running.get(from), running.get(to)) else { return [0; 4] };
        [after[0] - before[0], after[1] - before[1], after[2] - before[2], after[3] - before[3]]
    };
    let mut around_of: (NodeId, Around) = (usize::MAX, Around::default());
    let mut rows = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        if around_of.0 != block.node {
            around_of = (block.node, Around::of(tree, page, block.node));
        }
        let around = around_of.1;
        let text = block.span.of(&page.text).unwrap_or_default();
        let marks = marks(text);
        let place = Place::of(tree, sums, &repeats, block.node);
        let near = |other: Option<usize>| other.and_then(|other| Some((other, blocks.get(other)?)));
        let neighbour = |found: Option<(usize, &Block)>| {
            found.map_or([0.0; 4], |(other, block)| {
                [
                    log(block.span.len()),
                    share(link_percent(block), 100),
                    flag(ruled.zones.get(other) == Some(&Zone::Main)),
                    flag(prose.get(other) == Some(&true)),
                ]
            })
        };
        let previous = neighbour(near(index.checked_sub(1)));
        let next = neighbour(near(Some(index + 1)));
        let [window_bytes, window_links, window_prose, window_main] = window(index, 5);
        let name = tree.name(block.node);
        let bit = |bits: u16, bit: usize| flag(bits & (1 << bit) != 0);
        let apart = |one: usize, other: usize| {
            if one >= other { log(one - other) } else { -log(other - one) }
        };
        rows.push([
            log(block.span.len()),
            share(link_percent(block), 100),
            log(marks.words),
            flag(ends_sentence(text)),
            flag(prose.get(index) == Some(&true)),
            flag(block.hidden),
            marks.punctuation,
            marks.digits,
            marks.capitals,
            marks.word_length,
            match name {
                "h1" => 6.0,
                "h2" => 5.0,
                "h3" => 4.0,
                "h4" => 3.0,
                "h5" => 2.0,
                "h6" => 1.0,
                _ => 0.0,
            },
            flag(matches!(name, "li" | "dd" | "dt")),
            flag(matches!(name, "td" | "th" | "tr" | "table" | "tbody")),
            flag(name == "p"),
            flag(matches!(name, "pre" | "code" | "textarea")),
            flag(matches!(name, "a" | "button" | "label" | "option")),
            flag(matches!(name, "div" | "section" | "span")),
            f32::from(around.depth),
            share(index, blocks.len()),
            share(block.span.start, page.text.len()),
            flag(ruled.inside.get(index) == Some(&true)),
            apart(index, ruled.content.0),
            apart(ruled.content.1, index),
            apart(index, ruled.title_at),
            zone_number(ruled.zones.get(index).copied()),
            zone_number(ruled.hints.get(index).copied().flatten()),
            cue_number(ruled.cues.get(index).copied().flatten()),
            bit(around.elements, 0),
            bit(around.elements, 1),
            bit(around.elements, 2),
            bit(around.elements, 3),
            bit(around.elements, 4),
            bit(around.elements, 5),
            bit(around.elements, 6),
            bit(around.elements, 7),
            bit(around.elements, 8),
            bit(around.zones, 0),
            bit(around.zones, 1),
            bit(around.zones, 2),
            bit(around.zones, 3),
            bit(around.zones, 4),
            f32::from(around.content),
            log(place.parent.bytes),
            share(place.parent.links, place.parent.bytes),
            share(place.parent.prose, place.parent.bytes),
            log(place.group.bytes),
            share(place.group.links, place.group.bytes),
            share(place.group.prose, place.group.bytes),
            share(place.group.bytes, all.bytes),
            log(place.outer.bytes),
            share(place.outer.links, place.outer.bytes),
            share(place.outer.prose, place.outer.bytes),
            share(place.outer.bytes, all.bytes),
            log(usize::from(place.repeats)),
            log(usize::from(place.outer_repeats)),
            previous[0],
            previous[1],
            previous[2],
            previous[3],
            next[0],
            next[1],
            next[2],
            next[3],
            share(window_prose, window_bytes),
            share(window_links, window_bytes),
            share(window_main, window_bytes),
            log(blocks.len()),
            share(all.prose, all.bytes),
            share(all.links, all.bytes),
            flag(ruled.is_listing),
            flag(ruled.kind.is_article),
            flag(ruled.kind.is_forum),
            flag(ruled.kind.is_product),
            log(usize::from(seen.get(text).copied().unwrap_or(1)) - 1),
        ]);
    }
    rows
}

/// Where a block stands in the tree: its parent, and two circles of elements that hold clearly more than the one before.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    parent: Sums,
    group: Sums,
    outer: Sums,
    repeats: u16,
    outer_repeats: u16,
}

impl Place {
    fn of(tree: &Tree, sums: &[Sums], repeats: &[u16], node: NodeId) -> Self {
        let sum = |id: NodeId| sums.get(id).copied().unwrap_or_default();
        let own = sum(node);
        let mut place = Self { parent: own, group: own, outer: own, ..Self::default() };
        let mut circle = 0;
        for (step, id) in tree.ancestors(node).enumerate() {
            let here = sum(id);
            let alike = repeats.get(id).copied().unwrap_or_default();
            place.repeats = if circle == 0 { place.repeats.max(alike) } else { place.repeats };
            place.outer_repeats = place.outer_repeats.max(alike);
            if step == 1 {
                place.parent = here;
            }
            if circle == 0 && here.bytes * 10 > own.bytes * 15 {
                place.group = here;
                circle = 1;
            } else if circle == 1 && here.bytes > place.group.bytes * 3 {
                place.outer = here;
                break;
            }
            place.outer = here;
        }
        place
    }
}
