//! Bytes of a file as text.

use crate::Limits;
use crate::error::{Error, Place, Result};
use std::borrow::Cow;

/// Decodes a file: by its byte order mark, as UTF-8 where it is that, else as Windows-1252, which the older American lists use.
///
/// # Errors
/// [`Error::TooLarge`]; [`Error::Malformed`] for bytes that are no text.
pub(crate) fn decode<'b>(file: &str, bytes: &'b [u8], limits: &Limits) -> Result<Cow<'b, str>> {
    Limits::check(|| Place::whole(file), bytes.len(), limits.bytes, "bytes")?;
    let fallback = || encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => std::str::from_utf8(bytes).map_or_else(|_| fallback(), Cow::Borrowed),
    };
    match text.bytes().position(|byte| byte == 0) {
        None => Ok(text),
        Some(_) => Err(Error::malformed(Place::whole(file), "it is not a text file")),
    }
}

/// White space folded to single spaces, none at the ends.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean =
        !text.contains("  ") && text.chars().all(|character| character == ' ' || !character.is_whitespace());
    if clean { Cow::Borrowed(text) } else { Cow::Owned(folded(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_utf8_or_windows_1252() {
        let decode = |bytes| decode("x.csv", bytes, &Limits::default()).map(Cow::into_owned);
        assert_eq!(decode(b"\xef\xbb\xbfSe\xc3\xa1n").unwrap(), "Seán");
        assert_eq!(decode(b"Se\xe1n").unwrap(), "Seán");
        assert_eq!(decode(b"a\0b").unwrap_err().to_string(), "x.csv: it is not a text file");
    }

    #[test]
    fn lines_are_folded() {
        assert_eq!(one_line(" a\n  b\u{a0}c "), "a b c");
        assert_eq!(one_line("a b"), "a b");
    }
}
