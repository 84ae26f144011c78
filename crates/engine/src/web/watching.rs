//! `watch`: feeds and pages that are looked at again and again. New items are added, seen ones are not.

use super::WebReport;
use super::bring::{Brought, How, Task, bring, known_of};
use super::feeds::{FeedSummary, Found, items_of};
use crate::reading::Reader;
use crate::{Error, Progress, Result};
use archive::{Act, ItemState, Watch, WatchRecord, WatchValidators, Workspace};
use fetch::{Address, Fetcher, Known};
use model::Sensitivity;
use std::num::NonZeroUsize;

/// Runs in which an item that fails is tried.
const MOST_TRIES: u32 = 5;

/// What kind a page is called.
const PAGE: &str = "page";

/// How to look at what is watched.
#[derive(Debug, Clone)]
pub struct WatchRequest {
    /// Only these; all where it is empty.
    pub only: Vec<String>,
    /// New items of one feed that are fetched at most.
    pub most_items: usize,
    /// Number of threads that read.
    pub threads: NonZeroUsize,
    /// Version of manumit.
    pub tool_version: String,
}

/// Watches a feed, a sitemap or a page from now on; what it is shows when it is looked at. Gives its address as it is kept, and
/// whether it is new.
///
/// # Errors
/// If it is no address, or what it brings would be sealed: the list of what is watched stands in the clear.
pub fn add_watch(
    workspace: &Workspace,
    act: &Act,
    text: &str,
    sensitivity: Option<Sensitivity>,
) -> Result<(String, bool)> {
    let address = address_of(text)?;
    if sensitivity.unwrap_or(workspace.settings().sensitivity) == Sensitivity::Sealed {
        return Err(Error::WatchSealed);
    }
    let watch = Watch { sensitivity, ..Watch::default() };
    let is_new = workspace.add_watch(act, address.as_str(), &watch)?;
    Ok((address.to_string(), is_new))
}

/// Watches it no longer. What it brought stays.
///
/// # Errors
/// If it is not watched.
pub fn remove_watch(workspace: &Workspace, act: &Act, text: &str) -> Result<()> {
    Ok(workspace.remove_watch(act, address_of(text)?.as_str())?)
}

/// What is watched, in the order in which it was added.
///
/// # Errors
/// If the ledger cannot be read.
pub fn watches(workspace: &Workspace) -> Result<Vec<WatchRecord>> {
    Ok(workspace.watches()?)
}

/// Looks at what is watched, once, and adds what is new.
///
/// # Errors
/// If the workspace refuses, or something that is named is not watched. What was added before stays.
pub fn run_watches(
    workspace: &Workspace,
    reader: &Reader,
    fetcher: &Fetcher,
    act: &Act,
    request: &WatchRequest,
    progress: &mut dyn Progress<WebReport>,
) -> Result<Vec<FeedSummary>> {
    let mut records = workspace.watches()?;
    let mut only = Vec::new();
    for text in &request.only {
        let address = address_of(text)?.to_string();
        if records.iter().all(|record| record.url != address) {
            return Err(archive::Error::NotFound { what: "watch", id: address }.into());
        }
        only.push(address);
    }
    if !only.is_empty() {
        records.retain(|record| only.contains(&record.url));
    }
    let how = How {
        workspace,
        reader,
        fetcher,
        act,
        threads: request.threads,
        tool_version: &request.tool_version,
    };
    let mut summaries = Vec::new();
    for record in records {
        summaries.push(run(&how, record, request.most_items, progress)?);
    }
    Ok(summaries)
}

