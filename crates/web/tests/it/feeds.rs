//! Reading along: feeds have what is open and nothing else, whoever asks; claims as linked data.

use crate::house::{House, now};
use archive::{Act, LabelChange, Mode, Newest, SavedSearch, SearchFilter, Workspace, Writer};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use model::{Clearance, Sensitivity, SourceId};
use web::Offer;

const CANARY: &str = "xylqontarvexibm";

fn act() -> Act {
    Act::new("tester", now())
}

fn on_workspace<T>(house: &House, work: impl FnOnce(&Workspace) -> T) -> T {
    let dir = house.folder.path().join("case");
    work(&Workspace::open(&dir, Mode::Write(Writer::new("test", now()))).unwrap())
}

/// The first source is open, the second is not; both have the tag `shared`, the second also one that nobody may know.
fn two_sources(house: &House) -> (SourceId, SourceId) {
    on_workspace(house, |workspace| {
        let newest =
            workspace.newest(Clearance::Workspace, &Newest::Region("RU".to_owned()), 0, 100).unwrap();
        let mut ids: Vec<SourceId> = newest.into_iter().map(|found| found.into_inner().0).collect();
        let (closed, open) = (ids.pop().unwrap(), ids.pop().unwrap());
        let others = workspace.newest(Clearance::Workspace, &Newest::All, 0, 100).unwrap();
        for (other, _) in others.into_iter().map(|found| found.into_inner()) {
            workspace.set_sensitivity(&act(), &other, Sensitivity::Internal).unwrap();
        }
        workspace.set_sensitivity(&act(), &open, Sensitivity::Open).unwrap();
        let tag = |tags: &[&str]| LabelChange {
            add: tags.iter().map(|tag| tag.parse().unwrap()).collect(),
            ..LabelChange::default()
        };
        workspace.label(&act(), &open, &tag(&["shared", "ship yards"])).unwrap();
        let note = archive::Edit::Set(format!("note {CANARY}"));
        workspace.label(&act(), &open, &LabelChange { note, ..LabelChange::default() }).unwrap();
        workspace.label(&act(), &closed, &tag(&["shared", CANARY])).unwrap();
        (open, closed)
    })
}

fn keep(house: &House, name: &str, query: &str, feed: bool) {
    let search = SavedSearch {
        name: name.parse().unwrap(),
        query: query.to_owned(),
        filter: SearchFilter::default(),
        feed,
        by: String::new(),
        at: String::new(),
    };
    on_workspace(house, |workspace| {
        workspace.flush().unwrap();
        workspace.save_search(&act(), &search).unwrap();
    });
}

#[test]
fn feeds_have_what_is_open_and_nothing_else_whoever_asks() {
    let house = House::with_demonstration(Offer::Pages);
    let (open, closed) = two_sources(&house);
    keep(&house, "workers", "workers OR labour OR россии OR 러시아", true);
    keep(&house, CANARY, "workers", false);
    let list = house.get("/feeds").body;
    for path in [
        "/feeds/tag/shared.atom",
        "/feeds/tag/ship%20yards.json",
        "/feeds/place/RU.atom",
        "/feeds/search/workers.atom",
    ] {
        assert!(list.contains(path), "{path}: {list}");
    }
    assert!(!list.contains(CANARY), "{list}");
    for feed in ["tag/shared", "tag/ship%20yards", "place/RU", "place/russia", "search/workers"] {
        for ending in ["atom", "json"] {
            let answer = house.get(&format!("/feeds/{feed}.{ending}"));
            assert_eq!(answer.status, StatusCode::OK, "{feed}.{ending}: {}", answer.body);
            assert!(answer.body.contains(&format!("urn:sha256:{open}")), "{feed}: {}", answer.body);
            assert!(!answer.body.contains(closed.as_str()), "{feed}: {}", answer.body);
            assert!(!answer.body.contains(CANARY) && !answer.body.contains("tester"), "{feed}");
        }
    }
    for nothing in [
        format!("/feeds/tag/{CANARY}.atom"),
        format!("/feeds/search/{CANARY}.json"),
        "/feeds/tag/never.atom".to_owned(),
        "/feeds/place/nowhere.atom".to_owned(),
        "/feeds/tag/shared.rss".to_owned(),
        "/feeds/tag/shared".to_owned(),
        "/feeds/note/x.atom".to_owned(),
    ] {
        assert_eq!(house.get(&nothing).status, StatusCode::NOT_FOUND, "{nothing}");
    }
    // What is closed again is gone at once.
    on_workspace(&house, |workspace| {
        workspace.set_sensitivity(&act(), &open, Sensitivity::Internal).unwrap();
    });
    assert_eq!(house.get("/feeds/tag/shared.atom").status, StatusCode::NOT_FOUND);
    assert!(!house.get("/feeds/search/workers.atom").body.contains(open.as_str()));
}

