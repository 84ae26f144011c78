//! Readings, people's claims, and reviews: what is said about a source, and how it lives on when it is read anew.

use crate::add::{GENERATION, REVIEW_SEQUENCE, next};
use crate::ledger::{ClaimRows, DocumentRows, Ledger, PrintRows, SourceRows, StoredClaim};
use crate::types::{StoredReview, review_id};
use crate::{
    Act, DocumentRecord, Error, NewReview, Reading, Rebinding, Result, Workspace, audit, binding, records,
};
use model::{Claim, ClaimId, CodePoints, DocumentId, Passage, Review, ReviewState, RuleId, SourceId};
use serde_json::json;
use std::collections::{HashMap, HashSet};

impl Workspace {
    /// Replaces what was read of a source in the reading's context; keeps every review and every person's claim.
    pub fn put_reading(&self, act: &Act, source: &SourceId, reading: &Reading) -> Result<Rebinding> {
        self.refuse_sealed(source)?;
        let (rebinding, generation, labels) = self.transaction(async |ledger| {
            if ledger.source(source).await?.is_none() {
                return Err(Error::not_found("source", source));
            }
            let (rebinding, generation) = replace_reading(ledger, source, reading).await?;
            let written = record_of(source, reading).id;
            let detail = json!({
                "source": source, "reader": reading.reader_version, "status": reading.document.status,
                "claims": rebinding.claims, "kept": rebinding.kept, "moved": rebinding.moved,
                "orphaned": rebinding.orphaned, "documents": records::documents_of(ledger, source, Some(&written)).await?,
            });
            audit::append(ledger, act, "reread", &detail).await?;
            let labels: Vec<_> =
                ledger.acquisitions(source).await?.iter().map(|way| way.route.label().to_owned()).collect();
            Ok((rebinding, generation, labels))
        })?;
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        self.index_document(&record_of(source, reading), &labels, generation);
        Ok(rebinding)
    }

    /// Adds a person's own claim. Its rule must be `person` and its quote must stand at its offsets.
    pub fn add_claim(&self, act: &Act, document: &DocumentId, claim: &Claim) -> Result<()> {
        match self.add_claims(act, document, std::slice::from_ref(claim))? {
            0 => Err(Error::ClaimExists(claim.id.to_string())),
            _ => Ok(()),
        }
    }

    /// Adds claims that a person makes of one document, all or none; those that stand already are passed over. Gives the
    /// number of those added.
    ///
    /// # Errors
    /// As for [`Workspace::add_claim`], of the first that is refused.
    pub fn add_claims(&self, act: &Act, document: &DocumentId, claims: &[Claim]) -> Result<usize> {
        self.transaction(async |ledger| {
            let Some((record, _)) = ledger.document(document).await? else {
                return Err(Error::not_found("document", document));
            };
            let text = &record.document.text;
            let points = CodePoints::new(text);
            let prints = ledger.claim_prints(document).await?;
            let mut standing: HashSet<String> = prints.into_iter().map(|print| print.id).collect();
            let mut added = Vec::new();
            for claim in claims {
                let span = points.to_span(claim.passage.start, claim.passage.end);
                if span.and_then(|span| span.of(text)) != Some(claim.passage.exact.as_str()) {
                    return Err(Error::NoSuchPassage { quote: claim.passage.exact.clone() });
                }
                if claim.rule != RuleId::person() {
                    return Err(Error::not_found("person's claim", &claim.rule));
                }
                if !standing.insert(claim.id.to_string()) {
                    continue;
                }
                let stored = StoredClaim {
                    claim: claim.clone(),
                    source: record.source.clone(),
                    document: document.clone(),
                    state: ReviewState::Proposed,
                    anchored: true,
                };
                ledger.insert_claim(&stored).await?;
                added.push(claim);
            }
            if added.is_empty() {
                return Ok(0);
            }
            rebind(ledger, &record.source).await?;
            let prints = ledger.claim_prints(document).await?;
            let hashes: HashMap<_, _> = prints.into_iter().map(|print| (print.id, print.hash)).collect();
            for claim in &added {
                let detail = json!({
                    "claim": claim.id, "source": record.source, "document": document, "kind": claim.kind,
                    "sha256": hashes.get(claim.id.as_str()),
                });
                audit::append(ledger, act, "claim", &detail).await?;
            }
            Ok(added.len())
        })
    }

    /// Adds a review of a claim; it is never changed or removed afterwards, a later one only counts more.
    pub fn add_review(&self, act: &Act, review: &NewReview) -> Result<Review> {
        let mut written = self.add_reviews(act, std::slice::from_ref(review))?;
        written.pop().ok_or_else(|| Error::not_found("claim", &review.claim))
    }

    /// Puts claims of a source where lists have them as they are given here, with their corrections. It is derived: no line of the log.
    pub fn order_claims(&self, source: &SourceId, corrected: &[Claim]) -> Result<()> {
        self.transaction(async |ledger| {
            for claim in corrected {
                ledger.set_claim_order(source, claim).await?;
            }
            Ok(())
        })
    }

    /// Adds reviews of claims in this order, all or none.
    pub fn add_reviews(&self, act: &Act, reviews: &[NewReview]) -> Result<Vec<Review>> {
        self.transaction(async |ledger| {
            let mut written = Vec::with_capacity(reviews.len());
            for review in reviews {
                written.push(write_review(ledger, act, review).await?);
            }
            let sources: HashSet<&SourceId> = written.iter().map(|review| &review.source).collect();
            let mut hashes = HashMap::new();
            for source in sources {
                let prints = ledger.review_prints(source).await?;
                hashes.extend(prints.into_iter().map(|print| (print.id, print.hash)));
            }
            for review in &written {
                let detail = json!({
                    "review": review.id, "claim": review.claim, "source": review.source,
                    "verdict": review.verdict, "sha256": hashes.get(review.id.as_str()),
                });
                audit::append(ledger, act, "review", &detail).await?;
            }
            Ok(written)
        })
    }
}

async fn write_review(ledger: &mut impl Ledger, act: &Act, review: &NewReview) -> Result<Review> {
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
    Ok(written)
}

pub(crate) fn record_of(source: &SourceId, reading: &Reading) -> DocumentRecord {
    DocumentRecord {
        id: DocumentId::derive(source, &reading.context, &reading.reader_version),
        source: source.clone(),
        context: reading.context.clone(),
        reader_version: reading.reader_version.clone(),
        document: reading.document.clone(),
    }
}

/// Puts a document and its claims in the place of those of the same context; gives the generation.
pub(crate) async fn replace_reading(
    ledger: &mut impl Ledger,
    source: &SourceId,
    reading: &Reading,
) -> Result<(Rebinding, i64)> {
    let record = record_of(source, reading);
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
    if let Some(signature) = &reading.signature {
        ledger.put_signature(&record.id, signature).await?;
    }
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
