//! Entities by words: what a person types into a box.
//!
//! Words are folded to letters of ASCII, so that `Ким` and `Kim`, `Übung` and `ubung` are one. All words of a search must stand in the
//! entity; those that stand in its names count more, and rare words more than common ones.

use super::filter::countries;
use super::{Filter, HeldEntity, Holdings};
use crate::Result;
use model::{Cleared, Schema};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

/// What entities can be counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// Their countries.
    Countries,
    /// Their topics.
    Topics,
    /// The sets they belong to.
    Datasets,
    /// Their schemata.
    Schema,
    /// Their gender.
    Genders,
}

impl Facet {
    /// All of them.
    pub const ALL: &'static [Facet] =
        &[Facet::Countries, Facet::Topics, Facet::Datasets, Facet::Schema, Facet::Genders];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Facet::Countries => "countries",
            Facet::Topics => "topics",
            Facet::Datasets => "datasets",
            Facet::Schema => "schema",
            Facet::Genders => "genders",
        }
    }
}

/// Counts by facet and value.
pub type Facets = BTreeMap<Facet, BTreeMap<String, usize>>;

/// A search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// Words, of which `yong*` begins one; every entity where there are none.
    pub words: String,
    /// Whether a word may differ by a letter or two.
    pub fuzzy: bool,
    /// Who may be a result.
    pub filter: Filter,
    /// What is counted.
    pub facets: Vec<Facet>,
    /// Results that are passed over.
    pub offset: usize,
    /// Most results.
    pub limit: usize,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResult {
    /// Number of all results.
    pub total: usize,
    /// Those of the page, best first.
    pub entities: Vec<HeldEntity>,
    /// Counts of all results.
    pub facets: Facets,
}

/// Words of entities.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Ids by number, in order of the numbers.
    ids: Vec<Box<str>>,
    /// Where each word stands, in order of number.
    places: BTreeMap<Box<str>, Vec<Place>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    entity: u32,
    in_name: bool,
}

/// Words of a text that are looked at, of a property and of a search.
const MOST_WORDS: usize = 4_000;
const MOST_WORDS_ASKED: usize = 32;
/// Words that the beginning of one, or one with slips, may stand for.
const MOST_VARIANTS: usize = 2_000;
/// What a word in a name is worth, against one elsewhere.
const IN_NAME: f64 = 3.0;

fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| any_ascii::any_ascii(word).to_ascii_lowercase())
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
}

impl Words {
    pub(super) fn of(holdings: &Holdings) -> Words {
        let mut ids: Vec<Box<str>> = Vec::new();
        let mut places: BTreeMap<Box<str>, Vec<Place>> = BTreeMap::new();
        for entity in holdings.all().filter(|entity| holdings.is_thing(&entity.id)) {
            let number = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            ids.push(entity.id.as_str().into());
            let schema = Schema::named(&entity.schema);
            let mut words: HashMap<String, bool> = HashMap::new();
            for (name, values) in &entity.properties {
                let kind = schema.and_then(|schema| schema.property(name)).map_or("", |one| one.kind);
                if kind == "entity" || kind == "url" {
                    continue;
                }
                let in_name = kind == "name";
                for word in values.iter().flat_map(|value| words_of(value).take(MOST_WORDS)) {
                    *words.entry(word).or_default() |= in_name;
                }
            }
            for (word, in_name) in words {
                let place = Place { entity: number, in_name };
                match places.get_mut(word.as_str()) {
                    Some(known) => known.push(place),
                    None => {
                        places.insert(word.into(), vec![place]);
                    }
                }
            }
        }
        Words { ids, places }
    }

