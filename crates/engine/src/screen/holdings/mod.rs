//! What a running service answers from: lists and evidence at one moment, whole in memory, read by many at once.
//!
//! ```text
//! workspace ──under a Clearance──▶ Holdings ─▶ ask      queries ▶ results with reasons, as a screening gives them
//!                                           ├▶ search   words ▶ entities
//!                                           └▶ entity   id ▶ entity, what it points at and what points at it
//! ```
//!
//! Nothing in it changes. When the ledger does ([`Holdings::head`] against [`archive::Workspace::head`]), new ones are made beside them and
//! take their place.

mod ask;
mod filter;
mod find;
mod nest;
#[cfg(test)]
mod tests;

pub use ask::{MatchRequest, Matched, Screeners};
pub use filter::{Filter, Scope};
pub use find::{Facet, Facets, SearchRequest, SearchResult};
pub use nest::{Around, Nested};

use super::ground::Ground;
use crate::{Error, Result};
use ::screen::Basis;
use archive::{Act, Workspace};
use find::Words;
use model::{Clearance, Cleared, Entity, ListStanding, Listing};
use nest::Links;
use publish::EvidenceRow;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// The scope of everything there is.
const EVERYTHING: &str = "default";
/// The scope of the entities that documents name.
const EVIDENCE: &str = "evidence";

/// Lists and evidence at one moment. Everything in it passed the clearance it was made under.
pub struct Holdings {
    ground: Ground,
    /// Why each entity can be found.
    basis: HashMap<String, Basis>,
    links: Links,
    words: Words,
    datasets: Vec<HeldDataset>,
    head: String,
    made: String,
}

/// A set of entities that can be asked on its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldDataset {
    /// The name it is asked by.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// How the list stands, where it is one of the workspace.
    pub standing: Option<ListStanding>,
    /// Entities in it.
    pub entities: usize,
    /// Those of them that can be found, without what only links others.
    pub things: usize,
    /// The sets it consists of.
    pub children: Vec<String>,
}

/// An entity with what is known of why it is here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldEntity {
    /// It.
    pub entity: Entity,
    /// Why it can be found: `listed`, `owned`, `linked` or `documented`.
    pub basis: Basis,
    /// Short name of the list it stands on.
    pub list: Option<String>,
    /// What the list says of it.
    pub listing: Option<Listing>,
    /// What documents say of it.
    pub evidence: Option<EvidenceRow>,
    /// Other entities that judgements make one with it.
    pub referents: Vec<String>,
}

impl Holdings {
    /// What the workspace has in use, as it is at one moment.
    ///
    /// # Errors
    /// If the ledger cannot be read, or changes all the time.
    pub fn of_workspace(workspace: &Workspace, clearance: Clearance, act: &Act) -> Result<Holdings> {
        const ATTEMPTS: usize = 5;
        let mut head = workspace.head()?;
        let mut attempts = 0;
        let ground = loop {
            let mut ground = Ground::of_workspace(workspace, clearance, act)?;
            ground.read_all_entries(workspace, act)?;
            // It is read in several steps: what was written between them would leave it half old.
            let after = workspace.head()?;
            if after == head {
                break ground;
            }
            head = after;
            attempts += 1;
            if attempts >= ATTEMPTS {
                let reason = "the ledger changes faster than it can be read".to_owned();
                return Err(Error::File { path: workspace.root().to_owned(), reason });
            }
        };
        Ok(Holdings::of(ground, head, act))
    }

    fn of(mut ground: Ground, head: String, act: &Act) -> Holdings {
        ground.entries.forget_originals();
        let of_lists = ground.index.entities();
        let of_evidence = ground.evidence.iter().flat_map(|evidence| evidence.index.entities());
        let basis: HashMap<String, Basis> =
            of_lists.chain(of_evidence).map(|(id, basis)| (id.to_owned(), basis)).collect();
        let mut holdings = Holdings {
            links: Links::default(),
            words: Words::default(),
            datasets: Vec::new(),
            ground,
            basis,
            head,
            made: act.at.to_string(),
        };
        holdings.links = Links::of(holdings.all());
        holdings.words = Words::of(&holdings);
        holdings.datasets = holdings.count();
        holdings
    }

    /// Every entity, the listed ones first, each part in order of id.
    fn all(&self) -> impl Iterator<Item = &Entity> {
        let mut listed: Vec<&Entity> = self.ground.entries.iter().map(|one| &one.entry.entity).collect();
        listed.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut documented: Vec<&Entity> = self
            .ground
            .evidence
            .iter()
            .flat_map(|evidence| evidence.entities.values())
            .map(|one| &one.entity)
            .collect();
        documented.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        listed.into_iter().chain(documented)
    }

    fn get(&self, id: &str) -> Option<&Entity> {
        let listed = self.ground.entries.get(id).map(|entry| &entry.entity);
        listed.or_else(|| Some(&self.ground.evidence.as_ref()?.entities.get(id)?.entity))
    }

