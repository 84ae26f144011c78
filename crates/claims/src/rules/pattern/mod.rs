//! Patterns over the tokens of a sentence: how they are written, compiled and matched.
//!
//! | written | matches |
//! |---|---|
//! | `word` | that word, in any case |
//! | `hand/v`, `worker/n` | any form of the verb, of the noun |
//! | `@minder` | an entry of the lexicon `minder` |
//! | `<money>` `<count @worker>` | what another stage found; a count whose head noun is in a lexicon |
//! | `(a b \| c)` | either |
//! | `x?` | x or nothing |
//! | `..` `..9` | up to 6 (9) tokens, within the clause |
//! | `...` `...20` | up to 12 (20) tokens, within the sentence |
//! | `^` | the start of the sentence |
//! | `[ … ]` | what is quoted, where that is not the whole match |
//! | `site:x` | what x matched fills the slot `site` |

mod key;
mod need;
mod parse;
mod tidy;

pub(crate) use key::{FramesByKey, Key, KeySet};
pub(crate) use need::Need;

use super::vocabulary::{LexiconId, Vocabulary, Word};
use parse::Parser;

/// What other stages of the crate find and patterns can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// A sum of money.
    Money,
    /// A sum of money by the hour, day, week or month.
    Pay,
    /// A count; with a lexicon, one whose head noun is in it.
    Count,
    /// A count with no noun after it: "some 4,000 remain", "at 11,490."
    Bare,
    /// A part of a whole, in percent or as a fraction.
    Share,
    /// A number of hours.
    Hours,
    /// Twelve hours a day or more, or sixty a week or more.
    LongHours,
    /// A length of time.
    Duration,
    /// A country by name.
    Country,
    /// An adjective or noun of nationality.
    Nationality,
    /// Any place: country, region, city, part of the world.
    Place,
    /// A known organisation.
    Organisation,
    /// A time.
    Time,
    /// A run of capitalised words that is not the start of a sentence alone.
    Name,
    /// Any number as such: of an act, an article, a grade.
    Number,
    /// Any one word or number.
    AnyWord,
    /// A whole clause of some words.
    Clause,
}

impl Class {
    /// Every class.
    pub(crate) const ALL: [Self; 17] = [
        Self::Money,
        Self::Pay,
        Self::Count,
        Self::Bare,
        Self::Share,
        Self::Hours,
        Self::LongHours,
        Self::Duration,
        Self::Country,
        Self::Nationality,
        Self::Place,
        Self::Organisation,
        Self::Time,
        Self::Name,
        Self::Number,
        Self::AnyWord,
        Self::Clause,
    ];

    /// Whether it is one of numbers that the learned part looks at.
    pub(crate) const fn is_of_numbers(self) -> bool {
        matches!(self, Self::Money | Self::Count | Self::Share | Self::Hours | Self::Duration)
    }

    /// The word between angle brackets.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Pay => "pay",
            Self::Count => "count",
            Self::Bare => "bare",
            Self::Share => "share",
            Self::Hours => "hours",
            Self::LongHours => "long-hours",
            Self::Duration => "duration",
            Self::Country => "country",
            Self::Nationality => "nationality",
            Self::Place => "place",
            Self::Organisation => "organisation",
            Self::Time => "time",
            Self::Name => "name",
            Self::Number => "number",
            Self::AnyWord => "word",
            Self::Clause => "clause",
        }
    }
}

#[derive(Debug, Clone)]
enum Node {
    Words(Box<[Word]>),
    Lexicon(LexiconId),
    Class(Class, Option<LexiconId>),
    Sequence(Vec<Node>),
    Either(Alternatives),
    Optional(Box<Node>),
    Gap { most: u8, within_clause: bool },
    SentenceStart,
    QuoteStart,
    QuoteEnd,
    Capture(u8, Box<Node>),
}

/// Alternatives in the order they are tried, found by the word they must start with.
#[derive(Debug, Clone)]
struct Alternatives {
    all: Vec<Node>,
    /// Words with the number of an alternative that must start with them, in order.
    by_word: Box<[(Word, u32)]>,
    /// Numbers of the alternatives that can start otherwise, in order.
    others: Box<[u32]>,
}

