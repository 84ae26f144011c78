//! Typed identifiers: hashes of what they name, so that the same thing has the same id everywhere.

use crate::{Indicator, Kind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Read};

/// A string that is not an identifier of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {what}: expected {expected}")]
pub struct IdError {
    /// What was found.
    pub text: String,
    /// The kind of identifier that was expected.
    pub what: &'static str,
    /// The form such an identifier has.
    pub expected: &'static str,
}

/// The bytes as lower-case hexadecimal digits, two a byte.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Hashes fields with their lengths, so that no two lists of fields collide by concatenation.
fn digest(domain: &str, fields: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(domain.as_bytes());
    for field in fields {
        hasher.update((field.len() as u64).to_le_bytes());
        hasher.update(field);
    }
    hex(&hasher.finalize())
}

macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident, $what:literal, hex $length:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Number of hexadecimal digits.
            pub const LENGTH: usize = $length;

            /// The identifier as lower-case hexadecimal digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let fits = text.len() == $length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError {
                        text: text.chars().take(80).collect(),
                        what: $what,
                        expected: concat!(stringify!($length), " lower-case hexadecimal digits"),
                    })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

id_type!(
    /// The SHA-256 of a source's original bytes.
    SourceId, "source id", hex 64
);
id_type!(
    /// One reading of a source in one context by one reader version.
    DocumentId, "document id", hex 32
);
id_type!(
    /// One claim: source, kind (with indicator code or role), quote, and which occurrence of that quote it is.
    ClaimId, "claim id", hex 16
);
id_type!(
    /// One way a source came to the workspace.
    AcquisitionId, "acquisition id", hex 32
);
id_type!(
    /// One act of reviewing.
    ReviewId, "review id", hex 32
);
id_type!(
    /// One version of a list: its files, as one version of the loader reads them.
    ListVersionId, "list version id", hex 32
);

id_type!(
    /// A query and an entity that it may mean.
    MatchId, "match id", hex 16
);
id_type!(
    /// One judgement on two entities.
    JudgementId, "judgement id", hex 16
);
id_type!(
    /// One decision on a match.
    DecisionId, "decision id", hex 16
);
id_type!(
    /// One screening.
    ScreeningId, "screening id", hex 16
);

/// A hash of fields, 32 hexadecimal digits: equal only for the same fields of the same domain.
#[must_use]
pub fn fingerprint(domain: &str, fields: &[&str]) -> String {
    let fields: Vec<&[u8]> = fields.iter().map(|field| field.as_bytes()).collect();
    let mut hash = digest(domain, &fields);
    hash.truncate(32);
    hash
}

fn short_id(domain: &str, fields: &[&str]) -> String {
    let mut id = fingerprint(domain, fields);
    id.truncate(16);
    id
}

impl ClaimId {
    /// The identifier as the number that its digits are.
    #[must_use]
    pub fn number(&self) -> u64 {
        // Sixteen digits, which is checked wherever an identifier is made.
        u64::from_str_radix(&self.0, 16).unwrap_or_default()
    }

    /// The identifier whose digits are those of a number.
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        Self(format!("{number:016x}"))
    }
}

impl MatchId {
    /// Names the match of a query, by the print of all that it asks, with an entity.
    #[must_use]
    pub fn derive(query_print: &str, entity: &str) -> Self {
        Self(short_id("match", &[query_print, entity]))
    }
}

impl JudgementId {
    /// Names the judgement of two entities made by `judge` at `when` (RFC 3339); `sequence` tells apart those of one instant.
    #[must_use]
    pub fn derive(left: &str, right: &str, judge: &str, when: &str, sequence: i64) -> Self {
        Self(short_id("judgement", &[left, right, judge, when, &sequence.to_string()]))
    }
}

impl DecisionId {
    /// Names the decision on a match made by `by` at `when` (RFC 3339); `sequence` tells apart those of one instant.
    #[must_use]
    pub fn derive(matched: &MatchId, by: &str, when: &str, sequence: i64) -> Self {
        Self(short_id("decision", &[&matched.0, by, when, &sequence.to_string()]))
    }
}

impl ScreeningId {
    /// Names the screening done by `by` at `when` (RFC 3339); `sequence` tells apart those of one instant.
    #[must_use]
    pub fn derive(by: &str, when: &str, sequence: i64) -> Self {
        Self(short_id("screening", &[by, when, &sequence.to_string()]))
    }
}

