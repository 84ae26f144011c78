//! Lists of claims: which lines of `claim_lines` a filter means, in what order, by which index they are walked.
//!
//! A claim's text is long and its line is short: a page is chosen among lines, and only the claims of the page are read. Words of closed
//! sets and the names of indexes stand in a statement as they are; everything else is bound.

use super::sqlite::{Cells, Query, SqliteRow};
use crate::{ClaimFilter, ClaimKey, Result};
use model::{Claim, Clearance, Edtf, Joined, Kind, Measure, ReviewState, Sensitivity, Zone};

/// The list of all claims.
pub(super) const ALL: &str = "";

/// What ends every order: the order of sources and of their text.
const BY_SOURCE: &str = "line.arrived, line.position, line.claim, line.document";
const BY_SOURCE_TURNED: &str = "line.arrived desc, line.position desc, line.claim desc, line.document desc";

/// What lists show of a claim, as its corrections leave it.
pub(super) struct Keys {
    /// In lower case, each once.
    pub(super) places: Vec<String>,
    pub(super) first_place: Option<String>,
    pub(super) time: Option<String>,
    pub(super) years: Option<(i64, i64)>,
    pub(super) value: Option<f64>,
    pub(super) measure: Option<&'static str>,
    pub(super) words: String,
}

impl Keys {
    pub(super) fn of(claim: &Claim) -> Self {
        let amount = claim.quantity.as_ref().and_then(|quantity| quantity.amount);
        let value = amount.and_then(|amount| match (amount.as_point(), amount.low(), amount.high()) {
            (Some(point), ..) => Some(point),
            (None, Some(low), Some(high)) => Some(f64::midpoint(low, high)),
            (None, low, high) => low.or(high),
        });
        let mut places: Vec<String> = claim.places.iter().map(|place| place.to_lowercase()).collect();
        let first_place = places.first().cloned();
        places.sort_unstable();
        places.dedup();
        let measure = claim.quantity.as_ref().and_then(|quantity| quantity.measure);
        Self {
            places,
            first_place,
            time: claim.time.as_ref().map(ToString::to_string),
            years: claim.time.as_ref().map(years),
            value,
            measure: measure.map(Measure::as_str),
            words: as_looked_for(&claim.passage.exact),
        }
    }
}

/// First and last year of a time; an open end reaches beyond every year.
pub(super) fn years(time: &Edtf) -> (i64, i64) {
    (time.first_year().map_or(i64::MIN, i64::from), time.last_year().map_or(i64::MAX, i64::from))
}

/// Words as they are compared: upper and lower case are the same, and so are words that a line break parts.
pub(super) fn as_looked_for(text: &str) -> String {
    Joined::of(text).text().to_lowercase()
}

/// Where a window of a list ends, so that the next one costs no more than the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    arrived: String,
    position: i64,
    claim: String,
    document: String,
}

impl Cursor {
    /// Behind the claim of a row that [`Listing::claims`] gave.
    pub(super) fn behind(row: &SqliteRow) -> Result<Self> {
        let cells = Cells::new("claims", row, "id");
        Ok(Self {
            arrived: cells.get("arrived")?,
            position: cells.get("position")?,
            claim: cells.get("id")?,
            document: cells.get("document")?,
        })
    }
}

/// A window of a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Window {
    /// Leave out so many.
    pub(crate) offset: usize,
    /// Then at most this many.
    pub(crate) limit: usize,
    /// Begin behind this, where the list stands by source.
    pub(crate) behind: Option<Cursor>,
}

/// A part of a list; parts follow one another.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// Claims that say what the list is put in order by.
    Said,
    /// Claims that do not.
    Unsaid,
    /// Claims whose first place this is.
    At(String),
}

/// A filter for one clearance.
pub(super) struct Listing<'f> {
    clearance: Clearance,
    filter: &'f ClaimFilter,
    behind: Option<&'f Cursor>,
}

/// A word of a closed set between quotes.
fn quoted(word: &str) -> String {
    format!("'{word}'")
}

/// `column in (…)`; `None` where every word will do.
pub(super) fn one_of<W: Copy>(column: &str, words: &[W], word: impl Fn(W) -> &'static str) -> Option<String> {
    let words: Vec<String> = words.iter().map(|one| quoted(word(*one))).collect();
    (!words.is_empty()).then(|| format!("{column} in ({})", words.join(", ")))
}

/// That a clearance lets a row be seen; `None` where it sees all that stands in the clear.
pub(super) fn permitted(column: &str, clearance: Clearance) -> Option<String> {
    let permitted = clearance.permitted();
    let sees_all = [Sensitivity::Open, Sensitivity::Internal].iter().all(|one| permitted.contains(one));
    if sees_all { None } else { one_of(column, &permitted, Sensitivity::as_str) }
}

/// Conditions that must all hold.
pub(super) fn all_of(conditions: impl IntoIterator<Item = Option<String>>) -> String {
    let conditions: Vec<String> = conditions.into_iter().flatten().collect();
    if conditions.is_empty() { "true".to_owned() } else { conditions.join(" and ") }
}

