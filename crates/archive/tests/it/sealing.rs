//! Sealed sources: nothing of them is readable on the disk.

use crate::support::{Desk, act, item, sealed, verdict};
use archive::{
    Change, ClaimFilter, Edit, Error, Known, LabelChange, Mode, NewReview, NewSource, SealOutcome, Settings,
    SourceFilter, SourceListing, Workspace,
};
use model::{AcquisitionRoute, Clearance, ReviewState, Sensitivity, SourceId, Verdict};
use std::path::{Path, PathBuf};

const CANARY: &str = "xylqontarvexibm";
const NAME: &str = "interview-wjqzukhtpol.txt";
const NAME_WORD: &str = "wjqzukhtpol";

fn text() -> String {
    format!("Interview\nThe witness {CANARY} said that 40 workers slept in one room.")
}

/// An identity in a folder of its own, which goes away with it.
struct Identity(tempfile::TempDir);

impl Identity {
    fn file(&self) -> PathBuf {
        self.0.path().join("identity.txt")
    }
}

/// A desk whose settings name a recipient, and the identity that opens.
fn desk() -> (Desk, Identity) {
    let identity = Identity(tempfile::tempdir().unwrap());
    let recipient = archive::keygen(&identity.file()).unwrap();
    let desk = Desk::with(&Settings { sealing_recipient: Some(recipient), ..Settings::default() });
    (desk, identity)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    let lower = bytes.to_ascii_lowercase();
    lower.windows(needle.len()).any(|window| window == needle)
}

/// Files below `folder` in which `word` can be read, as UTF-8 or UTF-16, or by whose name.
fn places_of(word: &str, folder: &Path) -> Vec<PathBuf> {
    let little: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = word.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut places = files(folder);
    places.retain(|path| {
        // The index may drop files of its own while this looks around.
        let Ok(bytes) = std::fs::read(path) else { return false };
        let named = path.to_string_lossy().contains(word);
        named || [word.as_bytes(), &little, &big].iter().any(|needle| holds(&bytes, needle))
    });
    places
}

/// Everything that reads or writes, with nobody caring about the outcome.
fn exercise(desk: &Desk) {
    let workspace = &desk.workspace;
    for clearance in Clearance::ALL {
        for query in [CANARY, "witness", "interview", NAME_WORD, "source:interview", "workers"] {
            assert!(workspace.search(*clearance, query, 10).unwrap().is_empty(), "{query}");
        }
        assert!(workspace.claims(*clearance, &ClaimFilter::default()).unwrap().is_empty());
        let listing = format!("{:?}", workspace.sources(*clearance, &SourceFilter::default()).unwrap());
        assert!(!listing.contains(CANARY) && !listing.contains(NAME_WORD), "{listing}");
    }
    let log = format!("{:?}", workspace.audit_log().unwrap());
    assert!(!log.contains(CANARY) && !log.contains(NAME_WORD), "{log}");
    workspace.index_rebuild().unwrap();
    workspace.verify_ledger().unwrap();
    assert!(workspace.verify_blobs().unwrap().is_empty());
    workspace.backup(&act(40), &desk.outside().join("backup.tar")).unwrap();
}

fn assert_gone(desk: Desk) -> Desk {
    exercise(&desk);
    for word in [CANARY, NAME_WORD] {
        assert_eq!(places_of(word, desk.outside()), Vec::<PathBuf>::new(), "while open");
    }
    let desk = desk.reopened(|root| {
        for word in [CANARY, NAME_WORD] {
            assert_eq!(places_of(word, root), Vec::<PathBuf>::new(), "when closed");
        }
    });
    let hash = SourceId::of(text().as_bytes());
    assert!(files(&desk.root()).iter().all(|path| !path.to_string_lossy().contains(hash.as_str())));
    desk
}

#[test]
fn the_search_for_the_canary_finds_what_is_in_the_clear() {
    let (desk, _) = desk();
    desk.add(NAME, &text(), &["40 workers"]);
    desk.workspace.flush().unwrap();
    assert!(places_of(CANARY, desk.outside()).len() >= 2);
    assert!(!places_of(NAME_WORD, desk.outside()).is_empty());
}

