//! Which entities are asked.

use super::{EVERYTHING, EVIDENCE, Holdings};
use model::{Entity, Schema};

/// The set of entities that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every list and the evidence.
    Everything,
    /// What documents name.
    Evidence,
    /// A list, or a data set that entities of lists say they belong to.
    Set(String),
}

/// Which entities may be results. Empty parts let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The set that is asked; everything where there is none.
    pub scope: Option<Scope>,
    /// Only of this schema or a kind of it.
    pub schema: Option<String>,
    /// None of these schemata.
    pub exclude_schemata: Vec<String>,
    /// Only of one of these sets.
    pub include_datasets: Vec<String>,
    /// Of none of these sets.
    pub exclude_datasets: Vec<String>,
    /// Of one of these sets, or of all with [`Filter::all`].
    pub datasets: Vec<String>,
    /// With one of these topics, or all.
    pub topics: Vec<String>,
    /// Of one of these countries, lower-case codes, or of all.
    pub countries: Vec<String>,
    /// With one of these values in a property, or all that are given for that property.
    pub properties: Vec<(String, String)>,
    /// None of these ids, nor what judgements make one with them.
    pub exclude_ids: Vec<String>,
    /// Whether of several values of one part all must hold.
    pub all: bool,
}

impl Filter {
    /// Whether it lets everything through.
    pub(super) fn is_open(&self) -> bool {
        *self == Filter { scope: self.scope.clone(), all: self.all, ..Filter::default() }
            && !matches!(self.scope, Some(Scope::Evidence | Scope::Set(_)))
    }
}

impl Holdings {
    /// The scope of this name; `None` where there is none.
    #[must_use]
    pub fn scope(&self, name: &str) -> Option<Scope> {
        match name {
            EVERYTHING => Some(Scope::Everything),
            EVIDENCE if self.ground.evidence.is_some() => Some(Scope::Evidence),
            _ => self.datasets.iter().any(|set| set.name == name).then(|| Scope::Set(name.to_owned())),
        }
    }

    /// Whether an entity belongs to a set.
    fn is_in(&self, entity: &Entity, set: &str) -> bool {
        set == EVERYTHING
            || self.ground.entries.list_of(&entity.id) == Some(set)
            || entity.datasets.iter().any(|name| name == set)
    }

    pub(super) fn admits(&self, filter: &Filter, entity: &Entity) -> bool {
        let holds = |wanted: &[String], has: &dyn Fn(&String) -> bool| {
            wanted.is_empty() || if filter.all { wanted.iter().all(has) } else { wanted.iter().any(has) }
        };
        let in_scope = match &filter.scope {
            None | Some(Scope::Everything) => true,
            Some(Scope::Evidence) => self.is_in(entity, EVIDENCE),
            Some(Scope::Set(name)) => self.is_in(entity, name),
        };
        let schema = Schema::named(&entity.schema);
        let is_a = |name: &String| entity.schema == *name || schema.is_some_and(|schema| schema.is_a(name));
        let in_set = |name: &String| self.is_in(entity, name);
        in_scope
            && filter.schema.as_ref().is_none_or(is_a)
            && !filter.exclude_schemata.contains(&entity.schema)
            && (filter.include_datasets.is_empty() || filter.include_datasets.iter().any(in_set))
            && !filter.exclude_datasets.iter().any(in_set)
            && holds(&filter.datasets, &in_set)
            && holds(&filter.topics, &|topic| entity.values("topics").contains(topic))
            && (filter.countries.is_empty() || {
                let countries = countries(entity);
                holds(&filter.countries, &|country| countries.contains(&country.as_str()))
            })
            && self.has_properties(filter, entity)
            && !self.is_excluded(filter, entity)
    }

    fn has_properties(&self, filter: &Filter, entity: &Entity) -> bool {
        filter.properties.iter().all(|(property, value)| {
            let mut given = filter.properties.iter().filter(|(other, _)| other == property);
            let has = |value: &String| entity.values(property).contains(value);
            if filter.all { has(value) } else { given.any(|(_, value)| has(value)) }
        })
    }

    fn is_excluded(&self, filter: &Filter, entity: &Entity) -> bool {
        !filter.exclude_ids.is_empty()
            && filter.exclude_ids.iter().any(|id| {
                *id == entity.id
                    || entity.referents.contains(id)
                    || self.ground.canon.id_of(id) == self.ground.canon.id_of(&entity.id)
            })
    }
}

/// The countries of an entity, in whichever property, as lower-case codes.
pub(super) fn countries(entity: &Entity) -> Vec<&str> {
    let schema = Schema::named(&entity.schema);
    let is_country = |name: &str| {
        schema.and_then(|schema| schema.property(name)).is_some_and(|property| property.kind == "country")
    };
    let mut found: Vec<&str> = entity
        .properties
        .iter()
        .filter(|(name, _)| is_country(name))
        .flat_map(|(_, values)| values)
        .map(String::as_str)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
