//! Entities that documents name: employers, agencies, brokers, sites, ships, and persons whom they name with an office. Never people who work
//! there, nor their relatives, nor witnesses.
//!
//! Made anew from the claims each time, so that a review, a withdrawal and a sealing show at once. Only claims of the zones that count
//! are taken: a teaser about something else is no evidence.

use crate::officials::officials;
use crate::{Result, claims};
use archive::{ClaimFilter, Workspace};
use model::{Clearance, Cleared, Entity, Kind, ReviewState, Sensitivity, Stance, documented_id};
use publish::{ClaimRow, EvidenceRow, LedgerClaim, PassageRow, documented_organisation};
use std::collections::{BTreeMap, BTreeSet};

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
    let mut found = Found::new();
    for claim in claims.iter().map(Cleared::get) {
        let Some(mut entity) = documented_organisation(claim) else { continue };
        if is_ship(entity.caption()) {
            entity.schema = "Vessel".to_owned();
        }
        let (documented, sensitivity) = entry(&mut found, entity);
        // The strictest source of it decides how far it may travel.
        *sensitivity = (*sensitivity).max(claim.sensitivity);
        documented.take(claim, None);
    }
    let organisations: BTreeSet<String> =
        found.values().map(|(documented, _)| documented.entity.caption().to_lowercase()).collect();
    for claim in claims.iter().map(Cleared::get) {
        for official in officials(&claim.claim, &organisations) {
            let entity = Entity::new("Person", documented_id(&official.name)).with("name", [official.name]);
            let (documented, sensitivity) = entry(&mut found, entity);
            // An organisation of that very name is none that speaks.
            if documented.entity.schema == "Person" {
                *sensitivity = (*sensitivity).max(claim.sensitivity);
                documented.entity.add("position", official.position);
                documented.take(claim, Some(official.shown_by));
            }
        }
    }
    for (documented, _) in found.values_mut() {
        documented.find_replies(&claims);
    }
    let admit = |(documented, sensitivity)| clearance.admit(documented, sensitivity);
    Ok(found.into_values().filter_map(admit).collect())
}

/// An entity among those found, with the strictest sensitivity of its sources.
type Found = BTreeMap<String, (DocumentedEntity, Sensitivity)>;

fn entry(found: &mut Found, entity: Entity) -> &mut (DocumentedEntity, Sensitivity) {
    found.entry(entity.id.clone()).or_insert_with(|| {
        let mut entity = entity;
        entity.datasets.push(DATASET.to_owned());
        (DocumentedEntity { entity, evidence: EvidenceRow::default() }, Sensitivity::Open)
    })
}

impl DocumentedEntity {
    /// Takes a claim that names it; of a person who speaks in it, with the words that show the office.
    fn take(&mut self, claim: &LedgerClaim, shown_by: Option<String>) {
        if claim.state == ReviewState::Rejected {
            self.evidence.withdrawn += 1;
            return;
        }
        if claim.state.is_out() {
            return;
        }
        let speaks = shown_by.is_some();
        let row = PassageRow { shown_by, ..passage_of(claim) };
        match claim.claim.kind {
            Kind::Denial => self.evidence.replies.push(row),
            _ if speaks => self.evidence.passages.push(row),
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
            if names_it && !is_known && !claim.state.is_out() {
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
        shown_by: None,
    }
}

fn is_ship(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["m/v ", "mv ", "m.v. ", "f/v ", "motor vessel "].iter().any(|prefix| lower.starts_with(prefix))
}
