//! What was done in a workspace, entry by entry.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What the hash of every entry begins with.
const DOMAIN: &[u8] = b"manumit audit 1";

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number, from 1 without gaps.
    pub sequence: i64,
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// Who.
    pub actor: String,
    /// What: `init`, `add`, `reread`, `review`, `claim`, `sensitivity`, `seal`, `unseal`, `backup`, `restore`, `note`,
    /// `list_add`, `list_load`, `list_check`, `list_remove`, `judgement`, `decision`, `screening`, `figure`, `label`,
    /// `search_save`, `search_drop`, `account`, `sign_in`, `read`.
    pub action: String,
    /// To what, as JSON; never text of a source, never a path.
    pub detail: String,
    /// Hash of the entry before, hexadecimal; of the first, 64 zeros.
    pub previous: String,
    /// SHA-256 over all of the above, hexadecimal.
    pub hash: String,
}

impl AuditEntry {
    /// The hash that the entry should have: over number, time, actor, action, detail and the hash before it, each behind its length
    /// (eight bytes, little-endian).
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(DOMAIN);
        let sequence = self.sequence.to_string();
        let fields = [&sequence, &self.time, &self.actor, &self.action, &self.detail, &self.previous];
        for field in fields {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        crate::hex(&hasher.finalize())
    }
}
