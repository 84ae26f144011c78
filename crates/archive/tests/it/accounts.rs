//! Accounts: what may not happen to them, and that they can be worked with beside a writer.

use crate::support::{Desk, act};
use archive::{
    Account, AccountName, AccountRole, AuditVerdict, Error, Invitation, Mode, Session, Workspace, restore,
};

fn name(text: &str) -> AccountName {
    text.parse().unwrap()
}

fn invitation(hash: &str, account: Option<&str>) -> Invitation {
    Invitation {
        hash: hash.to_owned(),
        role: AccountRole::Editor,
        account: account.map(name),
        made: act(1).at,
        made_by: "anna".to_owned(),
        ends: act(30).at,
    }
}

fn session(hash: &str, account: &str) -> Session {
    let at = act(1).at;
    Session { hash: hash.to_owned(), account: name(account), begun: at, seen: at, ends: act(50).at }
}

fn with_an_admin() -> Desk {
    let desk = Desk::new();
    desk.workspace.add_account(&act(1), &name("anna"), AccountRole::Admin, "h").unwrap();
    desk
}

fn is_refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::Account(_)))
}

#[test]
fn people_sign_in_while_somebody_writes() {
    let desk = with_an_admin();
    let beside = Workspace::open(&desk.root(), Mode::Beside).unwrap();
    beside.begin_session(&act(2), &session("s", "anna")).unwrap();
    beside.note(&act(3), "read", &serde_json::json!({"sources": []})).unwrap();
    // The writer goes on after it, on the same chain.
    desk.workspace.audit_note(&act(4), "note", &serde_json::json!({})).unwrap();
    let actions: Vec<String> = beside.audit_log().unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions, ["init", "account", "account", "read", "note"]);
    assert!(matches!(desk.workspace.verify_audit().unwrap(), AuditVerdict::Whole { entries: 5, .. }));
    assert!(matches!(beside.audit_note(&act(5), "x", &serde_json::json!({})), Err(Error::ReadOnly)));
    let reader = Workspace::open(&desk.root(), Mode::Read).unwrap();
    assert!(matches!(reader.touch_session("s", act(5).at), Err(Error::ReadOnly)));
}

#[test]
fn one_admin_has_to_stay() {
    let desk = with_an_admin();
    let anna = name("anna");
    assert!(is_refused(desk.workspace.set_role(&act(2), &anna, AccountRole::Editor)));
    assert!(is_refused(desk.workspace.set_disabled(&act(2), &anna, true)));
    desk.workspace.add_account(&act(3), &name("ben"), AccountRole::Admin, "h").unwrap();
    desk.workspace.set_disabled(&act(4), &anna, true).unwrap();
    assert!(is_refused(desk.workspace.set_role(&act(5), &name("ben"), AccountRole::Reader)));
}

#[test]
fn an_invitation_lets_one_in_and_before_its_end_only() {
    let desk = with_an_admin();
    let case = &desk.workspace;
    case.add_invitation(&act(1), &invitation("i", None)).unwrap();
    assert_eq!(case.invitation("i", act(30).at).unwrap(), None);
    assert!(is_refused(case.take_invitation("i", &name("anna"), "p", act(2).at)));
    let Account { role, created_by, .. } = case.take_invitation("i", &name("ben"), "p", act(2).at).unwrap();
    assert_eq!((role, created_by.as_str()), (AccountRole::Editor, "anna"));
    assert!(matches!(case.take_invitation("i", &name("cem"), "p", act(2).at), Err(Error::NotFound { .. })));
}

#[test]
fn a_new_password_and_being_shut_out_end_what_was_begun() {
    let desk = with_an_admin();
    let case = &desk.workspace;
    case.add_account(&act(1), &name("ben"), AccountRole::Editor, "old").unwrap();
    case.begin_session(&act(2), &session("a", "ben")).unwrap();
    case.add_invitation(&act(2), &invitation("renew", Some("ben"))).unwrap();
    case.take_invitation("renew", &name("ignored"), "new", act(3).at).unwrap();
    assert_eq!(case.session("a").unwrap(), None);
    assert_eq!(case.account(&name("ben")).unwrap().unwrap().1, "new");
    case.begin_session(&act(4), &session("b", "ben")).unwrap();
    case.set_disabled(&act(5), &name("ben"), true).unwrap();
    assert_eq!(case.session("b").unwrap(), None);
    assert!(matches!(case.begin_session(&act(6), &session("c", "ben")), Err(Error::NotFound { .. })));
}

#[test]
fn a_backup_brings_accounts_back_and_no_session() {
    let desk = with_an_admin();
    desk.workspace.begin_session(&act(2), &session("s", "anna")).unwrap();
    let file = desk.outside().join("case.backup");
    desk.workspace.backup(&act(3), &file).unwrap();
    let target = desk.outside().join("restored");
    restore(&file, &target, &act(4)).unwrap();
    let restored = Workspace::open(&target, Mode::Read).unwrap();
    assert!(restored.has_accounts().unwrap());
    assert_eq!(restored.session("s").unwrap(), None);
}

#[test]
fn what_secrets_hash_to_stays_out_of_the_log() {
    let desk = with_an_admin();
    let hash = "0123456789abcdef".repeat(4);
    desk.workspace.begin_session(&act(2), &session(&hash, "anna")).unwrap();
    let log = desk.workspace.audit_log().unwrap();
    assert!(log.iter().any(|entry| entry.detail.contains("0123456789ab")));
    assert!(!log.iter().any(|entry| entry.detail.contains(&hash)));
}
