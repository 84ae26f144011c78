//! Documents: what reading made of sources.

use super::claim_lines::{all_of, permitted};
use super::sqlite::{Cells, SqliteLedger, SqliteRow, json};
use crate::{DocumentRecord, DocumentSummary, Result};
use model::{Clearance, Document, DocumentId, Metadata, Sensitivity, SourceId};
use sqlx::query;
use std::collections::HashMap;

/// Rows about documents.
pub(crate) trait DocumentRows {
    /// Replaces the document of the same source and context, and drops that one's claims.
    async fn put_document(&mut self, record: &DocumentRecord, generation: i64) -> Result<()>;
    /// Keeps the signature of a document's wording.
    async fn put_signature(&mut self, id: &DocumentId, body: &str) -> Result<()>;
    /// Up to `limit` of the documents whose source may be seen, in order of document, those behind `after`.
    async fn signatures(
        &mut self,
        clearance: Clearance,
        after: Option<&DocumentId>,
        limit: u32,
    ) -> Result<Vec<(DocumentId, String)>>;
    /// With the sensitivity of its source.
    async fn document(&mut self, id: &DocumentId) -> Result<Option<(DocumentRecord, Sensitivity)>>;
    /// Ordered by context.
    async fn documents_of(&mut self, source: &SourceId) -> Result<Vec<DocumentRecord>>;
    /// Of the first by context.
    async fn metadata_of(&mut self, source: &SourceId) -> Result<Option<Metadata>>;
    /// Ordered by context.
    async fn summaries_of(&mut self, source: &SourceId) -> Result<Vec<DocumentSummary>>;
    /// Of several sources at once, for each ordered by context, each with its metadata.
    async fn summaries_of_each(
        &mut self,
        sources: &[SourceId],
    ) -> Result<HashMap<SourceId, Vec<(DocumentSummary, Metadata)>>>;
    /// Up to `limit` documents of a later generation, in order of generation.
    async fn documents_after(&mut self, generation: i64, limit: u32) -> Result<Vec<(DocumentId, i64)>>;
}

fn record_of(row: &SqliteRow) -> Result<DocumentRecord> {
    let cells = Cells::new("documents", row, "id");
    Ok(DocumentRecord {
        id: cells.parse("id")?,
        source: cells.parse("source")?,
        context: cells.get("context")?,
        reader_version: cells.get("reader_version")?,
        document: Document {
            media_type: cells.get("media_type")?,
            status: cells.parse("status")?,
            reason: cells.get("reason")?,
            text: cells.get("text")?,
            zones: cells.json("zones")?,
            metadata: cells.json("metadata")?,
        },
    })
}

fn summary_of(row: &SqliteRow) -> Result<(DocumentSummary, Metadata)> {
    let cells = Cells::new("documents", row, "id");
    let metadata: Metadata = cells.json("metadata")?;
    let summary = DocumentSummary {
        id: cells.parse("id")?,
        context: cells.get("context")?,
        reader_version: cells.get("reader_version")?,
        status: cells.parse("status")?,
        reason: cells.get("reason")?,
        title: metadata.title.clone(),
        language: metadata.language.clone(),
        published: metadata.published.clone().map(String::from),
        words: u64::try_from(cells.get::<i64>("words")?).map_err(|error| cells.damaged(error))?,
        claims: u64::try_from(cells.get::<i64>("claim_count")?).map_err(|error| cells.damaged(error))?,
    };
    Ok((summary, metadata))
}

