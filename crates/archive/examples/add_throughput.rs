//! Measures adding: `cargo run --release -p manumit-archive --example add_throughput -- [FILES] [KB] [CLAIMS]`.
//!
//! Adds generated pages to a workspace in a temporary folder, ledger and index included; reading and extracting are not
//! part of it. Prints files a second, the time of a listing, a search and a backup, and the largest resident memory (Linux).
#![allow(clippy::print_stdout)]

use archive::{Act, ClaimFilter, Content, NewSource, Reading, Settings, Workspace, Writer};
use model::{
    AcquisitionFacts, AcquisitionRoute, Claim, ClaimId, Clearance, CodePoints, Document, DocumentStatus,
    Kind, Metadata, Passage, RuleId, SourceId, Span, Zone, ZoneSpan,
};
use std::time::Instant;

/// Items handed over in one call.
const BATCH: usize = 128;

fn page(number: usize, kilobytes: usize) -> String {
    let mut text = format!("Page {number}\n");
    let mut word = number as u64;
    while text.len() < kilobytes * 1024 {
        word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("In region r{} some {} workers were counted. ", word >> 50, word >> 54));
    }
    text
}

fn claim(
    source: &SourceId,
    text: &str,
    points: &CodePoints<'_>,
    start: usize,
    ordinal: usize,
) -> Option<Claim> {
    let quote = "workers were counted";
    Some(Claim {
        subject: Some("workers".to_owned()),
        places: vec!["RU".to_owned(), "PL".to_owned()],
        ..Claim::bare(
            ClaimId::derive(source, Kind::WorkerCount, None, None, quote, ordinal),
            Kind::WorkerCount,
            Passage::at(text, points, Span::new(start, start + quote.len()))?,
            RuleId::new("worker_count/plain"),
        )
    })
}

fn reading(text: &str, claims: usize) -> Reading {
    let source = SourceId::of(text.as_bytes());
    let points = CodePoints::new(text);
    let places = text.match_indices("workers were counted").take(claims).enumerate();
    Reading {
        context: String::new(),
        reader_version: "measure".to_owned(),
        document: Document {
            media_type: "text/plain".to_owned(),
            status: DocumentStatus::Read,
            reason: None,
            text: text.to_owned(),
            zones: vec![ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }],
            metadata: Metadata::default(),
        },
        signature: None,
        claims: places
            .filter_map(|(ordinal, (start, _))| claim(&source, text, &points, start, ordinal))
            .collect(),
    }
}

fn print_peak_memory(when: &str) {
    if let Some(megabytes) = peak_memory() {
        println!("largest resident memory {when}: {megabytes} MB");
    }
}

/// Largest resident memory in MB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let numbers: Vec<usize> = std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    let number = |place: usize, default: usize| numbers.get(place).copied().unwrap_or(default);
    let (files, kilobytes, claims) = (number(0, 2000), number(1, 8), number(2, 10));
    let folder = tempfile::tempdir_in(".")?;
    let act = Act::new("measure", "2026-01-01T00:00:00Z".parse()?);
    let writer = Writer::new("add_throughput", act.at);
    let workspace = Workspace::init(&folder.path().join("case"), &Settings::default(), writer, &act)?;
    let started = Instant::now();
    for first in (0..files).step_by(BATCH) {
        let batch: Vec<String> =
            (first..files.min(first + BATCH)).map(|file| page(file, kilobytes)).collect();
        let item = |text: &'_ String| NewSource {
            route: AcquisitionRoute::Path { path: text.lines().next().unwrap_or_default().to_owned() },
            tool_version: "measure".to_owned(),
            sensitivity: None,
            reading: reading(text, claims),
            content: Content::Bytes(&[]),
            facts: AcquisitionFacts::default(),
        };
        let items: Vec<_> = batch
            .iter()
            .map(|text| NewSource { content: Content::Bytes(text.as_bytes()), ..item(text) })
            .collect();
        for outcome in workspace.add_sources(&act, &items) {
            outcome?;
        }
    }
    let added = started.elapsed();
    workspace.flush()?;
    let flushed = started.elapsed();
    let rate = files as f64 / flushed.as_secs_f64();
    println!("{files} files of {kilobytes} KB with {claims} claims: {rate:.0} files/s");
    println!("added in {added:.2?}, with the last commit of the index {flushed:.2?}");
    print_peak_memory("until here");
    let started = Instant::now();
    let claims = workspace.claims(Clearance::Workspace, &ClaimFilter::default())?.len();
    println!("listed {claims} claims in {:.2?}", started.elapsed());
    let started = Instant::now();
    let hits = workspace.search(Clearance::Workspace, "\"workers were counted\"", 20)?.len();
    println!("found {hits} hits in {:.2?}", started.elapsed());
    let started = Instant::now();
    let summary = workspace.backup(&act, &folder.path().join("backup"))?;
    println!("backed up {} files, {} MB in {:.2?}", summary.files, summary.bytes >> 20, started.elapsed());
    print_peak_memory("in all");
    Ok(())
}
