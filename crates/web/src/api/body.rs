//! The body of `/match`: `{"queries": {"q1": {"schema": "Person", "properties": {"name": ["…"]}}}}`, checked.

use super::Limits;
use model::{Entity, Schema};
use serde::Deserialize;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeMap;

/// What was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchBody {
    /// The queries, in the order in which they stand.
    pub queries: Vec<AskedQuery>,
}

/// One query.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedQuery {
    /// What the asker calls it.
    pub key: String,
    /// The id the asker gave the entity, which is told back and means nothing.
    pub id: Option<String>,
    /// What is asked about.
    pub entity: Entity,
    /// What of it is not asked, and why.
    pub warnings: Vec<String>,
}

#[derive(Deserialize)]
struct Body {
    queries: Ordered<Option<Example>>,
    #[serde(default)]
    weights: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    config: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Example {
    #[serde(default)]
    id: Option<String>,
    schema: String,
    #[serde(default)]
    properties: Ordered<Value>,
}

/// An object with its members in order. Of two members with one name a map would drop one without a word: that would be a party nobody
/// screened.
struct Ordered<T>(Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Ordered<T>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(String, T)> = Vec::new();
                let mut names = std::collections::HashSet::new();
                while let Some((name, value)) = map.next_entry::<String, T>()? {
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom(format_args!("`{name}` stands there twice")));
                    }
                    members.push((name, value));
                }
                Ok(Ordered(members))
            }
        }
        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

/// Most code points of the name of a query.
const LONGEST_KEY: usize = 255;

/// Reads and checks a body.
///
/// # Errors
/// What is wrong and where, in words.
pub fn read_match_body(bytes: &[u8], limits: &Limits) -> Result<MatchBody, String> {
    let body: Body =
        serde_json::from_slice(bytes).map_err(|error| format!("the body is not as it should be: {error}"))?;
    if let Some(name) = body.weights.keys().chain(body.config.keys()).next() {
        return Err(format!("`{name}`: there is one rule, and nothing in it can be set"));
    }
    let queries: Vec<(String, Example)> =
        body.queries.0.into_iter().filter_map(|(key, query)| Some((key, query?))).collect();
    if queries.is_empty() {
        return Err("there is no query in it".to_owned());
    }
    if queries.len() > limits.queries {
        return Err(format!("{} queries, and at most {} are taken at once", queries.len(), limits.queries));
    }
    let read = |(key, example): (String, Example)| {
        if key.chars().count() > LONGEST_KEY {
            return Err(format!("the name of a query has at most {LONGEST_KEY} characters"));
        }
        query(&key, example, limits).map_err(|reason| format!("query `{key}`: {reason}"))
    };
    Ok(MatchBody { queries: queries.into_iter().map(read).collect::<Result<_, _>>()? })
}

fn query(key: &str, example: Example, limits: &Limits) -> Result<AskedQuery, String> {
    let schema = Schema::named(&example.schema)
        .ok_or_else(|| format!("`{}` is no schema of FollowTheMoney", clip(&example.schema)))?;
    if !schema.is_matchable && schema.name != "Thing" {
        return Err(format!("entities of the schema {} cannot be looked for", schema.name));
    }
    let mut entity = Entity::new(schema.name, key);
    let mut warnings = Vec::new();
    let mut count = 0;
    for (name, value) in example.properties.0 {
        let values = values(&name, value)?;
        count += values.len();
        if count > limits.values {
            return Err(format!("more than {} values", limits.values));
        }
        if let Some(long) =
            values.iter().map(|value| value.chars().count()).find(|length| *length > limits.value)
        {
            return Err(format!(
                "`{}`: {long} characters, and at most {} are taken",
                clip(&name),
                limits.value
            ));
        }
        match schema.property(&name) {
            None => warnings.push(format!("not asked: `{}` is no property of {}", clip(&name), schema.name)),
            Some(property) if property.points_at_entities() => {
                warnings.push(format!("not asked: `{name}` points at other entities"));
            }
            Some(_) => values.into_iter().for_each(|value| entity.add(&name, value)),
        }
    }
    let id = example.id.map(|id| id.chars().take(LONGEST_KEY).collect());
    Ok(AskedQuery { key: key.to_owned(), id, entity, warnings })
}

