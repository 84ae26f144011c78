//! One Poisson log-linear model fitted to a table by maximum likelihood.
//!
//! The expected number on a combination `c` of lists is exp(Σ βₛ over the terms s ⊆ c): an intercept, one term a list, one term
//! a chosen pair of lists. So the sums that Newton's method needs are sums over all combinations that contain a term, and
//! one pass over the lists makes all of them at once.
//!
//! A term whose lists have nobody in common has its maximum at minus infinity. It is taken out with the combinations that
//! contain it: the extended maximum likelihood of Fienberg and Rinaldo (Annals of Statistics 40, 2012), as used by Chan, Silverman and Vincent
//! (Journal of the American Statistical Association 116, 2021).

use super::existence::maximum_exists;
use super::linear::{Cholesky, Symmetric};
use super::table::Pair;

/// Newton steps before a fit is given up.
const MOST_STEPS: usize = 100;
/// A fit is done when no coefficient moves by more.
const STEP_DONE: f64 = 1e-9;
/// Added to counts for the first step, as the usual software does.
const START: f64 = 0.1;
/// Least pivot, as part of its diagonal, of a matrix that counts as regular. Terms are 0 or 1, so an unidentifiable model has
/// an exact 0 here.
const REGULAR: f64 = 1e-9;
const REGULAR_FISHER: f64 = 1e-13;

/// Why a model has no estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoFit {
    /// Several values of the coefficients give the same expected numbers.
    NotIdentifiable,
    /// The likelihood has no maximum, not even an extended one: some coefficient runs away.
    NoMaximum,
}

/// A fitted model.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// The intercept: logarithm of the expected number on no list.
    pub(super) intercept: f64,
    /// Its standard error.
    pub(super) standard_error: f64,
    /// Log-likelihood without the term that depends on the counts alone.
    pub(super) log_likelihood: f64,
    /// Expected numbers by combination; 0 where a combination was taken out. Index 0 holds 0.
    pub(super) expected: Vec<f64>,
    /// Terms with a finite coefficient, the intercept first.
    pub(super) terms: Vec<usize>,
    /// Coefficients of these terms.
    pub(super) coefficients: Vec<f64>,
    /// Combinations that take part.
    pub(super) combinations: usize,
}

/// A model and the table it is fitted to.
pub(super) struct Problem<'a> {
    lists: usize,
    counts: &'a [f64],
    active: Vec<bool>,
    terms: Vec<usize>,
    /// Sum of the counts on each term.
    sufficient: Vec<f64>,
    observed: f64,
}

impl<'a> Problem<'a> {
    /// The model with these pairs, for counts by combination; `sums` are their [`superset_sums`].
    pub(super) fn new(lists: usize, counts: &'a [f64], sums: &[f64], pairs: &[Pair]) -> Self {
        let wanted = (0..lists).map(|list| 1 << list).chain(pairs.iter().map(|pair| pair.combination()));
        let (kept, empty): (Vec<usize>, Vec<usize>) = wanted.partition(|term| sums[*term] > 0.0);
        let active: Vec<bool> =
            (0..counts.len()).map(|at| at != 0 && !empty.iter().any(|term| at & term == *term)).collect();
        // A pair with an empty list is taken out with the list.
        let kept = kept.into_iter().filter(|term| active[*term]);
        let terms: Vec<usize> = std::iter::once(0).chain(kept).collect();
        let sufficient = terms.iter().map(|term| sums[*term]).collect();
        Self { lists, counts, active, terms, sufficient, observed: sums[0] }
    }

    /// Fits the model.
    pub(super) fn fit(&self) -> Result<Fit, NoFit> {
        self.check_identifiable()?;
        let weights: Vec<f64> = self.each_active(|at| self.counts[at] + START);
        let working = self.each_active(|at| {
            let start = self.counts[at] + START;
            start * (libm::log(start) + (self.counts[at] - start) / start)
        });
        let mut coefficients = self.on_terms(&self.terms, working);
        let factor = self.information(&self.terms, weights).cholesky(0.0).ok_or(NoFit::NotIdentifiable)?;
        factor.solve(&mut coefficients);
        let Some(found) = self.climb(&self.terms, 0.0, coefficients) else {
            return Err(NoFit::NoMaximum);
        };
        Ok(Fit {
            intercept: found.coefficients.first().copied().unwrap_or_default(),
            standard_error: found.factor.first_of_inverse().sqrt(),
            log_likelihood: found.log_likelihood,
            expected: found.expected,
            terms: self.terms.clone(),
            coefficients: found.coefficients,
            combinations: self.active.iter().filter(|active| **active).count(),
        })
    }

