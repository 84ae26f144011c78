//! Adding sources: their bytes, how they came, and what reading made of them.

use crate::claiming::{record_of, replace_reading};
use crate::ledger::{DocumentRows, Ledger, SourceRows};
use crate::{
    Act, Added, Change, Content, Error, Kept, Known, NewSource, Reading, Rebinding, Result, Workspace, audit,
    records,
};
use model::{Acquisition, AcquisitionId, AcquisitionRoute, DocumentId, Sensitivity, Source, SourceId};
use serde_json::json;
use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

/// Counters that only ever rise, in the ledger's `meta`.
pub(crate) const GENERATION: &str = "generation";
pub(crate) const REVIEW_SEQUENCE: &str = "review_sequence";

pub(crate) async fn counter(ledger: &mut impl Ledger, key: &'static str) -> Result<i64> {
    let Some(text) = ledger.meta(key).await? else { return Ok(0) };
    text.parse().map_err(|_| Error::DamagedRow {
        table: "meta",
        row: key.to_owned(),
        reason: format!("`{text}` is not a number"),
    })
}

pub(crate) async fn next(ledger: &mut impl Ledger, key: &'static str) -> Result<i64> {
    let next = counter(ledger, key).await? + 1;
    ledger.set_meta(key, &next.to_string()).await?;
    Ok(next)
}

/// What becomes of an item.
enum Plan {
    /// It is taken care of.
    Done(Added),
    /// Its bytes go to the blobs, the rest into the ledger.
    InTheClear { id: SourceId, route: AcquisitionRoute, sensitivity: Sensitivity },
}

impl Workspace {
    /// Whether these bytes are known, and by which readings; lets a caller skip reading them again.
    pub fn known(&self, bytes: &[u8]) -> Result<Known> {
        self.known_source(&SourceId::of(bytes))
    }

    /// Whether the source whose bytes have this SHA-256 is known; see [`Workspace::known`].
    pub fn known_source(&self, id: &SourceId) -> Result<Known> {
        let sealed_id = self.seal_key.sealed_id(id)?;
        self.reading(async |ledger| {
            if let Some(source) = ledger.source(id).await? {
                let summaries = ledger.summaries_of(id).await?;
                let readings =
                    summaries.into_iter().map(|document| (document.context, document.reader_version));
                let sensitivity = source.sensitivity;
                return Ok(Known::Here { source: id.clone(), sensitivity, readings: readings.collect() });
            }
            Ok(match ledger.sealed(&sealed_id).await? {
                Some(_) => Known::Sealed { source: sealed_id },
                None => Known::No,
            })
        })
    }

    /// Adds one item; see [`Workspace::add_sources`], which is many times faster for many.
    pub fn add_source(&self, act: &Act, item: &NewSource<'_>) -> Result<Added> {
        let mut outcomes = self.add_sources(act, std::slice::from_ref(item));
        outcomes.pop().unwrap_or_else(|| Err(Error::not_found("source", item.content.id())))
    }

