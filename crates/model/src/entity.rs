//! Persons, firms, ships and what links them, as FollowTheMoney (FtM) writes them.

use crate::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Properties that name an entity, the best one for showing first.
const NAMES: &[&str] = &["name", "alias", "previousName", "weakAlias"];

/// One entity, in the JSON form of FollowTheMoney (<https://followthemoney.tech/explorer/>).
///
/// Values are text and may be several: dates are prefixes of ISO 8601 (`1971`, `1971-03`, `1971-03-15`), countries lower-case
/// ISO 3166-1 codes of two letters, links to other entities their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Identifier, the same in every version of its list and in every export.
    pub id: String,
    /// Name of the schema: `Person`, `Organization`, `Vessel`, …
    pub schema: String,
    /// Values by property.
    #[serde(default)]
    pub properties: BTreeMap<String, Vec<String>>,
    /// Ids under which other data sets know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referents: Vec<String>,
    /// The lists and collections it stands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub datasets: Vec<String>,
}

/// How the ids of entities that documents name begin.
pub const DOCUMENTED: &str = "documented-";

/// The id of what documents name by this name: a hash of the name without regard to case and white space.
#[must_use]
pub fn documented_id(name: &str) -> String {
    let folded = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    format!("{DOCUMENTED}{}", hex(&Sha256::digest(folded.as_bytes())[..10]))
}

impl Entity {
    /// An entity of which nothing is known yet.
    #[must_use]
    pub fn new(schema: impl Into<String>, id: impl Into<String>) -> Self {
        Self { id: id.into(), schema: schema.into(), ..Self::default() }
    }

    /// The same with these values too; see [`Entity::add`].
    #[must_use]
    pub fn with(
        mut self,
        property: &str,
        values: impl IntoIterator<Item = impl AsRef<str> + Into<String>>,
    ) -> Self {
        for value in values {
            self.add(property, value);
        }
        self
    }

    /// Adds a value to a property, unless it is blank or there already.
    pub fn add(&mut self, property: &str, value: impl AsRef<str> + Into<String>) {
        if value.as_ref().trim().is_empty() {
            return;
        }
        match self.properties.get_mut(property) {
            Some(values) if values.iter().any(|known| known == value.as_ref()) => {}
            Some(values) => values.push(value.into()),
            None => {
                self.properties.insert(property.to_owned(), vec![value.into()]);
            }
        }
    }

    /// The values of a property; none where it has none.
    #[must_use]
    pub fn values(&self, property: &str) -> &[String] {
        self.properties.get(property).map_or(&[], Vec::as_slice)
    }

    /// The first value of a property.
    #[must_use]
    pub fn first(&self, property: &str) -> Option<&str> {
        self.values(property).first().map(String::as_str)
    }

    /// What to call it: its first name, or its id where it has none.
    #[must_use]
    pub fn caption(&self) -> &str {
        NAMES.iter().find_map(|property| self.first(property)).unwrap_or(&self.id)
    }

    /// Every name it goes by, with the property it stands in: `name` first, weak aliases last.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &str)> {
        NAMES
            .iter()
            .flat_map(|property| self.values(property).iter().map(|value| (*property, value.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_once_and_never_blank() {
        let ship = Entity::new("Vessel", "v1").with("name", ["EXAMPLE STAR", " ", "EXAMPLE STAR"]);
        assert_eq!(ship.values("name"), ["EXAMPLE STAR"]);
        assert_eq!(ship.values("flag"), [] as [&str; 0]);
        assert_eq!(ship.caption(), "EXAMPLE STAR");
        assert_eq!(Entity::new("Vessel", "v2").caption(), "v2");
    }

    #[test]
    fn it_reads_and_writes_the_json_of_followthemoney() {
        let line =
            r#"{"id":"x-1","schema":"Person","properties":{"alias":["B"],"name":["A"]},"datasets":["x"]}"#;
        let entity: Entity = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&entity).unwrap(), line);
        assert_eq!(entity.names().collect::<Vec<_>>(), [("name", "A"), ("alias", "B")]);
        let more = r#"{"id":"x-2","schema":"Person","caption":"A","target":true,"referents":[]}"#;
        assert_eq!(serde_json::from_str::<Entity>(more).unwrap(), Entity::new("Person", "x-2"));
    }
}
