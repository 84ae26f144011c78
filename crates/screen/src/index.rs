//! The index: made once from entities, read by every query.

use crate::address;
use crate::facts::Facts;
use crate::kept::KeptName;
use crate::ownership;
use crate::record::{Basis, Family, Record};
use crate::table::Table;
use crate::vocabulary::{Collector, Vocabulary, whole_key};
use model::Entity;
use names::{KeyKind, Name, NameKind, Role, analyse, token_key};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// An entity to be indexed.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'e> {
    entity: &'e Entity,
    basis: Basis,
}

impl<'e> Entry<'e> {
    /// An entity that can be found on this basis.
    #[must_use]
    pub fn new(entity: &'e Entity, basis: Basis) -> Entry<'e> {
        Entry { entity, basis }
    }

    /// The entities of a list file, each on its basis.
    ///
    /// Files of FollowTheMoney hold more than what is listed: owners, relatives, addresses. Where any entity of the file bears the topic
    /// `sanction` (or one that begins so) or is the subject of a `Sanction`, only such entities are listed and the others are linked;
    /// otherwise every entity is listed.
    #[must_use]
    pub fn of_list(entities: impl IntoIterator<Item = &'e Entity>) -> Vec<Entry<'e>> {
        let entities: Vec<&Entity> = entities.into_iter().collect();
        let has_topic =
            |entity: &Entity| entity.values("topics").iter().any(|topic| topic.starts_with("sanction"));
        let sanctioned: std::collections::HashSet<&str> = entities
            .iter()
            .filter(|entity| entity.schema == "Sanction")
            .flat_map(|entity| entity.values("entity"))
            .map(String::as_str)
            .chain(entities.iter().filter(|entity| has_topic(entity)).map(|entity| entity.id.as_str()))
            .collect();
        let basis = |entity: &Entity| {
            let listed = sanctioned.is_empty() || sanctioned.contains(entity.id.as_str());
            if listed { Basis::Listed } else { Basis::Linked }
        };
        entities.into_iter().map(|entity| Entry { basis: basis(entity), entity }).collect()
    }
}

/// How large an index is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Entities that can be found.
    pub entities: usize,
    /// Their names, each writing one.
    pub names: usize,
    /// Different parts of names.
    pub terms: usize,
    /// About how many bytes of memory.
    pub bytes: usize,
}

/// A name in the index, with what is asked of it most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IndexedName {
    pub(crate) name: KeptName,
    /// What it was analysed as.
    pub(crate) kind: NameKind,
    /// Whether it can be read as Korean or Chinese, syllable by syllable.
    pub(crate) has_syllables: bool,
    /// The entity it names.
    pub(crate) record: u32,
    /// Weight of the parts by which it can be found.
    pub(crate) weight: f32,
    /// Number of its initials.
    pub(crate) initials: u8,
    /// The property it stands in, as its place in [`PROPERTIES`].
    pub(crate) property: u8,
    pub(crate) family: Family,
}

/// The properties that names stand in.
pub(crate) const PROPERTIES: [&str; 4] = ["name", "alias", "previousName", "weakAlias"];

/// Entities that can be found, and the ways to find them. Immutable.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Index {
    pub(crate) datasets: Vec<Box<str>>,
    pub(crate) records: Vec<Record>,
    pub(crate) names: Vec<IndexedName>,
    pub(crate) vocabulary: Vocabulary,
    /// Names by all their letters: sorted parts, without spaces, syllables; and by neighbouring parts written together.
    pub(crate) wholes: Table,
    /// Records by identifier.
    pub(crate) numbers: Table,
    /// Records by word of an address.
    pub(crate) address_words: Table,
}

/// Most parts that are taken together as one word.
const MOST_JOINED: usize = 3;

impl Index {
    /// Why the entity of this id can be found; none where it cannot.
    #[must_use]
    pub fn basis_of(&self, id: &str) -> Option<Basis> {
        self.records.iter().find(|record| *record.id == *id).map(|record| record.basis)
    }

