//! Amounts as intervals, how likely two are alike by chance, and how they are written in a sentence.

use model::{Amount, Hedge, Measure, Period, Quantity, Unit};

/// By how much a bare point may be off: 5 %.
pub const POINT_TOLERANCE: f64 = 0.05;

/// By how much a point with `approximately`, `nearly` or `estimated` may be off: 15 %.
pub const HEDGED_TOLERANCE: f64 = 0.15;

/// Significant digits from which the same point is no coincidence: `30,023` has five, `50,000` one.
pub const DISTINCTIVE_POINT: u32 = 3;

/// Significant digits of both ends together from which the same range is none: `1.2–2.3 billion` has four, `150–200` three.
pub const DISTINCTIVE_RANGE: u32 = 4;

/// From a low end to a high end; an open end is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The low end.
    pub low: Option<f64>,
    /// The high end.
    pub high: Option<f64>,
}

impl Interval {
    /// What an amount says with the room that its hedges leave: a bare point ±5 %, a hedged one ±15 %.
    #[must_use]
    pub fn of(quantity: &Quantity) -> Option<Self> {
        let amount = quantity.amount?;
        let Some(point) = amount.as_point() else {
            return Some(Self { low: amount.low(), high: amount.high() });
        };
        let is_loose =
            |hedge: &Hedge| matches!(hedge, Hedge::Approximately | Hedge::Nearly | Hedge::Estimated);
        let share = if quantity.hedges.iter().any(is_loose) { HEDGED_TOLERANCE } else { POINT_TOLERANCE };
        let room = point.abs() * share;
        // "More than 1,000" written as a point with a hedge is open above.
        let opens_up = quantity.hedges.iter().any(|hedge| matches!(hedge, Hedge::MoreThan | Hedge::AtLeast));
        let opens_down = quantity.hedges.iter().any(|hedge| matches!(hedge, Hedge::UpTo | Hedge::AtMost));
        Some(Self {
            low: (!opens_down).then_some(if opens_up { point } else { point - room }),
            high: (!opens_up).then_some(if opens_down { point } else { point + room }),
        })
    }

    /// The ends as they stand, without any room.
    #[must_use]
    pub fn exact(amount: Amount) -> Self {
        match amount.as_point() {
            Some(point) => Self { low: Some(point), high: Some(point) },
            None => Self { low: amount.low(), high: amount.high() },
        }
    }

    /// Whether some number lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let below = |low: Option<f64>, high: Option<f64>| match (low, high) {
            (Some(low), Some(high)) => low <= high,
            _ => true,
        };
        below(self.low, other.high) && below(other.low, self.high)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        let both = |one: Option<f64>, other: Option<f64>, pick: fn(f64, f64) -> f64| Some(pick(one?, other?));
        Self { low: both(self.low, other.low, f64::min), high: both(self.high, other.high, f64::max) }
    }

    /// The ends, where both are closed.
    #[must_use]
    pub fn closed(self) -> Option<(f64, f64)> {
        Some((self.low?, self.high?))
    }
}

/// The numbers of an amount, smallest first.
#[must_use]
pub fn numbers(amount: Amount) -> Vec<f64> {
    let mut numbers: Vec<f64> =
        [amount.low(), amount.as_point(), amount.high()].into_iter().flatten().collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// Significant digits: 2 for 1.2e9, 1 for 50,000, 5 for 30,023. Zeros at the end are taken for rounding.
#[must_use]
pub fn significant_digits(value: f64) -> u32 {
    let text = format!("{:e}", value.abs());
    let mantissa = text.split('e').next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    u32::try_from(digits).unwrap_or(u32::MAX)
}

/// Whether two sources would hardly arrive at this amount independently of each other.
#[must_use]
pub fn is_distinctive(amount: Amount) -> bool {
    let numbers = numbers(amount);
    let needed = if numbers.len() > 1 { DISTINCTIVE_RANGE } else { DISTINCTIVE_POINT };
    numbers.into_iter().map(significant_digits).sum::<u32>() >= needed
}

/// Whether two numbers are the same to the digit.
#[must_use]
pub fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= one.abs().max(other.abs()) * 1e-9
}

