//! Sources in the clear, the ways they came, and the rows of sealed ones.

use super::claims::any_of;
use super::sqlite::{Cells, Query, SqliteLedger, SqliteRow, json};
use crate::{Result, SourceCounts, SourceFilter};
use model::{Acquisition, AcquisitionRoute, Clearance, Sensitivity, Source, SourceId};
use sqlx::query;

/// The row of a sealed source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SealedRow {
    pub(crate) id: SourceId,
    pub(crate) sealed_at: String,
    pub(crate) recipient: String,
    pub(crate) file_hash: String,
}

/// Tables whose ids people abbreviate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdTable {
    Sources,
    Sealed,
    Claims,
}

/// Rows about sources.
pub(crate) trait SourceRows {
    async fn insert_source(&mut self, source: &Source) -> Result<()>;
    async fn source(&mut self, id: &SourceId) -> Result<Option<Source>>;
    /// Ordered by when they first came, then by id.
    async fn sources(&mut self, clearance: Clearance, filter: &SourceFilter) -> Result<Vec<Source>>;
    /// Without offset and limit.
    async fn count_sources(&mut self, clearance: Clearance, filter: &SourceFilter) -> Result<u64>;
    async fn source_counts(&mut self, clearance: Clearance) -> Result<SourceCounts>;
    async fn set_sensitivity(&mut self, id: &SourceId, sensitivity: Sensitivity) -> Result<()>;
    /// With its acquisitions, documents, claims and reviews.
    async fn delete_source(&mut self, id: &SourceId) -> Result<()>;
    /// Up to `limit` different ids that begin with `prefix`, in order.
    async fn ids_beginning(&mut self, table: IdTable, prefix: &str, limit: u32) -> Result<Vec<String>>;

    async fn insert_acquisition(
        &mut self,
        acquisition: &Acquisition,
        parent: Option<&SourceId>,
    ) -> Result<()>;
    /// Oldest first.
    async fn acquisitions(&mut self, source: &SourceId) -> Result<Vec<Acquisition>>;
    /// Of the sources that came out of `parent`.
    async fn acquisitions_from(&mut self, parent: &SourceId) -> Result<Vec<Acquisition>>;
    async fn delete_acquisition(&mut self, acquisition: &Acquisition) -> Result<()>;

    async fn insert_sealed(&mut self, row: &SealedRow) -> Result<()>;
    async fn sealed(&mut self, id: &SourceId) -> Result<Option<SealedRow>>;
    /// Ordered by when they were sealed, then by id.
    async fn all_sealed(&mut self) -> Result<Vec<SealedRow>>;
    async fn delete_sealed(&mut self, id: &SourceId) -> Result<()>;
}

fn source_of(row: &SqliteRow) -> Result<Source> {
    let cells = Cells::new("sources", row, "id");
    let size: i64 = cells.get("size")?;
    Ok(Source {
        id: cells.parse("id")?,
        size: u64::try_from(size).map_err(|error| cells.damaged(error))?,
        media_type: cells.get("media_type")?,
        sensitivity: cells.parse("sensitivity")?,
        first_acquired: cells.get("first_acquired")?,
    })
}

fn acquisition_of(row: &SqliteRow) -> Result<Acquisition> {
    let cells = Cells::new("acquisitions", row, "id");
    Ok(Acquisition {
        id: cells.parse("id")?,
        source: cells.parse("source")?,
        route: cells.json("route")?,
        acquired: cells.get("acquired")?,
        tool_version: cells.get("tool_version")?,
        facts: cells.json("facts")?,
    })
}

fn sealed_of(row: &SqliteRow) -> Result<SealedRow> {
    let cells = Cells::new("sealed", row, "id");
    Ok(SealedRow {
        id: cells.parse("id")?,
        sealed_at: cells.get("sealed_at")?,
        recipient: cells.get("recipient")?,
        file_hash: cells.get("file_hash")?,
    })
}