    /// Whether an entity can be found by a query or a search: others only link those.
    fn is_thing(&self, id: &str) -> bool {
        self.basis.contains_key(id)
    }

    fn held(&self, entity: &Entity) -> HeldEntity {
        let id = entity.id.as_str();
        let documented = self.ground.evidence.as_ref().and_then(|evidence| evidence.entities.get(id));
        let is_only_linking = if documented.is_some() { Basis::Documented } else { Basis::Linked };
        let others = self.ground.canon.members(id).into_iter().filter(|member| member != id);
        HeldEntity {
            entity: entity.clone(),
            basis: self.basis.get(id).copied().unwrap_or(is_only_linking),
            list: self.ground.entries.list_of(id).map(str::to_owned),
            listing: self.ground.entries.get(id).map(|entry| entry.listing.clone()),
            evidence: documented.map(|one| one.evidence.clone()),
            referents: entity.referents.iter().cloned().chain(others).collect(),
        }
    }

    fn cleared<T>(&self, item: T) -> Result<Cleared<T>> {
        self.ground.cleared(item).ok_or(Error::ListSealed)
    }

    /// The entity of this id.
    ///
    /// # Errors
    /// Never in practice: nothing sealed is held.
    pub fn entity(&self, id: &str) -> Result<Option<Cleared<HeldEntity>>> {
        self.get(id).map(|entity| self.cleared(self.held(entity))).transpose()
    }

    /// The id that judgements put in the place of this one; `None` where it stands for itself.
    #[must_use]
    pub fn moved_to(&self, id: &str) -> Option<String> {
        let canonical = self.ground.canon.id_of(id);
        (canonical != id && self.get(canonical).is_some()).then(|| canonical.to_owned())
    }

    /// Every set that can be asked, that of everything first.
    ///
    /// # Errors
    /// Never in practice: nothing sealed is held.
    pub fn datasets(&self) -> Result<Cleared<Vec<HeldDataset>>> {
        self.cleared(self.datasets.clone())
    }

    /// How every list stands.
    ///
    /// # Errors
    /// Never in practice: nothing sealed is held.
    pub fn standings(&self) -> Result<Cleared<Vec<ListStanding>>> {
        self.cleared(self.ground.lists.clone())
    }

    /// The clearance it was made under.
    #[must_use]
    pub fn clearance(&self) -> Clearance {
        self.ground.clearance
    }

    /// The last entry of the ledger's log when it was made.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.head
    }

    /// When it was made, RFC 3339 in UTC: ages of lists count until then.
    #[must_use]
    pub fn made(&self) -> &str {
        &self.made
    }

    /// Number of entities of documents; nothing where documents are not asked.
    #[must_use]
    pub fn documented(&self) -> Option<usize> {
        self.ground.evidence.as_ref().map(|evidence| evidence.entities.len())
    }

    /// Number of entities of lists that can be found, and about how many bytes their index takes.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let size = self.ground.index.size();
        (size.entities, size.bytes)
    }

    fn count(&self) -> Vec<HeldDataset> {
        let mut sets: BTreeMap<String, HeldDataset> = BTreeMap::new();
        let new = |name: &str, title: &str, standing: Option<&ListStanding>| HeldDataset {
            name: name.to_owned(),
            title: title.to_owned(),
            standing: standing.cloned(),
            entities: 0,
            things: 0,
            children: Vec::new(),
        };
        for list in &self.ground.lists {
            sets.insert(list.list.clone(), new(&list.list, &list.title, Some(list)));
        }
        let lists: Vec<String> = sets.keys().cloned().collect();
        let mut whole = new(EVERYTHING, "Every list in use, and what documents name", None);
        let mut evidence = new(EVIDENCE, "What documents of this workspace name", None);
        for entity in self.all() {
            let thing = usize::from(self.is_thing(&entity.id));
            let mut add = |set: &mut HeldDataset| {
                set.entities += 1;
                set.things += thing;
            };
            add(&mut whole);
            match self.ground.entries.list_of(&entity.id) {
                Some(list) => {
                    sets.get_mut(list).into_iter().for_each(&mut add);
                    for name in entity.datasets.iter().filter(|name| *name != list) {
                        add(sets.entry(name.clone()).or_insert_with(|| new(name, name, None)));
                        if let Some(parent) = sets.get_mut(list).filter(|set| !set.children.contains(name)) {
                            parent.children.push(name.clone());
                        }
                    }
                }
                None => add(&mut evidence),
            }
        }
        whole.children = lists;
        if self.ground.evidence.is_some() {
            whole.children.push(EVIDENCE.to_owned());
            sets.entry(EVIDENCE.to_owned()).or_insert(evidence);
        }
        sets.remove(EVERYTHING);
        [whole].into_iter().chain(sets.into_values()).collect()
    }
}