    /// Where a word of a search stands, or one that it may mean.
    fn standing(&self, word: &Asked, fuzzy: bool) -> HashMap<u32, f64> {
        let mut found: HashMap<u32, f64> = HashMap::new();
        let all = self.ids.len().max(1) as f64;
        let mut add = |places: &Vec<Place>, worth: f64| {
            let rarity = (1.0 + all / places.len().max(1) as f64).ln();
            for place in places {
                let here = worth * rarity * if place.in_name { IN_NAME } else { 1.0 };
                let best = found.entry(place.entity).or_default();
                *best = best.max(here);
            }
        };
        if let Some(places) = self.places.get(word.text.as_str()) {
            add(places, 1.0);
        }
        if word.is_beginning {
            let from = self.places.range::<str, _>((Bound::Included(word.text.as_str()), Bound::Unbounded));
            let begun = from.take_while(|(known, _)| known.starts_with(&word.text)).take(MOST_VARIANTS);
            begun.for_each(|(_, places)| add(places, 0.8));
        }
        if fuzzy && word.text.len() > 3 {
            let most = if word.text.len() > 6 { 2 } else { 1 };
            let near = self.places.iter().filter(|(known, _)| {
                known.len().abs_diff(word.text.len()) <= most
                    && strsim::osa_distance(known, &word.text) <= most
            });
            near.take(MOST_VARIANTS).for_each(|(_, places)| add(places, 0.5));
        }
        found
    }
}

struct Asked {
    text: String,
    is_beginning: bool,
}

fn asked(text: &str) -> Vec<Asked> {
    let mut asked = Vec::new();
    for piece in text.split_whitespace() {
        let is_beginning = piece.ends_with('*');
        let mut words: Vec<Asked> = words_of(piece).map(|text| Asked { text, is_beginning: false }).collect();
        if let Some(last) = words.last_mut() {
            last.is_beginning = is_beginning;
        }
        asked.extend(words);
    }
    asked.truncate(MOST_WORDS_ASKED);
    asked
}

impl Holdings {
    /// Looks for entities by words.
    ///
    /// # Errors
    /// Never in practice: nothing sealed is held.
    pub fn search(&self, request: &SearchRequest) -> Result<Cleared<SearchResult>> {
        let asked = asked(&request.words);
        let mut ranked: Vec<(u32, f64)> = match asked.split_first() {
            // Nothing was asked, so everything is meant; of marks without a letter, nothing.
            None if request.words.trim().is_empty() => {
                (0..self.words.ids.len() as u32).map(|number| (number, 0.0)).collect()
            }
            None => Vec::new(),
            Some((first, others)) => {
                let mut found = self.words.standing(first, request.fuzzy);
                for word in others {
                    let more = self.words.standing(word, request.fuzzy);
                    found.retain(|entity, worth| match more.get(entity) {
                        Some(further) => {
                            *worth += further;
                            true
                        }
                        None => false,
                    });
                }
                found.into_iter().collect()
            }
        };
        let entity_of = |number: u32| self.get(self.words.ids.get(number as usize)?);
        ranked.retain(|(number, _)| {
            entity_of(*number).is_some_and(|entity| self.admits(&request.filter, entity))
        });
        // Numbers are in order of id, the listed ones first.
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut facets: Facets = request.facets.iter().map(|facet| (*facet, BTreeMap::new())).collect();
        for (facet, counts) in &mut facets {
            for entity in ranked.iter().filter_map(|(number, _)| entity_of(*number)) {
                let values: Vec<&str> = match facet {
                    Facet::Countries => countries(entity),
                    Facet::Topics => entity.values("topics").iter().map(String::as_str).collect(),
                    Facet::Genders => entity.values("gender").iter().map(String::as_str).collect(),
                    Facet::Schema => vec![entity.schema.as_str()],
                    Facet::Datasets => {
                        let list = self.ground.entries.list_of(&entity.id);
                        let own = entity.datasets.iter().map(String::as_str);
                        list.into_iter().chain(own.filter(|name| Some(*name) != list)).collect()
                    }
                };
                for value in values {
                    *counts.entry(value.to_owned()).or_default() += 1;
                }
            }
        }
        let page = ranked.iter().skip(request.offset).take(request.limit);
        let entities = page.filter_map(|(number, _)| entity_of(*number)).map(|entity| self.held(entity));
        let result = SearchResult { total: ranked.len(), entities: entities.collect(), facets };
        self.cleared(result)
    }
}
