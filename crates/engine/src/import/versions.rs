//! A newer version of a table against what stands of the earlier ones.
//!
//! Two files are versions of one table where they have one name. A row is known by its id. One that says the same keeps its
//! claim, which stays in the version it came with; of one that says otherwise, a new claim takes the place of the old one.

use super::{Refused, SupersededRow};
use crate::{Error, Result};
use archive::{ClaimFilter, ClaimRecord, Workspace};
use model::{Claim, ClaimId, Clearance, Cleared, Passage, SourceId, Zone};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Claims of rows that count today.
pub(super) struct Standing {
    source: SourceId,
    /// Of this table, by row; several where a version that was sealed came back.
    own: BTreeMap<String, Vec<ClaimRecord>>,
    /// Of tables with other names, by row.
    others: HashMap<String, Vec<(String, Claim)>>,
    /// Ids of the claims of this source, whether they count or not.
    taken: HashSet<ClaimId>,
}

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) new: Vec<Claim>,
    pub(super) superseded: Vec<SupersededRow>,
    pub(super) known: usize,
}

impl Standing {
    /// What stands of the table `name`, of which `source` is a version.
    pub(super) fn of(workspace: &Workspace, source: &SourceId, name: &str) -> Result<Self> {
        let mut standing = Self {
            source: source.clone(),
            own: BTreeMap::new(),
            others: HashMap::new(),
            taken: HashSet::new(),
        };
        let filter = ClaimFilter { zones: vec![Zone::Main], ..ClaimFilter::default() };
        for record in workspace.claims(Clearance::Workspace, &filter)?.into_iter().map(Cleared::into_inner) {
            let is_of_source = record.source == *source;
            if is_of_source {
                standing.taken.insert(record.claim.id.clone());
            }
            let Some(row) =
                record.claim.row.as_ref().filter(|_| record.state != model::ReviewState::Superseded)
            else {
                continue;
            };
            let id = row.id.clone();
            match row.table.clone() {
                Some(table) if table != name && !is_of_source => {
                    standing.others.entry(id).or_default().push((table, record.claim));
                }
                _ => standing.own.entry(id).or_default().push(record),
            }
        }
        Ok(standing)
    }

    /// Rows that stand to the letter in a table of another name would count twice.
    pub(super) fn refuse_rows_of_others(&self, path: &Path, claims: &[Claim]) -> Result<()> {
        let twin = |claim: &Claim| {
            let others = self.others.get(&claim.row.as_ref()?.id)?;
            others.iter().find(|(_, other)| says(other) == says(claim)).map(|(table, _)| table.clone())
        };
        let mut twins: BTreeMap<String, usize> = BTreeMap::new();
        for table in claims.iter().filter_map(twin) {
            *twins.entry(table).or_default() += 1;
        }
        let Some((table, rows)) = twins.into_iter().max_by_key(|(_, rows)| *rows) else { return Ok(()) };
        Err(Error::File {
            path: path.to_owned(),
            reason: format!(
                "{rows} of its rows stand in the table `{table}`: `--table \"{table}\"` makes this a newer version of it, \
                 `--table` with another name a table of its own"
            ),
        })
    }

    /// Which claims are new, which stay, and which are superseded.
    pub(super) fn reconcile(mut self, claims: Vec<Claim>, refused: &[Refused]) -> Outcome {
        let mut outcome = Outcome::default();
        for claim in claims {
            let row = claim.row.as_ref().map(|row| row.id.clone()).unwrap_or_default();
            let mut old = self.own.remove(&row).unwrap_or_default();
            // Of one row that stands twice, the claim that people looked at stays.
            let same = |record: &ClaimRecord| says(&record.claim) == says(&claim);
            let places = old.iter().enumerate().filter(|(_, record)| same(record));
            let kept = places.max_by_key(|(place, record)| (record.reviews.len(), usize::MAX - place));
            let by = match kept.map(|(place, _)| place) {
                Some(place) => {
                    outcome.known += 1;
                    old.remove(place).claim.id
                }
                None => {
                    let claim = with_free_id(&self.source, claim, &mut self.taken);
                    let id = claim.id.clone();
                    outcome.new.push(claim);
                    id
                }
            };
            outcome
                .superseded
                .extend(old.into_iter().map(|record| superseded(&row, record, Some(by.clone()))));
        }
        // A row that is there and cannot be read is not gone.
        let unread: HashSet<&str> = refused.iter().filter_map(|refused| refused.row.as_deref()).collect();
        for (row, records) in self.own.into_iter().filter(|(row, _)| !unread.contains(row.as_str())) {
            outcome.superseded.extend(records.into_iter().map(|record| superseded(&row, record, None)));
        }
        outcome
    }
}

fn superseded(row: &str, record: ClaimRecord, by: Option<ClaimId>) -> SupersededRow {
    SupersededRow {
        row: row.to_owned(),
        claim: record.claim.id,
        by,
        was_reviewed: !record.reviews.is_empty(),
    }
}

/// What a claim says, apart from where it stands.
fn says(claim: &Claim) -> Claim {
    let passage =
        Passage { exact: String::new(), prefix: String::new(), suffix: String::new(), start: 0, end: 0 };
    let mut said = Claim { passage, evidence: Vec::new(), ..claim.clone() };
    said.id = ClaimId::derive(&SourceId::of(&[]), claim.kind, None, None, "", 0);
    if let Some(row) = &mut said.row {
        row.table = None;
    }
    said
}

/// The claims of a source that has none yet, each with an id of its own.
pub(super) fn numbered(source: &SourceId, claims: Vec<Claim>) -> Vec<Claim> {
    let mut taken = HashSet::new();
    claims.into_iter().map(|claim| with_free_id(source, claim, &mut taken)).collect()
}

/// The claim under the first id for its words that none of its source has.
fn with_free_id(source: &SourceId, claim: Claim, taken: &mut HashSet<ClaimId>) -> Claim {
    let mut ordinal = 0;
    loop {
        let id = ClaimId::derive(source, claim.kind, None, None, &claim.passage.exact, ordinal);
        if taken.insert(id.clone()) {
            return Claim { id, ..claim };
        }
        ordinal += 1;
    }
}