fn run(
    how: &How<'_>,
    record: WatchRecord,
    most_items: usize,
    progress: &mut dyn Progress<WebReport>,
) -> Result<FeedSummary> {
    let WatchRecord { url, mut watch, .. } = record;
    let sensitivity = watch.sensitivity;
    let address = address_of(&url)?;
    let known = known(how.workspace, &url, &watch)?;
    let since = watch.succeeded.as_deref().and_then(|at| at.parse().ok());
    let found = items_of(how.fetcher, &url, known.as_ref(), since);
    watch.run = Some(how.act.at.to_string());
    let mut summary = FeedSummary::failed(url.clone());
    summary.kind.clone_from(&watch.kind);
    let mut tasks = Vec::new();
    let mut items = 0;
    match found {
        Ok(found) => {
            summary = FeedSummary::of(&found);
            (watch.kind, watch.title) = (summary.kind.clone(), found.title.clone());
            choose(how.workspace, &url, &found, most_items, &mut summary, &mut tasks)?;
            items = tasks.len();
            tasks.extend(found.failures());
            let may_rest = found.is_whole() && summary.left == 0;
            watch.known = found.known.filter(|_| may_rest).map(|known| WatchValidators {
                address: known.address,
                etag: known.etag,
                last_modified: known.last_modified,
            });
        }
        Err(failed) => {
            let is_page = failed.other.is_some();
            match (failed.other, failed.unchanged) {
                (Some(content), _) => tasks.push(Task::take(&address, *content)),
                (None, Some(at)) => {
                    summary.unchanged = true;
                    if watch.kind.as_deref() == Some(PAGE) {
                        tasks.push(Task::unchanged(&address, at));
                    }
                }
                (None, None) => tasks.push(Task::failed(url.clone(), None, failed.reason)),
            }
            if is_page {
                watch.kind = Some(PAGE.to_owned());
                summary.kind.clone_from(&watch.kind);
            }
        }
    }
    // Items that fail are met again only if the feed is sent again.
    let mut failures = 0_usize;
    let mut failure = None;
    let workspace = how.workspace;
    let mut heard = Heard { progress, watched: &url, failure: &mut failure };
    let brought = bring(how, tasks, sensitivity, &mut heard, &mut |brought: &Brought<'_>| {
        if brought.named_by.is_none() {
            return Ok(());
        }
        let state = match workspace.watch_item(&url, brought.address)? {
            _ if !brought.failed || !brought.may_pass => ItemState::Settled,
            ItemState::Failed(tries) if tries + 1 >= MOST_TRIES => ItemState::Settled,
            ItemState::Failed(tries) => ItemState::Failed(tries + 1),
            ItemState::New | ItemState::Settled => ItemState::Failed(1),
        };
        failures += usize::from(state != ItemState::Settled);
        Ok(workspace.put_watch_item(&url, brought.address, state)?)
    });
    if failures > 0 {
        watch.known = None;
    }
    if failure.is_none() {
        watch.succeeded.clone_from(&watch.run);
    }
    watch.failure = failure;
    summary.new = items;
    workspace.put_watch(&url, &watch)?;
    brought?;
    Ok(summary)
}

/// Chooses the items that are to be fetched.
fn choose(
    workspace: &Workspace,
    url: &str,
    found: &Found,
    most_items: usize,
    summary: &mut FeedSummary,
    tasks: &mut Vec<Task>,
) -> Result<()> {
    for item in &found.items {
        let address = item.address.as_str();
        match workspace.watch_item(url, address)? {
            ItemState::Settled => summary.known += 1,
            // What came otherwise is here as well.
            ItemState::New if workspace.last_fetch(address)?.is_some() => summary.known += 1,
            _ if tasks.len() >= most_items => summary.left += 1,
            _ => tasks.push(Task::fetch(item.address.clone(), Some(found.address.clone()))),
        }
    }
    Ok(())
}

/// By what the server can tell whether something changed: of a page by how it came last, of a feed by what was written down.
fn known(workspace: &Workspace, url: &str, watch: &Watch) -> Result<Option<Known>> {
    if watch.kind.as_deref() == Some(PAGE) {
        return Ok(workspace.last_fetch(url)?.as_ref().and_then(known_of));
    }
    Ok(watch.known.clone().map(|known| Known {
        address: known.address,
        etag: known.etag,
        last_modified: known.last_modified,
    }))
}

fn address_of(text: &str) -> Result<Address> {
    Address::parse(text).map_err(|error| Error::Address {
        address: fetch::without_credentials(text),
        reason: error.to_string(),
    })
}

/// Notes whether the feed or page itself failed.
struct Heard<'h> {
    progress: &'h mut dyn Progress<WebReport>,
    watched: &'h str,
    failure: &'h mut Option<String>,
}

impl Progress<WebReport> for Heard<'_> {
    fn begin(&mut self, total: usize) {
        self.progress.begin(total);
    }

    fn more(&mut self, count: usize) {
        self.progress.more(count);
    }

    fn item(&mut self, item: WebReport) {
        if let crate::FileEnd::Skipped { reason } = &item.end
            && item.address == self.watched
        {
            *self.failure = Some(reason.clone());
        }
        self.progress.item(item);
    }
}
