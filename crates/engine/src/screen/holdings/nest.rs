//! What entities point at each other: addresses, sanctions, owners.

use super::{HeldEntity, Holdings};
use crate::Result;
use model::{Cleared, Entity, Schema};
use std::collections::{BTreeMap, HashMap};

/// Who points at whom.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Of an entity: ids of those that point at it, and by which property.
    inbound: HashMap<String, Vec<(String, &'static str)>>,
}

impl Links {
    pub(super) fn of<'e>(entities: impl Iterator<Item = &'e Entity>) -> Links {
        let mut inbound: HashMap<String, Vec<(String, &'static str)>> = HashMap::new();
        for entity in entities {
            for (property, values) in outbound(entity) {
                for value in values {
                    inbound.entry(value.clone()).or_default().push((entity.id.clone(), property.name));
                }
            }
        }
        Links { inbound }
    }
}

/// The properties of an entity that point at others, with the ids.
fn outbound(entity: &Entity) -> impl Iterator<Item = (&'static model::Property, &Vec<String>)> {
    let schema = Schema::named(&entity.schema);
    entity.properties.iter().filter_map(move |(name, values)| {
        let property = schema?.property(name)?;
        (property.points_at_entities() && !property.is_stub).then_some((property, values))
    })
}

/// Entities around one, by property of it, in order of id.
pub type Around = BTreeMap<String, Vec<Nested>>;

/// An entity with those around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Nested {
    /// It.
    pub held: HeldEntity,
    /// Those around it; what it points at and is not held here is an id among its own values.
    pub around: Around,
}

/// Most entities around one that are told without pages.
const MOST_AROUND: usize = 500;

impl Holdings {
    /// The entity of this id with those around it: what it points at, what points at it and, across what only links, the one at the
    /// other end.
    ///
    /// # Errors
    /// Never in practice: nothing sealed is held.
    pub fn nested(&self, id: &str) -> Result<Option<Cleared<Nested>>> {
        self.get(id).map(|entity| self.cleared(self.nest(entity, &[], 0))).transpose()
    }

    /// Those around an entity by property, or by one property of it, without the limit of [`Holdings::nested`].
    ///
    /// # Errors
    /// Never in practice: nothing sealed is held.
    pub fn around(&self, id: &str) -> Result<Option<Cleared<Around>>> {
        let around = |entity| self.cleared(self.around_of(entity, &[], 0, usize::MAX));
        self.get(id).map(around).transpose()
    }

    fn nest(&self, entity: &Entity, path: &[&str], depth: usize) -> Nested {
        Nested { held: self.held(entity), around: self.around_of(entity, path, depth, MOST_AROUND) }
    }

    fn around_of(&self, entity: &Entity, path: &[&str], depth: usize, most: usize) -> Around {
        let mut around: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let is_edge = Schema::named(&entity.schema).is_some_and(|schema| schema.is_edge);
        if depth == 0 || is_edge {
            for (property, values) in outbound(entity) {
                around.entry(property.name.to_owned()).or_default().extend(values.iter().map(String::as_str));
            }
        }
        if depth == 0 {
            for (from, property) in self.links.inbound.get(&entity.id).into_iter().flatten() {
                let reverse =
                    self.get(from).and_then(|from| Schema::named(&from.schema)?.property(property)?.reverse);
                if let Some(reverse) = reverse {
                    around.entry(reverse.to_owned()).or_default().push(from);
                }
            }
        }
        let path: Vec<&str> = path.iter().copied().chain([entity.id.as_str()]).collect();
        let mut nested = BTreeMap::new();
        for (property, mut ids) in around {
            ids.sort_unstable();
            ids.dedup();
            let others = ids.into_iter().filter(|id| !path.contains(id)).filter_map(|id| self.get(id));
            let found: Vec<Nested> =
                others.take(most).map(|other| self.nest(other, &path, depth + 1)).collect();
            if !found.is_empty() {
                nested.insert(property, found);
            }
        }
        nested
    }
}
