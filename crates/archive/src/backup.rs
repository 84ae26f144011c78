//! One file that holds a workspace, and the way back.
//!
//! A tar archive of settings, rules, a consistent copy of the ledger, the blobs (those of sealed sources encrypted, as
//! they are kept) and the key that names them; at its end `manifest.json` with size and SHA-256 of each file. Without the
//! manifest, or with one byte changed, nothing is restored. The index is not in it: it is made anew.

use crate::blobs::{copy_hashed, folder_of, sync_folder_of};
use crate::ledger::{Access, SourceRows, SqliteLedger, Upkeep};
use crate::workspace::{HIDDEN, LEDGER, RULES, SETTINGS};
use crate::{Act, BackupSummary, Error, Mode, Result, SourceFilter, Workspace, Writer, audit, keys};
use model::hex;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};
use tar::{Archive, Builder, EntryType, Header};

const MANIFEST: &str = "manifest.json";
const FORMAT: u32 = 1;

/// The manifest of a million files stays far below this.
const LARGEST_MANIFEST: u64 = 1 << 30;

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    version: String,
    created: String,
    audit_head: String,
    files: BTreeMap<String, FileEntry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileEntry {
    size: u64,
    sha256: String,
}

/// A backup in the making.
struct Pack<'p> {
    path: &'p Path,
    tar: Builder<BufWriter<File>>,
    files: BTreeMap<String, FileEntry>,
}

impl Pack<'_> {
    fn append(&mut self, name: &str, size: u64, content: impl Read) -> Result<()> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o600);
        header.set_size(size);
        self.tar.append_data(&mut header, name, content).map_err(|error| Error::io(self.path, error))
    }

    /// Passes a file through without holding it; a ledger can be large.
    fn keep_file(&mut self, name: String, path: &Path) -> Result<()> {
        let file = File::open(path).map_err(|error| Error::io(path, error))?;
        let size = file.metadata().map_err(|error| Error::io(path, error))?.len();
        let mut reader = Hashing { inner: file.take(size), hasher: Sha256::new() };
        self.append(&name, size, &mut reader)?;
        self.files.insert(name, FileEntry { size, sha256: hex(&reader.hasher.finalize()) });
        Ok(())
    }
}

/// Hashes what is read through it.
struct Hashing<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl Workspace {
    /// Writes one consistent file from which [`restore`] makes the same workspace. It appears under its name only when
    /// it is whole.
    ///
    /// # Errors
    /// [`Error::BackupExists`] where there is a file of that name; [`Workspace::backup_replacing`] replaces it.
    pub fn backup(&self, act: &Act, file: &Path) -> Result<BackupSummary> {
        if file.symlink_metadata().is_ok() {
            return Err(Error::BackupExists(file.to_owned()));
        }
        self.write_backup(act, file, false)
    }

    /// Like [`Workspace::backup`], in the place of a file of that name; until the new one is whole, the old one stays.
    pub fn backup_replacing(&self, act: &Act, file: &Path) -> Result<BackupSummary> {
        self.write_backup(act, file, true)
    }

