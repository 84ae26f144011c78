//! `custody`: how a source came, through every archive and mail it lay in, back to the files and addresses handed over.

use crate::Result;
use archive::{AuditEntry, Error, Workspace};
use model::{Acquisition, AcquisitionRoute, Clearance, Cleared, Source, SourceId};
use std::collections::{BTreeSet, VecDeque};

/// One way a source came, and who brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// How and when, and what was said of it.
    pub acquisition: Acquisition,
    /// Who added it, by the log; absent where an older version wrote it.
    pub actor: Option<String>,
}

/// A source on the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyLink {
    /// The source.
    pub source: Source,
    /// Why its bytes are not those that were stored; `None` where they are.
    pub damage: Option<String>,
    /// Every way it came, oldest first.
    pub arrivals: Vec<Arrival>,
    /// What the log says was done to it, oldest first; without details.
    pub log: Vec<AuditEntry>,
}

/// A part of the chain.
#[derive(Debug, Clone, PartialEq)]
pub enum Custody {
    /// A source that may be seen.
    Visible(Box<Cleared<CustodyLink>>),
    /// Something sealed: that the chain goes through it, and nothing else.
    Sealed(SourceId),
    /// A source that is named and not here: adding the container it is was broken off.
    Missing(SourceId),
}

/// The chain of a source: itself, what it came out of, what that came out of, each once.
///
/// Its stored bytes are read and compared with their hash.
///
/// # Errors
/// If there is no such source, it is sealed, or the ledger cannot be read.
pub fn custody(workspace: &Workspace, clearance: Clearance, source: &SourceId) -> Result<Vec<Custody>> {
    let log = workspace.audit_log()?;
    let mut chain = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = VecDeque::from([source.clone()]);
    while let Some(id) = next.pop_front() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let record = match workspace.source(clearance, &id) {
            Ok(record) => record,
            Err(error) if id == *source => return Err(error.into()),
            Err(Error::Sealed(_)) => {
                chain.push(Custody::Sealed(id));
                continue;
            }
            Err(Error::NotFound { .. }) => {
                chain.push(Custody::Missing(id));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let damage = match workspace.check_bytes(&id) {
            Ok(()) => None,
            Err(Error::DamagedBlob { reason, .. }) => Some(reason),
            Err(error) => return Err(error.into()),
        };
        let entries: Vec<AuditEntry> = log.iter().filter(|entry| concerns(entry, &id)).cloned().collect();
        let parents = record.get().acquisitions.iter().filter_map(|way| match &way.route {
            AcquisitionRoute::Parent { parent, .. } => Some(parent.clone()),
            _ => None,
        });
        next.extend(parents);
        let link = record.map(|record| CustodyLink {
            source: record.source,
            damage,
            arrivals: record.acquisitions.into_iter().map(|way| arrival(way, &entries)).collect(),
            log: entries,
        });
        chain.push(Custody::Visible(Box::new(link)));
    }
    Ok(chain)
}

/// Whether an entry is about this source.
fn concerns(entry: &AuditEntry, id: &SourceId) -> bool {
    entry.detail.contains(id.as_str())
        && serde_json::from_str::<serde_json::Value>(&entry.detail)
            .is_ok_and(|detail| detail.get("source").and_then(serde_json::Value::as_str) == Some(id.as_str()))
}

fn arrival(acquisition: Acquisition, entries: &[AuditEntry]) -> Arrival {
    let added = |entry: &&AuditEntry| entry.action == "add" && entry.time == acquisition.acquired;
    let actor = entries.iter().find(added).map(|entry| entry.actor.clone());
    Arrival { acquisition, actor }
}
