//! Ledgers and disks that are not as they should be.

use crate::support::{Closed, Desk, act, edit_ledger, item, writer};
use archive::{ClaimFilter, Error, Mode, Settings, SourceFilter, Workspace};
use model::Clearance;
use std::path::Path;

fn used() -> Desk {
    let desk = Desk::new();
    desk.add("a.txt", "In Poland 800 workers.", &["800 workers"]);
    desk
}

/// What opening says after `between` did something to the closed workspace.
fn open_error(desk: Desk, between: impl FnOnce(&Path)) -> (Error, Closed) {
    let closed = desk.closed();
    between(&closed.root);
    (Workspace::open(&closed.root, Mode::Read).map(|_| ()).unwrap_err(), closed)
}

#[test]
fn a_ledger_of_a_newer_version_is_left_alone() {
    let (error, closed) = open_error(used(), |root| {
        edit_ledger(
            root,
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
             values (999, 'of tomorrow', 1, x'00', 0)",
        );
    });
    assert!(matches!(error, Error::NewerLedger { found: 999, .. }), "{error}");
    assert!(matches!(Workspace::open(&closed.root, Mode::Write(writer())), Err(Error::NewerLedger { .. })));
}

#[test]
fn a_ledger_that_is_no_database_says_so() {
    let (error, _) = open_error(used(), |root| {
        for name in ["ledger.db-wal", "ledger.db-shm"] {
            let _ = std::fs::remove_file(root.join(".manumit").join(name));
        }
        std::fs::write(root.join(".manumit/ledger.db"), "a text that somebody saved over it ".repeat(200))
            .unwrap();
    });
    let text = error.to_string();
    assert!(text.contains("ledger.db` is damaged") && text.contains("restore it from a backup"), "{text}");
}

#[test]
fn a_missing_ledger_says_so() {
    let (error, _) =
        open_error(used(), |root| std::fs::remove_file(root.join(".manumit/ledger.db")).unwrap());
    assert!(error.to_string().contains("the file is missing"), "{error}");
    let (error, _) = open_error(used(), |root| {
        std::fs::remove_file(root.join(".manumit/ledger.db")).unwrap();
        edit_ledger_anew(root);
    });
    assert!(error.to_string().contains("no tables of a ledger"), "{error}");
}

fn edit_ledger_anew(root: &Path) {
    std::fs::write(root.join(".manumit/ledger.db"), "").unwrap();
    edit_ledger(root, "create table shopping (item text)");
}

fn claims_error(sql: &'static str) -> String {
    let desk = used().reopened(|root| edit_ledger(root, sql));
    desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap_err().to_string()
}

#[test]
fn a_row_edited_by_hand_is_named() {
    let error = claims_error("update claims set body = '{\"id\": 1'");
    assert!(error.starts_with("table `claims`, row `"), "{error}");
    assert!(error.contains("column `body`"), "{error}");
    let error = claims_error("update claims set state = 'maybe'");
    assert!(error.contains("column `state`: `maybe` is not a review state"), "{error}");
    let desk = used().reopened(|root| edit_ledger(root, "update documents set metadata = 'x'"));
    let error =
        desk.workspace.sources(Clearance::Workspace, &SourceFilter::default()).unwrap_err().to_string();
    assert!(error.starts_with("table `documents`, row `"), "{error}");
    let desk = used().reopened(|root| edit_ledger(root, "drop table claim_lines"));
    let place = ClaimFilter { place: Some("PL".to_owned()), ..ClaimFilter::default() };
    let error = desk.workspace.claims(Clearance::Workspace, &place).unwrap_err();
    assert!(matches!(error, Error::DamagedLedger { .. }), "{error}");
}

#[test]
fn rows_that_point_nowhere_are_found_by_the_check() {
    let desk = used().reopened(|root| edit_ledger(root, "delete from sources"));
    let error = desk.workspace.verify_ledger().unwrap_err().to_string();
    assert!(error.contains("points to one that is gone"), "{error}");
}

#[test]
fn a_damaged_or_missing_blob_is_named() {
    let desk = used();
    let source = desk.add("b.txt", "In Malta 40 workers.", &[]).source;
    let blob = desk.root().join(".manumit/blobs").join(&source.as_str()[..2]).join(source.as_str());
    std::fs::write(&blob, "In Malta 41 workers.").unwrap();
    let error = desk.workspace.bytes(Clearance::Workspace, &source).unwrap_err().to_string();
    assert!(error.contains(source.as_str()) && error.contains("is damaged"), "{error}");
    assert_eq!(desk.workspace.verify_blobs().unwrap().len(), 1);
    assert!(matches!(
        desk.workspace.backup(&act(3), &desk.outside().join("x")),
        Err(Error::DamagedBlob { .. })
    ));
    assert!(!desk.outside().join("x").exists());
    std::fs::remove_file(&blob).unwrap();
    let error = desk.workspace.bytes(Clearance::Workspace, &source).unwrap_err().to_string();
    assert!(error.contains("the file is missing"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_folder_one_may_not_enter_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o000)).unwrap();
    // The administrator may enter everything, and then there is nothing to see here.
    if std::fs::read_dir(&closed).is_err() {
        let error =
            Workspace::init(&closed.join("case"), &Settings::default(), writer(), &act(0)).unwrap_err();
        assert!(error.to_string().contains("closed"), "{error}");
    }
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o700)).unwrap();
}

/// A file system of 3 MB, for who may mount one.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "none"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_only_the_file_in_hand() {
    let Some(disk) = SmallDisk::mount() else { return };
    let workspace =
        Workspace::init(&disk.0.path().join("case"), &Settings::default(), writer(), &act(0)).unwrap();
    let texts = (0..200).map(|number| format!("Page {number}\n{}", "workers in Poland. ".repeat(4000)));
    let mut kept = 0;
    let mut failure = None;
    for (number, text) in texts.enumerate() {
        match workspace.add_source(&act(1), &item(&format!("{number}.txt"), &text, &[])) {
            Ok(_) => kept += 1,
            Err(error) => {
                failure = Some(error);
                break;
            }
        }
    }
    let failure = failure.expect("the disk is never full");
    assert!(matches!(failure, Error::DiskFull(_)), "{failure:?}");
    assert!(kept > 0);
    assert_eq!(workspace.totals().unwrap().sources, kept);
    assert!(matches!(workspace.verify_audit().unwrap(), archive::AuditVerdict::Whole { .. }));
    // The bytes of the file in hand may have found room before its rows did not.
    let found = workspace.verify_blobs().unwrap();
    assert!(found.len() <= 1 && found.iter().all(|one| matches!(one, Error::StrayFile { .. })), "{found:?}");
}