#[test]
fn what_is_added_as_sealed_is_never_on_the_disk_in_the_clear() {
    let (desk, _) = desk();
    let added = desk.workspace.add_source(&act(1), &sealed(NAME, &text(), &["40 workers"])).unwrap();
    assert_eq!((added.change, added.sensitivity, added.document), (Change::New, Sensitivity::Sealed, None));
    assert_ne!(added.source, SourceId::of(text().as_bytes()));
    let again = desk.workspace.add_source(&act(2), &item(NAME, &text(), &[])).unwrap();
    assert_eq!(
        (again.change, again.source, again.sensitivity),
        (Change::Nothing, added.source.clone(), Sensitivity::Sealed)
    );
    assert_eq!(desk.workspace.known(text().as_bytes()).unwrap(), Known::Sealed { source: added.source });
    let desk = assert_gone(desk);
    let log = format!("{:?}", desk.workspace.audit_log().unwrap());
    assert!(!log.contains(SourceId::of(text().as_bytes()).as_str()), "the log confirms a guess at the text");
}

#[test]
fn what_is_sealed_later_leaves_no_trace() {
    let (desk, identity) = desk();
    let others: Vec<String> =
        (0..60).map(|number| format!("Other {number}\nA page about {number}.")).collect();
    for (number, text) in others.iter().enumerate() {
        desk.add(&format!("{number}.txt"), text, &[]);
    }
    let source = desk.add(NAME, &text(), &["40 workers"]).source;
    let claim = desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap()[0]
        .get()
        .claim
        .id
        .clone();
    let change = LabelChange {
        add: vec![CANARY.parse().unwrap()],
        category: Edit::Set(NAME_WORD.parse().unwrap()),
        note: Edit::Set(format!("said by {CANARY}")),
        ..LabelChange::default()
    };
    desk.workspace.label(&act(2), &source, &change).unwrap();
    let note = Some(format!("as {CANARY} told me"));
    desk.workspace.add_review(&act(2), &NewReview { note, ..verdict(&claim, Verdict::Confirm) }).unwrap();
    assert_eq!(desk.workspace.search(Clearance::Workspace, CANARY, 10).unwrap().len(), 1);
    let outcome = desk.workspace.seal(&act(3), &source, None).unwrap();
    assert_eq!(desk.workspace.search(Clearance::Workspace, "page", 100).unwrap().len(), 60);
    let desk = assert_gone(desk);

    let totals = desk.workspace.totals().unwrap();
    assert_eq!((totals.sources, totals.sealed, totals.claims, totals.reviews), (60, 1, 0, 0));
    let listings = desk.workspace.sources(Clearance::Workspace, &SourceFilter::default()).unwrap();
    assert_eq!(listings.last(), Some(&SourceListing::Sealed(outcome.sealed.clone())));
    assert!(
        !desk.workspace.sources(Clearance::Public, &SourceFilter::default()).unwrap().iter().any(is_sealed)
    );
    for refused in [
        desk.workspace.source(Clearance::Workspace, &outcome.sealed).map(|_| ()),
        desk.workspace.bytes(Clearance::Workspace, &outcome.sealed).map(|_| ()),
        desk.workspace.set_sensitivity(&act(4), &outcome.sealed, Sensitivity::Open),
    ] {
        assert!(matches!(refused, Err(Error::Sealed(_))), "{refused:?}");
    }

    let again = SealOutcome { unsealed_children: Vec::new(), ..outcome.clone() };
    for id in [&outcome.sealed, &source] {
        assert_eq!(desk.workspace.seal(&act(4), id, None).unwrap(), again);
        assert_eq!(desk.workspace.resolve_source(id.as_str()).unwrap(), outcome.sealed);
    }

    let back =
        desk.workspace.unseal(&act(5), &outcome.sealed, &identity.file(), Sensitivity::Internal).unwrap();
    assert_eq!(back, source);
    let record = desk.workspace.source(Clearance::Workspace, &source).unwrap();
    assert_eq!(record.get().acquisitions[0].route.label(), NAME);
    let record = desk.workspace.claim(Clearance::Workspace, &claim).unwrap().into_inner();
    assert_eq!((record.state, record.reviews.len()), (ReviewState::Confirmed, 1));
    assert_eq!(desk.workspace.bytes(Clearance::Workspace, &source).unwrap().get(), text().as_bytes());
    assert_eq!(desk.workspace.search(Clearance::Workspace, CANARY, 10).unwrap().len(), 1);
    assert_eq!(desk.workspace.totals().unwrap().sealed, 0);
    let labels = desk.workspace.labels(Clearance::Workspace, &source).unwrap().into_inner();
    assert_eq!(labels.note, Some(format!("said by {CANARY}")));
    let tagged = SourceFilter { tag: Some(CANARY.parse().unwrap()), ..SourceFilter::default() };
    assert_eq!(desk.workspace.count_sources(Clearance::Workspace, &tagged).unwrap(), 1);
    assert!(desk.workspace.verify_records().unwrap().findings.is_empty());
    assert!(matches!(desk.workspace.verify_audit().unwrap(), archive::AuditVerdict::Whole { .. }));
}

