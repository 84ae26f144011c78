//! Adding files: once, again, after a crash.

use crate::support::{Desk, act, item, reading};
use archive::{Change, ClaimFilter, Known, NewSource, SourceFilter, SourceListing};
use model::{AcquisitionRoute, Clearance, Document, DocumentStatus, Sensitivity, SourceId};

const TEXT: &str = "A page\nIn Poland 800 workers.";

#[test]
fn what_was_added_can_be_read_back() {
    let desk = Desk::new();
    let added = desk.add("reports/page.txt", TEXT, &["800 workers"]);
    assert_eq!((added.change, added.sensitivity), (Change::New, Sensitivity::Internal));
    let record = desk.workspace.source(Clearance::Workspace, &added.source).unwrap();
    let record = record.get();
    assert_eq!(record.source.size, TEXT.len() as u64);
    assert_eq!(record.acquisitions[0].route.label(), "reports/page.txt");
    assert_eq!((record.documents[0].claims, record.documents[0].words), (1, 6));
    let bytes = desk.workspace.bytes(Clearance::Workspace, &added.source).unwrap();
    assert_eq!(bytes.get(), TEXT.as_bytes());
    let claims = desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap();
    assert_eq!(claims[0].get().claim.passage.exact, "800 workers");
    assert_eq!(desk.workspace.resolve_source(&added.source.as_str()[..8]).unwrap(), added.source);
    let claim = &claims[0].get().claim.id;
    assert_eq!(desk.workspace.resolve_claim(&claim.as_str()[..6]).unwrap(), *claim);
    assert!(desk.workspace.resolve_claim("zz").is_err());
}

#[test]
fn adding_the_same_again_changes_nothing() {
    let desk = Desk::new();
    desk.add("page.txt", TEXT, &["800 workers"]);
    let entries = desk.workspace.audit_log().unwrap().len();
    let again = desk.workspace.add_source(&act(9), &item("page.txt", TEXT, &["800 workers"])).unwrap();
    assert_eq!(again.change, Change::Nothing);
    assert_eq!(desk.workspace.audit_log().unwrap().len(), entries);
    let elsewhere = desk.add("copy.txt", TEXT, &["800 workers"]);
    assert_eq!(elsewhere.change, Change::NewRoute);
    let totals = desk.workspace.totals().unwrap();
    assert_eq!((totals.sources, totals.documents, totals.claims), (1, 1, 1));
    let record = desk.workspace.source(Clearance::Workspace, &again.source).unwrap();
    let labels: Vec<_> = record.get().acquisitions.iter().map(|way| way.route.label()).collect();
    assert_eq!(labels.len(), 2);
    assert!(labels.contains(&"page.txt") && labels.contains(&"copy.txt"));
}

#[test]
fn a_newer_reader_replaces_the_reading() {
    let desk = Desk::new();
    let source = desk.add("page.txt", TEXT, &[]).source;
    let newer = NewSource {
        reading: reading(&source, "reader 2", TEXT, &["800 workers"]),
        ..item("page.txt", TEXT, &[])
    };
    assert_eq!(desk.workspace.add_source(&act(2), &newer).unwrap().change, Change::NewReading);
    let known = desk.workspace.known(TEXT.as_bytes()).unwrap();
    let readings = vec![(String::new(), "reader 2".to_owned())];
    assert_eq!(known, Known::Here { source, sensitivity: Sensitivity::Internal, readings });
    assert_eq!(desk.workspace.known(b"other").unwrap(), Known::No);
}

#[test]
fn a_file_that_could_not_be_read_is_listed_with_the_reason() {
    let desk = Desk::new();
    desk.add("good.txt", TEXT, &[]);
    let mut failed = item("bad.bin", "\u{0}\u{1}", &[]);
    failed.reading.document = Document::failed("application/octet-stream", "nothing in it is text");
    desk.workspace.add_source(&act(1), &failed).unwrap();
    let listings = desk.workspace.sources(Clearance::Workspace, &SourceFilter::failed()).unwrap();
    let [SourceListing::Visible(record)] = listings.as_slice() else { panic!("{listings:?}") };
    let document = &record.get().documents[0];
    assert_eq!(document.status, DocumentStatus::Failed);
    assert_eq!(document.reason.as_deref(), Some("nothing in it is text"));
}

