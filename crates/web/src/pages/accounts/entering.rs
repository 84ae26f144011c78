//! Coming in: the first admin, signing in and out, taking an invitation.

use super::super::extract::{Form, Path, Query};
use super::{about, moment};
use crate::accounts::{
    Person, SHORTEST, Secret, address_of, hash_password, password_matches, same, set_cookie,
};
use crate::pages::asked::filled;
use crate::pages::{Frame, Place, failure, page};
use crate::routes::Door;
use crate::{Came, Desk, Fault, Visitor};
use archive::{Account, AccountName, AccountRole, Invitation};
use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::net::SocketAddr;

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    frame: Frame,
    name: String,
    next: String,
    trouble: Option<String>,
}

/// Where somebody wanted to go before they had to sign in.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default, deserialize_with = "filled")]
    next: Option<String>,
}

/// A path of this site; anything else is the overview, so that no link leads elsewhere through here.
fn local(next: Option<String>) -> String {
    let is_local = |next: &String| {
        next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains('\\')
            && next.bytes().all(|byte| byte.is_ascii_graphic())
    };
    next.filter(is_local).unwrap_or_else(|| "/".to_owned())
}

/// Leads somebody who is not known to the door, or tells a program that it has to say who it is.
pub(crate) fn ask_to_sign_in(door: Door, request: &Request) -> Response {
    let is_a_look = request.method() == Method::GET && !request.headers().contains_key(header::AUTHORIZATION);
    if is_a_look {
        let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let query = serde_urlencoded::to_string([("next", wanted)]).unwrap_or_default();
        return match door {
            Door::Setup => Redirect::to("/setup").into_response(),
            Door::SignIn if wanted == "/" => Redirect::to("/sign-in").into_response(),
            Door::SignIn => Redirect::to(&format!("/sign-in?{query}")).into_response(),
        };
    }
    let why = "this needs somebody who is signed in; yours may have ended";
    let mut answer = failure(&Fault::Unknown(why.to_owned()));
    answer
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"manumit\""));
    answer
}

/// Pages about accounts are there only where people sign in.
fn for_a_team(desk: &Desk) -> Result<(), Fault> {
    if desk.is_for_a_team() { Ok(()) } else { Err(Fault::NotFound("such page".to_owned())) }
}

pub(crate) async fn sign_in_form(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    for_a_team(&desk)?;
    let next = local(wanted.next);
    if visitor.came == Came::Session {
        return Ok(Redirect::to(&next).into_response());
    }
    let frame = Frame::new(&visitor, Place::Elsewhere, "Sign in");
    page(&SignInPage { frame, name: String::new(), next, trouble: None })
}

/// A name and a password.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    name: String,
    password: String,
    #[serde(default, deserialize_with = "filled")]
    next: Option<String>,
}

