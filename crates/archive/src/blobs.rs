//! Original bytes by SHA-256, and encrypted files of sealed sources.
//!
//! A file appears under its name only when it is whole and on the disk: it is written under another name in
//! `.manumit/tmp`, synced, and renamed. What a crash leaves in `tmp` is swept when a writer opens the workspace; a file
//! without a row in the ledger is told by the check and used by the next add of the same bytes.

use crate::{Error, Result};
use model::{SourceId, hex};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// SHA-256 as lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Writes a file so that it is either there in full or not at all.
pub(crate) fn write_atomically(path: &Path, temporary_folder: &Path, bytes: &[u8]) -> Result<()> {
    let file = write_temporary(path, temporary_folder, bytes)?;
    file.persist(path).map_err(|error| Error::io(path, error.error))?;
    sync_folder_of(path)
}

/// A synced file with `bytes`, on its way to `path`.
fn write_temporary(path: &Path, temporary_folder: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile> {
    let failed = |error: io::Error| Error::io(path, error);
    let mut file = tempfile::NamedTempFile::new_in(temporary_folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(file)
}

/// Does `work` on each item, in many threads where there are many items; outcomes in the order of the items.
fn side_by_side<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let all = |items: &[I]| -> Vec<T> { items.iter().map(&work).collect() };
    if items.len() <= 1 {
        return all(items);
    }
    let all = &all;
    std::thread::scope(|scope| {
        let chunks = items.chunks(items.len().div_ceil(SYNC_THREADS));
        let threads: Vec<_> = chunks.map(|chunk| (chunk, scope.spawn(move || all(chunk)))).collect();
        let joined = threads.into_iter().map(|(chunk, thread)| thread.join().unwrap_or_else(|_| all(chunk)));
        joined.flatten().collect()
    })
}

/// Makes a rename or removal in the folder of `path` last.
pub(crate) fn sync_folder_of(path: &Path) -> Result<()> {
    sync_folder(folder_of(path))
}

/// The folder a file is in; that of a bare name is the current one.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn sync_folder(folder: &Path) -> Result<()> {
    // Opening a folder as a file is a Unix notion; elsewhere the rename itself is all there is.
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| Error::io(folder, error))?;
    }
    Ok(())
}

fn missing_or(error: io::Error, path: &Path) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Error::DamagedBlob { path: path.to_owned(), reason: "the file is missing".to_owned() }
        }
        _ => Error::io(path, error),
    }
}

fn altered(path: &Path) -> Error {
    let reason = "its bytes are not those that were stored".to_owned();
    Error::DamagedBlob { path: path.to_owned(), reason }
}

/// Compares a file with its hash, piece by piece.
fn check_file(path: &Path, hash: &str) -> Result<()> {
    let mut file = File::open(path).map_err(|error| missing_or(error, path))?;
    let (found, _) = copy_hashed(&mut file, &mut io::sink()).map_err(|error| Error::io(path, error))?;
    if found == hash { Ok(()) } else { Err(altered(path)) }
}

/// Copies all there is and gives its SHA-256 and its size.
pub(crate) fn copy_hashed(input: &mut impl Read, output: &mut impl Write) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 256 << 10];
    let mut size = 0;
    loop {
        let read = match input.read(&mut piece) {
            Ok(0) => return Ok((hex(&hasher.finalize()), size)),
            Ok(read) => piece.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(read);
        output.write_all(read)?;
        size += read.len() as u64;
    }
}

/// Files that are synced side by side.
const SYNC_THREADS: usize = 32;

/// The folder of blobs.
#[derive(Debug, Clone)]
pub(crate) struct Blobs {
    folder: PathBuf,
    temporary: PathBuf,
}

impl Blobs {
    /// `hidden` is the workspace's `.manumit`.
    pub(crate) fn new(hidden: &Path) -> Self {
        Self { folder: hidden.join("blobs"), temporary: hidden.join("tmp") }
    }

    pub(crate) fn create_folders(&self) -> Result<()> {
        for folder in [&self.folder, &self.temporary] {
            fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
        }
        Ok(())
    }

