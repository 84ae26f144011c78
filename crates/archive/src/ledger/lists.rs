//! Lists, their versions and entries.

use super::sqlite::{Cells, SqliteLedger, SqliteRow, json};
use crate::Result;
use crate::lists::{ListRecord, ListVersionRecord};
use model::{KeptList, Sensitivity, SourceId};
use sqlx::query;

/// An entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredListEntry {
    pub(crate) entity: String,
    pub(crate) hash: String,
    pub(crate) lines: String,
    pub(crate) body: String,
}

/// Rows about lists.
pub(crate) trait ListRows {
    /// Puts it in the place of one of the same name, and in use.
    async fn put_list(&mut self, list: &KeptList, added: &str) -> Result<()>;
    async fn set_list_removed(&mut self, name: &str, removed: Option<&str>) -> Result<()>;
    /// With those that are removed; in order of name.
    async fn lists(&mut self) -> Result<Vec<ListRecord>>;

    async fn insert_list_version(&mut self, record: &ListVersionRecord, entries_hash: &str) -> Result<()>;
    async fn set_list_checked(&mut self, sequence: i64, checked: &str) -> Result<()>;
    /// Oldest first.
    async fn list_versions(&mut self, list: &str) -> Result<Vec<ListVersionRecord>>;
    /// All whose id begins so, oldest first.
    async fn list_versions_beginning(&mut self, prefix: &str) -> Result<Vec<ListVersionRecord>>;
    /// Number, id and hash over entries of every version, oldest first.
    async fn list_version_hashes(&mut self) -> Result<Vec<(i64, String, String)>>;

    /// A file that is here already stays as it is.
    async fn put_list_file(&mut self, sha256: &SourceId, size: u64, deflated: &[u8]) -> Result<()>;
    async fn list_file(&mut self, sha256: &SourceId) -> Result<Option<Vec<u8>>>;
    async fn list_files(&mut self) -> Result<Vec<SourceId>>;

    /// An entry whose body is here already shares it.
    async fn insert_list_entry(&mut self, version: i64, entry: &StoredListEntry) -> Result<()>;
    /// In order of entity.
    async fn list_entries(&mut self, version: i64) -> Result<Vec<StoredListEntry>>;
    /// One of them; none where the version has none of this id.
    async fn list_entry(&mut self, version: i64, entity: &str) -> Result<Option<StoredListEntry>>;
}

fn list_of(row: &SqliteRow) -> Result<ListRecord> {
    let cells = Cells::new("lists", row, "name");
    let list: KeptList = cells.json("body")?;
    let sensitivity: Sensitivity = cells.parse("sensitivity")?;
    Ok(ListRecord {
        list: KeptList { sensitivity, ..list },
        added: cells.get("added")?,
        removed: cells.get("removed")?,
    })
}

fn version_of(row: &SqliteRow) -> Result<ListVersionRecord> {
    let cells = Cells::new("list_versions", row, "sequence");
    Ok(ListVersionRecord {
        sequence: cells.get("sequence")?,
        list: cells.get("list")?,
        version: cells.json("body")?,
        loaded: cells.get("loaded")?,
        loaded_by: cells.get("loaded_by")?,
        checked: cells.get("checked")?,
        accepted: cells.json("accepted")?,
    })
}

impl ListRows for SqliteLedger {
    async fn put_list(&mut self, list: &KeptList, added: &str) -> Result<()> {
        let upsert = query(
            "insert into lists (name, sensitivity, added, removed, body) values ($1, $2, $3, null, $4)
             on conflict (name) do update
             set sensitivity = excluded.sensitivity, removed = null, body = excluded.body",
        )
        .bind(&list.name)
        .bind(list.sensitivity.as_str())
        .bind(added)
        .bind(json("lists", &list.name, list)?);
        self.run(upsert).await.map(|_| ())
    }

    async fn set_list_removed(&mut self, name: &str, removed: Option<&str>) -> Result<()> {
        let update = query("update lists set removed = $2 where name = $1").bind(name).bind(removed);
        self.run(update).await.map(|_| ())
    }

    async fn lists(&mut self) -> Result<Vec<ListRecord>> {
        self.all(query("select * from lists order by name")).await?.iter().map(list_of).collect()
    }

