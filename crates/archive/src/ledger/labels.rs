//! What people say of sources, and the searches they keep.

use super::claim_lines::{all_of, permitted};
use super::source_lines::{CATEGORY, TAG, counts};
use super::sqlite::{Cells, SqliteLedger, SqliteRow, json};
use crate::labels::{LabelCounts, LabelRecord, Labels, Newest, SavedSearch, ShortName};
use crate::{Error, Result};
use model::{Clearance, Sensitivity, SourceId, Zone};
use sqlx::query;
use std::collections::{BTreeMap, HashMap};

/// Rows about labels and kept searches.
pub(crate) trait LabelRows {
    async fn insert_label(&mut self, source: &SourceId, record: &LabelRecord) -> Result<()>;
    /// Oldest first.
    async fn labels_of(&mut self, source: &SourceId) -> Result<Vec<LabelRecord>>;
    /// Puts what the changes come to in the place of what is there.
    async fn set_labels(&mut self, source: &SourceId, labels: &Labels) -> Result<()>;
    /// What is there: tags with since when, and the category.
    async fn current_labels(
        &mut self,
        source: &SourceId,
    ) -> Result<(BTreeMap<ShortName, String>, Option<ShortName>)>;
    /// The tags of several sources at once, for each by name.
    async fn tags_of(&mut self, sources: &[SourceId]) -> Result<HashMap<SourceId, Vec<ShortName>>>;
    /// The number of the last change; zero where there is none.
    async fn last_label(&mut self) -> Result<i64>;
    async fn label_counts(&mut self, clearance: Clearance) -> Result<LabelCounts>;
    /// Newest first: id, sensitivity, since when. `zones` are those in which a claim counts for a region.
    async fn newest(
        &mut self,
        clearance: Clearance,
        which: &Newest,
        zones: &[Zone],
        offset: usize,
        limit: usize,
    ) -> Result<Vec<(SourceId, Sensitivity, String)>>;

    /// False where there is one of that name.
    async fn insert_search(&mut self, search: &SavedSearch) -> Result<bool>;
    /// By name.
    async fn searches(&mut self) -> Result<Vec<SavedSearch>>;
    /// False where there is none.
    async fn delete_search(&mut self, name: &ShortName) -> Result<bool>;
}

