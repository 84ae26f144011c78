//! Lists and their versions.

use crate::support::{Desk, act, edit_ledger, writer};
use archive::{Error, ListChange, Mode, NewListVersion, Workspace};
use model::{
    Clearance, Entity, KeptList, ListEntry, ListVersion, ListVersionFile, ListVersionId, Listing,
    OriginalRow, PublicationBasis, Sensitivity, SourceId,
};

fn kept(name: &str, sensitivity: Sensitivity) -> KeptList {
    KeptList {
        name: name.to_owned(),
        title: format!("The list {name}"),
        format: "ftm".to_owned(),
        mapping: None,
        rhythm_days: 7,
        sensitivity,
    }
}

fn entries(names: &[&str]) -> Vec<ListEntry> {
    let entry = |(index, name): (usize, &&str)| ListEntry {
        entity: Entity::new("Organization", format!("x-{}", name.to_lowercase())).with("name", [*name]),
        listing: Listing {
            original: vec![OriginalRow {
                file: "x".to_owned(),
                line: index as u64 + 1,
                text: (*name).to_owned(),
            }],
            ..Listing::default()
        },
    };
    names.iter().enumerate().map(entry).collect()
}

fn version(bytes: &[u8]) -> ListVersion {
    let sha256 = SourceId::of(bytes);
    ListVersion {
        id: ListVersionId::derive([("x.json", &sha256)], "ftm 1"),
        files: vec![ListVersionFile { name: "x.json".to_owned(), sha256, size: bytes.len() as u64 }],
        loader: "ftm 1".to_owned(),
        published: Some("2026-01-01".to_owned()),
        published_basis: PublicationBasis::Given,
        counts: [("Organization".to_owned(), 1)].into(),
        filled: [("name".to_owned(), 1)].into(),
        notices: Vec::new(),
    }
}

fn load(workspace: &Workspace, second: u32, bytes: &[u8], names: &[&str]) -> archive::Result<ListChange> {
    let (version, entries) = (version(bytes), entries(names));
    let load = NewListVersion { version: &version, files: &[bytes], entries: &entries, accepted: &[] };
    match second {
        1 => workspace.add_list(&act(1), &kept("alpha", Sensitivity::Internal), &load),
        _ => workspace.add_list_version(&act(second), "alpha", &load),
    }
}

#[test]
fn each_loading_is_a_version_and_the_last_is_in_use() {
    let desk = Desk::new();
    let workspace = &desk.workspace;
    load(workspace, 1, b"first", &["ALPHA", "BETA"]).unwrap();
    let ListChange::New(second) = load(workspace, 2, b"second", &["ALPHA", "GAMMA"]).unwrap() else {
        panic!("the files differ")
    };
    let ListChange::Same(same) = load(workspace, 3, b"second", &["ALPHA", "GAMMA"]).unwrap() else {
        panic!("the files are the same")
    };
    assert_eq!((same.sequence, same.checked.as_str()), (second.sequence, "2026-01-02T03:04:03Z"));

    let versions = workspace.list_versions(Clearance::Workspace, "alpha").unwrap();
    assert_eq!(versions.len(), 2);
    let of = |version| workspace.list_entries(Clearance::Workspace, version).unwrap().into_inner();
    assert_eq!(of(&versions[0]), entries(&["ALPHA", "BETA"]));
    assert_eq!(of(&versions[1]), entries(&["ALPHA", "GAMMA"]));
    let prefix = &second.version.id.as_str()[..8];
    let found = workspace.list_version(Clearance::Workspace, prefix).unwrap();
    assert_eq!(found.get().sequence, second.sequence);
    let file = &found.get().version.files[0].sha256;
    assert_eq!(workspace.list_file(Clearance::Workspace, &found, file).unwrap().get(), b"second");
}

