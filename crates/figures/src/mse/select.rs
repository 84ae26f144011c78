//! Which pairs of lists depend on each other: pairs added one by one, as Chan, Silverman and Vincent (2021) do it.
//!
//! For each pair that is not in the model, the number of people on both lists is held against what the model expects. The
//! one-sided Poisson p-value of that number tells how surprising it is. The pair with the lowest p-value is added, if it is
//! below the threshold and the model with it has a maximum and can be identified; else the next one is tried.

use super::fit::{Fit, NoFit, Problem, superset_sums};
use super::table::Pair;
use statrs::function::gamma::{gamma_lr, gamma_ur};

/// Counts by combination, and their sums over all combinations that contain one.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    pub(super) lists: usize,
    pub(super) by_combination: Vec<f64>,
    sums: Vec<f64>,
}

impl Counts {
    pub(super) fn new(lists: usize, by_combination: Vec<f64>) -> Self {
        let mut sums = by_combination.clone();
        superset_sums(&mut sums, lists);
        Self { lists, by_combination, sums }
    }

    pub(super) fn observed(&self) -> f64 {
        self.sums.first().copied().unwrap_or_default()
    }

    pub(super) fn on_both(&self, pair: Pair) -> f64 {
        self.sums[pair.combination()]
    }

    pub(super) fn problem(&self, pairs: &[Pair]) -> Problem<'_> {
        Problem::new(self.lists, &self.by_combination, &self.sums, pairs)
    }

    pub(super) fn fit(&self, pairs: &[Pair]) -> Result<Fit, NoFit> {
        self.problem(pairs).fit()
    }

    /// Observed and estimated hidden people together.
    pub(super) fn population(&self, fit: &Fit) -> f64 {
        self.observed() + libm::exp(fit.intercept)
    }
}

/// A pair that was added, or that would have been.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) pair: Pair,
    /// People on both lists.
    pub(super) observed: f64,
    /// How many the model without the pair expects.
    pub(super) expected: f64,
    pub(super) p_value: f64,
}

/// A model that the selection went through.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The pair that was added last; `None` for the first model.
    pub(super) added: Option<Candidate>,
    pub(super) fit: Fit,
    /// Pairs with a lower p-value that could not be added, with the reason.
    pub(super) refused: Vec<(Candidate, NoFit)>,
}

/// The models from main effects to the one chosen, which is the last.
pub(super) fn forward(counts: &Counts, threshold: f64) -> Result<Vec<Step>, NoFit> {
    let mut fit = counts.fit(&[])?;
    let mut pairs: Vec<Pair> = Vec::new();
    let mut steps = vec![Step { added: None, fit: fit.clone(), refused: Vec::new() }];
    loop {
        let mut refused = Vec::new();
        let mut added = None;
        for candidate in candidates(counts, &fit, &pairs, threshold) {
            pairs.push(candidate.pair);
            match counts.fit(&pairs) {
                Ok(better) => {
                    added = Some((candidate, better));
                    break;
                }
                Err(reason) => {
                    pairs.pop();
                    refused.push((candidate, reason));
                }
            }
        }
        let Some((candidate, better)) = added else {
            if let Some(last) = steps.last_mut() {
                last.refused.extend(refused);
            }
            return Ok(steps);
        };
        fit = better;
        steps.push(Step { added: Some(candidate), fit: fit.clone(), refused });
    }
}

/// Pairs below the threshold, the most surprising first.
fn candidates(counts: &Counts, fit: &Fit, pairs: &[Pair], threshold: f64) -> Vec<Candidate> {
    let mut expected = fit.expected.clone();
    superset_sums(&mut expected, counts.lists);
    let mut found: Vec<Candidate> = Pair::all(counts.lists)
        .filter(|pair| !pairs.contains(pair))
        .map(|pair| {
            let (observed, expected) = (counts.on_both(pair), expected[pair.combination()]);
            Candidate { pair, observed, expected, p_value: poisson_p_value(observed, expected) }
        })
        .filter(|candidate| candidate.p_value < threshold)
        .collect();
    found.sort_by(|one, other| one.p_value.total_cmp(&other.p_value));
    found
}

/// The smaller of the chances that a Poisson number with this mean is at most, and at least, as large as observed.
fn poisson_p_value(observed: f64, mean: f64) -> f64 {
    if !(mean > 0.0 && mean.is_finite()) {
        return 1.0;
    }
    let at_most = gamma_ur(observed + 1.0, mean);
    let at_least = if observed > 0.0 { gamma_lr(observed, mean) } else { 1.0 };
    at_most.min(at_least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poisson_number_is_held_against_both_sides() {
        // exp(-3) for nobody where three were expected; 1 - exp(-0.5) for one or more where half a one was.
        assert!((poisson_p_value(0.0, 3.0) - 0.049_787_068).abs() < 1e-9);
        assert!((poisson_p_value(1.0, 0.5) - 0.393_469_340).abs() < 1e-9);
        // 1 - exp(-2) (1 + 2 + 2 + 4/3) for four or more.
        assert!((poisson_p_value(4.0, 2.0) - 0.142_876_540).abs() < 1e-9);
        assert_eq!(poisson_p_value(0.0, 0.0), 1.0);
        // Far in the tail the value stays a small number and is not what rounding leaves.
        let far = poisson_p_value(60.0, 5.0);
        assert!((1e-44..1e-42).contains(&far), "{far:e}");
    }
}
