//! One JSON object a line.

use crate::PublishError;
use model::Cleared;
use serde::Serialize;
use std::io::Write;

/// Writes each row as one line of JSON and returns how many there were.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_json_lines<T: Serialize>(
    output: &mut impl Write,
    rows: impl IntoIterator<Item = Cleared<T>>,
) -> Result<usize, PublishError> {
    let mut count = 0;
    for row in rows {
        let line = serde_json::to_vec(row.get())?;
        output.write_all(&line)?;
        output.write_all(b"\n")?;
        count += 1;
    }
    output.flush()?;
    Ok(count)
}
