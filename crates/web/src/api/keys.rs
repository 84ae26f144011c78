//! Keys of programs: 256 random bits each, known here only by their SHA-256.
//!
//! A file of keys has a line for each: `sha256:HEX label`. Empty lines and those that begin with `#` say nothing. The hash of a key that long
//! needs neither salt nor slowness: there is nothing to guess.

use model::hex;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Why a file of keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It cannot be read.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
    /// A line is none of a key.
    #[error("{}:{line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong; never the line itself, which may be a key.
        reason: &'static str,
    },
    /// There is no key in it: whoever asks would be refused.
    #[error("{}: there is no key in it", .0.display())]
    Empty(PathBuf),
}

/// Keys that are let in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    labels: HashMap<[u8; 32], String>,
}

const SCHEME: &str = "sha256:";
/// What keys begin with, so that they are known for what they are where they leak.
const PREFIX: &str = "manumit_";
const LONGEST_LABEL: usize = 100;

impl Keys {
    /// Reads a file of keys.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let failed = |reason| KeyError::File { path: path.to_owned(), reason };
        let text = std::fs::read_to_string(path).map_err(failed)?;
        let mut labels = HashMap::new();
        for (at, line) in text.lines().enumerate() {
            let line_number = at + 1;
            let wrong = |reason| KeyError::Line { path: path.to_owned(), line: line_number, reason };
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let rest = line.strip_prefix(SCHEME).ok_or_else(|| {
                wrong("a line is `sha256:` with the hash of a key, and a label; never a key")
            })?;
            let (hash, label) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let hash = unhex(hash).ok_or_else(|| wrong("the hash is 64 hexadecimal digits"))?;
            let label =
                if label.trim().is_empty() { format!("key {line_number}") } else { label.trim().to_owned() };
            labels.insert(hash, label);
        }
        if labels.is_empty() {
            return Err(KeyError::Empty(path.to_owned()));
        }
        Ok(Self { labels })
    }

    /// The label of a key; `None` where it is not let in.
    ///
    /// What is compared are hashes: how long that takes tells nothing about a key.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        let hash: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        self.labels.get(&hash).map(String::as_str)
    }
}

/// A new key: what its user gets, and the line that knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeKey {
    /// The key; it is shown once and kept nowhere.
    pub key: String,
    /// The line of the file of keys.
    pub line: String,
}

/// Makes a key of these random bytes. A label is one line of at most 100 characters; `None` for another.
#[must_use]
pub fn make_key(random: [u8; 32], label: &str) -> Option<MadeKey> {
    let label = label.trim();
    let is_line = !label.is_empty() && !label.chars().any(char::is_control);
    if !is_line || label.chars().count() > LONGEST_LABEL {
        return None;
    }
    let key = format!("{PREFIX}{}", hex(&random));
    let hash: [u8; 32] = Sha256::digest(key.as_bytes()).into();
    Some(MadeKey { line: format!("{SCHEME}{} {label}\n", hex(&hash)), key })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Keys, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        std::fs::write(&path, text).unwrap();
        let shown = path.display().to_string();
        Keys::read(&path).map_err(|error| error.to_string().replace(&shown, "keys"))
    }

    #[test]
    fn a_key_that_was_made_is_let_in_and_another_is_not() {
        let made = make_key([7; 32], "customs desk").unwrap();
        assert_eq!(made.key, format!("manumit_{}", "07".repeat(32)));
        assert!(!made.line.contains(&"07".repeat(32)), "the file does not hold the key");
        let keys = read(&format!("# keys\n\n{}", made.line)).unwrap();
        assert_eq!(keys.label(&made.key), Some("customs desk"));
        assert_eq!(keys.label("manumit_"), None);
        assert_eq!(keys.label(""), None);
        for label in ["", "two\nlines", &"x".repeat(101)] {
            assert_eq!(make_key([7; 32], label), None, "{label}");
        }
    }

    #[test]
    fn errors_name_the_line_and_never_what_stands_in_it() {
        let secret = "manumit_0123456789";
        let error = read(&format!("\n{secret}\n")).unwrap_err();
        assert!(error.starts_with("keys:2: a line is `sha256:`") && !error.contains("0123456789"), "{error}");
        assert_eq!(read("sha256:12 x").unwrap_err(), "keys:1: the hash is 64 hexadecimal digits");
        assert_eq!(
            read(&format!("sha256:{}é", "0".repeat(62))).unwrap_err(),
            "keys:1: the hash is 64 hexadecimal digits"
        );
        assert_eq!(read("# none\n").unwrap_err(), "keys: there is no key in it");
        let unnamed = format!("sha256:{}\n", "0".repeat(64));
        assert!(read(&unnamed).is_ok());
    }
}
