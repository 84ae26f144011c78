//! Amounts as a text states them: exact, open, between two bounds, vague, or without a number at all.

use crate::closed_set;
use serde::{Deserialize, Serialize};

closed_set!(
    /// How a text weakens or qualifies a number.
    Hedge ("hedge") {
        /// About, around, roughly, some.
        Approximately = "approximately",
        /// Nearly, almost.
        Nearly = "nearly",
        /// More than, over.
        MoreThan = "more_than",
        /// At least, no fewer than.
        AtLeast = "at_least",
        /// Up to, as many as.
        UpTo = "up_to",
        /// At most, fewer than.
        AtMost = "at_most",
        /// Is estimated, by some estimates.
        Estimated = "estimated",
        /// Is believed, is thought.
        Believed = "believed",
        /// Reportedly.
        Reported = "reported",
        /// Allegedly.
        Alleged = "alleged",
        /// May, might, could, apparently.
        Possible = "possible",
        /// An order of magnitude only: "hundreds of millions", "many".
        Vague = "vague",
        /// Generally, usually, on average.
        Generally = "generally",
    }
);

closed_set!(
    /// What a count measures.
    Measure ("measure") {
        /// How many there are at a time.
        Stock = "stock",
        /// How many come or go within a period.
        Flow = "flow",
        /// How many there may be: a ceiling agreed or allotted.
        Quota = "quota",
        /// By how much a number rose or fell.
        Change = "change",
        /// How many there shall be: an intention.
        Planned = "planned",
    }
);

closed_set!(
    /// The span of time an amount recurs in.
    Period ("period") {
        /// Per hour.
        Hour = "hour",
        /// Per day.
        Day = "day",
        /// Per week.
        Week = "week",
        /// Per month.
        Month = "month",
        /// Per year.
        Year = "year",
    }
);

closed_set!(
    /// Whose part of the wage a share is.
    Direction ("direction") {
        /// The part the worker keeps.
        Received = "received",
        /// The part the state or its handlers keep.
        Retained = "retained",
    }
);

/// What an amount is counted in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Unit {
    /// People.
    Person,
    /// Countries.
    Country,
    /// Firms.
    Company,
    /// A part of one, 0..1.
    Fraction,
    /// Hours.
    Hour,
    /// Months.
    Month,
    /// Money, by ISO 4217 code such as `USD`.
    Currency(String),
    /// Something else that is counted, in the singular: `restaurant`, `site`.
    Counted(String),
}

impl Unit {
    /// The word used in JSON: `person`, `fraction`, `USD`, `restaurant`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person => "person",
            Self::Country => "country",
            Self::Company => "company",
            Self::Fraction => "fraction",
            Self::Hour => "hour",
            Self::Month => "month",
            Self::Currency(word) | Self::Counted(word) => word,
        }
    }

    /// The currency code, where the unit is money.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        match self {
            Self::Currency(code) => Some(code),
            _ => None,
        }
    }
}

impl From<String> for Unit {
    fn from(word: String) -> Self {
        match word.as_str() {
            "person" => Self::Person,
            "country" => Self::Country,
            "company" => Self::Company,
            "fraction" => Self::Fraction,
            "hour" => Self::Hour,
            "month" => Self::Month,
            code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Self::Currency(word),
            _ => Self::Counted(word),
        }
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> String {
        unit.as_str().to_owned()
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Bounds that cannot be an amount.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum AmountError {
    /// Not a finite number.
    #[error("an amount must be a finite number")]
    NotFinite,
    /// The low end lies above the high end.
    #[error("the low end {low} lies above the high end {high}")]
    Reversed {
        /// The low end.
        low: f64,
        /// The high end.
        high: f64,
    },
    /// A point beside a low or high end, or no number at all.
    #[error("an amount has a point, or a low end, or a high end, or both ends")]
    Shape,
}

/// How much: a point, an interval, or an interval open at one end. Always finite, never reversed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Bounds", into = "Bounds")]
pub struct Amount(Shape);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Point(f64),
    From(f64),
    UpTo(f64),
    Between(f64, f64),
}

/// The three fields an amount has in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Bounds {
    low: Option<f64>,
    point: Option<f64>,
    high: Option<f64>,
}

impl Amount {
    fn finite(value: f64) -> Result<f64, AmountError> {
        if value.is_finite() { Ok(value) } else { Err(AmountError::NotFinite) }
    }

    /// Exactly, or about, `value`.
    ///
    /// # Errors
    /// If `value` is not finite.
    pub fn point(value: f64) -> Result<Self, AmountError> {
        Ok(Self(Shape::Point(Self::finite(value)?)))
    }

    /// `low` or more.
    ///
    /// # Errors
    /// If `low` is not finite.
    pub fn from(low: f64) -> Result<Self, AmountError> {
        Ok(Self(Shape::From(Self::finite(low)?)))
    }

    /// `high` or less.
    ///
    /// # Errors
    /// If `high` is not finite.
    pub fn up_to(high: f64) -> Result<Self, AmountError> {
        Ok(Self(Shape::UpTo(Self::finite(high)?)))
    }

