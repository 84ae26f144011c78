//! `explain`: one claim with all that speaks for it.

use crate::ledger::{SlotChange, SourceCards, corrected, replay};
use crate::{Reader, Result};
use archive::{ClaimFilter, ClaimRecord, Workspace};
use model::{
    Claim, ClaimId, Clearance, Cleared, CodePoints, Document, Kind, PageSpan, Review, ReviewState,
    SlotEvidence, Span, ZoneSpan,
};
use publish::{CitationStyle, LedgerClaim, cite};

/// Code points of text shown on each side of the quote.
const CONTEXT: usize = 320;

/// A claim at the other end of a denial.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedClaim {
    /// The claim, with the corrections of its reviews.
    pub claim: Claim,
    /// Where its reviews leave it.
    pub state: ReviewState,
    /// The words of the denial that show the link.
    pub shown_by: Option<SlotEvidence>,
}

/// One claim and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The claim as it stands now, with its source.
    pub now: LedgerClaim,
    /// The claim as it was proposed.
    pub proposed: Claim,
    /// Text before the quote.
    pub before: String,
    /// Text after the quote.
    pub after: String,
    /// Which words filled which slot.
    pub evidence: Vec<SlotEvidence>,
    /// What the rule that proposed it is about; absent for a person's claim and for a rule that is gone.
    pub rule_about: Option<String>,
    /// The claims that it denies, in the order of [`Claim::denies`]; those that are gone are left out.
    pub denied: Vec<LinkedClaim>,
    /// The denials that answer it, in text order.
    pub denied_by: Vec<LinkedClaim>,
    /// Which slots people set, and who set each last.
    pub changes: Vec<SlotChange>,
    /// What people made of it, oldest first.
    pub reviews: Vec<Review>,
    /// Whether the words still stand where the claim says.
    pub anchored: bool,
    /// A line to put into a footnote.
    pub citation: String,
    /// The page, slide or sheet it stands on, where the source has such.
    pub page: Option<PageSpan>,
}

/// Explains the claim; `reader` knows the rules.
///
/// # Errors
/// If there is no such claim, or the ledger cannot be read.
pub fn explain(
    workspace: &Workspace,
    reader: &Reader,
    clearance: Clearance,
    id: &ClaimId,
) -> Result<Cleared<Explanation>> {
    let record = workspace.claim(clearance, id)?;
    let document = workspace.document(clearance, &record.get().document)?;
    let (before, after) = surroundings(&document.get().document, &record.get().claim);
    let page = page_of(&document.get().document, &record.get().claim);
    let mut cards = SourceCards::new(workspace, clearance);
    let now = cards.ledger_claim(record.clone())?;
    let citation = cite(&now.clone().map(|now| now.source.as_ref().clone()), CitationStyle::Plain);
    let rule = record.get().claim.rule.clone();
    let frame = reader.extractor().frames().find(|(name, _, _)| *name == rule.as_str());
    let rule_about = frame.map(|(_, _, about)| about.to_owned());
    let (denied, denied_by) = linked(workspace, clearance, record.get())?;
    Ok(record.map(|record| Explanation {
        rule_about,
        denied,
        denied_by,
        now: now.into_inner(),
        evidence: record.claim.evidence.clone(),
        changes: replay(&record).1,
        proposed: record.claim,
        before,
        after,
        reviews: record.reviews,
        anchored: record.anchored,
        citation,
        page,
    }))
}

