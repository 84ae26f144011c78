//! The learned part: how likely a number is a claim of each kind, from the words around it and from what the frames
//! say of it.
//!
//! A linear model over sparse features ([`features`]), one weight for each feature and class. It was
//! trained by `examples/learn.rs` on the texts that example names, all written for the project; the weights are
//! `data/numbers.model`, which the build script packs. It never claims by itself: a frame with the key `likely` proposes where it is sure enough, and a
//! frame it was trained with is passed over where it is sure of something else.

mod clause;
mod features;
mod hash;
#[cfg(test)]
#[path = "../../build/weights.rs"]
mod pack;
mod packed;
mod weights;
mod words;

pub(crate) use weights::Weights;

use crate::analysis::Analysis;
use crate::present::Present;
use crate::propose::{self, Proposal};
use crate::quantity::Dimension;
use crate::rules::vocabulary::LexiconId;
use crate::rules::{Frame, Rules};
use clause::Clause;
use features::{Number, Topic};
use model::{CodePoints, Direction, Indicator, Kind, Measure, Zone};
use std::ops::Range;
use weights::Desk;
use words::Feature;

/// What a number may be a number of, or a clause may say: a kind with its measure, direction or indicator, or nothing that is
/// claimed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) kind: Option<Kind>,
    measure: Option<Measure>,
    direction: Option<Direction>,
    indicator: Option<Indicator>,
}

impl Class {
    /// The same kind, whatever it measures and whosever part it is.
    const fn of_any_measure(self) -> Self {
        Self { measure: None, direction: None, ..self }
    }

    /// What a frame says of a number.
    fn of(frame: &Frame) -> Self {
        let counted = matches!(
            frame.kind,
            Kind::WorkerCount | Kind::VictimCount | Kind::EmployerCount | Kind::ListSize
        );
        Self {
            kind: Some(frame.kind),
            measure: frame.fixed.measure.or(counted.then_some(Measure::Stock)).filter(|_| counted),
            direction: frame.fixed.direction.filter(|_| frame.kind == Kind::WageShare),
            indicator: frame.fixed.ilo,
        }
    }
}

/// The name of the class that a frame gives numbers; `None` where its kind has none.
pub(crate) fn class_of(frame: &Frame) -> Option<String> {
    if !frame.kind.is_numeric() || frame.fixed.derive.is_some() {
        return None;
    }
    let Class { measure, direction, .. } = Class::of(frame);
    let detail = measure.map(Measure::as_str).or(direction.map(Direction::as_str));
    Some(detail.map_or_else(|| frame.kind.to_string(), |detail| format!("{}:{detail}", frame.kind)))
}

/// A number and what the learned part sees of it.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberSeen {
    /// First code point of the number with its unit.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The zone it stands in.
    pub zone: Zone,
    /// What it is a number of.
    pub form: &'static str,
    /// How much.
    pub amount: model::Amount,
    /// Template and words of each feature, joined by `=`, with how much it counts.
    pub features: Vec<(String, f32)>,
}

/// What the numbers of a document so far were taken for, and what the document is about.
#[derive(Debug, Default)]
pub(crate) struct Course<'r> {
    topic: Topic,
    earlier: Vec<(usize, &'r str)>,
    /// The hashes of the document's words.
    words: Vec<u64>,
    desk: Desk,
}

impl Course<'_> {
    /// Before the first number of a document.
    pub(crate) fn of(rules: &Rules, analysis: &Analysis<'_>) -> Self {
        let words = if rules.weights.is_some() { words::hashes(analysis) } else { Vec::new() };
        Self { topic: Topic::of(rules, analysis), earlier: Vec::new(), words, desk: Desk::default() }
    }
}

/// A kind, with all its measures, must be at least this likely, else a frame that proposes it is passed over.
const LEAST: f32 = 0.25;

/// The same for what a clause says.
const LEAST_OF_CLAUSE: f32 = 0.05;

/// A class must be at least this part of the likeliest one that is proposed for the number.
const LEAST_PART: f32 = 0.6;

