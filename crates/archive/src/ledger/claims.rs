//! Claims and reviews.

use super::claim_lines::{ALL, Cursor, Keys, Listing, Part, Window, all_of, permitted};
use super::labels::bounded;
use super::sqlite::{Cells, SqliteLedger, SqliteRow, json};
use crate::types::StoredReview;
use crate::{ClaimCounts, ClaimFilter, ClaimKey, ClaimOrder, Result};
use model::{Claim, ClaimId, Clearance, DocumentId, ReviewId, ReviewState, Sensitivity, SourceId};
use serde::{Deserialize, Serialize};
use sqlx::query;

/// A claim with the columns beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredClaim {
    pub(crate) claim: Claim,
    pub(crate) source: SourceId,
    pub(crate) document: DocumentId,
    pub(crate) state: ReviewState,
    pub(crate) anchored: bool,
}

/// Rows about claims and reviews.
pub(crate) trait ClaimRows {
    async fn insert_claim(&mut self, claim: &StoredClaim) -> Result<()>;
    /// A window in the filter's order, whatever the filter says of one; and where it ends, for a list by source.
    async fn claims(
        &mut self,
        clearance: Clearance,
        filter: &ClaimFilter,
        window: &Window,
    ) -> Result<(Vec<(StoredClaim, Sensitivity)>, Option<Cursor>)>;
    /// Without offset and limit.
    async fn count_claims(&mut self, clearance: Clearance, filter: &ClaimFilter) -> Result<u64>;
    async fn claim_counts(&mut self, clearance: Clearance) -> Result<ClaimCounts>;
    /// In each document that has it.
    async fn claim(&mut self, id: &ClaimId) -> Result<Vec<(StoredClaim, Sensitivity)>>;
    async fn claims_of(&mut self, source: &SourceId) -> Result<Vec<StoredClaim>>;
    async fn set_claim_state(&mut self, source: &SourceId, id: &ClaimId, state: ReviewState) -> Result<()>;
    /// Puts a claim where it stands as given here.
    async fn set_claim_order(&mut self, source: &SourceId, claim: &Claim) -> Result<()>;

    async fn insert_review(&mut self, source: &SourceId, review: &StoredReview) -> Result<()>;
    /// Oldest first.
    async fn reviews_of(&mut self, source: &SourceId) -> Result<Vec<StoredReview>>;
    async fn bind_review(&mut self, id: &ReviewId, bound: Option<&ClaimId>) -> Result<()>;
    /// Oldest first.
    async fn orphans(&mut self, clearance: Clearance) -> Result<Vec<(StoredReview, Sensitivity)>>;
}

fn claim_of(row: &SqliteRow) -> Result<StoredClaim> {
    let cells = Cells::new("claims", row, "id");
    Ok(StoredClaim {
        claim: cells.json("body")?,
        source: cells.parse("source")?,
        document: cells.parse("document")?,
        state: cells.parse("state")?,
        anchored: cells.get::<i64>("anchored")? != 0,
    })
}

fn claim_with_sensitivity(row: &SqliteRow) -> Result<(StoredClaim, Sensitivity)> {
    Ok((claim_of(row)?, Cells::new("claims", row, "id").parse("sensitivity")?))
}

fn review_of(row: &SqliteRow) -> Result<StoredReview> {
    let cells = Cells::new("reviews", row, "id");
    let bound: Option<String> = cells.get("bound")?;
    Ok(StoredReview {
        sequence: cells.get("sequence")?,
        review: cells.json("body")?,
        bound: bound.map(|id| id.parse()).transpose().map_err(|error| cells.damaged(error))?,
    })
}

