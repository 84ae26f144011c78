//! Digits with the separators of several locales.

/// What a number token says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Digits {
    /// Its value, a lone dot taken as a decimal point.
    pub(crate) value: f64,
    /// Digits only, no separator: how many.
    pub(crate) plain: Option<usize>,
    /// Whether it has thousands separators.
    pub(crate) grouped: bool,
    /// A lone dot before three digits: the value if the dot separates thousands.
    pub(crate) dotted_thousands: Option<f64>,
}

/// First digits of the decimal digit blocks of Unicode that web pages use.
const ZEROS: [char; 17] = [
    '0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{BE6}', '\u{C66}', '\u{CE6}',
    '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{17E0}', '\u{FF10}',
];

fn digit_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    }
    ZEROS
        .iter()
        .find_map(|zero| u8::try_from(u32::from(c).wrapping_sub(u32::from(*zero))).ok().filter(|d| *d < 10))
}

/// Superscript digits mark notes.
pub(crate) const fn is_superscript(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2079}')
}

const fn vulgar_fraction(c: char) -> Option<f64> {
    Some(match c {
        '½' => 1.0 / 2.0,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '¼' => 1.0 / 4.0,
        '¾' => 3.0 / 4.0,
        '⅕' => 1.0 / 5.0,
        '⅖' => 2.0 / 5.0,
        '⅗' => 3.0 / 5.0,
        '⅘' => 4.0 / 5.0,
        '⅙' => 1.0 / 6.0,
        '⅚' => 5.0 / 6.0,
        '⅛' => 1.0 / 8.0,
        '⅜' => 3.0 / 8.0,
        '⅝' => 5.0 / 8.0,
        '⅞' => 7.0 / 8.0,
        '⅒' => 1.0 / 10.0,
        _ => return None,
    })
}

/// Longer strings of digits are identifiers.
const LONGEST: usize = 24;

/// Reads a number token; `None` where it is no single number (a version, a date, a note mark).
pub(crate) fn read(word: &str) -> Option<Digits> {
    let mut plain = String::with_capacity(LONGEST);
    let mut fraction = None;
    for c in word.chars() {
        if fraction.is_some() || plain.len() >= LONGEST {
            return None;
        }
        if let Some(digit) = digit_value(c) {
            plain.push(char::from(b'0' + digit));
        } else if matches!(c, ',' | '\u{66C}') {
            plain.push(',');
        } else if matches!(c, '.' | '\u{66B}') {
            plain.push('.');
        } else if let Some(part) = vulgar_fraction(c) {
            fraction = Some(part);
        } else if is_superscript(c) && !plain.is_empty() {
            break;
        } else {
            return None;
        }
    }
    match (read_ascii(&plain), fraction) {
        (Some(digits), Some(part)) if digits.plain.is_some() => {
            Some(Digits { value: digits.value + part, plain: None, ..digits })
        }
        (None, Some(part)) if plain.is_empty() => {
            Some(Digits { value: part, plain: None, grouped: false, dotted_thousands: None })
        }
        (digits, None) => digits,
        _ => None,
    }
}

fn read_ascii(text: &str) -> Option<Digits> {
    let commas = text.matches(',').count();
    let dots = text.matches('.').count();
    let number = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
    let without = |separator: char| number(&text.replace(separator, ""));
    let grouped = |value| Digits { value, plain: None, grouped: true, dotted_thousands: None };
    let decimal = |value| Digits { value, plain: None, grouped: false, dotted_thousands: None };
    match (commas, dots) {
        (0, 0) => Some(Digits { plain: Some(text.len()), ..decimal(number(text)?) }),
        (_, 0) if is_grouped(text, ',') => Some(grouped(without(',')?)),
        (1, 0) => {
            let (_, after) = text.split_once(',')?;
            (after.len() <= 2).then(|| number(&text.replace(',', "."))).flatten().map(decimal)
        }
        (0, 1) => {
            let thousands = if is_grouped(text, '.') { without('.') } else { None };
            Some(Digits { dotted_thousands: thousands, ..decimal(number(text)?) })
        }
        (0, _) if is_grouped(text, '.') => Some(grouped(without('.')?)),
        (_, 1) if text.rfind('.') > text.rfind(',') => {
            let (whole, _) = text.split_once('.')?;
            is_grouped(whole, ',').then(|| without(',')).flatten().map(grouped)
        }
        (1, _) => {
            let (whole, part) = text.split_once(',')?;
            let value = number(&format!("{}.{part}", whole.replace('.', "")));
            is_grouped(whole, '.').then_some(value).flatten().map(grouped)
        }
        _ => None,
    }
}

/// Groups of three, or of two with a last one of three as in South Asia.
fn is_grouped(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let first = groups.next().unwrap_or_default();
    let rest = || text.split(separator).skip(1);
    let count = rest().count();
    let western = (1..=3).contains(&first.len()) && rest().all(|group| group.len() == 3);
    let indian = (1..=2).contains(&first.len())
        && separator == ','
        && count > 1
        && rest().enumerate().all(|(i, group)| group.len() == if i + 1 == count { 3 } else { 2 });
    count > 0 && !first.starts_with('0') && (western || indian)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn separators_of_several_locales() {
        for (text, value) in [
            ("15,000", 15_000.0),
            ("1,200,000.50", 1_200_000.5),
            ("1.200.000", 1_200_000.0),
            ("1.234,56", 1234.56),
            ("12,34,567", 1_234_567.0),
            ("1,5", 1.5),
            ("1.2", 1.2),
            ("2½", 2.5),
            ("٣٤", 34.0),
            ("３,０００", 3000.0),
            ("3,000²", 3000.0),
        ] {
            assert_eq!(read(text).map(|digits| digits.value), Some(value), "{text}");
        }
        for text in ["1.2.3", "07.07.2016", "12,3456", "²", "Ⅳ"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("15.000").and_then(|digits| digits.dotted_thousands), Some(15_000.0));
    }
}
