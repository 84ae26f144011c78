//! The OpenAPI document: made of the table of routes and the tables of parameters, so that it says what is served.

use super::parameters::Parameter;
use super::{entities, matching, searching};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// Shapes of bodies and answers.
const SCHEMAS: &str = include_str!("schemas.json");

/// What is said of a route beside its method and path.
struct About {
    path: &'static str,
    summary: &'static str,
    description: &'static str,
    parameters: &'static [Parameter],
    body: Option<&'static str>,
    /// The shape of the answer; text where there is none.
    answer: Option<&'static str>,
    errors: &'static [u16],
    needs_key: bool,
}

const ROUTES: &[About] = &[
    About {
        path: "/match/{dataset}",
        summary: "Who each of a batch of entities may be",
        description: "Nothing of the queries is kept or logged. `match` is true for a listed party, or one that listed parties hold, \
                      whose score reaches the threshold, unless a decision silences it. What only documents name has the basis \
                      `documented` and is never a match.",
        parameters: matching::PARAMETERS,
        body: Some("MatchQuery"),
        answer: Some("MatchResponse"),
        errors: &[400, 401, 404, 413, 415, 503],
        needs_key: true,
    },
    About {
        path: "/search/{dataset}",
        summary: "Entities by words",
        description: "For people who look around. To screen, use `/match`: it compares names across scripts and spellings.",
        parameters: searching::PARAMETERS,
        body: None,
        answer: Some("SearchResponse"),
        errors: &[400, 401, 404, 503],
        needs_key: true,
    },
    About {
        path: "/entities/{id}",
        summary: "One entity, with those around it",
        description: "Where judgements made it one with another, the answer is the way to that one.",
        parameters: entities::PARAMETERS,
        body: None,
        answer: Some("Entity"),
        errors: &[308, 400, 401, 404, 503],
        needs_key: true,
    },
    About {
        path: "/entities/{id}/adjacent",
        summary: "Those around an entity, page by page",
        description: "By property: what it points at and what points at it.",
        parameters: entities::PAGE,
        body: None,
        answer: Some("AdjacentResponse"),
        errors: &[308, 400, 401, 404, 503],
        needs_key: true,
    },
    About {
        path: "/entities/{id}/adjacent/{property}",
        summary: "Those around an entity by one property",
        description: "The same for one property.",
        parameters: entities::PAGE,
        body: None,
        answer: Some("AdjacentPage"),
        errors: &[308, 400, 401, 404, 503],
        needs_key: true,
    },
    About {
        path: "/catalog",
        summary: "What can be asked",
        description: "Every list with its version and age, the data sets in them, and the evidence. `outdated` are lists of which a new \
                      version should be there by now.",
        parameters: &[],
        body: None,
        answer: Some("Catalog"),
        errors: &[401, 503],
        needs_key: true,
    },
    About {
        path: "/algorithms",
        summary: "The rule that scores",
        description: "There is one.",
        parameters: &[],
        body: None,
        answer: Some("Algorithms"),
        errors: &[401, 503],
        needs_key: true,
    },
    About {
        path: "/healthz",
        summary: "Whether the process lives",
        description: "Answered to whoever asks.",
        parameters: &[],
        body: None,
        answer: Some("Status"),
        errors: &[],
        needs_key: false,
    },
    About {
        path: "/readyz",
        summary: "Whether lists and evidence are at hand",
        description: "Answered to whoever asks.",
        parameters: &[],
        body: None,
        answer: Some("Status"),
        errors: &[503],
        needs_key: false,
    },
    About {
        path: "/metrics",
        summary: "Counts, for Prometheus",
        description: "Counts by route and status; never what was asked.",
        parameters: &[],
        body: None,
        answer: None,
        errors: &[401, 503],
        needs_key: true,
    },
    About {
        path: "/openapi.json",
        summary: "This document",
        description: "Answered to whoever asks.",
        parameters: &[],
        body: None,
        answer: Some("Document"),
        errors: &[],
        needs_key: false,
    },
];

static DOCUMENT: LazyLock<Value> = LazyLock::new(make);

/// The document.
pub(crate) fn document() -> &'static Value {
    &DOCUMENT
}

fn make() -> Value {
    let mut paths = Map::new();
    for route in super::routes().table() {
        let Some(about) = ROUTES.iter().find(|about| about.path == route.path) else { continue };
        let method = route.method.as_str().to_ascii_lowercase();
        paths.insert(route.path.to_owned(), json!({method: operation(about)}));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "manumit",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Screening against official lists and against what documents say. The shapes are those of yente; what \
                            more there is to say stands beside them.",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": serde_json::from_str::<Value>(SCHEMAS).unwrap_or_default(),
            "securitySchemes": {
                "ApiKey": {
                    "type": "apiKey", "in": "header", "name": "Authorization",
                    "description": "`ApiKey` and the key, where the service was given keys.",
                },
                "XApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            },
        },
    })
}

fn operation(about: &About) -> Value {
    let content = |shape: &str| json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{shape}")}}});
    let mut answers = Map::new();
    let done = match about.answer {
        Some(shape) => content(shape),
        None => json!({"text/plain": {"schema": {"type": "string"}}}),
    };
    answers.insert("200".to_owned(), json!({"description": "As asked.", "content": done}));
    for status in about.errors {
        let answer = match status {
            308 => json!({"description": "It is one with another entity, to which `Location` leads."}),
            _ => json!({"description": reason(*status), "content": content("Error")}),
        };
        answers.insert(status.to_string(), answer);
    }
    let in_path = about.path.split(['{', '}']).skip(1).step_by(2);
    let mut parameters: Vec<Value> = in_path
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    parameters.extend(about.parameters.iter().map(Parameter::document));
    let mut operation = json!({
        "summary": about.summary,
        "description": about.description,
        "parameters": parameters,
        "responses": answers,
    });
    if let (Some(body), Some(map)) = (about.body, operation.as_object_mut()) {
        map.insert("requestBody".to_owned(), json!({"required": true, "content": content(body)}));
    }
    if let (true, Some(map)) = (about.needs_key, operation.as_object_mut()) {
        map.insert("security".to_owned(), json!([{}, {"ApiKey": []}, {"XApiKey": []}]));
    }
    operation
}

fn reason(status: u16) -> &'static str {
    match status {
        400 => "Something in the request is not what it should be.",
        401 => "Keys are needed, and none that is valid came.",
        404 => "There is no such thing, or the asker may not know of it.",
        413 => "More was sent than is taken.",
        415 => "The body is compressed.",
        _ => "There is no room or no time: come back after `Retry-After` seconds.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described_and_nothing_else_is() {
        let table: Vec<&str> = crate::api::routes().table().iter().map(|route| route.path).collect();
        let described: Vec<&str> = ROUTES.iter().map(|about| about.path).collect();
        assert_eq!(table, described);
        let paths = document()["paths"].as_object().unwrap();
        assert_eq!(paths.len(), table.len());
    }

    #[test]
    fn every_shape_that_is_named_is_there() {
        let text = document().to_string();
        let schemas = document()["components"]["schemas"].as_object().unwrap();
        for name in text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(schemas.contains_key(name), "{name}");
        }
        for name in schemas.keys() {
            assert!(text.contains(&format!("#/components/schemas/{name}\"")), "{name} is used nowhere");
        }
    }
}
