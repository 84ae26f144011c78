//! What a claim or figure of a ledger can give a parameter: only one of its own kind, measure, unit and span of time.

use super::Cited;
use super::parameter::Quantity;
use crate::amount::Interval;
use model::{Direction, Kind, Measure, Period, Unit};

/// The ends that a parameter takes over, in its own unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Taken {
    pub(super) low: Option<f64>,
    pub(super) point: Option<f64>,
    pub(super) high: Option<f64>,
    /// Both ends with the room of a point, where neither is open.
    pub(super) room: Option<(f64, f64)>,
    /// What was converted.
    pub(super) note: Option<String>,
}

/// The kinds of claims that can give a parameter, and what they must measure.
fn wanted(quantity: Quantity) -> Option<(Kind, &'static str)> {
    match quantity {
        Quantity::Stock => Some((Kind::WorkerCount, "a head count")),
        Quantity::Quota => Some((Kind::WorkerCount, "a ceiling")),
        Quantity::Dispatch => Some((Kind::WorkerCount, "an inflow")),
        Quantity::Wage => Some((Kind::WageGross, "what is paid")),
        Quantity::Duty => Some((Kind::Levy, "what is demanded")),
        Quantity::LevyShare | Quantity::Agency => Some((Kind::WageShare, "a share taken")),
        _ => None,
    }
}

/// What a claim or figure gives; the error goes on after its name: `is a wage_received, and ...`.
pub(super) fn from_cited(cited: &Cited, quantity: Quantity, currency: &str) -> Result<Taken, String> {
    let Some((kind, what)) = wanted(quantity) else {
        return Err("cannot give it: no kind of claim says this; give a value with its source".to_owned());
    };
    if cited.kind != kind {
        return Err(format!("is a {}, and a {kind} is needed", cited.kind));
    }
    let said = &cited.quantity;
    let measure = said.measure.unwrap_or(Measure::Stock);
    let measured = match quantity {
        Quantity::Stock => measure == Measure::Stock,
        Quantity::Quota => measure == Measure::Quota,
        Quantity::Dispatch => measure == Measure::Flow,
        _ => true,
    };
    if !measured {
        return Err(format!("measures another thing: {measure}, and {what} is needed"));
    }
    if kind == Kind::WageShare && said.direction != Some(Direction::Retained) {
        return Err("is not said to be the share that is taken from the worker".to_owned());
    }
    let is_money = matches!(quantity, Quantity::Wage | Quantity::Duty);
    if is_money && said.unit != Some(Unit::Currency(currency.to_owned())) {
        let unit = said.unit.as_ref().map_or_else(|| "no currency".to_owned(), ToString::to_string);
        return Err(format!("is in {unit}, and the file is in {currency}"));
    }
    let (divisor, note) = match (is_money || quantity == Quantity::Dispatch, said.period) {
        (false, _) | (true, Some(Period::Month)) => (1.0, None),
        (true, Some(Period::Year)) => (12.0, Some("a twelfth of a year".to_owned())),
        (true, Some(period)) => return Err(format!("is for each {period}, and a month is needed")),
        (true, None) => return Err("has no span of time, and a month is needed".to_owned()),
    };
    let Some(amount) = said.amount else { return Err("has no amount".to_owned()) };
    let part = |value: f64| value / divisor;
    let room = Interval::of(said).and_then(Interval::closed).map(|(low, high)| (part(low), part(high)));
    Ok(Taken {
        low: amount.low().map(part),
        point: amount.as_point().map(part),
        high: amount.high().map(part),
        room,
        note,
    })
}
