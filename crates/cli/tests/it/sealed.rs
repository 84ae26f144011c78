//! What is sealed is in no output, no index, no ledger, no backup and no log.

use crate::support::{Desk, files_beneath};
use std::fs;

/// Words that stand in no other file; some of them make a claim.
const CANARY: &str = "quillwort";
const TESTIMONY: &str = "Interview, June 2017.\n\nAbout 431 North Korean workers were sent to the quillwort factory in \
    Russia. A worker said he received $97 a month and that his passport was confiscated at quillwort. About 35 North \
    Korean workers were employed by Quillwort Timber Company in Russia.\n";
/// Names to screen, near to what is sealed without being it.
const ASKED: &str = "id,name\n1,Quilwort Timbr Company\n2,Somebody Else\n";

/// Every command that shows anything, run on the workspace.
fn everything_shown(desk: &Desk) -> String {
    let mut shown = String::new();
    let sources = desk.case(&["sources", "--json"]).rows();
    for command in [
        &["sources"][..],
        &["sources", "--json"],
        &["sources", "--failed"],
        &["claims", "--zone", "all"],
        &["claims", "--zone", "all", "--json"],
        &["claims", "--zone", "all", "--csv"],
        &["figures"],
        &["figures", "--json"],
        &["findings"],
        &["estimate", "worker_count", "--place", "RU"],
        &["search", "factory"],
        &["search", CANARY],
        &["search", "--json", CANARY],
        &["export", "csv", "-o", "-", "--zone", "all"],
        &["export", "jsonl", "-o", "-", "--zone", "all"],
        &["export", "ftm", "-o", "-", "--zone", "all"],
        &["entities", "--all"],
        &["entities", "--all", "--json"],
        &["entities", "--judgements"],
        &["screen", "--name", "Example Trading", "--json"],
        &[
            "screen",
            "asked.csv",
            "--json",
            "--report",
            "r.html",
            "--report",
            "r.csv",
            "--report",
            "r.json",
            "--force",
        ],
        &["rescreen"],
        &["audit", "log"],
        &["audit", "verify"],
        &["reextract"],
        &["index", "rebuild"],
    ] {
        let ran = desk.case(command);
        // The search for the word itself repeats it in no message.
        shown.push_str(&ran.out);
        shown.push_str(&ran.err);
    }
    for source in sources {
        let id = source["id"].as_str().unwrap();
        for command in [
            &["claims", "--zone", "all", "--source", id][..],
            &["claim", "add", id, "--quote", "factory", "--kind", "presence"],
            &["sources", "set", id, "--sensitivity", "open"],
        ] {
            let ran = desk.case(command);
            shown.push_str(&ran.out);
            shown.push_str(&ran.err);
        }
    }
    shown
}

fn holds_canary(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle));
    has(CANARY.as_bytes()) || has(&wide)
}

fn assert_nothing_beneath(desk: &Desk, folder: &str) {
    for file in files_beneath(&desk.path(folder)) {
        assert!(!holds_canary(&fs::read(&file).unwrap()), "{}", file.display());
    }
}

