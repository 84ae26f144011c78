//! Bad input costs that input only, and people are told what to do next.

use crate::support::{Desk, NOTE, PAGE};
use std::fs;

#[test]
fn every_bad_file_is_named_and_the_good_ones_are_added() {
    let desk = Desk::new();
    let rubbish: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    // A gzip member that says it holds more than it does.
    let cut_gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c];
    desk.write("in/empty.txt", "");
    desk.write("in/rubbish.bin", rubbish);
    desk.write("in/cut.html.gz", cut_gzip);
    desk.write("in/page-as.pdf", PAGE);
    desk.write("in/note.txt", NOTE);
    desk.write("in/latin.txt", b"Pr\xe9sence de 300 ouvriers\xff\xfe\x80 sur le chantier");
    desk.run(&["init", "case"]);
    let added = desk.case(&["add", "in", "missing.html"]);
    assert_eq!(added.code, 1);
    let line = |name: &str| added.out.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(line("empty.txt").starts_with("failed") && line("empty.txt").contains("empty"), "{}", added.out);
    assert!(line("rubbish.bin").starts_with("failed"), "{}", added.out);
    assert!(
        line("cut.html.gz").starts_with("failed") || line("cut.html.gz").starts_with("partial"),
        "{}",
        added.out
    );
    assert!(line("page-as.pdf").starts_with("read"), "{}", added.out);
    assert!(line("note.txt").starts_with("read"), "{}", added.out);
    assert!(
        line("latin.txt").starts_with("read") || line("latin.txt").starts_with("partial"),
        "{}",
        added.out
    );
    assert!(line("missing.html").contains("there is no such file"), "{}", added.out);
    assert!(added.err.contains("1 could not be opened"), "{}", added.err);
    let again = desk.case(&["add", "in/empty.txt"]);
    assert_eq!((again.code, again.out.trim_end()), (1, line("empty.txt").as_str()));
    let failed = desk.case(&["sources", "--failed"]);
    assert!(failed.out.contains("empty.txt") && !failed.out.contains("note.txt"), "{}", failed.out);
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_folder_one_may_not_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("in/closed/secret.txt", PAGE);
    desk.write("in/note.txt", NOTE);
    desk.run(&["init", "case"]);
    let closed = desk.path("in/closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    let may_read = fs::read_dir(&closed).is_ok();
    let added = desk.case(&["add", "in"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    if !may_read {
        assert_eq!(added.code, 1);
        assert!(added.out.contains("you may not read it"), "{}", added.out);
    }
    assert!(added.out.contains("read    in/note.txt"), "{}", added.out);
}

#[test]
fn a_second_writer_hears_who_holds_the_workspace_and_readers_do_not_wait() {
    let desk = Desk::with_case();
    let lock = fs::File::options().write(true).open(desk.path("case/.manumit/lock")).unwrap();
    lock.try_lock().unwrap();
    let refused = desk.case(&["--wait", "0", "add", "in"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("another process is writing to this workspace"), "{}", refused.err);
    assert!(refused.err.contains("hint: try again when it is done"), "{}", refused.err);
    assert_eq!(desk.case(&["claims"]).code, 0);
    drop(lock);
    assert_eq!(desk.case(&["--wait", "0", "add", "in"]).code, 0);
}

#[test]
fn a_damaged_ledger_is_recognised() {
    let desk = Desk::with_case();
    let ledger = desk.path("case/.manumit/ledger.db");
    // The write-ahead log could still mend what is overwritten here.
    for log in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = fs::remove_file(desk.path("case/.manumit").join(log));
    }
    fs::write(&ledger, b"edited by hand\n".repeat(4096)).unwrap();
    for command in [&["claims"][..], &["add", "in"], &["audit", "verify"]] {
        let refused = desk.case(command);
        assert_eq!(refused.code, 1, "{command:?}");
        assert!(refused.err.contains("restore it from a backup"), "{command:?}: {}", refused.err);
    }
}

#[test]
fn a_stored_file_that_was_changed_is_found() {
    let desk = Desk::with_case();
    let source = desk.source_of("note.txt");
    let blob = crate::support::files_beneath(&desk.path("case/.manumit/blobs"))
        .into_iter()
        .find(|path| path.to_string_lossy().contains(&source))
        .unwrap();
    let mut permissions = fs::metadata(&blob).unwrap().permissions();
    #[expect(clippy::permissions_set_readonly_false, reason = "a file of this test alone")]
    permissions.set_readonly(false);
    fs::set_permissions(&blob, permissions).unwrap();
    fs::write(&blob, NOTE.replace("300", "900")).unwrap();
    let verified = desk.case(&["audit", "verify"]);
    assert_eq!(verified.code, 1);
    assert!(verified.out.contains("damaged: "), "{}", verified.out);
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_would_be_right() {
    let desk = Desk::with_case();
    let id = desk.claim_of_kind("worker_count");
    let told = |args: &[&str], words: &str| {
        let ran = desk.case(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{args:?}: {}", ran.err);
    };
    told(&["explain", "ffffffffffff"], "`manumit claims` lists the ids");
    told(&["sources", "set", "ffffffff", "--sensitivity", "open"], "`manumit sources` lists the ids");
    told(&["review", &id, "correct"], "say which slots change");
    told(&["review", &id, "correct", "measure=pile"], "known: stock, flow, quota, change, planned");
    told(&["review", &id, "correct", "unit=Workers"], "no unit; known: person");
    told(&["review", &id, "correct", "places=QQ"], "`QQ` is the code of no country");
    told(&["review", &id, "correct", "point=-5"], "below zero");
    told(&["review", &id, "correct", "low=9", "high=8"], "lies above the high end");
    told(&["review", &id, "confirm", "point=3"], "only `correct` changes slots");
    told(&["review", &id, "maybe"], "known: confirm, correct, reject");
    told(&["claims", "--kind", "workers"], "known: worker_count");
    told(&["claims", "--zone", "margin"], "known: main");
    told(&["search", "(wages"], "check quotation marks, brackets");
    told(&["init", "case"], "is a workspace already");
    told(&["frobnicate"], "unrecognized subcommand");
    let nowhere = Desk::new().run(&["claims"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.err.contains("manumit init"), "{}", nowhere.err);
}

#[test]
fn text_from_strangers_cannot_steer_the_terminal() {
    let desk = Desk::new();
    desk.write("in/evil\u{1b}[2J.txt", NOTE.replace("factory", "factory\u{1b}[31m\u{202e}"));
    desk.run(&["init", "case"]);
    let outputs = [
        desk.case(&["add", "in"]).out,
        desk.case(&["audit", "log"]).out,
        desk.case(&["sources"]).out,
        desk.case(&["claims", "--zone", "all"]).out,
        desk.case(&["search", "dormitories"]).out,
        desk.case(&["explain", &desk.claim_of_kind("worker_count")]).out,
    ];
    for output in outputs {
        assert!(!output.contains(['\u{1b}', '\u{202e}']), "{output:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_name_of_two_lines_is_reported_on_one() {
    let desk = Desk::new();
    desk.write("in/a\nfailed  b.txt", NOTE);
    desk.run(&["init", "case"]);
    let added = desk.case(&["add", "in"]);
    assert_eq!(added.out.lines().count(), 1);
    assert!(added.out.starts_with(r"read    in/a\nfailed  b.txt  "), "{}", added.out);
    assert_eq!(desk.case(&["add", "in", "--json"]).rows()[0]["path"], "in/a\nfailed  b.txt");
}