fn counted<T>(rows: &[SqliteRow], word: impl Fn(&Cells<'_>) -> Result<T>) -> Result<Vec<(T, u64)>> {
    let read = |row| {
        let cells = Cells::new("claims", row, "word");
        Ok((word(&cells)?, cells.count("number")?))
    };
    rows.iter().map(read).collect()
}

impl SqliteLedger {
    /// Puts a claim into the lists it belongs to, as its corrections leave it.
    async fn list_claim(&mut self, document: &DocumentId, claim: &Claim) -> Result<()> {
        let keys = Keys::of(claim);
        for place in keys.places.iter().map(String::as_str).chain([ALL]) {
            let insert = query(
                "insert into claim_lines (place, arrived, position, claim, document, kind, zone, state, sensitivity,
                                          first_place, time, first_year, last_year, value, measure, published, words)
                 select $3, sources.arrived, claims.position, claims.id, claims.document, claims.kind, claims.zone, claims.state,
                        sources.sensitivity, $4, $5, $6, $7, $8, $9, documents.published, $10
                 from claims join documents on documents.id = claims.document join sources on sources.id = claims.source
                 where claims.document = $1 and claims.id = $2",
            )
            .bind(document.as_str())
            .bind(claim.id.as_str())
            .bind(place)
            .bind(&keys.first_place)
            .bind(&keys.time)
            .bind(keys.years.map(|(first, _)| first))
            .bind(keys.years.map(|(_, last)| last))
            .bind(keys.value)
            .bind(keys.measure)
            .bind((place == ALL).then_some(&keys.words));
            self.run(insert).await?;
        }
        Ok(())
    }

    /// The parts of a list that is put in order by places, each with the number of its claims.
    async fn parts_by_place(
        &mut self,
        listing: &Listing<'_>,
        order: &ClaimOrder,
    ) -> Result<Vec<(Part, Option<u64>)>> {
        let statement = listing.places();
        let counts = listing.bind(query(sqlx::AssertSqlSafe(statement)), &Part::Said, 0, 0);
        let mut counts: Vec<(String, u64)> =
            counted(&self.all(counts).await?, |cells| cells.get::<String>("word"))?;
        let called = |place: &String| order.names.get(place).unwrap_or(place).clone();
        counts.sort_by_cached_key(|(place, _)| (called(place), place.clone()));
        if order.descending {
            counts.reverse();
        }
        let places = counts.into_iter().map(|(place, number)| (Part::At(place), Some(number)));
        Ok(places.chain([(Part::Unsaid, None)]).collect())
    }

    async fn count_part(&mut self, listing: &Listing<'_>, part: &Part) -> Result<u64> {
        let statement = listing.count(part);
        let row = self.one(listing.bind(query(sqlx::AssertSqlSafe(statement)), part, 0, 0)).await?;
        Cells::new("claim_lines", &row, "number").count("number")
    }
}

