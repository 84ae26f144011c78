//! The ledger in SQLite: opening, versions, errors.
//!
//! Write-ahead log with `synchronous = NORMAL`: a killed process loses nothing that was committed; after a power cut
//! the last transactions may be missing, never half there, and adding the same files again finishes them.

use crate::{Error, Result};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqlSafeStr};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Duration;

const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "ledger", include_str!("../../migrations/0001_ledger.sql")),
    (2, "facts", include_str!("../../migrations/0002_facts.sql")),
    (3, "lists", include_str!("../../migrations/0003_lists.sql")),
    (4, "signatures", include_str!("../../migrations/0004_signatures.sql")),
    (5, "screening", include_str!("../../migrations/0005_screening.sql")),
    (6, "fetch", include_str!("../../migrations/0006_fetch.sql")),
    (7, "figure corrections", include_str!("../../migrations/0007_figure_corrections.sql")),
    (10, "library", include_str!("../../migrations/0010_library.sql")),
    (11, "accounts", include_str!("../../migrations/0011_accounts.sql")),
    (12, "labels", include_str!("../../migrations/0012_labels.sql")),
    (14, "claim order", include_str!("../../migrations/0014_claim_order.sql")),
    (15, "listing", include_str!("../../migrations/0015_listing.sql")),
];

/// How long a few rows wait for the transaction of a writer: one file that is being added.
const PATIENCE: Duration = Duration::from_secs(8);

/// Kibibytes of pages that a connection keeps, written as SQLite wants them: the tops of the indexes of a large ledger. Whole lists are
/// read from the system's cache.
const PAGES_KEPT: &str = "-4096";

/// How a ledger is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Create,
    Write,
    /// Writes beside the one who holds the lock; brings nothing up to date.
    Beside,
    Read,
}

/// A ledger in one SQLite file.
#[derive(Debug)]
pub(crate) struct SqliteLedger {
    pub(super) connection: SqliteConnection,
    pub(super) path: PathBuf,
}

impl SqliteLedger {
    pub(crate) async fn open(path: &Path, access: Access) -> Result<Self> {
        if access != Access::Create && !path.exists() {
            return Err(Error::DamagedLedger {
                path: path.to_owned(),
                reason: "the file is missing".to_owned(),
            });
        }
        let mut options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(access == Access::Create)
            .foreign_keys(true)
            .busy_timeout(if access == Access::Beside { PATIENCE } else { Duration::from_secs(3) })
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", PAGES_KEPT)
            .disable_statement_logging();
        if access == Access::Read {
            options = options.pragma("query_only", "ON");
        } else {
            options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Normal);
        }
        let connection =
            SqliteConnection::connect_with(&options).await.map_err(|error| failure(path, error))?;
        let mut ledger = Self { connection, path: path.to_owned() };
        ledger.migrate(access).await?;
        Ok(ledger)
    }

    async fn migrate(&mut self, access: Access) -> Result<()> {
        let known = MIGRATIONS.iter().map(|(version, ..)| *version).max().unwrap_or_default();
        let found = if access == Access::Create { 0 } else { self.version().await? };
        if found > known {
            return Err(Error::NewerLedger { path: self.path.clone(), found, known });
        }
        if matches!(access, Access::Read | Access::Beside) {
            if found < known {
                return Err(Error::OlderLedger { path: self.path.clone(), found, known });
            }
            return Ok(());
        }
        let migrations = MIGRATIONS
            .iter()
            .map(|(version, name, sql)| {
                let kind = MigrationType::Simple;
                Migration::new(*version, Cow::Borrowed(*name), kind, sql.into_sql_str(), false)
            })
            .collect();
        let migrator = Migrator::with_migrations(migrations);
        migrator.run(&mut self.connection).await.map_err(|error| match error {
            MigrateError::VersionMissing(found) => {
                Error::NewerLedger { path: self.path.clone(), found, known }
            }
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                failure(&self.path, error)
            }
            other => self.damaged(other.to_string()),
        })?;
        self.complete_lists().await
    }

    /// Schema version; an error where the file is no ledger.
    async fn version(&mut self) -> Result<i64> {
        let table = "select count(*) from sqlite_master where type = 'table' and name = '_sqlx_migrations'";
        let tables: i64 =
            self.one(sqlx::query(table)).await?.try_get(0).map_err(|error| self.failed(error))?;
        if tables == 0 {
            return Err(self.damaged("it has no tables of a ledger".to_owned()));
        }
        let version = "select coalesce(max(version), 0) from _sqlx_migrations";
        self.one(sqlx::query(version)).await?.try_get(0).map_err(|error| self.failed(error))
    }

    pub(super) fn failed(&self, error: sqlx::Error) -> Error {
        failure(&self.path, error)
    }

    pub(super) fn damaged(&self, reason: String) -> Error {
        Error::DamagedLedger { path: self.path.clone(), reason }
    }

    pub(super) async fn run(&mut self, query: Query<'_>) -> Result<u64> {
        match query.execute(&mut self.connection).await {
            Ok(done) => Ok(done.rows_affected()),
            Err(error) => Err(self.failed(error)),
        }
    }

    pub(super) async fn all(&mut self, query: Query<'_>) -> Result<Vec<SqliteRow>> {
        query.fetch_all(&mut self.connection).await.map_err(|error| failure(&self.path, error))
    }

    pub(super) async fn optional(&mut self, query: Query<'_>) -> Result<Option<SqliteRow>> {
        query.fetch_optional(&mut self.connection).await.map_err(|error| failure(&self.path, error))
    }

    pub(super) async fn one(&mut self, query: Query<'_>) -> Result<SqliteRow> {
        query.fetch_one(&mut self.connection).await.map_err(|error| failure(&self.path, error))
    }

    pub(super) async fn statement(&mut self, sql: &'static str) -> Result<()> {
        self.run(sqlx::query(sql)).await.map(|_| ())
    }
}

