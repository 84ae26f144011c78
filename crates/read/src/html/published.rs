//! When a page was published and changed, and which sign says so.

use super::blocks::{Block, Page};
use super::date_elements::{self, ElementDate, element_dates, is_utc};
use super::date_text::{self, TextDate, text_dates};
use super::date_url::{date_in_url, is_plausible};
use super::head::Head;
use super::label::{Labels, PageKind};
use super::local_day::{Beside, local_day};
use super::tree::Tree;
use crate::cues::ends_sentence;
use crate::date_lines::DateRole;
use crate::dates::{DayOrder, day_number, find_date};
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
    "displaydate",
    "og:pubdate",
    "datecreated",
    "release_date",
    "article:post_date",
    "vr:published_time",
    "twt-published-at",
    "weibo:article:create_at",
    "pdate",
    "date_published",
    "article.created",
];

/// Names under which some systems give the day when they served the page.
const VAGUE: &[&str] = &["date", "created", "timestamp"];

/// Names of `meta` elements that give the day of publication.
pub(crate) const DATED_METAS: [&[&str]; 2] = [PUBLISHED, VAGUE];

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

/// A date as some sign of the page states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The date.
    pub(crate) time: Edtf,
    /// Whether it was given in universal time, so that the day where it was written may be the one before or after.
    pub(crate) is_utc: bool,
    /// Minutes from midnight, where a time of day is given.
    pub(crate) clock: Option<i32>,
    /// The sign.
    pub(crate) signal: DateSignal,
}

impl Stated {
    /// A date without a time of day.
    pub(crate) fn of_text(time: Edtf, signal: DateSignal) -> Self {
        Self { time, is_utc: false, clock: None, signal }
    }
}

/// Which blocks stand close enough to the document for a date in them to be its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    title: Option<usize>,
    content: (usize, usize),
}

/// What is known of a page before its dates are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DatedPage {
    /// It says that it is an article or a thread, which has one date, whatever else it lists.
    pub(crate) has_own_date: bool,
    /// Its content is mostly prose.
    pub(crate) is_prose: bool,
}

impl Reach {
    /// Among the content.
    pub(crate) fn is_inside(self, block: usize) -> bool {
        (self.content.0..self.content.1).contains(&block)
    }

    fn new(tree: &Tree, page: &Page, labels: &Labels) -> Self {
        let is_headline = |(index, zone): (usize, &Zone)| index > 0 && *zone == Zone::Title;
        let title = labels.zones.iter().enumerate().position(is_headline);
        // In an article the first heading stands where the headline does, also where the headline has other words.
        let heads = || {
            page.blocks.iter().zip(&labels.zones).skip(1).position(|(block, zone)| {
                !block.hidden
                    && *zone != Zone::Title
                    && tree.ancestors(block.node).take(4).any(|node| tree.name(node) == "h1")
            })
        };
        Self {
            title: title.or_else(|| heads().filter(|_| labels.is_article).map(|after_first| after_first + 1)),
            content: labels.content,
        }
    }

    /// From a little before the headline to a little after the content.
    pub(crate) fn holds(self, block: usize) -> bool {
        let title = self.title.unwrap_or(self.content.0);
        (title.min(self.content.0).saturating_sub(12)..self.content.1 + 8).contains(&block)
    }

    /// Right before or after the headline.
    pub(crate) fn is_by_title(self, block: usize) -> bool {
        self.title.is_some_and(|title| block + 3 >= title && block <= title + 5)
    }

    /// Before the headline, where pages show the day of the visit, too.
    pub(crate) fn is_before_title(self, block: usize) -> bool {
        self.title.is_some_and(|title| block < title)
    }

    /// Among the first blocks of the content or right before it.
    pub(crate) fn is_at_head(self, block: usize) -> bool {
        block + 6 >= self.content.0 && block < self.content.0 + 5
    }

    /// Among the last blocks of the content or right after it.
    pub(crate) fn is_at_end(self, block: usize) -> bool {
        block + 4 > self.content.1 && block < self.content.1 + 6
    }
}

/// A full date that a property gives, with its form.
pub(crate) fn stated(value: &str, signal: DateSignal, order: DayOrder) -> Option<Stated> {
    let found = find_date(value, order).filter(|found| is_plausible(&found.time))?;
    let clock = value.get(found.span.end..).and_then(clock_after);
    Some(Stated { time: found.time, is_utc: is_utc(value), clock, signal })
}

