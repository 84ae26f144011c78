//! Claims and reviews.

use super::sqlite::{Cells, Query, SqliteLedger, SqliteRow, json};
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
    /// In the filter's order. Its text is not applied here; offset and limit only where it has none.
    async fn claims(
        &mut self,
        clearance: Clearance,
        filter: &ClaimFilter,
    ) -> Result<Vec<(StoredClaim, Sensitivity)>>;
    /// Without offset, limit and text.
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

/// Which claims a filter means; the parameters are those of [`filtered`].
const WHICH: &str = "$1 like '%,' || sources.sensitivity || ',%'
       and ($2 is null or $2 like '%,' || claims.kind || ',%')
       and ($3 is null or $3 like '%,' || claims.zone || ',%')
       and ($4 is null or $4 like '%,' || claims.state || ',%')
       and ($5 is null or claims.source = $5)
       and ($6 is null or exists (select 1 from claim_places
            where place = $6 and document = claims.document and claim = claims.id))
       and ($7 is null or (sources.first_acquired, sources.id, claims.position, claims.id) >
            (select before.first_acquired, before.id, last.position, last.id
             from claims as last join sources as before on before.id = last.source
             where last.id = $7 order by last.document limit 1))";

fn filtered<'q>(query: Query<'q>, clearance: Clearance, filter: &ClaimFilter) -> Query<'q> {
    query
        .bind(any_of(&clearance.permitted(), Sensitivity::as_str))
        .bind(any_of(&filter.kinds, model::Kind::as_str))
        .bind(any_of(&filter.zones, model::Zone::as_str))
        .bind(any_of(&filter.states, ReviewState::as_str))
        .bind(filter.source.as_ref().map(ToString::to_string))
        .bind(filter.place.as_ref().map(|place| place.to_lowercase()))
        .bind(filter.after.as_ref().map(ToString::to_string))
}

/// What a claim is put in order by.
struct SortKeys {
    place: Option<String>,
    time: Option<String>,
    value: Option<f64>,
}

impl SortKeys {
    fn of(claim: &Claim) -> Self {
        let amount = claim.quantity.as_ref().and_then(|quantity| quantity.amount);
        let value = amount.and_then(|amount| match (amount.as_point(), amount.low(), amount.high()) {
            (Some(point), ..) => Some(point),
            (None, Some(low), Some(high)) => Some(f64::midpoint(low, high)),
            (None, low, high) => low.or(high),
        });
        Self {
            place: claim.places.first().map(|place| place.to_lowercase()),
            time: claim.time.as_ref().map(ToString::to_string),
            value,
        }
    }
}

/// Claims with their sources: the statement for an order, and the terms they stand by. `$10` has the names of places.
fn in_order(order: &ClaimOrder) -> (String, String) {
    let (from, term) = match order.by {
        ClaimKey::Source => ("claims", None),
        ClaimKey::Kind => ("claims", Some("claims.kind")),
        ClaimKey::Place => (
            "claims left join (select key, value from json_each($10)) as called on called.key = claims.sort_place",
            Some("coalesce(called.value, claims.sort_place)"),
        ),
        ClaimKey::Time => ("claims", Some("claims.sort_time")),
        ClaimKey::Value => ("claims", Some("claims.sort_value")),
        // A cross join keeps its order: the index of days is walked, and a page of a long list costs a page.
        ClaimKey::Published => ("documents cross join claims", Some("documents.published")),
    };
    let is_joined = if order.by == ClaimKey::Published { "claims.document = documents.id and" } else { "" };
    let way = if order.descending { "desc" } else { "asc" };
    let first = term.map(|term| format!("{term} {way} nulls last, ")).unwrap_or_default();
    let read = format!(
        "select claims.*, sources.sensitivity from {from} join sources on sources.id = claims.source
         where {is_joined} {WHICH}"
    );
    (read, format!("{first}sources.first_acquired, sources.id, claims.position, claims.id, claims.document"))
}

