//! The audit chain, backup and restore.

use crate::support::{Desk, act, edit_ledger, verdict};
use archive::{AuditVerdict, ClaimFilter, Error, IndexState, Mode, SourceFilter, Workspace, restore};
use model::{Clearance, Sensitivity, Verdict};

fn busy() -> Desk {
    let desk = Desk::new();
    let source = desk.add("a.txt", "In Poland 800 workers.", &["800 workers"]).source;
    desk.add("b.txt", "In Malta 40 workers.", &["40 workers"]);
    let claim = desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap()[0]
        .get()
        .claim
        .id
        .clone();
    desk.workspace.add_review(&act(2), &verdict(&claim, Verdict::Confirm)).unwrap();
    desk.workspace.set_sensitivity(&act(3), &source, Sensitivity::Open).unwrap();
    desk
}

fn broken_after(sql: &'static str) -> (i64, String) {
    let closed = busy().closed();
    edit_ledger(&closed.root, sql);
    match Workspace::open(&closed.root, Mode::Read).unwrap().verify_audit().unwrap() {
        AuditVerdict::Broken { sequence, reason } => (sequence, reason),
        whole => panic!("{whole:?}"),
    }
}

#[test]
fn every_write_is_in_the_log_and_the_chain_holds() {
    let desk = busy();
    let log = desk.workspace.audit_log().unwrap();
    let actions: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["init", "add", "add", "review", "sensitivity"]);
    let head = log.last().unwrap().hash.clone();
    assert_eq!(desk.workspace.verify_audit().unwrap(), AuditVerdict::Whole { entries: 5, head });
}

#[test]
fn the_state_of_the_evidence_changes_with_it_alone() {
    let desk = Desk::new();
    let source = desk.add("a.txt", "In Poland 800 workers.", &["800 workers"]).source;
    let state = || desk.workspace.evidence_state().unwrap();
    let first = state();
    desk.workspace.audit_note(&act(2), "read", &serde_json::json!({})).unwrap();
    assert_eq!(state(), first);
    desk.workspace.set_sensitivity(&act(3), &source, Sensitivity::Open).unwrap();
    let second = state();
    assert_ne!(second, first);
    let claim = desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap()[0]
        .get()
        .claim
        .id
        .clone();
    desk.workspace.add_review(&act(4), &verdict(&claim, Verdict::Reject)).unwrap();
    assert_ne!(state(), second);
}

#[test]
fn a_changed_entry_is_found() {
    let (sequence, reason) = broken_after("update audit set actor = 'nobody' where sequence = 3");
    assert_eq!((sequence, reason.as_str()), (3, "the entry was changed after it was written"));
}

#[test]
fn a_missing_entry_is_found() {
    let (sequence, reason) = broken_after("delete from audit where sequence = 2");
    assert_eq!((sequence, reason.as_str()), (2, "entry 2 is missing; the next one is 3"));
}

#[test]
fn moved_entries_are_found() {
    let (sequence, _) = broken_after(
        "update audit set sequence = 99 where sequence = 2; update audit set sequence = 2 where sequence = 3;
         update audit set sequence = 3 where sequence = 99",
    );
    assert_eq!(sequence, 2);
}

#[test]
fn a_tail_cut_off_is_found() {
    let (sequence, reason) = broken_after("delete from audit where sequence > 3");
    assert_eq!(sequence, 4);
    assert!(reason.contains("should have 5 entries and has 3"), "{reason}");
}

#[test]
fn nothing_is_written_after_a_tail_cut_off() {
    for (sql, expected) in [
        ("delete from audit where sequence > 3", "should have 5 entries and has 3"),
        ("delete from audit", "should have 5 entries and has 0"),
        ("delete from audit; delete from meta", "the log is empty"),
        ("update audit set actor = 'nobody' where sequence = 5", "entry 5, the last, was changed"),
        ("update meta set value = 'x' where key = 'audit_head'", "not the one that was written last"),
    ] {
        let closed = busy().closed();
        edit_ledger(&closed.root, sql);
        let refused = Workspace::open(&closed.root, Mode::Write(crate::support::writer())).unwrap_err();
        assert!(matches!(refused, Error::BrokenLog { .. }), "{refused:?}");
        let refused = refused.to_string();
        assert!(refused.contains(expected) && refused.contains("manumit audit verify"), "{refused}");
        let open = Workspace::open(&closed.root, Mode::Read).unwrap();
        assert!(matches!(open.verify_audit().unwrap(), AuditVerdict::Broken { .. }));
    }
}

#[test]
fn a_tail_cut_off_under_an_open_workspace_stops_the_next_write() {
    let desk = busy();
    edit_ledger(&desk.root(), "delete from audit where sequence > 3");
    let refused = desk.workspace.audit_note(&act(4), "note", &serde_json::json!({})).unwrap_err();
    assert!(matches!(refused, Error::BrokenLog { .. }), "{refused:?}");
    assert!(matches!(desk.workspace.verify_audit().unwrap(), AuditVerdict::Broken { sequence: 4, .. }));
}

#[test]
fn a_write_that_fails_leaves_no_entry() {
    let desk = busy();
    let before = desk.workspace.audit_log().unwrap().len();
    let unknown = "0123456789abcdef".parse().unwrap();
    desk.workspace.add_review(&act(9), &verdict(&unknown, Verdict::Confirm)).unwrap_err();
    assert_eq!(desk.workspace.audit_log().unwrap().len(), before);
}

