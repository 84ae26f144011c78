//! Sources in the clear, the ways they came, and the rows of sealed ones.

use super::claim_lines::{all_of, permitted};
use super::labels::bounded;
use super::source_lines::{LANGUAGE, LISTS_OF, Listing, MEDIA, YEAR, counts};
use super::sqlite::{Cells, SqliteLedger, SqliteRow, json};
use crate::{MediaFamily, Result, SourceCounts, SourceFilter};
use model::{Acquisition, AcquisitionRoute, Clearance, Sensitivity, Source, SourceId, Zone};
use sqlx::query;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

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
    /// `zones` are those in which a claim counts for a region.
    async fn source_counts(&mut self, clearance: Clearance, zones: &[Zone]) -> Result<SourceCounts>;
    async fn set_sensitivity(&mut self, id: &SourceId, sensitivity: Sensitivity, since: &str) -> Result<()>;
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
    /// Of several sources at once, in any order of these.
    async fn sources_of(&mut self, ids: &[SourceId]) -> Result<Vec<Source>>;
    /// Of several sources at once, for each oldest first.
    async fn acquisitions_of(&mut self, ids: &[SourceId]) -> Result<HashMap<SourceId, Vec<Acquisition>>>;
    /// Of the sources that came out of `parent`.
    async fn acquisitions_from(&mut self, parent: &SourceId) -> Result<Vec<Acquisition>>;
    async fn delete_acquisition(&mut self, acquisition: &Acquisition) -> Result<()>;

    async fn insert_sealed(&mut self, row: &SealedRow) -> Result<()>;
    async fn sealed(&mut self, id: &SourceId) -> Result<Option<SealedRow>>;
    /// Ordered by when they were sealed, then by id.
    async fn all_sealed(&mut self) -> Result<Vec<SealedRow>>;
    async fn count_sealed(&mut self) -> Result<u64>;
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

impl SqliteLedger {
    /// Puts a source into the lists it belongs to now, and out of the others.
    pub(super) async fn list_source(&mut self, id: &SourceId) -> Result<()> {
        self.unlist_source(id).await?;
        self.run(query(LISTS_OF).bind(id.as_str())).await?;
        let titles =
            query("select id, title from documents where source = $1 and title is not null order by context")
                .bind(id.as_str());
        let mut names = Vec::new();
        for row in self.all(titles).await? {
            names.push(Cells::new("documents", &row, "id").get::<String>("title")?);
        }
        names.extend(self.acquisitions(id).await?.iter().map(|way| way.route.label().to_owned()));
        let words = query(
            "insert into source_words (arrived, sensitivity, words) select arrived, sensitivity, $2 from sources where id = $1
             on conflict (arrived) do update set words = excluded.words, sensitivity = excluded.sensitivity",
        )
        .bind(id.as_str())
        .bind(names.join("\n").to_lowercase());
        self.run(words).await.map(|_| ())
    }

    /// The lists whose names begin with `prefix`, without it, each with the number of its sources, the longest first.
    pub(super) async fn count_lists(
        &mut self,
        prefix: &str,
        clearance: Clearance,
    ) -> Result<Vec<(String, u64)>> {
        let seen = all_of([permitted("sensitivity", clearance)]);
        // The greatest of all characters ends the names that begin so.
        let statement = format!(
            "select list, count(*) as number from source_lines
             where list > $1 and list < $1 || char(1114111) and {seen} group by list order by number desc, list"
        );
        let rows = self.all(query(sqlx::AssertSqlSafe(statement)).bind(prefix)).await?;
        let read = |row: &SqliteRow| {
            let cells = Cells::new("source_lines", row, "list");
            let list: &str = cells.get("list")?;
            Ok((list.strip_prefix(prefix).unwrap_or(list).to_owned(), cells.count("number")?))
        };
        rows.iter().map(read).collect()
    }

    async fn unlist_source(&mut self, id: &SourceId) -> Result<()> {
        for delete in [
            "delete from source_lines where arrived = (select arrived from sources where id = $1)",
            "delete from source_words where arrived = (select arrived from sources where id = $1)",
        ] {
            self.run(query(delete).bind(id.as_str())).await?;
        }
        Ok(())
    }
}

impl SourceRows for SqliteLedger {
    async fn insert_source(&mut self, source: &Source) -> Result<()> {
        let insert = query(
            "insert into sources (id, size, media_type, sensitivity, first_acquired, arrived)
             values ($1, $2, $3, $4, $5, $5 || ' ' || substr($1, 1, 16))",
        )
        .bind(source.id.as_str())
        .bind(i64::try_from(source.size).unwrap_or(i64::MAX))
        .bind(&source.media_type)
        .bind(source.sensitivity.as_str())
        .bind(&source.first_acquired);
        self.run(insert).await?;
        self.list_source(&source.id).await
    }

    async fn source(&mut self, id: &SourceId) -> Result<Option<Source>> {
        let select = query("select * from sources where id = $1").bind(id.as_str());
        self.optional(select).await?.as_ref().map(source_of).transpose()
    }

