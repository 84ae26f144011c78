//! A table imported, its figures, what people decide about them, and what is found.

use crate::support::Desk;

const TABLE: &str = "\
No,what,amount,where,when,who,remark
A1,revenue,$1.2–2.3 billion a year,World,2012,First Network,ROOT of the echo
A2,revenue,$1.2–2.3 billion a year,World,2015,\"Some Rapporteur, \"\"by one estimate\"\"\",
A3,worker_count,\"50,000–60,000\",World,2015,An Institute (2015),
A4,wage_gross,$700 a month,Mongolia,2016,a broker to Reuters,
A5,worker_count,nobody knows,Poland,2016,An Institute,
";

const MAP: &str = r#"
table = "csv"
[constants]
origin = "KP"
unit = "person"
[[column]]
heading = "no"
is = "id"
[[column]]
heading = "what"
is = "kind"
[[column]]
heading = "amount"
is = "amount"
[[column]]
heading = "where"
is = "places"
[[column]]
heading = "when"
is = "time"
[[column]]
heading = "who"
is = "source"
[[column]]
heading = "remark"
is = "note"
"#;

/// A workspace with the table in it.
fn with_table() -> Desk {
    let desk = Desk::with_case();
    desk.write("figures.csv", TABLE);
    desk.write("map.toml", MAP.replace("unit = \"person\"\n", ""));
    let ran = desk.case(&["claims", "import", "figures.csv", "--map", "map.toml"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let message = desk.steady(&ran.err).replace(&desk.source_of("figures.csv")[..8], "[SOURCE]");
    assert_eq!(
        message,
        "failed: figures.csv:6: column `amount`: `nobody knows` is not one amount\n\
         4 new claims of figures.csv (source [SOURCE])\n"
    );
    desk
}

#[test]
fn a_row_is_the_passage_of_its_claim() {
    let desk = with_table();
    let rows = desk.case(&["claims", "--json", "--text", "A3,"]).rows();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["quote"], "A3,worker_count,\"50,000–60,000\",World,2015,An Institute (2015),");
    assert_eq!(
        (&rows[0]["low"], &rows[0]["places"][0], &rows[0]["origin"]),
        (&50_000.into(), &"world".into(), &"KP".into())
    );
    assert_eq!(rows[0]["attribution"][0]["name"], "An Institute");
    let again = desk.case(&["claims", "import", "figures.csv", "--map", "map.toml"]);
    assert!(again.err.contains("0 new claims") && again.err.contains("4 here already"), "{}", again.err);
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
    assert_eq!(desk.case(&["reextract"]).code, 0);
    assert_eq!(desk.case(&["claims", "--json", "--text", "A3,"]).rows().len(), 1);
}

#[test]
fn an_echo_is_one_figure_and_wages_refute_it() {
    let desk = with_table();
    let rows = desk.case(&["figures", "--kind", "revenue", "--json"]).rows();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["root_name"], &rows[0]["root_basis"], &rows[0]["mentions"]),
        (&"First Network".into(), &"named".into(), &2.into())
    );
    let ids: Vec<&str> = rows[0]["claims"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|claim| claim["source_id"].as_str())
        .collect();
    assert_eq!(ids, ["A1", "A2"]);
    let found = desk.case(&["findings", "--json"]).rows();
    let topics: Vec<&str> = found.iter().filter_map(|row| row["topic"].as_str()).collect();
    assert_eq!(topics[..2], ["implied_pay", "repeats"]);
    assert!(found[0]["passages"].as_array().unwrap().len() >= 3);
    let told = desk.case(&["explain", rows[0]["id"].as_str().unwrap()]);
    assert!(
        told.out.contains("2 mentions, 1 root") && told.out.contains("First Network, 2012"),
        "{}",
        told.out
    );
}

#[test]
fn decisions_are_kept_and_in_the_log() {
    let desk = with_table();
    let figure =
        |desk: &Desk| desk.case(&["figures", "--kind", "worker_count", "--place", "world", "--json"]).rows();
    let id = figure(&desk)[0]["id"].as_str().unwrap().to_owned();
    let ran = desk.case(&[
        "figures",
        "root",
        &id,
        "Another Institute",
        "--year",
        "2014",
        "--note",
        "read it there",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(figure(&desk)[0]["root_name"], "Another Institute");
    assert_eq!(desk.case(&["reextract"]).code, 0);
    assert_eq!(figure(&desk)[0]["root_name"], "Another Institute");
    let decisions = desk.case(&["figures", "decisions"]).out;
    assert!(decisions.starts_with("1 root set to Another Institute, 2014 by tester on"), "{decisions}");
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
    assert_eq!(desk.case(&["figures", "root", "ffff0000", "--unknown"]).code, 2);
}

#[test]
fn an_estimate_is_written_and_computed_again() {
    let desk = with_table();
    let asked =
        desk.case(&["estimate", "worker_count", "--place", "world", "--year", "2015", "--svg", "chart.svg"]);
    assert!(asked.out.contains("1 independent root of measure stock"), "{}{}", asked.out, asked.err);
    assert!(std::fs::read_to_string(desk.path("chart.svg")).unwrap().starts_with("<svg"));
    let json = desk.case(&["estimate", "worker_count", "--place", "world", "--year", "2015", "--json"]).out;
    desk.write("kept.json", &json);
    assert_eq!(desk.run(&["recompute", "kept.json"]).out, "the same result from 1 figures\n");
    desk.write("other.json", json.replacen("60000", "70000", 1));
    assert_eq!(desk.run(&["recompute", "other.json"]).code, 1);
    desk.write("none.json", "{}");
    assert_eq!(desk.run(&["recompute", "none.json"]).code, 1);
    let none = desk.case(&["estimate", "worker_count", "--place", "FR"]);
    assert!(none.out.contains("insufficient"), "{}", none.out);
}

#[test]
fn what_is_sealed_is_no_figure() {
    let desk = with_table();
    let before = desk.case(&["figures", "--json"]).rows().len();
    let key = desk.run(&["keygen", "-o", "identity.txt"]).out.trim().to_owned();
    let source = desk.source_of("figures.csv");
    let sealed = desk.case(&["seal", &source, "--recipient", &key]);
    assert_eq!(sealed.code, 0, "{}{}", sealed.out, sealed.err);
    let after = desk.case(&["figures", "--json"]);
    assert!(after.rows().len() < before && !after.out.contains("First Network"), "{}", after.out);
    assert!(!desk.case(&["findings"]).out.contains("First Network"));
    assert!(!desk.case(&["estimate", "revenue", "--place", "world"]).out.contains("First Network"));
}

#[test]
fn a_wrong_mapping_or_table_is_told_where_it_is_wrong() {
    let desk = Desk::with_case();
    desk.write("figures.csv", TABLE);
    desk.write("map.toml", MAP.replace("is = \"places\"", "is = \"weight\""));
    let ran = desk.case(&["claims", "import", "figures.csv", "--map", "map.toml"]);
    assert!(ran.code == 1 && ran.err.contains("map.toml:17:6: `weight` is none of id, kind"), "{}", ran.err);
    desk.write("map.toml", MAP.replace("heading = \"remark\"", "heading = \"comment\""));
    let ran = desk.case(&["claims", "import", "figures.csv", "--map", "map.toml"]);
    assert!(ran.code == 1 && ran.err.contains("missing: `comment`"), "{}", ran.err);
    assert_eq!(desk.case(&["claims", "import", "none.csv", "--map", "map.toml"]).code, 1);
}
