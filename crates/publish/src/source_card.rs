//! What a reader needs to find a source again.

use model::{Edtf, SourceId};

/// A source as citations and tables show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCard {
    /// SHA-256 of its bytes.
    pub id: SourceId,
    /// Path, address or member name it came by.
    pub name: String,
    /// IANA media type.
    pub media_type: String,
    /// Number of bytes.
    pub size: u64,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Name of the publishing site.
    pub site: Option<String>,
    /// When it was published.
    pub published: Option<Edtf>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it first came to the workspace, RFC 3339 in UTC.
    pub acquired: Option<String>,
}

impl SourceCard {
    /// The headline, or the file's name where there is none.
    #[must_use]
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or_else(|| self.file_name())
    }

    /// The last part of the path or address.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.name.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// The day it came to the workspace, `2024-05-31`.
    #[must_use]
    pub fn accessed(&self) -> Option<&str> {
        self.acquired.as_deref().map(|moment| moment.get(..10).unwrap_or(moment))
    }
}
