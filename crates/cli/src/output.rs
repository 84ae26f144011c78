//! Files that are there whole or not at all.

use anyhow::Context;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a file with `write`; where that fails, nothing is left behind and an older file stays as it was.
///
/// What is no ordinary file (a device, a pipe) is written to as it is.
///
/// # Errors
/// If there is a file already and `force` is not set, if it cannot be written, or if `write` fails.
pub(crate) fn write_whole<T>(
    path: &Path,
    force: bool,
    write: impl FnOnce(&mut BufWriter<&File>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let failed = || format!("cannot write {}", path.display());
    if path.exists() && !force {
        anyhow::bail!("{}: there is a file already (add --force to overwrite it)", failed());
    }
    if path.exists() && !path.is_file() {
        let file = OpenOptions::new().write(true).open(path).with_context(failed)?;
        return through_buffer(&file, write).with_context(failed);
    }
    // A link is followed: what it leads to is replaced, not the link.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = beside(folder).with_context(failed)?;
    let written = through_buffer(file.as_file(), write).with_context(failed)?;
    file.as_file().sync_all().with_context(failed)?;
    let kept = if force { file.persist(&target) } else { file.persist_noclobber(&target) };
    kept.map_err(|error| error.error).with_context(failed)?;
    Ok(written)
}

fn through_buffer<T>(
    file: &File,
    write: impl FnOnce(&mut BufWriter<&File>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut output = BufWriter::new(file);
    let written = write(&mut output)?;
    output.flush()?;
    Ok(written)
}

/// A file in `folder` that goes away unless it is given its name; it may be read by whom any new file may be read.
fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".manumit-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_failure_leaves_no_file_and_keeps_an_older_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let fails = |output: &mut BufWriter<&File>| -> anyhow::Result<()> {
            output.write_all(b"half")?;
            anyhow::bail!("no space left on device")
        };
        assert!(write_whole(&path, false, fails).is_err());
        assert!(names(folder.path()).is_empty());
        write_whole(&path, false, |output| Ok(output.write_all(b"whole")?)).unwrap();
        assert!(write_whole(&path, true, fails).is_err());
        assert!(write_whole(&path, false, |_| Ok(())).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        write_whole(&path, true, |output| Ok(output.write_all(b"new")?)).unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), names(folder.path())),
            (b"new".to_vec(), vec!["out.csv".to_owned()])
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_an_error() {
        let full = Path::new("/dev/full");
        let error = write_whole(full, true, |output| Ok(output.write_all(b"x")?)).unwrap_err();
        assert!(format!("{error:#}").contains("cannot write /dev/full: "), "{error:#}");
    }
}