    fn write_backup(&self, act: &Act, file: &Path, replace: bool) -> Result<BackupSummary> {
        let failed = |error: io::Error| Error::io(file, error);
        self.transaction(async |ledger| audit::append(ledger, act, "backup", &json!({})).await)?;
        let temporary = tempfile::tempdir_in(self.blobs.temporary())
            .map_err(|error| Error::io(self.blobs.temporary(), error))?;
        let snapshot = temporary.path().join(LEDGER);
        let audit_head = self.directly(async |ledger| {
            ledger.snapshot(&snapshot).await?;
            Ok(ledger.last_audit().await?.map(|entry| entry.hash).unwrap_or_default())
        })?;
        let output = tempfile::NamedTempFile::new_in(folder_of(file)).map_err(failed)?;
        let handle = output.as_file().try_clone().map_err(failed)?;
        let mut pack = Pack { path: file, tar: Builder::new(BufWriter::new(handle)), files: BTreeMap::new() };
        self.pack(&mut pack, &snapshot)?;
        let bytes = pack.files.values().map(|entry| entry.size).sum();
        let summary = BackupSummary { files: pack.files.len() as u64, bytes };
        let manifest = Manifest {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            created: act.at.to_string(),
            audit_head,
            files: std::mem::take(&mut pack.files),
        };
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(|error| failed(error.into()))?;
        pack.append(MANIFEST, manifest.len() as u64, manifest.as_slice())?;
        let mut writer = pack.tar.into_inner().map_err(failed)?;
        writer.flush().map_err(failed)?;
        output.as_file().sync_all().map_err(failed)?;
        let persisted = if replace { output.persist(file) } else { output.persist_noclobber(file) };
        persisted.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Error::BackupExists(file.to_owned()),
            _ => failed(error.error),
        })?;
        sync_folder_of(file)?;
        Ok(summary)
    }

    fn pack(&self, pack: &mut Pack<'_>, snapshot: &Path) -> Result<()> {
        pack.keep_file(SETTINGS.to_owned(), &self.root().join(SETTINGS))?;
        let rules = self.root().join(RULES);
        for path in files_below(&rules)? {
            let name = path.strip_prefix(self.root()).unwrap_or(&path);
            let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            pack.keep_file(parts.join("/"), &path)?;
        }
        // Where the key is lost, all that is left is still worth keeping.
        let key = keys::SealKey::file(&self.hidden());
        if key.exists() {
            pack.keep_file(format!("{HIDDEN}/seal.key"), &key)?;
        }
        pack.keep_file(format!("{HIDDEN}/{LEDGER}"), snapshot)?;
        let (sources, sealed) = self.reading(async |ledger| {
            Ok((
                ledger.sources(model::Clearance::Workspace, &SourceFilter::default()).await?,
                ledger.all_sealed().await?,
            ))
        })?;
        for source in sources {
            self.blobs.check(&source.id)?;
            let path = self.blobs.path(&source.id);
            pack.keep_file(self.name_of(&path), &path)?;
        }
        for row in sealed {
            self.blobs.check_sealed(&row.id, &row.file_hash)?;
            let path = self.blobs.sealed_path(&row.id);
            pack.keep_file(self.name_of(&path), &path)?;
        }
        Ok(())
    }

    fn name_of(&self, blob: &Path) -> String {
        let name = blob.strip_prefix(self.root()).unwrap_or(blob);
        name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(&folder).map_err(|error| Error::io(&folder, error))? {
            let entry = entry.map_err(|error| Error::io(&folder, error))?;
            let kind = entry.file_type().map_err(|error| Error::io(&folder, error))?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Makes a workspace in `dir`, which must not exist, from a backup. Every file is checked against the manifest before
/// the folder appears under its name; then the index is made anew.
///
/// # Errors
/// [`Error::RestoreTargetExists`]; [`Error::Backup`] says what is wrong with the file.
pub fn restore(file: &Path, dir: &Path, act: &Act) -> Result<BackupSummary> {
    if dir.symlink_metadata().is_ok() {
        return Err(Error::RestoreTargetExists(dir.to_owned()));
    }
    let parent = folder_of(dir);
    fs::create_dir_all(parent).map_err(|error| Error::io(parent, error))?;
    let staging = tempfile::tempdir_in(parent).map_err(|error| Error::io(parent, error))?;
    let (manifest, found) = unpack(file, staging.path())?;
    let refuse = |reason: String| Error::Backup { path: file.to_owned(), reason };
    for (name, expected) in &manifest.files {
        match found.get(name) {
            None => return Err(refuse(format!("`{name}` is missing from it"))),
            Some(entry) if entry != expected => return Err(refuse(format!("`{name}` is damaged"))),
            Some(_) => {}
        }
    }
    if let Some(extra) = found.keys().find(|name| !manifest.files.contains_key(*name)) {
        return Err(refuse(format!("`{extra}` is in it and not in its manifest")));
    }
    crate::workspace::complete_folders(staging.path())?;
    let bytes = found.values().map(|entry| entry.size).sum();
    let summary = BackupSummary { files: found.len() as u64, bytes };
    check_ledger(staging.path(), &manifest).map_err(|error| refuse(error.to_string()))?;
    let staged = staging.keep();
    fs::rename(&staged, dir).map_err(|error| Error::io(dir, error))?;
    let workspace = Workspace::open(dir, Mode::Write(Writer::new("restore", act.at)))?;
    let detail = json!({"backup_head": manifest.audit_head, "files": summary.files});
    workspace.end_all_sessions()?;
    workspace.audit_note(act, "restore", &detail)?;
    // All is restored by now; an index that fails is seen as missing, and made by the next writer.
    let _ = workspace.index_rebuild();
    Ok(summary)
}

fn check_ledger(root: &Path, manifest: &Manifest) -> Result<()> {
    let path = root.join(HIDDEN).join(LEDGER);
    let runtime = crate::workspace::runtime()?;
    let head = runtime.block_on(async {
        let mut ledger = SqliteLedger::open(&path, Access::Read).await?;
        ledger.check().await?;
        Ok::<_, Error>(ledger.last_audit().await?.map(|entry| entry.hash).unwrap_or_default())
    })?;
    if head == manifest.audit_head {
        Ok(())
    } else {
        Err(Error::DamagedLedger {
            path,
            reason: "its audit log does not end as the manifest says".to_owned(),
        })
    }
}

fn unpack(file: &Path, staging: &Path) -> Result<(Manifest, BTreeMap<String, FileEntry>)> {
    let refuse = |reason: String| Error::Backup { path: file.to_owned(), reason };
    let unreadable = |error: io::Error| refuse(format!("it does not read as a backup ({error})"));
    let input = File::open(file).map_err(|error| Error::io(file, error))?;
    let length = input.metadata().map_err(|error| Error::io(file, error))?.len();
    let mut archive = Archive::new(io::BufReader::new(input));
    let mut manifest = None;
    let mut found = BTreeMap::new();
    let mut total = 0_u64;
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let path = entry.path().map_err(unreadable)?.into_owned();
        let name = path
            .to_str()
            .map(str::to_owned)
            .ok_or_else(|| refuse("a name in it is not Unicode".to_owned()))?;
        if entry.header().entry_type() != EntryType::Regular {
            return Err(refuse(format!("`{name}` is not a plain file")));
        }
        // Nothing in a plain archive can be larger than the archive.
        total = total.saturating_add(entry.size());
        if total > length {
            return Err(refuse(format!("`{name}` says it is larger than the backup")));
        }
        if manifest.is_some() {
            return Err(refuse("something follows its manifest".to_owned()));
        }
        if name == MANIFEST {
            let mut json = Vec::new();
            entry.take(LARGEST_MANIFEST).read_to_end(&mut json).map_err(unreadable)?;
            manifest =
                Some(serde_json::from_slice::<Manifest>(&json).map_err(|error| unreadable(error.into()))?);
            continue;
        }
        if !belongs(&path) {
            return Err(refuse(format!("`{name}` does not belong into a workspace")));
        }
        let target = staging.join(&path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
        }
        let written = write_hashed(&mut entry, &target)?;
        if found.insert(name.clone(), written).is_some() {
            return Err(refuse(format!("`{name}` is in it twice")));
        }
    }
    match manifest {
        None => Err(refuse("it has no manifest at its end: it was cut short, or is no backup".to_owned())),
        Some(manifest) if manifest.format > FORMAT => {
            Err(refuse(format!("it was written by a newer version ({})", manifest.version)))
        }
        Some(manifest) => Ok((manifest, found)),
    }
}

/// Whether a path names something a workspace consists of, and does not lead out of it.
fn belongs(path: &Path) -> bool {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.extend(part.to_str()),
            _ => return false,
        }
    }
    match parts.as_slice() {
        [only] => *only == SETTINGS,
        [first, ..] if *first == RULES => true,
        [first, second] if *first == HIDDEN => *second == LEDGER || *second == "seal.key",
        [first, "blobs", _, _] => *first == HIDDEN,
        _ => false,
    }
}

fn write_hashed(entry: &mut impl Read, target: &Path) -> Result<FileEntry> {
    let failed = |error| Error::io(target, error);
    let mut output = File::create_new(target).map_err(failed)?;
    let (sha256, size) = copy_hashed(entry, &mut output).map_err(failed)?;
    output.sync_all().map_err(failed)?;
    Ok(FileEntry { size, sha256 })
}