pub(super) use sqlx::sqlite::SqliteRow;
pub(super) type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

/// Result codes of SQLite, <https://www.sqlite.org/rescode.html>.
const PERMISSION: i32 = 3;
const BUSY: i32 = 5;
const READ_ONLY: i32 = 8;
const INPUT_OUTPUT: i32 = 10;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANNOT_OPEN: i32 = 14;
const NOT_A_DATABASE: i32 = 26;

pub(super) fn failure(path: &Path, error: sqlx::Error) -> Error {
    let code = match &error {
        sqlx::Error::Database(database) => database.code().and_then(|code| code.parse::<i32>().ok()),
        _ => None,
    };
    match code.map(|code| code & 0xff) {
        Some(FULL) => Error::DiskFull(path.to_owned()),
        Some(BUSY) => Error::LedgerBusy(path.to_owned()),
        Some(PERMISSION | READ_ONLY | INPUT_OUTPUT | CANNOT_OPEN) => {
            Error::Io { path: path.to_owned(), source: std::io::Error::other(error) }
        }
        Some(CORRUPT | NOT_A_DATABASE) => {
            Error::DamagedLedger { path: path.to_owned(), reason: error.to_string() }
        }
        _ if matches!(&error, sqlx::Error::Database(_)) && error.to_string().contains("no such") => {
            Error::DamagedLedger { path: path.to_owned(), reason: error.to_string() }
        }
        _ => Error::Ledger(error),
    }
}

/// Reads a column of a row, with an error that names table and row.
pub(super) struct Cells<'r> {
    pub(super) table: &'static str,
    pub(super) key: String,
    pub(super) row: &'r SqliteRow,
}

impl<'r> Cells<'r> {
    /// `key` is the column that names the row.
    pub(super) fn new(table: &'static str, row: &'r SqliteRow, key: &str) -> Self {
        let named = row.try_get::<String, _>(key);
        let key = named.or_else(|_| row.try_get::<i64, _>(key).map(|number| number.to_string()));
        Self { table, key: key.unwrap_or_else(|_| "?".to_owned()), row }
    }

    pub(super) fn damaged(&self, reason: impl std::fmt::Display) -> Error {
        Error::DamagedRow { table: self.table, row: self.key.clone(), reason: reason.to_string() }
    }

    pub(super) fn get<T>(&self, column: &str) -> Result<T>
    where
        T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
    {
        self.row.try_get(column).map_err(|error| self.damaged(error))
    }

    /// A number of things.
    pub(super) fn count(&self, column: &str) -> Result<u64> {
        self.get::<i64>(column).map(i64::unsigned_abs)
    }

    pub(super) fn parse<T>(&self, column: &str) -> Result<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let text: &str = self.get(column)?;
        text.parse().map_err(|error| self.damaged(format!("column `{column}`: {error}")))
    }

    pub(super) fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        let text: &str = self.get(column)?;
        serde_json::from_str(text).map_err(|error| self.damaged(format!("column `{column}`: {error}")))
    }
}

/// JSON of one of our own types.
pub(super) fn json<T: serde::Serialize>(table: &'static str, key: &str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::DamagedRow {
        table,
        row: key.to_owned(),
        reason: error.to_string(),
    })
}
