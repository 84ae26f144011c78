//! `verify`: a dossier checked without a workspace, alone or with originals beside it.

use crate::{Error, Reader, Result};
use model::{CodePoints, SourceId};
use publish::{DossierCheck, DossierLimits, verify_dossier};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Largest original that is held against a dossier, in bytes.
const LARGEST_ORIGINAL: u64 = 512 << 20;

/// Checks a dossier. Each of `originals` is held against the hash that the dossier states for its source; where this version of reader and rules
/// made the text that positions count in, also the passages are looked for in it.
///
/// # Errors
/// If a file cannot be read. What does not hold is in the result.
pub fn check_dossier(path: &Path, originals: &[PathBuf]) -> Result<DossierCheck> {
    let limits = DossierLimits::default();
    let bytes = read_at_most(path, limits.file)?;
    let mut check = verify_dossier(&bytes, &limits);
    if originals.is_empty() {
        return Ok(check);
    }
    let reader = Reader::embedded()?;
    for original in originals {
        hold(&mut check, &reader, original)?;
    }
    Ok(check)
}

fn hold(check: &mut DossierCheck, reader: &Reader, path: &Path) -> Result<()> {
    let bytes = read_at_most(path, LARGEST_ORIGINAL)?;
    let name = path.display();
    let id = SourceId::of(&bytes);
    let quotes: Vec<_> = check.quotes.iter().filter(|(source, _, _)| *source == id).cloned().collect();
    if quotes.is_empty() {
        check.faults.push(format!("{name}: SHA-256 is {id}, and no source of the dossier has that"));
        return Ok(());
    }
    if quotes.iter().any(|(_, version, _)| version != reader.version()) {
        check.notes.push(format!(
            "{name}: it is the original, by its SHA-256; its passages were not looked for: another version of reader or rules made the positions"
        ));
        return Ok(());
    }
    let text = reader.read(&bytes, &crate::context_of(path)).text;
    let points = CodePoints::new(&text);
    let found = quotes.iter().filter(|(_, _, passage)| {
        points
            .to_span(passage.start, passage.end)
            .is_some_and(|span| span.of(&text) == Some(passage.exact.as_str()))
    });
    let found = found.count();
    if found == quotes.len() {
        check.notes.push(format!(
            "{name}: it is the original, and {found} of its {found} passages stand at their positions"
        ));
    } else {
        check.notes.push(format!(
            "{name}: it is the original, by its SHA-256; {found} of its {} passages stand at their positions when it is read as this file alone",
            quotes.len()
        ));
    }
    Ok(())
}

fn read_at_most(path: &Path, most: u64) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| Error::file(path, &error);
    let file = std::fs::File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(Error::File { path: path.to_owned(), reason: "it is a folder".to_owned() });
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(Error::File { path: path.to_owned(), reason: format!("more than {most} bytes") });
    }
    Ok(bytes)
}
