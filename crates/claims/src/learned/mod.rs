//! The learned part: how likely a number is a claim of each kind, from the words around it and from what the frames
//! say of it.
//!
//! A linear model over sparse features ([`features`]), one weight for each feature and class. It was
//! trained by `examples/learn.rs` on the texts that example names, all written for the project; the weights are
//! `data/numbers.model`. It never claims by itself: a frame with the key `likely` proposes where it is sure enough, and a
//! frame it was trained with is passed over where it is sure of something else.

mod clause;
mod features;
mod weights;
mod words;

pub(crate) use weights::Weights;

use crate::analysis::Analysis;
use crate::propose::{self, Proposal};
use crate::quantity::Dimension;
use crate::rules::{Frame, Rules};
use clause::{Clause, OPENING, Part};
use features::{Number, Topic};
use model::{CodePoints, Direction, Indicator, Kind, Measure, Zone};
use std::ops::Range;

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
}

impl Course<'_> {
    /// Before the first number of a document.
    pub(crate) fn of(rules: &Rules, analysis: &Analysis<'_>) -> Self {
        let words = if rules.weights.is_some() { words::hashes(analysis) } else { Vec::new() };
        Self { topic: Topic::of(rules, analysis), earlier: Vec::new(), words }
    }
}

/// A class must be at least this likely, else a frame that proposes it is passed over.
const LEAST: f32 = 0.25;

/// The same for what a clause says.
const LEAST_OF_CLAUSE: f32 = 0.05;

/// A class must be at least this part of the likeliest one that is proposed for the number.
const LEAST_PART: f32 = 0.6;

/// Of the proposals for a sentence, those that the learned part does not speak against; `dropped` gets the others, each
/// with its likelihood.
pub(crate) fn weigh<'r>(
    rules: &'r Rules,
    analysis: &Analysis<'_>,
    sentence: usize,
    proposals: Vec<Proposal>,
    course: &mut Course<'r>,
    mut dropped: impl FnMut(Proposal, f32),
) -> Vec<Proposal> {
    let Some((weights, of_clauses)) = &rules.weights else { return proposals };
    let numbers: Vec<usize> = quantities_in(analysis, &analysis.sentences[sentence].tokens).collect();
    let clauses = ClausesSeen::of(rules, analysis, sentence, &proposals, course, of_clauses);
    let mut likely: Vec<Vec<f32>> = Vec::with_capacity(numbers.len());
    for quantity in &numbers {
        let number = Number {
            rules,
            analysis,
            sentence,
            quantity: *quantity,
            proposals: &proposals,
            earlier: &course.earlier,
            topic: &course.topic,
        };
        let likelihoods = weights.likelihoods(&number);
        course.earlier.push((*quantity, weights.likeliest(&likelihoods)));
        likely.push(likelihoods);
    }
    let of = |proposal: &Proposal| -> Option<f32> {
        let frame = &rules.frames[proposal.frame];
        if is_said_by_clauses(frame.kind) {
            return clauses.likelihood(proposal, frame);
        }
        let place = numbers.binary_search(&proposal.quantity?).ok()?;
        // Frames that it was not trained with are their author's word.
        (frame.likely.is_some() || weights.knows_frame(frame.id.as_str()))
            .then(|| weights.likelihood(&likely[place], Class::of(frame)))
    };
    let best: Vec<f32> = numbers
        .iter()
        .map(|quantity| {
            let same = proposals.iter().filter(|proposal| proposal.quantity == Some(*quantity));
            same.filter_map(of).fold(0.0, f32::max)
        })
        .collect();
    let keeps = |proposal: &Proposal| -> Result<(), f32> {
        let Some(likelihood) = of(proposal) else { return Ok(()) };
        let place = proposal.quantity.and_then(|quantity| numbers.binary_search(&quantity).ok());
        let best = place.map_or(0.0, |place| best[place]);
        let frame = &rules.frames[proposal.frame];
        let least =
            frame.likely.unwrap_or(if is_said_by_clauses(frame.kind) { LEAST_OF_CLAUSE } else { LEAST });
        if likelihood >= least && likelihood >= best * LEAST_PART { Ok(()) } else { Err(likelihood) }
    };
    let verdicts: Vec<Result<(), f32>> = proposals.iter().map(keeps).collect();
    let mut kept = Vec::with_capacity(proposals.len());
    for (proposal, verdict) in proposals.into_iter().zip(verdicts) {
        match verdict {
            Ok(()) => kept.push(proposal),
            Err(likelihood) => dropped(proposal, likelihood),
        }
    }
    kept
}

/// Kinds that a clause as a whole says, and that the learned part was shown.
const fn is_said_by_clauses(kind: Kind) -> bool {
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
        course: &Course<'_>,
        weights: &'w Weights,
    ) -> Self {
        let mut seen: Vec<(Range<usize>, Vec<f32>)> = Vec::new();
        let earlier = clause::lexicons_before(analysis, sentence);
        for proposal in proposals {
            if !is_said_by_clauses(rules.frames[proposal.frame].kind) {
                continue;
            }
            let tokens = clause_at(analysis, sentence, proposal.quote.start);
            if seen.iter().all(|(known, _)| *known != tokens) {
                let (earlier, topic) = (&earlier, &course.topic);
                let clause =
                    Clause { rules, analysis, sentence, tokens: tokens.clone(), proposals, topic, earlier };
                seen.push((tokens, weights.likelihoods_of_clause(&clause, &course.words)));
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

/// The tokens of the clause around a token.
fn clause_at(analysis: &Analysis<'_>, sentence: usize, token: usize) -> Range<usize> {
    let all = &analysis.sentences[sentence].tokens;
    let same = |other: &usize| analysis.clauses[*other] == analysis.clauses[token];
    let start = (all.start..token).rev().take_while(same).last().unwrap_or(token);
    let end = (token..all.end).take_while(same).last().map_or(token + 1, |last| last + 1);
    start..end
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
    for sentence in 0..analysis.sentences.len() {
        let proposals = propose::proposed(rules, analysis, sentence);
        let earlier = clause::lexicons_before(analysis, sentence);
        let names = rules.vocabulary.lexicon_names();
        let all = analysis.sentences[sentence].tokens.clone();
        let written = |token: usize| words::word(analysis, token, token == all.start);
        let mut next = all.start;
        while next < all.end {
            let tokens = clause_at(analysis, sentence, next);
            next = tokens.end;
            let Some(span) = analysis.span_of(&tokens) else { continue };
            let (start, end) = points.of_span(span);
            let mut features = Vec::new();
            let (proposals, topic, earlier) = (&proposals, &topic, &earlier);
            let clause = Clause { rules, analysis, sentence, tokens, proposals, topic, earlier };
            let mut add = |template: &'static str, part: Part<'_>| {
                features.push(match part {
                    Part::Token(token) => format!("{template}={}", written(token)),
                    Part::Pair(Some(before), token) => {
                        format!("{template}={} {}", written(before), written(token))
                    }
                    Part::Pair(None, token) => format!("{template}={OPENING} {}", written(token)),
                    Part::Lexicon(lexicon) => format!("{template}={}", names[lexicon.index()]),
                    Part::Text(text) => format!("{template}={text}"),
                });
            };
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
    for sentence in 0..analysis.sentences.len() {
        let proposals = propose::proposed(rules, analysis, sentence);
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
            };
            number.features(|template, word| features.push(format!("{template}={word}")));
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
