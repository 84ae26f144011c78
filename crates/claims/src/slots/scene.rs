//! What a document as a whole is about: whose workers, and where.

use super::{SlotLexicons, population};
use crate::analysis::Analysis;
use crate::gazetteer::{CountryForm, Entry, Gazetteer};
use crate::mention::Mention;
use crate::quantity::Dimension;
use crate::rules::vocabulary::LexiconId;
use model::Zone;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The country that workers come from, and the one they are in, where a document keeps to one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scene {
    /// The country whose workers the document is about.
    pub(crate) origin: Option<&'static str>,
    /// The country where they are.
    pub(crate) host: Option<&'static str>,
    /// The part of that country that the document keeps to: a province, a state, a town.
    pub(crate) spot: Option<&'static str>,
    /// Whether it speaks of the whole world and of no country above others.
    pub(crate) world: bool,
    /// Whether it speaks of one country's workers abroad, wherever they are.
    pub(crate) anywhere: bool,
}

/// Countries with how often they are named.
#[derive(Default)]
struct Tally(Vec<(&'static str, usize)>);

impl Tally {
    fn add(&mut self, code: &'static str, weight: usize) {
        match self.0.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += weight,
            None => self.0.push((code, weight)),
        }
    }

    fn of(&self, code: &str) -> usize {
        self.0.iter().find(|(known, _)| *known == code).map_or(0, |(_, count)| *count)
    }

    fn total(&self) -> usize {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// The country named at least twice as often as any other, if that is at least `least` times.
    fn leading(&self, least: usize) -> Option<&'static str> {
        let (code, count) = self.0.iter().max_by_key(|(_, count)| *count)?;
        let next = self.0.iter().filter(|(other, _)| other != code).map(|(_, count)| *count).max();
        (*count >= least && next.unwrap_or(0) * 2 <= *count).then_some(*code)
    }

    /// The country named more often than all others together, if that is at least `least` times.
    fn dominant(&self, least: usize) -> Option<&'static str> {
        let (code, count) = self.0.iter().max_by_key(|(_, count)| *count)?;
        (count * 2 > self.total() && *count >= least).then_some(*code)
    }
}

/// "KUWAIT (Tier 2 Watch List)": a short first line without a period, where a document marks no title.
fn is_heading(analysis: &Analysis<'_>, tokens: &Range<usize>) -> bool {
    tokens.len() <= LONGEST_HEADING
        && !tokens
            .end
            .checked_sub(1)
            .is_some_and(|last| matches!(analysis.word_at(last), "." | "?" | "!" | ":"))
}

/// Most tokens of a first line that is a heading.
const LONGEST_HEADING: usize = 12;

/// How much more a title says of what a document is about than a sentence does.
const TITLE: usize = 3;

/// Tokens of a document for each time that a country must be named to be what it is about.
const TOKENS_A_MENTION: usize = 400;

/// Mentions of the whole world that make a document one about it.
const WORLDS: usize = 1;