/// The claims of the same document that a claim denies, and the denials of it.
fn linked(
    workspace: &Workspace,
    clearance: Clearance,
    record: &ClaimRecord,
) -> Result<(Vec<LinkedClaim>, Vec<LinkedClaim>)> {
    let is_denial = record.claim.kind == Kind::Denial;
    let kinds = if is_denial { Vec::new() } else { vec![Kind::Denial] };
    let filter = ClaimFilter { kinds, source: Some(record.source.clone()), ..ClaimFilter::default() };
    let others = workspace.claims(clearance, &filter)?.into_iter().map(Cleared::into_inner);
    let others: Vec<ClaimRecord> = others.filter(|other| other.document == record.document).collect();
    let denied = record.claim.denies.iter().filter_map(|id| {
        let other = others.iter().find(|other| other.claim.id == *id)?;
        Some(link(other, shown_by(&record.claim, id)))
    });
    let denied_by = others
        .iter()
        .filter(|other| other.claim.denies.contains(&record.claim.id))
        .map(|other| link(other, shown_by(&other.claim, &record.claim.id)));
    Ok((denied.collect(), denied_by.collect()))
}

fn link(record: &ClaimRecord, shown_by: Option<SlotEvidence>) -> LinkedClaim {
    LinkedClaim { claim: corrected(record), state: record.state, shown_by }
}

/// The words of a denial that show that it answers a claim.
fn shown_by(denial: &Claim, answered: &ClaimId) -> Option<SlotEvidence> {
    let place = denial.denies.iter().position(|id| id == answered)?;
    denial.evidence.iter().filter(|words| words.slot == "denies").nth(place).cloned()
}

/// The page on which a claim's quote stands, where its document has pages.
fn page_of(document: &Document, claim: &Claim) -> Option<PageSpan> {
    let span = claim.passage.find(&document.text, &CodePoints::new(&document.text))?;
    document.metadata.page_of(span).cloned()
}

/// The text around a claim's quote, of the same zone, cut between words.
fn surroundings(document: &Document, claim: &Claim) -> (String, String) {
    let text = document.text.as_str();
    let points = CodePoints::new(text);
    let Some(span) = claim.passage.find(text, &points) else {
        return (claim.passage.prefix.clone(), claim.passage.suffix.clone());
    };
    let zone = same_zone_around(&document.zones, span);
    let (start, end) = points.of_span(span);
    let from = points.to_byte(start.saturating_sub(CONTEXT)).unwrap_or(0).max(zone.start);
    let to = points.to_byte((end + CONTEXT).min(points.count())).unwrap_or(text.len()).min(zone.end);
    let mut before = text.get(from..span.start).unwrap_or_default();
    let mut after = text.get(span.end..to).unwrap_or_default();
    if from > zone.start {
        before = before.split_once(char::is_whitespace).map_or(before, |(_, rest)| rest);
    }
    if to < zone.end {
        after = after.rsplit_once(char::is_whitespace).map_or(after, |(rest, _)| rest);
    }
    (before.to_owned(), after.to_owned())
}

/// The unbroken run of stretches around `span` that have its zone.
fn same_zone_around(zones: &[ZoneSpan], span: Span) -> Span {
    let Some(at) = zones.iter().position(|stretch| stretch.span.overlaps(span)) else { return span };
    let zone = zones.get(at).map(|stretch| stretch.zone);
    let same = |stretch: &&ZoneSpan| Some(stretch.zone) == zone || stretch.span.overlaps(span);
    let before = zones.iter().take(at).rev().take_while(same);
    let after = zones.iter().skip(at).take_while(same);
    before.chain(after).fold(span, |hull, stretch| hull.hull(stretch.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Zone;

    #[test]
    fn context_ends_where_the_zone_ends() {
        let stretch = |start, end, zone| ZoneSpan { span: Span::new(start, end), zone, hidden: false };
        let zones = [
            stretch(0, 10, Zone::Chrome),
            stretch(10, 20, Zone::Main),
            stretch(20, 30, Zone::Main),
            stretch(30, 40, Zone::Teaser),
            stretch(40, 50, Zone::Main),
        ];
        assert_eq!(same_zone_around(&zones, Span::new(22, 25)), Span::new(10, 30));
        assert_eq!(same_zone_around(&zones, Span::new(42, 45)), Span::new(40, 50));
        assert_eq!(same_zone_around(&[], Span::new(2, 5)), Span::new(2, 5));
    }
}
