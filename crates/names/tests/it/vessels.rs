//! Names of ships.

use crate::support::{assert_different, assert_same};
use names::NameKind::Vessel;

#[test]
fn prefixes_and_writing_of_numbers_do_not_matter() {
    assert_same(
        Vessel,
        &[
            ("M/V Morning Star", "MORNING STAR"),
            ("MT Snow Storm 1", "Snow Stom I"),
            ("Morning Star Iv", "MORNING STAR 4"),
            ("MORNINGSTAR", "Morning Star"),
        ],
    );
}

#[test]
fn sister_ships_are_two() {
    assert_different(Vessel, &[("Morning Star 5", "Morning Star 6"), ("Morning Star", "Morning Star 2")]);
}