impl Alternatives {
    /// The alternatives that the word at a token leaves possible, in order; `Word::UNKNOWN` leaves the others.
    fn at(&self, word: Word) -> impl Iterator<Item = &Node> {
        let first = self.by_word.partition_point(|(known, _)| *known < word);
        let mut started =
            self.by_word[first..].iter().take_while(move |(known, _)| *known == word).peekable();
        let mut others = self.others.iter().peekable();
        std::iter::from_fn(move || {
            let number = match (started.peek(), others.peek()) {
                (Some((_, one)), Some(other)) if one < *other => started.next().map(|(_, number)| number),
                (Some(_), None) => started.next().map(|(_, number)| number),
                _ => others.next(),
            };
            self.all.get(*number? as usize)
        })
    }

    /// Whether no alternative can start with a word.
    fn excludes(&self, word: Word) -> bool {
        self.others.is_empty() && self.by_word.binary_search_by_key(&word, |(known, _)| *known).is_err()
    }
}

/// What the matcher needs to know of a sentence.
pub(crate) trait Sentence {
    /// The vocabulary's word at a token; `Word::UNKNOWN` where no rule mentions it.
    fn word(&self, token: usize) -> Word;
    /// Ends of the entries of a lexicon that start at a token, longest first.
    fn lexicon_ends(&self, token: usize, lexicon: LexiconId, ends: &mut Ends);
    /// Ends of what a stage found starting at a token.
    fn class_ends(&self, token: usize, class: Class, head: Option<LexiconId>, ends: &mut Ends);
    /// Which clause a token is in.
    fn clause(&self, token: usize) -> u16;
    /// The tokens of the sentence.
    fn range(&self) -> std::ops::Range<usize>;
}

/// A few token positions, without allocation.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    list: [usize; 6],
    count: usize,
}

impl Ends {
    /// Adds a position; beyond the sixth, further ones are dropped.
    pub(crate) fn push(&mut self, end: usize) {
        if let Some(place) = self.list.get_mut(self.count) {
            *place = end;
            self.count += 1;
        }
    }

    fn as_slice(&self) -> &[usize] {
        &self.list[..self.count]
    }
}

/// A match: token positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What is to be quoted.
    pub(crate) quote: std::ops::Range<usize>,
    /// Slot number (an index into [`Pattern::slots`]) and the tokens that fill it.
    pub(crate) captures: Vec<(u8, std::ops::Range<usize>)>,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    root: Node,
    /// What a sentence must have for the pattern to match in it.
    pub(crate) need: Need,
    /// Names of the slots it can fill.
    pub(crate) slots: Vec<String>,
}

/// Steps one attempt may take; a pattern that needs more does not match there.
const FUEL: u32 = 4_000;
/// Elements on the longest way through a pattern; the matcher calls itself once for each.
const LONGEST_PATTERN: usize = 200;

impl Pattern {
    /// Compiles what a rule file says.
    ///
    /// # Errors
    /// What is wrong, and how many characters of `source` were read before it.
    pub(crate) fn compile(source: &str, vocabulary: &mut Vocabulary) -> Result<Self, (String, usize)> {
        let mut parser = Parser { rest: source, vocabulary, slots: Vec::new() };
        let result = parser.alternatives(0).and_then(|root| {
            if !parser.rest.is_empty() {
                let rest: String = parser.rest.chars().take(40).collect();
                return Err(format!("unexpected `{rest}`"));
            }
            if longest_way(&root) > LONGEST_PATTERN {
                return Err(format!("a pattern of more than {LONGEST_PATTERN} elements in a row"));
            }
            Ok(root)
        });
        let read = source.chars().count() - parser.rest.chars().count();
        let slots = std::mem::take(&mut parser.slots);
        let root = result.map_err(|message| (message, read))?;
        Ok(Self { need: Need::of(&root, vocabulary.person()), root, slots })
    }

