//! What the model has to be told: a number or a range, with its source.

use serde::Serialize;

/// A quantity that the model needs, known or as a range, with the source it is taken from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Least value that is thought possible.
    pub low: f64,
    /// The likeliest value; the middle of the range where none is given.
    pub central: f64,
    /// Greatest value that is thought possible.
    pub high: f64,
    /// How values lie between.
    pub spread: Spread,
    /// Who says so; `assumed` where nobody does.
    pub source: String,
    /// What a reader should know about it.
    pub note: Option<String>,
    /// The two counts it is worked out from, where it is.
    pub counts: Option<TwoCounts>,
}

/// Workers on work visas at a host, counted twice by one authority.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoCounts {
    /// The earlier count.
    pub earlier: f64,
    /// The later one, not above the earlier.
    pub later: f64,
    /// Months between them.
    pub months: f64,
}

/// How the values of a range are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// One value.
    Known,
    /// Every value of the range is as likely as any other.
    Even,
    /// Likeliest at the central value, falling evenly to nothing at both ends.
    Triangle,
}

/// What a parameter is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Workers at the host in the month the model starts in.
    Stock,
    /// Most workers that the host admits at a time.
    Quota,
    /// New workers a month. Without it, as many come as keep the first stock.
    Dispatch,
    /// Months that a worker stays.
    Rotation,
    /// What the employer pays for a worker and month.
    Wage,
    /// What is demanded of a worker a month, whatever the wage.
    Duty,
    /// What is demanded of a worker, as a share of the wage.
    LevyShare,
    /// What the agency keeps, as a share of the wage.
    Agency,
    /// Share of the agency's part that reaches the state.
    AgencyToState,
    /// Living costs of a worker and month that are taken off the wage.
    Living,
    /// Share of the state's part that reaches it in foreign exchange.
    StateRemitted,
    /// Share of what workers keep that reaches the country of origin in foreign exchange.
    WorkerRemitted,
    /// Share of new workers whom a ban keeps away.
    BanCompliance,
    /// Part of the workers sent home a month because of an act, beyond rotation, as a hazard.
    Repatriation,
    /// Hazard of leaving a month, rotation included, that a fall between two counts shows.
    ObservedFall,
    /// Share of those still there who are sent home when the deadline comes.
    DeadlineCompliance,
    /// Share of those kept away or sent home who come or stay under another label.
    Relabelled,
}

impl Quantity {
    /// All of them, in the order in which files and tables name them.
    pub const ALL: &'static [Self] = &[
        Self::Stock,
        Self::Quota,
        Self::Dispatch,
        Self::Rotation,
        Self::Wage,
        Self::Duty,
        Self::LevyShare,
        Self::Agency,
        Self::AgencyToState,
        Self::Living,
        Self::StateRemitted,
        Self::WorkerRemitted,
        Self::BanCompliance,
        Self::Repatriation,
        Self::ObservedFall,
        Self::DeadlineCompliance,
        Self::Relabelled,
    ];

    /// Its key in a scheme file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stock => "stock",
            Self::Quota => "quota",
            Self::Dispatch => "dispatch",
            Self::Rotation => "rotation",
            Self::Wage => "wage",
            Self::Duty => "duty",
            Self::LevyShare => "levy_share",
            Self::Agency => "agency",
            Self::AgencyToState => "agency_to_state",
            Self::Living => "living",
            Self::StateRemitted => "state_remitted",
            Self::WorkerRemitted => "worker_remitted",
            Self::BanCompliance => "ban_compliance",
            Self::Repatriation => "repatriation",
            Self::ObservedFall => "observed_fall",
            Self::DeadlineCompliance => "deadline_compliance",
            Self::Relabelled => "relabelled",
        }
    }

    /// What it is, with its unit.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Stock => "workers at the start",
            Self::Quota => "most workers admitted at a time",
            Self::Dispatch => "new workers a month",
            Self::Rotation => "months that a worker stays",
            Self::Wage => "paid for a worker and month",
            Self::Duty => "demanded of a worker a month, whatever the wage",
            Self::LevyShare => "demanded of a worker, share of the wage",
            Self::Agency => "kept by the agency, share of the wage",
            Self::AgencyToState => "share of the agency's part that reaches the state",
            Self::Living => "living costs taken off the wage a month",
            Self::StateRemitted => "share of the state's part that arrives in foreign exchange",
            Self::WorkerRemitted => "share of what workers keep that arrives in foreign exchange",
            Self::BanCompliance => "share of new workers whom the ban keeps away",
            Self::Repatriation => "sent home beyond rotation, hazard a month",
            Self::ObservedFall => "leaving in all, hazard a month between two counts",
            Self::DeadlineCompliance => "share of those still there who are sent home at the deadline",
            Self::Relabelled => "share of those kept away or sent home who come or stay under another label",
        }
    }

    /// Least and greatest value that it can have.
    #[must_use]
    pub const fn bounds(self) -> [f64; 2] {
        match self {
            Self::Stock | Self::Quota | Self::Dispatch => [0.0, 1e9],
            Self::Wage | Self::Duty | Self::Living => [0.0, 1e9],
            Self::Rotation => [1.0, 1200.0],
            Self::Repatriation | Self::ObservedFall => [0.0, 10.0],
            Self::LevyShare
            | Self::Agency
            | Self::AgencyToState
            | Self::StateRemitted
            | Self::WorkerRemitted
            | Self::BanCompliance
            | Self::DeadlineCompliance
            | Self::Relabelled => [0.0, 1.0],
        }
    }
}

impl Parameter {
    /// A known value.
    #[must_use]
    pub fn known(value: f64, source: &str) -> Self {
        Self::range(value, value, source)
    }

    /// A range in which every value is as likely as any other.
    #[must_use]
    pub fn range(low: f64, high: f64, source: &str) -> Self {
        let spread = if low < high { Spread::Even } else { Spread::Known };
        let central = f64::midpoint(low, high);
        Self { low, central, high, spread, source: source.to_owned(), note: None, counts: None }
    }

    /// Whether nobody is named who says so.
    #[must_use]
    pub fn assumed(&self) -> bool {
        self.source.to_lowercase().starts_with("assumed")
    }

    /// The value below which a share `unit` (0 to 1) of all draws lies.
    ///
    /// Only the four operations and the square root are used, which are the same on every machine.
    #[must_use]
    pub fn at(&self, unit: f64) -> f64 {
        let width = self.high - self.low;
        match self.spread {
            Spread::Known => self.central,
            Spread::Even => self.low + unit * width,
            Spread::Triangle => {
                let left = self.central - self.low;
                if unit * width < left {
                    self.low + (unit * width * left).sqrt()
                } else {
                    self.high - ((1.0 - unit) * width * (self.high - self.central)).sqrt()
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_drawn_by_their_spread() {
        let even = Parameter::range(10.0, 20.0, "assumed");
        assert_eq!((even.at(0.0), even.at(0.5), even.at(1.0)), (10.0, 15.0, 20.0));
        assert!(even.assumed());
        let triangle = Parameter { central: 12.0, spread: Spread::Triangle, ..even };
        // A fifth of the draws lies below the likeliest value.
        assert_eq!((triangle.at(0.0), triangle.at(0.2), triangle.at(1.0)), (10.0, 12.0, 20.0));
        assert_eq!(Parameter::known(3.0, "x").at(0.9), 3.0);
    }
}