/// Which sources a filter means; the parameters are those of [`filtered`].
const WHICH: &str = "$1 like '%,' || sensitivity || ',%'
       and ($2 is null or exists (select 1 from documents where source = sources.id and status = $2))
       and ($3 is null or exists (select 1 from documents where source = sources.id and language = $3))
       and ($4 is null or exists (select 1 from documents where source = sources.id and published like $4))
       and ($5 is null or exists (select 1 from documents where source = sources.id and title like $5 escape '!')
            or exists (select 1 from acquisitions where source = sources.id and route like $5 escape '!'))";

fn filtered<'q>(query: Query<'q>, clearance: Clearance, filter: &SourceFilter) -> Query<'q> {
    let permitted = clearance.permitted();
    let sensitivities =
        permitted.into_iter().filter(|one| filter.sensitivity.is_none_or(|wanted| wanted == *one));
    let sensitivities: Vec<Sensitivity> = sensitivities.collect();
    query
        .bind(any_of(&sensitivities, Sensitivity::as_str).unwrap_or_default())
        .bind(filter.status.map(model::DocumentStatus::as_str))
        .bind(filter.language.clone())
        .bind(filter.year.map(|year| format!("{year:04}%")))
        .bind(filter.text.as_deref().map(containing))
}

/// A pattern of `like` for texts with `words` in them, escaped with `!`.
fn containing(words: &str) -> String {
    let mut pattern = "%".to_owned();
    for character in words.trim().chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

impl SourceRows for SqliteLedger {
    async fn insert_source(&mut self, source: &Source) -> Result<()> {
        let insert = query(
            "insert into sources (id, size, media_type, sensitivity, first_acquired) values ($1, $2, $3, $4, $5)",
        )
        .bind(source.id.as_str())
        .bind(i64::try_from(source.size).unwrap_or(i64::MAX))
        .bind(&source.media_type)
        .bind(source.sensitivity.as_str())
        .bind(&source.first_acquired);
        self.run(insert).await.map(|_| ())
    }

    async fn source(&mut self, id: &SourceId) -> Result<Option<Source>> {
        let select = query("select * from sources where id = $1").bind(id.as_str());
        self.optional(select).await?.as_ref().map(source_of).transpose()
    }

    async fn sources(&mut self, clearance: Clearance, filter: &SourceFilter) -> Result<Vec<Source>> {
        let order = if filter.latest_first { "first_acquired desc, id desc" } else { "first_acquired, id" };
        let statement = format!("select * from sources where {WHICH} order by {order} limit $6 offset $7");
        let select = filtered(query(sqlx::AssertSqlSafe(statement)), clearance, filter)
            .bind(filter.limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX)))
            .bind(i64::try_from(filter.offset).unwrap_or(i64::MAX));
        self.all(select).await?.iter().map(source_of).collect()
    }

    async fn count_sources(&mut self, clearance: Clearance, filter: &SourceFilter) -> Result<u64> {
        let statement = format!("select count(*) as number from sources where {WHICH}");
        let rows = self.all(filtered(query(sqlx::AssertSqlSafe(statement)), clearance, filter)).await?;
        rows.first().map_or(Ok(0), |row| Cells::new("sources", row, "number").count("number"))
    }

    async fn source_counts(&mut self, clearance: Clearance) -> Result<SourceCounts> {
        let mut by = async |what: &str| -> Result<Vec<(String, u64)>> {
            let statement = format!(
                "select {what} as word, count(distinct source) as number from documents
                 join sources on sources.id = documents.source
                 where {what} is not null and $1 like '%,' || sensitivity || ',%'
                 group by {what} order by number desc, word"
            );
            let select = query(sqlx::AssertSqlSafe(statement))
                .bind(any_of(&clearance.permitted(), Sensitivity::as_str));
            let word = |row: &SqliteRow| {
                let cells = Cells::new("documents", row, "word");
                Ok((cells.get("word")?, cells.count("number")?))
            };
            self.all(select).await?.iter().map(word).collect()
        };
        Ok(SourceCounts { languages: by("language").await?, years: by("substr(published, 1, 4)").await? })
    }

    async fn set_sensitivity(&mut self, id: &SourceId, sensitivity: Sensitivity) -> Result<()> {
        let update = query("update sources set sensitivity = $2 where id = $1")
            .bind(id.as_str())
            .bind(sensitivity.as_str());
        self.run(update).await.map(|_| ())
    }

    async fn delete_source(&mut self, id: &SourceId) -> Result<()> {
        self.run(query("delete from sources where id = $1").bind(id.as_str())).await.map(|_| ())
    }

    async fn ids_beginning(&mut self, table: IdTable, prefix: &str, limit: u32) -> Result<Vec<String>> {
        let select = match table {
            IdTable::Sources => {
                query("select id from sources where id >= $1 and id < $2 order by id limit $3")
            }
            IdTable::Sealed => query("select id from sealed where id >= $1 and id < $2 order by id limit $3"),
            IdTable::Claims => {
                query("select distinct id from claims where id >= $1 and id < $2 order by id limit $3")
            }
        };
        // Ids are hexadecimal, and `g` follows `f`.
        let rows = self.all(select.bind(prefix).bind(format!("{prefix}g")).bind(limit)).await?;
        rows.iter().map(|row| Cells::new("ids", row, "id").get("id")).collect()
    }

    async fn insert_acquisition(
        &mut self,
        acquisition: &Acquisition,
        parent: Option<&SourceId>,
    ) -> Result<()> {
        let route = json("acquisitions", acquisition.id.as_str(), &acquisition.route)?;
        let facts = json("acquisitions", acquisition.id.as_str(), &acquisition.facts)?;
        let (url, fetched) = match &acquisition.route {
            AcquisitionRoute::Url { url, fetched } => (Some(url), fetched.as_ref()),
            _ => (None, None),
        };
        let insert = query(
            "insert into acquisitions (id, source, route, parent, acquired, tool_version, facts, url, fetched)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(acquisition.id.as_str())
        .bind(acquisition.source.as_str())
        .bind(route)
        .bind(parent.map(SourceId::as_str))
        .bind(&acquisition.acquired)
        .bind(&acquisition.tool_version)
        .bind(facts)
        .bind(url)
        .bind(fetched);
        self.run(insert).await.map(|_| ())
    }

    async fn acquisitions(&mut self, source: &SourceId) -> Result<Vec<Acquisition>> {
        let select =
            query("select * from acquisitions where source = $1 order by acquired, id").bind(source.as_str());
        self.all(select).await?.iter().map(acquisition_of).collect()
    }

    async fn acquisitions_from(&mut self, parent: &SourceId) -> Result<Vec<Acquisition>> {
        let select =
            query("select * from acquisitions where parent = $1 order by source, id").bind(parent.as_str());
        self.all(select).await?.iter().map(acquisition_of).collect()
    }

    async fn delete_acquisition(&mut self, acquisition: &Acquisition) -> Result<()> {
        self.run(query("delete from acquisitions where id = $1").bind(acquisition.id.as_str()))
            .await
            .map(|_| ())
    }

    async fn insert_sealed(&mut self, row: &SealedRow) -> Result<()> {
        let insert =
            query("insert into sealed (id, sealed_at, recipient, file_hash) values ($1, $2, $3, $4)")
                .bind(row.id.as_str())
                .bind(&row.sealed_at)
                .bind(&row.recipient)
                .bind(&row.file_hash);
        self.run(insert).await.map(|_| ())
    }

    async fn sealed(&mut self, id: &SourceId) -> Result<Option<SealedRow>> {
        let select = query("select * from sealed where id = $1").bind(id.as_str());
        self.optional(select).await?.as_ref().map(sealed_of).transpose()
    }

    async fn all_sealed(&mut self) -> Result<Vec<SealedRow>> {
        let select = query("select * from sealed order by sealed_at, id");
        self.all(select).await?.iter().map(sealed_of).collect()
    }

    async fn delete_sealed(&mut self, id: &SourceId) -> Result<()> {
        self.run(query("delete from sealed where id = $1").bind(id.as_str())).await.map(|_| ())
    }
}
