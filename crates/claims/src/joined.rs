//! Words that line ends have cut are looked at whole: claims are found in the view without the cuts, and taken back.

use model::{Claim, CodePoints, Document, Joined, Passage, Span, ZoneSpan};

/// A document in whose text line ends have cut words, and the same document with its words whole.
pub(crate) struct Whole<'d> {
    pub(crate) document: Document,
    original: &'d str,
    joined: Joined<'d>,
}

impl<'d> Whole<'d> {
    /// The view of `document`; `None` where no word is cut, which is so for most documents and costs one search.
    pub(crate) fn of(document: &'d Document) -> Option<Self> {
        let joined = Joined::of(&document.text);
        if joined.text().len() == document.text.len() {
            return None;
        }
        let zones = document.zones.iter();
        let view = Document {
            text: joined.text().to_owned(),
            zones: zones.map(|zone| ZoneSpan { span: joined.to_view(zone.span), ..*zone }).collect(),
            media_type: document.media_type.clone(),
            status: document.status,
            reason: None,
            metadata: document.metadata.clone(),
        };
        Some(Self { document: view, original: &document.text, joined })
    }

    /// The way back for code-point offsets.
    pub(crate) fn way_back(&self) -> WayBack<'_, 'd> {
        WayBack {
            whole: self,
            view: CodePoints::new(&self.document.text),
            original: CodePoints::new(self.original),
        }
    }
}

/// Takes what was found in the view to where it stands in the document.
pub(crate) struct WayBack<'w, 'd> {
    whole: &'w Whole<'d>,
    view: CodePoints<'w>,
    original: CodePoints<'d>,
}

impl WayBack<'_, '_> {
    /// The words at these code points of the view: their place in the document in bytes, and in code points.
    pub(crate) fn place(&self, start: usize, end: usize) -> Option<(Span, (usize, usize))> {
        let span = self.whole.joined.to_original(self.view.to_span(start, end)?)?;
        Some((span, self.original.of_span(span)))
    }

    /// The words of the document at `span`.
    pub(crate) fn words(&self, span: Span) -> String {
        span.of(self.whole.original).unwrap_or_default().to_owned()
    }

    /// A claim of the view as a claim of the document: the same but for offsets and quoted words.
    pub(crate) fn claim(&self, mut claim: Claim) -> Claim {
        for evidence in &mut claim.evidence {
            if let Some((span, (start, end))) = self.place(evidence.start, evidence.end) {
                (evidence.start, evidence.end) = (start, end);
                evidence.words = self.words(span);
            }
        }
        let place = self.place(claim.passage.start, claim.passage.end);
        if let Some(passage) =
            place.and_then(|(span, _)| Passage::at(self.whole.original, &self.original, span))
        {
            claim.passage = passage;
        }
        claim
    }
}