    /// Removes what a crash left half written.
    pub(crate) fn sweep(&self) -> Result<()> {
        let failed = |error| Error::io(&self.temporary, error);
        self.create_folders()?;
        for entry in fs::read_dir(&self.temporary).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            fs::remove_file(&path).map_err(|error| Error::io(&path, error))?;
        }
        Ok(())
    }

    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    pub(crate) fn path(&self, id: &SourceId) -> PathBuf {
        let (shard, _) = id.as_str().split_at(2);
        self.folder.join(shard).join(id.as_str())
    }

    pub(crate) fn sealed_path(&self, id: &SourceId) -> PathBuf {
        self.path(id).with_extension("age")
    }

    /// Keeps `bytes` under their id.
    pub(crate) fn put(&self, id: &SourceId, bytes: &[u8]) -> Result<()> {
        self.put_all(&[(id, bytes)]).pop().unwrap_or(Ok(()))
    }

    /// Keeps several items under their ids; gives an outcome for each. A damaged file of that name is replaced.
    ///
    /// The time goes into waiting for the disk, and a disk syncs many files in little more time than one. So first all
    /// bytes are written and synced side by side, then all files get their names, then the folders are synced.
    pub(crate) fn put_all(&self, items: &[(&SourceId, &[u8])]) -> Vec<Result<()>> {
        let staged = side_by_side(items, |(id, bytes)| self.stage(id, bytes));
        let mut folders = BTreeSet::from([self.folder.clone()]);
        let mut outcomes = Vec::with_capacity(items.len());
        for (staged, (id, _)) in staged.into_iter().zip(items) {
            let path = self.path(id);
            folders.extend(path.parent().map(Path::to_owned));
            outcomes.push(staged.and_then(|file| match file {
                Some(file) => file.persist(&path).map(|_| ()).map_err(|error| Error::io(&path, error.error)),
                None => Ok(()),
            }));
        }
        let folders: Vec<_> = folders.into_iter().filter(|folder| folder.is_dir()).collect();
        for failure in
            side_by_side(&folders, |folder| sync_folder(folder)).into_iter().filter_map(Result::err)
        {
            // Which files it concerns is not known for certain: none of them counts as kept.
            let reason = failure.to_string();
            for outcome in outcomes.iter_mut().filter(|outcome| outcome.is_ok()) {
                *outcome = Err(Error::io(&self.folder, io::Error::other(reason.clone())));
            }
        }
        outcomes
    }

    /// Writes and syncs bytes under a passing name; `None` where they are kept already.
    fn stage(&self, id: &SourceId, bytes: &[u8]) -> Result<Option<tempfile::NamedTempFile>> {
        let path = self.path(id);
        let same_size = fs::metadata(&path).is_ok_and(|kept| kept.len() == bytes.len() as u64);
        if same_size && self.check(id).is_ok() {
            return Ok(None);
        }
        if let Some(shard) = path.parent() {
            fs::create_dir_all(shard).map_err(|error| Error::io(shard, error))?;
        }
        write_temporary(&path, &self.temporary, bytes).map(Some)
    }

    /// Keeps a copy of `file`, whose bytes must be those of `id`, without holding it in memory; gives its size.
    pub(crate) fn put_file(&self, id: &SourceId, file: &Path) -> Result<u64> {
        let path = self.path(id);
        if self.check(id).is_ok() {
            return fs::metadata(&path).map(|kept| kept.len()).map_err(|error| Error::io(&path, error));
        }
        if let Some(shard) = path.parent() {
            fs::create_dir_all(shard).map_err(|error| Error::io(shard, error))?;
        }
        let failed = |error: io::Error| Error::io(&path, error);
        let mut input = File::open(file).map_err(|error| Error::io(file, error))?;
        let mut copy = tempfile::NamedTempFile::new_in(&self.temporary).map_err(failed)?;
        let (hash, size) = copy_hashed(&mut input, &mut copy).map_err(failed)?;
        if hash != id.as_str() {
            let reason = "it changed while it was being read; add it again";
            return Err(Error::Io { path: file.to_owned(), source: io::Error::other(reason) });
        }
        copy.as_file().sync_all().map_err(failed)?;
        copy.persist(&path).map_err(|error| failed(error.error))?;
        sync_folder_of(&path)?;
        sync_folder(&self.folder)?;
        Ok(size)
    }

    /// The file of `id`, not checked.
    pub(crate) fn open(&self, id: &SourceId) -> Result<File> {
        let path = self.path(id);
        File::open(&path).map_err(|error| missing_or(error, &path))
    }

    /// Keeps the encrypted file of a sealed source.
    pub(crate) fn put_sealed(&self, id: &SourceId, ciphertext: &[u8]) -> Result<()> {
        self.write(&self.sealed_path(id), ciphertext)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        if let Some(shard) = path.parent().filter(|shard| !shard.exists()) {
            fs::create_dir_all(shard).map_err(|error| Error::io(shard, error))?;
            sync_folder_of(shard)?;
        }
        write_atomically(path, &self.temporary, bytes)
    }

    /// The bytes of `id`, checked.
    pub(crate) fn get(&self, id: &SourceId) -> Result<Vec<u8>> {
        self.checked(&self.path(id), id.as_str())
    }

    /// The encrypted file of `id`, checked against the hash in the ledger.
    pub(crate) fn get_sealed(&self, id: &SourceId, file_hash: &str) -> Result<Vec<u8>> {
        self.checked(&self.sealed_path(id), file_hash)
    }

    fn checked(&self, path: &Path, hash: &str) -> Result<Vec<u8>> {
        let bytes = fs::read(path).map_err(|error| missing_or(error, path))?;
        if sha256(&bytes) == hash { Ok(bytes) } else { Err(altered(path)) }
    }

    /// Whether the bytes of `id` are here and whole.
    pub(crate) fn check(&self, id: &SourceId) -> Result<()> {
        check_file(&self.path(id), id.as_str())
    }

    /// Whether the encrypted file of `id` is here and whole.
    pub(crate) fn check_sealed(&self, id: &SourceId, file_hash: &str) -> Result<()> {
        check_file(&self.sealed_path(id), file_hash)
    }

    pub(crate) fn remove(&self, path: &Path) -> Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(path, error)),
            _ => sync_folder_of(path),
        }
    }

    /// Every file there is, with the id it is named by if that is one, in order of name.
    pub(crate) fn files(&self) -> Result<Vec<(Option<SourceId>, PathBuf)>> {
        let failed = |error| Error::io(&self.folder, error);
        let mut files = Vec::new();
        for shard in fs::read_dir(&self.folder).map_err(failed)? {
            let shard = shard.map_err(failed)?.path();
            if !shard.is_dir() {
                files.push((None, shard));
                continue;
            }
            for entry in fs::read_dir(&shard).map_err(|error| Error::io(&shard, error))? {
                let path = entry.map_err(|error| Error::io(&shard, error))?.path();
                let id = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
                files.push((id, path));
            }
        }
        files.sort();
        Ok(files)
    }
}
