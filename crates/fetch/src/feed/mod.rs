//! Feeds and sitemaps: bytes to the addresses of their items.
//!
//! ```text
//! bytes ─▶ unpacked, decoded ─▶ JSON? ─▶ JSON Feed
//!                              └ XML  ─▶ RSS, RDF, Atom, sitemap, sitemap index, by the first element
//! ```

mod json;
mod text;
mod xml;

use crate::address::Address;
use jiff::Timestamp;
use std::collections::HashSet;

/// Items of one feed that are taken; a sitemap has 50,000 at most (sitemaps.org).
pub const MOST_ITEMS: usize = 50_000;

/// What kind of list of addresses it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS 0.9 to 2.0, with RDF or without.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.
    JsonFeed,
    /// A sitemap (sitemaps.org).
    Sitemap,
    /// A list of sitemaps: its items are sitemaps.
    SitemapIndex,
}

impl FeedKind {
    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::JsonFeed => "JSON Feed",
            Self::Sitemap => "sitemap",
            Self::SitemapIndex => "sitemap index",
        }
    }
}

/// What a feed lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// What it is.
    pub kind: FeedKind,
    /// Its title.
    pub title: Option<String>,
    /// Its items in their order, each address once.
    pub items: Vec<FeedItem>,
    /// Items that are not among these because there are more than [`MOST_ITEMS`].
    pub left_out: usize,
    /// Items without an address that may be asked.
    pub without_address: usize,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedItem {
    /// Its address.
    pub address: Address,
    /// Its title.
    pub title: Option<String>,
    /// When it was published or changed last, where the feed says so in a form that can be read.
    pub at: Option<Timestamp>,
}

/// Why something is no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It is something else.
    #[error("this is {0}, not a feed or sitemap")]
    Other(&'static str),
    /// It breaks off or is malformed.
    #[error("the feed is damaged at line {line}: {reason}")]
    Damaged {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It says that it is in an encoding that nobody knows.
    #[error("the feed says that it is in the encoding `{0}`, which is not known")]
    Encoding(String),
    /// It is packed and cannot be unpacked.
    #[error("the feed cannot be unpacked: {0}")]
    Unpacking(String),
}

impl Feed {
    /// Reads a feed. `charset` is what the server declared, `base` the address it came from.
    ///
    /// # Errors
    /// If it is something else, or damaged.
    pub fn parse(bytes: &[u8], charset: Option<&str>, base: &Address) -> Result<Self, FeedError> {
        let unpacked = text::unpack(bytes)?;
        let text = text::decode(&unpacked, charset)?;
        let start = text.trim_start();
        let found = if start.starts_with('{') {
            json::parse(start, base)?
        } else if start.starts_with('<') {
            xml::parse(&text, base)?
        } else if start.is_empty() {
            return Err(FeedError::Other("empty"));
        } else {
            return Err(FeedError::Other("text"));
        };
        Ok(found.finish())
    }
}

/// A feed while it is read.
#[derive(Debug)]
struct Found {
    feed: Feed,
    seen: HashSet<Address>,
}

impl Found {
    fn new(kind: FeedKind) -> Self {
        let feed = Feed { kind, title: None, items: Vec::new(), left_out: 0, without_address: 0 };
        Self { feed, seen: HashSet::new() }
    }

    fn add(&mut self, base: &Address, link: Option<&str>, title: Option<&str>, at: Option<&str>) {
        let address = link.map(str::trim).filter(|link| !link.is_empty()).map(|link| base.join(link));
        let Some(Ok(address)) = address else {
            self.feed.without_address += 1;
            return;
        };
        if self.feed.items.len() >= MOST_ITEMS {
            self.feed.left_out += 1;
            return;
        }
        if self.seen.insert(address.clone()) {
            let title = title.and_then(text::line);
            self.feed.items.push(FeedItem { address, title, at: at.and_then(text::moment) });
        }
    }

    fn finish(self) -> Feed {
        self.feed
    }
}

#[cfg(test)]
mod tests;
