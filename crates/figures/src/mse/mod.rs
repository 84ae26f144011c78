//! Hidden populations: how many people stand on no list, from how the lists overlap.
//!
//! ```text
//! table of overlaps ──forward selection──▶ log-linear model ──intercept──▶ people on no list, with intervals
//!                                             └─▶ model table, estimates with one list left out, warnings
//! ```
//!
//! Multiple-systems estimation after Chan, Silverman and Vincent, Multiple Systems Estimation for Sparse Capture Data: Inferential Challenges
//! When There Are Nonoverlapping Lists, Journal of the American Statistical Association 116 (2021): Poisson log-linear models with main effects and
//! chosen pairs of lists, pairs chosen forward by p-value, extended maximum likelihood where two lists have nobody in common.
//!
//! It needs lists on which the same person can be recognised. Published head-counts, however many, are no such lists.

mod existence;
mod fit;
mod interval;
mod linear;
mod select;
mod soundness;
mod table;

pub use interval::{Bootstrap, Interval};
pub use soundness::{LeftOut, Warning, WarningKind};
pub use table::{BadCell, FEWEST_LISTS, MOST_LISTS, MOST_PEOPLE, MOST_ROWS, OverlapTable, Pair, TableError};

use fit::{Fit, NoFit};
use select::{Candidate, Counts, Step, forward};
use serde::Serialize;
use std::num::NonZeroUsize;

/// Threshold below which a pair of lists is added, that of Chan, Silverman and Vincent.
pub const THRESHOLD: f64 = 0.02;
/// Seed of the bootstrap where none is given.
pub const SEED: u64 = 1;
/// Most samples that are drawn.
pub const MOST_REPLICATES: usize = 100_000;

/// Most people that a bootstrap draws in all its samples.
pub const MOST_DRAWN: u64 = 5_000_000_000;

/// How an estimate is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MseOptions {
    /// P-value below which a pair is added; 0 gives the model of main effects. Between 0 and 1.
    pub threshold: f64,
    /// Samples of the bootstrap; 0 for none. At most [`MOST_REPLICATES`] are drawn.
    pub replicates: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Threads of the bootstrap; the result does not depend on it.
    pub threads: NonZeroUsize,
}

impl Default for MseOptions {
    fn default() -> Self {
        Self { threshold: THRESHOLD, replicates: 0, seed: SEED, threads: NonZeroUsize::MIN }
    }
}

/// An estimate of a population that lists see only in part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HiddenPopulation {
    /// Names of the lists.
    pub lists: Vec<String>,
    /// People on each list.
    pub list_sizes: Vec<u64>,
    /// People on at least one list.
    pub observed: u64,
    /// People on two lists or more.
    pub on_several: u64,
    /// Observed and hidden people together if all lists were independent.
    pub main_effects: f64,
    /// Its Wald interval.
    pub main_effects_interval95: Interval,
    /// Pairs of lists that the chosen model has, in the order in which they were added: `A:B`.
    pub selected: Vec<String>,
    /// Observed and hidden people together by the chosen model.
    pub estimate: f64,
    /// Hidden people alone.
    pub hidden: f64,
    /// Wald interval of the estimate: observed + exp(intercept ± 1.96 standard errors).
    pub interval95: Interval,
    /// Profile-likelihood interval of the estimate.
    pub profile95: Interval,
    /// Bootstrap, where it was asked for.
    pub bootstrap: Option<Bootstrap>,
    /// Pairs of lists with nobody in common.
    pub empty_overlaps: Vec<String>,
    /// Models on the way and one pair away from the chosen one.
    pub models: Vec<ModelRow>,
    /// The estimate with each list left out in turn.
    pub left_out: Vec<LeftOut>,
    /// Where the method stands on weak ground.
    pub warnings: Vec<Warning>,
    /// What the number rests on, in words.
    pub assumptions: Vec<String>,
    /// What reading the table took for granted.
    pub notes: Vec<String>,
    /// P-value below which pairs were added.
    pub threshold: f64,
}

