use crate::support::{alerts, ask, index};
use model::Entity;
use screen::{Agreement, Basis, Options, Part, Query, Screener, Standing};

fn named(schema: &str, name: &str) -> Query {
    Query::named("q", schema, name)
}

#[test]
fn one_person_on_two_lists_is_one_result_with_both_entries() {
    let answer = ask(&named("Person", "Ivan Testovich"));
    assert_eq!(alerts(&answer), [("a-1", true)]);
    let best = &answer.results[0];
    let entries: Vec<&str> = best.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(entries, ["a-1", "b-1"]);
    assert_eq!(best.datasets, ["alpha", "beta"]);
    assert_eq!(answer.standing, Standing::Match);
}

#[test]
fn a_day_of_birth_tells_which_entry_is_best_and_another_day_speaks_against_it() {
    let mut query = named("Person", "Ivan Testovich");
    query.entity.add("birthDate", "1961-04-12");
    let answer = ask(&query);
    assert_eq!((answer.results[0].id.as_str(), answer.results[0].entries.len()), ("a-1", 2));
    let reasons: Vec<(Part, Agreement)> =
        answer.results[0].reasons.iter().map(|reason| (reason.part, reason.agreement)).collect();
    assert!(reasons.contains(&(Part::Date, Agreement::Agrees)));
    let effects: f64 = answer.results[0].reasons.iter().map(|reason| reason.effect).sum();
    assert!((effects - answer.results[0].score).abs() < 0.001, "reasons add up to the score");

    let mut other = named("Person", "Ivan Testovich");
    other.entity.add("birthDate", "1988-11-30");
    let answer = ask(&other);
    assert_eq!(alerts(&answer), []);
    assert_eq!(answer.results[0].reasons.iter().filter(|one| one.agreement == Agreement::Differs).count(), 1);
    assert_eq!(answer.standing, Standing::Nothing);
}

#[test]
fn other_countries_and_genders_weaken_and_schemata_part() {
    let plain = ask(&named("Person", "Ivan Petrovich Testovich")).results[0].score;
    let mut query = named("Person", "Ivan Petrovich Testovich");
    query.entity.add("nationality", "br");
    let abroad = ask(&query).results[0].score;
    assert!(abroad < plain && abroad >= screen::THRESHOLD);
    query.entity.add("gender", "female");
    assert!(ask(&query).results.iter().find(|one| one.id == "a-1").unwrap().score < abroad);
    assert_eq!(alerts(&ask(&named("Company", "Ivan Petrovich Testovich"))), []);
    assert_eq!(alerts(&ask(&named("", "Ivan Petrovich Testovich"))).len(), 1);
}

#[test]
fn names_are_found_across_scripts_slips_and_spaces() {
    for (schema, name, id) in [
        ("Person", "Иван Петрович Тестович", "b-1"),
        ("Person", "Ivan Petrovich Testovihc", "b-1"),
        ("Company", "Exemplar General Trdg Co., Ltd", "a-3"),
        ("Company", "Exempler Trading", "a-3"),
        ("Company", "Ex emplar Trading", "a-3"),
        ("Vessel", "M/V Morningsample 5", "a-4"),
        ("", "EXEMPLAR TRADING", "a-3"),
    ] {
        let answer = ask(&named(schema, name));
        assert_eq!(answer.results.first().map(|one| one.id.as_str()), Some(id), "{name}");
        assert!(answer.results[0].is_match, "{name} {}", answer.results[0].score);
    }
    for name in ["Morning Sample 6", "Hopeful"] {
        assert_eq!(alerts(&ask(&named("Vessel", name))), [], "{name}");
    }
}

#[test]
fn a_number_finds_under_any_name_and_another_number_speaks_against_it() {
    let mut query = named("Vessel", "Evening Other");
    query.entity.add("imoNumber", "9074729");
    assert_eq!(alerts(&ask(&query)), [("a-4", true)]);
    let mut query = named("Vessel", "Morning Sample 5");
    query.entity.add("imoNumber", "9404675");
    assert_eq!(alerts(&ask(&query)), []);
    let only = Query { numbers: vec!["n-1234567".to_owned()], ..Query::named("q", "", "") };
    assert_eq!(alerts(&ask(&only)), [("a-1", true)]);
}

#[test]
fn an_address_alone_is_a_hint_and_no_alert() {
    let entity = Entity::new("", "q").with("address", ["18 Beispiel St, Dandong"]);
    let answer = ask(&Query { id: "q".to_owned(), entity, ..Query::default() });
    assert_eq!(answer.results[0].id, "a-3");
    assert!(answer.results[0].score < screen::THRESHOLD && answer.results[0].score > 0.4);
}

#[test]
fn what_listed_parties_hold_is_a_match_with_the_path_and_what_is_only_linked_is_none() {
    let answer = ask(&named("Company", "Quorax Holding"));
    let best = &answer.results[0];
    assert_eq!((best.basis, best.is_match), (Basis::Owned, true));
    let path = &best.ownership.as_ref().unwrap().path;
    assert_eq!((path[0].owner.as_str(), path[0].percent, path[0].owner_listed), ("a-3", 60.0, true));
    let linked = ask(&named("Company", "Velmere Shipping"));
    assert_eq!(alerts(&linked), [("a-7", false)]);
    assert_eq!(linked.standing, Standing::Nothing);
}

#[test]
fn evidence_is_never_a_match() {
    let answer = ask(&named("Company", "Brightwater Seafood Processing Ltd"));
    assert_eq!(alerts(&answer), [("e-1", false)]);
    assert_eq!(answer.results[0].basis, Basis::Documented);
    assert_eq!(answer.standing, Standing::DocumentedNotListed);
}

#[test]
fn a_stranger_and_a_query_without_anything_are_told_apart() {
    assert_eq!(ask(&named("Person", "Marguerite Unlisted")).standing, Standing::Nothing);
    assert_eq!(ask(&named("Person", " ")).standing, Standing::Insufficient);
    assert_eq!(ask(&named("Person", "?!")).results, []);
}

#[test]
fn many_threads_give_the_same_answers() {
    let index = index();
    let names = ["Ivan Testovich", "Exemplar Trading", "Morning Sample", "Hope", "Kim Sam-ple"];
    let all = || {
        let mut screener = Screener::new(&index);
        names.map(|name| screener.screen(&named("", name), &Options::default()))
    };
    let first = all();
    std::thread::scope(|scope| {
        for handle in [scope.spawn(all), scope.spawn(all)] {
            assert_eq!(handle.join().unwrap(), first);
        }
    });
}
