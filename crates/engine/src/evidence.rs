//! Entities that documents name: employers, agencies, brokers, sites, ships. Never people who work there, nor their relatives, nor witnesses.
//!
//! Made anew from the claims each time, so that a review, a withdrawal and a sealing show at once. Only claims of the zones that count
//! are taken: a teaser about something else is no evidence.

use crate::{Result, claims};
use archive::{ClaimFilter, Workspace};
use model::{Clearance, Cleared, Entity, Kind, ReviewState, Sensitivity, Stance};
use publish::{ClaimRow, EvidenceRow, LedgerClaim, PassageRow, documented_organisation};
use std::collections::BTreeMap;

/// An entity that documents name, with what they say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentedEntity {
    /// The entity; the data set `evidence` is this workspace's documents.
    pub entity: Entity,
    /// Where it is named, what was replied, what was withdrawn.
    pub evidence: EvidenceRow,
}

impl DocumentedEntity {
    /// Whether every claim that named it was rejected.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.evidence.passages.is_empty()
    }
}

/// The data set that entities of documents stand in.
const DATASET: &str = "evidence";

/// The entities that documents name, in order of id; also those of which every claim was withdrawn.
///
/// # Errors
/// If the ledger cannot be read.
pub fn documented_entities(
    workspace: &Workspace,
    clearance: Clearance,
) -> Result<Vec<Cleared<DocumentedEntity>>> {
    let filter = ClaimFilter { zones: workspace.settings().zones.clone(), ..ClaimFilter::default() };
    let claims = claims(workspace, clearance, &filter)?;
    let mut found: BTreeMap<String, (DocumentedEntity, Sensitivity)> = BTreeMap::new();
    for claim in claims.iter().map(Cleared::get) {
        let Some(entity) = documented_organisation(claim) else { continue };
        let (documented, sensitivity) = found.entry(entity.id.clone()).or_insert_with(|| {
            let mut entity = entity;
            if is_ship(entity.caption()) {
                entity.schema = "Vessel".to_owned();
            }
            entity.datasets.push(DATASET.to_owned());
            (DocumentedEntity { entity, evidence: EvidenceRow::default() }, Sensitivity::Open)
        });
        // The strictest source of it decides how far it may travel.
        *sensitivity = (*sensitivity).max(claim.sensitivity);
        documented.take(claim);
    }
    for (documented, _) in found.values_mut() {
        documented.find_replies(&claims);
    }
    let admit = |(documented, sensitivity)| clearance.admit(documented, sensitivity);
    Ok(found.into_values().filter_map(admit).collect())
}

impl DocumentedEntity {
    fn take(&mut self, claim: &LedgerClaim) {
        if claim.state == ReviewState::Rejected {
            self.evidence.withdrawn += 1;
            return;
        }
        let row = passage_of(claim);
        match claim.claim.kind {
            Kind::Denial => self.evidence.replies.push(row),
            _ => {
                self.evidence.disputed |= claim.claim.stance == Stance::Doubted;
                let places = claim.claim.places.iter().filter(|place| place.len() == 2);
                places.for_each(|place| self.entity.add("country", place.to_lowercase()));
                self.evidence.passages.push(row);
            }
        }
    }

    /// Finds denials in the sources that name it whose words name it too.
    fn find_replies(&mut self, claims: &[Cleared<LedgerClaim>]) {
        let name = self.entity.caption().to_lowercase();
        for claim in claims.iter().map(Cleared::get).filter(|claim| claim.claim.kind == Kind::Denial) {
            let names_it = claim.claim.passage.exact.to_lowercase().contains(&name)
                || claim.claim.attribution.speakers.iter().any(|speaker| speaker.name.to_lowercase() == name);
            let is_known = self.evidence.replies.iter().any(|reply| reply.claim == claim.claim.id.as_str());
            if names_it && !is_known && claim.state != ReviewState::Rejected {
                self.evidence.replies.push(passage_of(claim));
            }
        }
        self.evidence.disputed |= !self.evidence.replies.is_empty() || self.evidence.withdrawn > 0;
    }
}

fn passage_of(claim: &LedgerClaim) -> PassageRow {
    let row = ClaimRow::of(&claim.source.name, claim.claim.clone());
    PassageRow {
        claim: row.id.to_string(),
        kind: row.kind.to_string(),
        quote: row.quote,
        source: claim.source.heading().to_owned(),
        source_id: claim.source.id.to_string(),
        url: claim.source.url.clone(),
        published: claim.source.published.as_ref().map(ToString::to_string),
        time: row.time.map(|time| time.to_string()),
        said_by: row.attribution.into_iter().map(|speaker| speaker.name).collect(),
        stance: row.stance.to_string(),
        state: claim.state.to_string(),
    }
}

fn is_ship(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["m/v ", "mv ", "m.v. ", "f/v ", "motor vessel "].iter().any(|prefix| lower.starts_with(prefix))
}
