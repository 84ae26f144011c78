//! Passwords: long rather than odd, kept as argon2id hashes.

use crate::Fault;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;

/// Fewest code points of a password. There are no rules about their kinds: NIST SP 800-63B, section 3.1.1.2.
pub(crate) const SHORTEST: usize = 12;
/// Most bytes of a password, so that hashing one stays cheap.
pub(crate) const LONGEST: usize = 1024;

/// argon2id with 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet, "Argon2id",
/// <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn hasher() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| Fault::Broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a new password, as a PHC string with parameters and a random salt. Takes some tens of milliseconds.
///
/// # Errors
/// [`Fault::Invalid`] where it is too short or too long; [`Fault::Broken`] where the system gives no random bytes.
pub(crate) fn hash(password: &str) -> Result<String, Fault> {
    let length = password.chars().count();
    if length < SHORTEST {
        let few =
            format!("a password has at least {SHORTEST} characters, this one has {length}: take some words");
        return Err(Fault::Invalid(few));
    }
    if password.len() > LONGEST {
        return Err(Fault::Invalid(format!("a password has at most {LONGEST} bytes")));
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Fault::Broken)?;
    let hash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| Fault::Broken)?;
    Ok(hash.to_string())
}

/// What is compared with where there is no account: the hash of a password that nobody was told.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let secret = super::Secret::new().map(|secret| secret.token().to_owned());
    secret.and_then(|secret| hash(&secret)).unwrap_or_default()
});

/// Makes what comparing needs, so that the first try takes as long as any.
pub(crate) fn prepare() {
    LazyLock::force(&NOBODY);
}

/// Whether the password is the one that was hashed. Takes as long where there is no hash.
pub(crate) fn matches(password: &str, hash: Option<&str>) -> bool {
    // What is too long is nobody's, and an empty one too.
    let password = if password.len() > LONGEST { "" } else { password };
    let Ok(known) = PasswordHash::new(hash.unwrap_or(&NOBODY)) else { return false };
    let same = hasher().is_ok_and(|hasher| hasher.verify_password(password.as_bytes(), &known).is_ok());
    same && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_alone() {
        let kept = hash("correct horse battery").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(matches("correct horse battery", Some(&kept)));
        assert!(!matches("correct horse batterx", Some(&kept)));
        assert!(!matches("correct horse battery", None));
        assert!(!matches("correct horse battery", Some("no hash")));
        assert_ne!(kept, hash("correct horse battery").unwrap());
    }

    #[test]
    fn length_counts_in_characters_and_nothing_else_does() {
        assert!(matches!(hash("elevenchars"), Err(Fault::Invalid(_))));
        assert!(matches!(hash(&"x".repeat(LONGEST + 1)), Err(Fault::Invalid(_))));
        assert!(hash("열두글자는넘어야하는암호").is_ok());
    }
}
