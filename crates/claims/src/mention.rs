//! Names in a sentence: countries, nationalities, places, known organisations.

use crate::gazetteer::{CountryForm, Entry, Gazetteer};
use crate::token::{Token, TokenKind};
use std::ops::Range;

/// A country, place, organisation or nationality named in the text.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) tokens: Range<usize>,
    /// What the words can stand for, the likeliest first; never empty.
    pub(crate) entries: Vec<Entry<'static>>,
}

impl Mention {
    /// The likeliest reading.
    pub(crate) fn entry(&self) -> Option<&Entry<'static>> {
        self.entries.first()
    }

    /// The country, if the words name one, its people or its seat of government, with the form they take.
    pub(crate) fn country(&self) -> Option<(&'static str, CountryForm)> {
        match self.entry()? {
            Entry::Country { country, form } => Some((country.code, *form)),
            _ => None,
        }
    }

    /// The country whose people the words name, if they can: "Cubans", "Cuban".
    pub(crate) fn nationality(&self) -> Option<&'static str> {
        self.entries.iter().find_map(|entry| match entry {
            Entry::Country { country, form: CountryForm::Adjective | CountryForm::People } => {
                Some(country.code)
            }
            _ => None,
        })
    }

    /// Whether the words are an adjective for a part of the world: "Eastern European".
    pub(crate) fn is_regional(&self) -> bool {
        matches!(self.entry(), Some(Entry::WorldRegion { adjective: true, .. }))
    }

    /// Whether the words name a part of the world, or are its adjective.
    pub(crate) fn is_part_of_the_world(&self) -> bool {
        matches!(self.entry(), Some(Entry::WorldRegion { .. }))
    }

    /// Whether the words can be a noun for people of a country.
    pub(crate) fn is_people(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry, Entry::Country { form: CountryForm::People, .. }))
    }

    /// Whether the words name somewhere.
    pub(crate) fn is_place(&self) -> bool {
        match self.entry() {
            Some(Entry::Country { form, .. }) => matches!(form, CountryForm::Name | CountryForm::Capital),
            Some(Entry::WorldRegion { adjective, .. }) => !adjective,
            Some(Entry::Region { .. } | Entry::City { .. }) => true,
            Some(Entry::Organisation { .. }) | None => false,
        }
    }

    /// Whether the words name a known organisation.
    pub(crate) fn is_organisation(&self) -> bool {
        matches!(self.entry(), Some(Entry::Organisation { .. }))
    }

    /// The place as a claim names it: countries by code, others by name, parts of a country after its code.
    pub(crate) fn places(&self) -> Vec<&'static str> {
        match self.entry() {
            Some(Entry::Country { country, .. })
                if self.nationality() != Some(country.code) || self.is_place() =>
            {
                match self.country() {
                    Some((code, CountryForm::Capital)) => vec![code, self.name()],
                    _ => vec![country.code],
                }
            }
            Some(Entry::Region { region }) => region.country.into_iter().chain([self.name()]).collect(),
            Some(Entry::WorldRegion { .. }) => vec![self.name()],
            Some(Entry::City { city }) => vec![city.country, city.name()],
            _ => Vec::new(),
        }
    }

    fn name(&self) -> &'static str {
        match self.entry() {
            Some(Entry::Country { country, form: CountryForm::Capital }) => {
                country.capitals.first().copied().unwrap_or_else(|| country.name())
            }
            Some(entry) => entry.name(),
            None => "",
        }
    }
}

/// Prepositions after which a capitalised word is likely a place.
const PLACE_PREPOSITIONS: &[&str] = &[
    "in", "at", "near", "from", "to", "of", "outside", "around", "across", "into", "inside", "through",
    "via", "between",
];

