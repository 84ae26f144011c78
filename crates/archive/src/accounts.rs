//! Accounts: who may sign in, by what, and as what. Rows in the ledger, every change of them in the audit log.
//!
//! The archive keeps hashes and compares times; it makes neither. Passwords arrive hashed, and so do the random tokens
//! behind sessions, API tokens and invitations. Times come with the [`Act`], or beside what is asked.
//!
//! Everything here can be done beside another writer ([`crate::Mode::Beside`]): it is a few rows in one transaction of the
//! database, and people must be able to sign in while a long `add` holds the lock of the workspace.

use crate::ledger::{AccountRows, Ledger};
use crate::{Act, Error, Result, Workspace, audit};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// The action of the log under which changes of accounts stand.
const ACTION: &str = "account";

/// The name somebody signs in with, as it also stands in the log: 2 to 64 letters, digits, `.`, `-`, `_` or `@`, the
/// first of them a letter or digit, in lower case and Unicode form NFKC.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountName(String);

impl AccountName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for AccountName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a name begins with a letter or digit and has 2 to 64 letters, digits, dots, hyphens, underscores or @, and no spaces";
        let name: String = text.trim().nfkc().flat_map(char::to_lowercase).nfkc().take(65).collect();
        let fits = |character: char| character.is_alphanumeric() || ".-_@".contains(character);
        let length = name.chars().count();
        let begins = name.starts_with(char::is_alphanumeric);
        if begins && (2..=64).contains(&length) && name.chars().all(fits) {
            Ok(Self(name))
        } else {
            Err(FORM)
        }
    }
}

/// What an account may do; each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountRole {
    /// Reads.
    Reader,
    /// Screens and decides.
    Analyst,
    /// Adds and changes what the ledger says.
    Editor,
    /// Manages accounts.
    Admin,
}

impl AccountRole {
    /// All, the least first.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Analyst, Self::Editor, Self::Admin];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Analyst => "analyst",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for AccountRole {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for AccountRole {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or("a role is reader, analyst, editor or admin")
    }
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Their name.
    pub name: AccountName,
    /// What they may do.
    pub role: AccountRole,
    /// Whether they are shut out.
    pub disabled: bool,
    /// Since when it is there.
    pub created: Timestamp,
    /// Who made it.
    pub created_by: String,
}

/// A browser in which somebody has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of its token, in hexadecimal.
    pub hash: String,
    /// Whose.
    pub account: AccountName,
    /// Since when.
    pub begun: Timestamp,
    /// When it was last used, to a few minutes.
    pub seen: Timestamp,
    /// When it ends, whatever happens.
    pub ends: Timestamp,
}

/// What another program asks with in the name of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// SHA-256 of the token, in hexadecimal.
    pub hash: String,
    /// In whose name.
    pub account: AccountName,
    /// What it is for, in its owner's words.
    pub label: String,
    /// What it may do at most.
    pub role: AccountRole,
    /// Since when it is there.
    pub created: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
}

/// A link by which somebody comes in, or chooses a new password, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// SHA-256 of the token in the link, in hexadecimal.
    pub hash: String,
    /// What they may do.
    pub role: AccountRole,
    /// The account that gets a new password; none where somebody new is invited.
    pub account: Option<AccountName>,
    /// When it was made.
    pub made: Timestamp,
    /// By whom.
    pub made_by: String,
    /// When it ends.
    pub ends: Timestamp,
}

impl Workspace {
    /// Whether anybody can sign in.
    pub fn has_accounts(&self) -> Result<bool> {
        Ok(!self.accounts()?.is_empty())
    }

