//! Making, finding and opening workspaces; one writer at a time.

use crate::support::{Desk, act, writer};
use archive::{Error, Mode, Settings, Workspace, Writer};
use std::time::Duration;

#[test]
fn a_new_workspace_has_the_layout_of_the_design() {
    let desk = Desk::new();
    for name in ["manumit.toml", "rules", ".manumit/ledger.db", ".manumit/blobs", ".manumit/lock"] {
        assert!(desk.root().join(name).exists(), "{name}");
    }
    let log = desk.workspace.audit_log().unwrap();
    assert_eq!((log.len(), log[0].sequence, log[0].action.as_str()), (1, 1, "init"));
    assert_eq!(log[0].time, "2026-01-02T03:04:00Z");
    let again = Workspace::init(&desk.root(), &Settings::default(), writer(), &act(0));
    assert!(matches!(again, Err(Error::AlreadyWorkspace(_))));
}

#[test]
fn settings_that_lie_there_already_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("manumit.toml"), "programme = \"mine\"\n").unwrap();
    let workspace = Workspace::init(folder.path(), &Settings::default(), writer(), &act(0)).unwrap();
    assert_eq!(workspace.settings().programme, "mine");
}

#[test]
fn a_workspace_is_found_from_below() {
    let desk = Desk::new();
    let deep = desk.root().join("rules/deep");
    std::fs::create_dir_all(&deep).unwrap();
    assert_eq!(Workspace::find(&deep).unwrap(), desk.root());
    assert!(matches!(Workspace::find(desk.outside()), Err(Error::NoWorkspace(_))));
    assert!(matches!(Workspace::open(desk.outside(), Mode::Read), Err(Error::NoWorkspace(_))));
}

#[test]
fn rule_files_are_listed_by_name() {
    let desk = Desk::new();
    for name in ["b.frames", "a.toml", "notes.txt"] {
        std::fs::write(desk.root().join("rules").join(name), "").unwrap();
    }
    let names: Vec<_> = desk.workspace.rule_files().unwrap();
    let names: Vec<_> = names.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.toml", "b.frames"]);
}

#[test]
fn a_slip_in_the_settings_is_shown_with_its_place() {
    let desk = Desk::new();
    std::fs::write(desk.root().join("manumit.toml"), "# mine\nsensitivity = \"public\"\n").unwrap();
    let error = Workspace::open(&desk.root(), Mode::Read).unwrap_err().to_string();
    assert!(error.contains("manumit.toml:2:15: unknown variant `public`"), "{error}");
}

#[test]
fn a_second_writer_waits_and_names_the_holder() {
    let desk = Desk::new();
    let error = Workspace::open(&desk.root(), Mode::Write(writer())).unwrap_err();
    let Error::Locked { holder, .. } = &error else { panic!("{error}") };
    assert_eq!((holder.pid, holder.command.as_str()), (std::process::id(), "test"));
    assert!(error.to_string().contains("since 2026-01-02T03:04:00Z"), "{error}");
}

#[test]
fn a_second_writer_gets_in_when_the_first_is_done() {
    let desk = Desk::new();
    let root = desk.root();
    let patient = Writer { wait: Duration::from_secs(20), ..writer() };
    std::thread::scope(|scope| {
        let second = scope.spawn(|| Workspace::open(&root, Mode::Write(patient)).map(|_| ()));
        std::thread::sleep(Duration::from_millis(100));
        drop(desk.workspace);
        second.join().unwrap().unwrap();
    });
}

#[test]
fn what_a_dead_holder_left_is_no_obstacle() {
    let desk = Desk::new();
    desk.reopened(|root| {
        let stale = r#"{"pid":1,"host":"h","command":"c","since":"s"}"#;
        std::fs::write(root.join(".manumit/lock.holder"), stale).unwrap();
    });
}

#[test]
fn readers_do_not_wait_and_do_not_write() {
    let desk = Desk::new();
    desk.add("a.txt", "800 workers", &["800 workers"]);
    let reader = Workspace::open(&desk.root(), Mode::Read).unwrap();
    assert_eq!(reader.totals().unwrap().claims, 1);
    desk.add("b.txt", "900 workers", &["900 workers"]);
    assert_eq!(reader.totals().unwrap().claims, 2);
    let refused = reader.audit_note(&act(2), "note", &serde_json::json!({}));
    assert!(matches!(refused, Err(Error::ReadOnly)));
}
