//! The answer to a question, from its inputs.

use super::pool::{Pool, Pooled, pool};
use super::{Input, Place, Question};
use crate::amount::Interval;
use crate::relation::{self, Side};
use model::{Measure, Period};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What [`crate::scope::Scope::label`] calls the world.
const WORLD: &str = "the world";

/// Pairs that are told of one kind, at most: of thousands of figures nobody reads each pair, and there may be millions.
pub const MOST_PAIRS: usize = 1_000;

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// There are figures in scope, and none contradicts another.
    Figures,
    /// Two independent roots in scope, of the same measure and overlapping time, have intervals that do not overlap.
    Conflicting,
    /// No root is in scope.
    Insufficient,
}

impl Answer {
    /// In words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Conflicting => "conflicting: independent roots cannot all be right",
            Self::Insufficient => "insufficient: no root in scope",
        }
    }
}

/// Two inputs by the ids of their figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// One.
    pub one: String,
    /// The other.
    pub other: String,
    /// Why they are named together.
    pub why: String,
}

/// Figures of one measure, unit and span of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What they measure.
    pub measure: Option<Measure>,
    /// The country whose workers they count, where they agree on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Their unit.
    pub unit: Option<String>,
    /// Their span of time.
    pub period: Option<Period>,
    /// The figures.
    pub figures: Vec<String>,
    /// Number of independent roots.
    pub roots: usize,
    /// The low end of the smallest interval that holds all; none where one is open.
    pub hull_low: Option<f64>,
    /// Its high end.
    pub hull_high: Option<f64>,
    /// Which contradict each other.
    pub conflicts: Vec<Pair>,
    /// Whether there are more of them than [`MOST_PAIRS`]; these are not told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more_conflicts: bool,
    /// The pooled number, where it was asked for and there are roots enough.
    pub pooled: Option<Pooled>,
    /// Why there is no pooled number although it was asked for.
    pub not_pooled: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// In one word.
    pub answer: Answer,
    /// Figures in scope, by measure.
    pub groups: Vec<Group>,
    /// Figures that would contradict each other if their places were the same.
    pub scope_mismatches: Vec<Pair>,
    /// Whether there are more of them than [`MOST_PAIRS`]; these are not told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more_mismatches: bool,
}

/// Computes the answer.
#[must_use]
pub fn compute(question: &Question, inputs: &[Input]) -> Outcome {
    let asked: Vec<&Input> =
        inputs.iter().filter(|input| input.place == Place::Asked && input.root.is_some()).collect();
    // Workers of different countries are never added up or set against each other.
    let are_apart = origins(&asked).len() > 1;
    let mut by_measure: BTreeMap<(String, Option<&str>), Vec<&Input>> = BTreeMap::new();
    for input in &asked {
        let origin = input.origin.as_deref().filter(|_| are_apart);
        by_measure.entry((sort_of(input), origin)).or_default().push(input);
    }
    let groups: Vec<Group> = by_measure.into_values().map(|inputs| group(question.pool, &inputs)).collect();
    let answer = if groups.is_empty() {
        Answer::Insufficient
    } else if groups.iter().any(|group| !group.conflicts.is_empty()) {
        Answer::Conflicting
    } else {
        Answer::Figures
    };
    let elsewhere = inputs.iter().filter(|input| input.place != Place::Asked);
    let mut by_sort: HashMap<String, Vec<Compared<'_>>> = HashMap::new();
    for input in &asked {
        by_sort.entry(sort_of(input)).or_default().push(Compared::of(input));
    }
    let (mut mismatches, mut more_mismatches) = (Vec::new(), false);
    'all: for other in elsewhere.map(Compared::of) {
        for compared in by_sort.get(&sort_of(other.input)).into_iter().flatten() {
            if compared.contradicts(&other) {
                let (input, other) = (&compared.input, other.input);
                let (part, whole) =
                    if other.place == Place::Part { (other, *input) } else { (*input, other) };
                let exceeds = part.low.zip(whole.high).is_some_and(|(part, whole)| part > whole);
                // That a country has fewer than the world is no mismatch.
                if !exceeds && (part.place_name == WORLD || whole.place_name == WORLD) {
                    continue;
                }
                let why = if exceeds {
                    format!("{} is part of {}, and has more", part.place_name, whole.place_name)
                } else {
                    format!("{} is only part of {}", part.place_name, whole.place_name)
                };
                if mismatches.len() == MOST_PAIRS {
                    more_mismatches = true;
                    break 'all;
                }
                mismatches.push(Pair { one: input.figure.clone(), other: other.figure.clone(), why });
            }
        }
    }
    Outcome { answer, groups, scope_mismatches: mismatches, more_mismatches }
}

fn sort_of(input: &Input) -> String {
    let unit = input.unit.as_ref().map_or("", |unit| unit.as_str());
    format!("{:?}|{unit}|{:?}", input.measure, input.period)
}