    /// All accounts, by name.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.reading(async |ledger| ledger.accounts().await)
    }

    /// The account of this name, with the hash of its password.
    pub fn account(&self, name: &AccountName) -> Result<Option<(Account, String)>> {
        self.reading(async |ledger| ledger.account(name).await)
    }

    /// Adds an account.
    ///
    /// # Errors
    /// [`Error::Account`] where there is one of this name.
    pub fn add_account(
        &self,
        act: &Act,
        name: &AccountName,
        role: AccountRole,
        password: &str,
    ) -> Result<Account> {
        self.beside(async |ledger| insert(ledger, act, name, role, password).await)
    }

    /// Changes what an account may do. Invitations it made are void if it is no admin any more.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Account`] where no admin would be left.
    pub fn set_role(&self, act: &Act, name: &AccountName, role: AccountRole) -> Result<()> {
        self.beside(async |ledger| {
            let (account, _) = existing(ledger, name).await?;
            ledger.set_account(name, role, account.disabled).await?;
            keep_an_admin(ledger).await?;
            if role != AccountRole::Admin {
                ledger.delete_invitations_of(name).await?;
            }
            log(ledger, act, json!({"account": name.as_str(), "role": role.as_str()})).await
        })
    }

    /// Shuts an account out, which ends its sessions, tokens and the invitations it made, or lets it in again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Account`] where no admin would be left.
    pub fn set_disabled(&self, act: &Act, name: &AccountName, disabled: bool) -> Result<()> {
        self.beside(async |ledger| {
            let (account, _) = existing(ledger, name).await?;
            ledger.set_account(name, account.role, disabled).await?;
            keep_an_admin(ledger).await?;
            if disabled {
                ledger.delete_sessions(Some(name), None).await?;
                ledger.delete_tokens_of(name).await?;
                ledger.delete_invitations_of(name).await?;
            }
            log(ledger, act, json!({"account": name.as_str(), "disabled": disabled})).await
        })
    }

    /// Gives an account a new password and ends all its sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn set_password(&self, act: &Act, name: &AccountName, password: &str) -> Result<()> {
        self.beside(async |ledger| {
            existing(ledger, name).await?;
            renew(ledger, act, name, password).await
        })
    }

    /// Lets a browser in. Sessions that have ended are swept away.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such account, or it is shut out.
    pub fn begin_session(&self, act: &Act, session: &Session) -> Result<()> {
        self.beside(async |ledger| {
            let (account, _) = existing(ledger, &session.account).await?;
            if account.disabled {
                return Err(Error::not_found("account", &session.account));
            }
            for old in ledger.sessions(None).await? {
                if old.ends <= act.at {
                    ledger.delete_session(&old.hash).await?;
                }
            }
            ledger.insert_session(session).await?;
            log(ledger, act, json!({"account": session.account.as_str(), "signed_in": handle(&session.hash)}))
                .await
        })
    }

    /// The session of this hash with its account, whatever their state.
    pub fn session(&self, hash: &str) -> Result<Option<(Session, Account)>> {
        self.reading(async |ledger| {
            let Some(session) = ledger.session(hash).await? else { return Ok(None) };
            let account = ledger.account(&session.account).await?;
            Ok(account.map(|(account, _)| (session, account)))
        })
    }

    /// The sessions of an account, the latest first.
    pub fn sessions(&self, name: &AccountName) -> Result<Vec<Session>> {
        self.reading(async |ledger| ledger.sessions(Some(name)).await)
    }

    /// Notes that a session was used.
    pub fn touch_session(&self, hash: &str, seen: Timestamp) -> Result<()> {
        self.beside(async |ledger| ledger.touch_session(hash, seen).await)
    }

    /// Ends a session of this account.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn end_session(&self, act: &Act, name: &AccountName, hash: &str) -> Result<()> {
        self.beside(async |ledger| {
            let session = ledger.session(hash).await?.filter(|session| session.account == *name);
            let session = session.ok_or_else(|| Error::not_found("session", handle(hash)))?;
            ledger.delete_session(&session.hash).await?;
            log(ledger, act, json!({"account": name.as_str(), "signed_out": handle(hash)})).await
        })
    }

    /// Ends the sessions of an account but for one.
    pub fn end_other_sessions(&self, act: &Act, name: &AccountName, kept: &str) -> Result<()> {
        self.beside(async |ledger| {
            ledger.delete_sessions(Some(name), Some(kept)).await?;
            log(ledger, act, json!({"account": name.as_str(), "signed_out": "elsewhere"})).await
        })
    }

    /// Ends every session and invitation: what a backup brings back must not let anybody in who left since.
    pub(crate) fn end_all_sessions(&self) -> Result<()> {
        self.beside(async |ledger| {
            ledger.delete_sessions(None, None).await?;
            for invitation in ledger.invitations().await? {
                ledger.delete_invitation(&invitation.hash).await?;
            }
            Ok(())
        })
    }

    /// Adds a token.
    ///
    /// # Errors
    /// [`Error::Account`] where it would be able to do more than its account.
    pub fn add_token(&self, act: &Act, token: &ApiToken) -> Result<()> {
        self.beside(async |ledger| {
            let (account, _) = existing(ledger, &token.account).await?;
            if token.role > account.role {
                return Err(Error::Account("a token cannot be allowed more than its account is".to_owned()));
            }
            ledger.insert_token(token).await?;
            let (account, role) = (token.account.as_str(), token.role.as_str());
            log(ledger, act, json!({"account": account, "token": handle(&token.hash), "role": role})).await
        })
    }

    /// The token of this hash with its account, whatever their state.
    pub fn token(&self, hash: &str) -> Result<Option<(ApiToken, Account)>> {
        self.reading(async |ledger| {
            let Some(token) = ledger.token(hash).await? else { return Ok(None) };
            let account = ledger.account(&token.account).await?;
            Ok(account.map(|(account, _)| (token, account)))
        })
    }

    /// The tokens of an account, the latest first.
    pub fn tokens(&self, name: &AccountName) -> Result<Vec<ApiToken>> {
        self.reading(async |ledger| ledger.tokens(name).await)
    }

    /// Withdraws a token of this account.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn remove_token(&self, act: &Act, name: &AccountName, hash: &str) -> Result<()> {
        self.beside(async |ledger| {
            let token = ledger.token(hash).await?.filter(|token| token.account == *name);
            let token = token.ok_or_else(|| Error::not_found("token", handle(hash)))?;
            ledger.delete_token(&token.hash).await?;
            log(ledger, act, json!({"account": name.as_str(), "token_withdrawn": handle(hash)})).await
        })
    }

    /// Adds an invitation.
    pub fn add_invitation(&self, act: &Act, invitation: &Invitation) -> Result<()> {
        self.beside(async |ledger| {
            if let Some(name) = &invitation.account {
                existing(ledger, name).await?;
            }
            ledger.insert_invitation(invitation).await?;
            let account = invitation.account.as_ref().map(AccountName::as_str);
            let role = invitation.role.as_str();
            log(
                ledger,
                act,
                json!({"invitation": handle(&invitation.hash), "role": role, "account": account}),
            )
            .await
        })
    }

    /// All invitations that were neither taken nor withdrawn, the latest first.
    pub fn invitations(&self) -> Result<Vec<Invitation>> {
        self.reading(async |ledger| ledger.invitations().await)
    }

    /// The invitation of this hash, if it has not ended at `now`.
    pub fn invitation(&self, hash: &str, now: Timestamp) -> Result<Option<Invitation>> {
        let found = self.reading(async |ledger| ledger.invitation(hash).await)?;
        Ok(found.filter(|invitation| invitation.ends > now))
    }

    /// Withdraws an invitation.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn withdraw_invitation(&self, act: &Act, hash: &str) -> Result<()> {
        self.beside(async |ledger| {
            if ledger.invitation(hash).await?.is_none() {
                return Err(Error::not_found("invitation", handle(hash)));
            }
            ledger.delete_invitation(hash).await?;
            log(ledger, act, json!({"invitation_withdrawn": handle(hash)})).await
        })
    }

    /// Takes an invitation, which is then used up: an account of this name is made, or the one it is for gets the password.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is not there or has ended at `now`; [`Error::Account`] where the name is taken.
    pub fn take_invitation(
        &self,
        hash: &str,
        name: &AccountName,
        password: &str,
        now: Timestamp,
    ) -> Result<Account> {
        self.beside(async |ledger| {
            let found = ledger.invitation(hash).await?.filter(|invitation| invitation.ends > now);
            let invitation = found.ok_or_else(|| Error::not_found("invitation", handle(hash)))?;
            ledger.delete_invitation(hash).await?;
            match &invitation.account {
                Some(known) => {
                    let (account, _) = existing(ledger, known).await?;
                    renew(ledger, &Act::new(known.as_str(), now), known, password).await?;
                    Ok(account)
                }
                None => {
                    let act = Act::new(invitation.made_by.clone(), now);
                    insert(ledger, &act, name, invitation.role, password).await
                }
            }
        })
    }

    /// Notes in the audit log, beside another writer, what somebody looked at or was refused.
    pub fn note(&self, act: &Act, action: &str, detail: &Value) -> Result<()> {
        self.beside(async |ledger| audit::append(ledger, act, action, detail).await)
    }
}

