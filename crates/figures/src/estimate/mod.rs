//! Estimates: figures for one question, side by side by root.
//!
//! ```text
//! question ─select─▶ inputs: figures in scope, by root; and what was left out, with the reason
//! inputs ─compute─▶ outcome: groups of one measure, hull, conflicts, scope mismatches; a pooled number where it was asked for
//! ```
//!
//! An outcome is a function of the question and the inputs alone, and an [`Estimate`] holds both, so that anyone can compute it
//! again ([`recompute`]). Nothing is ever computed across measures.

mod chart;
mod outcome;
mod pool;

pub use chart::chart;
pub use outcome::{Answer, Group, MOST_PAIRS, Outcome, Pair, compute};
pub use pool::{FEWEST_ROOTS, LeftOneOut, MOST_LEFT_OUT, Pool, Pooled};

use crate::amount::Interval;
use crate::figure::{Figure, Figures, RootBasis};
use crate::relation::{say, says};
use crate::scope::{Level, Scope};
use crate::years::{Years, years};
use model::{Edtf, Kind, Measure, Period, TimeBasis, Unit};
use serde::{Deserialize, Serialize};

/// Version of the layout of [`Estimate`] in JSON.
pub const LAYOUT: u32 = 1;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is counted.
    pub kind: Kind,
    /// A country by its ISO 3166-1 code, `world`, or a place by name.
    pub place: String,
    /// The year; none for any.
    pub year: Option<i32>,
    /// One measure; none for each apart.
    pub measure: Option<Measure>,
    /// Only workers of this country, by its ISO 3166-1 code; none for each apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How to pool, where that is asked.
    pub pool: Option<Pool>,
}

/// Where an input holds, as seen from the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The place that is asked about.
    Asked,
    /// A part of it.
    Part,
    /// A whole that it is part of.
    Whole,
}

/// One figure as an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The figure's id.
    pub figure: String,
    /// The root's id.
    pub root: Option<String>,
    /// The root's name and year.
    pub root_name: String,
    /// The root's name alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_body: Option<String>,
    /// The year of the root's work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_year: Option<i32>,
    /// Whether the root is named; else a page stands for it.
    pub root_named: bool,
    /// Where it holds.
    pub place: Place,
    /// The place in words.
    pub place_name: String,
    /// What it says, in words.
    pub says: String,
    /// What it measures.
    pub measure: Option<Measure>,
    /// The country whose workers it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Its unit.
    pub unit: Option<Unit>,
    /// Per what span of time.
    pub period: Option<Period>,
    /// The low end, with the room that hedges and points leave.
    pub low: Option<f64>,
    /// The number as written, where it is one.
    pub point: Option<f64>,
    /// The high end.
    pub high: Option<f64>,
    /// The time as written.
    pub time: Option<Edtf>,
    /// First year.
    pub first_year: Option<i32>,
    /// Last year.
    pub last_year: Option<i32>,
    /// How often it is written.
    pub mentions: usize,
    /// The claim nearest to the root.
    pub claim: String,
    /// Its words.
    pub quote: String,
    /// What it stands in.
    pub source: String,
    /// What a reader must know: that the year is that of the report, that a page stands for the root.
    pub notes: Vec<String>,
}

/// A figure that was looked at and left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The figure's id.
    pub figure: String,
    /// What it says, with its root.
    pub says: String,
    /// Why.
    pub reason: String,
}

/// A question, everything that its answer rests on, and the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Version of this layout.
    pub layout: u32,
    /// What was asked.
    pub question: Question,
    /// The figures in scope, and those of parts and wholes.
    pub inputs: Vec<Input>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
    /// The answer.
    pub outcome: Outcome,
}

/// Answers a question from figures.
#[must_use]
pub fn estimate(figures: &Figures<'_>, question: &Question) -> Estimate {
    let (mut inputs, mut left_out) = (Vec::new(), Vec::new());
    let asked = scope_of(&question.place);
    for figure in figures.all.iter().filter(|figure| figure.kind == question.kind) {
        match select(figures, figure, question, &asked) {
            Selected::In(input) => inputs.push(*input),
            Selected::Out(reason) => left_out.push(LeftOut {
                figure: figure.id.to_string(),
                says: format!("{} ({})", say(figures, figure), says(figures, figure)),
                reason,
            }),
            Selected::Elsewhere => {}
        }
    }
    inputs.sort_by(|one, other| {
        (one.place as u8, one.first_year, &one.root_name, &one.figure).cmp(&(
            other.place as u8,
            other.first_year,
            &other.root_name,
            &other.figure,
        ))
    });
    left_out.sort_by(|one, other| {
        (&one.reason, &one.says, &one.figure).cmp(&(&other.reason, &other.says, &other.figure))
    });
    let outcome = compute(question, &inputs);
    Estimate { layout: LAYOUT, question: question.clone(), inputs, left_out, outcome }
}

