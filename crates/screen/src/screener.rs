//! One query after another against an index.

use crate::address;
use crate::answer::{Answer, GroupedEntry, ScreenResult, Standing};
use crate::candidates::{Candidate, Scratch};
use crate::facts::{Facts, Number};
use crate::group;
use crate::index::{Index, IndexedName, PROPERTIES};
use crate::line;
use crate::query::Query;
use crate::reason::{Agreement, Part, Reason};
use crate::record::{Family, Record};
use crate::score::{LIFTED_FROM, THRESHOLD, from_name, reason, rounded, with_facts};
use names::{Name, NameKind, analyse, token_key};
use std::collections::HashMap;

/// How a query is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Most results of a query; at least as many come where there are that many candidates.
    pub limit: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { limit: 20 }
    }
}

/// Answers queries; keeps memory between them. For several threads make one each.
#[derive(Debug)]
pub struct Screener<'i> {
    index: &'i Index,
    scratch: Scratch,
    candidates: Vec<Candidate>,
}

/// The best that was found of a record.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The name of the query and the name of the index, where names agree.
    pub(crate) names: Option<(usize, u32)>,
    pub(crate) name_score: f64,
    /// How much the agreeing parts tell, in bits.
    pub(crate) bits: f64,
    pub(crate) score: f64,
    /// Letters by which the names as written differ.
    pub(crate) slips: u8,
    /// Of a line: which words.
    pub(crate) words: Option<String>,
}

/// What was asked, looked at once.
pub(crate) struct Asked {
    pub(crate) names: Vec<Name>,
    pub(crate) facts: Facts,
    pub(crate) addresses: Vec<Vec<Box<str>>>,
    pub(crate) family: Family,
}

/// Most names of a query that are looked up.
const MOST_NAMES: usize = 32;

/// What a weak alias is worth, in the words of OFAC ("weak AKA"): broad and generic, for confirming rather than for finding.
const WEAK_ALIAS: f64 = 0.95;

