//! Numbers that name a thing for certain: recognised by their form and proved by their check digits.
//!
//! A number with a wrong check digit is no identifier here: it is more often a slip than a rare scheme, and two
//! records must not be joined by it.

use serde::{Deserialize, Serialize};

/// A scheme of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Ship number of the International Maritime Organization, seven figures (resolution A.1117(30)).
    Imo,
    /// Unified Social Credit Code of China, 18 characters (GB 32100-2015).
    Uscc,
    /// Legal Entity Identifier, 20 characters (ISO 17442).
    Lei,
    /// Primary state registration number of Russia, 13 figures, of sole traders 15.
    Ogrn,
    /// Taxpayer number of Russia, 10 figures, of persons 12.
    Inn,
}

/// An identifier whose check digits are right.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// Its scheme.
    pub scheme: Scheme,
    /// Its letters and figures, upper case, without anything between them.
    pub value: String,
}

impl Scheme {
    /// Every scheme, the most telling first.
    pub const ALL: [Scheme; 5] = [Scheme::Lei, Scheme::Uscc, Scheme::Imo, Scheme::Ogrn, Scheme::Inn];

    /// The identifier that a text holds in this scheme, if its check digits are right.
    ///
    /// Spaces, hyphens and dots within it and the name of the scheme before it (`IMO 9074729`) are set aside.
    #[must_use]
    pub fn read(self, text: &str) -> Option<Identifier> {
        let plain = text.trim();
        let label = match self {
            Scheme::Imo => "imo",
            Scheme::Uscc => "uscc",
            Scheme::Lei => "lei",
            Scheme::Ogrn => "ogrn",
            Scheme::Inn => "inn",
        };
        let rest = match plain.get(..label.len()) {
            Some(start) if start.eq_ignore_ascii_case(label) => plain.get(label.len()..).unwrap_or_default(),
            _ => plain,
        };
        let rest = rest.trim_start_matches([' ', ':', '.', '#', '-']);
        let rest = rest.strip_prefix("No").unwrap_or(rest).trim_start_matches([' ', ':', '.']);
        let mut value = String::with_capacity(20);
        for c in rest.chars() {
            match c {
                ' ' | '-' | '.' => {}
                _ if c.is_ascii_alphanumeric() && value.len() < 21 => value.push(c.to_ascii_uppercase()),
                _ => return None,
            }
        }
        self.is_valid(value.as_bytes()).then_some(Identifier { scheme: self, value })
    }

    fn is_valid(self, value: &[u8]) -> bool {
        match self {
            Scheme::Imo => is_imo(value),
            Scheme::Uscc => is_uscc(value),
            Scheme::Lei => is_lei(value),
            Scheme::Ogrn => is_ogrn(value),
            Scheme::Inn => is_inn(value),
        }
    }
}

/// Every scheme in which a text is a right identifier: a ship number may also be the tail of something else.
#[must_use]
pub fn recognise(text: &str) -> Vec<Identifier> {
    Scheme::ALL.into_iter().filter_map(|scheme| scheme.read(text)).collect()
}

fn figures(value: &[u8]) -> Option<Vec<u64>> {
    value.iter().map(|byte| byte.is_ascii_digit().then(|| u64::from(byte - b'0'))).collect()
}

fn weighted(figures: &[u64], weights: &[u64]) -> u64 {
    figures.iter().zip(weights).map(|(figure, weight)| figure * weight).sum()
}

fn is_imo(value: &[u8]) -> bool {
    let Some(figures) = figures(value).filter(|figures| figures.len() == 7) else { return false };
    figures.iter().any(|figure| *figure != 0)
        && figures.last() == Some(&(weighted(&figures, &[7, 6, 5, 4, 3, 2]) % 10))
}

fn is_lei(value: &[u8]) -> bool {
    value.len() == 20
        && value.iter().all(u8::is_ascii_alphanumeric)
        && value.iter().skip(18).all(u8::is_ascii_digit)
        && value.iter().fold(0u64, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u64::from(byte - b'0')) % 97,
            _ => (rest * 100 + u64::from(byte - b'A') + 10) % 97,
        }) == 1
}

/// The characters of GB 32100-2015 in the order of their values; I, O, S, V and Z are not used.
const USCC_CHARACTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn is_uscc(value: &[u8]) -> bool {
    let values: Option<Vec<u64>> = value
        .iter()
        .map(|byte| USCC_CHARACTERS.iter().position(|known| known == byte).map(|at| at as u64))
        .collect();
    let Some(values) = values.filter(|values| values.len() == 18) else { return false };
    let weights: Vec<u64> =
        std::iter::successors(Some(1u64), |weight| Some(weight * 3 % 31)).take(17).collect();
    values.last() == Some(&((31 - weighted(&values, &weights) % 31) % 31))
}

fn is_ogrn(value: &[u8]) -> bool {
    let modulus = match value.len() {
        13 => 11,
        15 => 13,
        _ => return false,
    };
    let Some(figures) = figures(value) else { return false };
    let Some((check, body)) = figures.split_last() else { return false };
    let number = body.iter().fold(0u64, |number, figure| number * 10 + figure);
    number != 0 && *check == number % modulus % 10
}

fn is_inn(value: &[u8]) -> bool {
    let Some(figures) = figures(value).filter(|figures| figures.iter().any(|figure| *figure != 0)) else {
        return false;
    };
    let check =
        |weights: &[u64]| figures.get(weights.len()) == Some(&(weighted(&figures, weights) % 11 % 10));
    match value.len() {
        10 => check(&[2, 4, 10, 3, 5, 9, 4, 6, 8]),
        12 => check(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) && check(&[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_check_digits_are_accepted_and_wrong_ones_not() {
        let cases = [
            (Scheme::Imo, "IMO 9074729", Some("9074729")),
            (Scheme::Imo, "9074728", None),
            (Scheme::Lei, "5493001KJTIIGC8Y1R12", Some("5493001KJTIIGC8Y1R12")),
            (Scheme::Lei, "5493001KJTIIGC8Y1R13", None),
            (Scheme::Ogrn, "1027700132195", Some("1027700132195")),
            (Scheme::Ogrn, "1027700132196", None),
            (Scheme::Inn, "7707083893", Some("7707083893")),
            (Scheme::Inn, "7707083894", None),
            (Scheme::Inn, "500100732259", Some("500100732259")),
            (Scheme::Uscc, "91110000100013370D", None),
        ];
        for (scheme, text, expected) in cases {
            assert_eq!(scheme.read(text).map(|found| found.value).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn uscc_has_one_check_character_for_each_body() {
        let body = "9135010076617154X";
        let right: Vec<String> = USCC_CHARACTERS
            .iter()
            .map(|check| format!("{body}{}", char::from(*check)))
            .filter(|code| Scheme::Uscc.read(code).is_some())
            .collect();
        assert_eq!(right.len(), 1);
    }

    #[test]
    fn nothing_is_recognised_in_words() {
        assert_eq!(recognise("Mansudae Art Studio"), []);
        assert_eq!(recognise(""), []);
        assert_eq!(recognise("0000000"), []);
    }
}
