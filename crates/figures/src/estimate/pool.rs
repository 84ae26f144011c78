//! Pooling, only where it is asked for: one number from three or more independent roots, with what it assumes.
//!
//! *Linear opinion pool* (Stone 1961, <https://doi.org/10.1214/aoms/1177704873>): the equal mixture of one distribution for each
//! root, uniform over its interval; told are mean and the 5 % and 95 % quantiles.
//!
//! *Random effects* (DerSimonian and Laird 1986, <https://doi.org/10.1016/0197-2456(86)90046-2>): the interval of each root is taken
//! for a 95 % confidence interval of a normal distribution; I² (Higgins and Thompson 2002, <https://doi.org/10.1002/sim.1186>) is the
//! share of the variation that is between roots.

use super::Input;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Independent roots that pooling needs.
pub const FEWEST_ROOTS: usize = 3;

/// Roots that are left out in turn, at most: each time all others are pooled again.
pub const MOST_LEFT_OUT: usize = 100;

/// Standard normal quantile of 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

/// How to pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pool {
    /// Linear opinion pool.
    Opinion,
    /// DerSimonian and Laird.
    RandomEffects,
}

impl Pool {
    /// What it is, and what its ends are.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Opinion => "linear opinion pool: mean, 5 % and 95 % quantiles",
            Self::RandomEffects => "random effects (DerSimonian–Laird): mean and its 95 % interval",
        }
    }
}

impl std::str::FromStr for Pool {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "opinion" => Ok(Self::Opinion),
            "random-effects" => Ok(Self::RandomEffects),
            _ => Err(format!("`{word}` is no way to pool; known: opinion, random-effects")),
        }
    }
}

/// The pooled number without one of the roots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOneOut {
    /// The root that is left out.
    pub without: String,
    /// The number.
    pub number: f64,
    /// Its low end.
    pub low: f64,
    /// Its high end.
    pub high: f64,
}

/// A pooled number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// How.
    pub method: Pool,
    /// The number: a mean.
    pub number: f64,
    /// Low end: 5 % quantile, or of the 95 % interval.
    pub low: f64,
    /// High end: 95 % quantile, or of the 95 % interval.
    pub high: f64,
    /// Variance between roots, of random effects.
    pub tau2: Option<f64>,
    /// Share of the variation that is between roots, 0..1, of random effects.
    pub i2: Option<f64>,
    /// Cochran's Q, of random effects.
    pub q: Option<f64>,
    /// The roots that it is made of.
    pub roots: Vec<String>,
    /// What it assumes, to be told beside it.
    pub assumptions: Vec<String>,
    /// The same without each root in turn.
    pub leave_one_out: Vec<LeftOneOut>,
}

/// One root with its interval.
struct Opinion {
    root: String,
    low: f64,
    high: f64,
}

/// Pools inputs of one measure.
///
/// # Errors
/// If fewer than [`FEWEST_ROOTS`] independent roots have closed intervals.
pub(super) fn pool(method: Pool, inputs: &[&Input]) -> Result<Pooled, String> {
    let mut of_root: BTreeMap<&str, Vec<&Input>> = BTreeMap::new();
    let mut open = Vec::new();
    for input in inputs {
        match (&input.root, input.low.zip(input.high)) {
            (Some(root), Some(_)) => of_root.entry(root).or_default().push(input),
            _ => open.push(input.root_name.clone()),
        }
    }
    let opinions: Vec<Opinion> = of_root
        .into_values()
        .filter_map(|inputs| {
            // Several figures of one root are one opinion: as wide as all of them.
            let low = inputs.iter().filter_map(|input| input.low).reduce(f64::min)?;
            let high = inputs.iter().filter_map(|input| input.high).reduce(f64::max)?;
            Some(Opinion { root: inputs.first()?.root_name.clone(), low, high })
        })
        .collect();
    if opinions.len() < FEWEST_ROOTS {
        let more =
            if open.is_empty() { String::new() } else { format!(" (open at one end: {})", open.join(", ")) };
        return Err(format!(
            "pooling needs {FEWEST_ROOTS} independent roots with closed intervals; there are {}{more}",
            opinions.len()
        ));
    }
    let all: Vec<&Opinion> = opinions.iter().collect();
    let mut pooled = by(method, &all);
    if !open.is_empty() {
        pooled.assumptions.push(format!("Left out because they are open at one end: {}.", open.join(", ")));
    }
    if opinions.len() > MOST_LEFT_OUT {
        let (most, all) = (MOST_LEFT_OUT, opinions.len());
        pooled.assumptions.push(format!("Computed again without each of the first {most} roots of {all}."));
    }
    pooled.leave_one_out = opinions
        .iter()
        .enumerate()
        .take(MOST_LEFT_OUT)
        .map(|(left, opinion)| {
            let rest: Vec<&Opinion> =
                opinions.iter().enumerate().filter(|(at, _)| *at != left).map(|(_, rest)| rest).collect();
            let without = by(method, &rest);
            LeftOneOut {
                without: opinion.root.clone(),
                number: without.number,
                low: without.low,
                high: without.high,
            }
        })
        .collect();
    Ok(pooled)
}

fn by(method: Pool, opinions: &[&Opinion]) -> Pooled {
    match method {
        Pool::Opinion => opinion_pool(opinions),
        Pool::RandomEffects => random_effects(opinions),
    }
}

fn count(opinions: &[&Opinion]) -> f64 {
    f64::from(u32::try_from(opinions.len()).unwrap_or(u32::MAX))
}

