//! Zones of a page: what elements say, where the content is, what the wording shows.

use super::blocks::{Block, Page};
use super::features::{Features, Ruled, features};
use super::refine::refine;
use super::root::{Sums, add_weights, content_root, is_listing, is_prose, link_percent, sums};
use super::site::fold;
use super::title::Title;
use super::tree::{NodeId, Tree};
use crate::cues::{Cue, cue_of, ends_sentence, is_relative_time};
use crate::dates::{DayOrder, only_date};
use model::Zone;

/// Bytes that a heading over a list of articles has at most.
const LONGEST_HEADING: usize = 120;

/// Labels of a page's blocks, and where its content is.
#[derive(Debug)]
pub(crate) struct Labels {
    /// One zone a block.
    pub(crate) zones: Vec<Zone>,
    /// First and one past the last block of the content.
    pub(crate) content: (usize, usize),
    /// Whether paragraphs of prose make up most of the content.
    pub(crate) is_article: bool,
}

/// What kind of page it is, as far as it says so.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PageKind {
    /// Readers' posts are the document itself.
    pub(crate) is_forum: bool,
    /// It declares itself an article.
    pub(crate) is_article: bool,
    /// It says that something is on sale.
    pub(crate) is_product: bool,
}

/// Features of every block, with the zone that the rules alone give it.
pub(crate) fn block_features(
    tree: &Tree,
    page: &Page,
    title: &Title,
    kind: PageKind,
) -> Vec<(Zone, Features)> {
    let ruled = RuledPage::new(tree, page, title, kind);
    let rows = features(&ruled.view(tree, page, kind));
    ruled.zones.into_iter().zip(rows).collect()
}

/// What the rules make of a page.
struct RuledPage {
    sums: Vec<Sums>,
    hints: Vec<Option<Zone>>,
    cues: Vec<Option<Cue>>,
    inside: Vec<bool>,
    zones: Vec<Zone>,
    content: (usize, usize),
    title_at: usize,
    is_listing: bool,
    is_article: bool,
}

impl RuledPage {
    fn new(tree: &Tree, page: &Page, title: &Title, kind: PageKind) -> Self {
        let mut sums = sums(tree, page);
        let title_blocks = title_blocks(page, title, tree);
        let hints = hints(tree, page, &sums, &title_blocks, kind.is_forum);
        let is_listing = !kind.is_article && is_listing(page, &hints);
        add_weights(tree, page, &hints, is_listing, &mut sums);
        let root = content_root(tree, page, &sums);
        let inside: Vec<bool> = is_inside(tree, page, root.node);
        let first = inside.iter().position(|inside| *inside).unwrap_or(0);
        let end = inside.iter().rposition(|inside| *inside).map_or(page.blocks.len(), |last| last + 1);
        let cues = page.blocks.iter().map(|block| block_cue(page, block)).collect();
        let title_at = title_blocks.iter().position(|is_title| *is_title).unwrap_or(0);
        let mut labeller = Labeller {
            tree,
            page,
            first,
            end,
            inside,
            hints,
            cues,
            title_blocks,
            is_article: false,
            title_at,
        };
        labeller.is_article = labeller.content_is_prose();
        let mut zones: Vec<Zone> = (0..page.blocks.len()).map(|index| labeller.zone_of(index)).collect();
        labeller.label_link_lists(&mut zones);
        labeller.label_tail(&mut zones);
        labeller.label_beyond(&mut zones);
        let Labeller { inside, hints, cues, is_article, .. } = labeller;
        Self { sums, hints, cues, inside, zones, content: (first, end), title_at, is_listing, is_article }
    }

    fn view<'p>(&'p self, tree: &'p Tree, page: &'p Page, kind: PageKind) -> Ruled<'p> {
        Ruled {
            tree,
            page,
            sums: &self.sums,
            zones: &self.zones,
            hints: &self.hints,
            cues: &self.cues,
            inside: &self.inside,
            content: self.content,
            title_at: self.title_at,
            is_listing: self.is_listing,
            kind,
        }
    }
}

