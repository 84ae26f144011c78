//! Who holds how much of whom, where FollowTheMoney `Ownership` says so.
//!
//! The rule is that of OFAC's guidance of 13 August 2014 ("50 percent rule"): what listed parties hold 50 percent or more of, together,
//! directly or through firms that they hold so, is blocked like them.

use crate::Basis;
use model::Entity;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// From this share on, in percent, what listed parties hold together counts as theirs.
const HALF: f64 = 50.0;

/// Longest chain of holdings that is followed.
const MOST_STEPS: usize = 12;

/// Most holdings that a path shows.
const MOST_HOLDINGS: usize = 64;

/// One holding on the way from listed parties to the entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// Id of the owner.
    pub owner: String,
    /// What the owner is called.
    pub owner_name: String,
    /// Whether the owner is listed itself; otherwise listed parties hold half of it or more, and these holdings follow.
    pub owner_listed: bool,
    /// Id of what it holds.
    pub asset: String,
    /// Its share in percent; of a range, the lower end.
    pub percent: f64,
}

/// What listed parties hold of an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ownership {
    /// Percent of the entity that they hold together, directly and through firms they hold, as far as shares are stated.
    pub percent: f64,
    /// The path: holdings in the entity, the largest first, each followed by those in its owner.
    pub path: Vec<Holding>,
    /// Names of listed owners whose share nobody states; not counted.
    pub share_unknown: Vec<String>,
}

struct Stake<'e> {
    owner: &'e str,
    percent: Option<f64>,
}

/// For each entity of which listed parties hold half or more: who and how much.
pub(crate) fn shares<'e>(entities: impl Iterator<Item = (&'e Entity, Basis)>) -> HashMap<&'e str, Ownership> {
    let mut names: HashMap<&str, (&str, Basis)> = HashMap::new();
    let mut stakes: BTreeMap<&str, Vec<Stake<'e>>> = BTreeMap::new();
    for (entity, basis) in entities {
        if entity.schema == "Ownership" {
            let percent = entity.first("percentage").and_then(read_percent);
            // An ownership that has ended counts no more; that it had an end is all that is known without a clock.
            if entity.first("endDate").is_some() {
                continue;
            }
            for asset in entity.values("asset") {
                let owners = entity.values("owner").iter().map(|owner| Stake { owner, percent });
                stakes.entry(asset).or_default().extend(owners);
            }
        } else {
            names.entry(&entity.id).or_insert((entity.caption(), basis));
        }
    }
    let is_listed = |id: &str| names.get(id).is_some_and(|(_, basis)| *basis == Basis::Listed);
    let mut held: BTreeSet<&str> = BTreeSet::new();
    for _ in 0..MOST_STEPS {
        let more: Vec<&str> = stakes
            .iter()
            .filter(|(asset, _)| !held.contains(*asset))
            .filter(|(_, stakes)| {
                let counts = |stake: &&Stake<'_>| is_listed(stake.owner) || held.contains(stake.owner);
                let together: f64 = stakes.iter().filter(counts).filter_map(|stake| stake.percent).sum();
                together >= HALF
            })
            .map(|(asset, _)| *asset)
            .collect();
        if more.is_empty() {
            break;
        }
        held.extend(more);
    }
    let tracer = Tracer { names: &names, stakes: &stakes, held: &held };
    held.iter()
        .map(|asset| {
            let mut path = Vec::new();
            tracer.trace(asset, &mut vec![asset], &mut path);
            let unknown = stakes.get(asset).into_iter().flatten();
            let unknown = unknown.filter(|stake| stake.percent.is_none() && is_listed(stake.owner));
            let direct = path.iter().filter(|holding| holding.asset == **asset);
            let ownership = Ownership {
                percent: direct.map(|holding| holding.percent).sum::<f64>().min(100.0),
                share_unknown: unknown.map(|stake| tracer.name(stake.owner)).collect(),
                path,
            };
            (*asset, ownership)
        })
        .collect()
}