    /// The greatest log-likelihood with the intercept held at a value; `None` where it has no maximum. Begins at a fit and
    /// leaves its coefficients where the search ended.
    pub(super) fn profile(&self, intercept: f64, coefficients: &mut Vec<f64>) -> Option<f64> {
        let found = self.climb(&self.terms[1..], intercept, coefficients.clone())?;
        *coefficients = found.coefficients;
        Some(found.log_likelihood)
    }

    /// Whether the likelihood has a maximum, by linear programming and independent of any fit.
    pub(super) fn has_maximum(&self) -> bool {
        let columns: Vec<Vec<f64>> = (0..self.counts.len())
            .filter(|at| self.active[*at])
            .map(|at| self.terms.iter().map(|term| f64::from(u8::from(at & term == *term))).collect())
            .collect();
        maximum_exists(&columns, &self.sufficient)
    }

    pub(super) fn check_identifiable(&self) -> Result<(), NoFit> {
        let ones = self.each_active(|_| 1.0);
        match self.information(&self.terms, ones).cholesky(REGULAR) {
            Some(_) => Ok(()),
            None => Err(NoFit::NotIdentifiable),
        }
    }

    fn each_active(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.counts.len()).map(|at| if self.active[at] { value(at) } else { 0.0 }).collect()
    }

    fn on_terms(&self, terms: &[usize], mut values: Vec<f64>) -> Vec<f64> {
        superset_sums(&mut values, self.lists);
        terms.iter().map(|term| values[*term]).collect()
    }

    fn information(&self, terms: &[usize], mut weights: Vec<f64>) -> Symmetric {
        superset_sums(&mut weights, self.lists);
        Symmetric::of(terms.len(), |row, column| weights[terms[row] | terms[column]])
    }

    fn state(&self, terms: &[usize], offset: f64, coefficients: &[f64]) -> (Vec<f64>, f64) {
        let mut linear = vec![0.0; self.counts.len()];
        linear[0] = offset;
        for (term, coefficient) in terms.iter().zip(coefficients) {
            linear[*term] += coefficient;
        }
        subset_sums(&mut linear, self.lists);
        let expected = self.each_active(|at| libm::exp(linear[at]));
        let first = self.terms.len() - terms.len();
        let weighted: f64 =
            self.sufficient[first..].iter().zip(coefficients).map(|(sum, beta)| sum * beta).sum();
        let log_likelihood = weighted + offset * self.observed - expected.iter().sum::<f64>();
        (expected, log_likelihood)
    }

    /// Newton's method, with steps halved until they climb. The likelihood is concave, so this finds the maximum wherever
    /// there is one; where there is none the steps never become small, or the matrix becomes singular.
    fn climb(&self, terms: &[usize], offset: f64, mut coefficients: Vec<f64>) -> Option<Found> {
        let first = self.terms.len() - terms.len();
        let (mut expected, mut log_likelihood) = self.state(terms, offset, &coefficients);
        for _ in 0..MOST_STEPS {
            let on_terms = self.on_terms(terms, expected.clone());
            let mut step: Vec<f64> = self.sufficient[first..]
                .iter()
                .zip(&on_terms)
                .map(|(observed, expected)| observed - expected)
                .collect();
            let factor = self.information(terms, expected.clone()).cholesky(REGULAR_FISHER)?;
            factor.solve(&mut step);
            let longest = step.iter().fold(0.0_f64, |longest, part| longest.max(part.abs()));
            if !longest.is_finite() {
                return None;
            }
            if longest < STEP_DONE {
                return Some(Found { coefficients, log_likelihood, expected, factor });
            }
            let mut share = 1.0;
            loop {
                let tried: Vec<f64> =
                    coefficients.iter().zip(&step).map(|(beta, part)| beta + share * part).collect();
                let (tried_expected, tried_likelihood) = self.state(terms, offset, &tried);
                let rounding = 1e-12 * log_likelihood.abs().max(1.0);
                if tried_likelihood >= log_likelihood - rounding {
                    (coefficients, expected, log_likelihood) = (tried, tried_expected, tried_likelihood);
                    break;
                }
                share /= 2.0;
                if share < 1e-9 {
                    return None;
                }
            }
        }
        None
    }
}

struct Found {
    coefficients: Vec<f64>,
    log_likelihood: f64,
    expected: Vec<f64>,
    factor: Cholesky,
}

/// Puts in the place of each combination the sum over all combinations that contain it.
pub(super) fn superset_sums(values: &mut [f64], lists: usize) {
    for list in 0..lists {
        for at in 0..values.len() {
            if at >> list & 1 == 0 {
                values[at] += values[at | 1 << list];
            }
        }
    }
}

/// Puts in the place of each combination the sum over all combinations that it contains.
fn subset_sums(values: &mut [f64], lists: usize) {
    for list in 0..lists {
        for at in 0..values.len() {
            if at >> list & 1 == 1 {
                values[at] += values[at & !(1 << list)];
            }
        }
    }
}