fn counted<T>(rows: &[SqliteRow], word: impl Fn(&Cells<'_>) -> Result<T>) -> Result<Vec<(T, u64)>> {
    let read = |row| {
        let cells = Cells::new("claims", row, "word");
        Ok((word(&cells)?, cells.count("number")?))
    };
    rows.iter().map(read).collect()
}

/// Words of a closed set as one text, each between commas, or null for no restriction. Looked into with `like`,
/// which every database has; lists as parameters are not portable.
pub(super) fn any_of<W: Copy>(words: &[W], word: impl Fn(W) -> &'static str) -> Option<String> {
    let list: Vec<_> = words.iter().map(|item| word(*item)).collect();
    (!list.is_empty()).then(|| format!(",{},", list.join(",")))
}

impl ClaimRows for SqliteLedger {
    async fn insert_claim(&mut self, stored: &StoredClaim) -> Result<()> {
        let claim = &stored.claim;
        let key = claim.id.as_str();
        let keys = SortKeys::of(claim);
        let insert = query(
            "insert into claims (document, id, source, kind, zone, rule, position, state, anchored, body,
                                 sort_place, sort_time, sort_value)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
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
        .bind(json("claims", key, claim)?)
        .bind(keys.place)
        .bind(keys.time)
        .bind(keys.value);
        self.run(insert).await?;
        let mut places: Vec<String> = claim.places.iter().map(|place| place.to_lowercase()).collect();
        places.sort_unstable();
        places.dedup();
        for place in &places {
            let insert = query("insert into claim_places (document, claim, place) values ($1, $2, $3)")
                .bind(stored.document.as_str())
                .bind(key)
                .bind(place);
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn claims(
        &mut self,
        clearance: Clearance,
        filter: &ClaimFilter,
    ) -> Result<Vec<(StoredClaim, Sensitivity)>> {
        let (read, terms) = in_order(&filter.order);
        let statement = format!("{read} order by {terms} limit $8 offset $9");
        let window = filter.text.is_none();
        let limit = filter
            .limit
            .filter(|_| window)
            .map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        let offset = if window { i64::try_from(filter.offset).unwrap_or(i64::MAX) } else { 0 };
        let mut select =
            filtered(query(sqlx::AssertSqlSafe(statement)), clearance, filter).bind(limit).bind(offset);
        if filter.order.by == ClaimKey::Place {
            select = select.bind(json("claims", "order", &filter.order.names)?);
        }
        self.all(select).await?.iter().map(claim_with_sensitivity).collect()
    }

    async fn count_claims(&mut self, clearance: Clearance, filter: &ClaimFilter) -> Result<u64> {
        let statement = format!(
            "select count(*) as number from claims join sources on sources.id = claims.source where {WHICH}"
        );
        let rows = self.all(filtered(query(sqlx::AssertSqlSafe(statement)), clearance, filter)).await?;
        rows.first().map_or(Ok(0), |row| Cells::new("claims", row, "number").count("number"))
    }

    async fn claim_counts(&mut self, clearance: Clearance) -> Result<ClaimCounts> {
        let permitted = any_of(&clearance.permitted(), Sensitivity::as_str);
        let by = |what: &str, beside: &str| {
            let statement = format!(
                "select {what} as word, count(*) as number from claims {beside}
                 join sources on sources.id = claims.source
                 where $1 like '%,' || sensitivity || ',%' group by {what} order by number desc, word"
            );
            query(sqlx::AssertSqlSafe(statement)).bind(permitted.clone())
        };
        let places = by(
            "place",
            "join claim_places on claim_places.document = claims.document and claim_places.claim = claims.id",
        );
        let kinds = self.all(by("kind", "")).await?;
        let states = self.all(by("claims.state", "")).await?;
        let places = self.all(places).await?;
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
        self.run(update).await.map(|_| ())
    }

    async fn set_claim_order(&mut self, source: &SourceId, claim: &Claim) -> Result<()> {
        let keys = SortKeys::of(claim);
        let update = query(
            "update claims set sort_place = $3, sort_time = $4, sort_value = $5 where source = $1 and id = $2",
        )
        .bind(source.as_str())
        .bind(claim.id.as_str())
        .bind(keys.place)
        .bind(keys.time)
        .bind(keys.value);
        self.run(update).await.map(|_| ())
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
        let select = query(
            "select reviews.*, sources.sensitivity from reviews join sources on sources.id = reviews.source
             where reviews.bound is null and $1 like '%,' || sources.sensitivity || ',%'
             order by reviews.sequence",
        )
        .bind(any_of(&clearance.permitted(), Sensitivity::as_str));
        let read =
            |row: &SqliteRow| Ok((review_of(row)?, Cells::new("reviews", row, "id").parse("sensitivity")?));
        self.all(select).await?.iter().map(read).collect()
    }
}
