//! A workspace on disk: making it, opening it, and the way to its ledger.

use crate::blobs::{Blobs, write_atomically};
use crate::index::TextIndex;
use crate::keys::SealKey;
use crate::ledger::{Access, SqliteLedger, Upkeep};
use crate::lock::WriteLock;
use crate::{Act, Error, Mode, Result, Settings, Writer, audit};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::runtime::Runtime;

pub(crate) const HIDDEN: &str = ".manumit";
pub(crate) const SETTINGS: &str = "manumit.toml";
pub(crate) const RULES: &str = "rules";
pub(crate) const LEDGER: &str = "ledger.db";

/// A folder with settings, rules and a ledger. `Send` and `Sync`; calls from several threads queue up.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    settings: Settings,
    pub(crate) blobs: Blobs,
    pub(crate) seal_key: SealKey,
    pub(crate) index: Mutex<TextIndex>,
    ledger: Mutex<Bench>,
    /// Whether accounts and notes may be written without the lock.
    beside: bool,
    /// Held as long as the workspace is open for writing; last, so that the ledger closes first.
    lock: Option<WriteLock>,
}

/// The ledger and the runtime its calls run on.
#[derive(Debug)]
struct Bench {
    runtime: Runtime,
    ledger: SqliteLedger,
}

impl Workspace {
    /// Makes a workspace in `dir` (made if absent) and opens it for writing. A `manumit.toml` that lies there already
    /// is kept and its settings hold.
    ///
    /// # Errors
    /// [`Error::AlreadyWorkspace`]; errors of the file system.
    pub fn init(dir: &Path, settings: &Settings, writer: Writer, act: &Act) -> Result<Self> {
        let hidden = dir.join(HIDDEN);
        let settings_file = dir.join(SETTINGS);
        if hidden.join(LEDGER).exists() && settings_file.exists() {
            return Err(Error::AlreadyWorkspace(dir.to_owned()));
        }
        complete_folders(dir)?;
        let blobs = Blobs::new(&hidden);
        let lock = WriteLock::acquire(&hidden, &writer)?;
        if !SealKey::file(&hidden).exists() {
            SealKey::create(&hidden)?;
        }
        let runtime = runtime()?;
        let path = hidden.join(LEDGER);
        runtime.block_on(async {
            let mut ledger = SqliteLedger::open(&path, Access::Create).await?;
            // After a crash in the middle of making it, the first entry may stand already.
            if ledger.last_audit().await?.is_none() {
                ledger.begin().await?;
                let detail = json!({"version": env!("CARGO_PKG_VERSION")});
                audit::append(&mut ledger, act, audit::FIRST, &detail).await?;
                ledger.commit().await?;
            }
            Ok::<_, Error>(())
        })?;
        // The settings come last: only with them is the folder a workspace.
        if !settings_file.exists() {
            write_atomically(&settings_file, blobs.temporary(), settings.to_toml().as_bytes())?;
        }
        drop(lock);
        Self::open(dir, Mode::Write(writer))
    }

    /// Opens the workspace in `dir`.
    ///
    /// For writing, it waits for another writer as long as [`Writer::wait`] says and finishes what a crash left undone.
    /// The index is brought up to date by the first search or [`Workspace::flush`].
    ///
    /// # Errors
    /// [`Error::NoWorkspace`], [`Error::Settings`], [`Error::Locked`], [`Error::NewerLedger`], [`Error::DamagedLedger`]
    /// and errors of the file system; for writing also [`Error::BrokenLog`].
    pub fn open(dir: &Path, mode: Mode) -> Result<Self> {
        let hidden = dir.join(HIDDEN);
        if !hidden.is_dir() || !dir.join(SETTINGS).is_file() {
            return Err(Error::NoWorkspace(dir.to_owned()));
        }
        let settings = Settings::read(&dir.join(SETTINGS))?;
        let (lock, access) = match &mode {
            Mode::Read => (None, Access::Read),
            Mode::Beside => (None, Access::Beside),
            Mode::Write(writer) => (Some(WriteLock::acquire(&hidden, writer)?), Access::Write),
        };
        let runtime = runtime()?;
        let ledger = runtime.block_on(SqliteLedger::open(&hidden.join(LEDGER), access))?;
        let workspace = Self {
            root: dir.to_owned(),
            settings,
            blobs: Blobs::new(&hidden),
            seal_key: SealKey::read(&hidden),
            index: Mutex::new(TextIndex::new(hidden.join("index"))),
            ledger: Mutex::new(Bench { runtime, ledger }),
            beside: mode == Mode::Beside,
            lock,
        };
        if workspace.lock.is_some() {
            if workspace.reading(async |ledger| audit::tail(ledger).await)?.is_none() {
                return Err(audit::empty());
            }
            workspace.blobs.sweep()?;
            workspace.directly(async |ledger| ledger.shorten_log().await)?;
            match workspace.finish_sealing() {
                // Tried again when a writer comes next; until then the workspace can be used.
                Err(Error::ReadersHoldLog | Error::SealKeyLost { .. }) => {}
                finished => finished?,
            }
        }
        Ok(workspace)
    }

