//! The embedded tables, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analyse::{join_dotted, words};

/// A legal form: its number, and the class of forms (`LLC`, `JSC`, …) that count as equivalent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LegalForm {
    /// Group of this form.
    pub(crate) form: u32,
    /// Group of its class; the form itself where no class is known.
    pub(crate) class: u32,
}

/// Words and phrases by their folded text, parts joined by a space.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// Legal forms.
    pub(crate) legal: HashMap<String, LegalForm>,
    /// Those of one long word, which are often misspelt.
    pub(crate) long_forms: Vec<String>,
    /// Common words of organisations: the group.
    pub(crate) words: HashMap<String, u32>,
    /// Short forms of given names: their groups.
    pub(crate) nicknames: HashMap<String, Vec<u32>>,
    /// Particles and titles within names of persons: the group, and whether it is a title.
    pub(crate) particles: HashMap<String, (u32, bool)>,
    /// Honorifics before names of persons.
    pub(crate) honorifics: HashMap<String, ()>,
    /// Ship-name prefixes.
    pub(crate) vessels: HashMap<String, ()>,
    /// Countries and continents: the group.
    pub(crate) places: HashMap<String, u32>,
    /// Number words.
    pub(crate) numbers: HashMap<String, u32>,
    /// What stands between two names of one thing, in lower case with a space on either side.
    pub(crate) aliases: Vec<String>,
    /// Words of the longest phrase.
    pub(crate) longest: usize,
}

/// Groups of legal forms begin here, then classes, words, nicknames, particles: one number space for all tables.
const LEGAL: u32 = 1 << 24;
const CLASS: u32 = 2 << 24;
const WORD: u32 = 3 << 24;
const NICKNAME: u32 = 4 << 24;
const PARTICLE: u32 = 5 << 24;
const PLACE: u32 = 7 << 24;

/// What names of organisations write for a country that lists of countries leave out, because it may be two or is an abbreviation. Each is
/// a place of its own: `Korea` is neither of the two states for certain.
const UNDECIDED_COUNTRIES: &[&str] = &["korea", "dprk", "rok", "prc", "uae"];

/// Where their groups begin among the places.
const UNDECIDED: u32 = 1 << 20;

/// The titles among the particles of persons; the others belong to the name.
const TITLES: &[&str] = &[
    "cfa", "cma", "cpa", "csa", "dds", "dr", "dvm", "esq", "haji", "jr", "md", "phd", "prof", "sheikh", "sr",
];

/// The tables of this crate.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    let mut classes: HashMap<&str, u32> = HashMap::new();
    let supplement = rows(include_str!("../data/legal_forms_supplement.tsv"));
    for (number, row) in supplement.chain(rows(include_str!("../data/legal_forms.tsv"))).enumerate() {
        let form = LEGAL + number as u32;
        let class = match column(&row, 1) {
            "" => form,
            name => {
                let next = CLASS + classes.len() as u32;
                *classes.entry(name).or_insert(next)
            }
        };
        for spelling in phrases(column(&row, 2)) {
            let words = spelling.split(' ').count();
            tables.longest = tables.longest.max(words);
            if words == 1 && spelling.len() > 5 {
                tables.long_forms.push(spelling.clone());
            }
            tables.legal.entry(spelling).or_insert(LegalForm { form, class });
        }
    }
    for (number, row) in rows(include_str!("../data/words.tsv")).enumerate() {
        for spelling in phrases(column(&row, 1)) {
            tables.words.entry(spelling).or_insert(WORD + number as u32);
        }
    }
    for (number, row) in rows(include_str!("../data/nicknames.tsv")).enumerate() {
        for spelling in phrases(column(&row, 1)) {
            tables.nicknames.entry(spelling).or_default().push(NICKNAME + number as u32);
        }
    }
    for (number, row) in rows(include_str!("../data/particles.tsv")).enumerate() {
        let is_title = TITLES.contains(&column(&row, 0));
        for spelling in phrases(column(&row, 1)) {
            tables.particles.entry(spelling).or_insert((PARTICLE + number as u32, is_title));
        }
    }
    for row in rows(include_str!("../data/prefixes.tsv")) {
        if column(&row, 0) == "alias" {
            let spelled =
                column(&row, 1).split('|').map(|phrase| format!(" {} ", phrase.to_ascii_lowercase()));
            tables.aliases = spelled.collect();
        }
        let prefixes = phrases(column(&row, 1)).map(|phrase| (phrase, ()));
        match column(&row, 0) {
            "person" => tables.honorifics.extend(prefixes),
            "vessel" => tables.vessels.extend(prefixes),
            _ => {}
        }
    }
    for (number, row) in rows(include_str!("../data/countries.tsv")).enumerate() {
        for spelling in phrases(column(&row, 1)).filter(|spelling| spelling.len() > 2) {
            tables.places.entry(spelling).or_insert(PLACE + number as u32);
        }
    }
    for (number, spelling) in UNDECIDED_COUNTRIES.iter().enumerate() {
        tables.places.entry((*spelling).to_owned()).or_insert(PLACE + UNDECIDED + number as u32);
    }
    for row in rows(include_str!("../data/numbers.tsv")) {
        if let Ok(number) = column(&row, 0).parse() {
            tables.numbers.extend(phrases(column(&row, 1)).map(|phrase| (phrase, number)));
        }
    }
    tables
});

/// The rows of an embedded table, as columns.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// A column of a row; empty if the row is too short.
pub(crate) fn column<'a>(row: &[&'a str], at: usize) -> &'a str {
    row.get(at).copied().unwrap_or_default()
}

fn phrases(list: &str) -> impl Iterator<Item = String> {
    list.split('|').filter(|form| !form.is_empty()).filter_map(|form| {
        let texts: Vec<String> = join_dotted(words(form)).into_iter().map(|word| word.text).collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    })
}
