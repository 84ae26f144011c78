//! How alike two parts of names are.

use crate::edit::distance;
use crate::name::{Name, Role, Token};
use crate::reason::Agreement;
use crate::script::{Script, Scripts};

/// What two parts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    /// How they agree.
    pub(crate) agreement: Agreement,
    /// How alike, 0..1.
    pub(crate) similarity: f32,
    /// Letters that differ.
    pub(crate) edits: u8,
}

const fn alike(agreement: Agreement, similarity: f32) -> Option<Likeness> {
    Some(Likeness { agreement, similarity, edits: 0 })
}

/// How the scripts of two names bear on what is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vowels {
    /// Both write vowels.
    Written,
    /// One of the two leaves most vowels out: consonants decide.
    OnOneSide,
    /// Both leave them out: every letter tells more.
    Left,
}

impl Vowels {
    /// How two names write vowels.
    #[must_use]
    pub(crate) fn of(a: &Name, b: &Name) -> Vowels {
        let leaves_out =
            |scripts: Scripts| scripts.contains(Script::Arabic) || scripts.contains(Script::Hebrew);
        match (leaves_out(a.scripts), leaves_out(b.scripts)) {
            (false, false) => Vowels::Written,
            (true, true) => Vowels::Left,
            _ => Vowels::OnOneSide,
        }
    }
}

/// Equal or equivalent parts, found by comparing keys only.
#[must_use]
pub(crate) fn same(a: &Token, b: &Token) -> Option<Likeness> {
    if a.hash == b.hash {
        return alike(Agreement::Equal, 1.0);
    }
    if a.sound == b.sound && a.text.len().min(b.text.len()) > 2 && a.role != Role::Numeral {
        return alike(Agreement::Romanisation, 0.95);
    }
    if !a.groups.is_empty() && a.groups.iter().any(|group| b.groups.binary_search(group).is_ok()) {
        let agreement = if a.role == Role::LegalForm { Agreement::LegalForm } else { Agreement::KnownForm };
        return alike(agreement, 0.95);
    }
    None
}

/// Parts a few letters apart, or with equal consonants where a script leaves vowels out.
#[must_use]
pub(crate) fn similar(a: &Token, b: &Token, vowels: Vowels, limit: u8) -> Option<Likeness> {
    if a.role == Role::Numeral || b.role == Role::Numeral {
        return None;
    }
    if vowels == Vowels::OnOneSide && same_consonants(a.consonants, b.consonants) {
        return alike(Agreement::Consonants, 0.9);
    }
    if is_shortened(&a.text, &b.text) || is_shortened(&b.text, &a.text) {
        return alike(Agreement::KnownForm, 0.8);
    }
    let longest = if vowels == Vowels::Written { 2 } else { 1 };
    let limit = limit.min(longest).min(match a.text.len().min(b.text.len()) {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    });
    if limit == 0 {
        return None;
    }
    let edits = distance(a.text.as_bytes(), b.text.as_bytes(), limit)?;
    // The first letter is rarely mistaken; with it another, it is another name.
    if edits > 1 && a.text.as_bytes().first() != b.text.as_bytes().first() {
        return None;
    }
    let longer = a.text.len().max(b.text.len()) as f32;
    Some(Likeness { agreement: Agreement::Spelling, similarity: 1.0 - f32::from(edits) / longer, edits })
}

/// `Abdul Hanif` is often called `Hanif`.
fn is_shortened(long: &str, short: &str) -> bool {
    long.strip_prefix("abdul").is_some_and(|rest| rest == short)
}

/// Two or more consonants, all in the same class; b and p are one, since Arabic has no p.
fn same_consonants(a: u64, b: u64) -> bool {
    let lips_as_one = |key: u64| {
        // Class 3 (p, f) becomes 2 (b, v): the lowest bit goes where a digit of four bits is 0011.
        let (low, high) = (key & 0x1111_1111_1111_1111, key >> 1 & 0x1111_1111_1111_1111);
        let third = key >> 2 & 0x1111_1111_1111_1111;
        let fourth = key >> 3 & 0x1111_1111_1111_1111;
        key & !(low & high & !third & !fourth)
    };
    a > 0xf && b > 0xf && lips_as_one(a) == lips_as_one(b)
}

/// An initial and a name that begins with it.
#[must_use]
pub(crate) fn initial(a: &Token, b: &Token) -> Option<Likeness> {
    let stands_for = |short: &Token, long: &Token| {
        short.role == Role::Initial && long.text.as_bytes().first() == short.text.as_bytes().first()
    };
    if stands_for(a, b) || stands_for(b, a) { alike(Agreement::Initial, 0.8) } else { None }
}
