//! Long documents in stretches, so that memory stays flat as texts grow.

use model::{Claim, CodePoints, Document, Passage, Span, ZoneSpan};

/// Longest stretch that is looked at in one go, in bytes: some four hundred pages.
const LONGEST: usize = 1 << 20;

/// Cuts a text into stretches of at most [`LONGEST`] bytes: at line ends where there are any, else at spaces.
/// Most documents are one stretch. Speakers, scope and amounts are not carried from one stretch to the next.
pub(crate) fn windows(text: &str) -> Vec<Span> {
    let mut windows = Vec::new();
    let mut start = 0;
    while text.len() - start > LONGEST {
        let limit = text.floor_char_boundary(start + LONGEST);
        let stretch = &text[start..limit];
        let cut = stretch.rfind('\n').or_else(|| stretch.rfind(". ")).map(|at| at + 1).or_else(|| {
            stretch.rmatch_indices(char::is_whitespace).next().map(|(at, space)| at + space.len())
        });
        let end = cut.map_or(limit, |cut| start + cut);
        windows.push(Span::new(start, end));
        start = end;
    }
    windows.push(Span::new(start, text.len()));
    windows
}

/// The part of a document at `window`, as a document of its own.
pub(crate) fn part(document: &Document, window: Span) -> Document {
    let first = document.zones.partition_point(|stretch| stretch.span.end <= window.start);
    let inside = document.zones[first..].iter().take_while(|stretch| stretch.span.start < window.end);
    let cut = |stretch: &ZoneSpan| ZoneSpan {
        span: Span::new(
            stretch.span.start.max(window.start) - window.start,
            stretch.span.end.min(window.end) - window.start,
        ),
        ..*stretch
    };
    Document {
        text: window.of(&document.text).unwrap_or_default().to_owned(),
        zones: inside.map(cut).collect(),
        media_type: document.media_type.clone(),
        status: document.status,
        reason: None,
        metadata: document.metadata.clone(),
    }
}

/// Moves a claim of a part to where it stands in the whole.
pub(crate) fn moved(mut claim: Claim, whole: &str, points: &CodePoints<'_>, window: Span) -> Claim {
    let base = points.at_byte(window.start);
    for words in &mut claim.evidence {
        words.start += base;
        words.end += base;
    }
    let span = points.to_span(claim.passage.start + base, claim.passage.end + base);
    if let Some(passage) = span.and_then(|span| Passage::at(whole, points, span)) {
        claim.passage = passage;
    }
    claim
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_the_text_and_end_at_lines() {
        let line = "They earn $700 a month – about 임금.\n";
        let text = line.repeat(4 * LONGEST / line.len());
        let windows = windows(&text);
        assert!(windows.len() > 3);
        assert_eq!(windows[0].start, 0);
        assert_eq!(windows.last().unwrap().end, text.len());
        assert!(windows.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert!(windows[..windows.len() - 1].iter().all(|window| window.of(&text).unwrap().ends_with('\n')));
    }

    #[test]
    fn a_text_without_any_space_is_cut_between_characters() {
        let text = "임".repeat(LONGEST);
        assert!(windows(&text).iter().all(|window| window.of(&text).is_some() && window.len() <= LONGEST));
    }

    #[test]
    fn a_wide_space_is_not_cut_in_two() {
        let text = "임금\u{3000}".repeat(LONGEST / 6);
        assert!(
            windows(&text)
                .iter()
                .all(|window| window.of(&text).is_some_and(|part| part.ends_with('\u{3000}')))
        );
    }

    #[test]
    fn a_short_text_is_one_window() {
        assert_eq!(windows("x"), [Span::new(0, 1)]);
        assert_eq!(windows(""), [Span::new(0, 0)]);
    }
}
