//! Text put together piece by piece, with its zones and pages.

use model::{PageSpan, PageText, Span, Zone, ZoneSpan};

/// Blocks of text, each on lines of its own, for formats that are read block by block.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    text: String,
    zones: Vec<ZoneSpan>,
    pages: Vec<PageSpan>,
}

impl Pieces {
    /// Bytes written so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// What is added from here on stands on this page.
    pub(crate) fn begin_page(&mut self, number: usize, label: Option<String>, text: PageText) {
        let at = self.text.len();
        self.pages.push(PageSpan { number, label, span: Span::new(at, at), text });
    }

    /// Adds a block. One without text adds nothing.
    pub(crate) fn add(&mut self, block: &str, zone: Zone, hidden: bool) {
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(block);
        let end = self.text.len();
        match self.zones.last_mut() {
            Some(last) if last.zone == zone && last.hidden == hidden => last.span.end = end,
            Some(last) => {
                // The newline between two blocks belongs to the first.
                last.span.end = start;
                self.zones.push(ZoneSpan { span: Span::new(start, end), zone, hidden });
            }
            None => self.zones.push(ZoneSpan { span: Span::new(0, end), zone, hidden }),
        }
        if let Some(page) = self.pages.last_mut() {
            if page.span.is_empty() {
                page.span = Span::new(start, end);
            }
            page.span.end = end;
        }
    }

    /// The text, zones that cover it, and pages in order.
    pub(crate) fn finish(self) -> (String, Vec<ZoneSpan>, Vec<PageSpan>) {
        (self.text, self.zones, self.pages)
    }
}
