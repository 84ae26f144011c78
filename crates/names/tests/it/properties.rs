//! What holds for any text.

use names::{LONGEST_NAME, MOST_TOKENS, Name, NameKind, SAME_NAME, analyse, compare, compare_above, score};
use proptest::prelude::*;

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organisation, NameKind::Vessel, NameKind::Unknown];

/// Texts as names are: letters of many scripts, figures, and what stands between them.
fn text() -> impl Strategy<Value = String> {
    let any = any::<String>();
    let names = "([A-Za-zА-яا-ي가-힣一-龥あ-んα-ωא-ת]{1,9}[ ,.'’()/-]{0,2}){0,6}";
    prop_oneof![1 => any, 3 => names.prop_map(String::from)]
}

proptest! {
    #[test]
    fn scores_are_within_bounds_and_agree(a in text(), b in text()) {
        for kind in KINDS {
            let (left, right) = (analyse(&a, kind), analyse(&b, kind));
            let comparison = compare(&left, &right);
            prop_assert!((0.0..=1.0).contains(&comparison.score));
            prop_assert!((comparison.score - score(&left, &right)).abs() < 1e-9);
            let above = compare_above(&left, &right, SAME_NAME);
            prop_assert_eq!(above.is_some(), comparison.score >= SAME_NAME);
        }
    }

    #[test]
    fn a_name_is_itself(a in text()) {
        for kind in KINDS {
            let name = analyse(&a, kind);
            if !name.is_empty() && name.tokens().iter().any(|token| token.weight() >= 0.5) {
                prop_assert!(score(&name, &name) > 0.99, "{} {:?}", score(&name, &name), name);
            }
        }
    }

    #[test]
    fn analysis_keeps_its_limits(a in "\\PC{0,3000}") {
        let name = analyse(&a, NameKind::Organisation);
        prop_assert!(name.tokens().len() <= MOST_TOKENS);
        let letters: usize = name.tokens().iter().map(|token| token.written().len()).sum();
        prop_assert!(letters <= 2 * LONGEST_NAME);
    }
}

#[test]
fn articles_do_not_lift_the_limit_of_parts() {
    let text = "الأسد ".repeat(2 * MOST_TOKENS);
    let name = analyse(&text, NameKind::Person);
    assert_eq!(name.tokens().len(), MOST_TOKENS);
    assert!(score(&name, &name) > 0.99);
}

#[test]
fn each_writing_of_a_name_survives_being_stored() {
    let texts = ["KIM, Yong-chol (金英哲)", "Example Trading Co. Ltd", "محمد صلاح", ""];
    let names: Vec<Name> =
        texts.iter().flat_map(|text| analyse(text, NameKind::Unknown).into_writings()).collect();
    assert_eq!(names.len(), 5);
    for name in names {
        let stored = serde_json::to_string(&name).unwrap();
        let read: Name = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, name);
        assert!(read.is_sound());
    }
}
