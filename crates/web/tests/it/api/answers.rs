//! What is answered, in the shapes of yente.

use super::fixture::{Case, INTERNAL, OPEN, act};
use axum::http::StatusCode;
use serde_json::{Value, json};

fn ids(results: &Value) -> Vec<&str> {
    results.as_array().unwrap().iter().map(|result| result["id"].as_str().unwrap()).collect()
}

#[test]
fn a_batch_is_matched_with_reasons_lists_and_ages() {
    let api = Case::new().api_with_key();
    let body = json!({"queries": {
        "firm": {"id": "mine", "schema": "Company", "properties": {"name": ["Exemplar General Trdg Co., Ltd."], "jurisdiction": ["China"]}},
        "person": {"schema": "Person", "properties": {"firstName": "Ivan", "lastName": "Testovich", "birthDate": ["12 April 1961"]}},
        "documented": {"schema": "Company", "properties": {"name": [INTERNAL]}},
        "stranger": {"schema": "Person", "properties": {"name": ["Quietwater Joiner"], "shoe": ["44"]}},
        "empty": {"schema": "Person"},
    }});
    let answer = api.post("/match/default?algorithm=best&fuzzy=false", body.to_string());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.headers["x-batch-size"], "5");
    let told = answer.json();
    let of = |query: &str| &told["responses"][query];
    let firm = &of("firm")["results"][0];
    assert_eq!(
        (&firm["id"], &firm["match"], &firm["basis"]),
        (&json!("x-2"), &json!(true), &json!("listed"))
    );
    assert_eq!(firm["properties"]["name"], json!(["Exemplar General Trading Company Limited"]));
    assert_eq!((&firm["datasets"], &firm["target"]), (&json!(["beta", "shown"]), &json!(true)));
    assert_eq!(firm["explanations"]["country"]["candidate"], "cn");
    assert!(firm["why"].as_str().unwrap().starts_with("name Exemplar General Trdg Co., Ltd. ~"), "{firm}");
    assert_eq!(of("firm")["total"], json!({"value": 1, "relation": "eq"}));
    assert_eq!(of("firm")["query"]["id"], "mine");
    assert_eq!(of("firm")["standing"], "match");

    let person = &of("person")["results"][0];
    assert_eq!((&person["id"], &person["match"]), (&json!("x-1"), &json!(true)));
    assert_eq!(person["listing"]["programmes"], json!(["P-1"]));
    assert_eq!(
        person["properties"].get("shoeSize"),
        None,
        "what the schema does not have would stop clients"
    );

    let documented = &of("documented")["results"][0];
    assert_eq!((&documented["basis"], &documented["match"]), (&json!("documented"), &json!(false)));
    assert_eq!((&documented["target"], &documented["datasets"]), (&json!(false), &json!(["evidence"])));
    let passage = &documented["evidence"]["passages"][0];
    assert_eq!(
        (&passage["published"], &passage["said_by"][0]),
        (&json!("2019-05-02"), &json!("Example Labour Institute"))
    );
    assert_eq!(of("documented")["standing"], "documented_not_listed");
    assert_eq!(of("documented")["total"]["value"], 0);

    assert_eq!((&of("stranger")["results"], &of("stranger")["standing"]), (&json!([]), &json!("nothing")));
    assert_eq!(of("stranger")["warnings"], json!(["not asked: `shoe` is no property of Person"]));
    assert_eq!(of("empty")["standing"], "insufficient");

    assert_eq!(
        (&told["limit"], &told["threshold"], &told["algorithm"]),
        (&json!(5), &json!(0.7), &json!("manumit-screen-1"))
    );
    let lists: Vec<(&str, i64)> = told["lists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|list| (list["list"].as_str().unwrap(), list["age_days"].as_i64().unwrap()))
        .collect();
    assert_eq!(lists, [("shown", 3), ("watched", 3)]);
    assert_eq!(told["documented"], 2);
    assert_eq!(told["as_of"], "2026-03-02T12:00:00Z");
}

