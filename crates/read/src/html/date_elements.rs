//! Dates that elements hold: `time`, machine-readable properties, classes such as `post-date`.

use super::blocks::Page;
use super::label::Labels;
use super::published::{DatedPage, Reach, Stated, stated};
use super::signs::DateMark;
use super::tree::{NodeId, Tree};
use crate::date_lines::{DateRole, dates_of_line};
use crate::dates::{DayOrder, find_date, short_date};
use model::{DateSignal, Edtf, Zone};
use std::collections::{BTreeSet, HashMap};

/// A date that an element holds.
#[derive(Debug, Clone)]
pub(crate) struct ElementDate {
    /// The date and its form.
    pub(crate) stated: Stated,
    /// What the element says of it.
    pub(crate) role: DateRole,
    /// The block it stands in.
    pub(crate) block: usize,
    /// The element.
    node: NodeId,
    /// How many elements of the page are built like it.
    alike: usize,
}

/// Longest text of an element that only holds a date, in bytes.
const LONGEST_TEXT: usize = 160;

/// Dates of elements outside readers' comments (except in forums) and other articles, in order.
pub(crate) fn element_dates(
    tree: &Tree,
    page: &Page,
    labels: &Labels,
    reach: Reach,
    is_forum: bool,
    order: DayOrder,
) -> Vec<ElementDate> {
    let is_foreign = |id: NodeId, block: usize| {
        let foreign = |zone: Option<Zone>| match zone {
            Some(Zone::Related | Zone::Teaser) => !reach.is_by_title(block),
            Some(Zone::Comment) => !is_forum,
            _ => false,
        };
        let labelled = page
            .blocks
            .get(block)
            .is_some_and(|found| tree.ancestors(id).any(|ancestor| ancestor == found.node))
            && foreign(labels.zones.get(block).copied());
        // What is marked as the day of publication once on a page is the page's own wherever it stands: at its foot, too.
        let is_lone_mark = || {
            let is_marked =
                |id: NodeId| page.signs.get(id).is_some_and(|signs| signs.date == Some(DateMark::Published));
            is_marked(id) && page.dated.iter().filter(|other| is_marked(**other)).count() == 1
        };
        labelled && !is_lone_mark()
            || tree.ancestors(id).any(|node| page.signs.get(node).is_some_and(|signs| foreign(signs.zone)))
    };
    let mut built: HashMap<Build<'_>, usize> = HashMap::new();
    for id in &page.dated {
        *built.entry(build(tree, *id)).or_default() += 1;
    }
    let date = |id: &NodeId| {
        let mark = page.signs.get(*id)?.date?;
        let alike = built.get(&build(tree, *id)).copied().unwrap_or_default();
        let block = page.place.get(*id).copied()?;
        let (stated, role) = value(tree, *id, mark, order)?;
        (!is_foreign(*id, block)).then_some(ElementDate { stated, role, block, node: *id, alike })
    };
    page.dated.iter().filter_map(date).collect()
}

/// Names and classes of an element and its parent: what a template repeats for each item of a list.
type Build<'t> = [&'t str; 4];

fn build(tree: &Tree, id: NodeId) -> Build<'_> {
    let parent = tree.get(id).and_then(|node| node.parent).unwrap_or_default();
    let class = |id| tree.attribute(id, "class").unwrap_or_default();
    [tree.name(id), class(id), tree.name(parent), class(parent)]
}

/// The date that an element holds, in an attribute or in its text, and what it says of it.
fn value(tree: &Tree, id: NodeId, mark: DateMark, order: DayOrder) -> Option<(Stated, DateRole)> {
    let role = match mark {
        DateMark::Published => DateRole::Published,
        DateMark::Modified => DateRole::Modified,
        DateMark::Some => DateRole::Bare,
    };
    let around = around(tree, id);
    let written = dates_of_line(&around, None, order).first().map(|(role, _)| *role);
    let role = match (role, written) {
        (DateRole::Bare, Some(role)) => role,
        (DateRole::Published, Some(role)) if role.is_change() => role,
        (role, _) => role,
    };
    for attribute in ["datetime", "content", "data-datetime", "title"] {
        if let Some(value) = tree.attribute(id, attribute)
            && let Some(stated) = stated(value, DateSignal::TimeElement, order)
        {
            return Some((stated, role));
        }
    }
    let text = tree.text_of(id);
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let time = find_date(&text, order).map(|found| found.time).or_else(|| short_date(&text, order))?;
    let is_element = tree.name(id) == "time";
    let signal = if is_element || mark == DateMark::Published {
        DateSignal::TimeElement
    } else {
        DateSignal::TextNearTitle
    };
    Some((Stated::of_text(time, signal), role))
}