#[test]
fn a_removed_list_keeps_its_versions_and_can_come_back() {
    let desk = Desk::new();
    let workspace = &desk.workspace;
    load(workspace, 1, b"first", &["ALPHA"]).unwrap();
    assert!(matches!(load(workspace, 1, b"x", &["ALPHA"]), Err(Error::ListExists(_))));
    workspace.remove_list(&act(2), "alpha").unwrap();
    assert!(matches!(workspace.remove_list(&act(3), "alpha"), Err(Error::NotFound { .. })));
    assert!(matches!(load(workspace, 4, b"second", &["BETA"]), Err(Error::NotFound { .. })));
    let lists = workspace.lists(Clearance::Workspace).unwrap();
    assert_eq!(lists[0].get().removed.as_deref(), Some("2026-01-02T03:04:02Z"));
    assert_eq!(workspace.list_versions(Clearance::Workspace, "alpha").unwrap().len(), 1);
    load(workspace, 1, b"second", &["BETA"]).unwrap();
    assert_eq!(workspace.list_versions(Clearance::Workspace, "alpha").unwrap().len(), 2);
    assert_eq!(workspace.lists(Clearance::Workspace).unwrap()[0].get().removed, None);
}

#[test]
fn what_is_internal_is_not_public() {
    let desk = Desk::new();
    load(&desk.workspace, 1, b"first", &["ALPHA"]).unwrap();
    let version = desk.workspace.list_versions(Clearance::Workspace, "alpha").unwrap().remove(0);
    assert!(desk.workspace.lists(Clearance::Public).unwrap().is_empty());
    assert!(desk.workspace.list_versions(Clearance::Public, "alpha").is_err());
    assert!(desk.workspace.list_entries(Clearance::Public, &version).is_err());
    assert!(desk.workspace.list_version(Clearance::Public, version.get().version.id.as_str()).is_err());
}

#[test]
fn a_load_that_fails_leaves_the_version_in_use() {
    let desk = Desk::new();
    load(&desk.workspace, 1, b"first", &["ALPHA"]).unwrap();
    // Two entries of one id: the second insert fails after all the others.
    assert!(load(&desk.workspace, 2, b"second", &["BETA", "GAMMA", "BETA"]).is_err());
    let desk = desk.reopened(|_| ());
    let versions = desk.workspace.list_versions(Clearance::Workspace, "alpha").unwrap();
    assert_eq!(versions.len(), 1);
    assert!(desk.workspace.verify_lists().unwrap().is_empty());
}

#[test]
fn what_was_changed_by_hand_is_told() {
    for (sql, reason) in [
        ("update list_bodies set body = replace(body, 'ALPHA', 'OMEGA')", "an entry was changed"),
        ("delete from list_entries where entity = 'x-beta'", "its entries are not those"),
        ("update list_versions set entries_hash = 'x'", "the log has another hash"),
        ("update list_files set deflated = x'00'", "its bytes are not those"),
        ("update list_versions set id = '00' || substr(id, 3)", "the log does not know it"),
    ] {
        let desk = Desk::new();
        load(&desk.workspace, 1, b"first", &["ALPHA", "BETA"]).unwrap();
        assert!(desk.workspace.verify_lists().unwrap().is_empty());
        let desk = desk.reopened(|root| edit_ledger(root, sql));
        let findings: Vec<_> =
            desk.workspace.verify_lists().unwrap().iter().map(ToString::to_string).collect();
        assert!(findings.iter().any(|finding| finding.contains(reason)), "{sql}: {findings:?}");
    }
}

#[test]
fn a_backup_has_the_lists() {
    let desk = Desk::new();
    load(&desk.workspace, 1, b"first", &["ALPHA"]).unwrap();
    let file = desk.outside().join("backup.tar");
    desk.workspace.backup(&act(2), &file).unwrap();
    let root = desk.outside().join("restored");
    archive::restore(&file, &root, &act(3)).unwrap();
    let restored = Workspace::open(&root, Mode::Write(writer())).unwrap();
    let version = restored.list_versions(Clearance::Workspace, "alpha").unwrap().remove(0);
    assert_eq!(
        restored.list_entries(Clearance::Workspace, &version).unwrap().into_inner(),
        entries(&["ALPHA"])
    );
    assert!(restored.verify_lists().unwrap().is_empty());
}