#[test]
fn what_a_killed_process_left_is_used_or_swept() {
    let desk = Desk::new();
    let id = SourceId::of(TEXT.as_bytes());
    let desk = desk.reopened(|root| {
        let shard = root.join(".manumit/blobs").join(&id.as_str()[..2]);
        std::fs::create_dir_all(&shard).unwrap();
        std::fs::write(shard.join(id.as_str()), TEXT).unwrap();
        std::fs::write(root.join(".manumit/tmp/half"), "half a fi").unwrap();
    });
    assert_eq!(std::fs::read_dir(desk.root().join(".manumit/tmp")).unwrap().count(), 0);
    assert_eq!(desk.workspace.known(TEXT.as_bytes()).unwrap(), Known::No);
    assert_eq!(desk.add("page.txt", TEXT, &[]).change, Change::New);
    assert!(desk.workspace.verify_blobs().unwrap().is_empty());
}

#[test]
fn a_blob_cut_short_by_a_crash_is_written_anew() {
    let desk = Desk::new();
    let id = SourceId::of(TEXT.as_bytes());
    let shard = desk.root().join(".manumit/blobs").join(&id.as_str()[..2]);
    std::fs::create_dir_all(&shard).unwrap();
    std::fs::write(shard.join(id.as_str()), "A pa").unwrap();
    desk.add("page.txt", TEXT, &[]);
    assert_eq!(desk.workspace.bytes(Clearance::Workspace, &id).unwrap().get(), TEXT.as_bytes());
}

/// The writer of the child process of the next test; does nothing when run as a test of its own.
#[test]
fn child_that_adds_until_it_is_killed() {
    let Some(root) = std::env::var_os("MANUMIT_TEST_ADD_TO") else { return };
    let workspace =
        archive::Workspace::open(root.as_ref(), archive::Mode::Write(crate::support::writer())).unwrap();
    for number in 0..1_000_000 {
        let text = format!("Page {number}\nIn Poland {number} workers.");
        workspace.add_source(&act(1), &item(&format!("{number}.txt"), &text, &["workers"])).unwrap();
    }
}

