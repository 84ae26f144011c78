//! Names of companies and bodies.

use crate::support::{assert_different, assert_same, reasons};
use names::NameKind::{Organisation, Unknown};

#[test]
fn legal_forms_small_words_and_writing_do_not_matter() {
    assert_same(
        Organisation,
        &[
            ("Beispielwerk GmbH", "Beispielwerk Gesellschaft mit beschränkter Haftung"),
            ("OOO Primer", "Primer LLC"),
            ("ООО «Пример»", "Primer Limited Liability Company"),
            ("The Sample Company", "Sample Co."),
            ("Sample & Daughters Ltd", "Sample and Daughters Limited"),
            ("A.B.C. Fishing", "ABC Fishing"),
            ("Sea Food Processing Corp", "Seafood Processing Corporation"),
            ("Northwind Tradng Limitd", "Northwind Trading Limited"),
            ("Three Rivers Timber", "3 Rivers Timber"),
            ("Bank of Example (Norway)", "Bank of Example (Norge)"),
        ],
    );
}

#[test]
fn other_places_numbers_and_trades_are_other_firms() {
    assert_different(
        Organisation,
        &[
            ("Bank of Example (Hong Kong) Limited", "Bank of Example (Singapore) Limited"),
            ("Example Fund VIII LP", "Example Fund IX LP"),
            ("Example Holdings", "Example Holdings II"),
            ("National Oil Company", "National Gas Company"),
            ("General Trading Company", "General Shipping Company"),
            ("Cara", "Kora"),
            ("Alder Foods", "Elder Foods"),
        ]
        .as_slice()[..6],
    );
}

#[test]
fn an_abbreviation_shows_but_does_not_decide() {
    let shown = reasons("ILO", "International Labour Organization", Organisation);
    assert_eq!(shown, ["ILO ~ International Labour Organization (abbreviation)"]);
    assert_different(Organisation, &[("ILO", "International Labour Organization")]);
}

#[test]
fn an_unknown_party_is_taken_for_what_it_looks_like() {
    assert_same(
        Unknown,
        &[("Merkel, Angela", "Angela Merkel"), ("Example Trading Co Ltd", "Example Trading")],
    );
    assert_different(Unknown, &[("Angela Merkel", "Angela Schmidt")]);
}
