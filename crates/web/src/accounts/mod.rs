//! Who asks, where people sign in: sessions, tokens, tries that are counted, reads that are noted.
//!
//! ```text
//! cookie ─────┐
//! Bearer ─────┼─▶ recognise ─▶ Visitor, Person ─▶ routes
//! neither ────┘
//! ```
//!
//! The rows are the archive's; here are the random secrets behind them and the times they last.

mod password;
mod reads;
mod secret;
mod throttle;

pub(crate) use password::{
    SHORTEST, hash as hash_password, matches as password_matches, prepare as prepare_passwords,
};
pub(crate) use secret::{Secret, code, random_hex, same};
pub(crate) use throttle::{Address, Hold};

use crate::{Came, Desk, Entrance, Fault, Role, Visitor};
use archive::{Account, AccountRole, Act, Mode, Session, Workspace};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use reads::Reads;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use throttle::Throttle;
use tokio::sync::Semaphore;

/// How long a session lasts without being used: a working day.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// How long a session lasts at most.
pub(crate) const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How exactly it is known when a session was last used.
const SEEN: SignedDuration = SignedDuration::from_mins(5);

/// The actor of entries in the log about somebody who is not known.
const NOBODY: &str = "somebody unknown";

/// What a desk knows of people beyond the rows of the ledger.
#[derive(Debug)]
pub(crate) struct Accounts {
    /// Whether people sign in.
    pub(crate) team: bool,
    /// The code that makes an admin, once.
    setup: Mutex<Option<String>>,
    pub(crate) throttle: Throttle,
    pub(super) reads: Reads,
    /// Passwords of strangers that are compared at the same time: each takes 19 MiB, and pages must not wait for them.
    pub(crate) doors: Semaphore,
    /// The workspace, open for accounts and notes beside any writer.
    beside: Mutex<Option<Workspace>>,
}

/// Somebody with an account who asks.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) account: Account,
    /// Hash of the session; none where a token asks.
    pub(crate) session: Option<String>,
}

impl Accounts {
    /// What `entrance` and the accounts of the workspace make of it.
    ///
    /// # Errors
    /// If the accounts cannot be read, or the system gives no random bytes.
    pub(crate) fn of(workspace: &Workspace, entrance: Entrance) -> crate::Result<Self> {
        let has_accounts = workspace.has_accounts()?;
        let team = entrance.team || has_accounts;
        let needs_code = team && (!has_accounts || entrance.recover);
        let setup = if needs_code { Some(code().map_err(std::io::Error::other)?) } else { None };
        if team {
            prepare_passwords();
        }
        Ok(Self {
            team,
            setup: Mutex::new(setup),
            throttle: Throttle::default(),
            reads: Reads::default(),
            doors: Semaphore::new(2),
            beside: Mutex::default(),
        })
    }

    /// The code that makes an admin, as long as it was not used.
    pub(crate) fn setup(&self) -> MutexGuard<'_, Option<String>> {
        self.setup.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Whether people sign in.
    #[must_use]
    pub fn is_for_a_team(&self) -> bool {
        self.accounts().team
    }

    /// The code by which the first admin is made, or another one where nobody can sign in any more; none once it was used.
    #[must_use]
    pub fn setup_code(&self) -> Option<String> {
        self.accounts().setup().clone()
    }

