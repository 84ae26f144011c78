//! Small files of text that a person hands in, up to a limit.

use crate::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The file's text, which must be UTF-8 and no longer than `limit` bytes.
///
/// # Errors
/// If it cannot be read, is too long or no UTF-8.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<String> {
    let refused = |reason: String| Error::File { path: path.to_owned(), reason };
    let file = File::open(path).map_err(|error| Error::file(path, &error))?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| Error::file(path, &error))?;
    if bytes.len() as u64 > limit {
        return Err(refused(format!("longer than {} MiB", limit / (1024 * 1024))));
    }
    String::from_utf8(bytes).map_err(|error| {
        refused(format!("not UTF-8 from byte {} on: save it as UTF-8", error.utf8_error().valid_up_to() + 1))
    })
}
