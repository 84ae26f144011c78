//! Numbers and claims in the fewest words, for tables and pages.

use crate::{ClaimRow, plain_number};

/// A number with its thousands set apart: `50,000`.
#[must_use]
pub fn number(value: f64) -> String {
    let plain = plain_number(value);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    let grouped = grouped(whole);
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// Digits with a comma before every third from the end.
pub(crate) fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Both ends of a claim's amount with its unit: `500–800`, `≤ 70 %`, `1.2–2.3 billion USD`; empty where it has none.
#[must_use]
pub fn amount(claim: &ClaimRow) -> String {
    let fraction = claim.unit.as_deref() == Some("fraction");
    let values = [claim.low, claim.point, claim.high];
    let (divisor, word) = match values.into_iter().flatten().map(f64::abs).reduce(f64::min) {
        _ if fraction => (0.01, " %"),
        Some(least) if least >= 1e9 => (1e9, " billion"),
        Some(least) if least >= 1e6 => (1e6, " million"),
        _ => (1.0, ""),
    };
    // Thousandths of a million or of a percent are the finest that texts write.
    let scaled = |value: f64| number((value / divisor * 1000.0).round() / 1000.0);
    let bounds = match values.map(|value| value.map(scaled)) {
        [_, Some(point), _] => point,
        [Some(low), None, Some(high)] => format!("{low}–{high}"),
        [Some(low), None, None] => format!("≥ {low}"),
        [None, None, Some(high)] => format!("≤ {high}"),
        [None, None, None] => return String::new(),
    };
    let unit = claim.unit.as_deref().filter(|unit| !matches!(*unit, "person" | "fraction"));
    let one = claim.point == Some(1.0);
    let unit = unit.map(|unit| if one || claim.currency.is_some() { unit.to_owned() } else { plural(unit) });
    format!("{bounds}{word}{}", unit.map(|unit| format!(" {unit}")).unwrap_or_default())
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with('s') => noun.to_owned(),
        _ => format!("{noun}s"),
    }
}

/// What a claim says in the fewest words: its amount, or what stands for it.
#[must_use]
pub fn gist(claim: &ClaimRow) -> String {
    let amount = amount(claim);
    let mut words: Vec<String> = Vec::new();
    if !amount.is_empty() {
        words.push(amount);
        words.extend(claim.period.map(|period| format!("/ {period}")));
        words.extend(claim.measure.map(|measure| format!("({measure})")));
    }
    words.extend(claim.direction.map(|direction| direction.to_string()));
    words.extend(claim.ilo.map(|indicator| indicator.title().to_owned()));
    words.extend(claim.role.clone());
    words.extend(claim.grade.clone());
    words.extend(claim.act.clone());
    words.extend(claim.market.as_ref().map(|market| format!("→ {market}")));
    words.extend(claim.trend.map(|trend| trend.to_string()));
    words.join(" ")
}

/// A number with three digits that count, millions as such: what a model gives is no finer.
#[must_use]
pub fn brief(value: f64) -> String {
    let (scaled, word) = match value.abs() {
        size if size >= 1e9 => (value / 1e9, " bn"),
        size if size >= 1e6 => (value / 1e6, " m"),
        _ => (value, ""),
    };
    format!("{}{word}", rounded(scaled))
}

/// A number to four places.
#[must_use]
pub fn exact(value: f64) -> String {
    number((value * 10_000.0).round() / 10_000.0)
}

/// Three digits that count.
#[must_use]
pub fn rounded(value: f64) -> String {
    let digits = [(1000.0, 10.0), (100.0, 1.0), (10.0, 0.1), (1.0, 0.01), (0.0, 0.001)];
    let step = digits.iter().find(|(least, _)| value.abs() >= *least).map_or(1.0, |(_, step)| *step);
    let steps = (value / step).round();
    // Steps below one are divided by their inverse, which is exact.
    number(if step < 1.0 { steps / (1.0 / step).round() } else { steps * step })
}

/// A difference with its sign, as [`brief`].
#[must_use]
pub fn signed(value: f64) -> String {
    let told = brief(value);
    if value > 0.0 { format!("+{told}") } else { told.replacen('-', "−", 1) }
}

/// `1 claim`, `2 claims`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{} {noun}s", crate::wording::number(number as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (value, text) in [
            (0.0, "0"),
            (999.0, "999"),
            (1000.0, "1,000"),
            (-1_234_567.0, "-1,234,567"),
            (0.25, "0.25"),
            (1234.5, "1,234.5"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
