//! What a migration leaves to do: words and years of lists, which a database cannot make by its own means.

use super::claim_lines::{ALL, as_looked_for, years};
use super::sqlite::{Cells, SqliteLedger};
use super::upkeep::Upkeep;
use crate::Result;
use model::{Claim, SourceId};
use sqlx::query;

/// Set once lists are complete.
const LISTED: &str = "listed";
/// Claims in memory at once.
const AT_ONCE: usize = 1_024;

impl SqliteLedger {
    /// Completes the lists of a ledger that an older version made; the others are complete already.
    pub(super) async fn complete_lists(&mut self) -> Result<()> {
        if self.meta(LISTED).await?.is_some() {
            return Ok(());
        }
        self.begin().await?;
        let outcome = self.list_everything().await;
        match outcome {
            Ok(()) => self.commit().await,
            Err(error) => {
                // Some errors end the transaction by themselves; the first error is the one to tell.
                let _ = self.rollback().await;
                Err(error)
            }
        }
    }

    async fn list_everything(&mut self) -> Result<()> {
        let mut behind = (String::new(), String::new());
        loop {
            let select = query(
                "select claims.document, claims.id, body, time from claims
                 join claim_lines on claim_lines.document = claims.document and claim = claims.id and place = $4
                 where (claims.document, claims.id) > ($1, $2) order by claims.document, claims.id limit $3",
            )
            .bind(behind.0.clone())
            .bind(behind.1.clone())
            .bind(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
            .bind(ALL);
            let rows = self.all(select).await?;
            for row in &rows {
                let cells = Cells::new("claims", row, "id");
                behind = (cells.get("document")?, cells.get("id")?);
                // A row that is damaged is told of where it is read; it must not keep the others away.
                let Ok(claim) = cells.json::<Claim>("body") else { continue };
                let time: Option<String> = cells.get("time")?;
                let years = time.and_then(|time| time.parse().ok()).map(|time| years(&time));
                let update = query(
                    "update claim_lines set first_year = $3, last_year = $4, words = case place when $5 then $6 end
                     where document = $1 and claim = $2",
                )
                .bind(behind.0.clone())
                .bind(behind.1.clone())
                .bind(years.map(|(first, _)| first))
                .bind(years.map(|(_, last)| last))
                .bind(ALL)
                .bind(as_looked_for(&claim.passage.exact));
                self.run(update).await?;
            }
            if rows.len() < AT_ONCE {
                break;
            }
        }
        for row in self.all(query("select id from sources")).await? {
            let Ok(id) = Cells::new("sources", &row, "id").parse::<SourceId>("id") else { continue };
            self.list_source(&id).await?;
        }
        self.set_meta(LISTED, "1").await
    }
}
