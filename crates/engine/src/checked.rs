//! Slots that people give, checked before they are written down: units, places and amounts that can be meant.

use crate::places::{country, is_code_like};
use crate::slots::list;
use crate::{Error, Result};
use claims::gazetteer::Gazetteer;
use model::{Amount, Claim, CorrectedSlot, Measure};

/// Slots as they are written down, and what was made of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckedSlots {
    /// The slots.
    pub slots: Vec<CorrectedSlot>,
    /// What was written otherwise than given, in plain words.
    pub notes: Vec<String>,
}

/// Checks units, places and currencies, and turns the names of countries into their codes.
///
/// Slots that were checked once pass again as they are.
///
/// # Errors
/// If a unit is no unit, a code of two letters no country, or a currency none of ISO 4217.
pub fn check_slots(slots: &[CorrectedSlot]) -> Result<CheckedSlots> {
    let mut checked = CheckedSlots::default();
    for slot in slots {
        let mut slot = slot.clone();
        if !slot.value.is_empty() {
            slot.value = match slot.slot.as_str() {
                "unit" => unit(&slot, &mut checked.notes)?,
                "places" => places(&slot, &mut checked.notes)?,
                "origin" | "market" => one_country(&slot, &mut checked.notes)?,
                "equivalent" => equivalent(&slot)?,
                _ => slot.value,
            };
        }
        checked.slots.push(slot);
    }
    Ok(checked)
}

/// Checks the amount of a claim whose slots were set: no count and no sum of money is below nothing.
///
/// # Errors
/// If one of `slots` gives it a number below zero, unless it is a change.
pub(crate) fn check_amount(claim: &Claim, slots: &[CorrectedSlot]) -> Result<()> {
    let Some(quantity) = &claim.quantity else { return Ok(()) };
    let Some(amount) = quantity.amount.filter(|_| quantity.measure != Some(Measure::Change)) else {
        return Ok(());
    };
    let ends = [("low", amount.low()), ("point", Amount::as_point(amount)), ("high", amount.high())];
    for slot in slots {
        let below = |(name, value): &(&str, Option<f64>)| {
            *name == slot.slot && value.is_some_and(|value| value < 0.0)
        };
        if ends.iter().any(below) {
            return Err(refused(slot, "below zero; only an amount with measure=change can be"));
        }
    }
    Ok(())
}

fn refused(slot: &CorrectedSlot, reason: impl Into<String>) -> Error {
    Error::Slot { slot: slot.slot.clone(), value: slot.value.clone(), reason: reason.into() }
}

fn is_currency(code: &str) -> bool {
    Gazetteer::embedded().currency(code).is_some()
}

fn unit(slot: &CorrectedSlot, notes: &mut Vec<String>) -> Result<String> {
    let word = slot.value.as_str();
    let singular = match word {
        "people" | "persons" => Some("person"),
        "countries" => Some("country"),
        "companies" => Some("company"),
        "hours" => Some("hour"),
        "months" => Some("month"),
        _ => None,
    };
    if let Some(singular) = singular {
        notes.push(format!("unit: “{word}” is written {singular}"));
        return Ok(singular.to_owned());
    }
    let (letters, codes) = (word.chars().count(), word.bytes().all(|byte| byte.is_ascii_uppercase()));
    if letters == 3 && codes && is_currency(word) {
        return Ok(word.to_owned());
    }
    if matches!(word, "percent" | "per-cent" | "%") {
        return Err(refused(slot, "write 70 % as point=0.7 unit=fraction"));
    }
    // Scripts without capitals have neither upper nor lower case.
    let plain = |letter: char| (letter.is_alphabetic() && !letter.is_uppercase()) || letter == '-';
    if letters < 2 || !word.chars().all(plain) || word.starts_with('-') || word.ends_with('-') {
        let known = "person, country, company, fraction, hour, month, a currency such as USD";
        return Err(refused(
            slot,
            format!("no unit; known: {known}, or what is counted: one lower-case word"),
        ));
    }
    let code = word.to_uppercase();
    if letters == 3 && is_currency(&code) {
        notes.push(format!("unit: “{word}” is taken for a thing that is counted; the currency is {code}"));
    }
    Ok(word.to_owned())
}

fn places(slot: &CorrectedSlot, notes: &mut Vec<String>) -> Result<String> {
    let places: Result<Vec<String>> = list(slot).iter().map(|place| one_place(slot, place, notes)).collect();
    Ok(places?.join(", "))
}