/// Finds the names of one sentence. `words` are the characters of all tokens of the document.
pub(crate) fn find(
    gazetteer: &'static Gazetteer,
    words: &[&str],
    tokens: &[Token],
    sentence: Range<usize>,
    out: &mut Vec<Mention>,
) {
    let mut start = sentence.start;
    while start < sentence.end {
        if tokens[start].kind != TokenKind::Word || !starts_name(words[start]) {
            start += 1;
            continue;
        }
        let reach = (start..sentence.end)
            .find(|at| tokens[*at].kind == TokenKind::Sign && !matches!(words[*at], "." | "&"))
            .unwrap_or(sentence.end);
        let Some(found) = gazetteer.longest_match(&words[start..reach]).filter(|found| found.words > 0)
        else {
            start += 1;
            continue;
        };
        let range = start..start + found.words;
        let mut entries = found.entries;
        entries.retain(|entry| is_plausible(entry, words, &range, &sentence));
        if is_of_parliament(words, &range, &sentence) {
            entries.clear();
        }
        prefer_country_named_next(&mut entries, words, &range, gazetteer);
        start = range.end;
        if !entries.is_empty() {
            out.push(Mention { tokens: range.clone(), entries });
        }
        // "US-China": the rest of a compound may be a name of its own, at the same token.
        if let Some(rest) = found.rest.filter(|rest| starts_name(rest))
            && let Some(second) = gazetteer.longest_match(&[rest]).filter(|second| second.rest.is_none())
            && !second.entries.is_empty()
        {
            out.push(Mention { tokens: range.end - 1..range.end, entries: second.entries });
        }
    }
}

/// "in March", "since May": months that are also names of towns.
const MONTHS: &[&str] = &[
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
];

fn starts_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// "Second Reading", "the honourable Member for Canterbury", "the Lord Bishop of Lincoln": a stage of a bill and a seat are no
/// places that anything happens in.
fn is_of_parliament(words: &[&str], range: &Range<usize>, sentence: &Range<usize>) -> bool {
    let before = |back: usize| {
        range.start.checked_sub(back).filter(|at| *at >= sentence.start).map_or("", |at| words[at])
    };
    if range.len() == 1 && words[range.start] == "Reading" {
        return matches!(before(1), "First" | "Second" | "Third" | "first" | "second" | "third");
    }
    match before(1) {
        "for" => matches!(before(2), "Member" | "MP" | "candidate" | "Senator"),
        "of" => matches!(before(2), "Bishop" | "Archbishop" | "Earl" | "Duke" | "Viscount"),
        _ => false,
    }
}

/// Whether a reading fits the words around it. Names that are also words, or parts of longer names, need more
/// evidence than a capital letter.
fn is_plausible(entry: &Entry<'_>, words: &[&str], range: &Range<usize>, sentence: &Range<usize>) -> bool {
    let before = (range.start > sentence.start).then(|| words[range.start - 1]);
    let after = (range.end < sentence.end).then(|| words[range.end]);
    let after_preposition = before.is_some_and(|word| {
        PLACE_PREPOSITIONS.iter().any(|preposition| preposition.eq_ignore_ascii_case(word))
    });
    let inside_name = before.is_some_and(|word| starts_name(word) && range.start > sentence.start + 1)
        || after.is_some_and(starts_name);
    let month = range.len() == 1 && MONTHS.contains(&words[range.start]);
    match entry {
        Entry::City { .. } | Entry::Region { .. } if month => false,
        Entry::City { city } => {
            let weak = city.common_word || city.population < 100_000;
            if inside_name && !after_preposition {
                false
            } else {
                !weak || after_preposition || after == Some(",") && !city.common_word
            }
        }
        Entry::Region { region } => !region.common_word || after_preposition && !inside_name,
        _ => true,
    }
}

/// "Koreans" in a text about North Koreans, "Congolese" in one about Kinshasa: of the countries that a word can stand for, the
/// one that the text names by other words is meant.
pub(crate) fn prefer_countries_of_the_text(mentions: &mut [Mention]) {
    let of_country =
        |mention: &Mention| mention.entries.iter().all(|entry| matches!(entry, Entry::Country { .. }));
    if !mentions.iter().any(|mention| mention.entries.len() > 1 && of_country(mention)) {
        return;
    }
    let mut named: Vec<(&'static str, usize)> = Vec::new();
    for mention in mentions.iter() {
        let [entry] = mention.entries.as_slice() else { continue };
        let Some(code) = entry.country_code().filter(|_| of_country(mention)) else { continue };
        match named.iter_mut().find(|(known, _)| *known == code) {
            Some((_, times)) => *times += 1,
            None => named.push((code, 1)),
        }
    }
    let times = |entry: &Entry<'_>| {
        let code = entry.country_code();
        named.iter().find(|(known, _)| Some(*known) == code).map_or(0, |(_, times)| *times)
    };
    for mention in mentions.iter_mut().filter(|mention| mention.entries.len() > 1 && of_country(mention)) {
        let most = mention.entries.iter().map(times).max().unwrap_or(0);
        if let Some(best) = mention.entries.iter().position(|entry| most > 0 && times(entry) == most) {
            mention.entries[..=best].rotate_right(1);
        }
    }
}

