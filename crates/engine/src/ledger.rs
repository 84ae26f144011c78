//! `claims`: the ledger as people see it, with corrections applied and sources named.

use crate::{Result, slots};
use archive::{ClaimFilter, ClaimRecord, SourceRecord, Workspace};
use model::{
    Acquisition, AcquisitionRoute, Claim, Clearance, Cleared, Metadata, Review, ReviewState, SourceId,
};
use publish::{LedgerClaim, SourceCard};
use std::collections::HashMap;
use std::sync::Arc;

/// The claims that pass the filter, by source and position.
///
/// # Errors
/// If the ledger cannot be read.
pub fn claims(
    workspace: &Workspace,
    clearance: Clearance,
    filter: &ClaimFilter,
) -> Result<Vec<Cleared<LedgerClaim>>> {
    let mut cards = SourceCards::new(workspace, clearance);
    let records = workspace.claims(clearance, filter)?;
    records.into_iter().map(|record| cards.ledger_claim(record)).collect()
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

/// The claim as its last review leaves it.
///
/// A correction that no longer fits the claim's slots is left out; the review itself stays on record.
#[must_use]
pub fn corrected(record: &ClaimRecord) -> Claim {
    let mut claim = record.claim.clone();
    if record.state == ReviewState::Corrected
        && let Some(review) = record.reviews.last()
    {
        let mut changed = claim.clone();
        if slots::set_slots(&mut changed, &review.corrections).is_ok() {
            claim = changed;
        }
    }
    claim
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
        if let Some(known) = self.known.get(id) {
            return Ok(known.clone());
        }
        let record = self.workspace.source(self.clearance, id)?;
        let documents = self.workspace.documents_of(self.clearance, id)?;
        let metadata = documents.into_iter().next().map(|document| document.into_inner().document.metadata);
        let sensitivity = record.get().source.sensitivity;
        let card = Arc::new(source_card(record.get(), metadata.unwrap_or_default()));
        self.known.insert(id.clone(), (Arc::clone(&card), sensitivity));
        Ok((card, sensitivity))
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
        AcquisitionRoute::Url { url } => Some(url.clone()),
        _ => None,
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
