use crate::app::{App, End};
use crate::format::{printable, short};
use archive::NewReview;
use clap::Args;
use model::{ReviewState, Verdict};
use std::io::Write;

/// Confirm, correct or reject a claim. Nothing is overwritten: the last verdict counts.
///
/// Corrections add up, and of the same slot the later one wins; `confirm` confirms the claim as it is shown, with them.
/// Slots for `correct`: low, point, high, unit, period, measure, direction, hedges, derived, equivalent, subject, origin,
/// places, site, sectors, employer, role, grade, market, act, trend, time, time_basis, stance, ilo, speaker, speaker_type.
/// Countries are ISO 3166-1 codes or English names, units person, country, company, fraction, hour, month, a currency such as
/// USD, or what is counted. Only an empty value (`point=`) clears a slot. Example: `manumit review 1a2b3c4d correct high=800 low=500 places=PL`.
#[derive(Debug, Args)]
pub(crate) struct ReviewArgs {
    /// The claim, by the beginning of its id.
    claim: String,
    /// confirm, correct or reject.
    verdict: Verdict,
    /// For `correct`: the slots that change, as slot=value.
    #[arg(value_name = "SLOT=VALUE")]
    corrections: Vec<String>,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

pub(crate) fn run_review(app: &App, args: ReviewArgs) -> anyhow::Result<End> {
    let corrections: engine::Result<Vec<_>> =
        args.corrections.iter().map(|slot| engine::parse_slot(slot)).collect();
    let corrections = corrections?;
    if args.verdict != Verdict::Correct && !corrections.is_empty() {
        return Err(engine::Error::Slot {
            slot: corrections[0].slot.clone(),
            value: corrections[0].value.clone(),
            reason: format!("only `correct` changes slots, not `{}`", args.verdict),
        }
        .into());
    }
    let engine::CheckedSlots { slots: corrections, notes } = engine::check_slots(&corrections)?;
    let workspace = app.open_for_writing("review")?;
    let claim = workspace.resolve_claim(&args.claim)?;
    let review = NewReview { claim: claim.clone(), verdict: args.verdict, corrections, note: args.note };
    let review = engine::review(&workspace, &app.act(), &review)?;
    tell_notes(app, &notes)?;
    let state = ReviewState::from(review.verdict);
    writeln!(app.messages(), "claim {} is {state}, by {}", short(claim.as_str()), review.reviewer)?;
    Ok(End::Done)
}

/// Tells what was written otherwise than given.
pub(super) fn tell_notes(app: &App, notes: &[String]) -> std::io::Result<()> {
    notes.iter().try_for_each(|note| writeln!(app.messages(), "note: {}", printable(note)))
}
