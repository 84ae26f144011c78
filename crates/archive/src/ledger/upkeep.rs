//! Transactions, the audit log, and what keeps the file itself in order.

use super::sqlite::{Cells, SqliteLedger, SqliteRow};
use crate::{AuditEntry, Error, Result, Totals};
use sqlx::query;
use std::path::Path;

/// Bytes of a write-ahead log; in good order it stays at a few megabytes.
const LARGE_LOG: u64 = 16 << 20;

/// Rows about the ledger itself.
pub(crate) trait Upkeep {
    /// Starts a transaction that writes.
    async fn begin(&mut self) -> Result<()>;
    /// Starts one that only reads, all of it from the same moment.
    async fn begin_reading(&mut self) -> Result<()>;
    async fn commit(&mut self) -> Result<()>;
    async fn rollback(&mut self) -> Result<()>;

    async fn meta(&mut self, key: &str) -> Result<Option<String>>;
    async fn set_meta(&mut self, key: &str, value: &str) -> Result<()>;

    async fn insert_audit(&mut self, entry: &AuditEntry) -> Result<()>;
    async fn last_audit(&mut self) -> Result<Option<AuditEntry>>;
    /// The last entry that can have changed what documents say or who may see it: screening, lists, watches, looks and backups
    /// do not.
    async fn last_audit_of_evidence(&mut self) -> Result<Option<AuditEntry>>;
    /// Up to `limit` entries with a number greater than `after`, in order.
    async fn audit_after(&mut self, after: i64, limit: u32) -> Result<Vec<AuditEntry>>;

    async fn totals(&mut self) -> Result<Totals>;
    /// Gives the room of a log back that a crash left large.
    async fn shorten_log(&mut self) -> Result<()>;
    /// Leaves no trace of deleted rows in any file of the ledger.
    async fn scrub(&mut self) -> Result<()>;
    /// Writes a consistent copy to `file`, which must not exist.
    async fn snapshot(&mut self, file: &Path) -> Result<()>;
    /// Reads everything and fails where pages or references are damaged.
    async fn check(&mut self) -> Result<()>;
}

fn entry_of(row: &SqliteRow) -> Result<AuditEntry> {
    let cells = Cells::new("audit", row, "sequence");
    Ok(AuditEntry {
        sequence: cells.get("sequence")?,
        time: cells.get("time")?,
        actor: cells.get("actor")?,
        action: cells.get("action")?,
        detail: cells.get("detail")?,
        previous: cells.get("previous")?,
        hash: cells.get("hash")?,
    })
}

impl Upkeep for SqliteLedger {
    async fn begin(&mut self) -> Result<()> {
        self.statement("begin immediate").await
    }

    async fn begin_reading(&mut self) -> Result<()> {
        self.statement("begin").await
    }

    async fn commit(&mut self) -> Result<()> {
        self.statement("commit").await
    }

    async fn rollback(&mut self) -> Result<()> {
        self.statement("rollback").await
    }

    async fn meta(&mut self, key: &str) -> Result<Option<String>> {
        let row = self.optional(query("select key, value from meta where key = $1").bind(key)).await?;
        row.as_ref().map(|row| Cells::new("meta", row, "key").get("value")).transpose()
    }

    async fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        let upsert = query(
            "insert into meta (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
        )
        .bind(key)
        .bind(value);
        self.run(upsert).await.map(|_| ())
    }

    async fn insert_audit(&mut self, entry: &AuditEntry) -> Result<()> {
        let insert = query(
            "insert into audit (sequence, time, actor, action, detail, previous, hash)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(entry.sequence)
        .bind(&entry.time)
        .bind(&entry.actor)
        .bind(&entry.action)
        .bind(&entry.detail)
        .bind(&entry.previous)
        .bind(&entry.hash);
        self.run(insert).await.map(|_| ())
    }

    async fn last_audit(&mut self) -> Result<Option<AuditEntry>> {
        let row = self.optional(query("select * from audit order by sequence desc limit 1")).await?;
        row.as_ref().map(entry_of).transpose()
    }

    async fn last_audit_of_evidence(&mut self) -> Result<Option<AuditEntry>> {
        let select = query(
            "select * from audit
             where action not in ('read', 'screening', 'decision', 'judgement', 'list_add', 'list_remove', 'list_check', 'list_load',
                                  'unchanged', 'watch_add', 'watch_remove', 'backup')
             order by sequence desc limit 1",
        );
        let row = self.optional(select).await?;
        row.as_ref().map(entry_of).transpose()
    }

    async fn audit_after(&mut self, after: i64, limit: u32) -> Result<Vec<AuditEntry>> {
        let select = query("select * from audit where sequence > $1 order by sequence limit $2")
            .bind(after)
            .bind(limit);
        self.all(select).await?.iter().map(entry_of).collect()
    }

    async fn totals(&mut self) -> Result<Totals> {
        let select = query(
            "select 'all' as id, (select count(*) from sources) as sources, (select count(*) from sealed) as sealed,
                    (select count(*) from documents) as documents, (select count(*) from claims) as claims,
                    (select count(*) from reviews) as reviews,
                    (select count(*) from reviews where bound is null) as orphaned",
        );
        let row = self.one(select).await?;
        let cells = Cells::new("totals", &row, "id");
        let count = |column| cells.count(column);
        Ok(Totals {
            sources: count("sources")?,
            sealed: count("sealed")?,
            documents: count("documents")?,
            claims: count("claims")?,
            reviews: count("reviews")?,
            orphaned: count("orphaned")?,
        })
    }

    async fn shorten_log(&mut self) -> Result<()> {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        let size = std::fs::metadata(&log).map_or(0, |file| file.len());
        if size > LARGE_LOG {
            // Where a reader is in the way, it stays as large as it is until the next writer comes.
            self.one(query("pragma wal_checkpoint(truncate)")).await?;
        }
        Ok(())
    }

    async fn scrub(&mut self) -> Result<()> {
        // `secure_delete` has zeroed what was freed; rewriting the file also drops what earlier page splits left
        // behind, and emptying the log drops its old page images.
        self.statement("vacuum").await?;
        let row = self.one(query("pragma wal_checkpoint(truncate)")).await?;
        let busy: i64 = sqlx::Row::try_get(&row, 0).map_err(|error| self.failed(error))?;
        if busy == 0 { Ok(()) } else { Err(Error::ReadersHoldLog) }
    }

    async fn snapshot(&mut self, file: &Path) -> Result<()> {
        let Some(name) = file.to_str() else {
            return Err(Error::Backup {
                path: file.to_owned(),
                reason: "its name is not Unicode".to_owned(),
            });
        };
        self.run(query("vacuum into $1").bind(name)).await.map(|_| ())
    }

    async fn check(&mut self) -> Result<()> {
        let rows = self.all(query("pragma integrity_check(1)")).await?;
        let verdict: Option<String> = rows.first().and_then(|row| sqlx::Row::try_get(row, 0).ok());
        if verdict.as_deref() != Some("ok") {
            return Err(self.damaged(verdict.unwrap_or_else(|| "its pages do not read".to_owned())));
        }
        let dangling = self.all(query("pragma foreign_key_check")).await?;
        match dangling.first() {
            None => Ok(()),
            Some(row) => {
                let table: String = sqlx::Row::try_get(row, 0).unwrap_or_default();
                Err(self.damaged(format!("a row of table `{table}` points to one that is gone")))
            }
        }
    }
}
