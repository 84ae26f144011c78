//! What reading made of a source.

use crate::{Edtf, Zone, ZoneSpan, closed_set};
use serde::{Deserialize, Serialize};

closed_set!(
    /// How reading ended.
    DocumentStatus ("document status") {
        /// All of it was read.
        Read = "read",
        /// Some of it was read; the reason says what is missing.
        Partial = "partial",
        /// None of it was read; the reason says why.
        Failed = "failed",
    }
);

closed_set!(
    /// Which sign gave a document its date.
    DateSignal ("date signal") {
        /// Structured data of the page (schema.org JSON-LD).
        JsonLd = "json_ld",
        /// A `meta` element.
        Meta = "meta",
        /// A `time` element.
        TimeElement = "time_element",
        /// The address.
        Url = "url",
        /// A line of text that says "published".
        TextLabel = "text_label",
        /// A date standing near the title.
        TextNearTitle = "text_near_title",
        /// A header of a mail or a property of a file.
        Header = "header",
    }
);

/// What a page says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// Author line, without "by".
    pub byline: Option<String>,
    /// Name of the publishing site.
    pub site: Option<String>,
    /// The page's own address, as it states it.
    pub canonical_url: Option<String>,
    /// When it was published, as precisely as the page says.
    pub published: Option<Edtf>,
    /// When it was last changed, as precisely as the page says.
    pub modified: Option<Edtf>,
    /// Which sign gave the publication date.
    pub date_signal: Option<DateSignal>,
    /// ISO 639-1 code of the language of the main text.
    pub language: Option<String>,
}

/// What reading made of a source in the context of an acquisition. Deterministic: the same bytes, context and
/// reader version give the same document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// IANA media type as detected, such as `text/html`.
    pub media_type: String,
    /// How reading ended.
    pub status: DocumentStatus,
    /// What is missing and why, for `partial` and `failed`.
    pub reason: Option<String>,
    /// All readable text.
    pub text: String,
    /// The role of each stretch: in order, without overlap, covering all of `text`.
    pub zones: Vec<ZoneSpan>,
    /// What the page says about itself.
    pub metadata: Metadata,
}

impl Document {
    /// A document that could not be read.
    #[must_use]
    pub fn failed(media_type: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            media_type: media_type.into(),
            status: DocumentStatus::Failed,
            reason: Some(reason.into()),
            text: String::new(),
            zones: Vec::new(),
            metadata: Metadata::default(),
        }
    }

    /// The text of zone [`Zone::Main`] that the page shows, blocks joined by a newline.
    #[must_use]
    pub fn main(&self) -> String {
        let mut main = String::new();
        for stretch in self.zones.iter().filter(|stretch| stretch.zone == Zone::Main && !stretch.hidden) {
            let block = stretch.span.of(&self.text).unwrap_or_default().trim();
            if !block.is_empty() {
                if !main.is_empty() {
                    main.push('\n');
                }
                main.push_str(block);
            }
        }
        main
    }

    /// Number of words of the text: runs of characters that are not white space.
    #[must_use]
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}