fn is_sealed(listing: &SourceListing) -> bool {
    matches!(listing, SourceListing::Sealed(_))
}

#[test]
fn a_crash_in_the_middle_of_sealing_is_finished_by_the_next_writer() {
    let (desk, _) = desk();
    let source = desk.add(NAME, &text(), &["40 workers"]).source;
    let clear =
        std::fs::read(desk.root().join(".manumit/blobs").join(&source.as_str()[..2]).join(source.as_str()));
    desk.workspace.seal(&act(3), &source, None).unwrap();
    let desk = desk.reopened(|root| {
        // As if the process had died before it removed the file in the clear.
        let shard = root.join(".manumit/blobs").join(&source.as_str()[..2]);
        std::fs::create_dir_all(&shard).unwrap();
        std::fs::write(shard.join(source.as_str()), clear.unwrap()).unwrap();
        crate::support::edit_ledger(root, "update meta set value = '1' where key = 'sealing_unfinished'");
        let reader = Workspace::open(root, Mode::Read).unwrap();
        assert!(reader.clean_up_pending().unwrap());
        let found = reader.verify_blobs().unwrap();
        assert!(matches!(found.as_slice(), [Error::StrayFile { .. }, Error::CleanUpPending]), "{found:?}");
        assert!(found[0].to_string().contains("the clear text of a sealed one"), "{found:?}");
    });
    assert!(!desk.workspace.clean_up_pending().unwrap());
    desk.workspace.seal(&act(4), &source, None).unwrap();
    assert_gone(desk);
}

#[test]
fn a_reader_in_the_way_is_told_and_the_next_writer_finishes() {
    let (desk, _) = desk();
    let source = desk.add(NAME, &text(), &["40 workers"]).source;
    // A transaction somewhere that still looks at the pages of before.
    let error = crate::support::while_reading(&desk.root(), || desk.workspace.seal(&act(3), &source, None));
    assert!(matches!(error, Err(Error::ReadersHoldLog)), "{error:?}");
    assert_eq!(desk.workspace.totals().unwrap().sealed, 1);
    assert_gone(desk.reopened(|_| ()));
}

