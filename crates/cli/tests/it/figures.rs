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

#[test]
fn a_table_that_was_cut_off_costs_its_last_row_and_a_huge_cell_no_screen() {
    let desk = Desk::with_case();
    desk.write("map.toml", MAP);
    let head = "No,what,amount,where,when,who,remark\n";
    desk.write("cut.csv", format!("{head}1,worker_count,800,PL,2016,A Body,\n2,worker_count,900,MT,20"));
    let ran = desk.case(&["claims", "import", "cut.csv", "--map", "map.toml"]);
    let reason = "cut.csv:3: the file ends within this row: 5 of 7 cells are there";
    assert!(ran.code == 1 && ran.err.contains(reason), "{}", ran.err);
    assert!(desk.case(&["claims"]).out.contains("800") && !desk.case(&["claims"]).out.contains("900"));
    desk.write("huge.csv", format!("{head}1,{},800,PL,2016,A Body,\n", "x".repeat(1 << 20)));
    let ran = desk.case(&["claims", "import", "huge.csv", "--map", "map.toml"]);
    assert!(ran.code == 1 && ran.err.len() < 2_000, "{} bytes", ran.err.len());
}

const NEWER: &str = "\
No,what,amount,where,when,who,remark
A1,revenue,$1.2–2.3 billion a year,World,2012,First Network,ROOT of the echo
A3,worker_count,\"50,000–60,000\",World,2015,An Institute (2015),
A4,wage_gross,$800 a month,Mongolia,2016,a broker to Reuters,
A5,worker_count,nobody knows,Poland,2016,An Institute,
A6,worker_count,1200,Poland,2016,An Institute,
";

