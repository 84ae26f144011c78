//! Accounts, sessions, tokens and invitations.

use super::sqlite::{Cells, SqliteLedger, SqliteRow};
use crate::accounts::{Account, AccountName, ApiToken, Invitation, Session};
use crate::{AccountRole, Result};
use jiff::Timestamp;
use sqlx::query;

/// Rows about who may sign in. Lists of accounts are in order of names, all others have the latest first.
pub(crate) trait AccountRows {
    async fn insert_account(&mut self, account: &Account, password: &str) -> Result<()>;
    /// With the hash of the password.
    async fn account(&mut self, name: &AccountName) -> Result<Option<(Account, String)>>;
    async fn accounts(&mut self) -> Result<Vec<Account>>;
    async fn set_account(&mut self, name: &AccountName, role: AccountRole, disabled: bool) -> Result<()>;
    async fn set_account_password(&mut self, name: &AccountName, password: &str) -> Result<()>;

    async fn insert_session(&mut self, session: &Session) -> Result<()>;
    async fn session(&mut self, hash: &str) -> Result<Option<Session>>;
    /// Of one account, or of all.
    async fn sessions(&mut self, name: Option<&AccountName>) -> Result<Vec<Session>>;
    async fn touch_session(&mut self, hash: &str, seen: Timestamp) -> Result<()>;
    async fn delete_session(&mut self, hash: &str) -> Result<()>;
    /// Of one account, or of all, but for one.
    async fn delete_sessions(&mut self, name: Option<&AccountName>, kept: Option<&str>) -> Result<()>;

    async fn insert_token(&mut self, token: &ApiToken) -> Result<()>;
    async fn token(&mut self, hash: &str) -> Result<Option<ApiToken>>;
    async fn tokens(&mut self, name: &AccountName) -> Result<Vec<ApiToken>>;
    async fn delete_token(&mut self, hash: &str) -> Result<()>;
    async fn delete_tokens_of(&mut self, name: &AccountName) -> Result<()>;

    async fn insert_invitation(&mut self, invitation: &Invitation) -> Result<()>;
    async fn invitation(&mut self, hash: &str) -> Result<Option<Invitation>>;
    async fn invitations(&mut self) -> Result<Vec<Invitation>>;
    async fn delete_invitation(&mut self, hash: &str) -> Result<()>;
    /// Those for an account and those that it made.
    async fn delete_invitations_of(&mut self, name: &AccountName) -> Result<()>;
}

fn account_of(row: &SqliteRow) -> Result<Account> {
    let cells = Cells::new("accounts", row, "name");
    Ok(Account {
        name: cells.parse("name")?,
        role: cells.parse("role")?,
        disabled: cells.get::<i64>("disabled")? != 0,
        created: cells.parse("created")?,
        created_by: cells.get("created_by")?,
    })
}

fn session_of(row: &SqliteRow) -> Result<Session> {
    let cells = Cells::new("sessions", row, "hash");
    Ok(Session {
        hash: cells.get("hash")?,
        account: cells.parse("account")?,
        begun: cells.parse("begun")?,
        seen: cells.parse("seen")?,
        ends: cells.parse("ends")?,
    })
}

fn token_of(row: &SqliteRow) -> Result<ApiToken> {
    let cells = Cells::new("api_tokens", row, "hash");
    Ok(ApiToken {
        hash: cells.get("hash")?,
        account: cells.parse("account")?,
        label: cells.get("label")?,
        role: cells.parse("role")?,
        created: cells.parse("created")?,
        ends: cells.parse("ends")?,
    })
}

fn invitation_of(row: &SqliteRow) -> Result<Invitation> {
    let cells = Cells::new("invitations", row, "hash");
    let account: Option<String> = cells.get("account")?;
    Ok(Invitation {
        hash: cells.get("hash")?,
        role: cells.parse("role")?,
        account: account.map(|name| name.parse().map_err(|error| cells.damaged(error))).transpose()?,
        made: cells.parse("made")?,
        made_by: cells.get("made_by")?,
        ends: cells.parse("ends")?,
    })
}