    /// Makes the index. Entities without a name, an identifier or an address cannot be found and are left out, as are those that only
    /// link others (`Ownership`, `Sanction`); what `Ownership` says is kept with whom it is about.
    ///
    /// Of two entities with one id the first counts.
    #[must_use]
    pub fn build<'e>(entries: impl IntoIterator<Item = Entry<'e>>) -> Index {
        let entries: Vec<Entry<'e>> = entries.into_iter().collect();
        let owned = ownership::shares(entries.iter().map(|entry| (entry.entity, entry.basis)));
        let mut builder = Builder::default();
        let mut seen = std::collections::HashSet::new();
        for entry in &entries {
            if !is_link(&entry.entity.schema) && seen.insert(entry.entity.id.as_str()) {
                builder.add(entry, owned.get(entry.entity.id.as_str()));
            }
        }
        builder.finish()
    }

    /// How large it is.
    #[must_use]
    pub fn size(&self) -> Size {
        let names: usize =
            self.names.iter().map(|one| one.name.heap_bytes() + size_of::<IndexedName>()).sum();
        let records: usize = self
            .records
            .iter()
            .map(|record| size_of::<Record>() + record.id.len() + record.caption.len() + record.schema.len())
            .sum();
        let tables = self.wholes.bytes() + self.numbers.bytes() + self.address_words.bytes();
        Size {
            entities: self.records.len(),
            names: self.names.len(),
            terms: self.vocabulary.len(),
            bytes: names + records + tables + self.vocabulary.bytes(),
        }
    }

    /// Every entity that can be found, by its id, and on what basis.
    pub fn entities(&self) -> impl Iterator<Item = (&str, Basis)> {
        self.records.iter().map(|record| (&*record.id, record.basis))
    }

    /// The names of a record.
    pub(crate) fn names_of(&self, record: &Record) -> &[IndexedName] {
        let first = record.first_name as usize;
        self.names.get(first..first + record.names as usize).unwrap_or_default()
    }

    /// The names of a record's data sets.
    pub(crate) fn datasets_of(&self, record: &Record) -> Vec<String> {
        let name = |number: &u32| self.datasets.get(*number as usize).map(ToString::to_string);
        record.datasets.iter().filter_map(name).collect()
    }

    /// Whether an index that was read back is whole: every number in it points at something.
    pub(crate) fn is_sound(&self) -> bool {
        let (records, names) = (self.records.len(), self.names.len());
        let of_record = |record: &Record| {
            let end = (record.first_name as usize).checked_add(record.names as usize);
            end.is_some_and(|end| end <= names)
                && record.datasets.iter().all(|number| (*number as usize) < self.datasets.len())
        };
        let of_name = |one: &IndexedName| {
            (one.record as usize) < records
                && one.weight.is_finite()
                && usize::from(one.property) < PROPERTIES.len()
        };
        self.vocabulary.is_sound(names)
            && self.wholes.is_sound(names)
            && self.numbers.is_sound(records)
            && self.address_words.is_sound(records)
            && self.records.iter().all(of_record)
            && self.names.iter().all(of_name)
    }
}

/// Schemata that link entities and are none that anybody asks for.
fn is_link(schema: &str) -> bool {
    matches!(
        schema,
        "Ownership"
            | "Sanction"
            | "Directorship"
            | "Membership"
            | "Representation"
            | "Occupancy"
            | "Position"
            | "Family"
            | "Associate"
            | "Employment"
            | "UnknownLink"
            | "Succession"
            | "Identification"
            | "Passport"
            | "Address"
            | "Documentation"
            | "Note"
            | "Article"
            | "Document"
    )
}

#[derive(Default)]
struct Builder {
    index: Index,
    collector: Collector,
    datasets: HashMap<String, u32>,
    wholes: Vec<(u64, u32)>,
    numbers: Vec<(u64, u32)>,
    address_words: Vec<(u64, u32)>,
}