impl DocumentRows for SqliteLedger {
    async fn put_document(&mut self, record: &DocumentRecord, generation: i64) -> Result<()> {
        let delete = query("delete from documents where source = $1 and context = $2")
            .bind(record.source.as_str())
            .bind(&record.context);
        self.run(delete).await?;
        let key = record.id.as_str();
        let document = &record.document;
        let insert = query(
            "insert into documents (id, source, context, reader_version, media_type, status, reason, text, zones,
                                    metadata, words, generation, title, language, published)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        )
        .bind(key)
        .bind(record.source.as_str())
        .bind(&record.context)
        .bind(&record.reader_version)
        .bind(&document.media_type)
        .bind(document.status.as_str())
        .bind(&document.reason)
        .bind(&document.text)
        .bind(json("documents", key, &document.zones)?)
        .bind(json("documents", key, &document.metadata)?)
        .bind(i64::try_from(document.words()).unwrap_or(i64::MAX))
        .bind(generation)
        .bind(&document.metadata.title)
        .bind(&document.metadata.language)
        .bind(document.metadata.published.as_ref().map(ToString::to_string));
        self.run(insert).await?;
        self.list_source(&record.source).await
    }

    async fn put_signature(&mut self, id: &DocumentId, body: &str) -> Result<()> {
        let upsert = query(
            "insert into signatures (document, body) values ($1, $2) on conflict (document) do update set body = excluded.body",
        )
        .bind(id.as_str())
        .bind(body);
        self.run(upsert).await.map(|_| ())
    }

    async fn signatures(
        &mut self,
        clearance: Clearance,
        after: Option<&DocumentId>,
        limit: u32,
    ) -> Result<Vec<(DocumentId, String)>> {
        let statement = format!(
            "select signatures.document, signatures.body from signatures
             join documents on documents.id = signatures.document
             join sources on sources.id = documents.source
             where signatures.document > $1 and {} order by signatures.document limit $2",
            all_of([permitted("sources.sensitivity", clearance)])
        );
        let select = query(sqlx::AssertSqlSafe(statement))
            .bind(after.map_or("", DocumentId::as_str))
            .bind(i64::from(limit));
        let read = |row: &SqliteRow| {
            let cells = Cells::new("signatures", row, "document");
            Ok((cells.parse("document")?, cells.get("body")?))
        };
        self.all(select).await?.iter().map(read).collect()
    }

    async fn document(&mut self, id: &DocumentId) -> Result<Option<(DocumentRecord, Sensitivity)>> {
        let select = query(
            "select documents.*, sources.sensitivity from documents join sources on sources.id = documents.source
             where documents.id = $1",
        )
        .bind(id.as_str());
        let row = self.optional(select).await?;
        let read =
            |row: &SqliteRow| Ok((record_of(row)?, Cells::new("documents", row, "id").parse("sensitivity")?));
        row.as_ref().map(read).transpose()
    }

    async fn documents_of(&mut self, source: &SourceId) -> Result<Vec<DocumentRecord>> {
        let select =
            query("select * from documents where source = $1 order by context").bind(source.as_str());
        self.all(select).await?.iter().map(record_of).collect()
    }

    async fn metadata_of(&mut self, source: &SourceId) -> Result<Option<Metadata>> {
        let select = query("select id, metadata from documents where source = $1 order by context limit 1")
            .bind(source.as_str());
        let row = self.optional(select).await?;
        row.as_ref().map(|row| Cells::new("documents", row, "id").json("metadata")).transpose()
    }

    async fn summaries_of(&mut self, source: &SourceId) -> Result<Vec<DocumentSummary>> {
        let mut found = self.summaries_of_each(std::slice::from_ref(source)).await?;
        let summaries = found.remove(source).unwrap_or_default().into_iter();
        Ok(summaries.map(|(summary, _)| summary).collect())
    }

    async fn summaries_of_each(
        &mut self,
        sources: &[SourceId],
    ) -> Result<HashMap<SourceId, Vec<(DocumentSummary, Metadata)>>> {
        let select = query(
            "select id, source, context, reader_version, status, reason, metadata, words,
                    (select count(*) from claims where document = documents.id) as claim_count
             from documents where source in (select value from json_each($1)) order by context",
        )
        .bind(json("documents", "several", &sources)?);
        let mut found: HashMap<SourceId, Vec<(DocumentSummary, Metadata)>> = HashMap::new();
        for row in self.all(select).await? {
            let source = Cells::new("documents", &row, "id").parse("source")?;
            found.entry(source).or_default().push(summary_of(&row)?);
        }
        Ok(found)
    }

    async fn documents_after(&mut self, generation: i64, limit: u32) -> Result<Vec<(DocumentId, i64)>> {
        let select = query(
            "select id, generation from documents where generation > $1 order by generation, id limit $2",
        )
        .bind(generation)
        .bind(limit);
        let read = |row: &SqliteRow| {
            let cells = Cells::new("documents", row, "id");
            Ok((cells.parse("id")?, cells.get("generation")?))
        };
        self.all(select).await?.iter().map(read).collect()
    }
}