/// What the words of a block show; long ones show nothing.
fn block_cue(page: &Page, block: &Block) -> Option<Cue> {
    block.span.of(&page.text).filter(|text| text.len() < 1500).and_then(cue_of)
}

/// Labels every block.
pub(crate) fn label(tree: &Tree, page: &Page, title: &Title, kind: PageKind) -> Labels {
    let ruled = RuledPage::new(tree, page, title, kind);
    let is_article = ruled.is_article || kind.is_article;
    let zones = refine(&ruled.view(tree, page, kind), is_article && !kind.is_forum);
    Labels { zones, content: ruled.content, is_article }
}

/// Blocks that are the headline: inside its heading, or a heading with the same words.
fn title_blocks(page: &Page, title: &Title, tree: &Tree) -> Vec<bool> {
    let folded = title.text.as_deref().map(fold).unwrap_or_default();
    let is_title = |block: &Block| {
        let in_node = title
            .node
            .is_some_and(|node| tree.ancestors(block.node).take(6).any(|ancestor| ancestor == node));
        let is_heading = tree
            .ancestors(block.node)
            .take(4)
            .any(|ancestor| matches!(tree.name(ancestor), "h1" | "h2" | "title"));
        in_node
            || (is_heading
                && !folded.is_empty()
                && block.span.len() <= 400
                && block.span.of(&page.text).is_some_and(|text| fold(text) == folded))
    };
    page.blocks.iter().map(is_title).collect()
}

fn is_inside(tree: &Tree, page: &Page, node: NodeId) -> Vec<bool> {
    page.blocks.iter().map(|block| tree.ancestors(block.node).any(|ancestor| ancestor == node)).collect()
}

/// The role that the elements around each block give it, where their word is believed.
fn hints(
    tree: &Tree,
    page: &Page,
    sums: &[Sums],
    title_blocks: &[bool],
    is_forum: bool,
) -> Vec<Option<Zone>> {
    let all = sums.first().copied().unwrap_or_default();
    let mut holds_title = vec![false; tree.len()];
    for (block, _) in
        page.blocks.iter().zip(title_blocks).filter(|(block, is_title)| **is_title && !block.hidden)
    {
        if tree.name(block.node) != "title" {
            for ancestor in tree.ancestors(block.node) {
                if let Some(slot) = holds_title.get_mut(ancestor) {
                    *slot = true;
                }
            }
        }
    }
    let believed = |node: NodeId| -> Option<Zone> {
        let signs = page.signs.get(node)?;
        let zone = signs.zone?;
        let sum = sums.get(node).copied().unwrap_or_default();
        let much_prose = sum.prose * 100 > all.prose * 40 && sum.prose > 200;
        let most_text = sum.bytes * 100 > all.bytes * 60;
        let doubtful = match zone {
            Zone::Comment => is_forum || holds_title.get(node) == Some(&true),
            Zone::Caption | Zone::Credit => sum.bytes > 1500 || much_prose,
            Zone::Meta => sum.bytes > 2500 || much_prose || holds_title.get(node) == Some(&true),
            Zone::Title => false,
            _ if signs.is_semantic && tree.name(node) != "label" => much_prose && most_text,
            _ => much_prose || most_text || holds_title.get(node) == Some(&true),
        };
        (!doubtful).then_some(zone)
    };
    let own: Vec<Option<Zone>> = (0..tree.len()).map(believed).collect();
    let hint = |block: &Block| {
        let mut found = None;
        for ancestor in tree.ancestors(block.node) {
            let zone = own.get(ancestor).copied().flatten();
            found = match (found, zone) {
                (None, zone) => zone,
                // What frames a comment, a list of articles or a menu decides over what is inside it.
                (Some(_), Some(outer @ (Zone::Comment | Zone::Related | Zone::Teaser | Zone::Chrome))) => {
                    Some(outer)
                }
                (found, _) => found,
            };
        }
        found
    };
    page.blocks.iter().map(hint).collect()
}

