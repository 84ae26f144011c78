//! Screening from the command line: files of lists, a workspace with evidence, decisions, judgements.

use crate::support::Desk;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A list of made-up parties in FtM form.
const LIST: &str = concat!(
    r#"{"id":"x-1","schema":"Person","properties":{"name":["TESTOVICH, Ivan Petrovich"],"birthDate":["1961-04-12"],"nationality":["ru"]},"datasets":["example"]}"#,
    "\n",
    r#"{"id":"x-2","schema":"Company","properties":{"name":["Exemplar General Trading Company Limited"],"country":["cn"]},"datasets":["example"]}"#,
    "\n",
    r#"{"id":"x-3","schema":"Vessel","properties":{"name":["MORNING SAMPLE 5"],"imoNumber":["9074729"]},"datasets":["example"]}"#,
    "\n",
);

const SUPPLIERS: &str = "Supplier No;Supplier Name;Land;Price\n\
    s1;Exemplar General Trdg Co., Ltd.;China;10\n\
    s2;Quietwater Joinery;;20\n\
    s3;Northern Example Fisheries;Russia;30\n";

/// A page that names a made-up employer and what it replied.
const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>At the cannery</title>
<meta property="article:published_time" content="2019-05-02T08:00:00Z"></head><body><article><h1>At the cannery</h1>
<p>About 120 North Korean workers were employed by Northern Example Fisheries in Russia in 2018, the Example Labour Institute said.
Their passports were confiscated by Northern Example Fisheries, the institute said.</p></article></body></html>"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("list.json", LIST);
    desk.write("suppliers.csv", SUPPLIERS);
    desk
}

pub(crate) fn case() -> Desk {
    let desk = desk();
    desk.write("in/cannery.html", PAGE);
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    assert_eq!(desk.case(&["add", "in"]).code, 0);
    let args =
        ["lists", "add", "example", "list.json", "--published", "2020-01-02", "--title", "Example parties"];
    let added = desk.case(&args);
    assert_eq!(added.code, 0, "{}", added.err);
    desk
}

