//! One document, looked at once: tokens, sentences, and everything that stages found at each token.

use crate::gazetteer::{CountryForm, Gazetteer};
use crate::mention::{self, Mention};
use crate::quantity::{self, Dimension, QuantityMention};
use crate::rules::pattern::{self, Class, Ends};
use crate::rules::vocabulary::{LexiconId, Vocabulary, Word};
use crate::sentence::{self, Sentence};
use crate::time::{self, Anchor, TimeMention, TimeRole};
use crate::token::{Token, TokenKind, tokenize};
use model::{Document, Period, Span};
use std::ops::Range;

/// A number with the noun it counts.
#[derive(Debug, Clone)]
pub(crate) struct Quantity {
    pub(crate) mention: QuantityMention,
    /// The head noun of what is counted: "workers" in "1,000 North Korean workers".
    pub(crate) head: Option<Range<usize>>,
}

/// What a stage found at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Lexicon(LexiconId),
    Quantity(u32),
    Time(u32),
    Mention(u32),
}

#[derive(Debug, Clone, Copy)]
struct Annotation {
    start: u32,
    end: u32,
    label: Label,
}

/// A document with everything found in it.
pub(crate) struct Analysis<'d> {
    pub(crate) text: &'d str,
    pub(crate) tokens: Vec<Token>,
    /// The vocabulary's word of each token.
    pub(crate) words: Vec<Word>,
    /// The clause of each token, numbered within its sentence.
    pub(crate) clauses: Vec<u16>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) quantities: Vec<Quantity>,
    pub(crate) times: Vec<TimeMention>,
    pub(crate) mentions: Vec<Mention>,
    /// The lexicon whose nouns the names of peoples ("Cubans") belong to.
    person: Option<LexiconId>,
    annotations: Vec<Annotation>,
    /// By token: where its annotations begin.
    offsets: Vec<u32>,
}

/// Words that cannot stand between a number and the noun it counts.
const PHRASE_ENDS: &[&str] = &[
    "a",
    "about",
    "after",
    "and",
    "are",
    "as",
    "at",
    "because",
    "before",
    "but",
    "by",
    "came",
    "can",
    "could",
    "describe",
    "described",
    "did",
    "died",
    "do",
    "during",
    "earn",
    "earned",
    "face",
    "for",
    "from",
    "had",
    "has",
    "have",
    "he",
    "how",
    "if",
    "in",
    "inside",
    "into",
    "is",
    "it",
    "labour",
    "live",
    "lived",
    "may",
    "might",
    "on",
    "or",
    "out",
    "over",
    "per",
    "receive",
    "received",
    "remain",
    "remained",
    "said",
    "say",
    "she",
    "since",
    "stay",
    "stayed",
    "than",
    "that",
    "their",
    "there",
    "they",
    "through",
    "to",
    "toil",
    "toiled",
    "under",
    "until",
    "was",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "will",
    "with",
    "within",
    "without",
    "work",
    "worked",
    "would",
    "you",
    "we",
    "so",
    "not",
    "only",
];

/// Words in -ing that stand before a noun; others begin what the noun does: "companies employing workers".
const GERUND_MODIFIERS: &[&str] = &[
    "remaining",
    "mining",
    "logging",
    "building",
    "fishing",
    "nursing",
    "training",
    "manufacturing",
    "engineering",
    "cleaning",
    "sewing",
    "existing",
    "serving",
    "incoming",
    "outgoing",
    "farming",
    "working",
    "processing",
    "trafficking",
    "shipping",
];

const LONGEST_PHRASE: usize = 8;

