//! An analysis as patterns see it: classes, and one sentence at a time.

use super::head::PHRASE_ENDS;
use super::{Analysis, Annotation, Label, Quantity};
use crate::gazetteer::CountryForm;
use crate::mention::Mention;
use crate::quantity::{Dimension, QuantityMention};
use crate::rules::pattern::{self, Class, Ends};
use crate::rules::vocabulary::{LexiconId, Word};
use crate::token::TokenKind;
use model::Period;
use std::ops::Range;

impl Analysis<'_> {
    /// Whether a quantity is of a class that asks for more than its dimension.
    pub(super) fn is_special(&self, number: usize, class: Class) -> bool {
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
                    && (ends || PHRASE_ENDS.contains(&word) || ends_russian_phrase(word))
            }
            _ => false,
        }
    }
}

/// Whether a Russian word behind a number is no noun that it could count: a verb, or a word of comparison.
fn ends_russian_phrase(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ают",
        "яют",
        "уют",
        "еют",
        "ает",
        "яет",
        "ует",
        "еет",
        "аются",
        "яются",
        "уются",
        "ется",
        "ится",
        "утся",
        "ятся",
        "атся",
        "ают",
        "или",
        "али",
        "яли",
        "ились",
        "ались",
        "ялись",
        "ось",
        "лась",
    ];
    word.starts_with(|c| matches!(c, 'а'..='я'))
        && (matches!(word, "больше" | "меньше" | "выше" | "ниже" | "против" | "до")
            || ENDINGS.iter().any(|end| word.ends_with(end)))
}

pub(super) fn class_of(dimension: &Dimension) -> Option<Class> {
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

pub(super) fn is_of_class(mention: &Mention, class: Class) -> bool {
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
    pub(super) analysis: &'a Analysis<'d>,
    /// The lexicon whose nouns the names of peoples belong to.
    pub(super) person: Option<LexiconId>,
    pub(super) range: Range<usize>,
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
                Label::Clause if class == Class::Clause => ends.push(annotation.end as usize),
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
