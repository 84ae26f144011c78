//! Everybody's accounts, for admins: who there is, what they may do, letting people in and shutting them out.

use super::super::extract::{Form, Path};
use super::{about, full_address, moment};
use crate::accounts::Secret;
use crate::pages::asked::meant;
use crate::pages::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use archive::{AccountName, AccountRole, Invitation};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use serde::Deserialize;

/// How long an invitation can be taken: a week, over which somebody may be away.
const INVITED: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a link for a new password works: whoever asked for it waits for it.
const RENEWED: SignedDuration = SignedDuration::from_hours(24);

/// An account in the list.
struct AccountRow {
    name: String,
    role: AccountRole,
    disabled: bool,
    created: String,
    created_by: String,
    seen: Option<String>,
    is_own: bool,
}

/// An invitation in the list.
struct InvitationRow {
    hash: String,
    role: AccountRole,
    account: Option<String>,
    made_by: String,
    ends: String,
    has_ended: bool,
}

#[derive(Template)]
#[template(path = "accounts/people.html")]
struct PeoplePage {
    frame: Frame,
    accounts: Vec<AccountRow>,
    invitations: Vec<InvitationRow>,
    roles: Vec<(AccountRole, &'static str)>,
    /// A link that was just made, and whom it is for: shown here and never again.
    made: Option<(String, String)>,
}

async fn people_page(
    desk: &Desk,
    visitor: &Visitor,
    made: Option<(String, String)>,
) -> Result<Response, Fault> {
    let now = (desk.options().clock)();
    let (accounts, invitations) = desk
        .look(|workspace| {
            let seen = |name: &AccountName| -> Result<_, Fault> {
                Ok(workspace.sessions(name)?.into_iter().map(|session| session.seen).max())
            };
            let accounts =
                workspace.accounts()?.into_iter().map(|account| Ok((seen(&account.name)?, account)));
            Ok((accounts.collect::<Result<Vec<_>, Fault>>()?, workspace.invitations()?))
        })
        .await?;
    let accounts = accounts.into_iter().map(|(seen, account)| AccountRow {
        is_own: account.name.as_str() == visitor.name,
        name: account.name.to_string(),
        role: account.role,
        disabled: account.disabled,
        created: moment(account.created),
        created_by: account.created_by,
        seen: seen.map(moment),
    });
    let invitations = invitations.into_iter().map(|invitation| InvitationRow {
        hash: invitation.hash,
        role: invitation.role,
        account: invitation.account.map(|name| name.to_string()),
        made_by: invitation.made_by,
        ends: moment(invitation.ends),
        has_ended: invitation.ends <= now,
    });
    page(&PeoplePage {
        frame: Frame::new(visitor, Place::Elsewhere, "Accounts"),
        accounts: accounts.collect(),
        invitations: invitations.collect(),
        roles: AccountRole::ALL.into_iter().map(|role| (role, about(role))).collect(),
        made,
    })
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    people_page(&desk, &visitor, None).await
}

/// A role as a form sends it.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    role: String,
}

impl Chosen {
    fn role(&self) -> Result<AccountRole, Fault> {
        meant::<AccountRole>("role", Some(&self.role))?.ok_or(Fault::Broken)
    }
}

/// Makes an invitation and shows its link, this once.
pub(crate) async fn invite(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Fault> {
    let role = chosen.role()?;
    let link = link(&desk, &visitor, &headers, role, None, INVITED).await?;
    people_page(&desk, &visitor, Some((link, format!("a new {role}")))).await
}

async fn link(
    desk: &Desk,
    visitor: &Visitor,
    headers: &HeaderMap,
    role: AccountRole,
    account: Option<AccountName>,
    lasting: SignedDuration,
) -> Result<String, Fault> {
    let (secret, act) = (Secret::new()?, desk.act(&visitor.name));
    let link = full_address(desk, headers, &format!("/join/{}", secret.token()))?;
    let invitation = Invitation {
        hash: secret.hash(),
        role,
        account,
        made: act.at,
        made_by: visitor.name.clone(),
        ends: act.at.saturating_add(lasting).map_err(|_| Fault::Broken)?,
    };
    desk.beside(move |workspace| Ok(workspace.add_invitation(&act, &invitation)?)).await?;
    Ok(link)
}

/// Which invitation.
#[derive(Deserialize)]
pub(crate) struct Which {
    hash: String,
}

pub(crate) async fn withdraw(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Form(which): Form<Which>,
) -> Result<Response, Fault> {
    let act = desk.act(&visitor.name);
    desk.beside(move |workspace| Ok(workspace.withdraw_invitation(&act, &which.hash)?)).await?;
    Ok(Redirect::to("/accounts").into_response())
}

/// The account that an address names.
fn named(name: &str) -> Result<AccountName, Fault> {
    name.parse().map_err(|_| Fault::NotFound("such account".to_owned()))
}

pub(crate) async fn change_role(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Fault> {
    let (name, role, act) = (named(&name)?, chosen.role()?, desk.act(&visitor.name));
    desk.beside(move |workspace| Ok(workspace.set_role(&act, &name, role)?)).await?;
    Ok(Redirect::to("/accounts").into_response())
}

/// Whether somebody is shut out.
#[derive(Deserialize)]
pub(crate) struct Shut {
    disabled: String,
}

pub(crate) async fn change_disabled(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    Form(shut): Form<Shut>,
) -> Result<Response, Fault> {
    let (name, act) = (named(&name)?, desk.act(&visitor.name));
    let disabled = meant::<bool>("choice", Some(&shut.disabled))?.ok_or(Fault::Broken)?;
    desk.beside(move |workspace| Ok(workspace.set_disabled(&act, &name, disabled)?)).await?;
    Ok(Redirect::to("/accounts").into_response())
}

/// Makes a link by which somebody chooses a new password, and shows it, this once.
pub(crate) async fn renew_password(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let name = named(&name)?;
    let wanted = name.clone();
    let found = desk.look(move |workspace| Ok(workspace.account(&wanted)?)).await?;
    let (account, _) = found.ok_or_else(|| Fault::NotFound("such account".to_owned()))?;
    if account.disabled {
        return Err(Fault::Invalid("this account is shut out: let it in again first".to_owned()));
    }
    let link = link(&desk, &visitor, &headers, account.role, Some(name.clone()), RENEWED).await?;
    people_page(&desk, &visitor, Some((link, format!("{name}, who chooses a new password")))).await
}
