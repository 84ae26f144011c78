//! The main paths: from a folder of files to a reviewed, exported ledger.

use crate::support::{Desk, NOTE, PAGE};
use std::process::Stdio;

#[test]
fn files_become_a_ledger_that_can_be_looked_at() {
    let desk = Desk::new();
    desk.write("in/welders.html", PAGE);
    desk.write("in/note.txt", NOTE);
    let made = desk.run(&["init", "case"]);
    insta::assert_snapshot!(desk.steady(&made.err), @r"
    A workspace is ready in case
    Next: cd there, then `manumit add FOLDER`
    ");
    let here = desk.command(&["init"]).current_dir(desk.path("in")).output().unwrap();
    assert!(String::from_utf8(here.stderr).unwrap().ends_with("Next: `manumit add FOLDER`\n"));
    for made in ["in/manumit.toml", "case/manumit.toml"] {
        let settings = std::fs::read_to_string(desk.path(made)).unwrap();
        assert!(settings.contains("# sealing_recipient = \"age1…\""), "{settings}");
    }
    std::fs::remove_dir_all(desk.path("in/.manumit")).unwrap();
    std::fs::remove_file(desk.path("in/manumit.toml")).unwrap();
    let added = desk.case(&["add", "in"]);
    assert_eq!(added.code, 0);
    assert!(added.out.lines().all(|line| line.starts_with("read    in/")), "{}", added.out);
    assert!(added.err.starts_with("2 files read, "), "{}", added.err);

    let again = desk.case(&["add", "in"]);
    insta::assert_snapshot!(again.out, @r"
    known   in/note.txt
    known   in/welders.html
    ");
    insta::assert_snapshot!(again.err, @"0 files read, 0 claims; 2 here already");

    let named = desk.case(&["claims", "--kind", "worker_count", "--place", "Poland"]);
    assert!(named.out.contains("800") && !named.out.contains("300"), "{}", named.out);
    let slip = desk.case(&["claims", "--place", "Polnad"]);
    assert!(slip.err.contains("did you mean Poland?"), "{}", slip.err);
    assert!(!desk.case(&["claims", "--place", "Portugal"]).err.contains("note:"));
    let polish = desk.case(&["claims", "--kind", "worker_count", "--place", "PL"]);
    assert!(polish.out.contains("800") && !polish.out.contains("300"), "{}", polish.out);
    let sources = desk.case(&["sources"]);
    assert!(sources.out.contains("welders.html") && sources.out.contains("2018-11-19"), "{}", sources.out);
}

#[test]
fn explain_shows_passage_slots_speaker_and_citation() {
    let desk = Desk::with_case();
    let explained = desk.case(&["explain", &desk.claim_of_kind("worker_count")[..6]]);
    let page = desk.steady(&explained.out);
    assert_eq!(explained.code, 0);
    for words in ["▸", "◂", "Slots", "Who says so", "Reviews", "Rule", "To cite", "SHA-256"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let levy = desk.claim_of_kind("wage_received");
    let citation = desk.case(&["explain", &levy, "--bibtex"]);
    insta::assert_snapshot!(desk.steady(&citation.out), @r"
    @online{source-2018-3f4d76cd,
      title = {Welders at the yard},
      organization = {Example Weekly},
      date = {2018-11-19},
      urldate = {[TODAY]},
      note = {SHA-256 3f4d76cd41a59e7ae21534a34d61985882fef469cbdf4a16fee5b341ebb0a4ac},
      url = {https://weekly.example/welders},
    }
    ");
    let csl = desk.case(&["explain", &levy, "--csl"]);
    assert_eq!(csl.rows()[0]["URL"], "https://weekly.example/welders");
}

#[test]
fn explain_shows_what_was_taken_over_from_where() {
    let desk = Desk::new();
    desk.run(&["init", "case"]);
    desk.write(
        "site.txt",
        "Builders in the north\n3 May 2019\n\nIn 2018 about 3,000 North Korean workers were employed in Poland. Harbour Stone \
         Works (HSW) hired 900 workers there, of whom 300 were in Gdynia. They earn $700 a month although they only receive $150. \
         The rest goes to the government. HSW pays an agency, and the company employs 50 more workers at its quarry.\n\n\
         Poland said that 37 North Koreans still held residence permits.\n",
    );
    desk.case(&["add", "site.txt"]);
    let rows = desk.case(&["claims", "--json"]).rows();
    let slot = |quote: &str, slot: &str| {
        let row = rows.iter().find(|row| row["quote"] == quote).unwrap();
        let page = desk.case(&["explain", row["id"].as_str().unwrap()]).out;
        let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
        let first = lines.iter().position(|line| line.starts_with(&format!("  {slot} "))).unwrap();
        let rest = lines[first + 1..].iter().take_while(|line| line.starts_with("       "));
        let whole: Vec<&str> =
            std::iter::once(&lines[first]).chain(rest).flat_map(|line| line.split_whitespace()).collect();
        whole.join(" ")
    };
    // The antecedent of a noun.
    assert_eq!(
        slot("50 more workers", "employer"),
        "employer Harbour Stone Works “the company” (Harbour Stone Works, named before), “Harbour Stone Works” (where it is named)"
    );
    // What was carried from another sentence or clause.
    assert_eq!(slot("900 workers", "places"), "places PL “Poland” (carried from an earlier sentence)");
    assert_eq!(slot("$150", "period"), "period month “a month” (taken over from the clause before)");
    assert_eq!(slot("300", "places"), "places PL, Gdynia “Gdynia”");
    assert_eq!(slot("37 North Koreans", "places"), "places PL “Poland” (what it says of its own)");
    // The arithmetic of a number that the text does not give.
    assert_eq!(
        slot("The rest goes to the government", "derived"),
        "derived computed from other numbers of the text “$700 a month” (taken from here), “$150” (taken from here), “The rest \
         goes to the government” ((700 − 150) ÷ 700 = 0.786)"
    );
}

#[test]
fn reviews_add_up_and_the_last_one_counts() {
    let desk = Desk::with_case();
    let id = desk.claim_of_kind("wage_received");
    let confirmed = desk.case(&["review", &id[..8], "confirm"]);
    assert_eq!((confirmed.code, confirmed.err), (0, format!("claim {} is confirmed, by tester\n", &id[..8])));
    let corrected = desk.case(&[
        "review",
        &id,
        "correct",
        "low=120",
        "high=150",
        "places=Poland, Gdynia",
        "--note",
        "as printed",
    ]);
    assert_eq!(corrected.code, 0, "{}", corrected.err);

    let row = &desk.case(&["claims", "--state", "corrected", "--json"]).rows()[0];
    assert_eq!(
        (&row["low"], &row["point"], &row["high"]),
        (&120.into(), &serde_json::Value::Null, &150.into())
    );
    assert_eq!(row["places"], serde_json::json!(["PL", "Gdynia"]));
    assert!(corrected.err.contains("note: places: “Poland” is written PL"), "{}", corrected.err);
    let page = desk.case(&["explain", &id]).out;
    assert!(page.contains("confirm by tester"), "{page}");
    assert!(page.contains("correct by tester low=120 high=150 places=PL, Gdynia — as printed"), "{page}");

    assert!(page.contains("low=120 by tester on "), "{page}");

    desk.case(&["review", &id, "correct", "site=yard"]);
    desk.case(&["review", &id, "confirm"]);
    let row = &desk.case(&["claims", "--state", "confirmed", "--json"]).rows()[0];
    assert_eq!((&row["low"], &row["high"], &row["site"]), (&120.into(), &150.into(), &"yard".into()));

    desk.case(&["review", &id, "correct", "places=Latvia"]);
    let of = |place: &str| desk.case(&["claims", "--place", place, "--json"]).out.contains(&id);
    assert!(of("LV") && !of("PL"));

    desk.case(&["review", &id, "reject"]);
    assert!(desk.case(&["claims", "--state", "corrected", "--json"]).out.is_empty());
    assert!(!desk.case(&["export", "ftm", "-o", "-"]).out.contains(&id));
    let again = desk.case(&["add", "in"]);
    assert_eq!(again.code, 0);
    assert_eq!(desk.case(&["claims", "--state", "rejected", "--json"]).rows().len(), 1);
}

#[test]
fn a_person_adds_a_claim_of_their_own() {
    let desk = Desk::with_case();
    let source = desk.source_of("note.txt");
    let args = ["claim", "add", &source[..8], "--quote", "lived in dormitories near  the factory", "--kind"];
    let with = |more: &[&'static str]| desk.case(&[&args[..], more].concat());
    let added = with(&["indicator", "ilo=ILO-10", "places=RU", "speaker=A worker", "speaker_type=anonymous"]);
    assert_eq!(added.code, 0, "{}", added.err);
    let row = &desk.case(&["claims", "--kind", "indicator", "--source", &source, "--json"]).rows()[0];
    assert_eq!(row["id"], added.out.trim());
    assert_eq!(
        (&row["rule"], &row["ilo"], &row["zone"]),
        (&"person".into(), &"ILO-10".into(), &"main".into())
    );
    assert_eq!(row["quote"], "lived in dormitories near the factory");

    let table = desk.case(&["claims", "--kind", "indicator", "--source", &source]).out;
    assert!(table.contains("  +  "), "{table}");

    assert!(with(&["indicator"]).err.contains("an indicator needs its code"));
    assert!(with(&["indicator", "ilo=ILO-10"]).err.contains("this claim stands already"));
    let elsewhere = desk.case(&["claim", "add", &source, "--quote", "not there", "--kind", "presence"]);
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.err.contains("do not stand in source"), "{}", elsewhere.err);
}

#[test]
fn search_shows_passages_with_the_words_marked() {
    let desk = Desk::with_case();
    let found = desk.case(&["search", "passports AND confiscated"]);
    assert_eq!(found.code, 0);
    assert!(found.out.contains("[passports] were [confiscated]"), "{}", found.out);
    assert_eq!(found.err, "1 document\n");
    assert_eq!(desk.case(&["search", "dormitories AND passports"]).err, "0 documents\n");
    let row = &desk.case(&["search", "--json", "dormitories"]).rows()[0];
    assert!(row["passages"][0]["text"].as_str().unwrap().contains("dormitories"), "{row}");
    std::fs::remove_dir_all(desk.path("case/.manumit/index")).unwrap();
    assert_eq!(desk.case(&["index", "rebuild"]).err, "the index holds 2 documents now\n");
    assert_eq!(desk.case(&["search", "passports"]).err, "1 document\n");
}

#[test]
fn exports_do_not_overwrite_and_respect_what_is_open() {
    let desk = Desk::with_case();
    assert_eq!(desk.case(&["export", "csv", "-o", "out.csv"]).code, 0);
    let table = std::fs::read_to_string(desk.path("out.csv")).unwrap();
    assert!(table.starts_with("id,state,kind,low,point,high,unit,"));
    let again = desk.case(&["export", "csv", "-o", "out.csv"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("add --force to overwrite it"), "{}", again.err);
    assert_eq!(desk.case(&["export", "csv", "-o", "out.csv", "--force"]).code, 0);

    assert!(desk.case(&["export", "jsonl", "-o", "-", "--public"]).out.is_empty());
    let source = desk.source_of("note.txt");
    assert_eq!(desk.case(&["sources", "set", &source, "--sensitivity", "open"]).code, 0);
    let public = desk.case(&["export", "jsonl", "-o", "-", "--public"]).rows();
    assert!(!public.is_empty());
    assert!(public.iter().all(|row| row["source_id"] == source.as_str()));
    assert!(public.iter().all(|row| row["doc"] == "note.txt"));
}

#[test]
fn a_backup_is_restored_and_the_log_is_whole() {
    let desk = Desk::with_case();
    let kept = desk.case(&["backup", "case.backup"]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    let restored = desk.run(&["restore", "case.backup", "again"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let claims = |case: &str| desk.run(&["--workspace", case, "claims", "--json"]).out;
    assert_eq!(claims("case"), claims("again"));
    assert!(!claims("again").is_empty());
    let verified = desk.run(&["--workspace", "again", "audit", "verify"]);
    assert_eq!(verified.code, 0);
    assert!(verified.out.starts_with("the log is whole: "), "{}", verified.out);
    assert!(desk.case(&["audit", "log"]).out.contains("tester  add"));
}

#[test]
fn one_and_many_threads_make_the_same_ledger() {
    let desk = Desk::new();
    for number in 0..40 {
        let page = PAGE
            .replace("800", &format!("{}", 800 + number))
            .replace("Poland", ["Poland", "Malta"][number % 2]);
        desk.write(&format!("in/{number}.html"), page);
        desk.write(&format!("in/copy-{number}.txt"), NOTE);
    }
    let ledger = |case: &str, threads: &str| {
        desk.run(&["init", case]);
        let added = desk.run(&["--workspace", case, "--threads", threads, "add", "in"]);
        assert_eq!(added.code, 0, "{}", added.err);
        let claims = desk.run(&["--workspace", case, "claims", "--zone", "all", "--json"]).out;
        let sources = desk.run(&["--workspace", case, "sources", "--json"]).rows();
        let routes: Vec<String> =
            sources.iter().map(|row| format!("{} {}", row["id"], row["routes"])).collect();
        (added.out, claims, routes)
    };
    let (one, many) = (ledger("one", "1"), ledger("many", "8"));
    assert_eq!(one.0, many.0);
    assert_eq!(one.1, many.1);
    assert_eq!(one.2, many.2);
    assert_eq!(one.2.len(), 41);
}

#[test]
fn rules_of_the_workspace_count_and_reviews_survive_them() {
    let desk = Desk::with_case();
    let id = desk.claim_of_kind("worker_count");
    desk.case(&["review", &id, "confirm"]);
    let up_to_date = desk.case(&["reextract"]);
    assert!(up_to_date.err.starts_with("0 documents made anew, 2 up to date"), "{}", up_to_date.err);
    desk.write("case/rules/own.frames", "# nothing yet\n");
    let renewed = desk.case(&["reextract"]);
    assert_eq!(renewed.code, 0, "{}", renewed.err);
    assert!(renewed.err.starts_with("2 documents made anew, 0 up to date"), "{}", renewed.err);
    assert!(renewed.err.contains("reviews: 1 kept, 0 moved, 0 orphaned"), "{}", renewed.err);
    let broken = "frame \n  this is no rule\n";
    desk.write("case/rules/own.frames", broken);
    let refused = desk.case(&["reextract"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("own.frames:1:"), "{}", refused.err);
}

#[test]
fn a_review_whose_claim_is_gone_is_shown_and_comes_back_with_it() {
    let desk = Desk::with_case();
    let row = &desk.case(&["claims", "--kind", "wage_received", "--json"]).rows()[0];
    let (id, rule) = (row["id"].as_str().unwrap(), row["rule"].as_str().unwrap());
    desk.case(&["review", id, "confirm", "--note", "seen in print"]);
    // The learned part would claim it where no worded rule does.
    let silenced: String = [rule, "wage_received/likely", "wage_gross/likely", "levy/likely"]
        .map(|name| {
            let kind = name.split('/').next().unwrap_or_default();
            format!("frame {name}\n  kind {kind}\n  match workers\n  not sentence: <word>\n")
        })
        .concat();
    desk.write("case/rules/own.frames", silenced);
    let renewed = desk.case(&["reextract"]);
    assert!(renewed.err.contains("1 orphaned"), "{}", renewed.err);
    let shown = desk.steady(&desk.case(&["claims", "--state", "orphaned"]).out);
    let shown = shown.replace(&id[..8], "[ID]");
    insta::assert_snapshot!(shown, @"orphaned  [ID]  wage_received  confirm by tester on [TODAY]: “$150 a month” in welders.html — seen in print");
    let explained = desk.case(&["explain", &id[..8]]);
    assert_eq!(explained.code, 0, "{}", explained.err);
    assert!(
        explained.out.contains("orphaned") && explained.out.contains("seen in print"),
        "{}",
        explained.out
    );
    let row = &desk.case(&["explain", id, "--json"]).rows()[0];
    assert_eq!((&row["state"], &row["review"]["verdict"]), (&"orphaned".into(), &"confirm".into()));
    assert_eq!(desk.case(&["explain", "ffffffff"]).code, 2);

    std::fs::remove_file(desk.path("case/rules/own.frames")).unwrap();
    assert_eq!(desk.case(&["reextract"]).code, 0);
    assert!(desk.case(&["claims", "--state", "orphaned"]).out.is_empty());
    assert_eq!(desk.case(&["claims", "--state", "confirmed", "--json"]).rows()[0]["id"], id);
}

#[test]
fn the_log_is_printed_as_json_too() {
    let desk = Desk::with_case();
    let rows = desk.case(&["audit", "log", "--json"]).rows();
    assert_eq!((&rows[0]["action"], &rows[0]["sequence"]), (&"init".into(), &1.into()));
    assert!(rows.iter().all(|row| row["actor"] == "tester"));
    assert_eq!(rows.len(), desk.case(&["audit", "log"]).out.lines().count());
}

#[test]
fn an_explanation_fits_the_columns_there_are() {
    let desk = Desk::with_case();
    let id = desk.claim_of_kind("worker_count");
    desk.case(&["review", &id, "correct", "point=790", "--note", &"a long reason ".repeat(8)]);
    let ran = desk.command(&["-w", "case", "explain", &id]).env("COLUMNS", "50").output().unwrap();
    let page = String::from_utf8(ran.stdout).unwrap();
    // What has no place to break, such as a hash, stands on a line of its own.
    let too_long: Vec<&str> =
        page.lines().filter(|line| line.chars().count() > 50 && line.trim().contains(' ')).collect();
    assert!(too_long.is_empty(), "{too_long:#?}");
}

#[test]
fn a_trace_says_which_rules_matched_and_which_won() {
    let desk = Desk::with_case();
    let traced = desk.case(&["rules", "trace", "in/note.txt"]);
    assert_eq!(traced.code, 0, "{}", traced.err);
    assert!(
        traced.out.contains("300 North Korean workers") && traced.out.contains(": claims"),
        "{}",
        traced.out
    );
    let rows = desk.run(&["rules", "trace", "in/note.txt", "--json"]).rows();
    assert!(rows.iter().any(|row| row["frames"][0]["outcome"] == "claims"), "{rows:?}");
    let missing = desk.run(&["rules", "trace", "in/missing.txt"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("there is no such file"), "{}", missing.err);
}

#[test]
fn rules_can_be_listed_and_their_examples_tried() {
    let desk = Desk::with_case();
    assert!(desk.case(&["rules", "list"]).out.contains("wage_received"));
    let own = "frame levy/bond\n  kind levy\n  match <money>\n  needs near: bond/n\n  \
        yes The crew paid a bond of $400 each. => point=500\n";
    desk.write("case/rules/own.frames", own);
    let checked = desk.case(&["rules", "check"]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("own.frames:5: frame levy/bond"), "{}{}", checked.out, checked.err);
    assert_eq!(desk.run(&["rules", "check"]).out.matches("own.frames").count(), 0);
}

#[test]
fn the_demo_makes_a_workspace_and_says_what_to_try() {
    let desk = Desk::new();
    let shown = desk.run(&["demo", "--dir", "demo"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.lines().count() > 20);
    assert!(shown.err.contains("all written for demonstration") && shown.err.contains("manumit explain "));
    let again = desk.run(&["demo", "--dir", "demo"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not empty"), "{}", again.err);
    let verified = desk.run(&["--workspace", "demo", "audit", "verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    // More than a pipe holds, so that the writer is still at it when the reader is gone.
    desk.write("long.txt", NOTE.repeat(3000));
    let mut child = desk
        .command(&["read", "--json", "long.txt", "long.txt"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn colours_only_where_they_are_asked_for() {
    let desk = Desk::with_case();
    assert!(!desk.case(&["claims"]).out.contains('\u{1b}'));
    assert!(desk.case(&["--color", "always", "claims"]).out.contains('\u{1b}'));
}
