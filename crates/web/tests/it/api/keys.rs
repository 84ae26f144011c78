//! Who is let in.

use super::fixture::{Api, Case};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use web::api::Limits;
use web::{Offer, Options, Server};

const GUARDED: [&str; 6] =
    ["/search/default", "/entities/x-1", "/entities/x-1/adjacent", "/catalog", "/algorithms", "/metrics"];

#[test]
fn where_there_are_keys_nothing_is_told_without_one() {
    let case = Case::new();
    let (path, key) = case.key_file();
    let api = Api::new(case, Some(path), Limits::default());
    for path in GUARDED {
        let answer = api.get(path);
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.headers["www-authenticate"], "ApiKey");
        assert!(answer.detail().contains("X-API-Key"), "{}", answer.body);
    }
    let body = r#"{"queries":{"q":{"schema":"Person","properties":{"name":["A"]}}}}"#;
    assert_eq!(api.post("/match/default", body).status, StatusCode::UNAUTHORIZED);
    for path in ["/healthz", "/openapi.json"] {
        assert_eq!(api.get(path).status, StatusCode::OK, "{path}");
    }
    let with = |name: &str, value: &str| {
        let request = Request::get("/catalog").header("host", "localhost").header(name, value);
        api.send(request.body(Body::empty()).unwrap()).status
    };
    for (name, value) in [
        ("authorization", format!("ApiKey {key}")),
        ("authorization", format!("apikey  {key}")),
        ("x-api-key", key.clone()),
    ] {
        assert_eq!(with(name, &value), StatusCode::OK, "{name}: {value}");
    }
    let wrong = [
        ("authorization", key.as_str()),
        ("x-api-key", "manumit_"),
        ("x-api-key", ""),
        ("authorization", "ApiKey "),
    ];
    for (name, value) in wrong {
        assert_eq!(with(name, value), StatusCode::UNAUTHORIZED, "{name}: {value}");
    }
    let log = api.log.lock().unwrap();
    assert!(log.iter().any(|line| line.key.as_deref() == Some("customs desk")), "the log knows the label");
    assert!(!format!("{log:?}").contains(&key), "and not the key");
}

#[test]
fn an_address_that_others_can_reach_needs_keys() {
    let case = Case::new();
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let error = Server::bind(everywhere, case.options()).unwrap_err().to_string();
    assert_eq!(error, "0.0.0.0:0 can be reached from other computers, and the API would answer whoever asks");
    let pages = Options { offer: Offer::Pages, ..case.options() };
    let (path, _) = case.key_file();
    let settings = web::api::Settings { key_file: Some(path), ..Default::default() };
    assert!(
        Server::bind_with_api(everywhere, pages, settings.clone()).is_err(),
        "pages ask for more than a key"
    );
    assert!(Server::bind_with_api(everywhere, case.options(), settings).is_ok());
    let empty = case.folder.path().join("empty");
    std::fs::write(&empty, "# nobody\n").unwrap();
    let settings = web::api::Settings { key_file: Some(empty), ..Default::default() };
    let error = Server::bind_with_api("127.0.0.1:0".parse().unwrap(), case.options(), settings).unwrap_err();
    assert!(error.to_string().contains("there is no key in it"), "{error}");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let case = Case::new();
    let first = Server::bind("127.0.0.1:0".parse().unwrap(), case.options()).unwrap();
    let error = Server::bind(first.address(), case.options()).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot listen on {}: ", first.address())), "{error}");
}
