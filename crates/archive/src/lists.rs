//! Official lists: each loading is a version, kept for good with its files; the last one is in use.
//!
//! A version comes in one transaction with its files, its entries and its line in the audit log: after a crash at any moment the
//! list has either the old version in use or the new one. Entries are stored once, however many versions have them.

use crate::add::next;
use crate::blobs::sha256;
use crate::ledger::{ListRows, Print, SqliteLedger, StoredListEntry, of_list};
use crate::{Act, Error, Result, Workspace, audit};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use model::{Clearance, Cleared, KeptList, ListEntry, ListVersion, SourceId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Counter of versions in the ledger's `meta`.
const SEQUENCE: &str = "list_sequence";

/// A list of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRecord {
    /// The list.
    pub list: KeptList,
    /// When it was added first, RFC 3339 in UTC.
    pub added: String,
    /// When it was taken out of use, where it is not in use.
    pub removed: Option<String>,
}

/// A version of a list, and how it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersionRecord {
    /// Its number among all versions of all lists, in the order in which they were loaded.
    pub sequence: i64,
    /// The list's name.
    pub list: String,
    /// The version.
    pub version: ListVersion,
    /// When it was loaded, RFC 3339 in UTC.
    pub loaded: String,
    /// Who loaded it.
    pub loaded_by: String,
    /// When the same files came last, RFC 3339 in UTC.
    pub checked: String,
    /// What a person had to accept for it.
    pub accepted: Vec<String>,
}

/// What is to become the version in use.
#[derive(Debug, Clone, Copy)]
pub struct NewListVersion<'a> {
    /// The version.
    pub version: &'a ListVersion,
    /// Its files: their bytes, in the order of [`ListVersion::files`].
    pub files: &'a [&'a [u8]],
    /// Its entries.
    pub entries: &'a [ListEntry],
    /// What a person had to accept for it.
    pub accepted: &'a [String],
}

/// What loading changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListChange {
    /// A new version is in use.
    New(ListVersionRecord),
    /// The version in use was loaded from the very same files by the same loader.
    Same(ListVersionRecord),
}

impl ListChange {
    /// The version now in use.
    #[must_use]
    pub fn record(&self) -> &ListVersionRecord {
        match self {
            Self::New(record) | Self::Same(record) => record,
        }
    }
}

impl Workspace {
    /// Adds a list with its first version, or takes one into use again that was removed.
    ///
    /// # Errors
    /// [`Error::ListExists`] where a list of this name is in use.
    pub fn add_list(&self, act: &Act, list: &KeptList, load: &NewListVersion<'_>) -> Result<ListChange> {
        let deflated = deflate(load)?;
        self.transaction(async |ledger| {
            let known = ledger.lists().await?.into_iter().find(|record| record.list.name == list.name);
            if known.is_some_and(|record| record.removed.is_none()) {
                return Err(Error::ListExists(list.name.clone()));
            }
            ledger.put_list(list, &act.at.to_string()).await?;
            let detail = json!({"list": list.name, "format": list.format, "rhythm_days": list.rhythm_days,
                                "sensitivity": list.sensitivity.as_str()});
            audit::append(ledger, act, "list_add", &detail).await?;
            put_version(ledger, act, &list.name, load, &deflated).await
        })
    }

    /// Makes a new version the one in use. Where the one in use comes from the same files by the same loader, only the day of the last
    /// check changes.
    ///
    /// # Errors
    /// [`Error::NotFound`] where no list of this name is in use.
    pub fn add_list_version(&self, act: &Act, list: &str, load: &NewListVersion<'_>) -> Result<ListChange> {
        let deflated = deflate(load)?;
        self.transaction(async |ledger| {
            in_use(ledger, list).await?;
            put_version(ledger, act, list, load, &deflated).await
        })
    }

    /// Takes a list out of use. Its versions stay, because decisions may rest on them.
    ///
    /// # Errors
    /// [`Error::NotFound`] where no list of this name is in use.
    pub fn remove_list(&self, act: &Act, list: &str) -> Result<()> {
        self.transaction(async |ledger| {
            in_use(ledger, list).await?;
            ledger.set_list_removed(list, Some(&act.at.to_string())).await?;
            audit::append(ledger, act, "list_remove", &json!({"list": list})).await
        })
    }

    /// All lists, also those out of use, in order of name.
    pub fn lists(&self, clearance: Clearance) -> Result<Vec<Cleared<ListRecord>>> {
        let records = self.reading(async |ledger| ledger.lists().await)?;
        let admit = |record: ListRecord| {
            let sensitivity = record.list.sensitivity;
            clearance.admit(record, sensitivity)
        };
        Ok(records.into_iter().filter_map(admit).collect())
    }

    /// The versions of a list, oldest first; the last one is in use while the list is.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such list, or the clearance does not let it be seen.
    pub fn list_versions(&self, clearance: Clearance, list: &str) -> Result<Vec<Cleared<ListVersionRecord>>> {
        self.reading(async |ledger| {
            let record = visible(ledger, clearance, list).await?;
            let versions = ledger.list_versions(list).await?;
            Ok(versions
                .into_iter()
                .filter_map(|version| clearance.admit(version, record.list.sensitivity))
                .collect())
        })
    }

