//! Expressions of quantity: a numeral or two, a unit, hedges on either side, a period.
//!
//! Which words are units, counters, hedges and periods is data, in lexicons of certain names (`rules/README.md` lists
//! them); this module knows only how they stand around a number.

use super::Language;
use super::numeral::{self, Numeral, Words};
use super::roles::{Entries, Roles};
use crate::quantity::{Dimension, DurationUnit, NoClaim, QuantityMention};
use crate::rules::vocabulary::{Vocabulary, Word};
use model::{Amount, Hedge, Period};
use std::ops::Range;

/// What the words of a lexicon are beside a number.
#[derive(Debug, Clone, PartialEq)]
enum Role {
    /// `counter-…`: 명, 名; whether it counts places or countries, whose noun it is itself.
    Counter {
        of_places: bool,
    },
    /// `currency-XXX`, behind the number.
    Currency(String),
    /// `currency-before-XXX`.
    CurrencyBefore(String),
    /// `unit-share`: hundredths; `unit-tenth`: tenths.
    Share(f64),
    Hours,
    Duration(DurationUnit),
    /// `unit-none`: years of age, kilometres, votes.
    None,
    HedgeBefore(Hedge),
    HedgeAfter(Hedge),
    /// Words that may stand between a hedge and the number.
    Link,
    /// Words that join the ends of a range; after an opening word only.
    Range,
    RangeAfterOpen,
    RangeOpen,
    Period(Period),
    /// Words before a number that only names something: 第, 제, №.
    Ordinal,
    /// Words before a number that make it nothing of interest: ages, telephones.
    NoneBefore,
    /// Verbs of rising and falling: «выросло до 5 тысяч» names no bound.
    Moves,
}

/// The lexicons that stand around numbers, by their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuantityLexicons {
    roles: Roles<Role>,
}

impl QuantityLexicons {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        Self { roles: Roles::of(vocabulary, role) }
    }
}

fn role(name: &str) -> Option<Role> {
    if let Some(code) = name.strip_prefix("currency-before-") {
        return Some(Role::CurrencyBefore(code.to_owned()));
    }
    if let Some(code) = name.strip_prefix("currency-") {
        return Some(Role::Currency(code.to_owned()));
    }
    if let Some(hedge) = name.strip_prefix("hedge-before-") {
        return hedge.parse().ok().map(Role::HedgeBefore);
    }
    if let Some(hedge) = name.strip_prefix("hedge-after-") {
        return hedge.parse().ok().map(Role::HedgeAfter);
    }
    if let Some(period) = name.strip_prefix("period-") {
        return period.parse().ok().map(Role::Period);
    }
    if let Some(counted) = name.strip_prefix("counter-") {
        return Some(Role::Counter { of_places: counted == "country" });
    }
    Some(match name {
        "unit-share" => Role::Share(0.01),
        "unit-tenth" => Role::Share(0.1),
        "unit-hours" => Role::Hours,
        "unit-minute" => Role::Duration(DurationUnit::Minute),
        "unit-day" => Role::Duration(DurationUnit::Day),
        "unit-week" => Role::Duration(DurationUnit::Week),
        "unit-month" => Role::Duration(DurationUnit::Month),
        "unit-year" => Role::Duration(DurationUnit::Year),
        "unit-none" => Role::None,
        "hedge-link" => Role::Link,
        "range" => Role::Range,
        "range-after-open" => Role::RangeAfterOpen,
        "range-open" => Role::RangeOpen,
        "ordinal-before" => Role::Ordinal,
        "none-before" => Role::NoneBefore,
        "moves-to" => Role::Moves,
        _ => return None,
    })
}

/// How many tokens before «до» a verb of rising or falling may stand.
const MOVES_REACH: usize = 5;

/// How many tokens before a number a word for a period may stand.
const PERIOD_REACH: usize = 16;

/// A found expression: what a caller needs beyond the mention.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) mention: QuantityMention,
    /// The counter, where there is one.
    pub(crate) counter: Option<Range<usize>>,
    /// Whether the counter is what is counted: 개국.
    pub(crate) stands_alone: bool,
}

