//! Addresses on the web to bytes: the only crate on the network.
//!
//! ```text
//! address ─▶ Fetcher ─▶ content, or "unchanged", or why not
//!              └ robots.txt, pauses, redirections; limits on size and time; public addresses only; a proxy if wanted
//! bytes ─▶ Feed::parse ─▶ addresses of items (RSS, Atom, JSON Feed, sitemap)
//! ```
//!
//! Nothing is kept between runs: what was known of an address is handed in as [`Known`]. No cookies, no `Referer`, no user names or
//! passwords. Time and name service are handed in ([`Clock`], [`Lookup`]), so that tests need neither.

#![forbid(unsafe_code)]

mod address;
mod answer;
mod client;
mod clock;
mod error;
mod feed;
mod fetcher;
mod network;
mod proxy;
mod resolve;
mod robots;
mod settings;

pub use address::{Address, AddressError, LONGEST_ADDRESS, looks_like_address, without_credentials};
pub use answer::{Answer, Content, Known, Request, Unchanged, Wanted};
pub use clock::{Clock, SystemClock};
pub use error::{Error, Result};
pub use feed::{Feed, FeedError, FeedItem, FeedKind, MOST_ITEMS};
pub use fetcher::Fetcher;
pub use network::{PrivateAddresses, special_use};
pub use proxy::Proxy;
pub use resolve::{Lookup, SystemLookup};
pub use robots::{LARGEST_ROBOTS, Robots, Rule};
pub use settings::{Event, Limits, Listener, Settings, USER_AGENT};
