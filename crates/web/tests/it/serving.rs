//! What holds for every page: where requests may come from, and what answers carry.

use crate::house::House;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use web::Offer;

#[test]
fn the_overview_is_there_and_carries_what_it_must() {
    let house = House::with_demonstration(Offer::Pages);
    let answer = house.get("/");
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for name in ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"] {
        assert!(answer.headers.contains_key(name), "{name}");
    }
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(house.folder.path().join("case").is_dir());
}

#[test]
fn a_name_that_points_here_is_not_this_computer() {
    let house = House::with_demonstration(Offer::Pages);
    let request = Request::get("/").header("host", "rebound.example").body(Body::empty()).unwrap();
    assert_eq!(house.send(request).status, StatusCode::FORBIDDEN);
}

#[test]
fn pages_of_other_sites_change_nothing() {
    let house = House::with_demonstration(Offer::Pages);
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let request = Request::post("/").header("host", "localhost").header(name, value);
        let answer = house.send(request.body(Body::empty()).unwrap());
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
    }
}