impl ClaimRows for SqliteLedger {
    async fn insert_claim(&mut self, stored: &StoredClaim) -> Result<()> {
        let claim = &stored.claim;
        let key = claim.id.as_str();
        let insert = query(
            "insert into claims (document, id, source, kind, zone, rule, position, state, anchored, body)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(stored.document.as_str())
        .bind(key)
        .bind(stored.source.as_str())
        .bind(claim.kind.as_str())
        .bind(claim.zone.as_str())
        .bind(claim.rule.as_str())
        .bind(i64::try_from(claim.passage.start).unwrap_or(i64::MAX))
        .bind(stored.state.as_str())
        .bind(i64::from(stored.anchored))
        .bind(json("claims", key, claim)?);
        self.run(insert).await?;
        self.list_claim(&stored.document, claim).await
    }

    async fn claims(
        &mut self,
        clearance: Clearance,
        filter: &ClaimFilter,
        window: &Window,
    ) -> Result<(Vec<(StoredClaim, Sensitivity)>, Option<Cursor>)> {
        let by_source = filter.order.by == ClaimKey::Source;
        let listing = Listing::new(clearance, filter).behind(window.behind.as_ref().filter(|_| by_source));
        let parts = match filter.order.by {
            ClaimKey::Place => self.parts_by_place(&listing, &filter.order).await?,
            _ => listing.parts().iter().map(|part| (part.clone(), None)).collect(),
        };
        let (mut found, mut end) = (Vec::new(), None);
        let (mut offset, last) = (bounded(window.offset), parts.len().saturating_sub(1));
        for (number, (part, known)) in parts.iter().enumerate() {
            let limit = bounded(window.limit.saturating_sub(found.len()));
            if limit == 0 {
                break;
            }
            if let Some(known) = known.and_then(|known| i64::try_from(known).ok())
                && known <= offset
            {
                offset -= known;
                continue;
            }
            let statement = listing.claims(part);
            let rows =
                self.all(listing.bind(query(sqlx::AssertSqlSafe(statement)), part, limit, offset)).await?;
            if !rows.is_empty() {
                offset = 0;
            } else if offset > 0 && number < last {
                offset -=
                    i64::try_from(self.count_part(&listing, part).await?).unwrap_or(i64::MAX).min(offset);
            }
            for row in &rows {
                found.push(claim_with_sensitivity(row)?);
            }
            end = rows.last().filter(|_| by_source).map(Cursor::behind).transpose()?;
        }
        Ok((found, end))
    }

    async fn count_claims(&mut self, clearance: Clearance, filter: &ClaimFilter) -> Result<u64> {
        let anyhow = ClaimFilter { order: ClaimOrder::default(), ..filter.clone() };
        self.count_part(&Listing::new(clearance, &anyhow), &Part::Whole).await
    }

    async fn claim_counts(&mut self, clearance: Clearance) -> Result<ClaimCounts> {
        let seen = all_of([permitted("sensitivity", clearance)]);
        let by = |what: &str, of: &str| {
            let statement = format!(
                "select {what} as word, count(*) as number from claim_lines where {of} and {seen}
                 group by {what} order by number desc, word"
            );
            query(sqlx::AssertSqlSafe(statement))
        };
        let kinds = self.all(by("kind", "place = ''")).await?;
        let states = self.all(by("state", "place = ''")).await?;
        let places = self.all(by("place", "place > ''")).await?;
        Ok(ClaimCounts {
            kinds: counted(&kinds, |cells| cells.parse("word"))?,
            states: counted(&states, |cells| cells.parse("word"))?,
            places: counted(&places, |cells| cells.get("word"))?,
        })
    }

    async fn claim(&mut self, id: &ClaimId) -> Result<Vec<(StoredClaim, Sensitivity)>> {
        let select = query(
            "select claims.*, sources.sensitivity from claims join sources on sources.id = claims.source
             where claims.id = $1 order by claims.document",
        )
        .bind(id.as_str());
        self.all(select).await?.iter().map(claim_with_sensitivity).collect()
    }

    async fn claims_of(&mut self, source: &SourceId) -> Result<Vec<StoredClaim>> {
        let select = query("select * from claims where source = $1 order by position, id, document")
            .bind(source.as_str());
        self.all(select).await?.iter().map(claim_of).collect()
    }

    async fn set_claim_state(&mut self, source: &SourceId, id: &ClaimId, state: ReviewState) -> Result<()> {
        let update = query("update claims set state = $3 where source = $1 and id = $2")
            .bind(source.as_str())
            .bind(id.as_str())
            .bind(state.as_str());
        self.run(update).await?;
        let update = query(
            "update claim_lines set state = $3
             where claim = $2 and document in (select id from documents where source = $1)",
        )
        .bind(source.as_str())
        .bind(id.as_str())
        .bind(state.as_str());
        self.run(update).await.map(|_| ())
    }

    async fn set_claim_order(&mut self, source: &SourceId, claim: &Claim) -> Result<()> {
        let documents = query("select document from claims where source = $1 and id = $2")
            .bind(source.as_str())
            .bind(claim.id.as_str());
        for row in self.all(documents).await? {
            let document: DocumentId = Cells::new("claims", &row, "document").parse("document")?;
            let delete = query("delete from claim_lines where document = $1 and claim = $2")
                .bind(document.as_str())
                .bind(claim.id.as_str());
            self.run(delete).await?;
            self.list_claim(&document, claim).await?;
        }
        Ok(())
    }

    async fn insert_review(&mut self, source: &SourceId, stored: &StoredReview) -> Result<()> {
        let key = stored.review.id.as_str();
        let insert =
            query("insert into reviews (id, sequence, source, bound, body) values ($1, $2, $3, $4, $5)")
                .bind(key)
                .bind(stored.sequence)
                .bind(source.as_str())
                .bind(stored.bound.as_ref().map(ClaimId::as_str))
                .bind(json("reviews", key, &stored.review)?);
        self.run(insert).await.map(|_| ())
    }

    async fn reviews_of(&mut self, source: &SourceId) -> Result<Vec<StoredReview>> {
        let select = query("select * from reviews where source = $1 order by sequence").bind(source.as_str());
        self.all(select).await?.iter().map(review_of).collect()
    }

    async fn bind_review(&mut self, id: &ReviewId, bound: Option<&ClaimId>) -> Result<()> {
        let update = query("update reviews set bound = $2 where id = $1")
            .bind(id.as_str())
            .bind(bound.map(ClaimId::as_str));
        self.run(update).await.map(|_| ())
    }

    async fn orphans(&mut self, clearance: Clearance) -> Result<Vec<(StoredReview, Sensitivity)>> {
        let statement = format!(
            "select reviews.*, sources.sensitivity from reviews join sources on sources.id = reviews.source
             where reviews.bound is null and {} order by reviews.sequence",
            all_of([permitted("sources.sensitivity", clearance)])
        );
        let select = query(sqlx::AssertSqlSafe(statement));
        let read =
            |row: &SqliteRow| Ok((review_of(row)?, Cells::new("reviews", row, "id").parse("sensitivity")?));
        self.all(select).await?.iter().map(read).collect()
    }
}