/// A model in the table of models.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelRow {
    /// Its pairs of lists.
    pub pairs: Vec<String>,
    /// Where it comes from.
    pub origin: ModelOrigin,
    /// The pair that was added last, with what spoke for it.
    pub added: Option<AddedPair>,
    /// Pairs that came first by p-value, but leave the model without a maximum or unidentified.
    pub refused: Vec<String>,
    /// Observed and hidden people together; `None` where the model has no estimate.
    pub estimate: Option<f64>,
    /// Its Wald interval.
    pub interval95: Interval,
    /// Coefficients: intercept, lists, pairs, those at minus infinity too.
    pub parameters: usize,
    /// Combinations of lists that take part, less finite coefficients.
    pub degrees_of_freedom: Option<usize>,
    /// Deviance: twice the distance in log-likelihood from a perfect fit.
    pub deviance: Option<f64>,
    /// Deviance and two for each coefficient: Akaike's criterion up to a constant of the table.
    pub aic: Option<f64>,
    /// Deviance and the logarithm of the people observed for each coefficient: Schwarz's criterion up to a constant of the table.
    pub bic: Option<f64>,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

/// Where a model in the table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelOrigin {
    /// The selection went through it.
    Step,
    /// The chosen model with one pair more or less.
    Neighbour,
}

/// What spoke for a pair of lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AddedPair {
    /// The two lists.
    pub pair: String,
    /// People on both.
    pub on_both: u64,
    /// How many the model before expects.
    pub expected: f64,
    /// One-sided Poisson p-value of that.
    pub p_value: f64,
}

/// Why there is no estimate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MseError {
    /// The table cannot be used.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A threshold that is no p-value.
    #[error("the threshold must lie between 0 and 1")]
    Threshold,
    /// A bootstrap that would take hours.
    #[error("the bootstrap would draw {0} people, more than {MOST_DRAWN}: take fewer samples")]
    TooManyDrawn(u64),
    /// No two lists have anybody in common.
    #[error("no two lists have anybody in common: nothing tells how many people stand on no list")]
    NoOverlap,
    /// The likelihood of the simplest model has no maximum.
    #[error("the table gives no finite estimate: {0}")]
    NoEstimate(&'static str),
}

/// Estimates how many people there are, those on no list included.
///
/// # Errors
/// If no two lists overlap, or not even the model of independent lists has an estimate.
pub fn hidden_population(table: &OverlapTable, options: &MseOptions) -> Result<HiddenPopulation, MseError> {
    if !(0.0..=1.0).contains(&options.threshold) {
        return Err(MseError::Threshold);
    }
    if table.on_several() == 0 {
        return Err(MseError::NoOverlap);
    }
    let replicates = options.replicates.min(MOST_REPLICATES);
    let drawn = table.observed().saturating_mul(replicates as u64);
    if drawn > MOST_DRAWN {
        return Err(MseError::TooManyDrawn(drawn));
    }
    let counts = counts_of(table);
    let steps = forward(&counts, options.threshold).map_err(|reason| MseError::NoEstimate(reason.told()))?;
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Err(MseError::NoEstimate(NoFit::NoMaximum.told()));
    };
    let pairs: Vec<Pair> = pairs_until(&steps, steps.len());
    let estimate = counts.population(&last.fit);
    let bootstrap = (replicates > 0).then(|| {
        interval::bootstrap(&counts, estimate, options.threshold, replicates, options.seed, options.threads)
    });
    let left_out = soundness::leave_out(table, options.threshold);
    let mut population = HiddenPopulation {
        lists: table.lists().to_vec(),
        list_sizes: (0..table.lists().len()).map(|list| table.on_all(1 << list)).collect(),
        observed: table.observed(),
        on_several: table.on_several(),
        main_effects: counts.population(&first.fit),
        main_effects_interval95: interval::wald(&counts, &first.fit),
        selected: pairs.iter().map(|pair| table.pair_name(*pair)).collect(),
        estimate,
        hidden: libm::exp(last.fit.intercept),
        interval95: interval::wald(&counts, &last.fit),
        profile95: interval::profile(&counts, &pairs, &last.fit),
        bootstrap,
        empty_overlaps: Pair::all(counts.lists)
            .filter(|pair| table.on_all(pair.combination()) == 0)
            .map(|pair| table.pair_name(pair))
            .collect(),
        models: model_table(table, &counts, &steps, &pairs),
        left_out,
        warnings: Vec::new(),
        assumptions: soundness::assumptions(),
        notes: table.notes().to_vec(),
        threshold: options.threshold,
    };
    population.warnings = soundness::warnings(table, &population, &pairs);
    Ok(population)
}

