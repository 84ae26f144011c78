//! Slots of a claim by name, as people write them: `point=800`, `places=PL, Szczecin`.

use crate::{Error, Result};
use model::{
    Amount, Attribution, AttributionMode, Claim, CorrectedSlot, Equivalent, Kind, Quantity, Speaker,
    SpeakerType, Unit,
};
use std::str::FromStr;

/// The slots that can be set, with what each takes.
pub const SLOTS: &[(&str, &str)] = &[
    ("low", "a number"),
    ("point", "a number"),
    ("high", "a number"),
    ("unit", "person, country, company, fraction, hour, month, a currency such as USD, or what is counted"),
    ("period", "hour, day, week, month or year"),
    ("measure", "stock, flow, quota, change or planned"),
    ("direction", "received or retained"),
    ("hedges", "hedges, separated by commas"),
    ("derived", "true or false"),
    ("equivalent", "a number and a currency, such as 260 USD"),
    ("subject", "words"),
    ("origin", "an ISO 3166-1 code, or a country's English name"),
    ("places", "ISO 3166-1 codes, `world` or names, separated by commas"),
    ("site", "words"),
    ("sectors", "words, separated by commas"),
    ("employer", "a name"),
    ("role", "exporting_state, host_site, employer, agency, broker or minder"),
    ("grade", "words"),
    ("market", "an ISO 3166-1 code, or a country's English name"),
    ("act", "a name"),
    ("trend", "up or down"),
    ("time", "an EDTF time such as 2016, 2016-03 or 1950/.."),
    ("time_basis", "stated, cited_work or published"),
    ("stance", "asserted, doubted or denied"),
    ("ilo", "ILO-01 to ILO-11"),
    ("speaker", "a name in words of the document; `none` for nobody"),
    (
        "speaker_type",
        "government, ngo, academic, news, researcher, person, group, report, index or anonymous",
    ),
];

/// Takes `name=value` apart.
///
/// # Errors
/// If there is no `=`, or the slot is none of [`SLOTS`].
pub fn parse_slot(text: &str) -> Result<CorrectedSlot> {
    let (slot, value) = text.split_once('=').ok_or_else(|| Error::Slot {
        slot: text.to_owned(),
        value: String::new(),
        reason: "write slot=value; slot= clears it".to_owned(),
    })?;
    let (slot, value) = (slot.trim(), value.trim());
    if SLOTS.iter().any(|(name, _)| *name == slot) {
        return Ok(CorrectedSlot { slot: slot.to_owned(), value: value.to_owned() });
    }
    let known: Vec<&str> = SLOTS.iter().map(|(name, _)| *name).collect();
    Err(Error::Slot {
        slot: slot.to_owned(),
        value: value.to_owned(),
        reason: format!("there is no such slot; known: {}", known.join(", ")),
    })
}

/// Sets slots of a claim. Kind and indicator of a claim that has an id cannot be changed by it: they are in the id.
///
/// # Errors
/// If a value does not fit its slot, or the bounds together are no amount. The claim is then left half set.
pub fn set_slots(claim: &mut Claim, slots: &[CorrectedSlot]) -> Result<()> {
    for slot in slots {
        set_slot(claim, slot)?;
    }
    set_amount(claim, slots)
}

/// Whether setting `slot` undoes that `earlier` was set: the same slot, a point after an interval or an interval after a
/// point, and the type of a speaker who is replaced.
pub(crate) fn replaces(slot: &str, earlier: &str) -> bool {
    slot == earlier
        || matches!(
            (slot, earlier),
            ("point", "low" | "high") | ("low" | "high", "point") | ("speaker", "speaker_type")
        )
}

fn refused(slot: &CorrectedSlot, reason: impl Into<String>) -> Error {
    Error::Slot { slot: slot.slot.clone(), value: slot.value.clone(), reason: reason.into() }
}

/// The value as one of a closed set or another type with a spelling; empty is none.
fn word<T>(slot: &CorrectedSlot) -> Result<Option<T>>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    if slot.value.is_empty() {
        return Ok(None);
    }
    slot.value.parse().map(Some).map_err(|error: T::Err| refused(slot, error.to_string()))
}

fn text(slot: &CorrectedSlot) -> Option<String> {
    Some(slot.value.clone()).filter(|value| !value.is_empty())
}