    /// The version whose id begins so; the last loaded, where the same version was loaded several times.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Ambiguous`].
    pub fn list_version(&self, clearance: Clearance, prefix: &str) -> Result<Cleared<ListVersionRecord>> {
        let not_found = || Error::not_found("version of a list", prefix);
        self.reading(async |ledger| {
            let found = ledger.list_versions_beginning(prefix).await?;
            let ids: BTreeSet<&str> = found.iter().map(|record| record.version.id.as_str()).collect();
            if ids.len() > 1 {
                let candidates = ids.into_iter().map(str::to_owned).collect();
                return Err(Error::Ambiguous { what: "version", prefix: prefix.to_owned(), candidates });
            }
            let record = found.into_iter().next_back().ok_or_else(not_found)?;
            let list = visible(ledger, clearance, &record.list).await.map_err(|_| not_found())?;
            clearance.admit(record, list.list.sensitivity).ok_or_else(not_found)
        })
    }

    /// The entries of a version by its number, in order of id.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the clearance does not let its list be seen; [`Error::DamagedRow`] where an entry is not what was stored.
    pub fn list_entries(
        &self,
        clearance: Clearance,
        version: &Cleared<ListVersionRecord>,
    ) -> Result<Cleared<Vec<ListEntry>>> {
        let record = version.get();
        self.reading(async |ledger| {
            let list = visible(ledger, clearance, &record.list).await?;
            let stored = ledger.list_entries(record.sequence).await?;
            let entries = stored.iter().map(entry_of).collect::<Result<Vec<_>>>()?;
            clearance
                .admit(entries, list.list.sensitivity)
                .ok_or_else(|| Error::not_found("list", &record.list))
        })
    }

    /// The entries of a version that have these ids, in their order; ids that it does not have are left out.
    ///
    /// # Errors
    /// As [`Workspace::list_entries`].
    pub fn list_entries_of(
        &self,
        clearance: Clearance,
        version: &Cleared<ListVersionRecord>,
        ids: &[&str],
    ) -> Result<Cleared<Vec<ListEntry>>> {
        let record = version.get();
        self.reading(async |ledger| {
            let list = visible(ledger, clearance, &record.list).await?;
            let mut entries = Vec::new();
            for id in ids {
                let stored = ledger.list_entry(record.sequence, id).await?;
                entries.extend(stored.as_ref().map(entry_of).transpose()?);
            }
            clearance
                .admit(entries, list.list.sensitivity)
                .ok_or_else(|| Error::not_found("list", &record.list))
        })
    }

    /// The bytes of a file that a version was loaded from, checked.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::DamagedRow`] where its bytes are not those that were stored.
    pub fn list_file(
        &self,
        clearance: Clearance,
        version: &Cleared<ListVersionRecord>,
        sha256: &SourceId,
    ) -> Result<Cleared<Vec<u8>>> {
        let record = version.get();
        let not_found = || Error::not_found("file of a list", sha256);
        if !record.version.files.iter().any(|file| file.sha256 == *sha256) {
            return Err(not_found());
        }
        self.reading(async |ledger| {
            let list = visible(ledger, clearance, &record.list).await?;
            let deflated = ledger.list_file(sha256).await?.ok_or_else(not_found)?;
            clearance.admit(inflate(sha256, &deflated)?, list.list.sensitivity).ok_or_else(not_found)
        })
    }

    /// Checks every version against the audit log, every entry and every file against its hash.
    ///
    /// # Errors
    /// If the log or the tables cannot be read at all.
    pub fn verify_lists(&self) -> Result<Vec<Error>> {
        self.reading(async |ledger| {
            let mut logged: BTreeMap<String, String> = BTreeMap::new();
            for entry in audit::all(ledger).await?.iter().filter(|entry| entry.action == "list_load") {
                let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
                let text = |key: &str| detail.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
                logged.extend(text("version").zip(text("entries")));
            }
            let mut findings = Vec::new();
            let mut add = |id: &str, reason: &str| {
                let (id, reason) = (id.to_owned(), reason.to_owned());
                findings.push(Error::DeviatingRecord { what: "version of a list", id, reason });
            };
            for (sequence, id, entries_hash) in ledger.list_version_hashes().await? {
                let key = format!("{id}/{sequence}");
                match logged.remove(&key) {
                    None => add(&key, "it is here and the log does not know it"),
                    Some(hash) if hash != entries_hash => {
                        add(&key, "the log has another hash of its entries")
                    }
                    Some(_) => {}
                }
                let entries = ledger.list_entries(sequence).await?;
                if entries.iter().any(|entry| sha256(entry.body.as_bytes()) != entry.hash) {
                    add(&key, "an entry was changed after it was written");
                }
                if hash_of(&entries) != entries_hash {
                    add(&key, "its entries are not those that were written");
                }
            }
            for key in logged.keys() {
                add(key, "it is in the log and not here");
            }
            for file in ledger.list_files().await? {
                let deflated = ledger.list_file(&file).await?.unwrap_or_default();
                findings.extend(inflate(&file, &deflated).err());
            }
            Ok(findings)
        })
    }
}

