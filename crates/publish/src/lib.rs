//! What leaves the workspace: rows for other programs, tables, entities and citations.
//!
//! ```text
//! Document, Claim ──Clearance::admit──▶ Cleared<…> ──rows──▶ Cleared<ReadRow | ClaimRow | LedgerRow>
//!                                          │                        ├─▶ JSON lines
//!                                          │                        └─▶ CSV
//!                                          ├─▶ FollowTheMoney entities ─▶ JSON lines
//!                                          ├─▶ citations
//!                                          ├─▶ screenings and dossiers; a dossier can be checked again
//!                                          └─▶ charts (SVG)
//! ```
//!
//! Every function that writes takes [`model::Cleared`] items, so what nobody cleared does not compile:
//!
//! ```compile_fail
//! let row: publish::ClaimRow = unimplemented!();
//! publish::write_json_lines(&mut Vec::new(), [row]); // not cleared
//! ```
//!
//! Offsets in rows count Unicode code points of the document's text. What is missing is `null`, a missing list `[]`.

#![forbid(unsafe_code)]

mod citation;
mod claim_row;
mod csv_table;
mod dossier;
mod entities;
mod html_text;
mod json_lines;
mod language;
mod line_chart;
mod number;
mod read_row;
mod screening;
mod source_card;
mod wording;

pub use citation::{CitationStyle, cite};
pub use claim_row::{AttributionRow, ClaimRow, EquivalentRow, LedgerClaim, LedgerRow};
pub use csv_table::write_csv;
pub use dossier::{
    AskedListRow, DOSSIER_FORMAT, DecidedRow, Dossier, DossierBundle, DossierCheck, DossierFigureRow,
    DossierLimits, DossierSourceRow, IdentityRow, IndicatorRow, LogExcerpt, LoggedRecord, NameRow, NumberRow,
    QuotedPassage, ScreenedRow, SourceText, dossier_bytes, verify_dossier, write_dossier_html,
};
pub use entities::{documented_organisation, entities_of, organisation_named};
pub use json_lines::write_json_lines;
pub use language::language_name;
pub use line_chart::{ChartLine, LineChart, line_chart};
pub use number::plain_number;
pub use read_row::{PageRow, ReadRow, ReadSource, ZoneRow};
pub use screening::{
    DecisionRow, EvidenceRow, MatchRow, PassageRow, QueryRow, ScreeningReport, write_screening_csv,
    write_screening_html, write_screening_json, write_screening_xlsx,
};
pub use source_card::SourceCard;
pub use wording::{amount, brief, count, exact, gist, number, rounded, signed};

/// Why something could not be written out.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output takes no more bytes.
    #[error("cannot write the output: {0}")]
    Output(#[from] std::io::Error),
    /// A row could not be put into JSON.
    #[error("cannot write a row as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A row could not be put into CSV.
    #[error("cannot write a row as CSV: {0}")]
    Csv(csv::Error),
}

impl From<csv::Error> for PublishError {
    fn from(error: csv::Error) -> Self {
        if !error.is_io_error() {
            return Self::Csv(error);
        }
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Output(error),
            kind => Self::Output(std::io::Error::other(format!("{kind:?}"))),
        }
    }
}