impl<'d> Analysis<'d> {
    /// Looks at a document. Cost is linear in its text.
    pub(crate) fn of(document: &'d Document, vocabulary: &Vocabulary, gazetteer: &'static Gazetteer) -> Self {
        let text = document.text.as_str();
        let tokens = tokenize(text);
        let sentences = sentence::split(text, &tokens, &document.zones);
        let words = number_words(text, &tokens, vocabulary);
        let mut clauses = Vec::with_capacity(tokens.len());
        for sentence in &sentences {
            sentence::clauses(text, &tokens, &sentence.tokens, &mut clauses);
        }
        let anchor = Anchor { published: document.metadata.published.clone() };
        let mut analysis = Self {
            text,
            tokens,
            words,
            clauses,
            sentences,
            quantities: Vec::new(),
            times: Vec::new(),
            mentions: Vec::new(),
            person: vocabulary.lexicon("person"),
            annotations: Vec::new(),
            offsets: Vec::new(),
        };
        analysis.find_lexicon_entries(vocabulary);
        analysis.find_mentions(gazetteer);
        analysis.sort_annotations();
        analysis.find_quantities(vocabulary, &anchor);
        analysis.sort_annotations();
        analysis
    }

    /// A token's characters.
    pub(crate) fn word_at(&self, token: usize) -> &'d str {
        self.tokens.get(token).map_or("", |token| token.text(self.text))
    }

    /// The text from the first to the last of some tokens.
    pub(crate) fn words_of(&self, range: &Range<usize>) -> &'d str {
        self.span_of(range).and_then(|span| span.of(self.text)).unwrap_or_default()
    }

    /// Where some tokens stand.
    pub(crate) fn span_of(&self, range: &Range<usize>) -> Option<Span> {
        let tokens = self.tokens.get(range.clone())?;
        Some(Span::new(tokens.first()?.span.start, tokens.last()?.span.end))
    }

    /// A sentence as patterns see it.
    pub(crate) fn view(&self, sentence: usize) -> View<'_, 'd> {
        View {
            analysis: self,
            person: self.person,
            range: self.sentences.get(sentence).map_or(0..0, |sentence| sentence.tokens.clone()),
        }
    }

    /// Whether a token starts with a capital letter.
    pub(crate) fn is_capitalised(&self, token: usize) -> bool {
        self.word_at(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// Mentions that lie within some tokens.
    pub(crate) fn mentions_in(&self, range: &Range<usize>) -> &[Mention] {
        within(&self.mentions, range, |mention| &mention.tokens)
    }

    /// Times that lie within some tokens.
    pub(crate) fn times_in(&self, range: &Range<usize>) -> &[TimeMention] {
        within(&self.times, range, |time| &time.tokens)
    }

    /// The quantity that starts at a token.
    pub(crate) fn quantity_at(&self, token: usize) -> Option<usize> {
        self.annotations_at(token).iter().find_map(|annotation| match annotation.label {
            Label::Quantity(number) => {
                let counts =
                    !matches!(self.quantities[number as usize].mention.dimension, Dimension::NoClaim(_));
                counts.then_some(number as usize)
            }
            _ => None,
        })
    }

    /// Whether an entry of a lexicon starts at a token; its end.
    pub(crate) fn lexicon_at(&self, token: usize, lexicon: LexiconId) -> Option<usize> {
        let found = |annotation: &&Annotation| annotation.label == Label::Lexicon(lexicon);
        self.annotations_at(token).iter().find(found).map(|annotation| annotation.end as usize)
    }

    /// The first entry of a lexicon that starts in `range`.
    pub(crate) fn lexicon_in(&self, range: &Range<usize>, lexicon: LexiconId) -> Option<Range<usize>> {
        range.clone().find_map(|token| Some(token..self.lexicon_at(token, lexicon)?))
    }

    /// What patterns can start with at a token.
    pub(crate) fn keys_at(&self, token: usize, mut each: impl FnMut(pattern::Key)) {
        if self.words[token] != Word::UNKNOWN {
            each(pattern::Key::Word(self.words[token]));
        }
        let mut name = self.is_capitalised(token);
        for annotation in self.annotations_at(token) {
            match annotation.label {
                Label::Lexicon(lexicon) => each(pattern::Key::Lexicon(lexicon)),
                Label::Time(_) => each(pattern::Key::Class(Class::Time)),
                Label::Quantity(number) => {
                    let mention = &self.quantities[number as usize].mention;
                    if let Some(class) = class_of(&mention.dimension) {
                        each(pattern::Key::Class(class));
                    }
                    for class in [Class::LongHours, Class::Pay, Class::Bare] {
                        if self.is_special(number as usize, class) {
                            each(pattern::Key::Class(class));
                        }
                    }
                }
                Label::Mention(number) => {
                    let mention = &self.mentions[number as usize];
                    for class in [Class::Country, Class::Nationality, Class::Place, Class::Organisation] {
                        if is_of_class(mention, class) {
                            each(pattern::Key::Class(class));
                        }
                    }
                    name = true;
                }
            }
        }
        if name {
            each(pattern::Key::Class(Class::Name));
        }
    }

    /// Whether a quantity is of a class that asks for more than its dimension.
    fn is_special(&self, number: usize, class: Class) -> bool {
        let Quantity { mention, head } = &self.quantities[number];
        match class {
            Class::LongHours => is_long_hours(mention),
            Class::Pay => {
                let by_time = mention.period.is_some_and(|period| period != Period::Year);
                matches!(mention.dimension, Dimension::Money(_)) && by_time
            }
            Class::Bare => {
                let next = mention.tokens.end;
                let word = self.word_at(next);
                let ends =
                    self.tokens.get(next).is_none_or(|token| token.kind == TokenKind::Sign && word != "-");
                mention.dimension == Dimension::Count
                    && head.is_none()
                    && (ends || PHRASE_ENDS.contains(&word))
            }
            _ => false,
        }
    }

    fn annotations_at(&self, token: usize) -> &[Annotation] {
        let start = self.offsets.get(token).map_or(0, |at| *at as usize);
        let end = self.offsets.get(token + 1).map_or(start, |at| *at as usize);
        self.annotations.get(start..end).unwrap_or_default()
    }

    /// Orders annotations by token, longest first, and notes where each token's begin.
    fn sort_annotations(&mut self) {
        self.annotations.sort_by_key(|annotation| (annotation.start, std::cmp::Reverse(annotation.end)));
        self.offsets.clear();
        self.offsets.reserve(self.tokens.len() + 1);
        let mut at = 0;
        for token in 0..=self.tokens.len() as u32 {
            while self.annotations.get(at).is_some_and(|annotation| annotation.start < token) {
                at += 1;
            }
            self.offsets.push(at as u32);
        }
        if let Some(last) = self.offsets.last_mut() {
            *last = self.annotations.len() as u32;
        }
    }

    fn annotate(&mut self, tokens: &Range<usize>, label: Label) {
        self.annotations.push(Annotation { start: tokens.start as u32, end: tokens.end as u32, label });
    }

    fn find_lexicon_entries(&mut self, vocabulary: &Vocabulary) {
        let Self { sentences, words, annotations, .. } = self;
        for sentence in sentences.iter() {
            for start in sentence.tokens.clone() {
                vocabulary.entries_at(&words[start..sentence.tokens.end], |length, lexicon| {
                    let label = Label::Lexicon(lexicon);
                    annotations.push(Annotation { start: start as u32, end: (start + length) as u32, label });
                });
            }
        }
    }

    fn find_mentions(&mut self, gazetteer: &'static Gazetteer) {
        let words: Vec<&str> = self.tokens.iter().map(|token| token.text(self.text)).collect();
        let mut mentions = Vec::new();
        for sentence in &self.sentences {
            mention::find(gazetteer, &words, &self.tokens, sentence.tokens.clone(), &mut mentions);
        }
        for (number, mention) in mentions.iter().enumerate() {
            self.annotate(&mention.tokens, Label::Mention(number as u32));
        }
        self.mentions = mentions;
    }

    fn find_quantities(&mut self, vocabulary: &Vocabulary, anchor: &Anchor) {
        for index in 0..self.sentences.len() {
            let range = self.sentences[index].tokens.clone();
            for mention in quantity::find(self.text, &self.tokens, range.clone()) {
                let head = match mention.dimension {
                    Dimension::Count => self.head_after(mention.core.end, range.end, vocabulary),
                    _ => None,
                };
                let label = Label::Quantity(self.quantities.len() as u32);
                self.annotate(&mention.tokens.clone(), label);
                self.quantities.push(Quantity { mention, head });
            }
            for time in time::find(self.text, &self.tokens, range, anchor) {
                if time.role != TimeRole::Present {
                    self.annotate(&time.tokens.clone(), Label::Time(self.times.len() as u32));
                }
                self.times.push(time);
            }
        }
    }

    /// The noun counted by a number that ends at `start`.
    fn head_after(&self, start: usize, end: usize, vocabulary: &Vocabulary) -> Option<Range<usize>> {
        let mut at = start;
        if self.word_at(at).eq_ignore_ascii_case("of") {
            at += 1;
            while matches!(self.word_at(at), "the" | "these" | "those" | "its" | "their" | "our" | "all") {
                at += 1;
            }
        }
        let is_doing =
            |word: &str| word.len() > 5 && word.ends_with("ing") && !GERUND_MODIFIERS.contains(&word);
        for token in at..end.min(start + LONGEST_PHRASE) {
            if let Some(mut head) = self.head_noun(token, vocabulary) {
                while let Some(next) = self.head_noun(head.end, vocabulary).filter(|next| next.end <= end) {
                    head = next;
                }
                return Some(head);
            }
            let word = self.word_at(token);
            let stops = match self.tokens[token].kind {
                TokenKind::Number => true,
                TokenKind::Sign => !matches!(word, "-" | "“" | "”" | "\"" | "‘" | "’"),
                TokenKind::Word => PHRASE_ENDS.contains(&word) || is_doing(word),
            };
            if stops {
                return None;
            }
        }
        None
    }

    fn head_noun(&self, token: usize, vocabulary: &Vocabulary) -> Option<Range<usize>> {
        let counted = |annotation: &&Annotation| match annotation.label {
            Label::Lexicon(lexicon) => vocabulary.is_counted(lexicon),
            Label::Mention(number) => {
                self.person.is_some()
                    && self.mentions[number as usize].is_people()
                    && self.is_plural_people(annotation)
            }
            _ => false,
        };
        self.annotations_at(token).iter().find(counted).map(|found| found.start as usize..found.end as usize)
    }

    /// Whether a people form is a plural noun ("Cubans"), not an adjective that looks the same ("Chinese").
    fn is_plural_people(&self, annotation: &Annotation) -> bool {
        self.word_at(annotation.end as usize - 1).ends_with('s')
    }
}

/// The elements of a list ordered by position that lie within `range`.
fn within<'l, T>(list: &'l [T], range: &Range<usize>, tokens: impl Fn(&T) -> &Range<usize>) -> &'l [T] {
    let start = list.partition_point(|item| tokens(item).start < range.start);
    let end = list.partition_point(|item| tokens(item).start < range.end);
    list.get(start..end.max(start)).unwrap_or_default()
}

