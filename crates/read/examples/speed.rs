//! Reading against bare parsing, on pages given as files: CPU time of each in the same run.

use html5ever::tendril::TendrilSink;
use read::{Context, read};
use std::io::{Read, Write};

/// Seconds this process has spent on a processor, so that other work on the machine does not count.
fn cpu() -> f64 {
    let spent = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    spent.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut pages = Vec::new();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let mut page = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut page)?;
        } else {
            page = bytes;
        }
        pages.push(page);
    }
    let size: usize = pages.iter().map(Vec::len).sum();
    writeln!(out, "{} pages, {} kB", pages.len(), size / 1000)?;
    for round in 0..3 {
        let start = cpu();
        for page in &pages {
            let text = String::from_utf8_lossy(page);
            let dom = html5ever::parse_document(
                markup5ever_rcdom::RcDom::default(),
                html5ever::ParseOpts::default(),
            )
            .one(&*text);
            std::hint::black_box(&dom);
        }
        let parsing = cpu() - start;
        let start = cpu();
        for page in &pages {
            std::hint::black_box(read(page, &Context::default()));
        }
        let reading = cpu() - start;
        writeln!(
            out,
            "round {round}: parse {:.1} ms, read {:.1} ms, ratio {:.2}, {:.0} pages/s",
            parsing * 1e3,
            reading * 1e3,
            reading / parsing,
            1.0 / (reading / f64::from(u32::try_from(pages.len()).unwrap_or(u32::MAX)))
        )?;
    }
    Ok(())
}
