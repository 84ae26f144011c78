//! What people made of claims. Reviews are only ever added.

use crate::{ClaimId, Kind, Passage, ReviewId, SourceId, closed_set};
use serde::{Deserialize, Serialize};

closed_set!(
    /// What a reviewer decided.
    Verdict ("verdict") {
        /// The claim is right as it stands.
        Confirm = "confirm",
        /// The claim is right with these slots changed.
        Correct = "correct",
        /// The claim is wrong.
        Reject = "reject",
        /// A newer version of the table that the claim is a row of says otherwise, or has the row no more. Importing that version
        /// writes it; it is no judgement of the claim.
        Supersede = "supersede",
    }
);

closed_set!(
    /// Where a claim stands after its reviews.
    ReviewState ("review state") {
        /// No review yet.
        Proposed = "proposed",
        /// The last review confirms it.
        Confirmed = "confirmed",
        /// The last review corrects it.
        Corrected = "corrected",
        /// The last review rejects it.
        Rejected = "rejected",
        /// A newer version of its table took its place.
        Superseded = "superseded",
        /// There is a review, but no claim any more that it fits.
        Orphaned = "orphaned",
    }
);

impl From<Verdict> for ReviewState {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Confirm => Self::Confirmed,
            Verdict::Correct => Self::Corrected,
            Verdict::Reject => Self::Rejected,
            Verdict::Supersede => Self::Superseded,
        }
    }
}

impl ReviewState {
    /// Whether a claim in this state counts no more: somebody rejected it, or its table has a newer row. It stays on record.
    #[must_use]
    pub fn is_out(self) -> bool {
        matches!(self, Self::Rejected | Self::Superseded)
    }
}

/// One slot that a reviewer changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedSlot {
    /// The slot's name as in the JSON form of a claim: `point`, `places`, `time`, …
    pub slot: String,
    /// The new value, in the same form; the empty string clears the slot.
    pub value: String,
}

/// What a person made of a claim. It binds to the quote and the kind, so it finds its claim again after text moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Hash of claim, reviewer and time.
    pub id: ReviewId,
    /// The claim as it was named when reviewed.
    pub claim: ClaimId,
    /// The source the claim stands in.
    pub source: SourceId,
    /// The claim's kind.
    pub kind: Kind,
    /// The claim's passage when reviewed.
    pub passage: Passage,
    /// What was decided.
    pub verdict: Verdict,
    /// The slots that were changed, for [`Verdict::Correct`].
    pub corrections: Vec<CorrectedSlot>,
    /// The reviewer's words.
    pub note: Option<String>,
    /// Who.
    pub reviewer: String,
    /// When, RFC 3339 in UTC.
    pub reviewed: String,
}
