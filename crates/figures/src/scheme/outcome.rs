//! What comes out of a scheme: sums over months, and their uncertainty over draws.

use super::money::Pay;
use serde::Serialize;
use std::collections::BTreeMap;

/// What comes out of a scheme over all months modelled, of one host or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Workers at the end.
    Workers,
    /// Of these, those under another label.
    Relabelled,
    /// Months worked by all workers together.
    WorkerMonths,
    /// New workers, under any label.
    Dispatched,
    /// Workers sent home because of an act, a deadline or an expulsion.
    SentHome,
    /// New workers whom a ban or a quota kept away.
    KeptAway,
    /// What hosts pay in wages.
    WageBill,
    /// What the state and its organs take.
    StateTake,
    /// What arrives in the country of origin in foreign exchange.
    ForeignExchange,
    /// What a worker keeps a month, on average.
    TakeHome,
    /// What a worker comes to owe a month, on average.
    Debt,
}

impl Outcome {
    /// All, in the order of tables.
    pub const ALL: &'static [Self] = &[
        Self::Workers,
        Self::Relabelled,
        Self::WorkerMonths,
        Self::Dispatched,
        Self::SentHome,
        Self::KeptAway,
        Self::WageBill,
        Self::StateTake,
        Self::ForeignExchange,
        Self::TakeHome,
        Self::Debt,
    ];

    /// In words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Workers => "workers at the end",
            Self::Relabelled => "of these under another label",
            Self::WorkerMonths => "worker-months",
            Self::Dispatched => "new workers",
            Self::SentHome => "sent home by an act",
            Self::KeptAway => "new workers kept away",
            Self::WageBill => "wage bill",
            Self::StateTake => "state's take",
            Self::ForeignExchange => "foreign exchange",
            Self::TakeHome => "a worker keeps, a month",
            Self::Debt => "a worker comes to owe, a month",
        }
    }

    /// Whether it is money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Self::WageBill | Self::StateTake | Self::ForeignExchange | Self::TakeHome | Self::Debt)
    }
}

/// A number with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// With every parameter at its central value.
    pub central: f64,
    /// A twentieth of all draws is lower.
    pub low: f64,
    /// Half of all draws are lower.
    pub median: f64,
    /// A twentieth of all draws is higher.
    pub high: f64,
}

/// Outcomes with what is not known as `None`.
pub type Outcomes = BTreeMap<Outcome, Option<Range>>;

/// Sums over months.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) workers: f64,
    pub(super) relabelled: f64,
    pub(super) worker_months: f64,
    pub(super) dispatched: f64,
    pub(super) sent_home: f64,
    pub(super) kept_away: f64,
    pub(super) wage_bill: f64,
    pub(super) state_take: f64,
    pub(super) foreign_exchange: f64,
    pub(super) exchange_known: bool,
    pub(super) take_home: f64,
    pub(super) debt: f64,
}

impl Sums {
    pub(super) fn add(&mut self, worker_months: f64, pay: &Pay) {
        self.worker_months += worker_months;
        self.wage_bill += worker_months * pay.wage;
        self.state_take += worker_months * pay.state_take;
        self.foreign_exchange += worker_months * pay.foreign_exchange;
        self.take_home += worker_months * pay.take_home;
        self.debt += worker_months * pay.debt;
    }

    pub(super) fn join(&mut self, other: &Self, first: bool) {
        self.workers += other.workers;
        self.relabelled += other.relabelled;
        self.worker_months += other.worker_months;
        self.dispatched += other.dispatched;
        self.sent_home += other.sent_home;
        self.kept_away += other.kept_away;
        self.wage_bill += other.wage_bill;
        self.state_take += other.state_take;
        self.foreign_exchange += other.foreign_exchange;
        self.exchange_known = other.exchange_known && (first || self.exchange_known);
        self.take_home += other.take_home;
        self.debt += other.debt;
    }

    pub(super) fn outcome(&self, outcome: Outcome) -> Option<f64> {
        let each = |sum: f64| (self.worker_months > 0.0).then(|| sum / self.worker_months);
        match outcome {
            Outcome::Workers => Some(self.workers),
            Outcome::Relabelled => Some(self.relabelled),
            Outcome::WorkerMonths => Some(self.worker_months),
            Outcome::Dispatched => Some(self.dispatched),
            Outcome::SentHome => Some(self.sent_home),
            Outcome::KeptAway => Some(self.kept_away),
            Outcome::WageBill => Some(self.wage_bill),
            Outcome::StateTake => Some(self.state_take),
            Outcome::ForeignExchange => self.exchange_known.then_some(self.foreign_exchange),
            Outcome::TakeHome => each(self.take_home),
            Outcome::Debt => each(self.debt),
        }
    }
}

/// Every outcome of what `values` gives: the central value and those of all draws.
pub(super) fn summary(values: impl Fn(Outcome) -> (Option<f64>, Vec<Option<f64>>)) -> Outcomes {
    let of = |outcome: &Outcome| {
        let (central, drawn) = values(*outcome);
        (*outcome, range(central, drawn))
    };
    Outcome::ALL.iter().map(of).collect()
}

/// A number with its uncertainty; `None` where it is unknown in any draw.
pub(super) fn range(central: Option<f64>, drawn: Vec<Option<f64>>) -> Option<Range> {
    let mut drawn = drawn.into_iter().collect::<Option<Vec<f64>>>()?;
    drawn.sort_by(f64::total_cmp);
    let quantile = |share: f64| {
        let place = share * (drawn.len().saturating_sub(1)) as f64;
        let (below, above) = (drawn.get(place.floor() as usize)?, drawn.get(place.ceil() as usize)?);
        Some(below + (above - below) * place.fract())
    };
    Some(Range { central: central?, low: quantile(0.05)?, median: quantile(0.5)?, high: quantile(0.95)? })
}
