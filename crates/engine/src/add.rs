//! `add`: files and folders become sources, documents and claims, and so does what lies in archives and mails.
//!
//! ```text
//! paths ─walk─▶ files ─unfold─▶ N threads: bytes, known?, read, extract ─▶ in order: one writer ─▶ reports
//! ```
//!
//! The ledger that comes out depends on the files alone, not on the number of threads.

use crate::batch::Batch;
use crate::context::context_of;
use crate::pipeline::{Bounds, in_order_from};
use crate::reading::{Reader, is_current};
use crate::unfold::{Closed, Held, Job, Origin, Unfolder, came_by};
use crate::walk::{walk, why};
use crate::{Error, Progress, Result};
use archive::{Act, Change, Known, Rebinding, Workspace};
use model::{AcquisitionFacts, Clearance, DocumentStatus, PageText, Sensitivity, SourceId};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Bytes that may be under way together on all threads.
pub(crate) const BYTES_UNDER_WAY: u64 = 64 << 20;

/// What to add, and how.
#[derive(Debug, Clone)]
pub struct AddRequest {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// How far the new sources may travel; `None` takes the workspace's default.
    pub sensitivity: Option<Sensitivity>,
    /// Number of threads that read.
    pub threads: NonZeroUsize,
    /// Version of manumit.
    pub tool_version: String,
    /// A folder that is only a stop on the way, as of an upload: what lies in it is recorded by its name there.
    pub stop: Option<PathBuf>,
}

/// How one file, or one thing in an archive or a mail, ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileEnd {
    /// It is in the ledger.
    Added {
        /// The source.
        source: SourceId,
        /// What changed in the ledger.
        change: Change,
        /// How reading ended.
        status: DocumentStatus,
        /// What is missing and why; never told of what is sealed.
        reason: Option<String>,
        /// Number of claims found; absent for a sealed source.
        claims: Option<usize>,
        /// What became of reviews, where a reading replaced another.
        reviews: Rebinding,
    },
    /// It was here already, by this path, read by this version.
    Unchanged {
        /// The source.
        source: SourceId,
        /// How reading had ended.
        status: DocumentStatus,
        /// What is missing and why.
        reason: Option<String>,
    },
    /// It is here already, sealed; nothing was read.
    Sealed {
        /// The source's id in the ledger.
        source: SourceId,
    },
    /// It could not be taken in.
    Skipped {
        /// Why.
        reason: String,
    },
}

/// What became of one file, or of one thing in an archive or a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Its path; of something in an archive, that of the archive and its name there.
    pub path: PathBuf,
    /// How it ended.
    pub end: FileEnd,
}

/// What a worker made of a job.
pub(crate) enum Worked {
    /// Read, to be written.
    Read(Box<Piece>),
    /// The container that was opened last ends.
    Closed { piece: Box<Piece>, closed: ClosedParts },
    /// A container begins.
    Opened { label: String },
    /// Nothing is to be written.
    Settled { label: String, media_type: String, end: FileEnd },
    /// The ledger refused.
    Broken(Error),
}

/// A source that was read and waits to be written.
pub(crate) struct Piece {
    pub(crate) origin: Origin,
    pub(crate) source: SourceId,
    pub(crate) held: Held,
    pub(crate) reading: archive::Reading,
    /// Whether it is a container, of which nothing but its reading depends on the context.
    pub(crate) is_container: bool,
}

/// What of a container its sum needs.
pub(crate) struct ClosedParts {
    pub(crate) kind: read::container::ContainerKind,
    pub(crate) ending: read::container::Ending,
}

/// Adds files and folders to a workspace, and reports on each in order.
///
/// # Errors
/// If the workspace refuses: no room, no right to write, damage. What was added before stays.
pub fn add(
    workspace: &Workspace,
    reader: &Reader,
    act: &Act,
    request: &AddRequest,
    progress: &mut dyn Progress<FileReport>,
) -> Result<()> {
    let inside = workspace.root().join(".manumit");
    let mut files = walk(&request.paths);
    files.retain(|found| !found.path().starts_with(&inside));
    progress.begin(files.len());
    let unfolder = Unfolder {
        workspace: Some(workspace),
        reader_version: reader.version(),
        sensitivity: request.sensitivity,
        stop: request.stop.as_deref(),
    };
    let mut batch = Batch::new(workspace, reader, act, &request.tool_version, progress);
    let added = in_order_from(
        Bounds { threads: request.threads, budget: BYTES_UNDER_WAY },
        |feed| unfolder.files(&files, feed),
        |job| work(workspace, reader, request.sensitivity, job).unwrap_or_else(Worked::Broken),
        |worked| batch.take(worked),
    );
    let added = added.and_then(|()| batch.write());
    // What was added before an error shall be found by searches too; the error itself is what people need to hear.
    let flushed = workspace.flush();
    added?;
    Ok(flushed?)
}