impl<'i> Screener<'i> {
    /// A screener on an index.
    #[must_use]
    pub fn new(index: &'i Index) -> Screener<'i> {
        Screener { index, scratch: Scratch::default(), candidates: Vec::new() }
    }

    /// Answers a query.
    pub fn screen(&mut self, query: &Query, options: &Options) -> Answer {
        self.screen_among(query, options, &|_| true)
    }

    /// Answers a query with those entities only whose id `admits` lets through.
    pub fn screen_among(
        &mut self,
        query: &Query,
        options: &Options,
        admits: &dyn Fn(&str) -> bool,
    ) -> Answer {
        let mut asked = Asked::of(query);
        let mut found: HashMap<u32, Found> = HashMap::new();
        let (mut compared, mut considered) = (0, 0);
        if let Some(text) = &query.line {
            for one in line::parties(self.index, &mut self.scratch, text) {
                keep(&mut found, one.record, one.found);
                considered += 1;
            }
            for number in line::numbers(text) {
                asked.facts.add_number(&number);
            }
        }
        for at in 0..asked.names.len() {
            let (these, all) = self.by_name(&asked, at, options, &mut found);
            compared += these;
            considered += all;
        }
        self.by_number(&asked.facts.numbers, asked.family, &mut found);
        self.by_address(&asked, &mut found);
        found.retain(|record, _| {
            self.index.records.get(*record as usize).is_some_and(|known| admits(&known.id))
        });
        let results = self.ranked(&asked, found, options.limit);
        let is_match = results.iter().any(|result| result.is_match);
        let is_documented = results
            .iter()
            .any(|result| result.score >= THRESHOLD && result.basis == crate::Basis::Documented);
        let standing = match (query.is_empty(), is_match, is_documented) {
            (true, ..) => Standing::Insufficient,
            (_, true, _) => Standing::Match,
            (_, _, true) => Standing::DocumentedNotListed,
            _ => Standing::Nothing,
        };
        Answer { id: query.id.clone(), results, standing, compared, considered }
    }

    /// Looks for one of the names asked; how many names were compared, and how many share something with it.
    ///
    /// Every name whose bound reaches an alert is compared; of the others the most promising, half as many again as results are asked.
    fn by_name(
        &mut self,
        asked: &Asked,
        at: usize,
        options: &Options,
        found: &mut HashMap<u32, Found>,
    ) -> (usize, usize) {
        let Some(name) = asked.names.get(at) else { return (0, 0) };
        self.scratch.candidates(self.index, name, asked.family, &mut self.candidates);
        let considered = self.candidates.len();
        let below = options.limit.saturating_add(options.limit / 2);
        let alerts = |one: &Candidate| f64::from(one.bound) >= LIFTED_FROM;
        let mut split = 0;
        for place in 0..self.candidates.len() {
            if self.candidates.get(place).is_some_and(alerts) {
                self.candidates.swap(split, place);
                split += 1;
            }
        }
        let rest = self.candidates.get_mut(split..).unwrap_or_default();
        let order = |a: &Candidate, b: &Candidate| {
            b.bound.total_cmp(&a.bound).then(b.bits.total_cmp(&a.bits)).then(a.name.cmp(&b.name))
        };
        if rest.len() > below {
            rest.select_nth_unstable_by(below, order);
        }
        let end = (split + below).min(self.candidates.len());
        for one in self.candidates.get(..end).unwrap_or_default() {
            let Some(known) = self.index.names.get(one.name as usize) else { continue };
            let score = name_score(name, known);
            if score > 0.0 {
                let names = Some((at, one.name));
                let bits = f64::from(one.bits);
                keep(
                    found,
                    known.record,
                    Found { names, name_score: score, bits, score, slips: u8::MAX, words: None },
                );
            }
        }
        (end, considered)
    }

    fn by_number(&self, numbers: &[Number], family: Family, found: &mut HashMap<u32, Found>) {
        for number in numbers {
            for record in self.index.numbers.get(token_key(&number.value)) {
                let known = self.index.records.get(*record as usize);
                let shares = |known: &&Record| {
                    family.meets(known.family)
                        && known.facts.numbers.iter().any(|one| one.value == number.value)
                };
                if known.filter(shares).is_some() {
                    found.entry(*record).or_insert(Found {
                        names: None,
                        name_score: 0.0,
                        bits: 0.0,
                        score: 0.0,
                        slips: u8::MAX,
                        words: None,
                    });
                }
            }
        }
    }

    /// Where nothing but an address is asked, what stands at it.
    fn by_address(&self, asked: &Asked, found: &mut HashMap<u32, Found>) {
        if !asked.names.is_empty() {
            return;
        }
        for words in &asked.addresses {
            let mut shared: HashMap<u32, usize> = HashMap::new();
            for word in words {
                for record in self.index.address_words.get(token_key(word)) {
                    *shared.entry(*record).or_default() += 1;
                }
            }
            for (record, _) in shared.into_iter().filter(|(_, count)| *count > 1) {
                let Some(known) = self.index.records.get(record as usize) else { continue };
                let best = known
                    .facts
                    .addresses
                    .iter()
                    .map(|address| address::likeness(words, &address::words(address)))
                    .fold(0.0, f64::max);
                if asked.family.meets(known.family) && best > 0.0 {
                    // An address alone is a hint, however alike: many live and trade at one.
                    let score = best * ADDRESS_ALONE;
                    keep(
                        found,
                        record,
                        Found {
                            names: None,
                            name_score: score,
                            bits: 0.0,
                            score,
                            slips: u8::MAX,
                            words: None,
                        },
                    );
                }
            }
        }
    }

    /// The results, best first, with their reasons.
    fn ranked(&self, asked: &Asked, found: HashMap<u32, Found>, limit: usize) -> Vec<ScreenResult> {
        let mut ranked: Vec<(u32, Found)> = found.into_iter().collect();
        for (record, one) in &mut ranked {
            let Some(known) = self.index.records.get(*record as usize) else { continue };
            let silent = |_: Part, _: Agreement, _: &dyn Fn() -> (String, String), _: f64, _| {};
            let begun = from_name(one.name_score, one.bits);
            let score = with_facts(begun, &asked.facts, &asked.addresses, &known.facts, silent);
            one.score = rounded(score);
            one.slips = if one.score >= THRESHOLD { self.slips(asked, one) } else { u8::MAX };
        }
        ranked.sort_by(|a, b| {
            let id = |record: u32| self.index.records.get(record as usize).map(|record| &record.id);
            b.1.score
                .total_cmp(&a.1.score)
                .then(a.1.slips.cmp(&b.1.slips))
                .then(b.1.bits.total_cmp(&a.1.bits))
                .then_with(|| id(a.0).cmp(&id(b.0)))
        });
        let groups = group::grouped(self.index, &ranked, limit);
        groups
            .into_iter()
            .filter_map(|members| {
                let (record, found) = ranked.get(*members.first()?)?;
                let known = self.index.records.get(*record as usize)?;
                let others = members.iter().filter_map(|at| ranked.get(*at));
                Some(self.result(asked, known, found, others.map(|(record, found)| (*record, found))))
            })
            .collect()
    }

    /// How many letters the names as written are apart, parts in their order: of equal scores the closest writing comes first.
    fn slips(&self, asked: &Asked, found: &Found) -> u8 {
        const MOST: u8 = 3;
        let names = found.names.and_then(|(query, name)| {
            Some((asked.names.get(query)?, self.index.names.get(name as usize)?.name.get()))
        });
        names
            .and_then(|(one, other)| {
                names::distance(one.letters().as_bytes(), other.letters().as_bytes(), MOST)
            })
            .unwrap_or(u8::MAX)
    }

    fn result<'f>(
        &self,
        asked: &Asked,
        known: &Record,
        found: &Found,
        members: impl Iterator<Item = (u32, &'f Found)>,
    ) -> ScreenResult {
        let mut datasets = Vec::new();
        let mut entries = Vec::new();
        for (record, found) in members {
            let Some(record) = self.index.records.get(record as usize) else { continue };
            let own = self.index.datasets_of(record);
            datasets.extend(own.iter().filter(|name| !datasets.contains(*name)).cloned().collect::<Vec<_>>());
            entries.push(GroupedEntry {
                id: record.id.to_string(),
                caption: record.caption.to_string(),
                score: found.score,
                basis: record.basis,
                datasets: own,
            });
        }
        if entries.len() < 2 {
            entries.clear();
        }
        ScreenResult {
            id: known.id.to_string(),
            caption: known.caption.to_string(),
            schema: known.schema.to_string(),
            score: found.score,
            is_match: found.score >= THRESHOLD && known.basis.can_match(),
            basis: known.basis,
            reasons: self.reasons(asked, known, found),
            datasets,
            entries,
            ownership: known.ownership.as_deref().cloned(),
            words: found.words.clone(),
        }
    }

    fn reasons(&self, asked: &Asked, known: &Record, found: &Found) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some((query, name)) = found.names
            && let Some(name) = self.index.names.get(name as usize)
        {
            let asked_name = found.words.as_deref().map(|words| analyse(words, name.kind));
            let asked_name = asked_name.as_ref().or(asked.names.get(query));
            let words =
                asked_name.map(|asked| names::compare(asked, name.name.get()).reasons).unwrap_or_default();
            reasons.push(Reason {
                part: Part::Name,
                agreement: match found.name_score {
                    score if score >= 0.95 => Agreement::Agrees,
                    score if score >= THRESHOLD => Agreement::Nearly,
                    _ => Agreement::Differs,
                },
                query: asked_name.map(|name| name.original().to_owned()).unwrap_or_default(),
                entity: name.name.get().original().to_owned(),
                effect: rounded(found.name_score),
                property: PROPERTIES.get(usize::from(name.property)).map(|name| (*name).to_owned()),
                words,
            });
        }
        let begun = from_name(found.name_score, found.bits);
        if rounded(begun - found.name_score) != 0.0 {
            let words = || (String::new(), format!("{:.0} bits", found.bits));
            reasons.push(reason(Part::Rarity, Agreement::Nearly, &words, begun - found.name_score, None));
        }
        let tell = |part: Part,
                    agreement: Agreement,
                    words: &dyn Fn() -> (String, String),
                    effect: f64,
                    property: Option<&'static str>| {
            reasons.push(reason(part, agreement, words, effect, property));
        };
        with_facts(begun, &asked.facts, &asked.addresses, &known.facts, tell);
        reasons
    }
}