async fn in_use(ledger: &mut SqliteLedger, name: &str) -> Result<ListRecord> {
    let found = ledger.lists().await?.into_iter().find(|record| record.list.name == name);
    found.filter(|record| record.removed.is_none()).ok_or_else(|| Error::not_found("list", name))
}

async fn visible(ledger: &mut SqliteLedger, clearance: Clearance, name: &str) -> Result<ListRecord> {
    let found = ledger.lists().await?.into_iter().find(|record| record.list.name == name);
    found
        .filter(|record| clearance.permits(record.list.sensitivity))
        .ok_or_else(|| Error::not_found("list", name))
}

async fn put_version(
    ledger: &mut SqliteLedger,
    act: &Act,
    list: &str,
    load: &NewListVersion<'_>,
    deflated: &[Vec<u8>],
) -> Result<ListChange> {
    let now = act.at.to_string();
    if let Some(mut last) =
        ledger.list_versions(list).await?.pop().filter(|last| last.version.id == load.version.id)
    {
        ledger.set_list_checked(last.sequence, &now).await?;
        let detail = json!({"list": list, "version": load.version.id});
        audit::append(ledger, act, "list_check", &detail).await?;
        last.checked = now;
        return Ok(ListChange::Same(last));
    }
    let record = ListVersionRecord {
        sequence: next(ledger, SEQUENCE).await?,
        list: list.to_owned(),
        version: load.version.clone(),
        loaded: now.clone(),
        loaded_by: act.actor.clone(),
        checked: now,
        accepted: load.accepted.to_vec(),
    };
    let entries = load.entries.iter().map(stored).collect::<Result<Vec<_>>>()?;
    let entries_hash = hash_of(&entries);
    ledger.insert_list_version(&record, &entries_hash).await?;
    for (file, deflated) in load.version.files.iter().zip(deflated) {
        ledger.put_list_file(&file.sha256, file.size, deflated).await?;
    }
    for entry in &entries {
        ledger.insert_list_entry(record.sequence, entry).await?;
    }
    let files: Vec<_> = load.version.files.iter().map(|file| file.sha256.as_str()).collect();
    let detail = json!({"list": list, "version": format!("{}/{}", record.version.id, record.sequence),
                        "files": files, "entries": entries_hash, "count": entries.len(), "accepted": load.accepted});
    audit::append(ledger, act, "list_load", &detail).await?;
    Ok(ListChange::New(record))
}

/// Lines stand beside the body: they move with every version, and would make every entry look new.
fn stored(entry: &ListEntry) -> Result<StoredListEntry> {
    let mut still = entry.clone();
    let lines: Vec<u64> =
        still.listing.original.iter_mut().map(|row| std::mem::take(&mut row.line)).collect();
    let entity = entry.entity.id.clone();
    let failed = |error: serde_json::Error| Error::DamagedRow {
        table: "list_bodies",
        row: entity.clone(),
        reason: error.to_string(),
    };
    let body = serde_json::to_string(&still).map_err(failed)?;
    let lines = serde_json::to_string(&lines).map_err(failed)?;
    Ok(StoredListEntry { hash: sha256(body.as_bytes()), entity, lines, body })
}

fn entry_of(stored: &StoredListEntry) -> Result<ListEntry> {
    let failed = |error: serde_json::Error| Error::DamagedRow {
        table: "list_bodies",
        row: stored.entity.clone(),
        reason: error.to_string(),
    };
    let mut entry: ListEntry = serde_json::from_str(&stored.body).map_err(failed)?;
    let lines: Vec<u64> = serde_json::from_str(&stored.lines).map_err(failed)?;
    for (row, line) in entry.listing.original.iter_mut().zip(lines) {
        row.line = line;
    }
    Ok(entry)
}

fn hash_of(entries: &[StoredListEntry]) -> String {
    let prints: Vec<Print> =
        entries.iter().map(|entry| Print { id: entry.entity.clone(), hash: entry.hash.clone() }).collect();
    of_list(prints.iter())
}

fn deflate(load: &NewListVersion<'_>) -> Result<Vec<Vec<u8>>> {
    let one = |bytes: &&[u8]| {
        let mut deflated = Vec::new();
        DeflateEncoder::new(*bytes, Compression::default())
            .read_to_end(&mut deflated)
            .map_err(|error| Error::io(std::path::Path::new("list_files"), error))?;
        Ok(deflated)
    };
    load.files.iter().map(one).collect()
}

fn inflate(id: &SourceId, deflated: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(deflated).read_to_end(&mut bytes);
    if read.is_ok() && SourceId::of(&bytes) == *id {
        return Ok(bytes);
    }
    let reason = "its bytes are not those that were stored".to_owned();
    Err(Error::DamagedRow { table: "list_files", row: id.to_string(), reason })
}
