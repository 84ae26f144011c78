//! The row of a table of figures that a claim was made from.

use serde::{Deserialize, Serialize};

/// What a researcher's table says of a figure beside the figure itself, to the letter.
///
/// The claim's passage is the row; who is said to have said it stands in the claim's attribution.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// The row's id in its table, such as `E05`.
    pub id: String,
    /// What the table is called: versions of one table have one name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The cell that says where the figure comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// The beginning of the file name of the document that the citation names, where it names one: the figure was
    /// copied from there, and what that document says of its origin counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The address of the publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The researcher's own note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
