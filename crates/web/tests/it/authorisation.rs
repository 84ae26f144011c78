//! Every route, asked by everybody, about every kind of source: who is let through, and what they get to see.
//!
//! A route that is not in [`EXPECTED`] fails the first test: whoever adds one says here who may ask.

use crate::house::{Answer, House};
use crate::team::{Canary, Card, Team, WORDS};
use archive::AccountRole;
use axum::http::{Method, StatusCode};
use model::Sensitivity;
use std::collections::BTreeSet;
use web::{Entrance, Need, Offer, Role, route_table};

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Whoever comes.
    All,
    /// Readers; strangers too where the server was started for the public.
    Public,
    /// Somebody with this role, or a program with their token.
    Role(Role),
    /// Somebody with this role who has signed in.
    SignedIn(Role),
}

use Who::{All, Public, SignedIn};

const READER: Who = Who::Role(Role::Reader);
const ANALYST: Who = Who::Role(Role::Analyst);
const EDITOR: Who = Who::Role(Role::Editor);
const PERSON: Who = SignedIn(Role::Reader);
const ADMIN: Who = SignedIn(Role::Admin);

pub(crate) const EXPECTED: &[(&str, &str, Who)] = &[
    ("GET", "/", Public),
    ("GET", "/library", Public),
    ("GET", "/sources/{id}", Public),
    ("GET", "/sources/{id}/text", Public),
    ("GET", "/sources/{id}/cite/{form}", Public),
    ("GET", "/search", Public),
    ("GET", "/ledger", Public),
    ("GET", "/ledger/export/{form}", Public),
    ("GET", "/claims/{id}", Public),
    ("GET", "/sources/{id}/original", READER),
    ("GET", "/sources/{id}/custody", READER),
    ("GET", "/sources/{id}/mark", EDITOR),
    ("POST", "/sources/{id}/mark", EDITOR),
    ("GET", "/add", EDITOR),
    ("POST", "/add", EDITOR),
    ("GET", "/progress/{id}", READER),
    ("GET", "/screening", READER),
    ("POST", "/screening", ANALYST),
    ("GET", "/screening/{id}", READER),
    ("POST", "/screening/{id}/run", ANALYST),
    ("GET", "/screening/{id}/report/{form}", READER),
    ("POST", "/matches/{id}/decide", ANALYST),
    ("GET", "/decisions", READER),
    ("GET", "/screenings/{id}", READER),
    ("POST", "/screenings/{id}/again", ANALYST),
    ("GET", "/rescreening/{id}", READER),
    ("GET", "/dossier", ANALYST),
    ("GET", "/dossier/{form}", ANALYST),
    ("GET", "/lists", READER),
    ("POST", "/lists", EDITOR),
    ("GET", "/lists/{name}", READER),
    ("POST", "/lists/{name}", EDITOR),
    ("POST", "/lists/{name}/remove", EDITOR),
    ("GET", "/lists/{name}/entries", READER),
    ("GET", "/lists/{name}/changes", READER),
    ("GET", "/design", Public),
    ("POST", "/claims/{id}/review", EDITOR),
    ("GET", "/review", EDITOR),
    ("GET", "/figures", READER),
    ("GET", "/figures/{id}", READER),
    ("GET", "/question", READER),
    ("GET", "/question/estimate.json", READER),
    ("GET", "/findings", READER),
    ("GET", "/places", READER),
    ("GET", "/places/{place}", READER),
    ("GET", "/sectors", READER),
    ("GET", "/sectors/{sector}", READER),
    ("GET", "/programmes", READER),
    ("GET", "/programmes/{programme}", READER),
    ("GET", "/sites", READER),
    ("GET", "/sites/{site}", READER),
    ("GET", "/instruments", READER),
    ("GET", "/instruments/{id}", READER),
    ("GET", "/scheme", READER),
    ("GET", "/setup", All),
    ("POST", "/setup", All),
    ("GET", "/sign-in", All),
    ("POST", "/sign-in", All),
    ("GET", "/join/{token}", All),
    ("POST", "/join/{token}", All),
    ("POST", "/sign-out", PERSON),
    ("GET", "/account", PERSON),
    ("POST", "/account/password", PERSON),
    ("POST", "/account/sessions/end", PERSON),
    ("POST", "/account/tokens", PERSON),
    ("POST", "/account/tokens/withdraw", PERSON),
    ("GET", "/accounts", ADMIN),
    ("POST", "/accounts/invite", ADMIN),
    ("POST", "/accounts/withdraw", ADMIN),
    ("POST", "/accounts/{name}/role", ADMIN),
    ("POST", "/accounts/{name}/disabled", ADMIN),
    ("POST", "/accounts/{name}/password", ADMIN),
    ("GET", "/feeds", Public),
    ("GET", "/feeds/{kind}/{file}", Public),
    ("GET", "/library/stories", READER),
    ("GET", "/sources/{id}/labels", READER),
    ("POST", "/sources/{id}/labels", EDITOR),
    ("GET", "/labels/import", EDITOR),
    ("POST", "/labels/import", EDITOR),
    ("POST", "/search/keep", ANALYST),
    ("POST", "/search/forget", ANALYST),
    // The API looks at who asks by itself: without a key or a sign-in only what is open is told.
    ("POST", "/match/{dataset}", All),
    ("GET", "/search/{dataset}", All),
    ("GET", "/entities/{id}", All),
    ("GET", "/entities/{id}/adjacent", All),
    ("GET", "/entities/{id}/adjacent/{property}", All),
    ("GET", "/catalog", All),
    ("GET", "/algorithms", All),
    ("GET", "/openapi.json", All),
    ("GET", "/healthz", All),
    ("GET", "/readyz", All),
    ("GET", "/metrics", All),
    ("GET", "/assets/manumit.css", All),
    ("GET", "/assets/manumit.js", All),
    ("GET", "/assets/icon.svg", All),
];

