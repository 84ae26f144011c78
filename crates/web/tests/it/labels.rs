//! Tags, categories and notes on pages; kept searches; the library by label and by story.

use crate::house::House;
use axum::http::StatusCode;
use web::Offer;

fn source(house: &House) -> String {
    house.first_link("/library", "/sources/")
}

#[test]
fn labels_are_edited_beside_the_document_and_every_change_stays() {
    let house = House::with_demonstration(Offer::Pages);
    let source = source(&house);
    let form = format!("{source}/labels");
    let sent = house.post(&form, "tags=Shipyards%2C+wages&category=Report&note=Ask+the+institute.&seen=0");
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = house.get(&source).body;
    assert!(page.contains("href=\"/library?tag=shipyards\""), "{page}");
    assert!(page.contains("Ask the institute.") && page.contains("name=\"seen\" value=\"1\""), "{page}");
    let stale = house.post(&form, "tags=other&category=&note=&seen=0");
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.body.contains("somebody changed these labels meanwhile"), "{}", stale.body);
    assert_eq!(house.post(&form, "tags=wages&category=&note=&seen=1").status, StatusCode::SEE_OTHER);
    let history = house.get(&form).body;
    for words in ["+ shipyards", "− shipyards", "Ask the institute.", "taken away", "tester"] {
        assert!(history.contains(words), "{words}: {history}");
    }
    let wrong = house.post(&form, "tags=a%2Fb&category=&note=&seen=2");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.get("/library?tag=wages").body.contains(&source));
    assert!(house.get("/library?tag=shipyards").body.contains("Nothing fits this filter"));
}

#[test]
fn hostile_labels_are_shown_as_words() {
    let house = House::with_demonstration(Offer::Pages);
    let source = source(&house);
    let form = format!("{source}/labels");
    let hostile = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let tag = "%22%3E%3Cimg+src%3Dx%3E";
    let sent = house.post(&form, &format!("tags={tag}&category={tag}&note={hostile}&seen=0"));
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    for path in [source.as_str(), form.as_str(), "/library"] {
        let page = house.get(path).body;
        assert!(!page.contains("<script>alert") && !page.contains("<img src"), "{path}");
        assert!(page.contains("&#60;img src") || page.contains("&lt;img src"), "{path}: {page}");
    }
}

#[test]
fn a_table_of_labels_is_tried_before_it_counts() {
    let house = House::with_demonstration(Offer::Pages);
    let source = source(&house);
    let id = source.trim_start_matches("/sources/");
    let table = format!("sha256,tags,note,colour\n{id},wages;poland,,red\nffffffff,x,,\n,y,,\n");
    let page = house.upload("/labels/import", &[("table", Some("t.csv"), &table), ("try", None, "yes")]);
    for words in ["What would change", "1 would change", "2 not used", "colour", "it names no source"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(!house.get(&source).body.contains("tag=wages"));
    let page = house.upload("/labels/import", &[("table", Some("t.csv"), &table)]);
    assert!(page.body.contains("1 changed") && page.body.contains("+poland +wages"), "{}", page.body);
    assert!(house.get(&source).body.contains("tag=wages"));
    let page = house.upload("/labels/import", &[("table", Some("t.csv"), &table)]);
    assert!(page.body.contains("1 so already"), "{}", page.body);
    let wrong = house.upload("/labels/import", &[("table", Some("t.csv"), "a,b\n1,2\n")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("no column names sources") && !wrong.body.contains("/tmp"), "{}", wrong.body);
}

#[test]
fn searches_are_kept_and_forgotten() {
    let house = House::with_demonstration(Offer::Pages);
    let kept = house.post("/search/keep", "name=Wages+in+Poland&q=wages+poland&from=2010&language=en");
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert_eq!(kept.headers["location"], "/search?q=wages+poland&from=2010&language=en");
    let page = house.get("/search").body;
    assert!(page.contains("wages in poland") && page.contains("q=wages+poland"), "{page}");
    let twice = house.post("/search/keep", "name=wages+in+poland&q=x");
    assert!(!twice.status.is_redirection(), "{}", twice.body);
    assert!(twice.body.contains("already"), "{}", twice.body);
    let wrong = house.post("/search/keep", "name=wrong&q=author%3Akim");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert_eq!(house.post("/search/forget", "name=wages+in+poland").status, StatusCode::SEE_OTHER);
    assert!(!house.get("/search").body.contains("wages in poland"));
    assert_eq!(house.post("/search/forget", "name=never").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_search_is_narrowed_and_allows_for_wrong_letters() {
    let house = House::with_demonstration(Offer::Pages);
    let found = |query: &str| house.get(&format!("/search?q={query}")).body;
    assert!(found("wages").contains("<mark>"));
    assert!(found("wgaes~").contains("<mark>"), "{}", found("wgaes~"));
    assert!(found("wages&to=1900").contains("No document has that"));
    assert!(found("wages&kind=pdf").contains("No document has that"));
    assert_eq!(house.get("/search?q=wages&from=soon").status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn the_library_shows_stories_and_what_documents_speak_of() {
    let house = House::with_demonstration(Offer::Pages);
    let stories = house.get("/library/stories");
    assert_eq!(stories.status, StatusCode::OK);
    assert!(stories.body.contains("href=\"/sources/"), "{}", stories.body);
    let library = house.get("/library").body;
    assert!(library.contains("id=\"f-region\"") && library.contains(">page ("), "{library}");
    assert!(house.get("/library?region=RU&kind=page").body.contains("/sources/"));
    assert!(house.get("/library?region=russia&kind=pdf").body.contains("Nothing fits this filter"));
    assert_eq!(house.get("/library?kind=scroll").status, StatusCode::UNPROCESSABLE_ENTITY);
}
