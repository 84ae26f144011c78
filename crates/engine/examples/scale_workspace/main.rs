//! Makes a large workspace of made-up documents, to measure with:
//!
//! ```text
//! cargo run --release -p manumit-engine --example scale_workspace -- FOLDER [DOCUMENTS]
//! ```
//!
//! About three claims a document, in kinds, places, times, speakers and zones as mixed as in real collections; copies of texts,
//! tags, categories and reviews; ledger, originals and full-text index as `manumit add` leaves them. The same number of documents gives
//! the same workspace. Readings are handed to the archive as they are: reading files and finding claims is not what is measured, and would
//! take longer than everything else.

#![expect(clippy::print_stdout, reason = "an example prints")]

mod page;
mod random;

use archive::{Act, Content, Edit, LabelChange, NewReview, NewSource, Reading, Workspace, Writer};
use jiff::{SignedDuration, Timestamp};
use model::{AcquisitionFacts, AcquisitionRoute, ClaimId, CorrectedSlot, Sensitivity, SourceId, Verdict};
use page::{Made, Page};
use random::Random;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// Sources, and reviews, handed over in one call.
const BATCH: usize = 256;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, documents) = match arguments.as_slice() {
        [folder] => (folder, 100_000),
        [folder, documents] => (folder, documents.parse()?),
        _ => return Err("usage: scale_workspace FOLDER [DOCUMENTS]".into()),
    };
    let begun = Instant::now();
    let first = Act::new("measure", "2024-01-08T08:00:00Z".parse::<Timestamp>()?);
    let writer = Writer::new("scale_workspace", first.at);
    let workspace = engine::init(Path::new(folder), &archive::Settings::default(), writer, &first)?;
    let mut kept = Kept::default();
    for batch in (0..documents).collect::<Vec<usize>>().chunks(BATCH) {
        let at = first.at + SignedDuration::from_mins(i64::try_from(batch[0] / BATCH)?);
        kept.add(&workspace, &Act::new("measure", at), batch)?;
    }
    println!("{documents} documents, {} claims after {:.0} s", kept.claims, begun.elapsed().as_secs_f64());
    workspace.flush()?;
    let act = Act::new("measure", first.at + SignedDuration::from_hours(24));
    for (source, change) in &kept.labels {
        workspace.label(&act, source, change)?;
    }
    for reviews in kept.reviews.chunks(BATCH) {
        workspace.add_reviews(&act, reviews)?;
    }
    println!(
        "{} sources labelled, {} reviews; {:.0} s in all",
        kept.labels.len(),
        kept.reviews.len(),
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// What is said of the documents once all are there.
#[derive(Default)]
struct Kept {
    claims: usize,
    labels: Vec<(SourceId, LabelChange)>,
    reviews: Vec<NewReview>,
}

impl Kept {
    fn add(&mut self, workspace: &Workspace, act: &Act, numbers: &[usize]) -> Outcome<()> {
        let texts: Vec<(usize, String)> =
            numbers.iter().map(|number| (*number, Page::of(*number).text())).collect();
        let mut items = Vec::with_capacity(texts.len());
        for (number, text) in &texts {
            let source = SourceId::of(text.as_bytes());
            let made = Page::of(*number).made(&source);
            let mut random = Random::of(*number, "labels");
            self.claims += made.claims.len();
            self.label(&source, &mut random)?;
            self.review(&made, &mut random);
            let is_open = random.below(10) < 3;
            items.push(NewSource {
                content: Content::Bytes(text.as_bytes()),
                route: route(*number, &mut random),
                facts: AcquisitionFacts::default(),
                tool_version: "measure".to_owned(),
                sensitivity: Some(if is_open { Sensitivity::Open } else { Sensitivity::Internal }),
                reading: reading(made),
            });
        }
        for outcome in workspace.add_sources(act, &items) {
            outcome?;
        }
        Ok(())
    }

    /// Tags for a third of the sources, few of them often; categories for a quarter.
    fn label(&mut self, source: &SourceId, random: &mut Random) -> Outcome<()> {
        let mut change = LabelChange::default();
        if random.below(3) == 0 {
            for _ in 0..1 + random.below(3) {
                change.add.push(format!("topic {}", random.often_low(60)).parse()?);
            }
            change.add.sort();
            change.add.dedup();
        }
        if random.below(4) == 0 {
            change.category = Edit::Set(format!("category {}", random.often_low(8)).parse()?);
        }
        if !change.is_empty() {
            self.labels.push((source.clone(), change));
        }
        Ok(())
    }

    /// One claim of sixteen was looked at.
    fn review(&mut self, made: &Made, random: &mut Random) {
        let mut review = |claim: &ClaimId, verdict, corrections| {
            self.reviews.push(NewReview { claim: claim.clone(), verdict, corrections, note: None });
        };
        for claim in &made.claims {
            if random.below(16) != 0 {
                continue;
            }
            match random.below(10) {
                0 => review(&claim.id, Verdict::Reject, Vec::new()),
                1 => {
                    let slot = CorrectedSlot {
                        slot: "time".to_owned(),
                        value: (2000 + random.below(24)).to_string(),
                    };
                    review(&claim.id, Verdict::Correct, vec![slot]);
                }
                _ => review(&claim.id, Verdict::Confirm, Vec::new()),
            }
        }
    }
}

fn route(number: usize, random: &mut Random) -> AcquisitionRoute {
    if random.below(2) == 0 {
        let fetched = Some("2024-01-08T08:00:00Z".to_owned());
        let url = format!("https://site-{}.example/{}/article-{number}", random.often_low(300), number % 97);
        AcquisitionRoute::Url { url, fetched }
    } else {
        AcquisitionRoute::Path { path: format!("/cases/folder-{}/document-{number}.html", number / 500) }
    }
}

fn reading(made: Made) -> Reading {
    let signature = read::minhash::Signature::of_document(&made.document).to_hex();
    Reading {
        context: String::new(),
        reader_version: "measure".to_owned(),
        signature: Some(format!("{}:{signature}", read::minhash::SIGNATURE_VERSION)),
        document: made.document,
        claims: made.claims,
    }
}