struct Labeller<'p> {
    tree: &'p Tree,
    page: &'p Page,
    first: usize,
    end: usize,
    inside: Vec<bool>,
    hints: Vec<Option<Zone>>,
    cues: Vec<Option<Cue>>,
    title_blocks: Vec<bool>,
    is_article: bool,
    title_at: usize,
}

impl Labeller<'_> {
    fn text(&self, index: usize) -> &str {
        self.page.blocks.get(index).and_then(|block| block.span.of(&self.page.text)).unwrap_or_default()
    }

    fn cue(&self, index: usize) -> Option<Cue> {
        self.cues.get(index).copied().flatten()
    }

    fn is_prose(&self, index: usize) -> bool {
        self.page.blocks.get(index).is_some_and(|block| is_prose(self.page, block))
    }

    fn link_percent(&self, index: usize) -> usize {
        self.page.blocks.get(index).map_or(0, link_percent)
    }

    /// Whether paragraphs of prose make up most of the content; a listing, a shop or a table of contents is other.
    fn content_is_prose(&self) -> bool {
        let (mut prose, mut all) = (0, 0);
        for index in self.first..self.end {
            if self.inside.get(index) == Some(&true) && self.hints.get(index) == Some(&None) {
                let bytes = self.page.blocks.get(index).map_or(0, |block| block.span.len());
                all += bytes;
                prose += if self.is_prose(index) { bytes } else { 0 };
            }
        }
        prose * 100 >= all * 50 && all > 0
    }

    fn zone_of(&self, index: usize) -> Zone {
        if self.title_blocks.get(index) == Some(&true) {
            return Zone::Title;
        }
        if let Some(Some(hint)) = self.hints.get(index) {
            return *hint;
        }
        let text = self.text(index);
        if self.inside.get(index) == Some(&true) {
            return self.zone_inside(index, text);
        }
        self.zone_outside(index, text)
    }

    fn zone_inside(&self, index: usize, text: &str) -> Zone {
        let cue = self.cue(index);
        let near_edge = index < self.first + 8 || index + 8 > self.end;
        match cue {
            Some(Cue::Button) if self.is_article || self.link_percent(index) > 50 => Zone::Chrome,
            Some(Cue::Notice) if self.is_article => Zone::Chrome,
            Some(Cue::RelatedLine) => Zone::Related,
            Some(Cue::ReadMore) => Zone::Chrome,
            Some(Cue::Tags) if near_edge => Zone::Meta,
            Some(Cue::Caption) => Zone::Caption,
            Some(Cue::Credit) => Zone::Credit,
            Some(Cue::Meta) if near_edge => Zone::Meta,
            Some(Cue::CommentHead) if self.is_article => Zone::Chrome,
            None if near_edge
                && self.is_article
                && text.len() < 80
                && (only_date(text, DayOrder::default()).is_some() || is_relative_time(text)) =>
            {
                Zone::Meta
            }
            _ => Zone::Main,
        }
    }

    fn zone_outside(&self, index: usize, text: &str) -> Zone {
        let cue = self.cue(index);
        let between = index > self.title_at && index < self.first && self.title_at > 0;
        match cue {
            Some(Cue::Meta | Cue::Tags) => return Zone::Meta,
            Some(Cue::Caption) => return Zone::Caption,
            Some(Cue::Credit) => return Zone::Credit,
            Some(Cue::RelatedLine | Cue::RelatedHead) => return Zone::Related,
            Some(Cue::TeaserHead) => return Zone::Teaser,
            Some(_) => return Zone::Chrome,
            None => {}
        }
        if only_date(text, DayOrder::default()).is_some() {
            return if between { Zone::Meta } else { Zone::Chrome };
        }
        let words = text.split_whitespace().count();
        if between {
            // A standfirst stands between headline and body.
            let is_sentence = words >= 8 && self.link_percent(index) < 30 && ends_sentence(text);
            return if is_sentence { Zone::Main } else { Zone::Meta };
        }
        if index < self.first || words < 5 { Zone::Chrome } else { Zone::Teaser }
    }

    /// Inside an article, runs of links are pointers to other articles.
    fn label_link_lists(&self, zones: &mut [Zone]) {
        if !self.is_article {
            return;
        }
        let is_link = |index: usize, zones: &[Zone]| {
            self.inside.get(index) == Some(&true)
                && zones.get(index) == Some(&Zone::Main)
                && self.link_percent(index) > 75
                && !ends_sentence(self.text(index))
        };
        let prose: Vec<usize> = (self.first..self.end)
            .filter(|index| zones.get(*index) == Some(&Zone::Main) && self.is_prose(*index))
            .collect();
        let mut index = self.first;
        while index < self.end {
            if !is_link(index, zones) {
                index += 1;
                continue;
            }
            let start = index;
            while index < self.end && is_link(index, zones) {
                index += 1;
            }
            let at_start = prose.first().is_none_or(|first| start < *first);
            if at_start {
                for zone in zones.get_mut(start..index).into_iter().flatten() {
                    *zone = Zone::Chrome;
                }
                continue;
            }
            let headed = start
                .checked_sub(1)
                .is_some_and(|before| matches!(self.cue(before), Some(Cue::RelatedHead | Cue::TeaserHead)));
            let at_end = prose.last().is_none_or(|last| *last < start);
            let in_list = self.page.blocks.get(start).is_some_and(|block| {
                self.tree.ancestors(block.node).take(3).any(|node| tree_is_list(self.tree, node))
            });
            if headed || at_end || (in_list && index - start >= 3) || (!in_list && index - start >= 2) {
                let from = if headed { start - 1 } else { start };
                for zone in zones.get_mut(from..index).into_iter().flatten() {
                    *zone = Zone::Related;
                }
            }
        }
    }

    /// In an article, what follows a heading such as "Related" after the last paragraph is not its own text.
    fn label_tail(&self, zones: &mut [Zone]) {
        if !self.is_article {
            return;
        }
        let mut start = None;
        for index in (self.first..self.end).rev() {
            if zones.get(index) != Some(&Zone::Main) {
                continue;
            }
            match self.cue(index).filter(|_| self.text(index).len() <= LONGEST_HEADING) {
                Some(Cue::RelatedHead) => start = Some((index, Zone::Related)),
                Some(Cue::TeaserHead) => start = Some((index, Zone::Teaser)),
                _ => {}
            }
        }
        let Some((start, zone)) = start else { return };
        let before: usize = (self.first..start).filter(|index| self.is_prose(*index)).count();
        let after: usize = (start..self.end).filter(|index| self.is_prose(*index)).count();
        if before > after * 2 {
            for slot in
                zones.get_mut(start..self.end).into_iter().flatten().filter(|slot| **slot == Zone::Main)
            {
                *slot = zone;
            }
        }
    }
}

