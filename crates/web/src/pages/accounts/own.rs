//! One's own account: its password, where it is signed in, tokens for programs.

use super::super::extract::Form;
use super::entering::sentence;
use super::{about, moment};
use crate::accounts::{Person, SHORTEST, Secret, address_of, hash_password, password_matches};
use crate::pages::asked::{filled, meant};
use crate::pages::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use archive::{AccountRole, ApiToken};
use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use serde::Deserialize;
use std::net::SocketAddr;

/// A session in the list.
struct SessionRow {
    hash: String,
    begun: String,
    seen: String,
    ends: String,
    is_this: bool,
}

/// A token in the list.
struct TokenRow {
    hash: String,
    label: String,
    role: AccountRole,
    created: String,
    ends: String,
    has_ended: bool,
}

#[derive(Template)]
#[template(path = "accounts/own.html")]
struct OwnPage {
    frame: Frame,
    name: String,
    role: AccountRole,
    about: &'static str,
    shortest: usize,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    roles: Vec<AccountRole>,
    days: [u16; 4],
    /// A token that was just made: shown here and never again.
    made: Option<String>,
    trouble: Option<String>,
}

/// How long a token may last, in days.
const DAYS: [u16; 4] = [7, 30, 90, 365];
/// Most tokens of one account.
const MOST_TOKENS: usize = 50;
/// Most code points of what a token is for.
const LONGEST_LABEL: usize = 80;

async fn own_page(
    desk: &Desk,
    visitor: &Visitor,
    person: &Person,
    made: Option<String>,
    trouble: Option<String>,
) -> Result<Response, Fault> {
    let (name, now) = (person.account.name.clone(), (desk.options().clock)());
    let (sessions, tokens) =
        desk.look(move |workspace| Ok((workspace.sessions(&name)?, workspace.tokens(&name)?))).await?;
    let is_over = |session: &archive::Session| {
        session.ends <= now || now.duration_since(session.seen) >= crate::accounts::IDLE
    };
    let sessions = sessions.into_iter().filter(|session| !is_over(session)).map(|session| SessionRow {
        begun: moment(session.begun),
        seen: moment(session.seen),
        ends: moment(session.ends),
        is_this: person.session.as_ref() == Some(&session.hash),
        hash: session.hash,
    });
    let tokens = tokens.into_iter().map(|token| TokenRow {
        hash: token.hash,
        label: token.label,
        role: token.role,
        created: moment(token.created),
        ends: moment(token.ends),
        has_ended: token.ends <= now,
    });
    let role = person.account.role;
    page(&OwnPage {
        frame: Frame::new(visitor, Place::Elsewhere, "Your account"),
        name: person.account.name.to_string(),
        role,
        about: about(role),
        shortest: SHORTEST,
        sessions: sessions.collect(),
        tokens: tokens.collect(),
        roles: AccountRole::ALL.into_iter().filter(|one| *one <= role).collect(),
        days: DAYS,
        made,
        trouble,
    })
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Extension(person): Extension<Person>,
) -> Result<Response, Fault> {
    own_page(&desk, &visitor, &person, None, None).await
}

/// The old password and a new one.
#[derive(Deserialize)]
pub(crate) struct Change {
    old: String,
    password: String,
    again: String,
}

