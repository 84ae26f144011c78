//! Files from a browser: limits, names, reports, and that what they hold stays inert.

use crate::house::House;
use axum::http::StatusCode;
use web::Offer;

const HOSTILE: &str = "<title><img src=x onerror=alert(1)></title><p>In 2016, 412 &lt;script&gt;alert(2)&lt;/script&gt; North Korean workers were at the yard in Poland.</p>";

#[test]
fn files_become_sources_and_what_became_of_each_is_told() {
    let house = House::with_demonstration(Offer::Pages);
    let answer = house
        .upload("/add", &[("files", Some("../<i>yard.html"), HOSTILE), ("files", Some("b.pdf"), "%PDF-1.7")]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let work = answer.headers["location"].to_str().unwrap().to_owned();
    let done = house.until(&work, "Done: 2.");
    assert!(
        done.contains("not readable") && done.contains("iyard.html") && !done.contains("<i>yard"),
        "{done}"
    );
    let source = house.first_link(&work, "/sources/");
    let page = house.get(&source);
    assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{}", page.body);
    assert!(page.body.contains("412 &#60;script&#62;alert(2)"), "{}", page.body);
    let custody = house.get(&format!("{source}/custody"));
    assert!(
        custody.body.contains("tester") && !custody.body.contains("manumit-upload-"),
        "no path of the way"
    );
    for path in ["/library", "/ledger?text=412", "/search?q=yard", "/"] {
        let body = house.get(path).body;
        assert!(!body.contains("<img src=x") && !body.contains("<script>alert"), "{path}");
    }
}

#[test]
fn what_cannot_be_taken_is_said() {
    let house = House::with_demonstration(Offer::Pages);
    assert!(house.upload("/add", &[]).body.contains("no file was chosen"));
    let sealed = house.upload("/add", &[("sensitivity", None, "sealed"), ("files", Some("a.txt"), "x")]);
    assert!(sealed.body.contains("never goes through a browser"), "{}", sealed.body);
    assert_eq!(house.get("/progress/00").status, StatusCode::NOT_FOUND);
    let broken = house.post("/add", "not=multipart");
    assert!(broken.status.is_client_error(), "{}", broken.status);
}
