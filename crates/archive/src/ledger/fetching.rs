//! What came from the web, and what is watched.

use super::sqlite::{Cells, SqliteLedger, SqliteRow, json};
use crate::Result;
use crate::fetching::{LastFetch, ListFetch, Watch, WatchRecord};
use model::SourceId;
use sqlx::query;

/// Rows about fetching.
pub(crate) trait FetchRows {
    /// The last time that this address brought something.
    async fn last_fetch(&mut self, url: &str) -> Result<Option<LastFetch>>;
    /// The server said at `at` that what this address brought last is still the same.
    async fn confirm_fetch(&mut self, last: &LastFetch, url: &str, at: &str) -> Result<()>;

    /// False where the address is watched already.
    async fn insert_watch(&mut self, record: &WatchRecord) -> Result<bool>;
    async fn put_watch(&mut self, url: &str, watch: &Watch) -> Result<()>;
    /// With what is known of its items. False where there is none.
    async fn delete_watch(&mut self, url: &str) -> Result<bool>;
    /// In the order in which they were added.
    async fn watches(&mut self) -> Result<Vec<WatchRecord>>;

    /// Tries of an item that is not settled; `None` for one that is new, `Some(None)` for one that is settled.
    async fn watch_item(&mut self, watch: &str, item: &str) -> Result<Option<Option<i64>>>;
    async fn put_watch_item(&mut self, watch: &str, item: &str, tries: i64, settled: bool) -> Result<()>;

    async fn last_list_fetch(&mut self, list: &str, file: &str) -> Result<Option<ListFetch>>;
    async fn put_list_fetch(&mut self, list: &str, fetch: &ListFetch) -> Result<()>;
}

fn last_of(row: &SqliteRow) -> Result<LastFetch> {
    let cells = Cells::new("acquisitions", row, "id");
    Ok(LastFetch {
        source: cells.parse("source")?,
        facts: cells.json("facts")?,
        fetched: cells.get("fetched")?,
        confirmed: cells.get("confirmed")?,
    })
}

fn watch_of(row: &SqliteRow) -> Result<WatchRecord> {
    let cells = Cells::new("watches", row, "url");
    Ok(WatchRecord {
        url: cells.get("url")?,
        added: cells.get("added")?,
        added_by: cells.get("added_by")?,
        watch: cells.json("body")?,
    })
}

fn list_fetch_of(row: &SqliteRow) -> Result<ListFetch> {
    let cells = Cells::new("list_fetches", row, "list");
    Ok(ListFetch {
        file: cells.get("file")?,
        sha256: cells.parse::<SourceId>("sha256")?,
        fetched: cells.get("fetched")?,
        confirmed: cells.get("confirmed")?,
        facts: cells.json("facts")?,
    })
}

impl FetchRows for SqliteLedger {
    async fn last_fetch(&mut self, url: &str) -> Result<Option<LastFetch>> {
        let select = query(
            "select id, source, facts, fetched, confirmed from acquisitions
             where url = $1 and fetched is not null order by fetched desc, id limit 1",
        )
        .bind(url);
        self.optional(select).await?.as_ref().map(last_of).transpose()
    }

    async fn confirm_fetch(&mut self, last: &LastFetch, url: &str, at: &str) -> Result<()> {
        let update =
            query("update acquisitions set confirmed = $4 where url = $1 and source = $2 and fetched = $3")
                .bind(url)
                .bind(last.source.as_str())
                .bind(&last.fetched)
                .bind(at);
        self.run(update).await.map(|_| ())
    }

    async fn insert_watch(&mut self, record: &WatchRecord) -> Result<bool> {
        let insert = query(
            "insert into watches (url, added, added_by, body) values ($1, $2, $3, $4) on conflict (url) do nothing",
        )
        .bind(&record.url)
        .bind(&record.added)
        .bind(&record.added_by)
        .bind(json("watches", &record.url, &record.watch)?);
        Ok(self.run(insert).await? > 0)
    }

    async fn put_watch(&mut self, url: &str, watch: &Watch) -> Result<()> {
        let update =
            query("update watches set body = $2 where url = $1").bind(url).bind(json("watches", url, watch)?);
        self.run(update).await.map(|_| ())
    }

    async fn delete_watch(&mut self, url: &str) -> Result<bool> {
        Ok(self.run(query("delete from watches where url = $1").bind(url)).await? > 0)
    }

    async fn watches(&mut self) -> Result<Vec<WatchRecord>> {
        let rows = self.all(query("select * from watches order by added, url")).await?;
        rows.iter().map(watch_of).collect()
    }

    async fn watch_item(&mut self, watch: &str, item: &str) -> Result<Option<Option<i64>>> {
        let select = query("select item, tries, settled from watch_items where watch = $1 and item = $2")
            .bind(watch)
            .bind(item);
        let row = self.optional(select).await?;
        let read = |row: &SqliteRow| {
            let cells = Cells::new("watch_items", row, "item");
            let settled: i64 = cells.get("settled")?;
            Ok((settled == 0).then_some(cells.get("tries")?))
        };
        row.as_ref().map(read).transpose()
    }

    async fn put_watch_item(&mut self, watch: &str, item: &str, tries: i64, settled: bool) -> Result<()> {
        let upsert = query(
            "insert into watch_items (watch, item, tries, settled) values ($1, $2, $3, $4)
             on conflict (watch, item) do update set tries = excluded.tries, settled = excluded.settled",
        )
        .bind(watch)
        .bind(item)
        .bind(tries)
        .bind(i64::from(settled));
        self.run(upsert).await.map(|_| ())
    }

    async fn last_list_fetch(&mut self, list: &str, file: &str) -> Result<Option<ListFetch>> {
        let select =
            query("select * from list_fetches where list = $1 and file = $2 order by fetched desc limit 1")
                .bind(list)
                .bind(file);
        self.optional(select).await?.as_ref().map(list_fetch_of).transpose()
    }

    async fn put_list_fetch(&mut self, list: &str, fetch: &ListFetch) -> Result<()> {
        let upsert = query(
            "insert into list_fetches (list, file, sha256, fetched, confirmed, facts) values ($1, $2, $3, $4, $5, $6)
             on conflict (list, file, fetched) do update set confirmed = excluded.confirmed",
        )
        .bind(list)
        .bind(&fetch.file)
        .bind(fetch.sha256.as_str())
        .bind(&fetch.fetched)
        .bind(&fetch.confirmed)
        .bind(json("list_fetches", list, &fetch.facts)?);
        self.run(upsert).await.map(|_| ())
    }
}
