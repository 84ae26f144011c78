//! Makes `data/known_forms.bin` of the list of names that PyPI `rigour` carries (from Wikidata, CC0).
//!
//! `cargo run --release -p manumit-names --example known_forms -- PERSON_NAMES.txt data/known_forms.bin`
//!
//! A line is `form, form, … => group`. Forms that are far from all others of their group (a name in a constructed
//! language, a description) are left out, and groups whose forms all sound alike or are one letter apart: the
//! crate sees that by itself.

use std::collections::BTreeMap;
use std::error::Error;

use names::{Script, form_key};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(source), Some(target)) = (arguments.next(), arguments.next()) else {
        return Err("usage: known_forms PERSON_NAMES.txt TARGET".into());
    };
    let text = std::fs::read_to_string(source)?;
    let mut rows: Vec<(u32, u32)> = Vec::new();
    let mut groups = 0u32;
    for line in text.lines() {
        let Some((forms, _)) = line.split_once(" => ") else { continue };
        let keys = kept(forms);
        if keys.len() > 1 {
            rows.extend(keys.into_iter().map(|key| (key, groups)));
            groups += 1;
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let bytes: Vec<u8> = rows
        .iter()
        .flat_map(|(key, group)| [key.to_be_bytes().as_slice(), &group.to_be_bytes()[1..]].concat())
        .collect();
    std::fs::write(target, &bytes)?;
    Ok(())
}

/// The keys of the forms of one group that are kept; none if the crate finds them alike by itself.
fn kept(forms: &str) -> Vec<u32> {
    let mut by_text: BTreeMap<String, (u32, u64, bool)> = BTreeMap::new();
    for form in forms.split(", ") {
        let Some((key, text, sound)) = form_key(form) else { continue };
        let script = form.chars().find_map(Script::of);
        let spells = !matches!(script, None | Some(Script::Han | Script::Kana));
        if text.len() > 1 {
            by_text.entry(text).or_insert((key, sound, spells));
        }
    }
    let spelled: Vec<String> =
        by_text.iter().filter(|(_, one)| one.2).map(|(text, _)| skeleton(text)).collect();
    let near = |text: &str| {
        let own = skeleton(text);
        let longest = own.len().max(1);
        let close = spelled.iter().filter(|other| strsim::osa_distance(&own, other) * 2 <= longest).count();
        close * 2 > spelled.len()
    };
    by_text.retain(|text, (_, _, spells)| !*spells || near(text));
    let forms: Vec<(&String, u64, bool)> =
        by_text.iter().map(|(text, (_, sound, spells))| (text, *sound, *spells)).collect();
    let meets = |a: &(&String, u64, bool), b: &(&String, u64, bool)| {
        a.1 == b.1 || a.2 && b.2 && a.0.len().min(b.0.len()) > 3 && strsim::osa_distance(a.0, b.0) <= 1
    };
    let all_meet =
        forms.iter().enumerate().all(|(at, one)| forms.iter().skip(at + 1).all(|other| meets(one, other)));
    if all_meet { Vec::new() } else { by_text.values().map(|(key, ..)| *key).collect() }
}

/// Consonants in rough classes: enough to see which form is no form of the name.
fn skeleton(text: &str) -> String {
    let mut classes: String = text
        .chars()
        .filter_map(|c| match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' => None,
            'b' | 'p' | 'v' | 'f' => Some('b'),
            'c' | 'k' | 'q' | 'g' | 'x' => Some('k'),
            'd' | 't' => Some('t'),
            's' | 'z' | 'j' => Some('s'),
            other => Some(other),
        })
        .collect();
    classes.insert(0, '.');
    classes
}
