//! `add`: files and folders become sources, documents and claims.
//!
//! ```text
//! paths ─walk─▶ files ─▶ N threads: bytes, known?, read, extract ─▶ in order of the walk: one writer ─▶ reports
//! ```
//!
//! The ledger that comes out depends on the files alone, not on the number of threads.

use crate::pipeline::{Bounds, in_order};
use crate::reading::{Reader, context_of};
use crate::walk::{Found, walk, why};
use crate::{Progress, Result};
use archive::{Act, Change, Known, NewSource, Workspace};
use model::{AcquisitionRoute, Clearance, DocumentStatus, Sensitivity, SourceId};
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Bytes of files that may be under way together on all threads.
const BYTES_UNDER_WAY: u64 = 64 << 20;

/// Files written together, and the bytes at which fewer are: a disk syncs many files in little more time than one.
const FILES_A_BATCH: usize = 64;
const BYTES_A_BATCH: usize = 8 << 20;

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
}

/// How one file ended.
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
        /// What is missing and why.
        reason: Option<String>,
        /// Number of claims found; absent for a sealed source.
        claims: Option<usize>,
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

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Its path.
    pub path: PathBuf,
    /// How it ended.
    pub end: FileEnd,
}

/// What a worker found out about a file.
enum Worked {
    Read { source: SourceId, bytes: Vec<u8>, reading: Box<archive::Reading> },
    Unchanged { source: SourceId, status: DocumentStatus, reason: Option<String> },
    Sealed(SourceId),
    Skipped(String),
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
    let bounds = Bounds { threads: request.threads, budget: BYTES_UNDER_WAY };
    let weigh = |found: &Found| match found {
        Found::File { size, .. } => *size,
        Found::Skipped { .. } => 0,
    };
    let mut batch = Batch { contexts: HashMap::new(), files: Vec::new(), bytes: 0 };
    let added = in_order(
        &files,
        bounds,
        weigh,
        |found| match found {
            Found::File { path, size } => work(workspace, reader, path, *size),
            Found::Skipped { reason, .. } => Ok(Worked::Skipped(reason.clone())),
        },
        |found, worked| -> Result<()> {
            batch.push(reader, found.path(), worked?);
            if batch.files.len() >= FILES_A_BATCH || batch.bytes >= BYTES_A_BATCH {
                batch.write(workspace, act, request, progress)?;
            }
            Ok(())
        },
    );
    let added = added.and_then(|()| batch.write(workspace, act, request, progress));
    // What was added before an error shall be found by searches too; the error itself is what people need to hear.
    let flushed = workspace.flush();
    added?;
    Ok(flushed?)
}

fn route(path: &Path) -> AcquisitionRoute {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    AcquisitionRoute::Path { path: path.display().to_string() }
}

fn work(workspace: &Workspace, reader: &Reader, path: &Path, size: u64) -> Result<Worked> {
    let limit = read::Limits::default().max_input_bytes;
    if size > limit as u64 {
        return Ok(Worked::Skipped(format!("larger than {} MiB", limit >> 20)));
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Worked::Skipped(why(&error))),
    };
    let (source, context) = match workspace.known(&bytes)? {
        Known::No => (SourceId::of(&bytes), context_of(path)),
        Known::Sealed { source } => return Ok(Worked::Sealed(source)),
        Known::Here { source, readings, .. } => {
            let current = readings.iter().find(|(_, version)| version == reader.version());
            if current.is_some() && came_by(workspace, &source, &route(path))? {
                return unchanged(workspace, source);
            }
            // One reading for each source: a second name does not make a second document.
            let context = current.or(readings.first()).map(|(context, _)| context.clone());
            (source, context.unwrap_or_else(|| context_of(path)))
        }
    };
    let reading = Box::new(reader.reading(&source, &bytes, &context));
    Ok(Worked::Read { source, bytes, reading })
}

