//! `claims`: the ledger as people see it, with corrections applied and sources named.

use crate::{Result, place_name, slots};
use archive::{
    Act, ClaimFilter, ClaimKey, ClaimOrder, ClaimRecord, Reading, Rebinding, SourceRecord, Workspace,
};
use model::{
    Acquisition, AcquisitionRoute, Claim, ClaimId, Clearance, Cleared, CorrectedSlot, Metadata, Review,
    SourceId, Verdict,
};
use publish::{LedgerClaim, SourceCard};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The claims that pass the filter, in its order; places are those of the claims as corrected.
///
/// # Errors
/// If the ledger cannot be read.
pub fn claims(
    workspace: &Workspace,
    clearance: Clearance,
    filter: &ClaimFilter,
) -> Result<Vec<Cleared<LedgerClaim>>> {
    let mut cards = SourceCards::new(workspace, clearance);
    cards.ledger_claims(workspace.claims(clearance, filter)?)
}

/// An order of claims, with what the places that they may speak of are called.
#[must_use]
pub fn claim_order<'p>(
    by: ClaimKey,
    descending: bool,
    places: impl IntoIterator<Item = &'p str>,
) -> ClaimOrder {
    let called = |place: &str| (place.to_lowercase(), place_name(place).to_lowercase());
    let names =
        if by == ClaimKey::Place { places.into_iter().map(called).collect() } else { BTreeMap::new() };
    ClaimOrder { by, descending, names }
}

/// Puts a new reading in the place of an older one; claims whose corrections go on stand where these put them.
pub(crate) fn put_reading(
    workspace: &Workspace,
    act: &Act,
    source: &SourceId,
    reading: &Reading,
) -> Result<Rebinding> {
    let reviews = workspace.put_reading(act, source, reading)?;
    if reviews.kept + reviews.moved > 0 {
        order_corrected(workspace, source)?;
    }
    Ok(reviews)
}

/// Puts the claims of a source that people corrected where they stand as corrected.
pub(crate) fn order_corrected(workspace: &Workspace, source: &SourceId) -> Result<()> {
    let of_source = ClaimFilter { source: Some(source.clone()), ..ClaimFilter::default() };
    let records = workspace.claims(Clearance::Workspace, &of_source)?;
    let is_corrected =
        |record: &ClaimRecord| record.reviews.iter().any(|review| review.verdict == Verdict::Correct);
    let claims: Vec<Claim> =
        records.iter().map(Cleared::get).filter(|record| is_corrected(record)).map(corrected).collect();
    if !claims.is_empty() {
        workspace.order_claims(source, &claims)?;
    }
    Ok(())
}

/// A review that fits no claim any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanedReview {
    /// The review.
    pub review: Review,
    /// The source it stands in.
    pub source: Arc<SourceCard>,
}

/// Reviews whose claim is gone, with the name of the source they stand in.
///
/// # Errors
/// If the ledger cannot be read.
pub fn orphans(
    workspace: &Workspace,
    clearance: Clearance,
    source: Option<&SourceId>,
) -> Result<Vec<Cleared<OrphanedReview>>> {
    let mut cards = SourceCards::new(workspace, clearance);
    let orphans = workspace.orphans(clearance, source)?;
    orphans
        .into_iter()
        .map(|orphan| {
            let (card, _) = cards.card(&orphan.get().review.source)?;
            Ok(orphan.map(|orphan| OrphanedReview { review: orphan.review, source: card }))
        })
        .collect()
}

/// The reviews without a claim whose claim had an id that begins with `prefix` (at least 4 digits).
///
/// # Errors
/// If the ledger cannot be read.
pub fn orphans_of(
    workspace: &Workspace,
    clearance: Clearance,
    prefix: &str,
) -> Result<Vec<Cleared<OrphanedReview>>> {
    let prefix = prefix.trim().to_ascii_lowercase();
    let mut orphans = orphans(workspace, clearance, None)?;
    orphans.retain(|orphan| prefix.len() >= 4 && orphan.get().review.claim.as_str().starts_with(&prefix));
    Ok(orphans)
}

/// A slot as a person set it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlotChange {
    /// The slot.
    pub slot: String,
    /// Its value; empty where it was cleared.
    pub value: String,
    /// Who set it.
    pub reviewer: String,
    /// When, RFC 3339 in UTC.
    pub reviewed: String,
}

/// The claim as its reviews leave it: corrections add up, and of the same slot the later one wins.
///
/// Confirming and rejecting change no slot. A correction that no longer fits the claim's slots is left out; the review
/// itself stays on record.
#[must_use]
pub fn corrected(record: &ClaimRecord) -> Claim {
    replay(record).0
}