pub(crate) fn list(slot: &CorrectedSlot) -> Vec<String> {
    slot.value.split([',', ';']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn number(slot: &CorrectedSlot) -> Result<Option<f64>> {
    if slot.value.is_empty() {
        return Ok(None);
    }
    let digits: String =
        slot.value.chars().filter(|character| !matches!(character, '_' | ',' | ' ')).collect();
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(refused(slot, "not a number; write 1200 or 1,200 or 0.7")),
    }
}

/// An ISO 3166-1 alpha-2 code in capitals; empty is none.
fn country(slot: &CorrectedSlot) -> Result<Option<String>> {
    match text(slot).map(|code| code.to_uppercase()) {
        Some(code) if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Some(code)),
        Some(_) => Err(refused(slot, "not an ISO 3166 code of two letters, such as PL")),
        None => Ok(None),
    }
}

fn set_slot(claim: &mut Claim, slot: &CorrectedSlot) -> Result<()> {
    let quantity = |claim: &mut Claim, set: &dyn Fn(&mut Quantity)| {
        set(claim.quantity.get_or_insert_with(Quantity::default));
    };
    match slot.slot.as_str() {
        "low" | "point" | "high" => {
            number(slot)?;
        }
        "unit" => quantity(claim, &|q| q.unit = text(slot).map(Unit::from)),
        "period" => {
            let period = word(slot)?;
            quantity(claim, &|q| q.period = period);
        }
        "measure" => {
            let measure = word(slot)?;
            quantity(claim, &|q| q.measure = measure);
        }
        "direction" => {
            let direction = word(slot)?;
            quantity(claim, &|q| q.direction = direction);
        }
        "hedges" => {
            let hedges: Result<Vec<_>, _> = list(slot).iter().map(|hedge| hedge.parse()).collect();
            let hedges = hedges.map_err(|error: model::UnknownWord| refused(slot, error.to_string()))?;
            quantity(claim, &|q| {
                q.hedges.clear();
                hedges.iter().for_each(|hedge| q.hedge(*hedge));
            });
        }
        "derived" => {
            let derived = word(slot)?.unwrap_or(false);
            quantity(claim, &|q| q.derived = derived);
        }
        "equivalent" => {
            let equivalent = equivalent(slot)?;
            quantity(claim, &|q| q.equivalent = equivalent.clone());
        }
        "subject" => claim.subject = text(slot),
        "origin" => claim.origin = country(slot)?,
        "places" => claim.places = list(slot),
        "site" => claim.site = text(slot),
        "sectors" => {
            claim.sectors = list(slot);
            claim.isic = claims::isic::codes(&claim.sectors);
        }
        "employer" => claim.employer = text(slot),
        "role" => claim.role = text(slot),
        "grade" => claim.grade = text(slot),
        "market" => claim.market = country(slot)?,
        "act" => claim.act = text(slot),
        "trend" => claim.trend = word(slot)?,
        "time" => claim.time = word(slot)?,
        "time_basis" => claim.time_basis = word(slot)?,
        "stance" => claim.stance = word(slot)?.ok_or_else(|| refused(slot, "a claim always has a stance"))?,
        "ilo" => claim.ilo = word(slot)?,
        "speaker" => set_speaker(claim, slot),
        "speaker_type" => set_speaker_type(claim, slot)?,
        _ => return Err(refused(slot, "there is no such slot")),
    }
    if claim.kind == Kind::Indicator && claim.ilo.is_none() {
        return Err(refused(slot, "an indicator needs its code, ILO-01 to ILO-11"));
    }
    Ok(())
}

fn equivalent(slot: &CorrectedSlot) -> Result<Option<Equivalent>> {
    if slot.value.is_empty() {
        return Ok(None);
    }
    let wrong = || refused(slot, "write a number and a currency, such as 260 USD");
    let (value, currency) = slot.value.rsplit_once(' ').ok_or_else(wrong)?;
    let value = number(&CorrectedSlot { slot: slot.slot.clone(), value: value.to_owned() })?;
    let is_code = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    match value {
        Some(value) if is_code => Ok(Some(Equivalent { value, currency: currency.to_owned() })),
        _ => Err(wrong()),
    }
}

fn set_speaker(claim: &mut Claim, slot: &CorrectedSlot) {
    let Some(name) = text(slot).filter(|name| name != "none") else {
        claim.attribution = Attribution::none();
        return;
    };
    let cue = name.clone();
    let speaker = Speaker { name, kind: SpeakerType::Group, year: None, cue, affiliation: None };
    claim.attribution = Attribution { speakers: vec![speaker], mode: AttributionMode::Explicit };
}

fn set_speaker_type(claim: &mut Claim, slot: &CorrectedSlot) -> Result<()> {
    let kind = word(slot)?.ok_or_else(|| refused(slot, "a speaker always has a type"))?;
    match claim.attribution.speakers.last_mut() {
        Some(innermost) => innermost.kind = kind,
        None => return Err(refused(slot, "nobody is named: set speaker first")),
    }
    Ok(())
}