impl Labeller<'_> {
    /// In an article, nothing before the headline and nothing after the readers' comments is its own text.
    fn label_beyond(&self, zones: &mut [Zone]) {
        if !self.is_article {
            return;
        }
        let prose_in = |from: usize, to: usize, zones: &[Zone]| {
            (from..to).filter(|index| zones.get(*index) == Some(&Zone::Main) && self.is_prose(*index)).count()
        };
        let headline = (self.first..self.end).find(|index| self.title_blocks.get(*index) == Some(&true));
        if let Some(headline) = headline
            && prose_in(headline, self.end, zones) > prose_in(self.first, headline, zones) * 2
        {
            for zone in
                zones.get_mut(self.first..headline).into_iter().flatten().filter(|zone| **zone == Zone::Main)
            {
                *zone = Zone::Chrome;
            }
        }
        let comments = (self.first..self.end)
            .find(|index| zones.get(*index) == Some(&Zone::Comment) && self.is_prose(*index));
        if let Some(comments) = comments
            && prose_in(self.first, comments, zones) >= 2
        {
            for zone in
                zones.get_mut(comments..self.end).into_iter().flatten().filter(|zone| **zone == Zone::Main)
            {
                *zone = Zone::Teaser;
            }
        }
    }
}

fn tree_is_list(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.name(node), "ul" | "ol" | "li" | "dl" | "table" | "td")
}
