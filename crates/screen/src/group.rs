//! One thing that stands on several lists, as one result. A grouping for display: nothing is merged.

use crate::date::DateFit;
use crate::index::Index;
use crate::record::{Basis, Record};
use crate::score::THRESHOLD;
use crate::screener::Found;

/// Names that are alike enough for two entries to be taken together.
const SAME_NAME: f64 = 0.9;

/// Most names of an entry that are compared.
const MOST_NAMES: usize = 12;

/// Groups of places in `ranked`, each with its best first; at most `limit` groups.
///
/// Only alerts are grouped, and only entries of different lists: two entries of one list are two in the eyes of its authority. Evidence is
/// never grouped with a listing: whether both are the same is a judgement.
pub(crate) fn grouped(index: &Index, ranked: &[(u32, Found)], limit: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, (record, found)) in ranked.iter().enumerate() {
        let joins = (found.score >= THRESHOLD)
            .then(|| {
                groups.iter().position(|members| {
                    members.iter().all(|member| {
                        ranked.get(*member).is_some_and(|(other, found)| {
                            found.score >= THRESHOLD && is_same(index, *record, *other)
                        })
                    })
                })
            })
            .flatten();
        if let Some(members) = joins.and_then(|at| groups.get_mut(at)) {
            members.push(place);
        } else if groups.len() < limit {
            groups.push(vec![place]);
        } else if found.score < THRESHOLD {
            // Below the alerts nothing joins a group any more.
            break;
        }
    }
    groups
}

fn is_same(index: &Index, one: u32, other: u32) -> bool {
    let (Some(one), Some(other)) = (index.records.get(one as usize), index.records.get(other as usize))
    else {
        return false;
    };
    let shares_list = one.datasets.iter().any(|list| other.datasets.contains(list));
    let is_evidence = |record: &Record| record.basis == Basis::Documented;
    if shares_list || is_evidence(one) || is_evidence(other) || !one.family.meets(other.family) {
        return false;
    }
    let numbers = || {
        let (mut same, mut differing) = (false, false);
        for a in &one.facts.numbers {
            same |= other.facts.numbers.iter().any(|b| b.value == a.value);
            differing |=
                a.is_for_life() && other.facts.numbers.iter().any(|b| b.kind == a.kind && b.value != a.value);
        }
        (same, differing)
    };
    let dates = one.facts.dates.iter().flat_map(|a| other.facts.dates.iter().map(move |b| a.fit(*b))).min();
    match (numbers(), dates) {
        ((true, _), _) => true,
        ((_, true), _) | (_, Some(DateFit::Other)) => false,
        _ => have_one_name(index, one, other),
    }
}

fn have_one_name(index: &Index, one: &Record, other: &Record) -> bool {
    let of = |record: &Record| index.names_of(record).iter().take(MOST_NAMES).collect::<Vec<_>>();
    let (left, right) = (of(one), of(other));
    left.iter().any(|a| right.iter().any(|b| names::score(a.name.get(), b.name.get()) >= SAME_NAME))
}