/// Where a result that was computed again differs from the one that was kept.
///
/// # Errors
/// If the layout is of another version.
pub fn recompute(kept: &Estimate) -> Result<Vec<String>, String> {
    if kept.layout != LAYOUT {
        return Err(format!("it is of layout {}, and this version knows layout {LAYOUT}", kept.layout));
    }
    Ok(kept.outcome.differences(&compute(&kept.question, &kept.inputs)))
}

enum Selected {
    In(Box<Input>),
    Out(String),
    Elsewhere,
}

fn scope_of(place: &str) -> Scope {
    let is_code = place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase());
    let (countries, locals) = match (place, is_code) {
        ("world", _) => (Vec::new(), Vec::new()),
        (code, true) => (vec![code.to_owned()], Vec::new()),
        (name, false) => (Vec::new(), vec![name.to_lowercase()]),
    };
    Scope { countries, world: place == "world", locals }
}

fn place_of(asked: &Scope, scope: &Scope) -> Option<Place> {
    let same_local =
        asked.level() == Level::Several && !asked.locals.is_empty() && scope.locals == asked.locals;
    if asked == scope || same_local {
        Some(Place::Asked)
    } else if asked.contains(scope) {
        Some(Place::Part)
    } else if scope.contains(asked) {
        Some(Place::Whole)
    } else {
        None
    }
}

fn select(figures: &Figures<'_>, figure: &Figure, question: &Question, asked: &Scope) -> Selected {
    let Some(place) = place_of(asked, &figure.scope) else {
        return match figure.scope.level() {
            Level::Unknown => Selected::Out("its place is not known".to_owned()),
            _ => Selected::Elsewhere,
        };
    };
    // A part of the world is every country: too much to tell.
    if place == Place::Part && asked.world {
        return Selected::Elsewhere;
    }
    let Some(claim) = figures.lead(figure) else { return Selected::Elsewhere };
    if let Some((wanted, origin)) = question.origin.as_ref().zip(figure.origin.as_ref())
        && wanted != origin
    {
        let name = figures.material.countries.get(origin).unwrap_or(origin);
        return Selected::Out(format!("it counts people from {name}"));
    }
    let mut notes = Vec::new();
    if let Some(year) = question.year {
        let Some(years) = figure.years else { return Selected::Out("its year is not known".to_owned()) };
        let asked_years = Years::whole(year, year);
        // A report of one year may speak of the year before.
        let is_reports = claim.time_basis == Some(TimeBasis::CitedWork) && years.first == year + 1;
        if is_reports {
            notes.push(format!("from a report of {}, which may speak of the year before", years.first));
        } else if !years.meets(asked_years) {
            if place == Place::Whole {
                return Selected::Elsewhere;
            }
            return Selected::Out(match years.first == years.last {
                true => format!("it is for another year: {}", years.first),
                false => format!("it is for other years: {}–{}", years.first, years.last),
            });
        }
    }
    let measure = figure.measure.or((figure.kind == Kind::WorkerCount).then_some(Measure::Stock));
    if let Some(wanted) = question.measure.filter(|wanted| Some(*wanted) != measure) {
        let is = measure.map_or("something else", Measure::as_str);
        return Selected::Out(format!("it measures another thing: {is}, not {wanted}"));
    }
    let Some(interval) = figures.interval(figure) else { return Selected::Elsewhere };
    if figure.root.is_none() {
        notes.push("its chain runs in a circle or has no root".to_owned());
    } else if figure.basis == Some(RootBasis::Carrier) {
        notes.push("nobody is named as its origin: who carries it stands for the root".to_owned());
    }
    for known in &figure.probable {
        if let Some(other) = figures.all.get(known.figure) {
            notes.push(format!("probably repeats {}: {}", says(figures, other), known.reasons.join(", ")));
        }
    }
    let (quantity, root) = (figures.quantity(figure), figures.root(figure));
    Selected::In(Box::new(Input {
        figure: figure.id.to_string(),
        root: figure.root.as_ref().map(ToString::to_string),
        root_name: says(figures, figure),
        root_body: root.map(|root| root.name.clone()),
        root_year: root.and_then(|root| root.year),
        root_named: figure.basis == Some(RootBasis::Named),
        place,
        place_name: crate::relation::place_name(figures, figure),
        says: say(figures, figure),
        measure,
        origin: figure.origin.clone(),
        unit: quantity.unit.clone(),
        period: quantity.period,
        low: interval.low,
        point: quantity.amount.and_then(model::Amount::as_point),
        high: interval.high,
        time: figures.time(figure).cloned(),
        first_year: figure.years.map(|years| years.first),
        last_year: figure.years.map(|years| years.last),
        mentions: figure.mentions,
        claim: claim.id().to_string(),
        quote: figures.material.quote(claim).to_owned(),
        source: crate::relation::stands_in(figures, figure.lead),
        notes,
    }))
}

impl Input {
    pub(crate) fn interval(&self) -> Interval {
        Interval { low: self.low, high: self.high }
    }

    pub(crate) fn years(&self) -> Option<Years> {
        self.time.as_ref().and_then(years)
    }
}
