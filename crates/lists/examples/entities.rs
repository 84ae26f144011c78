//! Prints the entries of a list as JSON lines, with the time that loading took on the standard error.
//!
//! ```text
//! cargo run --release -p manumit-lists --example entities -- ofac-sdn sdn.csv alt.csv add.csv
//! ```

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let format = lists::Format::of(&arguments.next().ok_or("usage: entities FORMAT FILE…")?, None)?;
    let names: Vec<String> = arguments.collect();
    let bytes = names.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
    let files: Vec<_> =
        names.iter().zip(&bytes).map(|(name, bytes)| lists::ListFile { name, bytes }).collect();
    let started = std::time::Instant::now();
    let list = lists::load(&files, &format, &lists::LoadOptions::default())?;
    let taken = started.elapsed();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for entry in &list.entries {
        serde_json::to_writer(&mut output, entry)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    let mut messages = std::io::stderr();
    writeln!(messages, "{} entries in {taken:.2?}, published {:?}", list.entries.len(), list.published)?;
    for notice in &list.notices {
        writeln!(messages, "{notice}")?;
    }
    Ok(())
}
