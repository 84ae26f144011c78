//! `read` and `extract`: loose files to rows, without a workspace.

use crate::add::BYTES_UNDER_WAY;
use crate::context::context_of;
use crate::pipeline::{Bounds, in_order_from};
use crate::reading::Reader;
use crate::sum::Sum;
use crate::unfold::{Closed, Held, Job, Unfolder};
use crate::walk::{walk, why};
use model::{Clearance, Cleared, Document, DocumentStatus, Sensitivity, SourceId};
use publish::{ClaimRow, ReadRow, ReadSource};
use read::container::{ContainerKind, Ending};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// A loose file lies on the disk of whoever asks: it is treated as a new source would be.
const LOOSE: Sensitivity = Sensitivity::Internal;

/// A file as read, with the claims found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct FileClaims {
    /// Its path.
    pub path: PathBuf,
    /// How reading ended.
    pub status: DocumentStatus,
    /// What is missing and why.
    pub reason: Option<String>,
    /// The document's text.
    pub text: String,
    /// The claims, in text order.
    pub claims: Vec<Cleared<ClaimRow>>,
}

/// Reads each file and hands its row to `take`, in order. What lies in an archive or a mail has rows of its own, before
/// that of the file.
///
/// # Errors
/// Whatever `take` returns; a file that cannot be read has a row that says so.
pub fn read_files<E: Send>(
    reader: &Reader,
    paths: &[PathBuf],
    threads: NonZeroUsize,
    clearance: Clearance,
    mut take: impl FnMut(Cleared<ReadRow>) -> Result<(), E>,
) -> Result<(), E> {
    let read = |_: &SourceId, bytes: &[u8], context: &str| {
        reader.wrap(context, reader.read(bytes, context), Vec::new())
    };
    each_file(reader, paths, threads, read, |loose| {
        let source = ReadSource { path: loose.path, sha256: loose.sha256, document: loose.reading.document };
        clearance.admit(source, LOOSE).map_or(Ok(()), |source| take(source.map(ReadRow::from)))
    })
}

/// Reads each file, finds its claims, and hands them to `take`, file by file in order; what lies in an archive or a mail
/// comes before the file.
///
/// # Errors
/// Whatever `take` returns; a file that cannot be read comes without claims and says so.
pub fn extract_files<E: Send>(
    reader: &Reader,
    paths: &[PathBuf],
    threads: NonZeroUsize,
    clearance: Clearance,
    mut take: impl FnMut(FileClaims) -> Result<(), E>,
) -> Result<(), E> {
    let read = |source: &SourceId, bytes: &[u8], context: &str| reader.reading(source, bytes, context);
    each_file(reader, paths, threads, read, |loose| {
        let Loose { path, reading, .. } = loose;
        let archive::Reading { document, claims, .. } = reading;
        let rows = claims.into_iter().filter_map(|claim| {
            clearance.admit(claim, LOOSE).map(|claim| claim.map(|claim| ClaimRow::of(&path, claim)))
        });
        take(FileClaims {
            claims: rows.collect(),
            path: PathBuf::from(&path),
            status: document.status,
            reason: document.reason,
            text: document.text,
        })
    })
}

/// Something that was read, and how it is to be told of.
struct Loose {
    path: String,
    sha256: Option<SourceId>,
    reading: archive::Reading,
}

/// What a worker made of a job.
enum Step {
    Opened(String),
    Read(Box<Loose>),
    Closed(Box<Loose>, ContainerKind, Ending),
}

/// Reads each file, what lies in archives and mails before them, and hands it to `take` in order.
fn each_file<E: Send>(
    reader: &Reader,
    paths: &[PathBuf],
    threads: NonZeroUsize,
    read: impl Fn(&SourceId, &[u8], &str) -> archive::Reading + Sync,
    mut take: impl FnMut(Loose) -> Result<(), E>,
) -> Result<(), E> {
    let files = walk(paths);
    let unfolder =
        Unfolder { workspace: None, reader_version: reader.version(), sensitivity: None, stop: None };
    let mut sums: Vec<Sum> = Vec::new();
    in_order_from(
        Bounds { threads, budget: BYTES_UNDER_WAY },
        |feed| unfolder.files(&files, feed),
        |job| step(reader, &read, job),
        |step| {
            let loose = match step {
                Step::Opened(label) => {
                    sums.push(Sum::of(label));
                    return Ok(());
                }
                Step::Read(loose) => *loose,
                Step::Closed(mut loose, kind, ending) => {
                    let sum = sums.pop().unwrap_or_default();
                    sum.put_into(&mut loose.reading.document, kind, ending);
                    *loose
                }
            };
            let document = &loose.reading.document;
            if let Some(sum) = sums.last_mut() {
                sum.count(&loose.path, &document.media_type, document.status, document.reason.as_deref());
            }
            take(loose)
        },
    )
}

fn step(reader: &Reader, read: &impl Fn(&SourceId, &[u8], &str) -> archive::Reading, job: Job) -> Step {
    let failed = |path: String, reason: &str| {
        let document = Document::failed("application/octet-stream", reason);
        Step::Read(Box::new(Loose { path, sha256: None, reading: reader.wrap("", document, Vec::new()) }))
    };
    let loose = |path: String, bytes: &[u8], context: &str| {
        let source = SourceId::of(bytes);
        let reading = read(&source, bytes, context);
        Box::new(Loose { path, sha256: Some(source), reading })
    };
    match job {
        Job::File { path, .. } => {
            let label = path.display().to_string();
            match std::fs::read(&path) {
                Ok(bytes) => Step::Read(loose(label, &bytes, &context_of(&path))),
                Err(error) => failed(label, &why(&error)),
            }
        }
        Job::Item { origin, bytes } => Step::Read(loose(origin.label, &bytes, &origin.context)),
        Job::Open { label } => Step::Opened(label),
        Job::Close(closed) => {
            let Closed { origin, source, kind, held, ending } = *closed;
            let reading = match (&held, kind) {
                (Held::Bytes(bytes), ContainerKind::Mail) => read(&source, bytes, &origin.context),
                _ => reader.reading_of_container(kind, &origin.context),
            };
            let loose = Loose { path: origin.label, sha256: Some(source), reading };
            Step::Closed(Box::new(loose), kind, ending)
        }
        Job::Untaken { label, reason } => failed(label, &reason),
        Job::Skipped { path, reason } => failed(path.display().to_string(), &reason),
        // These come of a workspace, and there is none here.
        Job::Unchanged { label, .. } | Job::Sealed { label, .. } => failed(label, "it is in the workspace"),
        Job::Broken(error) => failed(String::new(), &error.to_string()),
    }
}