fn need(who: Who, public: bool) -> Need {
    match who {
        All => Need::Nothing,
        Public if public => Need::Nothing,
        Public => Need::Role(Role::Reader),
        Who::Role(role) => Need::Role(role),
        SignedIn(role) => Need::SignedIn(role),
    }
}

#[test]
fn every_route_is_expected_and_asks_what_is_expected() {
    for public in [false, true] {
        let line = |method: &str, path: &str, need: Need| format!("{method} {path} {need:?}");
        let expected: BTreeSet<String> =
            EXPECTED.iter().map(|(method, path, who)| line(method, path, need(*who, public))).collect();
        let table = route_table(Offer::Pages, public);
        let found: BTreeSet<String> =
            table.iter().map(|route| line(route.method.as_str(), route.path, route.need)).collect();
        let (missing, unexpected): (Vec<_>, Vec<_>) =
            (expected.difference(&found).collect(), found.difference(&expected).collect());
        assert!(missing.is_empty() && unexpected.is_empty(), "gone: {missing:#?}\nnew: {unexpected:#?}");
    }
}

/// Somebody who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asker {
    Stranger,
    Session(AccountRole),
    /// A token that may do all that its account may.
    Token(AccountRole),
}

fn askers() -> Vec<Asker> {
    let sessions = AccountRole::ALL.into_iter().map(Asker::Session);
    let tokens = AccountRole::ALL.into_iter().map(Asker::Token);
    [Asker::Stranger].into_iter().chain(sessions).chain(tokens).collect()
}

fn rank(role: Role) -> usize {
    [Role::Anyone, Role::Reader, Role::Analyst, Role::Editor, Role::Admin]
        .into_iter()
        .position(|one| one == role)
        .unwrap()
}

fn is_let_through(asker: Asker, who: Who, public: bool) -> bool {
    let own = |role: AccountRole| AccountRole::ALL.into_iter().position(|one| one == role).unwrap() + 1;
    match (asker, who) {
        (_, All) => true,
        (Asker::Stranger, who) => who == Public && public,
        (Asker::Session(_) | Asker::Token(_), Public) => true,
        (Asker::Session(role), Who::Role(least) | SignedIn(least)) => own(role) >= rank(least),
        (Asker::Token(role), Who::Role(least)) => own(role) >= rank(least),
        (Asker::Token(_), SignedIn(_)) => false,
    }
}

