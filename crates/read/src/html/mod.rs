//! HTML: tree, blocks, zones and what the page says about itself.

mod author;
mod blocks;
mod date_elements;
mod date_text;
mod date_url;
mod features;
mod forest;
mod head;
mod jsonld;
mod label;
mod local_day;
mod parse;
mod published;
mod refine;
mod root;
mod signs;
mod site;
mod title;
mod tree;

use crate::language::language_of;
use author::byline;
use blocks::{Page, linearise};
use head::Head;
use label::{Labels, PageKind, label};
use model::{Metadata, Span, Zone, ZoneSpan};
use site::site_name;
use title::{Title, choose_title};
use tree::Tree;

/// A page as text with zones and metadata.
pub(crate) struct HtmlReading {
    /// All readable text.
    pub(crate) text: String,
    /// Covering all of the text, in order.
    pub(crate) zones: Vec<ZoneSpan>,
    /// What the page says about itself; the language only where the text does not show it.
    pub(crate) metadata: Metadata,
}

/// Reads a decoded page.
pub(crate) fn read_html(html: &str, url: Option<&str>, max_depth: usize) -> HtmlReading {
    let tree = parse::parse(html, max_depth);
    let page = linearise(&tree);
    let Survey { head, site, title, canonical, kind } = survey(&tree, url);
    let address = url.or(canonical);
    let labels = label(&tree, &page, &title, kind);
    let mut metadata = Metadata {
        title: title.text,
        site,
        canonical_url: canonical.map(str::to_owned),
        ..Metadata::default()
    };
    metadata.byline = byline(&tree, &head, &page, &labels);
    published::take_dates(&tree, &head, &page, &labels, kind, address, &mut metadata);
    let zones = cover(&page, &labels);
    let declared = head
        .language
        .map(|code| code.split(['-', '_']).next().unwrap_or(code).to_ascii_lowercase())
        .filter(|code| code.len() == 2);
    metadata.language = language_of(&main_sample(&page, &labels)).or(declared);
    HtmlReading { text: page.text, zones, metadata }
}

/// What the head of a page says, before its text is looked at.
struct Survey<'t> {
    head: Head<'t>,
    site: Option<String>,
    title: Title,
    canonical: Option<&'t str>,
    kind: PageKind,
}

fn survey<'t>(tree: &'t Tree, url: Option<&str>) -> Survey<'t> {
    let head = Head::collect(tree);
    let site = site_name(&head);
    let is_article = declares_article(&head);
    let title = choose_title(&head, site.as_deref(), is_article);
    // The link may be relative to an address that only the other gives.
    let whole = |address: &&str| address.starts_with("http");
    let canonical = head.canonical.filter(whole).or_else(|| head.meta(&["og:url"]).filter(whole));
    let kind =
        PageKind { is_forum: is_forum(&head, url.or(canonical)), is_article, is_product: sells(&head) };
    Survey { head, site, title, canonical, kind }
}

/// Whether the page says that something is on sale on it.
fn sells(head: &Head<'_>) -> bool {
    !head.structured.is_article
        && (head.structured.is_product
            || head.meta(&["og:type"]).is_some_and(|kind| kind.starts_with("product")))
}

/// A block of a page as the block model sees it: its text, the zone by rules alone, its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockRow {
    /// The words.
    pub text: String,
    /// The zone that the rules alone give it.
    pub zone: Zone,
    /// Whether the page does not show it.
    pub hidden: bool,
    /// The numbers, in the order of [`feature_names`].
    pub features: Vec<f32>,
}

/// Names of the numbers in [`BlockRow::features`].
#[must_use]
pub fn feature_names() -> &'static [&'static str] {
    &features::NAMES
}

/// The blocks of a decoded page as the block model sees them, for fitting it.
#[must_use]
pub fn block_rows(html: &str, max_depth: usize) -> Vec<BlockRow> {
    let tree = parse::parse(html, max_depth);
    let page = linearise(&tree);
    let Survey { title, kind, .. } = survey(&tree, None);
    let rows = label::block_features(&tree, &page, &title, kind);
    let text = |index: usize| page.blocks.get(index).and_then(|block| block.span.of(&page.text));
    let hidden = |index: usize| page.blocks.get(index).is_some_and(|block| block.hidden);
    let row = |(index, (zone, features)): (usize, (Zone, features::Features))| BlockRow {
        text: text(index).unwrap_or_default().to_owned(),
        zone,
        hidden: hidden(index),
        features: features.to_vec(),
    };
    rows.into_iter().enumerate().map(row).collect()
}

/// Whether the page says that it is an article.
fn declares_article(head: &Head<'_>) -> bool {
    head.structured.is_article
        || head.meta(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
}

/// Whether readers' posts are the page's own content.
fn is_forum(head: &Head<'_>, address: Option<&str>) -> bool {
    const ENGINES: &[&str] = &[
        "phpbb",
        "vbulletin",
        "xenforo",
        "discourse",
        "mybb",
        "simplemachines",
        "vanilla",
        "invision",
        "nodebb",
        "flarum",
    ];
    const PATHS: &[&str] = &[
        "/forum",
        "/thread",
        "/topic",
        "/viewtopic",
        "/showthread",
        "/questions/",
        "/discussion",
        "/community/",
        "/t/",
        "forum.",
        "forums.",
        "community.",
        "/r/",
    ];
    let generator = head.meta(&["generator"]).unwrap_or_default().to_ascii_lowercase();
    head.structured.is_forum
        || ENGINES.iter().any(|engine| generator.contains(engine))
        || address.is_some_and(|address| {
            let lower = address.to_ascii_lowercase();
            PATHS.iter().any(|path| lower.contains(path))
        })
}

fn main_sample(page: &Page, labels: &Labels) -> String {
    let mut sample = String::new();
    for (block, zone) in page.blocks.iter().zip(&labels.zones) {
        if *zone == Zone::Main && sample.len() < 6000 {
            sample.push_str(block.span.of(&page.text).unwrap_or_default());
            sample.push('\n');
        }
    }
    if sample.len() < 200 { page.text.chars().take(2000).collect() } else { sample }
}

/// Turns labels of blocks into spans that cover the text.
fn cover(page: &Page, labels: &Labels) -> Vec<ZoneSpan> {
    let mut spans: Vec<ZoneSpan> = Vec::new();
    for (block, zone) in page.blocks.iter().zip(&labels.zones) {
        let hidden = block.hidden;
        match spans.last_mut() {
            Some(last) if last.zone == *zone && last.hidden == hidden => last.span.end = block.span.end,
            Some(last) => {
                last.span.end = block.span.start;
                spans.push(ZoneSpan { span: block.span, zone: *zone, hidden });
            }
            None => spans.push(ZoneSpan { span: Span::new(0, block.span.end), zone: *zone, hidden }),
        }
    }
    if let Some(last) = spans.last_mut() {
        last.span.end = page.text.len();
    }
    spans
}
