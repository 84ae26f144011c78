use super::*;
use crate::{NewFiles, NewList, add_list, init, query_of_entity};
use archive::{Settings, Writer};
use model::{Sameness, Sensitivity};

const LIST: &str = concat!(
    r#"{"id":"x-1","schema":"Person","properties":{"name":["TESTOVICH, Ivan Petrovich"],"birthDate":["1961-04-12"],"nationality":["ru"],"topics":["sanction"],"addressEntity":["adr-1"]},"datasets":["one"]}"#,
    "\n",
    r#"{"id":"x-2","schema":"Company","properties":{"name":["Exemplar General Trading Company Limited"],"jurisdiction":["cn"],"topics":["sanction"]},"datasets":["two"]}"#,
    "\n",
    r#"{"id":"x-3","schema":"Company","properties":{"name":["Beispiel Übersee GmbH"],"country":["de"]},"datasets":["two"]}"#,
    "\n",
    r#"{"id":"s-1","schema":"Sanction","properties":{"entity":["x-1"],"program":["P-1"],"listingDate":["2019-02-03"]},"datasets":["one"]}"#,
    "\n",
    r#"{"id":"adr-1","schema":"Address","properties":{"full":["1 Example Street, Sampletown"],"country":["ru"]},"datasets":["one"]}"#,
    "\n",
    r#"{"id":"own-1","schema":"Ownership","properties":{"owner":["x-2"],"asset":["x-3"],"percentage":["60"]},"datasets":["two"]}"#,
    "\n",
);
const INTERNAL: &str = concat!(
    r#"{"id":"i-1","schema":"Person","properties":{"name":["Hiddenova Maria"]},"datasets":["own"]}"#,
    "\n"
);

fn act(day: &str) -> Act {
    Act::new("tester", format!("{day}T10:00:00Z").parse().unwrap())
}

struct Case {
    workspace: Workspace,
    _folder: tempfile::TempDir,
}

fn case() -> Case {
    let folder = tempfile::tempdir().unwrap();
    let when = act("2026-03-01");
    let writer = Writer::new("test", when.at);
    let workspace = init(&folder.path().join("case"), &Settings::default(), writer, &when).unwrap();
    for (name, text, sensitivity) in
        [("shown", LIST, Sensitivity::Open), ("held-back", INTERNAL, Sensitivity::Internal)]
    {
        let path = folder.path().join(format!("{name}.json"));
        std::fs::write(&path, text).unwrap();
        let new = NewList { name: name.to_owned(), sensitivity: Some(sensitivity), ..NewList::default() };
        let published = Some("2026-02-27".to_owned());
        add_list(&workspace, &when, &new, &NewFiles { paths: vec![path], published, accept: Vec::new() })
            .unwrap();
    }
    Case { workspace, _folder: folder }
}

impl Case {
    fn holdings(&self, clearance: Clearance) -> Holdings {
        Holdings::of_workspace(&self.workspace, clearance, &act("2026-03-02")).unwrap()
    }
}

fn ids(entities: &[HeldEntity]) -> Vec<&str> {
    entities.iter().map(|held| held.entity.id.as_str()).collect()
}

fn ask(holdings: &Holdings, name: &str, threshold: f64, filter: Filter) -> Matched {
    let query = query_of_entity(&Entity::new("LegalEntity", "q").with("name", [name]));
    let request = MatchRequest { limit: 5, threshold, cutoff: threshold.min(0.7), filter };
    holdings.screeners().ask(&query, &request).unwrap().into_inner()
}

fn search(holdings: &Holdings, words: &str, filter: Filter) -> SearchResult {
    let facets = vec![Facet::Countries, Facet::Datasets, Facet::Topics];
    let request =
        SearchRequest { words: words.to_owned(), filter, limit: 10, facets, ..SearchRequest::default() };
    holdings.search(&request).unwrap().into_inner()
}

#[test]
fn what_is_internal_is_only_held_for_the_workspace() {
    let case = case();
    let public = case.holdings(Clearance::Public);
    let whole = case.holdings(Clearance::Workspace);
    assert!(public.entity("i-1").unwrap().is_none());
    assert_eq!(public.scope("held-back"), None);
    assert_eq!(search(&public, "hiddenova", Filter::default()).total, 0);
    assert_eq!(ask(&public, "Maria Hiddenova", 0.7, Filter::default()).row.standing, "nothing");
    assert_eq!(whole.entity("i-1").unwrap().unwrap().get().list.as_deref(), Some("held-back"));
    assert_eq!(ask(&whole, "Maria Hiddenova", 0.7, Filter::default()).row.standing, "match");
    assert_eq!((public.clearance(), public.head()), (Clearance::Public, whole.head()));
}

