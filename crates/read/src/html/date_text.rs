//! Dates in the words around a document's headline, at the head of its text and after its end.

use super::blocks::Page;
use super::label::Labels;
use super::published::{DatedPage, Reach, Stated};
use crate::cues::ends_sentence;
use crate::date_lines::{DateRole, dateline, dates_of_line, label_at_end};
use crate::dates::{DayOrder, find_date, may_hold_year, short_date};
use model::{DateSignal, Edtf, Zone};

/// A date in the text.
#[derive(Debug, Clone)]
pub(crate) struct TextDate {
    /// The date.
    pub(crate) time: Edtf,
    /// What the words around it say of it.
    pub(crate) role: DateRole,
    /// The block it stands in.
    pub(crate) block: usize,
    /// Whether other words stand around it that are no known label: it counts only beside the document.
    pub(crate) is_loose: bool,
}

/// Longest block that is searched, in bytes.
const LONGEST_BLOCK: usize = 400;

/// Longest line that may be the label of the next, in bytes.
const LONGEST_LABEL: usize = 60;

/// Longest sentence at the head of a document that is about the document itself, in bytes.
const LONGEST_NOTE: usize = 160;

/// Words that say, somewhere in the sentence around a date, that the document was published then.
const VERBS: &[&str] = &[
    "veröffentlicht",
    "geschrieben",
    "gepostet",
    "erstellt",
    "publiziert",
    "published",
    "posted",
    "written on",
    "publié",
    "publicado",
    "publicada",
    "pubblicato",
    "geplaatst",
    "gepubliceerd",
    "opublikowan",
    "опубликован",
];

/// Dates of blocks outside readers' comments (except in forums) and other articles, in order.
pub(crate) fn text_dates(
    page: &Page,
    labels: &Labels,
    reach: Reach,
    is_forum: bool,
    order: DayOrder,
) -> Vec<TextDate> {
    let mut dates = Vec::new();
    // The line before, where its last words may be a label.
    let mut before: Option<&str> = None;
    let mut prose = 0;
    for (index, (block, zone)) in page.blocks.iter().zip(&labels.zones).enumerate() {
        let text = block.span.of(&page.text).unwrap_or_default();
        let is_foreign = match zone {
            Zone::Related | Zone::Teaser => !reach.is_by_title(index),
            Zone::Comment => !is_forum,
            // The window title holds no date of its own.
            _ => index == 0 && *zone == Zone::Title,
        };
        if *zone == Zone::Main && text.len() > 120 {
            prose += 1;
            let beginning = text.get(..text.floor_char_boundary(200)).unwrap_or(text);
            if prose <= 2
                && let Some(time) = dateline(beginning).or_else(|| opening_day(beginning, order))
            {
                dates.push(TextDate { time, role: DateRole::Bare, block: index, is_loose: false });
            }
        }
        if is_foreign || text.len() > LONGEST_BLOCK {
            before = None;
            continue;
        }
        let line_before = before.replace(text);
        let is_dated = may_hold_year(text) || reach.is_by_title(index) && short_date(text, order).is_some();
        if !is_dated {
            continue;
        }
        let mut found = Vec::new();
        let mut line_before = line_before;
        for line in text.lines() {
            let carried = line_before.filter(|line| line.len() <= LONGEST_LABEL).and_then(label_at_end);
            found.extend(dates_of_line(line, carried, order));
            line_before = Some(line);
        }
        if found.is_empty()
            && let Some(time) = sentence_date(text, order)
        {
            found.push((DateRole::Published, time));
        }
        let is_loose = found.is_empty();
        if is_loose && let Some(time) = loose_date(text, order, reach.is_by_title(index)) {
            found.push((DateRole::Bare, time));
        }
        dates.extend(found.into_iter().map(|(role, time)| TextDate { time, role, block: index, is_loose }));
    }
    dates
}

/// The day in digits that a report opens with: "01.02.2022 The ministry …".
fn opening_day(text: &str, order: DayOrder) -> Option<Edtf> {
    let found = find_date(text, order).filter(|found| found.span.start == 0)?;
    let date = found.span.of(text)?;
    let is_digits = !date.chars().any(char::is_alphabetic) && found.time.as_str().len() == 10;
    is_digits.then_some(found.time)
}

