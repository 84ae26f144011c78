//! What is told to whom, and what is told to nobody.

use super::fixture::{Api, Case, INTERNAL, OPEN, SEALED};
use serde_json::json;

/// Everything that can be asked with these words, as one text.
fn everything(api: &Api, name: &str) -> String {
    let words = name.replace(' ', "+");
    let body =
        json!({"queries": {"q": {"schema": "LegalEntity", "properties": {"name": [name]}}}}).to_string();
    let mut told = api.post("/match/default?threshold=0&cutoff=0&limit=500", body).body;
    // What was asked is told back to the one who asked.
    let asked = json!({"properties": {"name": [name]}}).to_string();
    assert!(told.contains(&asked[1..asked.len() - 1]));
    told = told.replace(&format!("\"properties\":{{\"name\":[\"{name}\"]}}}},\"standing\""), "");
    for path in
        ["/search/default?limit=500", "/catalog", "/metrics", "/openapi.json", "/algorithms", "/readyz"]
    {
        told.push_str(&api.get(path).body);
    }
    told.push_str(&api.get(&format!("/search/default?q={words}")).body);
    told.push_str(&api.get(&format!("/search/default?q={words}&fuzzy=true")).body);
    told
}

fn mentions(text: &str, name: &str) -> bool {
    text.to_lowercase().contains(&name.to_lowercase())
}

#[test]
fn without_a_key_only_what_is_open_is_told() {
    let api = Case::new().open_api();
    assert!(mentions(&everything(&api, OPEN), OPEN));
    assert_eq!(api.ask("/match/default", "Company", OPEN)["standing"], "documented_not_listed");
    for name in [INTERNAL, SEALED] {
        assert_eq!(api.ask("/match/default", "Company", name)["standing"], "nothing", "{name}");
    }
    for hidden in [INTERNAL, SEALED, "Hiddenova", "watched"] {
        for asked in [OPEN, "Ivan Testovich"] {
            assert!(!mentions(&everything(&api, asked), hidden), "{hidden}");
        }
    }
    assert_eq!(api.get("/entities/i-1").status.as_u16(), 404);
}

#[test]
fn with_a_key_what_is_internal_is_told_and_what_is_sealed_never() {
    let api = Case::new().api_with_key();
    for name in [OPEN, INTERNAL] {
        assert_eq!(api.ask("/match/default", "Company", name)["standing"], "documented_not_listed", "{name}");
    }
    assert_eq!(api.ask("/match/default", "Company", SEALED)["standing"], "nothing");
    let told = everything(&api, OPEN) + &everything(&api, INTERNAL) + &everything(&api, "Maria Hiddenova");
    assert!(mentions(&told, INTERNAL) && mentions(&told, "Hiddenova") && mentions(&told, "watched"));
    assert!(!mentions(&told, SEALED) && !mentions(&told, "Southern Sample"), "sealed words came out");
}

#[test]
fn no_name_that_was_asked_for_reaches_log_or_metrics() {
    let api = Case::new().open_api();
    let canary = "Zyxwvut Canarini";
    let body = json!({"queries": {canary: {"id": canary, "schema": "Person", "properties": {"name": [canary], "address": [canary]}}}});
    for path in ["/match/default", "/match/Zyxwvut", "/match/default?topics=Zyxwvut&limit=Canarini"] {
        api.post(path, body.to_string());
    }
    api.post("/match/default", "{\"queries\": \"Zyxwvut Canarini\"}");
    for path in [
        "/search/default?q=Zyxwvut+Canarini",
        "/search/Zyxwvut?q=Canarini",
        "/entities/Zyxwvut%20Canarini",
        "/entities/x-1/adjacent/Zyxwvut",
        "/Zyxwvut",
    ] {
        api.get(path);
    }
    let log = format!("{:?}", api.log.lock().unwrap());
    assert!(log.contains("/search/{dataset}") && log.contains("queries: 1"), "{log}");
    let metrics = api.get("/metrics").body;
    assert!(metrics.contains("manumit_queries_total 1\n"), "{metrics}");
    assert!(metrics.contains("route=\"/match/{dataset}\",status=\"200\"} 1\n"), "{metrics}");
    for text in [log, metrics] {
        for word in ["zyxwvut", "canarini"] {
            assert!(!text.to_lowercase().contains(word), "{word} in {text}");
        }
    }
}
