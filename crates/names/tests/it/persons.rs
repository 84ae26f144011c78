//! Names of persons. All are of public figures or of dictionaries.

use crate::support::{assert_different, assert_same, reasons};
use names::NameKind::Person;
use names::{Role, analyse};

#[test]
fn order_titles_and_parts_left_out_do_not_matter() {
    assert_same(
        Person,
        &[
            ("Merkel, Angela", "Angela Merkel"),
            ("Dr. Angela Merkel", "Angela Merkel"),
            ("Angela Dorothea Merkel", "Angela Merkel"),
            ("A. Merkel", "Angela Merkel"),
            ("AngelaMerkel", "Angela Merkel"),
            ("Gabriel García Márquez", "Gabriel Garcia Marquez"),
            ("Dmitri Dmitrievich Shostakovich", "Dmitri Shostakovich"),
        ],
    );
}

#[test]
fn slips_of_spelling_do_not_matter() {
    assert_same(
        Person,
        &[
            ("Angela Merkle", "Angela Merkel"),
            ("Anjela Merkel", "Angela Merkel"),
            ("Ludwig van Bethoven", "Ludwig van Beethoven"),
        ],
    );
}

#[test]
fn two_parts_that_contradict_each_other_are_two_persons() {
    assert_different(
        Person,
        &[
            ("Angela Merkel", "Angela Schmidt"),
            ("B. Merkel", "Angela Merkel"),
            ("Wilhelm Grimm", "Jacob Grimm"),
            ("Nikolai Andreyevich Rimsky", "Nikolai Petrovich Rimsky"),
            ("Abdullah bin Faisal", "Faisal bin Abdullah"),
            ("Merkel", "Angela Merkel"),
            ("Julio Iglesias", "Julia Iglesias"),
            ("A. M.", "Angela Merkel"),
        ],
    );
}

#[test]
fn short_forms_are_known() {
    assert_same(Person, &[("Bill Clinton", "William Clinton"), ("Tony Blair", "Anthony Blair")]);
}

#[test]
fn names_after_also_known_as_are_names_of_their_own() {
    assert_same(
        Person,
        &[
            ("Joseph Conrad a.k.a. Teodor Korzeniowski", "Teodor Korzeniowski"),
            ("Joseph Conrad a.k.a. Teodor Korzeniowski", "Joseph Conrad"),
        ],
    );
}

#[test]
fn reasons_name_every_part() {
    assert_eq!(
        reasons("MERKEL, Angela Dorothea", "Dr Angala Merkel", Person),
        ["MERKEL = Merkel", "Angela ~ Angala (spelling)", "only left: Dorothea", "only right: Dr"]
    );
    assert_eq!(
        reasons("Sergej Lavrov", "Сергей Лавров", Person),
        ["Sergej ~ Сергей (romanisation)", "Lavrov = Лавров"]
    );
    assert_eq!(reasons("Kim Jong-il", "김정일", Person), ["Kim Jong il ~ 김정일 (syllables)"]);
}

#[test]
fn roles_are_seen() {
    let name = analyse("Dr. TOLSTOY, Lev Nikolayevich", Person);
    let roles: Vec<(&str, Role)> = name.tokens().iter().map(|token| (token.text(), token.role())).collect();
    assert_eq!(
        roles,
        [
            ("dr", Role::Honorific),
            ("tolstoy", Role::Family),
            ("lev", Role::Given),
            ("nikolayevich", Role::Patronymic)
        ]
    );
}
