//! Reading along: what is new with a tag, about a country, or in a kept search, among open sources alone.
//!
//! Whoever asks, a feed is built under [`Clearance::Public`]: it goes to programs that show it to anybody.

use crate::ledger::{SourceCards, corrected};
use crate::places::country;
use crate::{Result, place_name};
use archive::{ClaimFilter, Newest, SavedSearch, ShortName, SourceCounts, Workspace};
use jiff::Timestamp;
use model::{Clearance, Cleared, ReviewState, SourceId};
use publish::{ClaimRow, FeedHead, FeedItem, SourceCard, feed_id};

/// Entries of a feed.
const LONGEST: usize = 50;
/// Open sources that are looked at for a kept search, newest first.
const DEEPEST: usize = 2_000;

/// A feed that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedOf {
    /// Open sources with this tag.
    Tag(ShortName),
    /// Open sources with a claim about this country, ISO 3166.
    Place(String),
    /// Open sources that a kept search finds.
    Search(ShortName),
}

impl FeedOf {
    /// The feed of this kind (`tag`, `place`, `search`) and name; `None` where there can be none.
    #[must_use]
    pub fn named(kind: &str, name: &str) -> Option<Self> {
        match kind {
            "tag" => name.parse().ok().map(Self::Tag),
            "place" => country(name).map(|country| Self::Place(country.code.to_owned())),
            "search" => name.parse().ok().map(Self::Search),
            _ => None,
        }
    }

    /// `tag`, `place` or `search`, as it stands in the address.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Tag(_) => "tag",
            Self::Place(_) => "place",
            Self::Search(_) => "search",
        }
    }

    /// Its name, as it stands in the address.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Tag(name) | Self::Search(name) => name.as_str(),
            Self::Place(code) => code,
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Tag(name) => format!("Tag “{name}”"),
            Self::Place(code) => place_name(code),
            Self::Search(name) => format!("Search “{name}”"),
        }
    }
}

/// The feeds that have something to read: tags, countries, kept searches, each with the number of its sources. `counts` are
/// those of [`Clearance::Public`].
///
/// # Errors
/// If the ledger cannot be read.
pub fn feeds(workspace: &Workspace, counts: &SourceCounts) -> Result<Vec<(FeedOf, Option<u64>)>> {
    let public = Clearance::Public;
    let tags = workspace.label_counts(public)?.tags.into_iter();
    let mut feeds: Vec<(FeedOf, Option<u64>)> =
        tags.map(|(tag, number)| (FeedOf::Tag(tag), Some(number))).collect();
    let regions = counts.regions.iter();
    feeds.extend(regions.map(|(code, number)| (FeedOf::Place(code.clone()), Some(*number))));
    let kept = workspace.saved_searches(public)?.into_iter().map(Cleared::into_inner);
    feeds.extend(kept.map(|search| (FeedOf::Search(search.name), None)));
    Ok(feeds)
}

/// The head and the entries of a feed, newest first; `None` where there is nothing of it that anyone may see.
///
/// `site` is scheme and host of its address, `path` its percent-encoded path without the ending.
///
/// # Errors
/// If the ledger or the index cannot be read.
pub fn feed(
    workspace: &Workspace,
    which: &FeedOf,
    site: &str,
    path: &str,
) -> Result<Option<(FeedHead, Vec<Cleared<FeedItem>>)>> {
    let (newest, kept) = match which {
        FeedOf::Tag(tag) => (newest(workspace, &Newest::Tag(tag.clone()))?, None),
        FeedOf::Place(code) => (newest(workspace, &Newest::Region(code.clone()))?, None),
        FeedOf::Search(name) => {
            let kept = workspace.saved_searches(Clearance::Public)?.into_iter().map(Cleared::into_inner);
            let Some(kept) = kept.into_iter().find(|kept| kept.name == *name) else { return Ok(None) };
            (found(workspace, &kept)?, Some(kept))
        }
    };
    let since = kept.as_ref().map(|kept| kept.at.clone());
    let Some(updated) = newest.first().map(|(_, at)| at.to_string()).max(since) else { return Ok(None) };
    let mut cards = SourceCards::new(workspace, Clearance::Public);
    cards.look_up(newest.iter().map(|(id, _)| id))?;
    let items = newest
        .into_iter()
        .map(|(id, at)| item(workspace, &mut cards, which, &id, at))
        .collect::<Result<_>>()?;
    let about = match which {
        FeedOf::Tag(name) => format!("What is new among open sources with the tag “{name}”."),
        FeedOf::Place(code) => {
            format!("What is new among open sources with claims about {}.", place_name(code))
        }
        FeedOf::Search(name) => format!("What is new among open sources that the search “{name}” finds."),
    };
    let head = FeedHead {
        id: feed_id(&workspace.origin()?, which.kind(), which.name()),
        title: which.title(),
        about,
        updated,
        site: site.to_owned(),
        path: path.to_owned(),
    };
    Ok(Some((head, items)))
}

fn newest(workspace: &Workspace, which: &Newest) -> Result<Vec<(SourceId, Timestamp)>> {
    let newest = workspace.newest(Clearance::Public, which, 0, LONGEST)?;
    Ok(newest.into_iter().map(Cleared::into_inner).collect())
}

/// The newest open sources that a kept search finds.
fn found(workspace: &Workspace, kept: &SavedSearch) -> Result<Vec<(SourceId, Timestamp)>> {
    let newest = workspace.newest(Clearance::Public, &Newest::All, 0, DEEPEST)?;
    let mut found: Vec<(SourceId, Timestamp)> = newest.into_iter().map(Cleared::into_inner).collect();
    let ids: Vec<SourceId> = found.iter().map(|(id, _)| id.clone()).collect();
    let fitting = workspace.fits(&kept.query, &kept.filter, &ids)?;
    found.retain(|(id, _)| fitting.contains(id));
    found.truncate(LONGEST);
    Ok(found)
}

fn item(
    workspace: &Workspace,
    cards: &mut SourceCards<'_>,
    which: &FeedOf,
    id: &SourceId,
    at: Timestamp,
) -> Result<Cleared<FeedItem>> {
    let place = match which {
        FeedOf::Place(code) => Some(code.clone()),
        FeedOf::Tag(_) | FeedOf::Search(_) => None,
    };
    let filter = ClaimFilter {
        source: Some(id.clone()),
        place,
        zones: workspace.settings().zones.clone(),
        states: vec![ReviewState::Proposed, ReviewState::Confirmed, ReviewState::Corrected],
        ..ClaimFilter::default()
    };
    let told = workspace.claims(Clearance::Public, &filter)?.into_iter();
    let claims = told.map(|record| ClaimRow::of("", corrected(record.get()))).collect();
    let (card, sensitivity) = cards.card(id)?;
    let item = FeedItem { source: SourceCard::clone(&card), updated: at.to_string(), claims };
    let cleared = Clearance::Public.admit(item, sensitivity);
    cleared.ok_or_else(|| archive::Error::NotFound { what: "source", id: id.to_string() }.into())
}