    async fn insert_list_version(&mut self, record: &ListVersionRecord, entries_hash: &str) -> Result<()> {
        let key = record.version.id.as_str();
        let insert = query(
            "insert into list_versions (sequence, id, list, loaded, loaded_by, checked, accepted, entries_hash, body)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(record.sequence)
        .bind(key)
        .bind(&record.list)
        .bind(&record.loaded)
        .bind(&record.loaded_by)
        .bind(&record.checked)
        .bind(json("list_versions", key, &record.accepted)?)
        .bind(entries_hash)
        .bind(json("list_versions", key, &record.version)?);
        self.run(insert).await.map(|_| ())
    }

    async fn set_list_checked(&mut self, sequence: i64, checked: &str) -> Result<()> {
        let update =
            query("update list_versions set checked = $2 where sequence = $1").bind(sequence).bind(checked);
        self.run(update).await.map(|_| ())
    }

    async fn list_versions(&mut self, list: &str) -> Result<Vec<ListVersionRecord>> {
        let select = query("select * from list_versions where list = $1 order by sequence").bind(list);
        self.all(select).await?.iter().map(version_of).collect()
    }

    async fn list_versions_beginning(&mut self, prefix: &str) -> Result<Vec<ListVersionRecord>> {
        let select =
            query("select * from list_versions where substr(id, 1, length($1)) = $1 order by sequence")
                .bind(prefix);
        self.all(select).await?.iter().map(version_of).collect()
    }

    async fn list_version_hashes(&mut self) -> Result<Vec<(i64, String, String)>> {
        let rows =
            self.all(query("select sequence, id, entries_hash from list_versions order by sequence")).await?;
        let read = |row| {
            let cells = Cells::new("list_versions", row, "sequence");
            Ok((cells.get("sequence")?, cells.get("id")?, cells.get("entries_hash")?))
        };
        rows.iter().map(read).collect()
    }

    async fn put_list_file(&mut self, sha256: &SourceId, size: u64, deflated: &[u8]) -> Result<()> {
        let insert = query(
            "insert into list_files (sha256, size, deflated) values ($1, $2, $3) on conflict (sha256) do nothing",
        )
        .bind(sha256.as_str())
        .bind(i64::try_from(size).unwrap_or(i64::MAX))
        .bind(deflated);
        self.run(insert).await.map(|_| ())
    }

    async fn list_file(&mut self, sha256: &SourceId) -> Result<Option<Vec<u8>>> {
        let select = query("select sha256, deflated from list_files where sha256 = $1").bind(sha256.as_str());
        let row = self.optional(select).await?;
        row.as_ref().map(|row| Cells::new("list_files", row, "sha256").get("deflated")).transpose()
    }

    async fn list_files(&mut self) -> Result<Vec<SourceId>> {
        let rows = self.all(query("select sha256 from list_files order by sha256")).await?;
        rows.iter().map(|row| Cells::new("list_files", row, "sha256").parse("sha256")).collect()
    }

    async fn insert_list_entry(&mut self, version: i64, entry: &StoredListEntry) -> Result<()> {
        let body =
            query("insert into list_bodies (hash, body) values ($1, $2) on conflict (hash) do nothing")
                .bind(&entry.hash)
                .bind(&entry.body);
        self.run(body).await?;
        let insert = query("insert into list_entries (version, entity, hash, lines) values ($1, $2, $3, $4)")
            .bind(version)
            .bind(&entry.entity)
            .bind(&entry.hash)
            .bind(&entry.lines);
        self.run(insert).await.map(|_| ())
    }

    async fn list_entries(&mut self, version: i64) -> Result<Vec<StoredListEntry>> {
        let select = query(
            "select list_entries.entity, list_entries.hash, list_entries.lines, list_bodies.body
             from list_entries join list_bodies on list_bodies.hash = list_entries.hash
             where list_entries.version = $1 order by list_entries.entity",
        )
        .bind(version);
        self.all(select).await?.iter().map(stored_entry).collect()
    }

    async fn list_entry(&mut self, version: i64, entity: &str) -> Result<Option<StoredListEntry>> {
        let select = query(
            "select list_entries.entity, list_entries.hash, list_entries.lines, list_bodies.body
             from list_entries join list_bodies on list_bodies.hash = list_entries.hash
             where list_entries.version = $1 and list_entries.entity = $2",
        )
        .bind(version)
        .bind(entity);
        self.all(select).await?.first().map(stored_entry).transpose()
    }
}

fn stored_entry(row: &SqliteRow) -> Result<StoredListEntry> {
    let cells = Cells::new("list_entries", row, "entity");
    Ok(StoredListEntry {
        entity: cells.get("entity")?,
        hash: cells.get("hash")?,
        lines: cells.get("lines")?,
        body: cells.get("body")?,
    })
}