/// An input with what decides whether it contradicts another.
struct Compared<'i> {
    input: &'i Input,
    side: Side<'i>,
}

impl<'i> Compared<'i> {
    fn of(input: &'i Input) -> Self {
        let body = input.root_body.as_deref().map(|body| (body, input.root_year));
        let side =
            Side { root: input.root.as_deref(), body, years: input.years(), interval: input.interval() };
        Self { input, side }
    }

    /// Whether two inputs of one measure contradict each other, as the relation of this name has it.
    fn contradicts(&self, other: &Self) -> bool {
        let origins = self.input.origin.as_ref().zip(other.input.origin.as_ref());
        relation::contradict(self.side, other.side) && origins.is_none_or(|(one, other)| one == other)
    }
}

/// Countries whose workers the inputs count.
fn origins<'i>(inputs: &[&'i Input]) -> BTreeSet<&'i str> {
    inputs.iter().filter_map(|input| input.origin.as_deref()).collect()
}

fn group(asked: Option<Pool>, inputs: &[&Input]) -> Group {
    let (mut conflicts, mut more_conflicts) = (Vec::new(), false);
    let compared: Vec<Compared<'_>> = inputs.iter().map(|input| Compared::of(input)).collect();
    'all: for (at, one) in compared.iter().enumerate() {
        for other in compared.iter().skip(at + 1).filter(|other| one.contradicts(other)) {
            if conflicts.len() == MOST_PAIRS {
                more_conflicts = true;
                break 'all;
            }
            let (one, other) = (one.input, other.input);
            let why = format!("{} against {}", one.root_name, other.root_name);
            conflicts.push(Pair { one: one.figure.clone(), other: other.figure.clone(), why });
        }
    }
    let mut roots: Vec<&String> = inputs.iter().filter_map(|input| input.root.as_ref()).collect();
    roots.sort_unstable();
    roots.dedup();
    let hull = inputs.iter().map(|input| input.interval()).reduce(Interval::hull);
    let first = inputs.first();
    let pooled = asked.map(|method| pool(method, inputs));
    let (pooled, not_pooled) = match pooled {
        None => (None, None),
        Some(Ok(pooled)) => (Some(pooled), None),
        Some(Err(reason)) => (None, Some(reason)),
    };
    Group {
        measure: first.and_then(|input| input.measure),
        origin: origins(inputs).first().map(|origin| (*origin).to_owned()),
        unit: first.and_then(|input| input.unit.as_ref().map(ToString::to_string)),
        period: first.and_then(|input| input.period),
        figures: inputs.iter().map(|input| input.figure.clone()).collect(),
        roots: roots.len(),
        hull_low: hull.and_then(|hull| hull.low),
        hull_high: hull.and_then(|hull| hull.high),
        conflicts,
        more_conflicts,
        pooled,
        not_pooled,
    }
}

/// As many pairs as are told.
fn first(pairs: &[Pair]) -> &[Pair] {
    pairs.get(..MOST_PAIRS).unwrap_or(pairs)
}

/// Whether two numbers are the same within rounding.
fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

impl Outcome {
    /// Where another outcome differs, in plain words.
    pub(super) fn differences(&self, now: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        if self.answer != now.answer {
            differences
                .push(format!("the answer was {:?} and is {:?}", self.answer, now.answer).to_lowercase());
        }
        if first(&self.scope_mismatches) != first(&now.scope_mismatches) {
            differences.push("the scope mismatches differ".to_owned());
        }
        if self.groups.len() != now.groups.len() {
            differences.push(format!("there were {} groups and are {}", self.groups.len(), now.groups.len()));
        }
        for (kept, now) in self.groups.iter().zip(&now.groups) {
            let name = kept.measure.map_or("figures", Measure::as_str);
            let mut differ = |what: &str, kept: Option<f64>, now: Option<f64>| {
                let same = match (kept, now) {
                    (Some(kept), Some(now)) => close(kept, now),
                    (None, None) => true,
                    _ => false,
                };
                if !same {
                    differences.push(format!("{name}: {what} was {kept:?} and is {now:?}"));
                }
            };
            differ("the low end of the hull", kept.hull_low, now.hull_low);
            differ("the high end of the hull", kept.hull_high, now.hull_high);
            let number = |group: &Group, pick: fn(&Pooled) -> f64| group.pooled.as_ref().map(pick);
            differ(
                "the pooled number",
                number(kept, |pooled| pooled.number),
                number(now, |pooled| pooled.number),
            );
            differ("its low end", number(kept, |pooled| pooled.low), number(now, |pooled| pooled.low));
            differ("its high end", number(kept, |pooled| pooled.high), number(now, |pooled| pooled.high));
            if kept.figures != now.figures
                || first(&kept.conflicts) != first(&now.conflicts)
                || kept.roots != now.roots
            {
                differences.push(format!("{name}: figures, roots or conflicts differ"));
            }
        }
        differences
    }
}