/// Changes the password: every session ends, and this browser gets a new one.
pub(crate) async fn change_password(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Extension(person): Extension<Person>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(given): Form<Change>,
) -> Result<Response, Fault> {
    let (now, name) = ((desk.options().clock)(), person.account.name.clone());
    let address = address_of(&desk, &headers, peer.as_deref());
    // Whoever sits at somebody's browser may not try passwords without end either.
    let attempt = desk.accounts().throttle.begin(name.as_str(), address, now).map_err(Fault::TooMany)?;
    let act = desk.act(name.as_str());
    let changed = desk
        .beside(move |workspace| {
            let known = workspace.account(&name)?.map(|(_, hash)| hash);
            if !password_matches(&given.old, known.as_deref()) {
                return Err(Fault::Unknown("the old password is wrong".to_owned()));
            }
            if given.password != given.again {
                return Err(Fault::Invalid("the two new passwords are not the same".to_owned()));
            }
            workspace.set_password(&act, &name, &hash_password(&given.password)?)?;
            Ok(())
        })
        .await;
    if !matches!(changed, Err(Fault::Unknown(_))) {
        desk.accounts().throttle.forgive(&attempt, now);
    } else if let Some(hold) = attempt.hold {
        desk.note_hold(hold, Some(person.account.name.to_string())).await;
    }
    match changed {
        Ok(()) => {
            let cookie = desk.let_in(&person.account, &headers).await?;
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/account")).into_response())
        }
        Err(fault @ (Fault::Unknown(_) | Fault::Invalid(_))) => {
            let answer = own_page(&desk, &visitor, &person, None, Some(sentence(&fault))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response())
        }
        Err(fault) => Err(fault),
    }
}

/// Which session or token is meant; without one, all others.
#[derive(Deserialize)]
pub(crate) struct Which {
    #[serde(default, deserialize_with = "filled")]
    hash: Option<String>,
}

pub(crate) async fn end_session(
    State(desk): State<Desk>,
    Extension(person): Extension<Person>,
    Form(which): Form<Which>,
) -> Result<Response, Fault> {
    let (name, act) = (person.account.name.clone(), desk.act(person.account.name.as_str()));
    let own = person.session.ok_or(Fault::Broken)?;
    desk.beside(move |workspace| {
        match which.hash {
            Some(hash) => workspace.end_session(&act, &name, &hash)?,
            None => workspace.end_other_sessions(&act, &name, &own)?,
        }
        Ok(())
    })
    .await?;
    Ok(Redirect::to("/account").into_response())
}

/// What a new token is to be.
#[derive(Deserialize)]
pub(crate) struct NewToken {
    #[serde(default, deserialize_with = "filled")]
    label: Option<String>,
    role: String,
    days: String,
}

/// Makes a token and shows it, this once.
pub(crate) async fn make_token(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Extension(person): Extension<Person>,
    Form(new): Form<NewToken>,
) -> Result<Response, Fault> {
    let role = meant::<AccountRole>("role", Some(&new.role))?.ok_or(Fault::Broken)?;
    let days = meant::<u16>("number of days", Some(&new.days))?.filter(|days| DAYS.contains(days));
    let days = days.ok_or_else(|| Fault::Invalid("a token lasts 7, 30, 90 or 365 days".to_owned()))?;
    let label = new.label.ok_or_else(|| Fault::Invalid("say what the token is for".to_owned()))?;
    let label = label.chars().filter(|character| !character.is_control()).take(LONGEST_LABEL).collect();
    let (secret, act) = (Secret::new()?, desk.act(person.account.name.as_str()));
    let lasting = SignedDuration::from_hours(i64::from(days) * 24);
    let token = ApiToken {
        hash: secret.hash(),
        account: person.account.name.clone(),
        label,
        role,
        created: act.at,
        ends: act.at.saturating_add(lasting).map_err(|_| Fault::Broken)?,
    };
    desk.beside(move |workspace| {
        if workspace.tokens(&token.account)?.len() >= MOST_TOKENS {
            return Err(Fault::Invalid(format!(
                "an account has at most {MOST_TOKENS} tokens: withdraw some"
            )));
        }
        Ok(workspace.add_token(&act, &token)?)
    })
    .await?;
    own_page(&desk, &visitor, &person, Some(secret.token().to_owned()), None).await
}

pub(crate) async fn withdraw_token(
    State(desk): State<Desk>,
    Extension(person): Extension<Person>,
    Form(which): Form<Which>,
) -> Result<Response, Fault> {
    let (name, act) = (person.account.name.clone(), desk.act(person.account.name.as_str()));
    let hash = which.hash.ok_or_else(|| Fault::Invalid("say which token".to_owned()))?;
    desk.beside(move |workspace| Ok(workspace.remove_token(&act, &name, &hash)?)).await?;
    Ok(Redirect::to("/account").into_response())
}
