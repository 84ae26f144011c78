//! What schemata and properties FollowTheMoney has: what is a kind of what, and which properties point at other entities.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// See `data/README.md` for source and licence.
const TABLE: &str = include_str!("../data/ftm.tsv");

static SCHEMATA: LazyLock<BTreeMap<&'static str, Schema>> = LazyLock::new(|| {
    let mut schemata: BTreeMap<&'static str, Schema> = BTreeMap::new();
    let mut last = "";
    for line in TABLE.lines() {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        match next() {
            "schema" => {
                last = next();
                let parents = next().split('|').filter(|parent| !parent.is_empty()).collect();
                let flags = next();
                let schema = Schema {
                    name: last,
                    is_matchable: flags.contains('m'),
                    is_edge: flags.contains('e'),
                    parents,
                    properties: BTreeMap::new(),
                };
                schemata.insert(last, schema);
            }
            "property" => {
                let (name, kind, flags, reverse) = (next(), next(), next(), next());
                let property = Property {
                    name,
                    kind,
                    is_stub: flags.contains('s'),
                    reverse: (!reverse.is_empty()).then_some(reverse),
                };
                if let Some(schema) = schemata.get_mut(last) {
                    schema.properties.insert(name, property);
                }
            }
            _ => {}
        }
    }
    schemata
});

/// A schema of FollowTheMoney (<https://followthemoney.tech/explorer/>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Its name.
    pub name: &'static str,
    /// Whether entities of it can be looked for.
    pub is_matchable: bool,
    /// Whether it links two entities, as `Ownership` does.
    pub is_edge: bool,
    parents: Vec<&'static str>,
    properties: BTreeMap<&'static str, Property>,
}

/// A property of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// The kind of its values: `name`, `country`, `date`, `entity`, …
    pub kind: &'static str,
    /// Whether no entity has it itself: it is the other end of a property that points here.
    pub is_stub: bool,
    /// Of a property that points at entities: what that is called at the other end.
    pub reverse: Option<&'static str>,
}

impl Property {
    /// Whether its values are ids of entities.
    #[must_use]
    pub fn points_at_entities(&self) -> bool {
        self.kind == "entity"
    }
}

impl Schema {
    /// The schema of this name.
    ///
    /// ```
    /// let company = model::Schema::named("Company").unwrap();
    /// assert!(company.is_a("LegalEntity") && !company.is_a("Person"));
    /// assert_eq!(company.property("sanctions").unwrap().reverse, Some("entity"));
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Schema> {
        SCHEMATA.get(name)
    }

    /// All of them, in order of name.
    pub fn all() -> impl Iterator<Item = &'static Schema> {
        SCHEMATA.values()
    }

    /// Whether it is this schema or a kind of it.
    #[must_use]
    pub fn is_a(&self, name: &str) -> bool {
        self.name == name
            || self.parents.iter().any(|parent| Schema::named(parent).is_some_and(|parent| parent.is_a(name)))
    }

    /// A property of it or of what it is a kind of.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        let own = SCHEMATA.get(self.name).and_then(|schema| schema.properties.get(name));
        own.or_else(|| self.parents.iter().find_map(|parent| Schema::named(parent)?.property(name)))
    }

    /// Names of all its properties.
    #[must_use]
    pub fn property_names(&self) -> BTreeSet<&'static str> {
        let inherited = self.parents.iter().filter_map(|parent| Schema::named(parent));
        let inherited = inherited.flat_map(Schema::property_names);
        self.properties.keys().copied().chain(inherited).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parent_and_every_other_end_is_in_the_table() {
        assert!(Schema::all().count() > 60);
        for schema in Schema::all() {
            for parent in &schema.parents {
                assert!(Schema::named(parent).is_some(), "{parent}");
            }
            for property in schema.properties.values().filter(|property| property.points_at_entities()) {
                let reverse = property.reverse;
                let is_known = |name: &str| Schema::all().any(|other| other.properties.contains_key(name));
                assert!(reverse.is_none_or(is_known), "{}.{}", schema.name, property.name);
            }
        }
    }

    #[test]
    fn kinds_and_properties_are_inherited() {
        let person = Schema::named("Person").unwrap();
        assert!(person.is_a("Thing") && person.is_a("Person") && person.is_matchable && !person.is_edge);
        assert_eq!(person.property("birthDate").unwrap().kind, "date");
        assert_eq!(person.property("country").unwrap().kind, "country");
        assert!(person.property("imoNumber").is_none());
        assert!(person.property_names().contains("alias"));
        assert!(Schema::named("Ownership").unwrap().is_edge);
        assert!(Schema::named("Robot").is_none());
    }
}
