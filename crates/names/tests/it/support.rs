//! What the tests share.

use names::{NameKind, SAME_NAME, analyse, compare};

/// The score of two names of a kind.
pub(crate) fn score(a: &str, b: &str, kind: NameKind) -> f64 {
    compare(&analyse(a, kind), &analyse(b, kind)).score
}

/// Asserts that all pairs count as the same name, whichever comes first.
pub(crate) fn assert_same(kind: NameKind, pairs: &[(&str, &str)]) {
    for (a, b) in pairs {
        let (forth, back) = (score(a, b, kind), score(b, a, kind));
        assert!(forth >= SAME_NAME && back >= SAME_NAME, "{a} | {b}: {forth:.3} {back:.3}");
    }
}

/// Asserts that no pair counts as the same name, whichever comes first.
pub(crate) fn assert_different(kind: NameKind, pairs: &[(&str, &str)]) {
    for (a, b) in pairs {
        let (forth, back) = (score(a, b, kind), score(b, a, kind));
        assert!(forth < SAME_NAME && back < SAME_NAME, "{a} | {b}: {forth:.3} {back:.3}");
    }
}

/// The reasons of a comparison in words.
pub(crate) fn reasons(a: &str, b: &str, kind: NameKind) -> Vec<String> {
    compare(&analyse(a, kind), &analyse(b, kind)).reasons.iter().map(ToString::to_string).collect()
}
