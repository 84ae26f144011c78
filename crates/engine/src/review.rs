//! `review` and `claim add`: what people make of claims, and claims of their own.

use crate::checked::{check_amount, check_slots};
use crate::ledger::corrected;
use crate::slots::set_slots;
use crate::{Error, Result};
use archive::{Act, ClaimFilter, DocumentRecord, NewReview, Workspace};
use model::{
    Claim, ClaimId, Clearance, CodePoints, CorrectedSlot, Joined, Kind, Passage, Review, RuleId, SourceId,
    Span, Verdict, Zone,
};

/// Records what a person makes of a claim. Nothing is overwritten: corrections add up, and the last verdict counts.
///
/// # Errors
/// If there is no such claim, a corrected slot cannot have its value, or a correction names no slot.
pub fn review(workspace: &Workspace, act: &Act, review: &NewReview) -> Result<Review> {
    let record = workspace.claim(Clearance::Workspace, &review.claim)?;
    if review.verdict == Verdict::Correct && review.corrections.is_empty() {
        return Err(Error::Slot {
            slot: "correct".to_owned(),
            value: String::new(),
            reason: "say which slots change, as slot=value".to_owned(),
        });
    }
    if review.verdict == Verdict::Supersede {
        return Err(Error::Slot {
            slot: "verdict".to_owned(),
            value: review.verdict.to_string(),
            reason: "only a newer version of its table supersedes a claim; `reject` it instead".to_owned(),
        });
    }
    let corrections = check_slots(&review.corrections)?.slots;
    let mut claim = corrected(record.get());
    set_slots(&mut claim, &corrections)?;
    check_amount(&claim, &corrections)?;
    let is_moved = !corrections.is_empty();
    let written = workspace.add_review(act, &NewReview { corrections, ..review.clone() })?;
    if is_moved {
        workspace.order_claims(&written.source, &[claim])?;
    }
    Ok(written)
}

/// A claim that a person makes from a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClaim {
    /// The source.
    pub source: SourceId,
    /// Words of the source; white space may differ.
    pub quote: String,
    /// Which occurrence of these words, from 1, where there are several.
    pub occurrence: Option<usize>,
    /// What is asserted.
    pub kind: Kind,
    /// Its slots.
    pub slots: Vec<CorrectedSlot>,
}

/// Adds a person's own claim, bound to a passage like any other.
///
/// # Errors
/// If the words do not stand in the source, or stand there several times and no occurrence is given; if a slot cannot
/// have its value; if the claim stands already.
pub fn add_claim(workspace: &Workspace, act: &Act, new: &NewClaim) -> Result<ClaimId> {
    let source_id = new.source.as_str().get(..8).unwrap_or_default().to_owned();
    let documents = workspace.documents_of(Clearance::Workspace, &new.source)?;
    let Some(record) = documents.into_iter().map(model::Cleared::into_inner).find(has_text) else {
        // Asking for the source tells a sealed or unknown one from one that could not be read.
        workspace.source(Clearance::Workspace, &new.source)?;
        return Err(Error::NoText { source_id, reason: "it could not be read".to_owned() });
    };
    let text = &record.document.text;
    let places = occurrences(text, &new.quote);
    let span = match (new.occurrence, places.as_slice()) {
        (None, [only]) => *only,
        (Some(number), _) if number > 0 && number <= places.len() => places[number - 1],
        (_, []) => return Err(Error::QuoteNotFound { source_id, quote: new.quote.clone() }),
        _ => return Err(Error::QuoteAmbiguous { source_id, count: places.len() }),
    };
    let claim = bind(workspace, &record, span, new)?;
    workspace.add_claim(act, &record.id, &claim)?;
    Ok(claim.id)
}

fn has_text(record: &DocumentRecord) -> bool {
    !record.document.text.is_empty()
}

/// Where the words stand, white space counting as any other white space, and words that line ends cut as whole.
fn occurrences(text: &str, quote: &str) -> Vec<Span> {
    let (view, quote) = (Joined::of(text), Joined::of(quote));
    let text = view.text();
    let words: Vec<&str> = quote.text().split_whitespace().collect();
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    text.match_indices(first)
        .filter_map(|(start, found)| {
            let mut end = start + found.len();
            for word in rest {
                let tail = text.get(end..)?;
                let next = tail.trim_start();
                if next.len() == tail.len() || !next.starts_with(word) {
                    return None;
                }
                end += tail.len() - next.len() + word.len();
            }
            view.to_original(Span::new(start, end))
        })
        .collect()
}

fn bind(workspace: &Workspace, record: &DocumentRecord, span: Span, new: &NewClaim) -> Result<Claim> {
    let text = &record.document.text;
    let points = CodePoints::new(text);
    let passage = Passage::at(text, &points, span).ok_or_else(|| Error::QuoteNotFound {
        source_id: record.source.as_str().get(..8).unwrap_or_default().to_owned(),
        quote: new.quote.clone(),
    })?;
    let zone = record.document.zones.iter().find(|stretch| stretch.span.overlaps(span));
    let mut claim = Claim {
        zone: zone.map_or(Zone::Main, |stretch| stretch.zone),
        ..Claim::bare(
            ClaimId::derive(&record.source, new.kind, None, None, &passage.exact, 0),
            new.kind,
            passage,
            RuleId::person(),
        )
    };
    let mut slots = check_slots(&new.slots)?.slots;
    // A speaker's type can only be set once there is one, in whatever order they were given.
    slots.sort_by_key(|slot| (slot.slot == "speaker_type", slot.slot != "ilo"));
    set_slots(&mut claim, &slots)?;
    check_amount(&claim, &slots)?;
    if claim.kind == Kind::Indicator && claim.ilo.is_none() {
        return Err(Error::Slot {
            slot: "ilo".to_owned(),
            value: String::new(),
            reason: "an indicator needs its code, ILO-01 to ILO-11".to_owned(),
        });
    }
    claim.id = free_id(workspace, record, &claim)?;
    Ok(claim)
}

/// The first id of this assertion that no claim at another place bears.
fn free_id(workspace: &Workspace, record: &DocumentRecord, claim: &Claim) -> Result<ClaimId> {
    let filter = ClaimFilter {
        kinds: vec![claim.kind],
        source: Some(record.source.clone()),
        ..ClaimFilter::default()
    };
    let standing = workspace.claims(Clearance::Workspace, &filter)?;
    let mut ordinal = 0;
    loop {
        let role = claim.role.as_deref();
        let quote = &claim.passage.exact;
        let id = ClaimId::derive(&record.source, claim.kind, claim.ilo, role, quote, ordinal);
        let bearer = standing.iter().map(|other| corrected(other.get())).find(|other| other.id == id);
        match bearer {
            Some(other) if other.passage.start != claim.passage.start => ordinal += 1,
            _ => return Ok(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_found_whatever_white_space_divides_it() {
        let text = "About 800\nworkers. Then 800  workers, not 800workers.";
        let found = occurrences(text, " 800 workers ");
        let words: Vec<&str> = found.iter().filter_map(|span| span.of(text)).collect();
        assert_eq!(words, ["800\nworkers", "800  workers"]);
        let text = "About 800 labour\u{ad}ers.";
        let found = occurrences(text, "800 labourers");
        assert_eq!(found.first().and_then(|span| span.of(text)), Some("800 labour\u{ad}ers"));
        assert!(occurrences(text, "  ").is_empty());
        assert!(occurrences(text, "900 workers").is_empty());
    }
}
