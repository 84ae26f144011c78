//! What if: changes that a scenario makes to hosts.

use super::Host;
use super::flow::FlowTerms;
use super::money::{Levy, PayTerms};
use super::month::Month;
use serde::Serialize;

/// A question of the form *what if*.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// Short name, as it is typed: `compliance-50`.
    pub name: String,
    /// The question in words.
    pub about: String,
    /// The hosts it is about; all where none is named.
    pub hosts: Vec<String>,
    /// What changes.
    pub change: Change,
}

/// What a scenario changes. What is `None` stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Change {
    /// The month from which wages and levy change; from the start where it is not given.
    pub from: Option<Month>,
    /// Wages become so many times what they were.
    pub wage_factor: Option<f64>,
    /// What is demanded becomes an amount or a share, the same at the old wage.
    pub levy: Option<LevyRule>,
    /// Share of new workers kept away by a ban, and of those still there sent home at a deadline.
    pub compliance: Option<f64>,
    /// Month of a deadline.
    pub deadline: Option<Month>,
    /// Month in which the host sends all home and admits nobody any more.
    pub expulsion: Option<Month>,
    /// Share of those kept away or sent home who come or stay under another label.
    pub relabelled: Option<f64>,
    /// Neither bans nor deadlines.
    pub without_acts: bool,
}

/// How what is demanded of workers follows their wage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LevyRule {
    /// It does not.
    Fixed,
    /// It is a share of it.
    Proportional,
}

/// A wage cut that everybody can picture: a fifth.
const WAGE_CUT: f64 = 0.8;

impl Scenario {
    /// The hosts as the file describes them.
    #[must_use]
    pub fn baseline() -> Self {
        Self::new("baseline", "The scheme as the file describes it.", Change::default())
    }

    fn new(name: &str, about: &str, change: Change) -> Self {
        Self { name: name.to_owned(), about: about.to_owned(), hosts: Vec::new(), change }
    }

    /// The questions that can be asked of every scheme.
    #[must_use]
    pub fn standard(start: Month, months: usize, hosts: &[Host]) -> Vec<Self> {
        let none = Change::default();
        let mut scenarios = vec![
            Self::new(
                "no-acts",
                "Neither bans nor deadlines: what the acts changed shows against it.",
                Change { without_acts: true, ..none },
            ),
            Self::new(
                "compliance-50",
                "Bans keep half of the new workers away, deadlines send half of those left home.",
                Change { compliance: Some(0.5), ..none },
            ),
            Self::new(
                "compliance-100",
                "Bans and deadlines are kept in full, nobody is relabelled.",
                Change { compliance: Some(1.0), relabelled: Some(0.0), ..none },
            ),
            Self::new(
                "deadline",
                "All hosts send everybody home by the middle of the time modelled.",
                Change {
                    deadline: Some(start.after(months.div_ceil(2))),
                    compliance: Some(1.0),
                    relabelled: Some(0.0),
                    ..none
                },
            ),
            Self::new(
                "wages-20-fixed",
                "Wages fall by a fifth, what is demanded of workers stays.",
                Change { wage_factor: Some(WAGE_CUT), levy: Some(LevyRule::Fixed), ..none },
            ),
            Self::new(
                "wages-20-proportional",
                "Wages fall by a fifth, what is demanded of workers falls with them.",
                Change { wage_factor: Some(WAGE_CUT), levy: Some(LevyRule::Proportional), ..none },
            ),
        ];
        for host in hosts {
            let change = Change { expulsion: Some(start.after(1)), ..none };
            let about = format!("{} sends all workers home in the first month and admits none.", host.name);
            scenarios.push(Self {
                hosts: vec![host.id.clone()],
                ..Self::new(&format!("expel-{}", host.id), &about, change)
            });
        }
        scenarios
    }

    pub(super) fn concerns(&self, host: &Host) -> bool {
        self.hosts.is_empty() || self.hosts.contains(&host.id)
    }

    /// The flow under the scenario.
    pub(super) fn flow(&self, mut terms: FlowTerms) -> FlowTerms {
        let change = &self.change;
        if change.without_acts {
            (terms.ban, terms.deadline, terms.repatriation_from) = (None, None, None);
        }
        if let Some(compliance) = change.compliance {
            (terms.ban_compliance, terms.deadline_compliance) = (compliance, compliance);
        }
        if let Some(relabelled) = change.relabelled {
            terms.relabelled = relabelled;
        }
        if let Some(deadline) = change.deadline {
            terms.deadline = Some(deadline);
            // Whoever is gone by then is not replaced in the same month.
            let month_before = deadline.before();
            terms.ban = Some(terms.ban.map_or(month_before, |ban| ban.min(month_before)));
        }
        terms.expulsion = change.expulsion.or(terms.expulsion);
        terms
    }

    /// The pay under the scenario in a month.
    pub(super) fn pay(&self, mut terms: PayTerms, month: Month) -> PayTerms {
        if self.change.from.is_some_and(|from| month < from) {
            return terms;
        }
        match self.change.levy {
            Some(LevyRule::Fixed) => terms = terms.fixed(),
            Some(LevyRule::Proportional) => terms = terms.proportional(),
            None => {}
        }
        let wage = terms.wage * self.change.wage_factor.unwrap_or(1.0);
        terms.at_wage(wage)
    }
}

impl LevyRule {
    /// The rule of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "fixed" => Some(Self::Fixed),
            "proportional" => Some(Self::Proportional),
            _ => None,
        }
    }
}

impl Levy {
    /// Its name in a table.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Duty(_) => "duty",
            Self::Share(_) => "share",
        }
    }
}