struct Tracer<'t, 'e> {
    names: &'t HashMap<&'e str, (&'e str, Basis)>,
    stakes: &'t BTreeMap<&'e str, Vec<Stake<'e>>>,
    held: &'t BTreeSet<&'e str>,
}

impl<'e> Tracer<'_, 'e> {
    fn name(&self, id: &str) -> String {
        self.names.get(id).map_or(id, |(name, _)| name).to_owned()
    }

    /// Adds the holdings of listed parties in an asset; `passed` is what was passed on the way, so that a circle ends.
    fn trace(&self, asset: &str, passed: &mut Vec<&'e str>, path: &mut Vec<Holding>) {
        let counts = |stake: &&Stake<'e>| self.is_listed(stake.owner) || self.held.contains(stake.owner);
        let mut stakes: Vec<(&'e str, f64)> = self
            .stakes
            .get(asset)
            .into_iter()
            .flatten()
            .filter(counts)
            .filter(|stake| !passed.contains(&stake.owner))
            .filter_map(|stake| stake.percent.map(|percent| (stake.owner, percent)))
            .collect();
        stakes.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        for (owner, percent) in stakes {
            if path.len() >= MOST_HOLDINGS {
                return;
            }
            let owner_listed = self.is_listed(owner);
            path.push(Holding {
                owner: owner.to_owned(),
                owner_name: self.name(owner),
                owner_listed,
                asset: asset.to_owned(),
                percent,
            });
            if !owner_listed && passed.len() < MOST_STEPS {
                passed.push(owner);
                self.trace(owner, passed, path);
                passed.pop();
            }
        }
    }

    fn is_listed(&self, id: &str) -> bool {
        self.names.get(id).is_some_and(|(_, basis)| *basis == Basis::Listed)
    }
}

/// A share in percent: `51`, `51.0 %`, `25-50` (the lower end), `more than 50`.
fn read_percent(text: &str) -> Option<f64> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(digits..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
    let number = rest.get(..end)?.replace(',', ".");
    number.trim_end_matches('.').parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owns(owner: &str, asset: &str, percent: &str) -> Entity {
        Entity::new("Ownership", format!("{owner}-{asset}"))
            .with("owner", [owner])
            .with("asset", [asset])
            .with("percentage", [percent])
    }

    #[test]
    fn listed_parties_together_through_a_firm_they_hold() {
        let company = |id: &str| Entity::new("Company", id).with("name", [id.to_uppercase()]);
        let entities = [
            (company("a"), Basis::Listed),
            (company("b"), Basis::Listed),
            (company("middle"), Basis::Linked),
            (company("end"), Basis::Linked),
            (company("other"), Basis::Linked),
            (owns("a", "middle", "30%"), Basis::Linked),
            (owns("b", "middle", "20-25"), Basis::Linked),
            (owns("middle", "end", "100"), Basis::Linked),
            (owns("end", "middle", "1"), Basis::Linked),
            (owns("a", "other", "49.9"), Basis::Linked),
            (owns("b", "other", ""), Basis::Linked),
        ];
        let found = shares(entities.iter().map(|(entity, basis)| (entity, *basis)));
        let mut ids: Vec<&str> = found.keys().copied().collect();
        ids.sort_unstable();
        assert_eq!(ids, ["end", "middle"]);
        let path: Vec<String> = found["end"]
            .path
            .iter()
            .map(|one| format!("{} {} of {}", one.owner_name, one.percent, one.asset))
            .collect();
        assert_eq!(path, ["MIDDLE 100 of end", "A 30 of middle", "B 20 of middle"]);
        assert_eq!((found["end"].percent, found["middle"].percent), (100.0, 51.0));
    }

    #[test]
    fn shares_are_read_as_written() {
        for (text, percent) in [
            ("51", Some(51.0)),
            ("25-50%", Some(25.0)),
            ("more than 50,5", Some(50.5)),
            ("x", None),
            ("170", None),
        ] {
            assert_eq!(read_percent(text), percent, "{text}");
        }
    }
}
