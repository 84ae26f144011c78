//! What is too much, too long or too many.

use super::fixture::{Api, Case};
use axum::http::StatusCode;
use serde_json::json;
use std::time::Duration;
use web::api::Limits;

const ONE: &str = r#"{"queries":{"q":{"schema":"Person","properties":{"name":["A"]}}}}"#;

#[test]
fn bodies_batches_and_values_have_limits() {
    let api = Api::new(Case::new(), None, Limits { queries: 2, ..Limits::default() });
    let large = vec![b' '; (4 << 20) + 1];
    let answer = api.post("/match/default", large);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.detail(), "the body is larger than 4194304 bytes");
    let query = json!({"schema": "Person", "properties": {"name": ["A"]}});
    let three = json!({"queries": {"1": query, "2": query, "3": query}});
    let answer = api.post("/match/default", three.to_string());
    assert_eq!(
        (answer.status, answer.detail().as_str()),
        (StatusCode::BAD_REQUEST, "3 queries, and at most 2 are taken at once")
    );
    let long = json!({"queries": {"q": {"schema": "Person", "properties": {"name": ["é".repeat(1_001)]}}}});
    let answer = api.post("/match/default", long.to_string());
    assert_eq!(answer.detail(), "query `q`: `name`: 1001 characters, and at most 1000 are taken");
    assert_eq!(api.get(&format!("/search/default?q={}", "a".repeat(1_001))).status, StatusCode::BAD_REQUEST);
    assert_eq!(api.get(&format!("/search/default?q={}", "a".repeat(40_000))).status, StatusCode::BAD_REQUEST);
}

#[test]
fn where_there_is_no_room_requests_are_told_to_come_back() {
    let api = Api::new(Case::new(), None, Limits { requests: 0, ..Limits::default() });
    let answer = api.post("/match/default", ONE);
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!(answer.detail(), "too many requests at once");
    assert_eq!(api.get("/healthz").status, StatusCode::OK, "whether it lives is always told");
}

#[test]
fn what_takes_too_long_ends() {
    let api = Api::new(Case::new(), None, Limits { time: Duration::ZERO, ..Limits::default() });
    let answer = api.post("/match/default", ONE);
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        (answer.headers["retry-after"].to_str().unwrap(), answer.detail().as_str()),
        ("1", "this took too long")
    );
}
