//! Which part of one name answers to which part of the other, and what that makes of the whole.

use super::parts::{Likeness, initial, same, similar};
use crate::NameKind;
use crate::edit::distance;
use crate::name::{Name, Token};
use crate::reason::Agreement;

/// Parts that answer each other; parts as bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    /// Parts of the first name.
    pub(crate) left: u32,
    /// Parts of the second name.
    pub(crate) right: u32,
    /// How they agree.
    pub(crate) agreement: Agreement,
    /// How alike they are, 0..1.
    pub(crate) similarity: f32,
}

/// Two names laid side by side.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alignment {
    /// What answers what.
    pub(crate) pairs: Vec<Pair>,
    /// Parts that only the first has, as bits.
    pub(crate) left_alone: u32,
    /// Parts that only the second has, as bits.
    pub(crate) right_alone: u32,
}

impl Alignment {
    /// One pair of all parts of both.
    pub(crate) fn whole(a: &Name, b: &Name, agreement: Agreement, similarity: f32) -> Alignment {
        let pair = Pair { left: all(a), right: all(b), agreement, similarity };
        Alignment { pairs: vec![pair], ..Alignment::default() }
    }

    fn take(&mut self, left: u32, right: u32, likeness: Likeness) {
        self.left_alone &= !left;
        self.right_alone &= !right;
        self.pairs.push(Pair { left, right, agreement: likeness.agreement, similarity: likeness.similarity });
    }
}

/// All parts of a name, as bits.
fn all(name: &Name) -> u32 {
    u32::MAX >> (32 - name.tokens.len().clamp(1, 32) as u32)
}

/// Most letters that may differ in two names, all parts together.
fn edits_allowed(a: &Name, b: &Name) -> u8 {
    let letters = |name: &Name| -> usize {
        name.tokens.iter().filter(|token| token.weight >= 0.5).map(|token| token.text.len()).sum()
    };
    match letters(a).min(letters(b)) {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// Lays two names side by side: equal parts first, then parts written together, initials, and slips of spelling.
#[must_use]
pub(crate) fn align(a: &Name, b: &Name, kind: NameKind) -> Alignment {
    let mut alignment = Alignment { left_alone: all(a), right_alone: all(b), ..Alignment::default() };
    one_to_one(a, b, &mut alignment, same);
    if alignment.left_alone == 0 && alignment.right_alone == 0 {
        return alignment;
    }
    let mut edits = edits_allowed(a, b);
    joined(a, b, &mut alignment, &mut edits);
    let scripts = (a.scripts, b.scripts);
    for limit in 1..=2 {
        one_to_one(a, b, &mut alignment, |left, right| {
            let found = similar(left, right, scripts, limit.min(edits))?;
            edits -= found.edits;
            Some(found)
        });
    }
    if kind == NameKind::Person {
        one_to_one(a, b, &mut alignment, initial);
    }
    alignment
}

fn bits(set: u32) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(set), |rest| Some(rest & rest.wrapping_sub(1)))
        .take_while(|rest| *rest != 0)
        .map(|rest| rest.trailing_zeros() as usize)
}

fn one_to_one(
    a: &Name,
    b: &Name,
    alignment: &mut Alignment,
    mut test: impl FnMut(&Token, &Token) -> Option<Likeness>,
) {
    for i in bits(alignment.left_alone) {
        let Some(left) = a.tokens.get(i) else { continue };
        for j in bits(alignment.right_alone) {
            let Some(right) = b.tokens.get(j) else { continue };
            if let Some(likeness) = test(left, right) {
                alignment.take(1 << i, 1 << j, likeness);
                break;
            }
        }
    }
}

/// Finds a part of one name that neighbouring parts of the other give when written together.
fn joined(a: &Name, b: &Name, alignment: &mut Alignment, edits: &mut u8) {
    for from_left in [true, false] {
        let (one, many) = if from_left { (a, b) } else { (b, a) };
        let (one_alone, many_alone) = if from_left {
            (alignment.left_alone, alignment.right_alone)
        } else {
            (alignment.right_alone, alignment.left_alone)
        };
        for i in bits(one_alone) {
            let Some(whole) = one.tokens.get(i).filter(|token| token.text.len() > 3) else { continue };
            if let Some((parts, spent)) = parts_of(whole, many, many_alone, *edits) {
                let likeness = Likeness { agreement: Agreement::Joined, similarity: 0.95, edits: spent };
                *edits -= spent;
                if from_left {
                    alignment.take(1 << i, parts, likeness);
                } else {
                    alignment.take(parts, 1 << i, likeness);
                }
            }
        }
    }
}

/// Neighbouring parts that give `whole`, two to four, forwards; and how many letters differ.
fn parts_of(whole: &Token, many: &Name, alone: u32, edits: u8) -> Option<(u32, u8)> {
    for start in bits(alone) {
        let (mut text, mut parts) = (String::new(), 0u32);
        for at in start..(start + 4).min(many.tokens.len()) {
            if alone & (1 << at) == 0 {
                break;
            }
            text.push_str(&many.tokens.get(at)?.text);
            parts |= 1 << at;
            let is_near = at > start && text.len().abs_diff(whole.text.len()) <= 1;
            if let Some(spent) =
                is_near.then(|| distance(text.as_bytes(), whole.text.as_bytes(), edits.min(1))).flatten()
            {
                return Some((parts, spent));
            }
        }
    }
    None
}

/// The score of two names laid side by side, 0..1.
#[must_use]
pub(crate) fn score(a: &Name, b: &Name, kind: NameKind, alignment: &Alignment) -> f64 {
    let weight = |name: &Name, parts: u32| -> f32 {
        bits(parts).filter_map(|at| name.tokens.get(at)).map(|token| token.weight).sum()
    };
    let carries =
        |name: &Name, parts: u32| bits(parts).filter_map(|at| name.tokens.get(at)).any(|t| t.weight >= 0.3);
    let (mut agreed, mut total, mut matched) = (0.0f32, 0.0f32, 0);
    for pair in &alignment.pairs {
        let weight = weight(a, pair.left).max(weight(b, pair.right));
        agreed += weight * pair.similarity;
        total += weight;
        matched += u32::from(carries(a, pair.left) || carries(b, pair.right));
    }
    let (left, right) = (weight(a, alignment.left_alone), weight(b, alignment.right_alone));
    let conflict = carries(a, alignment.left_alone) && carries(b, alignment.right_alone);
    let extra = match kind {
        _ if conflict => 1.0,
        NameKind::Person => 0.35,
        NameKind::Organisation | NameKind::Unknown => 0.7,
        NameKind::Vessel => 1.0,
    };
    total += extra * (left + right);
    if total <= 0.0 || matched == 0 {
        return 0.0;
    }
    let mut score = agreed / total;
    let one_of_many = matched == 1 && (carries(a, alignment.left_alone) || carries(b, alignment.right_alone));
    if kind == NameKind::Person && (conflict || one_of_many) {
        score = score.min(0.65);
    }
    f64::from(score.clamp(0.0, 1.0))
}
