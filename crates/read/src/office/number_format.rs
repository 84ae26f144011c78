//! Numbers of cells as a sheet shows them: 0.15 as 15%, 43529 as 2019-03-05.

use super::xml::{Step, walk};
use jiff::ToSpan;
use jiff::civil::date;
use std::collections::HashMap;

/// Number formats of a workbook.
#[derive(Debug, Default)]
pub(crate) struct Formats {
    /// Number of the format of each cell style.
    styles: Vec<u32>,
    /// Formats that the workbook defines itself.
    own: HashMap<u32, String>,
    /// Whether days are counted from 1904, as old Macintosh programs did.
    pub(crate) from_1904: bool,
}

impl Formats {
    /// From the part `styles.xml`.
    pub(crate) fn of(xml: &str) -> Self {
        let mut formats = Self::default();
        let mut in_cells = false;
        walk(xml, &mut |step| {
            match step {
                Step::Open(element) => {
                    let number = element.attribute("numFmtId").and_then(|number| number.parse().ok());
                    match (element.name(), number) {
                        ("cellXfs", _) => in_cells = true,
                        ("numFmt", Some(number)) => {
                            formats.own.insert(number, element.attribute("formatCode").unwrap_or_default());
                        }
                        ("xf", number) if in_cells => formats.styles.push(number.unwrap_or_default()),
                        _ => {}
                    }
                }
                Step::Close("cellXfs") => in_cells = false,
                _ => {}
            }
            true
        });
        formats
    }

    /// The format of a cell with this style.
    pub(crate) fn of_style(&self, style: usize) -> &str {
        let number = self.styles.get(style).copied().unwrap_or_default();
        self.own.get(&number).map_or_else(|| built_in(number), String::as_str)
    }
}

/// Formats that need not be defined (ECMA-376 part 1, 18.8.30); those that differ by country as in English.
fn built_in(number: u32) -> &'static str {
    match number {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 | 41 | 42 => "#,##0",
        4 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14..=17 => "yyyy-mm-dd",
        18..=21 | 45..=47 => "h:mm",
        22 => "yyyy-mm-dd h:mm",
        _ => "General",
    }
}

/// The text that a number shows in a format. Dates are written as ISO 8601 has them, whatever their order in the
/// sheet; what is no number is given back as it is.
pub(crate) fn display(value: &str, format: &str, from_1904: bool) -> String {
    let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
    if !number.is_finite() {
        return value.to_owned();
    }
    let mut sections = format.split(';');
    let first = sections.next().unwrap_or_default();
    let section = if number < 0.0 {
        sections.next().filter(|section| !section.trim().is_empty()).unwrap_or(first)
    } else {
        first
    };
    let parts = Parts::of(section);
    if parts.is_time {
        return day_and_time(number, from_1904, parts.has_day, parts.has_clock)
            .unwrap_or_else(|| general(number));
    }
    if parts.places.is_empty() || parts.places.contains(['E', 'e', '/']) {
        return general(number);
    }
    let own_sign = section != first && !parts.before.contains('-');
    let scale = if parts.is_share { 100.0 } else { 1.0 } / 1000_f64.powi(parts.thousands.min(6));
    let decimals = parts
        .places
        .split('.')
        .nth(1)
        .map_or(0, |after| after.chars().filter(|c| matches!(c, '0' | '#' | '?')).count().min(12));
    let digits = format!("{:.decimals$}", (number * scale).abs());
    let digits = if parts.is_grouped { grouped(&digits) } else { digits };
    let sign =
        if number < 0.0 && (section == first || own_sign) && !parts.before.contains('(') { "-" } else { "" };
    format!("{sign}{}{digits}{}", parts.before, parts.after).trim().to_owned()
}

/// What a section of a format says.
#[derive(Default)]
struct Parts {
    before: String,
    /// The places of digits: `#,##0.00`.
    places: String,
    after: String,
    is_share: bool,
    is_grouped: bool,
    /// Commas after the last place: each divides by a thousand.
    thousands: i32,
    is_time: bool,
    has_day: bool,
    has_clock: bool,
}

