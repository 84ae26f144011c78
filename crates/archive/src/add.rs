//! Adding: sources, readings, claims and reviews by people.

use crate::ledger::{ClaimRows, DocumentRows, Ledger, SourceRows, StoredClaim};
use crate::types::{StoredReview, review_id};
use crate::{
    Act, Added, Change, DocumentRecord, Error, Known, NewReview, NewSource, Reading, Rebinding, Result,
    Workspace, audit, binding,
};
use model::{
    Acquisition, AcquisitionId, AcquisitionRoute, Claim, ClaimId, CodePoints, DocumentId, Passage, Review,
    ReviewState, RuleId, Sensitivity, Source, SourceId,
};
use serde_json::json;
use std::collections::{HashMap, HashSet};

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

impl Workspace {
    /// Whether these bytes are known, and by which readings; lets a caller skip reading them again.
    pub fn known(&self, bytes: &[u8]) -> Result<Known> {
        let id = SourceId::of(bytes);
        let sealed_id = self.seal_key.sealed_id(&id)?;
        self.reading(async |ledger| {
            if let Some(source) = ledger.source(&id).await? {
                let summaries = ledger.summaries_of(&id).await?;
                let readings =
                    summaries.into_iter().map(|document| (document.context, document.reader_version));
                let sensitivity = source.sensitivity;
                return Ok(Known::Here { source: id, sensitivity, readings: readings.collect() });
            }
            Ok(match ledger.sealed(&sealed_id).await? {
                Some(_) => Known::Sealed { source: sealed_id },
                None => Known::No,
            })
        })
    }

    /// Adds one item in one transaction, after its bytes are safely in place.
    ///
    /// Adding again changes only what is new; what was here keeps its sensitivity, whatever the item says (see
    /// [`Added::sensitivity`]). An item added as `sealed`, or out of a sealed parent, never touches the disk in the
    /// clear; adding it again changes nothing.
    pub fn add_source(&self, act: &Act, item: &NewSource<'_>) -> Result<Added> {
        let id = SourceId::of(item.bytes);
        let (route, from_sealed) = self.own_route(&item.route)?;
        let wanted = item.sensitivity.unwrap_or(self.settings().sensitivity);
        let wanted = if from_sealed { Sensitivity::Sealed } else { wanted };
        match self.known(item.bytes)? {
            Known::Sealed { source } => {
                let sensitivity = Sensitivity::Sealed;
                let reviews = Rebinding::default();
                return Ok(Added { source, document: None, change: Change::Nothing, sensitivity, reviews });
            }
            Known::No if wanted == Sensitivity::Sealed => return self.add_sealed(act, item, route),
            _ => {}
        }
        self.writable()?;
        self.blobs.put(&id, item.bytes)?;
        let source = Source {
            id: id.clone(),
            size: item.bytes.len() as u64,
            media_type: item.reading.document.media_type.clone(),
            sensitivity: wanted,
            first_acquired: act.at.to_string(),
        };
        let acquisition = acquisition(&id, route, act, &item.tool_version);
        let (added, generation) = self.transaction(async |ledger| {
            let (added, generation) = add(ledger, &source, &acquisition, &item.reading).await?;
            if added.change != Change::Nothing {
                let detail = json!({
                    "source": id, "document": added.document, "change": format!("{:?}", added.change),
                    "status": item.reading.document.status, "claims": added.reviews.claims,
                });
                audit::append(ledger, act, "add", &detail).await?;
            }
            Ok((added, generation))
        })?;
        if let Some(generation) = generation {
            self.index_document(&record(&id, &item.reading), &[acquisition.route.label()], generation);
        }
        Ok(added)
    }

    /// Replaces what was read of a source in the reading's context; keeps every review and every person's claim.
    pub fn put_reading(&self, act: &Act, source: &SourceId, reading: &Reading) -> Result<Rebinding> {
        self.refuse_sealed(source)?;
        let (rebinding, generation, labels) = self.transaction(async |ledger| {
            if ledger.source(source).await?.is_none() {
                return Err(Error::not_found("source", source));
            }
            let (rebinding, generation) = replace_reading(ledger, source, reading).await?;
            let detail = json!({
                "source": source, "reader": reading.reader_version, "status": reading.document.status,
                "claims": rebinding.claims, "kept": rebinding.kept, "moved": rebinding.moved,
                "orphaned": rebinding.orphaned,
            });
            audit::append(ledger, act, "reread", &detail).await?;
            let labels: Vec<_> =
                ledger.acquisitions(source).await?.iter().map(|way| way.route.label().to_owned()).collect();
            Ok((rebinding, generation, labels))
        })?;
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        self.index_document(&record(source, reading), &labels, generation);
        Ok(rebinding)
    }

