//! Prints the pairs of near-duplicates among texts, one a line: two numbers and the estimated similarity.
//!
//! The first argument is a file of JSON lines with `text`; the second the least similarity.

use read::minhash::{Signature, similar_pairs};
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let lines = std::fs::read_to_string(arguments.next().ok_or("a file of JSON lines is missing")?)?;
    let least: f64 = arguments.next().unwrap_or_else(|| "0.5".to_owned()).parse()?;
    let mut out = std::io::stdout().lock();
    let mut signatures = Vec::new();
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        signatures.push(Signature::of(row["text"].as_str().unwrap_or_default()));
    }
    for (one, other, similarity) in similar_pairs(&signatures, least) {
        writeln!(out, "{one} {other} {similarity:.4}")?;
    }
    Ok(())
}