/// The line that an element is part of: "last modified on …" may stand before a `time` element.
fn around(tree: &Tree, id: NodeId) -> String {
    let parent = tree.get(id).and_then(|node| node.parent);
    let line = parent.map(|parent| tree.text_of(parent)).filter(|line| line.len() <= LONGEST_TEXT);
    line.unwrap_or_else(|| tree.text_of(id))
}

/// Whether a machine date gives its time of day in universal time: the day where it was written may be another.
pub(crate) fn is_utc(value: &str) -> bool {
    // Browsers write "GMT+0000 (Coordinated Universal Time)".
    let value = value.split(" (").next().unwrap_or(value).trim();
    value.len() > 10 && ["Z", "+00:00", "+0000", "GMT", "UTC"].iter().any(|zone| value.ends_with(zone))
}

/// The day of the only dated element after the headline, where a `time` element holds it.
pub(crate) fn marked_by_title(dates: &[ElementDate], reach: Reach) -> Option<Stated> {
    let mut beside = dates.iter().filter(|date| {
        !date.role.is_change()
            && date.stated.signal == DateSignal::TimeElement
            && reach.is_by_title(date.block)
            && !reach.is_before_title(date.block)
    });
    let first = beside.next()?;
    beside.all(|date| date.stated.time == first.stated.time).then(|| first.stated.clone())
}

/// The date of publication that elements give: what they call so beside the headline, an unlabelled one there, then
/// farther away.
pub(crate) fn published(dates: &[ElementDate], reach: Reach, page: DatedPage) -> Option<Stated> {
    let is_beside = |date: &&ElementDate| reach.is_by_title(date.block) || reach.is_at_head(date.block);
    let has = |role: DateRole| move |date: &&ElementDate| date.role == role;
    let labelled = || dates.iter().filter(has(DateRole::Published));
    // On a page that lists articles every one has its date, and none is the page's own.
    let days: BTreeSet<&Edtf> = dates.iter().map(|date| &date.stated.time).collect();
    let is_listed = |date: &ElementDate| {
        !page.has_own_date
            && days.len() >= if page.is_prose { 6 } else { 3 }
            && (date.alike >= 3 || !page.is_prose && !reach.is_by_title(date.block))
    };
    // Right before the headline stands the day of the visit, too, at the head of a page.
    let is_masthead = |date: &ElementDate| {
        reach.is_before_title(date.block) && date.stated.signal != DateSignal::TimeElement
    };
    let bare =
        || dates.iter().filter(has(DateRole::Bare)).filter(|date| !is_listed(date) && !is_masthead(date));
    labelled()
        .find(is_beside)
        .or_else(|| bare().find(is_beside))
        .or_else(|| labelled().find(|date| reach.holds(date.block)))
        .or_else(|| bare().find(|date| reach.holds(date.block)))
        .or_else(|| labelled().next())
        .map(|date| date.stated.clone())
}

/// The day of a lone `updated` element beside the headline. In the hAtom microformat an entry that was never changed
/// has only this one, and it is then the day of publication (<http://microformats.org/wiki/hatom>).
pub(crate) fn entry_updated(tree: &Tree, dates: &[ElementDate], reach: Reach) -> Option<Stated> {
    let mut entries = dates.iter().filter(|date| {
        let is_entry = tree
            .attribute(date.node, "class")
            .is_some_and(|class| class.split_ascii_whitespace().any(|name| name == "updated"));
        is_entry
            && date.role == DateRole::Modified
            && (reach.is_by_title(date.block) || reach.is_at_head(date.block))
    });
    match (entries.next(), entries.next()) {
        (Some(entry), None) => Some(entry.stated.clone()),
        _ => None,
    }
}