/// The corrected claim, and who set which of its slots.
pub(crate) fn replay(record: &ClaimRecord) -> (Claim, Vec<SlotChange>) {
    let mut claim = record.claim.clone();
    let mut changes: Vec<SlotChange> = Vec::new();
    for review in record.reviews.iter().filter(|review| review.verdict == Verdict::Correct) {
        let mut changed = claim.clone();
        if slots::set_slots(&mut changed, &review.corrections).is_err() {
            continue;
        }
        claim = changed;
        for CorrectedSlot { slot, value } in &review.corrections {
            changes.retain(|earlier| !slots::replaces(slot, &earlier.slot));
            changes.push(SlotChange {
                slot: slot.clone(),
                value: value.clone(),
                reviewer: review.reviewer.clone(),
                reviewed: review.reviewed.clone(),
            });
        }
    }
    (claim, changes)
}

/// Names sources, each looked up once.
pub(crate) struct SourceCards<'w> {
    workspace: &'w Workspace,
    clearance: Clearance,
    known: HashMap<SourceId, (Arc<SourceCard>, model::Sensitivity)>,
}

impl<'w> SourceCards<'w> {
    pub(crate) fn new(workspace: &'w Workspace, clearance: Clearance) -> Self {
        Self { workspace, clearance, known: HashMap::new() }
    }

    pub(crate) fn card(&mut self, id: &SourceId) -> Result<(Arc<SourceCard>, model::Sensitivity)> {
        self.look_up([id])?;
        // What is missing and what may not be seen is told apart by the one who is asked for a single source.
        match self.known.get(id) {
            Some(known) => Ok(known.clone()),
            None => match self.workspace.source(self.clearance, id) {
                Err(error) => Err(error.into()),
                Ok(_) => Err(archive::Error::NotFound { what: "source", id: id.to_string() }.into()),
            },
        }
    }

    /// Looks up those of the sources that are not known yet, all at once.
    pub(crate) fn look_up<'s>(&mut self, ids: impl IntoIterator<Item = &'s SourceId>) -> Result<()> {
        let unknown: HashSet<&SourceId> =
            ids.into_iter().filter(|id| !self.known.contains_key(*id)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<SourceId> = unknown.into_iter().cloned().collect();
        for known in self.workspace.known_sources(self.clearance, &unknown)? {
            let sensitivity = known.get().record.source.sensitivity;
            let id = known.get().record.source.id.clone();
            let metadata = known.get().metadata.clone().unwrap_or_default();
            let card = card_of(known.map(|known| known.record), metadata).into_inner();
            self.known.insert(id, (Arc::new(card), sensitivity));
        }
        Ok(())
    }

    pub(crate) fn ledger_claims(
        &mut self,
        records: Vec<Cleared<ClaimRecord>>,
    ) -> Result<Vec<Cleared<LedgerClaim>>> {
        self.look_up(records.iter().map(|record| &record.get().source))?;
        records.into_iter().map(|record| self.ledger_claim(record)).collect()
    }

    pub(crate) fn ledger_claim(&mut self, record: Cleared<ClaimRecord>) -> Result<Cleared<LedgerClaim>> {
        let (source, sensitivity) = self.card(&record.get().source)?;
        Ok(record.map(|record| LedgerClaim {
            claim: corrected(&record),
            state: record.state,
            sensitivity,
            source,
        }))
    }
}

/// One claim, with the corrections of its reviews and its source named.
///
/// # Errors
/// If there is no such claim that the clearance lets be seen, or the ledger cannot be read.
pub fn ledger_claim(
    workspace: &Workspace,
    clearance: Clearance,
    id: &ClaimId,
) -> Result<Cleared<LedgerClaim>> {
    SourceCards::new(workspace, clearance).ledger_claim(workspace.claim(clearance, id)?)
}

/// The source as citations show it, named as readers of this clearance may see it.
///
/// # Errors
/// If there is no such source, or the ledger cannot be read.
pub fn card(workspace: &Workspace, clearance: Clearance, id: &SourceId) -> Result<Cleared<SourceCard>> {
    let record = workspace.source(clearance, id)?;
    let metadata = workspace.metadata(clearance, id)?.map(Cleared::into_inner);
    Ok(card_of(record, metadata.unwrap_or_default()))
}

/// The same where the source and the metadata of its first document have been read already.
#[must_use]
pub fn card_of(record: Cleared<SourceRecord>, metadata: Metadata) -> Cleared<SourceCard> {
    let clearance = record.clearance();
    record.map(|record| source_card(&record, metadata).shown_under(clearance))
}