impl AccountRows for SqliteLedger {
    async fn insert_account(&mut self, account: &Account, password: &str) -> Result<()> {
        let insert = query(
            "insert into accounts (name, role, password, disabled, created, created_by) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(account.name.as_str())
        .bind(account.role.as_str())
        .bind(password)
        .bind(i64::from(account.disabled))
        .bind(account.created.to_string())
        .bind(&account.created_by);
        self.run(insert).await.map(|_| ())
    }

    async fn account(&mut self, name: &AccountName) -> Result<Option<(Account, String)>> {
        let row = self.optional(query("select * from accounts where name = $1").bind(name.as_str())).await?;
        let read = |row: &SqliteRow| {
            Ok((account_of(row)?, Cells::new("accounts", row, "name").get::<String>("password")?))
        };
        row.as_ref().map(read).transpose()
    }

    async fn accounts(&mut self) -> Result<Vec<Account>> {
        self.all(query("select * from accounts order by name")).await?.iter().map(account_of).collect()
    }

    async fn set_account(&mut self, name: &AccountName, role: AccountRole, disabled: bool) -> Result<()> {
        let update = query("update accounts set role = $2, disabled = $3 where name = $1")
            .bind(name.as_str())
            .bind(role.as_str())
            .bind(i64::from(disabled));
        self.run(update).await.map(|_| ())
    }

    async fn set_account_password(&mut self, name: &AccountName, password: &str) -> Result<()> {
        let update =
            query("update accounts set password = $2 where name = $1").bind(name.as_str()).bind(password);
        self.run(update).await.map(|_| ())
    }

    async fn insert_session(&mut self, session: &Session) -> Result<()> {
        let insert =
            query("insert into sessions (hash, account, begun, seen, ends) values ($1, $2, $3, $4, $5)")
                .bind(&session.hash)
                .bind(session.account.as_str())
                .bind(session.begun.to_string())
                .bind(session.seen.to_string())
                .bind(session.ends.to_string());
        self.run(insert).await.map(|_| ())
    }

    async fn session(&mut self, hash: &str) -> Result<Option<Session>> {
        let row = self.optional(query("select * from sessions where hash = $1").bind(hash)).await?;
        row.as_ref().map(session_of).transpose()
    }

    async fn sessions(&mut self, name: Option<&AccountName>) -> Result<Vec<Session>> {
        let select =
            query("select * from sessions where $1 is null or account = $1 order by begun desc, hash")
                .bind(name.map(AccountName::as_str));
        self.all(select).await?.iter().map(session_of).collect()
    }

    async fn touch_session(&mut self, hash: &str, seen: Timestamp) -> Result<()> {
        let update = query("update sessions set seen = $2 where hash = $1").bind(hash).bind(seen.to_string());
        self.run(update).await.map(|_| ())
    }

    async fn delete_session(&mut self, hash: &str) -> Result<()> {
        self.run(query("delete from sessions where hash = $1").bind(hash)).await.map(|_| ())
    }

    async fn delete_sessions(&mut self, name: Option<&AccountName>, kept: Option<&str>) -> Result<()> {
        let delete =
            query("delete from sessions where ($1 is null or account = $1) and ($2 is null or hash <> $2)")
                .bind(name.map(AccountName::as_str))
                .bind(kept);
        self.run(delete).await.map(|_| ())
    }

    async fn insert_token(&mut self, token: &ApiToken) -> Result<()> {
        let insert = query(
            "insert into api_tokens (hash, account, label, role, created, ends) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&token.hash)
        .bind(token.account.as_str())
        .bind(&token.label)
        .bind(token.role.as_str())
        .bind(token.created.to_string())
        .bind(token.ends.to_string());
        self.run(insert).await.map(|_| ())
    }

    async fn token(&mut self, hash: &str) -> Result<Option<ApiToken>> {
        let row = self.optional(query("select * from api_tokens where hash = $1").bind(hash)).await?;
        row.as_ref().map(token_of).transpose()
    }

    async fn tokens(&mut self, name: &AccountName) -> Result<Vec<ApiToken>> {
        let select = query("select * from api_tokens where account = $1 order by created desc, hash")
            .bind(name.as_str());
        self.all(select).await?.iter().map(token_of).collect()
    }

    async fn delete_token(&mut self, hash: &str) -> Result<()> {
        self.run(query("delete from api_tokens where hash = $1").bind(hash)).await.map(|_| ())
    }

    async fn delete_tokens_of(&mut self, name: &AccountName) -> Result<()> {
        self.run(query("delete from api_tokens where account = $1").bind(name.as_str())).await.map(|_| ())
    }

    async fn insert_invitation(&mut self, invitation: &Invitation) -> Result<()> {
        let insert = query(
            "insert into invitations (hash, role, account, made, made_by, ends) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&invitation.hash)
        .bind(invitation.role.as_str())
        .bind(invitation.account.as_ref().map(AccountName::as_str))
        .bind(invitation.made.to_string())
        .bind(&invitation.made_by)
        .bind(invitation.ends.to_string());
        self.run(insert).await.map(|_| ())
    }

    async fn invitation(&mut self, hash: &str) -> Result<Option<Invitation>> {
        let row = self.optional(query("select * from invitations where hash = $1").bind(hash)).await?;
        row.as_ref().map(invitation_of).transpose()
    }

    async fn invitations(&mut self) -> Result<Vec<Invitation>> {
        let rows = self.all(query("select * from invitations order by made desc, hash")).await?;
        rows.iter().map(invitation_of).collect()
    }

    async fn delete_invitation(&mut self, hash: &str) -> Result<()> {
        self.run(query("delete from invitations where hash = $1").bind(hash)).await.map(|_| ())
    }

    async fn delete_invitations_of(&mut self, name: &AccountName) -> Result<()> {
        self.run(query("delete from invitations where account = $1 or made_by = $1").bind(name.as_str()))
            .await
            .map(|_| ())
    }
}