    /// From `low` to `high`.
    ///
    /// # Errors
    /// If either is not finite or `low` lies above `high`.
    pub fn between(low: f64, high: f64) -> Result<Self, AmountError> {
        let (low, high) = (Self::finite(low)?, Self::finite(high)?);
        if low > high {
            Err(AmountError::Reversed { low, high })
        } else {
            Ok(Self(Shape::Between(low, high)))
        }
    }

    /// From the three fields of the JSON form.
    ///
    /// # Errors
    /// If they do not describe one amount.
    pub fn from_bounds(low: Option<f64>, point: Option<f64>, high: Option<f64>) -> Result<Self, AmountError> {
        match (low, point, high) {
            (None, Some(point), None) => Self::point(point),
            (Some(low), None, None) => Self::from(low),
            (None, None, Some(high)) => Self::up_to(high),
            (Some(low), None, Some(high)) => Self::between(low, high),
            _ => Err(AmountError::Shape),
        }
    }

    /// The low end of an interval; `None` for a point or where the low end is open.
    #[must_use]
    pub fn low(self) -> Option<f64> {
        match self.0 {
            Shape::From(low) | Shape::Between(low, _) => Some(low),
            Shape::Point(_) | Shape::UpTo(_) => None,
        }
    }

    /// The point, if it is one.
    #[must_use]
    pub fn as_point(self) -> Option<f64> {
        match self.0 {
            Shape::Point(point) => Some(point),
            _ => None,
        }
    }

    /// The high end of an interval; `None` for a point or where the high end is open.
    #[must_use]
    pub fn high(self) -> Option<f64> {
        match self.0 {
            Shape::UpTo(high) | Shape::Between(_, high) => Some(high),
            Shape::Point(_) | Shape::From(_) => None,
        }
    }

    /// The amount with every number multiplied by `factor` (positive); `None` where the result is not finite.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Option<Self> {
        let times = |value: f64| value * factor;
        Self::from_bounds(self.low().map(times), self.as_point().map(times), self.high().map(times)).ok()
    }
}

impl TryFrom<Bounds> for Amount {
    type Error = AmountError;
    fn try_from(bounds: Bounds) -> Result<Self, AmountError> {
        Self::from_bounds(bounds.low, bounds.point, bounds.high)
    }
}

impl From<Amount> for Bounds {
    fn from(amount: Amount) -> Self {
        Self { low: amount.low(), point: amount.as_point(), high: amount.high() }
    }
}

/// The same amount in another currency, as the text gives it: the bracket of "15,000 roubles ($260)".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Equivalent {
    /// The number.
    pub value: f64,
    /// ISO 4217 code.
    pub currency: String,
}

/// What a claim says of an amount. What the text does not give is absent.
///
/// A quantity may have no number: "much of their earnings" has a direction and the hedge `vague` only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// How much.
    pub amount: Option<Amount>,
    /// Of what.
    pub unit: Option<Unit>,
    /// Per what span of time.
    pub period: Option<Period>,
    /// What a count measures.
    pub measure: Option<Measure>,
    /// Whose part of the wage a share is.
    pub direction: Option<Direction>,
    /// How the text qualifies it, in the order of [`Hedge::ALL`], each once.
    pub hedges: Vec<Hedge>,
    /// Whether the number is computed from others in the text ("that amount has doubled").
    pub derived: bool,
    /// The same amount in another currency.
    pub equivalent: Option<Equivalent>,
}

impl Quantity {
    /// Adds a hedge, keeping the order of [`Hedge::ALL`] and each hedge once.
    pub fn hedge(&mut self, hedge: Hedge) {
        if let Err(place) = self.hedges.binary_search(&hedge) {
            self.hedges.insert(place, hedge);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_refuse_what_is_none() {
        assert_eq!(Amount::between(2.0, 1.0), Err(AmountError::Reversed { low: 2.0, high: 1.0 }));
        assert_eq!(Amount::point(f64::NAN), Err(AmountError::NotFinite));
        assert_eq!(Amount::from_bounds(Some(1.0), Some(1.0), None), Err(AmountError::Shape));
        assert_eq!(Amount::from_bounds(None, None, None), Err(AmountError::Shape));
    }

    #[test]
    fn amounts_in_json_have_three_fields() {
        let json = serde_json::to_string(&Amount::up_to(3000.0).unwrap()).unwrap();
        assert_eq!(json, r#"{"low":null,"point":null,"high":3000.0}"#);
        assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), Amount::up_to(3000.0).unwrap());
        assert!(serde_json::from_str::<Amount>(r#"{"low":2,"point":null,"high":1}"#).is_err());
    }

    #[test]
    fn hedges_stand_in_one_order_and_once() {
        let mut quantity = Quantity::default();
        for hedge in [Hedge::Vague, Hedge::Approximately, Hedge::Vague] {
            quantity.hedge(hedge);
        }
        assert_eq!(quantity.hedges, [Hedge::Approximately, Hedge::Vague]);
    }

    #[test]
    fn units_read_back_as_they_were_written() {
        for word in ["person", "USD", "restaurant", "fraction"] {
            assert_eq!(Unit::from(word.to_owned()).as_str(), word);
        }
        assert_eq!(Unit::from("KPW".to_owned()).currency(), Some("KPW"));
    }
}