pub(crate) async fn sign_in(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    peer: Peer,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, Fault> {
    for_a_team(&desk)?;
    let next = local(given.next);
    let again = |status: StatusCode, name: String, next: String, trouble: &str| {
        let frame = Frame::new(&visitor, Place::Elsewhere, "Sign in");
        let view = SignInPage { frame, name, next, trouble: Some(trouble.to_owned()) };
        Ok((status, page(&view)?).into_response())
    };
    let now = (desk.options().clock)();
    let name = given.name.parse::<AccountName>().ok();
    let counted = name.as_ref().map_or(given.name.as_str(), AccountName::as_str);
    let address = address_of(&desk, &headers, peer.as_deref());
    let attempt = match desk.accounts().throttle.begin(counted, address, now) {
        Ok(attempt) => attempt,
        Err(seconds) => {
            return wait(seconds, again(StatusCode::TOO_MANY_REQUESTS, given.name, next, &waiting(seconds)));
        }
    };
    let _turn = desk.accounts().doors.acquire().await.map_err(|_| Fault::Broken)?;
    let (wanted, password) = (name, given.password);
    let (account, is_right) = desk
        .look(move |workspace| {
            let found = wanted.map(|name| workspace.account(&name)).transpose()?.flatten();
            // A name that nobody has, and one that is shut out, take as long as any.
            let is_right = password_matches(&password, found.as_ref().map(|(_, hash)| hash.as_str()));
            Ok((found.map(|(account, _)| account), is_right))
        })
        .await?;
    match account {
        Some(account) if is_right && !account.disabled => {
            desk.accounts().throttle.forgive(&attempt, now);
            enter(&desk, &account, &headers, &next).await
        }
        account => {
            if let Some(hold) = attempt.hold {
                desk.note_hold(hold, account.map(|account| account.name.to_string())).await;
            }
            again(StatusCode::UNAUTHORIZED, given.name, next, "The name or the password is wrong.")
        }
    }
}

fn waiting(seconds: u64) -> String {
    format!(
        "There were too many tries. The next one is taken in {}.",
        publish::count(seconds as usize, "second")
    )
}

/// The answer, with the time after which to come again.
fn wait(seconds: u64, answer: Result<Response, Fault>) -> Result<Response, Fault> {
    let mut answer = answer?;
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(answer)
}

/// Lets a browser in and leads it on.
async fn enter(desk: &Desk, account: &Account, headers: &HeaderMap, next: &str) -> Result<Response, Fault> {
    let cookie = desk.let_in(account, headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(next)).into_response())
}

pub(crate) async fn sign_out(
    State(desk): State<Desk>,
    Extension(person): Extension<Person>,
) -> Result<Response, Fault> {
    let (name, act) = (person.account.name.clone(), desk.act(person.account.name.as_str()));
    let session = person.session.ok_or(Fault::Broken)?;
    desk.beside(move |workspace| Ok(workspace.end_session(&act, &name, &session)?)).await?;
    let cookie = set_cookie(&desk, "", 0)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/sign-in")).into_response())
}

#[derive(Template)]
#[template(path = "accounts/setup.html")]
struct SetupPage {
    frame: Frame,
    shortest: usize,
    name: String,
    trouble: Option<String>,
}

fn setup_page(visitor: &Visitor, name: String, trouble: Option<String>) -> Result<Response, Fault> {
    let frame = Frame::new(visitor, Place::Elsewhere, "Set up");
    page(&SetupPage { frame, shortest: SHORTEST, name, trouble })
}

/// A new account, with what shows that it may be made.
#[derive(Deserialize)]
pub(crate) struct NewAccount {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    password: String,
    again: String,
}

impl NewAccount {
    fn checked(&self) -> Result<(), Fault> {
        if self.password == self.again {
            Ok(())
        } else {
            Err(Fault::Invalid("the two passwords are not the same".to_owned()))
        }
    }
}

/// The name of an account as somebody typed it.
fn named(text: &str) -> Result<AccountName, Fault> {
    text.parse().map_err(|reason: &str| Fault::Invalid(reason.to_owned()))
}

pub(crate) async fn setup_form(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    desk.setup_code().ok_or_else(|| Fault::NotFound("such page".to_owned()))?;
    setup_page(&visitor, String::new(), None)
}

/// Makes an admin for whoever can read the terminal.
pub(crate) async fn set_up(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    peer: Peer,
    headers: HeaderMap,
    Form(given): Form<NewAccount>,
) -> Result<Response, Fault> {
    let told = desk.setup_code().ok_or_else(|| Fault::NotFound("such page".to_owned()))?;
    let now = (desk.options().clock)();
    let address = address_of(&desk, &headers, peer.as_deref());
    // Nobody's name has a space in it: codes are counted apart from accounts.
    let attempt = desk.accounts().throttle.begin("the code", address, now).map_err(Fault::TooMany)?;
    if !same(&given.code, &told) {
        if let Some(hold) = attempt.hold {
            desk.note_hold(hold, None).await;
        }
        let trouble = "This is not the code that the terminal shows.".to_owned();
        let answer = setup_page(&visitor, given.name, Some(trouble))?;
        return Ok((StatusCode::UNAUTHORIZED, answer).into_response());
    }
    desk.accounts().throttle.forgive(&attempt, now);
    let (name, act) = (given.name.clone(), desk.act("setup"));
    let made = desk
        .beside(move |workspace| {
            given.checked()?;
            let name = named(&given.name)?;
            let password = hash_password(&given.password)?;
            Ok(workspace.add_account(&act, &name, AccountRole::Admin, &password)?)
        })
        .await;
    match made {
        Ok(account) => {
            *desk.accounts().setup() = None;
            enter(&desk, &account, &headers, "/accounts").await
        }
        Err(fault) if fault.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let answer = setup_page(&visitor, name, Some(sentence(&fault)))?;
            Ok((fault.status(), answer).into_response())
        }
        Err(fault) => Err(fault),
    }
}