#[test]
fn an_address_and_its_ids_stay_and_what_is_known_is_not_sent_again() {
    let house = House::with_demonstration(Offer::Pages);
    two_sources(&house);
    let atom = house.get("/feeds/tag/ship%20yards.atom");
    assert_eq!(atom.headers["content-type"], "application/atom+xml; charset=utf-8");
    assert_eq!(atom.headers["cache-control"], "public, max-age=300");
    for words in [
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"http://localhost:7373/feeds/tag/ship%20yards.atom\"/>",
        "<updated>2026-03-01T12:00:00Z</updated>",
        "<title>Tag “ship yards”</title>",
    ] {
        assert!(atom.body.contains(words), "{words}: {}", atom.body);
    }
    let json = house.get("/feeds/tag/ship%20yards.json");
    assert_eq!(json.headers["content-type"], "application/feed+json; charset=utf-8");
    let feed: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "http://localhost:7373/feeds/tag/ship%20yards.json");
    let id = |body: &str| body.split("<id>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let request = |name: &str, value: &str| {
        let path = "/feeds/tag/ship%20yards.atom";
        let request = Request::get(path).header("host", "localhost:7373").header(name, value);
        house.send(request.body(Body::empty()).unwrap())
    };
    let secure = request("x-forwarded-proto", "https");
    assert!(secure.body.contains("https://localhost:7373/feeds"), "{}", secure.body);
    assert_eq!(id(&secure.body), id(&atom.body));
    let known = request("if-none-match", atom.headers["etag"].to_str().unwrap());
    assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[test]
fn claims_and_figures_are_linked_data() {
    let house = House::with_demonstration(Offer::Pages);
    let claim = house.first_link("/ledger", "/claims/");
    let page = house.get(&claim);
    assert!(page.body.contains("<script type=\"application/ld+json\">{\"@context\""), "{}", page.body);
    let by_ending = house.get(&format!("{claim}.jsonld"));
    assert_eq!(by_ending.headers["content-type"], "application/ld+json");
    let data: serde_json::Value = serde_json::from_str(&by_ending.body).unwrap();
    let target = &data["@graph"][1]["oa:hasTarget"];
    let (position, quote) = (&target["oa:hasSelector"][0], &target["oa:hasSelector"][1]);
    let path = target["oa:hasSource"]["@id"].as_str().unwrap().trim_start_matches("http://localhost:7373");
    let text: Vec<char> = house.get(path).body.chars().collect();
    let at = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
    let words: String = text[at("oa:start")..at("oa:end")].iter().collect();
    assert_eq!(quote["oa:exact"], words);
    let request =
        Request::get(&claim).header("host", "localhost:7373").header("accept", "application/ld+json");
    let by_header = house.send(request.body(Body::empty()).unwrap());
    assert_eq!(by_header.body, by_ending.body);
    let figure = house.first_link("/figures", "/figures/");
    let data: serde_json::Value = serde_json::from_str(&house.get(&format!("{figure}.jsonld")).body).unwrap();
    assert!(data["@graph"][0]["@id"].as_str().unwrap().ends_with(&figure), "{data}");
    assert_eq!(house.get("/claims/ffffffffffffffff.jsonld").status, StatusCode::NOT_FOUND);
}

#[test]
fn only_open_sources_say_to_other_sites_what_they_are() {
    let house = House::with_demonstration(Offer::Pages);
    let (open, closed) = two_sources(&house);
    assert!(house.get(&format!("/sources/{open}")).body.contains("og:title"));
    assert!(!house.get(&format!("/sources/{closed}")).body.contains("og:title"));
}