    /// The workspace that `start` lies in: it, or the nearest folder above it.
    ///
    /// # Errors
    /// [`Error::NoWorkspace`].
    pub fn find(start: &Path) -> Result<PathBuf> {
        let absolute = std::path::absolute(start).map_err(|error| Error::io(start, error))?;
        absolute
            .ancestors()
            .find(|folder| folder.join(HIDDEN).is_dir() && folder.join(SETTINGS).is_file())
            .map(Path::to_owned)
            .ok_or(Error::NoWorkspace(absolute.clone()))
    }

    /// The workspace's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn hidden(&self) -> PathBuf {
        self.root.join(HIDDEN)
    }

    /// The settings as read when it was opened.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The user's own rule files (`rules/*.frames`, `rules/*.toml`), in order of name.
    pub fn rule_files(&self) -> Result<Vec<PathBuf>> {
        let folder = self.root.join(RULES);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let failed = |error| Error::io(&folder, error);
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "frames" || extension == "toml") {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// The hash of the last entry of the log: another after every change of the ledger. Cheap enough to ask every second.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn head(&self) -> Result<String> {
        self.reading(async |ledger| {
            Ok(ledger.last_audit().await?.map(|entry| entry.hash).unwrap_or_default())
        })
    }

    /// Fails where the workspace is open for reading.
    pub(crate) fn writable(&self) -> Result<()> {
        if self.lock.is_some() { Ok(()) } else { Err(Error::ReadOnly) }
    }

    fn bench(&self) -> MutexGuard<'_, Bench> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` in a transaction that is kept if it succeeds, and undone if not.
    pub(crate) fn transaction<T>(&self, work: impl AsyncFnOnce(&mut SqliteLedger) -> Result<T>) -> Result<T> {
        self.writable()?;
        self.in_transaction(work)
    }

    /// The same for accounts and notes in the log, which need no lock of the workspace.
    pub(crate) fn beside<T>(&self, work: impl AsyncFnOnce(&mut SqliteLedger) -> Result<T>) -> Result<T> {
        if !self.beside {
            self.writable()?;
        }
        self.in_transaction(work)
    }

    fn in_transaction<T>(&self, work: impl AsyncFnOnce(&mut SqliteLedger) -> Result<T>) -> Result<T> {
        let Bench { runtime, ledger } = &mut *self.bench();
        runtime.block_on(async {
            ledger.begin().await?;
            let outcome = match work(ledger).await {
                Ok(value) => ledger.commit().await.map(|()| value),
                Err(error) => Err(error),
            };
            if outcome.is_err() {
                // Some errors end the transaction by themselves; the first error is the one to tell.
                let _ = ledger.rollback().await;
            }
            outcome
        })
    }

    /// Runs `work` on the ledger as it is at one moment.
    pub(crate) fn reading<T>(&self, work: impl AsyncFnOnce(&mut SqliteLedger) -> Result<T>) -> Result<T> {
        let Bench { runtime, ledger } = &mut *self.bench();
        runtime.block_on(async {
            ledger.begin_reading().await?;
            let outcome = work(ledger).await;
            let ended = ledger.rollback().await;
            let value = outcome?;
            ended.map(|()| value)
        })
    }

    /// Runs `work` outside of any transaction.
    pub(crate) fn directly<T>(&self, work: impl AsyncFnOnce(&mut SqliteLedger) -> Result<T>) -> Result<T> {
        let Bench { runtime, ledger } = &mut *self.bench();
        runtime.block_on(work(ledger))
    }
}

/// Makes the folders of a workspace that are not there yet.
pub(crate) fn complete_folders(root: &Path) -> Result<()> {
    let hidden = root.join(HIDDEN);
    for folder in [root, &hidden, &root.join(RULES)] {
        std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
    }
    keep_to_owner(&hidden)?;
    Blobs::new(&hidden).create_folders()
}

pub(crate) fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|error| Error::io(Path::new("."), error))
}

/// What lies in the folder is the owner's alone; other systems keep their own rights.
fn keep_to_owner(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        let rights = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(folder, rights).map_err(|error| Error::io(folder, error))?;
    }
    Ok(())
}
