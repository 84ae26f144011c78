//! Documents to claims on the demonstration documents repeated to 5 MB.
//!
//! `cargo bench -p manumit-claims`: first words per CPU second and what it takes until rules and tables are ready, then
//! time and memory at growing sizes. Time and "max alloc" that double as the size doubles are linear; "many documents"
//! holds one document at a time, so its memory stays flat. Reading the files is not part of what is measured.
//!
//! Beside each figure stands a ratio taken in the same run, which another machine or a busy one changes little: how many
//! times a bare look at the same words costs (split at white space, each hashed), and how many words claims could have been
//! read from while rules were made ready.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and may stop")]

use claims::Extractor;
use divan::AllocProfiler;
use divan::counter::{BytesCount, ItemsCount};
use model::{Document, SourceId, Span, ZoneSpan};
use std::sync::LazyLock;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const MEGABYTE: usize = 1_000_000;
const SIZES: [usize; 3] = [1, 2, 5];

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::embedded().unwrap());
static SOURCE: LazyLock<SourceId> = LazyLock::new(|| SourceId::of(b"benchmark"));

fn main() {
    let note = note();
    let (ready, _) = cpu_seconds(|| EXTRACTOR.extract(&SOURCE, &note).len());
    let mut a_word = 0.0;
    for (name, documents) in [
        ("many documents", many(5 * MEGABYTE)),
        ("one document", vec![one(5 * MEGABYTE)]),
        ("one paragraph", vec![paragraph(5 * MEGABYTE)]),
    ] {
        let words: usize = documents.iter().map(Document::words).sum();
        let (seconds, claims) = cpu_seconds(|| extract_all(&documents));
        let (bare, _) = cpu_seconds(|| documents.iter().map(|document| look_at(&document.text)).sum());
        a_word = seconds / words as f64;
        println!(
            "{name}: {words} words, {claims} claims, {seconds:.2} s, {:.0} words per CPU second, {:.0} bare looks",
            words as f64 / seconds,
            seconds / bare
        );
    }
    println!("ready for the first line: {:.1} ms, the time of {:.0} words", ready * 1e3, ready / a_word);
    divan::main();
}

/// A note of one line.
fn note() -> Document {
    let text = "They earn $700 a month in Poland.".to_owned();
    let context = read::Context { name: "note.txt", ..Default::default() };
    read::read(text.as_bytes(), &context)
}

/// A bare look at each word of a text, to compare with; the result keeps it from being left out.
fn look_at(text: &str) -> usize {
    let hash = |word: &str| {
        word.bytes().fold(0_usize, |hash, byte| (hash ^ usize::from(byte)).wrapping_mul(0x0100_01b3))
    };
    text.split_whitespace().map(hash).fold(0, usize::wrapping_add) % 2
}

/// The demonstration documents that the rules know the language of.
fn demonstration() -> Vec<Document> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "html"))
        .map(|path| {
            let name = path.to_string_lossy();
            read::read(&std::fs::read(path).unwrap(), &read::Context { name: &name, ..Default::default() })
        })
        .filter(|document| EXTRACTOR.knows_language(document.metadata.language.as_deref()))
        .collect()
}

fn many(bytes: usize) -> Vec<Document> {
    let documents = demonstration();
    let mut size = 0;
    let enough = |document: &Document| {
        let goes_on = size < bytes;
        size += document.text.len();
        goes_on
    };
    documents.iter().cycle().cloned().take_while(enough).collect()
}

/// All of them as one document, zones kept.
fn one(bytes: usize) -> Document {
    let documents = many(bytes);
    let mut whole = Document { text: String::new(), zones: Vec::new(), ..documents[0].clone() };
    for document in documents {
        let offset = whole.text.len();
        whole.text += &document.text;
        whole.text.push('\n');
        whole.zones.extend(document.zones.iter().enumerate().map(|(number, stretch)| {
            let last = number + 1 == document.zones.len();
            let end = stretch.span.end + usize::from(last);
            ZoneSpan { span: Span::new(offset + stretch.span.start, offset + end), ..*stretch }
        }));
    }
    whole
}

/// All of them on one line.
fn paragraph(bytes: usize) -> Document {
    let mut whole = one(bytes);
    whole.text = whole.text.split_whitespace().collect::<Vec<_>>().join(" ");
    whole.zones = vec![ZoneSpan { span: Span::new(0, whole.text.len()), ..whole.zones[0] }];
    whole
}

fn extract_all(documents: &[Document]) -> usize {
    documents.iter().map(|document| EXTRACTOR.extract(&SOURCE, document).len()).sum()
}

/// Texts that no page has, each the same few words all along: what is slow for a long sentence or paragraph shows here.
const HOSTILE: [&str; 12] = [
    "Kim ",
    "said ",
    "the ",
    "1,000 ",
    "$1,000 a month ",
    "(",
    "“",
    "workers and ",
    "according to the ministry ",
    "the ministry said 500 workers earn 60 dinars. ",
    "A-1",
    "in March 2016, ",
];

/// Seconds that this thread had a processor for, where the system says so; else seconds passed.
fn cpu_seconds(work: impl FnOnce() -> usize) -> (f64, usize) {
    let on_cpu = || -> Option<f64> {
        let status = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(status.split(' ').next()?.parse::<f64>().ok()? / 1e9)
    };
    let (started, before) = (Instant::now(), on_cpu());
    let result = work();
    let seconds = match (before, on_cpu()) {
        (Some(before), Some(after)) => after - before,
        _ => started.elapsed().as_secs_f64(),
    };
    (seconds, result)
}

fn measure(bencher: divan::Bencher<'_, '_>, documents: &[Document]) {
    let words: usize = documents.iter().map(Document::words).sum();
    bencher.counter(ItemsCount::new(words)).bench(|| extract_all(documents));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn many_documents(bencher: divan::Bencher<'_, '_>, megabytes: usize) {
    measure(bencher, &many(megabytes * MEGABYTE));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn one_document(bencher: divan::Bencher<'_, '_>, megabytes: usize) {
    measure(bencher, &[one(megabytes * MEGABYTE)]);
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn one_paragraph(bencher: divan::Bencher<'_, '_>, megabytes: usize) {
    measure(bencher, &[paragraph(megabytes * MEGABYTE)]);
}

/// Half a megabyte of each; time per byte is what to compare.
#[divan::bench(args = HOSTILE, sample_count = 1)]
fn hostile(bencher: divan::Bencher<'_, '_>, words: &str) {
    let text = words.repeat(MEGABYTE / 2 / words.len());
    let zones = vec![ZoneSpan { span: Span::new(0, text.len()), ..one(1).zones[0] }];
    let document = Document { text, zones, ..one(1) };
    bencher.counter(BytesCount::of_str(&document.text)).bench(|| EXTRACTOR.extract(&SOURCE, &document).len());
}