impl NoFit {
    fn told(self) -> &'static str {
        match self {
            Self::NotIdentifiable => "the model cannot be identified",
            Self::NoMaximum => "the likelihood has no maximum",
        }
    }
}

fn counts_of(table: &OverlapTable) -> Counts {
    Counts::new(table.lists().len(), table.counts().iter().map(|people| *people as f64).collect())
}

fn pairs_until(steps: &[Step], end: usize) -> Vec<Pair> {
    steps.iter().take(end).filter_map(|step| step.added.as_ref()).map(|candidate| candidate.pair).collect()
}

fn model_table(table: &OverlapTable, counts: &Counts, steps: &[Step], chosen: &[Pair]) -> Vec<ModelRow> {
    let mut rows: Vec<ModelRow> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| ModelRow {
            origin: ModelOrigin::Step,
            added: step.added.as_ref().map(|candidate| added_pair(table, candidate)),
            refused: step.refused.iter().map(|(candidate, _)| table.pair_name(candidate.pair)).collect(),
            chosen: at + 1 == steps.len(),
            ..model_row(table, counts, &pairs_until(steps, at + 1), Some(&step.fit))
        })
        .collect();
    for pair in Pair::all(counts.lists) {
        let mut pairs: Vec<Pair> = chosen.iter().copied().filter(|other| *other != pair).collect();
        if pairs.len() == chosen.len() {
            pairs.push(pair);
        }
        let on_the_way = (1..steps.len()).any(|end| pairs_until(steps, end) == pairs);
        if !on_the_way {
            rows.push(model_row(table, counts, &pairs, counts.fit(&pairs).ok().as_ref()));
        }
    }
    rows
}

fn model_row(table: &OverlapTable, counts: &Counts, pairs: &[Pair], fit: Option<&Fit>) -> ModelRow {
    let parameters = 1 + counts.lists + pairs.len();
    let deviance = fit.map(|fit| deviance(counts, fit));
    let with_penalty = |weight: f64| deviance.map(|deviance| deviance + weight * parameters as f64);
    ModelRow {
        pairs: pairs.iter().map(|pair| table.pair_name(*pair)).collect(),
        origin: ModelOrigin::Neighbour,
        added: None,
        refused: Vec::new(),
        estimate: fit.map(|fit| counts.population(fit)),
        interval95: fit.map_or([None, None], |fit| interval::wald(counts, fit)),
        parameters,
        degrees_of_freedom: fit.map(|fit| fit.combinations.saturating_sub(fit.terms.len())),
        deviance,
        aic: with_penalty(2.0),
        bic: with_penalty(libm::log(counts.observed())),
        chosen: false,
    }
}

/// Twice the sum of n ln(n / expected) − (n − expected).
fn deviance(counts: &Counts, fit: &Fit) -> f64 {
    let cell = |(observed, expected): (&f64, &f64)| {
        let surprise = if *observed > 0.0 { observed * libm::log(observed / expected) } else { 0.0 };
        surprise - (observed - expected)
    };
    let sum: f64 = counts.by_combination.iter().zip(&fit.expected).map(cell).sum();
    (2.0 * sum).max(0.0)
}

fn added_pair(table: &OverlapTable, candidate: &Candidate) -> AddedPair {
    AddedPair {
        pair: table.pair_name(candidate.pair),
        on_both: candidate.observed as u64,
        expected: candidate.expected,
        p_value: candidate.p_value,
    }
}

#[cfg(test)]
mod tests;