impl<'f> Listing<'f> {
    pub(super) const fn new(clearance: Clearance, filter: &'f ClaimFilter) -> Self {
        Self { clearance, filter, behind: None }
    }

    /// What of it stands behind a claim.
    pub(super) const fn behind(self, behind: Option<&'f Cursor>) -> Self {
        Self { behind, ..self }
    }

    /// The column that the list is put in order by; none where it stands by source.
    const fn column(&self) -> Option<&'static str> {
        match self.filter.order.by {
            ClaimKey::Source => None,
            ClaimKey::Kind => Some("kind"),
            ClaimKey::Place => Some("first_place"),
            ClaimKey::Time => Some("time"),
            ClaimKey::Value => Some("value"),
            ClaimKey::Published => Some("published"),
        }
    }

    /// The parts of the list but for lists by place, whose parts are their places.
    pub(super) const fn parts(&self) -> &'static [Part] {
        match self.filter.order.by {
            ClaimKey::Source | ClaimKey::Kind => &[Part::Whole],
            ClaimKey::Place | ClaimKey::Time | ClaimKey::Value | ClaimKey::Published => {
                &[Part::Said, Part::Unsaid]
            }
        }
    }

    /// `from … where …` over the lines of a part; parameters are those of [`Listing::bind`].
    fn lines(&self, part: &Part) -> String {
        let filter = self.filter;
        // Partial indexes are for the list of all claims, and are found by these very words.
        let is_all = filter.place.is_none();
        let list = if is_all { "line.place = ''" } else { "line.place = $1" };
        let from = if filter.source.is_some() {
            "claims as own cross join claim_lines as line
             on line.document = own.document and line.claim = own.id"
                .to_owned()
        } else {
            let index = self.index(part).filter(|_| is_all);
            let index = index.map(|index| format!(" indexed by {index}")).unwrap_or_default();
            format!("claim_lines as line{index}")
        };
        let words = filter.text.as_ref().map(|_| {
            if is_all {
                "instr(line.words, $3) > 0".to_owned()
            } else {
                "exists (select 1 from claim_lines as said where said.place = '' and said.arrived = line.arrived
                 and said.position = line.position and said.claim = line.claim and said.document = line.document
                 and instr(said.words, $3) > 0)"
                    .to_owned()
            }
        });
        let after = filter.after.as_ref().map(|_| {
            "(line.arrived, line.position, line.claim) > (
                 select last.arrived, last.position, last.claim from claims join claim_lines as last
                 on last.document = claims.document and last.claim = claims.id and last.place = ''
                 where claims.id = $4 order by last.document limit 1)"
                .to_owned()
        });
        let column = self.column().unwrap_or_default();
        let part = match part {
            Part::Whole => None,
            Part::Said => Some(format!("line.{column} is not null")),
            Part::Unsaid => Some(format!("line.{column} is null")),
            Part::At(_) => Some("line.first_place = $7".to_owned()),
        };
        let conditions = [
            Some(list.to_owned()),
            part,
            filter.source.as_ref().map(|_| "own.source = $2".to_owned()),
            one_of("line.kind", &filter.kinds, Kind::as_str),
            one_of("line.zone", &filter.zones, Zone::as_str),
            one_of("line.state", &filter.states, ReviewState::as_str),
            one_of("line.measure", &filter.measures, Measure::as_str),
            filter.from_year.map(|year| format!("line.last_year >= {year}")),
            filter.to_year.map(|year| format!("line.first_year <= {year}")),
            permitted("line.sensitivity", self.clearance),
            words,
            after,
            self.behind.map(|_| {
                "(line.arrived, line.position, line.claim, line.document) > ($8, $9, $10, $11)".to_owned()
            }),
        ];
        format!("from {from} where {}", all_of(conditions))
    }

    /// The index of the list of all claims in which a part is walked; none for the lines themselves.
    fn index(&self, part: &Part) -> Option<&'static str> {
        if self.filter.text.is_some() {
            return None;
        }
        match (part, self.filter.order.by) {
            (Part::At(_), _) => Some("claim_lines_first_place"),
            (Part::Said | Part::Unsaid, ClaimKey::Place) => Some("claim_lines_first_place"),
            (_, ClaimKey::Time) => Some("claim_lines_time"),
            (_, ClaimKey::Value) => Some("claim_lines_value"),
            (_, ClaimKey::Published) => Some("claim_lines_published"),
            (_, ClaimKey::Kind) => Some("claim_lines_kind"),
            _ => match (self.filter.states.as_slice(), self.filter.kinds.as_slice()) {
                // Most claims are proposed.
                ([state], _) if *state != ReviewState::Proposed => Some("claim_lines_state"),
                (_, [_]) => Some("claim_lines_kind"),
                _ => None,
            },
        }
    }

    /// The order of a part.
    fn order(&self, part: &Part) -> String {
        match (part, self.column(), self.filter.order.descending) {
            (Part::Whole | Part::Said, Some(column), true) => {
                format!("line.{column} desc, {BY_SOURCE_TURNED}")
            }
            (Part::Whole | Part::Said, Some(column), false) => format!("line.{column}, {BY_SOURCE}"),
            _ => BY_SOURCE.to_owned(),
        }
    }

    /// Statement for the claims of a part, with the sensitivity of their source.
    pub(super) fn claims(&self, part: &Part) -> String {
        let (lines, order) = (self.lines(part), self.order(part));
        // Nothing else, so that what is passed over is passed over in the index.
        let key = self.column().map(|column| format!(", line.{column}")).unwrap_or_default();
        let admitted = all_of([permitted("sources.sensitivity", self.clearance)]);
        // The line is there for finding; whether a claim may be seen, its source says.
        format!(
            "select claims.*, line.arrived, sources.sensitivity
             from (select line.document, line.claim, line.arrived, line.position{key} {lines} order by {order} limit $5 offset $6) as line
             cross join claims on claims.document = line.document and claims.id = line.claim
             cross join sources on sources.id = claims.source
             where {admitted} order by {order}"
        )
    }

    /// Statement for the number of claims of a part.
    pub(super) fn count(&self, part: &Part) -> String {
        format!("select count(*) as number {}", self.lines(part))
    }

    /// Statement for the numbers of claims by their first place.
    pub(super) fn places(&self) -> String {
        format!(
            "select line.first_place as word, count(*) as number {} group by line.first_place",
            self.lines(&Part::Said)
        )
    }

    /// Binds what statements ask for: the place, the source, the words, the claim before, the window, the first place, the cursor.
    pub(super) fn bind<'q>(&self, query: Query<'q>, part: &Part, limit: i64, offset: i64) -> Query<'q> {
        let filter = self.filter;
        let first_place = if let Part::At(place) = part { Some(place.clone()) } else { None };
        query
            .bind(filter.place.as_ref().map(|place| place.to_lowercase()))
            .bind(filter.source.as_ref().map(ToString::to_string))
            .bind(filter.text.as_deref().map(as_looked_for))
            .bind(filter.after.as_ref().map(ToString::to_string))
            .bind(limit)
            .bind(offset)
            .bind(first_place)
            .bind(self.behind.map(|behind| behind.arrived.clone()))
            .bind(self.behind.map(|behind| behind.position))
            .bind(self.behind.map(|behind| behind.claim.clone()))
            .bind(self.behind.map(|behind| behind.document.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ClaimOrder;
    use crate::ledger::{Access, SqliteLedger};

    /// How SQLite finds the claims of each part.
    async fn plans(ledger: &mut SqliteLedger, filter: &ClaimFilter) -> Vec<String> {
        let listing = Listing::new(Clearance::Workspace, filter);
        let mut plans = Vec::new();
        for part in listing.parts() {
            for statement in [listing.claims(part), listing.count(part)] {
                let explain = sqlx::query(sqlx::AssertSqlSafe(format!("explain query plan {statement}")));
                let rows = ledger.all(listing.bind(explain, part, 50, 0)).await.unwrap();
                let steps = rows.iter().map(|row| sqlx::Row::get::<String, _>(row, "detail"));
                plans.push(steps.collect::<Vec<_>>().join("; "));
            }
        }
        plans
    }

    #[test]
    fn a_list_is_walked_in_its_order_and_nothing_beside_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let runtime = crate::workspace::runtime().unwrap();
        runtime.block_on(async {
            let path = folder.path().join("ledger.db");
            let mut ledger = SqliteLedger::open(&path, Access::Create).await.unwrap();
            let zones = vec![Zone::Main, Zone::Title];
            for (by, index) in [
                (ClaimKey::Kind, "claim_lines_kind"),
                (ClaimKey::Time, "claim_lines_time"),
                (ClaimKey::Value, "claim_lines_value"),
                (ClaimKey::Published, "claim_lines_published"),
            ] {
                for descending in [false, true] {
                    let order = ClaimOrder { by, descending, ..ClaimOrder::default() };
                    let filter = ClaimFilter {
                        order,
                        zones: zones.clone(),
                        measures: vec![Measure::Stock],
                        from_year: Some(2015),
                        ..ClaimFilter::default()
                    };
                    for plan in plans(&mut ledger, &filter).await {
                        assert!(plan.contains(&format!("USING COVERING INDEX {index}")), "{plan}");
                    }
                }
            }
            let all = ClaimFilter { zones: zones.clone(), ..ClaimFilter::default() };
            let at = ClaimFilter { place: Some("RU".to_owned()), zones, ..ClaimFilter::default() };
            for filter in [all, at] {
                for plan in plans(&mut ledger, &filter).await {
                    assert!(plan.contains("SEARCH line USING PRIMARY KEY (place=?)"), "{plan}");
                }
            }
        });
    }
}