impl Scene {
    /// Looks over a document.
    pub(super) fn of(analysis: &Analysis<'_>, words: &SlotLexicons) -> Self {
        let (mut groups, mut named, mut located) = (Tally::default(), Tally::default(), Tally::default());
        let (mut spots, mut inside, mut exporters) = (Tally::default(), Tally::default(), Tally::default());
        let mut spot_countries: FxHashMap<&str, &str> = FxHashMap::default();
        let (mut foreigners, mut worlds, mut abroad, mut tokens) = (0, 0, 0, 0);
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let weight = match sentence.zone {
                Zone::Main if number == 0 && is_heading(analysis, &sentence.tokens) => TITLE,
                Zone::Main => 1,
                Zone::Title => TITLE,
                _ => continue,
            };
            tokens += sentence.tokens.len();
            let lexicon = |id: Option<LexiconId>| {
                let Some(id) = id else { return 0 };
                sentence.tokens.clone().filter(|token| analysis.lexicon_at(*token, id).is_some()).count()
            };
            foreigners += lexicon(words.foreign);
            worlds += lexicon(words.world) * weight;
            abroad += lexicon(words.abroad);
            if let Some(population) = words.population {
                for code in population::nationalities(analysis, &sentence.tokens, population) {
                    groups.add(code, weight);
                }
            }
            for mention in analysis.mentions_in(&sentence.tokens) {
                let Some(code) = country_of(mention) else { continue };
                named.add(code, weight);
                if earns(analysis, words, mention) {
                    exporters.add(code, weight);
                }
                if is_located(analysis, words, mention, &sentence.tokens)
                    && !is_where_spoken(analysis, words, mention, &sentence.tokens)
                {
                    located.add(code, weight);
                    let there = follows_preposition(analysis, mention, &sentence.tokens) == Some(true);
                    if there && !is_way_home(analysis, mention, &sentence.tokens) {
                        inside.add(code, weight);
                    }
                    if let Some(entry @ (Entry::Region { .. } | Entry::City { .. })) = mention.entry() {
                        spots.add(entry.name(), weight);
                        spot_countries.entry(entry.name()).or_insert(code);
                    }
                } else if is_of_enterprise(analysis, words, mention) {
                    located.add(code, weight);
                }
            }
        }
        // Wages in soum are earned in Uzbekistan.
        for quantity in &analysis.quantities {
            if let Some(code) = country_of_currency(&quantity.mention.dimension) {
                named.add(code, 1);
                located.add(code, 1);
            }
        }
        let least = 1 + tokens / TOKENS_A_MENTION;
        let of_groups = groups.dominant(1).filter(|code| groups.of(code) >= least || named.of(code) > least);
        // Where nobody's nationality is named the people are those of the country, unless they are said to be foreign.
        // Workers abroad are in many countries that are named too: theirs is then the one named most by far.
        let by_name = || {
            let named_most = || named.leading(least + 1).filter(|_| abroad > 0);
            named.dominant(least + 1).or_else(named_most).filter(|_| foreigners == 0)
        };
        let of_earnings = || exporters.dominant(1).filter(|_| foreigners == 0);
        let origin = of_groups.or_else(by_name).or_else(of_earnings);
        // Words such as "abroad" also stand in texts about work at home; there the country itself is named more often.
        let at_home = origin.is_some_and(|code| {
            if of_groups.is_none() {
                abroad <= named.of(code)
            } else {
                inside.of(code) > least.max(abroad) && inside.dominant(1) == origin
            }
        });
        let elsewhere = Tally(located.0.iter().copied().filter(|(code, _)| Some(*code) != origin).collect());
        let host = if at_home { origin } else { elsewhere.dominant(least + 1) };
        let in_host = |name: &str| spot_countries.get(name).copied() == host;
        let of_host = host.map_or(0, |code| located.of(code));
        let spot = spots.dominant(2).filter(|name| in_host(name) && spots.of(name) * 2 >= of_host);
        let everywhere = worlds >= WORLDS || located.total() == 0;
        let world = everywhere && host.is_none() && of_groups.is_none();
        let anywhere = abroad > 0 && host.is_none() && of_groups.is_some();
        Self { origin, host, spot, world, anywhere }
    }

    /// Whether a place is in the country that people come from, in a document about people who are elsewhere.
    pub(crate) fn is_at_home(&self, mention: &Mention, origin: Option<&str>) -> bool {
        origin.is_some() && self.host != origin && mention.entry().and_then(Entry::country_code) == origin
    }
}

/// "What does Pyongyang earn": a country that lives on its workers.
fn earns(analysis: &Analysis<'_>, words: &SlotLexicons, mention: &Mention) -> bool {
    let end = mention.tokens.end;
    words.earns.is_some_and(|earns| (end..end + 3).any(|token| analysis.lexicon_at(token, earns).is_some()))
}

/// "Jordanian factories": firms and sites stand in their country.
fn is_of_enterprise(analysis: &Analysis<'_>, words: &SlotLexicons, mention: &Mention) -> bool {
    let next = mention.tokens.end;
    mention.nationality().is_some()
        && words
            .hosts
            .is_some_and(|list| (next..next + 2).any(|token| analysis.lexicon_at(token, list).is_some()))
}

/// The country whose currency a sum is in, where no other uses it and it is no currency of world trade.
pub(super) fn country_of_currency(dimension: &Dimension) -> Option<&'static str> {
    let Dimension::Money(code) = dimension else { return None };
    if WORLD_CURRENCIES.contains(&code.as_str()) {
        return None;
    }
    match Gazetteer::embedded().currency(code)?.countries.as_slice() {
        [country] => Some(country),
        _ => None,
    }
}

