//! Keys that lead an index to candidates.

use names::{KeyKind, NameKind, analyse};

fn shares(a: &str, b: &str, kind: NameKind, key: KeyKind) -> bool {
    let keys = |text: &str| -> Vec<u64> {
        analyse(text, kind)
            .candidate_keys()
            .iter()
            .filter(|(found, _)| *found == key)
            .map(|(_, hash)| hash)
            .collect()
    };
    let theirs = keys(b);
    keys(a).iter().any(|hash| theirs.contains(hash))
}

#[test]
fn alike_names_share_a_key() {
    for (a, b, kind, key) in [
        ("Merkel, Angela", "Angela Merkel", NameKind::Person, KeyKind::Fingerprint),
        ("Merkel, Angela", "Angela Schmidt", NameKind::Person, KeyKind::Token),
        ("Сергей Лавров", "Sergej Petrow", NameKind::Person, KeyKind::Sound),
        ("Kim Young-Cheol", "김영철", NameKind::Person, KeyKind::Syllables),
        ("Hsi Chin-p'ing", "习近平", NameKind::Person, KeyKind::Syllables),
        ("محمد صلاح", "Mohamed Salah", NameKind::Person, KeyKind::KnownForm),
        ("Example Trading LLC", "Example Trading GmbH", NameKind::Organisation, KeyKind::Fingerprint),
    ] {
        assert!(shares(a, b, kind, key), "{a} | {b} by {key:?}");
    }
}

#[test]
fn legal_forms_and_small_words_are_no_keys() {
    assert!(!shares("The Example Limited", "The Sample Limited", NameKind::Organisation, KeyKind::Token));
}
