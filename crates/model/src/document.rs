//! What reading made of a source.

use crate::{Edtf, Span, Zone, ZoneSpan, closed_set};
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

closed_set!(
    /// Where the text of one page of a paged document comes from.
    PageText ("page text") {
        /// The file's own text.
        Own = "own",
        /// Character recognition on the picture of the page: expect misread letters and figures.
        Recognised = "recognised",
        /// The page is a picture that nothing has read.
        Unread = "unread",
    }
);

/// One page, slide or sheet of a source that has such.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageSpan {
    /// Counted from 1 in the order of the file.
    pub number: usize,
    /// What the source itself calls it, where that differs: `iv`, or the name of a sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its text, in bytes of the document's text; empty for a page without any.
    pub span: Span,
    /// Where that text comes from.
    pub text: PageText,
}

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
    /// Which sign gave the date of the last change.
    #[serde(default)]
    pub modified_signal: Option<DateSignal>,
    /// ISO 639-1 code of the language of the main text.
    pub language: Option<String>,
    /// Of a mail: its `Message-ID`, without angle brackets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Of a mail: whom it was sent to, openly or in copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// Pages in order, where the source has pages. They stand here, and not beside the zones, so that a
    /// ledger keeps them in the column it always had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageSpan>,
    /// What a reader of the text should know although nothing is missing: deletions that were left out,
    /// pages whose text was recognised from pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Metadata {
    /// The page on which `span` begins, where the source has pages.
    #[must_use]
    pub fn page_of(&self, span: Span) -> Option<&PageSpan> {
        let next = self.pages.partition_point(|page| page.span.start <= span.start);
        let page = self.pages.get(..next)?.iter().rev().find(|page| !page.span.is_empty())?;
        (span.start < page.span.end).then_some(page)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_knows_its_page() {
        let page = |number, start, end| PageSpan {
            number,
            label: None,
            span: Span::new(start, end),
            text: PageText::Own,
        };
        let metadata =
            Metadata { pages: vec![page(1, 0, 10), page(2, 10, 10), page(3, 11, 20)], ..Metadata::default() };
        let number = |at| metadata.page_of(Span::new(at, at + 1)).map(|page| page.number);
        assert_eq!([0, 9, 10, 11, 19, 20].map(number), [Some(1), Some(1), None, Some(3), Some(3), None]);
    }

    #[test]
    fn metadata_of_older_ledgers_reads_on_and_is_written_as_before() {
        let old = serde_json::to_string(&Metadata::default()).unwrap();
        assert!(!old.contains("pages") && !old.contains("notes"), "{old}");
        assert_eq!(serde_json::from_str::<Metadata>(&old).unwrap(), Metadata::default());
    }
}
