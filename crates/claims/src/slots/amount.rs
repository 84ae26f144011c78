//! How much: the stated number in the unit of its kind, or one computed from a number stated before.

use super::{Before, Context, derived};
use crate::gazetteer::Gazetteer;
use crate::propose::Proposal;
use crate::quantity::{Dimension, DurationUnit};
use model::{Kind, Measure, Period, Quantity, SlotEvidence, Unit};
use std::ops::Range;

/// The quantity of a claim; empty for claims without a number, `None` where a number was wanted and there is none.
pub(super) fn quantity(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    before: &Before<'_, '_>,
    evidence: &mut Vec<SlotEvidence>,
) -> Option<Quantity> {
    let frame = context.frame(proposal);
    let fixed = &frame.fixed;
    if let Some(derivation) = fixed.derive {
        return derived::quantity(context, proposal, derivation, before, evidence);
    }
    let mut quantity = Quantity { direction: fixed.direction, period: fixed.period, ..Quantity::default() };
    quantity.measure = fixed.measure;
    let Some(number) = proposal.quantity else {
        // A frame of a numeric kind without a number speaks of a vague amount: "much of their earnings".
        return Some(quantity);
    };
    let found = &context.analysis.quantities[number];
    let mention = &found.mention;
    quantity.amount = Some(mention.amount);
    evidence.extend(context.evidence("amount", &mention.core, None));
    for hedge in &mention.hedges {
        quantity.hedge(*hedge);
    }
    quantity.equivalent = mention.equivalent.clone();
    quantity.unit = match &mention.dimension {
        Dimension::Money(code) if code == UNKNOWN_CURRENCY => {
            currency_of_place(context, proposal, &mention.core).map(Unit::Currency)
        }
        Dimension::Money(code) => Some(Unit::Currency(code.clone())),
        Dimension::Share => Some(Unit::Fraction),
        Dimension::Hours => Some(Unit::Hour),
        Dimension::Duration(unit) => {
            quantity.amount = Some(mention.amount.scaled(months(*unit))?);
            Some(Unit::Month)
        }
        Dimension::Count => Some(fixed.unit.clone().map_or_else(|| counted(frame.kind), Unit::from)),
        Dimension::NoClaim(_) => return None,
    };
    let per = matches!(mention.dimension, Dimension::Money(_) | Dimension::Hours)
        || quantity.measure == Some(Measure::Flow);
    if per && quantity.period.is_none() {
        quantity.period = mention.period;
        if let Some(tokens) = &mention.period_tokens {
            evidence.extend(context.evidence("period", tokens, None));
        }
        if quantity.period.is_none()
            && matches!(frame.kind, Kind::WageGross | Kind::WageReceived | Kind::Levy)
        {
            inherit_period(context, proposal, &mut quantity, evidence);
        }
    }
    if frame.kind == Kind::WorkingHours && quantity.period.is_none() {
        quantity.period = Some(period_of_hours(context, proposal)?);
    }
    if quantity.measure.is_none() && takes_measure(frame.kind) {
        quantity.measure = Some(Measure::Stock);
    }
    Some(quantity)
}

/// "earn $700 a month although they only receive $150": the period of the clause before, in the same sentence.
fn inherit_period(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    quantity: &mut Quantity,
    evidence: &mut Vec<SlotEvidence>,
) {
    let analysis = context.analysis;
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let before =
        analysis.quantities.partition_point(|other| other.mention.tokens.end <= proposal.quote.start);
    let mut before = analysis.quantities[..before].iter().rev();
    let earlier = before
        .by_ref()
        .take_while(|other| other.mention.tokens.start >= sentence.start)
        .find(|other| matches!(other.mention.dimension, Dimension::Money(_)));
    if let Some(period) = earlier.and_then(|other| other.mention.period) {
        quantity.period = Some(period);
        let tokens = earlier.and_then(|other| other.mention.period_tokens.clone());
        if let Some(tokens) = tokens {
            evidence.extend(context.evidence("period", &tokens, Some("taken over from the clause before")));
        }
    }
}

/// ISO 4217: no currency; here, a noun that several countries use ("dinars").
const UNKNOWN_CURRENCY: &str = "XXX";

/// How many sentences back a country is looked for that tells whose currency is meant.
const REACH: usize = 256;

/// The currency of that noun in a country that the sentence, or else the paragraph, names.
fn currency_of_place(context: &Context<'_, '_>, proposal: &Proposal, core: &Range<usize>) -> Option<String> {
    let analysis = context.analysis;
    let words: Vec<&str> = core.clone().map(|token| analysis.word_at(token)).collect();
    let found = (0..words.len()).find_map(|at| Gazetteer::embedded().currency_at(&words[at..]))?;
    let paragraph = analysis.sentences[proposal.sentence].paragraph;
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let first = analysis.sentences.partition_point(|earlier| earlier.paragraph + 1 < paragraph);
    let first = analysis.sentences[first.max(proposal.sentence.saturating_sub(REACH))].tokens.start;
    let of = |range: &Range<usize>| {
        let countries =
            analysis.mentions_in(range).iter().filter_map(|mention| mention.entry()?.country_code());
        let mut codes = countries.filter_map(|country| {
            found.candidates.iter().find(|currency| currency.tender && currency.countries.contains(&country))
        });
        codes.next().map(|currency| currency.code.to_owned())
    };
    of(&sentence).or_else(|| of(&(first..sentence.end))).or_else(|| {
        let of_page = |country: &'static str| {
            found.candidates.iter().find(|currency| currency.countries.contains(&country))
        };
        let mut countries = context.scene.host.into_iter().chain(context.scene.origin);
        countries.find_map(of_page).map(|currency| currency.code.to_owned())
    })
}

/// "The working day lasts 14 hours", "shifts ran to 20 hours": hours of a day; "weeks of 64 hours". Other hours without a
/// period are no working time.
fn period_of_hours(context: &Context<'_, '_>, proposal: &Proposal) -> Option<Period> {
    if context.other.is_some() {
        return Some(Period::Day);
    }
    let sentence = &context.analysis.sentences[proposal.sentence].tokens;
    let before = sentence.start..proposal.quote.start;
    before.rev().find_map(|token| match context.analysis.word_at(token).to_ascii_lowercase().as_str() {
        "day" | "days" | "daily" | "shift" | "shifts" | "workday" | "workdays" => Some(Period::Day),
        "weeks" | "workweek" | "workweeks" => Some(Period::Week),
        _ => None,
    })
}

const fn takes_measure(kind: Kind) -> bool {
    matches!(kind, Kind::WorkerCount | Kind::VictimCount | Kind::EmployerCount | Kind::ListSize)
}

fn counted(kind: Kind) -> Unit {
    match kind {
        Kind::HostCountryCount => Unit::Country,
        Kind::EmployerCount | Kind::ListSize => Unit::Company,
        _ => Unit::Person,
    }
}

/// Months in a unit of duration; a month counts 365.25/12 days.
const fn months(unit: DurationUnit) -> f64 {
    const DAYS: f64 = 365.25 / 12.0;
    match unit {
        DurationUnit::Second => 1.0 / (86_400.0 * DAYS),
        DurationUnit::Minute => 1.0 / (1_440.0 * DAYS),
        DurationUnit::Day => 1.0 / DAYS,
        DurationUnit::Week => 7.0 / DAYS,
        DurationUnit::Month => 1.0,
        DurationUnit::Year => 12.0,
        DurationUnit::Decade => 120.0,
        DurationUnit::Century => 1_200.0,
    }
}
