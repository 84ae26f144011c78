//! What is traded, and when: customs codes, goods in words, a day. It makes no result and changes no score; what is known of it stands beside
//! them as context.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a query says of the trade it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trade {
    /// Customs codes of the Harmonized System, digits only.
    pub codes: Vec<String>,
    /// The goods in words.
    pub goods: Vec<String>,
    /// The day of the shipment or order: `2024-05-31`.
    pub date: Option<Date>,
}

impl Trade {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Goods by their place in the Harmonized System.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HsRow {
    from: String,
    to: String,
    pub(super) name: String,
    /// Branches of work, in the words of the sector lexicon.
    pub(super) sectors: Vec<String>,
}

static ROWS: LazyLock<Vec<HsRow>> = LazyLock::new(|| {
    let lines = include_str!("hs_sectors.csv").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        let (from, to, name) = (cells.next()?, cells.next()?, cells.next()?);
        let sectors = cells.next()?.split(' ').map(str::to_owned).collect();
        Some(HsRow { from, to, name, sectors })
    };
    lines.skip(1).filter_map(row).collect()
});

/// The digits of a customs code; none for what is none. Sheets drop a leading zero, so an odd number of digits has lost one.
pub(super) fn customs_code(text: &str) -> Option<String> {
    let is_separator = |c: char| c == '.' || c == ' ' || c == '-' || c == '\u{a0}';
    let text = text.trim();
    let text = text.strip_prefix("HS").or(text.strip_prefix("hs")).unwrap_or(text).trim_start();
    if !text.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return None;
    }
    let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() % 2 == 1 {
        digits.insert(0, '0');
    }
    ((2..=10).contains(&digits.len()) && goods_of_code(&digits).is_some()).then_some(digits)
}

/// Where a customs code stands; none for chapters that are reserved or left to national use.
pub(super) fn goods_of_code(code: &str) -> Option<&'static HsRow> {
    let fits = |row: &&HsRow| {
        code.get(..row.from.len()).is_some_and(|start| row.from.as_str() <= start && start <= row.to.as_str())
    };
    ROWS.iter().filter(fits).max_by_key(|row| row.from.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_where_its_chapter_or_heading_is() {
        for (text, code, sectors) in [
            ("6204.62", "620462", "textiles"),
            ("HS 0303 89 00", "03038900", "fishing seafood"),
            ("30389", "030389", "fishing seafood"),
            ("1604", "1604", "seafood fishing"),
            ("1602.50", "160250", "agriculture"),
            ("4403", "4403", "logging forestry"),
            ("44", "44", "forestry logging"),
            ("69041000", "69041000", "brick"),
            ("89", "89", "shipbuilding"),
        ] {
            assert_eq!(customs_code(text).as_deref(), Some(code), "{text}");
            assert_eq!(goods_of_code(code).unwrap().sectors.join(" "), sectors, "{text}");
        }
        for none in ["", "x", "77", "9801", "00", "12345678901", "62-04x", "٣"] {
            assert_eq!(customs_code(none), None, "{none}");
        }
    }

    #[test]
    fn every_chapter_has_one_row_and_every_sector_is_one_of_the_rules() {
        for chapter in (1..=97).filter(|chapter| *chapter != 77) {
            let chapter = format!("{chapter:02}");
            let fits = |row: &&HsRow| row.from.len() == 2 && row.from <= chapter && chapter <= row.to;
            assert_eq!(ROWS.iter().filter(fits).count(), 1, "{chapter}");
        }
        for row in ROWS.iter() {
            assert!(row.from <= row.to && row.from.len() == row.to.len(), "{row:?}");
            for sector in &row.sectors {
                assert!(!::claims::isic::codes(std::slice::from_ref(sector)).is_empty(), "{sector}");
            }
        }
    }
}
