//! `read` and `extract`: loose files to rows, without a workspace.

use crate::pipeline::{Bounds, in_order};
use crate::reading::{Reader, context_of};
use crate::walk::{Found, walk, why};
use model::{Clearance, Cleared, Document, DocumentStatus, Sensitivity, SourceId};
use publish::{ClaimRow, ReadRow, ReadSource};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Bytes of files that may be under way together on all threads.
const BYTES_UNDER_WAY: u64 = 64 << 20;

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

/// Reads each file and hands its row to `take`, in order.
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
    each_file(
        paths,
        threads,
        |path, bytes| {
            let document = match &bytes {
                Ok(bytes) => reader.read(bytes, &context_of(path)),
                Err(reason) => unreadable(reason),
            };
            let sha256 = bytes.ok().map(|bytes| SourceId::of(&bytes));
            let source = ReadSource { path: path.display().to_string(), sha256, document };
            clearance.admit(source, LOOSE).map(|source| source.map(ReadRow::from))
        },
        |row| row.map_or(Ok(()), &mut take),
    )
}

/// Reads each file, finds its claims, and hands them to `take`, file by file in order.
///
/// # Errors
/// Whatever `take` returns; a file that cannot be read comes without claims and says so.
pub fn extract_files<E: Send>(
    reader: &Reader,
    paths: &[PathBuf],
    threads: NonZeroUsize,
    clearance: Clearance,
    take: impl FnMut(FileClaims) -> Result<(), E>,
) -> Result<(), E> {
    each_file(
        paths,
        threads,
        |path, bytes| {
            let name = path.display().to_string();
            let (document, claims) = match bytes {
                Ok(bytes) => {
                    let reading = reader.reading(&SourceId::of(&bytes), &bytes, &context_of(path));
                    (reading.document, reading.claims)
                }
                Err(reason) => (unreadable(&reason), Vec::new()),
            };
            let rows = claims.into_iter().filter_map(|claim| {
                clearance.admit(claim, LOOSE).map(|claim| claim.map(|claim| ClaimRow::of(&name, claim)))
            });
            FileClaims {
                path: path.to_owned(),
                status: document.status,
                reason: document.reason,
                claims: rows.collect(),
                text: document.text,
            }
        },
        take,
    )
}

fn unreadable(reason: &str) -> Document {
    Document::failed("application/octet-stream", reason)
}

fn each_file<T: Send, E: Send>(
    paths: &[PathBuf],
    threads: NonZeroUsize,
    work: impl Fn(&Path, Result<Vec<u8>, String>) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let files = walk(paths);
    let weigh = |found: &Found| match found {
        Found::File { size, .. } => *size,
        Found::Skipped { .. } => 0,
    };
    in_order(
        &files,
        Bounds { threads, budget: BYTES_UNDER_WAY },
        weigh,
        |found| match found {
            Found::File { path, .. } => work(path, std::fs::read(path).map_err(|error| why(&error))),
            Found::Skipped { path, reason } => work(path, Err(reason.clone())),
        },
        |_, result| take(result),
    )
}