impl Builder {
    fn add(&mut self, entry: &Entry<'_>, ownership: Option<&ownership::Ownership>) {
        let entity = entry.entity;
        let facts = Facts::of(entity);
        let number = self.index.records.len() as u32;
        let first_name = self.index.names.len() as u32;
        let family = Family::of(&entity.schema);
        let mut seen: Vec<&str> = Vec::new();
        for (property, text) in entity.names() {
            if !seen.contains(&text) {
                seen.push(text);
                self.add_name(text, property, &entity.schema, number, family);
            }
        }
        let names = self.index.names.len() as u32 - first_name;
        if names == 0 && facts.numbers.is_empty() && facts.addresses.is_empty() {
            return;
        }
        self.numbers.extend(facts.numbers.iter().map(|one| (token_key(&one.value), number)));
        for address in &facts.addresses {
            self.address_words.extend(address::words(address).iter().map(|word| (token_key(word), number)));
        }
        let datasets = entity.datasets.iter().map(|name| {
            let next = self.datasets.len() as u32;
            *self.datasets.entry(name.clone()).or_insert_with(|| {
                self.index.datasets.push(name.as_str().into());
                next
            })
        });
        let is_owned = entry.basis == Basis::Linked && ownership.is_some();
        let record = Record {
            id: entity.id.as_str().into(),
            schema: entity.schema.as_str().into(),
            caption: entity.caption().into(),
            datasets: datasets.collect(),
            basis: if is_owned { Basis::Owned } else { entry.basis },
            family,
            first_name,
            names,
            facts,
            ownership: ownership.cloned().map(Box::new),
        };
        self.index.records.push(record);
    }

    fn add_name(&mut self, text: &str, property: &str, schema: &str, record: u32, family: Family) {
        let kind = NameKind::of_schema(schema);
        for name in analyse(text, kind).into_writings().filter(|name| !name.is_empty()) {
            let number = self.index.names.len() as u32;
            for token in name.tokens().iter().filter(|token| token.is_key()) {
                self.collector.add(token, number, record);
            }
            self.wholes.extend(name.whole_keys().map(|key| (whole_key(key), number)));
            self.wholes.extend(joined(&name).into_iter().map(|key| (key, number)));
            self.index.names.push(IndexedName {
                record,
                weight: weight(&name),
                initials: initials(&name),
                property: PROPERTIES.iter().position(|known| *known == property).unwrap_or(0) as u8,
                family,
                kind: name.kind(),
                has_syllables: name.has_syllables(),
                name: name.into(),
            });
        }
    }

    fn finish(mut self) -> Index {
        self.index.vocabulary = self.collector.finish();
        self.index.wholes = Table::of(self.wholes);
        self.index.numbers = Table::of(self.numbers);
        self.index.address_words = Table::of(self.address_words);
        self.index.records.shrink_to_fit();
        self.index.names.shrink_to_fit();
        self.index
    }
}

/// The weight of the parts by which a name can be found.
pub(crate) fn weight(name: &Name) -> f32 {
    name.tokens().iter().filter(|token| token.is_key()).map(names::Token::weight).sum()
}

/// Number of a name's initials.
pub(crate) fn initials(name: &Name) -> u8 {
    name.tokens().iter().filter(|token| token.role() == Role::Initial).count().min(255) as u8
}

/// Keys of neighbouring parts written together, as one part of another writing may have them.
pub(crate) fn joined(name: &Name) -> Vec<u64> {
    let mut keys = Vec::new();
    for_joined(name, |letters| keys.push(whole_key((KeyKind::Token, token_key(letters)))));
    keys
}

/// Calls for each stretch of two or three neighbouring parts with their letters.
pub(crate) fn for_joined(name: &Name, mut take: impl FnMut(&str)) {
    let is_piece = |token: &names::Token| !matches!(token.role(), Role::Honorific | Role::Numeral);
    let mut letters = String::new();
    for start in 0..name.tokens().len() {
        letters.clear();
        let stretch = name.tokens().iter().skip(start).take(MOST_JOINED).take_while(|token| is_piece(token));
        for (at, token) in stretch.enumerate() {
            letters.push_str(token.text());
            if at > 0 && letters.len() > 3 {
                take(&letters);
            }
        }
    }
}