#[test]
fn a_killed_writer_loses_at_most_the_file_in_hand() {
    let desk = Desk::new();
    let desk = desk.reopened(|root| {
        let test = std::env::current_exe().unwrap();
        let mut child = std::process::Command::new(test)
            .args(["--exact", "adding::child_that_adds_until_it_is_killed"])
            .env("MANUMIT_TEST_ADD_TO", root)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let blobs = root.join(".manumit/blobs");
        while std::fs::read_dir(&blobs).map_or(0, Iterator::count) < 20 {
            assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
    });
    let totals = desk.workspace.totals().unwrap();
    assert!(totals.sources >= 19, "{totals:?}");
    assert_eq!((totals.documents, totals.claims), (totals.sources, totals.sources));
    assert!(matches!(desk.workspace.verify_audit().unwrap(), archive::AuditVerdict::Whole { .. }));
    desk.workspace.verify_ledger().unwrap();
    // The killed process never committed its index; a search finds everything all the same.
    let found = desk.workspace.search(Clearance::Workspace, "Poland", 100_000).unwrap();
    assert_eq!(found.len() as u64, totals.sources);
    // The run after it goes on where it stopped.
    for number in 0..totals.sources + 2 {
        let text = format!("Page {number}\nIn Poland {number} workers.");
        desk.add(&format!("{number}.txt"), &text, &["workers"]);
    }
    assert_eq!(desk.workspace.totals().unwrap().sources, totals.sources + 2);
}

#[test]
fn nothing_internal_passes_a_public_clearance() {
    let desk = Desk::new();
    let added = desk.add("page.txt", TEXT, &["800 workers"]);
    let document = added.document.unwrap();
    let public = Clearance::Public;
    assert!(desk.workspace.sources(public, &SourceFilter::default()).unwrap().is_empty());
    assert!(desk.workspace.source(public, &added.source).is_err());
    assert!(desk.workspace.bytes(public, &added.source).is_err());
    assert!(desk.workspace.document(public, &document).is_err());
    assert!(desk.workspace.documents_of(public, &added.source).is_err());
    assert!(desk.workspace.claims(public, &ClaimFilter::default()).unwrap().is_empty());
    assert!(desk.workspace.search(public, "workers", 10).unwrap().is_empty());
    desk.workspace.set_sensitivity(&act(3), &added.source, Sensitivity::Open).unwrap();
    assert!(desk.workspace.document(public, &document).is_ok());
    assert_eq!(desk.workspace.claims(public, &ClaimFilter::default()).unwrap().len(), 1);
    assert_eq!(desk.workspace.search(public, "workers", 10).unwrap().len(), 1);
}

#[test]
fn claims_are_found_by_words_and_limited() {
    let desk = Desk::new();
    desk.add("a.txt", "ÄTHIOPIEN 800 workers. Other 900 workers.", &["ÄTHIOPIEN 800 workers", "900 workers"]);
    let find = |filter: ClaimFilter| desk.workspace.claims(Clearance::Workspace, &filter).unwrap().len();
    assert_eq!(find(ClaimFilter { text: Some("äthiopien".to_owned()), ..ClaimFilter::default() }), 1);
    assert_eq!(find(ClaimFilter { limit: Some(1), ..ClaimFilter::default() }), 1);
    assert_eq!(find(ClaimFilter { place: Some("pl".to_owned()), ..ClaimFilter::default() }), 2);
}

#[test]
fn an_item_from_inside_another_names_its_parent() {
    let desk = Desk::new();
    let parent = desk.add("mail.eml", "A mail", &[]).source;
    let route =
        AcquisitionRoute::Parent { parent: parent.clone(), name: "part.txt".to_owned(), captured: None };
    let child = NewSource { route, ..item("", "A part", &[]) };
    let child = desk.workspace.add_source(&act(1), &child).unwrap().source;
    let record = desk.workspace.source(Clearance::Workspace, &child).unwrap();
    assert!(
        matches!(&record.get().acquisitions[0].route, AcquisitionRoute::Parent { parent: p, .. } if *p == parent)
    );
}

#[test]
fn many_at_once_are_as_one_after_the_other() {
    let desk = Desk::new();
    let texts: Vec<String> =
        (0..70).map(|number| format!("Page {}\nSome {number} workers.", number % 60)).collect();
    let items: Vec<_> = texts.iter().map(|text| item("page.txt", text, &["workers"])).collect();
    let changes = |outcomes: Vec<archive::Result<archive::Added>>| -> Vec<Change> {
        outcomes.into_iter().map(|outcome| outcome.unwrap().change).collect()
    };
    assert!(changes(desk.workspace.add_sources(&act(1), &items)).iter().all(|change| *change == Change::New));
    assert!(
        changes(desk.workspace.add_sources(&act(2), &items)).iter().all(|change| *change == Change::Nothing)
    );
    let twice = [item("a", TEXT, &[]), item("b", TEXT, &[]), crate::support::sealed("c", TEXT, &[])];
    let outcome = changes(desk.workspace.add_sources(&act(3), &twice));
    assert_eq!(outcome, [Change::New, Change::NewRoute, Change::NewRoute]);
    assert!(desk.workspace.verify_blobs().unwrap().is_empty());
    let totals = desk.workspace.totals().unwrap();
    assert_eq!((totals.sources, totals.sealed), (71, 0));
}