#[test]
fn a_backup_restores_to_the_same_workspace() {
    let desk = busy();
    std::fs::write(desk.root().join("rules/mine.frames"), "a rule").unwrap();
    let file = desk.outside().join("case.backup");
    let summary = desk.workspace.backup(&act(4), &file).unwrap();
    // Settings, rule, key, ledger, two originals.
    assert_eq!(summary.files, 6);
    let target = desk.outside().join("restored/case");
    assert_eq!(restore(&file, &target, &act(5)).unwrap(), summary);
    let restored = Workspace::open(&target, Mode::Read).unwrap();
    let everything = SourceFilter::default();
    assert_eq!(
        restored.sources(Clearance::Workspace, &everything).unwrap(),
        desk.workspace.sources(Clearance::Workspace, &everything).unwrap()
    );
    assert_eq!(
        restored.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap(),
        desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap()
    );
    assert!(restored.verify_blobs().unwrap().is_empty());
    assert_eq!(std::fs::read_to_string(target.join("rules/mine.frames")).unwrap(), "a rule");
    let log = restored.audit_log().unwrap();
    assert_eq!(log.last().unwrap().action, "restore");
    assert!(matches!(restored.verify_audit().unwrap(), AuditVerdict::Whole { entries: 7, .. }));
    assert_eq!(restored.index_state().unwrap(), IndexState::Current);
    assert_eq!(restored.search(Clearance::Workspace, "malta", 5).unwrap().len(), 1);
    drop(restored);
    let restored = Workspace::open(&target, Mode::Write(crate::support::writer())).unwrap();
    assert_eq!(restored.search(Clearance::Workspace, "malta", 5).unwrap().len(), 1);
    assert!(matches!(restore(&file, &target, &act(5)), Err(Error::RestoreTargetExists(_))));
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_told() {
    let desk = busy();
    let file = desk.outside().join("case.backup");
    std::fs::write(&file, "a letter").unwrap();
    let entries = desk.workspace.audit_log().unwrap().len();
    assert!(matches!(desk.workspace.backup(&act(4), &file), Err(Error::BackupExists(_))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "a letter");
    assert_eq!(desk.workspace.audit_log().unwrap().len(), entries);
    desk.workspace.backup_replacing(&act(4), &file).unwrap();
    restore(&file, &desk.outside().join("restored"), &act(5)).unwrap();
}

#[test]
fn a_bare_name_is_a_file_in_the_current_folder() {
    let desk = busy();
    let name = format!("bare-{}.backup", std::process::id());
    let written = desk.workspace.backup(&act(4), std::path::Path::new(&name));
    let is_there = std::fs::remove_file(&name).is_ok();
    assert!(written.is_ok() && is_there, "{written:?}");
}

#[test]
fn a_file_that_belongs_to_no_source_is_told() {
    let desk = busy();
    let blobs = desk.root().join(".manumit/blobs");
    std::fs::write(blobs.join("notes.txt"), "x").unwrap();
    std::fs::create_dir_all(blobs.join("ab")).unwrap();
    std::fs::write(blobs.join("ab").join("ab".repeat(32)), "x").unwrap();
    let found = desk.workspace.verify_blobs().unwrap();
    assert!(matches!(found.as_slice(), [Error::StrayFile { .. }, Error::StrayFile { .. }]), "{found:?}");
}

#[test]
fn a_large_log_is_cut_when_a_writer_opens() {
    let closed = busy().closed();
    let log = closed.root.join(".manumit/ledger.db-wal");
    let fill = "pragma wal_autocheckpoint = 0; create table filler (content blob);
                insert into filler values (zeroblob(20000000)); drop table filler";
    crate::support::on_ledger(&closed.root, fill, || {
        assert!(std::fs::metadata(&log).unwrap().len() > 20_000_000);
        let open = Workspace::open(&closed.root, Mode::Write(crate::support::writer())).unwrap();
        assert!(std::fs::metadata(&log).unwrap().len() < 1_000_000);
        drop(open);
    });
}

#[test]
fn a_damaged_backup_restores_nothing() {
    let desk = busy();
    let file = desk.outside().join("case.backup");
    desk.workspace.backup(&act(4), &file).unwrap();
    let good = std::fs::read(&file).unwrap();
    let target = desk.outside().join("restored");
    let reason = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        let error = restore(&file, &target, &act(5)).unwrap_err();
        assert!(!target.exists());
        error.to_string()
    };
    let at = good.windows(8).position(|window| window == b"In Malta").unwrap();
    let mut changed = good.clone();
    changed[at] = b'i';
    assert!(reason(&changed).contains("is damaged"));
    assert!(reason(&good[..good.len() / 2]).contains("cannot be used"));
    assert!(reason(b"not a backup at all").contains("cannot be used"));
    assert!(reason(&[]).contains("no manifest"));
}

fn archive_of(name: &[u8], kind: tar::EntryType, size: Option<u64>) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    // Written past the checks of the library, as somebody with bad intent would.
    header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
    header.set_entry_type(kind);
    header.set_size(size.unwrap_or(4));
    header.set_cksum();
    builder.append(&header, &b"evil"[..]).unwrap();
    builder.into_inner().unwrap()
}

#[test]
fn a_backup_with_bad_intent_writes_nothing_outside() {
    let desk = Desk::new();
    let file = desk.outside().join("evil.backup");
    let target = desk.outside().join("restored");
    let regular = tar::EntryType::Regular;
    for (bytes, expected) in [
        (archive_of(b"../escaped.txt", regular, None), "does not belong"),
        (archive_of(b"/tmp/manumit-escaped.txt", regular, None), "does not belong"),
        (archive_of(b"rules/../../escaped.txt", regular, None), "does not belong"),
        (archive_of(b".manumit/lock", regular, None), "does not belong"),
        (archive_of(b"rules/link", tar::EntryType::Symlink, None), "is not a plain file"),
        (archive_of(b"manumit.toml", regular, Some(1 << 40)), "larger than the backup"),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let error = restore(&file, &target, &act(5)).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!target.exists() && !desk.outside().join("escaped.txt").exists());
    }
}
