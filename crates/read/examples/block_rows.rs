//! Prints the blocks of pages as the block model sees them, one JSON object a page: for `train/fit.py`.

use read::{Limits, block_rows, feature_names};
use serde_json::json;
use std::io::{Read, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", json!({ "features": feature_names() }))?;
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let mut page = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut page)?;
        } else {
            page = bytes;
        }
        let rows = block_rows(&String::from_utf8_lossy(&page), Limits::default().max_depth);
        let blocks: Vec<_> = rows
            .iter()
            .map(|row| json!({"text": row.text, "zone": row.zone.as_str(), "hidden": row.hidden, "features": row.features}))
            .collect();
        writeln!(out, "{}", json!({"path": path, "blocks": blocks}))?;
    }
    out.flush()
}