/// Does what can be done beside the writing.
pub(crate) fn work(
    workspace: &Workspace,
    reader: &Reader,
    sensitivity: Option<Sensitivity>,
    job: Job,
) -> Result<Worked> {
    let settled = |label: String, end: FileEnd| Worked::Settled { label, media_type: String::new(), end };
    match job {
        Job::File { path, route, size } => {
            let limit = read::Limits::default().max_input_bytes;
            let label = path.display().to_string();
            let skipped = |reason| Ok(settled(label.clone(), FileEnd::Skipped { reason }));
            if size > limit as u64 {
                return skipped(format!("larger than {} MiB", limit >> 20));
            }
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => bytes,
                Err(error) => return skipped(why(&error)),
            };
            let facts = AcquisitionFacts::default();
            let context = context_of(&path);
            let origin =
                Origin { label: label.clone(), route, facts, context, sensitivity, in_sealed: false };
            item(workspace, reader, origin, bytes)
        }
        Job::Item { origin, bytes } => item(workspace, reader, origin, bytes),
        Job::Close(closed) => close(workspace, reader, *closed),
        Job::Open { label } => Ok(Worked::Opened { label }),
        Job::Untaken { label, reason } => Ok(settled(label, FileEnd::Skipped { reason })),
        Job::Skipped { path, reason } => Ok(settled(path.display().to_string(), FileEnd::Skipped { reason })),
        Job::Unchanged { label, source } => unchanged(workspace, label, source),
        Job::Sealed { label, source } => Ok(settled(label, FileEnd::Sealed { source })),
        Job::Broken(error) => Err(error),
    }
}

/// Reads something that is no container.
fn item(workspace: &Workspace, reader: &Reader, mut origin: Origin, bytes: Vec<u8>) -> Result<Worked> {
    let source = SourceId::of(&bytes);
    let mut earlier = None;
    match workspace.known_source(&source)? {
        Known::No => {}
        Known::Sealed { source } => {
            let end = FileEnd::Sealed { source };
            return Ok(Worked::Settled { label: origin.label, media_type: String::new(), end });
        }
        Known::Here { readings, .. } => {
            let current = readings.iter().find(|(_, version)| is_current(reader.version(), version));
            if current.is_some() && came_by(workspace, &source, &origin.route)? {
                return unchanged(workspace, origin.label, source);
            }
            // One reading for each source: a second name does not make a second document.
            if let Some((context, version)) = current.or(readings.first()) {
                origin.context.clone_from(context);
                earlier = Some(version.clone());
            }
        }
    }
    let reading = match earlier {
        None => reader.reading(&source, &bytes, &origin.context),
        Some(version) => match again(workspace, reader, &source, &bytes, &origin.context, &version)? {
            Rereading::Read(reading) => *reading,
            Rereading::Kept(_) => return unchanged(workspace, origin.label, source),
        },
    };
    Ok(Worked::Read(Box::new(Piece {
        origin,
        source,
        held: Held::Bytes(bytes),
        reading,
        is_container: false,
    })))
}

/// What reading a known source again came to.
pub(crate) enum Rereading {
    /// A new reading.
    Read(Box<archive::Reading>),
    /// The earlier one stays, and why: it has recognised text that would be lost.
    Kept(String),
}

/// Reads a source again whose earlier reading had this version, without losing text that was recognised then.
pub(crate) fn again(
    workspace: &Workspace,
    reader: &Reader,
    source: &SourceId,
    bytes: &[u8],
    context: &str,
    version: &str,
) -> Result<Rereading> {
    let why = match reader.reading_again(source, bytes, context, version) {
        Ok(reading) => return Ok(Rereading::Read(Box::new(reading))),
        Err(why) => why,
    };
    let recognised = workspace.documents_of(Clearance::Workspace, source)?.iter().any(|record| {
        let document = &record.get().document;
        record.get().context == context
            && document.metadata.pages.iter().any(|page| page.text == PageText::Recognised)
    });
    Ok(if recognised {
        Rereading::Kept(format!("{why}; it keeps the text that was recognised before"))
    } else {
        Rereading::Read(Box::new(reader.reading(source, bytes, context)))
    })
}

/// Reads a container itself: the head and body of a mail, nothing of an archive.
fn close(workspace: &Workspace, reader: &Reader, closed: Closed) -> Result<Worked> {
    let Closed { origin, source, kind, held, ending } = closed;
    let reading = match (kind, &held) {
        (read::container::ContainerKind::Mail, Held::Bytes(bytes)) => {
            reader.reading(&source, bytes, &origin.context)
        }
        (read::container::ContainerKind::Mail, Held::Stored) => {
            let bytes = workspace.bytes(Clearance::Workspace, &source)?;
            reader.reading(&source, bytes.get(), &origin.context)
        }
        _ => reader.reading_of_container(kind, &origin.context),
    };
    let piece = Box::new(Piece { origin, source, held, reading, is_container: true });
    Ok(Worked::Closed { piece, closed: ClosedParts { kind, ending } })
}

/// What is told of something that is here already: how its reading had ended.
fn unchanged(workspace: &Workspace, label: String, source: SourceId) -> Result<Worked> {
    let record = workspace.source(Clearance::Workspace, &source)?.into_inner();
    let document = record.documents.into_iter().next();
    let (status, reason) =
        document.map_or((DocumentStatus::Read, None), |document| (document.status, document.reason));
    let end = FileEnd::Unchanged { source, status, reason };
    Ok(Worked::Settled { label, media_type: record.source.media_type, end })
}

/// What is told of something.
pub(crate) fn report(label: String, end: FileEnd) -> FileReport {
    FileReport { path: Path::new(&label).to_owned(), end }
}
