//! A text that grows line by line, each with its zone.

use model::{Metadata, Span, Zone, ZoneSpan};

/// A mail as text with zones and metadata.
pub(crate) struct MailReading {
    /// Head and body.
    pub(crate) text: String,
    /// Covering all of the text, in order.
    pub(crate) zones: Vec<ZoneSpan>,
    /// What the head says.
    pub(crate) metadata: Metadata,
    /// What is missing, in words for a person.
    pub(crate) gaps: Vec<String>,
}

impl MailReading {
    /// The sender's own words; all of the text where there are none.
    pub(super) fn main(&self) -> String {
        let stretches = self.zones.iter().filter(|stretch| stretch.zone == Zone::Main && !stretch.hidden);
        let main: String = stretches.filter_map(|stretch| stretch.span.of(&self.text)).collect();
        if main.trim().is_empty() { self.text.clone() } else { main }
    }
}

/// A text in the making.
#[derive(Default)]
pub(super) struct Sheet {
    text: String,
    zones: Vec<ZoneSpan>,
}

impl Sheet {
    /// Adds a line; neighbours of one zone are one stretch.
    pub(super) fn push_line(&mut self, line: &str, zone: Zone, hidden: bool) {
        let start = self.text.len();
        self.text.push_str(line);
        self.text.push('\n');
        let span = Span::new(start, self.text.len());
        match self.zones.last_mut() {
            Some(last) if last.zone == zone && last.hidden == hidden => last.span = last.span.hull(span),
            _ => self.zones.push(ZoneSpan { span, zone, hidden }),
        }
    }

    /// The text without line ends at its end.
    pub(super) fn finish(mut self, metadata: Metadata, gaps: Vec<String>) -> MailReading {
        self.text.truncate(self.text.trim_end().len());
        let end = self.text.len();
        self.zones.retain(|stretch| stretch.span.start < end);
        if let Some(last) = self.zones.last_mut() {
            last.span.end = end;
        }
        MailReading { text: self.text, zones: self.zones, metadata, gaps }
    }
}
