//! Streams of an encrypted file as they are once decrypted, so that [`super::guard`] can count what they unpack to
//! before anything is unpacked.
//!
//! Decrypting is left to the parser. It is given a file of our own that has the same keys and the same streams under
//! the same numbers (both are what decryption depends on), and nothing that it would unpack by itself.

use super::OpenError;
use hayro_syntax::Pdf;
use hayro_syntax::object::{ObjectIdentifier, Stream};
use memchr::{memchr_iter, memmem};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A stream as it stands in a file: the number and generation of its object, and its bytes.
pub(super) type Packed<'f> = (u32, u16, &'f [u8]);

/// Most ways of encryption that a file may claim to be encrypted in; an update may repeat the claim.
const MOST_CLAIMS: usize = 4;
/// Longest description of an encryption in bytes.
const LONGEST_CLAIM: usize = 64 << 10;

/// Whether a file says anywhere that it is encrypted.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    keys(bytes).next().is_some()
}

/// Where the name `/Encrypt` ends, however it is spelt.
fn keys(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr_iter(b'/', bytes).filter_map(|at| {
        let mut rest = bytes.get(at + 1..)?;
        for letter in b"Encrypt" {
            let (read, after) = letter_of_name(rest)?;
            if read != *letter {
                return None;
            }
            rest = after;
        }
        let ends = rest.first().is_none_or(|next| !next.is_ascii_alphanumeric());
        ends.then_some(bytes.len() - rest.len())
    })
}

/// The first letter of a name and what follows it: any letter may be written as `#` and two digits.
fn letter_of_name(name: &[u8]) -> Option<(u8, &[u8])> {
    match name {
        [b'#', high, low, after @ ..] => {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let value = digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low);
            match value.and_then(|value| u8::try_from(value).ok()) {
                Some(value) => Some((value, after)),
                None => name.split_first().map(|(first, rest)| (*first, rest)),
            }
        }
        _ => name.split_first().map(|(first, rest)| (*first, rest)),
    }
}

/// A dictionary in which every letter of a name stands as itself.
pub(super) fn plain_names(dictionary: &[u8]) -> Cow<'_, [u8]> {
    if !dictionary.contains(&b'#') {
        return dictionary.into();
    }
    let mut plain = Vec::with_capacity(dictionary.len());
    let mut rest = dictionary;
    while let Some((letter, after)) = letter_of_name(rest) {
        plain.push(letter);
        rest = after;
    }
    plain.into()
}