#[test]
fn a_part_of_a_sealed_item_is_sealed_too() {
    let (desk, identity) = desk();
    let mail = "A mail";
    let sealed_mail = desk.workspace.add_source(&act(1), &sealed("mail.eml", mail, &[])).unwrap().source;
    let route = AcquisitionRoute::Parent {
        parent: SourceId::of(mail.as_bytes()),
        name: NAME.to_owned(),
        captured: None,
    };
    let text = text();
    let part = NewSource { route, ..item("", &text, &[]) };
    let part = desk.workspace.add_source(&act(1), &part).unwrap();
    assert_eq!(part.sensitivity, Sensitivity::Sealed);
    let desk = assert_gone(desk);
    let id = desk.workspace.unseal(&act(5), &part.source, &identity.file(), Sensitivity::Internal).unwrap();
    let record = desk.workspace.source(Clearance::Workspace, &id).unwrap();
    let parent = |record: &archive::SourceRecord| match &record.acquisitions[0].route {
        AcquisitionRoute::Parent { parent, .. } => parent.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(parent(record.get()), sealed_mail);
    let mail_id =
        desk.workspace.unseal(&act(6), &sealed_mail, &identity.file(), Sensitivity::Internal).unwrap();
    let record = desk.workspace.source(Clearance::Workspace, &id).unwrap();
    assert_eq!(parent(record.get()), mail_id);
    let outcome = desk.workspace.seal(&act(7), &mail_id, None).unwrap();
    assert_eq!(outcome.unsealed_children, [id]);
}

#[test]
fn keys_stay_out_of_workspaces() {
    let (desk, identity) = desk();
    let inside = desk.root().join("rules/identity.txt");
    assert!(matches!(archive::keygen(&inside), Err(Error::KeyInsideWorkspace { .. })));
    assert!(archive::keygen(&identity.file()).is_err(), "an identity is never overwritten");
    let id = desk.workspace.add_source(&act(1), &sealed(NAME, &text(), &[])).unwrap().source;
    std::fs::copy(identity.file(), &inside).unwrap();
    let refused = desk.workspace.unseal(&act(2), &id, &inside, Sensitivity::Open);
    assert!(matches!(refused, Err(Error::KeyInsideWorkspace { .. })));
    let other = desk.outside().join("other.txt");
    archive::keygen(&other).unwrap();
    let refused = desk.workspace.unseal(&act(2), &id, &other, Sensitivity::Open).unwrap_err().to_string();
    assert!(refused.contains("does not open it"), "{refused}");
}

#[test]
fn without_a_recipient_nothing_is_sealed_and_nothing_written() {
    let desk = Desk::new();
    let refused = desk.workspace.add_source(&act(1), &sealed(NAME, &text(), &[]));
    assert!(matches!(refused, Err(Error::NoRecipient)));
    assert!(places_of(CANARY, desk.outside()).is_empty());
}

#[test]
fn without_the_key_reading_goes_on_and_sealing_and_adding_say_what_to_do() {
    let (desk, identity) = desk();
    let source = desk.add("a.txt", "In Poland 800 workers.", &["800 workers"]).source;
    let sealed_id = desk.workspace.add_source(&act(1), &sealed(NAME, &text(), &[])).unwrap().source;
    for content in [None, Some("not a key")] {
        let closed = std::fs::remove_file(desk.root().join(".manumit/seal.key"));
        closed.unwrap();
        if let Some(content) = content {
            std::fs::write(desk.root().join(".manumit/seal.key"), content).unwrap();
        }
        let reader = Workspace::open(&desk.root(), Mode::Read).unwrap();
        assert_eq!(reader.bytes(Clearance::Workspace, &source).unwrap().get(), b"In Poland 800 workers.");
        assert_eq!(reader.sources(Clearance::Workspace, &SourceFilter::default()).unwrap().len(), 2);
        assert_eq!(reader.resolve_source(source.as_str()).unwrap(), source);
        assert!(reader.verify_blobs().unwrap().is_empty());
        assert!(reader.verify_records().unwrap().findings.is_empty());
        std::fs::write(desk.root().join(".manumit/seal.key"), "").unwrap();
    }
    let desk = desk.reopened(|root| std::fs::remove_file(root.join(".manumit/seal.key")).unwrap());
    let workspace = &desk.workspace;
    for refused in [
        workspace.add_source(&act(2), &item("b.txt", "New.", &[])).map(|_| ()),
        workspace.seal(&act(2), &source, None).map(|_| ()),
        workspace.unseal(&act(2), &sealed_id, &identity.file(), Sensitivity::Open).map(|_| ()),
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(error, Error::SealKeyLost { .. }), "{error:?}");
        let error = error.to_string();
        assert!(error.contains("seal.key` that names sealed sources is missing: put it back"), "{error}");
    }
    workspace.set_sensitivity(&act(3), &source, Sensitivity::Open).unwrap();
    let file = desk.outside().join("x.backup");
    workspace.backup(&act(4), &file).unwrap();
    archive::restore(&file, &desk.outside().join("restored"), &act(5)).unwrap();
}
