//! Gzip read through: what a `.gz` file or a compressed web capture holds.

use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::{ErrorKind, Read};

/// Layers of compression that are opened; more is no honest file.
const MAX_LAYERS: usize = 3;

/// Content after unpacking, with what went wrong on the way.
pub(crate) struct Unpacked<'b> {
    /// The content; borrowed where there was nothing to unpack.
    pub(crate) bytes: Cow<'b, [u8]>,
    /// What is missing, in words for a person.
    pub(crate) missing: Option<String>,
}

/// Whether the bytes begin as a gzip member does (RFC 1952: two magic bytes and the deflate method).
fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 0x08])
}

/// Opens gzip layers, at most [`MAX_LAYERS`], never past `limit` bytes.
pub(crate) fn unpack(bytes: &[u8], limit: usize) -> Unpacked<'_> {
    let mut unpacked = Unpacked { bytes: Cow::Borrowed(bytes), missing: None };
    for _ in 0..MAX_LAYERS {
        if !is_gzip(&unpacked.bytes) || unpacked.missing.is_some() {
            break;
        }
        let (content, missing) = gunzip(&unpacked.bytes, limit);
        unpacked = Unpacked { bytes: Cow::Owned(content), missing };
    }
    unpacked
}

fn gunzip(bytes: &[u8], limit: usize) -> (Vec<u8>, Option<String>) {
    let mut content = Vec::new();
    let mut decoder = MultiGzDecoder::new(bytes);
    let mut chunk = vec![0; 64 << 10];
    loop {
        match decoder.read(&mut chunk) {
            Ok(0) => return (content, None),
            Ok(count) => {
                let room = limit.saturating_sub(content.len());
                content.extend_from_slice(chunk.get(..count.min(room)).unwrap_or_default());
                if count > room {
                    return (
                        content,
                        Some(format!(
                            "unpacked content goes over the limit of {limit} bytes; the rest was not read"
                        )),
                    );
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Bytes after the last member that are no member: common padding, nothing is lost.
            Err(error) if error.kind() == ErrorKind::InvalidInput && !content.is_empty() => {
                return (content, None);
            }
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                return (
                    content,
                    Some(
                        "the gzip data ends too early (truncated file); what came before was read".to_owned(),
                    ),
                );
            }
            Err(error) => {
                return (
                    content,
                    Some(format!("the gzip data is damaged ({error}); what came before was read")),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn reads_through_members_and_layers() {
        let members = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(&*unpack(&members, 100).bytes, b"one two");
        let layers = gzip(&gzip(b"deep"));
        assert_eq!(&*unpack(&layers, 100).bytes, b"deep");
        assert_eq!(&*unpack(b"plain", 100).bytes, b"plain");
    }

    #[test]
    fn a_truncated_file_keeps_what_came_before() {
        let content: String = (0..5000).map(|line| format!("line {line}\n")).collect();
        let packed = gzip(content.as_bytes());
        let unpacked = unpack(&packed[..packed.len() / 2], 1 << 20);
        assert!(unpacked.bytes.starts_with(b"line 0\nline 1\n"));
        assert!(unpacked.missing.unwrap().contains("truncated"));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![b'a'; 10 << 20]);
        let unpacked = unpack(&bomb, 1000);
        assert_eq!(unpacked.bytes.len(), 1000);
        assert!(unpacked.missing.unwrap().contains("limit of 1000 bytes"));
    }
}
