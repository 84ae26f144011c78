//! The rows that other programs rely on.

use crate::support::{Desk, NOTE, PAGE};

fn keys(row: &serde_json::Value) -> Vec<&str> {
    row.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn read_rows_have_the_fields_of_the_contract_and_zones_that_fit() {
    let desk = Desk::new();
    desk.write("welders.html", PAGE);
    desk.write("note.txt", NOTE);
    let read = desk.run(&["read", "--json", "welders.html", "note.txt"]);
    assert_eq!((read.code, read.err.as_str()), (0, ""));
    let rows = read.rows();
    assert_eq!(rows.len(), 2);
    for row in &rows {
        for field in [
            "path",
            "sha256",
            "media_type",
            "status",
            "reason",
            "text",
            "main",
            "zones",
            "title",
            "byline",
            "site",
            "published",
            "modified",
            "date_signal",
            "language",
            "words",
        ] {
            assert!(keys(row).contains(&field), "{field}");
        }
        let length = row["text"].as_str().unwrap().chars().count() as u64;
        let ends: Vec<u64> =
            row["zones"].as_array().unwrap().iter().map(|zone| zone["end"].as_u64().unwrap()).collect();
        assert!(ends.iter().all(|end| *end <= length));
    }
    assert_eq!(rows[0]["title"], "Welders at the yard");
    assert_eq!(rows[0]["published"], "2018-11-19");
    assert_eq!(rows[1]["text"], NOTE);
}

#[test]
fn extract_rows_quote_the_text_at_their_offsets() {
    let desk = Desk::new();
    // Letters of two, three and four bytes before the claims shift bytes against code points.
    desk.write("note.txt", format!("Отчёт 임금 😀 — {NOTE}"));
    let rows = desk.run(&["extract", "--json", "note.txt"]).rows();
    assert!(!rows.is_empty());
    let text: Vec<char> =
        desk.run(&["read", "--json", "note.txt"]).rows()[0]["text"].as_str().unwrap().chars().collect();
    for row in &rows {
        let at = |field: &str| usize::try_from(row[field].as_u64().unwrap()).unwrap();
        let quote: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(row["quote"], quote.as_str());
        for field in [
            "doc",
            "id",
            "kind",
            "quote",
            "start",
            "end",
            "zone",
            "low",
            "point",
            "high",
            "unit",
            "currency",
            "period",
            "measure",
            "direction",
            "hedges",
            "derived",
            "equivalent",
            "subject",
            "origin",
            "places",
            "site",
            "sectors",
            "isic",
            "employer",
            "role",
            "grade",
            "market",
            "act",
            "trend",
            "time",
            "time_basis",
            "attribution",
            "attribution_mode",
            "stance",
            "denies",
            "ilo",
            "rule",
        ] {
            assert!(keys(row).contains(&field), "{field}");
        }
    }
    let workers = rows.iter().find(|row| row["kind"] == "worker_count").unwrap();
    assert_eq!((&workers["point"], &workers["unit"]), (&300.into(), &"person".into()));
}

#[test]
fn a_compressed_file_is_read_through() {
    let desk = Desk::new();
    desk.write("note.txt", NOTE);
    let packed = std::process::Command::new("gzip").arg("-k").arg(desk.path("note.txt")).status();
    if !packed.is_ok_and(|status| status.success()) {
        return; // no gzip on this computer
    }
    let rows = desk.run(&["read", "--json", "note.txt.gz"]).rows();
    assert_eq!(rows[0]["text"], NOTE);
}

#[test]
fn eval_prints_the_figures_of_a_small_gold() {
    let desk = Desk::new();
    desk.write("docs/note.txt", NOTE);
    let rows = desk.run(&["extract", "--json", "docs/note.txt"]).rows();
    let gold: Vec<String> = rows
        .into_iter()
        .map(|mut row| {
            row["doc"] = "note.txt".into();
            row.to_string()
        })
        .collect();
    desk.write("gold.jsonl", gold.join("\n"));
    let scores = desk.run(&["eval", "claims", "gold.jsonl", "docs"]);
    assert_eq!(scores.code, 0, "{}", scores.err);
    assert!(scores.out.contains("typed   P 1.000  R 1.000  F1 1.000"), "{}", scores.out);
    desk.write("zones.jsonl", r#"{"doc":"note.txt","start":0,"end":5,"zone":"meta"}"#);
    assert!(
        desk.run(&["eval", "zones", "zones.jsonl", "docs"])
            .out
            .starts_with("characters outside main: gold 5, ")
    );
    desk.write("gold.jsonl", "{}\nnot json\n");
    let wrong = desk.run(&["eval", "claims", "gold.jsonl", "docs"]);
    assert!(wrong.err.starts_with("error: gold.jsonl:2:"), "{}", wrong.err);
}