/// A limit or an offset as databases take it.
pub(super) fn bounded(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl LabelRows for SqliteLedger {
    async fn insert_label(&mut self, source: &SourceId, record: &LabelRecord) -> Result<()> {
        let insert = query("insert into labels (number, source, body) values ($1, $2, $3)")
            .bind(record.number)
            .bind(source.as_str())
            .bind(json("labels", source.as_str(), record)?);
        self.run(insert).await.map(|_| ())
    }

    async fn labels_of(&mut self, source: &SourceId) -> Result<Vec<LabelRecord>> {
        let select = query("select * from labels where source = $1 order by number").bind(source.as_str());
        let read = |row: &SqliteRow| Cells::new("labels", row, "number").json("body");
        self.all(select).await?.iter().map(read).collect()
    }

    async fn set_labels(&mut self, source: &SourceId, labels: &Labels) -> Result<()> {
        self.run(query("delete from source_tags where source = $1").bind(source.as_str())).await?;
        self.run(query("delete from source_categories where source = $1").bind(source.as_str())).await?;
        for (tag, since) in &labels.tags {
            let insert = query("insert into source_tags (tag, source, since) values ($1, $2, $3)")
                .bind(tag.as_str())
                .bind(source.as_str())
                .bind(since);
            self.run(insert).await?;
        }
        if let Some(category) = &labels.category {
            let insert = query("insert into source_categories (source, category) values ($1, $2)")
                .bind(source.as_str())
                .bind(category.as_str());
            self.run(insert).await?;
        }
        self.list_source(source).await
    }

    async fn current_labels(
        &mut self,
        source: &SourceId,
    ) -> Result<(BTreeMap<ShortName, String>, Option<ShortName>)> {
        let tags = query("select * from source_tags where source = $1").bind(source.as_str());
        let category = query("select * from source_categories where source = $1").bind(source.as_str());
        let mut labels = BTreeMap::new();
        for row in self.all(tags).await? {
            let cells = Cells::new("source_tags", &row, "source");
            labels.insert(cells.parse("tag")?, cells.get("since")?);
        }
        let category = self.optional(category).await?;
        let category = category.map(|row| Cells::new("source_categories", &row, "source").parse("category"));
        Ok((labels, category.transpose()?))
    }

    async fn tags_of(&mut self, sources: &[SourceId]) -> Result<HashMap<SourceId, Vec<ShortName>>> {
        let select = query(
            "select tag, source from source_tags where source in (select value from json_each($1)) order by tag",
        )
        .bind(json("source_tags", "several", &sources)?);
        let mut tags: HashMap<SourceId, Vec<ShortName>> = HashMap::new();
        for row in self.all(select).await? {
            let cells = Cells::new("source_tags", &row, "source");
            tags.entry(cells.parse("source")?).or_default().push(cells.parse("tag")?);
        }
        Ok(tags)
    }

    async fn last_label(&mut self) -> Result<i64> {
        let row =
            self.one(query("select 'last' as id, coalesce(max(number), 0) as number from labels")).await?;
        Cells::new("labels", &row, "id").get("number")
    }

    async fn label_counts(&mut self, clearance: Clearance) -> Result<LabelCounts> {
        let mut by = async |prefix| -> Result<Vec<(ShortName, u64)>> {
            let lists = self.count_lists(prefix, clearance).await?.into_iter();
            let damaged = |name: &str, reason: String| Error::DamagedRow {
                table: "source_lines",
                row: name.to_owned(),
                reason,
            };
            let named = |(name, number): (String, u64)| match name.parse() {
                Ok(parsed) => Ok((parsed, number)),
                Err(reason) => Err(damaged(&name, format!("{reason}"))),
            };
            lists.map(named).collect()
        };
        Ok(LabelCounts { tags: by(TAG).await?, categories: by(CATEGORY).await? })
    }

    async fn newest(
        &mut self,
        clearance: Clearance,
        which: &Newest,
        zones: &[Zone],
        offset: usize,
        limit: usize,
    ) -> Result<Vec<(SourceId, Sensitivity, String)>> {
        let (region, tag) = match which {
            Newest::All => (None, None),
            Newest::Tag(tag) => (None, Some(tag.as_str())),
            Newest::Region(place) => (Some(place.to_lowercase()), None),
        };
        let told = all_of([
            Some("line.place = $4".to_owned()),
            Some(counts("line", zones)),
            permitted("line.sensitivity", clearance),
        ]);
        let seen = all_of([permitted("line.sensitivity", clearance)]);
        let (tagged, from) = match which {
            Newest::All => ("''", "sources where".to_owned()),
            Newest::Tag(_) => (
                "source_tags.since",
                format!(
                    "source_lines as line cross join sources on sources.arrived = line.arrived
                     cross join source_tags on source_tags.tag = $1 and source_tags.source = sources.id
                     where line.list = '{TAG}' || $1 and {seen} and"
                ),
            ),
            Newest::Region(_) => (
                "''",
                format!(
                    "(select distinct line.arrived from claim_lines as line where {told}) as told
                     cross join sources on sources.arrived = told.arrived where"
                ),
            ),
        };
        // Times are text of one form, so the greater text is the later moment.
        let statement = format!(
            "select id, sensitivity, case when tagged > moved then tagged else moved end as since from (
                 select sources.id, sources.sensitivity, {tagged} as tagged,
                        case when coalesce(sensitivity_since, '') > first_acquired then sensitivity_since
                             else first_acquired end as moved
                 from {from} {}
             ) as changed order by since desc, id limit $2 offset $3",
            all_of([permitted("sources.sensitivity", clearance)])
        );
        let select = query(sqlx::AssertSqlSafe(statement))
            .bind(tag)
            .bind(bounded(limit))
            .bind(bounded(offset))
            .bind(region);
        let read = |row: &SqliteRow| {
            let cells = Cells::new("sources", row, "id");
            Ok((cells.parse("id")?, cells.parse("sensitivity")?, cells.get("since")?))
        };
        self.all(select).await?.iter().map(read).collect()
    }

    async fn insert_search(&mut self, search: &SavedSearch) -> Result<bool> {
        let insert =
            query("insert into saved_searches (name, body) values ($1, $2) on conflict (name) do nothing")
                .bind(search.name.as_str())
                .bind(json("saved_searches", search.name.as_str(), search)?);
        Ok(self.run(insert).await? > 0)
    }

    async fn searches(&mut self) -> Result<Vec<SavedSearch>> {
        let rows = self.all(query("select * from saved_searches order by name")).await?;
        rows.iter().map(|row: &SqliteRow| Cells::new("saved_searches", row, "name").json("body")).collect()
    }

    async fn delete_search(&mut self, name: &ShortName) -> Result<bool> {
        let delete = query("delete from saved_searches where name = $1").bind(name.as_str());
        Ok(self.run(delete).await? > 0)
    }
}
