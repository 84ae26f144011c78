//! What came from the web, so that it need not come twice; feeds and pages that are watched; how files of lists came.

use crate::ledger::FetchRows;
use crate::{Act, Error, Result, Workspace, audit};
use model::{AcquisitionFacts, Sensitivity, SourceId};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The last time that an address brought something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastFetch {
    /// What it brought.
    pub source: SourceId,
    /// What the server said of it.
    pub facts: AcquisitionFacts,
    /// When, RFC 3339 in UTC.
    pub fetched: String,
    /// When the server said last that nothing changed since, RFC 3339 in UTC.
    pub confirmed: Option<String>,
}

/// By what a server can tell whether a feed changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchValidators {
    /// The address that answered.
    pub address: String,
    /// Its `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// How a watched feed or page is treated, and how it stood when it was looked at last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// How far what it brings may travel; `None` as the settings say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// What it turned out to be: `RSS`, `sitemap`, `page`, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// By what its server can tell whether it changed; only once all its items are settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<WatchValidators>,
    /// When it was looked at last, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// When it was looked at last with success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succeeded: Option<String>,
    /// Why it could not be looked at, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

/// A watched feed or page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRecord {
    /// Its address.
    pub url: String,
    /// When it was added, RFC 3339 in UTC.
    pub added: String,
    /// Who added it.
    pub added_by: String,
    /// The rest.
    pub watch: Watch,
}

/// Whether an item of a watched feed is to be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    /// It was never met.
    New,
    /// It was met, and failed so often.
    Failed(u32),
    /// It was fetched, or given up.
    Settled,
}

/// How a file of an official list came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFetch {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: SourceId,
    /// When, RFC 3339 in UTC.
    pub fetched: String,
    /// When the server said last that nothing changed since, RFC 3339 in UTC.
    pub confirmed: Option<String>,
    /// Where it came from and what the server said.
    pub facts: AcquisitionFacts,
}

impl Workspace {
    /// The last time that this address (as asked for) brought something that is here in the clear.
    pub fn last_fetch(&self, url: &str) -> Result<Option<LastFetch>> {
        self.reading(async |ledger| ledger.last_fetch(url).await)
    }

    /// Records that at `at` the server said that what this address brought last is still the same.
    pub fn confirm_fetch(&self, act: &Act, url: &str, at: &str) -> Result<()> {
        self.transaction(async |ledger| {
            let Some(last) = ledger.last_fetch(url).await? else { return Ok(()) };
            ledger.confirm_fetch(&last, url, at).await?;
            audit::append(ledger, act, "unchanged", &json!({"source": last.source, "status": 304})).await
        })
    }

    /// The watched feeds and pages, in the order in which they were added.
    pub fn watches(&self) -> Result<Vec<WatchRecord>> {
        self.reading(async |ledger| ledger.watches().await)
    }

    /// Watches a feed or page. False where it is watched already.
    pub fn add_watch(&self, act: &Act, url: &str, watch: &Watch) -> Result<bool> {
        let id = self.item_id(url, url)?;
        let record = WatchRecord {
            url: url.to_owned(),
            added: act.at.to_string(),
            added_by: act.actor.clone(),
            watch: watch.clone(),
        };
        self.transaction(async |ledger| {
            let is_new = ledger.insert_watch(&record).await?;
            if is_new {
                audit::append(ledger, act, "watch_add", &json!({"watch": id})).await?;
            }
            Ok(is_new)
        })
    }

    /// Watches it no longer. What it brought stays.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn remove_watch(&self, act: &Act, url: &str) -> Result<()> {
        let id = self.item_id(url, url)?;
        self.transaction(async |ledger| {
            if !ledger.delete_watch(url).await? {
                return Err(Error::not_found("watch", url));
            }
            audit::append(ledger, act, "watch_remove", &json!({"watch": id})).await
        })
    }

    /// Writes down how a watched feed or page stood.
    pub fn put_watch(&self, url: &str, watch: &Watch) -> Result<()> {
        self.transaction(async |ledger| ledger.put_watch(url, watch).await)
    }

    /// Whether an item of a watched feed is to be fetched.
    pub fn watch_item(&self, watch: &str, item: &str) -> Result<ItemState> {
        let id = self.item_id(watch, item)?;
        let state = self.reading(async |ledger| ledger.watch_item(watch, &id).await)?;
        Ok(match state {
            None => ItemState::New,
            Some(Some(tries)) => ItemState::Failed(u32::try_from(tries).unwrap_or(u32::MAX)),
            Some(None) => ItemState::Settled,
        })
    }

    /// Writes down what became of an item.
    pub fn put_watch_item(&self, watch: &str, item: &str, state: ItemState) -> Result<()> {
        let id = self.item_id(watch, item)?;
        let (tries, settled) = match state {
            ItemState::New => (0, false),
            ItemState::Failed(tries) => (i64::from(tries), false),
            ItemState::Settled => (0, true),
        };
        self.transaction(async |ledger| ledger.put_watch_item(watch, &id, tries, settled).await)
    }

    /// How a file of a list came last.
    pub fn last_list_fetch(&self, list: &str, file: &str) -> Result<Option<ListFetch>> {
        self.reading(async |ledger| ledger.last_list_fetch(list, file).await)
    }

    /// Writes down how files of a list came.
    pub fn put_list_fetches(&self, list: &str, fetches: &[ListFetch]) -> Result<()> {
        self.transaction(async |ledger| {
            for fetch in fetches {
                ledger.put_list_fetch(list, fetch).await?;
            }
            Ok(())
        })
    }

    fn item_id(&self, watch: &str, item: &str) -> Result<String> {
        let plain = SourceId::of(format!("{watch}\n{item}").as_bytes());
        Ok(self.seal_key.sealed_id(&plain)?.to_string())
    }
}
