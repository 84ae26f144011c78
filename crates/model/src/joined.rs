//! A text without the marks that line ends left in its words.

use crate::Span;

/// Shown as nothing; stands where a line end cut a word, or where one may (Unicode: SOFT HYPHEN).
const SOFT_HYPHEN: &str = "\u{ad}";

/// A view of a text without soft hyphens, and the way back.
///
/// Reading keeps the place where a line end cut a word as a soft hyphen, so that offsets index one text only. Who
/// looks for words looks in this view, and takes what is found back with [`Joined::to_original`].
///
/// ```
/// let text = "two hundred labour\u{ad}ers";
/// let joined = model::Joined::of(text);
/// assert_eq!(joined.text(), "two hundred labourers");
/// let found = joined.to_original(model::Span::new(12, 21)).and_then(|span| span.of(text));
/// assert_eq!(found, Some("labour\u{ad}ers"));
/// ```
#[derive(Debug, Clone)]
pub struct Joined<'t> {
    text: std::borrow::Cow<'t, str>,
    /// Bytes of the view before each soft hyphen that was left out.
    cuts: Vec<usize>,
}

impl<'t> Joined<'t> {
    /// The view of `text`, in one pass; it borrows the text where there is nothing to leave out.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let mut parts = text.split(SOFT_HYPHEN);
        let first = parts.next().unwrap_or_default();
        if first.len() == text.len() {
            return Self { text: text.into(), cuts: Vec::new() };
        }
        let mut view = String::with_capacity(text.len());
        view.push_str(first);
        let mut cuts = Vec::new();
        for part in parts {
            cuts.push(view.len());
            view.push_str(part);
        }
        Self { text: view.into(), cuts }
    }

    /// The text without soft hyphens.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same stretch of the original text; `None` where `span` does not fit the view. Soft hyphens inside
    /// belong to it, those at its ends do not.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Option<Span> {
        span.of(&self.text)?;
        let up_to_start = self.cuts.partition_point(|cut| *cut <= span.start);
        let before_end = self.cuts.partition_point(|cut| *cut < span.end);
        let start = span.start + up_to_start * SOFT_HYPHEN.len();
        Some(Span::new(start, span.end + before_end * SOFT_HYPHEN.len()))
    }

    /// Where a stretch of the original text stands in the view; empty for one of nothing but soft hyphens.
    #[must_use]
    pub fn to_view(&self, span: Span) -> Span {
        Span::new(self.view_offset(span.start), self.view_offset(span.end))
    }

    fn view_offset(&self, offset: usize) -> usize {
        // The soft hyphen number `i` stands at byte `cuts[i] + i * SOFT_HYPHEN.len()`, so these places are in order too.
        let (mut low, mut high) = (0, self.cuts.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let before = self.cuts.get(middle).is_some_and(|cut| cut + middle * SOFT_HYPHEN.len() < offset);
            if before { low = middle + 1 } else { high = middle }
        }
        offset.saturating_sub(low * SOFT_HYPHEN.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_view_borrows_a_text_without_marks() {
        assert!(matches!(Joined::of("plain").text, std::borrow::Cow::Borrowed("plain")));
        assert_eq!(Joined::of("\u{ad}a\u{ad}\u{ad}b\u{ad}").text(), "ab");
    }

    proptest! {
        #[test]
        fn every_stretch_of_the_view_is_found_again(text in "[a-c\u{ad} é]{0,40}", from in 0_usize..40, length in 0_usize..40) {
            let joined = Joined::of(&text);
            let span = Span::new(from, from + length);
            if let Some(seen) = span.of(joined.text()) {
                let original = joined.to_original(span);
                let found = original.and_then(|span| span.of(&text));
                prop_assert_eq!(found.map(|found| found.replace(SOFT_HYPHEN, "")), Some(seen.to_owned()));
                prop_assert_eq!(original.map(|original| joined.to_view(original)), Some(span));
            }
        }

        #[test]
        fn every_stretch_of_the_text_has_a_place_in_the_view(text in "[a-c\u{ad} é]{0,40}", from in 0_usize..60, length in 0_usize..60) {
            let joined = Joined::of(&text);
            if let Some(stretch) = Span::new(from, from + length).of(&text) {
                let seen = joined.to_view(Span::new(from, from + length)).of(joined.text());
                prop_assert_eq!(seen, Some(stretch.replace(SOFT_HYPHEN, "").as_str()));
            }
        }
    }
}
