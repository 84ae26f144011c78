//! Findings: what relations and checks show, as plain sentences with the passages they rest on.

use crate::figure::Figures;
use crate::{check, relation};
use serde::Serialize;

/// What a finding is about: the relation or check that found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// A figure that is written often and has one root.
    Repeats,
    /// One end of a range was lost on the way.
    LosesBound,
    /// "a year" was lost on the way.
    LosesPeriod,
    /// "about" or "estimated" was lost on the way.
    LosesHedge,
    /// A head count and a yearly inflow under one number.
    StockAsFlow,
    /// The difference of two head counts, told as a number of people.
    DifferenceAsFlow,
    /// One root is reported with several numbers.
    Misquotes,
    /// A sum stands in two currencies.
    Converts,
    /// Two independent roots cannot both be right.
    Contradicts,
    /// Two figures together say a third.
    Implies,
    /// A revenue and a head count that known wages refute.
    ImpliedPay,
    /// Shares that do not add up.
    Shares,
    /// A part that is larger than the whole, or cannot be told from it.
    Scopes,
    /// A duty above the wage.
    LevyAndWage,
    /// A conversion at the rate of another year.
    Conversion,
    /// A figure for a year before what it rests on.
    Years,
    /// Claims from teasers, comments and the like, left out.
    Boilerplate,
}

impl Topic {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Repeats => "repeats",
            Self::LosesBound => "loses_bound",
            Self::LosesPeriod => "loses_period",
            Self::LosesHedge => "loses_hedge",
            Self::StockAsFlow => "stock_as_flow",
            Self::DifferenceAsFlow => "difference_as_flow",
            Self::Misquotes => "misquotes",
            Self::Converts => "converts",
            Self::Contradicts => "contradicts",
            Self::Implies => "implies",
            Self::ImpliedPay => "implied_pay",
            Self::Shares => "shares",
            Self::Scopes => "scopes",
            Self::LevyAndWage => "levy_and_wage",
            Self::Conversion => "conversion",
            Self::Years => "years",
            Self::Boilerplate => "boilerplate",
        }
    }
}

impl Topic {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Repeats,
        Self::LosesBound,
        Self::LosesPeriod,
        Self::LosesHedge,
        Self::StockAsFlow,
        Self::DifferenceAsFlow,
        Self::Misquotes,
        Self::Converts,
        Self::Contradicts,
        Self::Implies,
        Self::ImpliedPay,
        Self::Shares,
        Self::Scopes,
        Self::LevyAndWage,
        Self::Conversion,
        Self::Years,
        Self::Boilerplate,
    ];

    /// What it is about, in words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Repeats => "one root, many mentions",
            Self::LosesBound => "an end of a range is lost",
            Self::LosesPeriod => "“a year” is lost",
            Self::LosesHedge => "“about” is lost",
            Self::StockAsFlow => "head count and yearly inflow",
            Self::DifferenceAsFlow => "a difference told as people",
            Self::Misquotes => "one root, several numbers",
            Self::Converts => "two currencies",
            Self::Contradicts => "roots that contradict each other",
            Self::Implies => "two figures say a third",
            Self::ImpliedPay => "pay that the sum would need",
            Self::Shares => "shares that do not add up",
            Self::Scopes => "part and whole",
            Self::LevyAndWage => "duty above the wage",
            Self::Conversion => "a rate of another year",
            Self::Years => "earlier than what it rests on",
            Self::Boilerplate => "teasers and comments left out",
        }
    }
}

impl std::fmt::Display for Topic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// One thing found out.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub topic: Topic,
    /// How much depends on it, 0..1: what is shown first.
    pub weight: f64,
    /// What is found, for a reader who knows nothing of the program.
    pub sentence: String,
    /// Steps of a calculation, and what it does not show.
    pub details: Vec<String>,
    /// The figures it speaks of, by their places in [`Figures::all`].
    pub figures: Vec<usize>,
    /// The mentions whose passages it rests on, each once.
    pub mentions: Vec<usize>,
    /// Claims that are no evidence and that it tells of, by their places in [`crate::Material::aside`].
    pub asides: Vec<usize>,
}

impl Finding {
    /// A finding about these figures; each is shown by its lead.
    pub(crate) fn about(
        figures: &Figures<'_>,
        topic: Topic,
        weight: f64,
        about: &[usize],
        sentence: String,
    ) -> Self {
        let leads = about.iter().filter_map(|figure| figures.all.get(*figure).map(|figure| figure.lead));
        let mut mentions: Vec<usize> = Vec::new();
        for lead in leads {
            if !mentions.contains(&lead) {
                mentions.push(lead);
            }
        }
        Self {
            topic,
            weight,
            sentence: capital(&sentence),
            details: Vec::new(),
            figures: about.to_vec(),
            mentions,
            asides: Vec::new(),
        }
    }

    pub(crate) fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// Adds a passage.
    pub(crate) fn with_mention(mut self, mention: usize) -> Self {
        if !self.mentions.contains(&mention) {
            self.mentions.push(mention);
        }
        self
    }
}

/// The sentence with a capital at its head.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Everything that relations and checks find, the most consequential first.
#[must_use]
pub fn findings(figures: &Figures<'_>) -> Vec<Finding> {
    let detectors = relation::DETECTORS.iter().chain(check::CHECKS);
    let mut found: Vec<Finding> = detectors.flat_map(|detect| detect(figures)).collect();
    found.sort_by(|one, other| {
        other
            .weight
            .total_cmp(&one.weight)
            .then(one.topic.cmp(&other.topic))
            .then_with(|| one.sentence.cmp(&other.sentence))
    });
    found.dedup_by(|one, other| one.sentence == other.sentence);
    found
}
