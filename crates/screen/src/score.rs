//! The rule: from names and facts to one number. Explained in `docs/screening.md`.

use crate::address;
use crate::date::{DateFit, PartialDate};
use crate::facts::{Facts, code};
use crate::reason::{Agreement, Part, Reason};

/// Name and version of the rule; a change of it may change answers.
pub const ALGORITHM: &str = "manumit-screen-1";

/// A result that scores this or more is an alert. Fixed: the same for every list and query.
pub const THRESHOLD: f64 = 0.7;

/// Names that score less are never lifted by other facts.
pub(crate) const LIFTED_FROM: f64 = 0.66;

/// The score of two entities that share an identifier, whatever their names are.
const SAME_NUMBER: f64 = 0.97;

/// What a fact does: lifts a score by a part of what is missing to 1, or lowers it to a part of itself.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Effect {
    Lifts(f64),
    Lowers(f64),
    Nothing,
}

impl Effect {
    fn apply(self, score: f64) -> f64 {
        match self {
            Effect::Lifts(part) if score >= LIFTED_FROM => score + (1.0 - score) * part,
            Effect::Lowers(part) => score * part,
            Effect::Lifts(_) | Effect::Nothing => score,
        }
    }
}

/// The words of the query's addresses, looked at once.
pub(crate) type AddressWords = [Vec<Box<str>>];

/// What the facts beside names make of a score; each that bears on it is told to `tell`.
pub(crate) fn with_facts(
    begun: f64,
    asked: &Facts,
    asked_addresses: &AddressWords,
    known: &Facts,
    mut tell: impl FnMut(Part, Agreement, &dyn Fn() -> (String, String), f64, Option<&'static str>),
) -> f64 {
    let mut score = begun;
    let mut step = |score: &mut f64,
                    part: Part,
                    agreement: Agreement,
                    effect: Effect,
                    words: &dyn Fn() -> (String, String),
                    property: Option<&'static str>| {
        let after = effect.apply(*score);
        tell(part, agreement, words, after - *score, property);
        *score = after;
    };
    if let Some((one, other, fit)) = best_dates(&asked.dates, &known.dates) {
        let (agreement, effect) = match fit {
            DateFit::SameDay => (Agreement::Agrees, Effect::Lifts(0.4)),
            DateFit::SameYear => (Agreement::Nearly, Effect::Lifts(0.25)),
            DateFit::Slip => (Agreement::Nearly, Effect::Lifts(0.1)),
            DateFit::NextYear => (Agreement::Nearly, Effect::Nothing),
            DateFit::Other => (Agreement::Differs, Effect::Lowers(0.72)),
        };
        step(&mut score, Part::Date, agreement, effect, &|| (one.to_string(), other.to_string()), None);
    }
    if !asked.countries.is_empty() && !known.countries.is_empty() {
        let shared = asked.countries.iter().find(|country| known.countries.contains(country));
        let list =
            |facts: &Facts| facts.countries.iter().map(|one| code(*one)).collect::<Vec<_>>().join(", ");
        match shared {
            Some(shared) => step(
                &mut score,
                Part::Country,
                Agreement::Agrees,
                Effect::Lifts(0.2),
                &|| (code(*shared), code(*shared)),
                None,
            ),
            None => step(
                &mut score,
                Part::Country,
                Agreement::Differs,
                Effect::Lowers(0.87),
                &|| (list(asked), list(known)),
                None,
            ),
        }
    }
    if let (Some(one), Some(other)) = (asked.gender, known.gender)
        && one != other
    {
        let words = || (one.as_str().to_owned(), other.as_str().to_owned());
        step(&mut score, Part::Gender, Agreement::Differs, Effect::Lowers(0.75), &words, None);
    }
    let likeness = known.addresses.iter().map(|address| {
        let words = address::words(address);
        asked_addresses.iter().map(|asked| address::likeness(asked, &words)).fold(0.0, f64::max)
    });
    let address = if asked_addresses.is_empty() {
        None
    } else {
        likeness.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, likeness)| *likeness >= 0.6)
    };
    if let Some((at, likeness)) = address {
        let agreement = if likeness > 0.9 { Agreement::Agrees } else { Agreement::Nearly };
        let words = || {
            let asked = asked.addresses.first().map(ToString::to_string).unwrap_or_default();
            (asked, known.addresses.get(at).map(ToString::to_string).unwrap_or_default())
        };
        step(&mut score, Part::Address, agreement, Effect::Lifts(0.3 * likeness), &words, None);
    }
    let same = asked.numbers.iter().find_map(|one| {
        known.numbers.iter().find(|other| other.value == one.value).map(|other| (one, other))
    });
    let differing = || {
        asked.numbers.iter().filter(|one| one.is_for_life()).find_map(|one| {
            known.numbers.iter().find(|other| other.kind == one.kind).map(|other| (one, other))
        })
    };
    if let Some((one, other)) = same {
        let words = || (one.value.to_string(), other.value.to_string());
        let after = score.max(SAME_NUMBER);
        tell(Part::Identifier, Agreement::Agrees, &words, after - score, Some(other.kind_name()));
        score = after;
    } else if let Some((one, other)) = differing() {
        let words = || (one.value.to_string(), other.value.to_string());
        let property = Some(other.kind_name());
        step(&mut score, Part::Identifier, Agreement::Differs, Effect::Lowers(0.65), &words, property);
    }
    score.clamp(0.0, 1.0)
}

/// The two dates that fit best; none where one side has none.
fn best_dates(asked: &[PartialDate], known: &[PartialDate]) -> Option<(PartialDate, PartialDate, DateFit)> {
    asked
        .iter()
        .flat_map(|one| known.iter().map(move |other| (*one, *other, one.fit(*other))))
        .min_by_key(|(_, _, fit)| *fit)
}

/// A reason with the words written out.
pub(crate) fn reason(
    part: Part,
    agreement: Agreement,
    words: &dyn Fn() -> (String, String),
    effect: f64,
    property: Option<&'static str>,
) -> Reason {
    let (query, entity) = words();
    let property = property.map(str::to_owned);
    Reason { part, agreement, query, entity, effect: rounded(effect), property, words: Vec::new() }
}

/// How much the parts in common must tell, in bits, for a name to be unmistakable.
const UNMISTAKABLE: f64 = 24.0;

/// What a name alone can score, where the parts in common tell nothing and where they are unmistakable.
const COMMON_NAME: f64 = 0.85;
const RARE_NAME: f64 = 0.9;

/// The score that a name gives before facts are looked at.
///
/// Names that are the same keep room above them, so that a fact which agrees still shows; the rarer the name, the more it is worth. The
/// threshold stays where it is: rarity makes no alert, and takes none away.
pub(crate) fn from_name(score: f64, bits: f64) -> f64 {
    if score < THRESHOLD {
        return score;
    }
    let rarity = (bits / UNMISTAKABLE).clamp(0.0, 1.0);
    let most = COMMON_NAME + (RARE_NAME - COMMON_NAME) * rarity;
    THRESHOLD + (score - THRESHOLD) / (1.0 - THRESHOLD) * (most - THRESHOLD)
}

/// Four decimals, so that a threshold is met on every machine alike.
pub(crate) fn rounded(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}