    /// Adds items in order, each in a transaction of its own after its bytes are safely in place; gives an outcome for
    /// each. The bytes of all are written side by side first, because a disk syncs many files in little more time than
    /// one: some dozens of items a call are a good measure.
    ///
    /// Adding again changes only what is new; what was here keeps its sensitivity, whatever the item says (see
    /// [`Added::sensitivity`]). An item added as `sealed`, or out of a sealed parent, never touches the disk in the
    /// clear; adding it again changes nothing.
    pub fn add_sources(&self, act: &Act, items: &[NewSource<'_>]) -> Vec<Result<Added>> {
        let mut planned = HashSet::new();
        let plans: Vec<_> = items.iter().map(|item| self.plan(act, item, &mut planned)).collect();
        let in_the_clear = plans.iter().zip(items).filter_map(|(plan, item)| match (plan, &item.content) {
            (Ok(Plan::InTheClear { id, .. }), Content::Bytes(bytes)) => Some((id, *bytes)),
            _ => None,
        });
        let mut written = self.blobs.put_all(&in_the_clear.collect::<Vec<_>>()).into_iter();
        let outcome = |(plan, item): (Result<Plan>, &NewSource<'_>)| match plan? {
            Plan::Done(added) => Ok(added),
            Plan::InTheClear { id, route, sensitivity } => {
                if matches!(item.content, Content::Bytes(_)) {
                    written.next().unwrap_or(Ok(()))?;
                }
                self.record(act, item, id, route, sensitivity)
            }
        };
        plans.into_iter().zip(items).map(outcome).collect()
    }

    /// Puts a file among the originals without holding it in memory, for an item of [`Content::Kept`]; its bytes are
    /// those of `id`, or nothing is kept.
    ///
    /// # Errors
    /// [`Error::Sealed`] where these bytes are sealed; [`Error::Io`] where the file has other bytes by now.
    pub fn keep_file(&self, id: &SourceId, file: &Path) -> Result<Kept> {
        self.writable()?;
        if let Known::Sealed { source } = self.known_source(id)? {
            return Err(Error::Sealed(source.to_string()));
        }
        let size = self.blobs.put_file(id, file)?;
        Ok(Kept { id: id.clone(), size })
    }

    /// Opens the kept bytes of a file that is about to be added.
    pub fn open_kept(&self, kept: &Kept) -> Result<File> {
        self.blobs.open(&kept.id)
    }

    /// Decides what becomes of an item; what is to be sealed is sealed here, so that its parts, which may follow in the
    /// same call, find it sealed.
    ///
    /// `planned` has the items before it that go in the clear: the same bytes again are the same source.
    fn plan(&self, act: &Act, item: &NewSource<'_>, planned: &mut HashSet<SourceId>) -> Result<Plan> {
        self.writable()?;
        let (route, from_sealed) = self.own_route(&item.route)?;
        let wanted = item.sensitivity.unwrap_or(self.settings().sensitivity);
        let wanted = if from_sealed { Sensitivity::Sealed } else { wanted };
        let unchanged = |source, sensitivity| {
            let (change, reviews) = (Change::Nothing, Rebinding::default());
            Ok(Plan::Done(Added { source, document: None, change, sensitivity, reviews }))
        };
        let id = item.content.id();
        let (id, sensitivity) = match self.known_source(&id)? {
            Known::Sealed { source } => return unchanged(source, Sensitivity::Sealed),
            // How it came out of something sealed, and under which name, is part of what is sealed.
            Known::Here { source, sensitivity, .. }
                if wanted == Sensitivity::Sealed && parent_of(&route).is_some() =>
            {
                return unchanged(source, sensitivity);
            }
            Known::Here { source, sensitivity, .. } => (source, sensitivity),
            Known::No => (id, wanted),
        };
        if sensitivity == Sensitivity::Sealed && !planned.contains(&id) {
            return self.add_sealed(act, item, route).map(Plan::Done);
        }
        planned.insert(id.clone());
        Ok(Plan::InTheClear { id, route, sensitivity })
    }

    fn record(
        &self,
        act: &Act,
        item: &NewSource<'_>,
        id: SourceId,
        route: AcquisitionRoute,
        sensitivity: Sensitivity,
    ) -> Result<Added> {
        let source = Source {
            id: id.clone(),
            size: item.content.size(),
            media_type: item.reading.document.media_type.clone(),
            sensitivity,
            first_acquired: act.at.to_string(),
        };
        let acquisition = acquisition(&id, route, act, item);
        let (added, generation) = self.transaction(async |ledger| {
            let (added, generation) = add(ledger, &source, &acquisition, &item.reading).await?;
            if added.change != Change::Nothing {
                let mut detail = json!({
                    "source": id, "document": added.document, "change": added.change,
                    "status": item.reading.document.status, "claims": added.reviews.claims,
                    "new_reading": generation.is_some(),
                });
                // What was here keeps the sensitivity that was logged for it, as it keeps its fingerprints.
                if added.change == Change::New {
                    detail["sensitivity"] = json!(added.sensitivity);
                }
                if generation.is_some() {
                    detail["documents"] = records::documents_of(ledger, &id, added.document.as_ref()).await?;
                }
                audit::append(ledger, act, "add", &detail).await?;
            }
            Ok((added, generation))
        })?;
        if let Some(generation) = generation {
            self.index_document(&record_of(&id, &item.reading), &[acquisition.route.label()], generation);
        }
        Ok(added)
    }

    /// Changes how far a source may travel. Sealing and unsealing have verbs of their own.
    pub fn set_sensitivity(&self, act: &Act, source: &SourceId, sensitivity: Sensitivity) -> Result<()> {
        if sensitivity == Sensitivity::Sealed {
            return self.seal(act, source, None).map(|_| ());
        }
        self.refuse_sealed(source)?;
        self.transaction(async |ledger| {
            let Some(before) = ledger.source(source).await? else {
                return Err(Error::not_found("source", source));
            };
            if before.sensitivity == sensitivity {
                return Ok(());
            }
            ledger.set_sensitivity(source, sensitivity, &act.at.to_string()).await?;
            let detail = json!({"source": source, "from": before.sensitivity, "to": sensitivity});
            audit::append(ledger, act, "sensitivity", &detail).await
        })
    }

    /// Puts an entry of the caller's own into the audit log. `detail` must not hold text of sources or paths.
    pub fn audit_note(&self, act: &Act, action: &str, detail: &serde_json::Value) -> Result<()> {
        self.transaction(async |ledger| audit::append(ledger, act, action, detail).await)
    }

    /// A route as it may be stored: a sealed parent is named by its id in the ledger. True where the parent is sealed.
    fn own_route(&self, route: &AcquisitionRoute) -> Result<(AcquisitionRoute, bool)> {
        let AcquisitionRoute::Parent { parent, name, captured } = route else {
            return Ok((route.clone(), false));
        };
        let sealed_id = self.seal_key.sealed_id(parent)?;
        let (by_hash, by_id) = self.reading(async |ledger| {
            Ok((ledger.sealed(&sealed_id).await?.is_some(), ledger.sealed(parent).await?.is_some()))
        })?;
        let parent = if by_hash { sealed_id } else { parent.clone() };
        let route = AcquisitionRoute::Parent { parent, name: name.clone(), captured: captured.clone() };
        Ok((route, by_hash || by_id))
    }

    pub(crate) fn refuse_sealed(&self, source: &SourceId) -> Result<()> {
        match self.reading(async |ledger| ledger.sealed(source).await)? {
            Some(_) => Err(Error::Sealed(source.to_string())),
            None => Ok(()),
        }
    }
}

pub(crate) fn acquisition(
    source: &SourceId,
    route: AcquisitionRoute,
    act: &Act,
    item: &NewSource<'_>,
) -> Acquisition {
    let acquired = act.at.to_string();
    let canonical = serde_json::to_string(&route).unwrap_or_else(|_| route.label().to_owned());
    Acquisition {
        id: AcquisitionId::derive(source, &canonical, &acquired),
        source: source.clone(),
        route,
        acquired,
        tool_version: item.tool_version.clone(),
        facts: item.facts.clone(),
    }
}

pub(crate) fn parent_of(route: &AcquisitionRoute) -> Option<&SourceId> {
    match route {
        AcquisitionRoute::Parent { parent, .. } => Some(parent),
        _ => None,
    }
}

/// Also gives the generation where the document is new.
async fn add(
    ledger: &mut impl Ledger,
    source: &Source,
    acquisition: &Acquisition,
    reading: &Reading,
) -> Result<(Added, Option<i64>)> {
    let id = &source.id;
    let before = ledger.source(id).await?;
    if before.is_none() {
        ledger.insert_source(source).await?;
    }
    let ways = if before.is_none() { Vec::new() } else { ledger.acquisitions(id).await? };
    let new_route = ways.iter().all(|way| way.route != acquisition.route);
    if new_route {
        ledger.insert_acquisition(acquisition, parent_of(&acquisition.route)).await?;
    }
    let document = DocumentId::derive(id, &reading.context, &reading.reader_version);
    let stored = if before.is_none() { None } else { ledger.document(&document).await? };
    let new_reading = stored.is_none_or(|(record, _)| record.document != reading.document);
    let (reviews, generation) = if new_reading {
        let (reviews, generation) = replace_reading(ledger, id, reading).await?;
        (reviews, Some(generation))
    } else {
        (Rebinding::default(), None)
    };
    let change = match (&before, new_route, new_reading) {
        (None, ..) => Change::New,
        (Some(_), true, _) => Change::NewRoute,
        (Some(_), false, true) => Change::NewReading,
        (Some(_), false, false) => Change::Nothing,
    };
    let sensitivity = before.map_or(source.sensitivity, |before| before.sensitivity);
    Ok((Added { source: id.clone(), document: Some(document), change, sensitivity, reviews }, generation))
}
