//! What leaves the workspace: rows for other programs, tables, entities and citations.
//!
//! ```text
//! Document, Claim ──Clearance::admit──▶ Cleared<…> ──rows──▶ Cleared<ReadRow | ClaimRow | LedgerRow>
//!                                          │                        ├─▶ JSON lines
//!                                          │                        └─▶ CSV
//!                                          ├─▶ FollowTheMoney entities ─▶ JSON lines
//!                                          ├─▶ citations, linked data (JSON-LD)
//!                                          ├─▶ feeds (Atom, JSON Feed), of what anyone may see
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
mod feed;
mod html_text;
mod json_ld;
mod json_lines;
mod language;
mod line_chart;
mod number;
mod read_row;
mod screening;
mod source_card;
mod wording;
mod workbook;
mod xml;

pub use citation::{CitationStyle, cite};
pub use claim_row::{AttributionRow, ClaimRow, EquivalentRow, LedgerClaim, LedgerRow};
pub use csv_table::{LEDGER_COLUMNS, write_csv, write_ledger_csv, write_ledger_xlsx};
pub use dossier::{
    AskedListRow, DOSSIER_FORMAT, DecidedRow, Dossier, DossierBundle, DossierCheck, DossierFigureRow,
    DossierLimits, DossierSourceRow, IdentityRow, IndicatorRow, LogExcerpt, LoggedRecord, NameRow, NumberRow,
    QuotedPassage, ScreenedRow, SourceText, dossier_bytes, verify_dossier, write_dossier_html,
};
pub use entities::{documented_organisation, entities_of, organisation, organisation_named};
pub use feed::{FeedHead, FeedItem, feed_id, write_atom, write_json_feed};
pub use json_ld::{FigureFacts, claim_json_ld, embedded, figure_json_ld};
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
    /// Something in a feed was not cleared for anyone.
    #[error("this was not cleared for everybody, and a feed is")]
    NotPublic,
    /// A sheet of a workbook cannot hold so many rows.
    #[error("a sheet holds {0} rows, and there are more: narrow the filter, or take CSV")]
    TooManyRows(usize),
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
