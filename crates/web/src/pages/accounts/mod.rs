//! Pages about accounts: coming in, one's own account, everybody's.

mod entering;
mod own;
mod people;

pub(crate) use entering::ask_to_sign_in;

use crate::{Desk, Fault, Need, Role, Routes};
use archive::AccountRole;
use axum::http::{HeaderMap, header};
use jiff::Timestamp;

/// What is asked about accounts.
pub(crate) fn routes() -> Routes {
    let person = Need::SignedIn(Role::Reader);
    let admin = Need::SignedIn(Role::Admin);
    Routes::new()
        .get("/setup", Need::Nothing, entering::setup_form)
        .post("/setup", Need::Nothing, entering::set_up)
        .get("/sign-in", Need::Nothing, entering::sign_in_form)
        .post("/sign-in", Need::Nothing, entering::sign_in)
        .get("/join/{token}", Need::Nothing, entering::join_form)
        .post("/join/{token}", Need::Nothing, entering::join)
        .post("/sign-out", person, entering::sign_out)
        .get("/account", person, own::show)
        .post("/account/password", person, own::change_password)
        .post("/account/sessions/end", person, own::end_session)
        .post("/account/tokens", person, own::make_token)
        .post("/account/tokens/withdraw", person, own::withdraw_token)
        .get("/accounts", admin, people::show)
        .post("/accounts/invite", admin, people::invite)
        .post("/accounts/withdraw", admin, people::withdraw)
        .post("/accounts/{name}/role", admin, people::change_role)
        .post("/accounts/{name}/disabled", admin, people::change_disabled)
        .post("/accounts/{name}/password", admin, people::renew_password)
}

/// A moment as it is read: to the minute, in UTC.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// What a role may do, in a few words.
const fn about(role: AccountRole) -> &'static str {
    match role {
        AccountRole::Reader => "reads everything that is not sealed",
        AccountRole::Analyst => "also screens and decides",
        AccountRole::Editor => "also adds documents and reviews claims",
        AccountRole::Admin => "also manages accounts",
    }
}

/// The address of a path as others reach it, by how this request reached us.
fn full_address(desk: &Desk, headers: &HeaderMap, path: &str) -> Result<String, Fault> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.ok_or_else(|| Fault::Invalid("this request names no host".to_owned()))?;
    let scheme = if desk.options().entrance.behind_tls { "https" } else { "http" };
    Ok(format!("{scheme}://{host}{path}"))
}
