//! What is asked.

use crate::facts::Facts;
use model::Entity;

/// A question: who may this be? Every part may be missing; the more there is, the fewer false hits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// What the asker calls it.
    pub id: String,
    /// What is asked about, in the form of FollowTheMoney: schema (empty where unknown), names in `name` and `alias`, and whatever of
    /// dates, countries, gender, identifiers and addresses is known, in the properties of that schema.
    pub entity: Entity,
    /// Numbers of which nobody says what they are.
    pub numbers: Vec<String>,
    /// A free line in which names, ships and numbers may stand, as of a bill of lading.
    pub line: Option<String>,
}

impl Query {
    /// A query that has a name only. An empty schema is any.
    #[must_use]
    pub fn named(id: &str, schema: &str, name: &str) -> Query {
        Query { id: id.to_owned(), entity: Entity::new(schema, id).with("name", [name]), ..Query::default() }
    }

    /// A query that is a free line.
    #[must_use]
    pub fn of_line(id: &str, line: &str) -> Query {
        Query {
            id: id.to_owned(),
            entity: Entity::new("", id),
            line: Some(line.to_owned()),
            ..Query::default()
        }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let facts = self.facts();
        self.entity.names().all(|(_, name)| name.trim().is_empty())
            && facts.numbers.is_empty()
            && facts.addresses.is_empty()
            && self.line.as_deref().is_none_or(|line| line.trim().is_empty())
    }

    pub(crate) fn facts(&self) -> Facts {
        let mut facts = Facts::of(&self.entity);
        for number in &self.numbers {
            facts.add_number(number);
        }
        facts
    }
}
