//! When a page was published and changed, and which sign says so.

use super::blocks::{Block, Page};
use super::head::Head;
use super::label::Labels;
use super::tree::{NodeId, Tree};
use crate::byline::is_byline;
use crate::cues::ends_sentence;
use crate::dates::{DayOrder, find_date, only_date};
use model::{DateSignal, Edtf, Metadata, Zone};

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.date.published",
    "dc.issued",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "publicationdate",
    "published-date",
    "published_at",
    "published_date",
    "publish_time",
    "originalpublicationdate",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "shareaholic:article_published_time",
    "article-publish-date",
    "bt:pubdate",
    "ptime",
    "rnews:datepublished",
    "eprints.date",
    "date",
    "displaydate",
    "og:pubdate",
    "datecreated",
    "release_date",
    "article:post_date",
    "created",
    "timestamp",
    "vr:published_time",
    "twt-published-at",
    "weibo:article:create_at",
    "pdate",
    "date_published",
    "article.created",
];

const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "article:updated_time",
    "last-modified",
    "lastmod",
    "revision_date",
    "modified",
    "updated",
    "moddate",
    "shareaholic:article_modified_time",
];

/// Which number comes first in dates of digits, as far as the page's language tells.
fn day_order(head: &Head<'_>) -> DayOrder {
    let language = head.language.unwrap_or_default().to_ascii_lowercase();
    if matches!(language.as_str(), "en-us" | "en_us") { DayOrder::MonthFirst } else { DayOrder::DayFirst }
}

/// Fills the dates of `metadata`.
pub(crate) fn take_dates(
    tree: &Tree,
    head: &Head<'_>,
    page: &Page,
    labels: &Labels,
    url: Option<&str>,
    metadata: &mut Metadata,
) {
    let order = day_order(head);
    let date = |text: &str| find_date(text, order).map(|found| found.time);
    metadata.modified =
        head.structured.modified.as_deref().and_then(date).or_else(|| head.meta(MODIFIED).and_then(date));
    let from_url = url.and_then(date_in_url);
    // Systems give every list and shop page a date; it is not one of publication in any useful sense.
    let structured = head
        .structured
        .published
        .as_deref()
        .and_then(date)
        .filter(|_| head.structured.is_article || labels.is_article);
    let signals = [
        (DateSignal::JsonLd, structured),
        (DateSignal::Meta, head.meta(PUBLISHED).and_then(date)),
        (DateSignal::TimeElement, from_time_elements(tree, head, page, labels, order)),
        (DateSignal::Url, from_url.clone().filter(|time| time.as_str().len() == 10)),
    ];
    let mut found = signals.into_iter().find_map(|(signal, time)| time.map(|time| (signal, time)));
    if found.is_none() {
        found = from_text(page, labels, order).or_else(|| from_lone_label(page, labels, order));
    }
    let found = found.or_else(|| from_url.map(|time| (DateSignal::Url, time)));
    if let Some((signal, time)) = found {
        metadata.date_signal = Some(signal);
        metadata.published = Some(time);
    }
}

/// `/2016/07/07/`, `/2016-07-07-`, `20160707`, or year and month alone.
pub(crate) fn date_in_url(url: &str) -> Option<Edtf> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?.split_once('/')?.1;
    let numbers: Vec<(&str, usize)> = path
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| (part, part.as_ptr() as usize - path.as_ptr() as usize))
        .collect();
    let number = |text: &str| text.parse::<u32>().ok();
    for (index, (text, _)) in numbers.iter().enumerate() {
        if text.len() == 8
            && let Some(found) = find_date(text, DayOrder::DayFirst)
            && plausible_year(&found.time)
        {
            return Some(found.time);
        }
        let (Some(year), true) = (number(text), text.len() == 4) else { continue };
        let adjacent = |later: usize| {
            numbers.get(index + later).filter(|(part, at)| {
                part.len() <= 2
                    && numbers
                        .get(index + later - 1)
                        .is_some_and(|(before, start)| start + before.len() + 1 == *at)
            })
        };
        let Some((month, _)) = adjacent(1) else { continue };
        let (year, month) =
            (i32::try_from(year).ok()?, number(month).and_then(|month| u8::try_from(month).ok())?);
        let day = adjacent(2).and_then(|(day, _)| day.parse::<u8>().ok());
        let time = day
            .and_then(|day| Edtf::day(year, month, day))
            .or_else(|| ((1..=12).contains(&month)).then(|| Edtf::month(year, month)).flatten());
        if let Some(time) = time.filter(plausible_year) {
            return Some(time);
        }
    }
    None
}

