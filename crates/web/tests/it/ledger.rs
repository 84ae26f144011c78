//! Ledger, claim cards, review, own claims.

use crate::house::House;
use axum::http::StatusCode;
use web::Offer;

#[test]
fn claims_are_filtered_and_exported() {
    let house = House::with_demonstration(Offer::Pages);
    let page = house.get("/ledger?kind=worker_count&place=RU");
    assert!(page.body.contains("30,023 (stock)"), "{}", page.body);
    assert!(!page.body.contains("wage gross</a>"));
    let csv = house.get("/ledger/export/csv?kind=worker_count&place=RU");
    assert!(csv.body.lines().count() > 3 && csv.body.contains("30023"));
    assert!(house.get("/ledger/export/jsonl").body.starts_with("{\"doc\""));
    assert_eq!(house.get("/ledger/export/pdf").status, StatusCode::NOT_FOUND);
    assert!(house.get("/ledger?kind=gossip").body.contains("“gossip” is no kind"));
    assert!(house.get("/ledger?text=nobody+says+this").body.contains("No claim fits"));
    // By the years that are spoken of, and by what a number measures.
    let number = |query: &str| {
        let page = house.get(&format!("/ledger?kind=worker_count{query}")).body;
        let told = page.split("<strong>").nth(1).filter(|_| page.contains("</strong> claims"));
        told.map_or(0, |told| told.split('<').next().unwrap().parse().unwrap())
    };
    let (all, early, late): (usize, usize, usize) = (number(""), number("&to=2016"), number("&from=2017"));
    assert!(early > 0 && late > 0 && early < all && late < all, "{all} {early} {late}");
    assert_eq!(number("&from=1700&to=1701"), 0);
    let stocks = number("&measure=stock");
    assert!(stocks > 0 && stocks < all, "{stocks} of {all}");
    assert!(house.get("/ledger?from=soon").body.contains("“soon” is no year"));
}

/// The claims of the table, in order.
fn claims(page: &str) -> Vec<&str> {
    page.split("<th scope=\"row\"><a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn the_table_stands_in_the_order_and_with_the_columns_that_are_asked_for() {
    let house = House::with_demonstration(Offer::Pages);
    let up = house.get("/ledger?kind=worker_count&sort=value").body;
    let down = house.get("/ledger?kind=worker_count&sort=-value").body;
    assert_eq!(claims(&up).len(), claims(&down).len());
    assert_ne!(claims(&up), claims(&down));
    assert!(up.contains("aria-sort=\"ascending\"><a class=\"sorts\" href=\"/ledger?kind=worker_count&#38;sort=-value\">Says"), "{up}");
    // A correction moves it.
    let first = claims(&up)[0].to_owned();
    house.post(&format!("{first}/review"), "verdict=correct&slots=point%3D99999999");
    assert_eq!(claims(&house.get("/ledger?kind=worker_count&sort=-value").body)[0], first);

    let csv = house.get("/ledger/export/csv?kind=worker_count&sort=-value").body;
    let ids: Vec<String> =
        csv.lines().skip(1).filter_map(|line| line.get(..16)).map(|id| format!("/claims/{id}")).collect();
    assert_eq!(ids[0], first);

    let page = house.get("/ledger?kind=worker_count&columns=says&columns=origin");
    assert!(
        page.body.contains("data-name=\"From\">North Korea") && !page.body.contains("data-name=\"State\""),
        "{}",
        page.body
    );
    let csv = house.get("/ledger/export/csv?kind=worker_count&columns=origin%2Cstate").body;
    assert_eq!(csv.lines().next(), Some("id,kind,origin,state"));
    let book = house.get("/ledger/export/xlsx?kind=worker_count&columns=origin");
    assert!(book.body.starts_with("PK"));
    assert_eq!(book.headers["content-disposition"], "attachment; filename=\"ledger.xlsx\"");
    for (query, reason) in
        [("sort=gossip", "nothing to sort by"), ("columns=gossip", "no column of the ledger")]
    {
        let page = house.get(&format!("/ledger?{query}"));
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(reason), "{}", page.body);
    }
}