    /// Runs `work` on the workspace, open for accounts and notes in the log, beside any writer.
    ///
    /// # Errors
    /// What `work` fails with.
    pub(crate) async fn beside<T, W>(&self, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce(&Workspace) -> Result<T, Fault> + Send + 'static,
    {
        let desk = self.clone();
        self.in_turn(move || {
            let mut held = desk.accounts().beside.lock().unwrap_or_else(PoisonError::into_inner);
            let workspace = match held.take() {
                Some(workspace) => workspace,
                None => Workspace::open(desk.root(), Mode::Beside)?,
            };
            work(held.insert(workspace))
        })
        .await
    }

    /// Notes in the log that tries of signing in are held back. It is written for names that nobody has too, so that the
    /// time it takes tells nothing.
    pub(crate) async fn note_hold(&self, hold: Hold, name: Option<String>) {
        let act = self.act(name.as_deref().unwrap_or(NOBODY));
        let detail = serde_json::json!({"held": hold.of, "failures": hold.failures, "seconds": hold.seconds});
        // The tries are held back whether or not it can be written down.
        let _ = self.beside(move |workspace| Ok(workspace.note(&act, "sign_in_held", &detail)?)).await;
    }

    /// Lets a browser in: a session of its own, and the cookie for it.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the account is shut out; what writing can fail with.
    pub(crate) async fn let_in(&self, account: &Account, headers: &HeaderMap) -> Result<HeaderValue, Fault> {
        let (secret, now) = (Secret::new()?, (self.options().clock)());
        let ends = now.saturating_add(LONGEST_SESSION).map_err(|_| Fault::Broken)?;
        let session =
            Session { hash: secret.hash(), account: account.name.clone(), begun: now, seen: now, ends };
        // What this browser had before is over: nobody goes on in a session that somebody else may have planted.
        let before = cookie(self, headers).map(|token| Secret::hash_of(&token));
        let act = Act::new(account.name.as_str(), now);
        self.beside(move |workspace| {
            if let Some(before) = before
                && let Some((old, _)) = workspace.session(&before)?
            {
                workspace.end_session(&act, &old.account, &old.hash)?;
            }
            Ok(workspace.begin_session(&act, &session)?)
        })
        .await?;
        set_cookie(self, secret.token(), LONGEST_SESSION.as_secs())
    }

    /// Who asks.
    pub(crate) async fn recognise(&self, path: &str, headers: &HeaderMap) -> (Visitor, Option<Person>) {
        let guest = Visitor::guest(self.options().entrance.public, self.is_for_a_team());
        if path.starts_with("/assets/") {
            return (guest, None);
        }
        let now = (self.options().clock)();
        let found = if let Some(token) = bearer(headers) {
            self.by_token(Secret::hash_of(token), now).await
        } else if let Some(token) = cookie(self, headers) {
            self.by_session(Secret::hash_of(&token), now).await
        } else {
            None
        };
        found.map_or((guest, None), |(visitor, person)| (visitor, Some(person)))
    }

    async fn by_session(&self, hash: String, now: Timestamp) -> Option<(Visitor, Person)> {
        let found = self.look(move |workspace| Ok(workspace.session(&hash)?)).await.ok()?;
        let (session, account) = found?;
        let is_idle = now.duration_since(session.seen) >= IDLE;
        if account.disabled || is_idle || session.ends <= now {
            return None;
        }
        if now.duration_since(session.seen) >= SEEN {
            let hash = session.hash.clone();
            // Without it the session ends sooner, which harms nobody.
            let _ = self.beside(move |workspace| Ok(workspace.touch_session(&hash, now)?)).await;
        }
        let visitor =
            Visitor { name: account.name.to_string(), role: role_of(account.role), came: Came::Session };
        Some((visitor, Person { account, session: Some(session.hash) }))
    }

    async fn by_token(&self, hash: String, now: Timestamp) -> Option<(Visitor, Person)> {
        let found = self.look(move |workspace| Ok(workspace.token(&hash)?)).await.ok()?;
        let (token, account) = found?;
        if account.disabled || token.ends <= now {
            return None;
        }
        // An account that was allowed more once takes its tokens down with it.
        let role = role_of(token.role.min(account.role));
        let visitor = Visitor { name: account.name.to_string(), role, came: Came::Token };
        Some((visitor, Person { account, session: None }))
    }
}

const fn role_of(role: AccountRole) -> Role {
    match role {
        AccountRole::Reader => Role::Reader,
        AccountRole::Analyst => Role::Analyst,
        AccountRole::Editor => Role::Editor,
        AccountRole::Admin => Role::Admin,
    }
}

/// The token of an `Authorization: Bearer` header (RFC 6750).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The name of the cookie. With `__Host-`, browsers take it over TLS only, for this host and all its paths (RFC 6265bis).
fn cookie_name(desk: &Desk) -> &'static str {
    if desk.options().entrance.behind_tls { "__Host-manumit" } else { "manumit" }
}

/// The session's token in the cookies of a request.
pub(crate) fn cookie(desk: &Desk, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(desk);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
}

/// A `Set-Cookie` for the session; without a token, one that takes it away.
pub(crate) fn set_cookie(desk: &Desk, token: &str, seconds: i64) -> Result<HeaderValue, Fault> {
    let secure = if desk.options().entrance.behind_tls { "; Secure" } else { "" };
    let name = cookie_name(desk);
    HeaderValue::try_from(format!(
        "{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    ))
    .map_err(|_| Fault::Broken)
}

/// Where a request comes from: the one who connects, or whom the proxy in front names last.
pub(crate) fn address_of(
    desk: &Desk,
    headers: &HeaderMap,
    peer: Option<&ConnectInfo<SocketAddr>>,
) -> Address {
    let named = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .filter(|_| desk.options().entrance.behind_tls)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|address| address.trim().parse().ok());
    Address::of(named.or(peer.map(|peer| peer.0.ip())))
}
