//! `reextract`: old documents brought up to date with a newer reader or newer rules.

use crate::add::{BYTES_UNDER_WAY, FileEnd, FileReport, Rereading, again, work};
use crate::batch::Batch;
use crate::ledger::put_reading;
use crate::pipeline::{Bounds, in_order, in_order_from};
use crate::reading::{Reader, is_current};
use crate::unfold::{Unfolder, is_container};
use crate::{Progress, Result};
use archive::{Act, Rebinding, SourceFilter, SourceListing, Workspace};
use model::{Clearance, DocumentStatus, SourceId};
use std::num::NonZeroUsize;

/// What became of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reread {
    /// The source.
    pub source: SourceId,
    /// What became of its claims and reviews; absent where it stays as it is.
    pub outcome: Result<Rebinding, Unread>,
}

/// Why a document stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Its bytes could not be read.
    Failed(String),
    /// It has recognised text, and characters cannot be recognised now.
    Kept(String),
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
    /// Documents made anew in which characters were recognised again as they were before, although nobody asked now.
    pub recognised: usize,
    /// Documents that keep their recognised text, since characters cannot be recognised now.
    pub kept: usize,
    /// Sources that an older version had not taken out of the archive or mail they lie in.
    pub found: usize,
    /// What became of the reviews of all documents made anew.
    pub reviews: Rebinding,
}

struct Job {
    source: SourceId,
    context: String,
    /// The version of its reading.
    version: String,
    size: u64,
}

/// Reads every source again whose document is of another version than the reader's, and keeps every review. What lies in
/// archives and mails and was not taken out by an older version becomes sources too. Documents in which characters were
/// recognised are recognised again in the same languages, or keep their text where that cannot be done.
///
/// # Errors
/// If the ledger refuses. What was done before stays.
pub fn reextract(
    workspace: &Workspace,
    reader: &Reader,
    act: &Act,
    threads: NonZeroUsize,
    tool_version: &str,
    progress: &mut dyn Progress<Reread>,
) -> Result<RereadSummary> {
    let mut summary = RereadSummary::default();
    let (mut jobs, mut containers) = (Vec::new(), Vec::new());
    for listing in workspace.sources(Clearance::Workspace, &SourceFilter::default())? {
        let SourceListing::Visible(record) = listing else {
            summary.sealed += 1;
            continue;
        };
        let record = record.into_inner();
        for document in record.documents {
            if is_current(reader.version(), &document.reader_version) {
                summary.current += 1;
            } else {
                let (source, size) = (record.source.id.clone(), record.source.size);
                let job = Job { source, context: document.context, version: document.reader_version, size };
                if is_container(workspace, &job.source) { containers.push(job) } else { jobs.push(job) }
            }
        }
    }
    progress.begin(jobs.len() + containers.len());
    let renewed = in_order(
        &jobs,
        Bounds { threads, budget: BYTES_UNDER_WAY },
        |job| job.size,
        |job| -> Result<Rereading> {
            let bytes = workspace.bytes(Clearance::Workspace, &job.source)?;
            again(workspace, reader, &job.source, bytes.get(), &job.context, &job.version)
        },
        |job, reading| -> Result<()> {
            let outcome = match reading {
                Ok(Rereading::Read(reading)) => {
                    summary.recognised += usize::from(reading.reader_version != reader.version());
                    Ok(put_reading(workspace, act, &job.source, &reading)?)
                }
                Ok(Rereading::Kept(why)) => Err(Unread::Kept(why)),
                Err(error) => Err(Unread::Failed(error.to_string())),
            };
            summary.count(&outcome);
            progress.item(Reread { source: job.source.clone(), outcome });
            Ok(())
        },
    );
    let renewed = renewed.and_then(|()| {
        let again = Again { workspace, reader, act, threads, tool_version };
        again.containers(&containers, &mut summary, progress)
    });
    let flushed = workspace.flush();
    renewed?;
    flushed?;
    Ok(summary)
}

/// Reading containers again, with what lies in them.
struct Again<'a> {
    workspace: &'a Workspace,
    reader: &'a Reader,
    act: &'a Act,
    threads: NonZeroUsize,
    tool_version: &'a str,
}

impl Again<'_> {
    /// Goes through those that are containers, and reads the others as they are.
    fn containers(
        &self,
        jobs: &[Job],
        summary: &mut RereadSummary,
        progress: &mut dyn Progress<Reread>,
    ) -> Result<()> {
        let unfolder = Unfolder {
            workspace: Some(self.workspace),
            reader_version: self.reader.version(),
            sensitivity: None,
            stop: None,
        };
        let mut reports = Reports { summary, progress };
        let mut batch = Batch::new(self.workspace, self.reader, self.act, self.tool_version, &mut reports);
        let renewed = in_order_from(
            Bounds { threads: self.threads, budget: BYTES_UNDER_WAY },
            |feed| {
                for job in jobs {
                    if unfolder.stored(&job.source, &job.context, feed).is_break() {
                        return;
                    }
                }
            },
            |job| work(self.workspace, self.reader, None, job).unwrap_or_else(crate::add::Worked::Broken),
            |worked| batch.take(worked),
        );
        renewed.and_then(|()| batch.write())
    }
}

/// Tells of containers and what lies in them as of documents read again.
struct Reports<'r> {
    summary: &'r mut RereadSummary,
    progress: &'r mut dyn Progress<Reread>,
}

impl Progress<FileReport> for Reports<'_> {
    fn begin(&mut self, _total: usize) {}

    fn more(&mut self, count: usize) {
        self.progress.more(count);
    }

    fn item(&mut self, report: FileReport) {
        use archive::Change;
        match report.end {
            FileEnd::Added { source, change: Change::NewReading, reviews, .. } => {
                let outcome = Ok(reviews);
                self.summary.count(&outcome);
                self.progress.item(Reread { source, outcome });
            }
            FileEnd::Added { source, change: Change::New, status, reason, reviews, .. } => {
                self.summary.found += 1;
                let outcome = match status {
                    DocumentStatus::Failed => Err(Unread::Failed(reason.unwrap_or_default())),
                    _ => Ok(reviews),
                };
                self.progress.item(Reread { source, outcome });
            }
            _ => {}
        }
    }
}

impl RereadSummary {
    fn count(&mut self, outcome: &Result<Rebinding, Unread>) {
        match outcome {
            Ok(rebinding) => {
                self.renewed += 1;
                self.reviews.claims += rebinding.claims;
                self.reviews.kept += rebinding.kept;
                self.reviews.moved += rebinding.moved;
                self.reviews.orphaned += rebinding.orphaned;
            }
            Err(Unread::Failed(_)) => self.failed += 1,
            Err(Unread::Kept(_)) => self.kept += 1,
        }
    }
}
