use crate::app::{App, End};
use crate::format::count;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Write the whole workspace into one file.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write.
    file: PathBuf,
}

/// Make a workspace from a backup.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup.
    file: PathBuf,
    /// The new folder; it must not exist.
    dir: PathBuf,
}

pub(crate) fn run_backup(app: &App, args: &BackupArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("backup")?;
    let summary = engine::backup(&workspace, &app.act(), &std::path::absolute(&args.file)?)?;
    let files = count(usize::try_from(summary.files)?, "file");
    writeln!(app.messages(), "{files}, {} bytes, in {}", summary.bytes, args.file.display())?;
    Ok(End::Done)
}

pub(crate) fn run_restore(app: &App, args: &RestoreArgs) -> anyhow::Result<End> {
    let summary = engine::restore(&args.file, &std::path::absolute(&args.dir)?, &app.act())?;
    let files = count(usize::try_from(summary.files)?, "file");
    writeln!(app.messages(), "{files} restored and checked in {}", args.dir.display())?;
    Ok(End::Done)
}