/// What went wrong, as a sentence beside a form.
pub(super) fn sentence(fault: &Fault) -> String {
    let text = fault.to_string();
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

#[derive(Template)]
#[template(path = "accounts/join.html")]
struct JoinPage {
    frame: Frame,
    token: String,
    role: AccountRole,
    about: &'static str,
    invited_by: String,
    until: String,
    /// Whose password is chosen anew; none where somebody new comes.
    known: Option<String>,
    shortest: usize,
    name: String,
    trouble: Option<String>,
}

fn join_page(
    visitor: &Visitor,
    token: String,
    invitation: &Invitation,
    name: String,
    trouble: Option<String>,
) -> Result<Response, Fault> {
    let title = if invitation.account.is_some() { "Choose a new password" } else { "Join" };
    page(&JoinPage {
        frame: Frame::new(visitor, Place::Elsewhere, title),
        token,
        role: invitation.role,
        about: about(invitation.role),
        invited_by: invitation.made_by.clone(),
        until: moment(invitation.ends),
        known: invitation.account.as_ref().map(ToString::to_string),
        shortest: SHORTEST,
        name,
        trouble,
    })
}

/// The invitation behind a link.
async fn invitation_of(desk: &Desk, token: &str) -> Result<Invitation, Fault> {
    for_a_team(desk)?;
    let (hash, now) = (Secret::hash_of(token), (desk.options().clock)());
    let found = desk.look(move |workspace| Ok(workspace.invitation(&hash, now)?)).await?;
    found.ok_or_else(|| {
        Fault::NotFound("invitation of this address (each works once, and until its end)".to_owned())
    })
}

pub(crate) async fn join_form(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let invitation = invitation_of(&desk, &token).await?;
    join_page(&visitor, token, &invitation, String::new(), None)
}

/// Takes an invitation. Only this uses it up: programs that look at links in mails do not.
pub(crate) async fn join(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(given): Form<NewAccount>,
) -> Result<Response, Fault> {
    let invitation = invitation_of(&desk, &token).await?;
    let (known, hash) = (invitation.account.clone(), Secret::hash_of(&token));
    let (typed, now) = (given.name.clone(), (desk.options().clock)());
    let taken = desk
        .beside(move |workspace| {
            given.checked()?;
            let name = known.map_or_else(|| named(&given.name), Ok)?;
            let password = hash_password(&given.password)?;
            Ok(workspace.take_invitation(&hash, &name, &password, now)?)
        })
        .await;
    match taken {
        Ok(account) => enter(&desk, &account, &headers, "/").await,
        Err(fault) if fault.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let answer = join_page(&visitor, token, &invitation, typed, Some(sentence(&fault)))?;
            Ok((fault.status(), answer).into_response())
        }
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_led_elsewhere_after_signing_in() {
        let next = |text: &str| local(Some(text.to_owned()));
        assert_eq!(next("/ledger?place=RU&page=2"), "/ledger?place=RU&page=2");
        for text in ["https://a.example", "//a.example", "/\\a.example", "ledger", "", "/a\nb", "/%0a b"] {
            assert_eq!(next(text), "/", "{text:?}");
        }
    }
}
