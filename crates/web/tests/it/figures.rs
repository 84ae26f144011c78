//! Pages of figures, places, instruments and the scheme model.

use crate::house::{House, now};
use archive::{Act, ClaimFilter, Mode, Workspace, Writer};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use model::Clearance;
use std::num::NonZeroUsize;
use web::Offer;

fn house() -> House {
    House::with_demonstration(Offer::Pages)
}

fn page(house: &House, path: &str) -> String {
    let answer = house.get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    assert!(answer.body.len() < 150_000, "{path}: {} bytes", answer.body.len());
    // The policy of the pages forbids both.
    assert!(!answer.body.contains(" style="), "{path}");
    assert!(!answer.body.contains("<script>"), "{path}");
    answer.body
}

/// The first address of a page that begins like this.
fn link<'p>(page: &'p str, beginning: &str) -> &'p str {
    let from =
        page.find(&format!("href=\"{beginning}")).unwrap_or_else(|| panic!("no {beginning} in {page}"));
    page[from + 6..].split('"').next().unwrap()
}

#[test]
fn figures_come_with_findings_and_questions_first() {
    let house = house();
    let first = page(&house, "/figures");
    let places = ["What they show together", "Questions that can be answered", "All figures"]
        .map(|part| first.find(part));
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    assert!(
        first.contains("<a href=\"/question?kind=worker_count&#38;place=RU\">Workers in Russia</a>"),
        "{first}"
    );
    let filtered = page(&house, "/figures?kind=levy&place=");
    assert!(!filtered.contains("What they show together") && filtered.contains("30,000 RUB"), "{filtered}");
    let empty = page(&house, "/figures?kind=levy&place=Malta");
    assert!(empty.contains("No figures"), "{empty}");
    assert_eq!(house.get("/figures?kind=workers").status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_figure_shows_its_root_its_chain_and_where_it_is_written() {
    let house = house();
    let list = page(&house, "/figures?kind=revenue");
    let figure = page(&house, link(&list, "/figures/"));
    for part in
        ["<h2>Root</h2>", "How each mention leads back", "Where it is written", "/claims/", "/sources/"]
    {
        assert!(figure.contains(part), "{part}: {figure}");
    }
    for id in ["0000000000000000", "x", "%3Cscript%3E"] {
        let answer = house.get(&format!("/figures/{id}"));
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
        assert!(!answer.body.contains("<script>"));
    }
}

#[test]
fn a_question_is_answered_with_a_chart_and_its_table() {
    let house = house();
    let russia = page(&house, "/question?kind=worker_count&place=Russia");
    for part in [
        "<h1>Workers in Russia</h1>",
        "<strong>conflicting</strong>",
        "<svg ",
        "role=\"img\"",
        "<th scope=\"col\">Root</th>",
        "11,490 in Russia in 2018",
        "Left out, and why",
        "Scope mismatch",
        "/question/estimate.json?kind=worker_count&#38;place=Russia",
    ] {
        assert!(russia.contains(part), "{part}: {russia}");
    }
    let nowhere = page(&house, "/question?kind=worker_count&place=Malta&year=2016");
    assert!(
        nowhere.contains("<strong>insufficient</strong>") && !nowhere.contains("class=\"timeline\""),
        "{nowhere}"
    );
    let pooled = page(&house, "/question?kind=worker_count&place=world&measure=stock&pool=opinion");
    assert!(pooled.contains("Pooled: ") && pooled.contains("It assumes:"), "{pooled}");
    for (query, sentence) in [
        ("kind=worker_count", "a question names a kind of figure and a place"),
        ("kind=workers&place=RU", "“workers” is no kind"),
        ("kind=worker_count&place=RU&year=soon", "“soon” is no year"),
        ("kind=worker_count&place=RU&pool=mean", "“mean” is no way to pool"),
    ] {
        let answer = house.get(&format!("/question?{query}"));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(answer.body.contains(sentence), "{query}: {}", answer.body);
    }
}

#[test]
fn the_download_can_be_computed_again() {
    let house = house();
    let answer = house.get("/question/estimate.json?kind=worker_count&place=RU&pool=opinion");
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.headers["content-disposition"].to_str().unwrap().contains("estimate.json"));
    let estimate: engine::Estimate = serde_json::from_str(&answer.body).unwrap();
    assert!(estimate.inputs.len() > 5);
    assert_eq!(engine::recompute(&estimate).unwrap(), Vec::<String>::new());
}

#[test]
fn findings_stand_with_their_passages() {
    let house = house();
    let all = page(&house, "/findings");
    assert!(all.matches("<article").count() >= 10 && all.contains("/claims/"), "{all}");
    let some = page(&house, "/findings?topic=contradicts");
    assert!(some.contains("Independent roots disagree") && !some.contains("written 2 times"), "{some}");
    assert_eq!(house.get("/findings?topic=nonsense").status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn the_map_has_a_table_and_each_country_a_page() {
    let house = house();
    let map = page(&house, "/places");
    assert!(map.matches("<path").count() > 170);
    assert!(map.contains("<th scope=\"row\"><a href=\"/places/PL\">Poland</a></th>"), "{map}");
    let poland = page(&house, "/places/poland");
    for part in ["<h1>Poland</h1>", "/ledger?place=PL", "Workers in Poland", "Sectors", "What claims say"] {
        assert!(poland.contains(part), "{part}: {poland}");
    }
    assert!(page(&house, "/places/world").contains("Workers worldwide"));
    assert!(page(&house, "/places/MT").contains("Nothing about it yet"));
    let answer = house.get("/places/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!answer.body.contains("<script>"), "{}", answer.body);
}

#[test]
fn sectors_are_found_by_name_and_by_code() {
    let house = house();
    let list = page(&house, "/sectors");
    let name = page(&house, link(&list, "/sectors/"));
    assert!(name.contains("claims in") && name.contains("Where"), "{name}");
    let coded = page(&house, "/sectors/F");
    assert!(coded.contains("ISIC F") && coded.contains("Construction"), "{coded}");
    assert_eq!(house.get("/sectors/99999").status, StatusCode::NOT_FOUND);
}

#[test]
fn instruments_are_held_against_evidence() {
    let house = house();
    let register = page(&house, "/instruments");
    assert!(register.contains("missed: workers reported in 1 country after it"), "{register}");
    let one = page(&house, "/instruments/UNSCR-2397-8");
    for part in ["2019-12-22", "<a href=\"/places/CN\">China</a>", "Claims that name it"] {
        assert!(one.contains(part), "{part}: {one}");
    }
    assert!(page(&house, "/instruments?on=2016-12-31").contains("13722"));
    assert_eq!(house.get("/instruments?on=yesterday").status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.get("/instruments/NONE-1").status, StatusCode::NOT_FOUND);
}

#[test]
fn the_scheme_is_worked_out_as_asked_within_limits() {
    let house = house();
    let plain = page(&house, "/scheme?draws=20");
    assert!(
        plain.contains("20 draws with seed 1") && plain.contains("name=\"p.russia.wage.value\""),
        "{plain}"
    );
    let asked = "/scheme?draws=20&seed=7&scenario=no-acts&p.russia.wage.low=700&p.russia.wage.value=800&p.russia.wage.high=900";
    let changed = page(&house, asked);
    for part in ["with seed 7", "no-acts", "<code>russia.wage</code>", "assumed by whoever asks"] {
        assert!(changed.contains(part), "{part}: {changed}");
    }
    for (query, sentence) in [
        ("draws=1000000", "draws are a whole number from 1 to 2000"),
        ("draws=5&scenario=unheard", "there is no scenario `unheard`"),
        ("draws=5&p.russia.wage.low=900", "low, value and high must stand in this order"),
        ("draws=5&p.living.value=x", "is no number"),
        ("draws=5&p.moon.wage.value=1", "there is no parameter"),
        ("draws=5&other=1", "is no field of this form"),
    ] {
        let answer = house.get(&format!("/scheme?{query}"));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(answer.body.contains(sentence), "{query}: {}", answer.body);
    }
}

#[test]
fn what_a_person_rejects_is_gone_at_the_next_look() {
    let house = house();
    let asked = "/question?kind=worker_count&place=RU";
    let before = page(&house, asked);
    assert!(before.contains("37,000 in Russia in 2018"), "{before}");
    let workspace = Workspace::open(&house.folder.path().join("case"), Mode::Read).unwrap();
    let claims = workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap();
    let ids =
        claims.iter().map(|claim| &claim.get().claim).filter(|claim| claim.passage.exact.contains("37,000"));
    for claim in ids {
        let request = Request::post(format!("/claims/{}/review", claim.id))
            .header("host", "localhost")
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = house.send(request.body(Body::from("verdict=reject")).unwrap());
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
    assert!(!page(&house, asked).contains("37,000 in Russia in 2018"));
}

#[test]
fn hostile_words_stand_as_words() {
    let house = house();
    let file = house.folder.path().join("<img src=x onerror=alert(1)>.html");
    let text = "<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt;</title></head><body><article><p>The report of the \
                institutes describes how the people who were sent there lived, what they were paid and who took the larger part of \
                it every month.</p><p>About 700 North Korean workers were in Malta in 2016, the Valletta Institute said. \
                &lt;script&gt;alert(2)&lt;/script&gt; stood in its letter.</p><p>&lt;b onclick=alert(3)&gt; About 900 North \
                Korean workers were in Malta in 2016, the Sliema Institute said.</p></article></body></html>";
    std::fs::write(&file, text).unwrap();
    let writer = Writer::new("test", now());
    let workspace = Workspace::open(&house.folder.path().join("case"), Mode::Write(writer)).unwrap();
    let request = engine::AddRequest {
        paths: vec![file],
        sensitivity: None,
        threads: NonZeroUsize::MIN,
        tool_version: "0".to_owned(),
        stop: None,
    };
    let reader = engine::Reader::embedded().unwrap();
    let mut reports = Vec::new();
    engine::add(&workspace, &reader, &Act::new("tester", now()), &request, &mut reports).unwrap();
    drop(workspace);
    let malta = page(&house, "/question?kind=worker_count&place=MT");
    assert!(malta.contains("700 in Malta in 2016") && malta.contains("class=\"timeline\""), "{malta}");
    let figure = link(&malta, "/figures/").to_owned();
    let map = "/places".to_owned();
    for path in [figure, map, "/places/MT".to_owned(), "/findings".to_owned()] {
        let shown = page(&house, &path);
        assert!(path == "/places" || shown.contains("&#60;script&#62;alert"), "{path}: {shown}");
        for hostile in ["<script>alert", "<img src=x", "<b onclick"] {
            assert!(!shown.contains(hostile), "{path}: {hostile}");
        }
    }
}
