//! What stands beside a numeral and says what it is a number of.

use super::currency::{self, Coin};
use super::numeral::Numeral;
use super::piece::Pieces;
use super::{DurationUnit, NoClaim};
use crate::token::TokenKind;

/// The unit of a numeral.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Unit {
    /// Hundredths.
    Percent,
    /// Money, and what one of it is worth in the currency: 0.01 for cents.
    Money(&'static str, f64),
    /// Hours.
    Hours,
    /// Another length of time.
    Duration(DurationUnit),
    /// No unit of interest.
    Not(NoClaim),
}

/// The currency sign, prefix or code right before a numeral, and where it begins.
pub(crate) fn before(pieces: &Pieces<'_>, start: usize) -> Option<(Unit, usize)> {
    let at = start.checked_sub(1)?;
    // "$-3" and "$ 3" both occur.
    let word = pieces.word(at);
    let money = |(code, worth): Coin| Unit::Money(code, worth);
    match pieces.get(at)?.kind {
        TokenKind::Sign if word == "." => {
            let code = at.checked_sub(1).filter(|code| pieces.is_any(*code, &["Rs", "Tk"]))?;
            currency::by_code(pieces.word(code)).map(|coin| (money(coin), code))
        }
        TokenKind::Sign => {
            let letters = at.checked_sub(1).filter(|letters| pieces.is_word(*letters));
            let prefixed = letters.and_then(|letters| {
                let close = !pieces.spaced(at) || matches!(pieces.word(letters), "US" | "U.S.");
                let coin = currency::by_symbol(pieces.word(letters), word).filter(|_| close)?;
                Some((money(coin), letters))
            });
            prefixed.or_else(|| currency::by_symbol("", word).map(|coin| (money(coin), at)))
        }
        TokenKind::Word => currency::by_code(word).map(|coin| (money(coin), at)),
        TokenKind::Number => None,
    }
}

/// Where a numeral would stand if a currency sign or code begins at `at`.
pub(crate) fn skip_currency(pieces: &Pieces<'_>, at: usize) -> usize {
    (at..at + 3).find(|next| before(pieces, *next).is_some_and(|(_, start)| start <= at)).unwrap_or(at)
}

/// The unit right after a numeral, and where it ends.
pub(crate) fn after(pieces: &Pieces<'_>, numeral: &Numeral) -> Option<(Unit, usize)> {
    let end = numeral.range.end;
    let joined = pieces.joins(end);
    let at = if joined { end + 1 } else { end };
    percent(pieces, at)
        .or_else(|| time(pieces, at, joined))
        .or_else(|| money(pieces, at, joined, numeral))
        .or_else(|| physical(pieces, at, joined))
}

fn percent(pieces: &Pieces<'_>, at: usize) -> Option<(Unit, usize)> {
    let points = NoClaim::PercentagePoints;
    let word = pieces.word(at);
    if matches!(word, "%" | "％" | "﹪") || pieces.is_any(at, &["percent", "pct", "percents"]) {
        let is_points = pieces.is_any(at + 1, &["point", "points", "pts"])
            || pieces.joins(at + 1) && pieces.is(at + 2, "point");
        return Some(if is_points { (Unit::Not(points), at + 2) } else { (Unit::Percent, at + 1) });
    }
    if pieces.are(at, &["per", "cent"]) {
        return Some((Unit::Percent, at + 2));
    }
    if pieces.is(at, "percentage") && pieces.is_any(at + 1, &["point", "points"]) {
        return Some((Unit::Not(points), at + 2));
    }
    pieces.is_any(at, &["pp", "ppt", "pps"]).then_some((Unit::Not(points), at + 1))
}

fn time(pieces: &Pieces<'_>, at: usize, joined: bool) -> Option<(Unit, usize)> {
    let at = if joined {
        at
    } else {
        skip_any(
            pieces,
            at,
            &[
                "consecutive",
                "full",
                "long",
                "whole",
                "straight",
                "working",
                "more",
                "calendar",
                "additional",
                "extra",
                "entire",
                "business",
                "overtime",
                "solid",
            ],
        )
    };
    let unit = match pieces.lower(at).as_str() {
        "hour" | "hours" | "hrs" | "hr" => Unit::Hours,
        "h" if !pieces.spaced(at) => Unit::Hours,
        "second" if joined => Unit::Duration(DurationUnit::Second),
        "seconds" => Unit::Duration(DurationUnit::Second),
        "minute" | "minutes" | "mins" | "min" => Unit::Duration(DurationUnit::Minute),
        "day" | "days" | "night" | "nights" => Unit::Duration(DurationUnit::Day),
        "week" | "weeks" => Unit::Duration(DurationUnit::Week),
        "month" | "months" => Unit::Duration(DurationUnit::Month),
        "year" | "years" | "yrs" | "yr" => Unit::Duration(DurationUnit::Year),
        "decade" | "decades" => Unit::Duration(DurationUnit::Decade),
        "century" | "centuries" => Unit::Duration(DurationUnit::Century),
        _ => return None,
    };
    Some((unit, at + 1))
}

/// Past one word of `words`, if a unit of time may follow it.
fn skip_any(pieces: &Pieces<'_>, at: usize, words: &[&str]) -> usize {
    if pieces.is_any(at, words) { at + 1 } else { at }
}

