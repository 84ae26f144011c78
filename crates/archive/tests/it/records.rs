//! Rows that differ from what the audit log says of them.

use crate::support::{Desk, act, edit_ledger, item, reading, sealed, verdict};
use archive::{ClaimFilter, Mode, Reading, Settings, Workspace};
use model::{Clearance, RuleId, Sensitivity, Verdict};

const TEXT: &str = "In Poland 800 workers slept in 40 rooms.";

fn findings(workspace: &Workspace) -> Vec<String> {
    let check = workspace.verify_records().unwrap();
    check.findings.iter().map(ToString::to_string).collect()
}

/// Two sources; of the first a reading in two contexts, a person's claim, reviews, another sensitivity.
fn busy() -> Desk {
    let desk = Desk::new();
    let workspace = &desk.workspace;
    let source = desk.add("a.txt", TEXT, &["800 workers"]).source;
    desk.add("b.txt", "In Malta 40 workers.", &["40 workers"]);
    let claim = claims(workspace)[0].clone();
    workspace.add_review(&act(2), &verdict(&claim.claim.id, Verdict::Confirm)).unwrap();
    workspace.set_sensitivity(&act(3), &source, Sensitivity::Open).unwrap();
    workspace.put_reading(&act(4), &source, &reading(&source, "reader 2", TEXT, &["800 workers"])).unwrap();
    let other = Reading {
        context: "other".to_owned(),
        ..reading(&source, "reader 2", TEXT, &["800 workers", "40 rooms"])
    };
    workspace.put_reading(&act(5), &source, &other).unwrap();
    let document = claims(workspace).iter().find(|claim| claim.source == source).unwrap().document.clone();
    let own = crate::support::claim(&source, TEXT, 3, "Poland", 0);
    let own = model::Claim { rule: RuleId::person(), ..own };
    workspace.add_claim(&act(6), &document, &own).unwrap();
    workspace.add_review(&act(7), &verdict(&own.id, Verdict::Reject)).unwrap();
    desk.workspace
        .add_source(&act(8), &item("elsewhere.txt", "In Malta 40 workers.", &["40 workers"]))
        .unwrap();
    desk
}

fn claims(workspace: &Workspace) -> Vec<archive::ClaimRecord> {
    let claims = workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap();
    claims.into_iter().map(model::Cleared::into_inner).collect()
}

#[test]
fn a_workspace_in_order_has_no_findings() {
    let desk = busy();
    let check = desk.workspace.verify_records().unwrap();
    assert_eq!((findings(&desk.workspace), check.not_covered), (Vec::new(), 0));
}

#[test]
fn every_change_behind_the_log_is_found() {
    for (sql, expected) in [
        ("delete from reviews where sequence = 1", "review `"),
        (
            "update reviews set body = replace(body, 'confirm', 'reject')",
            "is not what the log says was written",
        ),
        (
            "insert into reviews select '00000000000000aa', 9, source, bound, body from reviews where sequence = 1",
            "it is here and the log does not know it",
        ),
        (
            "update reviews set sequence = 9 where sequence = 1",
            "its place among the reviews is not the one it was written at",
        ),
        (
            "update documents set text = replace(text, 'Malta', 'Spain')",
            "its text is not what the log says was read",
        ),
        ("update documents set metadata = replace(metadata, '2018', '2019')", "its text is not what"),
        ("update documents set text = replace(text, '40 w', '90 w')", "its words are not those at its place"),
        ("delete from documents where text like '%Malta%'", "it is in the log and not here"),
        ("update claims set body = replace(body, 'asserted', 'denied')", "its claims are not those"),
        ("update claims set kind = 'wage' where rule <> 'person'", "its claims are not those"),
        ("delete from claims where rule <> 'person'", "its claims are not those"),
        ("delete from claims where rule = 'person'", "it is in the log and not here"),
        (
            "update claims set body = replace(body, 'PL', 'MT') where rule = 'person'",
            "it is not what the log says",
        ),
        ("update claims set state = 'confirmed'", "it counts as `confirmed`, and by its reviews it is `"),
        (
            "update reviews set bound = (select id from claims where body like '%40 rooms%')",
            "it counts for a claim that it was not written of",
        ),
        (
            "delete from documents where context = 'other'; delete from claims where document not in
             (select id from documents); update reviews set bound = null",
            "it counts for no claim, and its claim is here",
        ),
        ("update claims set body = '{'", "does not read"),
        ("update sources set sensitivity = 'open'", "it is `open`, and the log says `internal`"),
        ("delete from sources where sensitivity = 'open'", "it is in the log and not here"),
        (
            "insert into sources (id, size, media_type, sensitivity, first_acquired)
             select replace(id, substr(id, 1, 4), '0000'), size, media_type, sensitivity,
             first_acquired from sources limit 1",
            "it is here and the log does not know it",
        ),
        (
            "insert into sealed values ('00000000000000bb00000000000000bb00000000000000bb00000000000000bb', '', '', '')",
            "it is here and the log does not know it",
        ),
    ] {
        let desk = busy().reopened(|root| edit_ledger(root, sql));
        let found = findings(&desk.workspace);
        assert!(found.iter().any(|finding| finding.contains(expected)), "{sql}: {found:?}");
    }
}

