//! Keys: the age keys that seal, and the workspace's own key that names what is sealed.

use crate::blobs::folder_of;
use crate::{Error, Result, Workspace};
use age::secrecy::ExposeSecret;
use age::x25519;
use hmac::{Hmac, KeyInit, Mac};
use model::{SourceId, hex};
use sha2::Sha256;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const LENGTH: usize = 32;

/// A random key that turns the SHA-256 of a sealed source into its id in the ledger (HMAC-SHA256, RFC 2104).
///
/// With the plain SHA-256 as id anybody who sees a listing could confirm a guess at the text. With the keyed id that
/// takes the key, which lies in the workspace and in its backups, so that adding the same bytes again finds them.
///
/// Where the file is lost or damaged, only what needs the key fails.
#[derive(Clone)]
pub(crate) struct SealKey {
    path: PathBuf,
    /// The key, or what is wrong with its file.
    key: std::result::Result<[u8; LENGTH], String>,
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey")
    }
}

impl SealKey {
    pub(crate) fn file(hidden: &Path) -> PathBuf {
        hidden.join("seal.key")
    }

    pub(crate) fn create(hidden: &Path) -> Result<()> {
        let path = Self::file(hidden);
        let mut key = [0; LENGTH];
        getrandom::fill(&mut key)
            .map_err(|error| Error::Key(format!("the system gives no random numbers: {error}")))?;
        write_secret(&path, format!("{}\n", hex(&key)).as_bytes())
    }

    pub(crate) fn read(hidden: &Path) -> Self {
        let path = Self::file(hidden);
        let key = match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).ok_or_else(|| "does not hold 64 hexadecimal digits".to_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err("is missing".to_owned()),
            Err(error) => Err(format!("cannot be read ({error})")),
        };
        Self { path, key }
    }

    fn parse(text: &str) -> Option<[u8; LENGTH]> {
        let digits = text.trim().as_bytes();
        let mut key = [0; LENGTH];
        let whole = digits.len() == 2 * LENGTH
            && digits.chunks_exact(2).zip(&mut key).all(|(pair, byte)| {
                let parsed =
                    std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
                parsed.map(|value| *byte = value).is_some()
            });
        whole.then_some(key)
    }

    /// The id that a source has while it is sealed.
    ///
    /// # Errors
    /// [`Error::SealKeyLost`].
    pub(crate) fn sealed_id(&self, id: &SourceId) -> Result<SourceId> {
        let key = self
            .key
            .as_ref()
            .map_err(|reason| Error::SealKeyLost { path: self.path.clone(), reason: reason.clone() })?;
        let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| Error::Key(error.to_string()))?;
        mac.update(id.as_str().as_bytes());
        hex(&mac.finalize().into_bytes())
            .parse()
            .map_err(|error: model::IdError| Error::Key(error.to_string()))
    }
}

/// Writes a new file that only its owner may read; never over an existing one.
fn write_secret(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| Error::io(path, error))
}

/// Reads a public key.
pub(crate) fn recipient(text: &str) -> Result<x25519::Recipient> {
    let parsed = text.trim().parse();
    parsed.map_err(|reason| {
        Error::Key(format!("`{text}` is not a public key ({reason}): it begins with `age1`"))
    })
}

fn refuse_inside_workspace(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    let folder = folder.canonicalize().map_err(|error| Error::io(folder, error))?;
    match Workspace::find(&folder) {
        Ok(workspace) => Err(Error::KeyInsideWorkspace { path: path.to_owned(), workspace }),
        Err(_) => Ok(()),
    }
}

/// Reads the identities of a file as `keygen` writes it: lines with secret keys, `#` before comments.
pub(crate) fn identities(path: &Path) -> Result<Vec<x25519::Identity>> {
    refuse_inside_workspace(path)?;
    let text = fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    let mut identities = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // The line itself stays out of the message: it may be a mistyped secret.
        let identity = line.parse().map_err(|reason: &str| {
            Error::Key(format!("{}:{}: not a secret key ({reason})", path.display(), number + 1))
        })?;
        identities.push(identity);
    }
    if identities.is_empty() {
        return Err(Error::Key(format!("{}: no secret key in it", path.display())));
    }
    Ok(identities)
}

/// Writes a new identity (an age X25519 secret key) to `path`, readable by its owner only, and returns the public
/// key (`age1…`) for `sealing_recipient`.
///
/// Whoever has the file can open what is sealed for it; nobody can without, so keep a copy in a safe place.
///
/// # Errors
/// If `path` is inside a workspace, or exists, or cannot be written.
pub fn keygen(path: &Path) -> Result<String> {
    refuse_inside_workspace(path)?;
    let identity = x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let text = format!("# public key: {public}\n{}\n", identity.to_string().expose_secret());
    write_secret(path, text.as_bytes())?;
    Ok(public)
}

pub(crate) fn encrypt(recipient: &x25519::Recipient, plaintext: &[u8]) -> Result<Vec<u8>> {
    age::encrypt(recipient, plaintext).map_err(|error| Error::Key(format!("encryption failed: {error}")))
}

/// Decrypts with the first identity that fits.
pub(crate) fn decrypt(id: &SourceId, identities: &[x25519::Identity], ciphertext: &[u8]) -> Result<Vec<u8>> {
    let mut reason = String::new();
    for identity in identities {
        match age::decrypt(identity, ciphertext) {
            Ok(plaintext) => return Ok(plaintext),
            Err(error) => reason = error.to_string(),
        }
    }
    Err(Error::Sealing { id: id.to_string(), reason: format!("this identity does not open it ({reason})") })
}