    async fn sources(&mut self, clearance: Clearance, filter: &SourceFilter) -> Result<Vec<Source>> {
        let listing = Listing::new(clearance, filter);
        let (statement, limit) = (listing.sources(), filter.limit.map_or(i64::MAX, bounded));
        let select = listing.bind(query(sqlx::AssertSqlSafe(statement)), limit, bounded(filter.offset));
        self.all(select).await?.iter().map(source_of).collect()
    }

    async fn count_sources(&mut self, clearance: Clearance, filter: &SourceFilter) -> Result<u64> {
        let listing = Listing::new(clearance, filter);
        let statement = listing.count();
        let row = self.one(listing.bind(query(sqlx::AssertSqlSafe(statement)), 0, 0)).await?;
        Cells::new("source_lines", &row, "number").count("number")
    }

    async fn source_counts(&mut self, clearance: Clearance, zones: &[Zone]) -> Result<SourceCounts> {
        let languages = self.count_lists(LANGUAGE, clearance).await?;
        let years = self.count_lists(YEAR, clearance).await?;
        let mut families: BTreeMap<MediaFamily, u64> = BTreeMap::new();
        for (media_type, number) in self.count_lists(MEDIA, clearance).await? {
            *families.entry(MediaFamily::of(&media_type)).or_default() += number;
        }
        let mut kinds: Vec<(MediaFamily, u64)> = families.into_iter().collect();
        kinds.sort_by_key(|(_, number)| Reverse(*number));
        // Countries have codes of two letters; other places are of no region.
        let conditions = all_of([Some(counts("line", zones)), permitted("line.sensitivity", clearance)]);
        let statement = format!(
            "select line.place as word, count(distinct line.arrived) as number from claim_lines as line
             where length(line.place) = 2 and line.place > '' and {conditions}
             group by line.place order by number desc, word"
        );
        let region = |row: &SqliteRow| {
            let cells = Cells::new("claim_lines", row, "word");
            Ok((cells.get::<String>("word")?.to_uppercase(), cells.count("number")?))
        };
        let regions = self.all(query(sqlx::AssertSqlSafe(statement))).await?;
        let regions = regions.iter().map(region).collect::<Result<_>>()?;
        Ok(SourceCounts { languages, years, kinds, regions })
    }

    async fn set_sensitivity(&mut self, id: &SourceId, sensitivity: Sensitivity, since: &str) -> Result<()> {
        let update = query("update sources set sensitivity = $2, sensitivity_since = $3 where id = $1")
            .bind(id.as_str())
            .bind(sensitivity.as_str())
            .bind(since);
        self.run(update).await?;
        let claims = query(
            "update claim_lines set sensitivity = $2 where document in (select id from documents where source = $1)",
        )
        .bind(id.as_str())
        .bind(sensitivity.as_str());
        self.run(claims).await?;
        self.list_source(id).await
    }

    async fn delete_source(&mut self, id: &SourceId) -> Result<()> {
        self.unlist_source(id).await?;
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
        self.run(insert).await?;
        self.list_source(&acquisition.source).await
    }

    async fn acquisitions(&mut self, source: &SourceId) -> Result<Vec<Acquisition>> {
        let select =
            query("select * from acquisitions where source = $1 order by acquired, id").bind(source.as_str());
        self.all(select).await?.iter().map(acquisition_of).collect()
    }

    async fn sources_of(&mut self, ids: &[SourceId]) -> Result<Vec<Source>> {
        let select = query("select * from sources where id in (select value from json_each($1))")
            .bind(json("sources", "several", &ids)?);
        self.all(select).await?.iter().map(source_of).collect()
    }

    async fn acquisitions_of(&mut self, ids: &[SourceId]) -> Result<HashMap<SourceId, Vec<Acquisition>>> {
        let select = query(
            "select * from acquisitions where source in (select value from json_each($1)) order by acquired, id",
        )
        .bind(json("acquisitions", "several", &ids)?);
        let mut ways: HashMap<SourceId, Vec<Acquisition>> = HashMap::new();
        for row in self.all(select).await? {
            let way = acquisition_of(&row)?;
            ways.entry(way.source.clone()).or_default().push(way);
        }
        Ok(ways)
    }

    async fn acquisitions_from(&mut self, parent: &SourceId) -> Result<Vec<Acquisition>> {
        let select =
            query("select * from acquisitions where parent = $1 order by source, id").bind(parent.as_str());
        self.all(select).await?.iter().map(acquisition_of).collect()
    }

    async fn delete_acquisition(&mut self, acquisition: &Acquisition) -> Result<()> {
        self.run(query("delete from acquisitions where id = $1").bind(acquisition.id.as_str())).await?;
        self.list_source(&acquisition.source).await
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

    async fn count_sealed(&mut self) -> Result<u64> {
        let row = self.one(query("select 'all' as id, count(*) as number from sealed")).await?;
        Cells::new("sealed", &row, "id").count("number")
    }

    async fn delete_sealed(&mut self, id: &SourceId) -> Result<()> {
        self.run(query("delete from sealed where id = $1").bind(id.as_str())).await.map(|_| ())
    }
}
