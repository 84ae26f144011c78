//! Comparison: two names to a score and its reasons.

mod align;
mod parts;
mod score;

use align::Alignment;

use crate::east::{self, Verdict};
use crate::edit::distance;
use crate::name::{Name, Role};
use crate::reason::{Agreement, Comparison, Reason};
use crate::{NameKind, Script, Token};

/// Names that score this or more count as the same; see `docs/names.md`.
pub const SAME_NAME: f64 = 0.7;

/// How alike two names are, 0..1, without reasons: for ranking many pairs.
#[must_use]
pub fn score(a: &Name, b: &Name) -> f64 {
    best(a, b).map_or(0.0, |(score, ..)| score)
}

/// Compares two names and says why.
#[must_use]
pub fn compare(a: &Name, b: &Name) -> Comparison {
    best(a, b).map_or_else(
        || Comparison { score: 0.0, reasons: Vec::new() },
        |(score, left, right, alignment)| Comparison { score, reasons: reasons(left, right, &alignment) },
    )
}

/// Compares two names, but only as far as needed to see that they score less than `threshold`.
#[must_use]
pub fn compare_above(a: &Name, b: &Name, threshold: f64) -> Option<Comparison> {
    let (score, left, right, alignment) = best(a, b)?;
    (score >= threshold).then(|| Comparison { score, reasons: reasons(left, right, &alignment) })
}

/// The best of the writings that each name has, with its alignment.
fn best<'a>(a: &'a Name, b: &'a Name) -> Option<(f64, &'a Name, &'a Name, Alignment)> {
    let mut best: Option<(f64, &Name, &Name, Alignment)> = None;
    for left in std::iter::once(a).chain(&a.also) {
        for right in std::iter::once(b).chain(&b.also) {
            if left.tokens.is_empty() || right.tokens.is_empty() {
                continue;
            }
            let kind = common_kind(left, right);
            let (score, alignment) = match east_asian(left, right, kind) {
                Some(found) => found,
                None => {
                    let alignment = align::align(left, right, kind);
                    let score = score::score(left, right, kind, &alignment);
                    match same_together(left, right).filter(|together| *together > score) {
                        Some(together) => {
                            (together, Alignment::whole(left, right, Agreement::Joined, together as f32))
                        }
                        None => (score, alignment),
                    }
                }
            };
            if best.as_ref().is_none_or(|(known, ..)| score > *known) {
                best = Some((score, left, right, alignment));
            }
        }
    }
    best
}

/// The score of two names that are the same letters but for the spaces, and for one letter if they are long.
fn same_together(a: &Name, b: &Name) -> Option<f64> {
    let (left, right) = (a.together.as_bytes(), b.together.as_bytes());
    let shorter = left.len().min(right.len());
    let is_han = |name: &Name| name.scripts.contains(Script::Han);
    let same_parts = a.tokens.len() == b.tokens.len() && left != right;
    if shorter < 8 || left.len().abs_diff(right.len()) > 1 || same_parts || is_han(a) || is_han(b) {
        return None;
    }
    let has_number = |name: &Name| name.tokens.iter().any(|token| token.role == Role::Numeral);
    let limit = u8::from(shorter > 11 && !has_number(a) && !has_number(b));
    let edits = distance(left, right, limit)?;
    Some(if edits == 0 { 0.95 } else { 0.85 })
}

/// The score of two names that are both Korean or both Chinese: their syllables decide, not their letters.
fn east_asian(a: &Name, b: &Name, kind: NameKind) -> Option<(f64, Alignment)> {
    if kind != NameKind::Person {
        return None;
    }
    let verdict = east::compare(a.syllables.as_deref()?, b.syllables.as_deref()?)?;
    Some(match verdict {
        Verdict::Same(agreement, similarity) => {
            let is_equal = a.tokens.iter().map(Token::text).eq(b.tokens.iter().map(Token::text));
            let (agreement, similarity) =
                if is_equal { (Agreement::Equal, 1.0) } else { (agreement, similarity) };
            (f64::from(similarity), Alignment::whole(a, b, agreement, similarity))
        }
        Verdict::Different(part) => {
            (f64::from(part * 0.6), Alignment::whole(a, b, Agreement::Conflict, part))
        }
    })
}

/// The kind whose rules decide: what is known of one side holds for both.
fn common_kind(a: &Name, b: &Name) -> NameKind {
    match (a.kind, b.kind) {
        (NameKind::Unknown, NameKind::Unknown) => {
            let of_organisation = |token: &Token| matches!(token.role, Role::LegalForm | Role::Word);
            if a.tokens.iter().chain(b.tokens.iter()).any(of_organisation) {
                NameKind::Organisation
            } else {
                NameKind::Person
            }
        }
        (NameKind::Unknown, kind) | (kind, _) => kind,
    }
}

fn reasons(a: &Name, b: &Name, alignment: &Alignment) -> Vec<Reason> {
    let written = |name: &Name, parts: u32| -> String {
        let mut text = String::new();
        for (_, token) in name.tokens.iter().enumerate().filter(|(at, _)| parts & (1 << at) != 0) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&token.written);
        }
        text
    };
    let first = |name: &Name, parts: u32| {
        name.tokens
            .get(parts.trailing_zeros() as usize)
            .map_or((Role::Core, 0.0), |token| (token.role, token.weight))
    };
    let mut reasons: Vec<(u32, Reason)> = alignment
        .pairs
        .iter()
        .map(|pair| {
            let (role, weight) = first(a, pair.left);
            let reason = Reason {
                agreement: pair.agreement,
                left: written(a, pair.left),
                right: written(b, pair.right),
                role,
                similarity: pair.similarity,
                weight,
            };
            (pair.left.trailing_zeros(), reason)
        })
        .collect();
    for (name, alone, is_left) in [(a, alignment.left_alone, true), (b, alignment.right_alone, false)] {
        for (at, token) in name.tokens.iter().enumerate().filter(|(at, _)| alone & (1 << at) != 0) {
            let written = token.written.to_string();
            let (left, right) = if is_left { (written, String::new()) } else { (String::new(), written) };
            let (role, weight) = (token.role, token.weight);
            let reason =
                Reason { agreement: Agreement::OneSided, left, right, role, similarity: 0.0, weight };
            reasons.push((if is_left { at as u32 } else { 100 + at as u32 }, reason));
        }
    }
    reasons.sort_by_key(|(order, _)| *order);
    reasons.into_iter().map(|(_, reason)| reason).collect()
}
