//! How alike two parts of names are.

use crate::Scripts;
use crate::analyse::writes_few_vowels;
use crate::edit::distance;
use crate::name::{Role, Token};
use crate::reason::Agreement;

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

/// Equal or equivalent parts, found by comparing keys only.
#[must_use]
pub(crate) fn same(a: &Token, b: &Token) -> Option<Likeness> {
    if a.hash == b.hash {
        return alike(Agreement::Equal, 1.0);
    }
    if a.groups.iter().any(|group| b.groups.binary_search(group).is_ok()) {
        let agreement = if a.role == Role::LegalForm { Agreement::LegalForm } else { Agreement::KnownForm };
        return alike(agreement, 0.95);
    }
    if a.sound == b.sound && a.text.len().min(b.text.len()) > 2 && a.role != Role::Numeral {
        return alike(Agreement::Romanisation, 0.95);
    }
    None
}

/// Parts a few letters apart, or with equal consonants where a script leaves vowels out.
#[must_use]
pub(crate) fn similar(a: &Token, b: &Token, scripts: (Scripts, Scripts), limit: u8) -> Option<Likeness> {
    let shorter = a.text.len().min(b.text.len());
    let few_vowels = scripts.0.iter().any(writes_few_vowels) != scripts.1.iter().any(writes_few_vowels);
    if few_vowels && a.consonants == b.consonants && a.consonants > 0xf {
        return alike(Agreement::Consonants, 0.9);
    }
    if a.role == Role::Numeral || b.role == Role::Numeral {
        return None;
    }
    let limit = limit.min(match shorter {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    });
    if limit == 0 {
        return None;
    }
    let edits = distance(a.text.as_bytes(), b.text.as_bytes(), limit)?;
    let longer = a.text.len().max(b.text.len()) as f32;
    Some(Likeness { agreement: Agreement::Spelling, similarity: 1.0 - f32::from(edits) / longer, edits })
}

/// An initial and a name that begins with it.
#[must_use]
pub(crate) fn initial(a: &Token, b: &Token) -> Option<Likeness> {
    let stands_for = |short: &Token, long: &Token| {
        short.role == Role::Initial && long.text.as_bytes().first() == short.text.as_bytes().first()
    };
    if stands_for(a, b) || stands_for(b, a) { alike(Agreement::Initial, 0.8) } else { None }
}
