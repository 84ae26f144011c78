//! `entities`, `judge`: which entities are one. Judgements are only added; what follows from them is worked out anew each time.
//!
//! A canonical entity is a connected component of the pairs last judged the same. It keeps the id of a listed member, or of the member
//! whose id comes first; the ids of the others are retired and stay as tombstones. A pair judged `different` or `unsure` later falls
//! apart again, and its ids live on.

use crate::Result;
use archive::{Act, Workspace};
use model::{Clearance, Cleared, Judgement, Sameness};
use std::collections::{BTreeMap, BTreeSet};

/// An id that stands for another entity now, or once did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Tombstone {
    /// The retired id.
    pub id: String,
    /// The id that stands in its place.
    pub canonical: String,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
    /// Until when, where a later judgement brought it back.
    pub until: Option<String>,
}

/// What judgements make of entities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Canon {
    canonical: BTreeMap<String, String>,
    /// Ids that are or were retired, in the order of the judgements.
    pub tombstones: Vec<Tombstone>,
}

impl Canon {
    /// What follows from judgements, oldest first.
    #[must_use]
    pub fn of<'j>(judgements: impl IntoIterator<Item = &'j Judgement>) -> Canon {
        let mut last: BTreeMap<(String, String), Sameness> = BTreeMap::new();
        let mut canon = Canon::default();
        for judgement in judgements {
            let pair = if judgement.left <= judgement.right {
                (judgement.left.clone(), judgement.right.clone())
            } else {
                (judgement.right.clone(), judgement.left.clone())
            };
            last.insert(pair, judgement.verdict);
            let after = components(&last);
            for tombstone in canon.tombstones.iter_mut().filter(|one| one.until.is_none()) {
                if after.get(&tombstone.id) != Some(&tombstone.canonical) {
                    tombstone.until = Some(judgement.judged.clone());
                }
            }
            for (id, canonical) in after.iter().filter(|(id, canonical)| id != canonical) {
                let stands = canon.tombstones.iter().any(|one| one.until.is_none() && one.id == *id);
                if !stands {
                    canon.tombstones.push(Tombstone {
                        id: id.clone(),
                        canonical: canonical.clone(),
                        since: judgement.judged.clone(),
                        until: None,
                    });
                }
            }
            canon.canonical = after;
        }
        canon
    }

    /// The canonical id of an entity; its own where nobody judged it the same as another.
    #[must_use]
    pub fn id_of<'c>(&'c self, id: &'c str) -> &'c str {
        self.canonical.get(id).map_or(id, String::as_str)
    }

    /// All members of the canonical entity that this id belongs to.
    #[must_use]
    pub fn members(&self, id: &str) -> BTreeSet<String> {
        let canonical = self.id_of(id);
        let members = self.canonical.iter().filter(|(_, of)| *of == canonical).map(|(id, _)| id.clone());
        members.chain([id.to_owned()]).collect()
    }
}

/// The canonical id of every id that was judged the same as another.
fn components(last: &BTreeMap<(String, String), Sameness>) -> BTreeMap<String, String> {
    let mut group: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ((left, right), _) in last.iter().filter(|(_, verdict)| **verdict == Sameness::Same) {
        let mut joined: BTreeSet<&str> = [left.as_str(), right.as_str()].into();
        for id in [left.as_str(), right.as_str()] {
            joined.extend(group.get(id).into_iter().flatten().copied());
        }
        for id in &joined {
            group.insert(id, joined.clone());
        }
    }
    let mut canonical = BTreeMap::new();
    for (id, members) in &group {
        let is_evidence = |id: &&&str| id.starts_with("documented-");
        let best = members.iter().min_by_key(|id| (is_evidence(id), **id));
        canonical.insert((*id).to_owned(), best.map_or_else(|| (*id).to_owned(), |best| (*best).to_owned()));
    }
    canonical
}

/// Judges two entities; a later judgement on them counts instead.
///
/// # Errors
/// If the ledger cannot be written.
pub fn judge(
    workspace: &Workspace,
    act: &Act,
    left: &str,
    right: &str,
    verdict: Sameness,
    note: Option<&str>,
) -> Result<Judgement> {
    Ok(workspace.add_judgement(act, left, right, verdict, note)?)
}

/// All judgements, oldest first.
///
/// # Errors
/// If the ledger cannot be read.
pub fn judgements(workspace: &Workspace, clearance: Clearance) -> Result<Vec<Cleared<Judgement>>> {
    Ok(workspace.judgements(clearance)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::JudgementId;

    fn judged(left: &str, right: &str, verdict: Sameness, day: i64) -> Judgement {
        let when = format!("2026-01-0{day}T00:00:00Z");
        Judgement {
            id: JudgementId::derive(left, right, "reviewer", &when, day),
            left: left.to_owned(),
            right: right.to_owned(),
            verdict,
            note: None,
            judge: "reviewer".to_owned(),
            judged: when,
        }
    }

    #[test]
    fn components_have_one_id_and_retired_ids_stay_as_tombstones() {
        let mut all = vec![
            judged("documented-1", "ofac-7", Sameness::Same, 1),
            judged("un-3", "ofac-7", Sameness::Same, 2),
            judged("un-9", "ofac-7", Sameness::Unsure, 3),
        ];
        let canon = Canon::of(&all);
        for id in ["documented-1", "ofac-7", "un-3"] {
            assert_eq!(canon.id_of(id), "ofac-7");
        }
        assert_eq!(canon.id_of("un-9"), "un-9");
        assert_eq!(canon.members("un-3").len(), 3);
        let retired: Vec<&str> = canon.tombstones.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(retired, ["documented-1", "un-3"]);

        all.push(judged("ofac-7", "documented-1", Sameness::Different, 4));
        let canon = Canon::of(&all);
        assert_eq!(canon.id_of("documented-1"), "documented-1");
        assert_eq!(canon.tombstones[0].until.as_deref(), Some("2026-01-04T00:00:00Z"));
        assert_eq!((canon.id_of("un-3"), canon.tombstones.len()), ("ofac-7", 2));
    }
}
