//! Official lists from the command line, and what a killed update leaves.

use crate::support::Desk;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A list of made-up firms in FtM form; `mark` tells versions apart.
fn firms(count: usize, mark: &str) -> String {
    let line = |number: usize| {
        format!(
            r#"{{"id":"x-{number}","schema":"Company","properties":{{"name":["Example Firm {number}"],"country":["de"],"notes":["{mark}"]}}}}"#
        )
    };
    (1..=count).map(|number| line(number) + "\n").collect()
}

fn desk_with_list() -> Desk {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    desk.write("one.json", firms(40, "one"));
    let added = desk.case(&[
        "lists",
        "add",
        "example",
        "one.json",
        "--title",
        "Example firms",
        "--rhythm-days",
        "10",
        "--published",
        "2020-01-02",
    ]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(
        added.err.contains(" is in use, 40 entries, published 2020-01-02\n  Company 40\n"),
        "{}",
        added.err
    );
    desk
}

#[test]
fn a_list_goes_through_its_life() {
    let desk = desk_with_list();
    let status = desk.case(&["lists", "status"]);
    assert!(status.out.contains("example  OVERDUE"), "{}", status.out);
    assert!(status.err.starts_with("WARNING: Example firms is "), "{}", status.err);
    let row = desk.case(&["lists", "status", "--json"]).rows().remove(0);
    assert_eq!(row["overdue"], true);
    assert!(row["warning"].as_str().unwrap().contains("expected within 10"));
    assert_eq!((row["list"].as_str(), row["entries"].as_u64()), (Some("example"), Some(40)));

    let same = desk.case(&["lists", "update", "example", "one.json", "--published", "2020-01-02"]);
    assert!(same.err.starts_with("example: unchanged, version "), "{}", same.err);

    let changed =
        firms(41, "one").replace("Example Firm 7\"", "Example Firm Seven\"").replacen("x-1\"", "x-0\"", 1);
    desk.write("two.json", changed);
    let updated = desk.case(&["lists", "update", "example", "two.json", "--published", "2020-02-02"]);
    assert!(updated.err.contains("  2 added, 1 removed, 1 changed\n"), "{}", updated.err);
    let diff = desk.case(&["lists", "diff", "example"]);
    insta::assert_snapshot!(diff.out, @"
    + x-0  Company  Example Firm 1
    + x-41  Company  Example Firm 41
    - x-1  Company  Example Firm 1
    ~ x-7  Company  Example Firm Seven
        - name: Example Firm 7
        + name: Example Firm Seven
    ");
    let versions = desk.case(&["lists", "status", "example", "--json"]).rows();
    let ids: Vec<_> = versions.iter().map(|row| row["version"]["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    let back = desk.case(&["lists", "diff", ids[1], ids[0], "--json"]).rows().remove(0);
    assert_eq!(back["added"].as_array().unwrap().len(), 1);
    assert_eq!(back["changed"][0]["fields"][0]["removed"][0], "Example Firm Seven");

    assert_eq!(desk.case(&["lists", "remove", "example"]).code, 0);
    assert!(desk.case(&["lists", "status"]).err.starts_with("No lists yet"));
    assert_eq!(desk.case(&["lists", "update", "example", "two.json"]).code, 2);
    let log = desk.case(&["audit", "log"]).out;
    for action in ["list_add", "list_load", "list_check", "list_remove"] {
        assert!(log.contains(action), "{log}");
    }
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}

#[test]
fn what_is_irregular_leaves_the_version_in_use() {
    let desk = desk_with_list();
    let version = |desk: &Desk| desk.case(&["lists", "status", "--json"]).rows()[0]["version"].clone();
    let before = version(&desk);
    let refused = |args: &[&str], expected: &str| {
        let ran = desk.case(args);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains(expected), "{}", ran.err);
        assert_eq!(version(&desk), before);
    };
    desk.write("few.json", firms(30, "one"));
    refused(
        &["lists", "update", "example", "few.json", "--published", "2020-03-03"],
        "the new version of `example` has 30 entries where there were 40",
    );
    let whole = firms(41, "one");
    desk.write("cut.json", &whole[..whole.len() - 20]);
    refused(
        &["lists", "update", "example", "cut.json", "--published", "2020-03-03"],
        "cut.json:41: the file is cut off",
    );
    desk.write("more.json", whole);
    refused(
        &["lists", "update", "example", "more.json", "--published", "2019-03-03"],
        "published 2019-03-03, before",
    );
    refused(&["lists", "update", "example", "gone.json"], "gone.json");

    let accepted = desk.case(&[
        "lists",
        "update",
        "example",
        "few.json",
        "--published",
        "2019-03-03",
        "--accept",
        "fall,older",
    ]);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    assert!(accepted.err.contains("  accepted: 30 entries where there were 40\n"), "{}", accepted.err);
    let last = desk.case(&["lists", "status", "example", "--json"]).rows().remove(1);
    assert_eq!(last["accepted"][1], "published 2019-03-03, before the version of 2020-01-02");
}

#[test]
fn a_table_comes_in_by_its_mapping_file() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    desk.write("firms.csv", "Firm;Seat\nExample Cotton;Taiwan\nExample Gin;Burma\n");
    desk.write(
        "firms.toml",
        "table = \"csv\"\nseparator = \";\"\ndataset = \"firms\"\n\
         column = [{ heading = \"Firm\", is = \"name\" }, { heading = \"Seat\", is = \"country\" }]\n",
    );
    let added = desk.case(&["lists", "add", "firms", "firms.csv", "--mapping", "firms.toml", "--json"]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert_eq!(added.rows()[0]["entries"], 2);
    // The mapping is kept with the list.
    std::fs::remove_file(desk.path("firms.toml")).unwrap();
    desk.write("firms.csv", "Firm;Town\nExample Cotton;Taipei\n");
    let renamed = desk.case(&["lists", "update", "firms", "firms.csv"]);
    assert!(renamed.err.contains("the nearest lacks `seat`"), "{}", renamed.err);
    let broken = desk.case(&["lists", "add", "other", "firms.csv", "--mapping", "firms.csv"]);
    assert!(broken.err.contains("firms.csv:1:10: "), "{}", broken.err);
}

#[test]
fn names_and_formats_are_told_before_anything_is_written() {
    let desk = desk_with_list();
    for (args, expected) in [
        (["lists", "add", "Example", "one.json"], "`Example` cannot be the name of a list"),
        (["lists", "add", "abba", "one.json"], "`abba` cannot be the name of a list"),
        (["lists", "add", "example", "one.json"], "the list `example` is here already"),
    ] {
        let ran = desk.case(&args);
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
    desk.write("note.txt", "a note");
    let unknown = desk.case(&["lists", "add", "note", "note.txt"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("nothing shows which format `note` is in"), "{}", unknown.err);
    assert!(desk.run(&["lists", "official"]).out.contains("un-sc  UN Security Council Consolidated List"));
}

/// Kills an update at moments spread over the time that a whole one takes: either the old version is in use or the new one, and
/// everything is what the log says.
#[test]
fn a_killed_update_loses_nothing() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    desk.write("a.json", firms(1500, "a"));
    desk.write("b.json", firms(1500, "b"));
    assert_eq!(desk.case(&["lists", "add", "example", "a.json"]).code, 0);
    let started = Instant::now();
    assert_eq!(desk.case(&["lists", "update", "example", "b.json"]).code, 0);
    let whole = started.elapsed();
    let in_use =
        || desk.case(&["lists", "status", "--json"]).rows()[0]["version"].as_str().unwrap().to_owned();
    let versions = || desk.case(&["lists", "status", "example", "--json"]).rows().len();

    let rounds: u32 = 10;
    for round in 0..rounds {
        let (before, count) = (in_use(), versions());
        let file = if round % 2 == 0 { "a.json" } else { "b.json" };
        let mut child = desk
            .command(&["--workspace", "case", "lists", "update", "example", file])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole.min(Duration::from_secs(10)) * (2 * round + 1) / (2 * rounds));
        child.kill().unwrap();
        child.wait().unwrap();
        let verified = desk.case(&["audit", "verify"]);
        assert_eq!(verified.code, 0, "round {round}: {}{}", verified.out, verified.err);
        let now = in_use();
        assert!(versions() == count + usize::from(now != before), "round {round}");
        // Whatever was lost, the same command does it.
        assert_eq!(desk.case(&["lists", "update", "example", file]).code, 0, "round {round}");
    }
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}