impl SourceId {
    /// Names the source that consists of exactly these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    /// Names the source whose bytes a stream gives, without holding them.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn of_stream(mut stream: impl Read) -> std::io::Result<Self> {
        let mut hasher = Sha256::new();
        let mut piece = vec![0; 256 << 10];
        loop {
            match stream.read(&mut piece) {
                Ok(0) => return Ok(Self(hex(&hasher.finalize()))),
                Ok(read) => hasher.update(piece.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl DocumentId {
    /// Names what `reader_version` makes of `source` in `context` (the empty string where none matters).
    #[must_use]
    pub fn derive(source: &SourceId, context: &str, reader_version: &str) -> Self {
        let mut id =
            digest("document", &[source.0.as_bytes(), context.as_bytes(), reader_version.as_bytes()]);
        id.truncate(Self::LENGTH);
        Self(id)
    }
}

impl ClaimId {
    /// Names the `ordinal`-th claim (from 0, in text order) that makes this assertion in these words.
    ///
    /// Neither rule nor offset takes part, so the id survives a better reader and a better rule.
    #[must_use]
    pub fn derive(
        source: &SourceId,
        kind: Kind,
        indicator: Option<Indicator>,
        role: Option<&str>,
        quote: &str,
        ordinal: usize,
    ) -> Self {
        let detail = indicator.map(Indicator::as_str).or(role).unwrap_or_default();
        let mut id = digest(
            "claim",
            &[
                source.0.as_bytes(),
                kind.as_str().as_bytes(),
                detail.as_bytes(),
                quote.as_bytes(),
                &(ordinal as u64).to_le_bytes(),
            ],
        );
        id.truncate(Self::LENGTH);
        Self(id)
    }
}

impl AcquisitionId {
    /// Names the coming of `source` by `route` (its canonical text) at `acquired` (RFC 3339).
    #[must_use]
    pub fn derive(source: &SourceId, route: &str, acquired: &str) -> Self {
        let mut id = digest("acquisition", &[source.0.as_bytes(), route.as_bytes(), acquired.as_bytes()]);
        id.truncate(Self::LENGTH);
        Self(id)
    }
}

impl ReviewId {
    /// Names what `reviewer` said of `claim` at `when` (RFC 3339); `sequence` tells apart reviews of one instant.
    #[must_use]
    pub fn derive(claim: &ClaimId, reviewer: &str, when: &str, sequence: u64) -> Self {
        let fields: [&[u8]; 4] =
            [claim.0.as_bytes(), reviewer.as_bytes(), when.as_bytes(), &sequence.to_le_bytes()];
        let mut id = digest("review", &fields);
        id.truncate(Self::LENGTH);
        Self(id)
    }
}

impl ListVersionId {
    /// Names what `loader` makes of these files, which are told apart by `part` in the order given.
    #[must_use]
    pub fn derive<'f>(files: impl IntoIterator<Item = (&'f str, &'f SourceId)>, loader: &str) -> Self {
        let mut fields: Vec<&[u8]> = vec![loader.as_bytes()];
        for (part, hash) in files {
            fields.extend([part.as_bytes(), hash.0.as_bytes()]);
        }
        let mut id = digest("list version", &fields);
        id.truncate(Self::LENGTH);
        Self(id)
    }
}

/// The name of the frame that proposed a claim, such as `levy/handed-over`; a person's own claim has `person`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(String);

impl RuleId {
    /// Takes the name as the rule file spells it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name for claims that a person entered.
    #[must_use]
    pub fn person() -> Self {
        Self("person".to_owned())
    }

    /// The name as the rule file spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_by_its_sha256() {
        // FIPS 180-2, appendix B.1: the digest of "abc".
        assert_eq!(
            SourceId::of(b"abc").as_str(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(SourceId::of_stream(&b"abc"[..]).unwrap(), SourceId::of(b"abc"));
    }

    #[test]
    fn a_claim_id_depends_on_words_and_ordinal_only() {
        let source = SourceId::of(b"page");
        let id = |kind, role, quote, ordinal| ClaimId::derive(&source, kind, None, role, quote, ordinal);
        let first = id(Kind::WorkerCount, None, "800 workers", 0);
        assert_eq!(first, id(Kind::WorkerCount, None, "800 workers", 0));
        assert_ne!(first, id(Kind::WorkerCount, None, "800 workers", 1));
        assert_ne!(first, id(Kind::VictimCount, None, "800 workers", 0));
        assert_ne!(first, id(Kind::WorkerCount, Some("site"), "800 workers", 0));
        assert_eq!(first.as_str().len(), ClaimId::LENGTH);
    }

    #[test]
    fn ids_are_checked_when_they_come_from_outside() {
        let error = "not hex".parse::<ClaimId>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`not hex` is not a claim id: expected 16 lower-case hexadecimal digits"
        );
        assert!(serde_json::from_str::<SourceId>("\"00\"").is_err());
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        assert_ne!(digest("x", &[b"ab", b"c"]), digest("x", &[b"a", b"bc"]));
    }
}
