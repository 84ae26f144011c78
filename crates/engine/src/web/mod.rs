//! What comes from the web: addresses, feeds, and what is watched.
//!
//! ```text
//! addresses ┐
//! feeds ────┼─▶ tasks, sites in turn ─▶ some at a time: fetch ─in order─▶ unfold ─▶ N threads: read, extract ─▶ one writer
//! watches ──┘                                                                                                   └▶ seen
//! ```
//!
//! Each address is written as soon as it is read, so a run that is broken off has lost no more than the one it was at.

mod bring;
mod feeds;
mod watching;

pub use feeds::FeedSummary;
pub use watching::{WatchRequest, add_watch, remove_watch, run_watches, watches};

pub(crate) use bring::facts_of;

use crate::add::FileEnd;
use crate::reading::Reader;
use crate::{Progress, Result};
use archive::{Act, Workspace};
use bring::Task;
use fetch::{Address, Fetcher};
use model::Sensitivity;
use std::num::NonZeroUsize;

/// Items of one feed that are fetched in one run, where nobody says otherwise.
pub const ITEMS_A_RUN: usize = 100;

/// What to add from the web, and how.
#[derive(Debug, Clone)]
pub struct WebRequest {
    /// Addresses of pages and files.
    pub addresses: Vec<String>,
    /// Addresses of feeds and sitemaps, whose items are added.
    pub feeds: Vec<String>,
    /// How far the new sources may travel; `None` takes the workspace's default.
    pub sensitivity: Option<Sensitivity>,
    /// Items of one feed that are fetched at most.
    pub most_items: usize,
    /// Number of threads that read.
    pub threads: NonZeroUsize,
    /// Version of manumit.
    pub tool_version: String,
}

/// What a server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAnswer {
    /// The address that answered, after redirections.
    pub address: String,
    /// Status: 304 where nothing changed.
    pub status: u16,
    /// Redirections on the way.
    pub redirects: usize,
    /// Bytes of the content, unpacked.
    pub bytes: Option<u64>,
}

/// What became of one address, or of one thing in an archive that it led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebReport {
    /// The address; of something in an archive, that of the archive and its name there.
    pub address: String,
    /// The feed or watched page that named it.
    pub named_by: Option<String>,
    /// What the server said; absent where nothing was fetched, and of what lies in an archive.
    pub answer: Option<WebAnswer>,
    /// How it ended.
    pub end: FileEnd,
}

/// Adds what is at addresses, and the items of feeds that are not here yet; reports on each.
///
/// # Errors
/// If the workspace refuses. What was added before stays.
pub fn add_from_web(
    workspace: &Workspace,
    reader: &Reader,
    fetcher: &Fetcher,
    act: &Act,
    request: &WebRequest,
    progress: &mut dyn Progress<WebReport>,
) -> Result<Vec<FeedSummary>> {
    let mut tasks = Vec::new();
    for text in &request.addresses {
        tasks.push(match Address::parse(text) {
            Ok(address) => Task::fetch(address, None),
            Err(error) => Task::failed(fetch::without_credentials(text), None, error.to_string()),
        });
    }
    let mut summaries = Vec::new();
    for text in &request.feeds {
        let found = feeds::items_of(fetcher, text, None, None);
        let summary = match found {
            Ok(found) => {
                let mut summary = FeedSummary::of(&found);
                for item in &found.items {
                    if workspace.last_fetch(item.address.as_str())?.is_some() {
                        summary.known += 1;
                    } else if summary.new < request.most_items {
                        summary.new += 1;
                        tasks.push(Task::fetch(item.address.clone(), Some(found.address.clone())));
                    } else {
                        summary.left += 1;
                    }
                }
                tasks.extend(found.failures());
                summary
            }
            Err(failed) => {
                let shown = fetch::without_credentials(text);
                tasks.push(Task::failed(shown.clone(), None, failed.reason));
                FeedSummary::failed(shown)
            }
        };
        summaries.push(summary);
    }
    let how = bring::How {
        workspace,
        reader,
        fetcher,
        act,
        threads: request.threads,
        tool_version: &request.tool_version,
    };
    bring::bring(&how, tasks, request.sensitivity, progress, &mut |_| Ok(()))?;
    Ok(summaries)
}
