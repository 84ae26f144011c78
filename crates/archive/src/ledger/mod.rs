//! The ledger: what is known, in rows.
//!
//! Small traits, together [`Ledger`], so that another database can follow under the same tests (`suite`).

mod accounts;
mod claim_lines;
mod claims;
mod documents;
mod fetching;
mod figures;
mod labels;
mod listing;
mod lists;
mod prints;
mod screening;
mod source_lines;
mod sources;
mod sqlite;
#[cfg(test)]
mod suite;
mod upkeep;

pub(crate) use accounts::AccountRows;
pub(crate) use claim_lines::Window;
pub(crate) use claims::{ClaimRows, StoredClaim};
pub(crate) use documents::DocumentRows;
pub(crate) use fetching::FetchRows;
pub(crate) use figures::FigureRows;
pub(crate) use labels::LabelRows;
pub(crate) use lists::{ListRows, StoredListEntry};
pub(crate) use prints::{Print, PrintRows, of_list};
pub(crate) use screening::{ScreeningRow, ScreeningRows};
pub(crate) use sources::{IdTable, SealedRow, SourceRows};
pub(crate) use sqlite::{Access, SqliteLedger};
pub(crate) use upkeep::Upkeep;

/// Rows in, rows out. Changes that belong together stand between [`Upkeep::begin`] and [`Upkeep::commit`].
pub(crate) trait Ledger:
    SourceRows
    + DocumentRows
    + ClaimRows
    + PrintRows
    + ListRows
    + ScreeningRows
    + FetchRows
    + FigureRows
    + AccountRows
    + LabelRows
    + Upkeep
{
}

impl<
    L: SourceRows
        + DocumentRows
        + ClaimRows
        + PrintRows
        + ListRows
        + ScreeningRows
        + FetchRows
        + FigureRows
        + AccountRows
        + LabelRows
        + Upkeep,
> Ledger for L
{
}