/// Whether the answer is that of the door, not of what is behind it.
fn is_turned_away(answer: &Answer) -> bool {
    answer.status == StatusCode::UNAUTHORIZED
        || answer.status == StatusCode::FORBIDDEN
        || (answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/sign-in?next="))
        || (answer.status == StatusCode::SEE_OTHER && answer.location() == "/sign-in")
}

fn sees(asker: Asker, sensitivity: Sensitivity) -> bool {
    match sensitivity {
        Sensitivity::Open => true,
        Sensitivity::Internal => asker != Asker::Stranger,
        Sensitivity::Sealed => false,
    }
}

pub(crate) fn path_for(path: &str, canary: &Canary) -> String {
    let claim = canary.claim.as_deref().unwrap_or(&canary.source);
    let id = if path.starts_with("/claims") { claim } else { &canary.source };
    let form = match path {
        _ if path.contains("/cite/") => "bibtex",
        _ if path.contains("/dossier/") => "zip",
        _ => "csv",
    };
    // A page that says nothing without a question.
    let path = if path == "/question" || path == "/question/estimate.json" {
        format!("{path}?kind=worker_count&place=PL")
    } else if path.starts_with("/dossier") {
        format!("{path}?about={}", canary.entity.as_deref().unwrap_or("nobody"))
    } else {
        path.to_owned()
    };
    path.replace("{id}", id)
        .replace("{form}", form)
        .replace("{name}", "nobody")
        .replace("{token}", "none")
        .replace("{place}", "PL")
        .replace("{sector}", "shipbuilding")
        .replace("{programme}", "KP")
        .replace("{site}", "shipyard%20in%20Poland")
}

fn assert_nothing_leaks(answer: &Answer, asker: Asker, asked: &str) {
    for (sensitivity, word, number) in
        WORDS.into_iter().filter(|(sensitivity, ..)| !sees(asker, *sensitivity))
    {
        let headers = format!("{:?}", answer.headers);
        for secret in [word, number] {
            assert!(!answer.body.contains(secret), "{asker:?} {asked} shows what is {sensitivity}");
            assert!(!headers.contains(secret), "{asker:?} {asked} tells in a header what is {sensitivity}");
        }
    }
    if asker == Asker::Stranger {
        assert!(!answer.body.contains("privatepath"), "{asked} shows a path");
    }
}

fn every_route_for_everybody(public: bool) {
    let team = Team::new(Entrance { team: true, public, ..Entrance::default() });
    let tokens: Vec<Card> =
        AccountRole::ALL.into_iter().map(|role| team.token(role.as_str(), role)).collect();
    for (method, path, who) in EXPECTED {
        for asker in askers() {
            for canary in &team.canaries {
                // Some routes end the session that asks.
                let card = match asker {
                    Asker::Stranger => Card::default(),
                    Asker::Session(role) => team.signed_in(role.as_str()),
                    Asker::Token(role) => tokens[role as usize].clone(),
                };
                let (method, asked) = (method.parse::<Method>().unwrap(), path_for(path, canary));
                let answer = team.ask(&card, &method, &asked, "");
                let what = format!("{asker:?} {method} {asked}: {}", answer.status);
                // Signing out leads to the door as well.
                let is_through = !is_turned_away(&answer)
                    || (*path == "/sign-out" && answer.headers.contains_key("set-cookie"));
                assert_eq!(is_through, is_let_through(asker, *who, public), "{what}");
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
                assert_nothing_leaks(&answer, asker, &asked);
            }
        }
    }
}

#[test]
fn every_route_lets_through_whom_it_should_and_shows_what_it_may() {
    every_route_for_everybody(false);
}

#[test]
fn for_the_public_the_reading_pages_are_open_and_nothing_else() {
    every_route_for_everybody(true);
}

/// Pages and files on which the words of a source stand, where they may.
fn places_of(canary: &Canary) -> Vec<String> {
    let (word, id) = (canary.word, &canary.source);
    let mut places = vec![
        format!("/search?q={word}"),
        "/ledger?zone=all".to_owned(),
        format!("/ledger?zone=all&source={id}"),
        "/ledger/export/csv?zone=all".to_owned(),
        "/ledger/export/jsonl?zone=all".to_owned(),
        format!("/sources/{id}"),
        format!("/sources/{id}/text"),
    ];
    places.extend(canary.claim.as_ref().map(|claim| format!("/claims/{claim}")));
    places
}

#[test]
fn the_words_of_a_source_stand_where_they_may_and_nowhere_else() {
    let team = Team::new(Entrance { team: true, public: true, ..Entrance::default() });
    for asker in askers().into_iter().filter(|asker| !matches!(asker, Asker::Token(_))) {
        let card = match asker {
            Asker::Session(role) => team.signed_in(role.as_str()),
            _ => Card::default(),
        };
        for canary in &team.canaries {
            for place in places_of(canary) {
                let answer = team.get(&card, &place);
                // The word that was asked for stands in the title and the field of the search, whatever is found.
                let (title, field) =
                    (format!("Search: {}", canary.word), format!("value=\"{}\"", canary.word));
                let body = answer.body.replace(&title, "").replace(&field, "");
                let is_shown = body.contains(canary.word) || body.contains(canary.number);
                assert_eq!(is_shown, sees(asker, canary.sensitivity), "{asker:?} {place} {}", answer.status);
            }
        }
    }
}

#[test]
fn strangers_cannot_tell_what_is_hidden_from_what_is_not_here() {
    let team = Team::new(Entrance { team: true, public: true, ..Entrance::default() });
    let stranger = Card::default();
    let nothing = "0".repeat(64);
    for canary in team.canaries.iter().filter(|canary| canary.sensitivity != Sensitivity::Open) {
        for form in ["/sources/{id}", "/sources/{id}/text", "/sources/{id}/cite/csl", "/ledger?source={id}"] {
            let ask = |id: &str| {
                let answer = team.get(&stranger, &form.replace("{id}", id));
                (answer.status, answer.body.replace(id, "ID"))
            };
            assert_eq!(ask(&canary.source), ask(&nothing), "{form} {}", canary.sensitivity);
            // Nor by the beginning of an id.
            let of_page = |id: &str| team.get(&stranger, &form.replace("{id}", id)).status;
            assert_eq!(of_page(&canary.source[..10]), StatusCode::NOT_FOUND, "{form}");
            assert_eq!(of_page(&nothing[..10]), StatusCode::NOT_FOUND, "{form}");
        }
        if let Some(claim) = &canary.claim {
            let ask = |id: &str| {
                let answer = team.get(&stranger, &format!("/claims/{id}"));
                (answer.status, answer.body.replace(id, "ID"))
            };
            let other: String = claim.chars().rev().collect();
            assert_eq!(ask(claim), ask(&other));
        }
    }
}

#[test]
fn without_accounts_whoever_uses_the_computer_does_everything_but_manage_accounts() {
    let house = House::with_demonstration(Offer::Pages);
    for (method, path, who) in
        EXPECTED.iter().filter(|(method, path, _)| *method == "GET" && !path.contains('{'))
    {
        let expected = match (*path, who) {
            (_, SignedIn(_)) => StatusCode::FORBIDDEN,
            ("/setup" | "/sign-in", _) => StatusCode::NOT_FOUND,
            // Ready is what has its index at hand, which a server makes once it runs.
            ("/readyz", _) => continue,
            _ => StatusCode::OK,
        };
        let question = if path.starts_with("/question") { "?kind=worker_count&place=PL" } else { "" };
        let answer = house.get(&format!("{path}{question}"));
        assert_eq!(answer.status, expected, "{method} {path}");
    }
}