fn money(pieces: &Pieces<'_>, at: usize, joined: bool, numeral: &Numeral) -> Option<(Unit, usize)> {
    // "500$", but in "500 $20 notes" the sign belongs to what follows.
    if let Some((code, worth)) = currency::by_symbol("", pieces.word(at)).filter(|_| !joined) {
        let close = !pieces.spaced(at) || !pieces.is_number(at + 1);
        return close.then_some((Unit::Money(code, worth), at + 1));
    }
    let of = (numeral.scale > 1.0 || numeral.vague) && pieces.is(at, "of");
    let start = at + usize::from(of);
    let words: [&str; 4] =
        std::array::from_fn(|i| if pieces.is_word(start + i) { pieces.word(start + i) } else { "" });
    let length = words.iter().position(|word| word.is_empty()).unwrap_or(words.len());
    let ((code, worth), length) = currency::by_name(words.get(..length)?)?;
    let name = start + length - 1;
    // "500 USD 20 notes": the code belongs to what follows.
    if pieces.word(name).bytes().all(|byte| byte.is_ascii_uppercase()) && pieces.is_number(name + 1) {
        return None;
    }
    match is_not_money(pieces, name, numeral) {
        Some(NoClaim::Weight) => Some((Unit::Not(NoClaim::Weight), name + 1)),
        Some(_) => None,
        None => {
            let sterling = usize::from(pieces.is(name + 1, "sterling"));
            Some((Unit::Money(code, worth), name + 1 + sterling))
        }
    }
}

/// Names of currencies that are other words too.
fn is_not_money(pieces: &Pieces<'_>, name: usize, numeral: &Numeral) -> Option<NoClaim> {
    match pieces.lower(name).as_str() {
        "pound" | "pounds" => {
            const BODIES: [&str; 8] =
                ["weighing", "weighed", "weighs", "weigh", "weight", "lost", "gained", "heavy"];
            let before = numeral.range.start.saturating_sub(4)..numeral.range.start;
            let heavy = before.into_iter().any(|at| pieces.is_any(at, &BODIES));
            let goods = pieces.is(name + 1, "of") && pieces.is_small(name + 2);
            let bag = pieces.is_any(name + 1, &["bag", "bags", "sack", "sacks", "load", "loads", "weight"]);
            (heavy || goods || bag).then_some(NoClaim::Weight)
        }
        "won" => {
            let recurs = super::period::right_after(pieces, name + 1).is_some();
            let object = !recurs
                && pieces.is_any(name + 1, &["the", "a", "an", "his", "her", "their", "its", "by", "in"])
                || pieces.is_number(name + 1);
            (numeral.high < 100.0 || object && numeral.scale == 1.0).then_some(NoClaim::Score)
        }
        "sum" | "sums" | "som" | "real" | "rand" if numeral.high < 5.0 => Some(NoClaim::Name),
        _ => None,
    }
}

fn physical(pieces: &Pieces<'_>, at: usize, joined: bool) -> Option<(Unit, usize)> {
    if pieces.is_any(at, &["square", "sq"]) {
        let dot = usize::from(pieces.is(at + 1, "."));
        return Some((Unit::Not(NoClaim::Area), at + 2 + dot));
    }
    if pieces.is_any(at, &["cubic"]) {
        return Some((Unit::Not(NoClaim::Volume), at + 2));
    }
    if pieces.is_any(at, &["nautical", "metric"]) {
        return physical(pieces, at + 1, joined);
    }
    if pieces.is_any(at, &["degree", "degrees", "°", "℃", "℉"]) {
        let scale = usize::from(pieces.is_any(at + 1, &["C", "F", "Celsius", "Fahrenheit", "Centigrade"]));
        return Some((Unit::Not(NoClaim::Temperature), at + 1 + scale));
    }
    let squared = matches!(pieces.word(at + 1), "²" | "2") && !pieces.spaced(at + 1);
    let cubed = pieces.word(at + 1) == "³";
    let lower = pieces.lower(at);
    let close = !pieces.spaced(at);
    let kind = match lower.as_str() {
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" | "mile" | "miles"
        | "metre" | "metres" | "meter" | "meters" | "feet" | "foot" | "ft" | "cm" | "mm" | "millimetre"
        | "millimetres" | "millimeter" | "millimeters" | "centimetre" | "centimetres" | "centimeter"
        | "centimeters" | "inch" | "inches" | "yard" | "yards" | "kilometer-long" => NoClaim::Distance,
        "m" if pieces.word(at) == "m" => NoClaim::Distance,
        "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" | "kilogramme" | "kilogrammes"
        | "gram" | "grams" | "tonne" | "tonnes" | "ton" | "tons" | "lb" | "lbs" | "ounce" | "ounces"
        | "oz" | "mg" => NoClaim::Weight,
        "g" if close => NoClaim::Weight,
        "hectare" | "hectares" | "acre" | "acres" | "ha" => NoClaim::Area,
        "litre" | "litres" | "liter" | "liters" | "gallon" | "gallons" | "barrel" | "barrels" | "ml"
        | "cup" | "cups" | "tsp" | "tbsp" | "teaspoon" | "teaspoons" | "tablespoon" | "tablespoons" => {
            NoClaim::Volume
        }
        "mw" | "gw" | "kw" | "kwh" | "mwh" | "megawatt" | "megawatts" | "gigawatt" | "gigawatts" | "watt"
        | "watts" | "gb" | "mb" | "tb" | "kb" | "gigabytes" | "megabytes" | "mph" | "kph" | "knots"
        | "volts" | "calories" | "kcal" | "hz" | "mhz" | "ghz" | "mm-calibre" | "teu" | "dwt" => {
            NoClaim::Physical
        }
        "vote" | "votes" | "point" | "points" | "goals" | "runs" | "times" => NoClaim::Score,
        "fold" if joined || close => NoClaim::Score,
        _ => return None,
    };
    if squared || cubed {
        return Some((Unit::Not(if cubed { NoClaim::Volume } else { NoClaim::Area }), at + 2));
    }
    Some((Unit::Not(kind), at + 1))
}