fn number_words(text: &str, tokens: &[Token], vocabulary: &Vocabulary) -> Vec<Word> {
    let mut lower = String::new();
    tokens
        .iter()
        .map(|token| {
            let word = token.text(text);
            if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                return vocabulary.get(word);
            }
            lower.clear();
            lower.extend(word.chars().flat_map(|c| if c == '’' { '\'' } else { c }.to_lowercase()));
            vocabulary.get(&lower)
        })
        .collect()
}

fn class_of(dimension: &Dimension) -> Option<Class> {
    match dimension {
        Dimension::Count => Some(Class::Count),
        Dimension::Money(_) => Some(Class::Money),
        Dimension::Share => Some(Class::Share),
        Dimension::Hours => Some(Class::Hours),
        Dimension::Duration(_) => Some(Class::Duration),
        Dimension::NoClaim(_) => None,
    }
}

/// Whether hours of work are at least twelve a day or sixty a week: half as much again as the eight and forty-eight
/// (less the day of rest) of the ILO's Hours of Work (Industry) Convention, 1919 (No. 1).
fn is_long_hours(mention: &QuantityMention) -> bool {
    let most = mention.amount.as_point().or_else(|| mention.amount.high()).or_else(|| mention.amount.low());
    let least = match mention.period {
        Some(Period::Day) => 12.0,
        Some(Period::Week) => 60.0,
        _ => return false,
    };
    mention.dimension == Dimension::Hours && most.is_some_and(|hours| hours >= least)
}