#[test]
fn thresholds_scopes_and_filters_decide_what_is_a_match() {
    let case = case();
    let holdings = case.holdings(Clearance::Workspace);
    let found = ask(&holdings, "Exemplar General Trading Co Ltd", 0.7, Filter::default());
    assert_eq!((ids(&found.entities), found.matches, found.is_cut), (vec!["x-2"], 1, false));
    assert!(found.row.results[0].is_match);
    let strict = ask(&holdings, "Exemplar General Trdg", 0.999, Filter::default());
    assert!(strict.row.results.iter().all(|result| !result.is_match), "{:?}", strict.row);
    assert_eq!((strict.row.standing.as_str(), strict.matches), ("nothing", 0));
    let only = |filter: Filter| ask(&holdings, "Exemplar General Trading Co Ltd", 0.7, filter).entities.len();
    let text = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(only(Filter { scope: holdings.scope("two"), ..Filter::default() }), 1);
    assert_eq!(only(Filter { scope: holdings.scope("shown"), ..Filter::default() }), 1);
    assert_eq!(only(Filter { scope: holdings.scope("one"), ..Filter::default() }), 0);
    assert_eq!(only(Filter { topics: text(&["sanction"]), ..Filter::default() }), 1);
    assert_eq!(only(Filter { topics: text(&["role.pep"]), ..Filter::default() }), 0);
    assert_eq!(only(Filter { exclude_ids: text(&["x-2"]), ..Filter::default() }), 0);
    assert_eq!(only(Filter { exclude_schemata: text(&["Company"]), ..Filter::default() }), 0);
    assert_eq!(only(Filter { exclude_datasets: text(&["two"]), ..Filter::default() }), 0);
    assert_eq!(only(Filter { include_datasets: text(&["one", "two"]), ..Filter::default() }), 1);
    let owned = ask(&holdings, "Beispiel Uebersee GmbH", 0.7, Filter::default());
    assert_eq!(owned.row.results[0].basis, "owned", "{:?}", owned.row.results);
}

#[test]
fn words_find_entities_across_writings() {
    let case = case();
    let holdings = case.holdings(Clearance::Workspace);
    let found = |words: &str| {
        search(&holdings, words, Filter::default())
            .entities
            .into_iter()
            .map(|held| held.entity.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("ubersee"), ["x-3"]);
    assert_eq!(found("Übersee beispiel"), ["x-3"]);
    assert_eq!(found("ivan exemplar"), [""; 0], "all words have to be there");
    assert_eq!(found("exem*"), ["x-2"]);
    assert_eq!(found("1961"), ["x-1"]);
    assert_eq!(found("***"), [""; 0]);
    assert_eq!(found("").len(), 4, "without words, everything that is no mere link");
    let fuzzy = SearchRequest { words: "testovitch".into(), fuzzy: true, limit: 5, ..Default::default() };
    assert_eq!(ids(&holdings.search(&fuzzy).unwrap().get().entities), ["x-1"]);
    let companies = Filter { schema: Some("LegalEntity".to_owned()), ..Filter::default() };
    let all = search(&holdings, "", companies);
    assert_eq!((all.total, all.facets[&Facet::Countries]["cn"]), (4, 1));
    assert_eq!((all.facets[&Facet::Datasets]["two"], all.facets[&Facet::Topics]["sanction"]), (2, 2));
    let german = Filter { countries: vec!["de".to_owned(), "cn".to_owned()], ..Filter::default() };
    assert_eq!(search(&holdings, "", german.clone()).total, 2);
    assert_eq!(search(&holdings, "", Filter { all: true, ..german }).total, 0);
    let born = Filter { properties: vec![("birthDate".into(), "1961-04-12".into())], ..Filter::default() };
    assert_eq!(ids(&search(&holdings, "", born).entities), ["x-1"]);
    let page = SearchRequest { offset: 3, limit: 5, ..SearchRequest::default() };
    assert_eq!(holdings.search(&page).unwrap().get().entities.len(), 1);
}

#[test]
fn entities_come_with_what_is_around_them() {
    let case = case();
    let holdings = case.holdings(Clearance::Workspace);
    let person = holdings.nested("x-1").unwrap().unwrap().into_inner();
    let around: Vec<(&str, &str)> = person
        .around
        .iter()
        .map(|(property, others)| (property.as_str(), others[0].held.entity.id.as_str()))
        .collect();
    assert_eq!(around, [("addressEntity", "adr-1"), ("sanctions", "s-1")]);
    assert_eq!(person.held.listing.as_ref().unwrap().programmes, ["P-1"]);
    let owned = holdings.nested("x-3").unwrap().unwrap().into_inner();
    let link = &owned.around["ownershipAsset"][0];
    assert_eq!(link.held.entity.id, "own-1");
    assert_eq!(link.around["owner"][0].held.entity.id, "x-2", "across a link, the other end");
    assert!(link.around["owner"][0].around.is_empty(), "and no further");
    assert_eq!(holdings.around("x-2").unwrap().unwrap().get().len(), 1);
    assert!(holdings.nested("nobody").unwrap().is_none());
}

#[test]
fn judgements_move_ids_and_every_change_shows_in_the_head() {
    let case = case();
    let before = case.holdings(Clearance::Workspace);
    assert_eq!(before.moved_to("x-3"), None);
    crate::judge(&case.workspace, &act("2026-03-02"), "x-3", "x-2", Sameness::Same, None).unwrap();
    assert_ne!(case.workspace.head().unwrap(), before.head());
    let after = case.holdings(Clearance::Workspace);
    assert_eq!(after.moved_to("x-3").as_deref(), Some("x-2"));
    assert_eq!(after.entity("x-2").unwrap().unwrap().get().referents, ["x-3"]);
}

#[test]
fn sets_are_counted() {
    let case = case();
    let holdings = case.holdings(Clearance::Workspace);
    let sets = holdings.datasets().unwrap().into_inner();
    let told: Vec<(&str, usize, usize)> =
        sets.iter().map(|set| (set.name.as_str(), set.entities, set.things)).collect();
    let expected = [
        ("default", 7, 4),
        ("evidence", 0, 0),
        ("held-back", 1, 1),
        ("one", 3, 1),
        ("own", 1, 1),
        ("shown", 6, 3),
        ("two", 3, 2),
    ];
    assert_eq!(told, expected);
    assert_eq!(sets[0].children, ["held-back", "shown", "evidence"]);
    assert_eq!(sets[5].standing.as_ref().unwrap().age_days, Some(3));
}
