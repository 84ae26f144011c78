//! A span of a document's text that can be found again.

use crate::{CodePoints, Span};
use serde::{Deserialize, Serialize};

/// Code points of context kept on each side of a quote.
pub const CONTEXT_LENGTH: usize = 32;

/// A span held as the two selectors of the W3C Web Annotation Data Model: a `TextPositionSelector`
/// (`start`, `end`) and a `TextQuoteSelector` (`exact`, `prefix`, `suffix`).
///
/// <https://www.w3.org/TR/annotation-model/#selectors>
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// First code point of the quote in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The quote, to the letter.
    pub exact: String,
    /// Up to [`CONTEXT_LENGTH`] code points before it.
    pub prefix: String,
    /// Up to [`CONTEXT_LENGTH`] code points after it.
    pub suffix: String,
}

impl Passage {
    /// Takes the passage at `span`; `None` where the span is empty or does not fit the text.
    #[must_use]
    pub fn at(text: &str, points: &CodePoints<'_>, span: Span) -> Option<Self> {
        let exact = span.of(text).filter(|exact| !exact.is_empty())?;
        let (start, end) = points.of_span(span);
        let before = &text[..span.start];
        let from =
            before.char_indices().rev().take(CONTEXT_LENGTH).last().map_or(span.start, |(byte, _)| byte);
        let suffix = text[span.end..].chars().take(CONTEXT_LENGTH).collect();
        Some(Self { start, end, exact: exact.to_owned(), prefix: before[from..].to_owned(), suffix })
    }

    /// Where the passage stands in `text`, in bytes: at its position if the words are there, else at the
    /// occurrence of the quote whose surroundings agree best, the nearest first; `None` if the words are gone.
    #[must_use]
    pub fn find(&self, text: &str, points: &CodePoints<'_>) -> Option<Span> {
        let at_position = points.to_span(self.start, self.end);
        if let Some(span) = at_position.filter(|span| span.of(text) == Some(self.exact.as_str())) {
            return Some(span);
        }
        if self.exact.is_empty() {
            return None;
        }
        text.match_indices(&self.exact)
            .map(|(start, exact)| Span::new(start, start + exact.len()))
            .max_by_key(|span| {
                let distance = points.at_byte(span.start).abs_diff(self.start);
                (self.agreement(text, *span), std::cmp::Reverse(distance))
            })
    }

    /// Code points of prefix and suffix that stand around `span` as they stood around the quote.
    fn agreement(&self, text: &str, span: Span) -> usize {
        let before = text[..span.start].chars().rev().zip(self.prefix.chars().rev());
        let after = text[span.end..].chars().zip(self.suffix.chars());
        before.take_while(|(a, b)| a == b).count() + after.take_while(|(a, b)| a == b).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str, quote: &str) -> Passage {
        let start = text.find(quote).unwrap();
        Passage::at(text, &CodePoints::new(text), Span::new(start, start + quote.len())).unwrap()
    }

    #[test]
    fn a_passage_is_found_again_after_text_moved() {
        let old = "In Poland, 800 workers. In Malta, 800 workers too.";
        let malta = Passage::at(old, &CodePoints::new(old), Span::new(34, 45)).unwrap();
        assert_eq!((malta.exact.as_str(), malta.start), ("800 workers", 34));
        let new = "A new first line. In Poland, 800 workers. In Malta, 800 workers too.";
        let found = malta.find(new, &CodePoints::new(new)).unwrap();
        assert_eq!(found.start, 52);
    }

    #[test]
    fn a_passage_whose_words_are_gone_is_not_found() {
        let gone = passage("about 800 workers", "800 workers");
        let text = "about 900 workers";
        assert_eq!(gone.find(text, &CodePoints::new(text)), None);
    }

    #[test]
    fn context_counts_code_points() {
        let text = format!("{}임금{}", "가".repeat(50), "나".repeat(50));
        let passage = passage(&text, "임금");
        assert_eq!(passage.prefix.chars().count(), CONTEXT_LENGTH);
        assert_eq!(passage.suffix.chars().count(), CONTEXT_LENGTH);
        assert_eq!((passage.start, passage.end), (50, 52));
    }
}