/// The web is not older.
fn plausible_year(time: &Edtf) -> bool {
    time.first_year().is_some_and(|year| (1990..=2099).contains(&year))
}

/// A `time` element that says it is the publication, else the first that stands by the headline.
fn from_time_elements(
    tree: &Tree,
    head: &Head<'_>,
    page: &Page,
    labels: &Labels,
    order: DayOrder,
) -> Option<Edtf> {
    let value = |id: NodeId| {
        let stated = tree
            .attribute(id, "datetime")
            .or_else(|| tree.attribute(id, "content"))
            .and_then(|value| find_date(value, order));
        stated.or_else(|| find_date(&tree.text_of(id), order)).map(|found| found.time)
    };
    let says = |id: NodeId, words: &[&str]| {
        let names = ["class", "itemprop", "id"]
            .iter()
            .filter_map(|attribute| tree.attribute(id, attribute))
            .collect::<Vec<_>>()
            .join(" ")
            .to_ascii_lowercase();
        words.iter().any(|word| names.contains(word))
    };
    let in_comment = |id: NodeId| {
        tree.ancestors(id).any(|node| {
            page.signs
                .get(node)
                .is_some_and(|signs| matches!(signs.zone, Some(Zone::Comment | Zone::Related | Zone::Teaser)))
        })
    };
    let changed = |id: NodeId| {
        (says(id, &["updated", "modified"]) && !says(id, &["published"])) || is_change_line(tree, id)
    };
    let candidates: Vec<NodeId> = head.times.iter().copied().filter(|id| !changed(*id)).take(200).collect();
    let stated = candidates.iter().find(|id| {
        says(**id, &["datepublished", "pubdate", "published", "entry-date", "dt-published"])
            && !in_comment(**id)
            && value(**id).is_some()
    });
    if let Some(id) = stated {
        return value(*id);
    }
    // On a page that lists articles every one has its date, and none is the page's own.
    let days: std::collections::BTreeSet<Edtf> =
        candidates.iter().filter(|id| !in_comment(**id)).filter_map(|id| value(*id)).collect();
    if !labels.is_article && days.len() >= 3 {
        return None;
    }
    let near = candidates
        .iter()
        .find(|id| !in_comment(**id) && is_near_content(tree, page, labels, **id) && value(**id).is_some());
    near.and_then(|id| value(*id))
}

/// Whether the words around a `time` element say that it is the last change: "last modified on …".
fn is_change_line(tree: &Tree, id: NodeId) -> bool {
    let Some(parent) = tree.get(id).and_then(|node| node.parent) else { return false };
    let line = tree.text_of(parent);
    let lower = line.chars().take(160).collect::<String>().to_lowercase();
    line.len() < 160
        && ["modified", "updated", "last edited", "last change", "aktualisiert", "mis à jour", "обновлено"]
            .iter()
            .any(|word| lower.contains(word))
        && !["published", "posted", "veröffentlicht", "publié"].iter().any(|word| lower.contains(word))
}

/// Whether an element stands between the headline and the first paragraphs, or right after the last.
fn is_near_content(tree: &Tree, page: &Page, labels: &Labels, id: NodeId) -> bool {
    let holds = |node: NodeId| tree.ancestors(node).take(8).any(|ancestor| ancestor == id);
    let Some(block) = page.blocks.iter().position(|block| {
        holds(block.node) || tree.ancestors(id).take(3).any(|ancestor| ancestor == block.node)
    }) else {
        return true;
    };
    let (first, end) = window(labels);
    (first..end).contains(&block)
}

/// Blocks from a little before the headline to a little after the content.
fn window(labels: &Labels) -> (usize, usize) {
    let title = labels
        .zones
        .iter()
        .enumerate()
        .position(|(index, zone)| index > 0 && *zone == Zone::Title)
        .unwrap_or(labels.content.0);
    (title.min(labels.content.0).saturating_sub(12), labels.content.1 + 8)
}

