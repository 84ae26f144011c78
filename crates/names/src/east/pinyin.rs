//! Mandarin in Hanyu Pinyin and in Wade–Giles.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{MOST_READINGS, combine, family_first, han};
use crate::analyse::Word;
use crate::sound::Fnv;
use crate::tables::{column, rows};

/// The syllables of Pinyin that one written syllable may stand for, as numbers from 1; 0 for none.
pub(crate) type Sounds = [u16; 4];

struct Spellings {
    /// Syllables of Pinyin by their number less one.
    syllables: Vec<&'static str>,
    /// Number of each syllable of Pinyin.
    numbers: HashMap<&'static str, u16>,
    pinyin: HashMap<String, Sounds>,
    wade: HashMap<String, Sounds>,
    families: Vec<u16>,
}

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let mut spellings = Spellings {
        syllables: Vec::new(),
        numbers: HashMap::new(),
        pinyin: HashMap::new(),
        wade: HashMap::new(),
        families: Vec::new(),
    };
    let table = include_str!("../../data/pinyin.tsv");
    for (row, number) in rows(table).zip(1u16..) {
        let (pinyin, wade) = (column(&row, 0), column(&row, 1));
        spellings.syllables.push(pinyin);
        spellings.numbers.insert(pinyin, number);
        for (written, map) in [(pinyin, &mut spellings.pinyin), (wade, &mut spellings.wade)] {
            // ü is mostly written u, sometimes yu as in passports.
            for written in [written.replace('v', "u"), written.replace('v', "yu")] {
                add(map, &written, number);
                if written.contains('\'') {
                    add(map, &written.replace('\'', ""), number);
                }
            }
        }
    }
    for row in rows(include_str!("../../data/family_names.tsv")).filter(|row| column(row, 0) == "zh") {
        let names = column(&row, 1).split('|').filter(|name| name.chars().count() == 1);
        spellings.families.extend(
            names.flat_map(str::chars).filter_map(|c| han::mandarin(c, true)).flat_map(|sounds| {
                sounds.into_iter().filter_map(|sound| spellings.numbers.get(sound).copied())
            }),
        );
    }
    spellings.families.sort_unstable();
    spellings.families.dedup();
    spellings
});

fn add(map: &mut HashMap<String, Sounds>, written: &str, number: u16) {
    let sounds = map.entry(written.to_owned()).or_default();
    if !sounds.contains(&number)
        && let Some(free) = sounds.iter_mut().find(|sound| **sound == 0)
    {
        *free = number;
    }
}

/// The number of a syllable of Pinyin, such as `xi`; 0 for none.
pub(super) fn number(pinyin: &str) -> u16 {
    SPELLINGS.numbers.get(pinyin).copied().unwrap_or(0)
}

/// Reads a name in Latin letters as Mandarin: two to four syllables, one a family name.
///
/// As Wade–Giles only if Pinyin cannot be meant: where an apostrophe or a hyphen stands in it, or a syllable that
/// Pinyin does not have.
pub(super) fn read(words: &[&Word]) -> Vec<Vec<Sounds>> {
    if !(2..=4).contains(&words.len()) {
        return Vec::new();
    }
    let spelled: Vec<String> = words.iter().map(|word| spelled(&word.written)).collect();
    let mut names = names_of(words, &spelled, &SPELLINGS.pinyin);
    let may_be_wade = names.is_empty()
        || words.iter().any(|word| word.hyphen_before)
        || spelled.iter().any(|word| word.contains('\''));
    if may_be_wade {
        names.extend(names_of(words, &spelled, &SPELLINGS.wade));
    }
    names
}

fn names_of(words: &[&Word], spelled: &[String], table: &HashMap<String, Sounds>) -> Vec<Vec<Sounds>> {
    let read = |word: &String| Some(cut(word, table)).filter(|readings| !readings.is_empty());
    let Some(readings) = spelled.iter().map(read).collect::<Option<Vec<Vec<Vec<Sounds>>>>>() else {
        return Vec::new();
    };
    let is_family = |reading: &[Sounds]| matches!(reading, [one] if one.iter().any(|sound| SPELLINGS.families.binary_search(sound).is_ok()));
    let Some(ordered) = family_first(words, readings, is_family) else { return Vec::new() };
    let mut names = combine(&ordered);
    names.retain(|name| (2..=4).contains(&name.len()));
    names
}

fn spelled(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            '\'' | '’' | '‘' | '`' | 'ʻ' | 'ʼ' => plain.push('\''),
            _ => crate::fold::push_folded(c, &mut plain),
        }
    }
    plain
}

fn cut(word: &str, table: &HashMap<String, Sounds>) -> Vec<Vec<Sounds>> {
    for count in 1..=2 {
        let mut found = Vec::new();
        extend(word, count, table, &mut Vec::with_capacity(count), &mut found);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn extend(
    rest: &str,
    count: usize,
    table: &HashMap<String, Sounds>,
    begun: &mut Vec<Sounds>,
    found: &mut Vec<Vec<Sounds>>,
) {
    let rest = if begun.is_empty() { rest } else { rest.trim_start_matches('\'') };
    if count == 0 {
        if rest.is_empty() && found.len() < MOST_READINGS {
            found.push(begun.clone());
        }
        return;
    }
    for end in (1..=rest.len().min(7)).rev() {
        let Some((start, after)) = rest.split_at_checked(end) else { continue };
        if let Some(sounds) = table.get(start) {
            begun.push(*sounds);
            extend(after, count - 1, table, begun, found);
            begun.pop();
        }
    }
}

/// How many syllables agree, in order.
pub(super) fn agreeing(a: &[Sounds], b: &[Sounds]) -> usize {
    a.iter()
        .zip(b)
        .filter(|(left, right)| left.iter().any(|sound| *sound != 0 && right.contains(sound)))
        .count()
}

/// A key that Pinyin and Wade–Giles of one name share: initials with and without breath in one class.
pub(super) fn push_key(name: &[Sounds], key: &mut Fnv) {
    for sounds in name {
        let number = usize::from(sounds.first().copied().unwrap_or(0));
        let pinyin =
            number.checked_sub(1).and_then(|at| SPELLINGS.syllables.get(at)).copied().unwrap_or_default();
        let vowel = pinyin.find(['a', 'e', 'i', 'o', 'u', 'v']).unwrap_or(pinyin.len());
        let (initial, end) = pinyin.split_at_checked(vowel).unwrap_or((pinyin, ""));
        let class = match initial {
            "b" | "p" => b'b',
            "d" | "t" => b'd',
            "g" | "k" => b'g',
            "j" | "q" | "zh" | "ch" => b'j',
            "z" | "c" => b'z',
            "s" | "sh" | "x" => b's',
            "r" => b'r',
            other => other.bytes().next().unwrap_or(b'-'),
        };
        key.push(class);
        end.bytes().for_each(|byte| key.push(if byte == b'v' { b'u' } else { byte }));
        key.push(b' ');
    }
}
