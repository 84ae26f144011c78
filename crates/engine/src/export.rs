//! `export`: the ledger for other programs.

use crate::{Result, claims};
use archive::{ClaimFilter, Workspace};
use model::Clearance;
use publish::{
    LEDGER_COLUMNS, LedgerRow, entities_of, write_json_lines, write_ledger_csv, write_ledger_xlsx,
};
use std::io::Write;

/// A form of export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// A table for spreadsheets.
    Csv,
    /// A workbook of Office Open XML.
    Xlsx,
    /// One claim a line, as JSON.
    JsonLines,
    /// FollowTheMoney entities, one a line.
    Ftm,
}

/// Writes the claims that pass the filter and returns the number of rows.
///
/// # Errors
/// If the ledger cannot be read or the output takes no more bytes.
pub fn export(
    workspace: &Workspace,
    clearance: Clearance,
    filter: &ClaimFilter,
    form: ExportForm,
    output: &mut impl Write,
) -> Result<usize> {
    export_columns(workspace, clearance, filter, form, LEDGER_COLUMNS, output)
}

/// The same, of tables only the columns of these names, in this order; names that are none are left out.
///
/// # Errors
/// As [`export`].
pub fn export_columns(
    workspace: &Workspace,
    clearance: Clearance,
    filter: &ClaimFilter,
    form: ExportForm,
    columns: &[&str],
    output: &mut impl Write,
) -> Result<usize> {
    let claims = claims(workspace, clearance, filter)?;
    let rows = claims.into_iter();
    Ok(match form {
        ExportForm::Csv => write_ledger_csv(output, columns, rows.map(|claim| claim.map(LedgerRow::from)))?,
        ExportForm::Xlsx => write_ledger_xlsx(output, columns, rows.map(|claim| claim.map(LedgerRow::from)))?,
        ExportForm::JsonLines => write_json_lines(output, rows.map(|claim| claim.map(LedgerRow::from)))?,
        ExportForm::Ftm => write_json_lines(output, entities_of(rows))?,
    })
}