/// The day in a short line that is no sentence, among names, counts and sections, without a label of another kind.
fn loose_date(text: &str, order: DayOrder, may_be_short: bool) -> Option<Edtf> {
    const LONGEST_LINE: usize = 160;
    if text.len() > LONGEST_LINE || ends_sentence(text) {
        return None;
    }
    let Some(found) = find_date(text, order).filter(|found| found.time.as_str().len() == 10) else {
        return short_date(text, order).filter(|_| may_be_short);
    };
    let before = text.get(..found.span.start)?.trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    const OTHERS: [&str; 14] = [
        "since", "until", "till", "from", "seit", "bis", "ab", "to", "by", "before", "after", "c", "depuis",
        "expires",
    ];
    let is_other =
        before.ends_with([':', '：', '©', '-', '–']) && !before.is_empty() || OTHERS.contains(&last.as_str());
    (!is_other).then_some(found.time)
}

/// The date of a sentence about the document itself: "This entry was posted on 3 May 2016 and filed under …".
fn sentence_date(text: &str, order: DayOrder) -> Option<Edtf> {
    let found = find_date(text, order).filter(|found| found.time.as_str().len() == 10)?;
    let lower = text.to_lowercase();
    let speaks_of_itself = [
        "this entry",
        "this post",
        "this article",
        "this page",
        "dieser artikel",
        "dieser beitrag",
        "dieser eintrag",
        "cet article",
        "ce billet",
        "este artículo",
        "esta entrada",
        "este artigo",
        "questo articolo",
        "эта запись",
        "статья",
        "wurde am",
    ]
    .iter()
    .any(|start| lower.starts_with(start) || lower.contains(" wurde am"));
    (speaks_of_itself && VERBS.iter().any(|verb| lower.contains(verb))).then_some(found.time)
}

/// The date of publication that the words give: labelled, else alone by the headline, else at the end of the text.
pub(crate) fn published(
    page: &Page,
    labels: &Labels,
    dates: &[TextDate],
    reach: Reach,
    kind: DatedPage,
) -> Option<Stated> {
    let stated = |date: &TextDate, signal| Stated::of_text(date.time.clone(), signal);
    let is_day = |date: &&TextDate| date.time.as_str().len() == 10;
    let labelled = |date: &&TextDate| date.role == DateRole::Published;
    // In the middle of the text "released on 3 May 2016" speaks of something else.
    let is_apart = |date: &&TextDate| {
        let text =
            page.blocks.get(date.block).and_then(|block| block.span.of(&page.text)).unwrap_or_default();
        // So does a long sentence that opens it.
        let at_head = (reach.is_by_title(date.block) || reach.is_at_head(date.block))
            && (text.len() <= LONGEST_NOTE || !ends_sentence(text));
        let beside = at_head || reach.is_at_end(date.block);
        reach.holds(date.block) && (beside || !ends_sentence(text) && text.len() <= 100)
    };
    if let Some(date) = dates.iter().filter(is_apart).find(labelled) {
        return Some(stated(date, DateSignal::TextLabel));
    }
    let bare: Vec<&TextDate> =
        dates.iter().filter(|date| date.role == DateRole::Bare).filter(is_day).collect();
    let is_counted = |date: &&&TextDate| !kind.is_prose || !date.is_loose && reach.is_inside(date.block);
    let mut days: Vec<&Edtf> = bare.iter().filter(is_counted).map(|date| &date.time).collect();
    days.sort_unstable();
    days.dedup();
    // A report may name a few days on lines of their own; a list of articles names more.
    let lists_articles = !kind.has_own_date && days.len() >= if kind.is_prose { 7 } else { 4 };
    let is_near = |date: &&&TextDate| {
        let zone = labels.zones.get(date.block).copied().unwrap_or(Zone::Main);
        let text =
            page.blocks.get(date.block).and_then(|block| block.span.of(&page.text)).unwrap_or_default();
        let by_title = reach.is_by_title(date.block);
        let at_head =
            by_title || reach.is_at_head(date.block) || (kind.is_prose && reach.is_at_end(date.block));
        let is_line = zone == Zone::Meta || !ends_sentence(text) || text.len() > 120;
        at_head && is_line && (kind.is_prose || by_title || kind.has_own_date)
    };
    // A day on its own after the headline comes first.
    let near =
        bare.iter().filter(is_near).min_by_key(|date| date.is_loose || reach.is_before_title(date.block));
    if let (Some(date), false) = (near, lists_articles) {
        return Some(stated(date, DateSignal::TextNearTitle));
    }
    let mut lone = dates.iter().filter(labelled).filter(|date| {
        is_apart(date) || labels.zones.get(date.block).is_some_and(|zone| *zone != Zone::Main)
    });
    if let (Some(date), None) = (lone.next(), lone.next()) {
        return Some(stated(date, DateSignal::TextLabel));
    }
    let alone = bare.iter().find(|date| !date.is_loose && (reach.holds(date.block)));
    alone.filter(|_| days.len() == 1).map(|date| stated(date, DateSignal::TextNearTitle))
}
