//! Intervals around an estimate: Wald, profile likelihood, bootstrap.

use super::fit::Fit;
use super::select::{Counts, forward};
use super::table::Pair;
use crate::random::{Draws, replicate};
use serde::Serialize;
use statrs::function::erf::erfc_inv;
use std::num::NonZeroUsize;

/// Half of a 95 % interval, in standard errors: the 0.975 quantile of the normal distribution.
const TWO_SIDED_95: f64 = 1.959_963_984_540_054;
/// Its square: the 0.95 quantile of chi-square with one degree of freedom.
const CHI_SQUARE_95: f64 = TWO_SIDED_95 * TWO_SIDED_95;
/// How far the intercept may run before an interval counts as open: a factor of a billion.
const FARTHEST: f64 = 20.723_265_836_946_41;
const BISECTIONS: usize = 60;

/// A 95 % interval in people; an end that runs away is `None`.
pub type Interval = [Option<f64>; 2];

/// observed + exp(intercept ± 1.96 standard errors).
pub(super) fn wald(counts: &Counts, fit: &Fit) -> Interval {
    let end = |sign: f64| {
        let hidden = libm::exp(fit.intercept + sign * TWO_SIDED_95 * fit.standard_error);
        hidden.is_finite().then_some(counts.observed() + hidden)
    };
    [end(-1.0), end(1.0)]
}

/// The numbers of hidden people whose greatest likelihood is within what chi-square allows of the maximum.
pub(super) fn profile(counts: &Counts, pairs: &[Pair], fit: &Fit) -> Interval {
    let problem = counts.problem(pairs);
    let others = fit.coefficients.get(1..).unwrap_or_default();
    let end = |sign: f64| {
        let mut inside = fit.intercept;
        let mut near = others.to_vec();
        let mut reach = fit.standard_error.clamp(1e-6, FARTHEST);
        // Out until the likelihood has fallen far enough…
        let mut outside = loop {
            let tried = fit.intercept + sign * reach;
            let mut coefficients = near.clone();
            match fall(fit, problem.profile(tried, &mut coefficients)) {
                Some(fall) if fall < CHI_SQUARE_95 => (inside, near) = (tried, coefficients),
                _ => break tried,
            }
            if reach >= FARTHEST {
                return None;
            }
            reach = (reach * 1.5).min(FARTHEST);
        };
        // … then between the last value inside and the first outside.
        for _ in 0..BISECTIONS {
            let middle = f64::midpoint(inside, outside);
            let mut coefficients = near.clone();
            match fall(fit, problem.profile(middle, &mut coefficients)) {
                Some(fall) if fall < CHI_SQUARE_95 => (inside, near) = (middle, coefficients),
                _ => outside = middle,
            }
        }
        Some(counts.observed() + libm::exp(inside))
    };
    // Where the lower end runs away, hidden people may be none at all.
    [Some(end(-1.0).unwrap_or(counts.observed())), end(1.0)]
}

fn fall(fit: &Fit, log_likelihood: Option<f64>) -> Option<f64> {
    log_likelihood.map(|value| 2.0 * (fit.log_likelihood - value))
}

/// What resampling the observed people showed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bootstrap {
    /// Bias-corrected and accelerated 95 % interval; an end is `None` where it cannot be told.
    pub interval95: Interval,
    /// Plain 95 % percentiles of the replicates.
    pub percentile95: Interval,
    /// How many samples were drawn.
    pub replicates: usize,
    /// The seed they were drawn with.
    pub seed: u64,
    /// Samples in which the number has no finite estimate; they count as larger than any other.
    pub without_estimate: usize,
    /// z₀, the correction for bias; `None` where all replicates are on one side of the estimate.
    pub bias: Option<f64>,
    /// a, the acceleration from leaving out each person in turn; `None` where that leaves no estimate somewhere.
    pub acceleration: Option<f64>,
}

