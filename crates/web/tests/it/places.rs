//! Pages of sites and programmes, and the ways to them.

use crate::house::House;
use axum::http::StatusCode;
use web::Offer;

#[test]
fn programmes_are_found_by_where_workers_come_from() {
    let house = House::with_demonstration(Offer::Pages);
    assert!(house.get("/programmes").body.contains("href=\"/programmes/KP\">North Korea</a>"));
    let page = house.get("/programmes/KP").body;
    assert!(page.contains("<h1>Workers from North Korea</h1>"), "{page}");
    assert!(page.contains("href=\"/question?kind=worker_count&#38;place=RU&#38;origin=KP\""), "{page}");
    assert!(page.contains("Deadlines, as evidence says"), "{page}");
    // By its name as well; and one that no claim speaks of is none.
    assert_eq!(house.get("/programmes/north%20korea").status, StatusCode::OK);
    assert_eq!(house.get("/programmes/FR").status, StatusCode::NOT_FOUND);
    let question = house.get("/question?kind=worker_count&place=RU&origin=KP");
    assert!(question.body.contains("30,023"), "{}", question.body);
}

#[test]
fn sites_are_listed_with_their_claims_and_searched_by_name() {
    let house = House::with_demonstration(Offer::Pages);
    let site = house.first_link("/sites", "/sites/");
    let page = house.get(&site).body;
    assert!(page.contains("<h2 id=\"passages\">Passages</h2>") && page.contains("href=\"/claims/"), "{page}");
    assert_eq!(house.get(&site.to_uppercase().replace("/SITES/", "/sites/")).status, StatusCode::OK);
    assert!(house.get("/sites?text=nobody+works+here").body.contains("None of this name"));
    assert_eq!(house.get("/sites/nowhere").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_claim_leads_to_its_places_and_programme() {
    let house = House::with_demonstration(Offer::Pages);
    let claim = house.first_link("/ledger?kind=worker_count&place=RU", "/claims/");
    let page = house.get(&claim).body;
    assert!(page.contains("<a href=\"/places/RU\"><strong>Russia</strong></a>"), "{page}");
    house.post(&format!("{claim}/review"), "verdict=reject");
    // What was rejected counts for no page.
    assert!(!house.get(&claim).body.contains("href=\"/places/RU\""));
}