#[test]
fn a_claim_is_confirmed_corrected_and_rejected_and_nothing_is_lost() {
    let house = House::with_demonstration(Offer::Pages);
    let claim = house.first_link("/ledger?kind=worker_count", "/claims/");
    let review = format!("{claim}/review");
    let answer = house.post(&review, "verdict=confirm&note=seen+in+the+letter");
    assert_eq!(
        (answer.status, answer.headers["location"].to_str().unwrap()),
        (StatusCode::SEE_OTHER, claim.as_str())
    );
    house.post(&review, "verdict=correct&slots=measure%3Dflow%0Apoint%3D30024");
    let page = house.get(&claim);
    assert!(page.body.contains("seen in the letter") && page.body.contains("30,024"), "{}", page.body);
    assert!(page.body.contains("set by tester"));
    house.post(&review, "verdict=reject");
    assert!(house.get(&claim).body.contains("rejected"));
    for (body, reason) in [
        ("verdict=perhaps", "a verdict is confirm, correct or reject"),
        ("verdict=correct&slots=point%3Dmany", "point=many"),
        ("verdict=correct&slots=colour%3Dred", "colour"),
    ] {
        let answer = house.post(&review, body);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(answer.body.contains(reason), "{}", answer.body);
    }
}

#[test]
fn the_queue_goes_on_with_the_next_and_ends() {
    let house = House::with_demonstration(Offer::Pages);
    let query = "kind=deadline";
    let mut seen = Vec::new();
    let mut page = house.get(&format!("/review?{query}"));
    while let Some(at) = page.body.find("action=\"/claims/") {
        let claim = page.body[at + 8..].split('"').next().unwrap().to_owned();
        assert!(!seen.contains(&claim), "{claim} came twice");
        let answer = house.post(&claim, &format!("verdict=confirm&queue={}", query.replace('=', "%3D")));
        page = house.get(answer.headers["location"].to_str().unwrap());
        seen.push(claim);
    }
    assert!(seen.len() > 1 && page.body.contains("Nothing left to review"), "{seen:?}");
}

#[test]
fn the_queue_goes_on_past_a_source_in_which_nothing_is_left() {
    let house = House::with_demonstration(Offer::Pages);
    let of = |page: &str| {
        let at = page.find("action=\"/claims/").unwrap();
        let review = page[at + 8..].split('"').next().unwrap().to_owned();
        let start = page.find("href=\"/sources/").unwrap() + 6;
        (review, page[start..].split('#').next().unwrap().to_owned())
    };
    let query = "kind=worker_count";
    // Skip the first, and settle everything else of its source: what comes next is in another source, not the one skipped.
    let (skipped, source) = of(&house.get(&format!("/review?{query}")).body);
    let mut after = skipped.trim_start_matches("/claims/").trim_end_matches("/review").to_owned();
    loop {
        let (review, of_source) = of(&house.get(&format!("/review?{query}&after={after}")).body);
        if of_source != source {
            assert_ne!(review, skipped);
            break;
        }
        house.post(&review, "verdict=confirm");
        after = review.trim_start_matches("/claims/").trim_end_matches("/review").to_owned();
        assert_ne!(review, skipped, "the queue went back to what was skipped");
    }
}

#[test]
fn words_of_a_source_become_a_claim() {
    let house = House::with_demonstration(Offer::Pages);
    let source = house.first_link("/library?text=committee", "/sources/");
    let mark = format!("{source}/mark");
    assert!(house.get(&format!("{mark}?quote=the+secretariat")).body.contains("the secretariat</textarea>"));
    let answer = house.post(&mark, "quote=This+note+does+so+without+comment.&kind=history");
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let own = house.get(answer.headers["location"].to_str().unwrap());
    assert!(own.body.contains("<mark>This note does so without comment.</mark>"), "{}", own.body);
    let missing = house.post(&mark, "quote=words+that+are+nowhere&kind=history");
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.body.contains("words that are nowhere"), "{}", missing.body);
}