/// A number as a sentence writes it: `50,000`, `1.2 billion`, `0.214`.
#[must_use]
pub fn number(value: f64) -> String {
    let (scale, word) = match value.abs() {
        large if large >= 1e9 => (1e9, " billion"),
        large if large >= 1e6 => (1e6, " million"),
        _ => (1.0, ""),
    };
    let scaled = value / scale;
    let places = match scaled.abs() {
        large if large >= 100.0 => 0,
        middling if middling >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{scaled:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    format!("{sign}{grouped}{fraction}{word}")
}

/// Both ends: `500–800`, `up to 3,000`, `more than 47,000`, `10–20 %`.
#[must_use]
pub fn bounds(amount: Amount, unit: Option<&Unit>) -> String {
    let write = |value: f64| match unit {
        Some(Unit::Fraction) => number(value * 100.0),
        _ => number(value),
    };
    let text = match (amount.low(), amount.as_point(), amount.high()) {
        (Some(low), _, Some(high)) => {
            let (low, high) = (write(low), write(high));
            // "1.2–2.3 billion", not "1.2 billion–2.3 billion".
            let shared =
                [" billion", " million"].into_iter().find(|word| low.ends_with(word) && high.ends_with(word));
            format!("{}–{high}", shared.and_then(|word| low.strip_suffix(word)).unwrap_or(&low))
        }
        (Some(low), _, None) => format!("more than {}", write(low)),
        (None, _, Some(high)) => format!("up to {}", write(high)),
        (None, Some(point), None) => write(point),
        (None, None, None) => String::new(),
    };
    match unit {
        Some(Unit::Fraction) => format!("{text} %"),
        Some(Unit::Person) | None => text,
        Some(Unit::Currency(code)) => format!("{text} {code}"),
        Some(unit) => format!("{text} ({unit})"),
    }
}

/// A quantity as a sentence writes it: `1.2–2.3 billion USD a year`, `20,000 (flow)`.
#[must_use]
pub fn told(quantity: &Quantity) -> String {
    let Some(amount) = quantity.amount else { return "no number".to_owned() };
    let mut text = bounds(amount, quantity.unit.as_ref());
    let hedge = quantity.hedges.iter().find_map(|hedge| match hedge {
        Hedge::Approximately | Hedge::Estimated => Some("about"),
        Hedge::Nearly => Some("nearly"),
        _ => None,
    });
    if let Some(hedge) = hedge
        && amount.as_point().is_some()
    {
        text = format!("{hedge} {text}");
    }
    if let Some(period) = quantity.period {
        text.push_str(match period {
            Period::Hour => " an hour",
            Period::Day => " a day",
            Period::Week => " a week",
            Period::Month => " a month",
            Period::Year => " a year",
        });
    }
    match quantity.measure {
        Some(Measure::Flow) => text.push_str(" (an inflow)"),
        Some(Measure::Quota) => text.push_str(" (a ceiling)"),
        Some(Measure::Change) => text.push_str(" (a change)"),
        Some(Measure::Planned) => text.push_str(" (planned)"),
        Some(Measure::Stock) | None => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_agree_by_chance_and_odd_ones_do_not() {
        let range = |low, high| Amount::between(low, high).unwrap();
        let point = |value| Amount::point(value).unwrap();
        assert!(is_distinctive(range(1.2e9, 2.3e9)));
        assert!(is_distinctive(point(30_023.0)));
        assert!(is_distinctive(range(52_000.0, 54_000.0)));
        for round in [
            point(50_000.0),
            point(100_000.0),
            point(47_000.0),
            range(50_000.0, 60_000.0),
            range(150.0, 200.0),
        ] {
            assert!(!is_distinctive(round), "{round:?}");
        }
    }

    #[test]
    fn a_point_has_room_by_its_hedges() {
        let quantity = |hedges| Quantity { amount: Amount::point(100.0).ok(), hedges, ..Quantity::default() };
        let closed = |hedges| Interval::of(&quantity(hedges)).unwrap();
        assert_eq!(closed(vec![]).closed(), Some((95.0, 105.0)));
        assert_eq!(closed(vec![Hedge::Nearly]).closed(), Some((85.0, 115.0)));
        assert_eq!(closed(vec![Hedge::MoreThan]), Interval { low: Some(100.0), high: None });
        let wide = Interval { low: Some(102.0), high: None };
        assert!(closed(vec![]).overlaps(wide));
        assert_eq!(closed(vec![]).hull(wide), Interval { low: Some(95.0), high: None });
    }

    #[test]
    fn numbers_are_written_as_sentences_write_them() {
        for (value, text) in [
            (50_000.0, "50,000"),
            (1.2e9, "1.2 billion"),
            (1666.67, "1,667"),
            (0.2143, "0.214"),
            (-18_533.0, "-18,533"),
        ] {
            assert_eq!(number(value), text);
        }
        let dollars = Unit::Currency("USD".to_owned());
        assert_eq!(bounds(Amount::between(1.2e9, 2.3e9).unwrap(), Some(&dollars)), "1.2–2.3 billion USD");
        assert_eq!(bounds(Amount::up_to(0.7).unwrap(), Some(&Unit::Fraction)), "up to 70 %");
    }
}
