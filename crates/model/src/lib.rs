//! The nouns of manumit, as plain types.
//!
//! Nothing here reads, writes, prints or asks the clock. Every other crate speaks in these words:
//!
//! ```text
//! bytes (source) ─▶ Document: text, zones, metadata ─▶ Claim: kind, passage, quantity, speakers
//!                                                        └▶ Review: what a person made of it
//! official lists ─▶ ListEntry: Entity, Listing
//! what leaves goes through a Clearance ─▶ Cleared<T>
//! ```
//!
//! **Offsets.** Inside the code a [`Span`] counts bytes of a document's text. Everything that is stored or
//! handed out counts Unicode code points; [`CodePoints`] converts between the two.

#![forbid(unsafe_code)]

mod audit_entry;
mod claim;
mod clearance;
mod document;
mod edtf;
mod entity;
mod figure_correction;
mod ids;
mod indicator;
mod joined;
mod kind;
mod list_version;
mod listing;
mod passage;
mod quantity;
mod review;
mod schema;
mod screening;
mod source;
mod span;
mod speaker;
mod svg_text;
mod table_row;
mod zone;

pub use audit_entry::AuditEntry;
pub use claim::{Claim, SlotEvidence, Stance, TimeBasis, Trend};
pub use clearance::{Clearance, Cleared, Sensitivity};
pub use document::{DateSignal, Document, DocumentStatus, Metadata, PageSpan, PageText};
pub use edtf::{Edtf, EdtfError};
pub use entity::{DOCUMENTED, Entity, documented_id};
pub use figure_correction::{FigureAction, FigureCorrection, NewRoot};
pub use ids::{
    AcquisitionId, ClaimId, DecisionId, DocumentId, IdError, JudgementId, ListVersionId, MatchId, ReviewId,
    RuleId, ScreeningId, SourceId, fingerprint, hex,
};
pub use indicator::Indicator;
pub use joined::Joined;
pub use kind::Kind;
pub use list_version::{KeptList, ListStanding, ListVersion, ListVersionFile, PublicationBasis};
pub use listing::{Identifier, ListEntry, ListedLink, Listing, ListingDate, ListingEvent, OriginalRow};
pub use passage::{CONTEXT_LENGTH, Passage};
pub use quantity::{Amount, AmountError, Direction, Equivalent, Hedge, Measure, Period, Quantity, Unit};
pub use review::{CorrectedSlot, Review, ReviewState, Verdict};
pub use schema::{Property, Schema};
pub use screening::{
    Decision, DecisionVerdict, Judgement, Sameness, ScreenedAlert, ScreenedList, ScreenedQuery,
    ScreeningOptions, ScreeningRecord,
};
pub use source::{Acquisition, AcquisitionFacts, AcquisitionRoute, Redirect, Source};
pub use span::{CodePoints, Span};
pub use speaker::{Attribution, AttributionMode, Speaker, SpeakerType};
pub use svg_text::svg_text;
pub use table_row::TableRow;
pub use zone::{Zone, ZoneSpan};

/// A word that does not belong to one of the closed sets of this crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not a {set}; known: {known}")]
pub struct UnknownWord {
    /// What was found.
    pub word: String,
    /// The set it was looked for in, such as `claim kind`.
    pub set: &'static str,
    /// The members of that set, separated by commas.
    pub known: String,
}

/// Defines an enum whose members are words in files, rule files, the command line and JSON.
///
/// One spelling each: `Display`, `FromStr` and serde agree, and `ALL` lists the set in its natural order.
macro_rules! closed_set {
    ($(#[$meta:meta])* $name:ident ($set:literal) { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every member, in its natural order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word used in files, in rules and in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err($crate::UnknownWord {
                        word: word.to_owned(),
                        set: $set,
                        known: [$($word),+].join(", "),
                    }),
                }
            }
        }
    };
}
pub(crate) use closed_set;
