//! Names of countries, regions and cities in the other languages.
//!
//! The tables `languages/LANGUAGE.places.tsv` come from CLDR and GeoNames (`data/README.md`), their supplements were
//! written for the project. Names are compared as rules are: by characters, or by the stems of their words.

use super::Language;
use super::token::{form, words_of};
use crate::gazetteer::{City, CountryForm, Entry, Gazetteer, Region};
use crate::mention::Mention;
use crate::token::{Token, TokenKind};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a name names.
#[derive(Debug, Clone, Copy)]
enum Target {
    Country(&'static str, CountryForm),
    Region(&'static Region),
    City(City),
}

/// The forms of a name, and what it names.
type Name = (Vec<Box<str>>, Target);

/// The names of one language.
struct Places {
    language: Language,
    /// By the forms of the first two tokens, or of the only one.
    names: FxHashMap<(Box<str>, Box<str>), Vec<Name>>,
    longest: usize,
}

impl Places {
    fn of(language: Language) -> &'static Self {
        static KOREAN: LazyLock<Places> = LazyLock::new(|| {
            Places::load(
                Language::Korean,
                [
                    include_str!("../../languages/ko.places_supplement.tsv"),
                    include_str!("../../languages/ko.places.tsv"),
                ],
            )
        });
        static CHINESE: LazyLock<Places> = LazyLock::new(|| {
            Places::load(
                Language::Chinese,
                [
                    include_str!("../../languages/zh.places_supplement.tsv"),
                    include_str!("../../languages/zh.places.tsv"),
                ],
            )
        });
        static RUSSIAN: LazyLock<Places> = LazyLock::new(|| {
            Places::load(
                Language::Russian,
                [
                    include_str!("../../languages/ru.places_supplement.tsv"),
                    include_str!("../../languages/ru.places.tsv"),
                ],
            )
        });
        match language {
            Language::Korean => &KOREAN,
            Language::Chinese => &CHINESE,
            Language::Russian | Language::English => &RUSSIAN,
        }
    }

    fn load(language: Language, tables: [&'static str; 2]) -> Self {
        let mut places = Self { language, names: FxHashMap::default(), longest: 0 };
        for row in tables.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#')) {
            let columns: Vec<&'static str> = row.split('\t').collect();
            let [kind, country, population, names] = columns[..] else { continue };
            for name in names.split('|').filter(|name| !name.is_empty()) {
                let target = match kind {
                    "country" => Target::Country(country, CountryForm::Name),
                    "adjective" => Target::Country(country, CountryForm::Adjective),
                    "people" => Target::Country(country, CountryForm::People),
                    "world" => Target::Region(region(name, None)),
                    "region" => Target::Region(region(shown(name), Some(country))),
                    "city" => {
                        Target::City(City::named(shown(name), country, population.parse().unwrap_or(0)))
                    }
                    _ => continue,
                };
                places.insert(name, target);
            }
        }
        places
    }

    fn insert(&mut self, name: &str, target: Target) {
        let forms: Vec<Box<str>> = words_of(self.language, name)
            .into_iter()
            .map(|word| form(self.language, word).as_ref().into())
            .collect();
        let Some(first) = forms.first().cloned() else { return };
        let second = forms.get(1).cloned().unwrap_or_default();
        self.longest = self.longest.max(forms.len());
        let known = self.names.entry((first, second)).or_default();
        // What was written for the project comes first and holds.
        if !known.iter().any(|(other, _)| *other == forms) {
            known.push((forms, target));
        }
    }

    /// The longest name that begins with the first of some forms, and its length.
    fn longest(&self, forms: &[Box<str>]) -> Option<(usize, Target)> {
        let first = forms.first()?;
        let both = forms.get(1).and_then(|second| self.names.get(&(first.clone(), second.clone())));
        let alone = self.names.get(&(first.clone(), Box::default()));
        let fits = both.into_iter().chain(alone).flatten().filter(|(name, _)| forms.starts_with(name));
        fits.max_by_key(|(name, _)| name.len()).map(|(name, target)| (name.len(), *target))
    }
}

/// A name without the kind of place behind it: 图们市, 신장 위구르 자치구.
fn shown(name: &'static str) -> &'static str {
    let kinds = ["维吾尔自治区", "維吾爾自治區", " 위구르 자치구", "위구르자치구", "市", "시"];
    kinds
        .iter()
        .find_map(|kind| name.strip_suffix(kind))
        .filter(|rest| rest.chars().count() > 1)
        .unwrap_or(name)
}

fn region(name: &'static str, country: Option<&'static str>) -> &'static Region {
    Box::leak(Box::new(Region { names: vec![name], country, common_word: false, adjectives: Vec::new() }))
}

/// Names of so few syllables have no space inside.
const SHORT_NAME: usize = 3;

/// Inhabitants of a city that is known by its name alone.
const LARGE_CITY: u32 = 2_000_000;

/// Particles and endings of places that may stand right behind a Korean name.
const KOREAN_AFTER: &[char] = &[
    '은', '는', '이', '가', '을', '를', '의', '에', '로', '으', '와', '과', '도', '만', '내', '산', '측',
    '인', '행', '발', '시', '현', '성', '주', '군', '까', '부', '등', '서', '당', '정', '외', '식', '계',
    '간', '한', '적', '령', '보', '뿐', '제', '출', '노', '·',
];

/// Finds the names of one sentence.
pub(crate) fn find(
    language: Language,
    text: &str,
    tokens: &[Token],
    sentence: Range<usize>,
    out: &mut Vec<Mention>,
) {
    let places = Places::of(language);
    let by_character = language.by_character();
    let forms: Vec<Box<str>> = tokens
        .get(sentence.clone())
        .unwrap_or_default()
        .iter()
        .map(|token| {
            if may_name(language, text, token) {
                form(language, token.text(text)).as_ref().into()
            } else {
                Box::default()
            }
        })
        .collect();
    let mut at = 0;
    while at < forms.len() {
        let start = sentence.start + at;
        let capital = by_character || tokens[start].text(text).chars().next().is_some_and(char::is_uppercase);
        let begins = language != Language::Korean
            || tokens[start].spaced
            || at == 0
            || !is_hangul(text, tokens, start - 1);
        let reach = (at + places.longest).min(forms.len());
        let found = if forms[at].is_empty() || !begins { None } else { places.longest(&forms[at..reach]) };
        let Some((length, target)) = found else {
            at += 1;
            continue;
        };
        let range = start..start + length;
        let is_name = matches!(target, Target::Country(_, CountryForm::Name))
            || matches!(target, Target::Region(_) | Target::City(_));
        let parted = language == Language::Korean
            && length <= SHORT_NAME
            && tokens[start + 1..range.end].iter().any(|token| token.spaced);
        // Себе, себя: at the head of a sentence every word has a capital.
        let doubtful = language == Language::Russian
            && at == 0
            && matches!(target, Target::City(city) if city.population < LARGE_CITY);
        let plausible = (capital || !is_name)
            && !parted
            && !doubtful
            && (language != Language::Korean || ends_well(text, tokens, range.end, target));
        if !plausible {
            at += 1;
            continue;
        }
        at += length;
        if let Some(entry) = entry(target) {
            out.push(Mention { tokens: range, entries: vec![entry] });
        }
    }
}

/// Whether a token may be in a name at all; the stems of other words need not be made.
fn may_name(language: Language, text: &str, token: &Token) -> bool {
    language.by_character()
        || token.kind == TokenKind::Word && token.span.len() > 4 && is_cyrillic(token.text(text))
}

fn is_cyrillic(word: &str) -> bool {
    word.chars().next().is_some_and(|c| matches!(c, 'А'..='я' | 'Ё' | 'ё'))
}

fn is_hangul(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.text(text).starts_with(|c| matches!(c, '가'..='힣')))
}

/// Whether a Korean name ends where it should: at the end of a word, or before a particle or a kind of place. Names of
/// countries also stand before other nouns.
fn ends_well(text: &str, tokens: &[Token], end: usize, target: Target) -> bool {
    let Some(next) = tokens.get(end) else { return true };
    if next.spaced || !is_hangul(text, tokens, end) {
        return true;
    }
    let particle = next.text(text).chars().next().is_some_and(|c| KOREAN_AFTER.contains(&c));
    particle || matches!(target, Target::Country(..)) && end > 1
}

fn entry(target: Target) -> Option<Entry<'static>> {
    Some(match target {
        Target::Country(code, form) => Entry::Country { country: Gazetteer::embedded().country(code)?, form },
        Target::Region(region) if region.country.is_none() => Entry::WorldRegion { region, adjective: false },
        Target::Region(region) => Entry::Region { region },
        Target::City(city) => Entry::City { city },
    })
}
