//! Any two texts as names of any kind: no panic, scores within bounds, a name equal to itself, keys that do not change.
#![no_main]

use libfuzzer_sys::fuzz_target;
use names::{NameKind, SAME_NAME, analyse, compare, compare_above, score};

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organisation, NameKind::Vessel, NameKind::Unknown];

fuzz_target!(|texts: (u8, &str, &str)| {
    let (kind, a, b) = texts;
    let kind = KINDS[usize::from(kind) % KINDS.len()];
    let (left, right) = (analyse(a, kind), analyse(b, kind));
    let comparison = compare(&left, &right);
    assert!((0.0..=1.0).contains(&comparison.score));
    assert_eq!(comparison.score, score(&left, &right));
    assert_eq!(compare_above(&left, &right, SAME_NAME).is_some(), comparison.score >= SAME_NAME);
    assert_eq!(left, analyse(a, kind));
    assert_eq!(left.candidate_keys(), analyse(a, kind).candidate_keys());
    let telling = left.tokens().iter().any(|token| token.weight() >= 0.5);
    assert!(!telling || score(&left, &left) > 0.99);
    names::identifiers::recognise(a);
});
