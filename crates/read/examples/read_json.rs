//! Prints what was read from each file given, one JSON object a line, offsets in code points.

use model::CodePoints;
use read::{Context, read};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let document = read(&bytes, &Context { name: &path, ..Context::default() });
        let points = CodePoints::new(&document.text);
        let zones: Vec<_> = document
            .zones
            .iter()
            .map(|stretch| {
                let (start, end) = points.of_span(stretch.span);
                json!({"start": start, "end": end, "zone": stretch.zone.as_str(), "hidden": stretch.hidden})
            })
            .collect();
        let metadata = &document.metadata;
        let line = json!({
            "path": path,
            "sha256": sha256,
            "media_type": document.media_type,
            "status": document.status.as_str(),
            "reason": document.reason,
            "text": document.text,
            "main": document.main(),
            "zones": zones,
            "title": metadata.title,
            "byline": metadata.byline,
            "site": metadata.site,
            "canonical_url": metadata.canonical_url,
            "published": metadata.published.as_ref().map(|time| time.as_str()),
            "modified": metadata.modified.as_ref().map(|time| time.as_str()),
            "date_signal": metadata.date_signal.map(|signal| signal.as_str()),
            "language": metadata.language,
            "words": document.words(),
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}