/// What an address without a name is worth at most.
const ADDRESS_ALONE: f64 = 0.6;

impl Asked {
    fn of(query: &Query) -> Asked {
        let family = Family::of(&query.entity.schema);
        let kind = NameKind::of_schema(&query.entity.schema);
        let mut names: Vec<Name> = Vec::new();
        for (_, text) in query.entity.names() {
            for name in analyse(text, kind).into_writings() {
                let is_new = names.iter().all(|known| known.tokens() != name.tokens());
                if !name.is_empty() && is_new && names.len() < MOST_NAMES {
                    names.push(name);
                }
            }
        }
        let facts = query.facts();
        let addresses = facts.addresses.iter().map(|address| address::words(address)).collect();
        Asked { names, facts, addresses, family }
    }
}

/// How alike a name asked and a name of the index are.
pub(crate) fn name_score(asked: &Name, known: &IndexedName) -> f64 {
    let score = names::score(asked, known.name.get());
    let is_weak = PROPERTIES.get(usize::from(known.property)) == Some(&"weakAlias");
    if is_weak { score * WEAK_ALIAS } else { score }
}

/// Keeps the better of what was found of a record: by score, then by how much it tells, then the earlier name.
fn keep(found: &mut HashMap<u32, Found>, record: u32, new: Found) {
    let better = |old: &Found| {
        new.name_score
            .total_cmp(&old.name_score)
            .then(new.bits.total_cmp(&old.bits))
            .then_with(|| old.names.cmp(&new.names))
            .is_gt()
    };
    match found.entry(record) {
        std::collections::hash_map::Entry::Vacant(entry) => {
            entry.insert(new);
        }
        std::collections::hash_map::Entry::Occupied(mut entry) if better(entry.get()) => {
            entry.insert(new);
        }
        std::collections::hash_map::Entry::Occupied(_) => {}
    }
}
