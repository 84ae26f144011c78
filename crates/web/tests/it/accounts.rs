//! Coming in, staying in, going out; and what the log says of it.

use crate::house::pass;
use crate::team::{Card, Team};
use archive::AccountRole;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use web::Entrance;

const TEAM: Entrance = Entrance { team: true, public: false, behind_tls: false, recover: false };
const PASSWORD: &str = "seven quiet kilns";
const HOUR: i64 = 3600;

/// A team whose first admin, `anna`, came in by the code of the terminal.
fn set_up() -> (Team, Card) {
    let team = Team::empty(TEAM);
    let code = team.house.setup_code().unwrap();
    let form = format!("code={code}&name=Anna&password={PASSWORD}&again={PASSWORD}");
    let answer = team.post(&Card::default(), "/setup", &form);
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/accounts"), "{}", answer.body);
    let (card, _) = answer.cookie().unwrap();
    (team, card)
}

fn sign_in(team: &Team, name: &str, password: &str) -> crate::house::Answer {
    team.post(
        &Card::default(),
        "/sign-in",
        &format!("name={name}&password={password}&next=/ledger?kind=levy"),
    )
}

/// The link or token that a page shows once.
fn shown_once(body: &str) -> String {
    let after = body.split("<p class=\"code breaks\">").nth(1).unwrap();
    after.split('<').next().unwrap().to_owned()
}

#[test]
fn the_first_admin_comes_in_by_the_code_and_the_code_works_once() {
    let team = Team::empty(TEAM);
    let stranger = Card::default();
    assert_eq!(team.get(&stranger, "/ledger").location(), "/setup");
    let code = team.house.setup_code().unwrap();
    let form =
        |code: &str, password: &str| format!("code={code}&name=anna&password={password}&again={password}");
    assert_eq!(team.post(&stranger, "/setup", &form("0000", PASSWORD)).status, StatusCode::UNAUTHORIZED);
    let short = team.post(&stranger, "/setup", &form(&code, "elevenchars"));
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("at least 12 characters"));
    let other = format!("code={code}&name=anna&password={PASSWORD}&again=another");
    assert!(team.post(&stranger, "/setup", &other).body.contains("not the same"));
    let made = team.post(&stranger, "/setup", &form(&code, PASSWORD));
    assert_eq!(made.location(), "/accounts");
    let (admin, _) = made.cookie().unwrap();
    assert_eq!(team.get(&admin, "/accounts").status, StatusCode::OK);
    assert_eq!(team.post(&stranger, "/setup", &form(&code, PASSWORD)).status, StatusCode::NOT_FOUND);
    assert_eq!(team.get(&stranger, "/setup").status, StatusCode::NOT_FOUND);
    assert_eq!(team.get(&stranger, "/ledger?kind=levy").location(), "/sign-in?next=%2Fledger%3Fkind%3Dlevy");
}

#[test]
fn signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let (team, _) = set_up();
    let answer = sign_in(&team, "ANNA", PASSWORD);
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/ledger?kind=levy"));
    let (card, set) = answer.cookie().unwrap();
    let flags: Vec<&str> = set.split("; ").skip(1).collect();
    assert_eq!(flags, ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=604800"]);
    let page = team.get(&card, "/ledger");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(">anna</a>") && page.body.contains("Sign out"));
    // What the browser keeps is not what the ledger keeps.
    let token = card.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    let ledger = std::fs::read(team.house.case().join(".manumit/ledger.db")).unwrap();
    let log = std::fs::read(team.house.case().join(".manumit/ledger.db-wal")).unwrap_or_default();
    for bytes in [ledger, log] {
        for secret in [token.as_bytes(), PASSWORD.as_bytes()] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[test]
fn behind_tls_the_cookie_is_for_tls_alone() {
    let team = Team::new(Entrance { behind_tls: true, ..TEAM });
    let link = archive::Invitation {
        hash: crate::team::hash_of("link"),
        role: AccountRole::Reader,
        account: None,
        made: crate::house::now(),
        made_by: "admin".to_owned(),
        ends: crate::house::now() + jiff::SignedDuration::from_hours(1),
    };
    team.beside().add_invitation(&archive::Act::new("admin", crate::house::now()), &link).unwrap();
    let form = format!("name=ben&password={PASSWORD}&again={PASSWORD}");
    let answer = team.post(&Card::default(), "/join/link", &form);
    let (card, set) = answer.cookie().unwrap();
    assert!(set.starts_with("__Host-manumit=") && set.ends_with("; Secure"), "{set}");
    assert_eq!(answer.headers["strict-transport-security"], "max-age=63072000");
    assert_eq!(team.get(&card, "/ledger").status, StatusCode::OK);
    let plain = Card { cookie: card.cookie.map(|cookie| cookie.replace("__Host-", "")), bearer: None };
    assert_eq!(team.get(&plain, "/ledger").status, StatusCode::SEE_OTHER);
}

#[test]
fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let (team, _) = set_up();
    let ask = |name: &str| {
        let answer = sign_in(&team, name, "some other password");
        (answer.status, answer.body.replace(&format!("value=\"{name}\""), ""), answer.cookie().is_some())
    };
    let wrong = ask("anna");
    assert_eq!((wrong.0, wrong.2), (StatusCode::UNAUTHORIZED, false));
    assert_eq!(wrong, ask("nobody"));
    assert_eq!(wrong, ask("a b"));
}

