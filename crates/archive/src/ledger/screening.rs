//! Judgements, decisions and screenings: rows that are only ever added.

use super::sqlite::{Cells, SqliteLedger};
use crate::Result;
use serde::{Deserialize, Serialize};
use sqlx::query;

/// A row as it is stored, in the ledger or with a sealed source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScreeningRow {
    pub(crate) sequence: i64,
    /// `judgement`, `decision` or `screening`.
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) body: String,
}

/// Rows about screening.
pub(crate) trait ScreeningRows {
    async fn insert_screening_row(&mut self, row: &ScreeningRow) -> Result<()>;
    /// Of one kind, or of all, oldest first.
    async fn screening_rows(&mut self, kind: Option<&str>) -> Result<Vec<ScreeningRow>>;
    /// Takes one away that is sealed with its source.
    async fn delete_screening_row(&mut self, sequence: i64) -> Result<()>;
}

impl ScreeningRows for SqliteLedger {
    async fn insert_screening_row(&mut self, row: &ScreeningRow) -> Result<()> {
        let insert =
            query("insert into screening_records (sequence, kind, id, body) values ($1, $2, $3, $4)")
                .bind(row.sequence)
                .bind(&row.kind)
                .bind(&row.id)
                .bind(&row.body);
        self.run(insert).await.map(|_| ())
    }

    async fn screening_rows(&mut self, kind: Option<&str>) -> Result<Vec<ScreeningRow>> {
        let select = query("select * from screening_records where $1 is null or kind = $1 order by sequence")
            .bind(kind);
        let read = |row| {
            let cells = Cells::new("screening_records", row, "sequence");
            Ok(ScreeningRow {
                sequence: cells.get("sequence")?,
                kind: cells.get("kind")?,
                id: cells.get("id")?,
                body: cells.get("body")?,
            })
        };
        self.all(select).await?.iter().map(read).collect()
    }

    async fn delete_screening_row(&mut self, sequence: i64) -> Result<()> {
        let delete = query("delete from screening_records where sequence = $1").bind(sequence);
        self.run(delete).await.map(|_| ())
    }
}
