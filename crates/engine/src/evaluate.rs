//! `eval`: documents read and extracted, and compared with gold.

use crate::eval::{
    ClaimScores, MarkedClaim, MarkedNegative, MarkedZone, ZoneScores, file_name, read_lines, score_claims,
    score_zones,
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

fn folder(docs: &Path) -> Result<Vec<PathBuf>> {
    std::fs::metadata(docs).map_err(|error| Error::file(docs, &error))?;
    Ok(vec![docs.to_owned()])
}