/// What a search looks at.
pub(crate) struct Scene<'s> {
    pub(crate) language: Language,
    pub(crate) words: &'s Words<'s>,
    /// The vocabulary's word of every token of the document.
    pub(crate) ids: &'s [Word],
    pub(crate) clauses: &'s [u16],
    pub(crate) vocabulary: &'s Vocabulary,
    pub(crate) lexicons: &'s QuantityLexicons,
    /// Tokens that belong to dates.
    pub(crate) taken: &'s [Range<usize>],
}

/// Finds the quantities of one sentence, in order and without overlap.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let (mut at, mut floor) = (scene.words.start(), scene.words.start());
    while at < scene.words.end() {
        if let Some(taken) = scene.taken.iter().find(|taken| taken.contains(&at)) {
            at = taken.end.max(at + 1);
            floor = at;
            continue;
        }
        if let Some(end) = scene.telephone(at).or_else(|| scene.mark(at)) {
            at = end;
            floor = at;
            continue;
        }
        match scene.expression(at, floor) {
            Some((expression, end)) => {
                at = end.max(at + 1);
                floor = at;
                found.extend(expression);
            }
            None => at += 1,
        }
    }
    found
}

/// A unit behind a number.
struct Unit<'s> {
    role: &'s Role,
    range: Range<usize>,
}

