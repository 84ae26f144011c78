//! The audit log: a hash chain from the first row on.
//!
//! Each entry's hash covers its number, time, actor, action, detail and the hash before it, each with its length, so
//! no entry can be changed, dropped or moved without breaking the chain from there on. A tail cut off is noticed
//! against the count and the head that the ledger keeps in a row of its own. Someone who rewrites the whole chain and
//! that row is noticed only against a head written down elsewhere; `backup` and `verify` show it for that purpose.
//!
//! Entries hold ids and numbers: never text of a source, a path, a note or a key. Ids in entries written before a
//! source was sealed are hashes of what was sealed; add it as sealed from the start to avoid that.

use crate::ledger::{Ledger, SqliteLedger, Upkeep};
use crate::{Act, AuditEntry, AuditVerdict, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

const DOMAIN: &[u8] = b"manumit audit 1";
const COUNT: &str = "audit_count";
const HEAD: &str = "audit_head";
const PAGE: u32 = 1000;

/// What the first entry follows.
pub(crate) const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn hash(entry: &AuditEntry) -> String {
    let mut hasher = Sha256::new();
    hasher.update(DOMAIN);
    let sequence = entry.sequence.to_string();
    let fields = [&sequence, &entry.time, &entry.actor, &entry.action, &entry.detail, &entry.previous];
    for field in fields {
        hasher.update((field.len() as u64).to_le_bytes());
        hasher.update(field.as_bytes());
    }
    crate::blobs::hex(&hasher.finalize())
}

/// Appends an entry; call it inside the transaction of the change it records.
pub(crate) async fn append(ledger: &mut impl Ledger, act: &Act, action: &str, detail: &Value) -> Result<()> {
    let last = ledger.last_audit().await?;
    let mut entry = AuditEntry {
        sequence: last.as_ref().map_or(1, |last| last.sequence + 1),
        time: act.at.to_string(),
        actor: act.actor.clone(),
        action: action.to_owned(),
        detail: detail.to_string(),
        previous: last.map_or_else(|| ORIGIN.to_owned(), |last| last.hash),
        hash: String::new(),
    };
    entry.hash = hash(&entry);
    ledger.insert_audit(&entry).await?;
    ledger.set_meta(COUNT, &entry.sequence.to_string()).await?;
    ledger.set_meta(HEAD, &entry.hash).await
}

/// Follows the chain from the first entry to the last.
pub(crate) async fn verify(ledger: &mut impl Ledger) -> Result<AuditVerdict> {
    let mut previous = ORIGIN.to_owned();
    let mut expected = 1;
    loop {
        let page = ledger.audit_after(expected - 1, PAGE).await?;
        for entry in &page {
            if let Some(reason) = fault(entry, expected, &previous) {
                return Ok(AuditVerdict::Broken { sequence: expected, reason });
            }
            previous.clone_from(&entry.hash);
            expected += 1;
        }
        if page.is_empty() {
            break;
        }
    }
    let entries = expected - 1;
    let count = ledger.meta(COUNT).await?.unwrap_or_else(|| "0".to_owned());
    let head = ledger.meta(HEAD).await?.unwrap_or_else(|| ORIGIN.to_owned());
    let reason = if count != entries.to_string() {
        Some(format!("the log should have {count} entries and has {entries}: its end was cut off"))
    } else if head != previous {
        Some("the last entry is not the one that was written last".to_owned())
    } else if entries == 0 {
        Some("the log is empty: even making the workspace is an entry".to_owned())
    } else {
        None
    };
    Ok(match reason {
        Some(reason) => AuditVerdict::Broken { sequence: expected, reason },
        None => AuditVerdict::Whole { entries: entries.unsigned_abs(), head: previous },
    })
}

fn fault(entry: &AuditEntry, expected: i64, previous: &str) -> Option<String> {
    if entry.sequence != expected {
        return Some(format!("entry {expected} is missing; the next one is {}", entry.sequence));
    }
    if hash(entry) != entry.hash {
        return Some("the entry was changed after it was written".to_owned());
    }
    (entry.previous != previous).then(|| "the entry does not follow the one before it".to_owned())
}

/// All entries, oldest first.
pub(crate) async fn all(ledger: &mut SqliteLedger) -> Result<Vec<AuditEntry>> {
    let mut entries: Vec<AuditEntry> = Vec::new();
    loop {
        let after = entries.last().map_or(0, |entry| entry.sequence);
        let page = ledger.audit_after(after, PAGE).await?;
        if page.is_empty() {
            return Ok(entries);
        }
        entries.extend(page);
    }
}
