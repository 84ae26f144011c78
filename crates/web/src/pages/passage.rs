//! A document's text cut into stretches to show: zones, claims in place, words that were looked for.

use model::{Claim, ClaimId, CodePoints, Document, ReviewState, Span, Zone};

/// A run of text, and the claim it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// To the letter.
    pub(crate) text: String,
    /// The claim that these are words of; of several, the one with the fewest.
    pub(crate) claim: Option<Underlined>,
}

/// A claim as its words show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Underlined {
    pub(crate) id: ClaimId,
    pub(crate) state: ReviewState,
    /// What it says, in the fewest words.
    pub(crate) says: String,
    /// Whether these are its first words.
    pub(crate) begins: bool,
}

/// A stretch of one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// What it is; none for text that no zone covers.
    pub(crate) zone: Option<Zone>,
    /// Whether the page does not show it.
    pub(crate) hidden: bool,
    /// The page of the original that it begins on, where it is another than that of the stretch before.
    pub(crate) page: Option<usize>,
    pub(crate) runs: Vec<Run>,
}

/// Bytes of text that one page shows; a longer document has several.
const PART: usize = 40_000;

/// Where the parts of a document begin and end, in bytes: at ends of zones, or of lines within a long one.
pub(crate) fn parts(document: &Document) -> Vec<Span> {
    let text = &document.text;
    let mut parts = Vec::new();
    let mut start = 0;
    while text.len() - start > PART {
        let limit = start + PART;
        let zone_end =
            document.zones.iter().map(|zone| zone.span.end).filter(|end| *end > start && *end <= limit).max();
        let line_end = || {
            let mut limit = limit;
            while !text.is_char_boundary(limit) {
                limit -= 1;
            }
            text[start..limit].rfind('\n').map_or(limit, |at| start + at + 1)
        };
        // A zone that ends soon after the start would make tiny parts before a long zone.
        let end = zone_end.filter(|end| *end > start + PART / 2).unwrap_or_else(line_end);
        parts.push(Span::new(start, end));
        start = end;
    }
    parts.push(Span::new(start, text.len()));
    parts
}

/// The part in which something stands that begins at `byte`.
pub(crate) fn part_of(parts: &[Span], byte: usize) -> usize {
    parts.iter().position(|part| byte < part.end).unwrap_or(parts.len().saturating_sub(1))
}

/// Where the claim's words stand now, in bytes.
pub(crate) fn place_of(document: &Document, points: &CodePoints<'_>, claim: &Claim) -> Option<Span> {
    claim.passage.find(&document.text, points)
}

/// The stretches of `part`, with the claims whose places are given.
pub(crate) fn stretches(document: &Document, part: Span, claims: &[(Span, Underlined)]) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut at = part.start;
    let mut last_page = None;
    let mut push = |span: Span, zone: Option<Zone>, hidden: bool| {
        let shown = Span::new(span.start.max(part.start), span.end.min(part.end));
        if shown.of(&document.text).is_none_or(|text| text.trim().is_empty()) {
            return;
        }
        let number = document.metadata.page_of(shown).map(|page| page.number);
        let page = number.filter(|_| number != last_page);
        last_page = number.or(last_page);
        stretches.push(Stretch { zone, hidden, page, runs: runs(&document.text, shown, claims) });
    };
    for zone in document.zones.iter().filter(|zone| zone.span.end > part.start && zone.span.start < part.end)
    {
        if zone.span.start > at {
            push(Span::new(at, zone.span.start), None, false);
        }
        push(zone.span, Some(zone.zone), zone.hidden);
        at = zone.span.end;
    }
    if at < part.end {
        push(Span::new(at, part.end), None, false);
    }
    stretches
}

fn runs(text: &str, span: Span, claims: &[(Span, Underlined)]) -> Vec<Run> {
    let here: Vec<&(Span, Underlined)> =
        claims.iter().filter(|(place, _)| place.start < span.end && place.end > span.start).collect();
    let mut cuts: Vec<usize> = here.iter().flat_map(|(place, _)| [place.start, place.end]).collect();
    cuts.extend([span.start, span.end]);
    cuts.retain(|cut| (span.start..=span.end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut begun: Vec<&ClaimId> = Vec::new();
    let mut runs = Vec::new();
    for pair in cuts.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        let Some(words) = piece.of(text) else { continue };
        let covering = here.iter().filter(|(place, _)| place.start <= piece.start && place.end >= piece.end);
        let claim = covering.min_by_key(|(place, _)| place.len()).map(|(_, claim)| {
            let begins = !begun.contains(&&claim.id);
            if begins {
                begun.push(&claim.id);
            }
            Underlined { begins, ..claim.clone() }
        });
        runs.push(Run { text: words.to_owned(), claim });
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{DocumentStatus, Kind, Metadata, SourceId, ZoneSpan};

    fn document(text: &str, zones: &[(usize, usize, Zone)]) -> Document {
        let zone = |(start, end, zone): &(usize, usize, Zone)| ZoneSpan {
            span: Span::new(*start, *end),
            zone: *zone,
            hidden: false,
        };
        Document {
            media_type: "text/plain".to_owned(),
            status: DocumentStatus::Read,
            reason: None,
            text: text.to_owned(),
            zones: zones.iter().map(zone).collect(),
            metadata: Metadata::default(),
        }
    }

    fn claim(start: usize, end: usize) -> (Span, Underlined) {
        let id = ClaimId::derive(&SourceId::of(b""), Kind::WorkerCount, None, None, &start.to_string(), end);
        (
            Span::new(start, end),
            Underlined { id, state: ReviewState::Proposed, says: String::new(), begins: true },
        )
    }

    #[test]
    fn the_runs_of_all_stretches_are_the_text() {
        let text = "Title\nabout 800 workers in Poland\nMenu";
        let document = document(text, &[(0, 5, Zone::Title), (6, 33, Zone::Main), (34, 38, Zone::Chrome)]);
        let claims = [claim(6, 23), claim(12, 15)];
        let stretches = stretches(&document, Span::new(0, text.len()), &claims);
        let words: Vec<Vec<&str>> = stretches
            .iter()
            .map(|stretch| stretch.runs.iter().map(|run| run.text.as_str()).collect())
            .collect();
        assert_eq!(words, [vec!["Title"], vec!["about ", "800", " workers", " in Poland"], vec!["Menu"]]);
        let owners: Vec<Option<bool>> =
            stretches[1].runs.iter().map(|run| run.claim.as_ref().map(|claim| claim.begins)).collect();
        assert_eq!(owners, [Some(true), Some(true), Some(false), None]);
    }

    #[test]
    fn a_long_document_comes_in_parts_that_make_it_up() {
        let text = "One line of a long text.\n".repeat(10_000);
        let document = document(&text, &[(0, text.len(), Zone::Main)]);
        let parts = parts(&document);
        assert!(parts.len() > 5 && parts.iter().all(|part| part.len() <= PART));
        assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!((parts[0].start, parts.last().unwrap().end), (0, text.len()));
        assert_eq!(part_of(&parts, parts[2].start), 2);
        assert_eq!(part_of(&parts, text.len()), parts.len() - 1);
    }
}