fn values(name: &str, value: Value) -> Result<Vec<String>, String> {
    let one = |value: Value| match value {
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(truth) => Ok(Some(truth.to_string())),
        Value::Null => Ok(None),
        Value::Array(_) | Value::Object(_) => Err(format!("`{}`: a value is text", clip(name))),
    };
    match value {
        Value::Array(all) => all.into_iter().filter_map(|value| one(value).transpose()).collect(),
        single => Ok(one(single)?.into_iter().collect()),
    }
}

/// So much of a text as an error should repeat.
fn clip(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<MatchBody, String> {
        read_match_body(body.as_bytes(), &Limits { queries: 2, value: 10, values: 3, ..Limits::default() })
    }

    fn one(query: &str) -> Result<AskedQuery, String> {
        read(&format!(r#"{{"queries":{{"q":{query}}}}}"#)).map(|body| body.queries[0].clone())
    }

    #[test]
    fn queries_are_read_in_order_with_what_is_not_asked() {
        let body = read(
            r#"{"queries":{"b":{"id":"x","schema":"Person","properties":{"name":"A B","birthDate":[1961,null],"shoe":["44"]}},
                "a":{"schema":"Thing"}}}"#,
        )
        .unwrap();
        let keys: Vec<&str> = body.queries.iter().map(|query| query.key.as_str()).collect();
        assert_eq!(keys, ["b", "a"]);
        let first = &body.queries[0];
        assert_eq!(first.id.as_deref(), Some("x"));
        assert_eq!(
            (first.entity.values("name"), first.entity.values("birthDate")),
            (&["A B".to_owned()][..], &["1961".to_owned()][..])
        );
        assert_eq!(first.warnings, ["not asked: `shoe` is no property of Person"]);
        let linked = one(r#"{"schema":"Person","properties":{"addressEntity":["a"]}}"#).unwrap();
        assert_eq!(linked.warnings, ["not asked: `addressEntity` points at other entities"]);
        assert!(read(r#"{"queries":{"q":null,"r":{"schema":"Company"}}}"#).is_ok());
    }

    #[test]
    fn what_is_wrong_is_said_and_where() {
        for (body, words) in [
            ("", "the body is not as it should be"),
            ("[]", "the body is not as it should be"),
            ("{}", "missing field `queries`"),
            (r#"{"queries":{}}"#, "there is no query in it"),
            (r#"{"queries":{"q":{"schema":"Thing"},"q":{"schema":"Thing"}}}"#, "`q` stands there twice"),
            (
                r#"{"queries":{"1":{"schema":"Thing"},"2":{"schema":"Thing"},"3":{"schema":"Thing"}}}"#,
                "3 queries, and at most 2",
            ),
            (r#"{"weights":{"name_match":1},"queries":{}}"#, "`name_match`: there is one rule"),
        ] {
            let error = read(body).unwrap_err();
            assert!(error.contains(words), "{body}: {error}");
        }
        for (query, words) in [
            (r#"{"properties":{}}"#, "missing field `schema`"),
            (r#"{"schema":"Robot"}"#, "query `q`: `Robot` is no schema of FollowTheMoney"),
            (r#"{"schema":"Sanction"}"#, "cannot be looked for"),
            (
                r#"{"schema":"Person","properties":{"name":["12345678901"]}}"#,
                "`name`: 11 characters, and at most 10",
            ),
            (r#"{"schema":"Person","properties":{"name":["1","2","3","4"]}}"#, "more than 3 values"),
            (r#"{"schema":"Person","properties":{"name":[{"a":1}]}}"#, "`name`: a value is text"),
            (r#"{"schema":"Person","properties":{"name":"a","name":"b"}}"#, "`name` stands there twice"),
        ] {
            let error = one(query).unwrap_err();
            assert!(error.contains(words), "{query}: {error}");
        }
        let deep = format!("{{\"queries\":{}1{}}}", "[".repeat(9_000), "]".repeat(9_000));
        assert!(read(&deep).is_err());
    }
}