    /// Adds a person's own claim. Its rule must be `person` and its quote must stand at its offsets.
    pub fn add_claim(&self, act: &Act, document: &DocumentId, claim: &Claim) -> Result<()> {
        self.transaction(async |ledger| {
            let Some((record, _)) = ledger.document(document).await? else {
                return Err(Error::not_found("document", document));
            };
            let text = &record.document.text;
            let points = CodePoints::new(text);
            let span = points.to_span(claim.passage.start, claim.passage.end);
            if span.and_then(|span| span.of(text)) != Some(claim.passage.exact.as_str()) {
                return Err(Error::NoSuchPassage { quote: claim.passage.exact.clone() });
            }
            if claim.rule != RuleId::person() {
                return Err(Error::not_found("person's claim", &claim.rule));
            }
            if ledger.claim(&claim.id).await?.iter().any(|(stored, _)| stored.document == *document) {
                return Err(Error::ClaimExists(claim.id.to_string()));
            }
            let stored = StoredClaim {
                claim: claim.clone(),
                source: record.source.clone(),
                document: document.clone(),
                state: ReviewState::Proposed,
                anchored: true,
            };
            ledger.insert_claim(&stored).await?;
            rebind(ledger, &record.source).await?;
            let detail = json!({"claim": claim.id, "source": record.source, "kind": claim.kind});
            audit::append(ledger, act, "claim", &detail).await
        })
    }

