//! What a stretch of a document's text is.

use crate::{Span, closed_set};
use serde::{Deserialize, Serialize};

closed_set!(
    /// The role of a stretch of text on its page.
    Zone ("zone") {
        /// The document's own content.
        Main = "main",
        /// Its headline.
        Title = "title",
        /// Byline, date, category, site name.
        Meta = "meta",
        /// The text of a picture, table or chart.
        Caption = "caption",
        /// Who took the picture, who owns the text.
        Credit = "credit",
        /// Items about the same subject that the page points to.
        Related = "related",
        /// Beginnings of other articles.
        Teaser = "teaser",
        /// What readers wrote.
        Comment = "comment",
        /// Navigation, notices, buttons, policies.
        Chrome = "chrome",
    }
);

/// A stretch of text and its role. The spans of a document cover its text in order and never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneSpan {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// The role.
    pub zone: Zone,
    /// Whether the page keeps this stretch out of sight.
    pub hidden: bool,
}