/// Words that announce a date of publication.
const LABELS: &[&str] = &[
    "published",
    "posted",
    "publish",
    "released",
    "created on",
    "date:",
    "veröffentlicht",
    "erstellt",
    "publié",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "опубликовано",
    "дата публикации",
    "입력",
    "등록",
    "发布",
    "geplaatst",
    "opublikowano",
    "eingestellt",
];

/// The only line of the page that begins with such a word, wherever it stands outside other articles and comments.
fn from_lone_label(page: &Page, labels: &Labels, order: DayOrder) -> Option<(DateSignal, Edtf)> {
    let date_of = |(block, zone): (&Block, &Zone)| {
        let text = block.span.of(&page.text).filter(|text| text.len() <= 60)?;
        let lower = text.to_lowercase();
        let labelled = !matches!(zone, Zone::Comment | Zone::Related | Zone::Teaser)
            && LABELS.iter().any(|label| lower.starts_with(label));
        labelled.then(|| find_date(text, order)).flatten().map(|found| found.time)
    };
    let mut dates = page.blocks.iter().zip(&labels.zones).filter_map(date_of);
    let first = dates.next()?;
    dates.next().is_none().then_some((DateSignal::TextLabel, first))
}

/// A line that says "published", else a date line near the headline.
fn from_text(page: &Page, labels: &Labels, order: DayOrder) -> Option<(DateSignal, Edtf)> {
    const CHANGES: &[&str] = &[
        "updated",
        "modified",
        "aktualisiert",
        "mis à jour",
        "last edited",
        "reviewed",
        "accessed",
        "©",
        "copyright",
    ];
    let (first, end) = window(labels);
    let mut near: Option<Edtf> = None;
    for index in first..end.min(page.blocks.len()) {
        let Some(zone) = labels.zones.get(index) else { break };
        if matches!(zone, Zone::Comment | Zone::Related)
            || (*zone == Zone::Teaser && index >= labels.content.0)
        {
            continue;
        }
        let Some(text) = page
            .blocks
            .get(index)
            .and_then(|block| block.span.of(&page.text))
            .filter(|text| text.len() <= 240)
        else {
            continue;
        };
        let Some(found) = find_date(text, order).filter(|found| plausible_year(&found.time)) else {
            continue;
        };
        let lower = text.get(..found.span.start).unwrap_or_default().to_lowercase();
        let labelled = LABELS.iter().any(|label| lower.contains(label));
        if CHANGES.iter().any(|change| lower.contains(change)) && !labelled {
            continue;
        }
        if labelled && text.len() < 160 {
            return Some((DateSignal::TextLabel, found.time));
        }
        let is_line = only_date(text, order).is_some()
            || (matches!(zone, Zone::Meta | Zone::Chrome | Zone::Title) && text.len() < 140)
            || is_byline(text);
        let at_head = index < labels.content.0 + 5 || index + 4 > labels.content.1;
        if !labels.is_article && (index >= labels.content.0 + 2 || !matches!(zone, Zone::Meta)) {
            continue;
        }
        let around = text.len().saturating_sub(found.span.len());
        let short = around < 50
            && (index < labels.content.0 + 3 || index + 2 >= labels.content.1)
            && !ends_sentence(text);
        if near.is_none() && at_head && (is_line || short) && found.time.as_str().len() == 10 {
            near = Some(found.time);
        }
    }
    near.map(|time| (DateSignal::TextNearTitle, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_dates() {
        let found = |url| date_in_url(url).map(|time| time.to_string());
        assert_eq!(found("https://paper.test/world/2016/07/07/story.html").as_deref(), Some("2016-07-07"));
        assert_eq!(found("https://paper.test/2016/07/story").as_deref(), Some("2016-07"));
        assert_eq!(found("https://paper.test/a/20160707/1").as_deref(), Some("2016-07-07"));
        assert_eq!(found("https://paper.test/id/3456/12"), None);
        assert_eq!(found("https://paper.test/story-2016"), None);
    }
}