/// The source as a list shows it: without its byline and site, which only a look into its document tells.
#[must_use]
pub fn listed_card(record: Cleared<SourceRecord>) -> Cleared<SourceCard> {
    let first = record.get().documents.first();
    let metadata = Metadata {
        title: first.and_then(|document| document.title.clone()),
        language: first.and_then(|document| document.language.clone()),
        published: first.and_then(|document| document.published.as_deref()?.parse().ok()),
        ..Metadata::default()
    };
    card_of(record, metadata)
}

/// The path, address or member name by which a source first came; of several that came together, the first by name.
#[must_use]
pub fn first_name(record: &SourceRecord) -> Option<&str> {
    let name =
        |acquisition: &Acquisition| (acquisition.acquired.clone(), acquisition.route.label().to_owned());
    record.acquisitions.iter().min_by_key(|acquisition| name(acquisition)).map(|first| first.route.label())
}

fn source_card(record: &SourceRecord, metadata: Metadata) -> SourceCard {
    let name = first_name(record).map(str::to_owned);
    let fetched = record.acquisitions.iter().find_map(|acquisition| match &acquisition.route {
        AcquisitionRoute::Url { url, .. } => Some(url.clone()),
        _ => acquisition.facts.url.clone(),
    });
    SourceCard {
        id: record.source.id.clone(),
        name: name.unwrap_or_else(|| record.source.id.to_string()),
        media_type: record.source.media_type.clone(),
        size: record.source.size,
        title: metadata.title,
        byline: metadata.byline,
        site: metadata.site,
        published: metadata.published,
        language: metadata.language,
        url: fetched.or(metadata.canonical_url),
        acquired: Some(record.source.first_acquired.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::{parse_slot, tests::claim};
    use model::{Amount, DocumentId, ReviewId, ReviewState, SourceId};

    fn record(reviews: &[(Verdict, &[&str])]) -> ClaimRecord {
        let claim = claim();
        let source = SourceId::of(b"");
        let review = |(number, (verdict, slots)): (usize, &(Verdict, &[&str]))| Review {
            id: ReviewId::derive(&claim.id, "", "", number as u64),
            claim: claim.id.clone(),
            source: source.clone(),
            kind: claim.kind,
            passage: claim.passage.clone(),
            verdict: *verdict,
            corrections: slots.iter().map(|slot| parse_slot(slot).unwrap()).collect(),
            note: None,
            reviewer: format!("reader {number}"),
            reviewed: format!("2024-01-0{}T00:00:00Z", number + 1),
        };
        ClaimRecord {
            source: source.clone(),
            document: DocumentId::derive(&source, "", ""),
            state: reviews.last().map_or(ReviewState::Proposed, |(verdict, _)| (*verdict).into()),
            reviews: reviews.iter().enumerate().map(review).collect(),
            anchored: true,
            claim,
        }
    }

    fn setters(changes: &[SlotChange]) -> Vec<String> {
        changes.iter().map(|set| format!("{}={} by {}", set.slot, set.value, set.reviewer)).collect()
    }

    #[test]
    fn corrections_add_up_and_confirming_keeps_them() {
        let record = record(&[
            (Verdict::Correct, &["point=500", "origin=KP"]),
            (Verdict::Correct, &["site=shipyard"]),
            (Verdict::Correct, &["point=600"]),
            (Verdict::Confirm, &[]),
        ]);
        let (claim, changes) = replay(&record);
        assert_eq!(claim.quantity.unwrap().amount.and_then(Amount::as_point), Some(600.0));
        assert_eq!((claim.origin.as_deref(), claim.site.as_deref()), (Some("KP"), Some("shipyard")));
        assert_eq!(
            setters(&changes),
            ["origin=KP by reader 0", "site=shipyard by reader 1", "point=600 by reader 2"]
        );
    }

    #[test]
    fn only_an_empty_value_clears_a_slot_and_an_interval_replaces_a_point() {
        let record = record(&[
            (Verdict::Correct, &["point=500", "site=shipyard", "speaker=Example Watch", "speaker_type=ngo"]),
            (Verdict::Reject, &[]),
            (Verdict::Correct, &["site=", "low=400", "high=700", "speaker=Another Watch"]),
        ]);
        let (claim, changes) = replay(&record);
        let amount = claim.quantity.unwrap().amount.unwrap();
        assert_eq!((amount.low(), amount.as_point(), amount.high()), (Some(400.0), None, Some(700.0)));
        assert_eq!(claim.site, None);
        assert_eq!(
            setters(&changes),
            [
                "site= by reader 2",
                "low=400 by reader 2",
                "high=700 by reader 2",
                "speaker=Another Watch by reader 2"
            ]
        );
    }
}