#[test]
fn a_table_is_screened_against_a_file_without_a_workspace() {
    let desk = desk();
    let ran = desk.run(&["screen", "suppliers.csv", "--list", "list.json", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.starts_with("columns: Supplier Name = name, Land = country; not used: Supplier No, Price\n"),
        "{}",
        ran.err
    );
    let rows = ran.rows();
    assert_eq!(rows.len(), 3);
    let best = &rows[0]["results"][0];
    assert_eq!((best["id"].as_str(), best["match"].as_bool()), (Some("x-2"), Some(true)));
    assert_eq!(best["basis"], "listed");
    assert_eq!(best["datasets"], serde_json::json!(["example"]));
    assert_eq!(best["reasons"][0]["part"], "name");
    assert_eq!(rows[0]["standing"], "match");
    assert_eq!(rows[1]["standing"], "nothing");
    assert_eq!(rows[1]["empty"], serde_json::json!(["Land"]));

    let ran = desk.run(&["screen", "--name", "Ivan Testovich", "--schema", "Person", "--list", "list.json"]);
    assert!(
        ran.out.contains("TESTOVICH, Ivan Petrovich") && ran.err.contains("1 query, 1 with an alert"),
        "{}",
        ran.out
    );
    let ran = desk.run(&[
        "screen",
        "--line",
        "SHIPPER: NOBODY LTD / MV MORNING SAMPLE 5",
        "--list",
        "list.json",
        "--json",
    ]);
    assert_eq!(ran.rows()[0]["results"][0]["id"], "x-3");
    assert_eq!(ran.rows()[0]["results"][0]["words"], "MORNING SAMPLE 5");
}

#[test]
fn wrong_input_is_told() {
    let desk = desk();
    desk.write("prices.csv", "Price,Weight\n1,2\n");
    let ran = desk.run(&["screen", "prices.csv", "--list", "list.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("prices.csv:1:1: no column shows whom or what to look for"), "{}", ran.err);
    desk.write("some.jsonl", "{\"id\":\"a\",\"name\":\"Ivan Testovich\"}\nnot json\n");
    let ran = desk.run(&["screen", "some.jsonl", "--list", "list.json", "--json"]);
    assert_eq!((ran.code, ran.rows().len()), (1, 1));
    assert!(ran.err.contains("some.jsonl:2: "), "{}", ran.err);
    let ran = desk.run(&["screen", "some.jsonl", "--list", "list.json", "--fields", "shoe"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("fields=shoe: known: name, birthDate"), "{}", ran.err);
}

#[test]
fn a_workspace_answers_listed_documented_and_nothing_and_remembers_decisions() {
    let desk = case();
    let args = [
        "screen",
        "suppliers.csv",
        "--json",
        "--report",
        "r.csv",
        "--report",
        "r.xlsx",
        "--report",
        "r.html",
        "--report",
        "r.json",
    ];
    let ran = desk.case(&args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("WARNING: Example parties is "), "{}", ran.err);
    let rows = ran.rows();
    let standings: Vec<&str> = rows.iter().map(|row| row["standing"].as_str().unwrap()).collect();
    assert_eq!(standings, ["match", "nothing", "documented_not_listed"]);
    assert!(
        rows[1]["warnings"][0].as_str().unwrap().contains("days old"),
        "an old list is told with every answer"
    );
    let documented = &rows[2]["results"][0];
    assert_eq!(
        (documented["basis"].as_str(), documented["match"].as_bool()),
        (Some("documented"), Some(false))
    );
    let passage = &documented["evidence"]["passages"][0];
    assert_eq!(passage["published"], "2019-05-02");
    assert_eq!(passage["said_by"][0], "Example Labour Institute");
    assert!(passage["quote"].as_str().is_some_and(|quote| !quote.is_empty()), "{passage}");
    assert!(rows[2]["context"][0].as_str().unwrap().contains("in RU"), "{}", rows[2]["context"]);
    let page = std::fs::read_to_string(desk.path("r.html")).unwrap();
    for words in ["Quietwater Joinery", "Not asked", "documented", "overdue", "which is no finding of guilt"]
    {
        assert!(page.contains(words), "{words}");
    }
    let table = std::fs::read_to_string(desk.path("r.csv")).unwrap();
    assert!(table.contains("threshold: 0.7") && table.contains("Quietwater Joinery"), "{table}");
    let again = desk.case(&["screen", "r.xlsx", "--column", "name=caption", "--json", "--no-record"]);
    assert_eq!(again.code, 0, "the workbook can be read: {}", again.err);

    let matched = rows[0]["results"][0]["match_id"].as_str().unwrap();
    let decided = desk.case(&["decide", matched, "false", "--note", "another firm", "--case", "c-7"]);
    assert_eq!(decided.code, 0, "{}", decided.err);
    let after = desk.case(&["screen", "suppliers.csv", "--json"]).rows().remove(0);
    let best = &after["results"][0];
    assert_eq!((best["match"].as_bool(), after["standing"].as_str()), (Some(false), Some("nothing")));
    let suppressed = best["suppressed"].as_str().unwrap();
    assert!(
        suppressed.starts_with("suppressed by decision of tester on 2")
            && suppressed.ends_with(": another firm"),
        "{suppressed}"
    );
    assert_eq!(best["decision"]["case"], "c-7");

    let changed = LIST.replace("\"cn\"", "\"hk\"");
    desk.write("new.json", changed);
    assert_eq!(desk.case(&["lists", "update", "example", "new.json", "--published", "2020-02-02"]).code, 0);
    let re = desk.case(&["rescreen", "--json"]).rows().remove(0);
    assert!(re["inputs"][0].as_str().unwrap().starts_with("list example: version "), "{re}");
    assert_eq!((re["asked"].as_u64(), re["changes"][0]["id"].as_str()), (Some(3), Some("2")));
    let last = desk.case(&["rescreen"]);
    assert!(last.out.starts_with("nothing that bears on screening "), "{}", last.out);
    let outdated = desk.case(&["screen", "suppliers.csv", "--json", "--no-record"]).rows().remove(0);
    assert_eq!(outdated["results"][0]["decision"]["outdated"], true);
    assert_eq!(outdated["standing"], "match", "a decision on an earlier entry silences nothing");
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}

#[test]
fn a_screening_is_asked_again_as_it_was() {
    let desk = desk();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    assert_eq!(desk.case(&["lists", "add", "example", "list.json"]).code, 0);
    // With another day of birth it would be no alert.
    desk.write("crew.csv", "No,Who,Born\n1,Ivan Testovich,1990-01-01\n");
    let asked = [
        "screen",
        "crew.csv",
        "--fields",
        "name",
        "--column",
        "name=Who",
        "--column",
        "birthDate=Born",
        "--schema",
        "Person",
        "--limit",
        "1",
        "--date",
        "2018-05-03",
        "--json",
    ];
    let first = desk.case(&asked);
    assert_eq!(first.rows()[0]["standing"], "match", "{}{}", first.out, first.err);
    let same = desk.case(&["rescreen", "--queries", "crew.csv", "--json"]).rows().remove(0);
    assert_eq!(same["inputs"], serde_json::json!([]), "the same file, read and asked as before: {same}");
    desk.write("crew.csv", "No,Who,Born\n1,Ivan P. Testovich,1990-01-01\n");
    let changed = desk.case(&["rescreen", "--queries", "crew.csv", "--json"]).rows().remove(0);
    assert_eq!(changed["inputs"], serde_json::json!(["1 queries are new or changed"]));
    assert_eq!((changed["changes"][0]["now"].as_str(), changed["asked"].as_u64()), (Some("match"), Some(1)));
    // And the one that was kept now goes on in the same way.
    let again = desk.case(&["rescreen", "--queries", "crew.csv", "--json"]).rows().remove(0);
    assert_eq!(again["inputs"], serde_json::json!([]), "{again}");
    let wrong = desk.case(&["rescreen", "--queries", "suppliers.csv"]);
    assert!(
        wrong.code == 1 && wrong.err.contains("there is no column `Who`"),
        "{} {}",
        wrong.code,
        wrong.err
    );
}

#[test]
fn the_age_of_a_file_is_told_only_where_it_is_known() {
    let desk = desk();
    let report = |args: &[&str]| -> serde_json::Value {
        let ran = desk.run(args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        serde_json::from_slice(&std::fs::read(desk.path("r.json")).unwrap()).unwrap()
    };
    let unknown = report(&["screen", "--name", "X", "--list", "list.json", "--report", "r.json", "--force"]);
    assert_eq!(unknown["lists"][0]["age_days"], serde_json::Value::Null);
    assert!(unknown["warnings"][0].as_str().unwrap().contains("is not known, and so is its age"));
    let un = include_str!("../../../lists/tests/data/un_consolidated.xml");
    desk.write("un.xml", un.replace("dateGenerated=\"2026-01-15", "dateGenerated=\"2020-02-03"));
    let old = report(&["screen", "--name", "X", "--list", "un.xml", "--report", "r.json", "--force"]);
    assert_eq!(
        (&old["lists"][0]["published"], &old["lists"][0]["overdue"]),
        (&"2020-02-03".into(), &true.into())
    );
    assert!(old["lists"][0]["age_days"].as_i64().unwrap() > 2000, "{}", old["lists"][0]);
    assert!(old["warnings"][0].as_str().unwrap().contains("days old"), "{}", old["warnings"]);
}

#[test]
fn what_is_traded_and_when_stands_beside_the_score() {
    let desk = case();
    desk.write("trade.csv", "Supplier Name,Country,HS Code,Shipment date\nQuietwater Joinery,RU,0303.89,2017-12-01\nQuietwater Joinery,RU,9999,soon\n");
    let rows = desk.case(&["screen", "trade.csv", "--json", "--report", "r.json"]).rows();
    let context = rows[0]["context"].as_array().unwrap();
    assert_eq!(context[0], "2 claims of this workspace speak of such labour in RU");
    assert!(
        context[1]
            .as_str()
            .unwrap()
            .starts_with("HS 030389, fish and other seafood: none in fishing in RU, 0 elsewhere"),
        "{context:?}"
    );
    let in_force = context[2].as_str().unwrap();
    assert!(in_force.contains("UNSCR-2375-17") && !in_force.contains("UNSCR-2397-8"), "{in_force}");
    assert_eq!(rows[0]["asked"]["hs"], serde_json::json!(["030389"]));
    let warnings = rows[1]["warnings"].to_string();
    assert!(
        warnings.contains("`9999` is no customs code") && warnings.contains("`soon` is no day"),
        "{warnings}"
    );
    let plain = desk.case(&["screen", "suppliers.csv", "--json", "--no-record"]).rows();
    assert_eq!(plain[1]["results"], rows[0]["results"], "it changes no score");
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(desk.path("r.json")).unwrap()).unwrap();
    assert!(
        report["context"][0].as_str().unwrap().contains("today: no day was asked for"),
        "{}",
        report["context"]
    );
}

#[test]
fn persons_are_documented_only_with_an_office() {
    let desk = desk();
    desk.write(
        "in/yard.txt",
        "Workers at the yard, June 2017.\n\nLabour Minister Jan Sampleson said about 120 North Korean workers were employed by Northern \
         Example Fisheries in Russia in 2016.\n\nIvan Examplov, a former worker, said he received $150 a month.\n\nAnna Researchova of the \
         Example Labour Institute said 900 North Korean workers worked in Poland in 2018.\n",
    );
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    assert_eq!(desk.case(&["add", "in"]).code, 0);
    let entities = desk.case(&["entities", "--json"]).rows();
    let persons: Vec<&serde_json::Value> = entities.iter().filter(|one| one["schema"] == "Person").collect();
    assert_eq!(persons.len(), 1, "{persons:?}");
    let properties = &persons[0]["properties"];
    assert_eq!(
        (&properties["name"][0], &properties["position"][0]),
        (&"Jan Sampleson".into(), &"Labour Minister".into())
    );
    assert_eq!(persons[0]["evidence"]["passages"][0]["shown_by"], "Labour Minister Jan Sampleson said");
    let row = desk.case(&["screen", "--name", "Jan Sampleson", "--json"]).rows().remove(0);
    assert_eq!(
        (&row["standing"], &row["results"][0]["match"]),
        (&"documented_not_listed".into(), &false.into())
    );
    let worker = desk.case(&["screen", "--name", "Ivan Examplov", "--json"]).rows().remove(0);
    assert_eq!(worker["standing"], "nothing");
    let id = persons[0]["id"].as_str().unwrap();
    assert_eq!(desk.case(&["dossier", id, "-o", "d.zip", "-o", "d.html"]).code, 0);
    let page = std::fs::read_to_string(desk.path("d.html")).unwrap();
    assert!(
        page.contains("speaks here about others") && page.contains("No passage about it states one"),
        "{page}"
    );
    assert_eq!(desk.run(&["verify", "d.zip"]).code, 0);
}

#[test]
fn entities_are_judged_and_withdrawn_on_record() {
    let desk = case();
    let entity = desk.case(&["entities", "--json"]).rows().remove(0);
    assert_eq!(entity["properties"]["name"][0], "Northern Example Fisheries");
    let id = entity["id"].as_str().unwrap();
    assert_eq!(desk.case(&["judge", id, "x-2", "same", "--note", "one address"]).code, 0);
    assert_eq!(desk.case(&["entities", "--json"]).rows()[0]["canonical"], "x-2");
    assert_eq!(desk.case(&["judge", id, "x-2", "different"]).code, 0);
    let told = desk.case(&["entities", "--judgements"]);
    assert!(told.out.contains("stands for x-2 since") && told.out.contains("until"), "{}", told.out);
    for passage in entity["evidence"]["passages"].as_array().unwrap() {
        let claim = passage["claim"].as_str().unwrap();
        assert_eq!(desk.case(&["review", claim, "reject", "--note", "another firm"]).code, 0);
    }
    assert_eq!(desk.case(&["entities", "--json"]).rows().len(), 0);
    let all = desk.case(&["entities", "--all", "--json"]).rows().remove(0);
    assert_eq!(all["withdrawn"], true);
    let row = desk.case(&["screen", "--name", "Northern Example Fisheries", "--json"]).rows().remove(0);
    assert_eq!(row["standing"], "nothing");
}

#[test]
fn a_killed_decision_or_screening_loses_nothing() {
    let desk = case();
    let rows = desk.case(&["screen", "suppliers.csv", "--json"]).rows();
    let matched = rows[0]["results"][0]["match_id"].as_str().unwrap().to_owned();
    for moment in 0..12u64 {
        let args: &[&str] = if moment % 2 == 0 {
            &["-w", "case", "decide", &matched, "unsure"]
        } else {
            &["-w", "case", "screen", "suppliers.csv"]
        };
        let mut command = desk.command(args);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let until = Instant::now() + Duration::from_millis(moment * 15);
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let verified = desk.case(&["audit", "verify"]);
        assert_eq!(verified.code, 0, "after {moment}: {}{}", verified.out, verified.err);
    }
    let decided = desk.case(&["decide", &matched, "true"]);
    assert_eq!(decided.code, 0, "{}", decided.err);
    let best = &desk.case(&["screen", "suppliers.csv", "--json"]).rows()[0]["results"][0];
    assert_eq!(best["decision"]["verdict"], "true");
}
