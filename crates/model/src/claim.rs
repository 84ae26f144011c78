//! One typed assertion at a passage, with who says it.

use crate::{
    Attribution, ClaimId, Edtf, Indicator, Kind, Passage, Quantity, RuleId, TableRow, Zone, closed_set,
};
use serde::{Deserialize, Serialize};

closed_set!(
    /// Where a claim's time comes from.
    TimeBasis ("time basis") {
        /// The text says when.
        Stated = "stated",
        /// The year of the report that says it.
        CitedWork = "cited_work",
        /// The page's own date.
        Published = "published",
    }
);

closed_set!(
    /// Whether the text stands by the claim.
    Stance ("stance") {
        /// It is asserted.
        Asserted = "asserted",
        /// It is doubted, or could not be verified.
        Doubted = "doubted",
        /// It is denied.
        Denied = "denied",
    }
);

closed_set!(
    /// Which way a number moves.
    Trend ("trend") {
        /// Rising.
        Up = "up",
        /// Falling.
        Down = "down",
    }
);

/// The words that filled one slot of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotEvidence {
    /// The slot: `amount`, `period`, `origin`, `places`, `time`, `speaker`, …
    pub slot: String,
    /// First code point of the words in the document's text.
    pub start: usize,
    /// One past their last code point.
    pub end: usize,
    /// The words, to the letter.
    pub words: String,
    /// Why these words fill the slot, where that is not plain: "carried from the clause before".
    pub note: Option<String>,
}

/// One typed assertion at a passage. What the text does not give is absent; see the kinds in [`Kind`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Hash of source, kind, quote and ordinal; see [`ClaimId::derive`].
    pub id: ClaimId,
    /// What is asserted.
    pub kind: Kind,
    /// The words that assert it.
    pub passage: Passage,
    /// The zone the passage stands in.
    pub zone: Zone,
    /// How much.
    pub quantity: Option<Quantity>,
    /// Of whom or what, in plain words: `North Korean workers`, or a comparator group.
    pub subject: Option<String>,
    /// The workers' country, as an ISO 3166-1 alpha-2 code.
    pub origin: Option<String>,
    /// Countries as ISO 3166-1 alpha-2 codes or `world`; other places by name.
    pub places: Vec<String>,
    /// A place of work, never of living: `shipyard in Szczecin`.
    pub site: Option<String>,
    /// Branches of work, in the words of the sector lexicon.
    pub sectors: Vec<String>,
    /// The sectors' codes in ISIC Rev.4: a section (`F`), division (`02`), group (`301`) or class (`2392`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub isic: Vec<String>,
    /// The employer, as named.
    pub employer: Option<String>,
    /// What an entity does in the scheme: `exporting_state`, `host_site`, `employer`, `agency`, `broker`, `minder`.
    pub role: Option<String>,
    /// An authority's grade.
    pub grade: Option<String>,
    /// The market that goods reach, as an ISO 3166-1 alpha-2 code.
    pub market: Option<String>,
    /// The act a deadline belongs to, as named.
    pub act: Option<String>,
    /// Which way a number moves.
    pub trend: Option<Trend>,
    /// The time the claim speaks of.
    pub time: Option<Edtf>,
    /// Where that time comes from.
    pub time_basis: Option<TimeBasis>,
    /// Who says so.
    pub attribution: Attribution,
    /// Whether the text stands by it.
    pub stance: Stance,
    /// The claims of the same source that a denial answers; empty for other kinds, and where the text does not show
    /// which. The evidence of slot `denies` is in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denies: Vec<ClaimId>,
    /// The indicator, for claims of kind [`Kind::Indicator`].
    pub ilo: Option<Indicator>,
    /// The frame that proposed it, or `person`.
    pub rule: RuleId,
    /// Which words filled which slot.
    pub evidence: Vec<SlotEvidence>,
    /// The row of a table of figures that it was made from. It is left out where there is none, so that claims of older
    /// ledgers are written as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<TableRow>,
}

impl Claim {
    /// A claim of the main text that says nothing more: every slot empty, nobody named as speaker.
    #[must_use]
    pub fn bare(id: ClaimId, kind: Kind, passage: Passage, rule: RuleId) -> Self {
        Self {
            id,
            kind,
            passage,
            zone: Zone::Main,
            quantity: None,
            subject: None,
            origin: None,
            places: Vec::new(),
            site: None,
            sectors: Vec::new(),
            isic: Vec::new(),
            employer: None,
            role: None,
            grade: None,
            market: None,
            act: None,
            trend: None,
            time: None,
            time_basis: None,
            attribution: Attribution::none(),
            stance: Stance::Asserted,
            denies: Vec::new(),
            ilo: None,
            rule,
            evidence: Vec::new(),
            row: None,
        }
    }
}
