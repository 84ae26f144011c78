//! Random secrets: made here, told once, kept by their hashes.

use crate::Fault;
use model::hex;
use sha2::{Digest, Sha256};

/// A secret that was just made: 256 random bits in hexadecimal. Being random, it needs no slow hash.
pub(crate) struct Secret(String);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// [`Fault::Broken`] where the system gives no random bytes.
    pub(crate) fn new() -> Result<Self, Fault> {
        random_hex::<32>().map(Self)
    }

    /// What is told.
    pub(crate) fn token(&self) -> &str {
        &self.0
    }

    /// What is kept.
    pub(crate) fn hash(&self) -> String {
        Self::hash_of(&self.0)
    }

    /// What is kept of a token.
    pub(crate) fn hash_of(token: &str) -> String {
        hex(&Sha256::digest(token.as_bytes()))
    }
}

/// So many random bytes in hexadecimal.
///
/// # Errors
/// [`Fault::Broken`] where the system gives no random bytes.
pub(crate) fn random_hex<const BYTES: usize>() -> Result<String, Fault> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|_| Fault::Broken)?;
    Ok(hex(&bytes))
}

/// Letters and digits that nobody mistakes for one another: Crockford's Base32, <https://www.crockford.com/base32.html>.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 80 random bits to be typed from a terminal, as `XXXX-XXXX-XXXX-XXXX`.
///
/// # Errors
/// Where the system gives no random bytes.
pub(crate) fn code() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let signs: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

/// Whether a code is the one that was told, however it is written; how long it takes says nothing of how much of it is right.
pub(crate) fn same(typed: &str, told: &str) -> bool {
    let plain = |code: &str| -> String {
        let signs = code.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase());
        signs
            .map(|sign| {
                if sign == 'O' {
                    '0'
                } else if matches!(sign, 'I' | 'L') {
                    '1'
                } else {
                    sign
                }
            })
            .collect()
    };
    Secret::hash_of(&plain(typed)) == Secret::hash_of(&plain(told))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_different() {
        let (one, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_eq!((one.token().len(), one.hash().len()), (64, 64));
        assert_ne!(one.token(), other.token());
        assert_ne!(one.token(), one.hash());
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Secret::hash_of(""), empty);
    }

    #[test]
    fn codes_are_forgiving_about_how_they_are_written() {
        let told = code().unwrap();
        assert_eq!(told.len(), 19);
        assert!(same(&told.to_lowercase().replace('-', " "), &told));
        assert!(same("oil0-0000-0000-0000", "0110-0000-0000-0000"));
        assert!(!same("", &told) && !same(&told[1..], &told));
    }
}