/// Row, state and note of the last review of every row, in order.
fn standing(desk: &Desk) -> Vec<String> {
    let rows = desk.case(&["claims", "--json"]).rows();
    let of_tables = rows.iter().filter(|row| row["quote"].as_str().unwrap().contains(",20"));
    let told = of_tables.map(|row| {
        let quote = row["quote"].as_str().unwrap();
        format!("{} {}", quote.split(',').next().unwrap(), row["state"].as_str().unwrap())
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

fn import(desk: &Desk, args: &[&str]) -> (i32, String) {
    let ran = desk.case(&[&["claims", "import"], args].concat());
    (ran.code, desk.steady(&ran.err))
}

#[test]
fn a_newer_version_of_a_table_supersedes_what_it_says_otherwise() {
    let desk = with_table();
    let claim = |text: &str| {
        desk.case(&["claims", "--json", "--text", text]).rows()[0]["id"].as_str().unwrap().to_owned()
    };
    let (kept, changed) = (claim("A3,"), claim("A4,"));
    for (id, verdict) in [(&kept, "confirm"), (&changed, "confirm")] {
        assert_eq!(desk.case(&["review", id, verdict]).code, 0);
    }
    desk.write("figures.csv", NEWER);
    let (code, told) = import(&desk, &["figures.csv", "--map", "map.toml"]);
    assert_eq!(code, 1, "{told}");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "failed: figures.csv:5: column `amount`: `nobody knows` is not one amount");
    assert!(
        lines[1].starts_with("changed: row A4: claim ") && lines[1].ends_with("; it had been reviewed"),
        "{told}"
    );
    assert!(lines[2].starts_with("gone: row A2: claim ") && lines[2].ends_with(" is superseded"), "{told}");
    assert!(
        lines[3].starts_with("2 new claims of figures.csv (source ")
            && lines[3].ends_with("), 2 here already, 2 of an earlier version superseded"),
        "{told}"
    );
    let expected =
        ["A1 proposed", "A2 superseded", "A3 confirmed", "A4 proposed", "A4 superseded", "A6 proposed"];
    assert_eq!(standing(&desk), expected);
    assert_eq!(claim("A3,"), kept);
    // What is superseded is on record, with what took its place, and counts nowhere.
    let explained = desk.case(&["explain", &changed]).out;
    assert!(
        explained.contains("row A4 says otherwise in the version") && explained.contains("superseded"),
        "{explained}"
    );
    let figures = desk.case(&["figures", "--json"]).out;
    assert!(!figures.contains(&changed) && !figures.contains("$700"), "{figures}");
    // Once more changes nothing; the older version again takes its rows back under ids of their own.
    let (_, again) = import(&desk, &["figures.csv", "--map", "map.toml"]);
    assert!(
        again.contains("0 new claims") && again.contains("4 here already") && !again.contains("superseded"),
        "{again}"
    );
    desk.write("figures.csv", TABLE);
    let (_, back) = import(&desk, &["figures.csv", "--map", "map.toml"]);
    assert!(back.contains("2 new claims") && back.contains("2 of an earlier version superseded"), "{back}");
    assert_eq!(
        standing(&desk),
        [
            "A1 proposed",
            "A2 proposed",
            "A2 superseded",
            "A3 confirmed",
            "A4 proposed",
            "A4 superseded",
            "A4 superseded",
            "A6 superseded"
        ]
    );
    assert_eq!(desk.case(&["reextract"]).code, 0);
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
    let refused = desk.case(&["review", &kept, "supersede"]);
    assert!(refused.code != 0 && refused.err.contains("only a newer version"), "{}", refused.err);
}

#[test]
fn a_table_is_known_by_its_name_and_its_rows_never_count_twice() {
    let desk = with_table();
    desk.write("copy/figures-2.csv", NEWER);
    let (code, told) = import(&desk, &["copy/figures-2.csv", "--map", "map.toml"]);
    assert!(
        code == 1 && told.contains("2 of its rows stand in the table `") && told.contains("--table"),
        "{told}"
    );
    assert_eq!(standing(&desk).len(), 4);
    let name = desk.path("figures.csv").display().to_string();
    let (_, named) = import(&desk, &["copy/figures-2.csv", "--map", "map.toml", "--table", &name]);
    assert!(named.contains("2 of an earlier version superseded"), "{named}");
    // A name in the mapping is one under any path.
    desk.write(
        "named.toml",
        format!("name = \"wages\"\n{}", std::fs::read_to_string(desk.path("map.toml")).unwrap()),
    );
    desk.write(
        "w1.csv",
        "No,what,amount,where,when,who,remark\nW1,wage_gross,$90 a month,Poland,2016,A Body,\n",
    );
    desk.write(
        "w2.csv",
        "No,what,amount,where,when,who,remark\nW1,wage_gross,$95 a month,Poland,2016,A Body,\n",
    );
    assert_eq!(import(&desk, &["w1.csv", "--map", "named.toml"]).0, 0);
    let (_, second) = import(&desk, &["w2.csv", "--map", "named.toml"]);
    assert!(second.contains("changed: row W1"), "{second}");
}

#[test]
fn a_workbook_is_a_table_too() {
    let desk = Desk::with_case();
    desk.write(
        "map.toml",
        MAP.replace("unit = \"person\"\n", "").replace("\"csv\"", "\"xlsx\"\nsheet = \"Figures\""),
    );
    let cell = |(column, words): (usize, &str)| {
        let letter = char::from(b'A' + u8::try_from(column).unwrap());
        match words.parse::<f64>() {
            Ok(number) => format!("<c r=\"{letter}0\"><v>{number}</v></c>"),
            Err(_) => format!("<c r=\"{letter}0\" t=\"inlineStr\"><is><t>{words}</t></is></c>"),
        }
    };
    let rows = [
        ["Head counts, as collected", "", "", "", "", "", ""],
        ["No", "What", "Amount", "Where", "When", "Who", "Remark"],
        ["B1", "worker_count", "1200", "Poland", "2016", "An Institute (2016)", ""],
        ["B2", "wage_gross", "$700 a month", "Mongolia", "2016", "a broker to Reuters", "asked twice"],
    ];
    let row = |(number, cells): (usize, &[&str; 7])| {
        let cells: String =
            cells.iter().copied().enumerate().filter(|(_, words)| !words.is_empty()).map(cell).collect();
        let number = number + 1;
        format!("<row r=\"{number}\">{cells}</row>").replace("0\"", &format!("{number}\""))
    };
    let sheet: String = rows.iter().enumerate().map(row).collect();
    desk.write("figures.xlsx", workbook("Figures", &format!("<sheetData>{sheet}</sheetData>")));
    let (code, told) = import(&desk, &["figures.xlsx", "--map", "map.toml"]);
    assert!(code == 0 && told.contains("2 new claims of figures.xlsx"), "{told}");
    let rows = desk.case(&["claims", "--source", &desk.source_of("figures.xlsx"), "--json"]).rows();
    let said: Vec<_> =
        rows.iter().map(|row| (row["kind"].as_str().unwrap(), row["point"].as_f64().unwrap())).collect();
    assert_eq!(said, [("worker_count", 1200.0), ("wage_gross", 700.0)]);
    let text = desk.run(&["read", "--json", "figures.xlsx"]).rows()[0]["text"].as_str().unwrap().to_owned();
    for row in &rows {
        let at = |key: &str| usize::try_from(row[key].as_u64().unwrap()).unwrap();
        let quote: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert_eq!(row["quote"], quote);
    }
    let other = MAP.replace("\"csv\"", "\"xlsx\"\nsheet = \"Notes\"");
    desk.write("other.toml", other);
    let (code, told) = import(&desk, &["figures.xlsx", "--map", "other.toml"]);
    assert!(code == 1 && told.contains("no row has all the headings"), "{told}");
}

/// A workbook with one sheet.
fn workbook(name: &str, content: &str) -> Vec<u8> {
    use std::io::Write;
    let book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("xl/workbook.xml", book),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                .to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{content}</worksheet>")),
    ];
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in parts {
        file.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(part.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn decisions_survive_another_reading_of_the_page() {
    let desk = Desk::with_case();
    desk.write("a.txt", "Report, June 2016.\n\nThe First Institute said that about 2,400 North Korean workers were in Latvia in 2016.\n");
    desk.write("b.txt", "Report, June 2016.\n\nThe Second Institute said that about 2,400 North Korean workers were in Latvia in 2016.\n");
    assert_eq!(desk.case(&["add", "a.txt", "b.txt"]).code, 0);
    let figures =
        |desk: &Desk| desk.case(&["figures", "--kind", "worker_count", "--place", "LV", "--json"]).rows();
    let ids = |rows: &[serde_json::Value]| {
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = ids(&figures(&desk));
    assert_eq!(before.len(), 2, "{before:?}");
    assert_eq!(desk.case(&["figures", "merge", &before[0], &before[1]]).code, 0);
    let merged = figures(&desk);
    assert_eq!(merged.len(), 1);
    let root = desk.case(&[
        "figures",
        "root",
        merged[0]["id"].as_str().unwrap(),
        "Third Ministry",
        "--year",
        "2015",
    ]);
    assert_eq!(root.code, 0, "{}", root.err);
    let decided = figures(&desk);
    // New rules make another reader: every document is read anew, and its claims are made anew.
    desk.write("case/rules/own.frames", "lexicon worker\n  quarrymen/n\n");
    let reread = desk.case(&["reextract"]);
    assert!(
        reread.code == 0 && reread.err.contains(" documents made anew, 0 up to date"),
        "{}{}",
        reread.out,
        reread.err
    );
    assert_eq!(figures(&desk), decided);
    assert_eq!(decided[0]["root_name"], "Third Ministry");
    // A split of what was merged survives too.
    let claim = decided[0]["claims"][1]["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.case(&["figures", "split", &claim]).code, 0);
    let split = figures(&desk);
    assert_eq!(split.len(), 2);
    desk.write("case/rules/own.frames", "lexicon worker\n  quarrymen/n\n  ferrymen/n\n");
    assert!(desk.case(&["reextract"]).err.contains(" documents made anew, 0 up to date"));
    assert_eq!(figures(&desk), split);
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}
