//! What an alignment makes of two names: one number.

use super::align::{Alignment, Pair, bits, parts};
use crate::NameKind;
use crate::name::{Name, Role, Token};
use crate::reason::Agreement;

/// Names with two parts that contradict each other score at most this.
const CONTRADICTED: f32 = 0.65;

/// The score of two names laid side by side, 0..1.
///
/// What agrees, by weight and likeness, out of all there is; a part that only one name has counts less where names
/// are often given without it.
#[must_use]
pub(crate) fn score(a: &Name, b: &Name, kind: NameKind, alignment: &Alignment) -> f64 {
    let weight = |name: &Name, set: u32| -> f32 { parts(name, set).map(|token| token.weight).sum() };
    let (mut agreed, mut total, mut named) = (0.0f32, 0.0f32, 0u32);
    for pair in &alignment.pairs {
        let weight = weight(a, pair.left).max(weight(b, pair.right));
        agreed += weight * pair.similarity;
        total += weight;
        let names = pair.agreement != Agreement::Initial && weight >= 0.5;
        named += u32::from(names);
    }
    let alone = (alignment.left_alone, alignment.right_alone);
    let tells = |name: &Name, set: u32| parts(name, set).any(|token| token.weight >= 0.3);
    let conflict = tells(a, alone.0) && tells(b, alone.1);
    let one_sided = tells(a, alone.0) || tells(b, alone.1);
    total += (weight(a, alone.0) + weight(b, alone.1)) * cost_of_extra(kind, conflict, &alignment.pairs);
    if named == 0 || total <= 0.0 {
        return 0.0;
    }
    let mut score = agreed / total;
    let contradicted = match kind {
        NameKind::Person | NameKind::Unknown => {
            conflict || named == 1 && one_sided || fathers_and_sons(a, b, &alignment.pairs)
        }
        NameKind::Organisation | NameKind::Vessel => {
            let is_core = |token: &Token| token.weight >= 0.8;
            let has_number = |token: &Token| token.role == Role::Numeral;
            parts(a, alone.0).any(is_core) && parts(b, alone.1).any(is_core)
                || parts(a, alone.0).chain(parts(b, alone.1)).any(has_number)
        }
    };
    if contradicted {
        score = score.min(CONTRADICTED);
    }
    f64::from(score.clamp(0.0, 1.0))
}

/// How much of its weight a part costs that only one name has.
///
/// Parts of names of persons are often left out, but a name with parts left out and others that agree only roughly
/// is more likely another's.
fn cost_of_extra(kind: NameKind, conflict: bool, pairs: &[Pair]) -> f32 {
    let is_rough = |pair: &Pair| pair.agreement == Agreement::Spelling;
    match kind {
        _ if conflict => 1.0,
        NameKind::Person | NameKind::Unknown if pairs.iter().any(is_rough) => 0.6,
        NameKind::Person | NameKind::Unknown => 0.35,
        NameKind::Organisation | NameKind::Vessel => 1.0,
    }
}

/// Whether father and son have changed places: `Abdullah bin Omar` is not `Omar bin Abdullah`.
fn fathers_and_sons(a: &Name, b: &Name, pairs: &[Pair]) -> bool {
    let is_father = |name: &Name, set: u32| {
        bits(set).any(|at| {
            let after_bin = at.checked_sub(1).and_then(|before| name.tokens.get(before));
            name.tokens.get(at).is_some_and(|token| token.role == Role::Patronymic)
                && after_bin.is_some_and(|token| token.role == Role::Particle)
        })
    };
    let has_father = |name: &Name| name.tokens.iter().any(|token| token.role == Role::Patronymic);
    if !has_father(a) || !has_father(b) {
        return false;
    }
    let changed = |pair: &&Pair| is_father(a, pair.left) != is_father(b, pair.right);
    pairs.iter().filter(|pair| pair.agreement != Agreement::Initial).filter(changed).count() > 1
}
