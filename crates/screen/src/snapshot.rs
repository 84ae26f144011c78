//! The index as bytes.
//!
//! ```text
//! "MANUMIT-SCREEN\n"  15 bytes
//! version             u32, little-endian
//! length              u64 of what follows the checksum
//! checksum            u32, CRC-32 (IEEE) of what follows
//! index               postcard (https://postcard.jamesmunns.com/wire-format)
//! ```
//!
//! Any bytes are safe to read: what is not a whole index of this version is an error.

use crate::Index;

/// Version of the form, of the analysis of names in it, and of the rule; another is not read.
pub const SNAPSHOT_VERSION: u32 = 2;

const MAGIC: &[u8; 15] = b"MANUMIT-SCREEN\n";
const HEADER: usize = MAGIC.len() + 4 + 8 + 4;

/// Why bytes are no index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// They do not begin as one.
    #[error("this is no screening index")]
    NotASnapshot,
    /// They are one of another version.
    #[error("this screening index is of version {found}, and version {expected} is needed: make it anew", expected = SNAPSHOT_VERSION)]
    OtherVersion {
        /// The version found.
        found: u32,
    },
    /// They are damaged.
    #[error("this screening index is damaged: {0}")]
    Damaged(&'static str),
}

impl Index {
    /// The index as bytes; the same index gives the same bytes.
    ///
    /// # Errors
    /// [`SnapshotError::Damaged`] if it cannot be written, which does not happen to an index that was built.
    pub fn to_bytes(&self) -> Result<Vec<u8>, SnapshotError> {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&SNAPSHOT_VERSION.to_le_bytes());
        bytes.resize(HEADER, 0);
        let mut bytes =
            postcard::to_extend(self, bytes).map_err(|_| SnapshotError::Damaged("it cannot be written"))?;
        let body = bytes.get(HEADER..).unwrap_or_default();
        let (length, checksum) = (body.len() as u64, crc32fast::hash(body));
        if let Some(header) = bytes.get_mut(MAGIC.len() + 4..HEADER) {
            let (of_length, of_checksum) = header.split_at_mut(8);
            of_length.copy_from_slice(&length.to_le_bytes());
            of_checksum.copy_from_slice(&checksum.to_le_bytes());
        }
        Ok(bytes)
    }

    /// Reads what [`Index::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`SnapshotError`]; damaged bytes never give an index. Names are read when they are first asked for: behind a right checksum, one that
    /// cannot be read is like nothing.
    pub fn from_bytes(bytes: &[u8]) -> Result<Index, SnapshotError> {
        let body = Self::checked(bytes)?;
        Self::decoded(body)
    }

    /// The index in bytes whose checksum was looked at.
    fn decoded(body: &[u8]) -> Result<Index, SnapshotError> {
        let (index, rest) = postcard::take_from_bytes::<Index>(body)
            .map_err(|_| SnapshotError::Damaged("it does not read as an index"))?;
        if !rest.is_empty() {
            return Err(SnapshotError::Damaged("there is more than an index"));
        }
        if !index.is_sound() {
            return Err(SnapshotError::Damaged("its parts do not fit together"));
        }
        Ok(index)
    }

    /// Reads an index without its head: what a fuzzer changes behind a right checksum.
    ///
    /// # Errors
    /// As [`Index::from_bytes`].
    #[doc(hidden)]
    pub fn from_body(body: &[u8]) -> Result<Index, SnapshotError> {
        Self::decoded(body)
    }

    fn checked(bytes: &[u8]) -> Result<&[u8], SnapshotError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(SnapshotError::NotASnapshot)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or(SnapshotError::NotASnapshot)?;
        let found = u32::from_le_bytes(*version);
        if found != SNAPSHOT_VERSION {
            return Err(SnapshotError::OtherVersion { found });
        }
        let short = SnapshotError::Damaged("it is cut off");
        let (length, rest) = rest.split_first_chunk::<8>().ok_or(short.clone())?;
        let (checksum, body) = rest.split_first_chunk::<4>().ok_or(short.clone())?;
        if u64::from_le_bytes(*length) != body.len() as u64 {
            return Err(short);
        }
        if u32::from_le_bytes(*checksum) != crc32fast::hash(body) {
            return Err(SnapshotError::Damaged("its checksum is wrong"));
        }
        Ok(body)
    }
}