    /// The class that is all it asks for: `<count>`, `<clause>`.
    pub(crate) fn lone_class(&self) -> Option<Class> {
        let only = |node: &Node| match node {
            Node::Class(class, None) => Some(*class),
            _ => None,
        };
        match &self.root {
            Node::Sequence(nodes) => match nodes.as_slice() {
                [node] => only(node),
                _ => None,
            },
            node => only(node),
        }
    }

    /// What a match can start with. `None` if it can start with anything (a gap or any word).
    pub(crate) fn keys(&self) -> Option<Vec<Key>> {
        let mut keys = Vec::new();
        (!first_keys(&self.root, &mut keys)?).then_some(keys)
    }

    /// Matches starting exactly at `start`: the first one found, shortest gaps first.
    pub(crate) fn match_at<S: Sentence>(&self, sentence: &S, start: usize) -> Option<Match> {
        let tokens = sentence.range();
        let mut run = Run { sentence, tokens, fuel: FUEL, quote: (None, None), captures: Vec::new() };
        let end = run.node(&self.root, start, &Next::Done)?;
        let quote = run.quote.0.unwrap_or(start)..run.quote.1.unwrap_or(end);
        Some(Match { start, end, quote, captures: run.captures })
    }

    /// The first match that starts within `tokens` and ends there too.
    pub(crate) fn find_in<S: Sentence>(&self, sentence: &S, tokens: std::ops::Range<usize>) -> Option<Match> {
        let end = tokens.end;
        tokens.filter_map(|start| self.match_at(sentence, start)).find(|found| found.end <= end)
    }

    /// All matches that start within `tokens` and end there too.
    pub(crate) fn all_in<'p, S: Sentence>(
        &'p self,
        sentence: &'p S,
        tokens: std::ops::Range<usize>,
    ) -> impl Iterator<Item = Match> + 'p {
        let end = tokens.end;
        tokens.filter_map(|start| self.match_at(sentence, start)).filter(move |found| found.end <= end)
    }
}

/// Elements on the longest way through a node.
fn longest_way(node: &Node) -> usize {
    match node {
        Node::Sequence(nodes) => nodes.iter().map(longest_way).sum(),
        Node::Either(either) => either.all.iter().map(longest_way).max().unwrap_or(0),
        Node::Optional(inner) | Node::Capture(_, inner) => 1 + longest_way(inner),
        _ => 1,
    }
}

/// Collects what `node` can start with; says whether it can also match nothing, or `None` if anything can start it.
fn first_keys(node: &Node, keys: &mut Vec<Key>) -> Option<bool> {
    match node {
        Node::Words(words) => keys.extend(words.iter().map(|word| Key::word(*word))),
        Node::Lexicon(lexicon) => keys.push(Key::lexicon(*lexicon)),
        Node::Class(Class::AnyWord | Class::Number, _) | Node::Gap { .. } => return None,
        Node::Class(class, _) => keys.push(Key::class(*class)),
        Node::SentenceStart | Node::QuoteStart | Node::QuoteEnd => return Some(true),
        Node::Optional(inner) => {
            first_keys(inner, keys)?;
            return Some(true);
        }
        Node::Capture(_, inner) => return first_keys(inner, keys),
        Node::Sequence(nodes) => {
            for node in nodes {
                if !first_keys(node, keys)? {
                    return Some(false);
                }
            }
            return Some(true);
        }
        Node::Either(either) => {
            let mut empty = false;
            for node in &either.all {
                empty |= first_keys(node, keys)?;
            }
            return Some(empty);
        }
    }
    Some(false)
}

/// What is left to match after a node.
enum Next<'n> {
    Done,
    Nodes(&'n [Node], &'n Next<'n>),
    EndCapture(u8, usize, &'n Next<'n>),
}

struct Run<'s, S> {
    sentence: &'s S,
    /// The tokens of the sentence.
    tokens: std::ops::Range<usize>,
    fuel: u32,
    quote: (Option<usize>, Option<usize>),
    captures: Vec<(u8, std::ops::Range<usize>)>,
}