/// "Wellington and Taunton" on a page about Somerset: a town, or a capital, whose name other places have too is the one in a
/// country that the text names otherwise, if it never names that of the likeliest.
pub(crate) fn prefer_places_of_the_text(mentions: &mut [Mention]) {
    let sizes = |mention: &Mention| -> Vec<(usize, u32)> {
        let cities = mention.entries.iter().enumerate();
        cities.filter_map(|(at, entry)| Some((at, inhabitants(entry)?))).collect()
    };
    let ambiguous = |mention: &Mention| {
        let capital = matches!(mention.country(), Some((_, CountryForm::Capital)));
        mention.entries.len() > 1 && (capital || matches!(mention.entry(), Some(Entry::City { .. })))
    };
    if !mentions.iter().any(ambiguous) {
        return;
    }
    let mut named: Vec<(&'static str, usize)> = Vec::new();
    for code in mentions.iter().filter(|mention| !ambiguous(mention)).filter_map(|mention| {
        mention.entry().filter(|entry| !matches!(entry, Entry::Organisation { .. }))?.country_code()
    }) {
        match named.iter_mut().find(|(known, _)| *known == code) {
            Some((_, times)) => *times += 1,
            None => named.push((code, 1)),
        }
    }
    let times = |code: Option<&str>| {
        named.iter().find(|(known, _)| Some(*known) == code).map_or(0, |(_, times)| *times)
    };
    for mention in mentions.iter_mut().filter(|mention| ambiguous(mention)) {
        let sizes = sizes(mention);
        let largest = sizes.iter().map(|(_, size)| *size).max().unwrap_or(0);
        let own = mention.entry().and_then(Entry::country_code);
        if times(own) > 0 {
            continue;
        }
        let fits = |&&(at, size): &&(usize, u32)| {
            u64::from(size) * SMALLER >= u64::from(largest)
                && times(mention.entries.get(at).and_then(Entry::country_code)) > 0
        };
        let best = sizes
            .iter()
            .filter(fits)
            .max_by_key(|(at, size)| (times(mention.entries.get(*at).and_then(Entry::country_code)), *size));
        if let Some((at, _)) = best {
            mention.entries[..=*at].rotate_right(1);
        }
    }
}

/// How many times larger the largest place of a name may be than the one that is meant: nobody who writes "Paris" means Texas.
const SMALLER: u64 = 20;

/// Inhabitants of a town.
const fn inhabitants(entry: &Entry<'_>) -> Option<u32> {
    match entry {
        Entry::City { city } => Some(city.population),
        _ => None,
    }
}

/// "Szczecin, Poland": the country that follows decides between cities of one name.
fn prefer_country_named_next(
    entries: &mut [Entry<'static>],
    words: &[&str],
    range: &Range<usize>,
    gazetteer: &Gazetteer,
) {
    if entries.len() < 2 || words.get(range.end) != Some(&",") {
        return;
    }
    let rest = words.get(range.end + 1..(range.end + 5).min(words.len())).unwrap_or_default();
    let country =
        gazetteer.longest_match(rest).and_then(|found| found.entries.first().and_then(Entry::country_code));
    let Some(country) = country else { return };
    let fits = |entry: &Entry<'_>| {
        matches!(entry, Entry::City { .. } | Entry::Region { .. }) && entry.country_code() == Some(country)
    };
    if let Some(place) = entries.iter().position(fits) {
        entries[..=place].rotate_right(1);
    }
}
