//! `eval`: documents read and extracted, and compared with gold.

use crate::eval::{
    ClaimScores, MarkedClaim, MarkedNegative, MarkedPage, MarkedZone, ReadingScores, ZoneScores, file_name,
    read_lines, score_claims, score_reading, score_zones,
};
use crate::reading::Reader;
use crate::{Error, Result, extract_files, read_files};
use model::Clearance;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Extracts the documents in `docs` and scores the claims against the gold file.
///
/// # Errors
/// If a gold file cannot be read; the line is named.
pub fn eval_claims(
    reader: &Reader,
    gold: &Path,
    docs: &Path,
    negatives: Option<&Path>,
    threads: NonZeroUsize,
) -> Result<ClaimScores> {
    let gold: Vec<MarkedClaim> = read_lines(gold)?;
    let negatives: Option<Vec<MarkedNegative>> = negatives.map(read_lines).transpose()?;
    let mut texts = BTreeMap::new();
    let mut proposed = Vec::new();
    extract_files(reader, &folder(docs)?, threads, Clearance::Workspace, |file| {
        texts.insert(file_name(&file.path.display().to_string()).to_owned(), file.text);
        proposed.extend(file.claims.into_iter().map(|claim| MarkedClaim::from(claim.into_inner())));
        Ok::<(), Error>(())
    })?;
    Ok(score_claims(&gold, &proposed, negatives.as_deref(), &texts))
}

/// Reads the documents in `docs` and scores their zones against the gold file.
///
/// # Errors
/// If the gold file cannot be read; the line is named.
pub fn eval_zones(reader: &Reader, gold: &Path, docs: &Path, threads: NonZeroUsize) -> Result<ZoneScores> {
    let gold: Vec<MarkedZone> = read_lines(gold)?;
    let mut read = BTreeMap::new();
    read_files(reader, &folder(docs)?, threads, Clearance::Workspace, |row| {
        read.insert(file_name(&row.get().path).to_owned(), row.into_inner());
        Ok::<(), Error>(())
    })?;
    Ok(score_zones(&gold, &read))
}

/// Reads the pages that the label files (`*.jsonl`) in `folder` name, and scores what was read, a set a file.
///
/// # Errors
/// If the folder or a label file cannot be read, or there is none; the file and line are named.
pub fn eval_reading(reader: &Reader, folder: &Path, threads: NonZeroUsize) -> Result<Vec<ReadingScores>> {
    let entries = std::fs::read_dir(folder).map_err(|error| Error::file(folder, &error))?;
    let mut sets: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    sets.sort();
    if sets.is_empty() {
        let reason = "there are no label files (*.jsonl) in this folder".to_owned();
        return Err(Error::File { path: folder.to_owned(), reason });
    }
    sets.into_iter()
        .map(|set| {
            let marked: Vec<MarkedPage> = read_lines(&set)?;
            let files: BTreeMap<String, String> = marked
                .iter()
                .map(|page| (folder.join(&page.file).display().to_string(), page.file.clone()))
                .collect();
            let paths: Vec<PathBuf> = files.keys().map(PathBuf::from).collect();
            let mut read = BTreeMap::new();
            read_files(reader, &paths, threads, Clearance::Workspace, |row| {
                let mut row = row.into_inner();
                // Of many pages only what is scored is kept.
                row.text = String::new();
                row.zones = Vec::new();
                if let Some(file) = files.get(&row.path).filter(|_| row.sha256.is_some()) {
                    read.insert(file.clone(), row);
                }
                Ok::<(), Error>(())
            })?;
            let name = set.file_stem().unwrap_or_default().to_string_lossy();
            Ok(score_reading(&name, &marked, &read))
        })
        .collect()
}

fn folder(docs: &Path) -> Result<Vec<PathBuf>> {
    std::fs::metadata(docs).map_err(|error| Error::file(docs, &error))?;
    Ok(vec![docs.to_owned()])
}
