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
    Unchanged(SourceId),
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
    let mut contexts = HashMap::new();
    let added = in_order(
        &files,
        bounds,
        weigh,
        |found| match found {
            Found::File { path, size } => work(workspace, reader, path, *size),
            Found::Skipped { reason, .. } => Ok(Worked::Skipped(reason.clone())),
        },
        |found, worked| -> Result<()> {
            let path = found.path();
            let end = match worked? {
                Worked::Read { source, bytes, reading } => {
                    let reading = agree_on_context(&mut contexts, reader, &source, &bytes, *reading);
                    write(workspace, act, request, path, &bytes, reading)?
                }
                Worked::Unchanged(source) => FileEnd::Unchanged { source },
                Worked::Sealed(source) => FileEnd::Sealed { source },
                Worked::Skipped(reason) => FileEnd::Skipped { reason },
            };
            progress.item(FileReport { path: path.to_owned(), end });
            Ok(())
        },
    );
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
                return Ok(Worked::Unchanged(source));
            }
            // One reading for each source: a second name does not make a second document.
            let context = current.or(readings.first()).map(|(context, _)| context.clone());
            (source, context.unwrap_or_else(|| context_of(path)))
        }
    };
    let reading = Box::new(reader.reading(&source, &bytes, &context));
    Ok(Worked::Read { source, bytes, reading })
}

fn came_by(workspace: &Workspace, source: &SourceId, route: &AcquisitionRoute) -> Result<bool> {
    let record = workspace.source(Clearance::Workspace, source)?;
    Ok(record.get().acquisitions.iter().any(|acquisition| acquisition.route == *route))
}

/// The same bytes under two names of one batch are read as the first of them was, whichever thread was faster.
fn agree_on_context(
    contexts: &mut HashMap<SourceId, String>,
    reader: &Reader,
    source: &SourceId,
    bytes: &[u8],
    reading: archive::Reading,
) -> archive::Reading {
    let first = contexts.entry(source.clone()).or_insert_with(|| reading.context.clone());
    if *first == reading.context { reading } else { reader.reading(source, bytes, first) }
}

fn write(
    workspace: &Workspace,
    act: &Act,
    request: &AddRequest,
    path: &Path,
    bytes: &[u8],
    reading: archive::Reading,
) -> Result<FileEnd> {
    let (status, reason) = (reading.document.status, reading.document.reason.clone());
    let claims = reading.claims.len();
    let item = NewSource {
        bytes,
        route: route(path),
        tool_version: request.tool_version.clone(),
        sensitivity: request.sensitivity,
        reading,
    };
    let added = workspace.add_source(act, &item)?;
    let sealed = added.sensitivity == Sensitivity::Sealed;
    Ok(FileEnd::Added {
        source: added.source,
        change: added.change,
        status,
        reason,
        claims: (!sealed).then_some(claims),
    })
}
