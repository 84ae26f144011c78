//! A labour-export scheme as stocks and flows: what bans, deadlines and wage cuts do to workers and to revenue.
//!
//! ```text
//! scheme file (TOML) + register of instruments ──▶ Scheme ──draws──▶ values ──month by month──▶ stocks, pay ──▶ outcomes
//!                                                               scenarios ─┘
//! ```
//!
//! Every number the model is told is a [`Parameter`] with its source; what nobody has counted is a range whose source is
//! `assumed`, and every result names those. Uncertain parameters are drawn many times with a seed; the same draw goes through
//! every scenario, so that differences between scenarios are not blurred by chance. The equations stand in `docs/scheme.md`.
//!
//! Three revenues are kept apart, since sources mix them up: the wage bill (what hosts pay), the state's take, and what
//! arrives in foreign exchange. The model speaks of people in numbers only, and of nobody in particular.

mod cited;
mod explain;
mod file;
mod flow;
mod money;
mod month;
mod outcome;
mod parameter;
mod scenario;
mod sensitivity;
mod simulate;

pub use explain::{EQUATIONS, Equation, ExplainedParameter, HostExplanation, SchemeExplanation, explain};
pub use flow::{FlowTerms, Moves, Stock, excess_hazard, hazard, hazard_with_arrivals};
pub use money::{Levy, Pay, PayTerms};
pub use month::Month;
pub use outcome::{Outcome, Outcomes, Range};
pub use parameter::{Parameter, Quantity, Spread, TwoCounts};
pub use scenario::{Change, LevyRule, Scenario};
pub use sensitivity::Influence;
pub use simulate::{HostResult, MonthlyStock, ScenarioResult, SchemeRun, run};

use crate::instruments::Register;
use model::Kind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

/// Most months that can be modelled.
pub const MOST_MONTHS: usize = 600;
/// Most hosts.
pub const MOST_HOSTS: usize = 50;
/// Most draws.
pub const MOST_DRAWS: usize = 10_000;
/// Draws where no number is given.
pub const DRAWS: usize = 1_000;
/// Seed where none is given.
pub const SEED: u64 = 1;
/// Most host-months in all draws and scenarios of one run.
const MOST_STEPS: usize = 1_000_000_000;

/// A scheme for demonstration, with published figures.
pub const DEMONSTRATION: &str = include_str!("demonstration.toml");

/// A labour-export scheme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scheme {
    /// Its name.
    pub name: String,
    /// What it is and what the file leaves out.
    pub about: String,
    /// The currency of all money in it.
    pub currency: String,
    /// The month whose end the first stocks are of.
    pub start: Month,
    /// Months that are modelled after it.
    pub months: usize,
    /// The hosts.
    pub hosts: Vec<Host>,
    /// Questions that can be asked of it, without the baseline.
    pub scenarios: Vec<Scenario>,
}

/// A host of workers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Host {
    /// A short name without spaces.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is known or assumed of it.
    pub parameters: BTreeMap<Quantity, Parameter>,
    /// Those that all hosts have in common: they are drawn once for all.
    pub shared: BTreeSet<Quantity>,
    /// When new workers are kept away.
    pub ban: Option<Act>,
    /// From when on workers are sent home.
    pub repatriation: Option<Act>,
    /// By when all are to be gone.
    pub deadline: Option<Act>,
}

/// A month with the instrument that sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Act {
    /// The month.
    pub month: Month,
    /// The id of the instrument; `None` where the file gives a month.
    pub instrument: Option<String>,
}

/// What a parameter may be taken from, by the beginning of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference<'r> {
    /// One claim of a ledger.
    Claim(&'r str),
    /// A figure: what one root says.
    Figure(&'r str),
}

impl std::fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Claim(id) => write!(f, "claim {id}"),
            Self::Figure(id) => write!(f, "figure {id}"),
        }
    }
}

/// What a claim or a figure of a ledger gives a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Cited {
    /// What it is a claim of.
    pub kind: Kind,
    /// What is said, with its unit, span of time, measure and direction.
    pub quantity: model::Quantity,
    /// Who says so and where, in words.
    pub source: String,
    /// What a reader should know about it: the root's passage, how often it is told.
    pub note: Option<String>,
}

/// How often a scheme is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOptions {
    /// Draws of the uncertain parameters, from 1 to [`MOST_DRAWS`].
    pub draws: usize,
    /// Seed.
    pub seed: u64,
    /// Threads; the result does not depend on it.
    pub threads: NonZeroUsize,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self { draws: DRAWS, seed: SEED, threads: NonZeroUsize::MIN }
    }
}