impl<S: Sentence> Run<'_, S> {
    fn next(&mut self, next: &Next<'_>, at: usize) -> Option<usize> {
        match next {
            Next::Done => Some(at),
            Next::Nodes([], after) => self.next(after, at),
            Next::Nodes([node, rest @ ..], after) => self.node(node, at, &Next::Nodes(rest, after)),
            Next::EndCapture(slot, start, after) => {
                let before = self.captures.len();
                self.captures.push((*slot, *start..at));
                let end = self.next(after, at);
                if end.is_none() {
                    self.captures.truncate(before);
                }
                end
            }
        }
    }

    /// The word at a token of the sentence; `Word::UNKNOWN` behind it.
    fn word(&self, at: usize) -> Word {
        if at < self.tokens.end { self.sentence.word(at) } else { Word::UNKNOWN }
    }

    /// Whether what is next plainly cannot match at a token; a quick look.
    fn is_excluded(&self, next: &Next<'_>, at: usize) -> bool {
        match next {
            Next::Nodes([Node::Words(words), ..], _) => !contains(words, self.word(at)),
            Next::Nodes([Node::Either(either), ..], _) => either.excludes(self.word(at)),
            _ => false,
        }
    }

    fn node(&mut self, node: &Node, at: usize, next: &Next<'_>) -> Option<usize> {
        self.fuel = self.fuel.checked_sub(1)?;
        match node {
            Node::Words(words) => {
                if contains(words, self.word(at)) {
                    self.next(next, at + 1)
                } else {
                    None
                }
            }
            Node::Lexicon(lexicon) => {
                let mut ends = Ends::default();
                if at < self.tokens.end {
                    self.sentence.lexicon_ends(at, *lexicon, &mut ends);
                }
                self.first_of(&ends, next)
            }
            Node::Class(class, head) => {
                let mut ends = Ends::default();
                if at < self.tokens.end {
                    self.sentence.class_ends(at, *class, *head, &mut ends);
                }
                self.first_of(&ends, next)
            }
            Node::Sequence(nodes) => self.next(&Next::Nodes(nodes, next), at),
            Node::Either(either) => either.at(self.word(at)).find_map(|node| self.node(node, at, next)),
            Node::Optional(inner) => self.node(inner, at, next).or_else(|| self.next(next, at)),
            Node::Gap { most, within_clause } => {
                let clause =
                    (at > self.tokens.start && at < self.tokens.end).then(|| self.sentence.clause(at - 1));
                for end in at..=(at + usize::from(*most)).min(self.tokens.end) {
                    let crossed = *within_clause
                        && end > at
                        && clause.is_some_and(|clause| self.sentence.clause(end - 1) != clause);
                    if crossed {
                        return None;
                    }
                    if self.is_excluded(next, end) {
                        continue;
                    }
                    if let Some(found) = self.next(next, end) {
                        return Some(found);
                    }
                }
                None
            }
            Node::SentenceStart => {
                if at == self.tokens.start {
                    self.next(next, at)
                } else {
                    None
                }
            }
            Node::QuoteStart => {
                let before = self.quote.0.replace(at);
                let end = self.next(next, at);
                if end.is_none() {
                    self.quote.0 = before;
                }
                end
            }
            Node::QuoteEnd => {
                let before = self.quote.1.replace(at);
                let end = self.next(next, at);
                if end.is_none() {
                    self.quote.1 = before;
                }
                end
            }
            Node::Capture(slot, inner) => self.node(inner, at, &Next::EndCapture(*slot, at, next)),
        }
    }

    fn first_of(&mut self, ends: &Ends, next: &Next<'_>) -> Option<usize> {
        ends.as_slice().iter().find_map(|end| self.next(next, *end))
    }
}

/// Whether a word is among some in order.
fn contains(words: &[Word], word: Word) -> bool {
    if words.len() > MOST_IN_A_ROW { words.binary_search(&word).is_ok() } else { words.contains(&word) }
}

/// So many words are looked through one by one.
const MOST_IN_A_ROW: usize = 12;
