//! `reextract`: old documents brought up to date with a newer reader or newer rules.

use crate::pipeline::{Bounds, in_order};
use crate::reading::Reader;
use crate::{Progress, Result};
use archive::{Act, Reading, Rebinding, SourceFilter, SourceListing, Workspace};
use model::{Clearance, SourceId};
use std::num::NonZeroUsize;

/// Bytes of sources that may be under way together on all threads.
const BYTES_UNDER_WAY: u64 = 64 << 20;

/// What became of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reread {
    /// The source.
    pub source: SourceId,
    /// What became of its claims and reviews; absent where the bytes could not be read.
    pub outcome: Result<Rebinding, String>,
}

/// What `reextract` did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RereadSummary {
    /// Documents made anew.
    pub renewed: usize,
    /// Documents that were up to date.
    pub current: usize,
    /// Sealed sources, which nobody can read again without the key.
    pub sealed: usize,
    /// Documents whose bytes could not be read.
    pub failed: usize,
    /// What became of the reviews of all documents made anew.
    pub reviews: Rebinding,
}

struct Job {
    source: SourceId,
    context: String,
    size: u64,
}

/// Reads every source again whose document is of another version than the reader's, and keeps every review.
///
/// # Errors
/// If the ledger refuses. What was done before stays.
pub fn reextract(
    workspace: &Workspace,
    reader: &Reader,
    act: &Act,
    threads: NonZeroUsize,
    progress: &mut dyn Progress<Reread>,
) -> Result<RereadSummary> {
    let mut summary = RereadSummary::default();
    let mut jobs = Vec::new();
    for listing in workspace.sources(Clearance::Workspace, &SourceFilter::default())? {
        let SourceListing::Visible(record) = listing else {
            summary.sealed += 1;
            continue;
        };
        let record = record.into_inner();
        for document in record.documents {
            if document.reader_version == reader.version() {
                summary.current += 1;
            } else {
                let (source, size) = (record.source.id.clone(), record.source.size);
                jobs.push(Job { source, context: document.context, size });
            }
        }
    }
    progress.begin(jobs.len());
    let renewed = in_order(
        &jobs,
        Bounds { threads, budget: BYTES_UNDER_WAY },
        |job| job.size,
        |job| -> Result<Reading, archive::Error> {
            let bytes = workspace.bytes(Clearance::Workspace, &job.source)?;
            Ok(reader.reading(&job.source, bytes.get(), &job.context))
        },
        |job, reading| -> Result<()> {
            let outcome = match reading {
                Ok(reading) => Ok(workspace.put_reading(act, &job.source, &reading)?),
                Err(error) => Err(error.to_string()),
            };
            summary.count(&outcome);
            progress.item(Reread { source: job.source.clone(), outcome });
            Ok(())
        },
    );
    let flushed = workspace.flush();
    renewed?;
    flushed?;
    Ok(summary)
}

impl RereadSummary {
    fn count(&mut self, outcome: &Result<Rebinding, String>) {
        match outcome {
            Ok(rebinding) => {
                self.renewed += 1;
                self.reviews.claims += rebinding.claims;
                self.reviews.kept += rebinding.kept;
                self.reviews.moved += rebinding.moved;
                self.reviews.orphaned += rebinding.orphaned;
            }
            Err(_) => self.failed += 1,
        }
    }
}
