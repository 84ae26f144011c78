//! Values as people read them.

use model::ReviewState;
use publish::{AttributionRow, ClaimRow, plain_number};

/// The text without anything a terminal would act on: control characters become spaces, marks that turn the direction of
/// writing are dropped, and so are soft hyphens, which some terminals show. Texts come from strangers.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(|character| !matches!(character, '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|character| if character.is_control() && character != '\n' { ' ' } else { character })
        .collect()
}

/// A path on one line, to the letter: control characters are escaped as `\n` or `\u{1b}`, and so are marks that turn the
/// direction of writing.
pub(crate) fn path(path: &std::path::Path) -> String {
    let mut line = String::new();
    for character in path.display().to_string().chars() {
        let as_it_is = printable(character.encode_utf8(&mut [0; 4])).starts_with(character);
        if as_it_is && !character.is_control() {
            line.push(character);
        } else {
            line.extend(character.escape_default());
        }
    }
    line
}

/// The text on one line, runs of white space folded.
pub(crate) fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number with its thousands set apart: `50,000`.
pub(crate) fn number(value: f64) -> String {
    let plain = plain_number(value);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// Both ends of a claim's amount with its unit: `500–800`, `≤ 70 %`, `1.2–2.3 billion USD`; empty where it has none.
pub(crate) fn amount(claim: &ClaimRow) -> String {
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
pub(crate) fn gist(claim: &ClaimRow) -> String {
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
    one_line(&words.join(" "))
}

/// The chain of speakers, outermost first; `–` for nobody.
pub(crate) fn speakers(speakers: &[AttributionRow]) -> String {
    let names: Vec<&str> = speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    if names.is_empty() { "–".to_owned() } else { one_line(&names.join(" › ")) }
}

/// The beginning of an id that is long enough to type.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// A mark for what people made of a claim; nothing where nobody looked yet.
pub(crate) fn state_mark(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Proposed => "",
        ReviewState::Confirmed => "✓",
        ReviewState::Corrected => "✎",
        ReviewState::Rejected => "✗",
        ReviewState::Superseded => "↷",
        ReviewState::Orphaned => "?",
    }
}

/// `1 claim`, `2 claims`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{} {noun}s", self::number(number as f64)) }
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

    #[test]
    fn a_text_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mred\u{7}\u{9b}2J\u{202e}x\nb"), "a [31mred  2Jx\nb");
        assert_eq!(one_line(" a\n\t b "), "a b");
        let name = std::path::Path::new("a\nfailed  b\u{1b}[2J\u{202e} é.txt");
        assert_eq!(path(name), r"a\nfailed  b\u{1b}[2J\u{202e} é.txt");
    }
}