/// Of the proposals for a sentence, those that the learned part does not speak against; `dropped` gets the others, each
/// with its likelihood. `likely` gives the proposals of frames that ask for nothing but how likely it is, given which of them
/// may be likely enough.
pub(crate) fn weigh<'r>(
    rules: &'r Rules,
    analysis: &Analysis<'_>,
    sentence: usize,
    mut proposals: Vec<Proposal>,
    course: &mut Course<'r>,
    likely: impl FnOnce(&dyn Fn(&Frame) -> bool) -> Vec<Proposal>,
    mut dropped: impl FnMut(Proposal, f32),
) -> Vec<Proposal> {
    let Some((weights, of_clauses)) = &rules.weights else {
        proposals.extend(likely(&|_| true));
        return proposals;
    };
    let numbers: Vec<usize> = quantities_in(analysis, &analysis.sentences[sentence].tokens).collect();
    let clauses = ClausesSeen::of(rules, analysis, sentence, &proposals, course, of_clauses);
    let before = if numbers.is_empty() { Vec::new() } else { features::lexicons_before(analysis, sentence) };
    let mut of_numbers: Vec<Vec<f32>> = Vec::with_capacity(numbers.len());
    for quantity in &numbers {
        let number = Number {
            rules,
            analysis,
            sentence,
            quantity: *quantity,
            proposals: &proposals,
            earlier: &course.earlier,
            topic: &course.topic,
            before: &before,
        };
        let likelihoods = weights.likelihoods(&number, &course.words, &mut course.desk);
        course.earlier.push((*quantity, weights.likeliest(&likelihoods)));
        of_numbers.push(likelihoods);
    }
    // One that is less likely than it asks, and too unlikely to set a bar for others, need not be proposed.
    let may = |frame: &Frame| {
        let least = frame.likely.unwrap_or(0.0).min(LEAST / LEAST_PART);
        let class = Class::of(frame);
        if is_said_by_clauses(frame.kind) {
            clauses.seen.iter().any(|(_, likely)| of_clauses.likelihood(likely, class) >= least)
        } else {
            of_numbers.iter().any(|likely| weights.likelihood(likely, class.of_any_measure()) >= least)
        }
    };
    proposals.extend(likely(&may));
    let place = |proposal: &Proposal| numbers.binary_search(&proposal.quantity?).ok();
    let of = |proposal: &Proposal| -> Option<f32> {
        let frame = &rules.frames[proposal.frame];
        if is_said_by_clauses(frame.kind) {
            return clauses.likelihood(proposal, frame);
        }
        let place = place(proposal)?;
        // Frames that it was not trained with are their author's word; what is computed from a number is not what it was shown.
        let asked = frame.likely.is_some() || weights.knows_frame(frame.id.as_str());
        (asked && frame.fixed.derive.is_none())
            .then(|| weights.likelihood(&of_numbers[place], Class::of(frame)))
    };
    let likelihoods: Vec<Option<f32>> = proposals.iter().map(of).collect();
    // Whether a number is a head count at all does not hang on whether it is clear of what measure.
    let of_any_measure = |proposal: &Proposal, likelihood: f32| {
        let class = Class::of(&rules.frames[proposal.frame]);
        let counted = class.measure.is_some() || class.direction.is_some();
        place(proposal)
            .filter(|_| counted)
            .map_or(likelihood, |place| weights.likelihood(&of_numbers[place], class.of_any_measure()))
    };
    let mut best = vec![0.0_f32; numbers.len()];
    for (proposal, likelihood) in proposals.iter().zip(&likelihoods) {
        if let Some((place, likelihood)) = place(proposal).zip(*likelihood) {
            best[place] = best[place].max(likelihood);
        }
    }
    let least_of = |proposal: &Proposal| {
        let frame = &rules.frames[proposal.frame];
        let least =
            frame.likely.unwrap_or(if is_said_by_clauses(frame.kind) { LEAST_OF_CLAUSE } else { LEAST });
        (least, place(proposal).map_or(0.0, |place| best[place] * LEAST_PART))
    };
    let least: Vec<(f32, f32)> = proposals.iter().map(least_of).collect();
    let mut kept = Vec::with_capacity(proposals.len());
    for ((proposal, likelihood), (least, part)) in proposals.into_iter().zip(likelihoods).zip(least) {
        match likelihood {
            Some(likely) if likely < part || of_any_measure(&proposal, likely) < least => {
                dropped(proposal, likely);
            }
            _ => kept.push(proposal),
        }
    }
    kept
}

/// Kinds that a clause as a whole says, and that the learned part was shown.
pub(crate) const fn is_said_by_clauses(kind: Kind) -> bool {
    matches!(kind, Kind::Indicator | Kind::Presence | Kind::Denial | Kind::LegalAct | Kind::History)
}

/// The clauses of a sentence that something is proposed for, with their likelihoods.
struct ClausesSeen<'w> {
    weights: &'w Weights,
    seen: Vec<(Range<usize>, Vec<f32>)>,
}

impl<'w> ClausesSeen<'w> {
    fn of(
        rules: &Rules,
        analysis: &Analysis<'_>,
        sentence: usize,
        proposals: &[Proposal],
        course: &mut Course<'_>,
        weights: &'w Weights,
    ) -> Self {
        let mut seen: Vec<(Range<usize>, Vec<f32>)> = Vec::new();
        let mut earlier = None;
        let said = proposals.iter().filter(|proposal| is_said_by_clauses(rules.frames[proposal.frame].kind));
        let starts = said.map(|proposal| proposal.quote.start);
        let whole = rules.asks_of_clauses.then(|| analysis.whole_clauses(sentence)).into_iter().flatten();
        for start in starts.chain(whole) {
            let tokens = analysis.clause_at(sentence, start);
            if seen.iter().all(|(known, _)| *known != tokens) {
                let earlier = earlier.get_or_insert_with(|| clause::lexicons_before(analysis, sentence));
                let topic = &course.topic;
                let clause =
                    Clause { rules, analysis, sentence, tokens: tokens.clone(), proposals, topic, earlier };
                seen.push((tokens, weights.likelihoods_of_clause(&clause, &course.words, &mut course.desk)));
            }
        }
        Self { weights, seen }
    }

