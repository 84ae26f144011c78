//! The OpenAPI document says what is served.

use super::fixture::{Api, Case, INTERNAL};
use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// What in a value is not as a schema says; the part of JSON Schema that the document uses.
fn faults(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = &document["components"]["schemas"][name.rsplit('/').next().unwrap()];
        assert!(schema.is_object(), "{name}");
        return faults(document, schema, value, at, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = |schema: &Value| {
            let mut found = Vec::new();
            faults(document, schema, value, at, &mut found);
            found.is_empty()
        };
        if !any.iter().any(fits) {
            found.push(format!("{at}: fits none of anyOf: {value}"));
        }
        return;
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = kinds.is_empty() || kinds.contains(&kind) || kind == "integer" && kinds.contains(&"number");
    if !fits {
        found.push(format!("{at}: {kind} instead of {kinds:?}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{at}: {value} is none of {words:?}"));
    }
    if let (Some(items), true) = (value.as_array(), schema["items"].is_object()) {
        for (number, item) in items.iter().enumerate() {
            faults(document, &schema["items"], item, &format!("{at}[{number}]"), found);
        }
    }
    if let Some(members) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                found.push(format!("{at}: `{name}` is missing"));
            }
        }
        for (name, member) in members {
            let place = format!("{at}.{name}");
            match (schema["properties"].get(name), schema.get("additionalProperties")) {
                (Some(schema), _) | (None, Some(schema)) => faults(document, schema, member, &place, found),
                // An object of which nothing is said may hold anything; of others, everything is to be said.
                (None, None) if schema["properties"].is_object() => {
                    found.push(format!("{place}: not described"))
                }
                (None, None) => {}
            }
        }
    }
}

fn check(document: &Value, path: &str, method: &str, status: StatusCode, value: &Value) {
    let operation = &document["paths"][path][method];
    assert!(operation.is_object(), "{method} {path}");
    let answer = &operation["responses"][status.as_str()];
    assert!(answer.is_object(), "{method} {path}: {status} is not described");
    let mut found = Vec::new();
    faults(document, &answer["content"]["application/json"]["schema"], value, path, &mut found);
    assert!(found.is_empty(), "{found:#?}");
}

fn document(api: &Api) -> Value {
    api.get("/openapi.json").json()
}

#[test]
fn answers_are_as_described() {
    let api = Case::new().api_with_key();
    let document = document(&api);
    for (path, asked) in [
        ("/search/{dataset}", "/search/default?limit=500&facets=genders&facets=schema"),
        ("/search/{dataset}", "/search/default"),
        ("/search/{dataset}", "/search/nowhere"),
        ("/search/{dataset}", "/search/default?schema=Robot"),
        ("/entities/{id}", "/entities/x-1"),
        ("/entities/{id}", "/entities/x-3?nested=false"),
        ("/entities/{id}", "/entities/nobody"),
        ("/entities/{id}/adjacent", "/entities/x-3/adjacent"),
        ("/entities/{id}/adjacent/{property}", "/entities/x-3/adjacent/ownershipAsset"),
        ("/entities/{id}/adjacent/{property}", "/entities/x-3/adjacent/name"),
        ("/catalog", "/catalog"),
        ("/algorithms", "/algorithms"),
        ("/healthz", "/healthz"),
        ("/readyz", "/readyz"),
        ("/openapi.json", "/openapi.json"),
    ] {
        let answer = api.get(asked);
        check(&document, path, "get", answer.status, &answer.json());
    }
    let name = |name: &str| json!({"schema": "Company", "properties": {"name": [name]}});
    let batch = json!({"queries": {
        "a": name("Exemplar General Trading Company Limited"), "b": name("Beispiel Übersee GmbH"), "c": name(INTERNAL), "d": name("Nobody"),
    }});
    for (asked, body) in [
        ("/match/default?threshold=0.3&cutoff=0.1&limit=50", batch.to_string()),
        ("/match/nowhere", batch.to_string()),
        ("/match/default", "{".to_owned()),
    ] {
        let answer = api.post(asked, body);
        check(&document, "/match/{dataset}", "post", answer.status, &answer.json());
    }
    let mut found = Vec::new();
    let body = &document["paths"]["/match/{dataset}"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    faults(&document, body, &batch, "body", &mut found);
    assert!(found.is_empty(), "{found:?}");
    assert!(api.get("/metrics").headers["content-type"].to_str().unwrap().starts_with("text/plain"));
}

#[test]
fn every_path_answers_to_the_method_described_and_to_no_other() {
    let api = Case::new().open_api();
    let document = document(&api);
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 11);
    for (path, operations) in paths {
        let asked = path
            .replace("{dataset}", "default")
            .replace("{id}", "x-3")
            .replace("{property}", "ownershipAsset");
        for method in ["get", "post", "put", "delete"] {
            let request = api.request(&method.to_uppercase(), &asked).body(Body::empty()).unwrap();
            let is_refused = api.send(request).status == StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(is_refused, operations.get(method).is_none(), "{method} {path}");
        }
    }
}

#[test]
fn every_parameter_described_is_taken_and_checked() {
    let api = Case::new().open_api();
    let document = document(&api);
    let body = r#"{"queries":{"q":{"schema":"Person","properties":{"name":["A"]}}}}"#;
    let mut checked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let asked = path
            .replace("{dataset}", "default")
            .replace("{id}", "x-3")
            .replace("{property}", "ownershipAsset");
        for (method, operation) in operations.as_object().unwrap() {
            let ask = |query: String| {
                let path = format!("{asked}?{query}");
                if method == "post" { api.post(&path, body) } else { api.get(&path) }
            };
            let parameters = operation["parameters"].as_array().unwrap();
            for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query") {
                let name = parameter["name"].as_str().unwrap();
                let schema = &parameter["schema"];
                let good = match &schema["default"] {
                    Value::Array(_) if name == "filter" => "country:de".to_owned(),
                    Value::Array(_) => schema["items"]["enum"][0].as_str().unwrap_or("x").to_owned(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                assert_eq!(ask(format!("{name}={good}")).status, StatusCode::OK, "{path} {name}={good}");
                let is_free = schema["type"] == "string" && schema["enum"].is_null()
                    || schema["type"] == "array" && schema["items"]["enum"].is_null();
                let bad = ask(format!("{name}=%21nonsense"));
                if !is_free {
                    assert_eq!(bad.status, StatusCode::BAD_REQUEST, "{path} {name}");
                    assert!(bad.detail().starts_with(name), "{}", bad.body);
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 20, "{checked}");
}