/// Low, point and high together are one amount, so they are set together. A new point replaces an interval, a new end
/// replaces a point.
fn set_amount(claim: &mut Claim, slots: &[CorrectedSlot]) -> Result<()> {
    let given = |name: &str| slots.iter().rev().find(|slot| slot.slot == name);
    let (low, point, high) = (given("low"), given("point"), given("high"));
    let Some(any) = low.or(point).or(high) else { return Ok(()) };
    let quantity = claim.quantity.get_or_insert_with(Quantity::default);
    let ends_given = low.or(high).is_some_and(|slot| !slot.value.is_empty());
    let point_given = point.is_some_and(|slot| !slot.value.is_empty());
    let value = |slot: Option<&CorrectedSlot>, before: Option<f64>, replaced: bool| match slot {
        Some(slot) => number(slot),
        None => Ok(before.filter(|_| !replaced)),
    };
    let before = quantity.amount;
    let low = value(low, before.and_then(Amount::low), point_given)?;
    let high = value(high, before.and_then(Amount::high), point_given)?;
    let point = value(point, before.and_then(Amount::as_point), ends_given)?;
    quantity.amount = match (low, point, high) {
        (None, None, None) => None,
        _ => Some(Amount::from_bounds(low, point, high).map_err(|error| refused(any, error.to_string()))?),
    };
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use model::{ClaimId, Passage, RuleId, SourceId};

    /// A head count of 800 without any other slot.
    pub(crate) fn claim() -> Claim {
        Claim {
            quantity: Some(Quantity { amount: Amount::point(800.0).ok(), ..Quantity::default() }),
            ..Claim::bare(
                ClaimId::derive(&SourceId::of(b""), Kind::WorkerCount, None, None, "800", 0),
                Kind::WorkerCount,
                Passage {
                    start: 0,
                    end: 3,
                    exact: "800".to_owned(),
                    prefix: String::new(),
                    suffix: String::new(),
                },
                RuleId::person(),
            )
        }
    }

    fn set(slots: &[&str]) -> Result<Claim> {
        let mut claim = claim();
        let slots: Result<Vec<_>> = slots.iter().map(|slot| parse_slot(slot)).collect();
        set_slots(&mut claim, &slots?).map(|()| claim)
    }

    fn bounds(claim: &Claim) -> (Option<f64>, Option<f64>, Option<f64>) {
        let amount = claim.quantity.as_ref().and_then(|quantity| quantity.amount);
        (amount.and_then(Amount::low), amount.and_then(Amount::as_point), amount.and_then(Amount::high))
    }

    #[test]
    fn ends_replace_a_point_and_are_checked_together() {
        assert_eq!(bounds(&set(&["high=800", "low=500"]).unwrap()), (Some(500.0), None, Some(800.0)));
        assert_eq!(bounds(&set(&["point=1,200"]).unwrap()), (None, Some(1200.0), None));
        assert_eq!(bounds(&set(&["point="]).unwrap()), (None, None, None));
        let error = set(&["low=9", "high=8"]).unwrap_err();
        assert_eq!(error.to_string(), "low=9: the low end 9 lies above the high end 8");
    }

    #[test]
    fn lists_words_and_speakers_are_set_and_cleared() {
        let claim = set(&[
            "places=PL, Szczecin",
            "hedges=nearly,approximately",
            "period=month",
            "time=2016-03",
            "speaker=Example Watch",
            "speaker_type=ngo",
            "equivalent=1,200 USD",
        ])
        .unwrap();
        assert_eq!(claim.places, ["PL", "Szczecin"]);
        assert_eq!(claim.attribution.speakers[0].kind, SpeakerType::Ngo);
        let quantity = claim.quantity.unwrap();
        assert_eq!(quantity.hedges.len(), 2);
        assert_eq!(quantity.equivalent.unwrap().value, 1200.0);
        assert!(set(&["speaker=none"]).unwrap().attribution.speakers.is_empty());
    }

    #[test]
    fn what_does_not_fit_is_refused_with_what_is_known() {
        for (slot, words) in [
            ("measure=pile", "known: stock, flow, quota, change, planned"),
            ("weight=3", "there is no such slot; known: low, point"),
            ("point=many", "not a number"),
            ("origin=Poland", "not an ISO 3166 code"),
            ("time=last year", "not an EDTF time"),
            ("stance=", "always has a stance"),
            ("places", "write slot=value"),
            ("speaker_type=ngo", "set speaker first"),
        ] {
            let error = set(&[slot]).unwrap_err().to_string();
            assert!(error.contains(words), "{slot}: {error}");
        }
    }
}