impl Parts {
    fn of(section: &str) -> Self {
        let mut parts = Self::default();
        let mut characters = section.chars();
        let mut letters = String::new();
        while let Some(c) = characters.next() {
            let mut literal = String::new();
            match c {
                '"' => literal.extend(characters.by_ref().take_while(|c| *c != '"')),
                '\\' => literal.extend(characters.next()),
                '_' | '*' => drop(characters.next()),
                '[' => {
                    let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    if let Some(currency) = inside.strip_prefix('$') {
                        literal.push_str(currency.split('-').next().unwrap_or_default());
                    } else if inside.chars().all(|c| matches!(c, 'h' | 'm' | 's' | 'H' | 'M' | 'S')) {
                        letters.push_str(&inside);
                    }
                }
                '0' | '#' | '?' | '.' | ',' => parts.places.push(c),
                'E' | 'e' if parts.places.contains('0') => parts.places.push(c),
                '/' if !parts.places.is_empty() => parts.places.push(c),
                '%' => {
                    parts.is_share = true;
                    literal.push('%');
                }
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
                    letters.push(c.to_ascii_lowercase())
                }
                'G' | 'n' | 'r' | 'a' | 'l' | '@' => {}
                _ => literal.push(c),
            }
            if parts.places.contains(['0', '#', '?']) {
                parts.after.push_str(&literal)
            } else {
                parts.before.push_str(&literal)
            }
        }
        let whole = parts.places.trim_end_matches(',');
        parts.thousands = i32::try_from(parts.places.len() - whole.len()).unwrap_or_default();
        parts.is_grouped = whole.contains(',');
        parts.has_day =
            letters.contains(['y', 'd']) || (letters.contains('m') && !letters.contains(['h', 's']));
        parts.has_clock = letters.contains(['h', 's']);
        parts.is_time = parts.has_day || parts.has_clock;
        if !parts.places.contains(['0', '#', '?']) {
            parts.places.clear();
        }
        parts
    }
}

/// Up to 15 significant digits, as spreadsheets keep them.
fn general(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let magnitude = number.abs().log10().floor() as i32;
    if !(-9..=15).contains(&magnitude) {
        return format!("{number:e}");
    }
    let decimals = usize::try_from(14 - magnitude).unwrap_or_default();
    let text = format!("{number:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match rest {
        Some(rest) => format!("{grouped}.{rest}"),
        None => grouped,
    }
}

/// Days since the end of 1899 (which was counted as if 1900 had had a 29th of February), or since 1904.
fn day_and_time(number: f64, from_1904: bool, has_day: bool, has_clock: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let days = number.floor() as i32;
    let minutes = ((number - number.floor()) * 1440.0).round() as i32;
    let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let epoch = if from_1904 {
        date(1904, 1, 1)
    } else if days < 60 {
        date(1899, 12, 31)
    } else {
        date(1899, 12, 30)
    };
    let day = epoch.checked_add(days.days()).ok()?;
    Some(match (has_day && days > 0, has_clock) {
        (true, true) if minutes > 0 => format!("{day} {clock}"),
        (true, _) => day.to_string(),
        (false, _) => clock,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_in_the_sheet() {
        let cases = [
            ("0.15", "0%", "15%"),
            ("0.1234", "0.0%", "12.3%"),
            ("1234567.891", "#,##0", "1,234,568"),
            ("1234567.891", "#,##0.00", "1,234,567.89"),
            ("150", "\"$\"#,##0", "$150"),
            ("150", "[$€-407] #,##0.00", "€ 150.00"),
            ("2300000000", "$0.0,,,\" billion\"", "$2.3 billion"),
            ("-40", "0", "-40"),
            ("-40", "0;(0)", "(40)"),
            ("43529", "yyyy\\-mm\\-dd", "2019-03-05"),
            ("43529.5", "d/m/yy h:mm", "2019-03-05 12:00"),
            ("0.25", "h:mm", "06:00"),
            ("0.30000000000000004", "General", "0.3"),
            ("800", "General", "800"),
            ("1.5E-12", "General", "1.5e-12"),
            ("n/a", "0", "n/a"),
            ("NaN", "0", "NaN"),
        ];
        for (value, format, shown) in cases {
            assert_eq!(display(value, format, false), shown, "{value} in {format}");
        }
    }
}
