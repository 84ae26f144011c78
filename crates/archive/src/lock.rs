//! One writer at a time.
//!
//! The lock is the operating system's on the file `lock`, so it ends with its process, however that ends. The file
//! `lock.holder` beside it only says who to name; what a dead process left there is overwritten.

use crate::{Error, Result, Writer};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(50);

/// Who holds the lock of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process id.
    pub pid: u32,
    /// Computer.
    pub host: String,
    /// What it runs.
    pub command: String,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` (process {} on {}, since {})", self.command, self.pid, self.host, self.since)
    }
}

/// The right to write, until dropped.
#[derive(Debug)]
pub(crate) struct WriteLock {
    file: File,
    holder_path: PathBuf,
}

impl WriteLock {
    pub(crate) fn acquire(folder: &Path, writer: &Writer) -> Result<Self> {
        let path = folder.join("lock");
        let holder_path = folder.join("lock.holder");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| Error::io(&path, error))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(Error::io(&path, error)),
                Err(TryLockError::WouldBlock) if started.elapsed() >= writer.wait => {
                    return Err(Error::Locked {
                        holder: read_holder(&holder_path),
                        waited: started.elapsed().as_secs(),
                    });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(POLL.min(writer.wait)),
            }
        }
        let holder = Holder {
            pid: std::process::id(),
            host: gethostname::gethostname().to_string_lossy().into_owned(),
            command: writer.command.clone(),
            since: writer.since.to_string(),
        };
        let lock = Self { file, holder_path };
        let json = serde_json::to_vec(&holder).unwrap_or_default();
        std::fs::write(&lock.holder_path, json).map_err(|error| Error::io(&lock.holder_path, error))?;
        Ok(lock)
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // The lock itself ends when the file closes; a holder file left behind would only be overwritten.
        let _ = std::fs::remove_file(&self.holder_path);
        let _ = self.file.unlock();
    }
}

fn read_holder(path: &Path) -> Holder {
    let known = std::fs::read(path).ok().and_then(|json| serde_json::from_slice(&json).ok());
    known.unwrap_or_else(|| Holder {
        pid: 0,
        host: "an unknown computer".to_owned(),
        command: "an unknown program".to_owned(),
        since: "an unknown time".to_owned(),
    })
}
