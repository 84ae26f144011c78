//! Which uncertain parameters the results hang on.

use super::outcome::Outcome;
use super::parameter::Spread;
use super::scenario::Scenario;
use super::simulate::{Course, Model};
use serde::Serialize;

/// What one parameter does to one outcome of the baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Influence {
    /// The parameter, by name.
    pub parameter: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The outcome with the parameter at its least value, all others central.
    pub at_low: f64,
    /// The outcome with the parameter at its greatest value, all others central.
    pub at_high: f64,
    /// Spearman's rank correlation of parameter and outcome over all draws, from −1 to 1; `None` where either does not vary.
    pub rank_correlation: Option<f64>,
    /// Whether nobody is named for the parameter.
    pub assumed: bool,
}

/// Outcomes that influences are shown for.
const TOLD: [Outcome; 4] =
    [Outcome::Workers, Outcome::StateTake, Outcome::ForeignExchange, Outcome::TakeHome];

/// The influence of every uncertain parameter on the main outcomes, by outcome, the strongest first.
pub(super) fn influences(model: &Model<'_>, draws: &[Vec<f64>], courses: &[Course]) -> Vec<Influence> {
    let baseline = Scenario::baseline();
    let central = model.central();
    let mut found = Vec::new();
    for (at, named) in model.parameters.iter().enumerate() {
        if named.parameter.spread == Spread::Known {
            continue;
        }
        let course_at = |value: f64| {
            let mut values = central.clone();
            values[at] = value;
            model.course(&values, &baseline)
        };
        let (low, high) = (course_at(named.parameter.low), course_at(named.parameter.high));
        let drawn: Vec<f64> = draws.iter().map(|values| values[at]).collect();
        for outcome in TOLD {
            let (Some(at_low), Some(at_high)) = (low.total.outcome(outcome), high.total.outcome(outcome))
            else {
                continue;
            };
            let results: Option<Vec<f64>> =
                courses.iter().map(|course| course.total.outcome(outcome)).collect();
            found.push(Influence {
                parameter: named.name(),
                outcome,
                at_low,
                at_high,
                rank_correlation: results.and_then(|results| spearman(&drawn, &results)),
                assumed: named.parameter.assumed(),
            });
        }
    }
    let swing = |influence: &Influence| (influence.at_high - influence.at_low).abs();
    found.sort_by(|one, other| one.outcome.cmp(&other.outcome).then(swing(other).total_cmp(&swing(one))));
    found
}

/// Spearman's rank correlation; ranks of equal values are shared.
fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    let (one, other) = (ranks(one), ranks(other));
    let middle = (one.len() as f64 + 1.0) / 2.0;
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(&other) {
        both += (a - middle) * (b - middle);
        first += (a - middle) * (a - middle);
        second += (b - middle) * (b - middle);
    }
    (first > 0.0 && second > 0.0).then(|| both / (first * second).sqrt())
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let equal = order[from..].iter().take_while(|at| values[**at] == values[order[from]]).count();
        let shared = from as f64 + (equal as f64 + 1.0) / 2.0;
        order[from..from + equal].iter().for_each(|at| ranks[*at] = shared);
        from += equal;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[10.0, 100.0, 1000.0]), Some(1.0));
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), Some(-1.0));
        assert_eq!(spearman(&[1.0, 1.0], &[3.0, 2.0]), None);
    }
}
