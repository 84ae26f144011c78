//! The audit log: a hash chain from the first row on.
//!
//! Each entry's hash covers its number, time, actor, action, detail and the hash before it, each with its length, so
//! no entry can be changed, dropped or moved without breaking the chain from there on. A tail cut off is noticed
//! against the count and the head that the ledger keeps in a row of its own. Someone who rewrites the whole chain and
//! that row is noticed only against a head written down elsewhere; `backup` and `verify` show it for that purpose.
//! Where the end does not fit that row, nothing is written any more: the next entry would hide the break.
//!
//! Entries hold ids, numbers and hashes of what was written (see `records.rs`): never text of a source, a path, a note
//! or a key. Ids in entries written before a
//! source was sealed are hashes of what was sealed; add it as sealed from the start to avoid that.

use crate::ledger::{Ledger, SqliteLedger, Upkeep};
use crate::{Act, AuditEntry, AuditVerdict, Error, Result};
use serde_json::Value;

const COUNT: &str = "audit_count";
const HEAD: &str = "audit_head";
const PAGE: u32 = 1000;
const EMPTY: &str = "the log is empty: even making the workspace is an entry";

/// What the first entry records: that the workspace was made.
pub(crate) const FIRST: &str = "init";

/// What the first entry follows.
pub(crate) const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The last entry, if it is the one that the ledger remembers having written last.
///
/// A writer that took whatever entry comes last as its predecessor would make a log whose end was cut off look whole.
///
/// # Errors
/// [`Error::BrokenLog`].
pub(crate) async fn tail(ledger: &mut impl Ledger) -> Result<Option<AuditEntry>> {
    let last = ledger.last_audit().await?;
    let entries = last.as_ref().map_or(0, |last| last.sequence);
    let end = last.as_ref().map_or(ORIGIN, |last| &last.hash);
    let reason = match &last {
        Some(last) if last.digest() != last.hash => {
            Some(format!("entry {entries}, the last, was changed after it was written"))
        }
        _ => misfit(ledger, entries, end).await?,
    };
    reason.map_or(Ok(last), |reason| Err(Error::BrokenLog { reason }))
}

/// That there is no entry at all.
pub(crate) fn empty() -> Error {
    Error::BrokenLog { reason: EMPTY.to_owned() }
}

/// What is wrong with a log of so many entries and this end, by what the ledger remembers.
async fn misfit(ledger: &mut impl Ledger, entries: i64, end: &str) -> Result<Option<String>> {
    let count = ledger.meta(COUNT).await?.unwrap_or_else(|| "0".to_owned());
    let head = ledger.meta(HEAD).await?.unwrap_or_else(|| ORIGIN.to_owned());
    Ok(if count != entries.to_string() {
        Some(format!("the log should have {count} entries and has {entries}: its end was cut off"))
    } else if head != end {
        Some("the last entry is not the one that was written last".to_owned())
    } else {
        None
    })
}

/// Appends an entry; call it inside the transaction of the change it records.
///
/// # Errors
/// [`Error::BrokenLog`] where the end of the log is not what was written last.
pub(crate) async fn append(ledger: &mut impl Ledger, act: &Act, action: &str, detail: &Value) -> Result<()> {
    let last = tail(ledger).await?;
    if last.is_none() && action != FIRST {
        return Err(empty());
    }
    let mut entry = AuditEntry {
        sequence: last.as_ref().map_or(1, |last| last.sequence + 1),
        time: act.at.to_string(),
        actor: act.actor.clone(),
        action: action.to_owned(),
        detail: detail.to_string(),
        previous: last.map_or_else(|| ORIGIN.to_owned(), |last| last.hash),
        hash: String::new(),
    };
    entry.hash = entry.digest();
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
    let reason = misfit(ledger, entries, &previous).await?;
    let reason = reason.or_else(|| (entries == 0).then(|| EMPTY.to_owned()));
    Ok(match reason {
        Some(reason) => AuditVerdict::Broken { sequence: expected, reason },
        None => AuditVerdict::Whole { entries: entries.unsigned_abs(), head: previous },
    })
}

fn fault(entry: &AuditEntry, expected: i64, previous: &str) -> Option<String> {
    if entry.sequence != expected {
        return Some(format!("entry {expected} is missing; the next one is {}", entry.sequence));
    }
    if entry.digest() != entry.hash {
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
