//! Numbers as people and programs write them: `800`, not `800.0`.

use serde::{Serialize, Serializer};

/// Largest magnitude below which every whole `f64` is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The number in decimal notation, without a fraction where it has none.
#[must_use]
pub fn plain_number(value: f64) -> String {
    match whole(value) {
        Some(whole) => whole.to_string(),
        None => value.to_string(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and exact")]
fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

/// A JSON number that is written as an integer where it is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlainNumber(pub(crate) f64);

impl Serialize for PlainNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match whole(self.0) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

/// For `#[serde(serialize_with)]` on a number that may be missing.
pub(crate) fn serialize_optional<S: Serializer>(
    value: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.map(PlainNumber).serialize(serializer)
}

/// For `#[serde(serialize_with)]` on a number.
pub(crate) fn serialize_number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    PlainNumber(*value).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(plain_number(800.0), "800");
        assert_eq!(plain_number(0.7), "0.7");
        assert_eq!(plain_number(2_300_000_000.0), "2300000000");
        assert_eq!(plain_number(-0.0), "0");
        assert_eq!(plain_number(1e300), format!("1{}", "0".repeat(300)));
    }
}
