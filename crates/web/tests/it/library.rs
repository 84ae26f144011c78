//! Library, source, search: what pages show, and that nothing in a document acts on them.

use crate::house::House;
use axum::http::StatusCode;
use web::Offer;

#[test]
fn the_library_is_filtered_and_says_when_nothing_fits() {
    let house = House::with_demonstration(Offer::Pages);
    let all = house.get("/library");
    assert!(all.body.contains("<strong>16</strong> sources"), "{}", all.body);
    let korean = house.get("/library?language=ko&text=");
    assert!(korean.body.contains("<strong>1</strong> sources") && korean.body.contains("ko-figures.txt"));
    assert!(house.get("/library?text=no+such+title").body.contains("Nothing fits this filter"));
    for (path, reason) in [
        ("/library?year=soon", "“soon” is no year"),
        ("/library?status=lost", "“lost” is no status"),
        ("/library?page=-1", "“-1” is no page"),
    ] {
        let answer = house.get(path);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.body.contains(reason), "{path}: {}", answer.body);
    }
    assert_eq!(house.get("/library?page=99999999999999999").status, StatusCode::OK);
}

#[test]
fn a_source_shows_its_text_its_claims_and_its_custody() {
    let house = House::with_demonstration(Offer::Pages);
    let source = house.first_link("/library?text=committee", "/sources/");
    let page = house.get(&source);
    assert!(page.body.contains("class=\"zone title\"") && page.body.contains("class=\"claim proposed\""));
    assert!(house.get(&format!("{source}/custody")).body.contains("bytes unchanged"));
    let text = house.get(&format!("{source}/text"));
    assert_eq!(text.headers["content-type"], "text/plain; charset=utf-8");
    assert!(text.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let original = house.get(&format!("{source}/original"));
    assert_eq!(
        original.headers["content-type"], "application/octet-stream",
        "never shown as a part of this site"
    );
    assert!(house.get(&format!("{source}/cite/bibtex")).body.starts_with("@online{"));
    assert_eq!(house.get(&format!("{source}/cite/other")).status, StatusCode::NOT_FOUND);
    let short = house.get(&source[..20]);
    assert_eq!(
        (short.status, short.headers["location"].to_str().unwrap()),
        (StatusCode::PERMANENT_REDIRECT, source.as_str())
    );
    assert_eq!(house.get("/sources/00000000").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_search_marks_the_words_and_says_what_is_wrong_with_a_query() {
    let house = House::with_demonstration(Offer::Pages);
    assert!(house.get("/search?q=shipyard").body.contains("<mark>shipyard</mark>"));
    assert!(house.get("/search?q=%EB%85%B8%EB%8F%99%EC%9E%90").body.contains("<mark>"), "Korean");
    assert!(house.get("/search?q=zzzzzz").body.contains("No document has that"));
    let wrong = house.get("/search?q=%22never+closed");
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(wrong.body.contains("note warn"), "{}", wrong.body);
    let hostile = house.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!hostile.body.contains("<script>alert"), "{}", hostile.body);
}
