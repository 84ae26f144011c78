//! Fingerprints: SHA-256 over rows as they are stored, for the audit log and for checking against it.
//!
//! They cover the stored text of a row, not what this version reads out of it, so that a later version with more
//! fields comes to the same hash.

use super::sqlite::{Cells, Query, SqliteLedger};
use crate::Result;
use crate::blobs::sha256;
use model::{DocumentId, SourceId, hex};
use sha2::{Digest, Sha256};
use sqlx::query;

/// The fingerprint of a row that has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Print {
    pub(crate) id: String,
    pub(crate) hash: String,
}

/// Rows as hashes.
pub(crate) trait PrintRows {
    /// Of every source in the clear, in order; also of those whose rows do not read.
    async fn source_ids(&mut self) -> Result<Vec<String>>;
    /// Of each document of a source: its text and all that was read with it.
    async fn document_prints(&mut self, source: &SourceId) -> Result<Vec<Print>>;
    /// Of each claim of a document, in order.
    async fn claim_prints(&mut self, document: &DocumentId) -> Result<Vec<Print>>;
    /// Of the body of each review of a source, oldest first.
    async fn review_prints(&mut self, source: &SourceId) -> Result<Vec<Print>>;
    /// Of the body of each change of a source's labels, oldest first.
    async fn label_prints(&mut self, source: &SourceId) -> Result<Vec<Print>>;
}

/// One hash of a list: its ids and hashes in order.
pub(crate) fn of_list<'p>(prints: impl Iterator<Item = &'p Print>) -> String {
    let mut hasher = Sha256::new();
    for print in prints {
        field(&mut hasher, Some(&print.id));
        field(&mut hasher, Some(&print.hash));
    }
    hex(&hasher.finalize())
}

/// Each text stands behind its length, so that nothing can move from one field to the next.
fn field(hasher: &mut Sha256, text: Option<&str>) {
    let length = text.map_or(u64::MAX, |text| text.len() as u64);
    hasher.update(length.to_le_bytes());
    hasher.update(text.unwrap_or_default().as_bytes());
}

fn of_columns(cells: &Cells<'_>, columns: &[&str]) -> Result<String> {
    let mut hasher = Sha256::new();
    for column in columns {
        field(&mut hasher, cells.get::<Option<&str>>(column)?);
    }
    Ok(hex(&hasher.finalize()))
}

impl SqliteLedger {
    /// Of the `body` of each row that a statement gives with its `id`.
    async fn body_prints(&mut self, table: &'static str, select: Query<'_>) -> Result<Vec<Print>> {
        let rows = self.all(select).await?;
        let print = |row| {
            let cells = Cells::new(table, row, "id");
            Ok(Print { id: cells.get("id")?, hash: sha256(cells.get::<&str>("body")?.as_bytes()) })
        };
        rows.iter().map(print).collect()
    }
}

impl PrintRows for SqliteLedger {
    async fn source_ids(&mut self) -> Result<Vec<String>> {
        let rows = self.all(query("select id from sources order by id")).await?;
        rows.iter().map(|row| Cells::new("sources", row, "id").get("id")).collect()
    }

    async fn document_prints(&mut self, source: &SourceId) -> Result<Vec<Print>> {
        let columns =
            ["context", "reader_version", "media_type", "status", "reason", "text", "zones", "metadata"];
        let select =
            query("select * from documents where source = $1 order by context").bind(source.as_str());
        let rows = self.all(select).await?;
        let print = |row| {
            let cells = Cells::new("documents", row, "id");
            Ok(Print { id: cells.get("id")?, hash: of_columns(&cells, &columns)? })
        };
        rows.iter().map(print).collect()
    }

    async fn claim_prints(&mut self, document: &DocumentId) -> Result<Vec<Print>> {
        let columns = ["source", "kind", "zone", "rule", "place", "bound_to_text", "body"];
        let select = query(
            "select id, source, kind, zone, rule, cast(position as text) as place,
                    cast(anchored as text) as bound_to_text, body
             from claims where document = $1 order by position, id",
        )
        .bind(document.as_str());
        let rows = self.all(select).await?;
        let print = |row| {
            let cells = Cells::new("claims", row, "id");
            Ok(Print { id: cells.get("id")?, hash: of_columns(&cells, &columns)? })
        };
        rows.iter().map(print).collect()
    }

    async fn review_prints(&mut self, source: &SourceId) -> Result<Vec<Print>> {
        let select =
            query("select id, body from reviews where source = $1 order by sequence").bind(source.as_str());
        self.body_prints("reviews", select).await
    }

    async fn label_prints(&mut self, source: &SourceId) -> Result<Vec<Print>> {
        let select = query(
            "select cast(number as text) as id, body from labels where source = $1 order by labels.number",
        )
        .bind(source.as_str());
        self.body_prints("labels", select).await
    }
}
