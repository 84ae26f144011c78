//! Numbers that the text does not give but fixes: "that amount has doubled", "a third of them", "the rest".
//!
//! Each is computed only where its inputs are certain: the base is the one number of its kind in the nearest sentence that
//! has any, and both ends of it are known. The evidence of slot `derived` holds the words of each input and, last, the words
//! that ask for the operation, with the sum written out.

use super::{Before, Context};
use crate::propose::Proposal;
use crate::quantity::Dimension;
use crate::rules::Derivation;
use model::{Amount, Claim, Direction, Kind, Quantity, SlotEvidence, Unit};

/// How many sentences back people are counted of whom the text speaks as "them".
const SENTENCES_BACK: usize = 1;

/// The quantity that a derivation gives, `None` where an input is missing or not certain.
pub(super) fn quantity(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    derivation: Derivation,
    before: &Before<'_, '_>,
    evidence: &mut Vec<SlotEvidence>,
) -> Option<Quantity> {
    let kind = context.frame(proposal).kind;
    let (inputs, sum, quantity) = match derivation {
        Derivation::Times(factor) => times(before, proposal, kind, factor)?,
        Derivation::Part => part(context, before, proposal, kind)?,
        Derivation::Remainder => remainder(before, proposal, kind)?,
        Derivation::RestOfWage => rest_of_wage(before)?,
    };
    evidence.extend(inputs.into_iter().map(|claim| SlotEvidence {
        slot: DERIVED.to_owned(),
        start: claim.passage.start,
        end: claim.passage.end,
        words: claim.passage.exact.clone(),
        note: Some("taken from here".to_owned()),
    }));
    evidence.extend(context.evidence(DERIVED, &proposal.quote, Some(&sum)));
    Some(quantity)
}

/// The slot whose evidence shows the arithmetic.
const DERIVED: &str = "derived";

/// Inputs, the sum written out, and what comes out.
type Sum<'b> = (Vec<&'b Claim>, String, Quantity);

/// The last number of a kind times a factor. Of people it is only certain which number is meant right after it.
fn times<'b>(before: &'b Before<'_, '_>, proposal: &Proposal, kind: Kind, factor: f64) -> Option<Sum<'b>> {
    let base = base(before, proposal, kind)?;
    let stated = base.quantity.as_ref()?;
    let amount = stated.amount?.scaled(factor)?;
    let sum = format!("{} × {} = {}", told(stated.amount?), number(factor), told(amount));
    let hedges = Vec::new();
    Some((
        vec![base],
        sum,
        Quantity { amount: Some(amount), derived: true, equivalent: None, hedges, ..stated.clone() },
    ))
}

/// A share of the people counted before.
fn part<'b>(
    context: &Context<'_, '_>,
    before: &'b Before<'_, '_>,
    proposal: &Proposal,
    kind: Kind,
) -> Option<Sum<'b>> {
    let share = &context.analysis.quantities.get(proposal.quantity?)?.mention;
    if share.dimension != Dimension::Share {
        return None;
    }
    let base = base(before, proposal, kind)?;
    let stated = base.quantity.as_ref()?;
    let (whole, share_of) = (ends(stated.amount?)?, ends(share.amount)?);
    let (low, high) = ((whole.0 * share_of.0).round(), (whole.1 * share_of.1).round());
    let amount = closed(low, high).filter(|_| share_of.0 > 0.0 && share_of.1 < 1.0)?;
    let sum = format!("{} × {} = {}", told(stated.amount?), told(share.amount), told(amount));
    let hedges = share.hedges.clone();
    Some((
        vec![base],
        sum,
        Quantity { amount: Some(amount), derived: true, equivalent: None, hedges, ..stated.clone() },
    ))
}

/// What is left of the people counted when the parts named after them are taken off.
fn remainder<'b>(before: &'b Before<'_, '_>, proposal: &Proposal, kind: Kind) -> Option<Sum<'b>> {
    let near = |number: &usize| before.sentence(*number) + SENTENCES_BACK >= proposal.sentence;
    let counted: Vec<&Claim> = (0..before.claims.len())
        .filter(near)
        .map(|number| &before.claims[number])
        .filter(|claim| {
            claim.kind == kind && claim.quantity.as_ref().is_some_and(|quantity| quantity.amount.is_some())
        })
        .collect();
    let (base, parts) = counted.split_first().filter(|(_, parts)| !parts.is_empty())?;
    let stated = base.quantity.as_ref()?;
    let exact = |claim: &&Claim| claim.quantity.as_ref()?.amount?.as_point();
    let whole = exact(base)?;
    let taken = parts.iter().map(exact).collect::<Option<Vec<f64>>>()?;
    let left = whole - taken.iter().sum::<f64>();
    let same_people = parts
        .iter()
        .all(|part| part.quantity.as_ref().is_some_and(|quantity| quantity.measure == stated.measure));
    let amount = Amount::point(left).ok().filter(|_| left > 0.0 && same_people)?;
    let minus: String = taken.iter().map(|part| format!(" − {}", number(*part))).collect();
    let sum = format!("{}{minus} = {}", number(whole), number(left));
    let hedges = Vec::new();
    let quantity =
        Quantity { amount: Some(amount), derived: true, equivalent: None, hedges, ..stated.clone() };
    Some((counted, sum, quantity))
}