/// What is told of a file that is here already: how its reading had ended.
fn unchanged(workspace: &Workspace, source: SourceId) -> Result<Worked> {
    let record = workspace.source(Clearance::Workspace, &source)?.into_inner();
    let document = record.documents.into_iter().next();
    let (status, reason) =
        document.map_or((DocumentStatus::Read, None), |document| (document.status, document.reason));
    Ok(Worked::Unchanged { source, status, reason })
}

fn came_by(workspace: &Workspace, source: &SourceId, route: &AcquisitionRoute) -> Result<bool> {
    let record = workspace.source(Clearance::Workspace, source)?;
    Ok(record.get().acquisitions.iter().any(|acquisition| acquisition.route == *route))
}

/// Files whose turn has come and that wait to be written together.
struct Batch {
    /// By source: the context it was first read in during this run.
    contexts: HashMap<SourceId, String>,
    files: Vec<(PathBuf, Worked)>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, reader: &Reader, path: &Path, mut worked: Worked) {
        if let Worked::Read { source, bytes, reading } = &mut worked {
            // The same bytes under two names are read as the first of them was, whichever thread was faster.
            let first = self.contexts.entry(source.clone()).or_insert_with(|| reading.context.clone());
            if *first != reading.context {
                **reading = reader.reading(source, bytes, first);
            }
            self.bytes += bytes.len();
        }
        self.files.push((path.to_owned(), worked));
    }

    /// Writes what waits, each file in a transaction of its own, and reports on each in order.
    fn write(
        &mut self,
        workspace: &Workspace,
        act: &Act,
        request: &AddRequest,
        progress: &mut dyn Progress<FileReport>,
    ) -> Result<()> {
        self.bytes = 0;
        let mut waiting = Vec::with_capacity(self.files.len());
        let mut contents = Vec::new();
        for (path, worked) in std::mem::take(&mut self.files) {
            let turn = match worked {
                Worked::Read { bytes, reading, .. } => {
                    let summary = Summary::of(&reading);
                    contents.push((route(&path), bytes, reading));
                    Turn::Written(summary)
                }
                Worked::Unchanged { source, status, reason } => {
                    Turn::Known(FileEnd::Unchanged { source, status, reason })
                }
                Worked::Sealed(source) => Turn::Known(FileEnd::Sealed { source }),
                Worked::Skipped(reason) => Turn::Known(FileEnd::Skipped { reason }),
            };
            waiting.push((path, turn));
        }
        let (bytes, rest): (Vec<_>, Vec<_>) =
            contents.into_iter().map(|(route, bytes, reading)| (bytes, (route, reading))).unzip();
        let items: Vec<NewSource<'_>> = bytes
            .iter()
            .zip(rest)
            .map(|(bytes, (route, reading))| NewSource {
                content: archive::Content::Bytes(bytes),
                facts: model::AcquisitionFacts::default(),
                route,
                tool_version: request.tool_version.clone(),
                sensitivity: request.sensitivity,
                reading: *reading,
            })
            .collect();
        let mut outcomes = workspace.add_sources(act, &items).into_iter();
        for (path, turn) in waiting {
            let end = match turn {
                Turn::Written(summary) => match outcomes.next() {
                    Some(outcome) => summary.end(outcome?),
                    None => continue,
                },
                Turn::Known(end) => end,
            };
            progress.item(FileReport { path, end });
        }
        Ok(())
    }
}

/// What becomes of a file when its turn comes.
enum Turn {
    /// It is written; this is what to tell of it.
    Written(Summary),
    /// Nothing is to be written.
    Known(FileEnd),
}

/// What is told of a reading once it is handed on.
struct Summary {
    status: DocumentStatus,
    reason: Option<String>,
    claims: usize,
}

impl Summary {
    fn of(reading: &archive::Reading) -> Self {
        let document = &reading.document;
        Self { status: document.status, reason: document.reason.clone(), claims: reading.claims.len() }
    }

    /// How a file that was written ended.
    fn end(self, added: archive::Added) -> FileEnd {
        let sealed = added.sensitivity == Sensitivity::Sealed;
        FileEnd::Added {
            source: added.source,
            change: added.change,
            status: self.status,
            reason: self.reason,
            claims: (!sealed).then_some(self.claims),
        }
    }
}