    /// How likely the clause says what a frame proposes; `None` for frames that it was not trained with.
    fn likelihood(&self, proposal: &Proposal, frame: &Frame) -> Option<f32> {
        let asked = frame.likely.is_some() || self.weights.knows_frame(frame.id.as_str());
        let (_, likely) = self.seen.iter().find(|(tokens, _)| tokens.contains(&proposal.quote.start))?;
        asked.then(|| self.weights.likelihood(likely, Class::of(frame)))
    }
}

/// A clause and what the learned part sees of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseSeen {
    /// First code point of the clause.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The zone it stands in.
    pub zone: Zone,
    /// Template and words of each feature, joined by `=`, with how much it counts.
    pub features: Vec<(String, f32)>,
}

/// Calls `each` with the clauses of a document that have some words, in order.
pub(crate) fn clauses(
    rules: &Rules,
    analysis: &Analysis<'_>,
    points: &CodePoints<'_>,
    mut each: impl FnMut(ClauseSeen),
) {
    let topic = Topic::of(rules, analysis);
    let mut present = Present::default();
    for sentence in 0..analysis.sentences.len() {
        let proposals = propose::proposed(rules, analysis, sentence, &mut present);
        let earlier = clause::lexicons_before(analysis, sentence);
        let names = rules.vocabulary.lexicon_names();
        let all = analysis.sentences[sentence].tokens.clone();
        let written = |token: usize| words::word(analysis, token, token == all.start);
        let mut next = all.start;
        while next < all.end {
            let tokens = analysis.clause_at(sentence, next);
            next = tokens.end;
            let Some(span) = analysis.span_of(&tokens) else { continue };
            let (start, end) = points.of_span(span);
            let mut features = Vec::new();
            let (proposals, topic, earlier) = (&proposals, &topic, &earlier);
            let clause = Clause { rules, analysis, sentence, tokens, proposals, topic, earlier };
            let lexicon = |number: LexiconId| names[number.index()].as_str();
            let mut add = |feature: Feature<'_>| features.push(feature.written(written, lexicon));
            clause.own_features(&mut add);
            clause.features_around(&mut add);
            let features = scaled(features, clause::scale);
            each(ClauseSeen { start, end, zone: analysis.sentences[sentence].zone, features });
        }
    }
}

/// Each feature once, with how much it counts.
fn scaled(mut features: Vec<String>, scale: impl Fn(&str) -> f32) -> Vec<(String, f32)> {
    features.sort_unstable();
    features.dedup();
    let with_scale = |name: String| {
        let scale = scale(&name);
        (name, scale)
    };
    features.into_iter().map(with_scale).collect()
}

/// Calls `each` with the numbers of a document that could be claims, in order; it gives the class of each, for those after
/// it.
pub(crate) fn numbers<'c>(
    rules: &Rules,
    analysis: &Analysis<'_>,
    points: &CodePoints<'_>,
    mut each: impl FnMut(NumberSeen) -> &'c str,
) {
    let topic = Topic::of(rules, analysis);
    let mut earlier: Vec<(usize, &str)> = Vec::new();
    let mut present = Present::default();
    for sentence in 0..analysis.sentences.len() {
        let proposals = propose::proposed(rules, analysis, sentence, &mut present);
        let before = features::lexicons_before(analysis, sentence);
        for quantity in quantities_in(analysis, &analysis.sentences[sentence].tokens) {
            let mention = &analysis.quantities[quantity].mention;
            let Some(span) = analysis.span_of(&mention.core) else { continue };
            let (start, end) = points.of_span(span);
            let mut features = Vec::new();
            let number = Number {
                rules,
                analysis,
                sentence,
                quantity,
                proposals: &proposals,
                earlier: &earlier,
                topic: &topic,
                before: &before,
            };
            let names = rules.vocabulary.lexicon_names();
            let lexicon = |number: LexiconId| names[number.index()].as_str();
            let opening = analysis.sentences[sentence].tokens.start;
            let written = |token: usize| words::word(analysis, token, token == opening);
            number.features(|feature| features.push(feature.written(written, lexicon)));
            let features = scaled(features, features::scale);
            let form = features::form(mention);
            let zone = analysis.sentences[sentence].zone;
            let class = each(NumberSeen { start, end, zone, form, amount: mention.amount, features });
            earlier.push((quantity, class));
        }
    }
}

/// The quantities of a sentence that could be claims.
fn quantities_in(analysis: &Analysis<'_>, tokens: &Range<usize>) -> impl Iterator<Item = usize> {
    let all = &analysis.quantities;
    let start = all.partition_point(|quantity| quantity.mention.tokens.start < tokens.start);
    let end = all.partition_point(|quantity| quantity.mention.tokens.start < tokens.end);
    (start..end).filter(|quantity| !matches!(all[*quantity].mention.dimension, Dimension::NoClaim(_)))
}