/// Calls `each` with the place of each stream in `streams` and its decrypted bytes, once for each way in which the
/// file claims to be encrypted.
///
/// # Errors
/// If the file cannot be decrypted in any of these ways, why.
pub(super) fn decrypted(
    bytes: &[u8],
    streams: &[Packed<'_>],
    mut each: impl FnMut(usize, &[u8]),
) -> Result<(), String> {
    let mut claims: Vec<&[u8]> = keys(bytes).filter_map(|end| claim(bytes, end)).collect();
    claims.sort_unstable();
    claims.dedup();
    claims.truncate(MOST_CLAIMS);
    let id = memmem::rfind(bytes, b"/ID").and_then(|at| array(bytes.get(at + 3..)?)).unwrap_or(b"[<><>]");
    let mut refused = None;
    let mut opened = false;
    for claim in claims {
        let pdf = match super::open(&Arc::new(file_of(claim, id, streams))) {
            Ok(pdf) => pdf,
            Err(OpenError::Encryption(why)) => {
                refused = Some(why);
                continue;
            }
            Err(OpenError::Structure(_)) => continue,
        };
        opened = true;
        for (at, (number, generation, _)) in streams.iter().enumerate() {
            let id = ObjectIdentifier::new(*number, i32::from(*generation));
            if let Some(data) = data_of(&pdf, id) {
                each(at, &data);
            }
        }
    }
    match refused.filter(|_| !opened) {
        Some(why) => Err(why.to_owned()),
        None => Ok(()),
    }
}

fn data_of(pdf: &Pdf, id: ObjectIdentifier) -> Option<Vec<u8>> {
    let read = AssertUnwindSafe(|| Some(pdf.xref().get::<Stream<'_>>(id)?.raw_data().into_owned()));
    catch_unwind(read).ok().flatten()
}

/// The dictionary that describes an encryption, which stands after its name or in an object that is named there.
fn claim(bytes: &[u8], end: usize) -> Option<&[u8]> {
    let rest = bytes.get(end..)?.trim_ascii_start();
    if rest.starts_with(b"<<") {
        return dictionary(rest);
    }
    let head =
        std::str::from_utf8(rest.get(..rest.len().min(20))?.split(|byte| *byte == b'R').next()?).ok()?;
    let mut numbers = head.split_whitespace();
    let (number, generation) = (numbers.next()?.parse::<u32>().ok()?, numbers.next()?.parse::<u16>().ok()?);
    let object = format!("{number} {generation} obj");
    let found = memmem::rfind_iter(bytes, object.as_bytes()).find(|at| {
        at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|byte| !byte.is_ascii_digit())
    });
    dictionary(bytes.get(found? + object.len()..)?.trim_ascii_start())
}

/// The dictionary at the head of `bytes`, with its brackets. Strings are passed over, since they hold any bytes.
fn dictionary(bytes: &[u8]) -> Option<&[u8]> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < LONGEST_CLAIM {
        match bytes.get(at..)? {
            [b'<', b'<', ..] => (depth, at) = (depth + 1, at + 2),
            [b'>', b'>', ..] => {
                (depth, at) = (depth.checked_sub(1)?, at + 2);
                if depth == 0 {
                    return bytes.get(..at);
                }
            }
            [b'(', ..] => at += string_length(bytes.get(at..)?)?,
            [b'<', rest @ ..] => at += rest.iter().position(|byte| *byte == b'>')? + 2,
            [_, ..] => at += 1,
            [] => return None,
        }
        if depth == 0 {
            return None;
        }
    }
    None
}

/// Length of the string in round brackets at the head of `bytes`.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().take(LONGEST_CLAIM) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The array of two strings at the head of `bytes`, with its brackets.
fn array(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = bytes.trim_ascii_start();
    if !bytes.starts_with(b"[") {
        return None;
    }
    let mut at = 1;
    while at < LONGEST_CLAIM {
        match bytes.get(at)? {
            b']' => return bytes.get(..=at),
            b'(' => at += string_length(bytes.get(at..)?)?,
            _ => at += 1,
        }
    }
    None
}

/// A file of one empty page, encrypted as `claim` says, with these streams.
fn file_of(claim: &[u8], id: &[u8], streams: &[Packed<'_>]) -> Vec<u8> {
    let first = streams.iter().map(|(number, _, _)| number.saturating_add(1)).max().unwrap_or(1).max(1);
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places: Vec<(u32, u16, usize)> = Vec::new();
    let mut object = |number: u32, generation: u16, body: &[&[u8]]| {
        places.push((number, generation, file.len()));
        file.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        body.iter().for_each(|part| file.extend_from_slice(part));
        file.extend_from_slice(b"\nendobj\n");
    };
    let (pages, page, encryption) =
        (first.saturating_add(1), first.saturating_add(2), first.saturating_add(3));
    object(first, 0, &[format!("<</Type/Catalog/Pages {pages} 0 R>>").as_bytes()]);
    object(pages, 0, &[format!("<</Type/Pages/Count 1/Kids[{page} 0 R]>>").as_bytes()]);
    object(page, 0, &[format!("<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 9 9]>>").as_bytes()]);
    object(encryption, 0, &[claim]);
    for (number, generation, data) in streams {
        let head = format!("<</Length {}>>\nstream\n", data.len());
        object(*number, *generation, &[head.as_bytes(), data, b"\nendstream"]);
    }
    places.sort_unstable();
    places.dedup_by_key(|(number, _, _)| *number);
    let start = file.len();
    file.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, generation, place) in &places {
        file.extend_from_slice(format!("{number} 1\n{place:010} {generation:05} n \n").as_bytes());
    }
    let size = encryption.saturating_add(1);
    file.extend_from_slice(
        format!("trailer\n<</Size {size}/Root {first} 0 R/Encrypt {encryption} 0 R/ID").as_bytes(),
    );
    file.extend_from_slice(id);
    file.extend_from_slice(format!(">>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_however_it_is_spelt() {
        assert!(is_encrypted(b"<</Encrypt 5 0 R>>") && is_encrypted(b"<</#45n#63rypt<<>>>>"));
        assert!(!is_encrypted(b"<</EncryptMetadata true/Encryp t>>"));
    }

    #[test]
    fn the_description_of_an_encryption_is_cut_out_whole() {
        let direct = b"/Encrypt<</O(a\\)>>b)/CF<</StdCF<</AuthEvent/DocOpen>>>>/U<3e3e>>>/ID";
        let cut = b"<</O(a\\)>>b)/CF<</StdCF<</AuthEvent/DocOpen>>>>/U<3e3e>>>";
        assert_eq!(claim(direct, 8), Some(&cut[..]));
        let named = b"15 0 obj\n<</V 1>>\n5 0 obj <</V 2>>\nendobj trailer <</Encrypt 5 0 R>>";
        let end = keys(named).next().unwrap();
        assert_eq!(claim(named, end), Some(&b"<</V 2>>"[..]));
        assert_eq!(claim(b"/Encrypt 5 0 R", 8), None);
        assert_eq!(claim(b"/Encrypt<</A(", 8), None);
    }
}
