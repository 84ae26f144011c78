//! Parameters of the query string: one table says what is taken, reads it, and describes it in the OpenAPI document.

use super::refusal::Refusal;
use serde_json::{Value, json};

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Text, with what it is where it is not given.
    Text(&'static str),
    /// Any number of texts, each as a parameter of its own.
    Texts,
    /// Any number of these words; the ones that stand where none is given.
    Choices(&'static [&'static str], &'static [&'static str]),
    /// One of these words; the first where it is not given.
    Choice(&'static [&'static str]),
    /// A whole number from 0; what it is where it is not given, and the most.
    Whole(usize, usize),
    /// A number from 0 to 1.
    Share(f64),
    /// `true` or `false`.
    Flag(bool),
}

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) about: &'static str,
}

/// Most parameters of a request, and most bytes of a query string.
const MOST: usize = 500;
const LONGEST: usize = 16 << 10;

/// What was given, checked against a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Given {
    table: &'static [Parameter],
    pairs: Vec<(&'static str, String)>,
}

impl Given {
    /// Reads a query string. Parameters that are not in the table are passed over: clients send those that other services know.
    pub(crate) fn read(table: &'static [Parameter], query: Option<&str>) -> Result<Self, Refusal> {
        let query = query.unwrap_or_default();
        if query.len() > LONGEST {
            return Err(Refusal::invalid(format!("the parameters are longer than {LONGEST} bytes")));
        }
        let mut pairs = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).take(MOST) {
            let Some(parameter) = table.iter().find(|parameter| parameter.name == name) else { continue };
            parameter.check(&value)?;
            pairs.push((parameter.name, value.into_owned()));
        }
        Ok(Self { table, pairs })
    }

    /// The last value of a parameter.
    pub(crate) fn last(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.pairs.iter().filter(|(other, _)| *other == name).map(|(_, value)| value.clone()).collect()
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        self.table.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.kind)
    }

    pub(crate) fn whole(&self, name: &str) -> usize {
        let default = match self.kind(name) {
            Some(Kind::Whole(default, _)) => default,
            _ => 0,
        };
        self.last(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    }

    pub(crate) fn share(&self, name: &str) -> f64 {
        let default = match self.kind(name) {
            Some(Kind::Share(default)) => default,
            _ => 0.0,
        };
        self.last(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        let default = matches!(self.kind(name), Some(Kind::Flag(true)));
        self.last(name).and_then(flag).unwrap_or(default)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        let default = match self.kind(name) {
            Some(Kind::Text(default)) => default,
            Some(Kind::Choice(words)) => words.first().copied().unwrap_or_default(),
            _ => "",
        };
        self.last(name).unwrap_or(default)
    }
}

/// `true` or `false` as clients write it: Python sends `True`, forms send `1`.
fn flag(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" | "" => Some(false),
        _ => None,
    }
}

impl Parameter {
    fn check(&self, value: &str) -> Result<(), Refusal> {
        let name = self.name;
        let wrong = |words: String| Err(Refusal::invalid(format!("{name}: {words}")));
        match self.kind {
            Kind::Text(_) | Kind::Texts => Ok(()),
            Kind::Choices(words, _) | Kind::Choice(words) if words.contains(&value) => Ok(()),
            Kind::Choices(words, _) | Kind::Choice(words) => wrong(format!("one of {}", words.join(", "))),
            Kind::Whole(_, most) => match value.parse::<usize>() {
                Ok(number) if number <= most => Ok(()),
                _ => wrong(format!("a whole number from 0 to {most}")),
            },
            Kind::Share(_) => match value.parse::<f64>() {
                Ok(number) if (0.0..=1.0).contains(&number) => Ok(()),
                _ => wrong("a number from 0 to 1".to_owned()),
            },
            Kind::Flag(_) if flag(value).is_some() => Ok(()),
            Kind::Flag(_) => wrong("true or false".to_owned()),
        }
    }

    /// As OpenAPI describes it.
    pub(crate) fn document(&self) -> Value {
        let schema = match self.kind {
            Kind::Text(default) => json!({"type": "string", "default": default}),
            Kind::Texts => json!({"type": "array", "items": {"type": "string"}, "default": []}),
            Kind::Choices(words, default) => {
                json!({"type": "array", "items": {"type": "string", "enum": words}, "default": default})
            }
            Kind::Choice(words) => json!({"type": "string", "enum": words, "default": words.first()}),
            Kind::Whole(default, most) => {
                json!({"type": "integer", "minimum": 0, "maximum": most, "default": default})
            }
            Kind::Share(default) => json!({"type": "number", "minimum": 0, "maximum": 1, "default": default}),
            Kind::Flag(default) => json!({"type": "boolean", "default": default}),
        };
        json!({"name": self.name, "in": "query", "required": false, "description": self.about, "schema": schema})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[Parameter] = &[
        Parameter { name: "q", kind: Kind::Text(""), about: "" },
        Parameter { name: "topics", kind: Kind::Texts, about: "" },
        Parameter { name: "limit", kind: Kind::Whole(5, 10), about: "" },
        Parameter { name: "threshold", kind: Kind::Share(0.7), about: "" },
        Parameter { name: "nested", kind: Kind::Flag(true), about: "" },
        Parameter { name: "facets", kind: Kind::Choices(&["a", "b"], &["a"]), about: "" },
    ];

    #[test]
    fn parameters_are_read_as_clients_write_them() {
        let given =
            Given::read(TABLE, Some("q=%EA%B9%80+x&topics=a&topics=b&limit=3&nested=False&unknown=1"))
                .unwrap();
        assert_eq!((given.text("q"), given.whole("limit"), given.flag("nested")), ("김 x", 3, false));
        assert_eq!(given.all("topics"), ["a", "b"]);
        assert_eq!(given.share("threshold"), 0.7);
        let none = Given::read(TABLE, None).unwrap();
        assert_eq!((none.whole("limit"), none.flag("nested"), none.text("q")), (5, true, ""));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (query, words) in [
            ("limit=11", "limit: a whole number from 0 to 10"),
            ("limit=-1", "limit: a whole"),
            ("threshold=1.5", "threshold: a number from 0 to 1"),
            ("threshold=NaN", "threshold"),
            ("nested=maybe", "nested: true or false"),
            ("facets=c", "facets: one of a, b"),
        ] {
            let refusal = Given::read(TABLE, Some(query)).unwrap_err();
            assert!(refusal.detail.starts_with(words), "{query}: {}", refusal.detail);
        }
        assert!(Given::read(TABLE, Some(&"q".repeat(20_000))).is_err());
    }
}
