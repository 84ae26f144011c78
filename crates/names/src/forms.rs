//! Known forms of names of persons in other languages and scripts: `Mohammed`, `Mehmed`, `محمد`, `穆罕默德`.
//!
//! The table holds, sorted, four bytes of a form's key and three of the number of its group, both big-endian.
//! A form may be in several groups, a group has at least two forms that do not meet by sound.

use crate::Script;
use crate::analyse::{Word, words};
use crate::sound::{Fnv, sound};

static TABLE: &[u8] = include_bytes!("../data/known_forms.bin");

/// Bytes of one row.
const ROW: usize = 7;

/// Group numbers of this table begin here; see `tables.rs` for the others.
const FIRST_GROUP: u32 = 6 << 24;

/// Most groups of one form that are used.
const MOST_GROUPS: usize = 12;

/// The groups of a word.
pub(crate) fn groups(word: &Word) -> impl Iterator<Item = u32> {
    let key = key(word).to_be_bytes();
    let (mut low, mut high) = (0, TABLE.len() / ROW);
    while low < high {
        let middle = (low + high) / 2;
        if row(middle).is_some_and(|row| row.starts_with(&key) || row.get(..4) > Some(key.as_slice())) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    (low..)
        .map_while(row)
        .take_while(move |row| row.starts_with(&key))
        .filter_map(|row| {
            Some(FIRST_GROUP | u32::from_be_bytes([0, *row.get(4)?, *row.get(5)?, *row.get(6)?]))
        })
        .take(MOST_GROUPS)
}

fn row(at: usize) -> Option<&'static [u8]> {
    TABLE.get(at * ROW..(at + 1) * ROW)
}

/// Chinese characters are their own key: many are read alike.
fn key(word: &Word) -> u32 {
    let text = if word.script == Some(Script::Han) { &word.written } else { &word.text };
    Fnv::of(text.as_bytes()) as u32
}

/// What the script that makes the table has to know of a form: its key, its folded text, and the key of its sounds.
///
/// None for a form of more than one word.
#[must_use]
pub fn form_key(form: &str) -> Option<(u32, String, u64)> {
    match words(form).as_slice() {
        [word] => Some((key(word), word.text.clone(), sound(word.text.as_bytes()))),
        _ => None,
    }
}