#[test]
fn after_some_failures_tries_have_to_wait_and_the_log_tells() {
    let (team, _) = set_up();
    for name in ["anna", "nobody"] {
        for _ in 0..5 {
            assert_eq!(sign_in(&team, name, "wrong").status, StatusCode::UNAUTHORIZED);
        }
        // Even the right password has to wait now.
        let held = sign_in(&team, name, PASSWORD);
        assert_eq!(
            (held.status, held.headers["retry-after"].to_str().unwrap()),
            (StatusCode::TOO_MANY_REQUESTS, "3")
        );
    }
    pass(3);
    assert_eq!(sign_in(&team, "anna", "wrong").status, StatusCode::UNAUTHORIZED);
    pass(3);
    assert_eq!(sign_in(&team, "anna", PASSWORD).status, StatusCode::TOO_MANY_REQUESTS);
    pass(3);
    assert_eq!(sign_in(&team, "anna", PASSWORD).status, StatusCode::SEE_OTHER);
    let held: Vec<(String, String)> = team
        .log()
        .into_iter()
        .filter(|(_, action, _)| action == "sign_in_held")
        .map(|(actor, _, detail)| (actor, detail))
        .collect();
    let line = |actor: &str, failures: u32, seconds: u64| {
        let detail = format!("{{\"failures\":{failures},\"held\":\"account\",\"seconds\":{seconds}}}");
        (actor.to_owned(), detail)
    };
    assert_eq!(held, [line("anna", 5, 2), line("somebody unknown", 5, 2), line("anna", 6, 4)]);
}

#[test]
fn an_invitation_lets_one_person_in_with_the_role_that_was_chosen() {
    let (team, admin) = set_up();
    let page = team.post(&admin, "/accounts/invite", "role=analyst");
    let link = shown_once(&page.body);
    let path = link.strip_prefix("http://localhost").unwrap().to_owned();
    assert!(!team.get(&admin, "/accounts").body.contains(&path), "the link is shown once");
    let stranger = Card::default();
    let form = format!("name=ben&password={PASSWORD}&again={PASSWORD}");
    // Looking at it does not use it up, nor does a name that is taken.
    assert_eq!(team.get(&stranger, &path).status, StatusCode::OK);
    let taken = team.post(&stranger, &path, &form.replace("ben", "anna"));
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (ben, _) = team.post(&stranger, &path, &form).cookie().unwrap();
    assert_eq!(team.get(&ben, "/screening").status, StatusCode::OK);
    assert_eq!(team.get(&ben, "/add").status, StatusCode::FORBIDDEN);
    assert_eq!(team.post(&stranger, &path, &form.replace("ben", "cem")).status, StatusCode::NOT_FOUND);
}

