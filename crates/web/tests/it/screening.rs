//! The screening desk.

use crate::house::House;
use axum::http::StatusCode;
use web::Offer;

#[test]
fn names_are_screened_decided_on_and_reported() {
    let house = House::with_demonstration(Offer::Pages);
    let answer = house.upload("/screening", &[("names", None, "Primstroi-Vostok\nSomebody Unheard Of")]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let results = answer.headers["location"].to_str().unwrap().to_owned();
    let page = house.until(&format!("{results}?only=all"), "documented, not listed");
    assert!(page.contains("1 of 2 queries") && page.contains("No list is loaded"), "{page}");
    for (form, beginning) in [("csv", "# made"), ("json", "{"), ("html", "<!doctype html>"), ("xlsx", "PK")] {
        let file = house.get(&format!("{results}/report/{form}"));
        assert!(file.body.to_lowercase().starts_with(&beginning.to_lowercase()), "{form}: {:.60}", file.body);
    }
    assert!(house.get("/screening").body.contains("tester"), "the screening is kept");
    assert_eq!(house.get("/screening/00ff").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_file_is_shown_before_it_is_asked() {
    let house = House::with_demonstration(Offer::Pages);
    let table = "No,<b>Party</b>,Country\n1,Primstroi-Vostok,RU\n";
    let page = house.upload("/screening", &[("files", Some("suppliers.csv"), table)]);
    assert!(page.body.contains("What the columns mean") && !page.body.contains("<b>Party"), "{}", page.body);
    let at = page.body.find("action=\"/screening/").unwrap();
    let run = page.body[at + 8..].split('"').next().unwrap().to_owned();
    let undecided = house.post(&run, "heading-0=No&column-0=id");
    assert!(
        undecided.body.contains("suppliers.csv:1:1: no column shows")
            && !undecided.body.contains("manumit-upload")
    );
    let answer = house.post(&run, "heading-0=No&column-0=id&heading-1=%3Cb%3EParty%3C%2Fb%3E&column-1=name");
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    house.until(answer.headers["location"].to_str().unwrap(), "documented, not listed");
    assert!(house.post(&run, "").body.contains("screened already"));
    let nothing = house.upload("/screening", &[("names", None, " ")]);
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}