/// What is wrong with a scheme file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct SchemeError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub reason: String,
}

/// Why a scheme cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// There is no scenario of this name.
    #[error("there is no scenario `{0}`; those there are: {1}")]
    NoScenario(String, String),
    /// Draws out of range.
    #[error("draws must be from 1 to {MOST_DRAWS}")]
    Draws,
    /// Too much work.
    #[error(
        "hosts × months × draws × scenarios is {0}, more than {MOST_STEPS}: take fewer draws or scenarios"
    )]
    TooLarge(usize),
}

impl Scheme {
    /// Reads a scheme file. Bans and deadlines are months or ids of instruments in the register.
    ///
    /// # Errors
    /// If the file is not what `docs/scheme.md` describes, or names a claim; the error tells line and column.
    pub fn parse(text: &str, register: &Register) -> Result<Self, SchemeError> {
        let nothing =
            |_: Reference<'_>| Err("claims and figures can be named only in a workspace".to_owned());
        Self::parse_with_claims(text, register, &nothing)
    }

    /// Reads a scheme file whose parameters may be claims or figures of a ledger; `claims` looks one up.
    ///
    /// # Errors
    /// As [`Scheme::parse`], and if `claims` fails.
    pub fn parse_with_claims(
        text: &str,
        register: &Register,
        claims: &dyn Fn(Reference<'_>) -> Result<Cited, String>,
    ) -> Result<Self, SchemeError> {
        file::parse(text, register, claims)
    }

    /// The scenario of this name; `baseline` is the scheme as it is.
    #[must_use]
    pub fn scenario(&self, name: &str) -> Option<Scenario> {
        if name == "baseline" {
            return Some(Scenario::baseline());
        }
        self.scenarios.iter().find(|scenario| scenario.name == name).cloned()
    }

    /// Sets a parameter by its name, as [`NamedParameter::name`] gives it, to what whoever asks assumes.
    ///
    /// # Errors
    /// If there is no such parameter, or the values are out of order or of what it can be.
    pub fn assume(&mut self, name: &str, [low, central, high]: [f64; 3]) -> Result<(), String> {
        let found = self.parameters().into_iter().find(|named| named.name() == name);
        let found = found.map(|named| (named.host.map(str::to_owned), named.quantity));
        let (owner, quantity) = found.ok_or_else(|| format!("there is no parameter `{name}`"))?;
        let [least, greatest] = quantity.bounds();
        if ![low, central, high].iter().all(|value| (least..=greatest).contains(value)) {
            return Err(format!("`{name}` must be from {least} to {greatest}"));
        }
        if !(low <= central && central <= high) {
            return Err(format!("`{name}`: low, value and high must stand in this order"));
        }
        let spread = if low < high { Spread::Triangle } else { Spread::Known };
        let source = "assumed by whoever asks".to_owned();
        let parameter = Parameter { low, central, high, spread, source, note: None, counts: None };
        for host in &mut self.hosts {
            let is_meant = match &owner {
                Some(owner) => host.id == *owner,
                None => host.shared.contains(&quantity),
            };
            if is_meant && host.parameters.contains_key(&quantity) {
                host.parameters.insert(quantity, parameter.clone());
            }
        }
        Ok(())
    }

    /// Every parameter once: those that hosts share under no host.
    #[must_use]
    pub fn parameters(&self) -> Vec<NamedParameter<'_>> {
        let mut named: Vec<NamedParameter<'_>> = Vec::new();
        for host in &self.hosts {
            for (quantity, parameter) in &host.parameters {
                let shared = host.shared.contains(quantity);
                let known = named.iter().any(|other| other.host.is_none() && other.quantity == *quantity);
                if !(shared && known) {
                    let host = (!shared).then_some(host.id.as_str());
                    named.push(NamedParameter { host, quantity: *quantity, parameter });
                }
            }
        }
        named
    }
}

/// A parameter with the host that it is of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NamedParameter<'a> {
    /// The host; `None` for what all hosts share.
    pub host: Option<&'a str>,
    /// What it is of.
    pub quantity: Quantity,
    /// The parameter.
    pub parameter: &'a Parameter,
}

impl NamedParameter<'_> {
    /// `russia.wage`, or `wage` where hosts share it.
    #[must_use]
    pub fn name(&self) -> String {
        match self.host {
            Some(host) => format!("{host}.{}", self.quantity.key()),
            None => self.quantity.key().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