/// Draws as many people as were observed, with replacement, `replicates` times; chooses a model and estimates anew each time.
///
/// Bias-corrected and accelerated intervals: Efron, Better bootstrap confidence intervals, Journal of the American Statistical Association 82 (1987),
/// with the acceleration from the jackknife. That the choice of the model is repeated in each sample follows Chan, Silverman and Vincent (2021).
pub(super) fn bootstrap(
    counts: &Counts,
    estimate: f64,
    threshold: f64,
    replicates: usize,
    seed: u64,
    threads: NonZeroUsize,
) -> Bootstrap {
    let cells: Vec<usize> =
        (0..counts.by_combination.len()).filter(|at| counts.by_combination[*at] > 0.0).collect();
    let mut up_to = 0_u64;
    let cumulated: Vec<u64> = cells
        .iter()
        .map(|at| {
            up_to += counts.by_combination[*at] as u64;
            up_to
        })
        .collect();
    let sample = |draws: &mut Draws| {
        let mut drawn = vec![0.0; counts.by_combination.len()];
        for _ in 0..up_to {
            let person = draws.below(up_to);
            let place = cumulated.partition_point(|upper| *upper <= person);
            if let Some(at) = cells.get(place) {
                drawn[*at] += 1.0;
            }
        }
        population(&Counts::new(counts.lists, drawn), threshold)
    };
    let mut populations = replicate(seed, replicates, threads, sample);
    let without_estimate = populations.iter().filter(|population| population.is_infinite()).count();
    populations.sort_by(f64::total_cmp);
    let below = populations.iter().filter(|population| **population < estimate).count();
    let equal = populations.iter().filter(|population| **population == estimate).count();
    let share = (below as f64 + 0.5 * equal as f64) / replicates.max(1) as f64;
    let bias = (share > 0.0 && share < 1.0).then(|| normal_quantile(share));
    let acceleration = acceleration(counts, &cells, threshold);
    let adjusted = |z: f64| {
        let (bias, acceleration) = (bias?, acceleration?);
        let moved = bias + z;
        let share = normal_distribution(bias + moved / (1.0 - acceleration * moved));
        (1.0 - acceleration * moved > 0.0).then(|| quantile(&populations, share)).flatten()
    };
    Bootstrap {
        interval95: [adjusted(-TWO_SIDED_95), adjusted(TWO_SIDED_95)],
        percentile95: [quantile(&populations, 0.025), quantile(&populations, 0.975)],
        replicates,
        seed,
        without_estimate,
        bias,
        acceleration,
    }
}

fn population(counts: &Counts, threshold: f64) -> f64 {
    match forward(counts, threshold) {
        Ok(steps) => steps.last().map_or(f64::INFINITY, |step| counts.population(&step.fit)),
        Err(_) => f64::INFINITY,
    }
}

/// The jackknife: people of one combination are alike, so one of each is left out and weighs as many as there are.
fn acceleration(counts: &Counts, cells: &[usize], threshold: f64) -> Option<f64> {
    let mut left_out = Vec::with_capacity(cells.len());
    for at in cells {
        let mut fewer = counts.by_combination.clone();
        fewer[*at] -= 1.0;
        let population = population(&Counts::new(counts.lists, fewer), threshold);
        left_out.push((population.is_finite().then_some(population)?, counts.by_combination[*at]));
    }
    let weights: f64 = left_out.iter().map(|(_, weight)| weight).sum();
    let mean = left_out.iter().map(|(population, weight)| population * weight).sum::<f64>() / weights;
    let moment =
        |power: i32| left_out.iter().map(|(value, weight)| weight * (mean - value).powi(power)).sum::<f64>();
    let spread = moment(2);
    (spread > 0.0).then(|| moment(3) / (6.0 * spread * spread.sqrt()))
}

/// The quantile of sorted values, between two of them in proportion (type 7 of Hyndman and Fan, The American Statistician 50, 1996); `None`
/// where it is infinite.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let below = sorted.get(place.floor() as usize)?;
    let above = sorted.get(place.ceil() as usize)?;
    let value = if below == above { *below } else { below + (above - below) * place.fract() };
    value.is_finite().then_some(value)
}

fn normal_distribution(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

fn normal_quantile(share: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values() {
        let values = [1.0, 2.0, 4.0, f64::INFINITY];
        assert_eq!(quantile(&values, 0.0), Some(1.0));
        assert_eq!(quantile(&values, 0.5), Some(3.0));
        assert_eq!(quantile(&values, 0.9), None);
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn the_normal_distribution_and_its_inverse() {
        assert!((normal_quantile(0.975) - TWO_SIDED_95).abs() < 1e-9);
        assert!((normal_distribution(TWO_SIDED_95) - 0.975).abs() < 1e-12);
        assert!((normal_quantile(normal_distribution(-1.3)) + 1.3).abs() < 1e-9);
    }
}