/// What the worker does not receive of what the employer pays, as a share.
fn rest_of_wage<'b>(before: &'b Before<'_, '_>) -> Option<Sum<'b>> {
    let (paid, kept) = (before.last(Kind::WageGross)?, before.last(Kind::WageReceived)?);
    let (gross, received) = (paid.quantity.as_ref()?, kept.quantity.as_ref()?);
    if gross.unit != received.unit || gross.period != received.period {
        return None;
    }
    let (whole, left) = (ends(gross.amount?)?, ends(received.amount?)?);
    let share = |gross: f64, received: f64| ((gross - received) / gross * 1000.0).round() / 1000.0;
    let (low, high) = (share(whole.0, left.1), share(whole.1, left.0));
    let possible = whole.0 > 0.0 && (0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high);
    let amount = closed(low, high).filter(|_| possible)?;
    let (gross, received) = (told(gross.amount?), told(received.amount?));
    let sum = format!("({gross} − {received}) ÷ {gross} = {}", told(amount));
    let quantity = Quantity {
        amount: Some(amount),
        unit: Some(Unit::Fraction),
        direction: Some(Direction::Retained),
        derived: true,
        ..Quantity::default()
    };
    Some((vec![paid, kept], sum, quantity))
}

/// The one number of a kind in the nearest sentence that has any.
fn base<'b>(before: &'b Before<'_, '_>, proposal: &Proposal, kind: Kind) -> Option<&'b Claim> {
    let of_kind = |number: &usize| before.claims[*number].kind == kind;
    let last = (0..before.claims.len()).rev().find(of_kind)?;
    let sentence = before.sentence(last);
    let counts_people = matches!(kind, Kind::WorkerCount | Kind::VictimCount);
    if counts_people && sentence + SENTENCES_BACK < proposal.sentence {
        return None;
    }
    let mut rivals = (0..last).filter(|number| of_kind(number) && before.sentence(*number) == sentence);
    if rivals.next().is_some() {
        return None;
    }
    let base = &before.claims[last];
    base.quantity.as_ref().is_some_and(|quantity| quantity.amount.is_some()).then_some(base)
}

/// Both ends of a closed amount.
fn ends(amount: Amount) -> Option<(f64, f64)> {
    match amount.as_point() {
        Some(point) => Some((point, point)),
        None => Some((amount.low()?, amount.high()?)),
    }
}

fn closed(low: f64, high: f64) -> Option<Amount> {
    if low == high { Amount::point(low).ok() } else { Amount::between(low, high).ok() }
}

/// An amount as it stands in a sum: "3,000", "150–200", "≥ 800".
fn told(amount: Amount) -> String {
    match (amount.low(), amount.as_point(), amount.high()) {
        (_, Some(point), _) => number(point),
        (Some(low), _, Some(high)) => format!("{}–{}", number(low), number(high)),
        (Some(low), ..) => format!("≥ {}", number(low)),
        (_, _, Some(high)) => format!("≤ {}", number(high)),
        _ => String::new(),
    }
}

/// A number with its thousands apart, and at most three decimals.
fn number(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    let text = rounded.to_string();
    let (whole, decimals) =
        text.split_once('.').map_or((text.as_str(), ""), |(whole, decimals)| (whole, decimals));
    let digits = whole.trim_start_matches('-').len();
    let mut out = String::new();
    let mut left = digits;
    for character in whole.chars() {
        out.push(character);
        if character.is_ascii_digit() {
            left -= 1;
            if left > 0 && left % 3 == 0 {
                out.push(',');
            }
        }
    }
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_sums_with_their_thousands_apart() {
        assert_eq!(number(15_000.0), "15,000");
        assert_eq!(number(1_234_567.25), "1,234,567.25");
        assert_eq!(number(0.333_333), "0.333");
        assert_eq!(number(999.0), "999");
        assert_eq!(told(Amount::between(150.0, 2_000.0).unwrap()), "150–2,000");
        assert_eq!(told(Amount::from(800.0).unwrap()), "≥ 800");
    }
}