fn one_place(slot: &CorrectedSlot, place: &str, notes: &mut Vec<String>) -> Result<String> {
    if let Some(code) = code_of(slot, place, notes) {
        return Ok(code);
    }
    if is_code_like(place) {
        return Err(refused(slot, format!("`{place}` is the code of no country (ISO 3166-1, such as PL)")));
    }
    if place.eq_ignore_ascii_case("world") {
        return Ok("world".to_owned());
    }
    if !place.chars().any(char::is_alphabetic) {
        return Err(refused(slot, format!("`{place}` is neither a code nor a name")));
    }
    Ok(place.to_owned())
}

fn one_country(slot: &CorrectedSlot, notes: &mut Vec<String>) -> Result<String> {
    code_of(slot, &slot.value, notes).ok_or_else(|| {
        refused(slot, "no country: write its ISO 3166-1 code, such as PL, or its English name")
    })
}

/// The code of a country, with a note where the country was given by name.
fn code_of(slot: &CorrectedSlot, place: &str, notes: &mut Vec<String>) -> Option<String> {
    let country = country(place)?;
    if !country.code.eq_ignore_ascii_case(place) {
        notes.push(format!("{}: “{place}” is written {}", slot.slot, country.code));
    }
    Some(country.code.to_owned())
}

fn equivalent(slot: &CorrectedSlot) -> Result<String> {
    let (value, currency) = slot.value.rsplit_once(' ').unwrap_or(("", &slot.value));
    if !is_currency(currency) {
        return Err(refused(slot, "write a number and an ISO 4217 currency, such as 260 USD"));
    }
    if value.trim_start().starts_with('-') {
        return Err(refused(slot, "no sum of money is below zero"));
    }
    Ok(slot.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::{parse_slot, set_slots, tests::claim};

    fn check(slots: &[&str]) -> Result<CheckedSlots> {
        let slots: Result<Vec<_>> = slots.iter().map(|slot| parse_slot(slot)).collect();
        check_slots(&slots?)
    }

    #[test]
    fn countries_by_name_become_codes_with_a_note() {
        let checked =
            check(&["places=Poland, ru, WORLD, Szczecin", "origin=Viet Nam", "unit=persons"]).unwrap();
        let values: Vec<&str> = checked.slots.iter().map(|slot| slot.value.as_str()).collect();
        assert_eq!(values, ["PL, RU, world, Szczecin", "VN", "person"]);
        assert_eq!(
            checked.notes,
            [
                "places: “Poland” is written PL",
                "origin: “Viet Nam” is written VN",
                "unit: “persons” is written person"
            ]
        );
        let again = check_slots(&checked.slots).unwrap();
        assert_eq!((again.slots, again.notes.len()), (checked.slots, 0));
    }

    #[test]
    fn units_are_known_words_currencies_or_plain_nouns() {
        for unit in ["person", "fraction", "USD", "restaurant", "work-permit", ""] {
            assert!(check(&[&format!("unit={unit}")]).is_ok(), "{unit}");
        }
        for unit in ["Workers", "XQZ", "per head", "%", "3", "-", "US$"] {
            assert!(check(&[&format!("unit={unit}")]).is_err(), "{unit}");
        }
        assert!(check(&["unit=usd"]).unwrap().notes[0].contains("the currency is USD"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (slot, words) in [
            ("places=PL, QQ", "`QQ` is the code of no country"),
            ("places=7", "neither a code nor a name"),
            ("origin=Szczecin", "no country"),
            ("market=QQ", "no country"),
            ("equivalent=260 XQZ", "ISO 4217"),
            ("equivalent=-260 USD", "below zero"),
        ] {
            let error = check(&[slot]).unwrap_err().to_string();
            assert!(error.contains(words), "{slot}: {error}");
        }
    }

    #[test]
    fn only_a_change_may_be_below_zero() {
        let amount = |slots: &[&str]| {
            let slots: Vec<_> = slots.iter().map(|slot| parse_slot(slot).unwrap()).collect();
            let mut claim = claim();
            set_slots(&mut claim, &slots).unwrap();
            check_amount(&claim, &slots)
        };
        assert!(amount(&["point=-3"]).unwrap_err().to_string().contains("below zero"));
        assert!(amount(&["low=-3", "high=4"]).is_err());
        assert!(amount(&["point=-3", "measure=change"]).is_ok());
        assert!(amount(&["point="]).is_ok());
    }
}
