//! Decisions about figures.

use super::sqlite::{Cells, SqliteLedger, SqliteRow, json};
use crate::Result;
use crate::blobs::sha256;
use model::FigureCorrection;
use sqlx::query;

/// Rows about figures.
pub(crate) trait FigureRows {
    async fn insert_figure_correction(&mut self, correction: &FigureCorrection) -> Result<()>;
    /// In the order in which they were made.
    async fn figure_corrections(&mut self) -> Result<Vec<FigureCorrection>>;
    /// Number and hash of each as it is stored, in order.
    async fn figure_correction_prints(&mut self) -> Result<Vec<(i64, String)>>;
}

impl FigureRows for SqliteLedger {
    async fn insert_figure_correction(&mut self, correction: &FigureCorrection) -> Result<()> {
        let key = correction.number.to_string();
        let insert = query("insert into figure_corrections (number, body) values ($1, $2)")
            .bind(correction.number)
            .bind(json("figure_corrections", &key, correction)?);
        self.run(insert).await.map(|_| ())
    }

    async fn figure_corrections(&mut self) -> Result<Vec<FigureCorrection>> {
        let rows = self.all(query("select * from figure_corrections order by number")).await?;
        let read = |row: &SqliteRow| Cells::new("figure_corrections", row, "number").json("body");
        rows.iter().map(read).collect()
    }

    async fn figure_correction_prints(&mut self) -> Result<Vec<(i64, String)>> {
        let rows = self.all(query("select * from figure_corrections order by number")).await?;
        let print = |row: &SqliteRow| {
            let cells = Cells::new("figure_corrections", row, "number");
            Ok((cells.get("number")?, sha256(cells.get::<&str>("body")?.as_bytes())))
        };
        rows.iter().map(print).collect()
    }
}