#[test]
fn an_invitation_ends_after_a_week_or_when_it_is_withdrawn() {
    let (team, admin) = set_up();
    let path = |body: &str| shown_once(body).strip_prefix("http://localhost").unwrap().to_owned();
    let first = path(&team.post(&admin, "/accounts/invite", "role=reader").body);
    let page = team.get(&admin, "/accounts").body;
    let hash = page.split("name=\"hash\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let stranger = Card::default();
    assert_eq!(team.get(&stranger, &first).status, StatusCode::OK);
    team.post(&admin, "/accounts/withdraw", &format!("hash={hash}"));
    assert_eq!(team.get(&stranger, &first).status, StatusCode::NOT_FOUND);
    let second = path(&team.post(&admin, "/accounts/invite", "role=reader").body);
    pass(7 * 24 * HOUR - 1);
    assert_eq!(team.get(&stranger, &second).status, StatusCode::OK);
    pass(1);
    assert_eq!(team.get(&stranger, &second).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_session_ends_after_hours_without_use_and_after_a_week_in_any_case() {
    let team = Team::new(TEAM);
    let is_in = |card: &Card| team.get(card, "/ledger").status == StatusCode::OK;
    let idle = team.signed_in("reader");
    pass(8 * HOUR - 1);
    assert!(is_in(&idle));
    pass(8 * HOUR);
    assert!(!is_in(&idle));
    let busy = team.signed_in("reader");
    for _ in 0..(7 * 24 / 7 - 1) {
        pass(7 * HOUR);
        assert!(is_in(&busy));
    }
    pass(7 * HOUR);
    assert!(!is_in(&busy));
}

#[test]
fn a_new_password_ends_every_other_session() {
    let (team, here) = set_up();
    let (elsewhere, _) = sign_in(&team, "anna", PASSWORD).cookie().unwrap();
    let new = "eight louder kilns";
    let wrong = team.post(&here, "/account/password", &format!("old=wrong&password={new}&again={new}"));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(team.get(&elsewhere, "/account").status, StatusCode::OK);
    let changed =
        team.post(&here, "/account/password", &format!("old={PASSWORD}&password={new}&again={new}"));
    let (now_here, _) = changed.cookie().unwrap();
    assert_eq!(team.get(&now_here, "/account").status, StatusCode::OK);
    for old in [&here, &elsewhere] {
        assert_eq!(team.get(old, "/account").status, StatusCode::SEE_OTHER);
    }
    assert_eq!(sign_in(&team, "anna", PASSWORD).status, StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(&team, "anna", new).status, StatusCode::SEE_OTHER);
}

#[test]
fn signing_in_and_out_takes_the_session_before_with_it() {
    let (team, before) = set_up();
    let form = format!("name=anna&password={PASSWORD}");
    let (after, _) = team.post(&before, "/sign-in", &form).cookie().unwrap();
    assert_eq!(team.get(&before, "/account").status, StatusCode::SEE_OTHER);
    let out = team.post(&after, "/sign-out", "");
    assert!(out.cookie().unwrap().1.contains("Max-Age=0"));
    assert_eq!(team.get(&after, "/account").status, StatusCode::SEE_OTHER);
}

#[test]
fn whoever_is_shut_out_is_out_at_once_and_learns_nothing_at_the_door() {
    let (team, admin) = set_up();
    let path = shown_once(&team.post(&admin, "/accounts/invite", "role=editor").body);
    let path = path.strip_prefix("http://localhost").unwrap();
    let form = format!("name=ben&password={PASSWORD}&again={PASSWORD}");
    let (ben, _) = team.post(&Card::default(), path, &form).cookie().unwrap();
    let token = shown_once(&team.post(&ben, "/account/tokens", "label=x&role=editor&days=7").body);
    let program = Card { cookie: None, bearer: Some(token) };
    assert_eq!(team.get(&program, "/ledger").status, StatusCode::OK);
    assert_eq!(team.post(&admin, "/accounts/ben/disabled", "disabled=true").location(), "/accounts");
    assert_eq!(team.get(&ben, "/ledger").status, StatusCode::SEE_OTHER);
    assert_eq!(team.get(&program, "/ledger").status, StatusCode::UNAUTHORIZED);
    let door = sign_in(&team, "ben", PASSWORD);
    assert_eq!(door.status, StatusCode::UNAUTHORIZED);
    assert!(door.body.contains("The name or the password is wrong."));
    team.post(&admin, "/accounts/ben/disabled", "disabled=false");
    assert_eq!(sign_in(&team, "ben", PASSWORD).status, StatusCode::SEE_OTHER);
    let own = team.post(&admin, "/accounts/anna/disabled", "disabled=true");
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.body.contains("one admin has to stay"));
}

#[test]
fn an_admin_gives_out_a_link_for_a_new_password() {
    let (team, admin) = set_up();
    let path = shown_once(&team.post(&admin, "/accounts/anna/password", "").body);
    let path = path.strip_prefix("http://localhost").unwrap();
    let new = "eight louder kilns";
    let page = team.get(&Card::default(), path);
    assert!(page.body.contains("A new password for anna"), "{}", page.body);
    let form = format!("name=somebody-else&password={new}&again={new}");
    let (again, _) = team.post(&Card::default(), path, &form).cookie().unwrap();
    assert_eq!(team.get(&admin, "/account").status, StatusCode::SEE_OTHER);
    assert!(team.get(&again, "/account").body.contains("<h1>anna</h1>"));
    assert_eq!(sign_in(&team, "anna", new).status, StatusCode::SEE_OTHER);
}

#[test]
fn a_token_is_shown_once_does_no_more_than_it_may_and_ends() {
    let team = Team::new(TEAM);
    let editor = team.signed_in("editor");
    let page = team.post(&editor, "/account/tokens", "label=nightly&role=reader&days=7");
    let token = shown_once(&page.body);
    assert_eq!(token.len(), 64);
    let listed = team.get(&editor, "/account").body;
    assert!(listed.contains("nightly") && !listed.contains(&token));
    let program = Card { cookie: None, bearer: Some(token) };
    assert_eq!(team.get(&program, "/ledger").status, StatusCode::OK);
    assert_eq!(team.get(&program, "/add").status, StatusCode::FORBIDDEN);
    assert_eq!(team.get(&program, "/account").status, StatusCode::FORBIDDEN);
    let more = team.post(&editor, "/account/tokens", "label=more&role=admin&days=7");
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = team.get(&Card { cookie: None, bearer: Some("guess".to_owned()) }, "/ledger");
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    assert_eq!(unknown.headers["www-authenticate"], "Bearer realm=\"manumit\"");
    pass(7 * 24 * HOUR);
    assert_eq!(team.get(&program, "/ledger").status, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_token_sinks_with_its_account() {
    let team = Team::new(TEAM);
    let program = team.token("editor", AccountRole::Editor);
    assert_eq!(team.get(&program, "/add").status, StatusCode::OK);
    let admin = team.signed_in("admin");
    assert_eq!(team.post(&admin, "/accounts/editor/role", "role=reader").location(), "/accounts");
    assert_eq!(team.get(&program, "/add").status, StatusCode::FORBIDDEN);
}

#[test]
fn a_browser_has_to_say_where_a_change_comes_from() {
    let team = Team::new(TEAM);
    let cookie = team.signed_in("reader").cookie.unwrap();
    let ask = |name: &str, value: &str| {
        let request = Request::post("/sign-out").header("host", "localhost").header("cookie", &cookie);
        let request = if name.is_empty() { request } else { request.header(name, value) };
        team.house.send(request.body(Body::empty()).unwrap()).status
    };
    assert_eq!(ask("sec-fetch-site", "cross-site"), StatusCode::FORBIDDEN);
    assert_eq!(ask("sec-fetch-site", "same-site"), StatusCode::FORBIDDEN);
    assert_eq!(ask("origin", "https://localhost.example"), StatusCode::FORBIDDEN);
    assert_eq!(ask("origin", "null"), StatusCode::FORBIDDEN);
    assert_eq!(ask("", ""), StatusCode::FORBIDDEN);
    assert_eq!(ask("origin", "http://localhost"), StatusCode::SEE_OTHER);
}

#[test]
fn the_log_says_who_read_what_is_internal_once_an_hour() {
    let team = Team::new(TEAM);
    let reader = team.signed_in("reader");
    let (open, internal) = (&team.canaries[0], &team.canaries[1]);
    let reads = || {
        let entries = team.log().into_iter().filter(|(_, action, _)| action == "read" || action == "export");
        entries.map(|(actor, _, detail)| (actor, detail)).collect::<Vec<_>>()
    };
    let line = |actor: &str| (actor.to_owned(), format!("{{\"sources\":[\"{}\"]}}", internal.source));
    team.get(&reader, &format!("/sources/{}", open.source));
    assert_eq!(reads(), []);
    team.get(&reader, &format!("/sources/{}", internal.source));
    assert_eq!(reads(), [line("reader")]);
    team.get(&reader, &format!("/claims/{}", internal.claim.as_ref().unwrap()));
    team.get(&reader, "/ledger?zone=all");
    team.get(&reader, "/search?q=workers");
    assert_eq!(reads().len(), 1);
    team.get(&team.signed_in("editor"), "/search?q=workers");
    assert_eq!(reads(), [line("reader"), line("editor")]);
    // Figures quote their passages too.
    let analyst = team.signed_in("analyst");
    let page = team.get(&analyst, "/figures").body;
    let links = page.split("href=\"/figures/").skip(1).filter_map(|rest| rest.split('"').next());
    links.for_each(|id| drop(team.get(&analyst, &format!("/figures/{id}"))));
    assert_eq!(reads().pop(), Some(line("analyst")));
    pass(HOUR);
    team.get(&reader, &format!("/sources/{}/text", internal.source));
    team.get(&reader, "/ledger/export/csv");
    let export = ("reader".to_owned(), "{\"form\":\"ledger.csv\"}".to_owned());
    assert_eq!(reads()[2..], [line("analyst"), line("reader"), export]);
}

#[test]
fn what_people_write_and_decide_stands_under_their_names() {
    let team = Team::new(TEAM);
    let editor = team.signed_in("editor");
    let claim = team.canaries[0].claim.as_ref().unwrap();
    let answer = team.post(&editor, &format!("/claims/{claim}/review"), "verdict=confirm");
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let (actor, action, _) = team.log().pop().unwrap();
    assert_eq!((actor.as_str(), action.as_str()), ("editor", "review"));
    // Strangers of a public site read the claim, and not who reviewed it.
    let public = Team {
        house: crate::house::House::opened(
            team.house.folder,
            web::Offer::Pages,
            Entrance { public: true, ..TEAM },
        ),
        canaries: team.canaries,
    };
    let claim = public.canaries[0].claim.as_ref().unwrap();
    let page = public.get(&Card::default(), &format!("/claims/{claim}"));
    assert!(page.body.contains("confirmed") && !page.body.contains("editor"), "{}", page.body);
}