/// The time of day right behind a date, in minutes: "T10:20:30Z", " 10:20", "|10h20".
fn clock_after(text: &str) -> Option<i32> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, 'T' | 't' | '|' | ','));
    let (hour, rest) = text.split_once([':', 'h'])?;
    let (hour, minute): (i32, i32) = (hour.parse().ok()?, rest.get(..2)?.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// Whether two full dates are at most one day apart.
pub(crate) fn is_neighbour(one: &Edtf, other: &Edtf) -> bool {
    day_number(one).zip(day_number(other)).is_some_and(|(one, other)| (one - other).abs() <= 1)
}

/// A `meta` element that no list knows, but whose name says that it dates the page.
fn names_publication(name: &str) -> bool {
    const DATES: [&str; 5] = ["publish", "pubdate", "uploaded", "datecreated", "post_date"];
    const OTHERS: [&str; 12] = [
        "modif",
        "updat",
        "expir",
        "event",
        "start",
        "end_",
        "crawl",
        "revis",
        "review",
        "publisher",
        "name",
        "unpublish",
    ];
    DATES.iter().any(|word| name.contains(word)) && !OTHERS.iter().any(|word| name.contains(word))
}

/// Fills the dates of `metadata`.
pub(crate) fn take_dates(
    tree: &Tree,
    head: &Head<'_>,
    page: &Page,
    labels: &Labels,
    kind: PageKind,
    url: Option<&str>,
    metadata: &mut Metadata,
) {
    let order = day_order(head);
    let reach = Reach::new(tree, page, labels);
    let elements = element_dates(tree, page, labels, reach, kind.is_forum, order);
    let texts = text_dates(page, labels, reach, kind.is_forum, order);
    let from_url = url.and_then(date_in_url);
    let dated = DatedPage { has_own_date: kind.is_article || kind.is_forum, is_prose: labels.is_article };
    // "11/01/2023" is read in the order in which the page shows the same day, if it shows it.
    let shows = |time: &Edtf| {
        texts.iter().any(|date| date.time == *time) || elements.iter().any(|date| date.stated.time == *time)
    };
    let in_order = |value: &str, signal: DateSignal| {
        let found = stated(value, signal, order)?;
        let other = stated(value, signal, order.other())?;
        let is_other = found.time != other.time && !shows(&found.time) && shows(&other.time);
        Some(if is_other { other } else { found })
    };
    let structured =
        |value: &Option<String>| value.as_deref().and_then(|value| in_order(value, DateSignal::JsonLd));
    let meta = |names: &[&str]| head.meta(names).and_then(|value| in_order(value, DateSignal::Meta));

    let json_ld = structured(&head.structured.published);
    let is_seen = |time: &Edtf| {
        texts.iter().any(|date| !date.role.is_change() && is_neighbour(&date.time, time))
            || elements.iter().any(|date| !date.role.is_change() && is_neighbour(&date.stated.time, time))
            || from_url.as_ref().is_some_and(|url| time.as_str().starts_with(url.as_str()))
    };
    // Systems date every page they keep, shops and services too; where the page is no work of its own, the date
    // counts only if the page shows it.
    let trusted = json_ld.filter(|date| head.structured.is_work || is_seen(&date.time));
    // A film set into the page may be of another day than the page, so it comes after the page's own signs.
    let (of_page, of_video) = if head.structured.is_video { (None, trusted) } else { (trusted, None) };
    let is_meant = |date: &Stated| !kind.is_product || is_seen(&date.time);
    let in_meta = meta(PUBLISHED).or_else(|| {
        head.meta_where(names_publication).find_map(|value| stated(value, DateSignal::Meta, order))
    });
    let found = of_page
        .or_else(|| in_meta.filter(is_meant))
        .or_else(|| {
            let vague = meta(VAGUE).filter(is_meant)?;
            Some(date_elements::marked_by_title(&elements, reach).unwrap_or(vague))
        })
        .or_else(|| date_elements::published(&elements, reach, dated))
        .or(of_video)
        .or_else(|| {
            let time = from_url.clone().filter(|time| time.as_str().len() == 10)?;
            Some(Stated::of_text(time, DateSignal::Url))
        })
        .or_else(|| date_text::published(page, labels, &texts, reach, dated))
        .or_else(|| date_elements::entry_updated(tree, &elements, reach))
        .map(|found| {
            let (from_url, elements, texts) = (&from_url, elements.as_slice(), texts.as_slice());
            local_day(found, &Beside { tree, head, url, from_url, elements, texts, reach, order })
        })
        .or_else(|| {
            let month = from_url.clone()?;
            let day = texts.iter().find(|date| {
                !date.role.is_change()
                    && date.time.as_str().len() == 10
                    && date.time.as_str().starts_with(month.as_str())
            });
            Some(match day {
                Some(day) => Stated::of_text(day.time.clone(), DateSignal::TextNearTitle),
                None => Stated::of_text(month, DateSignal::Url),
            })
        });
    let found = found.or_else(|| edition(page, &elements, &texts, labels));
    if let Some(found) = found {
        metadata.date_signal = Some(found.signal);
        metadata.published = Some(found.time);
    }
    let modified = structured(&head.structured.modified)
        .or_else(|| meta(MODIFIED))
        .or_else(|| elements.iter().find(|date| date.role.is_change()).map(|date| date.stated.clone()))
        .or_else(|| {
            let date = texts.iter().find(|date| date.role.is_change() && reach.holds(date.block))?;
            Some(Stated::of_text(date.time.clone(), DateSignal::TextLabel))
        });
    if let Some(modified) = modified {
        metadata.modified_signal = Some(modified.signal);
        metadata.modified = Some(modified.time);
    }
}

/// The one day of its edition that a page without another date gives: that text was published then.
fn edition(page: &Page, elements: &[ElementDate], texts: &[TextDate], labels: &Labels) -> Option<Stated> {
    // "As of 3 May 2016, forty yards were closed." speaks of the yards.
    let is_note = |block: &Block| {
        block.span.of(&page.text).is_some_and(|text| !ends_sentence(text) || text.len() <= 60)
    };
    let is_own = |block: usize| {
        !matches!(labels.zones.get(block), Some(Zone::Comment | Zone::Related | Zone::Teaser | Zone::Caption))
            && page.blocks.get(block).is_some_and(is_note)
    };
    let in_elements = elements.iter().map(|date| (date.role, &date.stated.time, date.block));
    let in_texts = texts.iter().map(|date| (date.role, &date.time, date.block));
    let mut days = in_elements
        .chain(in_texts)
        .filter(|(role, time, block)| {
            *role == DateRole::Edition && time.as_str().len() == 10 && is_own(*block)
        })
        .map(|(_, time, _)| time);
    let day = days.next()?;
    days.all(|other| other == day).then(|| Stated::of_text(day.clone(), DateSignal::TextLabel))
}