/// A workspace with an open note, ready to seal.
fn desk_with_key() -> (Desk, String) {
    let desk = Desk::with_case();
    let made = desk.run(&["keygen", "-o", "identity.txt"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let key = made.out.trim().to_owned();
    assert!(key.starts_with("age1"));
    let settings = fs::read_to_string(desk.path("case/manumit.toml")).unwrap();
    // A top-level key must stand before the first table.
    fs::write(desk.path("case/manumit.toml"), format!("sealing_recipient = \"{key}\"\n{settings}")).unwrap();
    desk.write("testimony/interview.txt", TESTIMONY);
    desk.write("asked.csv", ASKED);
    (desk, key)
}

#[test]
fn what_is_added_sealed_leaves_no_trace() {
    let (desk, _) = desk_with_key();
    let added = desk.case(&["add", "testimony", "--sensitivity", "sealed"]);
    assert_eq!(added.code, 0, "{}{}", added.out, added.err);
    assert!(added.out.contains("sealed") && !holds_canary(added.out.as_bytes()), "{}", added.out);
    let shown = everything_shown(&desk);
    assert!(!holds_canary(shown.as_bytes()), "{shown}");
    // Hashes and times may hold the figures by chance.
    assert!(!shown.contains("431 North") && !shown.contains(":431"), "{shown}");
    assert_eq!(desk.case(&["backup", "case.backup"]).code, 0);
    assert!(!holds_canary(&fs::read(desk.path("case.backup")).unwrap()));
    assert_nothing_beneath(&desk, "case");
    let again = desk.case(&["add", "testimony"]);
    assert!(again.out.contains("here already, sealed"), "{}", again.out);
}

#[test]
fn sealing_later_takes_out_what_was_there_and_unsealing_brings_it_back() {
    let (desk, key) = desk_with_key();
    assert_eq!(desk.case(&["add", "testimony"]).code, 0);
    let source = desk.source_of("interview.txt");
    let before = desk.case(&["claims", "--zone", "all", "--source", &source, "--json"]).out;
    assert!(before.contains("431"), "{before}");
    assert_eq!(desk.case(&["search", CANARY]).err, "1 document\n");

    // A screening that is kept while the source is still in the clear leaves no words of it behind, nor do decisions and judgements on
    // what only it names, nor notes that quote it.
    let named = desk.case(&["screen", "asked.csv", "--json"]);
    assert!(named.out.contains("Quillwort Timber Company"), "{}{}", named.out, named.err);
    let documented = &named.rows()[0]["results"][0];
    let (entity, matched) = (documented["id"].as_str().unwrap(), documented["match_id"].as_str().unwrap());
    desk.write(
        "list.json",
        "{\"id\":\"x-1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Somebody Else\"]}}\n",
    );
    assert_eq!(desk.case(&["lists", "add", "example", "list.json"]).code, 0);
    let listed = desk.case(&["screen", "asked.csv", "--json"]).rows()[1]["results"][0]["match_id"].clone();
    for command in [
        &["decide", matched, "false", "--note", "not the quillwort one"][..],
        &[
            "decide",
            listed.as_str().unwrap(),
            "true",
            "--note",
            "he spoke of the quillwort factory in person",
        ],
        &["decide", listed.as_str().unwrap(), "unsure", "--note", "look again"],
        &["judge", entity, "x-1", "same"],
        &["judge", "x-1", "y-2", "same", "--note", "as Quillwort Timber Company said"],
    ] {
        let ran = desk.case(command);
        assert_eq!(ran.code, 0, "{command:?}: {}", ran.err);
    }
    let decided = || desk.case(&["screen", "asked.csv", "--json", "--no-record"]).rows();
    assert_eq!(decided()[0]["standing"], "nothing", "a decision silences what is documented");

    let sealed = desk.case(&["seal", &source, "--recipient", &key]);
    assert_eq!(sealed.code, 0, "{}", sealed.err);
    assert!(sealed.err.contains("sealed with it: 4"), "{}", sealed.err);
    assert_eq!(decided()[1]["results"][0]["decision"]["verdict"], "unsure");
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
    assert_eq!(desk.case(&["dossier", entity]).code, 2);
    assert_eq!(desk.case(&["dossier", "x-1", "--texts"]).code, 0);
    for file in files_beneath(&desk.path("case")) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(entity.len()).any(|window| window == entity.as_bytes()), "{}", file.display());
    }
    for file in ["dossier-x-1.zip", "dossier-x-1.html"] {
        assert!(!holds_canary(&fs::read(desk.path(file)).unwrap()), "{file}");
    }
    let shown = everything_shown(&desk);
    assert!(!holds_canary(shown.as_bytes()), "{shown}");
    for report in ["r.html", "r.csv", "r.json"] {
        assert!(!holds_canary(&fs::read(desk.path(report)).unwrap()), "{report}");
    }
    assert_nothing_beneath(&desk, "case");

    let listed = desk.case(&["sources", "--sensitivity", "sealed", "--json"]).rows();
    let id = listed[0]["id"].as_str().unwrap();
    let inside = desk.case(&["unseal", id, "--identity", "case/identity.txt"]);
    assert_eq!(inside.code, 1, "{}", inside.err);
    let back = desk.case(&["unseal", id, "--identity", "identity.txt"]);
    assert_eq!(back.code, 0, "{}", back.err);
    let after = desk.case(&["claims", "--zone", "all", "--source", &source, "--json"]).out;
    assert_eq!(before, after);
    assert_eq!(desk.case(&["search", CANARY]).err, "1 document\n");
    // What was decided comes back with it.
    let verified = desk.case(&["audit", "verify"]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    assert_eq!(decided()[0]["results"][0]["decision"]["note"], "not the quillwort one");
    assert_eq!(desk.case(&["entities", "--judgements", "--json"]).rows().len(), 2);
}

#[test]
fn a_table_imported_as_sealed_leaves_no_trace_and_comes_back_with_its_claims() {
    let (desk, _) = desk_with_key();
    desk.write("secret/figures.csv", "No,What,Amount,Where,Who\nQ1,worker_count,431,Russia,Quillwort Timber Company\nQ2,worker_count,quillwort,Russia,\n");
    desk.write(
        "secret/map.toml",
        "table = \"csv\"\n[constants]\nunit = \"person\"\n[[column]]\nheading = \"No\"\nis = \"id\"\n[[column]]\nheading = \"What\"\nis = \"kind\"\n\
         [[column]]\nheading = \"Amount\"\nis = \"point\"\n[[column]]\nheading = \"Where\"\nis = \"places\"\n[[column]]\nheading = \"Who\"\nis = \"source\"\n",
    );
    let import = &["claims", "import", "secret/figures.csv", "--map", "secret/map.toml"][..];
    let ran = desk.case(&[import, &["--sensitivity", "sealed"]].concat());
    assert!(
        ran.code == 1 && ran.err.contains("1 new claim of secret/figures.csv (sealed source "),
        "{}{}",
        ran.out,
        ran.err
    );
    let shown = everything_shown(&desk);
    assert!(!holds_canary(shown.as_bytes()) && !shown.contains("figures.csv"), "{shown}");
    assert!(!desk.case(&["figures", "--json"]).out.contains("Q1"));
    assert_eq!(desk.case(&["backup", "case.backup"]).code, 0);
    assert!(!holds_canary(&fs::read(desk.path("case.backup")).unwrap()));
    assert_nothing_beneath(&desk, "case");
    let again = desk.case(import);
    assert!(again.code == 1 && again.err.contains("sealed"), "{}", again.err);
    let listed = desk.case(&["sources", "--sensitivity", "sealed", "--json"]).rows();
    let back = desk.case(&["unseal", listed[0]["id"].as_str().unwrap(), "--identity", "identity.txt"]);
    assert_eq!(back.code, 0, "{}", back.err);
    let rows = desk.case(&["figures", "--json"]).rows();
    assert!(rows.iter().any(|row| row["claims"][0]["source_id"] == "Q1"));
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}