impl<'s> Scene<'s> {
    fn entries(&self) -> Entries<'s, Role> {
        let Self { words, ids, vocabulary, .. } = *self;
        Entries { words, ids, vocabulary, roles: &self.lexicons.roles }
    }

    fn entry(&self, at: usize, wanted: impl Fn(&Role) -> bool) -> Option<(&'s Role, usize)> {
        self.entries().at(at, wanted)
    }

    fn entry_before(
        &self,
        end: usize,
        floor: usize,
        wanted: impl Fn(&Role) -> bool,
    ) -> Option<(&'s Role, usize)> {
        self.entries().before(end, floor, wanted)
    }

    /// Digits joined by hyphens twice or more, or with a code in brackets: a telephone number.
    fn telephone(&self, at: usize) -> Option<usize> {
        let words = self.words;
        words.digits(at)?;
        let is_dash = |token: usize| matches!(words.word(token), "-" | "‑") && !words.is_spaced(token);
        let (mut end, mut dashes) = (at + 1, 0);
        loop {
            if is_dash(end) && words.digits(end + 1).is_some() {
                dashes += 1;
                end += 2;
            } else if words.word(end) == "("
                && words.digits(end + 1).is_some()
                && words.word(end + 2) == ")"
                && words.digits(end + 3).is_some()
            {
                dashes += 2;
                end += 4;
            } else {
                break;
            }
        }
        // 0998-5550118: a dialling code begins with a zero.
        let is_code = dashes == 1 && words.word(at).starts_with('0') && words.word(at).len() >= 3;
        (dashes >= 2 || is_code).then_some(end)
    }

    /// Digits that count nothing whatever stands around them: the mark of a note, `[5]`, and part of an address or a code,
    /// `/2017/08/5-of`, `trafficking-2018`, `S/RES/2397`.
    fn mark(&self, at: usize) -> Option<usize> {
        let words = self.words;
        words.digits(at)?;
        let before = at.checked_sub(1).filter(|before| *before >= words.start())?;
        let (sign, is_glued) = (words.word(before), !words.is_spaced(at));
        let is_note = sign == "[" && words.word(at + 1) == "]";
        let is_part = is_glued && matches!(sign, "/" | "=" | "?" | "&" | "#" | "_");
        let ends_in_letter = |token: usize| {
            words.word(token).chars().next_back().is_some_and(|last| last.is_ascii_alphabetic())
        };
        let behind_word = is_glued
            && matches!(sign, "-" | "‑")
            && before > words.start()
            && !words.is_spaced(before)
            && ends_in_letter(before - 1);
        (is_note || is_part || behind_word).then_some(at + 1)
    }

    fn unit(&self, at: usize) -> Option<Unit<'s>> {
        let is_unit = |role: &Role| {
            matches!(
                role,
                Role::Counter { .. }
                    | Role::Currency(_)
                    | Role::Share(_)
                    | Role::Hours
                    | Role::Duration(_)
                    | Role::None
            )
        };
        let (role, end) = self.entry(at, is_unit)?;
        // 390万家政工: a noun that begins as a counter does.
        if self.language == Language::Chinese && matches!(role, Role::Counter { .. }) {
            let until = self.words.end().min(at + 6);
            let mut is_noun = false;
            self.vocabulary.entries_at(self.ids.get(at..until)?, |length, lexicon| {
                is_noun |= at + length > end
                    && self.vocabulary.is_counted(lexicon)
                    && self.lexicons.roles.get(lexicon).is_none();
            });
            if is_noun {
                return None;
            }
        }
        Some(Unit { role, range: at..end })
    }

    /// The number whose numeral begins at a token. Without an expression but with an end, the number is passed over.
    fn expression(&self, start: usize, floor: usize) -> Option<(Option<Found>, usize)> {
        let words = self.words;
        let first = numeral::at(self.language, words, start)?;
        let before = start.saturating_sub(1);
        // Part of a longer name in other letters: E-9, G7, F2.
        let glued = start > floor
            && !words.is_spaced(start)
            && words.word(before).chars().next_back().is_some_and(|last| last.is_ascii_alphabetic())
            && self.entry_before(start, floor, |role| matches!(role, Role::CurrencyBefore(_))).is_none();
        if glued || self.entry_before(start, floor, |role| *role == Role::Ordinal).is_some() {
            return Some((None, first.end));
        }
        if first.low == 1.0 && first.high == 1.0 && !first.has_digits && !first.is_share {
            return None; // an article: 一名, 한 사람
        }
        let opened = self.entry_before(start, floor, |role| *role == Role::RangeOpen).map(|(_, at)| at);
        let (numeral, core_end, unit) = self.number_and_unit(first, opened.is_some())?;
        let by_words = !numeral.has_digits && !numeral.is_share;
        let bare_scale = unit.is_none() && !numeral.is_share;
        // 三百万 and 两亿 need no noun behind them; 千万 is an adverb.
        let stands_alone_in_words = numeral.scale >= 10_000.0
            && !matches!(words.word(start), "千" | "万" | "百" | "천" | "만" | "백");
        if by_words && unit.is_none() && self.language.by_character() && !stands_alone_in_words {
            return None;
        }
        let mut end = unit.as_ref().map_or(core_end, |unit| unit.range.end);
        let mut part = 0.0;
        if unit.as_ref().is_some_and(|unit| *unit.role == Role::Hours) {
            (part, end) = self.part_of_hour(end);
        }
        let numeral = Numeral { low: numeral.low + part, high: numeral.high + part, ..numeral };
        let mut mention = QuantityMention {
            tokens: start..end,
            core: start..end,
            amount: amount(&numeral)?,
            dimension: Dimension::Count,
            period: None,
            period_tokens: None,
            hedges: Vec::new(),
            equivalent: None,
            partitive: false,
        };
        if let Some(opened) = opened {
            mention.tokens.start = opened;
        }
        let (mut counter, mut stands_alone) = (None, false);
        match unit.as_ref().map(|unit| unit.role) {
            Some(Role::Counter { of_places }) => {
                counter = unit.as_ref().map(|unit| unit.range.clone());
                stands_alone = *of_places;
            }
            Some(Role::Currency(code)) => mention.dimension = Dimension::Money(code.clone()),
            Some(Role::Share(part)) => {
                mention.dimension = Dimension::Share;
                mention.amount = mention.amount.scaled(*part)?;
            }
            Some(Role::Hours) => mention.dimension = Dimension::Hours,
            Some(Role::Duration(unit)) => mention.dimension = Dimension::Duration(*unit),
            Some(Role::None) => mention.dimension = Dimension::NoClaim(NoClaim::Physical),
            _ if numeral.is_share => mention.dimension = Dimension::Share,
            _ => {}
        }
        if let Some((Role::CurrencyBefore(code), at)) =
            self.entry_before(start, floor, |role| matches!(role, Role::CurrencyBefore(_)))
        {
            mention.dimension = Dimension::Money(code.clone());
            mention.tokens.start = at;
            mention.core.start = at;
        }
        self.hedges(&mut mention, &numeral, floor);
        if self.entry_before(mention.tokens.start, floor, |role| *role == Role::NoneBefore).is_some() {
            mention.dimension = Dimension::NoClaim(NoClaim::Age);
        }
        if !matches!(mention.dimension, Dimension::NoClaim(_)) {
            self.period(&mut mention, floor);
        }
        if mention.dimension == Dimension::Hours {
            if self.is_clock(&mention) {
                mention.dimension = Dimension::NoClaim(NoClaim::Clock);
            } else if mention.period.is_none() && numeral.high <= 24.0 {
                mention.period = Some(Period::Day);
            }
        }
        let is_bare = bare_scale && mention.dimension == Dimension::Count;
        let end = mention.tokens.end;
        if is_bare && is_year(words.word(start)) && core_end == start + 1 {
            return Some((None, end));
        }
        if is_bare && self.language.by_character() {
            let stops = end >= words.end() || words.word(end).chars().all(|c| !c.is_alphanumeric());
            // 40万青年, 5만 노동자: a noun right behind the scale word does without a counter.
            let has_noun = numeral.has_digits && numeral.scale >= 10_000.0;
            if numeral.scale < 1_000.0 || !stops && !has_noun {
                return Some((None, end));
            }
        }
        Some((Some(Found { mention, counter, stands_alone }), end))
    }

    /// Minutes or a half behind hours, as a part of an hour, and the end: 10시간 30분, 12 часов 30 минут, 八小时半.
    fn part_of_hour(&self, at: usize) -> (f64, usize) {
        if matches!(self.words.word(at), "반" | "半") {
            return (0.5, at + 1);
        }
        let minutes = numeral::at(self.language, self.words, at)
            .filter(|minutes| minutes.low == minutes.high && (1.0..60.0).contains(&minutes.low));
        let is_minutes = |role: &Role| *role == Role::Duration(DurationUnit::Minute);
        match minutes.and_then(|minutes| Some((minutes.low, self.entry(minutes.end, is_minutes)?.1))) {
            Some((minutes, end)) => (minutes / 60.0, end),
            None => (0.0, at),
        }
    }

    /// One number, or a range of two, with what follows: `5만∼6만 명`, `5천 유로에서 1만 유로`, `от 8 до 10 тысяч рублей`.
    fn number_and_unit(&self, first: Numeral, opened: bool) -> Option<(Numeral, usize, Option<Unit<'s>>)> {
        let words = self.words;
        let unit = self.unit(first.end);
        let after_unit = unit.as_ref().map_or(first.end, |unit| unit.range.end);
        let joins = |role: &Role| *role == Role::Range || opened && *role == Role::RangeAfterOpen;
        for end in [after_unit, first.end] {
            let Some((_, next)) = self.entry(end, joins) else { continue };
            let Some(second) =
                numeral::at(self.language, words, next).filter(|second| !second.is_share || first.is_share)
            else {
                continue;
            };
            let other = self.unit(second.end);
            let fits = match (&unit, &other) {
                (Some(one), Some(two)) => end == first.end || one.role == two.role,
                (Some(_), None) => false,
                _ => true,
            };
            // 5~6만: the scale word reaches both ends.
            let scale =
                if first.scale == 1.0 && second.scale > 1.0 && first.high * second.scale <= second.high {
                    second.scale
                } else {
                    1.0
                };
            let (low, high) = (first.low * scale, second.high);
            if !fits || low > high {
                continue;
            }
            let numeral = Numeral { low, high, has_digits: first.has_digits || second.has_digits, ..second };
            return Some((numeral, second.end, other));
        }
        Some((first, first.end, unit))
    }

    fn hedges(&self, mention: &mut QuantityMention, numeral: &Numeral, floor: usize) {
        let mut hedges: Vec<Hedge> = numeral.hedge.into_iter().collect();
        if numeral.is_vague {
            hedges.push(Hedge::Vague);
        }
        while let Some((Role::HedgeAfter(hedge), end)) =
            self.entry(mention.tokens.end, |role| matches!(role, Role::HedgeAfter(_)))
        {
            hedges.push(*hedge);
            mention.tokens.end = end;
        }
        loop {
            let start = mention.tokens.start;
            let is_hedge = |role: &Role| matches!(role, Role::HedgeBefore(_));
            let linked = self.entry_before(start, floor, |role| *role == Role::Link).map(|(_, at)| at);
            let found = self
                .entry_before(start, floor, is_hedge)
                .or_else(|| linked.and_then(|at| self.entry_before(at, floor, is_hedge)));
            let Some((_, at)) = found else { break };
            if self.is_change(at, start) {
                break;
            }
            hedges.extend(self.hedges_at(at, start));
            mention.tokens.start = at;
        }
        let bounds =
            |hedge: &Hedge| matches!(hedge, Hedge::MoreThan | Hedge::AtLeast | Hedge::UpTo | Hedge::AtMost);
        if let (Some(point), Some(hedge)) =
            (mention.amount.as_point(), hedges.iter().find(|hedge| bounds(hedge)))
        {
            let open = match hedge {
                Hedge::MoreThan | Hedge::AtLeast => Amount::from(point),
                _ => Amount::up_to(point),
            };
            mention.amount = open.unwrap_or(mention.amount);
        }
        hedges.sort_unstable();
        hedges.dedup();
        mention.hedges = hedges;
    }

    /// «меньше на 200», «выросло до 5 тысяч»: words of a change, which bound no number.
    fn is_change(&self, at: usize, number: usize) -> bool {
        if self.language != Language::Russian {
            return false;
        }
        match self.words.word(at).to_lowercase().as_str() {
            "больше" | "меньше" | "более" | "менее" => {
                self.words.word(number - 1) == "на" && number == at + 2
            }
            "до" => {
                let clause = self.clauses.get(at);
                (at.saturating_sub(MOVES_REACH).max(self.words.start())..at).any(|before| {
                    self.clauses.get(before) == clause
                        && self.entry(before, |role| *role == Role::Moves).is_some()
                })
            }
            _ => false,
        }
    }

    /// All hedges that the longest words from `at` on stand for: 可达 is both a bound and a possibility.
    fn hedges_at(&self, at: usize, end: usize) -> Vec<Hedge> {
        let (mut longest, mut found) = (0, Vec::new());
        self.vocabulary.entries_at(self.ids.get(at..end).unwrap_or_default(), |length, lexicon| {
            if let Some(Role::HedgeBefore(hedge)) = self.lexicons.roles.get(lexicon) {
                if length > longest {
                    found.clear();
                    longest = length;
                }
                found.push(*hedge);
            }
        });
        found
    }

    fn period(&self, mention: &mut QuantityMention, floor: usize) {
        let is_period = |role: &Role| matches!(role, Role::Period(_));
        if let Some((Role::Period(period), end)) = self.entry(mention.tokens.end, is_period) {
            mention.period = Some(*period);
            mention.period_tokens = Some(mention.tokens.end..end);
            mention.tokens.end = end;
            return;
        }
        let start = mention.tokens.start;
        let clause = self.clauses.get(start);
        let mut end = start;
        while end > floor && end + PERIOD_REACH > start && self.clauses.get(end - 1) == clause {
            if let Some((Role::Period(period), at)) = self.entry_before(end, floor, is_period) {
                // 12월 and 2019年 are dates; a word of one character counts only right before the number.
                let is_date = at > floor && self.words.digits(at - 1).is_some() && !self.words.is_spaced(at);
                let is_short = self.language.by_character() && end - at == 1 && end != start;
                if !is_date && !is_short {
                    mention.period = Some(*period);
                    mention.period_tokens = Some(at..end);
                    if end == start {
                        mention.tokens.start = at;
                    }
                    return;
                }
            }
            end -= 1;
        }
    }

    /// "в 12 часов": a time of the day.
    fn is_clock(&self, mention: &QuantityMention) -> bool {
        self.language == Language::Russian
            && mention.hedges.is_empty()
            && mention.period.is_none()
            && mention.tokens.start > self.words.start()
            && matches!(self.words.word(mention.tokens.start - 1), "в" | "В" | "к" | "с" | "С" | "до")
    }
}

/// Whether a word can be a year: a number of that form without a noun is no count.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u32| (1900..2100).contains(&year))
}

fn amount(numeral: &Numeral) -> Option<Amount> {
    let found = if numeral.low == numeral.high {
        Amount::point(numeral.low)
    } else {
        Amount::between(numeral.low, numeral.high)
    };
    found.ok()
}