#[test]
fn thresholds_and_filters_are_kept_and_documents_never_match() {
    let api = Case::new().api_with_key();
    let company = "Exemplar General Trading Company Limited";
    let low = api.ask("/match/default?threshold=0.01&cutoff=0.01&limit=500", "Company", OPEN);
    let results = low["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["basis"] == "documented"), "{low}");
    for result in results.iter().filter(|result| result["basis"] == "documented") {
        assert_eq!(result["match"], false, "{result}");
    }
    let lenient = api.ask("/match/default?threshold=0.4&cutoff=0.4", "Company", "Exemplar General Stores");
    let strict = api.ask("/match/default?threshold=1&cutoff=0", "Company", "Exemplar General Trdg");
    assert!(
        lenient["results"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["match"] == (one["score"].as_f64() >= Some(0.4)))
    );
    assert!(strict["results"].as_array().unwrap().iter().all(|one| one["match"] == false), "{strict}");
    for (path, found) in [
        ("/match/shown", vec!["x-2"]),
        ("/match/beta", vec!["x-2"]),
        ("/match/alpha", vec![]),
        ("/match/evidence", vec![]),
        ("/match/default?topics=sanction&topics=role.pep", vec!["x-2"]),
        ("/match/default?topics=role.pep", vec![]),
        ("/match/default?exclude_dataset=shown", vec![]),
        ("/match/default?include_dataset=watched", vec![]),
        ("/match/default?exclude_schema=Company", vec![]),
        ("/match/default?exclude_entity_ids=x-2", vec![]),
        ("/match/default?limit=0", vec![]),
    ] {
        let told = api.ask(path, "Company", company);
        assert_eq!(ids(&told["results"]), found, "{path}");
    }
    let owned = api.ask("/match/default", "Company", "Beispiel Übersee GmbH");
    assert_eq!(
        (&owned["results"][0]["basis"], &owned["results"][0]["match"]),
        (&json!("owned"), &json!(true))
    );
    assert!(owned["results"][0]["ownership"].is_object());
}

#[test]
fn what_is_wrong_is_said() {
    let api = Case::new().open_api();
    let good = json!({"queries": {"q": {"schema": "Person", "properties": {"name": ["A"]}}}}).to_string();
    for (path, body, status, words) in [
        ("/match/nowhere", good.as_str(), 404, "there is no such data set here"),
        ("/match/default?algorithm=logic-v1", &good, 400, "algorithm: one of best, manumit-screen-1"),
        ("/match/default?limit=501", &good, 400, "limit: a whole number from 0 to 500"),
        ("/match/default?threshold=2", &good, 400, "threshold: a number from 0 to 1"),
        ("/match/default", "nonsense", 400, "the body is not as it should be"),
        ("/match/default", "", 400, "the body is not as it should be"),
        ("/match/default", r#"{"queries":{"q":{"schema":"Robot"}}}"#, 400, "`Robot` is no schema"),
    ] {
        let answer = api.post(path, body.to_owned());
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.detail().contains(words), "{path}: {}", answer.body);
    }
    for (path, status, words) in [
        ("/search/default?schema=Robot", 400, "schema"),
        ("/search/default?filter=birthDate", 400, "filter: write it as property:value"),
        ("/search/default?sort=name:asc", 400, "sort: not offered here"),
        ("/search/default?changed_since=2020-01-01", 400, "changed_since: not offered here"),
        ("/search/nowhere", 404, "data set"),
        ("/entities/nobody", 404, "entity"),
        ("/entities/x-1/adjacent/name", 404, "property"),
        ("/nothing", 404, "path"),
    ] {
        let answer = api.get(path);
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.detail().contains(words), "{path}: {}", answer.body);
    }
    assert_eq!(api.get("/match/default").status, StatusCode::METHOD_NOT_ALLOWED);
    let packed = api.request("POST", "/match/default").header("content-encoding", "gzip");
    assert_eq!(api.send(packed.body("x".into()).unwrap()).status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[test]
fn entities_are_found_by_words_with_facets_and_pages() {
    let api = Case::new().api_with_key();
    let found = api.get("/search/default?q=ubersee").json();
    assert_eq!(
        (ids(&found["results"]), &found["total"]),
        (vec!["x-3"], &json!({"value": 1, "relation": "eq"}))
    );
    assert_eq!(
        found["facets"]["countries"]["values"],
        json!([{"name": "de", "label": "Germany", "count": 1}])
    );
    assert_eq!(found["lists"].as_array().unwrap().len(), 2);
    let all = api
        .get("/search/default?schema=Company&countries=CN&countries=de&facets=schema&limit=1&offset=1")
        .json();
    assert_eq!((ids(&all["results"]), &all["total"]["value"]), (vec!["x-3"], &json!(2)));
    assert_eq!(
        all["facets"],
        json!({"schema": {"label": "Schemata", "values": [{"name": "Company", "label": "Company", "count": 2}]}})
    );
    let none = api.get("/search/default?countries=cn&countries=de&filter_op=AND").json();
    assert_eq!(none["total"]["value"], 0);
    let documented = api.get(&format!("/search/evidence?q={}", OPEN.replace(' ', "+"))).json();
    assert_eq!(documented["results"][0]["basis"], "documented");
    assert!(documented["results"][0]["evidence"]["passages"][0]["quote"].is_string());
    let born = api.get("/search/default?filter=properties.birthDate:1961-04-12").json();
    assert_eq!(ids(&born["results"]), ["x-1"]);
}

#[test]
fn entities_come_nested_plain_and_page_by_page() {
    let api = Case::new().api_with_key();
    let nested = api.get("/entities/x-1").json();
    assert_eq!(
        nested["properties"]["addressEntity"][0]["properties"]["full"][0],
        "1 Example Street, Sampletown"
    );
    assert_eq!(nested["properties"]["sanctions"][0]["properties"]["program"][0], "P-1");
    let plain = api.get("/entities/x-1?nested=False").json();
    assert_eq!(plain["properties"]["addressEntity"], json!(["adr-1"]));
    assert_eq!(plain["properties"].get("sanctions"), None);
    let around = api.get("/entities/x-3/adjacent").json();
    assert_eq!(around["adjacent"]["ownershipAsset"]["results"][0]["properties"]["owner"][0]["id"], "x-2");
    assert_eq!(around["entity"]["id"], "x-3");
    let page = api.get("/entities/x-3/adjacent/ownershipAsset?limit=1&offset=1").json();
    assert_eq!(
        page,
        json!({"results": [], "total": {"value": 1, "relation": "eq"}, "limit": 1, "offset": 1})
    );
}

#[test]
fn an_entity_that_was_judged_another_leads_there() {
    let case = Case::new();
    let workspace = case.open_for_writing();
    engine::judge(&workspace, &act(), "x-3", "x-2", model::Sameness::Same, None).unwrap();
    drop(workspace);
    let api = case.api_with_key();
    let moved = api.get("/entities/x-3?nested=false");
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    let place = moved.headers["location"].to_str().unwrap();
    assert_eq!(place, "/entities/x%2D2?nested=false");
    let there = api.get(place).json();
    assert_eq!((&there["id"], &there["referents"]), (&json!("x-2"), &json!(["x-3"])));
}

#[test]
fn the_catalogue_tells_sets_versions_and_ages() {
    let api = Case::new().api_with_key();
    let told = api.get("/catalog").json();
    let names: Vec<&str> =
        told["datasets"].as_array().unwrap().iter().map(|set| set["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["default", "alpha", "beta", "evidence", "shown", "watched"]);
    assert_eq!((&told["current"], &told["outdated"]), (&json!(["shown", "watched"]), &json!([])));
    assert_eq!(told["datasets"][0]["children"], json!(["shown", "watched", "evidence"]));
    assert_eq!(told["datasets"][4]["standing"]["age_days"], 3);
    assert_eq!(told["datasets"][4]["updated_at"], "2026-02-27");
    assert_eq!(api.get("/algorithms").json()["best"], "manumit-screen-1");
}
