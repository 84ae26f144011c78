//! Feeds and sitemaps, with the sitemaps that a list of them names.

use super::bring::Task;
use fetch::{Address, Answer, Content, Feed, FeedItem, FeedKind, Fetcher, Known, Request, Wanted};
use jiff::Timestamp;

/// Sitemaps of one list of sitemaps that are read.
const MOST_SITEMAPS: usize = 500;

/// Items of all of them together.
const MOST_ITEMS: usize = 200_000;

/// What a feed had, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedSummary {
    /// Its address.
    pub address: String,
    /// What it is: `RSS`, `sitemap`, …; absent where it could not be read.
    pub kind: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Items it lists, each address once.
    pub items: usize,
    /// Items that were fetched.
    pub new: usize,
    /// Items that were here or given up before.
    pub known: usize,
    /// New items that are left for another run.
    pub left: usize,
    /// Items that are beyond what is read of one feed.
    pub beyond: usize,
    /// Whether the server said that nothing changed.
    pub unchanged: bool,
}

impl FeedSummary {
    pub(super) fn of(found: &Found) -> Self {
        Self {
            address: found.address.to_string(),
            kind: Some(found.kind.as_str().to_owned()),
            title: found.title.clone(),
            items: found.items.len(),
            beyond: found.beyond,
            ..Self::default()
        }
    }

    pub(super) fn failed(address: String) -> Self {
        Self { address, ..Self::default() }
    }
}

/// Why a feed could not be read.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) reason: String,
    /// The content, where that is no feed at all.
    pub(super) other: Option<Box<Content>>,
    /// When the server said that nothing changed.
    pub(super) unchanged: Option<String>,
}

impl Failed {
    fn because(reason: impl std::fmt::Display) -> Self {
        Self { reason: reason.to_string(), other: None, unchanged: None }
    }
}

/// The items of a feed.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) address: Address,
    pub(super) kind: FeedKind,
    pub(super) title: Option<String>,
    pub(super) items: Vec<FeedItem>,
    pub(super) beyond: usize,
    /// By what its server can tell whether it changed.
    pub(super) known: Option<Known>,
    /// Sitemaps that could not be read, and why.
    failed: Vec<(Address, String)>,
}

impl Found {
    /// What could not be read, to be told like any address that fails.
    pub(super) fn failures(&self) -> impl Iterator<Item = Task> + '_ {
        self.failed.iter().map(|(address, reason)| {
            Task::failed(address.to_string(), Some(self.address.clone()), reason.clone())
        })
    }

    pub(super) fn is_whole(&self) -> bool {
        self.failed.is_empty() && self.beyond == 0
    }
}

/// Fetches a feed. Of a list of sitemaps, those that changed since a time.
pub(super) fn items_of(
    fetcher: &Fetcher,
    text: &str,
    known: Option<&Known>,
    since: Option<Timestamp>,
) -> Result<Found, Failed> {
    let address = Address::parse(text).map_err(Failed::because)?;
    let content = match fetch_feed(fetcher, &address, known) {
        Ok(Answer::Content(content)) => content,
        Ok(Answer::Unchanged(unchanged)) => {
            let at = Some(unchanged.at.to_string());
            return Err(Failed { reason: "unchanged".to_owned(), other: None, unchanged: at });
        }
        Err(error) => return Err(Failed::because(error)),
    };
    let feed = match parse(&content) {
        Ok(feed) => feed,
        Err(error @ fetch::FeedError::Other(_)) => {
            return Err(Failed { other: Some(Box::new(content)), ..Failed::because(error) });
        }
        Err(error) => return Err(Failed::because(error)),
    };
    let mut found = Found {
        address,
        kind: feed.kind,
        title: feed.title,
        items: Vec::new(),
        beyond: feed.left_out,
        known: Known::of(content.address.as_str(), &content.headers),
        failed: Vec::new(),
    };
    if feed.kind == FeedKind::SitemapIndex {
        read_sitemaps(fetcher, &mut found, feed.items, since);
    } else {
        found.items = feed.items;
    }
    Ok(found)
}

/// Reads the sitemaps of a list. What stands in one of them is no list again (sitemaps.org).
fn read_sitemaps(fetcher: &Fetcher, found: &mut Found, sitemaps: Vec<FeedItem>, since: Option<Timestamp>) {
    let changed = |item: &FeedItem| since.is_none_or(|since| item.at.is_none_or(|at| at >= since));
    let (asked, beyond): (Vec<_>, Vec<_>) =
        sitemaps.into_iter().filter(changed).enumerate().partition(|(number, _)| *number < MOST_SITEMAPS);
    found.beyond += beyond.len();
    let mut seen = std::collections::HashSet::new();
    for (_, item) in asked {
        let feed = match fetch_feed(fetcher, &item.address, None) {
            Ok(Answer::Content(content)) => parse(&content).map_err(|error| error.to_string()),
            Ok(Answer::Unchanged(_)) => continue,
            Err(error) => Err(error.to_string()),
        };
        match feed {
            Ok(feed) if feed.kind == FeedKind::SitemapIndex => {
                let reason = "a list of sitemaps in a list of sitemaps is not followed".to_owned();
                found.failed.push((item.address, reason));
            }
            Ok(feed) => {
                found.beyond += feed.left_out;
                for item in feed.items {
                    if found.items.len() >= MOST_ITEMS {
                        found.beyond += 1;
                    } else if seen.insert(item.address.clone()) {
                        found.items.push(item);
                    }
                }
            }
            Err(reason) => found.failed.push((item.address, reason)),
        }
    }
}

fn fetch_feed(fetcher: &Fetcher, address: &Address, known: Option<&Known>) -> fetch::Result<Answer> {
    fetcher.fetch(&Request { wanted: Wanted::Feed, known, ..Request::of(address) })
}

fn parse(content: &Content) -> Result<Feed, fetch::FeedError> {
    Feed::parse(&content.body, content.charset().as_deref(), &content.address)
}
