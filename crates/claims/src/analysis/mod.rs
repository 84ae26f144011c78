//! One document, looked at once: tokens, sentences, and everything that stages found at each token.

mod bare_money;
mod head;
mod language;
mod view;

pub(crate) use view::View;

use crate::gazetteer::Gazetteer;
use crate::mention::{self, Mention};
use crate::quantity::piece::{self, Pieces};
use crate::quantity::{self, Dimension, NoClaim, QuantityMention};
use crate::rules::pattern::{Class, Key};
use crate::rules::vocabulary::{LexiconId, Vocabulary, Word};
use crate::sentence::{self, Sentence};
use crate::time::{self, Anchor, TimeMention, TimeRole};
use crate::token::{Token, tokenize};
use model::{Document, Span};
use std::ops::Range;
use view::{class_of, is_of_class};

/// Tokens that a clause must have to be one that patterns can ask for.
const SHORTEST_CLAUSE: usize = 4;

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
    Clause,
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
    /// The characters of each token.
    characters: Vec<&'d str>,
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
        let mut analysis = Self::parted(text, tokens, words, clauses, sentences);
        analysis.person = vocabulary.person();
        analysis.find_clauses();
        analysis.find_lexicon_entries(vocabulary);
        analysis.find_mentions(gazetteer);
        analysis.sort_annotations();
        analysis.find_quantities(vocabulary, &anchor);
        analysis.sort_annotations();
        analysis
    }

    /// A text in its parts, before anything is found in it.
    fn parted(
        text: &'d str,
        tokens: Vec<Token>,
        words: Vec<Word>,
        clauses: Vec<u16>,
        sentences: Vec<Sentence>,
    ) -> Self {
        Self {
            text,
            characters: tokens.iter().map(|token| token.text(text)).collect(),
            tokens,
            words,
            clauses,
            sentences,
            quantities: Vec::new(),
            times: Vec::new(),
            mentions: Vec::new(),
            person: None,
            annotations: Vec::new(),
            offsets: Vec::new(),
        }
    }

    /// A token's characters.
    pub(crate) fn word_at(&self, token: usize) -> &'d str {
        self.characters.get(token).copied().unwrap_or_default()
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

    /// The tokens of the clause around a token of a sentence.
    pub(crate) fn clause_at(&self, sentence: usize, token: usize) -> Range<usize> {
        self.clauses_around(&self.sentences[sentence].tokens, &(token..token + 1))
    }

    /// Where the clauses of a sentence begin that patterns can ask for as a whole.
    pub(crate) fn whole_clauses(&self, sentence: usize) -> impl Iterator<Item = usize> {
        let tokens = self.sentences[sentence].tokens.clone();
        tokens.filter(|token| {
            self.annotations_at(*token).iter().any(|annotation| annotation.label == Label::Clause)
        })
    }

    /// The tokens of the clauses of a sentence that some of its tokens begin and end in.
    pub(crate) fn clauses_around(&self, sentence: &Range<usize>, tokens: &Range<usize>) -> Range<usize> {
        let first = self.clauses[tokens.start];
        let last = self.clauses[(tokens.end - 1).max(tokens.start)];
        let before = (sentence.start..tokens.start).rev().take_while(|token| self.clauses[*token] == first);
        let after = (tokens.end..sentence.end).take_while(|token| self.clauses[*token] == last);
        tokens.start - before.count()..tokens.end + after.count()
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

    /// The lexicons that have an entry starting at a token.
    pub(crate) fn lexicons_at(&self, token: usize, mut each: impl FnMut(LexiconId)) {
        for annotation in self.annotations_at(token) {
            if let Label::Lexicon(lexicon) = annotation.label {
                each(lexicon);
            }
        }
    }

    /// The first entry of a lexicon that starts in `range`.
    pub(crate) fn lexicon_in(&self, range: &Range<usize>, lexicon: LexiconId) -> Option<Range<usize>> {
        range.clone().find_map(|token| Some(token..self.lexicon_at(token, lexicon)?))
    }

    /// What patterns can start with at a token.
    pub(crate) fn keys_at(&self, token: usize, mut each: impl FnMut(Key)) {
        if self.words[token] != Word::UNKNOWN {
            each(Key::word(self.words[token]));
        }
        let mut name = self.is_capitalised(token);
        for annotation in self.annotations_at(token) {
            match annotation.label {
                Label::Lexicon(lexicon) => each(Key::lexicon(lexicon)),
                Label::Time(_) => each(Key::class(Class::Time)),
                Label::Quantity(number) => {
                    let mention = &self.quantities[number as usize].mention;
                    if let Some(class) = class_of(&mention.dimension) {
                        each(Key::class(class));
                    }
                    for class in [Class::LongHours, Class::Pay, Class::Bare] {
                        if self.is_special(number as usize, class) {
                            each(Key::class(class));
                        }
                    }
                }
                Label::Clause => each(Key::class(Class::Clause)),
                Label::Mention(number) => {
                    let mention = &self.mentions[number as usize];
                    for class in [Class::Country, Class::Nationality, Class::Place, Class::Organisation] {
                        if is_of_class(mention, class) {
                            each(Key::class(class));
                        }
                    }
                    name = true;
                }
            }
        }
        if name {
            each(Key::class(Class::Name));
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

    /// Clauses that are long enough to say something.
    fn find_clauses(&mut self) {
        let Self { sentences, clauses, annotations, .. } = self;
        for sentence in sentences.iter() {
            let mut start = sentence.tokens.start;
            for token in sentence.tokens.clone() {
                let last = token + 1 == sentence.tokens.end || clauses[token + 1] != clauses[token];
                if last {
                    if token + 1 - start >= SHORTEST_CLAUSE {
                        annotations.push(Annotation {
                            start: start as u32,
                            end: token as u32 + 1,
                            label: Label::Clause,
                        });
                    }
                    start = token + 1;
                }
            }
        }
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
        let words = &self.characters;
        let mut mentions = Vec::new();
        for sentence in &self.sentences {
            mention::find(gazetteer, words, &self.tokens, sentence.tokens.clone(), &mut mentions);
        }
        mention::prefer_countries_of_the_text(&mut mentions);
        mention::prefer_places_of_the_text(&mut mentions);
        for (number, mention) in mentions.iter().enumerate() {
            self.annotate(&mention.tokens, Label::Mention(number as u32));
        }
        self.mentions = mentions;
    }

    fn find_quantities(&mut self, vocabulary: &Vocabulary, anchor: &Anchor) {
        for index in 0..self.sentences.len() {
            let range = self.sentences[index].tokens.clone();
            let sentence = &self.tokens[range.clone()];
            let counts = sentence.iter().any(|token| piece::may_matter(self.text, token));
            if !counts && !sentence.iter().any(|token| time::may_begin(token.text(self.text))) {
                continue;
            }
            let pieces = Pieces::new(self.text, &self.tokens, range.clone());
            let found = if counts { quantity::in_pieces(&pieces) } else { Vec::new() };
            for mut mention in found {
                let head = match mention.dimension {
                    Dimension::Count => self.head_after(mention.core.end, range.end, vocabulary),
                    _ => None,
                };
                if mention.dimension == Dimension::Count && head.is_none() {
                    let earlier = self.quantities.last().map(|earlier| &earlier.mention);
                    if let Some(money) = bare_money::currency(self, range.start, &mention, earlier) {
                        mention.dimension = money;
                    } else if is_rate(&mention) {
                        mention.dimension = Dimension::NoClaim(NoClaim::Score);
                    }
                }
                let label = Label::Quantity(self.quantities.len() as u32);
                self.annotate(&mention.tokens.clone(), label);
                self.quantities.push(Quantity { mention, head });
            }
            for time in time::in_pieces(&pieces, anchor) {
                if time.role != TimeRole::Present {
                    self.annotate(&time.tokens.clone(), Label::Time(self.times.len() as u32));
                }
                self.times.push(time);
            }
        }
    }
}

/// "North Korea (104.6)": a number without a noun that is not whole counts nothing.
fn is_rate(mention: &QuantityMention) -> bool {
    let amount = mention.amount;
    [amount.low(), amount.as_point(), amount.high()]
        .into_iter()
        .flatten()
        .any(|end| end < LEAST_WHOLE && end.fract() != 0.0)
}

/// From here on a fraction comes from a scale word: 1.2345 thousand.
const LEAST_WHOLE: f64 = 1000.0;

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
