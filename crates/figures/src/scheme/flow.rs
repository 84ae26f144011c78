//! Workers at one host, month by month.

use super::month::Month;
use super::parameter::TwoCounts;
use serde::Serialize;

/// Workers at a host at the end of a month, under the label they came for and under another.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Stock {
    /// On work visas.
    pub declared: f64,
    /// Under another label: students, trainees, visitors.
    pub relabelled: f64,
}

impl Stock {
    /// All of them.
    #[must_use]
    pub fn total(self) -> f64 {
        self.declared + self.relabelled
    }
}

/// What moved in a month. Stock before + dispatched + relabelled on dispatch = stock after + rotated + sent home.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Moves {
    /// New workers on work visas.
    pub dispatched: f64,
    /// New workers under another label, because work visas were refused.
    pub dispatched_relabelled: f64,
    /// New workers whom a ban or the quota kept away.
    pub kept_away: f64,
    /// Those whose time was over.
    pub rotated: f64,
    /// Those sent home because of an act, a deadline or an expulsion.
    pub sent_home: f64,
    /// Those who were to be sent home and stayed under another label.
    pub stayed_relabelled: f64,
}

/// What drives the flow at one host. Hazards are per month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlowTerms {
    /// Workers at the start.
    pub stock: f64,
    /// Most that the host admits.
    pub quota: Option<f64>,
    /// New workers a month; `None` for as many as keep the first stock.
    pub dispatch: Option<f64>,
    /// Months that a worker stays.
    pub rotation: f64,
    /// Hazard of being sent home once an act is in force.
    pub repatriation: f64,
    /// Share of new workers whom the ban keeps away.
    pub ban_compliance: f64,
    /// Share of those still there who are sent home at the deadline.
    pub deadline_compliance: f64,
    /// Share of those kept away or sent home who come or stay under another label.
    pub relabelled: f64,
    /// Month of the ban: it keeps away from the month after.
    pub ban: Option<Month>,
    /// Month from which on (the month after) workers are sent home.
    pub repatriation_from: Option<Month>,
    /// Month of the deadline.
    pub deadline: Option<Month>,
    /// Month in which the host sends all home.
    pub expulsion: Option<Month>,
}

/// The hazard a month that takes one stock to another with nobody new: −ln(later / earlier) / months.
///
/// ```
/// use figures::scheme::{excess_hazard, hazard};
/// let hazard = hazard(30_023.0, 11_490.0, 12.0);
/// assert_eq!(format!("{hazard:.4}"), "0.0800");
/// assert_eq!(format!("{:.4}", excess_hazard(hazard, 36.0)), "0.0523");
/// ```
#[must_use]
pub fn hazard(earlier: f64, later: f64, months: f64) -> f64 {
    -libm::log(later / earlier) / months
}

/// Greatest hazard that two counts are taken to show: nearly all leave within the month.
const GREATEST_HAZARD: f64 = 10.0;

/// The hazard a month that takes one stock to another while so many new workers come at the end of each month.
///
/// Solves later = earlier · qᵐ + arrivals · (1 − qᵐ) / (1 − q) for q = exp(−hazard) by halving. Without arrivals it is
/// [`hazard`]; the more come, the more must have left.
#[must_use]
pub fn hazard_with_arrivals(counts: TwoCounts, arrivals: f64) -> f64 {
    let TwoCounts { earlier, later, months } = counts;
    let least = hazard(earlier, later, months).max(0.0);
    let left_at = |hazard: f64| {
        let stays = libm::exp(-hazard);
        let all = libm::exp(-hazard * months);
        let added = if stays < 1.0 { arrivals * (1.0 - all) / (1.0 - stays) } else { arrivals * months };
        earlier * all + added
    };
    if left_at(least) <= later {
        return least;
    }
    let (mut low, mut high) = (least, GREATEST_HAZARD.max(least));
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if left_at(middle) > later { low = middle } else { high = middle }
    }
    high
}

/// What of a hazard rotation does not explain; 0 where it explains all.
#[must_use]
pub fn excess_hazard(hazard: f64, rotation: f64) -> f64 {
    (hazard - 1.0 / rotation).max(0.0)
}

impl FlowTerms {
    /// New workers a month before any ban or quota.
    #[must_use]
    pub fn demand(&self) -> f64 {
        self.dispatch.unwrap_or_else(|| self.stock * (1.0 - libm::exp(-1.0 / self.rotation)))
    }

    /// The stock at the end of a month, and what moved in it.
    ///
    /// In this order: workers leave all through the month, by rotation and by being sent home; at its end the deadline or the
    /// expulsion takes its share; then new workers come.
    #[must_use]
    pub fn step(&self, before: Stock, month: Month) -> (Stock, Moves) {
        let mut moves = Moves::default();
        let rotation = 1.0 / self.rotation;
        let sending = self.repatriation_from.is_some_and(|from| month > from);
        let repatriation = if sending { self.repatriation } else { 0.0 };
        let leaving = before.declared * (1.0 - libm::exp(-(rotation + repatriation)));
        let rotated = leaving * rotation / (rotation + repatriation);
        let told_to_leave = leaving - rotated;
        let relabelled_leaving = before.relabelled * (1.0 - libm::exp(-rotation));
        let mut after =
            Stock { declared: before.declared - leaving, relabelled: before.relabelled - relabelled_leaving };
        moves.rotated = rotated + relabelled_leaving;
        self.send_home(told_to_leave, &mut after, &mut moves);
        if self.deadline == Some(month) {
            let told_to_leave = after.declared * self.deadline_compliance;
            after.declared -= told_to_leave;
            self.send_home(told_to_leave, &mut after, &mut moves);
        }
        if self.expulsion == Some(month) {
            moves.sent_home += after.total();
            after = Stock::default();
        }
        self.admit(month, &mut after, &mut moves);
        (after, moves)
    }

    fn send_home(&self, told_to_leave: f64, after: &mut Stock, moves: &mut Moves) {
        let staying = told_to_leave * self.relabelled;
        after.relabelled += staying;
        moves.stayed_relabelled += staying;
        moves.sent_home += told_to_leave - staying;
    }

    fn admit(&self, month: Month, after: &mut Stock, moves: &mut Moves) {
        let demand = self.demand();
        if self.expulsion.is_some_and(|expulsion| month >= expulsion) {
            moves.kept_away += demand;
            return;
        }
        let banned = self.ban.is_some_and(|ban| month > ban);
        let refused = if banned { demand * self.ban_compliance } else { 0.0 };
        let room = self.quota.map_or(f64::INFINITY, |quota| (quota - after.declared).max(0.0));
        moves.dispatched = (demand - refused).min(room);
        moves.dispatched_relabelled = refused * self.relabelled;
        moves.kept_away += demand - moves.dispatched - moves.dispatched_relabelled;
        after.declared += moves.dispatched;
        after.relabelled += moves.dispatched_relabelled;
    }
}