fn opinion_pool(opinions: &[&Opinion]) -> Pooled {
    let number =
        opinions.iter().map(|opinion| (opinion.low + opinion.high) / 2.0).sum::<f64>() / count(opinions);
    Pooled {
        method: Pool::Opinion,
        number,
        low: quantile(opinions, 0.05),
        high: quantile(opinions, 0.95),
        tau2: None,
        i2: None,
        q: None,
        roots: opinions.iter().map(|opinion| opinion.root.clone()).collect(),
        assumptions: vec![
            "Each root counts the same, whoever it is.".to_owned(),
            "Within its interval each number is as likely as any other.".to_owned(),
            "The roots are independent and speak of the same people at the same time.".to_owned(),
        ],
        leave_one_out: Vec::new(),
    }
}

/// The quantile of an equal mixture of uniform distributions, by bisection of its distribution function.
fn quantile(opinions: &[&Opinion], share: f64) -> f64 {
    let below = |value: f64| {
        let of = |opinion: &&Opinion| {
            let width = opinion.high - opinion.low;
            if width <= 0.0 {
                f64::from(u8::from(value >= opinion.low))
            } else {
                ((value - opinion.low) / width).clamp(0.0, 1.0)
            }
        };
        opinions.iter().map(of).sum::<f64>() / count(opinions)
    };
    let mut low = opinions.iter().map(|opinion| opinion.low).fold(f64::INFINITY, f64::min);
    let mut high = opinions.iter().map(|opinion| opinion.high).fold(f64::NEG_INFINITY, f64::max);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if below(middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

fn random_effects(opinions: &[&Opinion]) -> Pooled {
    let effects: Vec<(f64, f64)> = opinions
        .iter()
        .map(|opinion| {
            let middle = f64::midpoint(opinion.low, opinion.high);
            // An interval without any width would outweigh everything.
            let error = ((opinion.high - opinion.low) / 2.0 / Z).max(middle.abs() * 1e-6).max(1e-12);
            (middle, error * error)
        })
        .collect();
    let weights: Vec<f64> = effects.iter().map(|(_, variance)| 1.0 / variance).collect();
    let sum: f64 = weights.iter().sum();
    let mean = weights.iter().zip(&effects).map(|(weight, (effect, _))| weight * effect).sum::<f64>() / sum;
    let q: f64 =
        weights.iter().zip(&effects).map(|(weight, (effect, _))| weight * (effect - mean).powi(2)).sum();
    let freedom = count(opinions) - 1.0;
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let scale = sum - squares / sum;
    let tau2 = if scale > 0.0 { ((q - freedom) / scale).max(0.0) } else { 0.0 };
    let weights: Vec<f64> = effects.iter().map(|(_, variance)| 1.0 / (variance + tau2)).collect();
    let sum: f64 = weights.iter().sum();
    let number = weights.iter().zip(&effects).map(|(weight, (effect, _))| weight * effect).sum::<f64>() / sum;
    let error = (1.0 / sum).sqrt();
    Pooled {
        method: Pool::RandomEffects,
        number,
        low: number - Z * error,
        high: number + Z * error,
        tau2: Some(tau2),
        i2: Some(if q > 0.0 { ((q - freedom) / q).max(0.0) } else { 0.0 }),
        q: Some(q),
        roots: opinions.iter().map(|opinion| opinion.root.clone()).collect(),
        assumptions: vec![
            "Each root's interval is taken for a 95 % confidence interval of a normal distribution; none of them was published as one.".to_owned(),
            "The true numbers behind the roots differ at random around one mean; the interval is that of the mean.".to_owned(),
            "The roots are independent and speak of the same people at the same time.".to_owned(),
        ],
        leave_one_out: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opinions(intervals: &[(f64, f64)]) -> Vec<Opinion> {
        intervals
            .iter()
            .map(|(low, high)| Opinion { root: format!("{low}"), low: *low, high: *high })
            .collect()
    }

    #[test]
    fn the_opinion_pool_is_the_mixture() {
        let all = opinions(&[(0.0, 10.0), (0.0, 10.0), (20.0, 30.0)]);
        let pooled = opinion_pool(&all.iter().collect::<Vec<_>>());
        assert!((pooled.number - 35.0 / 3.0).abs() < 1e-9);
        // Two thirds of the mass lie evenly on 0..10, so 5 % of it lies below 0.75; 85 % of the last third below 28.5.
        assert!((pooled.low - 0.75).abs() < 1e-9 && (pooled.high - 28.5).abs() < 1e-9, "{pooled:?}");
    }

    #[test]
    fn random_effects_are_those_of_the_textbook() {
        // Variances of one: effects 1, 2, 6 have mean 3, Q = 14, tau² = (14 − 2) / (3 − 1) = 6, I² = 12/14.
        let all = opinions(&[(1.0 - Z, 1.0 + Z), (2.0 - Z, 2.0 + Z), (6.0 - Z, 6.0 + Z)]);
        let pooled = random_effects(&all.iter().collect::<Vec<_>>());
        let close = |one: f64, other: f64| assert!((one - other).abs() < 1e-9, "{one} {other}");
        close(pooled.number, 3.0);
        close(pooled.q.unwrap(), 14.0);
        close(pooled.tau2.unwrap(), 6.0);
        close(pooled.i2.unwrap(), 12.0 / 14.0);
        close(pooled.high - pooled.low, 2.0 * Z * (7.0_f64 / 3.0).sqrt());
    }
}