    /// Adds a review of a claim; it is never changed or removed afterwards, a later one only counts more.
    pub fn add_review(&self, act: &Act, review: &NewReview) -> Result<Review> {
        self.transaction(async |ledger| {
            let Some((stored, _)) = ledger.claim(&review.claim).await?.into_iter().next() else {
                return Err(Error::not_found("claim", &review.claim));
            };
            let sequence = next(ledger, REVIEW_SEQUENCE).await?;
            let written = Review {
                id: review_id(&review.claim, act, sequence),
                claim: review.claim.clone(),
                source: stored.source.clone(),
                kind: stored.claim.kind,
                passage: stored.claim.passage.clone(),
                verdict: review.verdict,
                corrections: review.corrections.clone(),
                note: review.note.clone(),
                reviewer: act.actor.clone(),
                reviewed: act.at.to_string(),
            };
            let row = StoredReview { sequence, review: written.clone(), bound: Some(review.claim.clone()) };
            ledger.insert_review(&stored.source, &row).await?;
            ledger.set_claim_state(&stored.source, &review.claim, review.verdict.into()).await?;
            let detail = json!({"review": written.id, "claim": review.claim, "verdict": review.verdict});
            audit::append(ledger, act, "review", &detail).await?;
            Ok(written)
        })
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
            ledger.set_sensitivity(source, sensitivity).await?;
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
        let AcquisitionRoute::Parent { parent, name } = route else { return Ok((route.clone(), false)) };
        let sealed_id = self.seal_key.sealed_id(parent)?;
        let (by_hash, by_id) = self.reading(async |ledger| {
            Ok((ledger.sealed(&sealed_id).await?.is_some(), ledger.sealed(parent).await?.is_some()))
        })?;
        let parent = if by_hash { sealed_id } else { parent.clone() };
        Ok((AcquisitionRoute::Parent { parent, name: name.clone() }, by_hash || by_id))
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
    tool_version: &str,
) -> Acquisition {
    let acquired = act.at.to_string();
    let canonical = serde_json::to_string(&route).unwrap_or_else(|_| route.label().to_owned());
    Acquisition {
        id: AcquisitionId::derive(source, &canonical, &acquired),
        source: source.clone(),
        route,
        acquired,
        tool_version: tool_version.to_owned(),
    }
}

pub(crate) fn parent_of(route: &AcquisitionRoute) -> Option<&SourceId> {
    match route {
        AcquisitionRoute::Parent { parent, .. } => Some(parent),
        _ => None,
    }
}

fn record(source: &SourceId, reading: &Reading) -> DocumentRecord {
    DocumentRecord {
        id: DocumentId::derive(source, &reading.context, &reading.reader_version),
        source: source.clone(),
        context: reading.context.clone(),
        reader_version: reading.reader_version.clone(),
        document: reading.document.clone(),
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

/// Puts a document and its claims in the place of those of the same context; gives the generation.
pub(crate) async fn replace_reading(
    ledger: &mut impl Ledger,
    source: &SourceId,
    reading: &Reading,
) -> Result<(Rebinding, i64)> {
    let record = record(source, reading);
    let replaced: HashSet<DocumentId> = ledger
        .summaries_of(source)
        .await?
        .into_iter()
        .filter_map(|document| (document.context == record.context).then_some(document.id))
        .collect();
    let own_claims: Vec<StoredClaim> = if replaced.is_empty() {
        Vec::new()
    } else {
        let person = RuleId::person();
        let before = ledger.claims_of(source).await?.into_iter();
        before.filter(|stored| stored.claim.rule == person && replaced.contains(&stored.document)).collect()
    };
    let generation = next(ledger, GENERATION).await?;
    ledger.put_document(&record, generation).await?;
    let text = &record.document.text;
    let points = CodePoints::new(text);
    let mut ids = HashSet::new();
    for own in own_claims {
        let (claim, anchored) = anchor_again(own.claim, text, &points);
        if ids.insert(claim.id.clone()) {
            let state = if anchored { ReviewState::Proposed } else { ReviewState::Orphaned };
            let document = record.id.clone();
            ledger
                .insert_claim(&StoredClaim { claim, document, state, anchored, source: source.clone() })
                .await?;
        }
    }
    for claim in &reading.claims {
        // A person who entered the same assertion first keeps it; the rule's adds nothing.
        if ids.insert(claim.id.clone()) {
            let stored = StoredClaim {
                claim: claim.clone(),
                source: source.clone(),
                document: record.id.clone(),
                state: ReviewState::Proposed,
                anchored: true,
            };
            ledger.insert_claim(&stored).await?;
        }
    }
    let rebinding = if replaced.is_empty() { Rebinding::default() } else { rebind(ledger, source).await? };
    Ok((Rebinding { claims: ids.len(), ..rebinding }, generation))
}

/// Moves a person's claim to where its words stand now; false where they are gone.
fn anchor_again(mut claim: Claim, text: &str, points: &CodePoints<'_>) -> (Claim, bool) {
    let found = claim.passage.find(text, points).and_then(|span| Passage::at(text, points, span));
    let Some(passage) = found else { return (claim, false) };
    let (from, to) = (claim.passage.start, passage.start);
    for slot in &mut claim.evidence {
        slot.start = (slot.start + to).saturating_sub(from);
        slot.end = (slot.end + to).saturating_sub(from);
    }
    claim.passage = passage;
    (claim, true)
}

/// Finds for every review of a source the claim it fits now, and sets each claim's state by its last review.
async fn rebind(ledger: &mut impl Ledger, source: &SourceId) -> Result<Rebinding> {
    let reviews = ledger.reviews_of(source).await?;
    let mut rebinding = Rebinding::default();
    if reviews.is_empty() {
        return Ok(rebinding);
    }
    let claims = ledger.claims_of(source).await?;
    let documents = ledger.documents_of(source).await?;
    let texts: HashMap<_, _> =
        documents.into_iter().map(|record| (record.id, record.document.text)).collect();
    let mut states: HashMap<ClaimId, ReviewState> = HashMap::new();
    for stored in &reviews {
        let found = binding::find(&stored.review, &claims, &texts);
        match found {
            Some(claim) if claim.claim.id == stored.review.claim => rebinding.kept += 1,
            Some(_) => rebinding.moved += 1,
            None => rebinding.orphaned += 1,
        }
        let bound = found.map(|claim| &claim.claim.id);
        if bound != stored.bound.as_ref() {
            ledger.bind_review(&stored.review.id, bound).await?;
        }
        if let Some(bound) = bound {
            states.insert(bound.clone(), stored.review.verdict.into());
        }
    }
    for stored in &claims {
        let unreviewed = if stored.anchored { ReviewState::Proposed } else { ReviewState::Orphaned };
        let state = states.get(&stored.claim.id).copied().filter(|_| stored.anchored).unwrap_or(unreviewed);
        if state != stored.state {
            ledger.set_claim_state(source, &stored.claim.id, state).await?;
        }
    }
    Ok(rebinding)
}