#[test]
fn a_change_is_not_covered_up_by_what_is_done_next() {
    let desk = busy().reopened(|root| {
        edit_ledger(
            root,
            "update claims set body = replace(body, 'asserted', 'denied'); update sources set sensitivity = 'open'",
        );
    });
    // The same bytes by one more route: the reading stays.
    let again = item("third.txt", "In Malta 40 workers.", &["40 workers"]);
    let source = again.content.id();
    let other = Reading { context: "other".to_owned(), ..again.reading.clone() };
    desk.workspace.add_source(&act(9), &again).unwrap();
    desk.workspace.put_reading(&act(9), &source, &other).unwrap();
    let found = findings(&desk.workspace);
    assert!(found.iter().any(|finding| finding.contains("its claims are not those")), "{found:?}");
    assert!(found.iter().any(|finding| finding.contains("it is `open`, and the log says")), "{found:?}");
}

#[test]
fn what_an_older_version_logged_is_not_covered_and_no_finding() {
    let desk = Desk::new();
    desk.add("a.txt", TEXT, &["800 workers"]);
    let claim = claims(&desk.workspace)[0].claim.id.clone();
    desk.workspace.add_review(&act(2), &verdict(&claim, Verdict::Confirm)).unwrap();
    let closed = desk.closed();
    edit_ledger(
        &closed.root,
        "update audit set detail = json_remove(detail, '$.documents', '$.sha256', '$.sensitivity', '$.new_reading')
             where action = 'add';
         update audit set detail = json_remove(detail, '$.sha256', '$.source') where action = 'review'",
    );
    let workspace = Workspace::open(&closed.root, Mode::Read).unwrap();
    let check = workspace.verify_records().unwrap();
    assert_eq!(findings(&workspace), Vec::<String>::new());
    // The sensitivity, the document and the review.
    assert_eq!(check.not_covered, 3);
}

#[test]
fn sealing_and_unsealing_are_no_findings() {
    let identity = tempfile::tempdir().unwrap();
    let file = identity.path().join("identity.txt");
    let recipient = archive::keygen(&file).unwrap();
    let desk = Desk::with(&Settings { sealing_recipient: Some(recipient), ..Settings::default() });
    let workspace = &desk.workspace;
    let source = desk.add("a.txt", TEXT, &["800 workers"]).source;
    let claim = claims(workspace)[0].claim.id.clone();
    workspace.add_review(&act(2), &verdict(&claim, Verdict::Confirm)).unwrap();
    let id = workspace.seal(&act(3), &source, None).unwrap().sealed;
    workspace.add_source(&act(3), &sealed("b.txt", "A witness.", &[])).unwrap();
    assert_eq!(findings(workspace), Vec::<String>::new());
    workspace.unseal(&act(4), &id, &file, Sensitivity::Internal).unwrap();
    let check = workspace.verify_records().unwrap();
    assert_eq!((findings(workspace), check.not_covered), (Vec::new(), 0));
    let desk = desk.reopened(|root| edit_ledger(root, "delete from sealed"));
    assert!(findings(&desk.workspace)[0].contains("it is in the log and not here"));
}