/// Currencies that sums anywhere are reckoned in.
const WORLD_CURRENCIES: &[&str] = &["USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "KRW"];

/// The country that a place, a nationality or a people belongs to.
fn country_of(mention: &Mention) -> Option<&'static str> {
    mention.entry().filter(|entry| !matches!(entry, Entry::Organisation { .. })).and_then(Entry::country_code)
}

/// Words before a place that make it where something is or goes.
const LOCATING: &[&str] = &[
    "in",
    "to",
    "at",
    "across",
    "throughout",
    "inside",
    "within",
    "into",
    "around",
    "including",
    "like",
    "of",
    "near",
    "between",
    "outside",
    "left",
    "leave",
    "leaving",
    "entered",
    "entering",
    "reached",
    "reaching",
    "via",
    "off",
];

/// Words between such a word and the name: "in the remote Far East".
const BEFORE_NAME: &[&str] = &[
    "the",
    "eastern",
    "western",
    "northern",
    "southern",
    "central",
    "remote",
    "neighbouring",
    "neighboring",
    "far",
    "nearby",
];

/// Whether a list has a word, in any case (ASCII).
fn has_word(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Longest name of a place, in tokens.
const LONGEST_PLACE: usize = 6;

/// What a country has that acts: "Cuba's decision" says nothing of where.
const ACTORS: &[&str] = &[
    "government",
    "ministry",
    "parliament",
    "president",
    "decision",
    "embassy",
    "leader",
    "leaders",
    "leadership",
    "regime",
    "authorities",
    "foreign",
    "state",
    "ruling",
    "army",
    "military",
    "ambassador",
    "envoy",
    "prime",
    "interior",
    "labour",
    "labor",
    "health",
    "supreme",
    "constitution",
    "vote",
    "claim",
    "claims",
    "own",
    "intelligence",
    "national",
    "spy",
    "unification",
    "justice",
    "defence",
    "defense",
    "immigration",
    "police",
    "officials",
    "diplomats",
    "lawmakers",
    "delegation",
    "minister",
    "security",
    "court",
];

/// "the plane to Pyongyang", "money sent to Havana": where people or money go from elsewhere, nobody need be at work.
fn is_way_home(analysis: &Analysis<'_>, mention: &Mention, sentence: &Range<usize>) -> bool {
    let start = mention.tokens.start;
    start > sentence.start
        && matches!(analysis.word_at(start - 1), "to" | "into" | "via")
        && (start.saturating_sub(WAY).max(sentence.start)..start)
            .any(|token| GOING.contains(&analysis.word_at(token).to_ascii_lowercase().as_str()))
}

/// Tokens before a place within which a word says that somebody or something goes there.
const WAY: usize = 7;

/// Words for going home and sending money.
const GOING: &[&str] = &[
    "home",
    "back",
    "return",
    "returned",
    "returning",
    "flew",
    "flown",
    "fly",
    "flight",
    "flights",
    "plane",
    "planes",
    "train",
    "ticket",
    "tickets",
    "rest",
    "passed",
    "remit",
    "remitted",
    "money",
    "paid",
    "currency",
    "repatriated",
];

/// Whether a mention says where something is: after a word of place, in a list of such, or with a possessive.
pub(super) fn is_located(
    analysis: &Analysis<'_>,
    words: &SlotLexicons,
    mention: &Mention,
    sentence: &Range<usize>,
) -> bool {
    if mention.is_regional() {
        return matches!(
            analysis.word_at(mention.tokens.end),
            "state" | "states" | "country" | "countries" | "nation" | "nations"
        );
    }
    if !mention.is_place() || is_in_sum(analysis, mention) {
        return false;
    }
    let possessive = matches!(analysis.word_at(mention.tokens.end), "’s" | "'s" | "’");
    if possessive {
        return !ACTORS.contains(&analysis.word_at(mention.tokens.end + 1).to_ascii_lowercase().as_str());
    }
    !is_of_actor(analysis, mention, sentence)
        && !is_party(analysis, mention, sentence)
        && follows_preposition(analysis, mention, sentence).unwrap_or(true)
        || acts_as_host(analysis, words, mention, sentence)
}

/// "the embassy of the Philippines", "the president of Poland": somebody of that country, wherever they are.
fn is_of_actor(analysis: &Analysis<'_>, mention: &Mention, sentence: &Range<usize>) -> bool {
    let end = mention.tokens.start;
    let end = if end > sentence.start && analysis.word_at(end - 1) == "the" { end - 1 } else { end };
    end >= sentence.start + 2
        && analysis.word_at(end - 1) == "of"
        && OF_A_COUNTRY.contains(&analysis.word_at(end - 2).to_ascii_lowercase().as_str())
}

/// "an agreement between Moscow and Pyongyang": who agrees, wherever the workers are.
fn is_party(analysis: &Analysis<'_>, mention: &Mention, sentence: &Range<usize>) -> bool {
    let from = mention.tokens.start.saturating_sub(LONGEST_PLACE).max(sentence.start);
    let between = (from..mention.tokens.start).rfind(|token| analysis.word_at(*token) == "between");
    between.is_some_and(|between| {
        (between.saturating_sub(3).max(sentence.start)..between)
            .any(|token| BETWEEN_STATES.contains(&analysis.word_at(token).to_ascii_lowercase().as_str()))
    })
}

/// What there is between states.
const BETWEEN_STATES: &[&str] = &[
    "agreement",
    "agreements",
    "accord",
    "treaty",
    "deal",
    "deals",
    "memorandum",
    "talks",
    "relations",
    "ties",
    "trade",
    "cooperation",
    "contract",
    "pact",
    "protocol",
    "negotiations",
    "arrangement",
    "signed",
];

/// What a country has that may be anywhere: "the consulate of Nepal".
const OF_A_COUNTRY: &[&str] = &[
    "embassy",
    "consulate",
    "government",
    "ambassador",
    "president",
    "citizens",
    "nationals",
    "regime",
    "leader",
    "leaders",
    "army",
    "flag",
    "currency",
];

/// "Under the contract, Calabria pays …", "Mexico, which had …": a place that does what hosts do with workers.
fn acts_as_host(
    analysis: &Analysis<'_>,
    words: &SlotLexicons,
    mention: &Mention,
    sentence: &Range<usize>,
) -> bool {
    let Some(acts) = words.host_acts else { return false };
    let mut at = mention.tokens.end;
    if analysis.word_at(at) == "," && matches!(analysis.word_at(at + 1), "which" | "where") {
        at += 2;
    }
    let end = sentence.end.min(at + 3);
    (at..end)
        .take_while(|token| *token == at || BEFORE_ACT.contains(&analysis.word_at(token - 1)))
        .any(|token| analysis.lexicon_at(token, acts).is_some() && !is_auxiliary(analysis, token))
}

/// "workers from Sri Lanka have died": a form of "have" that only helps another verb.
fn is_auxiliary(analysis: &Analysis<'_>, token: usize) -> bool {
    let next = analysis.word_at(token + 1);
    matches!(analysis.word_at(token), "has" | "have" | "had")
        && (next.ends_with("ed") || PARTICIPLES.contains(&next))
}

/// Participles that do not end in "-ed".
const PARTICIPLES: &[&str] = &[
    "been", "become", "begun", "brought", "built", "come", "done", "drawn", "fallen", "fled", "found",
    "given", "gone", "grown", "had", "held", "kept", "left", "lost", "made", "met", "paid", "put", "risen",
    "run", "said", "seen", "sent", "shown", "sold", "spent", "taken", "told", "won", "worked",
];

/// Words between a subject and its verb.
const BEFORE_ACT: &[&str] = &[
    "has", "had", "have", "also", "now", "still", "alone", "itself", "would", "will", "since", "then", "once",
];

/// "US$6.4 billion": the country is part of the sign of its currency.
fn is_in_sum(analysis: &Analysis<'_>, mention: &Mention) -> bool {
    let at =
        analysis.quantities.partition_point(|quantity| quantity.mention.tokens.end <= mention.tokens.start);
    analysis.quantities.get(at).is_some_and(|quantity| {
        matches!(quantity.mention.dimension, Dimension::Money(_))
            && quantity.mention.core.contains(&mention.tokens.start)
    })
}

/// Whether a name is where somebody speaks or listens, not where things are: a dateline, "said in Geneva", "reporters in
/// Tashkent were told", "speaking from Busan"; or where goods are sold and people are asked afterwards.
pub(super) fn is_where_spoken(
    analysis: &Analysis<'_>,
    words: &SlotLexicons,
    mention: &Mention,
    sentence: &Range<usize>,
) -> bool {
    if is_dateline(analysis, mention, sentence) {
        return true;
    }
    let Some(place) = (sentence.start..mention.tokens.start)
        .rev()
        .find(|token| !has_word(BEFORE_NAME, analysis.word_at(*token)))
    else {
        return false;
    };
    if !matches!(analysis.word_at(place), "in" | "at" | "from" | "to") {
        return false;
    }
    let ends = |list: Option<LexiconId>| {
        list.is_some_and(|list| {
            (place.saturating_sub(2).max(sentence.start)..place)
                .any(|token| analysis.lexicon_at(token, list) == Some(place))
        })
    };
    let hears = || words.says.is_some_and(|says| analysis.lexicon_in(sentence, says).is_some());
    ends(words.says) && !matches!(analysis.word_at(place), "to")
        || ends(words.audience) && hears()
        || ends(words.aside)
}

/// "HAVANA – Doctors …": a name in capitals before a dash at the start of a line.
fn is_dateline(analysis: &Analysis<'_>, mention: &Mention, sentence: &Range<usize>) -> bool {
    let opens = mention.tokens.start == sentence.start;
    let capitals = |token: usize| analysis.word_at(token).chars().all(|c| !c.is_lowercase());
    let dash = (mention.tokens.end..sentence.end.min(mention.tokens.end + DATELINE))
        .any(|token| matches!(analysis.word_at(token), "–" | "—" | "-" | "--"));
    let end = mention.tokens.end;
    let agency = analysis.word_at(end) == "(" && analysis.word_at(end + 2) == ")" && capitals(end + 1);
    // "ULAANBAATAR, 6 December 2018" on a line of its own, or "DANDONG, China, Feb. 25 (Wire)".
    let alone = analysis.word_at(end) == ","
        && analysis.times_in(sentence).iter().any(|time| {
            let closes = time.tokens.end + 1 >= sentence.end || analysis.word_at(time.tokens.end) == "(";
            time.tokens.start <= end + 4 && closes && sentence.len() <= LONGEST_HEADING
        });
    opens && (dash && mention.tokens.clone().all(capitals) || agency || alone)
}

/// Tokens after the name within which a dateline ends: "SEOUL, Dec. 3 (Agency) –".
const DATELINE: usize = 8;

/// Whether a word of place stands before the name or the list that it is in; `None` at the start of a sentence.
fn follows_preposition(analysis: &Analysis<'_>, mention: &Mention, sentence: &Range<usize>) -> Option<bool> {
    let start = (sentence.start..mention.tokens.start)
        .rev()
        .take_while(|token| has_word(BEFORE_NAME, analysis.word_at(*token)))
        .last()
        .unwrap_or(mention.tokens.start);
    if start == sentence.start {
        return None;
    }
    let before = analysis.word_at(start - 1).to_ascii_lowercase();
    // A list of places goes on after a comma or a conjunction that another place stands before: all of it is what its first is.
    if matches!(before.as_str(), "," | "and" | "or" | "&") {
        let comma = start >= 2 && analysis.word_at(start - 2) == "," && before != ",";
        let end = start - 1 - usize::from(comma);
        let reach = end.saturating_sub(LONGEST_PLACE).max(sentence.start)..end;
        let other =
            analysis.mentions_in(&reach).iter().find(|other| other.is_place() && other.tokens.end == end);
        return match other {
            Some(other) => follows_preposition(analysis, other, sentence).or(Some(true)),
            None => Some(false),
        };
    }
    Some(LOCATING.contains(&before.as_str()))
}

/// A place as a claim names it. A capital that no word of place stands before is its country's government.
pub(super) fn names_of(
    analysis: &Analysis<'_>,
    mention: &Mention,
    sentence: &Range<usize>,
) -> Vec<&'static str> {
    let capital = matches!(mention.country(), Some((_, CountryForm::Capital)));
    let mut names = mention.places();
    if capital && follows_preposition(analysis, mention, sentence) != Some(true) {
        names.truncate(1);
    }
    names
}