/// The beginning of a hash, by which the log names what stands behind it.
fn handle(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

async fn log(ledger: &mut impl Ledger, act: &Act, detail: Value) -> Result<()> {
    audit::append(ledger, act, ACTION, &detail).await
}

async fn existing(ledger: &mut impl Ledger, name: &AccountName) -> Result<(Account, String)> {
    ledger.account(name).await?.ok_or_else(|| Error::not_found("account", name))
}

async fn insert(
    ledger: &mut impl Ledger,
    act: &Act,
    name: &AccountName,
    role: AccountRole,
    password: &str,
) -> Result<Account> {
    if ledger.account(name).await?.is_some() {
        return Err(Error::Account(format!("the name `{name}` is taken")));
    }
    let account =
        Account { name: name.clone(), role, disabled: false, created: act.at, created_by: act.actor.clone() };
    ledger.insert_account(&account, password).await?;
    log(ledger, act, json!({"account": name.as_str(), "added": true, "role": role.as_str()})).await?;
    Ok(account)
}

async fn renew(ledger: &mut impl Ledger, act: &Act, name: &AccountName, password: &str) -> Result<()> {
    ledger.set_account_password(name, password).await?;
    ledger.delete_sessions(Some(name), None).await?;
    log(ledger, act, json!({"account": name.as_str(), "password": "changed"})).await
}

/// Without an admin nobody could let anybody in any more.
async fn keep_an_admin(ledger: &mut impl Ledger) -> Result<()> {
    let accounts = ledger.accounts().await?;
    if accounts.iter().any(|account| account.role == AccountRole::Admin && !account.disabled) {
        Ok(())
    } else {
        Err(Error::Account("one admin has to stay: make somebody else an admin first".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_and_refused() {
        for (typed, kept) in [
            (" Anna ", "anna"),
            ("ANNA.K", "anna.k"),
            ("김민수", "김민수"),
            ("a@b.example", "a@b.example"),
            ("ＡＢ", "ab"),
        ] {
            assert_eq!(typed.parse::<AccountName>().map(|name| name.to_string()).as_deref(), Ok(kept));
        }
        for typed in ["", "a", "a b", "a\nb", "<b>", "a/b", "..", "-x", "a\u{202e}b", &"x".repeat(65)] {
            assert!(typed.parse::<AccountName>().is_err(), "{typed:?}");
        }
    }
}