fn is_of_class(mention: &Mention, class: Class) -> bool {
    match class {
        Class::Country => matches!(mention.country(), Some((_, CountryForm::Name))),
        Class::Nationality => mention.nationality().is_some() || mention.is_regional(),
        Class::Place => mention.is_place(),
        Class::Organisation => mention.is_organisation(),
        _ => false,
    }
}

/// One sentence of an [`Analysis`], as patterns see it.
pub(crate) struct View<'a, 'd> {
    analysis: &'a Analysis<'d>,
    /// The lexicon whose nouns the names of peoples belong to.
    person: Option<LexiconId>,
    range: Range<usize>,
}

/// Longest run of capitalised words taken as one name.
const LONGEST_NAME: usize = 8;

impl pattern::Sentence for View<'_, '_> {
    fn word(&self, token: usize) -> Word {
        self.analysis.words.get(token).copied().unwrap_or(Word::UNKNOWN)
    }

    fn lexicon_ends(&self, token: usize, lexicon: LexiconId, ends: &mut Ends) {
        for annotation in self.analysis.annotations_at(token) {
            if annotation.label == Label::Lexicon(lexicon) {
                ends.push(annotation.end as usize);
            }
        }
    }

    fn class_ends(&self, token: usize, class: Class, head: Option<LexiconId>, ends: &mut Ends) {
        let analysis = self.analysis;
        match class {
            Class::AnyWord => {
                if analysis.tokens.get(token).is_some_and(|token| token.kind != TokenKind::Sign) {
                    ends.push(token + 1);
                }
                return;
            }
            Class::Number => {
                if analysis.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Number) {
                    ends.push(token + 1);
                }
                return;
            }
            Class::Name => {
                let longest = (token..self.range.end.min(token + LONGEST_NAME))
                    .take_while(|token| analysis.is_capitalised(*token))
                    .count();
                for length in (1..=longest).rev() {
                    ends.push(token + length);
                }
                return;
            }
            _ => {}
        }
        for annotation in analysis.annotations_at(token) {
            match annotation.label {
                Label::Time(_) if class == Class::Time => ends.push(annotation.end as usize),
                Label::Mention(number) if is_of_class(&analysis.mentions[number as usize], class) => {
                    ends.push(annotation.end as usize);
                }
                Label::Quantity(number) => {
                    let quantity = &analysis.quantities[number as usize];
                    let fits = class_of(&quantity.mention.dimension) == Some(class);
                    if !fits && !analysis.is_special(number as usize, class) {
                        continue;
                    }
                    match head {
                        None => ends.push(annotation.end as usize),
                        Some(lexicon) => {
                            if let Some(end) = self.head_end(quantity, lexicon) {
                                ends.push(end.max(annotation.end as usize));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn clause(&self, token: usize) -> u16 {
        self.analysis.clauses.get(token).copied().unwrap_or(0)
    }

    fn range(&self) -> Range<usize> {
        self.range.clone()
    }
}

impl View<'_, '_> {
    /// Where the head noun of a count ends, if it is of a lexicon.
    fn head_end(&self, quantity: &Quantity, lexicon: LexiconId) -> Option<usize> {
        let head = quantity.head.clone()?;
        let fits = |annotation: &Annotation| match annotation.label {
            Label::Lexicon(found) => found == lexicon,
            Label::Mention(_) => self.person == Some(lexicon),
            _ => false,
        };
        let at = self.analysis.annotations_at(head.start);
        at.iter()
            .any(|annotation| annotation.end as usize == head.end && fits(annotation))
            .then_some(head.end)
    }
}
